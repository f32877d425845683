package main

import (
	"encoding/json"
	"io"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// decisions is the shape of -json.
type decisions struct {
	Admitted   []string                       `json:"admitted"` // in call order
	Waitlist   []string                       `json:"waitlist"` // in call order
	Incomplete map[string][]string            `json:"incomplete"`
	Ineligible map[string][]string            `json:"ineligible"`
	Groups     [][]string                     `json:"groups"`
	Attendance map[string]map[string]presence `json:"attendance"`
	Results    map[string]result              `json:"results"`
	Findings   []rule.Finding                 `json:"findings"`
}

type presence struct {
	Seconds  int64 `json:"seconds"`
	Attended bool  `json:"attended"`
}

type result struct {
	Total    total             `json:"total"`
	Decision string            `json:"decision"`
	Points   map[string]string `json:"points"` // exact
}

type total struct {
	Exact string `json:"exact"`
	Shown string `json:"shown"`
}

func writeJSON(w io.Writer, o outcome) {
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", " ")
	_ = encoder.Encode(decisionsOf(o)) // w is buffered and reports on Flush
}

func decisionsOf(o outcome) decisions {
	s := o.cohort.Selection
	return decisions{
		Admitted:   o.cohort.Admitted(),
		Waitlist:   ids(s.Waitlist),
		Incomplete: reasons(s.Incomplete),
		Ineligible: reasons(s.Ineligible),
		Groups:     append([][]string{}, o.cohort.Formation.Groups...),
		Attendance: attendance(o.cohort),
		Results:    results(o.cohort.Results),
		Findings:   append([]rule.Finding{}, o.course.Lint()...),
	}
}

func ids(placements []admission.Placement) []string {
	list := make([]string, len(placements))
	for i, p := range placements {
		list[i] = p.ID
	}
	return list
}

// reasons returns the codes of the requirements that are unknown or not met.
func reasons(placements []admission.Placement) map[string][]string {
	codes := map[string][]string{}
	for _, p := range placements {
		codes[p.ID] = slices.Sorted(slices.Values(p.Reasons))
	}
	return codes
}

func attendance(k course.Cohort) map[string]map[string]presence {
	all := map[string]map[string]presence{}
	for _, id := range k.Admitted() {
		all[id] = map[string]presence{}
		for _, s := range k.Presence.Of(id).Sessions {
			all[id][s.Session] = presence{s.Seconds, s.Status == schedule.StatusAttended}
		}
	}
	return all
}

func results(list []course.Result) map[string]result {
	all := map[string]result{}
	for _, r := range list {
		points := map[string]string{}
		for _, part := range r.Result.Parts {
			points[part.Component] = part.Points.String()
		}
		all[r.ID] = result{
			Total:    total{r.Result.Total.String(), r.Result.Shown(2).Total},
			Decision: string(r.Decision),
			Points:   points,
		}
	}
	return all
}

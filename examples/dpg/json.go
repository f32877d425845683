package main

import (
	"encoding/json"
	"io"
	"strconv"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// decisions is the output of -json.
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
	state := o.run.State()
	return decisions{
		Admitted:   state.Seats,
		Waitlist:   state.Waitlist,
		Incomplete: state.Incomplete,
		Ineligible: state.Ineligible,
		Groups:     o.groups(),
		Attendance: attendance(o.run, state.Seats),
		Results:    results(o.run, state),
		Findings:   append([]rule.Finding{}, o.course.Lint()...),
	}
}

// groups returns the groups in the order of their names, which are numbers from 1.
func (o outcome) groups() [][]string {
	groups := o.run.State().Groups
	list := make([][]string, len(groups))
	for i := range list {
		list[i] = groups[strconv.Itoa(i+1)]
	}
	return list
}

func attendance(run *course.Run, ids []string) map[string]map[string]presence {
	all := map[string]map[string]presence{}
	for _, id := range ids {
		all[id] = map[string]presence{}
		person, _ := run.Person(id)
		for _, s := range person.Sessions {
			all[id][s.ID] = presence{s.Seconds, s.Attendance == schedule.StatusAttended}
		}
	}
	return all
}

func results(run *course.Run, state course.State) map[string]result {
	all := map[string]result{}
	for id, r := range state.Results {
		person, _ := run.Person(id)
		points := map[string]string{}
		for component, p := range r.Points {
			points[component] = p.String()
		}
		all[id] = result{
			Total:    total{r.Total.String(), person.Shown(2).Total},
			Decision: r.Decision,
			Points:   points,
		}
	}
	return all
}

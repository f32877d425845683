package grading

import (
	"encoding/json"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// shownPlaces is how many decimal places the JSON of a result shows.
const shownPlaces = 2

// wireTotal is the JSON of a total and of the points of a part.
type wireTotal struct {
	Exact exact.Rational `json:"exact"`
	Shown string         `json:"shown"`
}

// wireResult and wirePart are the JSON of a Result and its parts, with exact
// and shown points.
type wireResult struct {
	Total       wireTotal       `json:"total"`
	Decision    Decision        `json:"decision"`
	Best        *exact.Rational `json:"best,omitzero"`
	AboveCap    exact.Rational  `json:"above_cap,omitzero"`
	Outcome     string          `json:"outcome,omitzero"`
	Possible    string          `json:"possible,omitzero"`
	Certificate Certificate     `json:"certificate,omitzero"`
	Weightings  []Alternative   `json:"weightings,omitzero"`
	Parts       []wirePart      `json:"parts"`
	Findings    []rule.Finding  `json:"findings"`
}

type wirePart struct {
	Component  string         `json:"component"`
	Title      string         `json:"title,omitzero"`
	Status     Status         `json:"status"`
	Dropped    bool           `json:"dropped,omitzero"`
	Points     wireTotal      `json:"points"`
	Best       exact.Rational `json:"best"`
	Full       exact.Rational `json:"full"`
	Need       string         `json:"need"`
	Have       string         `json:"have"`
	Items      []ItemPart     `json:"items,omitzero"`
	Weightings []Alternative  `json:"weightings,omitzero"`
	Parts      []wirePart     `json:"parts,omitzero"`
	Source     *rule.Source   `json:"source,omitzero"`
}

// MarshalJSON writes the total and the points of the parts as {"exact":
// "1865/21", "shown": "88.81"}. The shown number is that of [Result.Shown] with
// two places.
func (r Result) MarshalJSON() ([]byte, error) {
	shown := r.Shown(shownPlaces)
	parts := wireParts(r.Parts, shown.Parts)
	if parts == nil {
		parts = []wirePart{} // a list and not null
	}
	return json.Marshal(wireResult{
		Total: wireTotal{r.Total, shown.Total}, Decision: r.Decision, Best: &r.Best, AboveCap: r.AboveCap, Outcome: r.Outcome,
		Possible: r.Possible, Certificate: r.Certificate, Weightings: r.Weightings, Parts: parts,
		Findings: append([]rule.Finding{}, r.Findings...),
	})
}

func wireParts(parts []Part, shown []ShownPart) []wirePart {
	if parts == nil {
		return nil
	}
	list := make([]wirePart, len(parts))
	for i, p := range parts {
		list[i] = wirePart{
			p.Component, p.Title, p.Status, p.Dropped, wireTotal{p.Points, shown[i].Points}, p.Best, p.Full, p.Need, p.Have, p.Items,
			p.Weightings, wireParts(p.Parts, shown[i].Parts), p.Source,
		}
	}
	return list
}

// UnmarshalJSON reads only what MarshalJSON wrote. It returns [rule.Violations] for
// anything else, such as points that do not add up, a certified result below its
// threshold, or unknown keys. The shown numbers are not read, since they follow from the
// exact numbers.
func (r *Result) UnmarshalJSON(data []byte) error {
	var wire wireResult
	var back Result
	err := document.Parse(data, &wire, func(report *rule.Report) {
		back = wire.result()
		back.check(report)
	})
	if err == nil {
		*r = back
	}
	return err
}

func (w wireResult) result() Result {
	r := Result{
		Total: w.Total.Exact, Decision: w.Decision, AboveCap: w.AboveCap, Outcome: w.Outcome, Possible: w.Possible,
		Certificate: w.Certificate, Weightings: w.Weightings, Parts: unwired(w.Parts), Findings: w.Findings,
	}
	if w.Best != nil {
		r.Best = *w.Best
		return r
	}
	for _, p := range w.Parts { // a stored result without the key best, from before that key existed
		r.Best = r.Best.Plus(p.Best)
	}
	return r
}

func unwired(list []wirePart) []Part {
	if len(list) == 0 {
		return nil
	}
	parts := make([]Part, len(list))
	for i, w := range list {
		parts[i] = Part{
			w.Component, w.Title, w.Status, w.Dropped, w.Points.Exact, w.Best, w.Full, w.Need, w.Have, w.Items, w.Weightings,
			unwired(w.Parts), w.Source,
		}
	}
	return parts
}

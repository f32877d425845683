package grading

import (
	"encoding/json"

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

type wirePart struct {
	Part
	Points wireTotal `json:"points"` // in place of Part's
}

type wireResult struct {
	Total       wireTotal      `json:"total"`
	Decision    Decision       `json:"decision"`
	Certificate Certificate    `json:"certificate"`
	Parts       []wirePart     `json:"parts"`
	Findings    []rule.Finding `json:"findings"`
}

// MarshalJSON writes total and points of parts as
// {"exact": "1865/21", "shown": "88.81"}, as [Result.Shown] has them for two
// places.
func (r Result) MarshalJSON() ([]byte, error) {
	shown := r.Shown(shownPlaces)
	wire := wireResult{
		Total: wireTotal{r.Total, shown.Total}, Decision: r.Decision, Certificate: r.Certificate,
		Parts: make([]wirePart, len(r.Parts)), Findings: r.Findings,
	}
	for i, p := range r.Parts {
		wire.Parts[i] = wirePart{p, wireTotal{p.Points, shown.Parts[i].Points}}
	}
	return json.Marshal(wire)
}

// UnmarshalJSON reads what MarshalJSON wrote; what was shown is worked out anew.
func (r *Result) UnmarshalJSON(data []byte) error {
	var wire wireResult
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*r = Result{Total: wire.Total.Exact, Decision: wire.Decision, Certificate: wire.Certificate, Findings: wire.Findings}
	for _, p := range wire.Parts {
		p.Part.Points = p.Points.Exact
		r.Parts = append(r.Parts, p.Part)
	}
	return nil
}

package grading

import (
	"encoding/json"
	"math/big"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
)

// shownPlaces is how many decimal places the JSON of a result shows.
const shownPlaces = 2

// maxTotal is how many characters the text of a Total may have.
const maxTotal = 1 << 20

var errTotal = rule.Violation{Code: "format", Detail: "not a decimal or a fraction of whole numbers, 0 or more"}

// wireTotal is the JSON of a total and of the points of a part.
type wireTotal struct {
	Exact Total  `json:"exact"`
	Shown string `json:"shown"`
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

// MarshalText returns [Total.String].
func (t Total) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what [Total.String] wrote.
func (t *Total) UnmarshalText(text []byte) error {
	n, d, fraction := strings.Cut(string(text), "/")
	if !fraction {
		if d, ok := parsePlain(n); ok {
			*t = d
			return nil
		}
		return errTotal
	}
	num, ok1 := parseWhole(n)
	den, ok2 := parseWhole(d)
	if !ok1 || !ok2 || den.Sign() == 0 {
		return errTotal
	}
	*t = widened(new(big.Rat).SetFrac(num, den))
	return nil
}

func parseWhole(text string) (*big.Int, bool) {
	if text == "" || len(text) > maxTotal || strings.Trim(text, "0123456789") != "" {
		return nil, false
	}
	return new(big.Int).SetString(text, 10)
}

func parsePlain(text string) (Total, bool) {
	whole, rest, point := strings.Cut(text, ".")
	if _, ok := parseWhole(whole); !ok {
		return Total{}, false
	}
	if _, ok := parseWhole(rest); point && !ok {
		return Total{}, false
	}
	units, _ := new(big.Int).SetString(whole+rest, 10)
	return widened(new(big.Rat).SetFrac(units, power(len(rest)))), true
}

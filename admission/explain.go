package admission

import "strings"

// Explanation answers "why me, why not me" against the person at the cut: the
// last one admitted for whoever is not, the first one waiting for whoever is.
type Explanation struct {
	ID      string  `json:"id"`
	Outcome Outcome `json:"outcome"`
	Rank    int     `json:"rank,omitzero"`

	// Against is the id of the person compared with, and DecidedBy the first
	// key in which the two differ; or lottery, ruling, or the code of the floor
	// that passed over the keys. Both are empty where there is nobody on the
	// other side of the cut, and for whoever is not ranked; but a ruling decides
	// without anybody on the other side.
	Against   string `json:"against,omitzero"`
	DecidedBy string `json:"decided_by,omitzero"`

	Own    *KeyValue `json:"own,omitzero"` // values of the deciding key
	Others *KeyValue `json:"others,omitzero"`

	Text string `json:"text"` // a sentence without anybody's values
}

// Outcome is the part of a selection that somebody is in.
type Outcome string

// The outcomes.
const (
	OutcomeAdmitted   Outcome = "admitted"
	OutcomeWaitlisted Outcome = "waitlisted"
	OutcomeIncomplete Outcome = "incomplete"
	OutcomeIneligible Outcome = "ineligible"
)

// Valid reports whether o is one of the outcomes.
func (o Outcome) Valid() bool {
	return o == OutcomeAdmitted || o == OutcomeWaitlisted || o == OutcomeIncomplete || o == OutcomeIneligible
}

// list is one of the four lists of a selection, with its JSON name.
type list struct {
	name    string
	outcome Outcome
	people  []Placement
}

func (s *Selection) lists() []list {
	return []list{
		{"admitted", OutcomeAdmitted, s.Admitted}, {"waitlist", OutcomeWaitlisted, s.Waitlist},
		{"incomplete", OutcomeIncomplete, s.Incomplete}, {"ineligible", OutcomeIneligible, s.Ineligible},
	}
}

// Find returns the placement of a person and the list it is in.
func (s Selection) Find(id string) (Placement, Outcome, bool) {
	for _, l := range s.lists() {
		for _, p := range l.people {
			if p.ID == id {
				return p, l.outcome, true
			}
		}
	}
	return Placement{}, "", false
}

// Explain returns why somebody is where he or she is; false for an id that is
// not in the selection.
func (s Selection) Explain(id string) (Explanation, bool) {
	p, outcome, found := s.Find(id)
	if !found {
		return Explanation{}, false
	}
	e := Explanation{ID: id, Outcome: outcome, Rank: p.Rank}
	switch outcome {
	case OutcomeIncomplete:
		e.Text = "Not decided yet: still open: " + strings.Join(p.Reasons, ", ") + "."
	case OutcomeIneligible:
		e.Text = "Not eligible: not met: " + strings.Join(p.Reasons, ", ") + "."
	case OutcomeWaitlisted:
		e.Text = "On the waitlist."
		if last := len(s.Admitted) - 1; last >= 0 {
			e.against(p, s.Admitted[last])
			e.Text = "On the waitlist: the last person admitted is ahead by " + e.DecidedBy + "."
		}
	case OutcomeAdmitted:
		e.Text = "Admitted: there are seats for everybody who is eligible."
		if len(s.Waitlist) > 0 {
			e.against(p, s.Waitlist[0])
			e.Text = "Admitted: ahead of the first person on the waitlist by " + e.DecidedBy + "."
		}
		if p.Ruling != nil {
			e.DecidedBy, e.Text = codeRuling, "Admitted: by a ruling of the organisers."
		}
	}
	return e, true
}

// against compares p with the person on the other side of the cut.
func (e *Explanation) against(p, other Placement) {
	e.Against = other.ID
	first, second := p, other
	if other.Rank < p.Rank {
		first, second = other, p
	}
	switch {
	case first.Ruling != nil:
		e.DecidedBy = codeRuling
		return
	case first.Merit > second.Merit:
		e.DecidedBy = first.Floor
		return
	}
	e.DecidedBy = codeLottery
	for i := range p.Keys {
		if i < len(other.Keys) && standsFor(p.Keys[i].Value) != standsFor(other.Keys[i].Value) {
			e.DecidedBy, e.Own, e.Others = p.Keys[i].Code, &p.Keys[i], &other.Keys[i]
			return
		}
	}
}

// standsFor maps what ranks the same in a matching key to the same text.
func standsFor(value string) string {
	if value == "unknown" || value == Outside {
		return "not_met"
	}
	return value
}

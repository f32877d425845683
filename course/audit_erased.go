package course

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/rule"
)

func erased(i int) rule.Finding {
	return finding("erased", i, "this decision can depend on a person who was erased later")
}

// gapsOf reports, for each entry of a journal, whether its decision may involve a person
// who applied before the entry and was erased after it. All parts about such a person
// were removed.
//
// The result for an entry is true if two things hold: an "erased" entry comes later, and
// up to this entry the journal has more removed applications than "erased" entries. Each
// person erased so far had at least one application. So if there are more removed
// applications, a person who applied is erased later, or a person applied more than once.
func gapsOf(journal []Entry) []bool {
	gaps := make([]bool, len(journal))
	applications, erasures := 0, 0
	for i, e := range journal {
		if e.lost("applied") {
			applications++
		}
		if e.Erased != nil {
			erasures++
		}
		gaps[i] = applications > erasures
	}
	for i, e := range slices.Backward(journal) {
		gaps[i] = false // nobody is erased later
		if e.Erased != nil {
			break
		}
	}
	return gaps
}

// compare returns a finding about a decision that comes out differently. If erased people
// took part in the decision, the numbers that depend on their entries may differ.
func (a *auditor) compare(i int, made, recorded *Decided) *rule.Finding {
	switch {
	case a.same(made, recorded):
		return nil
	case otherEdition(made, recorded):
		return new(finding("other-edition", i, "a list of countries says something else than it did"))
	case !a.gap || !numbered(made, recorded, i) || !a.same(a.alone(made), a.alone(recorded)):
		return new(finding("differs", i, "the decision comes out differently"))
	case a.same(unnumbered(made), unnumbered(recorded)):
		return nil
	}
	return new(erased(i))
}

// seatsAgain repeats a decision that gave the seat of an erased person to others. The
// entry e either erased the person, or was about the person and has lost its content.
func (a *auditor) seatsAgain(i int, e Entry) *rule.Finding {
	if e.Erased == nil && e.Decided == nil {
		return nil
	}
	trial := a.trial()
	a.roster = nil // it cannot take recorded changes, and its event numbers differ
	if a.course.admission == nil || e.Decided == nil || len(e.Decided.Changes) == 0 {
		return nil // nothing about others; whether the person had a seat is not known
	}
	decided, err := trial.liveRoster().Apply(seatsGoOn(e.At, a.state.capacity))
	switch made := decidedBy(decided, a.state.selected); {
	case err == nil && numbered(made, e.Decided, i) && a.same(unnumbered(made), unnumbered(e.Decided)):
		return nil
	case a.gap:
		return new(erased(i))
	}
	return new(finding("differs", i, "the decision comes out differently"))
}

// ofEvent returns the number of the event that led to a decision, or 0 if the decision does
// not say it.
func (d *Decided) ofEvent() int {
	switch {
	case d == nil:
	case len(d.Changes) > 0:
		return d.Changes[0].Event
	case d.Entry != nil:
		return d.Entry.Joined
	}
	return 0
}

// numbered reports whether the number of the event in a recorded decision is possible.
// Each entry is at most one event, and erasures only remove events. So when the entry was
// recorded, its event had the present number or a larger one. The parameter index is the
// index of the entry in the journal.
func numbered(made, recorded *Decided, index int) bool {
	now, then := made.ofEvent(), recorded.ofEvent()
	if recorded != nil && slices.ContainsFunc(recorded.Changes, func(c admission.Change) bool { return c.Event != then }) {
		return false
	}
	return now == 0 || then == 0 || now <= then && then <= index+1
}

// unnumbered returns a copy of a decision without empty lists, without the number of its
// own event, and without the numbers of seats. These numbers can differ when the decision
// is made again after an erasure. The numbers of earlier events cannot differ, because
// they are taken from recorded entries.
func unnumbered(d *Decided) *Decided {
	if d == nil {
		return &Decided{}
	}
	event, out := d.ofEvent(), *d
	own := func(number int) int {
		if number > 0 && number == event {
			return -1
		}
		return number
	}
	if d.Entry != nil {
		e := *d.Entry
		e.Rank, e.Joined, e.Reinstated = 0, own(e.Joined), own(e.Reinstated)
		out.Entry = &e
	}
	out.Changes = nil
	for _, c := range d.Changes {
		c.Event = own(c.Event)
		out.Changes = append(out.Changes, c)
	}
	if len(d.Final) == 0 {
		out.Final = nil
	}
	return &out
}

// alone returns the parts of a decision that do not depend on who else applied: times,
// results, and how each person was judged and ranked.
func (a *auditor) alone(d *Decided) *Decided {
	d = unnumbered(d)
	alone := Decided{Entry: d.Entry, Groups: d.Groups, Held: d.Held, Final: d.Final}
	if d.Commitment != nil {
		alone.Commitment = &admission.Digests{Policy: d.Commitment.Policy}
	}
	if s := d.Selection; s != nil {
		called := slices.Concat(s.Admitted, s.Waitlist)
		if policy := a.course.definition.Admission; policy != nil && len(policy.Shares) > 0 {
			slices.SortStableFunc(called, func(a, b admission.Placement) int { return cmp.Compare(a.Merit, b.Merit) })
		}
		alone.Selection = &admission.Selection{Waitlist: judged(called), Incomplete: judged(s.Incomplete), Ineligible: judged(s.Ineligible)}
	}
	return &alone
}

// judged returns placements that say how each person was judged, without the places.
func judged(people []admission.Placement) []admission.Placement {
	list := make([]admission.Placement, len(people))
	for i, p := range people {
		list[i] = admission.Placement{ID: p.ID, Eligibility: p.Eligibility, Reasons: p.Reasons, Keys: p.Keys, Groups: p.Groups, Ruling: p.Ruling}
	}
	return list
}

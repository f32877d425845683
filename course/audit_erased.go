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

// compare returns a finding about a decision that comes out differently. If an earlier entry
// erased a person or lost its content, numbers of events and of seats may differ, but the
// recorded ones must be possible.
func (a *auditor) compare(i int, e Entry, made *Decided) *rule.Finding {
	possible, gaps := a.possible(e, made), a.sofar.gaps > 0
	switch {
	case !gaps && a.same(made, e.Decided), gaps && possible && a.same(unnumbered(made), unnumbered(e.Decided)):
		return nil
	case otherEdition(made, e.Decided):
		return new(finding("other-edition", i, "a list of countries says something else than it did"))
	case !a.gap || !possible || !a.same(a.alone(made), a.alone(e.Decided)):
		return new(finding("differs", i, "the decision comes out differently"))
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
	case err == nil && a.possible(e, made) && a.same(unnumbered(made), unnumbered(e.Decided)):
		return nil
	case a.gap:
		return new(erased(i))
	}
	return new(finding("differs", i, "the decision comes out differently"))
}

// counted holds what the entries of a journal so far say about numbers of events. The field
// events counts the entries that a roster takes as events. The field gaps counts the entries
// that erased a person or lost their content. The field last is the largest number since
// the last erasure.
type counted struct{ events, gaps, last int }

func (c *counted) add(e *Entry) {
	if e.isEvent() {
		c.events++
	}
	c.last = max(c.last, e.Decided.ofEvent())
	if e.Erased != nil {
		c.last = 0 // after an erasure, earlier versions counted only the events that were left
	}
	if e.Erased != nil || e.kind() == "" {
		c.gaps++
	}
}

// reinstates reports whether an entry takes back a person who left.
func (e *Entry) reinstates() bool {
	return e.Answered != nil && e.Answered.Answer == admission.StatusReinstated
}

// ofEvent returns the number of the event that led to a decision, or 0 if the decision does
// not say it.
func (d *Decided) ofEvent() int {
	if d == nil || len(d.Changes) == 0 {
		return 0
	}
	return d.Changes[0].Event
}

// possible reports whether the numbers of events in a recorded decision are possible. The
// number of the decision's own event must be above the numbers recorded since the last
// erasure, and above the number of earlier events that are left in the journal. It can
// exceed the number that the event has when the decision is made again, but by at most 1
// for each entry counted in sofar.gaps, which may have been an event. It can also be
// smaller, because earlier versions of this package counted only the events that were left
// after an erasure. The number of an earlier reinstatement must be the same again, because
// it decides the order of reinstated people who wait.
func (a *auditor) possible(e Entry, made *Decided) bool {
	now, then := made.ofEvent(), e.Decided.ofEvent()
	if then > 0 && (then <= max(a.sofar.events, a.sofar.last) || now > 0 && then > now+a.sofar.gaps) {
		return false
	}
	if e.Decided == nil {
		return true
	}
	for _, c := range e.Decided.Changes {
		if c.Event != then {
			return false
		}
	}
	was := e.Decided.Entry
	switch {
	case was == nil || made == nil || made.Entry == nil:
		return true
	case was.Status == admission.StatusWaiting && was.Joined != then:
		return false
	case e.reinstates():
		return was.Reinstated == 0 || was.Reinstated == then
	}
	return was.Reinstated == made.Entry.Reinstated
}

// unnumbered returns a copy of a decision without empty lists and without the numbers of
// events and seats. These numbers can differ when the decision is made again after an
// erasure. The copy still shows whether Joined and Reinstated are set.
func unnumbered(d *Decided) *Decided {
	if d == nil {
		return &Decided{}
	}
	out := *d
	if d.Entry != nil {
		e := *d.Entry
		e.Rank, e.Joined, e.Reinstated = 0, min(e.Joined, 1), min(e.Reinstated, 1)
		out.Entry = &e
	}
	out.Changes = nil
	for _, c := range d.Changes {
		c.Event = 0
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

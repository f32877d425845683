package course

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// Audit makes each decision of a journal again, from the recorded state before it, and
// returns a finding for each decision that comes out differently. An honest journal has
// none. The path of a finding is the path of the entry, such as [12].
//
//	altered        the entry is not the one that was recorded; later entries are
//	               not audited
//	differs        the decision comes out differently
//	other-edition  the decision comes out differently, and a list of countries has
//	               another edition now
//	erased         the decision comes out differently, and parts that it depended on
//	               may have been erased with a person
//
// After an erasure, each decision is still made again as far as the remaining parts of
// the journal determine it. If an erased person took part in a decision, these parts
// determine times, results, and groups made by hand. They also determine each statement
// about another person that does not depend on who else applied. They do not determine
// who gets a seat, or the rules and costs of groups that were formed with the erased
// person.
//
// Groups are not formed again. Only three things about them are checked: their people,
// the rules that they must keep, and their costs. Decisions before the last amendment
// were made under a definition that is not known here. For the entries before it, only
// the chain of digests is checked.
func (c *Course) Audit(journal []Entry) []rule.Finding {
	if c == nil || c.grading == nil {
		return []rule.Finding{finding("differs", 0, "there is no course to audit by")}
	}
	if f := oversized(journal); f != nil {
		return f
	}
	a := auditor{draft: c.runOf(journal).draft()}
	a.trusting = true
	recorded := a.text.erasedFrom(journal[:recordedPrefix(journal)])
	since, gaps := lastAmended(recorded), gapsOf(recorded)
	findings := []rule.Finding{}
	for i, e := range recorded {
		if a.text.digest(a.digest, e) != e.Digest {
			return append(findings, finding("altered", i, "this is not the entry that was recorded"))
		}
		differs := false
		a.gap = gaps[i]
		if i >= since {
			if f := a.again(i, copied(e)); f != nil {
				findings, differs = append(findings, *f), true
			}
		}
		var report rule.Report
		a.replay(e, &report)
		if vs := report.Violations(); len(vs) > 0 {
			if !differs {
				findings = append(findings, finding("differs", i, "cannot have been recorded: "+vs[0].Error()))
			}
			return findings
		}
		a.sofar.add(&e)
	}
	for i := len(recorded); i < len(journal); i++ {
		if journal[i].Digest != "" {
			return append(findings, finding("altered", i, "an entry before this one has no digest"))
		}
	}
	return findings
}

// oversized returns a finding about the first entry that is too large to have been
// recorded, or nil.
func oversized(journal []Entry) []rule.Finding {
	for i := range journal {
		var report rule.Report
		if !journal[i].bounded(&report) {
			return []rule.Finding{finding("altered", i, "cannot have been recorded: "+report.Violations()[0].Error())}
		}
	}
	return nil
}

func finding(code string, entry int, detail string) rule.Finding {
	return rule.Finding{Code: code, Path: rule.Index("", entry), Verdict: rule.NotMet, Detail: detail}
}

// lastAmended returns the index of the last amendment, or 0 if there is none. From that
// entry on, the present definition was used.
func lastAmended(journal []Entry) int {
	var since int
	for i, e := range journal {
		if e.Amended != nil {
			since = i
		}
	}
	return since
}

// auditor is a draft that takes over the recorded decisions. To make these decisions
// again, it has a second roster.
type auditor struct {
	*draft
	roster *admission.Live // after the first `seen` entries; nil until needed
	seen   int
	// gap says that a person who applied before the current entry may have been erased
	// after it (see gapsOf). sofar counts the entries before the current entry.
	gap   bool
	sofar counted
}

// again makes the decision of an entry a second time, and returns a finding if the second
// decision differs from the recorded one.
func (a *auditor) again(i int, e Entry) *rule.Finding {
	switch {
	case e.Erased != nil, e.kind() == "":
		return a.seatsAgain(i, e)
	case e.Decided == nil && !e.decides():
		return nil
	case e.Grouped != nil:
		return a.groupsAgain(i, e)
	}
	trial := a.trial()
	fresh := e
	fresh.Decided, trial.undecided = nil, e.Decided == nil
	var report rule.Report
	trial.apply(fresh, &report)
	if vs := report.Violations(); len(vs) > 0 {
		a.roster = nil
		return new(finding("differs", i, "would be refused: "+vs[0].Error()))
	}
	made := trial.entries[len(trial.entries)-1].Decided
	if made != nil && made.Held != nil && e.Decided != nil && e.Decided.Held != nil {
		made.Held.Strangers = e.Decided.Held.Strangers // the rows of strangers were not kept
	}
	f := a.compare(i, e, made)
	if a.roster = nil; f == nil && (!e.reinstates() || a.same(made, e.Decided)) {
		// The two decisions can differ only in the numbers of events and seats. Of these
		// numbers, later decisions depend only on the number of a reinstatement, and it is
		// the same in both. So the roster of the trial can be kept.
		a.roster, a.seen = trial.live, trial.seen
	}
	return f
}

// decides reports whether an entry, other than an erasure, can lead to a decision.
func (e *Entry) decides() bool {
	return e.Applied != nil || e.Reviewed != nil || e.Ruled != nil || e.Closed != nil || e.Selected != nil || e.Answered != nil ||
		e.Seats != nil || e.PromotionsEnd != nil || e.Grouped != nil || e.Held != nil || e.Ended != nil
}

// trial returns a draft that starts from the auditor's state and makes decisions by
// itself. Changes to this draft do not reach the auditor. The entry that the draft
// appends is overwritten by the next entry of the auditor.
func (a *auditor) trial() *draft {
	run := *a.Run
	run.live, run.seen = a.roster, a.seen
	trial := run.draft()
	trial.state, trial.entries, trial.digest = a.state.fork(), a.entries, a.digest
	return trial
}

// same reports whether two decisions have the same canonical text.
func (d *draft) same(a, b *Decided) bool {
	return string(d.text.value(nil, reflect.ValueOf(a), nil)) == string(d.text.value(nil, reflect.ValueOf(b), nil))
}

// byName returns the decision with its groups in the order of their names. Earlier versions
// recorded them in another order if some names were numbers and others began with digits.
func (d *Decided) byName() *Decided {
	g := *d.Groups
	if len(g.Names) != len(g.Groups) {
		return d
	}
	order := make([]int, len(g.Names))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compareGroups(g.Names[a], g.Names[b]) })
	sorted := Groups{Names: []string{}, Groups: [][]string{}, Tiers: g.Tiers}
	for _, i := range order {
		sorted.Names, sorted.Groups = append(sorted.Names, g.Names[i]), append(sorted.Groups, g.Groups[i])
	}
	out := *d
	out.Groups = &sorted
	return &out
}

// groupsAgain checks three things about recorded groups: their people, the rules that
// they must keep, and their costs. If a person was erased from the groups, it cannot
// check their rules and costs.
func (a *auditor) groupsAgain(i int, e Entry) *rule.Finding {
	if e.Decided == nil || e.Decided.Groups == nil {
		return new(finding("differs", i, "the groups that were formed are not recorded"))
	}
	g := *e.Decided.Groups
	if e.Grouped.Groups != nil {
		if stated := stated(e.Grouped.Groups); !a.same(&Decided{Groups: &stated}, e.Decided.byName()) {
			return new(finding("differs", i, "the groups are not those that were stated"))
		}
		return nil
	}
	groups, wrong := g.Groups, func(detail string) *rule.Finding { return new(finding("differs", i, detail)) }
	if a.gap && len(e.Removed) > 0 {
		groups = slices.DeleteFunc(slices.Clone(groups), func(group []string) bool { return len(group) == 0 })
		wrong = func(string) *rule.Finding { return new(erased(i)) }
	}
	formation, err := a.course.grouping.Assess(groups, a.members(), grouping.Options{Steps: 1})
	for _, f := range formation.Findings {
		switch {
		case f.Verdict != rule.NotMet:
		case f.Code == "not-placed":
			return new(finding("differs", i, "groups that were formed cannot break not-placed"))
		default: // sizes or a required rule: formed groups never break these
			return wrong("groups that were formed cannot break " + f.Code)
		}
	}
	switch {
	case err != nil:
		return wrong("the groups are not of those who held a seat: " + err.Error())
	case len(formation.Tiers) != len(g.Tiers):
		return wrong("the groups were formed by other rules")
	}
	for n, tier := range formation.Tiers {
		if tier.Cost != g.Tiers[n].Cost {
			return wrong(fmt.Sprintf("tier %d costs %d", tier.Number, tier.Cost))
		}
	}
	return nil
}

// otherEdition reports whether two decisions are selections that used the same lists of
// countries, but at least one list in another edition.
func otherEdition(made, recorded *Decided) bool {
	if made == nil || recorded == nil || made.Selection == nil || recorded.Selection == nil {
		return false
	}
	now, then := made.Selection.Audit.Lists, recorded.Selection.Audit.Lists
	return slices.EqualFunc(now, then, func(a, b admission.ListUse) bool { return a.Name == b.Name }) &&
		!slices.EqualFunc(now, then, func(a, b admission.ListUse) bool { return a.Edition == b.Edition })
}

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
//	erased         the decision cannot be made again, since a person was erased
//
// Groups are not formed again. Only three things about them are checked: their people, the
// rules that they must keep, and their costs. Decisions before the last amended entry were
// made under a definition that is not known here, so for these entries only the chain of
// digests is checked.
func (c *Course) Audit(journal []Entry) []rule.Finding {
	if c == nil || c.grading == nil {
		return []rule.Finding{finding("differs", 0, "there is no course to audit by")}
	}
	a := auditor{draft: c.runOf(journal).draft()}
	a.trusting = true
	a.erased = slices.ContainsFunc(journal, func(e Entry) bool { return e.Erased != nil })
	recorded := a.text.erasedFrom(journal[:recordedPrefix(journal)])
	since := lastAmended(recorded)
	findings := []rule.Finding{}
	for i, e := range recorded {
		if a.text.digest(a.digest, e) != e.Digest {
			return append(findings, finding("altered", i, "this is not the entry that was recorded"))
		}
		differs := false
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
	}
	for i := len(recorded); i < len(journal); i++ {
		if journal[i].Digest != "" {
			return append(findings, finding("altered", i, "an entry before this one has no digest"))
		}
	}
	return findings
}

func finding(code string, entry int, detail string) rule.Finding {
	return rule.Finding{Code: code, Path: rule.Index("", entry), Verdict: rule.NotMet, Detail: detail}
}

// lastAmended returns the index of the last amended entry, or 0 if there is none. From
// that entry on, the present definition was used.
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
	erased bool // at least one person was erased
}

// again makes the decision of an entry again and returns a finding if it comes out
// differently.
func (a *auditor) again(i int, e Entry) *rule.Finding {
	if e.Erased != nil || e.kind() == "" || e.Decided == nil && !e.decides() {
		return nil
	}
	if e.Grouped != nil {
		return a.groupsAgain(i, e)
	}
	trial := a.trial()
	fresh := e
	fresh.Decided = nil
	var report rule.Report
	trial.apply(fresh, &report)
	if vs := report.Violations(); len(vs) > 0 {
		a.roster = nil
		return a.differs(i, "would be refused: "+vs[0].Error())
	}
	made := trial.entries[len(trial.entries)-1].Decided
	if made != nil && made.Held != nil && e.Decided != nil && e.Decided.Held != nil {
		made.Held.Strangers = e.Decided.Held.Strangers // the rows of strangers were not kept
	}
	if !a.same(made, e.Decided) {
		a.roster = nil
		if otherEdition(made, e.Decided) {
			return new(finding("other-edition", i, "a list of countries says something else than it did"))
		}
		return a.differs(i, "the decision comes out differently")
	}
	a.roster, a.seen = trial.live, trial.seen
	return nil
}

// decides reports whether an entry, other than an erasure, can lead to a decision.
func (e *Entry) decides() bool {
	return e.Applied != nil || e.Reviewed != nil || e.Ruled != nil || e.Closed != nil || e.Selected != nil || e.Answered != nil ||
		e.Seats != nil || e.PromotionsEnd != nil || e.Grouped != nil || e.Held != nil || e.Ended != nil
}

// differs returns the finding about a decision that comes out differently. If a person
// was erased, before or after the decision, this may be the reason, so the code is
// "erased".
func (a *auditor) differs(i int, detail string) *rule.Finding {
	if a.erased {
		return new(finding("erased", i, "a person this decision was about was erased"))
	}
	return new(finding("differs", i, detail))
}

// trial returns a draft that starts from the auditor's state and makes decisions by
// itself. Changes to this draft do not reach the auditor.
func (a *auditor) trial() *draft {
	run := *a.Run
	run.live, run.seen = a.roster, a.seen
	trial := run.draft()
	trial.state, trial.entries, trial.digest = a.state.fork(), slices.Clip(a.entries), a.digest
	return trial
}

// same reports whether two decisions have the same canonical text.
func (d *draft) same(a, b *Decided) bool {
	return string(d.text.value(nil, reflect.ValueOf(a), nil)) == string(d.text.value(nil, reflect.ValueOf(b), nil))
}

// groupsAgain checks three things about recorded groups: their people, the rules that
// they must keep, and their costs.
func (a *auditor) groupsAgain(i int, e Entry) *rule.Finding {
	if e.Decided == nil || e.Decided.Groups == nil {
		return new(finding("differs", i, "the groups that were formed are not recorded"))
	}
	g := *e.Decided.Groups
	if e.Grouped.Groups != nil {
		if stated := stated(e.Grouped.Groups); !a.same(&Decided{Groups: &stated}, e.Decided) {
			return a.differs(i, "the groups are not those that were stated")
		}
		return nil
	}
	formation, err := a.course.grouping.Assess(g.Groups, a.members(), grouping.Options{Steps: 1})
	switch {
	case len(e.Removed) > 0 && a.erased:
		return nil
	case err != nil:
		return a.differs(i, "the groups are not of those who held a seat: "+err.Error())
	case len(formation.Tiers) != len(g.Tiers):
		return a.differs(i, "the groups were formed by other rules")
	}
	for _, f := range formation.Findings {
		if f.Verdict == rule.NotMet { // a rule about sizes or members, or a rule in must: formed groups never break these
			return a.differs(i, "groups that were formed cannot break "+f.Code)
		}
	}
	for n, tier := range formation.Tiers {
		if tier.Cost != g.Tiers[n].Cost {
			return a.differs(i, fmt.Sprintf("tier %d costs %d", tier.Number, tier.Cost))
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

package course

import (
	"reflect"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// Audit makes each decision of a journal again, from the state that was recorded
// before it, and returns a finding for each that comes out differently. An
// honest journal has none. Paths are those of entries, such as [12].
//
//	altered        the entry is not the one that was recorded; what comes after
//	               it is not audited
//	differs        the decision comes out differently
//	other-edition  so it does, and a list of countries says something else now
//	erased         the decision cannot be made again, since a person was erased
//
// Groups are checked by what they cost and break, never searched again.
func (c *Course) Audit(journal []Entry) []rule.Finding {
	if c == nil || c.grading == nil {
		return []rule.Finding{finding("differs", 0, "there is no course to audit by")}
	}
	r := c.Run()
	d := r.draft()
	d.trusting = true
	findings := []rule.Finding{}
	for i, e := range journal[:recordedPrefix(journal)] {
		if d.text.digest(d.digest, e) != e.Digest {
			return append(findings, finding("altered", i, "this is not the entry that was recorded"))
		}
		if f := d.again(i, copied(e)); f != nil {
			findings = append(findings, *f)
		}
		var report rule.Report
		d.replay(copied(e), &report)
		if vs := report.Violations(); len(vs) > 0 {
			return append(findings, finding("differs", i, "cannot have been recorded: "+vs[0].Error()))
		}
	}
	return findings
}

func finding(code string, entry int, detail string) rule.Finding {
	return rule.Finding{Code: code, Path: rule.Index("", entry), Verdict: rule.NotMet, Detail: detail}
}

// again makes the decision of an entry again and returns a finding if it comes
// out differently.
func (d *draft) again(i int, e Entry) *rule.Finding {
	if e.Decided == nil {
		return nil
	}
	if g := e.Decided.Groups; g != nil {
		return d.groupsAgain(i, *g)
	}
	trial := d.trial()
	trial.trusting = false
	fresh := e
	fresh.Decided = nil
	var report rule.Report
	trial.apply(fresh, &report)
	erased := d.anyErased() || len(e.Removed) > 0
	switch vs := report.Violations(); {
	case len(vs) > 0 && erased:
		return new(finding("erased", i, "a person this decision was about was erased"))
	case len(vs) > 0:
		return new(finding("differs", i, "would be refused: "+vs[0].Error()))
	}
	made := trial.entries[len(trial.entries)-1].Decided
	if made != nil && made.Held != nil && e.Decided.Held != nil {
		made.Held.Strangers = e.Decided.Held.Strangers // their rows were not kept
	}
	if d.same(made, e.Decided) {
		return nil
	}
	switch {
	case erased:
		return new(finding("erased", i, "a person this decision was about was erased"))
	case otherEdition(made, e.Decided):
		return new(finding("other-edition", i, "a list of countries says something else than it did"))
	}
	return new(finding("differs", i, "the decision comes out differently"))
}

// trial returns a draft from the state of d that changes nothing of it.
func (d *draft) trial() *draft {
	run := *d.Run
	run.live, run.seen = nil, 0
	trial := run.draft()
	trial.state, trial.entries, trial.digest = d.state.fork(), slices.Clip(d.entries), d.digest
	d.state = d.state.fork()
	return trial
}

func (d *draft) anyErased() bool {
	return slices.ContainsFunc(d.entries, func(e Entry) bool { return e.Erased != nil || len(e.Removed) > 0 })
}

// same compares what two decisions mean.
func (d *draft) same(a, b *Decided) bool {
	return string(d.text.value(nil, reflect.ValueOf(a), nil)) == string(d.text.value(nil, reflect.ValueOf(b), nil))
}

// groupsAgain checks groups by what they cost.
func (d *draft) groupsAgain(i int, g Groups) *rule.Finding {
	if len(g.Tiers) == 0 || d.anyErased() {
		return nil
	}
	formation, err := d.course.grouping.Assess(g.Groups, d.members(), grouping.Options{Steps: 1})
	if err != nil {
		return new(finding("differs", i, "the groups are not of those who held a seat: "+err.Error()))
	}
	for n, tier := range formation.Tiers {
		if n >= len(g.Tiers) || tier.Cost != g.Tiers[n].Cost {
			return new(finding("differs", i, "tier "+strconv.Itoa(tier.Number)+" costs "+strconv.FormatInt(tier.Cost, 10)))
		}
	}
	return nil
}

func otherEdition(*Decided, *Decided) bool { return false }

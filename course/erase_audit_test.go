package course_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The audit of a selection contains lists of the people who gained a seat by a priority.
// Erasing a person also removes the person from these lists, and the chain still holds.
func TestErasedFromTheAuditOfASelection(t *testing.T) {
	t.Parallel()
	c := courseOf(t, dpg.Definition())
	run := c.Run()
	people := applicants(t)
	var entries []course.Entry
	for i := range people {
		entries = append(entries, course.Entry{Applied: &people[i], Salt: "salt"})
	}
	record(t, run, append(entries, course.Entry{Selected: &admission.Selected{Seed: "a seed"}, Salt: "salt"})...)
	selected := run.Journal()[len(people)+1].Decided.Selection
	gained := selected.Audit.Keys[0].Gained
	require.NotEmpty(t, gained)
	id := gained[0]
	last := run.Digest()

	record(t, run, course.Entry{Erased: &course.Erased{ID: id}})
	journal := run.Journal()
	assert.Equal(t, last, journal[len(people)+1].Digest)
	assert.Equal(t, 1, strings.Count(text(t, journal), `"`+id+`"`), "only the entry that says so")
	assert.Equal(t, gained[1:], journal[len(people)+1].Decided.Selection.Audit.Keys[0].Gained)
	again, err := c.Resume(rewritten(t, journal))
	require.NoError(t, err)
	assert.Equal(t, text(t, run.State()), text(t, again.State()))
}

// A person who never had a seat is erased. Audit still repeats every decision in which
// this person took no part. In the other decisions it still checks each part that is
// about one other person.
func TestAuditBesideAnErasure(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 7)
	recordLines(t, run, `
		{"at":"2025-02-10T09:00:00Z","closed":{"draw":{"source":"s","at":"2025-02-20T12:00:00Z"},"nonce":"n"}}
		{"at":"2025-02-20T12:00:00Z","selected":{"seed":"s"}}
		{"at":"2025-02-24T08:00:00Z","grouped":{"groups":{"north":["a1","a2"],"south":["a3","a4"]}}}
		{"at":"2025-03-02T20:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}
		{"at":"2025-03-02T20:00:00Z","answered":{"applicant":"a2","answer":"declined"}}
		{"at":"2025-03-03T11:05:00Z","held":{"session":"s1"}}`+toTheEnd)
	const selected, grouped, applied, declined, held, end = 9, 10, 11, 12, 13, 16
	recordLines(t, run, `{"at":"2025-03-21T09:00:00Z","erased":{"id":"a6"}}`)
	const unknown = " erased: this decision can depend on a person who was erased later"
	honest := []string{"[8]" + unknown, "[9]" + unknown}
	assert.Equal(t, honest, found(run.Course(), run.Journal()), "the digests of the intake cannot be made again")
	swap := func(changes []admission.Change, from, to string) {
		for i := range changes {
			if changes[i].ID == from {
				changes[i].ID = to
			}
		}
	}
	renumber := func(by int) func(d *course.Decided) {
		return func(d *course.Decided) {
			for i := range d.Changes {
				d.Changes[i].Event += by
			}
		}
	}
	for name, c := range map[string]struct {
		entry int
		code  string
		forge func(d *course.Decided)
	}{
		"a result": {end, "differs", func(d *course.Decided) {
			d.Final[1].Decision, d.Final[1].Total = "certified", exact.Whole(100)
		}},
		"the times of a session":   {held, "differs", func(d *course.Decided) { d.Held.Start = d.Held.Start.Add(time.Minute) }},
		"groups by hand":           {grouped, "differs", func(d *course.Decided) { d.Groups.Names = []string{"north", "west"} }},
		"how a person was judged":  {applied, "differs", func(d *course.Decided) { d.Entry.Keys[0].Value = "met" }},
		"a reinstatement":          {applied, "differs", func(d *course.Decided) { d.Entry.Reinstated = 5 }},
		"that a person waits":      {applied, "differs", func(d *course.Decided) { d.Entry.Joined = 0 }},
		"the reasons of a person":  {selected, "differs", func(d *course.Decided) { d.Selection.Incomplete[0].Reasons = []string{"x"} }},
		"the order of a selection": {selected, "differs", func(d *course.Decided) { s := d.Selection.Admitted; s[0], s[1] = s[1], s[0] }},
		"a seat for a person":      {selected, "differs", func(d *course.Decided) { s := d.Selection; s.Admitted[3], s.Waitlist[0] = s.Waitlist[0], s.Admitted[3] }},
		"the policy of a closing":  {8, "differs", func(d *course.Decided) { d.Commitment.Policy = "00" }},
		"who was promoted":         {declined, "erased", func(d *course.Decided) { swap(d.Changes, "a5", "a8") }},
		"a number of two changes":  {declined, "differs", func(d *course.Decided) { d.Changes[0].Event++ }},
		"too small a number":       {declined, "differs", renumber(-1)},
		"too large a number":       {declined, "differs", renumber(1)},
		"the event of waiting":     {applied, "differs", func(d *course.Decided) { d.Entry.Joined-- }},
	} {
		journal := run.Journal()
		c.forge(journal[c.entry].Decided)
		list := slices.DeleteFunc(found(run.Course(), rechainedAsItIs(t, journal)), func(f string) bool {
			return slices.Contains(honest, f) && !strings.HasPrefix(f, rule.Index("", c.entry))
		})
		if c.code == "" {
			assert.Empty(t, list, name)
			continue
		}
		if assert.NotEmpty(t, list, name) {
			assert.Contains(t, list[0], rule.Index("", c.entry)+" "+c.code, name)
		}
	}
}

// Audit checks the field Reinstated even if another person was erased later. The field is
// the number of the event that reinstated the person. It must be right, because among
// reinstated people who wait, the person with the lower number comes first.
func TestAuditOfAReinstatementBesideAnErasure(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a2","answer":"withdrawn"}}
		{"at":"2025-03-05T10:00:00Z","answered":{"applicant":"a2","answer":"reinstated"}}
		{"at":"2025-03-05T11:00:00Z","erased":{"id":"a6"}}`)
	reinstatement := len(run.Journal()) - 2
	path := rule.Index("", reinstatement)
	assert.NotContains(t, strings.Join(found(run.Course(), run.Journal()), "\n"), path)
	for _, by := range []int{-1, 1} {
		journal := run.Journal()
		journal[reinstatement].Decided.Entry.Reinstated += by
		assert.Contains(t, found(run.Course(), rechainedAsItIs(t, journal)), path+" differs: the decision comes out differently", by)
	}
}

// Audit compares a decision in full if it was made before an erased person applied or
// after the erasure. If an erased person never applied, Audit compares all decisions in
// full.
func TestAuditBeforeAndAfterAPerson(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a8"}}
		{"at":"2025-03-06T09:00:00Z","answered":{"applicant":"a2","answer":"declined"}}
		{"at":"2025-03-06T09:00:00Z","applied":{"id":"a9","country":"KE","gender":"man","languages":{"en":"fluent"}}}`)
	assert.Empty(t, found(run.Course(), run.Journal()))
	for _, i := range []int{8, 17} {
		journal := run.Journal()
		if d := journal[i].Decided; d.Selection != nil {
			d.Selection.Audit.Counts.Admitted++
		} else {
			d.Changes[0].Event++
		}
		assert.Contains(t, found(run.Course(), rechainedAsItIs(t, journal)), rule.Index("", i)+" differs: the decision comes out differently")
	}
	forged := halfway(t).Journal()
	forged[8].Decided.Selection.Audit.Counts.Admitted++
	forged = append(forged, course.Entry{At: forged[14].At, Erased: &course.Erased{ID: "zz"}})
	assert.Contains(t, found(run.Course(), rechainedAsItIs(t, forged)), "[8] differs: the decision comes out differently")
}

// An audit stays fast and exact after an erasure. In the answers of the other people only
// the numbers of events differ, so the journal is not replayed for each answer. Such
// replays took half a minute.
func TestAuditOfManyBesideAnErasure(t *testing.T) {
	t.Parallel()
	d := small()
	d.Admission = &admission.Policy{Capacity: 2000}
	run := courseOf(t, d).Run()
	record(t, run, accepting(2000)...)
	record(t, run, course.Entry{Erased: &course.Erased{ID: "P0007"}})
	began := time.Now()
	assert.Equal(t, []string{"[2001] erased: this decision can depend on a person who was erased later"}, found(run.Course(), run.Journal()))
	assert.Less(t, time.Since(began), 10*time.Second)
}

// Audit knows for each decision whether it can depend on a person who was erased later,
// even if several people were erased or a person applied more than once.
func TestAuditBetweenErasures(t *testing.T) {
	t.Parallel()
	person := func(id string) string {
		return `{"at":"2025-03-05T09:00:00Z","applied":{"id":"` + id + `","country":"KE","gender":"man","languages":{"en":"fluent"}}}` + "\n"
	}
	erase := func(id string) string { return `{"at":"2025-03-05T09:00:00Z","erased":{"id":"` + id + `"}}` + "\n" }
	for name, c := range map[string]struct {
		lines string
		code  string
	}{
		"before":                  {person("late") + person("x") + erase("x"), "differs"},
		"with a person":           {person("x") + person("late") + erase("x"), "erased"},
		"after":                   {person("x") + erase("x") + person("late"), "differs"},
		"after two applications":  {person("x") + person("x") + erase("x") + person("late") + person("z"), "differs"},
		"between two people":      {person("x") + erase("x") + person("late") + person("y") + erase("y"), "differs"},
		"after one, with another": {person("x") + person("y") + erase("x") + person("late") + erase("y"), "erased"},
		"a person twice":          {person("x") + erase("x") + person("x") + person("late") + erase("x"), "erased"},
	} {
		run := halfway(t)
		recordLines(t, run, c.lines)
		journal := run.Journal()
		i := slices.IndexFunc(journal, func(e course.Entry) bool { return e.Applied != nil && e.Applied.ID == "late" })
		change := &journal[i].Decided.Changes[0]
		change.Capacity = 7 // an application cannot lead to it, and it is about no single person
		assert.Contains(t, found(run.Course(), rechainedAsItIs(t, journal)), rule.Index("", i)+" "+map[string]string{
			"differs": "differs: the decision comes out differently", "erased": "erased: this decision can depend on a person who was erased later",
		}[c.code], name)
	}
}

// Audit makes each decision about a freed seat again, and reports a forged decision. The
// code of the finding is "erased" if a person who applied before the decision was erased
// after it. Otherwise the code is "differs". An erasure that itself led to the decision
// does not count as later.
func TestAuditOfASeatThatAnErasureFreed(t *testing.T) {
	t.Parallel()
	const late = `{"at":"2025-03-05T09:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}` + "\n"
	for name, c := range map[string]struct {
		lines string
		code  string
	}{
		"by the erasure":             {`{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}`, "differs"},
		"and one is erased later":    {`{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}` + "\n" + `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a7"}}`, "erased"},
		"by an answer of the person": {`{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}` + "\n" + `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}`, "erased"},
	} {
		run := halfway(t)
		recordLines(t, run, late+c.lines)
		assert.NotContains(t, strings.Join(found(run.Course(), run.Journal()), "\n"), "[16]", "%s: as recorded", name)
		journal := run.Journal()
		changes := journal[16].Decided.Changes
		require.Len(t, changes, 1, name)
		changes[0].ID = map[string]string{"a5": "a8", "a8": "a5"}[changes[0].ID]
		assert.Contains(t, strings.Join(found(run.Course(), rechainedAsItIs(t, journal)), "\n"), "[16] "+c.code+": ", name)
		journal = run.Journal()
		journal[16].Decided.Changes[0].Event += 50
		assert.Contains(t, strings.Join(found(run.Course(), rechainedAsItIs(t, journal)), "\n"), "[16] "+c.code+": ", "%s: a number", name)
	}
}

// If an erasure leaves nobody in the results of the end, there is nothing to compare.
func TestAuditOfAnEndWithNobodyLeft(t *testing.T) {
	t.Parallel()
	run := courseOf(t, small()).Run()
	record(t, run, applied("a"), course.Entry{Ended: &course.Ended{}}, course.Entry{Erased: &course.Erased{ID: "a"}})
	assert.Empty(t, found(run.Course(), run.Journal()))
}

// In a policy with shares, the order in which the other people are called can depend on
// an erased person. In a policy without shares it cannot.
func TestAuditOfACallOrderBesideAnErasure(t *testing.T) {
	t.Parallel()
	d := small()
	d.Admission = &admission.Policy{
		Capacity: 2,
		Priority: []admission.Priority{{Code: "first", Key: admission.Key{Number: &admission.NumberKey{Name: "n", First: "lowest"}}}},
		Shares:   []admission.Share{{Code: "a-woman", Of: admission.ShareOf{Test: &admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}, AtLeast: &admission.Bound{Count: new(1)}}},
	}
	run := courseOf(t, d).Run()
	for i, gender := range []admission.Gender{"man", "man", "woman"} {
		record(t, run, course.Entry{Applied: &admission.Applicant{ID: []string{"x", "m", "w"}[i], Country: "KE", Gender: gender, Numbers: map[string]exact.Decimal{"n": exact.MustDecimal([]string{"1", "2", "3"}[i])}}})
	}
	record(t, run, course.Entry{Selected: &admission.Selected{}}, course.Entry{Erased: &course.Erased{ID: "x"}})
	unknown := []string{"[4] erased: this decision can depend on a person who was erased later"}
	assert.Equal(t, unknown, found(run.Course(), run.Journal()))
	journal := run.Journal()
	s := journal[4].Decided.Selection
	s.Admitted[0].Merit, s.Waitlist[0].Merit = s.Waitlist[0].Merit, s.Admitted[0].Merit
	assert.Equal(t, []string{"[4] differs: the decision comes out differently"}, found(run.Course(), rechainedAsItIs(t, journal)))
}

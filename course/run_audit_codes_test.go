package course_test

import (
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// found returns the findings of an audit as path, code and detail.
func found(c *course.Course, journal []course.Entry) []string {
	list := []string{}
	for _, f := range c.Audit(journal) {
		list = append(list, f.Path+" "+f.Code+": "+f.Detail)
	}
	return list
}

// If an entry differs from what follows from the earlier entries, Audit returns one
// finding, which names the difference.
func TestAuditNamesTheDifference(t *testing.T) {
	t.Parallel()
	byHand := func(t *testing.T) *course.Run {
		run, _ := ended(t)
		return run
	}
	engine := func(t *testing.T) *course.Run { return formed(t) }
	open := func(t *testing.T) *course.Run { return halfway(t) }
	for name, c := range map[string]struct {
		run    func(t *testing.T) *course.Run
		change func(journal []course.Entry)
		want   []string
	}{
		"nothing": {byHand, func([]course.Entry) {}, []string{}},
		"groups by hand": {byHand, func(journal []course.Entry) {
			journal[10].Decided.Groups.Groups = [][]string{{"a1", "a3"}, {"a2", "a4"}}
		}, []string{"[10] differs: the groups are not those that were stated"}},
		"groups that cost something else": {engine, func(journal []course.Entry) {
			journal[10].Decided.Groups.Tiers[0].Cost++
		}, []string{"[10] differs: tier 1 costs 0"}},
		"groups by other rules": {engine, func(journal []course.Entry) {
			journal[10].Decided.Groups.Tiers = nil
		}, []string{"[10] differs: the groups were formed by other rules"}},
		"groups without a person": {engine, func(journal []course.Entry) {
			groups := journal[10].Decided.Groups
			groups.Names, groups.Groups = []string{"1"}, [][]string{{"a1", "a2", "a3"}}
		}, []string{"[10] differs: groups that were formed cannot break not-placed"}},
		"groups of other sizes": {engine, func(journal []course.Entry) {
			groups := journal[10].Decided.Groups
			groups.Names, groups.Groups = []string{"1"}, [][]string{{"a1", "a2", "a3", "a4"}}
		}, []string{"[10] differs: groups that were formed cannot break sizes"}},
		"groups of a person who waits": {engine, func(journal []course.Entry) {
			journal[10].Decided.Groups.Groups = [][]string{{"a1", "a2"}, {"a3", "a5"}}
		}, []string{"[10] differs: the groups are not of those who held a seat: "}},
		"no groups": {engine, func(journal []course.Entry) { journal[10].Decided = nil }, []string{"[10] differs: the groups that were formed are not recorded"}},
		"another seat": {byHand, func(journal []course.Entry) {
			admitted := journal[8].Decided.Selection.Admitted
			admitted[0], admitted[1] = admitted[1], admitted[0]
		}, []string{"[8] differs: the decision comes out differently"}},
		"an earlier start": {open, func(journal []course.Entry) {
			held := journal[12].Decided.Held
			held.Start = held.Start.AddDate(0, 0, -1)
		}, []string{"[12] differs: the decision comes out differently"}},
		"another number of strangers, whose rows are not kept": {byHand, func(journal []course.Entry) { journal[12].Decided.Held.Strangers = 9 }, []string{}},
		"no times": {byHand, func(journal []course.Entry) { journal[12].Decided = nil }, []string{"[12] differs: the decision comes out differently"}},
		"a result that cannot be": {byHand, func(journal []course.Entry) {
			journal[17].Decided.Final = journal[17].Decided.Final[1:]
		}, []string{"[17] differs: the decision comes out differently"}},
		"a mark of a person without a seat": {byHand, func(journal []course.Entry) {
			journal[11].Marked.Participant = "a5"
		}, []string{"[11] differs: cannot have been recorded: marked.participant: no-seat: this person has no seat"}},
	} {
		run := c.run(t)
		journal := run.Journal()
		c.change(journal)
		list := found(run.Course(), rechainedAsItIs(t, journal))
		require.Len(t, list, len(c.want), "%s: %v", name, list)
		for i := range list {
			assert.Contains(t, list[i], c.want[i], name)
		}
	}
}

// Entries without a digest have yet to be recorded, so they must come last.
func TestAuditOfEntriesWithoutADigest(t *testing.T) {
	t.Parallel()
	run, journal := ended(t)
	journal[17].Digest = ""
	assert.Empty(t, run.Course().Audit(journal))
	journal[17].Digest, journal[15].Digest = journal[16].Digest, ""
	assert.Equal(t, []string{"[16] altered: an entry before this one has no digest"}, found(run.Course(), journal))
	_, err := run.Course().Resume(journal)
	assert.Equal(t, []string{"[16].digest broken-chain"}, lines(t, err))
}

// Decisions before the last amendment are not audited, because the definition under which
// they were made is not known. Later decisions are made again.
func TestAuditAfterAnAmendment(t *testing.T) {
	t.Parallel()
	_, run := amendedTo(t, halfway(t), func(d *course.Definition) {
		d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("80"))}
	})
	recordLines(t, run, toTheEnd)
	journal := run.Journal()
	amended := slices.IndexFunc(journal, func(e course.Entry) bool { return e.Amended != nil })
	require.Equal(t, 15, amended)
	for i, want := range map[int][]string{8: {}, 16: {"[16] differs: the decision comes out differently"}} {
		journal := run.Journal()
		if held := journal[i].Decided.Held; held != nil {
			held.Start = held.Start.AddDate(0, 0, -1)
		} else {
			admitted := journal[i].Decided.Selection.Admitted
			admitted[0], admitted[1] = admitted[1], admitted[0]
		}
		assert.Equal(t, want, found(run.Course(), rechainedAsItIs(t, journal)))
	}
	journal[3].Applied.ID += "x"
	assert.Equal(t, []string{"[3] altered: this is not the entry that was recorded"}, found(run.Course(), journal))
}

// Audit reports a missing decision for every kind of entry that decides, and a recorded
// decision of an entry that decides nothing.
func TestAuditOfDecisionsThatAreNotThere(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 7)
	recordLines(t, run, `
		{"at":"2025-02-10T09:00:00Z","closed":{"draw":{"source":"s","at":"2025-02-20T12:00:00Z"},"nonce":"n"}}
		{"at":"2025-02-20T12:00:00Z","selected":{"seed":"s"}}
		{"at":"2025-02-21T09:00:00Z","applied":{"id":"a8","country":"KE","gender":"woman","languages":{"en":"fluent"}}}
		{"at":"2025-02-21T09:00:00Z","ruled":{"applicant":"a8","decision":"exclude","reason":"r"}}
		{"at":"2025-02-21T09:00:00Z","answered":{"applicant":"a4","answer":"declined"}}
		{"at":"2025-02-21T09:00:00Z","applied":{"id":"a9","country":"KE","gender":"woman","languages":{"en":"fluent"}}}
		{"at":"2025-02-21T09:00:00Z","seats":{"capacity":5}}
		{"at":"2025-02-21T09:00:00Z","promotions_end":{"until":"2025-02-22T09:00:00Z"}}
		{"at":"2025-02-24T08:00:00Z","grouped":{}}
		{"at":"2025-03-03T11:05:00Z","held":{"session":"s1"}}
		{"at":"2025-03-10T11:05:00Z","cancelled":{"session":"s2"}}
		{"at":"2025-03-10T11:05:00Z","cancelled":{"session":"s2-evening"}}
		{"at":"2025-03-10T11:05:00Z","cancelled":{"session":"s3"}}
		{"at":"2025-03-20T10:00:00Z","ended":{}}`)
	decided := map[string]int{}
	journal := run.Journal()
	for i, e := range journal {
		changed := slices.Clone(journal)
		if e.Decided != nil {
			changed[i].Decided = nil
			for kind, is := range map[string]bool{"closed": e.Closed != nil, "selected": e.Selected != nil, "applied": e.Applied != nil, "answered": e.Answered != nil,
				"seats": e.Seats != nil, "ruled": e.Ruled != nil, "grouped": e.Grouped != nil, "held": e.Held != nil, "ended": e.Ended != nil} {
				if is {
					decided[kind]++
				}
			}
		} else {
			changed[i].Decided = &course.Decided{Final: []course.Final{{ID: "a1", Decision: grading.Pending}}}
		}
		findings := run.Course().Audit(rechainedAsItIs(t, changed))
		require.NotEmpty(t, findings, "%d: %s", i, text(t, e))
		assert.Equal(t, "differs", findings[0].Code)
		assert.Equal(t, rule.Index("", i), findings[0].Path)
	}
	assert.Len(t, decided, 9, "%v", decided)
	require.Empty(t, run.Course().Audit(journal))
}

// If a list of countries differs only in its edition, Audit reports the code
// "other-edition". If the list differs in its name, Audit reports the code "differs".
func TestAuditOfAnotherEdition(t *testing.T) {
	t.Parallel()
	run := developing(t)
	for code, change := range map[string]func(list *admission.ListUse){
		"other-edition": func(list *admission.ListUse) { list.Edition += " of old" },
		"differs":       func(list *admission.ListUse) { list.Name += "x" },
	} {
		journal := run.Journal()
		lists := journal[8].Decided.Selection.Audit.Lists
		require.NotEmpty(t, lists)
		change(&lists[0])
		findings := run.Course().Audit(rechainedAsItIs(t, journal))
		require.Len(t, findings, 1, code)
		assert.Equal(t, code, findings[0].Code)
	}
	findings := (*course.Course)(nil).Audit(nil)
	assert.Equal(t, []string{"[0]", "differs"}, []string{findings[0].Path, findings[0].Code})
}

// After an erasure, Audit reports that decisions in which the erased person took part
// cannot be made again. It makes all other decisions again.
func TestAuditAfterAnErasure(t *testing.T) {
	t.Parallel()
	run := formed(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}`)
	require.NotNil(t, run.Journal()[11].Decided, "who got the seat")
	const aPerson = "erased: this decision can depend on a person who was erased later"
	assert.Equal(t, []string{"[8] " + aPerson, "[9] " + aPerson, "[10] " + aPerson}, found(run.Course(), run.Journal()), "the selection, an answer while the person had a seat, and the groups; who got the seat is found again")
	journal := run.Journal()
	journal[10].Decided.Groups.Names, journal[10].Decided.Groups.Groups = []string{"1"}, journal[10].Decided.Groups.Groups[:1]
	assert.Contains(t, found(run.Course(), rechainedAsItIs(t, journal)), "[10] differs: groups that were formed cannot break not-placed")
	other := formed(t)
	recordLines(t, other, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a6"}}`)
	journal = other.Journal()
	journal[10].Decided.Groups.Tiers[0].Cost++
	assert.Equal(t, []string{"[8] " + aPerson, "[10] differs: tier 1 costs 0"}, found(other.Course(), rechainedAsItIs(t, journal)), "groups that the person was not in are checked")
	_, amended := amendedTo(t, halfway(t), func(d *course.Definition) { d.Admission.Capacity = 9 })
	recordLines(t, amended, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}`)
	assert.Len(t, amended.State().Seats, 4, "the number of seats is that of the selection")
	assert.Empty(t, amended.Course().Audit(amended.Journal()))
	requireResumes(t, amended)
	steps := amended.History("a5", start)
	require.NotEmpty(t, steps)
	assert.Contains(t, steps[len(steps)-1].Changes, course.Change{Participant: "a5", What: "status", From: "waiting", To: "offered"})
}

// Audit yields no finding if groups were formed with a rule over a category that nobody
// has.
func TestAuditOfAVacuousRule(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Grouping.Prefer = append(d.Grouping.Prefer, grouping.Preference{Code: "sector", Tier: 2, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "sector"}}})
	run := courseOf(t, d).Run()
	_, err := run.Record(append(until(t)[:9], entries(t, `{"at":"2025-02-24T08:00:00Z","grouped":{}}`)...)...)
	require.NoError(t, err)
	assert.Empty(t, run.Course().Audit(run.Journal()))
}

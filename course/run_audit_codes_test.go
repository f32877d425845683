package course_test

import (
	"slices"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
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

// Each way in which an entry can differ from what follows from the earlier entries yields
// one finding, which names the difference.
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

// Decisions before the last amended entry are not audited, because the definition under
// which they were made is not known. Later decisions are made again.
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

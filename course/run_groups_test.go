package course_test

import (
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grouping"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// formed returns a run of the workshop with groups that the engine formed.
func formed(t testing.TB) *course.Run {
	t.Helper()
	run := workshop(t).Run()
	_, err := run.Record(append(until(t)[:9], entries(t, `{"at":"2025-02-24T08:00:00Z","grouped":{}}`)...)...)
	require.NoError(t, err)
	return run
}

// Resume accepts recorded groups if they consist of people with a seat, each in one
// group, and have different names.
func TestRecordedGroups(t *testing.T) {
	t.Parallel()
	refused := []string{"[10].grouped decided"}
	for name, c := range map[string]struct {
		names  []string
		groups [][]string
		want   []string
	}{
		"other groups":              {[]string{"x", "y"}, [][]string{{"a3", "a4"}, {"a1", "a2"}}, nil},
		"one without a group":       {[]string{"1"}, [][]string{{"a1", "a2", "a3"}}, nil},
		"nobody":                    {[]string{"1"}, [][]string{{"a1", "a2", "zz"}}, refused},
		"a person who waits":        {[]string{"1"}, [][]string{{"a1", "a2", "a5"}}, refused},
		"a person twice":            {[]string{"1", "2"}, [][]string{{"a1", "a2"}, {"a2", "a3"}}, refused},
		"two groups of one name":    {[]string{"1", "1"}, [][]string{{"a1", "a2"}, {"a3", "a4"}}, refused},
		"one group of a name twice": {[]string{"1", "1"}, [][]string{{"a1", "a2", "a3"}}, refused},
		"a name that is none":       {[]string{"1", ""}, [][]string{{"a1", "a2"}, {"a3", "a4"}}, refused},
		"a group without a name":    {[]string{"1"}, [][]string{{"a1", "a2"}, {"a3", "a4"}}, refused},
		"a name without a group":    {[]string{"1", "2", "3"}, [][]string{{"a1", "a2"}, {"a3", "a4"}}, refused},
	} {
		run := formed(t)
		journal := run.Journal()
		decided := journal[10].Decided.Groups
		decided.Names, decided.Groups = c.names, c.groups
		again, err := run.Course().Resume(rechainedAsItIs(t, journal))
		assert.Equal(t, c.want, lines(t, err), name)
		if err != nil {
			continue
		}
		want := map[string][]string{}
		for i, group := range c.groups {
			want[c.names[i]] = group
		}
		assert.Equal(t, want, again.State().Groups, name)
	}
	run := formed(t)
	for _, decided := range []*course.Decided{nil, {}} {
		journal := run.Journal()
		journal[10].Decided = decided
		_, err := run.Course().Resume(rechainedAsItIs(t, journal))
		assert.Equal(t, refused, lines(t, err))
		assert.Len(t, run.Course().Audit(rechainedAsItIs(t, journal)), 1)
	}
}

// An entry with Moves or Swaps is refused until groups are formed. Later, Moves is how
// many people may change groups, and Swaps lists pairs of people who exchange places.
func TestGroupsAreReformed(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		`{"at":"2025-02-24T08:00:00Z","grouped":{"moves":0}}`:             {"[0].grouped order"},
		`{"at":"2025-02-24T08:00:00Z","grouped":{"swaps":[["a1","a3"]]}}`: {"[0].grouped order"},
	} {
		run := workshopWith(t, 9)
		_, err := run.Record(entries(t, line)...)
		assert.Equal(t, want, lines(t, err), line)
		_, err = formed(t).Record(entries(t, line)...)
		assert.NoError(t, err, line)
	}
	_, err := formed(t).Record(entries(t, `{"at":"2025-02-24T08:00:00Z","grouped":{"swaps":[["a1","zz"]]}}`)...)
	assert.Equal(t, []string{"[0].grouped.swaps[0][1] unknown-id"}, lines(t, err))
	run := formed(t)
	before := run.State().Groups
	var first, second string
	for _, ids := range before {
		first, second = second, ids[0]
	}
	recordLines(t, run, `{"at":"2025-02-24T08:00:00Z","grouped":{"moves":0}}`)
	assert.Equal(t, before, run.State().Groups, "nobody is moved")
	recordLines(t, run, `{"at":"2025-02-24T08:00:00Z","grouped":{"swaps":[["`+first+`","`+second+`"]],"moves":2}}`)
	after := run.State().Groups
	assert.NotEqual(t, before, after)
	for name, ids := range after {
		for _, id := range ids {
			if id != first && id != second {
				assert.Contains(t, before[name], id, "with the least of moves")
			} else {
				assert.NotContains(t, before[name], id)
			}
		}
	}
	recordLines(t, run, `{"at":"2025-02-25T08:00:00Z","answered":{"applicant":"a3","answer":"declined"}}
		{"at":"2025-02-25T08:00:00Z","grouped":{}}`)
	person, _ := run.Person("a5")
	assert.NotNil(t, person.Group, "the person who got the seat")
	left, _ := run.Person("a3")
	assert.Nil(t, left.Group)
}

// Groups made by hand are sorted by name, with 9 before 10. The state lists the rules
// that the groups break.
func TestGroupsByHand(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 9)
	recorded := recordLines(t, run, `{"at":"2025-02-24T08:00:00Z","grouped":{"groups":{"b":["a1"],"10":["a2"],"9":["a4","a3"]}}}`)
	groups := recorded[0].Entry.Decided.Groups
	assert.Equal(t, []string{"9", "10", "b"}, groups.Names)
	assert.Equal(t, [][]string{{"a3", "a4"}, {"a2"}, {"a1"}}, groups.Groups)
	assert.Contains(t, recorded[0].Changes, course.Change{Participant: "a1", What: "group", To: "b"})
	codes := map[string]int{}
	for _, f := range run.State().Findings {
		codes[f.Code]++
	}
	assert.Equal(t, map[string]int{"sizes": 1}, codes, "groups of one")
	recordLines(t, run, `{"at":"2025-02-24T08:00:00Z","grouped":{"groups":{"9":["a1","a2"],"c":["a4"]}}}`)
	assert.Equal(t, map[string][]string{"9": {"a1", "a2"}, "c": {"a4"}}, run.State().Groups)
	person, _ := run.Person("a3")
	assert.Nil(t, person.Group, "who is in no group now")
	recordLines(t, run, `{"at":"2025-02-24T08:00:00Z","grouped":{"groups":{"1":["a1","a2"],"2":["a3","a4"]}}}`)
	assert.Empty(t, run.State().Findings)
}

// The findings about groups count only people who have a seat now. After a person has
// left, the group can be too small, and the person who got the seat is in no group until
// the next grouping. A group that everybody has left has no finding, and the other groups
// keep their indices.
func TestFindingsOfThePresentGroups(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 9)
	findings := func() []string {
		list := []string{}
		for _, f := range run.State().Findings {
			list = append(list, f.Code+" "+f.Path+": "+f.Have)
			for _, part := range f.Parts {
				list = append(list, part.Code+" "+part.Path+": "+part.Have)
			}
		}
		return list
	}
	withdraw := func(id string) {
		recordLines(t, run, `{"at":"2025-02-24T08:00:00Z","answered":{"applicant":"`+id+`","answer":"withdrawn"}}`)
	}
	recordLines(t, run, `{"at":"2025-02-24T08:00:00Z","grouped":{"groups":{"1":["a1","a2"],"2":["a3","a4"]}}}`)
	assert.Empty(t, findings())
	withdraw("a1")
	assert.Equal(t, []string{"sizes groups: 2, 1", "sizes groups[0]: 1", "not-placed groups: a5"}, findings())
	withdraw("a2")
	assert.Equal(t, []string{"not-placed groups: a5"}, findings())
	withdraw("a3")
	assert.Equal(t, []string{"sizes groups: 1", "sizes groups[1]: 1", "not-placed groups: a5"}, findings())
	withdraw("a4")
	assert.Empty(t, findings(), "there are no groups left")
	requireResumes(t, run)
}

// If a required rule asks for a value and everybody who had this value has left, the
// findings report the rule.
func TestFindingsOfARuleAboutNobody(t *testing.T) {
	t.Parallel()
	d := small()
	d.Grouping = &grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 2}, Must: []grouping.Requirement{
		{Code: "mentor", Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "role", In: []string{"mentor"}, Count: 1}}}}}
	run := courseOf(t, d).Run()
	for i := range 4 {
		e := applied(learner(i))
		if i < 2 {
			e.Applied.Role = "mentor"
		}
		record(t, run, e)
	}
	codes := func() (list []string) {
		for _, f := range run.State().Findings {
			list = append(list, f.Code)
		}
		return list
	}
	record(t, run, course.Entry{Grouped: &course.Grouped{}})
	assert.Empty(t, codes())
	for i, want := range [][]string{{"sizes", "mentor"}, {"vacuous-rule"}} {
		record(t, run, course.Entry{Answered: &admission.Answered{Applicant: learner(i), Answer: "withdrawn"}})
		assert.Equal(t, want, codes())
	}
}

// An audit accepts groups made by hand that earlier versions recorded in another order.
func TestEarlierOrderOfGroups(t *testing.T) {
	t.Parallel()
	d := small()
	d.Grouping = &grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 2}}
	run := courseOf(t, d).Run()
	groups := map[string][]string{}
	for i, name := range []string{"1", "1b", "2"} {
		record(t, run, applied(learner(i)))
		groups[name] = []string{learner(i)}
	}
	record(t, run, course.Entry{Grouped: &course.Grouped{Groups: groups}})
	journal := run.Journal()
	last := journal[len(journal)-1].Decided.Groups
	assert.Equal(t, []string{"1", "2", "1b"}, last.Names)
	last.Names[1], last.Names[2] = last.Names[2], last.Names[1]
	last.Groups[1], last.Groups[2] = last.Groups[2], last.Groups[1]
	journal = rechainedAsItIs(t, journal)
	assert.Empty(t, found(run.Course(), journal))
	last = journal[len(journal)-1].Decided.Groups
	last.Groups[1], last.Groups[2] = last.Groups[2], last.Groups[1]
	assert.Len(t, found(run.Course(), rechainedAsItIs(t, journal)), 1, "other people")
}

// Groups are in the order of their names: names that are numbers come first, in the order
// of the numbers; other names follow, in the order of their UTF-16 code units.
func TestOrderOfGroups(t *testing.T) {
	t.Parallel()
	d := small()
	d.Grouping = &grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 2}}
	run := courseOf(t, d).Run()
	want := []string{"1", "2", "3", "8", "9", "01", "10", "11", "20", "100", "1a", "2a", "A", "b", "c1", "😀", "ﬀ"} // by UTF-16, as in the text that is digested
	groups := map[string][]string{}
	for i, name := range want {
		record(t, run, applied(learner(i)))
		groups[name] = []string{learner(i)}
	}
	for range 5 { // a map has no order
		recorded := record(t, run, course.Entry{Grouped: &course.Grouped{Groups: groups}})
		assert.Equal(t, want, recorded[0].Entry.Decided.Groups.Names)
	}
}

package course_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// WhatIf returns the differences, person by person, between the run and a second run of
// the same entries under another definition.
func TestWhatIfIsTwoRunsCompared(t *testing.T) {
	t.Parallel()
	c, run := reference(t, rounds(0, 9))
	for name, v := range map[string]struct {
		edit func(*course.Definition)
		what []string // kinds of the changes
	}{
		"at least 80": {func(d *course.Definition) {
			d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("80"))}
		}, []string{"decision"}},
		"per session": {func(d *course.Definition) {
			d.Grading.Components[1].Award.Attendance.Credit = "per_session"
		}, []string{"decision", "total"}},
		"one may be missed": {func(d *course.Definition) { d.Grading.Components[1].Award.Attendance.MayMiss = 1 }, []string{"decision", "total"}},
		"no key for women": {func(d *course.Definition) {
			d.Admission.Priority = slices.DeleteFunc(d.Admission.Priority, func(p admission.Priority) bool {
				return p.Key.Matching != nil && p.Key.Matching.Test.Gender != nil
			})
		}, []string{"attendance", "decision", "group", "status", "total"}},
	} {
		d := c.Definition()
		v.edit(&d)
		other := courseOf(t, d)
		require.NotEqual(t, c.Digest(), other.Digest(), name)
		before := allOf(t, run)
		diff, err := run.WhatIf(other)
		require.NoError(t, err)
		same(t, before, allOf(t, run), "%s: the run stays as it was", name)

		there, dropped := other.Run(), 0
		for _, e := range run.Journal() {
			if e.Opened != nil {
				continue
			}
			e.Decided, e.Digest = nil, ""
			if _, err := there.Record(e); err != nil {
				dropped++
			}
		}
		assert.Equal(t, compared(run, there), diff.Changes, name)
		assert.Len(t, diff.Dropped, dropped, name)
		assert.Equal(t, v.what, kindsOf(diff.Changes), name)
		for _, gone := range diff.Dropped {
			assert.Equal(t, "no-seat", gone.Code, name)
			assert.NotEmpty(t, gone.Participant, name)
			assert.NotEqual(t, "offered", statusIn(there.State(), gone.Participant), name)
		}
	}
	diff, err := run.WhatIf(c)
	require.NoError(t, err)
	assert.Empty(t, diff.Changes, "the same definition changes nothing")
	assert.Empty(t, diff.Dropped)
}

// A session to come is open for everybody with a seat. It is not listed as a change for a
// person who gains or loses a seat, because the change of status is listed.
func TestWhatIfBeforeTheFirstSession(t *testing.T) {
	t.Parallel()
	c := courseOf(t, dpg.Definition())
	run := c.Run()
	for _, a := range applicants(t) {
		record(t, run, course.Entry{Applied: &a})
	}
	record(t, run, course.Entry{Selected: &admission.Selected{Seed: "a seed"}})
	d := c.Definition()
	d.Admission.Capacity += 2
	more := courseOf(t, d)
	diff, err := run.WhatIf(more)
	require.NoError(t, err)
	assert.NotContains(t, kindsOf(diff.Changes), "attendance")
	assert.Len(t, slices.DeleteFunc(diff.Changes, func(c course.Change) bool { return c.What != "status" }), 2)
}

// statusIn returns the status of a person in a state, provided that nobody left or
// accepted.
func statusIn(s course.State, id string) string {
	switch {
	case slices.Contains(s.Seats, id):
		return "offered"
	case slices.Contains(s.Waitlist, id):
		return "waiting"
	case s.Incomplete[id] != nil:
		return "incomplete"
	}
	return "ineligible"
}

// compared lists the differences between the states of two runs for each person.
func compared(here, there *course.Run) []course.Change {
	a, b := here.State(), there.State()
	groupOf := func(s course.State, id string) string {
		for name, ids := range s.Groups {
			if slices.Contains(ids, id) {
				return name
			}
		}
		return ""
	}
	list := []course.Change{}
	for _, e := range here.Journal() {
		if e.Applied == nil {
			continue
		}
		id := e.Applied.ID
		note := func(what, of, from, to string) {
			if from != to {
				list = append(list, course.Change{Participant: id, What: what, Of: of, From: from, To: to})
			}
		}
		note("status", "", statusIn(a, id), statusIn(b, id))
		note("group", "", groupOf(a, id), groupOf(b, id))
		for _, session := range here.Course().Schedule().Sessions() {
			note("attendance", session.ID, string(a.Attendance[id][session.ID]), string(b.Attendance[id][session.ID]))
		}
		total := func(s course.State) string {
			if result, there := s.Results[id]; there {
				return result.Total.String()
			}
			return ""
		}
		note("total", "", total(a), total(b))
		note("decision", "", a.Results[id].Decision, b.Results[id].Decision)
	}
	slices.SortStableFunc(list, func(a, b course.Change) int { return cmp.Compare(a.Participant, b.Participant) })
	return list
}

func kindsOf(changes []course.Change) (kinds []string) {
	for _, c := range changes {
		kinds = append(kinds, c.What)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

// Entries that are impossible under the changed definition are listed as dropped. WhatIf
// compares the run with the run that the remaining entries make under the changed
// definition.
func TestWhatIfDrops(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1","a2","a3","a4"],"session":"s2"}}
		{"at":"2025-03-05T09:00:00Z","project":{"group":"north","mark":{"level":"good"}}}
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a6"}}`)
	d := run.Course().Definition()
	d.Admission.Capacity = 1
	diff, err := run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	codes := map[string]int{}
	for _, gone := range diff.Dropped {
		codes[gone.Code]++
	}
	assert.NotZero(t, codes["no-seat"])
	assert.NotZero(t, codes["unknown-group"], "groups by hand of people without a seat are no groups")
	assert.Equal(t, []string{"attendance", "decision", "group", "status", "total"}, kindsOf(diff.Changes))
}

// For an entry that is dropped, Dropped gives the index, the person and the reason. If an
// entry excuses several people, only those who do not take part are dropped.
func TestWhatIfNamesWhatItDrops(t *testing.T) {
	t.Parallel()
	run := halfway(t) // under the other definition there is one seat, and a4 gets it
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","ruled":{"applicant":"a5","decision":"exclude","reason":"r"}}
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1","a2","a3","a4"],"session":"s2"}}
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a3"],"session":"s3"}}
		{"at":"2025-03-05T09:00:00Z","project":{"group":"north","mark":{"level":"good"}}}
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a4","component":"quiz","mark":{"completed":true}}}
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a6"}}`)
	d := run.Course().Definition()
	d.Admission.Capacity = 1
	diff, err := run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	for n := range diff.Dropped {
		diff.Dropped[n].Detail = "" // a sentence for people
	}
	assert.Equal(t, []course.Dropped{
		{Entry: 9, Participant: "a1", Code: "status"},
		{Entry: 10, Code: "no-seat"},
		{Entry: 11, Participant: "a1", Code: "no-seat"},
		{Entry: 13, Participant: "a1", Code: "no-seat"},
		{Entry: 14, Participant: "a1", Code: "no-seat"},
		{Entry: 16, Participant: "a1", Code: "no-seat"},
		{Entry: 16, Participant: "a2", Code: "no-seat"},
		{Entry: 16, Participant: "a3", Code: "no-seat"},
		{Entry: 17, Participant: "a3", Code: "no-seat"},
		{Entry: 18, Code: "unknown-group"},
	}, diff.Dropped)
	assert.Contains(t, diff.Changes, course.Change{Participant: "a4", What: "group", From: "south"})
	assert.NotContains(t, diff.Changes, course.Change{Participant: "a4", What: "attendance", Of: "s2", From: "excused", To: "open"}, "the excuse is kept")

	d.Admission, d.Schedule.Sessions = nil, d.Schedule.Sessions[:2]
	d.Grading.Components[1].Award.Attendance.Sessions = 2
	d.Grouping.Sizes = grouping.Sizes{Min: 8, Max: 9}
	diff, err = run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	assert.Contains(t, diff.Dropped, course.Dropped{Entry: 15, Participant: "a5", Code: "needs", Detail: "the course has no admission rules"}, "of a ruling")
	assert.Contains(t, diff.Dropped, course.Dropped{Entry: 17, Code: "unknown-session", Detail: "no such session; there are s1 and s2"})
	assert.Contains(t, diff.Changes, course.Change{Participant: "a3", What: "attendance", Of: "s3", From: "excused"}, "a session there is not there")
	assert.Contains(t, diff.Changes, course.Change{Participant: "a7", What: "status", From: "incomplete", To: "accepted"})

	run = formed(t)
	recordLines(t, run, `{"at":"2025-02-25T08:00:00Z","answered":{"applicant":"a2","answer":"declined"}}`)
	d = run.Course().Definition()
	d.Grouping.Sizes = grouping.Sizes{Min: 3, Max: 3}
	diff, err = run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	require.Len(t, diff.Dropped, 1)
	assert.Equal(t, "refused", diff.Dropped[0].Code, "an error that is no violation")
	assert.NotEmpty(t, diff.Dropped[0].Detail)
}

// Changes are sorted by the ids of people, not by the order in which they applied.
func TestWhatIfIsByPerson(t *testing.T) {
	t.Parallel()
	run := courseOf(t, small()).Run()
	for _, id := range []string{"c", "a", "b"} {
		record(t, run, applied(id))
	}
	d := small()
	d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("0"))}
	diff, err := run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	require.Len(t, diff.Changes, 3)
	assert.Equal(t, []string{"a", "b", "c"}, []string{diff.Changes[0].Participant, diff.Changes[1].Participant, diff.Changes[2].Participant})
	d.Grading.Certificate, d.Grading.Outcomes = grading.Certificate{}, []grading.OutcomeRule{{Name: "took part", AtLeast: new(exact.MustDecimal("0"))}}
	diff, err = run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	assert.Contains(t, diff.Changes, course.Change{Participant: "a", What: "outcome", To: "took part"})
}

// accepting returns entries with which the given number of people (P0000 and so on)
// apply, are selected and accept.
func accepting(people int) []course.Entry {
	var applications, answers []course.Entry
	for i := range people {
		id := fmt.Sprintf("P%04d", i)
		applications = append(applications, applied(id))
		answers = append(answers, course.Entry{Answered: &admission.Answered{Applicant: id, Answer: admission.StatusAccepted}})
	}
	return append(append(applications, course.Entry{Selected: &admission.Selected{Seed: "s"}}), answers...)
}

// A refused entry costs as little as an accepted one, so WhatIf of a definition under
// which most entries are refused takes little longer than recording them. Replaying the
// journal after each refusal took half a minute.
func TestWhatIfOfRefusedEntries(t *testing.T) {
	t.Parallel()
	d := small()
	d.Admission = &admission.Policy{Capacity: 2000}
	run := courseOf(t, d).Run()
	record(t, run, accepting(2000)...)
	d.Admission.Capacity = 1
	began := time.Now()
	diff, err := run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	assert.Len(t, diff.Dropped, 1999)
	assert.Less(t, time.Since(began), 10*time.Second)
}

// A refused entry leaves the seats as they were: the next entry decides as if the refused
// entry had never been tried. This also holds if the refused entry is an application with
// a number that the groups cannot count.
func TestSeatsAfterARefusedEntry(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Grouping.Prefer = append(d.Grouping.Prefer, grouping.Preference{Code: "services", Tier: 2, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "services", Unit: exact.MustDecimal("1")}}})
	plain, run := courseOf(t, d).Run(), courseOf(t, d).Run()
	for _, line := range strings.Split(strings.TrimSpace(midway), "\n") {
		_, err := plain.Record(entries(t, line)...)
		_, again := run.Record(entries(t, line)...)
		require.Equal(t, err, again)
		for refused, want := range map[string][]string{
			`{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"zz","answer":"accepted"}}`:                                                 nil,
			`{"at":"2025-03-05T09:00:00Z","applied":{"id":"b","country":"KE","numbers":{"services":"1.5"}}}`:                                  {`[0].applied.numbers["services"] unit`},
			`{"at":"2025-03-05T09:00:00Z","applied":{"id":"b","country":"XX","numbers":{"services":"1.5"}}}`:                                  {"[0].applied.country unknown-country", `[0].applied.numbers["services"] unit`},
			`{"at":"2025-03-05T09:00:00Z","applied":{"id":"b","country":"KE"}}` + "\n" + `{"at":"2025-03-05T09:00:00Z","erased":{"id":"zz"}}`: nil,
		} {
			_, err := run.Record(entries(t, refused)...)
			require.Error(t, err)
			if want != nil {
				assert.ElementsMatch(t, want, lines(t, err))
			}
		}
		same(t, allOf(t, plain), allOf(t, run), "%s", line)
	}
}

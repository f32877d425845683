package course_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// developing returns a run of the workshop up to and including the selection. The policy
// has one more priority, which looks up countries in a list.
func developing(t testing.TB) *course.Run {
	t.Helper()
	d := workshop(t).Definition()
	d.Admission.Priority = append(d.Admission.Priority, admission.Priority{Code: "developing",
		Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Country: &admission.CountryTest{List: "unsd-2021-12", Status: "developing"}}}}})
	run := courseOf(t, d).Run()
	_, err := run.Record(until(t)[:8]...)
	require.NoError(t, err)
	return run
}

// Resume refuses a recorded decision that contains a text with characters that are not
// allowed. The violation has the path of the text, even in a list or in a key or value of
// a map.
func TestTextsOfRecordedDecisions(t *testing.T) {
	t.Parallel()
	const bad, lists = "a\x00b", "[8].decided.selection.audit.lists[0]"
	for want, change := range map[string]func(*admission.Selection){
		"[8].decided.selection.admitted[1].id text":   func(s *admission.Selection) { s.Admitted[1].ID = bad },
		lists + ".name text":                          func(s *admission.Selection) { s.Audit.Lists[0].Name = bad },
		lists + `.overrides["a\x00b"] text`:           func(s *admission.Selection) { s.Audit.Lists[0].Overrides = map[string]string{bad: "listed"} },
		lists + `.overrides["KE"] text`:               func(s *admission.Selection) { s.Audit.Lists[0].Overrides = map[string]string{"KE": bad} },
		lists + `.scheduled["a\x00b"] text`:           func(s *admission.Selection) { s.Audit.Lists[0].Scheduled = map[string]civil.Date{bad: {}} },
		"[8].decided.selection.audit.digests.policy ": func(s *admission.Selection) { s.Audit.Digests.Policy = bad },
	} {
		run := developing(t)
		journal := run.Journal()
		require.NotEmpty(t, journal[8].Decided.Selection.Audit.Lists)
		change(journal[8].Decided.Selection)
		_, err := run.Course().Resume(rechainedAsItIs(t, journal))
		require.NotEmpty(t, lines(t, err), want)
		assert.Contains(t, lines(t, err)[0], want)
	}
}

// If a text of an entry has a control character other than a line break, and the digest
// is that of RFC 8785, Audit reports that the entry cannot have been recorded, not that
// it was altered.
func TestDigestsOfControlCharacters(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	for c := range rune(' ') {
		journal := run.Journal()
		journal[13].Overridden.Reason = "a" + string(c) + "b"
		list := found(run.Course(), rechainedAsItIs(t, journal))
		if c == '\n' {
			assert.Empty(t, list)
			continue
		}
		require.Len(t, list, 1, "%q", c)
		assert.Contains(t, list[0], "[13] differs: cannot have been recorded: overridden.reason: text: ", "%q", c)
	}
}

// If the instants of a journal with an erasure come back from a database in another zone,
// Resume accepts the journal and Audit does not report it as altered.
func TestInstantsOfAStoredJournal(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2","a1"],"session":"s2"}}`)
	old := run.Journal()
	erased := recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}`)[0].Entry
	for name, journal := range map[string][]course.Entry{"as it is": run.Journal(), "not rewritten": append(old, erased)} {
		for i := range journal {
			journal[i].At = journal[i].At.In(time.FixedZone("", 5*3600+45*60))
			if held := journal[i].Held; held != nil {
				for n := range held.Rows {
					held.Rows[n].Join = held.Rows[n].Join.In(time.FixedZone("", -8*3600))
				}
			}
		}
		for _, f := range run.Course().Audit(journal) {
			assert.Equal(t, "erased", f.Code, "%s: %v", name, f)
		}
		again, err := run.Course().Resume(journal)
		require.NoError(t, err, name)
		same(t, allOf(t, run), allOf(t, again), "%s", name)
	}
}

// A resumed run keeps every entry as it was recorded, even if the recorded decision
// contains results that the entry cannot have led to and that have no effect.
func TestResumeKeepsEntriesAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, run := range []*course.Run{halfway(t), workshopWith(t, 7)} {
		journal := run.Journal()
		for i := range journal {
			if journal[i].Decided == nil {
				journal[i].Decided = &course.Decided{}
			}
			journal[i].Decided.Final = []course.Final{{ID: "zz", Decision: grading.Pending}}
		}
		journal = rechainedAsItIs(t, journal)
		again, err := run.Course().Resume(journal)
		require.NoError(t, err)
		assert.Equal(t, text(t, journal), text(t, again.Journal()))
		requireResumes(t, again)
	}
}

// Resume checks the decision that is recorded with an "erased" entry. It refuses changes
// of other people that cannot have followed from the erasure. In a course without
// admission rules, it refuses any decision.
func TestRecordedDecisionsOfAnErasure(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}`)
	free := courseOf(t, small()).Run()
	record(t, free, applied("a"), applied("b"), course.Entry{Erased: &course.Erased{ID: "a"}})
	for name, c := range map[string]struct {
		run    *course.Run
		change func(*course.Decided)
		want   []string
	}{
		"as recorded":            {run, func(*course.Decided) {}, nil},
		"of nobody":              {run, func(d *course.Decided) { d.Changes[0].ID = "zz" }, []string{"[15].decided decided"}},
		"of one who has a seat":  {run, func(d *course.Decided) { d.Changes[0].ID = "a1" }, []string{"[15].decided decided"}},
		"where nobody is chosen": {free, func(*course.Decided) {}, []string{"[3].decided decided"}},
	} {
		journal := c.run.Journal()
		last := &journal[len(journal)-1]
		if last.Decided == nil {
			last.Decided = &course.Decided{}
		}
		c.change(last.Decided)
		_, err := c.run.Course().Resume(rechainedAsItIs(t, journal))
		assert.Equal(t, c.want, lines(t, err), name)
	}
}

// If a person who got a free seat is erased, the recorded change about this person is
// removed. The answer by which another person freed the seat stays.
func TestErasedAfterAnAnswerOfAnother(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","salt":"s","answered":{"applicant":"a2","answer":"declined"}}
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a5"}}`)
	answered := run.Journal()[15]
	require.NotEmpty(t, answered.Removed)
	require.NotNil(t, answered.Answered)
	assert.Equal(t, "a2", answered.Answered.Applicant)
	assert.Equal(t, map[string]string{"a2": "declined"}, run.State().Left)
	requireResumes(t, run)
}

// Only an amended run takes the number of seats from its recorded selection. Later
// decisions, Audit and History all use this number.
func TestSeatsOfAnAmendedRun(t *testing.T) {
	t.Parallel()
	for _, capacity := range []int{1, 9} {
		_, run := amendedTo(t, halfway(t), func(d *course.Definition) { d.Admission.Capacity = capacity })
		recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}
			{"at":"2025-03-05T09:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}
			{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a2","answer":"declined"}}`)
		assert.Equal(t, []string{"a1", "a4", "a5", "a8"}, slices.Sorted(slices.Values(run.State().Seats)))
		requireResumes(t, run)
		assert.Empty(t, run.Course().Audit(run.Journal()))
		steps := run.History("a8", start)
		require.Len(t, steps, 2)
		assert.Contains(t, steps[1].Changes, course.Change{Participant: "a8", What: "status", From: "waiting", To: "offered"})
	}
	run := halfway(t)
	journal := run.Journal()
	journal[8].Decided.Selection.Audit.Capacity = 9
	_, err := run.Course().Resume(rechainedAsItIs(t, journal))
	assert.Error(t, err, "of a run that was not amended")
}

// If a "seats" entry comes before the selection, its number of seats still counts after
// the run was amended.
func TestSeatsStatedBeforeAnAmendment(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 7)
	recordLines(t, run, `{"at":"2025-02-10T09:00:00Z","seats":{"capacity":2}}
		{"at":"2025-02-20T12:00:00Z","selected":{"seed":"s"}}`)
	require.Len(t, run.State().Seats, 2)
	_, amended := amendedTo(t, run, func(d *course.Definition) { d.Grading.Certificate.Above = new(exact.MustDecimal("50")) })
	assert.Equal(t, run.State().Seats, amended.State().Seats)
	requireResumes(t, amended)
}

// If another definition applies at the end of a journal, Resume reports only this. A
// second "opened" entry that has no digest is refused and does not change which
// definition applies.
func TestResumeUnderAnotherDefinition(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	d := run.Course().Definition()
	d.Grading.Components[0].ID = "test"
	_, err := courseOf(t, d).Resume(run.Journal())
	assert.Equal(t, []string{"[0].opened.course other-course"}, lines(t, err), "and no violation of a mark in a component that it lacks")
	_, amended := amendedTo(t, run, func(d *course.Definition) { d.Grading.Components[0].Title = "A quiz"; d.Admission.Capacity = 5 })
	_, err = courseOf(t, d).Resume(amended.Journal())
	assert.Equal(t, []string{"[15].amended.course other-course"}, lines(t, err), "and no violation of earlier entries")
	opened := course.Entry{At: run.Journal()[14].At, Opened: &course.Opened{Course: "another", Format: 1}}
	_, err = run.Course().Resume(append(run.Journal(), opened))
	assert.Equal(t, []string{"[15].opened order"}, lines(t, err))
	_, err = run.Course().Run().Record(opened)
	assert.Equal(t, []string{"[0].opened.course other-course"}, lines(t, err))
}

// A stored selection with a number of seats that no course can have is refused where the
// roster is first needed.
func TestSeatsThatNoCourseHas(t *testing.T) {
	t.Parallel()
	_, run := amendedTo(t, halfway(t), func(d *course.Definition) {
		d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("80"))}
	})
	for _, capacity := range []int{-1, 1 << 30} {
		journal := run.Journal()
		selected := slices.IndexFunc(journal, func(e course.Entry) bool { return e.Selected != nil })
		journal[selected].Decided.Selection.Audit.Capacity = capacity
		_, err := run.Course().Resume(rechainedAsItIs(t, journal))
		assert.Equal(t, []string{"[1].applied decided"}, lines(t, err), "%d seats", capacity)
	}
}

package course_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Audit makes each decision again from the recorded state before it. So if one decision
// was forged, Audit reports no finding for later decisions that follow from the forged
// one.
func TestAuditAfterAForgedDecision(t *testing.T) {
	t.Parallel()
	const a2, a3 = `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a2","answer":"declined"}}`, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}`
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}`+"\n"+a2)
	journal := run.Journal()
	changes := journal[16].Decided.Changes
	i := slices.IndexFunc(changes, func(c admission.Change) bool { return c.To == admission.StatusOffered })
	next := map[string]string{"a5": "a8", "a8": "a5"}[changes[i].ID]
	changes[i].ID = next
	forged, err := run.Course().Resume(rechainedAsItIs(t, journal))
	require.NoError(t, err)
	assert.Contains(t, forged.State().Seats, next)
	recordLines(t, forged, a3)
	assert.Equal(t, []string{"[16] differs: the decision comes out differently"}, found(run.Course(), forged.Journal()))

	journal = halfway(t).Journal()
	journal[8].Selected.Seed, journal[8].Decided.Selection.Audit.Seed = "", ""
	forged, err = run.Course().Resume(rechainedAsItIs(t, journal))
	require.NoError(t, err)
	recordLines(t, forged, a3)
	list := found(run.Course(), forged.Journal())
	require.Len(t, list, 1)
	assert.Contains(t, list[0], "[8] differs: would be refused: ")
}

// Some kinds of entries lead to a decision of admission. If the decision of such an entry
// is removed, Audit reports that the decision comes out differently.
func TestAuditOfMissingDecisions(t *testing.T) {
	t.Parallel()
	const late = `{"at":"2025-03-05T09:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}`
	for name, lines := range map[string]string{
		"applied":  late,
		"ruled":    late + "\n" + `{"at":"2025-03-05T09:00:00Z","ruled":{"applicant":"a8","decision":"exclude","reason":"r"}}`,
		"answered": `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a2","answer":"declined"}}`,
		"seats":    `{"at":"2025-03-05T09:00:00Z","seats":{"capacity":5}}`,
	} {
		run := halfway(t)
		recordLines(t, run, lines)
		journal := run.Journal()
		last := len(journal) - 1
		require.NotNil(t, journal[last].Decided, name)
		journal[last].Decided = nil
		list := found(run.Course(), rechainedAsItIs(t, journal))
		require.Len(t, list, 1, name)
		assert.Contains(t, list[0], "differs: the decision comes out differently", name)
	}
}

// If a session that was held is planned again, cancelled or held again, the earlier
// presence of people is removed.
func TestPresenceGoesWithTheSession(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"planned anew": `{"at":"2025-03-05T09:00:00Z","planned":{"session":"s1","start":"2025-03-06T10:00"}}`,
		"cancelled":    `{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s1"}}`,
		"held again":   `{"at":"2025-03-05T09:00:00Z","held":{"session":"s1"}}`,
	} {
		run := halfway(t)
		seconds := func() int64 {
			p, _ := run.Person("a1")
			i := slices.IndexFunc(p.Sessions, func(s course.PersonSession) bool { return s.ID == "s1" })
			return p.Sessions[i].Seconds
		}
		require.Equal(t, int64(7200), seconds())
		recordLines(t, run, line)
		assert.Zero(t, seconds(), name)
	}
}

// If a person states an abbreviation such as EST as the time zone, this time zone is not
// used, even if the zone source knows it.
func TestTimesOfAnAbbreviation(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Admission = nil
	run := courseOf(t, d).Run()
	recordLines(t, run, `{"at":"2025-02-01T09:00:00Z","applied":{"id":"e","country":"US","time_zone":"EST"}}`)
	p, _ := run.Person("e")
	assert.Equal(t, "2025-03-03T10:00:00+01:00", p.Sessions[0].Start.Format(time.RFC3339), "in the zone of the schedule")
}

// Resume takes recorded applications even if they have a number that a rule for groups
// cannot count. Audit reports that they would be refused now. Groups cannot be formed
// with them.
func TestRecordedNumbersAreTaken(t *testing.T) {
	t.Parallel()
	for _, admitted := range []*admission.Policy{workshop(t).Definition().Admission, nil} {
		d := workshop(t).Definition()
		d.Admission = admitted
		d.Grouping.Prefer = append(d.Grouping.Prefer, grouping.Preference{Code: "services", Tier: 2, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "services", Unit: exact.MustDecimal("1")}}})
		run := courseOf(t, d).Run()
		_, err := run.Record(until(t)[:7]...)
		require.NoError(t, err)
		for number, code := range map[string]string{"1": "", "1.5": "unit", "2147483649": "unit-range"} {
			journal := run.Journal()
			journal[1].Applied.Numbers = map[string]exact.Decimal{"services": exact.MustDecimal(number)}
			journal = rechainedAsItIs(t, journal)
			again, err := run.Course().Resume(journal)
			require.NoError(t, err, number)
			list := found(run.Course(), journal)
			if code == "" {
				assert.Empty(t, list)
				continue
			}
			require.Len(t, list, 1)
			assert.Contains(t, list[0], "[1] differs: would be refused: applied.numbers[\"services\"]: "+code+": ")
			if admitted != nil {
				recordLines(t, again, `{"at":"2025-02-20T12:00:00Z","selected":{"seed":"noon"}}`)
			}
			_, err = again.Record(entries(t, `{"at":"2025-03-05T09:00:00Z","grouped":{}}`)...)
			assert.Error(t, err)
		}
	}
}

// Record reports a mistake in an application once, with its path in the application.
func TestMistakesOfAnApplicantOnce(t *testing.T) {
	t.Parallel()
	for applied, want := range map[string]string{
		`{"id":"b","country":"KE","available":[{"start":"2025-03-03T10:00:00Z","end":"2025-03-03T09:00:00Z"}]}`: "[0].applied.available[0] interval",
	} {
		run := workshop(t).Run()
		var e course.Entry
		require.NoError(t, json.Unmarshal([]byte(`{"at":"2025-02-01T09:00:00Z","applied":`+applied+`}`), &e))
		_, err := run.Record(e)
		require.Len(t, lines(t, err), 1, applied)
		assert.Contains(t, lines(t, err)[0], want)
	}
}

// If a "held" entry names an unknown session, mistakes in its rows are reported as well.
func TestRowsOfAnUnknownSession(t *testing.T) {
	t.Parallel()
	_, err := halfway(t).Record(entries(t, `{"at":"2025-03-11T09:00:00Z","held":{"session":"s9","rows":[{"participant":"host\u001b","join":"2025-03-10T09:00:00Z"}]}}`)...)
	assert.Equal(t, []string{"[0].held.session unknown-session", "[0].held.rows[0].participant id"}, lines(t, err))
}

// If a person cannot apply under the definition with which WhatIf compares the run, every
// value of the person changes to an empty one. The application and the later entries
// about the person are dropped, and Dropped names the person.
func TestWhatIfOfAPersonWhoIsNotThere(t *testing.T) {
	t.Parallel()
	run := courseOf(t, small()).Run()
	record(t, run, applied("a"), course.Entry{Applied: &admission.Applicant{ID: "b", Country: "KE", Numbers: map[string]exact.Decimal{"services": exact.MustDecimal("1.5")}}},
		marked("b", "quiz", grading.Mark{Completed: new(true)}))
	d := small()
	d.Grouping = &grouping.Policy{Sizes: grouping.Sizes{Count: 1}, Prefer: []grouping.Preference{
		{Code: "services", Tier: 1, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "services", Unit: exact.MustDecimal("1")}}}}}
	diff, err := run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	assert.Equal(t, []course.Change{
		{Participant: "b", What: "status", From: "accepted"}, {Participant: "b", What: "total", From: "100"}, {Participant: "b", What: "decision", From: "certified"},
	}, diff.Changes)
	require.Len(t, diff.Dropped, 2)
	for n, code := range []string{"unit", "unknown-applicant"} {
		assert.Equal(t, []any{n + 2, "b", code}, []any{diff.Dropped[n].Entry, diff.Dropped[n].Participant, diff.Dropped[n].Code})
	}
}

// The definition with which WhatIf compares the run has no admission rules, so it allows
// no review. Dropped names the applicant whose review is dropped.
func TestWhatIfOfReviews(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 7)
	recordLines(t, run, `{"at":"2025-02-02T09:00:00Z","reviewed":{"applicant":"a2","review":{"reviewer":"r","scores":{}}}}`)
	d := run.Course().Definition()
	d.Admission = nil
	diff, err := run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	require.Len(t, diff.Dropped, 1)
	assert.Equal(t, "a2 needs", diff.Dropped[0].Participant+" "+diff.Dropped[0].Code)
}

// recordedUnder returns a new run of course c, in which the entries of another run were
// recorded.
func recordedUnder(t testing.TB, c *course.Course, run *course.Run) *course.Run {
	t.Helper()
	there := c.Run()
	for _, e := range run.Journal()[1:] {
		e.Decided, e.Digest = nil, ""
		_, err := there.Record(e)
		require.NoError(t, err)
	}
	return there
}

// WhatIf lists every difference in the attendance of a session, even if one of the two
// statuses is open. The exception is an open session that the person does not have under
// the other definition: the session does not exist there, or the person does not take
// part.
func TestWhatIfOfAttendance(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"session":"s3"}}`)
	d := run.Course().Definition()
	d.Admission.Capacity = 5
	more := courseOf(t, d)
	diff, err := run.WhatIf(more)
	require.NoError(t, err)
	attendance := func(list []course.Change) map[string]string {
		of := map[string]string{}
		for _, c := range list {
			if c.What == "attendance" {
				of[c.Participant+" "+c.Of] = c.From + ">" + c.To
			}
		}
		return of
	}
	assert.Equal(t, map[string]string{"a5 s1": ">not_attended"}, attendance(diff.Changes))
	diff, err = recordedUnder(t, more, run).WhatIf(run.Course())
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"a5 s1": "not_attended>"}, attendance(diff.Changes))

	d = run.Course().Definition()
	d.Schedule.Sessions[2].ID = "s4"
	diff, err = run.WhatIf(courseOf(t, d))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"a2 s3": "excused>"}, attendance(diff.Changes))

	run = halfway(t)
	recordLines(t, run, `{"at":"2025-03-10T11:05:00Z","held":{"session":"s2"}}`)
	d = run.Course().Definition()
	d.Schedule.Sessions[1].Repeats = nil
	without := courseOf(t, d)
	diff, err = run.WhatIf(without)
	require.NoError(t, err)
	assert.Equal(t, "open>not_attended", attendance(diff.Changes)["a1 s2"], "no evening is to come")
	diff, err = recordedUnder(t, without, run).WhatIf(run.Course())
	require.NoError(t, err)
	assert.Equal(t, "not_attended>open", attendance(diff.Changes)["a1 s2"])
}

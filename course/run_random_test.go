package course_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/require"
)

// rounds returns how often a property is tried: few times, or many times if COHORT_LONG
// is set.
func rounds(few, many int) int {
	if os.Getenv("COHORT_LONG") != "" {
		return many
	}
	return few
}

// lived is a random course and a run of it with random events.
type lived struct {
	*rand.Rand
	course  *course.Course
	run     *course.Run
	now     time.Time
	given   []course.Entry   // accepted entries, as they were given
	stored  [][]course.Entry // journal after each entry of given
	state   course.State
	refused int
	begins  map[string]time.Time // start times of the sittings
	ends    map[string]time.Time
}

// live makes a random course and tries to record about n random events.
func live(t testing.TB, seed uint64, n int) *lived {
	t.Helper()
	l := &lived{Rand: rand.New(rand.NewPCG(seed, 12)), now: start, begins: map[string]time.Time{}, ends: map[string]time.Time{}}
	l.course = courseOf(t, l.definition())
	l.run = l.course.Run()
	l.state = l.run.State()
	if s := l.course.Schedule(); s != nil {
		for _, local := range s.In(time.UTC) {
			l.begins[local.ID], l.ends[local.ID] = local.Start, local.End
		}
	}
	for range n {
		l.happen(t)
	}
	return l
}

func (l *lived) chance(percent int) bool { return l.IntN(100) < percent }

func one[T any](l *lived, of ...T) T { return of[l.IntN(len(of))] }

// definition returns a small course with a random selection of parts.
func (l *lived) definition() course.Definition {
	d := course.Definition{Version: 1, ID: "small", Title: "Small"}
	weights := map[string]int{"quiz": 20, "essay": 30}
	components := []grading.Component{
		{ID: "quiz", Award: grading.Award{Completion: &grading.CompletionAward{}}},
		{ID: "essay", Award: grading.Award{Points: &grading.PointsAward{Max: exact.MustDecimal("30")}}},
	}
	if l.chance(70) {
		d.Admission = &admission.Policy{
			Capacity:     2 + l.IntN(4),
			Requirements: []admission.Requirement{{Code: "adult", Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: "id"}}}},
			Priority:     []admission.Priority{{Code: "women", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}}}},
		}
	}
	if l.chance(75) {
		d.Schedule = &schedule.Plan{Zone: one(l, "UTC", "Europe/Zurich", "America/New_York")}
		sessions := 1 + l.IntN(3)
		for i := range sessions {
			day := civil.MustDateTime("2024-01-03T10:00").AddDays(3 * i)
			s := schedule.Session{ID: fmt.Sprint("s", i+1), Title: "T", Start: day, End: day.AddSeconds(7200)}
			if l.chance(25) {
				s.Repeats = []schedule.Repeat{{ID: s.ID + "-again", Start: day.AddSeconds(8 * 3600), End: day.AddSeconds(10 * 3600)}}
			}
			d.Schedule.Sessions = append(d.Schedule.Sessions, s)
		}
		d.Schedule.Deadlines = []schedule.Deadline{{ID: "essay", At: civil.MustDateTime("2024-01-08T23:59")}}
		d.Attendance = &schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("60"), MissingLeave: "until_end"}
		if l.chance(25) {
			d.Attendance.JoinedLater = "absent"
		}
		award := &grading.AttendanceAward{Sessions: sessions, Credit: one[grading.Credit](l, "per_session", "all_sessions")}
		if sessions > 1 && l.chance(30) {
			award.MayMiss = 1
		}
		components = append(components, grading.Component{ID: "attendance", Award: grading.Award{Attendance: award}})
		weights["attendance"] = 20
	}
	if l.chance(60) {
		d.Grouping = &grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 3}, Prefer: []grouping.Preference{
			{Code: "gender", Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "gender"}}}}}
		if l.chance(75) {
			levels := []grading.Level{{Name: "done", Points: exact.MustDecimal("5")}, {Name: "good", Points: exact.MustDecimal("10")}}
			components = append(components, grading.Component{ID: "project", Award: grading.Award{Levels: &grading.LevelsAward{Max: exact.MustDecimal("10"), Levels: levels}}})
			weights["project"] = 30
			d.Project = &course.Project{Component: "project"}
		}
	}
	left := 100
	for i := range components {
		weight := weights[components[i].ID]
		if i == len(components)-1 {
			weight = left
		}
		left -= weight
		components[i].Weight = exact.MustDecimal(fmt.Sprint(weight))
	}
	d.Grading = grading.Scheme{Components: components, Certificate: grading.Certificate{Above: new(exact.MustDecimal(one(l, "40", "60")))}}
	if l.chance(30) {
		d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("60"))}
	}
	if l.chance(25) {
		d.Grading.Certificate = grading.Certificate{}
		d.Grading.Outcomes = []grading.OutcomeRule{
			{Name: "distinction", Certifies: true, AtLeast: new(exact.MustDecimal("80"))},
			{Name: "pass", Certifies: true, Above: new(exact.MustDecimal("50"))},
			{Name: "took part", AtLeast: new(exact.MustDecimal("10"))},
		}
	}
	return d
}

// happen gives the run one entry or a batch of two. If they are refused, it checks in
// some cases that the run is unchanged.
func (l *lived) happen(t testing.TB) {
	t.Helper()
	if l.chance(55) {
		l.now = l.now.Add(time.Duration(1+l.IntN(12)) * time.Hour)
	}
	batch := []course.Entry{l.entry()}
	if l.chance(15) {
		batch = append(batch, l.entry())
	}
	var before string
	if l.chance(30) {
		before = allOf(t, l.run)
	}
	recorded, err := l.run.Record(batch...)
	if err != nil {
		l.refused++
		known := errors.As(err, new(rule.Violations)) || errors.As(err, new(*grouping.SizeError)) || errors.As(err, new(*grouping.ConflictError))
		require.True(t, known, "%T", err)
		for _, v := range violationList(err) {
			require.NotContains(t, []string{"broken-chain", "decided", "recorded"}, v.Code, "a new entry is never refused for what was recorded: %v", v)
		}
		if before != "" {
			same(t, before, allOf(t, l.run), "refused: %v", err)
		}
		return
	}
	if len(recorded) == 0 {
		return // recorded before under the same key
	}
	l.state = l.run.State()
	l.given = append(l.given, batch...)
	for range batch {
		l.stored = append(l.stored, l.run.Journal())
	}
}

// allOf returns the state, the journal and the digest of a run as text.
func allOf(t testing.TB, run *course.Run) string {
	t.Helper()
	return text(t, run.State()) + text(t, run.Journal()) + run.Digest()
}

// same requires two long texts to be equal, and shows the place where they begin to
// differ.
func same(t testing.TB, want, got, format string, args ...any) {
	t.Helper()
	if want == got {
		return
	}
	i := 0
	for i < min(len(want), len(got)) && want[i] == got[i] {
		i++
	}
	near := func(s string) string { return s[max(0, i-150):min(len(s), i+150)] }
	require.Equal(t, near(want), near(got), fmt.Sprintf(format, args...))
}

func (l *lived) person() string {
	if seats := l.state.Seats; len(seats) > 0 && l.chance(80) {
		return one(l, seats...)
	}
	return fmt.Sprint("p", l.IntN(9))
}

func (l *lived) entry() course.Entry {
	e := course.Entry{At: l.now}
	if l.chance(40) {
		e.Salt = fmt.Sprint("salt", l.Uint32())
	}
	if l.chance(15) {
		e.Key = fmt.Sprint("key", l.IntN(40))
	}
	if l.chance(10) {
		e.By = "the office"
	}
	switch n := l.IntN(100); {
	case len(l.given) < 9 || n < 6:
		e.Applied = &admission.Applicant{ID: fmt.Sprint("p", l.IntN(9)), Country: one(l, "KE", "PE", "FR"), Gender: one[admission.Gender](l, "woman", "man"), Documents: map[string]bool{"id": l.chance(85)}}
		if l.chance(15) {
			delete(e.Applied.Documents, "id")
		}
	case n < 20 && l.course.Admission() != nil && l.state.Seats != nil:
		l.seat(&e)
	case n < 22:
		e.Answered = &admission.Answered{Applicant: l.person(), Answer: one(l, admission.StatusWithdrawn, admission.StatusRemoved, admission.StatusReinstated)}
	case n < 30:
		l.groups(&e)
	case n < 50 && l.course.Schedule() != nil:
		l.session(&e)
	case n < 58:
		e.Excused = &course.Excused{Participants: []string{l.person()}, Reason: "ill", Lift: l.chance(20)}
		if l.chance(50) && l.course.Schedule() != nil {
			e.Excused.Session = one(l, "s1", "s2", "s3")
		} else {
			e.Excused.Component = one(l, "quiz", "essay", "attendance", "project")
		}
	case n < 64:
		e.Project = &course.ProjectMark{Group: one(l, "1", "2", "x"), Mark: one(l, grading.Mark{Level: "done"}, grading.Mark{Level: "good"}, grading.Mark{Missing: true}, grading.Mark{Pending: true})}
	case n < 90:
		l.mark(&e)
	case n < 93:
		e.Overridden = &course.Overridden{Participant: l.person(), Decision: one(l, grading.Certified, grading.NotCertified), Reason: "an appeal"}
		if l.chance(30) {
			e.Overridden.Decision, e.Overridden.Lift = "", true
		}
	case n < 96:
		e.Issued = &course.Issued{Participant: l.person(), Certificate: fmt.Sprint("c", l.IntN(6))}
		if l.chance(30) {
			e.Issued, e.Revoked = nil, &course.Revoked{Certificate: fmt.Sprint("c", l.IntN(6)), Reason: "a mistake"}
		}
	case n < 98:
		e.Ended = &course.Ended{}
		if l.chance(50) {
			e.Ended.Anyway = []string{"essay"}
		}
	default:
		e.Erased = &course.Erased{ID: l.person()}
		e.Salt = ""
	}
	return e
}

// sealedTree returns an entry as a tree that encoding/json decoded.
func sealedTree(t testing.TB, v any) (tree map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text(t, v)), &tree))
	return tree
}

package grading_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var dec = exact.MustDecimal

// reference returns the scheme of the reference course.
func reference() grading.Scheme {
	return grading.Scheme{
		Components: []grading.Component{
			{ID: "quiz", Title: "Pre-class knowledge check", Weight: dec("10"), Award: grading.Award{Completion: &grading.CompletionAward{}}},
			{ID: "attendance", Title: "Attendance at all live sessions", Weight: dec("15"), Award: grading.Award{
				Attendance: &grading.AttendanceAward{Sessions: 5, Credit: "all_sessions"},
			}},
			{ID: "participation", Title: "Active contributions", Weight: dec("15"), Award: grading.Award{
				Points: &grading.PointsAward{Max: dec("15"), Step: dec("0.5")},
			}},
			{ID: "project", Title: "Final group project", Weight: dec("60"), Award: grading.Award{
				Levels: &grading.LevelsAward{Max: dec("60"), Levels: []grading.Level{
					{Name: "submission", Points: dec("40")}, {Name: "good", Points: dec("50")}, {Name: "excellent", Points: dec("60")},
				}},
			}},
		},
		Certificate: grading.Certificate{Above: new(dec("80")), Source: &rule.Source{Section: "evaluation", Item: 5}},
	}
}

func compiled(t testing.TB, s grading.Scheme) *grading.Grader {
	t.Helper()
	g, err := grading.Compile(s)
	require.NoError(t, err)
	return g
}

// refMarks returns marks of the reference course. The level "" means that no
// project was handed in.
func refMarks(quiz bool, attended int, participation, level string) grading.Marks {
	marks := grading.Marks{
		"quiz":          {Completed: new(quiz)},
		"attendance":    {Attended: new(attended), Held: new(5)},
		"participation": {Points: new(dec(participation))},
		"project":       {Level: level, Missing: level == ""},
	}
	return marks
}

// Grade returns the totals and decisions of this table for the reference course. Each
// row states the marks of quiz, attendance and participation; its four totals are for
// no project and for the levels submission, good and excellent.
func TestReferenceTable(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	levels := []string{"", "submission", "good", "excellent"}
	certified := 0
	for _, row := range []struct {
		quiz          bool
		attended      int
		participation string
		totals        [4]string
		certified     [4]bool
	}{
		{false, 4, "0", [4]string{"0", "40", "50", "60"}, [4]bool{}},
		{false, 4, "15", [4]string{"15", "55", "65", "75"}, [4]bool{}},
		{false, 5, "0", [4]string{"15", "55", "65", "75"}, [4]bool{}},
		{false, 5, "15", [4]string{"30", "70", "80", "90"}, [4]bool{false, false, false, true}},
		{true, 4, "0", [4]string{"10", "50", "60", "70"}, [4]bool{}},
		{true, 4, "15", [4]string{"25", "65", "75", "85"}, [4]bool{false, false, false, true}},
		{true, 5, "0", [4]string{"25", "65", "75", "85"}, [4]bool{false, false, false, true}},
		{true, 5, "15", [4]string{"40", "80", "90", "100"}, [4]bool{false, false, true, true}},
	} {
		for i, level := range levels {
			r, err := g.Grade(refMarks(row.quiz, row.attended, row.participation, level))
			require.NoError(t, err)
			assert.Equal(t, row.totals[i], r.Total.String(), "%+v %s", row, level)
			want := grading.NotCertified
			if row.certified[i] {
				want = grading.Certified
				certified++
			}
			assert.Equal(t, want, r.Decision, "%+v %s", row, level)
		}
	}
	assert.Equal(t, 5, certified)
}

func TestReferenceLint(t *testing.T) {
	t.Parallel()
	assert.Equal(t, []rule.Finding{{
		Code: "dead-level", Path: "components[3].award.levels.levels[0]", Verdict: rule.NotMet,
		Detail: `"submission" can never certify: at most 80, not above 80`,
	}}, compiled(t, reference()).Lint())
}

func TestResultJSON(t *testing.T) {
	t.Parallel()
	r, err := compiled(t, reference()).Grade(grading.Marks{
		"quiz": {Excused: true}, "attendance": {Attended: new(5), Held: new(5)}, "participation": {Points: new(dec("13"))}, "project": {Level: "good"},
	})
	require.NoError(t, err)
	data, err := json.Marshal(r)
	require.NoError(t, err)
	t.Logf("%s", data)
	assert.Contains(t, string(data), `{"total":{"exact":"260/3","shown":"86.67"},"decision":"certified"`)
	assert.NotContains(t, string(data), `"parts":[]`, "a component that is no group has none")
	assert.NotContains(t, string(data), `"weightings"`, "where there is one way to weigh, it is not listed")
	empty, err := json.Marshal(grading.Result{})
	require.NoError(t, err)
	assert.Contains(t, string(empty), `"parts":[],"findings":[]`)
	var back grading.Result
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, r, back)
}

func TestSentences(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	r, err := g.Grade(grading.Marks{
		"quiz": {Completed: new(true)}, "attendance": {Attended: new(4), Held: new(5)}, "participation": {Points: new(dec("12.5"))},
	})
	require.NoError(t, err)
	shown := r.Shown(2)
	assert.Equal(t, "Still open: the total is 22.5 so far, at best 82.5; more than 80 is required.", shown.Sentence)
	assert.Equal(t, []grading.ShownPart{
		{Component: "quiz", Points: "10.00", Sentence: "Pre-class knowledge check: completed; 10 of 10 % of the total."},
		{Component: "attendance", Points: "0.00", Sentence: "Attendance at all live sessions: 4 of 5 sessions; 0 of 15 % of the total; full marks need all 5 sessions."},
		{Component: "participation", Points: "12.50", Sentence: "Active contributions: 12.5 of 15 points = 12.5 of 15 % of the total."},
		{Component: "project", Points: "0.00", Sentence: "Final group project: still open; 0 of 60 % of the total, at best 60."},
	}, silent(shown.Parts))
}

// silent returns parts without the pieces of their sentences.
func silent(parts []grading.ShownPart) []grading.ShownPart {
	parts = slices.Clone(parts)
	for i := range parts {
		parts[i].Said = nil
	}
	return parts
}

// Each part has the source of its own component, and states what full marks
// need.
func TestParts(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components = append(s.Components, grading.Component{ID: "hw", Weight: dec("0"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "sum"}}})
	for _, i := range []int{0, 2, 3} {
		s.Components[i].Source = &rule.Source{Section: "evaluation", Item: i + 1}
	}
	s.Components[3].Minimum = new(dec("50"))
	r, err := compiled(t, s).Grade(nil)
	require.NoError(t, err)
	var needs []string
	for i, p := range r.Parts {
		assert.Equal(t, s.Components[i].Source, p.Source)
		needs = append(needs, p.Need)
	}
	assert.Equal(t, []string{"completion", "all 5 sessions", "15 points", "60 points", "every item in full"}, needs)
	assert.Equal(t, []rule.Finding{
		{Code: "certificate", Verdict: rule.Unknown, Need: "above 80", Have: "0", Source: s.Certificate.Source},
		{Code: "minimum", Path: `["project"]`, Verdict: rule.Unknown, Need: "at least 50% of full marks", Have: "0%", Source: s.Components[3].Source},
	}, r.Findings)
	s.Components[1].Award.Attendance.Credit = "per_session"
	r, err = compiled(t, s).Grade(nil)
	require.NoError(t, err)
	assert.Equal(t, "5 sessions", r.Parts[1].Need)
	s.Components[1].Award.Attendance.Sessions = 29
	r, err = compiled(t, s).Grade(grading.Marks{"attendance": {Attended: new(10), Held: new(19)}})
	require.NoError(t, err)
	assert.Equal(t, "10 of 19 sessions", r.Parts[1].Have)
}

package export_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/export"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var day = time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)

func badge() export.Badge {
	return export.Badge{
		ID: "urn:uuid:5b6d2c1e-0c1a-4a52-9a53-0c0f7a1c9e11", Issuer: "https://academy.example/",
		Achievement: "https://academy.example/course", Subject: "did:example:ada", ValidFrom: day,
		Start: day.AddDate(0, -1, 0), End: day.AddDate(0, 0, -1), Journal: strings.Repeat("0a", 32),
	}
}

// person returns a course with a scheme, and a certified person with marks.
func person(t testing.TB, scheme, marks string) (*course.Course, course.Person) {
	t.Helper()
	c, err := course.Load([]byte(`{"version": 1, "id": "c", "title": "A *course* & <more>", "grading": `+scheme+`}`), nil)
	require.NoError(t, err)
	return c, certified(t, c, marks)
}

func certified(t testing.TB, c *course.Course, marks string) course.Person {
	t.Helper()
	m, err := c.Grading().ParseMarks([]byte(marks))
	require.NoError(t, err)
	r, err := c.Grading().Grade(m)
	require.NoError(t, err)
	return course.Person{ID: "ada", Decision: "certified", Marks: m, Result: &r}
}

const tree = `{
	"components": [
		{"id": "work", "title": "Work [a](b)", "weight": "50", "award": {"group": {"drop_lowest": 1, "components": [
			{"id": "hw 1", "weight": "1", "award": {"points": {"max": "7"}}},
			{"id": "hw 2", "weight": "2", "award": {"points": {"max": "9"}}}]}}},
		{"id": "seen", "weight": "0", "award": {"attendance": {"sessions": 4, "credit": "per_session"}}},
		{"id": "exam", "title": "Exam", "weight": "50", "award": {"points": {"max": "100"}}},
		{"id": "bonus", "weight": "5", "extra_credit": true, "award": {"completion": {}}}],
	"outcomes": [
		{"name": "distinction", "title": "with distinction", "certifies": true, "above": "85", "needs": [{"component": "exam", "above": "85"}]},
		{"name": "pass", "certifies": true, "at_least": "50"},
		{"name": "present", "at_least": "1"}]}`

type told struct {
	Context   []string `json:"@context"`
	Type      []string
	Name      string
	ValidFrom time.Time
	Issuer    struct{ ID, Name string }
	Subject   struct {
		ID          string
		Start       string `json:"activityStartDate"`
		Achievement struct {
			ID, Name, Description, InLanguage string
			Criteria                          struct{ Narrative string }
			Results                           []struct {
				ID, Name, ResultType, RequiredValue string
				AllowedValue                        []string
				RubricCriterionLevel                []struct{ ID, Name, Points string }
			} `json:"resultDescription"`
		}
		Result []struct{ ResultDescription, Value, AchievedLevel string }
	} `json:"credentialSubject"`
	Evidence []struct{ ID, Narrative string }
}

func open(t testing.TB, c *course.Course, p course.Person, b export.Badge) told {
	t.Helper()
	text, err := export.OpenBadge(c, p, b)
	require.NoError(t, err)
	again, err := export.OpenBadge(c, p, b)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
	var out told
	require.NoError(t, json.Unmarshal(text, &out))
	return out
}

func TestOpenBadgeOfATree(t *testing.T) {
	t.Parallel()
	c, p := person(t, tree, `{"hw 1": {"points": "2"}, "hw 2": {"points": "8"}, "seen": {"attended": 2, "held": 4, "excused": 1}, "exam": {"points": "70"}, "bonus": {"excused": true}}`)
	out := open(t, c, p, badge())
	values := map[string]string{}
	for _, r := range out.Subject.Result {
		values[strings.TrimPrefix(r.ResultDescription, badge().Achievement)] = r.Value
	}
	assert.Equal(t, map[string]string{
		"#total": "715/9", "#outcome": "pass", "#component-work": "800/9", "#component-hw%202": "800/9", // hw 1 is dropped, bonus excused
		"#component-seen": "200/3", "#component-exam": "70",
	}, values)
	known := map[string]string{}
	for _, d := range out.Subject.Achievement.Results {
		assert.NotContains(t, known, d.ID)
		known[d.ID] = d.RequiredValue
	}
	for _, r := range out.Subject.Result {
		assert.Contains(t, known, r.ResultDescription)
	}
	assert.Equal(t, "50", known[badge().Achievement+"#total"])
	assert.Equal(t, "pass", known[badge().Achievement+"#outcome"])
	assert.Equal(t, []string{"present", "pass", "distinction"}, out.Subject.Achievement.Results[1].AllowedValue)
	assert.Equal(t, `- with distinction: the total must be more than 85% (exactly 85% is not enough), and Exam more than 85% (exactly 85% is not enough).
- pass: the total must be at least 50%.
- present (without a certificate): the total must be at least 1%.

Totals are exact and are compared before any rounding. What counts:

- Work \[a\]\(b\): 50%
  - hw 1: 1 parts of the group
  - hw 2: 2 parts of the group
- seen: 0%
- Exam: 50%
- bonus: 5%, extra credit`, out.Subject.Achievement.Criteria.Narrative)
}

func TestOpenBadgeSaysWhatItIsMadeOf(t *testing.T) {
	t.Parallel()
	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
	require.NoError(t, err)
	p := certified(t, c, `{}`)
	g := c.Grading()
	marks := grading.Marks{}
	for _, comp := range g.Scheme().Components {
		switch {
		case comp.Award.Completion != nil:
			done := true
			marks[comp.ID] = grading.Mark{Completed: &done}
		case comp.Award.Attendance != nil:
			n := comp.Award.Attendance.Sessions
			marks[comp.ID] = grading.Mark{Attended: &n, Held: &n}
		case comp.Award.Points != nil:
			marks[comp.ID] = grading.Mark{Points: &comp.Award.Points.Max}
		default:
			marks[comp.ID] = grading.Mark{Level: comp.Award.Levels.Levels[len(comp.Award.Levels.Levels)-1].Name}
		}
	}
	r, err := g.Grade(marks)
	require.NoError(t, err)
	p.Marks, p.Result = marks, &r
	p.Override = &course.Overridden{Participant: "ada", Decision: grading.Certified}
	b := badge()
	b.Description = "In other words."
	out := open(t, c, p, b)
	assert.Equal(t, []string{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}, out.Context)
	assert.Equal(t, []string{"VerifiableCredential", "OpenBadgeCredential"}, out.Type)
	assert.Equal(t, dpg.Definition().Certificate.Title, out.Name)
	assert.Equal(t, dpg.Definition().Certificate.Issuer, out.Issuer.Name)
	assert.Equal(t, "In other words.", out.Subject.Achievement.Description)
	assert.Equal(t, "2026-02-04T00:00:00Z", out.Subject.Start)
	assert.Contains(t, out.Subject.Achievement.Criteria.Narrative, "The total must be more than 80% (exactly 80% is not enough).")
	total := out.Subject.Achievement.Results[0]
	assert.Empty(t, total.RequiredValue, "a requiredValue is inclusive")
	require.Len(t, out.Evidence, 1)
	assert.Equal(t, "ni:///sha-256;CgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgo", out.Evidence[0].ID)
	assert.Contains(t, out.Evidence[0].Narrative, b.Journal)
	assert.Contains(t, out.Evidence[0].Narrative, "by the organisers, not by the marks")
	levels := 0
	for _, res := range out.Subject.Result {
		if res.AchievedLevel != "" {
			levels++
			assert.Equal(t, "100", res.Value)
		}
	}
	assert.Equal(t, 1, levels)
}

// TestOpenBadgeOfAnOpenResult checks that the credential of a certified person whose
// total can still grow has no result for the total or for an open component.
func TestOpenBadgeOfAnOpenResult(t *testing.T) {
	t.Parallel()
	c, p := person(t, tree, `{"hw 1": {"points": "7"}, "hw 2": {"points": "9"}, "exam": {"points": "70"}}`)
	for _, r := range open(t, c, p, badge()).Subject.Result {
		assert.NotContains(t, r.ResultDescription, "#total")
		assert.NotContains(t, r.ResultDescription, "bonus")
		assert.NotContains(t, r.ResultDescription, "seen")
	}
}

func TestOpenBadgeRefuses(t *testing.T) {
	t.Parallel()
	c, p := person(t, tree, `{"exam": {"points": "100"}}`)
	other, _ := person(t, `{"components": [{"id": "exam", "weight": "100", "award": {"completion": {}}}], "certificate": {"above": "0"}}`, `{}`)
	for _, tt := range []struct {
		code, path string
		change     func(c **course.Course, p *course.Person, b *export.Badge)
	}{
		{"required", "id", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.ID = "" }},
		{"uri", "id", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.ID = "no scheme" }},
		{"uri", "issuer", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.Issuer = "https://a b" }},
		{"uri", "issuer", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.Issuer = "https://a/%2" }},
		{"uri", "subject", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.Subject = "1a:b" }},
		{"uri", "subject", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.Subject = "a_b:c" }},
		{"uri", "subject", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.Subject = "mailto:" }},
		{"uri", "achievement", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.Achievement += "#x" }},
		{"too-long", "achievement", func(_ **course.Course, _ *course.Person, b *export.Badge) {
			b.Achievement = "a:" + strings.Repeat("b", 2000)
		}},
		{"digest", "journal", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.Journal = "abc" }},
		{"digest", "journal", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.Journal = strings.Repeat("xy", 32) }},
		{"required", "valid_from", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.ValidFrom = time.Time{} }},
		{"range", "valid_from", func(_ **course.Course, _ *course.Person, b *export.Badge) {
			b.ValidFrom = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
		}},
		{"date-order", "end", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.End = b.Start.Add(-1) }},
		{"date-order", "valid_from", func(_ **course.Course, _ *course.Person, b *export.Badge) { b.ValidFrom = b.End.Add(-1) }},
		{"not-certified", "", func(_ **course.Course, p *course.Person, _ *export.Badge) { p.Decision = "not_certified" }},
		{"not-certified", "", func(_ **course.Course, p *course.Person, _ *export.Badge) { p.Decision = "left" }},
		{"not-certified", "", func(_ **course.Course, p *course.Person, _ *export.Badge) { *p = course.Person{} }},
		{"other-course", "", func(c **course.Course, _ *course.Person, _ *export.Badge) { *c = other }},
		{"other-course", "", func(c **course.Course, _ *course.Person, _ *export.Badge) { *c = nil }},
		{"other-course", "", func(c **course.Course, _ *course.Person, _ *export.Badge) { *c = new(course.Course) }},
	} {
		t.Run(tt.code+" "+tt.path, func(t *testing.T) {
			t.Parallel()
			c, p, b := c, p, badge()
			tt.change(&c, &p, &b)
			text, err := export.OpenBadge(c, p, b)
			assert.Empty(t, len(text))
			require.ErrorIs(t, err, rule.Violation{Code: tt.code, Path: tt.path})
			assert.Len(t, err, 1)
		})
	}
	b := badge()
	b.ID, b.Start, b.End = "URN+x.-:a%20b", time.Time{}, time.Time{}
	_, err := export.OpenBadge(c, p, b)
	assert.NoError(t, err)
}

func TestLTIScore(t *testing.T) {
	t.Parallel()
	c, _ := person(t, tree, `{}`)
	long := `{"components": [{"id": "a", "weight": "100", "award": {"points": {"max": "3"}}}], "certificate": {"above": "80"}}`
	precise, _ := person(t, long, `{}`)
	for _, tt := range []struct {
		c                        *course.Course
		marks, activity, grading string
		given, maximum           string
	}{
		{c, `{}`, "Initialized", "NotReady", "", ""},
		{c, `{"bonus": {"excused": true}}`, "Initialized", "NotReady", "", ""},
		{c, `{"exam": {"points": "1"}}`, "InProgress", "Pending", "", ""},
		{precise, `{}`, "Initialized", "NotReady", "", ""},
		{precise, `{"a": {"excused": true}}`, "Completed", "NotReady", "", ""},
		{precise, `{"a": {"missing": true}}`, "Completed", "FullyGraded", "0", "100"},
		{precise, `{"a": {"points": "2.4"}}`, "Completed", "FullyGraded", "80", "100"},
		{precise, `{"a": {"points": "2.41"}}`, "Completed", "FullyGraded", "241", "300"},
		{precise, `{"a": {"points": "2.400000001"}}`, "Completed", "FullyGraded", "2400000001", "3000000000"},
		{precise, `{"a": {"points": "2.40000000000001"}}`, "Completed", "FullyGraded", "240000000000001", "300000000000000"},
	} {
		m, err := tt.c.Grading().ParseMarks([]byte(tt.marks))
		require.NoError(t, err)
		r, err := tt.c.Grading().Grade(m)
		require.NoError(t, err)
		s, err := export.LTIScore("u", r, day)
		require.NoError(t, err)
		assert.Equal(t, tt.activity, s.ActivityProgress, tt.marks)
		assert.Equal(t, tt.grading, s.GradingProgress, tt.marks)
		assert.Equal(t, tt.given, s.ScoreGiven.String(), tt.marks)
		assert.Equal(t, tt.maximum, s.ScoreMaximum.String(), tt.marks)
		assert.Equal(t, r.Shown(2).Sentence, s.Comment)
		text, err := json.Marshal(s)
		require.NoError(t, err)
		assert.Equal(t, tt.given != "", strings.Contains(string(text), "scoreGiven"))
	}
	m, err := precise.Grading().ParseMarks([]byte(`{"a": {"points": "2.4000000000000000000000001"}}`))
	require.NoError(t, err)
	r, err := precise.Grading().Grade(m)
	require.NoError(t, err)
	_, err = export.LTIScore("u", r, day)
	require.ErrorIs(t, err, rule.Violation{Code: "range"}, "just above 80 is no number")
	_, err = export.LTIScore("", r, day)
	require.ErrorIs(t, err, rule.Violation{Code: "required", Path: "user_id"})
	_, err = export.LTIScore("u", r, time.Time{})
	require.ErrorIs(t, err, rule.Violation{Code: "required", Path: "timestamp"})
	_, err = export.LTIScore("u", r, time.Date(1, 2, 3, 4, 5, 6, 7, time.UTC))
	require.ErrorIs(t, err, rule.Violation{Code: "range", Path: "timestamp"})
	s, err := export.LTIScore("u", grading.Result{}, day)
	require.NoError(t, err)
	assert.Equal(t, "Initialized NotReady", s.ActivityProgress+" "+s.GradingProgress, "a result without components")
}

// TestLTIScoreIsOnTheRightSide reads score and maximum as floats. It checks that the
// score is above 80% of the maximum if the exact total is above 80, and only then.
func TestLTIScoreIsOnTheRightSide(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		full := 1 + random.IntN(997)
		_, p := person(t, fmt.Sprintf(`{"components": [{"id": "a", "weight": "37", "award": {"points": {"max": "%d"}}}, {"id": "b", "weight": "63", "award": {"points": {"max": "%d"}}}], "certificate": {"above": "80"}}`, full, 1+random.IntN(97)),
			fmt.Sprintf(`{"a": {"points": "%d"}, "b": {"points": "1"}}`, random.IntN(full+1)))
		s, err := export.LTIScore("u", *p.Result, day)
		require.NoError(t, err)
		given, err := s.ScoreGiven.Float64()
		require.NoError(t, err)
		maximum, err := s.ScoreMaximum.Float64()
		require.NoError(t, err)
		if p.Result.Total.Compare(exact.Whole(80)) > 0 {
			assert.Greater(t, given*100, 80*maximum)
		} else {
			assert.LessOrEqual(t, given*100, 80*maximum)
		}
	}
}

// TestResultsAreOfTheParts checks the credential's result for each component: its value
// is the points of the component in percent of the component's full points, and it has a
// description.
func TestResultsAreOfTheParts(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	points := func(most int) string {
		switch random.IntN(6) {
		case 0:
			return `{"missing": true}`
		case 1:
			return `{"excused": true}`
		}
		return fmt.Sprintf(`{"points": "%d"}`, random.IntN(most+1))
	}
	compared := 0
	for range 200 {
		c, p := person(t, tree, fmt.Sprintf(`{"hw 1": %s, "hw 2": %s, "exam": %s, "bonus": {"completed": true}, "seen": {"attended": %d, "held": 4}}`,
			points(7), points(9), points(100), random.IntN(5)))
		full := map[string]grading.Part{}
		var walk func(parts []grading.Part)
		walk = func(parts []grading.Part) {
			for _, part := range parts {
				full[badge().Achievement+"#component-"+strings.ReplaceAll(part.Component, " ", "%20")] = part
				walk(part.Parts)
			}
		}
		walk(p.Result.Parts)
		out := open(t, c, p, badge())
		known := map[string]bool{}
		for _, d := range out.Subject.Achievement.Results {
			known[d.ID] = true
		}
		for _, r := range out.Subject.Result {
			assert.True(t, known[r.ResultDescription], r.ResultDescription)
			part, is := full[r.ResultDescription]
			if !is || part.Full.Sign() == 0 {
				continue
			}
			var value exact.Rational
			require.NoError(t, value.UnmarshalText([]byte(r.Value)))
			assert.Zero(t, value.Times(part.Full).Compare(part.Points.Times(exact.Whole(100))), "%s %s", r.ResultDescription, r.Value)
			compared++
		}
	}
	assert.Greater(t, compared, 400)
}

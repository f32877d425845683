package export_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/export"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// violations returns path and code of every violation.
func violations(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var vs rule.Violations
	require.ErrorAs(t, err, &vs)
	var list []string
	for _, v := range vs {
		list = append(list, v.Path+" "+v.Code)
	}
	return list
}

// An address is a scheme, a colon, and at least one more character. The scheme begins
// with a letter and continues with letters, digits, plus signs, hyphens and points. After
// the colon there are only characters that a URI may have.
func TestAddresses(t *testing.T) {
	t.Parallel()
	c, p := person(t, tree, `{"exam": {"points": "100"}}`)
	for address, valid := range map[string]bool{
		"a:b": true, "z:b": true, "A:b": true, "Z:b": true, "a0:b": true, "a9:b": true, "a+-.:b": true, "aZ:b": true, "a:b:c": true, "a:!~": true, "a:%20": true, "a:%aF": true, "a:b%20": true,
		"@:b": false, "[:b": false, "`:b": false, "{:b": false, "0:b": false, "+:b": false, "a/:b": false, "a::": true, "a@:b": false, "a[:b": false, "a`:b": false, "a{:b": false,
		"a:": false, ":b": false, "ab": false, "a: b": false, "a:b ": false, "a:b\x7f": false, "a:é": false, "a:\x00": false,
		"a:%": false, "a:%2": false, "a:%2g": false, "a:%g2": false, "a:%%20": false, "a:b%": false,
		`a:"`: false, "a:<": false, "a:>": false, `a:\`: false, "a:^": false, "a:`": false, "a:{": false, "a:|": false, "a:}": false,
	} {
		b := badge()
		b.Subject = address
		_, err := export.OpenBadge(c, p, b)
		var want []string
		if !valid {
			want = []string{"subject uri"}
		}
		assert.Equal(t, want, violations(t, err), "%q", address)
	}
}

// The instants of a badge are in the years 1970 to 9998. The end is not before the start,
// and the validity does not begin before the end; all three may be equal.
func TestInstantsOfABadge(t *testing.T) {
	t.Parallel()
	c, p := person(t, tree, `{"exam": {"points": "100"}}`)
	first, last := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9998, 12, 31, 23, 59, 59, 0, time.UTC)
	for name, tt := range map[string]struct {
		from, start, end time.Time
		want             []string
	}{
		"as early as can be":  {first, first, first, nil},
		"as late as can be":   {last, last, last, nil},
		"too early":           {first, first.Add(-1), first, []string{"start range"}},
		"too late":            {last.Add(time.Second), last, last, []string{"valid_from range"}},
		"in another zone":     {last.In(time.FixedZone("", 3600)), last, last, nil},
		"an end before":       {last, first.Add(1), first, []string{"end date-order"}},
		"valid before":        {first, first, first.Add(1), []string{"valid_from date-order"}},
		"without a start":     {first, time.Time{}, first, nil},
		"without an end":      {first, first.Add(1), time.Time{}, nil},
		"without a time":      {first, time.Time{}, time.Time{}, nil},
		"an end that is none": {last, first, last.Add(time.Second), []string{"end range"}},
	} {
		b := badge()
		b.ValidFrom, b.Start, b.End = tt.from, tt.start, tt.end
		_, err := export.OpenBadge(c, p, b)
		assert.Equal(t, tt.want, violations(t, err), name)
	}
	for digest, want := range map[string][]string{strings.Repeat("0", 62): {"journal digest"}, strings.Repeat("0", 63): {"journal digest"}, strings.Repeat("aF", 32): nil, strings.Repeat("0", 66): {"journal too-long"}} {
		b := badge()
		b.Journal = digest
		_, err := export.OpenBadge(c, p, b)
		assert.Equal(t, want, violations(t, err), digest)
	}
}

// If a course states no title of the certificate, or no description, OpenBadge uses the
// course's title. If the course states no issuer, OpenBadge uses the provider or, without
// a provider, the course's title.
func TestNamesOfABadge(t *testing.T) {
	t.Parallel()
	const scheme = `{"weights": "relative", "components": [
		{"id": "é/1", "weight": "2", "minimum": "50", "award": {"points": {"max": "10"}}},
		{"id": "b", "weight": "3", "award": {"levels": {"max": "10", "levels": [{"name": "low", "points": "0"}, {"name": "high", "points": "10"}]}}}],
		"certificate": {"at_least": "60"}}`
	made := func(more string) (*course.Course, course.Person) {
		c, err := course.Load([]byte(`{"version": 1, "id": "c", "title": "Course"`+more+`, "grading": `+scheme+`}`), nil)
		require.NoError(t, err)
		return c, certified(t, c, `{"é/1": {"points": "10"}, "b": {"level": "high"}}`)
	}
	for more, want := range map[string][4]string{
		``: {"Course", "Course", "Course", ""},
		`, "provider": "School", "description": "All of it", "language": "en"`:                                          {"Course", "School", "All of it", "en"},
		`, "provider": "School", "certificate": {"title": "Diploma", "issuer": "University"}, "language": "zh-Hant-TW"`: {"Diploma", "University", "Course", "zh-Hant-TW"},
		`, "language": "es-419"`:  {"Course", "Course", "Course", "es-419"},
		`, "language": "English"`: {"Course", "Course", "Course", ""},
	} {
		c, p := made(more)
		out := open(t, c, p, badge())
		assert.Equal(t, want, [4]string{out.Name, out.Issuer.Name, out.Subject.Achievement.Description, out.Subject.Achievement.InLanguage}, more)
		assert.Equal(t, out.Name, out.Subject.Achievement.Name)
	}
	c, p := made("")
	out := open(t, c, p, badge())
	assert.Equal(t, `The total must be at least 60%.

Totals are exact and are compared before any rounding. What counts:

- é/1: 2 parts of the whole; at least 50% of its full marks is required
- b: 3 parts of the whole`, out.Subject.Achievement.Criteria.Narrative)
	results := out.Subject.Achievement.Results
	require.Len(t, results, 3)
	base := badge().Achievement
	assert.Equal(t, []string{base + "#total", base + "#component-%C3%A9%2F1", base + "#component-b"}, []string{results[0].ID, results[1].ID, results[2].ID})
	assert.Equal(t, []string{"60", "50", ""}, []string{results[0].RequiredValue, results[1].RequiredValue, results[2].RequiredValue})
	assert.Equal(t, []string{"Percent", "Percent", "RubricCriterionLevel"}, []string{results[0].ResultType, results[1].ResultType, results[2].ResultType})
	require.Len(t, results[2].RubricCriterionLevel, 2)
	assert.Equal(t, base+"#level-b-2", results[2].RubricCriterionLevel[1].ID)
	assert.Equal(t, base+"#level-b-2", out.Subject.Result[2].AchievedLevel)
	assert.NotContains(t, out.Evidence[0].Narrative, "organisers")
}

// The required value is the threshold of the lowest outcome with a certificate. It is
// absent if that threshold is strict, or if no outcome has a certificate.
func TestRequiredOutcomes(t *testing.T) {
	t.Parallel()
	for outcomes, want := range map[string][2]string{
		`[{"name": "a", "certifies": true, "at_least": "80"}, {"name": "b", "certifies": true, "above": "50"}]`:                              {"", "b"},
		`[{"name": "a", "certifies": true, "above": "80"}, {"name": "b", "certifies": true, "at_least": "50"}, {"name": "c", "above": "0"}]`: {"50", "b"},
		`[{"name": "a", "at_least": "80"}]`: {"", ""},
	} {
		c, p := person(t, `{"components": [{"id": "x", "weight": "100", "award": {"completion": {}}}], "outcomes": `+outcomes+`}`, `{"x": {"completed": true}}`)
		results := open(t, c, p, badge()).Subject.Achievement.Results
		assert.Equal(t, want, [2]string{results[0].RequiredValue, results[1].RequiredValue}, outcomes)
	}
}

// A result fits a course if it has a part for each component, in the order and the groups
// of the components.
func TestOtherCourses(t *testing.T) {
	t.Parallel()
	c, p := person(t, tree, `{"exam": {"points": "100"}}`)
	for name, change := range map[string]func(p *course.Person){
		"one is missing":             func(p *course.Person) { p.Result.Parts = p.Result.Parts[:3] },
		"another order":              func(p *course.Person) { p.Result.Parts[2], p.Result.Parts[3] = p.Result.Parts[3], p.Result.Parts[2] },
		"one of a group missing":     func(p *course.Person) { p.Result.Parts[0].Parts = p.Result.Parts[0].Parts[:1] },
		"another one in a group":     func(p *course.Person) { p.Result.Parts[0].Parts[1].Component = "x" },
		"a group of one that is not": func(p *course.Person) { p.Result.Parts[1].Parts = p.Result.Parts[0].Parts },
	} {
		_, other := person(t, tree, `{"exam": {"points": "100"}}`)
		change(&other)
		_, err := export.OpenBadge(c, other, badge())
		assert.Equal(t, []string{" other-course"}, violations(t, err), name)
	}
	_, err := export.OpenBadge(c, p, badge())
	assert.NoError(t, err)
	_, err = export.OpenBadge(c, course.Person{Decision: "certified"}, badge())
	assert.Equal(t, []string{" not-certified"}, violations(t, err), "without a result")
}

// LTIScore requires a user id of one line, and an instant in the years 1970 to 9998.
func TestInputsOfAScore(t *testing.T) {
	t.Parallel()
	_, p := person(t, tree, `{}`)
	for _, tt := range []struct {
		user string
		at   time.Time
		want []string
	}{
		{strings.Repeat("u", 255), day, nil},
		{strings.Repeat("u", 256), day, []string{"user_id too-long"}},
		{"a\nb", day, []string{"user_id text"}},
		{"u", time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), nil},
		{"u", time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC), []string{"timestamp range"}},
		{"u", time.Date(9998, 12, 31, 23, 59, 59, 0, time.UTC), nil},
		{"u", time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), []string{"timestamp range"}},
		{"u", time.Date(9999, 1, 1, 0, 30, 0, 0, time.FixedZone("", 3600)), nil},
		{"", time.Time{}, []string{"user_id required", "timestamp required"}},
	} {
		_, err := export.LTIScore(tt.user, *p.Result, tt.at)
		assert.Equal(t, tt.want, violations(t, err), "%s %s", tt.user, tt.at)
	}
}

// ActivityProgress and GradingProgress depend on the components that are open and on
// those that are excused.
func TestProgress(t *testing.T) {
	t.Parallel()
	const all = `"hw 1": {"points": "1"}, "hw 2": {"points": "1"}, "seen": {"attended": 1, "held": 4}, "exam": {"points": "1"}, "bonus": {"completed": false}`
	for marks, want := range map[string][2]string{
		`{}`:                                   {"Initialized", "NotReady"},
		`{"exam": {"points": "0"}}`:            {"InProgress", "Pending"},
		`{"exam": {"missing": true}}`:          {"InProgress", "Pending"},
		`{"exam": {"excused": true}}`:          {"Initialized", "NotReady"},
		`{"seen": {"attended": 1, "held": 1}}`: {"Initialized", "NotReady"},
		`{"hw 1": {"points": "0"}}`:            {"InProgress", "Pending"},
		`{"hw 1": {"excused": true}, "hw 2": {"excused": true}, "seen": {"excused": true}, "exam": {"excused": true}, "bonus": {"excused": true}}`: {"Completed", "NotReady"},
		`{` + all + `}`: {"Completed", "FullyGraded"},
		strings.Replace(`{`+all+`}`, `{"completed": false}`, `{"excused": true}`, 1): {"Completed", "FullyGraded"},
		strings.Replace(`{`+all+`}`, `{"completed": false}`, `{"pending": true}`, 1): {"InProgress", "Pending"},
	} {
		_, p := person(t, tree, marks)
		s, err := export.LTIScore("u", *p.Result, day)
		require.NoError(t, err)
		assert.Equal(t, want, [2]string{s.ActivityProgress, s.GradingProgress}, marks)
	}
}

// A decimal total of up to 16 characters is written as it is. Any other total is written
// as a fraction if a float64 can hold its numbers, and otherwise rounded so that it stays
// on its side of the threshold.
func TestNumbersOfAScore(t *testing.T) {
	t.Parallel()
	for points, want := range map[string][2]string{ // points of 100
		"12.3456789012345":  {"12.3456789012345", "100"},           // 16 characters
		"12.34567890123456": {"19290123283179", "156250000000000"}, // 17 characters
		"12.34567890123":    {"12.34567890123", "100"},
		"100":               {"100", "100"},
		"0":                 {"0", "100"},
	} {
		_, p := person(t, `{"components": [{"id": "x", "weight": "100", "award": {"points": {"max": "100"}}}], "certificate": {"above": "50"}}`, `{"x": {"points": "`+points+`"}}`)
		s, err := export.LTIScore("u", *p.Result, day)
		require.NoError(t, err)
		assert.Equal(t, want, [2]string{s.ScoreGiven.String(), s.ScoreMaximum.String()}, points)
	}
}

// A fraction is written as it is if neither its numerator nor a hundred times its
// denominator is more than 2^53. Any other fraction is rounded to ten places.
func TestFractionsOfAScore(t *testing.T) {
	t.Parallel()
	for total, want := range map[string][2]string{
		"9007199254740992/90071992547409": {"9007199254740992", "9007199254740900"},
		"9007199254740993/90071992547407": {"100.0000000000", "100"},
		"1/90071992547409":                {"1", "9007199254740900"},
		"100000000000001/300000000000002": {"0.3333333333", "100"},
		"18446744073709551617/7":          {"2635249153387078802.4285714286", "100"},
	} {
		r := grading.Result{Parts: []grading.Part{{Component: "x", Status: grading.StatusGraded}}}
		require.NoError(t, r.Total.UnmarshalText([]byte(total)))
		s, err := export.LTIScore("u", r, day)
		require.NoError(t, err, total)
		assert.Equal(t, want, [2]string{s.ScoreGiven.String(), s.ScoreMaximum.String()}, total)
	}
}

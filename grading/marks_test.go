package grading_test

import (
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each mark breaks one rule, and Grade reports only the violation of that rule.
func TestMarkViolations(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components = append(s.Components, grading.Component{ID: "hw", Weight: dec("0"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "sum"}}})
	g := compiled(t, s)
	attended := func(n, held int) grading.Mark { return grading.Mark{Attended: &n, Held: &held} }
	some := grading.Mark{Items: []grading.ItemMark{}}
	for name, c := range map[string]struct {
		id   string
		mark grading.Mark
		want string
	}{
		"nothing":                     {"quiz", grading.Mark{}, " one-of"},
		"two states":                  {"quiz", grading.Mark{Missing: true, Pending: true}, " one-of"},
		"a mark and a state":          {"quiz", grading.Mark{Completed: new(true), Excused: true}, " one-of"},
		"two marks":                   {"quiz", grading.Mark{Completed: new(true), Level: "good"}, " one-of"},
		"two marks, one of items":     {"hw", grading.Mark{Items: some.Items, Level: "good"}, " one-of"},
		"completion of a project":     {"project", grading.Mark{Completed: new(true)}, " mark-kind"},
		"attendance of a quiz":        {"quiz", attended(1, 1), " mark-kind"},
		"points of a quiz":            {"quiz", grading.Mark{Points: new(dec("1"))}, " mark-kind"},
		"a level of a quiz":           {"quiz", grading.Mark{Level: "good"}, " mark-kind"},
		"items of a quiz":             {"quiz", some, " mark-kind"},
		"points of items":             {"hw", grading.Mark{Points: new(dec("1"))}, " mark-kind"},
		"attended alone":              {"attendance", grading.Mark{Attended: new(1)}, ".held required"},
		"held alone":                  {"attendance", grading.Mark{Held: new(1)}, ".attended required"},
		"attended below 0":            {"attendance", attended(-1, 3), ".attended range"},
		"attended more than held":     {"attendance", attended(4, 3), ".attended range"},
		"held more than there are":    {"attendance", attended(5, 6), ".held range"},
		"points below 0":              {"participation", grading.Mark{Points: new(dec("-0.5"))}, ".points range"},
		"points above the maximum":    {"participation", grading.Mark{Points: new(dec("15.5"))}, ".points above-maximum"},
		"points off their step":       {"participation", grading.Mark{Points: new(dec("12.25"))}, ".points off-step"},
		"points not stated":           {"participation", grading.Mark{Points: new(exact.Decimal{})}, ".points required"},
		"a level that is none":        {"project", grading.Mark{Level: "Good"}, ".level unknown-level"},
		"a component there is not":    {"essay", grading.Mark{Pending: true}, " unknown-component"},
		"a mark of no component":      {"essay", grading.Mark{Level: "good"}, " unknown-component"},
		"a component with a long key": {strings.Repeat("é", 100), grading.Mark{Pending: true}, " unknown-component"},
	} {
		_, err := g.Grade(grading.Marks{c.id: c.mark})
		t.Run(name, func(t *testing.T) { assertViolations(t, err, rule.Key("", c.id)+strings.TrimPrefix(c.want, "")) })
	}
	for name, c := range map[string]struct {
		id   string
		mark grading.Mark
	}{
		"0 of 0 sessions":    {"attendance", attended(0, 0)},
		"5 of 5 sessions":    {"attendance", attended(5, 5)},
		"0 points":           {"participation", grading.Mark{Points: new(dec("0"))}},
		"-0 points":          {"participation", grading.Mark{Points: new(dec("-0"))}},
		"15.0 points":        {"participation", grading.Mark{Points: new(dec("15.0"))}},
		"0.5 points, longer": {"participation", grading.Mark{Points: new(dec("0.50000000000000000000000000000000"))}},
		"excused":            {"project", grading.Mark{Excused: true}},
	} {
		_, err := g.Grade(grading.Marks{c.id: c.mark})
		assert.NoError(t, err, name)
	}
}

// If a mark does not fit the component's award, the violation names the fields that the
// award takes.
func TestMarkKindSaysWhatIsTaken(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components = append(s.Components, grading.Component{ID: "hw", Weight: dec("0"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "sum"}}})
	g := compiled(t, s)
	for id, want := range map[string]string{"quiz": "completed", "attendance": "attended and held", "participation": "points", "project": "level", "hw": "items"} {
		mark := grading.Mark{Points: new(dec("1"))}
		if id == "participation" {
			mark = grading.Mark{Level: "good"}
		}
		var vs rule.Violations
		require.ErrorAs(t, g.CheckMark(id, mark), &vs)
		assert.Equal(t, "not a mark of this component's award, which takes "+want, vs[0].Detail)
	}
}

// All mistakes in a person's marks are reported at once, in the order of the JSON text.
// The details of the violations never quote a value of the marks.
func TestMarksAllAtOnce(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	_, err := g.ParseMarks([]byte(`{
		"project": {"level": "secret-level"},
		"attendance": {"attended": -77, "held": 777},
		"participation": {"points": "77.7"},
		"quiz": {"completed": "yes"},
		"essay": {"points": 1}
	}`))
	assertViolations(t, err, `["project"].level unknown-level`, `["attendance"].attended range`, `["attendance"].held range`,
		`["participation"].points above-maximum`, `["quiz"].completed type`, `["essay"] unknown-component`, `["essay"].points type`)
	for _, value := range []string{"secret", "77", "yes"} {
		assert.NotContains(t, err.Error(), value)
	}

	_, err = g.ParseMarks([]byte(`{"attendance": {"attended": "x", "held": 9}, "participation": {"points": "1e999999"}, "quiz": {"completed": true, "late": 1, "completed": false}}`))
	assertViolations(t, err, `["attendance"].attended type`, `["attendance"].held range`, `["participation"].points decimal`,
		`["quiz"].completed duplicate-key`, `["quiz"].late unknown-key`)

	_, err = g.ParseMarks([]byte(`{"attendance": {"attended": "x", "held": 3}, "participation": {"points": "77", "points": "1"}}`))
	assertViolations(t, err, `["attendance"].attended type`, `["participation"].points above-maximum`, `["participation"].points duplicate-key`)

	marks, err := g.ParseMarks([]byte(`{"quiz": {"completed": false}, "attendance": {"attended": 0, "held": 0}}`))
	require.NoError(t, err)
	assert.Equal(t, grading.Marks{"quiz": {Completed: new(false)}, "attendance": {Attended: new(0), Held: new(0)}}, marks)
}

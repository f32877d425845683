package grading_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// homework returns a scheme with one list of items, certified above 80.
func homework(a grading.ItemsAward) grading.Scheme {
	s := itemsScheme(a)
	s.Certificate = grading.Certificate{Above: new(dec("80"))}
	return s
}

// If a list has fewer items than MinItems, the items to come are open. The
// decision is pending as long as these items can change it.
func TestItemsStillToShow(t *testing.T) {
	t.Parallel()
	g := compiled(t, homework(grading.ItemsAward{Combine: "mean", MinItems: 2}))
	for _, c := range []struct {
		marks    grading.Marks
		decision grading.Decision
	}{
		{list("10/10"), grading.Pending}, {list("6/10"), grading.NotCertified}, {list("6.1/10"), grading.Pending},
		{list("10/10", "7/10"), grading.Certified}, {list(), grading.Pending},
	} {
		r, err := g.Grade(c.marks)
		require.NoError(t, err)
		assert.Equal(t, c.decision, r.Decision, "%+v", c.marks)
	}
	// A never_drop item that is not listed yet is pending: it is neither
	// dropped nor missing.
	g = compiled(t, homework(grading.ItemsAward{Combine: "mean", DropLowest: 2, MinItems: 5, NeverDrop: []string{"hw06"}}))
	marks := list("9/10", "9/10", "7/10")
	r, err := g.Grade(marks)
	require.NoError(t, err)
	assert.Equal(t, grading.Pending, r.Decision)
	assert.Equal(t, "60", r.Total.String())
	assert.Equal(t, grading.ItemPart{ID: "hw06", Status: grading.StatusPending}, r.Parts[0].Items[3])
	closed, err := g.Grade(g.Close(marks))
	require.NoError(t, err)
	assert.Equal(t, grading.NotCertified, closed.Decision)
	assert.Equal(t, "60", closed.Total.String())
	assert.Equal(t, []grading.ItemMark{{ID: "hw06", Missing: true}, {Missing: true}}, g.Close(marks)["hw"].Items[3:])
}

func TestOpen(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Weights = "relative"
	s.Components = append(s.Components,
		grading.Component{ID: "hw", Weight: dec("1"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "mean", MinItems: 4, NeverDrop: []string{"x"}}}},
		grading.Component{ID: "free", Weight: dec("1"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "sum", NeverDrop: []string{"x"}}}})
	g := compiled(t, s)
	assert.Equal(t, []grading.Open{{Component: "quiz"}, {Component: "attendance"}, {Component: "participation"}, {Component: "project"}, {Component: "hw"}, {Component: "free"}}, g.Open(nil))
	assert.Equal(t, []grading.Open{
		{Component: "attendance", Sessions: 2},
		{Component: "participation"},
		{Component: "project", HandedIn: true},
		{Component: "hw", HandedIn: true, Items: 3},
		{Component: "free", Items: 1},
	}, g.Open(grading.Marks{
		"quiz":          {Missing: true},
		"attendance":    {Attended: new(1), Held: new(3), ExcusedSessions: 1},
		"participation": {Pending: true},
		"project":       {HandedIn: true},
		"hw":            {Items: []grading.ItemMark{{Excused: true}, {HandedIn: true, Pending: true}}},
		"free":          {Items: []grading.ItemMark{{Pending: true, Possible: dec("3")}}},
	}))
	assert.Equal(t, []grading.Open{}, g.Open(grading.Marks{
		"quiz":          {Completed: new(true), Pending: true}, // not a valid mark
		"attendance":    {Attended: new(1), Held: new(5)},
		"participation": {Excused: true},
		"project":       {Level: "good"},
		"hw":            {Items: []grading.ItemMark{{Excused: true}, {Missing: true}, {Missing: true}, {ID: "x", Missing: true}}},
		"free":          {Items: []grading.ItemMark{{Missing: true, Possible: dec("3")}}},
	}))
	r, err := g.Grade(grading.Marks{"project": {HandedIn: true}})
	require.NoError(t, err)
	assert.Equal(t, grading.StatusPending, r.Parts[3].Status)
	assert.Equal(t, "handed in, not marked yet", r.Parts[3].Have)
	assert.Equal(t, "still open", r.Parts[2].Have)
}

// The marks that Close returns share nothing with the marks that it was given.
func TestCloseSharesNothing(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	marks := refMarks(true, 4, "12.5", "good")
	marks["other"] = grading.Mark{Items: []grading.ItemMark{{Earned: new(dec("1"))}}}
	closed := g.Close(marks)
	*closed["quiz"].Completed = false
	*closed["attendance"].Attended = 0
	*closed["participation"].Points = dec("1")
	*closed["other"].Items[0].Earned = dec("0")
	want := refMarks(true, 4, "12.5", "good")
	want["other"] = grading.Mark{Items: []grading.ItemMark{{Earned: new(dec("1"))}}}
	assert.Equal(t, want, marks)
}

func TestCheckMark(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	assert.NoError(t, g.CheckMark("project", grading.Mark{Level: "good"}))
	assert.NoError(t, g.CheckMark("project", grading.Mark{Pending: true}))
	assertViolations(t, g.CheckMark("project", grading.Mark{Level: "great"}), "level unknown-level")
	assertViolations(t, g.CheckMark("participation", grading.Mark{Points: new(dec("15.25"))}), "points above-maximum")
	assertViolations(t, g.CheckMark("participation", grading.Mark{Points: new(dec("15")), Missing: true}), "one-of")
	assertViolations(t, g.CheckMark("essay", grading.Mark{}), "unknown-component")
	g = compiled(t, itemsScheme(grading.ItemsAward{Combine: "sum"}))
	assertViolations(t, g.CheckMark("hw", list("5/4", "?")["hw"]), "items[0].earned above-maximum", "items[1].possible required")
}

// A list is refused if its items and the items still expected are too many
// together. CheckMark refuses it at once, before Close adds the expected items.
func TestTooManyItemsWithThoseExpected(t *testing.T) {
	t.Parallel()
	g := compiled(t, itemsScheme(grading.ItemsAward{Combine: "mean", NeverDrop: []string{"x"}}))
	items := make([]grading.ItemMark, 1000)
	for i := range items {
		items[i].Missing = true
	}
	assertViolations(t, g.CheckMark("hw", grading.Mark{Items: items}), "items too-many")
	items[7].ID = "x"
	assert.NoError(t, g.CheckMark("hw", grading.Mark{Items: items}))
}

// Open does not list marks that do not fit the scheme, and Close leaves them as
// they are.
func TestCloseOfMarksThatDoNotFit(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components[2].Award = grading.Award{Items: &grading.ItemsAward{Combine: "mean", MinItems: 2}}
	g := compiled(t, s)
	for _, marks := range []grading.Marks{
		{"quiz": {Attended: new(1), Held: new(2)}}, {"quiz": {Held: new(2)}}, {"attendance": {Held: new(2)}}, {"attendance": {Attended: new(2)}},
		{"attendance": {ExcusedSessions: 1}}, {"quiz": {Items: []grading.ItemMark{{Pending: true}}}}, {"attendance": {Items: []grading.ItemMark{}}},
		{"participation": {Attended: new(1), Held: new(2)}}, {"attendance": {Attended: new(6), Held: new(6)}}, {"project": {}}, {"project": {Missing: true, Pending: true}},
	} {
		id := slices.Collect(maps.Keys(marks))[0]
		before := marks[id]
		for _, open := range g.Open(marks) {
			assert.NotEqual(t, id, open.Component, "%+v", before)
		}
		assert.Equal(t, before, g.Close(marks)[id])
	}
}

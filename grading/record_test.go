package grading_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGradeRecord(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	refused := grading.Record{ID: "A001", Marks: refMarks(true, 5, "15", "submission")}
	plain, err := g.GradeRecord(refused)
	require.NoError(t, err)
	assert.Equal(t, grading.NotCertified, plain.Decision)
	assert.False(t, plain.EverCertified)

	by := grading.Override{Decision: grading.Certified, By: "the course committee", Reason: "appeal upheld"}
	refused.Override = &by
	ruled, err := g.GradeRecord(refused)
	require.NoError(t, err)
	assert.Equal(t, grading.Certified, ruled.Decision)
	assert.True(t, ruled.EverCertified)
	assert.Equal(t, plain.Result, ruled.Result, "an override changes no mark, no total and no finding")
	by.Reason = "changed later"
	assert.Equal(t, "appeal upheld", ruled.Override.Reason, "an entry shares nothing with its record")

	passed := grading.Record{ID: "A002", Marks: refMarks(true, 5, "15", "good"), Override: &grading.Override{Decision: grading.NotCertified, By: "x", Reason: "y"}}
	revoked, err := g.GradeRecord(passed)
	require.NoError(t, err)
	assert.Equal(t, grading.NotCertified, revoked.Decision)
	assert.Equal(t, grading.Certified, revoked.Result.Decision)
	assert.False(t, revoked.EverCertified, "it never was the decision")
}

func TestRegrade(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	good := grading.Record{ID: "A001", Marks: refMarks(true, 5, "15", "good")}
	before, err := g.GradeRecord(good)
	require.NoError(t, err)
	require.Equal(t, grading.Certified, before.Decision)

	same, changes, err := g.Regrade(before, good)
	require.NoError(t, err)
	assert.Equal(t, before, same)
	assert.Empty(t, changes)

	// A regrade applies the threshold even if the person was certified before.
	worse := grading.Record{ID: "A001", Marks: refMarks(true, 5, "15", "submission")}
	after, changes, err := g.Regrade(before, worse)
	require.NoError(t, err)
	assert.Equal(t, grading.NotCertified, after.Decision)
	assert.True(t, after.EverCertified)
	assert.Equal(t, []grading.Change{
		{Code: "decision", Before: "certified", After: "not_certified"},
		{Code: "total", Before: "90", After: "80"},
		{Code: "points", Component: "project", Before: "50", After: "40"},
	}, changes)

	// An override certifies the person again, and the changes say who decided
	// so and why.
	worse.Override = &grading.Override{Decision: grading.Certified, By: "committee", Reason: "appeal"}
	granted, changes, err := g.Regrade(after, worse)
	require.NoError(t, err)
	assert.Equal(t, grading.Certified, granted.Decision)
	assert.Equal(t, []grading.Change{
		{Code: "decision", Before: "not_certified", After: "certified"},
		{Code: "override", Before: "", After: "certified by committee: appeal", By: "committee", Reason: "appeal"},
	}, changes)

	// The entry is stored, read back and regraded under another scheme, without
	// the override.
	data, err := json.Marshal(granted)
	require.NoError(t, err)
	var stored grading.Entry
	require.NoError(t, json.Unmarshal(data, &stored))
	s := reference()
	s.Certificate = grading.Certificate{AtLeast: new(dec("80"))}
	s.Components[0] = grading.Component{ID: "essay", Weight: dec("10"), Award: grading.Award{Completion: &grading.CompletionAward{}}}
	marks := refMarks(true, 5, "15", "submission")
	delete(marks, "quiz")
	later, changes, err := compiled(t, s).Regrade(stored, grading.Record{ID: "A001", Marks: marks})
	require.NoError(t, err)
	assert.Equal(t, grading.Pending, later.Decision)
	assert.True(t, later.EverCertified)
	assert.Equal(t, []grading.Change{
		{Code: "decision", Before: "certified", After: "pending"},
		{Code: "override", Before: "certified by committee: appeal", After: ""},
		{Code: "threshold", Before: "above 80", After: "at least 80"},
		{Code: "total", Before: "80", After: "70"},
		{Code: "status", Component: "essay", Before: "", After: "pending"},
		{Code: "status", Component: "quiz", Before: "graded", After: ""},
		{Code: "points", Component: "quiz", Before: "10", After: "0"},
	}, changes)

	first, changes, err := g.Regrade(grading.Entry{ID: "A001"}, good)
	require.NoError(t, err)
	assert.Equal(t, before, first, "from nothing it is the first grading")
	assert.Contains(t, changes, grading.Change{Code: "certified", Before: "no", After: "yes"})
	assert.Contains(t, changes, grading.Change{Code: "threshold", Before: "", After: "above 80"})
}

func TestRecordViolations(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	long := func(n int) string { return strings.Repeat("é", n) }
	_, err := g.GradeRecord(grading.Record{Marks: grading.Marks{"quiz": {}}, Override: &grading.Override{}})
	assertViolations(t, err, "id required", `marks["quiz"] one-of`, "override.decision required", "override.by required", "override.reason required")
	_, err = g.GradeRecord(grading.Record{ID: "a\tb", Override: &grading.Override{Decision: grading.Pending, By: long(201), Reason: long(2001)}})
	assertViolations(t, err, "id id", "override.decision unknown-value", "override.by too-long", "override.reason too-long")
	_, err = g.GradeRecord(grading.Record{ID: "a", Override: &grading.Override{Decision: grading.Certified, By: long(200), Reason: long(2000)}})
	require.NoError(t, err)
	_, _, err = g.Regrade(grading.Entry{ID: "b"}, grading.Record{ID: "a"})
	assertViolations(t, err, "id other-person")
	_, _, err = g.Regrade(grading.Entry{ID: "a"}, grading.Record{ID: "a", Marks: grading.Marks{"essay": {}}})
	assertViolations(t, err, `marks["essay"] unknown-component`)

	_, err = g.ParseRecord([]byte(`{"id": 7, "marks": {"quiz": {"level": "x"}}, "override": {"decision": "pending", "by": "a"}}`))
	assertViolations(t, err, "id type", `marks["quiz"] mark-kind`, "override.reason required", "override.decision unknown-value")
	record, err := g.ParseRecord([]byte(`{"id": "A1", "marks": {"quiz": {"completed": true}}, "notes": {"quiz": {"by": "b"}}}`))
	require.NoError(t, err)
	assert.Equal(t, grading.Record{ID: "A1", Marks: grading.Marks{"quiz": {Completed: new(true)}}, Notes: map[string]grading.Note{"quiz": {By: "b"}}}, record)
}

// Regrade lists changes of groups, of the components in them and of outcomes.
func TestRegradeOfATree(t *testing.T) {
	t.Parallel()
	s := parsed(t, `{"components": [
	  {"id": "g", "weight": "60", "award": {"group": {"components": [
	    {"id": "a", "weight": "1", "award": {"points": {"max": "10"}}}, {"id": "b", "weight": "1", "award": {"points": {"max": "10"}}}]}}},
	  {"id": "c", "weight": "40", "award": {"points": {"max": "10"}}}],
	 "outcomes": [{"name": "good", "certifies": true, "at_least": "80"}, {"name": "pass", "certifies": true, "at_least": "50"}]}`)
	g := compiled(t, s)
	marks := func(a string) grading.Record {
		return grading.Record{ID: "A001", Marks: grading.Marks{"a": {Points: new(dec(a))}, "b": {Points: new(dec("10"))}, "c": {Points: new(dec("5"))}}}
	}
	before, err := g.GradeRecord(marks("10"))
	require.NoError(t, err)
	record := marks("5")
	record.Notes = map[string]grading.Note{"a": {By: "tutor", Reason: "copied"}}
	_, changes, err := g.Regrade(before, record)
	require.NoError(t, err)
	assert.Equal(t, []grading.Change{
		{Code: "outcome", Before: "good", After: "pass"},
		{Code: "total", Before: "80", After: "65"},
		{Code: "points", Component: "g", Before: "60", After: "45"},
		{Code: "points", Component: "a", Before: "30", After: "15", By: "tutor", Reason: "copied"},
	}, changes)
	// If the scheme no longer has the group, the components in it are listed as
	// gone too.
	s.Components = s.Components[1:]
	s.Components[0].Weight = dec("100")
	_, changes, err = compiled(t, s).Regrade(before, grading.Record{ID: "A001", Marks: grading.Marks{"c": {Points: new(dec("5"))}}})
	require.NoError(t, err)
	assert.Equal(t, []grading.Change{
		{Code: "outcome", Before: "good", After: "pass"},
		{Code: "total", Before: "80", After: "50"},
		{Code: "points", Component: "c", Before: "20", After: "50"},
		{Code: "status", Component: "g", Before: "graded", After: ""},
		{Code: "points", Component: "g", Before: "60", After: "0"},
		{Code: "status", Component: "a", Before: "graded", After: ""},
		{Code: "points", Component: "a", Before: "30", After: "0"},
		{Code: "status", Component: "b", Before: "graded", After: ""},
		{Code: "points", Component: "b", Before: "30", After: "0"},
	}, changes)
}

// The sentence of an entry with an override says first what was decided, and then what the
// marks come to.
func TestShownOfAnOverride(t *testing.T) {
	t.Parallel()
	record := grading.Record{ID: "A001", Marks: refMarks(true, 4, "12.5", "submission")}
	const marks = "Not certified: the total is 62.5; more than 80 is required."
	for decision, want := range map[grading.Decision]string{
		"":                   marks,
		grading.Certified:    "Certified by a decision of the organisers; by the marks: " + marks,
		grading.NotCertified: "Not certified by a decision of the organisers; by the marks: " + marks,
	} {
		record.Override = nil
		if decision != "" {
			record.Override = &grading.Override{Decision: decision, By: "committee", Reason: "appeal"}
		}
		entry, err := compiled(t, reference()).GradeRecord(record)
		require.NoError(t, err)
		shown := entry.Shown(2)
		assert.Equal(t, want, shown.Sentence)
		assert.Equal(t, want, joined(documented(t), shown.Said))
		assert.Equal(t, entry.Result.Shown(2).Parts, shown.Parts)
	}
	unknown := grading.Entry{Override: &grading.Override{Decision: "x"}}
	assert.Equal(t, unknown.Result.Shown(2), unknown.Shown(2), "of a stored entry")
}

package grading_test

import (
	"encoding/json"
	"reflect"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// eachText calls f with every text in a value, at any depth, and with the path of the
// text. f may change the text.
func eachText(v reflect.Value, path string, f func(v reflect.Value, path string)) {
	if v.Type() == reflect.TypeFor[exact.Decimal]() || v.Type() == reflect.TypeFor[exact.Rational]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		f(v, path)
	case reflect.Pointer:
		if !v.IsNil() {
			eachText(v.Elem(), path, f)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachText(v.Index(i), path+"["+strconv.Itoa(i)+"]", f)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				eachText(v.Field(i), path+"."+v.Type().Field(i).Name, f)
			}
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			element := reflect.New(v.Type().Elem()).Elem()
			element.Set(v.MapIndex(key))
			eachText(element, path+"["+key.String()+"]", func(text reflect.Value, path string) {
				f(text, path)
				v.SetMapIndex(key, element)
			})
			v.SetMapIndex(key, element)
		}
	}
}

// spoiled are texts that every field refuses: one with an escape character, one
// with a character that reverses the direction of writing, and one with bytes
// that are not UTF-8.
var spoiled = []string{"a\x1b[31m", "a\u202eb", "a\xff"}

// Every text of a scheme is checked. Each is of one of three kinds: an id, one of a fixed
// set of names, or a single line of text.
func TestEveryTextOfASchemeHasAKind(t *testing.T) {
	t.Parallel()
	s := parsed(t, seminar)
	s.Weights = "percent"
	s.Components[0].Source, s.Outcomes[0].Source = &rule.Source{Section: "a"}, &rule.Source{Section: "b"}
	s.Components[2].Award = grading.Award{Levels: &grading.LevelsAward{Max: dec("1"), Levels: []grading.Level{{Name: "good", Points: dec("1")}}}}
	s.Components[3].Award = grading.Award{Items: &grading.ItemsAward{Combine: "mean", NeverDrop: []string{"x"}}}
	require.NoError(t, s.Validate())
	n := 0
	eachText(reflect.ValueOf(&s), "scheme", func(v reflect.Value, path string) {
		before := v.String()
		for _, bad := range spoiled {
			v.SetString(bad)
			assert.Error(t, s.Validate(), path)
		}
		v.SetString(before)
		n++
	})
	assert.Greater(t, n, 25)
	require.NoError(t, s.Validate(), "all is as it was")
	c := reference()
	c.Certificate.Source.Section = spoiled[0]
	assert.Error(t, c.Validate())
}

// Every text of a record and of a stored result is checked as well.
func TestEveryTextOfARecordHasAKind(t *testing.T) {
	t.Parallel()
	s := parsed(t, seminar)
	s.Components[2].Award = grading.Award{Levels: &grading.LevelsAward{Max: dec("1"), Levels: []grading.Level{{Name: "good", Points: dec("1")}}}}
	s.Components[3].Award = grading.Award{Items: &grading.ItemsAward{Combine: "mean", NeverDrop: []string{"x"}}}
	s.Components[3].Source = &rule.Source{Section: "x"}
	s.Outcomes[0].Source = &rule.Source{Section: "y"}
	s.Weights = "percent"
	g := compiled(t, s)
	marks := seminarMarks("0", "0")
	marks["midterm"] = grading.Mark{Level: "good"}
	marks["final"] = grading.Mark{Items: []grading.ItemMark{{ID: "x", Earned: new(dec("1")), Possible: dec("2")}}}
	record := grading.Record{
		ID: "A1", Marks: marks, Override: &grading.Override{Decision: grading.Certified, By: "a", Reason: "b"},
		Notes: map[string]grading.Note{"hw1": {By: "a", Reason: "b"}},
	}
	entry, err := g.GradeRecord(record)
	require.NoError(t, err)
	n := 0
	eachText(reflect.ValueOf(&record), "record", func(v reflect.Value, path string) {
		n++
	})
	assert.Greater(t, n, 6)
	for _, bad := range spoiled {
		for path, change := range map[string]func(*grading.Record){
			"id":    func(r *grading.Record) { r.ID = bad },
			"level": func(r *grading.Record) { r.Marks = grading.Marks{"midterm": {Level: bad}} },
			"item": func(r *grading.Record) {
				r.Marks = grading.Marks{"final": {Items: []grading.ItemMark{{ID: bad, Missing: true}}}}
			},
			"component": func(r *grading.Record) { r.Marks = grading.Marks{bad: {Missing: true}} },
			"decision": func(r *grading.Record) {
				r.Override = &grading.Override{Decision: grading.Decision(bad), By: "a", Reason: "b"}
			},
			"by": func(r *grading.Record) {
				r.Override = &grading.Override{Decision: grading.Certified, By: bad, Reason: "b"}
			},
			"reason": func(r *grading.Record) {
				r.Override = &grading.Override{Decision: grading.Certified, By: "a", Reason: bad}
			},
			"note by": func(r *grading.Record) { r.Notes = map[string]grading.Note{"hw1": {By: bad}} },
			"note":    func(r *grading.Record) { r.Notes = map[string]grading.Note{"hw1": {Reason: bad}} },
			"noted":   func(r *grading.Record) { r.Notes = map[string]grading.Note{bad: {Reason: "a"}} },
		} {
			changed := record
			change(&changed)
			_, err := g.GradeRecord(changed)
			assert.Error(t, err, path)
		}
	}
	back := func(r grading.Result) error {
		data, err := json.Marshal(r)
		require.NoError(t, err)
		return json.Unmarshal(data, new(grading.Result))
	}
	require.NoError(t, back(entry.Result))
	n = 0
	eachText(reflect.ValueOf(&entry.Result), "result", func(v reflect.Value, path string) {
		before := v.String()
		for _, bad := range spoiled[:2] { // json.Marshal replaces bytes that are not UTF-8
			v.SetString(bad)
			assert.Error(t, back(entry.Result), path)
		}
		v.SetString(before)
		n++
	})
	assert.Greater(t, n, 40)
	require.NoError(t, back(entry.Result))
}

// Regrade copies the note on a component into the change of this component.
func TestNotes(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	record := grading.Record{ID: "A1", Marks: refMarks(true, 5, "15", "submission")}
	before, err := g.GradeRecord(record)
	require.NoError(t, err)
	record.Marks = refMarks(true, 5, "15", "good")
	record.Notes = map[string]grading.Note{"project": {By: "the jury", Reason: "a page was overlooked"}}
	_, changes, err := g.Regrade(before, record)
	require.NoError(t, err)
	assert.Equal(t, []grading.Change{
		{Code: "decision", Before: "not_certified", After: "certified"},
		{Code: "certified", Before: "no", After: "yes"},
		{Code: "total", Before: "80", After: "90"},
		{Code: "points", Component: "project", Before: "40", After: "50", By: "the jury", Reason: "a page was overlooked"},
	}, changes)
	record.Notes["essay"] = grading.Note{}
	_, err = g.GradeRecord(record)
	assertViolations(t, err, `notes["essay"] unknown-component`)

	// Regrade refuses entries that no grader returned.
	before.Result.Parts[0].Points = exact.Whole(11)
	record.Notes = nil
	_, _, err = g.Regrade(before, record)
	assertViolations(t, err, "result points-total")
	_, _, err = g.Regrade(grading.Entry{ID: "A1", Decision: "passed"}, record)
	assertViolations(t, err, "result points-total")
}

package course_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile is a text that every field must refuse: in a terminal it would change the
// colour and the direction of the text that follows.
const hostile = "a\x1b[31m\u202eb"

// texts calls visit(path, v) for every text v in a value. The function may change the
// text.
func texts(v reflect.Value, path string, visit func(path string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			texts(v.Elem(), path, visit)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			texts(v.Index(i), path+"[]", visit)
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			element := reflect.New(v.Type().Elem()).Elem()
			element.Set(v.MapIndex(key))
			texts(element, path+"{}", func(path string, inner reflect.Value) {
				visit(path, inner)
				v.SetMapIndex(key, element)
			})
			v.SetMapIndex(key, element)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() || v.Type() == reflect.TypeFor[exact.Decimal]() {
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				texts(v.Field(i), strings.TrimPrefix(path+"."+f.Name, "."), visit)
			}
		}
	case reflect.String:
		visit(path, v)
	}
}

// poisoned returns copies of a value, by path. In each copy the text at the path is
// hostile.
func poisoned[T any](t *testing.T, value T) map[string]T {
	t.Helper()
	fresh := func() (v T) {
		require.NoError(t, json.Unmarshal([]byte(text(t, value)), &v))
		return v
	}
	all := map[string]T{}
	first := fresh()
	n := 0
	texts(reflect.ValueOf(&first).Elem(), "", func(string, reflect.Value) { n++ })
	for target := range n {
		v, at, where := fresh(), 0, ""
		texts(reflect.ValueOf(&v).Elem(), "", func(path string, text reflect.Value) {
			if at == target {
				text.SetString(hostile)
				where = path
			}
			at++
		})
		all[where] = v
	}
	return all
}

// spot is a place for a text in a value of a type.
type spot struct {
	path string
	set  func(v reflect.Value, text string)
}

// spots returns every place for a text in a type, including keys of maps. A type that
// contains itself is entered twice.
func spots(typ reflect.Type, path string, within ...reflect.Type) (list []spot) {
	inner := func(typ reflect.Type, path string, reach func(v reflect.Value) reflect.Value) {
		for _, s := range spots(typ, path, within...) {
			list = append(list, spot{s.path, func(v reflect.Value, text string) { s.set(reach(v), text) }})
		}
	}
	switch typ.Kind() {
	case reflect.String:
		return []spot{{path, reflect.Value.SetString}}
	case reflect.Pointer:
		inner(typ.Elem(), path, func(v reflect.Value) reflect.Value {
			if v.IsNil() {
				v.Set(reflect.New(typ.Elem()))
			}
			return v.Elem()
		})
	case reflect.Slice, reflect.Array:
		inner(typ.Elem(), path+"[0]", func(v reflect.Value) reflect.Value {
			if v.Kind() == reflect.Slice && v.Len() == 0 {
				v.Set(reflect.MakeSlice(typ, 1, 1))
			}
			return v.Index(0)
		})
	case reflect.Map:
		list = append(list, spot{rule.Key(path, hostile), func(v reflect.Value, text string) {
			v.Set(reflect.MakeMap(typ))
			v.SetMapIndex(reflect.ValueOf(text).Convert(typ.Key()), reflect.Zero(typ.Elem()))
		}})
		for _, s := range spots(typ.Elem(), rule.Key(path, "k"), within...) {
			list = append(list, spot{s.path, func(v reflect.Value, text string) {
				element := reflect.New(typ.Elem()).Elem()
				s.set(element, text)
				v.Set(reflect.MakeMap(typ))
				v.SetMapIndex(reflect.ValueOf("k").Convert(typ.Key()), element)
			}})
		}
	case reflect.Struct:
		if typ == reflect.TypeFor[time.Time]() || typ == reflect.TypeFor[exact.Decimal]() || times(within, typ) > 1 {
			return nil
		}
		within = append(slices.Clip(within), typ)
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if typ.Field(i).IsExported() && name != "-" {
				inner(typ.Field(i).Type, rule.Field(path, name), func(v reflect.Value) reflect.Value { return v.Field(i) })
			}
		}
	}
	return list
}

// times returns how often typ is in list.
func times(list []reflect.Type, typ reflect.Type) (n int) {
	for _, t := range list {
		if t == typ {
			n++
		}
	}
	return n
}

// assertKinds requires that a hostile text anywhere in a T yields a violation at the
// text's own path, whatever else is wrong. Exceptions are paths, or the beginnings of
// paths, of texts that are read only if other fields have certain values.
func assertKinds[T any](t *testing.T, base T, check func(T) error, exceptions ...string) {
	t.Helper()
	assertKindsOf(t, base, check, func(path string) bool {
		return slices.ContainsFunc(exceptions, func(e string) bool { return strings.HasPrefix(path, e) })
	})
}

func assertKindsOf[T any](t *testing.T, base T, check func(T) error, except func(path string) bool) {
	t.Helper()
	list := spots(reflect.TypeFor[T](), "")
	require.NotEmpty(t, list)
	for _, s := range list {
		var v T
		require.NoError(t, json.Unmarshal([]byte(text(t, base)), &v))
		s.set(reflect.ValueOf(&v).Elem(), hostile)
		if !except(s.path) {
			paths := []string{}
			for _, violation := range violationList(check(v)) {
				paths = append(paths, violation.Path)
			}
			assert.Contains(t, paths, s.path, "%T", v)
		}
	}
}

// Every text in every input type of the packages is checked by the rules of its kind: an
// id, a line or a text.
func TestEveryTextHasAKind(t *testing.T) {
	t.Parallel()
	c := courseOf(t, dpg.Definition())
	assertKinds(t, course.Definition{}, course.Definition.Validate, "admission.overrides[0].status")
	assertKinds(t, admission.Intake{}, func(in admission.Intake) error { _, err := c.Admission().Select(in); return err })
	assertKinds(t, []grouping.Member{}, c.Grouping().CheckMembers)
	assertKinds(t, grouping.ReformOptions{}, func(o grouping.ReformOptions) error {
		_, err := c.Grouping().Reform(grouping.Formation{}, nil, o)
		return err
	})
	assertKinds(t, grouping.Formation{Groups: [][]string{{"a"}}, Names: []string{"1"}}, func(f grouping.Formation) error {
		_, err := c.Grouping().Reform(f, nil, grouping.ReformOptions{})
		return err
	}, "rules", "findings", "seed", "proof", "change") // texts that are not read
	assertKinds(t, grouping.Availability{}, func(a grouping.Availability) error { _, err := a.Intervals(time.LoadLocation); return err })
	assertKinds(t, schedule.Record{}, func(r schedule.Record) error {
		_, err := c.Schedule().Attendance(r, schedule.AttendanceRule{})
		return err
	})
	assertKinds(t, schedule.CalendarOptions{}, func(o schedule.CalendarOptions) error {
		_, err := c.Schedule().Calendar(schedule.Record{}, o)
		return err
	})
	assertKinds(t, schedule.Fairness{}, func(f schedule.Fairness) error { _, err := schedule.Fairest(f, time.LoadLocation); return err })
	assertKinds(t, schedule.Planned{}, func(p schedule.Planned) error { _, err := c.Schedule().Move(p); return err })
	assertKinds(t, grading.Record{}, func(r grading.Record) error { _, err := c.Grading().GradeRecord(r); return err },
		`marks["k"]`) // marks of a component that the scheme does not have
}

// Every text of an entry is checked as well. Some parts of an entry are read only if
// other fields have certain values. The test sets these values before it checks the texts
// of such a part.
func TestEveryTextOfAnEntryHasAKind(t *testing.T) {
	t.Parallel()
	run := workshop(t).Run()
	_, err := run.Record(until(t)...)
	require.NoError(t, err)
	now := run.Journal()[len(run.Journal())-1].At.Add(240 * time.Hour)
	done := true
	record := func(e course.Entry) error {
		_, err := run.Clone().Record(e)
		var moved rule.Violations
		for _, v := range violationList(err) {
			v.Path = strings.TrimPrefix(strings.TrimPrefix(v.Path, "[0]"), ".")
			moved = append(moved, v)
		}
		return moved.Err()
	}
	beside := []string{"reviewed.review", "held.rows", "marked.mark", "project.mark", "decided", "removed", "salts", "digest"}
	assertKinds(t, course.Entry{At: now}, record, beside...)
	for path, e := range map[string]course.Entry{
		"reviewed.reviewer": {Reviewed: &admission.Reviewed{Applicant: "a1", Struck: true}},
		"reviewed.review.":  {Reviewed: &admission.Reviewed{Applicant: "a1"}},
		"held.rows":         {Held: &schedule.Held{Session: "s2"}},
		"marked.mark":       {Marked: &course.Marked{Participant: "a2", Component: "project"}},
		"project.mark":      {Project: &course.ProjectMark{Group: "north"}},
		"marked.reason":     {Marked: &course.Marked{Participant: "a2", Component: "quiz", Mark: grading.Mark{Completed: &done}}},
	} {
		e.At = now
		others := func(s string) bool { return !strings.HasPrefix(s, path) }
		assertKindsOf(t, e, record, func(s string) bool { return others(s) || strings.Contains(s, ".items") })
	}
}

// If a journal that comes back from a database has a hostile text, it is refused, even if
// its digests match. This includes texts in its decisions, its removed parts and its
// salts.
func TestEveryTextOfARecordedEntryHasAKind(t *testing.T) {
	t.Parallel()
	c := workshop(t)
	seen := map[string]bool{}
	for _, journal := range scenarios(t) {
		run := c.Run()
		_, err := run.Record(journal...)
		require.NoError(t, err)
		recorded := run.Journal()
		for n, e := range recorded {
			for path, bad := range poisoned(t, e) {
				if seen[path] || path == "Digest" {
					continue
				}
				seen[path] = true
				list := slices.Clone(recorded)
				list[n] = bad
				_, err := c.Resume(rechainedAsItIs(t, list))
				assert.Error(t, err, path)
				assert.NotContains(t, codesOf(err), "broken-chain", path)
			}
		}
	}
	assert.Greater(t, len(seen), 100)
}

func codesOf(err error) (codes []string) {
	for _, v := range violationList(err) {
		codes = append(codes, v.Code)
	}
	return codes
}

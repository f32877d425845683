package course_test

import (
	"encoding"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
)

// A bad validate tag panics when its type is first validated. This test validates every
// struct that a definition or an input can hold, both with empty lists and with an
// element in each list.
func TestEveryTaggedTypeCanBeValidated(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(typ.Elem())
		case reflect.Struct:
			if seen[typ] || typ.PkgPath() == "time" || typ == reflect.TypeFor[exact.Decimal]() {
				return
			}
			seen[typ] = true
			assert.LessOrEqual(t, typ.NumField(), 64, "%s: the decoder keeps the keys it has seen in 64 bits", typ)
			value := reflect.New(typ)
			assert.NotPanics(t, func() { _ = document.Shape(value.Interface()) }, typ.String())
			for i := range typ.NumField() {
				if field := typ.Field(i); field.IsExported() && field.Tag.Get("json") != "-" {
					walk(field.Type)
					fill(value.Elem().Field(i))
				}
			}
			assert.NotPanics(t, func() { _ = document.Shape(value.Interface()) }, "%s, filled", typ)
		}
	}
	walk(reflect.TypeFor[course.Definition]())
	walk(reflect.TypeFor[course.Entry]())
	walk(reflect.TypeFor[admission.Intake]())
	assert.Greater(t, len(seen), 40)
}

// fill puts a zero element into a list, or a zero value behind a pointer.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	}
}

// document.Decode can read every input type of the packages.
func TestEveryInputCanBeDecoded(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		if seen[typ] || reflect.PointerTo(typ).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
			return
		}
		seen[typ] = true
		// Mark has an UnmarshalJSON method, which only encoding/json uses; Decode reads
		// its fields.
		if typ != reflect.TypeFor[grading.Mark]() {
			assert.False(t, reflect.PointerTo(typ).Implements(reflect.TypeFor[json.Unmarshaler]()), typ.String())
		}
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			walk(typ.Elem())
		case reflect.Map:
			assert.Equal(t, reflect.String, typ.Key().Kind(), typ.String())
			walk(typ.Elem())
		case reflect.Struct:
			for i := range typ.NumField() {
				if field := typ.Field(i); field.IsExported() && field.Tag.Get("json") != "-" {
					assert.NotEmpty(t, field.Tag.Get("json"), "%s.%s", typ, field.Name)
					walk(field.Type)
				}
			}
		default:
			assert.Contains(t, []reflect.Kind{reflect.String, reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64}, typ.Kind(), typ.String())
		}
	}
	for _, typ := range []reflect.Type{
		reflect.TypeFor[course.Definition](), reflect.TypeFor[course.Entry](),
		reflect.TypeFor[admission.Intake](), reflect.TypeFor[admission.Selection](), reflect.TypeFor[admission.Roster](), reflect.TypeFor[admission.Event](),
		reflect.TypeFor[grading.Record](),
		reflect.TypeFor[grouping.Member](), reflect.TypeFor[grouping.ReformOptions](), reflect.TypeFor[grouping.Formation](), reflect.TypeFor[grouping.Availability](),
		reflect.TypeFor[schedule.Segment](), reflect.TypeFor[schedule.Fairness](), reflect.TypeFor[schedule.Pattern](), reflect.TypeFor[schedule.Ranking](),
	} {
		walk(typ)
	}
	assert.Greater(t, len(seen), 60)
}

// In every validate tag, the option name= lists the valid names. The schema and the
// details of violations show these names.
func TestEveryNameTagListsItsNames(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	tags := 0
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice || typ.Kind() == reflect.Map {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			for _, tag := range strings.Split(typ.Field(i).Tag.Get("validate"), ",") {
				if name, list, _ := strings.Cut(tag, "="); name == "name" {
					tags++
					assert.NotEmpty(t, list, "%s.%s", typ, typ.Field(i).Name)
				}
			}
			walk(typ.Field(i).Type)
		}
	}
	walk(reflect.TypeFor[course.Definition]())
	walk(reflect.TypeFor[course.Entry]())
	assert.Greater(t, tags, 10)
}

package course_test

import (
	"reflect"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/stretchr/testify/assert"
)

// A bad validate tag panics when its type is first validated. Here every struct
// that a definition or an input can hold is validated once, with and without
// something in its lists.
func TestEveryTaggedTypeCanBeValidated(t *testing.T) {
	t.Parallel()
	seen := map[reflect.Type]bool{}
	var walk func(typ reflect.Type)
	walk = func(typ reflect.Type) {
		switch typ.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(typ.Elem())
		case reflect.Struct:
			if seen[typ] || typ.PkgPath() == "time" || typ == reflect.TypeFor[document.Decimal]() {
				return
			}
			seen[typ] = true
			assert.LessOrEqual(t, typ.NumField(), 64, "%s: the decoder keeps the keys it has seen in 64 bits", typ)
			value := reflect.New(typ)
			assert.NotPanics(t, func() { _ = document.Shape(value.Interface()) }, typ.String())
			for i := range typ.NumField() {
				if field := typ.Field(i); field.IsExported() {
					walk(field.Type)
					fill(value.Elem().Field(i))
				}
			}
			assert.NotPanics(t, func() { _ = document.Shape(value.Interface()) }, "%s, filled", typ)
		}
	}
	walk(reflect.TypeFor[course.Definition]())
	walk(reflect.TypeFor[course.Marks]())
	walk(reflect.TypeFor[admission.Intake]())
	assert.Greater(t, len(seen), 40)
}

// fill puts one zero element into a list and something behind a pointer.
func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	}
}

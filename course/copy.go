package course

import (
	"reflect"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
)

// copied returns a copy of a plain value. The copy and the original share no memory that
// can be changed, and the copy's instants are in UTC.
func copied[T any](v T) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	copyInto(out, reflect.ValueOf(&v).Elem())
	return out.Interface().(T)
}

// isValue reports whether values of type t are never changed in place.
func isValue(t reflect.Type) bool {
	switch t {
	case reflect.TypeFor[time.Time](), reflect.TypeFor[exact.Decimal](), reflect.TypeFor[exact.Rational](),
		reflect.TypeFor[civil.Date](), reflect.TypeFor[civil.DateTime](), reflect.TypeFor[civil.TimeOfDay]():
		return true
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
		return false
	}
	return true
}

func copyInto(out, v reflect.Value) {
	t := v.Type()
	if t == reflect.TypeFor[time.Time]() {
		// Instants that are equal then have the same text.
		out.Set(reflect.ValueOf(v.Interface().(time.Time).UTC().Round(0)))
		return
	}
	if isValue(t) {
		out.Set(v)
		return
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if !v.IsNil() {
			copyShared(out, v)
		}
	case reflect.Array:
		for i := range v.Len() {
			copyInto(out.Index(i), v.Index(i))
		}
	case reflect.Struct:
		out.Set(v)
		for i := range v.NumField() {
			if field := v.Field(i); shares(field) && field.CanInterface() {
				copyInto(out.Field(i), field)
			}
		}
	}
}

// copyShared copies the content of a non-nil pointer, slice or map.
func copyShared(out, v reflect.Value) {
	t := v.Type()
	switch v.Kind() {
	case reflect.Pointer:
		out.Set(reflect.New(t.Elem()))
		copyInto(out.Elem(), v.Elem())
	case reflect.Slice:
		out.Set(reflect.MakeSlice(t, v.Len(), v.Len()))
		for i := range v.Len() {
			copyInto(out.Index(i), v.Index(i))
		}
	default:
		out.Set(reflect.MakeMapWithSize(t, v.Len()))
		for entries := v.MapRange(); entries.Next(); {
			element := reflect.New(t.Elem()).Elem()
			copyInto(element, entries.Value())
			out.SetMapIndex(entries.Key(), element)
		}
	}
}

// shares reports whether a copy of v by assignment might share memory with v. It returns
// true for every struct, even for an instant.
func shares(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return !v.IsNil()
	case reflect.Struct, reflect.Array:
		return true
	}
	return false
}

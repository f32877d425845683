package course

import (
	"reflect"
	"time"
)

// copied returns a copy of a plain value. The copy and the original share no memory that
// can be changed, and the copy's instants are in UTC.
func copied[T any](v T) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	copyInto(out, reflect.ValueOf(&v).Elem())
	return out.Interface().(T)
}

// copyInto copies v into out. The content of unexported fields, such as the digits of a
// decimal, is never changed in place, so both may share it.
func copyInto(out, v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		// In UTC and without a monotonic clock reading, equal instants have the same
		// text.
		out.Set(reflect.ValueOf(v.Interface().(time.Time).UTC().Round(0)))
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
	default:
		out.Set(v)
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
// true for every struct and every array, even one whose copy shares no memory.
func shares(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return !v.IsNil()
	case reflect.Struct, reflect.Array:
		return true
	}
	return false
}

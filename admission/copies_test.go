package admission_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/require"
)

// Each value that the engine takes in or gives out is copied as a whole: nothing is lost,
// and the copy shares no pointer, list or map with the original.
func TestCopiesShareNothing(t *testing.T) {
	t.Parallel()
	for _, copies := range admission.Copies {
		f := reflect.ValueOf(copies)
		original := reflect.New(f.Type().In(0)).Elem()
		fill(original, 5)
		again := reflect.New(f.Type().In(0)).Elem()
		fill(again, 5)
		made := f.Call([]reflect.Value{original})[0]
		require.Equal(t, again.Interface(), made.Interface(), f.Type().String())
		requireDisjoint(t, f.Type().String(), original, made)
	}
}

// fill sets every field at every depth, with one element in each list and map. Tests can
// hold tests, so depth limits how deeply nested tests are filled.
func fill(v reflect.Value, depth int) {
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)))
		return
	case civil.Date:
		v.Set(reflect.ValueOf(on("2025-01-02")))
		return
	case exact.Decimal:
		v.Set(reflect.ValueOf(dec("1.5")))
		return
	case admission.Test:
		if depth -= 2; depth < 0 {
			return
		}
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int:
		v.SetInt(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, depth)
		fill(value, depth)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.Name != "Findings" { // the copy of a selection has no findings
				fill(v.Field(i), depth)
			}
		}
	default:
		panic("a field of a new kind: " + v.Type().String())
	}
}

// requireDisjoint requires that two values share no memory, except in values that cannot
// be changed.
func requireDisjoint(t *testing.T, path string, a, b reflect.Value) {
	t.Helper()
	switch a.Interface().(type) {
	case time.Time, exact.Decimal:
		return
	}
	switch a.Kind() {
	case reflect.Pointer:
		if !a.IsNil() {
			require.NotEqual(t, a.Pointer(), b.Pointer(), path)
			requireDisjoint(t, path, a.Elem(), b.Elem())
		}
	case reflect.Slice:
		for i := range a.Len() {
			require.NotEqual(t, a.Pointer(), b.Pointer(), path)
			requireDisjoint(t, path, a.Index(i), b.Index(i))
		}
	case reflect.Map:
		for _, key := range a.MapKeys() {
			require.NotEqual(t, a.Pointer(), b.Pointer(), path)
			requireDisjoint(t, path, a.MapIndex(key), b.MapIndex(key))
		}
	case reflect.Struct:
		for i := range a.NumField() {
			if field := a.Type().Field(i); field.IsExported() {
				requireDisjoint(t, path+"."+strings.ToLower(field.Name), a.Field(i), b.Field(i))
			}
		}
	}
}

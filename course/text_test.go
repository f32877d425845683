package course_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostile is a text that no field of any kind takes: it would move the cursor of
// a terminal and turn the direction of what follows.
const hostile = "a\x1b[31m\u202eb"

// texts calls visit with every text in a value and its path, ready to be set.
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

// poisoned returns, by path, copies of a value in each of which one text is
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

// Every text of a definition has a kind: what is hostile is refused wherever it
// is.
func TestEveryTextOfADefinitionHasAKind(t *testing.T) {
	t.Parallel()
	all := poisoned(t, dpg.Definition())
	assert.Greater(t, len(all), 60)
	for path, d := range all {
		assert.Error(t, d.Validate(), path)
	}
}

// So has every text of an entry.
func TestEveryTextOfAnEntryHasAKind(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	c := workshop(t)
	for _, journal := range scenarios(t) {
		run := c.Run()
		for _, e := range journal {
			for path, bad := range poisoned(t, e) {
				if !seen[path] {
					seen[path] = true
					_, err := run.Clone().Record(bad)
					assert.Error(t, err, path)
				}
			}
			_, err := run.Record(e)
			require.NoError(t, err)
		}
	}
	assert.Greater(t, len(seen), 40)
	assert.NotPanics(t, func() { _, _ = c.Run().Record(course.Entry{By: hostile}) })
}

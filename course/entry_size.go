package course

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// maxListed is the largest number of elements of all lists and maps of one entry. The
// elements in the entry's decision count, too. The text of an entry has at most
// document.MaxBytes bytes, so the limit is one element for each 16 bytes.
const maxListed = document.MaxBytes / 16

// maxNested is how deep the values of an entry may be nested. A document has the same
// limit.
const maxNested = 64

// bounded reports whether an entry is small enough to be walked, and adds a violation if
// not. A Go literal can contain itself, or one part a million times, so bounded is called
// before an entry is copied or checked. [document.Shape] alone is not enough, because it
// skips the field Decided and the contents that the packages admission and schedule
// check.
func (e *Entry) bounded(r *rule.Report) bool {
	rest := maxListed
	switch deep := !count(reflect.ValueOf(e), maxNested, &rest); {
	case rest < 0:
		r.Put(rule.TooMany("", maxListed, "elements of lists in an entry"))
		return false
	case deep:
		r.Add("", "depth", "nested more than 64 deep, or contains itself")
		return false
	}
	return true
}

// count subtracts the number of elements of all lists and maps in v from *rest. It stops
// and returns false if *rest falls below 0, or if v is nested deeper than the given
// number of levels.
func count(v reflect.Value, levels int, rest *int) bool {
	if levels == 0 {
		return false
	}
	switch v.Kind() {
	case reflect.Pointer:
		return count(v.Elem(), levels, rest) // a nil pointer yields the zero Value
	case reflect.Struct:
		if !countFields(v, levels-1, rest) {
			return false
		}
	case reflect.Slice:
		*rest -= v.Len()
		for i := 0; i < v.Len() && holds(v.Type().Elem()); i++ {
			if !count(v.Index(i), levels-1, rest) {
				return false
			}
		}
	case reflect.Map:
		*rest -= v.Len()
		for entries := v.MapRange(); holds(v.Type().Elem()) && entries.Next(); {
			if !count(entries.Value(), levels-1, rest) {
				return false
			}
		}
	}
	return *rest >= 0
}

// countFields calls count for each exported field of a struct. It returns false as soon
// as count returns false.
func countFields(v reflect.Value, levels int, rest *int) bool {
	for i := range v.NumField() {
		if field := v.Field(i); shares(field) && field.CanInterface() && !count(field, levels, rest) {
			return false
		}
	}
	return true
}

// holds reports whether a value of type t can hold a list or a map.
func holds(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Struct:
		return true
	}
	return false
}

// smallEntry is the largest text, in bytes, with which an entry is certainly within every
// limit of [ParseEntry]. The values of a document may take up 1 MiB of memory plus 20
// times the length of its text, and the values of a small entry never take up more.
const smallEntry = document.MaxBytes / 1024

// storable refuses a new entry that [ParseEntry] would not read back, because such an
// entry would be lost later. An erasure adds salts to an entry, so there must be room for
// them, too.
func (c *canonical) storable(e Entry, r *rule.Report) {
	text, err := json.Marshal(e)
	if err == nil && len(text) > smallEntry {
		e.Salts = map[string]string{}
		c.partsOf(&e, func(p partAt) { e.Salts[p.path] = strings.Repeat("0", 64) })
		if text, err = json.Marshal(e); err == nil {
			_, err = ParseEntry(text)
		}
	}
	if err == nil {
		return
	}
	vs := violationsOf(err)
	if len(vs) == 0 {
		r.Add("", "format", "cannot be written as JSON")
		return
	}
	r.Add(vs[0].Path, vs[0].Code, vs[0].Detail+": could not be read back once it is stored")
}

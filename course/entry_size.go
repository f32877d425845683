package course

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// maxListed is how many elements the lists and maps of one entry may have in all, its
// decision included: one for each 16 bytes of the longest text of an entry.
const maxListed = document.MaxBytes / 16

// maxNested is how deep the values of an entry may be nested. A document has the same
// limit.
const maxNested = 64

// bounded reports whether an entry is small enough to be walked, and adds a violation if
// not. A Go literal can contain itself, or one part a million times, so this comes before
// an entry is copied or checked. [document.Shape] does not look into decided, or into the
// content that admission and schedule check.
func (e *Entry) bounded(r *rule.Report) bool {
	left := maxListed
	switch deep := !count(reflect.ValueOf(e), maxNested, &left); {
	case left < 0:
		r.Put(rule.TooMany("", maxListed, "elements of lists in an entry"))
		return false
	case deep:
		r.Add("", "depth", "nested more than 64 deep, or contains itself")
		return false
	}
	return true
}

// count subtracts the elements of all lists and maps in v from *left, until it is below
// 0. It reports whether v is nested at most as deep as given.
func count(v reflect.Value, deep int, left *int) bool {
	if deep == 0 {
		return false
	}
	switch v.Kind() {
	case reflect.Pointer:
		return count(v.Elem(), deep, left) // a nil pointer yields the zero Value
	case reflect.Struct:
		if !countFields(v, deep-1, left) {
			return false
		}
	case reflect.Slice:
		*left -= v.Len()
		for i := 0; i < v.Len() && holds(v.Type().Elem()); i++ {
			if !count(v.Index(i), deep-1, left) {
				return false
			}
		}
	case reflect.Map:
		*left -= v.Len()
		for entries := v.MapRange(); holds(v.Type().Elem()) && entries.Next(); {
			if !count(entries.Value(), deep-1, left) {
				return false
			}
		}
	}
	return *left >= 0
}

// countFields does the same as count for every exported field of a struct.
func countFields(v reflect.Value, deep int, left *int) bool {
	for i := range v.NumField() {
		if field := v.Field(i); shares(field) && field.CanInterface() && !count(field, deep, left) {
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

// smallEntry is how many bytes the text of an entry may have so that it is certainly
// within every limit of [ParseEntry]: its values take up no more than the first MiB of
// memory, which every document may use, and 20 times its text.
const smallEntry = document.MaxBytes / 1024

// storable refuses a new entry that [ParseEntry] would not read back: one that would be
// recorded now and lost later. An erasure writes an entry again with salts, so there must
// be room for them, too.
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

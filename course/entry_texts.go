package course

import (
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// checkRecorded reports texts of a recorded entry that contain characters that are not
// allowed. A journal comes from a database to which others may have written.
func (e *Entry) checkRecorded(r *rule.Report) {
	texts(reflect.ValueOf(e.Decided), func(path func() string) {
		r.Add("decided"+path(), "text", "want UTF-8 without control characters except line breaks")
	})
	for name, digests := range map[string]map[string]string{"removed": e.Removed, "salts": e.Salts} {
		for _, path := range slices.Sorted(maps.Keys(digests)) {
			if !document.ValidLine(path) || !isDigest(digests[path]) {
				r.Add(rule.Key(name, path), "text", "want the path of a part, and 64 hexadecimal digits")
			}
		}
	}
}

// isDigest reports whether text is a SHA-256 in lower-case hexadecimal.
func isDigest(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(text) == 64
}

// texts calls report(path) for every string in v that is not a valid text, keys of maps
// included. The path is built only on demand, because all texts of thousands of people
// are checked.
func texts(v reflect.Value, report func(path func() string)) {
	switch v.Kind() {
	case reflect.String:
		if !document.ValidText(v.String()) {
			report(func() string { return "" })
		}
	case reflect.Pointer:
		texts(v.Elem(), report) // a nil pointer yields the zero Value
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), func(path func() string) { report(func() string { return "[" + strconv.Itoa(i) + "]" + path() }) })
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			key := entries.Key().String()
			inner := func(path func() string) { report(func() string { return rule.Key("", key) + path() }) }
			texts(entries.Key(), inner)
			texts(entries.Value(), inner)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				texts(v.Field(i), func(path func() string) { report(func() string { return "." + nameOf(f) + path() }) })
			}
		}
	}
}

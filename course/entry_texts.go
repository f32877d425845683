package course

import (
	"encoding"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// checkRecorded reports texts of a recorded entry that would not show as they are:
// a journal comes back from a database that others may have written to.
func (e *Entry) checkRecorded(r *rule.Report) {
	if e.Decided != nil {
		texts(reflect.ValueOf(e.Decided), func(path func() string) {
			r.Add("decided"+path(), "text", "want UTF-8 without control characters except line breaks")
		})
	}
	for name, digests := range map[string]map[string]string{"removed": e.Removed, "salts": e.Salts} {
		for _, path := range slices.Sorted(maps.Keys(digests)) {
			if !document.ValidLine(path) || !isDigest(digests[path]) {
				r.Add(rule.Key(name, path), "text", "want the path of a part, and 64 hexadecimal digits")
			}
		}
	}
}

// isDigest reports whether text is SHA-256 in hexadecimal, as we write it.
func isDigest(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return len(text) == 64
}

// texts calls wrong for every text in v that is none, keys of maps among them. The
// path is written only when it is asked for: of thousands of people all texts are
// looked at.
func texts(v reflect.Value, wrong func(path func() string)) {
	switch v.Kind() {
	case reflect.String:
		if !document.ValidText(v.String()) {
			wrong(func() string { return "" })
		}
	case reflect.Pointer:
		if !v.IsNil() {
			texts(v.Elem(), wrong)
		}
	case reflect.Slice:
		for i := range v.Len() {
			texts(v.Index(i), func(path func() string) { wrong(func() string { return "[" + strconv.Itoa(i) + "]" + path() }) })
		}
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			key := entries.Key().String()
			inner := func(path func() string) { wrong(func() string { return rule.Key("", key) + path() }) }
			texts(entries.Key(), inner)
			texts(entries.Value(), inner)
		}
	case reflect.Struct:
		if v.Type().Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
			return // read by its own type
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				texts(v.Field(i), func(path func() string) { wrong(func() string { return "." + nameOf(f) + path() }) })
			}
		}
	}
}

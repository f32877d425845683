package rule

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// Violation is one thing that is wrong with a document: a stable code in kebab-case, the
// path of the value that is wrong, and a sentence for people. It is an error.
type Violation struct {
	Code   string `json:"code"`
	Path   string `json:"path"`
	Detail string `json:"detail"`
}

// Error returns path, code and detail in one line.
func (v Violation) Error() string {
	parts := slices.DeleteFunc([]string{v.Path, v.Code, v.Detail}, func(part string) bool { return part == "" })
	return strings.Join(parts, ": ")
}

// Is reports whether target is a Violation with the same code and, if target has a path,
// at the same path: errors.Is(err, rule.Violation{Code: "null"}).
func (v Violation) Is(target error) bool {
	t, ok := target.(Violation)
	return ok && t.Code == v.Code && (t.Path == "" || t.Path == v.Path)
}

// Violations is everything that is wrong with one document. Package document returns
// violations in the order of their values in the document; violations of one path are
// sorted by code. Use [Violations.Err] to return violations as an error: it returns nil
// if there are none, never a typed nil.
type Violations []Violation

// Error returns one line for each violation.
func (vs Violations) Error() string {
	lines := make([]string, len(vs))
	for i, v := range vs {
		lines[i] = v.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap makes each violation visible to errors.Is and errors.As.
func (vs Violations) Unwrap() []error {
	errs := make([]error, len(vs))
	for i, v := range vs {
		errs[i] = v
	}
	return errs
}

// Err returns vs as an error, or nil if nothing is wrong.
func (vs Violations) Err() error {
	if len(vs) == 0 {
		return nil
	}
	return vs
}

// At returns the same violations with paths for a larger document, which contains the
// checked document at path.
func (vs Violations) At(path string) Violations {
	moved := make(Violations, len(vs))
	for i, v := range vs {
		v.Path = Join(path, v.Path)
		moved[i] = v
	}
	return moved
}

// MarshalJSON returns a JSON list, [] if nothing is wrong.
func (vs Violations) MarshalJSON() ([]byte, error) {
	if vs == nil {
		vs = Violations{}
	}
	return json.Marshal([]Violation(vs))
}

// maxKey is the largest number of bytes that a path shows of a map's key. Keys are
// untrusted input.
const maxKey = 64

// Field returns the path of a member, given the path of the object and the member's name.
func Field(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// Index returns the path of element i of the list at path.
func Index(path string, i int) string {
	return path + "[" + strconv.Itoa(i) + "]"
}

// Key returns the path of one entry of a map. The parameter path is the path of the map,
// and key is the key of the entry. In the result, the key is cut at 64 bytes, on a rune's
// boundary, and quoted.
func Key(path, key string) string {
	return path + "[" + strconv.QuoteToGraphic(cut(key, maxKey)) + "]"
}

// Join joins two paths: outer leads from the document to a value, and inner leads from
// that value to a value inside it.
func Join(outer, inner string) string {
	if outer == "" || inner == "" || inner[0] == '[' {
		return outer + inner
	}
	return outer + "." + inner
}

func cut(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	var end int
	for i := range s {
		if i > limit {
			break
		}
		end = i
	}
	return s[:end]
}

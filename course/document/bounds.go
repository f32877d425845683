package document

import (
	"reflect"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// maxNodes is the largest number of structs, lists and maps in a value.
const maxNodes = 200_000

// bounds walks a Go value and finds whether it is nested deeper than maxDepth or contains
// more than maxNodes structs, lists and maps. A literal can contain itself, or one part a
// million times, so this walk comes before every walk that has no limits. It does not
// enter fields tagged validate:"-".
type bounds struct {
	nodes int
	// open holds the types and paths of the values that contain the current value. They
	// show where nesting that is too deep begins (see bounds.tooDeep).
	open  []opened
	fault *rule.Violation
}

type opened struct {
	typ  reflect.Type
	path *place
}

// bounded returns the violation of a value that is too deep or too large, otherwise nil.
func bounded(v reflect.Value) *rule.Violation {
	b := bounds{}
	b.walk(nil, v)
	return b.fault
}

func (b *bounds) walk(p *place, v reflect.Value) {
	for hops := 0; v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface; hops++ {
		if hops > maxDepth {
			b.tooDeep(p)
			return
		}
		v = v.Elem() // for nil the zero Value, which is not a container
	}
	if !isContainer(v.Kind()) || b.fault != nil || isEmpty(v) {
		return
	}
	b.nodes++
	switch {
	case b.nodes > maxNodes:
		b.fault = &rule.Violation{Code: "too-many", Detail: "made of more than " + rule.Thousands(maxNodes) + " objects and lists"}
		return
	case len(b.open) >= maxDepth:
		b.tooDeep(p)
		return
	}
	b.open = append(b.open, opened{v.Type(), p})
	b.inside(p, v)
	b.open = b.open[:len(b.open)-1]
}

// tooDeep reports nesting that is too deep, at the outermost value that contains another
// value of its own type, or at p if there is no such value.
func (b *bounds) tooDeep(p *place) {
	seen := map[reflect.Type]int{}
	for _, o := range slices.Backward(b.open) {
		if seen[o.typ] > 0 {
			p = o.path
		}
		seen[o.typ]++
	}
	b.fault = &rule.Violation{Code: "depth", Path: p.String(), Detail: "nested more than 64 deep, or contains itself"}
}

func isContainer(k reflect.Kind) bool {
	return k == reflect.Struct || k == reflect.Slice || k == reflect.Array || k == reflect.Map
}

// isEmpty reports whether v is a list or map without elements.
func isEmpty(v reflect.Value) bool { return v.Kind() != reflect.Struct && v.Len() == 0 }

// inside walks the values in a struct, list or map.
func (b *bounds) inside(p *place, v reflect.Value) {
	t := v.Type()
	switch v.Kind() {
	case reflect.Struct:
		for i := range t.NumField() {
			if leadsNowhere(v.Field(i)) {
				continue
			}
			f := t.Field(i)
			if name := jsonName(f); name != "" && f.Tag.Get("validate") != "-" && canContain(f.Type) {
				b.walk(&place{up: p, kind: isField, name: name}, v.Field(i))
			}
		}
	case reflect.Map:
		if !canContain(t.Elem()) {
			return
		}
		for entries := v.MapRange(); entries.Next() && b.fault == nil; {
			b.walk(&place{up: p, kind: isKey, name: entries.Key().String()}, entries.Value())
		}
	default:
		if !canContain(t.Elem()) {
			return
		}
		for i := 0; i < v.Len() && b.fault == nil; i++ {
			b.walk(&place{up: p, kind: isIndex, index: i}, v.Index(i))
		}
	}
}

// leadsNowhere reports whether a field neither is a container nor refers to one. Its
// caller skips such a field, which saves reading the tags.
func leadsNowhere(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Slice, reflect.Map:
		return v.IsNil()
	}
	return !isContainer(v.Kind())
}

// canContain reports whether a value of type t can be a container or lead to one.
func canContain(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return (isContainer(t.Kind()) || t.Kind() == reflect.Interface) && !isText(t)
}

package course

import (
	"maps"
	"reflect"
	"strconv"
)

// strip returns an entry without the parts for which matches(part) is true. The digests
// of the removed parts stay, and so do the salts of the other parts.
func (c *canonical) strip(e Entry, matches func(part reflect.Value) bool) Entry {
	var gone, kept []partAt
	c.partsOf(&e, func(p partAt) {
		if matches(p.value) {
			gone = append(gone, p)
		} else {
			kept = append(kept, p)
		}
	})
	if len(gone) == 0 {
		return e
	}
	e = copied(e)
	before := e
	removed := map[string]string{}
	maps.Copy(removed, before.Removed)
	for _, p := range gone {
		removed[p.path] = c.partDigest(p.value, &seal{&before, p.path})
	}
	salts := map[string]string{}
	for _, p := range kept {
		if salt := before.partSalt(p.path); salt != "" {
			salts[p.path] = salt
		}
	}
	c.remove(reflect.ValueOf(&e).Elem(), matches)
	e.Removed, e.Salts, e.Salt = removed, salts, ""
	if len(salts) == 0 {
		e.Salts = nil
	}
	return e
}

// partAt is a part of an entry and its path.
type partAt struct {
	path  string
	value reflect.Value
}

// parts calls visit with every part in v, except removed parts. v is a value of the entry
// e, and path is its place there.
func (c *canonical) parts(v reflect.Value, path string, e *Entry, visit func(partAt)) {
	for v.Kind() == reflect.Pointer {
		v = v.Elem() // a nil pointer yields the zero Value
	}
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			c.parts(v.Index(i), join(path, strconv.Itoa(i)), e, visit)
		}
		return
	}
	if v.Kind() != reflect.Struct {
		return
	}
	for _, m := range c.members(v.Type()) {
		field, at := v.Field(m.index), join(path, m.name)
		switch {
		case !m.deep:
		case m.part == partPerson:
			if !field.IsZero() {
				visit(partAt{at, field})
			}
		case m.part == partEach:
			elements(field, at, e, visit)
		default:
			c.parts(field, at, e, visit)
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// elements calls visit with the elements of a list of parts, or of the lists inside it.
// The path of an element has the index that the element had before others were removed.
func elements(list reflect.Value, path string, e *Entry, visit func(p partAt)) {
	if list.Kind() == reflect.Map {
		for _, key := range list.MapKeys() {
			elements(list.MapIndex(key), join(path, key.String()), e, visit)
		}
		return
	}
	place := 0
	for i := range list.Len() {
		for e.Removed[join(path, strconv.Itoa(place))] != "" {
			place++
		}
		at := join(path, strconv.Itoa(place))
		if element := list.Index(i); element.Kind() == reflect.Slice {
			elements(element, at, e, visit)
		} else {
			visit(partAt{at, element})
		}
		place++
	}
}

// remove removes from an entry, in place, every part for which matches(part) is true.
func (c *canonical) remove(v reflect.Value, matches func(part reflect.Value) bool) {
	for v.Kind() == reflect.Pointer {
		v = v.Elem() // a nil pointer yields the zero Value
	}
	if v.Kind() == reflect.Slice {
		for i := range v.Len() {
			c.remove(v.Index(i), matches)
		}
		return
	}
	if v.Kind() != reflect.Struct {
		return
	}
	for _, m := range c.members(v.Type()) {
		field := v.Field(m.index)
		switch {
		case !m.deep:
		case m.part == partPerson:
			if !field.IsZero() && matches(field) {
				field.SetZero()
			}
		case m.part == partEach:
			field.Set(remaining(field, matches))
		default:
			c.remove(field, matches)
		}
	}
}

// remaining returns a list, and the lists inside it, without the parts for which
// matches(part) is true.
func remaining(list reflect.Value, matches func(part reflect.Value) bool) reflect.Value {
	if list.IsZero() {
		return list
	}
	if list.Kind() == reflect.Map {
		left := reflect.MakeMap(list.Type())
		for _, key := range list.MapKeys() {
			left.SetMapIndex(key, remaining(list.MapIndex(key), matches))
		}
		return left
	}
	left := reflect.MakeSlice(list.Type(), 0, list.Len())
	for i := range list.Len() {
		switch element := list.Index(i); {
		case element.Kind() == reflect.Slice:
			left = reflect.Append(left, remaining(element, matches))
		case !matches(element):
			left = reflect.Append(left, element)
		}
	}
	return left
}

// partsOf calls visit with every part of an entry, except removed parts.
func (c *canonical) partsOf(e *Entry, visit func(partAt)) {
	c.parts(reflect.ValueOf(e), "", e, visit)
}

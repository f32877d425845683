package document

import (
	"reflect"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
)

func (d *decoder) object(p *place, dst reflect.Value) {
	d.at++
	members := d.fields(dst.Type())
	at := &place{up: p, kind: isField}
	var seen uint64 // bit i is field i; no struct of a definition has more than 64 fields
	for d.more() {
		key := d.key(p)
		field, known := members[key]
		known = known && !strings.HasPrefix(key, numbers)
		switch {
		case !known && key == "$schema" && p == nil:
			d.skip()
		case !known:
			v := rule.UnknownName(unknown(p.String(), key), "unknown-key", "key", key, d.names[dst.Type()])
			d.report.Note(v.Path, v.Code, v.Detail)
			d.skip()
		case seen&(1<<field) != 0:
			d.report.Add(rule.Field(p.String(), key), "duplicate-key", "is listed twice; the first one counts")
			d.skip()
		default:
			seen |= 1 << field
			if number, also := members[numbers+key]; also && digit(d.peek()) {
				field = number
			}
			at.name = key
			d.value(at, dst.Field(field))
		}
	}
}

// key reads the next key of the object or map at p.
func (d *decoder) key(p *place) string {
	key, whole := d.text()
	if !whole {
		d.report.Note(rule.Key(p.String(), key), "text", "half of a surrogate pair in a key")
	}
	return key
}

func (d *decoder) fields(t reflect.Type) map[string]int {
	if d.members[t] == nil {
		d.members[t] = make(map[string]int, t.NumField())
		d.names[t] = kindsOf(t)
		for i := range t.NumField() {
			if name := jsonName(t.Field(i)); name != "" {
				d.members[t][name] = i
			}
			if name := t.Field(i).Tag.Get("number"); name != "" {
				d.members[t][numbers+name] = i
			}
		}
	}
	return d.members[t]
}

// numbers is a prefix of names in the map decoder.members. A key can have a second field,
// which is used if the value is a number: for example, an int with the tag
// number:"excused" beside a bool with json:"excused". In this map, the second field is
// listed under the key with the prefix. If a key in a document begins with the prefix,
// the key is reported as unknown.
const numbers = "\x00"

func digit(first byte) bool { return first == '-' || '0' <= first && first <= '9' }

// jsonName returns the JSON name of a field, or "" if it has none.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

func (d *decoder) dictionary(p *place, dst reflect.Value) {
	t := dst.Type()
	dst.Set(reflect.MakeMap(t))
	d.at++
	at, seen := &place{up: p, kind: isKey}, map[string]bool{}
	for d.more() {
		key := d.key(p)
		if seen[key] {
			d.report.Add(rule.Key(p.String(), key), "duplicate-key", "is listed twice; the first one counts")
			d.skip()
			continue
		}
		seen[key] = true
		if !d.take(t.Elem()) {
			d.report.Unreadable(p.String(), "too-many", tooMuchMemory)
			d.leave()
			return
		}
		element := reflect.New(t.Elem()).Elem()
		at.name = key
		if d.value(at, element) {
			dst.SetMapIndex(reflect.ValueOf(key).Convert(t.Key()), element)
		}
	}
}

func (d *decoder) list(p *place, dst reflect.Value) {
	room := min(d.large[d.at], maxElements, max(d.memory, 0)/max(d.size(dst.Type().Elem()), 1))
	dst.Set(reflect.MakeSlice(dst.Type(), 0, room))
	d.at++
	at := &place{up: p, kind: isIndex}
	for i := 0; d.more(); i++ {
		if i == maxElements {
			d.report.Unreadable(p.String(), "too-many", "at most 200,000 elements")
			d.leave()
			return
		}
		if !d.take(dst.Type().Elem()) {
			d.report.Unreadable(p.String(), "too-many", tooMuchMemory)
			d.leave()
			return
		}
		dst.Grow(1)
		dst.SetLen(i + 1)
		at.index = i
		d.value(at, dst.Index(i))
	}
}

// array reads a list into an array, which has a fixed length.
func (d *decoder) array(p *place, dst reflect.Value) bool {
	d.at++
	at, n := &place{up: p, kind: isIndex}, 0
	for ; d.more(); n++ {
		if n < dst.Len() {
			at.index = n
			d.value(at, dst.Index(n))
		} else {
			d.skip()
		}
	}
	switch {
	case n < dst.Len():
		return d.lose(p, dst, "too-few", "want "+wanted(dst.Type()))
	case n > dst.Len():
		return d.lose(p, dst, "too-many", "want "+wanted(dst.Type()))
	}
	return true
}

package document

import (
	"cmp"
	"math"
	"reflect"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// Check calls check(r) with an empty report r. If r then has violations, the error is
// [rule.Violations] in document order: the order of fields, elements and sorted keys in
// which v would be written as JSON.
func Check(v any, check func(*rule.Report)) error {
	var r rule.Report
	if check != nil {
		check(&r)
	}
	return ordered(r.Violations(), func(want map[string]bool) map[string]int { return valueOrder(v, want) })
}

// ordered sorts violations by the rank of their paths, then by path, then by code. A path
// that is not in the document, such as the path of a required field that is left out, has
// the rank of the value that should contain it.
func ordered(vs rule.Violations, ranks func(want map[string]bool) map[string]int) error {
	if len(vs) == 0 {
		return nil
	}
	sortable := vs
	if last := len(vs) - 1; vs[last].Code == "and-more" { // the count of further violations stays last
		sortable = vs[:last]
	}
	want := map[string]bool{}
	for _, v := range sortable {
		for path := v.Path; !want[path]; path = rule.Parent(path) {
			want[path] = true
		}
	}
	rank := ranks(want)
	at := func(path string) int {
		for {
			if n, ok := rank[path]; ok || path == "" {
				return n
			}
			path = rule.Parent(path)
		}
	}
	slices.SortStableFunc(sortable, func(a, b rule.Violation) int {
		return cmp.Or(cmp.Compare(at(a.Path), at(b.Path)), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Code, b.Code))
	})
	return vs
}

// textOrder ranks the wanted paths by the offsets at which their values begin in the
// text. It goes into a value only if the value's own path is wanted.
func textOrder(data []byte, want map[string]bool) map[string]int {
	o := textRanks{cursor{data: data}, want, map[string]int{}, map[string]int{}}
	for path := range want {
		if path != "" {
			o.inside[rule.Parent(path)]++
		}
	}
	o.walk("")
	return o.rank
}

type textRanks struct {
	cursor
	want   map[string]bool
	inside map[string]int // number of wanted paths of members of the value at a path
	rank   map[string]int
}

func (o *textRanks) walk(path string) {
	first := o.peek()
	if _, twice := o.rank[path]; !twice {
		o.rank[path] = o.at
	}
	switch {
	case !o.want[path] || first != '{' && first != '[':
		o.skip()
	case first == '{':
		o.at++
		for o.more() {
			key, _ := o.text()
			o.walk(o.spelled(path, key))
		}
	default:
		o.at++
		left := o.inside[path]
		for i := 0; left > 0 && o.more(); i++ {
			element := rule.Index(path, i)
			if o.want[element] {
				left--
			}
			o.walk(element)
		}
		if left == 0 {
			o.leave()
		}
	}
}

// spelled returns the path of a key. It is not known here whether the object is a struct
// or a map, so a key can be spelled in three ways, of which at most one is wanted.
func (o *textRanks) spelled(path, key string) string {
	for _, spelling := range []string{unknown(path, key), rule.Field(path, key)} {
		if o.want[spelling] {
			return spelling
		}
	}
	return rule.Key(path, key)
}

// valueOrder ranks the wanted paths in the order of their values in v.
func valueOrder(v any, want map[string]bool) map[string]int {
	rank := map[string]int{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		if !want[path] {
			return
		}
		rank[path] = len(rank)
		for v.Kind() == reflect.Pointer && !v.IsNil() {
			v = v.Elem()
		}
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				if name := jsonName(v.Type().Field(i)); name != "" {
					walk(rule.Field(path, name), v.Field(i))
				}
			}
		case reflect.Map:
			keys := v.MapKeys()
			slices.SortFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.String(), b.String()) })
			for _, key := range keys {
				walk(rule.Key(path, key.String()), v.MapIndex(key))
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(rule.Index(path, i), v.Index(i))
			}
		}
	}
	walk("", reflect.ValueOf(v))
	delete(rank, "")
	rank[""] = math.MinInt
	return rank
}

// Checker is a definition that can be part of a larger one, such as the admission policy
// of a course. Its method Check adds everything that is wrong with the part to the report
// of the larger definition. So each mistake is reported once, with its path in the larger
// definition.
type Checker interface {
	Check(r *rule.Report)
}

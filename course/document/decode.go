package document

import (
	"bytes"
	"encoding"
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// MaxBytes is the largest size of a document in bytes.
const MaxBytes = 64 << 20

const (
	maxDepth    = 64      // levels of nested objects and lists
	maxElements = 200_000 // elements of one list
)

// The values of a document may take up memoryRatio times as many bytes as its text, plus
// smallMemory. A limit is needed because an element {} of a list, which is three bytes
// with its comma, can take up hundreds in memory.
const (
	memoryRatio = 20
	smallMemory = 1 << 20
)

// Decode reads one JSON document into the value to which the parameter into points. The
// error is nil or [rule.Violations], in the order of the text. After an error, the value
// holds what could be read.
//
// The value may consist of structs with json names, slices, arrays, maps with text keys,
// pointers, text, bools, ints and types that have an UnmarshalText method. If the value
// of a key may be a number or something else, the key has a second field for the number:
// an int with the tag number:"key". To read stored results, use encoding/json.
//
// A byte order mark before the document is skipped, and so is the key $schema of the
// outermost object.
func Decode(data []byte, into any) error { return Parse(data, into, nil) }

// Parse decodes as [Decode] does and then calls check, which reports what is wrong with
// the meaning of the value. If check is nil, the meaning is not checked. All violations
// are returned together, in the order of the text. After a syntax error, check is not
// called.
//
//	var d Definition
//	err := document.Parse(data, &d, func(r *rule.Report) { d.Check(r) })
func Parse(data []byte, into any, check func(*rule.Report)) error {
	var r rule.Report
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if broken := syntax(data); broken != nil {
		return rule.Violations{*broken}
	}
	target := reflect.ValueOf(into)
	if target.Kind() != reflect.Pointer || target.IsNil() || !readable(target.Type(), map[reflect.Type]bool{}) {
		return rule.Violations{{Code: "target", Detail: "want a pointer to a value of structs, lists, maps with text keys, texts, bools and ints"}}
	}
	dec := decoder{cursor: cursor{data: data}, report: &r, memory: memoryRatio*len(data) + smallMemory}
	dec.large, dec.sizes = largeLists(data), map[reflect.Type]int{}
	dec.members, dec.names = map[reflect.Type]map[string]int{}, map[reflect.Type][]string{}
	dec.value(nil, target.Elem())
	if check != nil {
		check(&r)
	}
	return ordered(r.Violations(), func(want map[string]bool) map[string]int { return textOrder(data, want) })
}

// decoder reads a text that is known to be well-formed.
type decoder struct {
	cursor
	report  *rule.Report
	members map[reflect.Type]map[string]int // JSON name to field, for each struct type
	names   map[reflect.Type][]string       // JSON names in the order of the fields
	memory  int                             // bytes that values may still take up
	sizes   map[reflect.Type]int            // results of size, by type
	large   map[int]int                     // number of elements of each large list, by the offset of its bracket
}

// lose reports that the value at p could not be read. If dst is a list or a pointer to a
// struct, lose sets it to an empty list or struct. So a field of a sum type counts as
// set, and the sum type gets no second violation.
func (d *decoder) lose(p *place, dst reflect.Value, code, detail string) bool {
	d.report.Unreadable(p.String(), code, detail)
	switch {
	case dst.Kind() == reflect.Slice:
		dst.Set(reflect.MakeSlice(dst.Type(), 0, 0))
	case dst.Kind() == reflect.Pointer && dst.Type().Elem().Kind() == reflect.Struct && !isText(dst.Type().Elem()):
		dst.Set(reflect.New(dst.Type().Elem()))
	}
	return false
}

// value reads the next value into dst and reports whether the value could be read. A
// value that does not fit becomes a violation; see decoder.lose for what dst then holds.
func (d *decoder) value(p *place, dst reflect.Value) bool {
	kind := d.peek()
	if !fits(kind, dst.Type()) {
		return d.misfit(p, dst, kind)
	}
	for dst.Kind() == reflect.Pointer {
		if !d.take(dst.Type().Elem()) {
			d.skip()
			return d.lose(p, dst, "too-many", tooMuchMemory)
		}
		dst.Set(reflect.New(dst.Type().Elem()))
		dst = dst.Elem()
	}
	switch kind {
	case '{':
		if dst.Kind() == reflect.Map {
			d.dictionary(p, dst)
		} else {
			d.object(p, dst)
		}
	case '[':
		if dst.Kind() == reflect.Array {
			return d.array(p, dst)
		}
		d.list(p, dst)
	case '"':
		text, whole := d.text()
		if !whole {
			return d.lose(p, dst, "text", "half of a surrogate pair")
		}
		return d.string(p, text, dst)
	case 't', 'f':
		d.skip()
		dst.SetBool(kind == 't')
	default:
		return d.number(p, dst)
	}
	return true
}

// misfit reports a value whose first byte cannot begin a value of dst's type.
func (d *decoder) misfit(p *place, dst reflect.Value, kind byte) bool {
	d.skip()
	want := "want " + wanted(dst.Type())
	switch {
	case kind == 'n':
		return d.lose(p, dst, "null", "leave the key out instead of null")
	case kind == '-' || '0' <= kind && kind <= '9':
		want += quoteNumber(dst.Type())
	}
	return d.lose(p, dst, "type", want)
}

// number reads a whole number.
func (d *decoder) number(p *place, dst reflect.Value) bool {
	n, err := strconv.ParseInt(string(d.skip()), 10, bits(dst.Type()))
	if errors.Is(err, strconv.ErrRange) {
		return d.lose(p, dst, "range", "too large a number")
	} else if err != nil {
		return d.lose(p, dst, "type", "want "+wanted(dst.Type()))
	}
	if dst.OverflowInt(n) {
		n = max(min(n, math.MaxInt32), math.MinInt32) // see bits: int has 32 bits here
	}
	dst.SetInt(n)
	return true
}

// bits returns the size of an integer type, but 64 for int even on machines where int has
// 32 bits. So all machines report the same numbers as too large. Where int has 32 bits,
// decoder.number replaces a number that fits only in 64 bits by the nearest number that
// fits in 32 bits.
func bits(t reflect.Type) int {
	if t.Kind() == reflect.Int {
		return 64
	}
	return t.Bits()
}

var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

func isText(t reflect.Type) bool { return reflect.PointerTo(t).Implements(textType) }

// fits reports whether a value can be of type t, judging by the value's first byte.
func fits(first byte, t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if first == '"' {
		return t.Kind() == reflect.String || isText(t)
	}
	switch t.Kind() {
	case reflect.Struct, reflect.Map:
		return first == '{' && !isText(t)
	case reflect.Slice, reflect.Array:
		return first == '[' && !isText(t)
	case reflect.Bool:
		return (first == 't' || first == 'f') && !isText(t)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return digit(first) && !isText(t)
	}
	return false
}

func wanted(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case isText(t) || t.Kind() == reflect.String:
		return "text in quotes"
	case t.Kind() == reflect.Bool:
		return "true or false"
	case t.Kind() == reflect.Slice:
		return "a list"
	case t.Kind() == reflect.Array:
		return "a list of " + strconv.Itoa(t.Len())
	case t.Kind() == reflect.Struct || t.Kind() == reflect.Map:
		return "an object"
	default:
		return "a whole number"
	}
}

// quoteNumber returns the advice for a number where a decimal is wanted.
func quoteNumber(t reflect.Type) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == reflect.TypeFor[exact.Decimal]() {
		return ": a number in quotes stays exact"
	}
	return ""
}

const tooMuchMemory = "the values take up more than 20 times the memory of their text"

func (d *decoder) string(p *place, text string, dst reflect.Value) bool {
	if !isText(dst.Type()) {
		dst.SetString(text)
		return true
	}
	err := dst.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
	var v rule.Violation
	switch {
	case err == nil:
		return true
	case errors.As(err, &v):
		return d.lose(p, dst, v.Code, v.Detail)
	case dst.Type() == reflect.TypeFor[time.Time]():
		return d.lose(p, dst, "format", "want a time with its offset from UTC, such as 2024-10-30T15:00:00+01:00 or 2024-10-30T14:00:00Z")
	default:
		// The error of another package's UnmarshalText may quote the text; violations
		// never do.
		return d.lose(p, dst, "format", "not "+article(dst.Type()))
	}
}

// article returns the name of a text type with its article: "a time", "an experience".
func article(t reflect.Type) string {
	name := strings.ToLower(t.Name())
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

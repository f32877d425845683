package course

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// canonical writes Go values as the JSON text of RFC 8785: members sorted by their names
// in UTF-16, no space, one spelling for every string. Every program that follows the RFC
// writes the same bytes for the same value.
//
// It is not safe for concurrent use.
type canonical struct {
	plans map[reflect.Type][]member
}

// member is a field of a struct with its JSON name.
type member struct {
	name  string
	index int
	omit  bool   // left out when it is zero
	part  string // "person" or "each", see partPerson
	deep  bool   // it is a part about a person, or can contain one
}

var (
	instant       = reflect.TypeFor[time.Time]()
	textMarshaler = reflect.TypeFor[encoding.TextMarshaler]()
	jsonMarshaler = reflect.TypeFor[json.Marshaler]()
)

// members returns the fields of a struct in the order of RFC 8785. Every field has a JSON
// name.
func (c *canonical) members(t reflect.Type) []member {
	if plan, known := c.plans[t]; known {
		return plan
	}
	if c.plans == nil {
		c.plans = map[reflect.Type][]member{}
	}
	c.plans[t] = nil // until it is complete, so that a type that contains itself ends the recursion
	var plan []member
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		m := member{name: name, index: i, omit: strings.Contains(options, "omitzero"), part: f.Tag.Get("part")}
		m.deep = m.part != "" || c.holdsParts(f.Type)
		plan = append(plan, m)
	}
	slices.SortFunc(plan, func(a, b member) int { return compareNames(a.name, b.name) })
	c.plans[t] = plan
	return plan
}

// holdsParts reports whether a value of type t can hold a part about a person.
func (c *canonical) holdsParts(t reflect.Type) bool {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || t.Implements(jsonMarshaler) || t.Implements(textMarshaler) {
		return false
	}
	return slices.ContainsFunc(c.members(t), func(m member) bool { return m.deep })
}

// compareNames compares strings by UTF-16 code units, as RFC 8785 requires.
func compareNames(a, b string) int {
	if isASCII(a) && isASCII(b) {
		return cmp.Compare(a, b)
	}
	return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(c rune) bool { return c >= utf8.RuneSelf })
}

// value appends the text of v. If s is not nil, the parts about people are replaced by
// their digests.
func (c *canonical) value(b []byte, v reflect.Value, s *seal) []byte {
	for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
		if v.IsNil() {
			return append(b, "null"...)
		}
		v = v.Elem()
	}
	t := v.Type()
	switch {
	case t == instant:
		return appendString(b, v.Interface().(time.Time).Format(time.RFC3339Nano))
	case t.Implements(jsonMarshaler):
		return c.foreign(b, v)
	case t.Implements(textMarshaler):
		text, _ := v.Interface().(encoding.TextMarshaler).MarshalText()
		return appendString(b, string(text))
	}
	switch v.Kind() {
	case reflect.Struct:
		return c.object(b, v, s)
	case reflect.Map:
		return c.dictionary(b, v, s)
	case reflect.Slice, reflect.Array:
		return c.list(b, v, s)
	case reflect.String:
		return appendString(b, v.String())
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10)
	default:
		return append(b, "null"...)
	}
}

func (c *canonical) object(b []byte, v reflect.Value, s *seal) []byte {
	b = append(b, '{')
	first := true
	for _, m := range c.members(v.Type()) {
		field := v.Field(m.index)
		var inner *seal
		if m.deep {
			inner = s.at(m.name)
		}
		if m.omit && field.IsZero() && !inner.holds() {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(appendString(b, m.name), ':')
		switch {
		case inner == nil || m.part == "":
			b = c.value(b, field, inner)
		case m.part == partPerson:
			b = c.sealed(b, field, inner)
		default:
			b = c.each(b, field, inner)
		}
	}
	return append(b, '}')
}

func (c *canonical) dictionary(b []byte, v reflect.Value, s *seal) []byte {
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return compareNames(a.String(), b.String()) })
	b = append(b, '{')
	for i, key := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, key.String()), ':')
		b = c.value(b, v.MapIndex(key), s.at(key.String()))
	}
	return append(b, '}')
}

func (c *canonical) list(b []byte, v reflect.Value, s *seal) []byte {
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		b = c.value(b, v.Index(i), s.at(strconv.Itoa(i)))
	}
	return append(b, ']')
}

// foreign appends the text of a value that has its own MarshalJSON, or null if the value
// has no text.
func (c *canonical) foreign(b []byte, v reflect.Value) []byte {
	text, _ := json.Marshal(v.Interface())
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var tree any
	_ = decoder.Decode(&tree)
	return appendTree(b, tree)
}

// appendTree appends a value that encoding/json has decoded. Its numbers are whole, since
// our documents write all other numbers as strings.
func appendTree(b []byte, tree any) []byte {
	switch v := tree.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.SortFunc(names, compareNames)
		b = append(b, '{')
		for i, name := range names {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendTree(append(appendString(b, name), ':'), v[name])
		}
		return append(b, '}')
	case []any:
		b = append(b, '[')
		for i, element := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendTree(b, element)
		}
		return append(b, ']')
	case string:
		return appendString(b, v)
	case json.Number:
		return append(b, v...)
	case bool:
		return strconv.AppendBool(b, v)
	default:
		return append(b, "null"...)
	}
}

// appendString appends a JSON string in which only the characters that need it are
// escaped.
func appendString(b []byte, text string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c >= ' ':
			b = append(b, c)
		case c == '\b':
			b = append(b, `\b`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\f':
			b = append(b, `\f`...)
		case c == '\r':
			b = append(b, `\r`...)
		default:
			b = append(b, `\u00`...)
			b = append(b, hex[c>>4], hex[c&15])
		}
	}
	return append(b, '"')
}

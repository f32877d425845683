package document

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cohortkit/cohort/course/rule"
)

// Limits of a document.
const (
	MaxBytes = 64 << 20
	MaxDepth = 64
)

// Decode reads one JSON document into the value that into points to. The error
// is nil or [rule.Violations], in the order of the text; into then holds what
// could be read.
//
// The value is made of structs with json names, slices, maps with text keys,
// pointers, text, bools, ints and types with an UnmarshalText of their own.
func Decode(data []byte, into any) error {
	return Parse(data, into, func(*rule.Report) {})
}

// Parse is [Decode] followed by check, which reports what is wrong with the
// meaning of *into; both come out together, in the order of the text. After a
// syntax error check is not called.
//
//	var d Definition
//	err := document.Parse(data, &d, func(r *rule.Report) { d.Check(r) })
func Parse(data []byte, into any, check func(*rule.Report)) error {
	var r rule.Report
	if broken := syntax(data); broken != nil {
		return rule.Violations{*broken}
	}
	dec := newDecoder(data, &r)
	dec.value("", reflect.ValueOf(into).Elem())
	check(&r)
	return ordered(r.Violations(), func(want map[string]bool) map[string]int { return textOrder(data, want) })
}

// syntax returns the one violation of a text that is no JSON document within
// the limits.
func syntax(data []byte) *rule.Violation {
	if len(data) > MaxBytes {
		return &rule.Violation{Code: "document-size", Detail: "more than 64 MiB"}
	}
	if bad := invalidUTF8(data); bad >= 0 {
		return &rule.Violation{Code: "text", Detail: position(data, bad) + "not valid UTF-8"}
	}
	var raw json.RawMessage
	err := json.Unmarshal(data, &raw)
	if err == nil {
		if tooDeep(data) {
			return &rule.Violation{Code: "depth", Detail: "objects and lists nested more than 64 deep"}
		}
		return nil
	}
	var at *json.SyntaxError
	if !errors.As(err, &at) {
		return &rule.Violation{Code: "syntax", Detail: "not JSON"}
	}
	if tooDeep(data) {
		return &rule.Violation{Code: "depth", Detail: "objects and lists nested more than 64 deep"}
	}
	return &rule.Violation{Code: "syntax", Detail: position(data, int(at.Offset)) + "not JSON"}
}

// position returns "line 3, column 7: " for the byte at offset.
func position(data []byte, offset int) string {
	before := data[:min(max(offset, 0), len(data))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("line %d, column %d: ", line, max(column, 1))
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return -1
}

// tooDeep counts brackets outside of strings.
func tooDeep(data []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// decoder walks the tokens of a text that is known to be well-formed.
type decoder struct {
	data    []byte
	tokens  *json.Decoder
	report  *rule.Report
	members map[reflect.Type]map[string]int // JSON name to field, per struct type
}

func newDecoder(data []byte, r *rule.Report) *decoder {
	tokens := json.NewDecoder(bytes.NewReader(data))
	tokens.UseNumber()
	return &decoder{data: data, tokens: tokens, report: r, members: map[reflect.Type]map[string]int{}}
}

// next returns the next token. The text has passed syntax, so there is one.
func (d *decoder) next() json.Token {
	token, _ := d.tokens.Token()
	return token
}

// value reads the next value into dst. Whatever does not fit is reported and
// leaves dst, or that part of it, as it was.
func (d *decoder) value(path string, dst reflect.Value) {
	before := d.tokens.InputOffset()
	token := d.next()
	if token == nil {
		d.report.Lose(path, "null", "leave the key out instead of null")
		occupy(dst)
		return
	}
	for dst.Kind() == reflect.Pointer {
		if !fits(token, dst.Type().Elem()) {
			break
		}
		dst.Set(reflect.New(dst.Type().Elem()))
		dst = dst.Elem()
	}
	if !fits(token, dst.Type()) {
		d.report.Lose(path, "type", "want "+wanted(dst.Type()))
		d.skip(token)
		occupy(dst)
		return
	}
	switch t := token.(type) {
	case json.Delim:
		switch dst.Kind() {
		case reflect.Struct:
			d.object(path, dst)
		case reflect.Map:
			d.dictionary(path, dst)
		default:
			d.list(path, dst)
		}
	case string:
		if brokenSurrogate(t, d.data[before:d.tokens.InputOffset()]) {
			d.report.Lose(path, "text", "half of a surrogate pair")
			return
		}
		d.text(path, t, dst)
	case json.Number:
		n, err := strconv.ParseInt(t.String(), 10, dst.Type().Bits())
		if err == nil {
			dst.SetInt(n)
		} else if errors.Is(err, strconv.ErrRange) {
			d.report.Lose(path, "range", "too large a number")
		} else {
			d.report.Lose(path, "type", "want "+wanted(dst.Type()))
		}
	case bool:
		dst.SetBool(t)
	}
}

// occupy marks dst as stated although its value was lost, so that it still
// counts where one of several kinds must be set.
func occupy(dst reflect.Value) {
	switch {
	case dst.Kind() == reflect.Slice:
		dst.Set(reflect.MakeSlice(dst.Type(), 0, 0))
	case dst.Kind() == reflect.Pointer && dst.Type().Elem().Kind() == reflect.Struct && !isText(dst.Type().Elem()):
		dst.Set(reflect.New(dst.Type().Elem()))
	}
}

var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

func isText(t reflect.Type) bool { return reflect.PointerTo(t).Implements(textType) }

// fits reports whether a token can begin a value of type t.
func fits(token json.Token, t reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch token := token.(type) {
	case string:
		return t.Kind() == reflect.String || isText(t)
	case json.Number:
		return t.Kind() >= reflect.Int && t.Kind() <= reflect.Int64 && !isText(t)
	case bool:
		return t.Kind() == reflect.Bool
	case json.Delim:
		if isText(t) {
			return false
		}
		if token == '[' {
			return t.Kind() == reflect.Slice
		}
		return t.Kind() == reflect.Struct || t.Kind() == reflect.Map
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
	case t.Kind() == reflect.Struct || t.Kind() == reflect.Map:
		return "an object"
	default:
		return "a whole number"
	}
}

func (d *decoder) text(path, text string, dst reflect.Value) {
	if !isText(dst.Type()) {
		dst.SetString(text)
		return
	}
	err := dst.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(text))
	var v rule.Violation
	switch {
	case err == nil:
	case errors.As(err, &v):
		d.report.Lose(path, v.Code, v.Detail)
	default:
		// The error of a foreign type may quote the text; ours never does.
		d.report.Lose(path, "format", "not "+article(dst.Type()))
	}
}

// article names a text type for people: "a time", "an experience".
func article(t reflect.Type) string {
	name := strings.ToLower(t.Name())
	if strings.ContainsRune("aeiou", rune(name[0])) {
		return "an " + name
	}
	return "a " + name
}

func (d *decoder) object(path string, dst reflect.Value) {
	members := d.fields(dst.Type())
	seen := map[string]bool{}
	for d.tokens.More() {
		key := d.key(path)
		field, known := members[key]
		at := rule.Field(path, key)
		switch {
		case !known:
			d.report.Aside(unknown(path, key), "unknown-key", "no such key here")
			d.skip(d.next())
		case seen[key]:
			d.report.Add(at, "duplicate-key", "stands twice; the first one counts")
			d.skip(d.next())
		default:
			seen[key] = true
			d.value(at, dst.Field(field))
		}
	}
	d.next()
}

// key reads the next key of the object or map at path.
func (d *decoder) key(path string) string {
	before := d.tokens.InputOffset()
	key := d.next().(string)
	if brokenSurrogate(key, d.data[before:d.tokens.InputOffset()]) {
		d.report.Aside(rule.Key(path, key), "text", "half of a surrogate pair in a key")
	}
	return key
}

// unknown returns the path of a key that is not one of ours: it is shown as it
// is where it looks like a name, and quoted otherwise.
func unknown(path, key string) string {
	if len(key) > 64 || key == "" {
		return rule.Key(path, key)
	}
	for _, c := range key {
		if c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return rule.Key(path, key)
		}
	}
	return rule.Field(path, key)
}

func (d *decoder) fields(t reflect.Type) map[string]int {
	if d.members[t] == nil {
		d.members[t] = make(map[string]int, t.NumField())
		for i := range t.NumField() {
			if name := jsonName(t.Field(i)); name != "" {
				d.members[t][name] = i
			}
		}
	}
	return d.members[t]
}

// jsonName returns the JSON name of a field, "" for one that has none.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

func (d *decoder) dictionary(path string, dst reflect.Value) {
	t := dst.Type()
	dst.Set(reflect.MakeMap(t))
	seen := map[string]bool{}
	for d.tokens.More() {
		key := d.key(path)
		at := rule.Key(path, key)
		if seen[key] {
			d.report.Add(at, "duplicate-key", "stands twice; the first one counts")
			d.skip(d.next())
			continue
		}
		seen[key] = true
		element := reflect.New(t.Elem()).Elem()
		d.value(at, element)
		if d.report.Readable(at) {
			dst.SetMapIndex(reflect.ValueOf(key).Convert(t.Key()), element)
		}
	}
	d.next()
}

func (d *decoder) list(path string, dst reflect.Value) {
	t := dst.Type()
	list := reflect.MakeSlice(t, 0, 0)
	for i := 0; d.tokens.More(); i++ {
		element := reflect.New(t.Elem()).Elem()
		d.value(rule.Index(path, i), element)
		list = reflect.Append(list, element)
	}
	d.next()
	dst.Set(list)
}

// skip passes over the rest of the value that token begins.
func (d *decoder) skip(token json.Token) {
	depth := 0
	for {
		switch token {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return
		}
		token = d.next()
	}
}

// brokenSurrogate reports whether text holds U+FFFD that its source does not:
// the decoder's mark for an escape that is no character.
func brokenSurrogate(text string, source []byte) bool {
	if !strings.ContainsRune(text, utf8.RuneError) {
		return false
	}
	stated := bytes.Count(source, []byte("\uFFFD")) + bytes.Count(bytes.ToLower(source), []byte(`\ufffd`))
	return strings.Count(text, "\uFFFD") > stated
}

package main

import (
	"encoding"
	"reflect"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
)

// generator makes the schemas of types.
type generator struct {
	defs map[string]*schema
}

// of returns the schema of a value of type t with the tags of its field.
func (g *generator) of(t reflect.Type, tag tags) *schema {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
		tag.pointer = true
	}
	switch {
	case known(t) != nil:
		return known(t)
	case isText(t):
		return &schema{Type: "string", Enum: namesOf(t)}
	}
	switch t.Kind() {
	case reflect.String:
		return tag.text()
	case reflect.Bool:
		return &schema{Type: "boolean"}
	case reflect.Slice:
		return &schema{Type: "array", Items: g.of(t.Elem(), tag.elements()), MinItems: tag.limit("min"), MaxItems: tag.maximum(200_000)}
	case reflect.Array:
		return &schema{Type: "array", Items: g.of(t.Elem(), tag.elements()), MinItems: new(t.Len()), MaxItems: new(t.Len())}
	case reflect.Map:
		return &schema{Type: "object", Additional: g.of(t.Elem(), tags{}), Least: tag.limit("min"), Most: tag.limit("max")}
	case reflect.Struct:
		g.define(t)
		s := &schema{Ref: ref(t)}
		if tag.has("oneof1") {
			s.Least, s.Most = new(1), new(1)
		}
		return s
	}
	return tag.number()
}

// known returns the schema of a type whose text has a format of its own, such as a
// date, and nil for any other type.
func known(t reflect.Type) *schema {
	switch t {
	case reflect.TypeFor[time.Time]():
		return &schema{Type: "string", Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$`}
	case reflect.TypeFor[exact.Decimal]():
		return &schema{Type: "string", Pattern: `^[+-]?[0-9]+([.][0-9]+)?$`, MaxLength: new(exact.MaxDecimal)}
	case reflect.TypeFor[exact.Rational]():
		return &schema{Type: "string", Pattern: `^-?[0-9]+([.][0-9]+|/[0-9]+)?$`}
	case reflect.TypeFor[civil.Date]():
		return &schema{Type: "string", Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`}
	case reflect.TypeFor[civil.DateTime]():
		return &schema{Type: "string", Pattern: `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$`}
	case reflect.TypeFor[civil.TimeOfDay]():
		return &schema{Type: "string", Pattern: `^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$`}
	}
	return nil
}

func isText(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}

// namesOf returns the names that a scale accepts, or nil for a type that is not a
// scale.
func namesOf(t reflect.Type) []string {
	if t.Kind() != reflect.Uint8 {
		return nil
	}
	var names []string
	for v := range 256 {
		value := reflect.New(t).Elem()
		value.SetUint(uint64(v))
		if marshaler, can := value.Interface().(encoding.TextMarshaler); can {
			if text, err := marshaler.MarshalText(); err == nil && len(text) > 0 {
				names = append(names, string(text))
			}
		}
	}
	return names
}

// jsonName returns the key of a field, or an empty text for a field without a key.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

// define adds the definition of a struct, and of the structs in it.
func (g *generator) define(t reflect.Type) {
	if g.defs[defName(t)] != nil {
		return
	}
	s := &schema{Type: "object", Properties: properties{}, Additional: false}
	g.defs[defName(t)] = s
	for i := range t.NumField() {
		f := t.Field(i)
		name := jsonName(f)
		if name == "" {
			continue
		}
		tag := tagsOf(f)
		of := g.of(f.Type, tag)
		if also := numberOf(t, name); also {
			of = &schema{AnyOf: []*schema{of, {Type: "integer"}}}
		}
		s.Properties = append(s.Properties, property{name, of})
		if tag.required(f.Type) || g.needs(f.Type) {
			s.Required = append(s.Required, name)
		}
	}
	complete(t, s)
}

// numberOf reports whether the value of a key can also be a number. It can if a field of
// the struct has the struct tag number:"KEY" with this key.
func numberOf(t reflect.Type, key string) bool {
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("number") == key {
			return true
		}
	}
	return false
}

// needs reports whether t is a struct with required keys. If so, the key that holds the
// struct is required, too: a struct that is not a pointer is checked even if its key is
// left out.
func (g *generator) needs(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && g.defs[defName(t)] != nil && len(g.defs[defName(t)].Required) > 0
}

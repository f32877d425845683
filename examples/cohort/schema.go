package main

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// A schema is made from the Go types and their tags. It covers names, types, limits, and
// the kinds of a sum type. It refuses nothing that "cohort check" accepts. But "cohort
// check" also tests rules that no schema covers: sums, order, references, ids that are
// listed twice, time zones, the exact set of characters of an id, keys that are listed
// twice, numbers such as 1.0, and that exactly one of the forms of a threshold is stated.

// roots returns the type of each document that has a schema.
func roots() map[string]reflect.Type {
	return map[string]reflect.Type{
		"course": reflect.TypeFor[course.Definition](), "entry": reflect.TypeFor[course.Entry](), "policy": reflect.TypeFor[admission.Policy](),
		"scheme": reflect.TypeFor[grading.Scheme](), "plan": reflect.TypeFor[schedule.Plan](), "grouping": reflect.TypeFor[grouping.Policy](),
	}
}

func schemaNames() []string { return slices.Sorted(maps.Keys(roots())) }

func (s *shell) schema(args []string) {
	which := "course"
	if len(args) > 0 {
		which = args[0]
	}
	root, known := roots()[which]
	if !known {
		s.fault("NAME", rule.Violations{rule.UnknownName("", "unknown-schema", "schema", which, schemaNames())})
		return
	}
	s.document(schemaOf(which, root))
}

// schema is a JSON Schema. Additional is a *schema, or false if no other keys are
// allowed.
type schema struct {
	Dialect    string             `json:"$schema,omitzero"`
	Title      string             `json:"title,omitzero"`
	Ref        string             `json:"$ref,omitzero"`
	Type       string             `json:"type,omitzero"`
	Const      any                `json:"const,omitzero"`
	Enum       []string           `json:"enum,omitzero"`
	Pattern    string             `json:"pattern,omitzero"`
	MinLength  *int               `json:"minLength,omitzero"`
	MaxLength  *int               `json:"maxLength,omitzero"`
	Minimum    *int               `json:"minimum,omitzero"`
	Maximum    *int               `json:"maximum,omitzero"`
	Items      *schema            `json:"items,omitzero"`
	MinItems   *int               `json:"minItems,omitzero"`
	MaxItems   *int               `json:"maxItems,omitzero"`
	Properties properties         `json:"properties,omitzero"`
	Required   []string           `json:"required,omitzero"`
	Least      *int               `json:"minProperties,omitzero"`
	Most       *int               `json:"maxProperties,omitzero"`
	Additional any                `json:"additionalProperties,omitzero"`
	AnyOf      []*schema          `json:"anyOf,omitzero"`
	OneOf      []*schema          `json:"oneOf,omitzero"`
	Defs       map[string]*schema `json:"$defs,omitzero"`
}

// properties are the properties of an object, in the order of the fields.
type properties []property

type property struct {
	name string
	of   *schema
}

// MarshalJSON writes the properties as an object.
func (p properties) MarshalJSON() ([]byte, error) {
	text := []byte{'{'}
	for i, one := range p {
		if i > 0 {
			text = append(text, ',')
		}
		name, err := json.Marshal(one.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(one.of)
		if err != nil {
			return nil, err
		}
		text = append(append(append(text, name...), ':'), value...)
	}
	return append(text, '}'), nil
}

// anything returns the schema of a key whose value is ignored. It accepts any value.
func anything() *schema { return &schema{} }

// schemaOf returns the schema of a document.
func schemaOf(title string, root reflect.Type) *schema {
	g := generator{defs: map[string]*schema{}}
	g.define(root)
	whole := *g.defs[defName(root)]
	whole.Dialect, whole.Title = "https://json-schema.org/draft/2020-12/schema", "cohort: "+title
	whole.Properties = append(properties{{"$schema", anything()}}, whole.Properties...)
	if !g.recurs(root) {
		delete(g.defs, defName(root))
	}
	whole.Defs = g.defs
	return &whole
}

// recurs reports whether any schema in g.defs refers to the root type.
func (g *generator) recurs(root reflect.Type) bool {
	text, err := json.Marshal(g.defs)
	return err == nil && slices.Contains(refs(text), ref(root))
}

// refs returns the targets of the references in a schema.
func refs(text []byte) []string {
	var list []string
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, value := range v {
				if to, is := value.(string); is && key == "$ref" {
					list = append(list, to)
				}
				walk(value)
			}
		case []any:
			for _, value := range v {
				walk(value)
			}
		}
	}
	var v any
	if json.Unmarshal(text, &v) == nil {
		walk(v)
	}
	return list
}

// defName names the definition of a type: package.Type.
func defName(t reflect.Type) string { return t.String() }

func ref(t reflect.Type) string { return "#/$defs/" + defName(t) }

package main

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/schedule"
)

// tags are the validate tags of a field, and whether the field is a pointer.
type tags struct {
	list    []string
	pointer bool
}

func tagsOf(f reflect.StructField) tags {
	text := f.Tag.Get("validate")
	if text == "" || text == "-" {
		return tags{}
	}
	return tags{list: strings.Split(text, ",")}
}

// valueTags returns the tags for the value itself: those before the tag "dive".
func (t tags) valueTags() []string {
	for i, tag := range t.list {
		if tag == "dive" {
			return t.list[:i]
		}
	}
	return t.list
}

// elements returns the tags for the elements of a list: those after the tag "dive".
func (t tags) elements() tags {
	return tags{list: t.list[min(len(t.valueTags())+1, len(t.list)):]}
}

func (t tags) has(name string) bool {
	_, found := t.param(name)
	return found
}

func (t tags) param(name string) (string, bool) {
	for _, tag := range t.valueTags() {
		if tag == name {
			return "", true
		}
		if value, found := strings.CutPrefix(tag, name+"="); found {
			return value, true
		}
	}
	return "", false
}

// limit returns the number that the tag min or max states, or nil.
func (t tags) limit(name string) *int {
	value, found := t.param(name)
	n, err := strconv.Atoi(value)
	if !found || err != nil {
		return nil
	}
	return &n
}

// maximum returns the number that the tag max states, otherwise the given limit.
func (t tags) maximum(limit int) *int {
	if n := t.limit("max"); n != nil {
		return n
	}
	return &limit
}

// empty reports whether an empty value passes regardless of the other tags.
func (t tags) empty() bool { return t.has("omitempty") && !t.pointer }

// Patterns for one character: of a line, of a text with line breaks, and at the start
// or the end of an id. The command check accepts slightly fewer characters.
const (
	lineChars = `[^\u0000-\u001f\u007f-\u009f\u2028\u2029]`
	textChars = `[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]`
	idEnds    = `[^\u0000-\u0020\u007f-\u00a0\u2028\u2029]`
)

// text returns the schema of a text.
func (t tags) text() *schema {
	s := &schema{Type: "string", MinLength: t.limit("min"), MaxLength: t.limit("max")}
	names, named := t.param("name")
	switch {
	case named && names != "":
		s.Enum = strings.Fields(names)
		if t.empty() {
			s.Enum = append(s.Enum, "")
		}
		return s
	case t.has("id"):
		s.Pattern = "^" + idEnds + "(" + lineChars + "*" + idEnds + ")?$"
		s.MaxLength = new(document.MaxID)
	case t.has("line"):
		s.Pattern = "^" + lineChars + "*$"
	case t.has("text"):
		s.Pattern = "^" + textChars + "*$"
	}
	if t.has("required") && s.MinLength == nil && !t.pointer {
		s.MinLength = new(1)
	}
	if t.empty() && (s.MinLength != nil || t.has("id")) {
		return &schema{AnyOf: []*schema{{Const: ""}, s}}
	}
	return s
}

// number returns the schema of a whole number.
func (t tags) number() *schema {
	s := &schema{Type: "integer", Minimum: t.limit("min"), Maximum: t.limit("max")}
	if t.empty() && (s.Minimum != nil && *s.Minimum > 0 || s.Maximum != nil && *s.Maximum < 0) {
		return &schema{AnyOf: []*schema{{Const: 0}, s}}
	}
	return s
}

// required reports whether a document must have the key of a field of type f.
func (t tags) required(f reflect.Type) bool {
	if t.has("required") {
		return true
	}
	if t.has("omitempty") || f.Kind() == reflect.Pointer {
		return false
	}
	least := t.limit("min")
	return t.has("id") || t.has("name") || t.has("oneof1") || least != nil && *least > 0
}

// complete adds to a schema the rules that the packages check without tags.
func complete(t reflect.Type, s *schema) {
	set := func(key string, of *schema) {
		for i := range s.Properties {
			if s.Properties[i].name == key {
				s.Properties[i].of = of
			}
		}
	}
	switch t {
	case reflect.TypeFor[course.Definition]():
		set("version", &schema{Const: 1})
	case reflect.TypeFor[course.Entry]():
		s.Required = append(s.Required, "at")
		s.AnyOf = []*schema{{OneOf: kinds(t)}, {Required: []string{"removed"}}}
	case reflect.TypeFor[schedule.Held]():
		s.Required = append(s.Required, "session")
	case reflect.TypeFor[schedule.Plan]():
		s.Required = append(s.Required, "zone")
	case reflect.TypeFor[admission.Share]():
		set("else", &schema{Enum: []string{"leave_open", ""}})
	case reflect.TypeFor[admission.Applicant]():
		s.Required = append(s.Required, "id")
		set("gender", &schema{Enum: []string{"woman", "man", "other", "undisclosed", ""}})
		set("experience_months", &schema{Type: "integer", Minimum: new(0), Maximum: new(1200)})
		levels := []string{"none", "a1", "basic", "b1", "intermediate", "fluent", "c2", "native", "a2", "b2", "c1"}
		set("languages", &schema{Type: "object", Additional: &schema{Type: "string", Enum: levels}})
	case reflect.TypeFor[admission.Placement]():
		set("eligibility", &schema{Type: "string", Enum: []string{"ineligible", "incomplete", "eligible"}})
	case reflect.TypeFor[admission.Degree]():
		set("level", &schema{Type: "string", Enum: []string{"none", "undergraduate", "postgraduate", ""}})
	}
}

// kinds returns a schema for each kind of entry. The schema requires the key of that
// kind.
func kinds(t reflect.Type) []*schema {
	var list []*schema
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type.Kind() == reflect.Pointer && jsonName(f) != "decided" {
			list = append(list, &schema{Required: []string{jsonName(f)}})
		}
	}
	return list
}

package document

import (
	"encoding"
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/go-playground/validator/v10"
)

// shapes is built on first use, because building it takes longer than a validation and a
// package must not do work when it is imported. It is never changed afterwards.
var shapes = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(jsonName)
	for tag, test := range map[string]validator.Func{
		"id":   func(f validator.FieldLevel) bool { return ValidID(f.Field().String()) },
		"line": func(f validator.FieldLevel) bool { return ValidLine(f.Field().String()) },
		"text": func(f validator.FieldLevel) bool { return ValidText(f.Field().String()) },
		"name": func(f validator.FieldLevel) bool {
			return slices.Contains(strings.Fields(f.Param()), nameText(f.Field()))
		},
		"bounded": func(f validator.FieldLevel) bool {
			d, ok := f.Field().Interface().(exact.Decimal)
			return ok && d.Bounded()
		},
		"oneof1": func(f validator.FieldLevel) bool { return len(Kinds(f.Field().Interface())) == 1 },
	} {
		if err := v.RegisterValidation(tag, test); err != nil {
			panic(err) // validator refuses one of our tags: every test of Shape would show this
		}
	}
	return v
})

// nameText returns the text of a string, or of a scale that has texts.
func nameText(v reflect.Value) string {
	if v.Kind() == reflect.String {
		return v.String()
	}
	if scale, ok := v.Interface().(encoding.TextMarshaler); ok {
		text, _ := scale.MarshalText()
		return string(text)
	}
	return ""
}

// Shape checks a struct, or a pointer to one, against the validate tags of its fields and
// returns the violations in the order of the fields.
//
// It first checks that the value is nested at most 64 deep and contains at most 200,000
// objects and lists. If not, that is the only violation returned. This check also refuses
// a literal that contains itself.
//
// The tags "required", "omitempty", "min", "max" and "dive" are those of package
// validator. Shape adds the tags "id" ([ValidID]), "line" ([ValidLine]), "text"
// ([ValidText]), "name" (one of the names that its parameter lists, separated by spaces),
// "bounded" ([exact.Decimal.Bounded]) and "oneof1" (a sum type, [Kinds]). Tags that do
// I/O are not used.
func Shape(v any) rule.Violations {
	value := reflect.ValueOf(v)
	for value.Kind() == reflect.Pointer && !value.IsNil() {
		value = value.Elem()
	}
	if value.Kind() != reflect.Struct {
		return rule.Violations{{Code: "type", Detail: "want an object"}}
	}
	if fault := bounded(value); fault != nil {
		return rule.Violations{*fault}
	}
	return shape(value.Interface())
}

func shape(v any) rule.Violations {
	top := reflect.TypeOf(v)
	var failed validator.ValidationErrors
	if !errors.As(shapes().Struct(v), &failed) {
		return nil
	}
	var vs rule.Violations
	for _, f := range failed {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		v := speak(f, top)
		v.Path = path
		vs = append(vs, v)
		if f.Tag() == "oneof1" {
			// Package validator does not enter a struct that failed, so the violations
			// inside this struct are added here.
			vs = append(vs, shape(f.Value()).At(path)...)
		}
	}
	return vs
}

// speak returns the violation for a tag that failed, with our code and a sentence.
func speak(f validator.FieldError, top reflect.Type) rule.Violation {
	switch f.Tag() {
	case "required":
		return rule.Required("")
	case "id":
		if f.Value() == "" {
			return rule.Required("")
		}
		return rule.Violation{Code: "id", Detail: "want 1 to 128 bytes of characters that can be seen, without spaces around them"}
	case "line":
		return rule.Violation{Code: "text", Detail: "want one line of UTF-8 without control characters"}
	case "text":
		return rule.Violation{Code: "text", Detail: "want UTF-8 without control characters except line breaks"}
	case "name":
		return rule.UnknownValue("", strings.Fields(f.Param())...)
	case "bounded":
		return rule.Violation{Code: "decimal", Detail: "want plain digits with an optional sign and point, such as 12.5, at most 64 characters"}
	case "oneof1":
		return oneOf(f.Value())
	}
	return outside(f, top)
}

// oneOf returns the violation of a sum type: it names the kinds that are set, or the
// possible kinds if none is set.
func oneOf(sum any) rule.Violation {
	detail := "two or more kinds are set: " + rule.List("and", Kinds(sum)...) + "; keep one"
	if len(Kinds(sum)) == 0 {
		detail = "no kind is set; want " + rule.List("or", kindsOf(reflect.TypeOf(sum))...)
	}
	return rule.Violation{Code: "one-of", Detail: detail}
}

func kindsOf(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if name := jsonName(t.Field(i)); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// outside returns the violation for a value beyond a limit. The value is the length of a
// text, the number of elements of a list or map, or a number itself.
func outside(f validator.FieldError, top reflect.Type) rule.Violation {
	tooFew := f.Tag() == "min"
	number, _ := strconv.Atoi(f.Param()) // all of our limits are whole numbers
	limit := rule.Thousands(number)
	side := "at most "
	if tooFew {
		side = "at least "
	}
	switch f.Kind() {
	case reflect.String:
		if tooFew {
			return rule.Violation{Code: "too-short", Detail: side + limit + " characters"}
		}
		return rule.Violation{Code: "too-long", Detail: side + limit + " characters"}
	case reflect.Slice, reflect.Map:
		if tooFew {
			return rule.Violation{Code: "too-few", Detail: side + limit + " elements"}
		}
		return rule.Violation{Code: "too-many", Detail: side + limit + " elements"}
	default:
		if low, high, both := limits(top, f.StructNamespace()); both {
			return rule.Range("", low, high, "")
		}
		return rule.Violation{Code: "range", Detail: "want " + side + limit}
	}
}

// limits returns the limits min and max in the validate tag of a field. The field is
// given by its namespace, such as Room.Rooms[1].Seats. limits also reports whether the
// tag has both limits.
func limits(t reflect.Type, namespace string) (low, high int, both bool) {
	var tag string
	names := strings.Split(namespace, ".")[1:]
	for _, name := range names {
		name, _, _ = strings.Cut(name, "[")
		for t.Kind() != reflect.Struct {
			t = t.Elem()
		}
		field, found := t.FieldByName(name)
		if !found {
			return 0, 0, false
		}
		t, tag = field.Type, field.Tag.Get("validate")
	}
	// If the tag contains the word "dive", the violation is about an element of the
	// field. The limits of elements come after the last "dive".
	tag = tag[max(strings.LastIndex(tag, "dive"), 0):]
	found := 0
	for _, part := range strings.Split(tag, ",") {
		name, value, _ := strings.Cut(part, "=")
		n, _ := strconv.Atoi(value)
		switch name {
		case "min":
			low, found = n, found|1
		case "max":
			high, found = n, found|2
		}
	}
	return low, high, found == 3
}

// Kinds returns the JSON names of the fields that are set in a sum type: a struct of
// pointers and slices, or a pointer to such a struct. A well-formed sum type has exactly
// one field set.
func Kinds(sum any) []string {
	v := reflect.ValueOf(sum)
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return nil
	}
	var set []string
	for i := range v.NumField() {
		if name := jsonName(v.Type().Field(i)); name != "" && !v.Field(i).IsZero() {
			set = append(set, name)
		}
	}
	return set
}

package course

import (
	"reflect"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
)

// textMembers are names of JSON members. In every part of a definition, members with
// these names hold texts that are written for people and change no decision.
var textMembers = []string{"title", "source", "description", "location", "url"}

// digestOf returns the digest of a definition's meaning: the SHA-256, in hexadecimal, of
// its text by RFC 8785, without texts for people and with decimals in their shortest
// form.
func digestOf(d Definition) string {
	c := canonical{}
	meaning := copied(d)
	// textMembers cannot list the members that are cleared here, because some of their
	// names have another meaning in the parts of a definition. In the grading scheme, for
	// example, outcomes are rules.
	meaning.Title, meaning.Topic, meaning.Language, meaning.Level, meaning.Provider, meaning.Funding, meaning.Description = "", "", "", "", "", "", ""
	meaning.Instructors, meaning.Audience, meaning.Areas, meaning.Prerequisites, meaning.Outcomes = nil, nil, nil, nil, nil
	meaning.Delivery, meaning.Outline, meaning.Certificate, meaning.Stated = nil, nil, nil, nil
	if meaning.Project != nil {
		meaning.Project.Covers = nil
	}
	strip(reflect.ValueOf(&meaning).Elem())
	return hash(c.value(nil, reflect.ValueOf(meaning), nil))
}

// strip removes the members that textMembers lists, and shortens decimals. It changes v
// in place.
func strip(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		strip(v.Elem()) // a nil pointer yields the zero Value
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			strip(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			element := reflect.New(v.Type().Elem()).Elem()
			element.Set(v.MapIndex(key))
			strip(element)
			v.SetMapIndex(key, element)
		}
	case reflect.Struct:
		if d, isDecimal := v.Interface().(exact.Decimal); isDecimal {
			if v.CanSet() && !d.IsZero() {
				v.Set(reflect.ValueOf(shortest(d)))
			}
			return
		}
		for i := range v.NumField() {
			f := v.Type().Field(i)
			switch {
			case !f.IsExported():
			case slices.Contains(textMembers, nameOf(f)):
				v.Field(i).SetZero()
			default:
				strip(v.Field(i))
			}
		}
	}
}

func nameOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// shortest returns d without trailing zeros: 40 for 40.0.
func shortest(d exact.Decimal) exact.Decimal {
	value := d.Rat()
	places, _ := value.FloatPrec()
	short, err := exact.ParseDecimal(value.FloatString(places))
	if err != nil {
		return d
	}
	return short
}

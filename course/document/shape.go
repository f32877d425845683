package document

import (
	"errors"
	"reflect"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/go-playground/validator/v10"
)

// Valid is implemented by nominal sets: text types with a fixed list of names.
type Valid interface{ Valid() bool }

// MaxID is how many bytes an identifier may have.
const MaxID = 128

// ValidID reports whether id can name something: 1 to 128 bytes that are a
// [ValidLine] and neither begin nor end with a space.
func ValidID(id string) bool {
	return id != "" && len(id) <= MaxID && ValidLine(id) && strings.TrimFunc(id, unicode.IsSpace) == id
}

// ValidLine reports whether text is UTF-8 that stays on its line and shows as it
// is: no control characters, no line separators, no marks that turn the
// direction of writing or cannot be seen (the joiners of some scripts aside).
func ValidLine(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) && r != '\u200c' && r != '\u200d'
	})
}

// ValidText is [ValidLine] for a text of several lines.
func ValidText(text string) bool {
	return ValidLine(strings.ReplaceAll(text, "\n", ""))
}

// shapes is built on first use: building takes longer than a validation, and a
// package must not do work when it is imported. It is never changed after.
var shapes = sync.OnceValue(func() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(jsonName)
	for tag, test := range map[string]validator.Func{
		"id":   func(f validator.FieldLevel) bool { return ValidID(f.Field().String()) },
		"line": func(f validator.FieldLevel) bool { return ValidLine(f.Field().String()) },
		"text": func(f validator.FieldLevel) bool { return ValidText(f.Field().String()) },
		"name": func(f validator.FieldLevel) bool {
			named, ok := f.Field().Interface().(Valid)
			return ok && named.Valid()
		},
		"bounded": func(f validator.FieldLevel) bool {
			d, ok := f.Field().Interface().(exact.Decimal)
			return ok && d.Bounded()
		},
		"oneof1": func(f validator.FieldLevel) bool { return len(Kinds(f.Field().Interface())) == 1 },
	} {
		if err := v.RegisterValidation(tag, test); err != nil {
			panic(err) // a tag of ours that validator refuses: a test builds this
		}
	}
	return v
})

// Shape holds a struct, or a pointer to one, against the validate tags of its
// fields and returns what does not fit, in the order of the fields.
//
// Besides validator's own required, omitempty, min, max and dive it knows id
// ([ValidID]), line ([ValidLine]), text ([ValidText]), name (a nominal set, [Valid]), bounded ([exact.Decimal.Bounded]) and
// oneof1 (a sum type, [Kinds]). Tags that do I/O are not used.
func Shape(v any) rule.Violations {
	var failed validator.ValidationErrors
	if !errors.As(shapes().Struct(v), &failed) {
		return nil
	}
	var vs rule.Violations
	for _, f := range failed {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		code, detail := speak(f)
		vs = append(vs, rule.Violation{Code: code, Path: path, Detail: detail})
		if f.Tag() == "oneof1" {
			// validator does not enter a struct that failed; what is wrong
			// inside is to come out at once, too.
			vs = append(vs, Shape(f.Value()).At(path)...)
		}
	}
	return vs
}

// speak turns the tag that failed into our code and a sentence.
func speak(f validator.FieldError) (code, detail string) {
	tooFew := f.Tag() == "min"
	switch f.Tag() {
	case "required":
		return "required", "must be stated"
	case "id":
		if f.Value() == "" {
			return "required", "must be stated"
		}
		return "id", "1 to 128 bytes without control characters or spaces around"
	case "line":
		return "text", "one line of UTF-8 without control characters"
	case "text":
		return "text", "UTF-8 without control characters but line breaks"
	case "name":
		return "unknown-value", "not one of the names there are"
	case "bounded":
		return "decimal", "want plain digits with an optional sign and point, at most 64 characters"
	case "oneof1":
		return "one-of", "exactly one kind must be set"
	}
	switch f.Kind() {
	case reflect.String:
		if tooFew {
			return "too-short", "at least " + f.Param() + " characters"
		}
		return "too-long", "at most " + f.Param() + " characters"
	case reflect.Slice, reflect.Map:
		if tooFew {
			return "too-few", "at least " + f.Param()
		}
		return "too-many", "at most " + f.Param()
	default:
		if tooFew {
			return "range", "at least " + f.Param()
		}
		return "range", "at most " + f.Param()
	}
}

// Kinds returns the JSON names of the fields that are set in a sum type: a
// struct of pointers and slices, or a pointer to one. A well-formed one has
// exactly one.
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

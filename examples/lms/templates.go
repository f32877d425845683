package main

import (
	"cmp"
	"encoding/json"
	"html/template"
	"io/fs"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

func sub(dir string) fs.FS {
	inner, _ := fs.Sub(files, dir)
	return inner
}

// templates are the templates of the pages, each within the frame that all pages
// share.
var templates = parse()

func parse() map[string]*template.Template {
	functions := template.FuncMap{
		"words": func(code string) string { return strings.NewReplacer("_", " ", "-", " ").Replace(code) },
		"when":  func(t time.Time) string { return t.Format("Mon 2 Jan 2006, 15:04 MST") },
		"utc":   func(t time.Time) string { return t.UTC().Format("2006-01-02T15:04") },
		"span": func(from, to time.Time) string {
			return from.Format("Mon 2 Jan 2006, 15:04") + " to " + to.Format("15:04 MST")
		},
		"count": func(n int, one, many string) string {
			return number(n) + " " + map[bool]string{true: one, false: many}[n == 1]
		},
		"plain": plain,
		"json": func(v any) string {
			text, _ := json.MarshalIndent(v, "", " ")
			return string(text)
		},
		"list": func(items ...string) []string { return items },
		"yes": func(b *bool) string {
			if b == nil {
				return "not stated"
			}
			return map[bool]string{true: "yes", false: "no"}[*b]
		},
		"minutes": func(seconds int64) int64 { return seconds / 60 },
		"field":   func(q *request, name, label string) field { return field{q, name, label} },
		"choice": func(q *request, name, label string, options []string) choice {
			return choice{field{q, name, label}, options}
		},
		"hidden": func(q *request, do, key string) hidden { return hidden{q, do, key} },
	}
	shared := template.Must(template.New("").Funcs(functions).ParseFS(files, "pages/frame.html"))
	all := map[string]*template.Template{}
	names, _ := fs.Glob(files, "pages/*.html")
	for _, name := range names {
		if base := strings.TrimPrefix(name, "pages/"); base != "frame.html" {
			t := template.Must(template.Must(shared.Clone()).ParseFS(files, name))
			all[base] = t.Lookup("frame")
		}
	}
	return all
}

// field is a field of a form.
type field struct {
	Q           *request
	Name, Label string
}

// choice is a field with options.
type choice struct {
	field
	Options []string
}

// Problem returns what is wrong with the field, or an empty text.
func (f field) Problem() string {
	name, _, _ := strings.Cut(f.Name, ":")
	for _, v := range f.Q.Problems {
		if v.Path == name {
			return v.Detail
		}
	}
	return ""
}

// Value returns the text of the field: the text sent in a refused form, otherwise its
// initial value.
func (f field) Value() string { return f.Q.Value(f.Name) }

// hidden is the data of the hidden fields that every form has.
type hidden struct {
	Q       *request
	Do, key string
}

// Key returns the key of the form.
func (h hidden) Key() string { return h.Q.Key(h.Do + " " + h.key) }

// Number returns the number in the given field of the query, or 0 if the field has no
// number.
func (q *request) Number(name string) int {
	n, _ := strconv.Atoi(q.Query.Get(name))
	return n
}

func number(n int) string { return strconv.Itoa(n) }

// Everybody lists the ids of all who applied.
func (q *request) Everybody() []string {
	return slices.SortedFunc(maps.Keys(q.People), func(a, b string) int { return cmp.Compare(a, b) })
}

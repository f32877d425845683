package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
)

// entryOf reads an entry from a form. The name of a field is the path of a value in the
// entry. If the value is not a text, a colon and the kind of the value follow, as in
// marked.mark.completed:bool. The kinds are bool, int, list (one element on each line)
// and utc (a date and time without an offset). An empty field is absent. If several
// fields have one name, the last one counts.
func entryOf(form url.Values) (course.Entry, error) {
	tree := map[string]any{"at": "2000-01-01T00:00:00Z"} // the store sets the time
	var problems rule.Violations
	for _, field := range sorted(form) {
		name, kind, _ := strings.Cut(field, ":")
		path := strings.Split(name, ".")
		text := strings.TrimSpace(form[field][len(form[field])-1])
		if len(path) < 2 && text != "empty" || text == "" {
			continue
		}
		value, problem := valueOf(kind, text)
		if problem != "" {
			problems = append(problems, rule.Violation{Code: "form", Path: name, Detail: problem})
			continue
		}
		put(tree, path, value)
	}
	if len(problems) > 0 {
		return course.Entry{}, problems
	}
	data, err := json.Marshal(tree)
	if err != nil {
		return course.Entry{}, err
	}
	e, err := course.ParseEntry(data)
	return e, err
}

func sorted(form url.Values) []string {
	var names []string
	for name := range form {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// valueOf returns the value that a field of the given kind has for a text, or the
// problem with the text.
func valueOf(kind, text string) (value any, problem string) {
	switch kind {
	case "bool":
		return text == "true", ""
	case "int":
		if _, err := strconv.Atoi(text); err != nil {
			return nil, "want a whole number"
		}
		return json.Number(text), ""
	case "list":
		return strings.Fields(text), ""
	case "utc":
		if len(text) == len("2006-01-02T15:04") {
			text += ":00"
		}
		return strings.TrimSuffix(text, "Z") + "Z", ""
	}
	if text == "empty" {
		return map[string]any{}, ""
	}
	return text, ""
}

// put puts a value at a path into a tree of objects.
func put(tree map[string]any, path []string, value any) {
	for _, name := range path[:len(path)-1] {
		inner, is := tree[name].(map[string]any)
		if !is {
			inner = map[string]any{}
			tree[name] = inner
		}
		tree = inner
	}
	tree[path[len(path)-1]] = value
}

// fieldsOf returns the form fields that hold the value v, which has the given path in
// an entry. It is the reverse of entryOf, except that the names of the fields have no
// kinds.
func fieldsOf(path string, v any) url.Values {
	data, _ := json.Marshal(v)
	var tree any
	_ = json.Unmarshal(data, &tree)
	fields := url.Values{}
	flatten(path, tree, fields)
	return fields
}

func flatten(path string, v any, into url.Values) {
	if inner, is := v.(map[string]any); is {
		for name, value := range inner {
			flatten(path+"."+name, value, into)
		}
		return
	}
	into.Set(path, fmt.Sprint(v))
}

// problemsOf returns the problems to show to the sender of a form. It returns false
// if the error is not a fault of the form. If groups cannot be formed, the problem is
// the text of the error.
func problemsOf(err error) (rule.Violations, bool) {
	var vs rule.Violations
	if errors.As(err, &vs) {
		return vs, true
	}
	if text, is := cannotForm(err); is {
		return rule.Violations{{Code: "groups", Path: "grouped", Detail: text}}, true
	}
	return nil, false
}

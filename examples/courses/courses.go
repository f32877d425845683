// Package courses holds course documents: the reference course and four that differ
// widely from it, each with a small journal of a run.
//
//	dpg       the reference course, as course/dpg has it
//	seminar   a weekly seminar: a tree of marks with letters, no admission
//	open      a large open course: quizzes and an exam, no schedule, no groups
//	bootcamp  interviews with a minimum score, shares, attendance of 80 percent
//	training  two languages, each session in two sittings, groups by language
package courses

import (
	"embed"
	"slices"
)

//go:embed *.json journals/*.jsonl
var files embed.FS

// Names returns the names of the documents, the reference course first.
func Names() []string {
	return slices.Clone([]string{"dpg", "seminar", "open", "bootcamp", "training"})
}

// Document returns the text of a course document.
func Document(name string) ([]byte, bool) { return read(name, name+".json") }

// Journal returns the journal of a small run of a course, an entry a line.
func Journal(name string) ([]byte, bool) { return read(name, "journals/"+name+".jsonl") }

func read(name, path string) ([]byte, bool) {
	if !slices.Contains(Names(), name) {
		return nil, false
	}
	data, err := files.ReadFile(path)
	return data, err == nil
}

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// maxLines is the largest number of bytes of a file that has one value on each line. One
// value has at most document.MaxBytes.
const maxLines = 8 * document.MaxBytes

// shell is one call of a command, with its input and output.
type shell struct {
	options
	stdin    io.Reader
	terminal io.Writer // for progress; nil for none
	out      bytes.Buffer
	faults   []string
	status   int
}

// name returns the name of a file in messages.
func name(file string) string {
	if file == "-" {
		return file
	}
	return filepath.Base(file)
}

// read reads a document.
func (s *shell) read(file string) ([]byte, bool) { return s.readMost(file, document.MaxBytes) }

// readMost reads at most limit bytes of a file, and one byte more, so that the caller or
// the decoder notices if the file is too large.
func (s *shell) readMost(file string, limit int64) ([]byte, bool) {
	in := s.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			s.refuse(file, "", "file", "cannot be read")
			return nil, false
		}
		defer func() { _ = f.Close() }()
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err != nil {
		s.refuse(file, "", "file", "cannot be read")
		return nil, false
	}
	return data, true
}

// lines reads a file with one value a line and yields each value with its index.
// Blank lines are skipped.
func (s *shell) lines(file string) iter.Seq2[int, []byte] {
	data, _ := s.readMost(file, maxLines)
	if len(data) > maxLines {
		s.refuse(file, "", "document-size", "more than 512 MiB")
		data = nil
	}
	return func(yield func(int, []byte) bool) {
		i := 0
		for line := range bytes.Lines(data) {
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			if !yield(i, line) {
				return
			}
			i++
		}
	}
}

// refuse notes one thing that is wrong with a file.
func (s *shell) refuse(file, path, code, detail string) {
	s.fault(file, rule.Violations{{Code: code, Path: path, Detail: detail}})
}

// fault notes an error of a file, with one line for each violation. It reports whether
// there was an error.
func (s *shell) fault(file string, err error) bool { return s.faultAt(file, "", err) }

// faultAt does the same as fault, for an error of the value at a path in the file.
func (s *shell) faultAt(file, path string, err error) bool {
	if err == nil {
		return false
	}
	for _, v := range violations(err) {
		v.Path = rule.Join(path, v.Path)
		s.faults = append(s.faults, name(file)+": "+v.Error())
	}
	return true
}

// violations returns the violations that an error consists of.
func violations(err error) rule.Violations {
	var list rule.Violations
	var one rule.Violation
	var size *grouping.SizeError
	var conflict *grouping.ConflictError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &list):
		return list
	case errors.As(err, &one):
		return rule.Violations{one}
	case errors.As(err, &size):
		return rule.Violations{{Code: "group-size", Detail: err.Error()}}
	case errors.As(err, &conflict):
		return rule.Violations{{Code: "must-conflict", Detail: err.Error()}}
	}
	return rule.Violations{{Code: "refused", Detail: err.Error()}}
}

// document prints one value, indented.
func (s *shell) document(v any) { s.encode(v, " ") }

// line prints one value on a line.
func (s *shell) line(v any) { s.encode(v, "") }

func (s *shell) encode(v any, indent string) {
	encoder := json.NewEncoder(&s.out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	if err := encoder.Encode(v); err != nil {
		s.faults = append(s.faults, "cohort: a result has no JSON: "+err.Error())
	}
}

package rule

import (
	"strconv"
	"strings"
)

// maxViolations is how many violations a [Report] keeps. A document of a few kilobytes
// can be made to have more.
const maxViolations = 10_000

// Report collects what is wrong with one document. Its zero value is empty and ready to
// use. It keeps each pair of path and code once. It also knows which values are spoilt: a
// check that reads several values can ask [Report.Clean] first, and reports nothing that
// only follows from a mistake reported before.
//
// It keeps 10,000 violations and counts the rest; the count is in a last violation with
// the code "and-more" and no path. A nil Report keeps nothing, and its Clean method
// returns false.
//
// A Report may be used by one goroutine at a time.
type Report struct {
	prefix string
	log    *log
}

type log struct {
	all    Violations
	seen   map[Violation]bool // pairs of path and code that are in all
	spoilt map[string]bool    // paths at or below which something was added
	lost   map[string]bool    // paths of values that could not be read at all
	more   int                // violations beyond maxViolations
}

func (r *Report) open() *log {
	if r.log == nil {
		r.log = &log{seen: map[Violation]bool{}, spoilt: map[string]bool{}, lost: map[string]bool{}}
	}
	return r.log
}

// At returns a view of r in which paths are relative to path.
func (r *Report) At(path string) *Report {
	if r == nil {
		return nil
	}
	return &Report{prefix: Join(r.prefix, path), log: r.open()}
}

// Add reports that the value at path is wrong. It adds nothing if that value, or a value
// that contains it, could not be read.
func (r *Report) Add(path, code, detail string) {
	if r == nil {
		return
	}
	l, full := r.open(), Join(r.prefix, path)
	if l.isLost(full) {
		return
	}
	if l.keep(full, code, detail) {
		l.spoil(full)
	}
}

// Put reports whole violations, such as the result of [Required], in the same way as
// [Report.Add]. Their paths are relative to r.
func (r *Report) Put(vs ...Violation) {
	for _, v := range vs {
		r.Add(v.Path, v.Code, v.Detail)
	}
}

// Note reports a violation that leaves the value usable, such as an unknown key, or a
// wrong sum of valid values. It does not affect Clean.
func (r *Report) Note(path, code, detail string) {
	if r == nil {
		return
	}
	l, full := r.open(), Join(r.prefix, path)
	if !l.isLost(full) {
		l.keep(full, code, detail)
	}
}

// Unreadable reports that the value at path could not be read. Later reports at path or
// below it would be consequences and are dropped.
func (r *Report) Unreadable(path, code, detail string) {
	r.Add(path, code, detail)
	if r != nil && r.log.more == 0 {
		r.log.lost[Join(r.prefix, path)] = true
	}
}

// Clean reports whether the values at all the given paths can be relied on. A value can
// be relied on if nothing was added at its path or below, and if neither the value nor a
// value that contains it was unreadable. Clean returns false for every path once there
// are more violations than the report keeps.
func (r *Report) Clean(paths ...string) bool {
	if r == nil {
		return false
	}
	l := r.open()
	if l.more > 0 {
		return false
	}
	for _, path := range paths {
		full := Join(r.prefix, path)
		if l.spoilt[full] || l.isLost(full) {
			return false
		}
	}
	return true
}

// Violations returns everything that was reported for the whole document, even if r is a
// view of a part, in the order of reporting. Package document puts the violations in
// document order.
func (r *Report) Violations() Violations {
	if r == nil {
		return nil
	}
	l := r.open()
	all := append(Violations(nil), l.all...)
	if l.more > 0 {
		detail := strconv.Itoa(l.more) + " more violations"
		if l.more == 1 {
			detail = "1 more violation"
		}
		all = append(all, Violation{Code: "and-more", Detail: detail})
	}
	return all
}

// keep appends a violation, unless the list has one with the same path and code, and
// returns true. If the list is full, keep only counts the violation and returns false.
func (l *log) keep(path, code, detail string) bool {
	if len(l.all) >= maxViolations {
		l.more++
		return false
	}
	key := Violation{Path: path, Code: code}
	if !l.seen[key] {
		l.seen[key] = true
		l.all = append(l.all, Violation{Code: code, Path: path, Detail: detail})
	}
	return true
}

func (l *log) spoil(path string) {
	for ; !l.spoilt[path]; path = Parent(path) {
		l.spoilt[path] = true // the last one is the empty path, its own parent
	}
}

func (l *log) isLost(path string) bool {
	if len(l.lost) == 0 {
		return false
	}
	for ; !l.lost[path]; path = Parent(path) {
		if path == "" {
			return false
		}
	}
	return true
}

// Parent returns the path of the value that contains the value at path; the empty path is
// its own parent.
func Parent(path string) string {
	if key, quoted := strings.CutSuffix(path, `"]`); quoted {
		// A quoted key may hold any character, but a quote in it has a backslash before
		// it. So the last bracket that is followed by a quote opens the key.
		if opening := strings.LastIndex(key, `["`); opening >= 0 {
			return path[:opening]
		}
	}
	return path[:max(strings.LastIndexAny(path, ".["), 0)]
}

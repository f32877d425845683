package main

import (
	"embed"
	"io"
	"os"
	"path/filepath"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// The names of the files of an intake.
const (
	applicantsFile = "applicants.json"
	presenceFile   = "presence.json"
	marksFile      = "marks.json"
)

//go:embed intake
var intake embed.FS

// files is what a run reads. A file that could not be read is nil; that is
// among the faults already.
type files struct {
	course                      string // name of the definition's file, "" for the reference course
	definition                  []byte
	applicants, presence, marks []byte
}

func load(dir, definition string, f *faults) files {
	read := func(name string) []byte {
		if dir == "" {
			data, _ := intake.ReadFile("intake/" + name)
			return data
		}
		return readFile(filepath.Join(dir, name), name, f)
	}
	loaded := files{applicants: read(applicantsFile), presence: read(presenceFile), marks: read(marksFile)}
	if definition != "" {
		loaded.course = filepath.Base(definition)
		loaded.definition = readFile(definition, loaded.course, f)
	}
	return loaded
}

// readFile reads no more than a document may have, and one byte to tell.
func readFile(path, name string, f *faults) []byte {
	file, err := os.Open(path)
	if err == nil {
		var data []byte
		data, err = io.ReadAll(io.LimitReader(file, document.MaxBytes+1))
		_ = file.Close()
		if err == nil {
			return data
		}
	}
	f.add(name, rule.Violations{{Code: "file", Detail: "cannot be read"}})
	return nil
}

// person is what the report tells of an applicant besides the decisions.
type person = admission.Applicant

// decide runs the course over the files. All files are read and checked, as
// far as each can be, before it gives up.
func decide(in files, seed string, f *faults) (outcome, bool) {
	o := outcome{definition: dpg.Definition(), seed: seed}
	if in.course != "" && in.definition != nil {
		o.definition = course.Definition{}
		f.add(in.course, document.Parse(in.definition, &o.definition, func(r *rule.Report) { o.definition.CheckIn(zones, r) }))
	}
	if len(f.lines) == 0 || in.course == "" {
		var err error
		if o.course, err = course.Compile(o.definition, zones); err != nil {
			f.add("course", err)
		}
	}
	o.run(in, f)
	return o, len(f.lines) == 0
}

// run takes the steps of a course. Without a course, or after a step that
// failed, the rest of the files is still checked for what can be told.
func (o *outcome) run(in files, f *faults) {
	var applicants []admission.Applicant
	var rows []schedule.Segment
	var marks course.Marks
	parse := func(name string, data []byte, into any, check func(*rule.Report)) {
		if data == nil {
			return
		}
		if o.course == nil {
			check = func(*rule.Report) {}
		}
		f.add(name, document.Parse(data, into, check))
	}
	var known map[string]bool // who applied; nil when that cannot be told
	wrong := len(f.lines)
	parse(applicantsFile, in.applicants, &applicants, func(r *rule.Report) {
		o.course.CheckApplicants(applicants, r)
		known = appliedIDs(applicants, r)
	})
	o.people = map[string]person{}
	for _, a := range applicants {
		o.people[a.ID] = a
	}
	groups := -1 // how many cannot be told
	if len(f.lines) == wrong && o.course != nil {
		groups = o.choose(applicants, f)
	}
	parse(presenceFile, in.presence, &rows, func(r *rule.Report) { o.course.CheckPresence(rows, known, r) })
	parse(marksFile, in.marks, &marks, func(r *rule.Report) { o.course.CheckMarks(marks, known, groups, r) })
	if len(f.lines) > 0 {
		return
	}
	o.finish(rows, marks, f)
}

// appliedIDs returns who applied, nil when an id could not be read.
func appliedIDs(applicants []admission.Applicant, r *rule.Report) map[string]bool {
	known := map[string]bool{}
	for i, a := range applicants {
		if !r.Readable(rule.Field(rule.Index("", i), "id")) {
			return nil
		}
		known[a.ID] = true
	}
	if !r.Readable("") {
		return nil
	}
	return known
}

// choose selects and returns how many groups there will be, negative when that
// cannot be told. Forming them takes longer and waits until the rest is right.
func (o *outcome) choose(applicants []admission.Applicant, f *faults) int {
	cohort, err := o.course.Cohort(o.seed).Select(applicants)
	if err != nil {
		f.add("-seed", err) // what is left to be wrong once the applicants are right
		return -1
	}
	o.cohort = cohort
	if o.course.Grouping() == nil {
		return 0
	}
	sizes, err := o.definition.Grouping.Sizes.Split(len(cohort.Admitted()))
	if err != nil {
		f.add("course", err)
		return -1
	}
	return len(sizes)
}

// finish takes the steps after the selection.
func (o *outcome) finish(rows []schedule.Segment, marks course.Marks, f *faults) {
	step := func(file string, take func() (course.Cohort, error)) {
		if len(f.lines) > 0 {
			return
		}
		cohort, err := take()
		f.add(file, err)
		o.cohort = cohort
	}
	if o.course.Grouping() != nil {
		step("course", func() (course.Cohort, error) { return o.cohort.Form() })
	}
	if o.course.Schedule() != nil {
		step(presenceFile, func() (course.Cohort, error) { return o.cohort.Attend(rows) })
	}
	step(marksFile, func() (course.Cohort, error) { return o.cohort.Grade(marks) })
	step(marksFile, func() (course.Cohort, error) { return o.cohort.Certify() })
}

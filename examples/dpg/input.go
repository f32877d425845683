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

// decide runs the course over the files. Everything in them is checked, as far
// as it can be told, before it gives up.
func decide(in files, seed string, f *faults) (outcome, bool) {
	o := outcome{definition: dpg.Definition(), seed: seed, file: "course"}
	check := func(r *rule.Report) { o.course = course.CompileSound(o.definition, zones, r) }
	if in.course == "" {
		f.add(o.file, document.Check(o.definition, check))
	} else if o.definition, o.file = (course.Definition{}), in.course; in.definition != nil {
		f.add(o.file, document.Parse(in.definition, &o.definition, check))
	}
	if len(f.lines) == 0 {
		// Compile once more, whole: a course that CompileSound made is for checks.
		var err error
		o.course, err = course.Compile(o.definition, zones)
		f.add(o.file, err)
	}
	o.run(in, f)
	return o, len(f.lines) == 0
}

// run takes the steps of a course. After a step that failed the rest of the
// files is still checked for what can be told.
func (o *outcome) run(in files, f *faults) {
	var applicants []admission.Applicant
	var rows []schedule.Segment
	var marks course.Marks
	wrong := len(f.lines)
	parse := func(name string, data []byte, into any, check func(*rule.Report)) {
		if data == nil {
			return
		}
		if o.course == nil { // the definition is not even JSON
			check = func(*rule.Report) {}
		}
		f.add(name, document.Parse(data, into, check))
	}
	var ids map[string]bool // who applied; nil when that cannot be told
	parse(applicantsFile, in.applicants, &applicants, func(r *rule.Report) {
		o.course.CheckApplicants(applicants, r)
		ids = appliedIDs(applicants, r)
	})
	f.add("-seed", checkSeed(o.seed))
	o.people = map[string]person{}
	for _, a := range applicants {
		o.people[a.ID] = a
	}
	var roll course.Roll
	switch {
	case o.course == nil:
	case wrong == 0 && len(f.lines) == 0:
		roll = o.choose(applicants, ids, f)
	default:
		roll = o.course.Roll(ids)
	}
	parse(presenceFile, in.presence, &rows, func(r *rule.Report) { o.course.CheckPresence(rows, roll, r) })
	parse(marksFile, in.marks, &marks, func(r *rule.Report) { o.course.CheckMarks(marks, roll, r) })
	if len(f.lines) == 0 {
		o.finish(rows, marks, f)
	}
}

// checkSeed wants a seed that can be published on one line; that there is one
// is asked for only when somebody ties.
func checkSeed(seed string) error {
	if seed == "" || document.ValidID(seed) {
		return nil
	}
	return rule.Violations{{Code: "seed", Detail: "at most 128 bytes on one line, without spaces around"}}
}

// appliedIDs returns who applied, nil when an id could not be read.
func appliedIDs(applicants []admission.Applicant, r *rule.Report) map[string]bool {
	ids := map[string]bool{}
	for i, a := range applicants {
		if a.ID == "" || !r.Readable(rule.Field(rule.Index("", i), "id")) {
			return nil
		}
		ids[a.ID] = true
	}
	if !r.Readable("") {
		return nil
	}
	return ids
}

// choose selects, and returns whom rows and marks can be about. Forming the
// groups takes longer and waits until the rest is right; how many there will be
// is known before.
func (o *outcome) choose(applicants []admission.Applicant, ids map[string]bool, f *faults) course.Roll {
	cohort, err := o.course.Cohort(o.seed).Select(applicants)
	if err != nil {
		f.add("-seed", err) // what is left to be wrong once the applicants are right
		return o.course.Roll(ids)
	}
	o.cohort = cohort
	roll := cohort.Roll()
	if o.course.Grouping() == nil {
		return roll
	}
	sizes, err := o.definition.Grouping.Sizes.Split(len(cohort.Admitted()))
	if err != nil {
		f.add(o.file, rule.Violations{{Code: "group-size", Path: "grouping.sizes", Detail: err.Error()}})
		return o.course.Roll(ids)
	}
	roll.Groups = len(sizes)
	return roll
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
		step(o.file, func() (course.Cohort, error) { return o.cohort.Form() })
	}
	if o.course.Schedule() != nil {
		step(presenceFile, func() (course.Cohort, error) { return o.cohort.Attend(rows) })
	}
	step(marksFile, func() (course.Cohort, error) { return o.cohort.Grade(marks) })
	step(marksFile, func() (course.Cohort, error) { return o.cohort.Certify() })
}

package main

import (
	"embed"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
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

// files is the input of a run. A file that could not be read is nil, and has been
// reported.
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

// readFile reads at most one byte more than a document may have, so that an oversized
// document is noticed.
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

// person has the facts about an applicant that the report shows besides the
// decisions.
type person = admission.Applicant

// decide runs the course on the files. A broken definition is reported alone;
// otherwise all faults of the files are reported at once.
func decide(in files, seed string, f *faults) (outcome, bool) {
	o := outcome{seed: seed, file: "course"}
	var err error
	if in.course == "" {
		o.course, err = course.Compile(dpg.Definition(), zones)
	} else if o.file = in.course; in.definition != nil {
		o.course, err = course.Load(in.definition, zones)
	}
	f.add(o.file, err)
	if o.course != nil {
		o.definition = o.course.Definition()
		o.take(in, f)
	}
	return o, len(f.lines) == 0
}

// take checks the files and records their content.
func (o *outcome) take(in files, f *faults) {
	c := checker{course: o.course, groups: mostGroups(o.definition, 10_000_000), atMost: true}
	o.run = o.course.Run()
	var applicants []admission.Applicant
	var err error
	if in.applicants != nil {
		applicants, err = c.applicants(in.applicants)
		f.add(applicantsFile, err)
	}
	f.add("-seed", checkSeed(o.seed))
	if len(f.lines) == 0 {
		o.seat(applicants, &c, f)
	}
	var sessions map[string][]schedule.Segment
	if in.presence != nil {
		sessions, err = c.rows(in.presence)
		f.add(presenceFile, err)
	}
	var m marks
	if in.marks != nil {
		m, err = c.marks(in.marks)
		f.add(marksFile, err)
	}
	if len(f.lines) > 0 {
		return
	}
	recorded, err := o.run.Record(teaching(o.course, o.run.State().Seats, sessions, m)...)
	f.add(o.file, err)
	for _, r := range recorded {
		if r.Entry.Grouped != nil {
			o.describe(*r.Entry.Decided.Groups)
		}
	}
}

// describe computes the balance of the run's groups, for the report.
func (o *outcome) describe(g course.Groups) {
	var members []grouping.Member
	for _, group := range g.Groups {
		for _, id := range group {
			members = append(members, o.course.Member(o.people[id]))
		}
	}
	o.formation, _ = o.course.Grouping().Assess(g.Groups, members, grouping.Options{Steps: 1})
	o.formation.Tiers = g.Tiers // with the bounds that the search proved
}

// seat records the applications and the selection, and tells the checker how many
// groups there will be.
func (o *outcome) seat(applicants []admission.Applicant, c *checker, f *faults) {
	o.people = map[string]person{}
	for _, a := range applicants {
		o.people[a.ID] = a
	}
	if _, err := o.run.Record(seating(o.course, applicants, o.seed)...); err != nil {
		// The applicants have no faults at this point, so only the seed can be wrong.
		for _, v := range violations(err) {
			v.Path = v.Path[strings.LastIndex(v.Path, ".")+1:]
			f.add("-seed", v)
		}
		return
	}
	if selector := o.course.Admission(); selector != nil {
		o.selected, _ = selector.Select(admission.Intake{Applicants: applicants, Seed: o.seed})
	}
	if o.course.Grouping() == nil || o.definition.Grouping.Sizes.Per != "" {
		return // the number of groups is not known before they are formed
	}
	sizes, err := o.definition.Grouping.Sizes.Split(len(o.run.State().Seats))
	if err != nil {
		f.add(o.file, rule.Violations{{Code: "group-size", Path: "grouping.sizes", Detail: err.Error()}})
		return
	}
	c.groups, c.atMost = len(sizes), false
}

// mostGroups returns an upper bound of the number of groups.
func mostGroups(d course.Definition, people int) int {
	if d.Grouping == nil {
		return 0
	}
	if d.Admission != nil {
		people = d.Admission.Capacity
	}
	switch s := d.Grouping.Sizes; {
	case len(s.Exact) > 0:
		return len(s.Exact)
	case s.Count > 0:
		return s.Count
	default:
		return people / max(s.Min, 1)
	}
}

// checkSeed requires that a seed can be published on one line. An empty seed is
// refused later, and only if applicants tie.
func checkSeed(seed string) error {
	if seed == "" || document.ValidID(seed) {
		return nil
	}
	return rule.Violations{{Code: "seed", Detail: "want at most 128 bytes on one line, without spaces around them"}}
}

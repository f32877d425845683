package course

import (
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// Marks is what the instructors report: a record for each person and a level
// for each group's project.
type Marks struct {
	Records  []Record      `json:"records,omitzero"`
	Projects []ProjectMark `json:"projects,omitzero"`
}

// Record is one person's marks by component, without those that are worked out
// from attendance and from the group's project. Of these only excused may be
// given.
type Record struct {
	ID    string        `json:"id"`
	Marks grading.Marks `json:"marks,omitzero"`
}

// ProjectMark is the mark of one group's project, which goes to each of its
// members: a level, missing (nothing was handed in) or pending.
type ProjectMark struct {
	Group   int    `json:"group"` // from 1, in the order of the formation
	Level   string `json:"level,omitzero"`
	Missing bool   `json:"missing,omitzero"`
	Pending bool   `json:"pending,omitzero"`
}

func (p ProjectMark) mark() grading.Mark {
	return grading.Mark{Level: p.Level, Missing: p.Missing, Pending: p.Pending}
}

// CheckApplicants reports everything wrong with a list of applicants; paths
// begin with the index. Without admission rules only the ids count.
func (c *Course) CheckApplicants(applicants []admission.Applicant, r *rule.Report) {
	if c.admission != nil {
		c.admission.CheckApplicants(applicants, r)
		return
	}
	seen := map[string]bool{}
	for i, a := range applicants {
		at := r.At(rule.Index("", i))
		switch {
		case !at.Clean("id"):
		case !document.ValidID(a.ID):
			at.Add("id", "id", "1 to 128 bytes without control characters")
		case seen[a.ID]:
			at.Add("id", "duplicate-id", "an earlier applicant has the same id")
		}
		seen[a.ID] = true
	}
}

// CheckPresence reports everything wrong with the rows of a meeting record:
// paths begin with the row's index. The people who applied are known; nil says
// that this could not be found out.
func (c *Course) CheckPresence(rows []schedule.Segment, known map[string]bool, r *rule.Report) {
	if c.schedule == nil {
		if len(rows) > 0 {
			r.Add("", "needs", "the course has no schedule to attend")
		}
		return
	}
	c.schedule.CheckSegments(rows, c.attended, r)
	for i, row := range rows {
		if path := rule.Field(rule.Index("", i), "participant"); r.Clean(path) && known != nil && !known[row.Participant] {
			r.Add(path, "unknown-applicant", "nobody with this id applied")
		}
	}
}

// CheckMarks reports everything wrong with m. The people who applied are known,
// nil where that could not be found out; groups is how many groups there are,
// negative where that could not.
func (c *Course) CheckMarks(m Marks, known map[string]bool, groups int, r *rule.Report) {
	seen := map[string]bool{}
	for i, record := range m.Records {
		at := r.At(rule.Index("records", i))
		switch {
		case !at.Clean("id"):
		case !document.ValidID(record.ID):
			at.Add("id", "id", "1 to 128 bytes without control characters")
		case known != nil && !known[record.ID]:
			at.Add("id", "unknown-applicant", "nobody with this id applied")
		case seen[record.ID]:
			at.Add("id", "duplicate-record", "an earlier record is of the same person")
		}
		seen[record.ID] = true
		c.grading.CheckMarks(record.Marks, at.At("marks"))
		for _, component := range c.computed() {
			if mark, given := record.Marks[component]; given && !mark.Excused {
				at.Add(rule.Key("marks", component), "computed-mark", "is worked out; only excused may be given")
			}
		}
	}
	c.checkProjects(m.Projects, groups, r)
}

// computed returns the components whose marks are worked out.
func (c *Course) computed() []string {
	if c.project == "" {
		return c.attendance
	}
	return append(slices.Clone(c.attendance), c.project)
}

func (c *Course) checkProjects(projects []ProjectMark, groups int, r *rule.Report) {
	if c.project == "" {
		if len(projects) > 0 {
			r.Add("projects", "needs", "the course has no project")
		}
		return
	}
	marked := map[int]bool{}
	for i, p := range projects {
		at := r.At(rule.Index("projects", i))
		switch {
		case !at.Clean("group"):
		case p.Group < 1 || groups >= 0 && p.Group > groups:
			at.Add("group", "unknown-group", "groups count from 1 to the number of groups")
		case marked[p.Group]:
			at.Add("group", "duplicate-project", "an earlier project is of the same group")
		}
		marked[p.Group] = true
		var mark rule.Report
		c.grading.CheckMarks(grading.Marks{c.project: p.mark()}, &mark)
		for _, v := range mark.Violations() {
			at.Add(trim(v.Path, rule.Key("", c.project)), v.Code, v.Detail)
		}
	}
	if !r.Clean("projects") {
		return // the missing one may be the one that could not be read
	}
	for group := 1; group <= groups; group++ {
		if !marked[group] {
			r.Aside("projects", "missing-project", "group "+strconv.Itoa(group)+" has no project")
		}
	}
}

// trim returns path as seen from within outer.
func trim(path, outer string) string {
	path = path[min(len(outer), len(path)):]
	if path != "" && path[0] == '.' {
		return path[1:]
	}
	return path
}

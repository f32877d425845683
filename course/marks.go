package course

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// Marks is what the instructors report: a record for each person and a level
// for each group's project.
//
// A record holds the person's marks by component, without those that are worked
// out from attendance and from the group's project; of these only excused may be
// given. Its override, where there is one, is a decision of the organisers in
// place of the marks, with name and reason.
type Marks struct {
	Records  []grading.Record `json:"records,omitzero"`
	Projects []ProjectMark    `json:"projects,omitzero"`
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

// Roll says whom and what the rows and marks of a run can be about.
type Roll struct {
	// Applicants are the ids of all who applied; nil says that they could not
	// be told.
	Applicants map[string]bool
	// Groups is how many groups there are, and AtMost says that the number
	// could not be told and is the largest there can be.
	Groups int
	AtMost bool
}

// Roll returns what can be told before anybody is selected: the ids, and how
// many groups there can be at most.
func (c *Course) Roll(ids map[string]bool) Roll {
	people := 10_000_000 // that an intake may have
	if ids != nil {
		people = len(ids)
	}
	if c.capacity > 0 {
		people = min(people, c.capacity)
	}
	roll := Roll{Applicants: ids, Groups: people / max(c.sizes.Min, 1), AtMost: true}
	switch {
	case len(c.sizes.Exact) > 0:
		roll.Groups = len(c.sizes.Exact)
	case c.sizes.Count > 0:
		roll.Groups = c.sizes.Count
	}
	return roll
}

// CheckApplicants reports everything wrong with a list of applicants; paths
// begin with the index.
func (c *Course) CheckApplicants(applicants []admission.Applicant, r *rule.Report) {
	selector := c.admission
	if selector == nil {
		// What makes an applicant well-formed does not hang on the rules.
		selector, _ = admission.Compile(admission.Policy{Capacity: 1})
	}
	var faults rule.Violations
	if errors.As(selector.ValidateApplicants(applicants), &faults) {
		r.AddAll(faults)
	}
	c.checkUnits(applicants, r)
}

// checkUnits reports numbers that a rule for groups cannot count in its unit, while
// everybody is still an applicant. Nothing else of an applicant can be wrong with
// the member made of it.
func (c *Course) checkUnits(applicants []admission.Applicant, r *rule.Report) {
	if c.grouping == nil {
		return
	}
	members := make([]grouping.Member, len(applicants))
	for i, a := range applicants {
		members[i] = Member(a)
	}
	var faults rule.Violations
	errors.As(c.grouping.CheckMembers(members), &faults)
	for _, v := range faults {
		path := strings.Replace(v.Path, rule.Key("numbers", months), months, 1)
		if v.Code == "unit" && r.Clean(path) {
			r.Add(path, v.Code, v.Detail)
		}
	}
}

// CheckPresence reports everything wrong with the rows of a meeting record:
// paths begin with the row's index.
func (c *Course) CheckPresence(rows []schedule.Segment, roll Roll, r *rule.Report) {
	switch {
	case c.schedule != nil && !c.broken["attendance"]:
		_, err := c.attend(rows)
		var found rule.Violations
		errors.As(err, &found)
		r.AddAll(found)
	case c.schedule == nil && !c.broken["schedule"] && len(rows) > 0:
		r.Note("", "needs", "the course has no schedule to attend")
	}
	for i, row := range rows {
		path := rule.Field(rule.Index("", i), "participant")
		if r.Clean(path) && row.Participant != "" && roll.Applicants != nil && !roll.Applicants[row.Participant] {
			r.Add(path, "unknown-applicant", "nobody with this id applied")
		}
	}
}

// CheckMarks reports everything wrong with m.
func (c *Course) CheckMarks(m Marks, roll Roll, r *rule.Report) {
	seen := map[string]bool{}
	for i, record := range m.Records {
		at := r.At(rule.Index("records", i))
		if c.grading != nil {
			c.grading.CheckRecord(record, at)
		}
		switch {
		case !at.Clean("id") || record.ID == "":
		case roll.Applicants != nil && !roll.Applicants[record.ID]:
			at.Add("id", "unknown-applicant", "nobody with this id applied")
		case seen[record.ID]:
			at.Add("id", "duplicate-record", "an earlier record is of the same person")
		}
		seen[record.ID] = true
		for _, component := range c.computed() {
			if mark, given := record.Marks[component]; given && !mark.Excused {
				at.Add(rule.Key("marks", component), "computed-mark", "is worked out; only excused may be given")
			}
		}
	}
	c.checkProjects(m.Projects, roll, r)
}

// computed returns the components whose marks are worked out.
func (c *Course) computed() []string {
	if c.project == "" {
		return c.attendance
	}
	return append(slices.Clone(c.attendance), c.project)
}

func (c *Course) checkProjects(projects []ProjectMark, roll Roll, r *rule.Report) {
	if c.project == "" {
		if len(projects) > 0 && !c.broken["project"] {
			r.Note("projects", "needs", "the course has no project")
		}
		return
	}
	marked, readable := map[int]bool{}, r.Readable("projects")
	for i, p := range projects {
		at := r.At(rule.Index("projects", i))
		readable = readable && at.Clean("group")
		switch {
		case !at.Clean("group"):
		case p.Group < 1 || p.Group > roll.Groups && !c.broken["grouping"]:
			at.Add("group", "unknown-group", "groups count from 1 to the number of groups")
		case marked[p.Group]:
			at.Add("group", "duplicate-project", "an earlier project is of the same group")
		}
		marked[p.Group] = true
		if c.grading != nil {
			c.checkProjectMark(p, at)
		}
	}
	if roll.AtMost || !readable {
		return
	}
	var missing []string
	for group := 1; group <= roll.Groups; group++ {
		if !marked[group] {
			missing = append(missing, strconv.Itoa(group))
		}
	}
	if len(missing) > 0 {
		r.Note("projects", "missing-project", "no project of group "+strings.Join(missing, ", "))
	}
}

// checkProjectMark reports what is wrong with the mark of a project, at the
// project.
func (c *Course) checkProjectMark(p ProjectMark, r *rule.Report) {
	var mark rule.Report
	c.grading.CheckMarks(grading.Marks{c.project: p.mark()}, &mark)
	for _, v := range mark.Violations() {
		path := strings.TrimPrefix(strings.TrimPrefix(v.Path, rule.Key("", c.project)), ".")
		r.Add(path, v.Code, v.Detail)
	}
}

package course

import (
	"errors"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// Cohort carries one run of a course: Select, Form, Attend, Grade, Certify.
// Each step returns a new Cohort with its result and leaves the one it was
// called on as it was. Leave out a step that the course has no rules for: it fails
// with code needs; one that comes too early fails with code order.
type Cohort struct {
	// Selection is the result of Select.
	Selection admission.Selection `json:"selection,omitzero"`
	// Formation is the result of Form. It may be replaced by what
	// [grouping.Grouper.Reform] makes of it.
	Formation grouping.Formation `json:"formation,omitzero"`
	// Presence is the result of Attend.
	Presence schedule.Presence `json:"presence,omitzero"`
	// Results are those of Grade, in call order; after Certify they are final.
	Results []Result `json:"results,omitzero"`

	course   *Course
	seed     string
	members  map[string]grouping.Member // all who applied
	admitted []string                   // in call order
	records  []grading.Record           // as graded, beside Results
	done     map[string]bool            // steps taken
}

// Result is where one participant stands: the entry of the gradebook and the
// group, which counts from 1 in the order of the formation and is 0 without
// groups.
type Result struct {
	grading.Entry
	Group int `json:"group,omitzero"`
}

// Cohort begins a run. The seed decides the lottery among applicants who tie
// and the chances of the search for groups; publish it, after the list of
// applicants is fixed, so that others can repeat the run.
func (c *Course) Cohort(seed string) Cohort {
	return Cohort{course: c, seed: seed, done: map[string]bool{}}
}

// Admitted returns the ids of those who have a seat, in call order.
func (k Cohort) Admitted() []string { return slices.Clone(k.admitted) }

// Roll returns whom and what rows and marks can be about: everybody who applied,
// and the groups that were formed.
func (k Cohort) Roll() Roll {
	roll := Roll{Applicants: make(map[string]bool, len(k.members)), Groups: len(k.Formation.Groups)}
	for id := range k.members {
		roll.Applicants[id] = true
	}
	return roll
}

// after returns a copy of k in which a step has been taken.
func (k Cohort) after(step string) Cohort {
	k.done = maps.Clone(k.done)
	k.done[step] = true
	return k
}

// needs returns the violation of taking a step before the ones it needs.
func (k Cohort) needs(step string, earlier ...string) error {
	if k.course == nil || !k.course.whole {
		return rule.Violations{{Code: "order", Detail: "a cohort begins with a course that Compile returned"}}
	}
	for _, e := range earlier {
		if !k.done[e] {
			return rule.Violations{{Code: "order", Detail: step + " comes after " + e}}
		}
	}
	return nil
}

// Select decides who of the applicants gets a seat. Rulings are the organisers'
// own decisions. A course without admission rules takes everybody, in the order
// of their ids. The error is nil or [rule.Violations], with paths such as
// applicants[3].country.
func (k Cohort) Select(applicants []admission.Applicant, rulings ...admission.Ruling) (Cohort, error) {
	if err := k.needs("Select"); err != nil {
		return k, err
	}
	if k.course.admission == nil {
		return k.everybody(applicants, rulings)
	}
	selection, err := k.course.admission.Select(admission.Intake{Applicants: applicants, Seed: k.seed, Rulings: rulings})
	var faults rule.Violations
	if err != nil && !errors.As(err, &faults) {
		return k, err
	}
	var r rule.Report
	k.course.checkUnits(applicants, r.At("applicants"))
	if err := append(faults, r.Violations()...).Err(); err != nil {
		return k, err
	}
	admitted := make([]string, len(selection.Admitted))
	for i, p := range selection.Admitted {
		admitted[i] = p.ID
	}
	next := k.enrol(applicants, admitted)
	next.Selection = selection
	return next, nil
}

func (k Cohort) everybody(applicants []admission.Applicant, rulings []admission.Ruling) (Cohort, error) {
	var r rule.Report
	k.course.CheckApplicants(applicants, r.At("applicants"))
	if len(rulings) > 0 {
		r.Add("rulings", "needs", "the course has no admission rules to rule over")
	}
	if err := r.Violations().Err(); err != nil {
		return k, err
	}
	admitted := make([]string, len(applicants))
	for i, a := range applicants {
		admitted[i] = a.ID
	}
	slices.Sort(admitted)
	return k.enrol(applicants, admitted), nil
}

// enrol begins the run anew with these people.
func (k Cohort) enrol(applicants []admission.Applicant, admitted []string) Cohort {
	next := k.course.Cohort(k.seed).after("Select")
	next.admitted = admitted
	next.members = make(map[string]grouping.Member, len(applicants))
	for _, a := range applicants {
		next.members[a.ID] = Member(a)
	}
	return next
}

// Form assigns the admitted to groups. The error is nil, [rule.Violations], or
// one of the typed errors of package grouping, such as *grouping.SizeError.
func (k Cohort) Form() (Cohort, error) {
	if err := k.needs("Form", "Select"); err != nil {
		return k, err
	}
	if k.course.grouping == nil {
		return k, rule.Violations{{Code: "needs", Detail: "the course has no rules for groups"}}
	}
	members := make([]grouping.Member, len(k.admitted))
	for i, id := range k.admitted {
		members[i] = k.members[id]
	}
	formation, err := k.course.grouping.Form(members, grouping.Options{Seed: k.seed})
	if err != nil {
		return k, err
	}
	next := k.after("Form")
	next.Formation = formation
	return next, nil
}

// groups returns the group of each participant, from 1.
func (k Cohort) groups() map[string]int {
	groups := map[string]int{}
	for i, group := range k.Formation.Groups {
		for _, id := range group {
			groups[id] = i + 1
		}
	}
	return groups
}

// Attend decides who was present at which session from the rows of a meeting
// record. The error is nil or [rule.Violations] with paths such as [3].leave.
func (k Cohort) Attend(rows []schedule.Segment) (Cohort, error) {
	if err := k.needs("Attend", "Select"); err != nil {
		return k, err
	}
	check := func(r *rule.Report) {
		if k.course.schedule == nil {
			r.Note("", "needs", "the course has no schedule to attend")
		}
		k.course.CheckPresence(rows, k.Roll(), r)
	}
	if err := document.Check(rows, check); err != nil {
		return k, err
	}
	presence, err := k.course.attend(rows)
	if err != nil {
		return k, err
	}
	next := k.after("Attend")
	next.Presence = presence
	return next, nil
}

// Grade works out what everybody's marks come to so far: the records, the
// attendance and the project of the person's group. The error is nil or
// [rule.Violations] with paths such as records[3].marks["quiz"].
func (k Cohort) Grade(m Marks) (Cohort, error) {
	earlier := []string{"Select"}
	if len(k.course.attendance) > 0 {
		earlier = append(earlier, "Attend")
	}
	if k.course.project != "" {
		earlier = append(earlier, "Form")
	}
	if err := k.needs("Grade", earlier...); err != nil {
		return k, err
	}
	err := document.Check(m, func(r *rule.Report) { k.course.CheckMarks(m, k.Roll(), r) })
	if err != nil {
		return k, err
	}
	records := map[string]grading.Record{}
	for _, record := range m.Records {
		records[record.ID] = record
	}
	levels := map[int]grading.Mark{} // by group
	for _, p := range m.Projects {
		levels[p.Group] = p.mark()
	}
	projects := map[string]grading.Mark{} // by person
	for id, group := range k.groups() {
		projects[id] = levels[group]
	}
	next := k.after("Grade")
	next.records = make([]grading.Record, len(k.admitted))
	for i, id := range k.admitted {
		next.records[i] = k.complete(records[id], id, projects)
	}
	return next.grade(k.Results)
}

// complete returns a person's record with the marks that are worked out, unless
// the person is excused from them.
func (k Cohort) complete(record grading.Record, id string, projects map[string]grading.Mark) grading.Record {
	record.ID = id
	record.Marks = maps.Clone(record.Marks)
	if record.Marks == nil {
		record.Marks = grading.Marks{}
	}
	set := func(component string, mark grading.Mark) {
		if _, excused := record.Marks[component]; !excused {
			record.Marks[component] = mark
		}
	}
	for _, component := range k.course.attendance {
		set(component, grading.Mark{Attended: new(k.Presence.Of(id).Attended), Held: new(len(k.Presence.Sessions))})
	}
	if k.course.project != "" {
		set(k.course.project, projects[id])
	}
	return record
}

// grade fills Results from the records; what was decided before, if anything,
// shows in whether a person was ever certified.
func (k Cohort) grade(before []Result) (Cohort, error) {
	groups := k.groups()
	k.Results = make([]Result, len(k.records))
	for i, record := range k.records {
		entry, err := k.course.grading.GradeRecord(record)
		if err == nil && i < len(before) {
			entry, _, err = k.course.grading.Regrade(before[i].Entry, record)
		}
		if err != nil {
			return k, err
		}
		k.Results[i] = Result{Entry: entry, Group: groups[record.ID]}
	}
	return k, nil
}

// Certify ends the course: marks still pending become missing, and the results
// are final.
func (k Cohort) Certify() (Cohort, error) {
	if err := k.needs("Certify", "Grade"); err != nil {
		return k, err
	}
	next := k.after("Certify")
	next.records = slices.Clone(k.records)
	for i := range next.records {
		next.records[i].Marks = k.course.grading.Close(next.records[i].Marks)
	}
	return next.grade(k.Results)
}

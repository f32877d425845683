package course

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// lint returns the findings about a definition; c holds its engines.
func (d Definition) lint(c *Course) []rule.Finding {
	l := linting{findings: under("grading", c.grading.Lint())}
	if d.Stated != nil {
		l.stated(d, c)
	}
	findings, _ := c.admission.Lint(admission.Intake{}) // an error and no findings if there are no admission rules
	l.findings = append(l.findings, under("admission", findings)...)
	if d.Grouping != nil {
		l.groups(d)
	}
	if a := d.Attendance; a != nil && a.AtLeastPercent.Rational().Compare(exact.Whole(1)) < 0 {
		l.add("below-one-percent", "attendance.at_least_percent", "1 or more", a.AtLeastPercent.String(), "a fraction is written as a percentage, 0.75 as 75", nil)
	}
	if d.Schedule != nil {
		l.deadlines(d, c.schedule)
	}
	slices.SortStableFunc(l.findings, func(a, b rule.Finding) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Path, b.Path))
	})
	return l.findings
}

// linting collects findings.
type linting struct{ findings []rule.Finding }

func (l *linting) add(code, path, need, have, detail string, source *rule.Source) {
	if source != nil {
		source = new(*source)
	}
	l.findings = append(l.findings, rule.Finding{Code: code, Path: path, Verdict: rule.NotMet, Need: need, Have: have, Detail: detail, Source: source})
}

// stated compares the definition with the figures that the course page claims (see
// [Stated]).
func (l *linting) stated(d Definition, c *Course) {
	s := d.Stated
	if s.Timetable != nil && c.schedule != nil {
		l.findings = append(l.findings, under("schedule", c.schedule.Lint(*s.Timetable))...)
	}
	if s.Capacity != nil && d.Admission != nil && s.Capacity.Is != d.Admission.Capacity {
		l.add("stated-capacity", "admission.capacity", strconv.Itoa(s.Capacity.Is), strconv.Itoa(d.Admission.Capacity), "", s.Capacity.Source)
	}
	if s.GroupSizes == nil || d.Grouping == nil {
		return
	}
	low, high, known := d.groupSizes()
	need, have := span(s.GroupSizes.Min, s.GroupSizes.Max), span(low, high)
	if known && need != have {
		l.add("stated-group-sizes", "grouping.sizes", need, have, "", s.GroupSizes.Source)
	}
}

// groups reports rules for groups that the course cannot apply: sizes into which a full
// course cannot be split, common hours without meeting hours, and lists that no member
// has.
func (l *linting) groups(d Definition) {
	if d.Admission != nil && d.Grouping.Sizes.Per == "" { // with Per, sizes depend on the applicants
		var size *grouping.SizeError
		if _, err := d.Grouping.Sizes.Split(d.Admission.Capacity); errors.As(err, &size) {
			l.add("full-house", "grouping.sizes", "groups for "+strconv.Itoa(d.Admission.Capacity), "", size.Error(), nil)
		}
	}
	times := func(path string, kind grouping.Rule) {
		if kind.CommonHours != nil && d.MeetingHours == nil {
			l.add("no-times", path+".rule.common_hours", "times of the members", "", "the course states no meeting hours, so this asks only what applicants say of when they are available", nil)
		}
	}
	lists := func(path string, kind grouping.Rule) {
		if list := listOf(kind); list != "" && list != language {
			l.add("no-list", path, "a list of the members", "", "in a course members have the list "+language+" and no other, so this never applies", nil)
		}
	}
	for i, m := range d.Grouping.Must {
		at := rule.Index("grouping.must", i)
		times(at, m.Rule)
		lists(at, m.Rule)
	}
	for i, p := range d.Grouping.Prefer {
		at := rule.Index("grouping.prefer", i)
		times(at, p.Rule)
		lists(at, p.Rule)
	}
}

// listOf returns the name of the list that a rule reads, or "" if the rule reads no list.
func listOf(r grouping.Rule) string {
	switch {
	case r.NotAlone != nil:
		return r.NotAlone.List
	case r.AtLeast != nil:
		return r.AtLeast.List
	case r.AtMost != nil:
		return r.AtMost.List
	case r.Agree != nil:
		return r.Agree.List
	}
	return ""
}

// deadlines checks that work is due before it is needed: before the session named by the
// deadline, for a project before the session in which it is presented, and in any case
// before the course is over.
func (l *linting) deadlines(d Definition, t *schedule.Timetable) {
	var last time.Time
	begins := map[string]time.Time{} // when the first sitting of a session begins
	for _, s := range t.Sessions() {
		if s.End.After(last) {
			last = s.End
		}
		id := cmp.Or(s.Repeats, s.ID)
		if _, earlier := begins[id]; !earlier {
			begins[id] = s.Start
		}
	}
	presented := func(component string) bool { return d.Project != nil && d.Project.Component == component }
	of := map[string]int{}
	for i, deadline := range d.Schedule.Deadlines {
		of[deadline.ID] = i
	}
	for _, deadline := range t.Deadlines(nil) {
		i := of[deadline.ID]
		path, before := rule.Index("schedule.deadlines", i), d.Schedule.Deadlines[i].Before
		after := func(session string) bool {
			start, known := begins[session]
			return known && deadline.At.After(start)
		}
		switch {
		case after(before):
			l.add("late-deadline", path, "before "+before+" begins", "", "is due after that", nil)
		case presented(deadline.ID) && after(d.Project.PresentedIn):
			l.add("late-deadline", path, "before the session in which the project is presented", "", "is due after it is presented", nil)
		case !last.IsZero() && deadline.At.After(last):
			l.add("deadline-after-end", path, "before the last session has ended", "", "is due after the course", nil)
		}
	}
}

// groupSizes returns the sizes of the smallest and the largest possible group. If the
// definition states only the number of groups, these are the sizes in a full course. The
// last result is false if the sizes cannot be known.
func (d Definition) groupSizes() (low, high int, known bool) {
	s := d.Grouping.Sizes
	switch {
	case len(s.Exact) > 0:
		return slices.Min(s.Exact), slices.Max(s.Exact), true
	case s.Max > 0:
		return s.Min, s.Max, true
	case d.Admission == nil:
		return low, high, false
	}
	sizes, err := s.Split(d.Admission.Capacity)
	if err != nil {
		return low, high, false
	}
	return sizes[len(sizes)-1], sizes[0], true
}

func span(low, high int) string { return fmt.Sprintf("%d to %d", low, high) }

// under prefixes the paths of findings with the name of a part of the definition.
func under(part string, findings []rule.Finding) []rule.Finding {
	for i := range findings {
		findings[i].Path = rule.Join(part, findings[i].Path)
	}
	return findings
}

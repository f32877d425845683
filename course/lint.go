package course

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// lint collects the findings of the definition whose engines c holds.
func (d Definition) lint(c *Course) []rule.Finding {
	findings := under("grading", c.grading.Lint())
	add := func(code, path, need, have, detail string, source *rule.Source) {
		if source != nil {
			source = new(*source)
		}
		findings = append(findings, rule.Finding{Code: code, Path: path, Verdict: rule.NotMet, Need: need, Have: have, Detail: detail, Source: source})
	}
	if s := d.Stated; s != nil {
		if s.Timetable != nil && c.schedule != nil {
			findings = append(findings, under("schedule", c.schedule.Lint(*s.Timetable))...)
		}
		if s.Capacity != nil && d.Admission != nil && s.Capacity.Is != d.Admission.Capacity {
			add("stated-capacity", "admission.capacity", strconv.Itoa(s.Capacity.Is), strconv.Itoa(d.Admission.Capacity), "", s.Capacity.Source)
		}
		if s.GroupSizes != nil && d.Grouping != nil {
			low, high, told := d.groupSizes()
			need, have := span(s.GroupSizes.Min, s.GroupSizes.Max), span(low, high)
			if told && need != have {
				add("stated-group-sizes", "grouping.sizes", need, have, "", s.GroupSizes.Source)
			}
		}
	}
	if d.Admission != nil && d.Grouping != nil {
		var size *grouping.SizeError
		if _, err := d.Grouping.Sizes.Split(d.Admission.Capacity); errors.As(err, &size) {
			add("full-house", "grouping.sizes", "groups for "+strconv.Itoa(d.Admission.Capacity), "", size.Error(), nil)
		}
	}
	if d.Grouping != nil {
		times := func(path string, kind grouping.Rule) {
			if kind.CommonHours != nil {
				add("no-times", path+".rule.common_hours", "times of the members", "", "applicants state no times to meet, so this asks for nothing", nil)
			}
		}
		for i, m := range d.Grouping.Must {
			times(rule.Index("grouping.must", i), m.Rule)
		}
		for i, p := range d.Grouping.Prefer {
			times(rule.Index("grouping.prefer", i), p.Rule)
		}
	}
	slices.SortStableFunc(findings, func(a, b rule.Finding) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.Path, b.Path))
	})
	return findings
}

// groupSizes returns the smallest and the largest group there can be; of a number
// of groups alone, in a full course.
func (d Definition) groupSizes() (low, high int, told bool) {
	s := d.Grouping.Sizes
	switch {
	case len(s.Exact) > 0:
		return slices.Min(s.Exact), slices.Max(s.Exact), true
	case s.Max > 0:
		return s.Min, s.Max, true
	case d.Admission == nil:
		return 0, 0, false
	}
	sizes, err := s.Split(d.Admission.Capacity)
	if err != nil {
		return 0, 0, false
	}
	return sizes[len(sizes)-1], sizes[0], true
}

func span(low, high int) string { return fmt.Sprintf("%d to %d", low, high) }

// under moves findings of a part to their place in the definition.
func under(part string, findings []rule.Finding) []rule.Finding {
	for i := range findings {
		findings[i].Path = rule.Join(part, findings[i].Path)
	}
	return findings
}

package grading

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
)

// Marks are one person's marks by component. A component that is not there is
// pending.
type Marks map[string]Mark

// Mark is one mark: exactly one group of fields is set, the one of the
// component's award or one of Missing, Excused and Pending.
type Mark struct {
	// Completed is the mark of a [CompletionAward].
	Completed *bool `json:"completed,omitzero"`
	// Attended and Held are the mark of an [AttendanceAward]: how many
	// sessions the person attended of those held so far.
	Attended *int `json:"attended,omitzero"`
	Held     *int `json:"held,omitzero"`
	// Points is the mark of a [PointsAward].
	Points *exact.Decimal `json:"points,omitzero"`
	// Level is the mark of a [LevelsAward]: the name of a level.
	Level string `json:"level,omitzero"`
	// Items is the mark of an [ItemsAward].
	Items []ItemMark `json:"items,omitzero"`
	// Missing counts as zero: nothing was handed in.
	Missing bool `json:"missing,omitzero"`
	// Excused takes the component out; the rest is scaled.
	Excused bool `json:"excused,omitzero"`
	// Pending is a mark still to come, the same as no mark.
	Pending bool `json:"pending,omitzero"`
}

// ItemMark is the mark of one item: exactly one of Earned, Missing, Excused and
// Pending is set. Possible is more than 0; it may be left out where nothing is
// divided by it: an excused item, and under [Mean] one that is missing or
// pending.
type ItemMark struct {
	ID       string         `json:"id,omitzero"`
	Earned   *exact.Decimal `json:"earned,omitzero"`
	Possible exact.Decimal  `json:"possible,omitzero"`
	Missing  bool           `json:"missing,omitzero"`
	Excused  bool           `json:"excused,omitzero"`
	Pending  bool           `json:"pending,omitzero"`
}

// Close returns the marks at the end of the course: what is pending becomes
// missing. Sessions not held so far count as held without the person. Marks
// that do not fit the scheme stay as they are.
func (g *Grader) Close(marks Marks) Marks {
	closed := make(Marks, len(g.components))
	maps.Copy(closed, marks)
	for _, c := range g.components {
		m, there := marks[c.ID]
		if !there {
			m.Pending = true
		}
		closed[c.ID] = c.close(m)
	}
	return closed
}

func (c Component) close(m Mark) Mark {
	switch award := c.Award; {
	case m.groups() != 1:
	case m.Pending:
		return Mark{Missing: true}
	case award.Attendance != nil && m.Attended != nil && m.Held != nil:
		m.Held = new(max(*m.Held, award.Attendance.Sessions))
	case award.Items != nil && m.Items != nil && len(m.Items) == 0 && award.Items.MinItems == 0:
		return Mark{Missing: true}
	case award.Items != nil:
		m.Items = slices.Clone(m.Items)
		for i := range m.Items {
			if m.Items[i].Pending {
				m.Items[i].Pending, m.Items[i].Missing = false, true
			}
		}
	}
	return m
}

// groups returns how many groups of fields are set.
func (m *Mark) groups() int {
	n := 0
	for _, set := range [...]bool{
		m.Completed != nil, m.Attended != nil || m.Held != nil, m.Points != nil, m.Level != "", m.Items != nil,
		m.Missing, m.Excused, m.Pending,
	} {
		if set {
			n++
		}
	}
	return n
}

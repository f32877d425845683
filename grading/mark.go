package grading

import (
	"encoding/json"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
)

// Marks are one person's marks by component. A component without a mark is
// pending.
type Marks map[string]Mark

// Mark is one mark. It must set either the fields for the component's award, or exactly
// one of the states Missing, Excused and Pending. HandedIn may be added to Missing or
// Pending. HandedIn alone counts as Pending.
type Mark struct {
	// Completed is the mark of a [CompletionAward].
	Completed *bool `json:"completed,omitzero"`
	// Attended and Held are the mark of an [AttendanceAward]: how many
	// sessions the person attended of those held (or cancelled) so far.
	Attended *int `json:"attended,omitzero"`
	Held     *int `json:"held,omitzero"`
	// ExcusedSessions is how many of the sessions held so far do not bind the
	// person: excused, cancelled, or before the person joined. In JSON it is a
	// number with the key "excused", as in {"attended": 4, "held": 5,
	// "excused": 1}.
	ExcusedSessions int `json:"-" number:"excused"`
	// Points is the mark of a [PointsAward].
	Points *exact.Decimal `json:"points,omitzero"`
	// Level is the mark of a [LevelsAward]: the name of a level.
	Level string `json:"level,omitzero"`
	// Items is the mark of an [ItemsAward].
	Items []ItemMark `json:"items,omitzero"`
	// Missing counts as zero: nothing was handed in.
	Missing bool `json:"missing,omitzero"`
	// Excused means that the component does not count, as if the scheme did not have it.
	// The exception is a further weighting, under which the component counts as zero.
	Excused bool `json:"excused,omitzero"`
	// Pending is a mark still to come, the same as no mark.
	Pending bool `json:"pending,omitzero"`
	// HandedIn says that something was handed in and is not marked yet. The component is
	// pending, and [Grader.Open] states that something was handed in. If Missing is also
	// set, the work was handed in but never marked; the component counts as zero.
	HandedIn bool `json:"handed_in,omitzero"`
}

// ItemMark is the mark of one item. It must set either Earned, or exactly one of the
// states Missing, Excused and Pending. HandedIn may be added to Missing or Pending.
// HandedIn alone counts as Pending. Possible must be more than 0. Possible may be left out
// for an excused item. If Combine is "mean", it may also be left out for a missing or
// pending item.
type ItemMark struct {
	ID       string         `json:"id,omitzero"`
	Earned   *exact.Decimal `json:"earned,omitzero"`
	Possible exact.Decimal  `json:"possible,omitzero"`
	Missing  bool           `json:"missing,omitzero"`
	Excused  bool           `json:"excused,omitzero"`
	Pending  bool           `json:"pending,omitzero"`
	HandedIn bool           `json:"handed_in,omitzero"` // and not marked yet
}

// copied returns a copy that shares no memory with m.
func (m Mark) copied() Mark {
	m.Completed, m.Attended, m.Held, m.Points = copied(m.Completed), copied(m.Attended), copied(m.Held), copied(m.Points)
	m.Items = slices.Clone(m.Items)
	for i := range m.Items {
		m.Items[i].Earned = copied(m.Items[i].Earned)
	}
	return m
}

// groups returns how many groups of fields are set.
func (m *Mark) groups() int {
	n := 0
	for _, set := range [...]bool{
		m.Completed != nil, m.Attended != nil || m.Held != nil || m.ExcusedSessions != 0, m.Points != nil, m.Level != "",
		m.Items != nil, m.Missing, m.Excused, m.open(),
	} {
		if set {
			n++
		}
	}
	return n
}

// open reports whether the mark is still to come.
func (m *Mark) open() bool { return m.Pending || m.HandedIn && !m.Missing }

// plainMark is a Mark without methods.
type plainMark Mark

// MarshalJSON writes ExcusedSessions as a number with the key "excused".
func (m Mark) MarshalJSON() ([]byte, error) {
	if m.ExcusedSessions == 0 {
		return json.Marshal(plainMark(m))
	}
	return json.Marshal(struct {
		plainMark
		Excused int `json:"excused"`
	}{plainMark(m), m.ExcusedSessions})
}

// UnmarshalJSON reads stored marks that MarshalJSON wrote. Marks from other
// sources are read by [Grader.ParseMarks].
func (m *Mark) UnmarshalJSON(data []byte) error {
	var wire struct {
		plainMark
		Excused json.RawMessage `json:"excused"`
	}
	if err := json.Unmarshal(data, &wire); err != nil {
		return err
	}
	*m = Mark(wire.plainMark)
	switch first := append(wire.Excused, 'f')[0]; first {
	case 't', 'f':
		m.Excused = first == 't'
		return nil
	default:
		return json.Unmarshal(wire.Excused, &m.ExcusedSessions)
	}
}

package grading

import (
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Award says how the mark of a component becomes a share of full marks. Exactly one field
// is set.
type Award struct {
	Completion *CompletionAward `json:"completion,omitzero"`
	Attendance *AttendanceAward `json:"attendance,omitzero"`
	Points     *PointsAward     `json:"points,omitzero"`
	Levels     *LevelsAward     `json:"levels,omitzero"`
	Items      *ItemsAward      `json:"items,omitzero"`
	Group      *GroupAward      `json:"group,omitzero"`
}

// CompletionAward gives full marks for completing something, whatever the
// score.
type CompletionAward struct{}

// AttendanceAward gives credit for attending live sessions.
type AttendanceAward struct {
	// Sessions is how many sessions the whole course has, 1 to 1000.
	Sessions int    `json:"sessions" validate:"min=1,max=1000"`
	Credit   Credit `json:"credit" validate:"name=all_sessions per_session"`
	// MayMiss is how many sessions may be missed without loss, 0 to 1000. Full
	// credit takes at least one attended session in any case.
	MayMiss int `json:"may_miss,omitzero" validate:"min=0,max=1000"`
}

// Credit says how attended sessions count: all_sessions gives all or nothing, and
// per_session gives the share of sessions attended.
type Credit string

const (
	allSessions Credit = "all_sessions"
	perSession  Credit = "per_session"
)

// PointsAward gives a number of points out of Max.
type PointsAward struct {
	Max exact.Decimal `json:"max" validate:"required,bounded"`
	// Step, where stated, is the step between marks: every mark must be a whole
	// multiple of it. Step has at most 32 characters, so that its multiples are
	// valid decimals too.
	Step exact.Decimal `json:"step,omitzero" validate:"omitempty,bounded"`
	// UpTo, where stated, is the highest allowed mark, at least Max; marks
	// above Max count in full. Without UpTo, no mark may be above Max.
	UpTo exact.Decimal `json:"up_to,omitzero" validate:"omitempty,bounded"`
}

const maxStep = 32

// LevelsAward gives the points of a named level, out of Max. If nothing was
// handed in there is no level, and the mark is missing.
type LevelsAward struct {
	Max    exact.Decimal `json:"max" validate:"required,bounded"`
	Levels []Level       `json:"levels" validate:"required,min=1,max=100,dive"`
}

// Level is one level of a [LevelsAward].
type Level struct {
	Name   string        `json:"name" validate:"id"`
	Points exact.Decimal `json:"points" validate:"required,bounded"`
}

// ItemsAward gives the combined share of a list of items, such as homework or
// weekly quizzes.
type ItemsAward struct {
	Combine Combine `json:"combine" validate:"name=sum mean"`
	// DropLowest is the number of items dropped to make the share as high as possible.
	// DropHighest is the number of items that are then dropped to make the share as low
	// as possible. See the package documentation.
	DropLowest  int `json:"drop_lowest,omitzero" validate:"min=0,max=1000"`
	DropHighest int `json:"drop_highest,omitzero" validate:"min=0,max=1000"`
	// NeverDrop names items that are never dropped, whatever they earned. If Combine is
	// "mean", a named item that the list does not show yet is open until [Grader.Close].
	NeverDrop []string `json:"never_drop,omitzero" validate:"max=1000,dive,id"`
	// MinItems is the least number of items. If a list has fewer, the items still to come
	// are open until [Grader.Close]. MinItems requires that Combine is "mean": in a sum,
	// an item that is not listed has no size.
	MinItems int `json:"min_items,omitzero" validate:"min=0,max=1000"`
	// UpToPercent, where stated, is the most that an item can earn, in percent
	// of its possible points. It is at least 100.
	UpToPercent exact.Decimal `json:"up_to_percent,omitzero" validate:"omitempty,bounded"`
}

// Combine says how items become one share: "sum" divides all points earned by all
// possible points, and "mean" takes the mean of the items' shares.
type Combine string

const (
	combineSum  Combine = "sum"
	combineMean Combine = "mean"
)

func (a Award) check(r *rule.Report) {
	if a.Points != nil {
		a.Points.check(r.At("points"))
	}
	if a.Levels != nil {
		a.Levels.check(r.At("levels"))
	}
	if a.Items != nil {
		a.Items.check(r.At("items"))
	}
	if a.Group != nil {
		checkWeights(a.Group.Components, a.Group.Weightings, false, r.At("group"))
	}
}

func (a PointsAward) check(r *rule.Report) {
	checkMax(r, a.Max)
	if !a.UpTo.IsZero() && r.Clean("max", "up_to") && a.UpTo.Rational().Compare(a.Max.Rational()) < 0 {
		r.Add("up_to", "range", "at least the maximum")
	}
	if a.Step.IsZero() || !r.Clean("step") {
		return
	}
	switch {
	case a.Step.Sign() <= 0:
		r.Add("step", "range", "more than 0")
	case len(a.Step.String()) > maxStep:
		r.Add("step", "too-long", "at most 32 characters")
	case r.Clean("max") && a.Step.Rational().Compare(a.Max.Rational()) > 0:
		r.Add("step", "range", "at most the maximum")
	}
}

func (a LevelsAward) check(r *rule.Report) {
	checkMax(r, a.Max)
	seen := map[string]bool{}
	for i, level := range a.Levels {
		at := r.At(rule.Index("levels", i))
		if seen[level.Name] && level.Name != "" {
			at.Add("name", "duplicate-id", "another level has this name")
		}
		seen[level.Name] = true
		if at.Clean("points") && (level.Points.Sign() < 0 || r.Clean("max") && level.Points.Rational().Compare(a.Max.Rational()) > 0) {
			at.Add("points", "range", "0 to the maximum")
		}
	}
}

func (a ItemsAward) check(r *rule.Report) {
	seen := map[string]bool{}
	for i, id := range a.NeverDrop {
		if seen[id] && id != "" {
			r.Add(rule.Index("never_drop", i), "duplicate-id", "named before")
		}
		seen[id] = true
	}
	if !a.UpToPercent.IsZero() && r.Clean("up_to_percent") && a.UpToPercent.Rational().Compare(hundred) < 0 {
		r.Add("up_to_percent", "range", "at least 100")
	}
	if r.Clean("combine", "min_items") && a.Combine == combineSum && a.MinItems > 0 {
		r.Add("min_items", "min-items", "needs combine mean: a missing item that is not listed has no size")
	}
}

func (a Award) clone() Award {
	a = Award{copied(a.Completion), copied(a.Attendance), copied(a.Points), copied(a.Levels), copied(a.Items), a.Group}
	if a.Levels != nil {
		a.Levels.Levels = slices.Clone(a.Levels.Levels)
	}
	if a.Items != nil {
		a.Items.NeverDrop = slices.Clone(a.Items.NeverDrop)
	}
	if a.Group != nil {
		a.Group = a.Group.clone()
	}
	return a
}

func checkMax(r *rule.Report, limit exact.Decimal) {
	if r.Clean("max") && limit.Sign() <= 0 {
		r.Add("max", "range", "more than 0")
	}
}

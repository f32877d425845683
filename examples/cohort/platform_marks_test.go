package main

import (
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// leaf returns the share of a component that is not a group.
func (s *side) leaf(c *grading.Component) share {
	m := s.p.taken(s.marks[c.ID], c)
	items := c.Award.Items
	switch {
	case m.Missing:
		return counted(number{})
	case m.Excused:
		return share{}
	case m.Completed != nil:
		return counted(map[bool]number{true: whole}[*m.Completed || s.p.is("completion-always")])
	case m.Attended != nil:
		return s.sessions(c.Award.Attendance, m)
	case m.Points != nil:
		return counted(s.p.points(c.Award.Points, *m.Points))
	case m.Level != "":
		return counted(s.p.level(c.Award.Levels, m.Level))
	case m.Items != nil && (len(m.Items) > 0 || items.MinItems > 0 || len(items.NeverDrop) > 0):
		return s.items(items, m.Items)
	}
	s.open = true
	switch {
	case s.p.is("pending-is-excused"):
		return share{}
	case !s.best:
		return counted(number{})
	}
	return counted(most(c.Award))
}

// most returns the highest possible share of an award.
func most(a grading.Award) number {
	switch {
	case a.Levels != nil:
		var top number
		for _, l := range a.Levels.Levels {
			if points := l.Points.Rational(); points.Compare(top) > 0 {
				top = points
			}
		}
		return top.Over(a.Levels.Max.Rational())
	case a.Points != nil:
		top := a.Points.Max.Rational()
		if !a.Points.UpTo.IsZero() {
			top = a.Points.UpTo.Rational()
		}
		if !a.Points.Step.IsZero() {
			step := a.Points.Step.Rational()
			top = top.Over(step).Floor().Times(step)
		}
		return top.Over(a.Points.Max.Rational())
	case a.Items != nil && !a.Items.UpToPercent.IsZero():
		return a.Items.UpToPercent.Rational().Over(percent)
	}
	return whole
}

// taken returns a mark as the platform reads it.
func (p *platform) taken(m grading.Mark, c *grading.Component) grading.Mark {
	zero := m.Points != nil && m.Points.Sign() == 0
	switch {
	case m.Excused && p.is("excused-is-zero"), m.HandedIn && p.is("handed-in-is-zero"):
		return grading.Mark{Missing: true}
	case m.Excused && p.is("excused-is-full"), m.HandedIn && p.is("handed-in-is-full"):
		return inFull(c.Award)
	case m.Excused && p.is("excused-is-pending"), m.Missing && p.is("missing-is-pending"), zero && p.is("zero-is-pending"):
		return grading.Mark{Pending: true}
	case m.Missing && p.is("missing-is-excused"), zero && p.is("zero-is-excused"):
		return grading.Mark{Excused: true}
	}
	return m
}

func (p *platform) points(a *grading.PointsAward, points exact.Decimal) number {
	n := points.Rational()
	switch p.fault {
	case "points-cut":
		n = n.Floor()
	case "points-rounded":
		n = rounded(n, 1)
	}
	return n.Over(a.Max.Rational())
}

func (p *platform) level(a *grading.LevelsAward, name string) number {
	list := a.Levels
	if p.is("levels-by-rank", "levels-next-lower") {
		list = slices.SortedFunc(slices.Values(a.Levels), func(a, b grading.Level) int { return a.Points.Rational().Compare(b.Points.Rational()) })
	}
	i := slices.IndexFunc(list, func(l grading.Level) bool { return l.Name == name })
	switch {
	case p.is("levels-by-rank"):
		return frac(i+1, len(list))
	case p.is("levels-next-lower") && i == 0:
		return number{}
	case p.is("levels-next-lower"):
		i--
	}
	return list[i].Points.Rational().Over(a.Max.Rational())
}

func (s *side) sessions(a *grading.AttendanceAward, m grading.Mark) share {
	all, attended, held, excused, mayMiss := a.Sessions, *m.Attended, *m.Held, m.ExcusedSessions, a.MayMiss
	s.open = s.open || held < all
	switch s.p.fault {
	case "sessions-excused-missed":
		excused = 0
	case "sessions-excused-attended":
		attended, excused = attended+excused, 0
	case "sessions-excused-use-may-miss":
		mayMiss = max(0, mayMiss-excused)
	case "sessions-may-miss-none":
		mayMiss = 0
	case "sessions-may-miss-more":
		mayMiss++
	case "sessions-attended-is-held":
		attended = held - excused
	case "sessions-of-those-held":
		all = held
	}
	bound := all - excused
	if bound <= 0 {
		return share{}
	}
	asked := bound - min(mayMiss, bound-1)
	if s.p.is("sessions-may-miss-all") {
		asked = bound - min(mayMiss, bound)
	}
	if s.best && !s.p.is("sessions-to-come-missed") {
		attended += all - held
	}
	if asked == 0 {
		return counted(whole)
	}
	proportional := a.Credit == "per_session"
	switch s.p.fault {
	case "sessions-proportional":
		proportional = true
	case "sessions-all-or-nothing":
		proportional = false
	case "sessions-without-may-miss-in-base":
		if proportional && attended < asked {
			return counted(frac(attended, bound))
		}
	}
	attended = min(attended, asked)
	if !proportional && attended < asked {
		attended = 0
	}
	return counted(frac(attended, asked))
}

// items returns the share of a component whose award is a list of items. First it appends
// the items that the list should have but does not have (see expected).
func (s *side) items(a *grading.ItemsAward, marks []grading.ItemMark) share {
	mean := a.Combine == "mean"
	if s.p.is("items-sum-mean") && !slices.ContainsFunc(marks, func(m grading.ItemMark) bool { return m.Possible.IsZero() }) {
		mean = !mean
	}
	full := whole
	if !a.UpToPercent.IsZero() && !s.p.is("items-up-to-full") {
		full = a.UpToPercent.Rational().Over(percent)
	}
	marks = append(marks[:len(marks):len(marks)], s.p.expected(a, marks)...)
	parts := make([]part, 0, len(marks))
	for i := range marks {
		x, counts := s.item(&marks[i], mean, full)
		if !counts {
			continue
		}
		x.fixed = marks[i].ID != "" && slices.Contains(a.NeverDrop, marks[i].ID) && !s.p.is("drops-protected")
		parts = append(parts, x)
	}
	if len(parts) == 0 {
		return share{}
	}
	low, high := s.p.drops(a.DropLowest, a.DropHighest)
	return counted(s.p.trimmed(parts, number{}, low, high))
}

// item returns one item of a list as a part (see part), and whether the item counts.
func (s *side) item(m *grading.ItemMark, mean bool, full number) (part, bool) {
	possible := whole
	if !m.Possible.IsZero() {
		possible = m.Possible.Rational()
	}
	x := part{weight: possible, missing: m.Missing}
	pending := m.Pending || m.HandedIn
	switch {
	case m.Excused && !s.p.is("items-excused-zero"), m.Missing && s.p.is("items-missing-excused"), pending && s.p.is("items-pending-excused"):
		return x, false
	case m.Earned != nil:
		x.earned = m.Earned.Rational()
		if most := possible.Times(full); x.earned.Compare(most) > 0 {
			x.earned = most
		}
	case pending:
		s.open = true
		if s.best && !s.p.is("items-pending-zero") {
			x.earned = possible.Times(full)
		}
	}
	if mean {
		x.earned, x.weight = x.earned.Over(possible), whole
	}
	return x, true
}

// expected returns the items that a list combined by mean should have but does not. These
// are the items that are never dropped, and as many further items as the list needs to
// reach its minimum.
func (p *platform) expected(a *grading.ItemsAward, marks []grading.ItemMark) []grading.ItemMark {
	if a.Combine != "mean" {
		return nil
	}
	var list []grading.ItemMark
	for _, id := range a.NeverDrop {
		listed := slices.ContainsFunc(marks, func(m grading.ItemMark) bool { return m.ID == id })
		if !listed && !p.is("items-protected-not-expected") {
			list = append(list, grading.ItemMark{ID: id, Pending: true})
		}
	}
	for len(marks)+len(list) < a.MinItems && !p.is("items-min-ignored") {
		list = append(list, grading.ItemMark{Pending: !p.is("items-min-missing"), Missing: p.is("items-min-missing")})
	}
	return list
}

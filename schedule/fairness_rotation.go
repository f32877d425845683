package schedule

import (
	"math"
	"slices"

	"github.com/cohortkit/cohort/course/civil"
)

// rotate tries every way for the sessions to take turns over a number of start times
// and returns the fairest way. If several ways are equally fair, it returns the one
// whose start times come first.
func (s *search) rotate(turns int) *Option {
	pick := make([]int, turns) // an index of s.candidates for each turn
	sessions := make([]choice, len(s.f.Plan.Sessions))
	var best contest
	for ok := true; ok; ok = advance(pick, len(s.candidates)) {
		for i := range sessions {
			sessions[i] = s.candidates[pick[i%turns]].sessions[i]
		}
		best.enter(s, pick, sessions)
	}
	return best.winner
}

// repeat tries every way to hold each session at a number of start times and returns
// the fairest way. If several ways are equally fair, it returns the one whose start
// times come first. It returns nil if no way is possible.
func (s *search) repeat(sittings int) *Option {
	pick := make([]int, sittings)
	sessions := make([]choice, len(s.f.Plan.Sessions))
	id := repeatIDs(s.f.Plan, sittings)
	var best contest
	for ok := true; ok; ok = advance(pick, len(s.candidates)) {
		if !increasing(pick) {
			continue // the starts are out of order, or one of them occurs twice
		}
		for i := range sessions {
			sessions[i] = s.together(pick, i, id)
		}
		best.enter(s, pick, sessions)
	}
	return best.winner
}

func increasing(pick []int) bool {
	for i := 1; i < len(pick); i++ {
		if pick[i] <= pick[i-1] {
			return false
		}
	}
	return true
}

// together returns one session with a sitting at the start time of each candidate in
// pick, a list of indexes of s.candidates. The function id returns the ids of the
// sittings.
func (s *search) together(pick []int, session int, id func(session string, start int) string) choice {
	c := choice{costs: slices.Clone(s.candidates[pick[0]].sessions[session].costs)}
	for turn, n := range pick {
		of := s.candidates[n].sessions[session]
		for _, slot := range of.slots {
			slot.ID = id(slot.ID, turn)
			c.slots = append(c.slots, slot)
		}
		for z, cost := range of.costs {
			c.costs[z] = min(c.costs[z], cost)
		}
	}
	slices.SortStableFunc(c.slots, func(a, b slot) int { return a.start.Compare(b.start) })
	return c
}

// contest keeps the fairest combination of start times.
type contest struct {
	leximin []int64
	winner  *Option
}

// enter keeps a combination if it is possible and fairer than the fairest so far.
func (c *contest) enter(s *search, pick []int, sessions []choice) {
	if c.winner != nil && s.worst(sessions) > c.leximin[0] {
		return
	}
	leximin := s.leximin(sessions)
	if c.winner != nil && slices.Compare(leximin, c.leximin) >= 0 || !possible(sessions) {
		return
	}
	c.leximin = leximin
	c.winner = &Option{Starts: s.starts(pick), Worst: leximin[0], Total: sum(leximin), Shares: s.shares(sessions)}
}

func (s *search) starts(pick []int) []civil.TimeOfDay {
	starts := make([]civil.TimeOfDay, len(pick))
	for i, n := range pick {
		starts[i] = s.candidates[n].start
	}
	return starts
}

// possible reports whether sessions that take different start times make a valid plan.
// Otherwise two sessions on one date overlap, or the first and the last start are too far
// apart, which can happen only in the longest plans.
func possible(sessions []choice) bool {
	var intervals []interval
	first, last := int64(math.MaxInt64), int64(math.MinInt64)
	for i, session := range sessions {
		for _, slot := range session.slots {
			intervals = append(intervals, interval{session: i, start: slot.start.Unix(), end: slot.end.Unix()})
			first, last = min(first, slot.Start.Unix()), max(last, slot.Start.Unix())
		}
	}
	return last-first <= maxSpanDays*daySeconds && len(overlapping(intervals)) == 0
}

// advance adds one to a number in the given base. The slice digits holds the digits of
// the number, the highest digit first. After the highest number, advance returns false.
func advance(digits []int, base int) bool {
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i]++; digits[i] < base {
			return true
		}
		digits[i] = 0
	}
	return false
}

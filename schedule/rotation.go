package schedule

import (
	"slices"

	"github.com/cohortkit/cohort/course/civil"
)

// rotate looks at every way for the sessions to take turns over so many start
// times and returns the fairest, of equal ones the first by start times.
func (s *search) rotate(turns int) *Rotation {
	pick := make([]int, turns) // a candidate for each turn
	costs := make([][]int64, len(s.f.Plan.Sessions))
	slots := make([]slot, len(costs))
	var best []int64
	var rotation *Rotation
	for {
		for i := range costs {
			c := s.candidates[pick[i%turns]]
			costs[i], slots[i] = c.costs[i], c.slots[i]
		}
		if best == nil || s.worst(costs) <= best[0] {
			leximin := s.leximin(costs)
			if (best == nil || slices.Compare(leximin, best) < 0) && !overlapping(slots) {
				best = leximin
				rotation = &Rotation{Starts: s.starts(pick), Worst: best[0], Total: sum(best), Shares: s.shares(slots)}
			}
		}
		if !advance(pick, len(s.candidates)) {
			return rotation
		}
	}
}

// worst returns the highest burden of a participant.
func (s *search) worst(costs [][]int64) int64 {
	var worst int64
	for z := range s.locations {
		var burden int64
		for _, session := range costs {
			burden += session[z]
		}
		worst = max(worst, burden)
	}
	return worst
}

func (s *search) starts(pick []int) []civil.TimeOfDay {
	starts := make([]civil.TimeOfDay, len(pick))
	for i, n := range pick {
		starts[i] = s.candidates[n].start
	}
	return starts
}

// overlapping reports whether two of the sessions run at once, as they may when
// they share a date and take different turns.
func overlapping(slots []slot) bool {
	byTime := slices.SortedFunc(slices.Values(slots), func(a, b slot) int { return a.start.Compare(b.start) })
	for i := 1; i < len(byTime); i++ {
		if byTime[i].start.Before(byTime[i-1].end) {
			return true
		}
	}
	return false
}

// advance counts pick up by one, the last place first; false at the end.
func advance(pick []int, base int) bool {
	for i := len(pick) - 1; i >= 0; i-- {
		if pick[i]++; pick[i] < base {
			return true
		}
		pick[i] = 0
	}
	return false
}

package grouping

import (
	"fmt"
	"slices"
	"sort"
)

// SizeError reports that N people cannot be divided into groups of the requested sizes,
// and what would work.
type SizeError struct {
	N     int   `json:"n"`
	Sizes Sizes `json:"sizes"`
	// Value is the value of the N people in the category Sizes.Per. It is empty if Per is
	// empty.
	Value string `json:"value,omitzero"`
	// Nearest holds the numbers of people nearest to N that can be divided into such
	// groups: the next below N, which is at least 1, and the next above N, if they exist.
	Nearest []int `json:"nearest"`
	// Relaxations are the nearest sizes that N people can be divided into: the least change of
	// each bound alone, or an exact list with its smallest sizes raised or its largest
	// sizes lowered.
	Relaxations []Relaxation `json:"relaxations"`
}

// Relaxation is a change of sizes that works, with the groups it gives.
type Relaxation struct {
	Sizes Sizes `json:"sizes"`
	Split []int `json:"split"`
}

// Error names the number of people, the sizes and what would work. It leaves out Value,
// which says something about these people.
func (e *SizeError) Error() string {
	if e == nil {
		return "<nil>"
	}
	people, not := several(e.N, "person", "people"), "do not"
	if e.N == 1 {
		not = "cannot"
	}
	if e.Sizes.Per != "" {
		people += " with one value of " + e.Sizes.Per
	}
	text := fmt.Sprintf("grouping: %s %s divide into %s", people, not, e.Sizes.text())
	if e.N > maxMembers {
		text += fmt.Sprintf(" of at most %d people in all", maxMembers)
	}
	if len(e.Nearest) > 0 {
		text += fmt.Sprintf("; these numbers do: %v", e.Nearest)
	}
	for _, r := range e.Relaxations {
		text += fmt.Sprintf("; %s would give %s", r.Sizes.text(), listed(r.Split))
	}
	return text
}

// listed returns the sizes of groups as text. For more than 100 groups, it returns only
// their number, the smallest size and the largest size, because a policy of a few bytes
// can have a million groups.
func listed(sizes []int) string {
	if n := len(sizes); n > 100 {
		return fmt.Sprintf("%d groups of %d to %d", n, slices.Min(sizes), slices.Max(sizes))
	}
	return fmt.Sprint(sizes)
}

func (s Sizes) sizeError(n int) *SizeError {
	e := &SizeError{N: n, Sizes: s, Nearest: s.nearest(n), Relaxations: []Relaxation{}}
	e.Sizes.Exact = slices.Clone(s.Exact)
	if n > maxMembers {
		return e
	}
	try := func(bound func(*Sizes) *int, step, last int) {
		for relaxed := s; *bound(&relaxed) != last; {
			*bound(&relaxed) += step
			if split, ok := relaxed.split(n); ok {
				e.Relaxations = append(e.Relaxations, Relaxation{Sizes: relaxed, Split: split})
				return
			}
		}
	}
	if len(s.Exact) > 0 && n >= len(s.Exact) {
		sizes := levelled(s.Exact, n)
		e.Relaxations = append(e.Relaxations, Relaxation{Sizes: Sizes{Exact: sizes}, Split: slices.Clone(sizes)})
	}
	if s.Max > 0 {
		try(func(s *Sizes) *int { return &s.Min }, -1, 1)
		try(func(s *Sizes) *int { return &s.Max }, 1, max(s.Max, n))
	}
	if s.Count > 0 {
		try(func(s *Sizes) *int { return &s.Count }, -1, 1)
		try(func(s *Sizes) *int { return &s.Count }, 1, max(s.Count, n))
	}
	return e
}

// levelled changes sizes until they add up to n: it raises the smallest sizes, or lowers
// the largest, as evenly as possible. It returns them in order, larger first.
func levelled(sizes []int, n int) []int {
	sizes = slices.Clone(sizes)
	sign, start := 1, slices.Min(sizes)
	if sum(sizes) > int64(n) {
		sign, start = -1, slices.Max(sizes)
	}
	change := int64(sign) * (int64(n) - sum(sizes)) // how many people to add or, if sign is -1, to remove
	// beyond returns how many people it takes to raise every smaller size to the level,
	// or how many must leave to lower every larger size to it.
	beyond := func(level int) int64 {
		total := int64(0)
		for _, size := range sizes {
			total += int64(max(0, sign*(level-size)))
		}
		return total
	}
	// Move the level away from start as far as change allows. The rest is fewer people
	// than there are groups at the level: some of these groups get one person more or, if
	// sign is -1, one less.
	steps := sort.Search(maxMembers, func(k int) bool { return beyond(start+sign*(k+1)) > change })
	level := start + sign*steps
	rest := change - beyond(level)
	for i, size := range sizes {
		if sign*(level-size) < 0 {
			continue
		}
		if sizes[i] = level; rest > 0 {
			sizes[i] += sign
			rest--
		}
	}
	return largerFirst(sizes)
}

// nearest returns the numbers of people nearest to n that can be divided into groups: one
// below n and one above n, if they exist. Exact sizes allow one number only. If the policy
// states no number of groups, the lower number is found with as many groups as possible,
// and the higher number with as few as possible.
func (s Sizes) nearest(n int) []int {
	near := []int{}
	if len(s.Exact) > 0 {
		if total := sum(s.Exact); total <= maxMembers {
			near = append(near, int(total))
		}
		return near
	}
	low, high := int64(s.Min), int64(s.Max)
	if high == 0 {
		low, high = 1, maxMembers
	}
	n = max(n, 0)
	below := int64(min(n, maxMembers+1) - 1)
	above := int64(min(n, maxMembers) + 1)
	most, fewest := below/low, (above+high-1)/high
	if s.Count > 0 {
		most, fewest = int64(s.Count), int64(s.Count)
	}
	if m := min(below, most*high); m > 0 && most*low <= m {
		near = append(near, int(m))
	}
	if m := max(above, fewest*low); m <= fewest*high && m <= maxMembers {
		near = append(near, int(m))
	}
	return near
}

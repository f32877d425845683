package grouping

import (
	"fmt"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Sizes gives the sizes of groups in one of three ways:
//
//   - Min and Max, both inclusive. If several numbers of groups fit, Count names one, or
//     Prefer chooses; groups are as even as possible. If the required rules cannot be kept
//     in these sizes, other numbers of groups and less even groups are tried. The package
//     documentation gives the order;
//   - Count alone: the number of groups, which are as even as possible;
//   - Exact: the size of each group.
type Sizes struct {
	Min   int   `json:"min,omitzero" validate:"min=0,max=1000000"`
	Max   int   `json:"max,omitzero" validate:"min=0,max=1000000"`
	Count int   `json:"count,omitzero" validate:"min=0,max=1000000"`
	Exact []int `json:"exact,omitzero" validate:"max=100000,dive,min=1,max=1000000"`
	// Prefer is "large" (the same as absent) for the fewest groups that Min and Max
	// allow, or "small" for the most groups. With "small", 31 people in groups of 2 to 3
	// make fourteen pairs and a trio.
	Prefer string `json:"prefer,omitzero" validate:"omitempty,max=16,line"`
	// Per names a category. Members with different values of this category are in
	// different groups, and the members with one value are divided as if there were no
	// others. Per requires Min and Max. It counts as a required rule with the code "per".
	Per string `json:"per,omitzero" validate:"omitempty,id"`
}

const (
	preferLarge = "large"
	preferSmall = "small"
)

// check reports everything wrong with s.
func (s Sizes) check(r *rule.Report) {
	r.Put(document.Shape(s)...)
	s.checkChoice(r)
	switch {
	case len(s.Exact) > 0:
		for _, other := range []struct {
			path string
			set  int
		}{{"min", s.Min}, {"max", s.Max}, {"count", s.Count}} {
			if other.set != 0 {
				r.Add(other.path, "sizes-conflict", "an exact list of sizes leaves nothing else to state")
			}
		}
	case s.Min == 0 && s.Max == 0:
		if s.Count == 0 && r.Clean("count", "exact", "min", "max") {
			r.Note("", "required", "state min and max, a count, or an exact list")
		}
	case s.Min == 0 && r.Clean("min"):
		r.Add("min", "required", "min and max are stated together")
	case s.Max == 0 && r.Clean("max"):
		r.Add("max", "required", "min and max are stated together")
	case s.Min > s.Max && r.Clean("min", "max"):
		r.Add("min", "min-above-max", "the smallest group cannot be larger than the largest")
	}
}

// checkChoice reports what is wrong with Prefer and Per.
func (s Sizes) checkChoice(r *rule.Report) {
	if s.Prefer != "" && s.Prefer != preferLarge && s.Prefer != preferSmall {
		r.Put(rule.UnknownValue("prefer", preferLarge, preferSmall))
	}
	if s.Prefer != "" && s.Max == 0 && r.Clean("prefer") {
		r.Add("prefer", "sizes-conflict", "goes with min and max only")
	}
	if s.Per != "" && (s.Max == 0 || s.Count > 0) && r.Clean("per", "count", "max") {
		r.Add("per", "sizes-conflict", "goes with min and max only")
	}
}

// counts returns the least and the greatest number of groups that n people can form.
// No number fits if least > most.
func (s Sizes) counts(n int) (least, most int) {
	switch {
	case n < 0:
		return 1, 0
	case s.Max == 0:
		return s.Count, min(s.Count, n)
	}
	least, most = (n+s.Max-1)/s.Max, n/s.Min
	if s.Count > 0 {
		least, most = max(least, s.Count), min(most, s.Count)
	}
	return least, most
}

// Split returns the sizes of the groups of n people, larger first. If s.Per names a
// category, n is the number of people who have one value of this category. The error is a
// [*SizeError] if n people do not divide into such groups, or [rule.Violations] if s is
// not well formed.
func (s Sizes) Split(n int) ([]int, error) {
	if err := document.Check(s, s.check); err != nil {
		return nil, err
	}
	if sizes, ok := s.split(n); ok {
		return sizes, nil
	}
	return nil, s.sizeError(n)
}

func (s Sizes) split(n int) ([]int, bool) {
	if len(s.Exact) > 0 {
		sizes := slices.Clone(s.Exact)
		return largerFirst(sizes), sum(sizes) == int64(n)
	}
	count, most := s.counts(n)
	if count > most || n > maxMembers {
		return nil, false
	}
	if s.Prefer == preferSmall {
		count = most
	}
	return even(n, count), true
}

// resized returns group sizes for n people; there must be sizes that fit n. The list
// present holds, for each existing group, how many of its people remain, and moves is how
// many people may change groups. The number of groups stays the same, or becomes the
// nearest that fits. The largest groups continue, and new people join the smallest. Then
// people move one by one from a largest group to a smallest: as long as a size is out of
// range, or as long as moves are unused and sizes differ by more than 1. resized also
// returns the number of unused moves.
func (s Sizes) resized(n int, present []int, moves int64) ([]int, int64) {
	sizes, _ := s.splitInto(n, len(present))
	if s.Max == 0 {
		return sizes, moves
	}
	present = slices.SortedFunc(slices.Values(present), func(a, b int) int { return b - a })
	many := make([]int, n+1) // groups of each size
	low, high, joining := n, 0, n
	for g := range sizes {
		size := 0
		if g < len(present) {
			size = present[g]
		}
		many[size]++
		low, high, joining = min(low, size), max(high, size), joining-size
	}
	for _, size := range present[min(len(sizes), len(present)):] {
		moves -= int64(size) // the moves of people whose group does not continue
	}
	shift := func(size, by int) {
		many[size]--
		many[size+by]++
		high = max(high, size+by)
		for many[low] == 0 {
			low++
		}
		for many[high] == 0 {
			high--
		}
	}
	for ; joining > 0; joining-- {
		shift(low, 1)
	}
	for ; high-low > 1 && (moves > 0 || low < s.Min || high > s.Max); moves-- {
		shift(low, 1)
		shift(high, -1)
	}
	sizes = sizes[:0]
	for size := high; size >= low; size-- {
		sizes = append(sizes, slices.Repeat([]int{size}, many[size])...)
	}
	return sizes, max(0, moves)
}

// allows reports whether groups may have the given sizes. The sizes must be in order,
// larger first. If s.Per names a category, allows assumes that all members of a group
// have the same value of this category.
func (s Sizes) allows(sizes []int) bool {
	even, ok := s.splitInto(int(sum(sizes)), len(sizes))
	if !ok || s.Max == 0 || len(even) != len(sizes) {
		return ok && slices.Equal(sizes, even)
	}
	return s.within(sizes)
}

// within reports whether sizes are from Min to Max, and in order, larger first.
func (s Sizes) within(sizes []int) bool {
	return slices.IsSortedFunc(sizes, func(a, b int) int { return b - a }) &&
		!slices.ContainsFunc(sizes, func(size int) bool { return size < s.Min || size > s.Max })
}

// splitInto returns the sizes of n people in the given number of groups, or in the
// nearest number of groups that fits, and whether any number fits.
func (s Sizes) splitInto(n, groups int) ([]int, bool) {
	least, most := s.counts(n)
	if len(s.Exact) > 0 || least > most {
		return s.split(n)
	}
	return even(n, max(least, min(groups, most))), true
}

func even(n, groups int) []int {
	sizes := make([]int, groups)
	for g := range sizes {
		sizes[g] = n / groups
		if g < n%groups {
			sizes[g]++
		}
	}
	return sizes
}

func sum(sizes []int) int64 {
	total := int64(0)
	for _, size := range sizes {
		total += int64(size)
	}
	return total
}

// text returns the sizes in words.
func (s Sizes) text() string {
	switch {
	case s.Per != "":
		return fmt.Sprintf("groups of %d to %d for each %s", s.Min, s.Max, s.Per)
	case len(s.Exact) > 0:
		return fmt.Sprintf("groups of exactly %v", s.Exact)
	case s.Max == 0:
		return fmt.Sprintf("%d groups", s.Count)
	case s.Count > 0:
		return fmt.Sprintf("%d groups of %d to %d", s.Count, s.Min, s.Max)
	}
	return fmt.Sprintf("groups of %d to %d", s.Min, s.Max)
}

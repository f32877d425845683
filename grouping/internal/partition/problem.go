package partition

import (
	"slices"
)

// Problem is a set of members, numbered from 0, to be divided into groups of given sizes
// at the least cost. Costs are compared tier by tier. Tier 0 holds the rules that must be
// kept: its cost must be 0. A problem is built with [New], gets its terms, and is then
// closed by [Problem.Weigh].
type Problem struct {
	N      int
	Sizes  []int  // of each group; larger groups first, except for groups made elsewhere
	Pinned []bool // of each group: some member belongs in this very group
	Tiers  int    // the number of tiers, tier 0 included
	Counts []*Counts
	Sums   []*Sums
	Lists  []*Lists
	Homes  []*Homes
	// Certify asks for prices even if simple bounds prove the tiers.
	Certify bool
	Meter   *Meter // the meter of the call; nil for none

	widths []int   // the different sizes, larger first
	class  []int32 // of each group: the index of its size in widths
	scale  []int64 // per tier: the weight of one unit of its cost in the search
	strict bool    // tier 0 has terms
	light  int64   // the most that a swap changes the weighed cost of all tiers except tier 0
	most   int64   // the most units of tier 0 that are weighed in proportion
	price  int64   // the number of steps that weighing one swap takes
	cells  int64   // the cells taken so far; above MaxCells, some terms lack their tables
	floor  []int64 // the result of Bound, once computed
	rest   []int64 // per term of Counts: the part of light without this term and the terms before it
}

// Term is the part that all kinds of terms share.
type Term struct {
	Rule   int // the caller's number for the rule; negative for none
	Tier   int
	Weight int64 // at least 1
}

// Counts is a term whose cost is a sum over values and groups. Each summand
// depends on the size of the group and on the number of its members who have
// the value.
type Counts struct {
	Term
	Value  []int32 // of each member, -1 for none
	Total  []int32 // members with each value
	Convex bool    // Cost is convex in count
	Least  int64   // how many members with a value a group must have; 0 if the rule has no such number
	Cost   func(v int32, size, count int64) int64

	first []int32   // of each value: the start of its row in up
	up    [][]int64 // per class: the weighted growth of the cost by one more member
}

// Sums is a term whose cost in a group is the absolute value of the sum of the parts of
// its members. The parts of all members add up to 0.
type Sums struct {
	Term
	Part []int64 // of each member
}

// Lists is a term whose cost is computed from the list of a group's members. The cost
// never falls when a member joins.
type Lists struct {
	Term
	Measure func(members []int32) int64
	Excess  func(measure int64) int64 // the cost of a measure
	Alike   []int32                   // of each member: members with the same number are interchangeable
	Reach   int64                     // the most that one group can cost
	Order   []int64                   // of each member: a sort key; members with close keys fit well in a group; nil for none
	Apart   bool                      // a group costs something if any two of its members are not alike
	Floor   []int64                   // of each member: the least cost of any group with the member; nil if they are all 0
	Price   int                       // steps to compute the cost of two groups
}

// Homes is a term that wants members in certain groups. Its cost is the number of members
// in other groups minus the field Free, but at least 0.
type Homes struct {
	Term
	Home []int32 // of each member: a group, -1 for none, len(Sizes) for a group that does not exist
	Free int64
}

// New returns the problem of n members in groups of the given sizes, without
// terms.
func New(n int, sizes []int, tiers int) *Problem {
	p := &Problem{N: n, Sizes: sizes, Tiers: tiers, class: make([]int32, len(sizes)), Pinned: make([]bool, len(sizes))}
	p.widths = slices.Compact(slices.SortedFunc(slices.Values(sizes), func(a, b int) int { return b - a }))
	for g, size := range sizes {
		p.class[g] = int32(slices.Index(p.widths, size))
	}
	return p
}

// Everybody returns the numbers of n members.
func Everybody(n int) []int32 {
	all := make([]int32, n)
	for m := range all {
		all[m] = int32(m)
	}
	return all
}

// Widest returns the size of the largest group.
func (p *Problem) Widest() int {
	if len(p.widths) == 0 {
		return 0
	}
	return p.widths[0]
}

// MaxCells bounds the memory of one problem, in cells. A cell is one number in a table.
const MaxCells = 1 << 24

// Take reserves cells and reports whether there is room for them.
func (p *Problem) Take(cells int64) bool {
	p.cells += cells
	return p.cells <= MaxCells
}

// Fits reports whether there was room for all cells that were taken.
func (p *Problem) Fits() bool { return p.cells <= MaxCells }

// Terms returns the shared part of every term.
func (p *Problem) Terms() []*Term {
	var all []*Term
	for _, t := range p.Counts {
		all = append(all, &t.Term)
	}
	for _, t := range p.Sums {
		all = append(all, &t.Term)
	}
	for _, t := range p.Lists {
		all = append(all, &t.Term)
	}
	for _, t := range p.Homes {
		all = append(all, &t.Term)
	}
	return all
}

// Tally counts the members with each value; values is the number of values.
func (t *Counts) Tally(values int) {
	t.Total = make([]int32, values)
	for _, v := range t.Value {
		if v >= 0 {
			t.Total[v]++
		}
	}
}

// Tabulate computes the table Counts.up for the terms that have none yet.
func (p *Problem) Tabulate() {
	for _, t := range p.Counts {
		if t.up == nil && p.N > 0 {
			t.tabulate(p)
		}
	}
}

// tabulate fills the table t.up. For each size of groups, each value and each number of
// members with the value, it states how much one more such member adds to the weighted
// cost of a group.
func (t *Counts) tabulate(p *Problem) {
	t.first = make([]int32, len(t.Total)+1)
	for v, total := range t.Total {
		t.first[v+1] = t.first[v] + min(total, int32(p.widths[0]))
	}
	if !p.Take(int64(len(p.widths)) * int64(t.first[len(t.Total)])) {
		return
	}
	t.up = make([][]int64, len(p.widths))
	for class, width := range p.widths {
		row := make([]int64, t.first[len(t.Total)])
		for v := range t.Total {
			before := t.Cost(int32(v), int64(width), 0)
			for c := range t.first[v+1] - t.first[v] {
				after := t.Cost(int32(v), int64(width), int64(c)+1)
				row[t.first[v]+c] = t.Weight * (after - before)
				before = after
			}
		}
		t.up[class] = row
	}
}

func abs(x int64) int64 { return max(x, -x) }

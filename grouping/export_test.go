package grouping

import (
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Bound returns the bound of the required rules, followed by the bounds of the tiers.
func (gr *Grouper) Bound(members []Member) ([]int64, error) {
	p, err := gr.prepare(members)
	if err != nil {
		return nil, err
	}
	return p.Bound(), nil
}

// Continued returns, for each group, which of the earlier groups it continues (counted
// from 1), or 0 if it continues none.
func (gr *Grouper) Continued(groups, earlier [][]string, members []Member, swaps [][2]string) ([]int, error) {
	r := &reform{gr: gr, members: byID(members), division: division{sizes: groupSizes(groups)}}
	var report rule.Report
	r.old, r.swapped = exchange(earlier, r.members, swaps, &report)
	seat, _ := gr.problem(r.members, r.sizes).seats(groups)
	var continues []int
	for _, g := range r.continued(r.shared(seat)) {
		continues = append(continues, int(g)+1)
	}
	return continues, report.Violations().Err()
}

// SpareSteps returns the number of steps reserved for choosing a formation that remains
// good after a member leaves.
func (gr *Grouper) SpareSteps(members []Member, steps int) (int, error) {
	p, err := gr.prepare(members)
	if err != nil {
		return 0, err
	}
	return int(gr.spareSteps(p, int64(steps))), nil
}

// Variants returns the number of continuations of the earlier groups that a reform tries.
func (gr *Grouper) Variants(groups [][]string, members []Member, steps int) (int, error) {
	p, err := gr.prepare(members)
	if err != nil {
		return 0, err
	}
	r := &reform{gr: gr, members: byID(members), division: division{sizes: p.Sizes}, steps: int64(steps)}
	r.old, r.swapped = exchange(groups, r.members, nil, new(rule.Report))
	return len(r.variants(r.match())), nil
}

// Policy returns the policy that the engine keeps.
func (gr *Grouper) Policy() Policy { return gr.policy }

// DefaultSteps returns the number of steps that a call with Steps of 0 takes, for n
// members and the given number of tiers.
func DefaultSteps(n, tiers int) int {
	return int(partition.New(n, nil, tiers+1).DefaultSteps(0))
}

// Problem returns the problem that is compiled from the policy for the given members.
func (gr *Grouper) Problem(members []Member) (*partition.Problem, error) {
	p, err := gr.prepare(members)
	if err != nil {
		return nil, err
	}
	return p.Problem, nil
}

// Splits returns the divisions into group sizes that Form tries, and whether these are
// all divisions that the policy allows.
func (gr *Grouper) Splits(members []Member) ([][]int, bool) { return gr.splits(byID(members)) }

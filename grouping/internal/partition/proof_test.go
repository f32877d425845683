package partition_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// assignments holds the best assignments of a problem, found by trying all of them.
type assignments struct {
	least  []int64   // the least cost
	optima [][]int32 // the assignments of this cost
}

func listed(p *partition.Problem) (a assignments) {
	every(p, func(seat []int32) {
		cost := partition.NewState(p, slices.Clone(seat)).Cost
		if a.least == nil || partition.Better(cost, a.least) {
			a = assignments{least: cost}
		}
		if slices.Equal(cost, a.least) {
			a.optima = append(a.optima, slices.Clone(seat))
		}
	})
	return a
}

// require compares a proof with the best assignments. No bound is too high, the best
// assignment of the proof has the cost that the proof says, and no best assignment is
// ruled out.
func (a assignments) require(t *testing.T, proof *partition.Proof, p *partition.Problem, name ...any) {
	t.Helper()
	require.Equal(t, proof.Least, partition.NewState(p, slices.Clone(proof.Best)).Cost, name...)
	require.GreaterOrEqual(t, slices.Compare(proof.Least, a.least), 0, name...)
	require.LessOrEqual(t, slices.Compare(proof.Bound, a.least), 0, name...)
	require.Equal(t, proof.Hopeless(), proof.Bound[0] > 0 && a.least[0] > 0, name...)
	if a.least[0] > 0 || !slices.Equal(proof.Least, a.least) {
		return
	}
	for _, seat := range a.optima {
		require.NoError(t, proof.Check(seat), name...)
	}
}

// The results of a proof agree with a search of all assignments. This holds whether the
// search for prices starts from all groups or from some of them, and whether the proof
// looks at many partial covers before it branches or at few.
func TestProofsOfAllKindsAgainstEveryAssignment(t *testing.T) {
	w := newWorld(51)
	for i := range 250 {
		p := w.problem(2+w.IntN(6), 4)
		if i%3 == 0 {
			p = w.gathering()
		}
		all := listed(p)
		seat := partition.Everybody(p.N)
		for _, e := range []partition.Effort{{Few: -1}, {Few: 0, Calls: int64(i % 4)}, {Few: w.IntN(12), Calls: 1, Ways: i%4 - 1}} {
			e.Nodes = 10_000_000
			proof := p.Prove(seat, e)
			all.require(t, proof, p, "case %d: %+v", i, e)
			if all.least[0] > 0 {
				require.True(t, proof.Hopeless(), "case %d: %+v", i, e)
				continue
			}
			require.Equal(t, all.least, proof.Least, "case %d: %+v", i, e)
			require.Equal(t, all.least, proof.Bound, "case %d: %+v", i, e)
		}
	}
}

// A proof that runs out of nodes, at any point, claims nothing false.
func TestProofsWithinNodes(t *testing.T) {
	w := newWorld(52)
	ended := 0
	for i := range 40 {
		p := w.problem(4+w.IntN(3), 5)
		if i%2 == 0 {
			p = w.gathering()
		}
		all := listed(p)
		seat := partition.Everybody(p.N)
		for _, e := range []partition.Effort{{Few: -1, Calls: 1}, {Few: 0, Calls: int64(i % 4)}} {
			e.Nodes = 10_000_000
			spent := p.Prove(seat, e).Spent
			step := 1 + spent/20
			for e.Nodes = 0; e.Nodes <= spent; e.Nodes += step {
				proof := p.Prove(seat, e)
				all.require(t, proof, p, "case %d: %+v", i, e)
				if !slices.Equal(proof.Least, proof.Bound) && !proof.Hopeless() {
					ended++
				}
			}
		}
	}
	require.Positive(t, ended)
}

// A proof that is stopped by its caller claims nothing false.
func TestProofsThatAreStopped(t *testing.T) {
	w := newWorld(53)
	stopped := 0
	for i := range 60 {
		p := w.problem(4+w.IntN(3), 5)
		all := listed(p)
		for reports := range 6 {
			p.Meter = &partition.Meter{Report: func(_, _ int64) bool { reports--; return reports >= 0 }}
			proof := p.Prove(partition.Everybody(p.N), partition.Effort{Nodes: 1_000_000, Few: -1, Calls: 1})
			all.require(t, proof, p, "case %d, after %d reports", i, reports)
			if p.Meter.Stopped {
				stopped++
			}
		}
	}
	require.Positive(t, stopped)
}

// If the field Free of a [partition.Homes] term is above 0, the cost of the term is not a
// sum over groups. The tier of this term can then be settled only if the tier has no
// other term.
func TestProofsWithMembersWhoMayMove(t *testing.T) {
	w := newWorld(54)
	settled, refused := 0, 0
	for i := range 150 {
		n := 3 + w.IntN(4)
		p := partition.New(n, w.sizes(n), 4)
		homes := &partition.Homes{Term: partition.Term{Tier: 1 + w.IntN(2), Weight: int64(1 + w.IntN(3))}, Home: make([]int32, n), Free: int64(w.IntN(4))}
		for m := range homes.Home {
			homes.Home[m] = int32(w.IntN(len(p.Sizes)+2)) - 1
		}
		p.Homes = append(p.Homes, homes)
		alone := true
		for tier := 1; tier < 4; tier++ {
			if tier != homes.Tier || w.chance(25) {
				alone = alone && tier != homes.Tier
				w.term(p, partition.Term{Tier: tier, Weight: int64(1 + w.IntN(2))})
				w.counts(p, partition.Term{Tier: tier, Weight: 1})
			}
		}
		p.Tabulate()
		p.Weigh()
		require.NoError(t, p.TrySwaps("", 20, true))
		all := listed(p)
		seat := partition.Everybody(n)
		every(p, func(other []int32) { // start where few enough are away, if that is possible
			if i%2 == 0 && partition.NewState(p, slices.Clone(other)).Cost[homes.Tier] == 0 {
				seat = slices.Clone(other)
			}
		})
		for _, e := range []partition.Effort{{Few: -1}, {Few: 0, Calls: 1}, {Few: -1, Calls: 1, Nodes: int64(w.IntN(60))}} {
			if e.Nodes == 0 {
				e.Nodes = 1_000_000
			}
			proof := p.Prove(seat, e)
			all.require(t, proof, p, "case %d: %+v", i, e)
			switch {
			case e.Nodes < 1_000_000:
			case homes.Free == 0 || alone:
				require.Equal(t, all.least, proof.Bound, "case %d: %+v", i, e)
				settled++
			default:
				require.NotContains(t, proof.Settled(), homes.Tier)
				refused++
			}
		}
	}
	require.Positive(t, settled)
	require.Positive(t, refused)
}

// Proofs with different efforts find the same costs, and none rules out the assignment
// that another finds.
func TestProofsAgree(t *testing.T) {
	w := newWorld(55)
	for i := range 32 {
		p := w.gathered(9+i%4, 3+i%2, 3+i/2%2)
		if i%3 == 0 { // the group in the middle is of its own kind
			homes(p, 0, append(slices.Repeat([]int32{-1}, p.N-1), 1)...)
			p.Weigh()
		}
		if i%4 == 1 && p.Tiers == 4 { // some may move in the tier that is settled in patterns
			p.Counts = p.Counts[:2]
			homes(p, 3, append(slices.Repeat([]int32{0, 1, 2}, 3), slices.Repeat([]int32{-1}, p.N-9)...)...)
			p.Homes[len(p.Homes)-1].Free = int64(1 + i/4%3)
			p.Weigh()
		}
		var proofs []*partition.Proof
		for _, e := range []partition.Effort{{Few: -1, Calls: 1}, {Few: 0}, {Few: 0, Calls: 1, Ways: i%3 - 1}, {Few: 40, Calls: 3, Ways: i % 3}} {
			e.Nodes = 10_000_000
			proof := p.Prove(partition.Everybody(p.N), e)
			require.Equal(t, proof.Least, proof.Bound, "case %d: %+v", i, e)
			proofs = append(proofs, proof)
		}
		for _, a := range proofs {
			require.Equal(t, proofs[0].Least, a.Least, "case %d", i)
			for _, b := range proofs {
				require.NoError(t, a.Check(b.Best), "case %d", i)
			}
		}
	}
}

// If a search for prices does not start from all groups, it starts from the allowed
// groups near the best assignment (see Proof.Starts).
func TestStartsOfProofs(t *testing.T) {
	w := newWorld(56)
	patterns := 0
	for i := range 120 {
		p := w.problem(4+w.IntN(6), 4)
		switch i % 3 {
		case 0:
			p = w.gathering()
		case 1:
			w.term(p, partition.Term{Tier: 0, Weight: 1})
			p.Tabulate()
			p.Weigh()
		}
		for tier := 1; tier < p.Tiers; tier++ {
			proof := p.StartOf(partition.Everybody(p.N))
			_, err := proof.Starts(tier)
			require.NoError(t, err, "case %d", i)
		}
		proof := p.Prove(partition.Everybody(p.N), partition.Effort{Nodes: 10_000_000, Few: -1, Calls: 1})
		many, err := proof.Starts(p.Tiers - 1)
		require.NoError(t, err, "case %d", i)
		if proof.Patterns > 0 {
			patterns++
		}
		if !proof.Hopeless() {
			require.Zero(t, many, "the best assignment is allowed")
		}
	}
	require.Positive(t, patterns)
	// At the start, members 0 and 1 are in the first group, but both belong in the
	// second. So every allowed first group differs from the one at the start by at least
	// two members. With 7 members there are 5 allowed first groups, and the search starts
	// from all of them. With 13 members there are 330, and it starts from 100 of them.
	for _, n := range []int{7, 13} {
		p := partition.New(n, []int{(n + 1) / 2, n / 2}, 2)
		for m := range n {
			value := slices.Repeat([]int32{-1}, n)
			value[m] = 0
			counted(p, value, func(int64) int64 { return 0 }).Tier = 1
		}
		homes(p, 0, append([]int32{1, 1}, slices.Repeat([]int32{-1}, n-2)...)...)
		p.Tabulate()
		p.Weigh()
		far, err := p.StartOf(partition.Everybody(n)).Starts(1)
		require.NoError(t, err)
		require.Equal(t, 1, far)
	}
}

// The tree branches on whether two types are in one group. It considers pairs of types
// for which either answer drops groups. A fractional solution uses each group to some
// fraction. The tree takes the pair for which the fractions of the groups with both types
// add up to the number closest to one half.
func TestPairsToBranchOn(t *testing.T) {
	w := newWorld(57)
	none, found := 0, 0
	for i := range 500 {
		many := make([]int64, 2+w.IntN(4))
		for k := range many {
			many[k] = int64(1 + w.IntN(3)/2)
		}
		var groups [][]uint8
		var share []int64
		for range 1 + w.IntN(5) {
			types := []uint8{uint8(w.IntN(len(many))), uint8(w.IntN(len(many))), uint8(w.IntN(len(many)))}
			slices.Sort(types)
			groups, share = append(groups, types), append(share, []int64{0, 1, 2, 1 << 18, 1 << 19, 3 << 18, 1<<20 - 1, 1 << 20}[w.IntN(8)])
		}
		open := func(x, y int) int64 { // -1 unless either answer drops groups
			both, apart, sum := false, false, int64(0)
			for i, types := range groups {
				hasX, hasY := slices.Contains(types, uint8(x)), slices.Contains(types, uint8(y))
				switch {
				case hasX && hasY:
					both, sum = true, sum+share[i]
				case hasX, hasY && many[y] == 1:
					apart = true
				}
			}
			if x == y || many[x] != 1 || !both || !apart {
				return -1
			}
			return max(0, min(sum, 1<<20-sum))
		}
		most := int64(-1)
		for x := range many {
			for y := range many {
				most = max(most, open(x, y))
			}
		}
		x, y := partition.Pair(many, groups, share)
		if most < 0 {
			none++
			require.Negative(t, x, "case %d", i)
			continue
		}
		found++
		require.Equal(t, most, open(x, y), "case %d: %v of %v, shares %v", i, groups, many, share)
	}
	require.Positive(t, none)
	require.Positive(t, found)
}

// If there are more patterns of an upper tier than the limit, the proof continues without
// patterns, or with the patterns of the tiers above it.
func TestLimitOfPatterns(t *testing.T) {
	w := newWorld(58)
	seen := map[int]int{}
	for i := range 24 {
		p := w.gathered(9+i%4, 4, 3+i%2)
		seat := partition.Everybody(p.N)
		e := partition.Effort{Nodes: 10_000_000, Calls: 1, Few: -1}
		free := p.Prove(seat, e)
		for _, e.Ways = range []int{-1, 1, 2, 3} {
			proof := p.Prove(seat, e)
			require.Equal(t, free.Least, proof.Bound, "case %d: %+v", i, e)
			require.Equal(t, free.Least, proof.Least, "case %d: %+v", i, e)
			require.NoError(t, proof.Check(free.Best), "case %d: %+v", i, e)
			require.LessOrEqual(t, proof.Patterns, max(0, e.Ways))
			seen[e.Ways] = max(seen[e.Ways], proof.Patterns)
		}
	}
	require.Equal(t, map[int]int{-1: 0, 1: 1, 2: 2, 3: 3}, seen)
}

// If a tier has too many patterns but the tier above has few, the tier is settled again
// in each pattern of the tier above (see the package comment, item 6). In the last three
// problems, a pattern of an upper tier is itself divided into the patterns of a lower tier.
// Whenever the nodes run out, the proof claims nothing false.
func TestUpperPatterns(t *testing.T) {
	for _, test := range []struct{ seed, n, groups, tiers, ways int }{
		{24010, 10, 3, 5, 2}, {26012, 12, 3, 5, 3}, {27008, 8, 4, 5, 3}, {38011, 11, 4, 5, 2}, {68012, 12, 3, 5, 3}, {76012, 12, 4, 5, 2}, {77008, 8, 4, 5, 2}, {85012, 12, 3, 5, 1},
		{169008, 8, 4, 6, 0}, {325008, 8, 4, 6, 0}, {330008, 8, 4, 6, 0},
	} {
		p := newWorld(uint64(test.seed)).gathered(test.n, test.groups, test.tiers)
		e := partition.Effort{Nodes: 10_000_000, Calls: 1, Few: -1, Ways: test.ways}
		whole := p.Prove(partition.Everybody(p.N), e)
		require.Equal(t, whole.Least, whole.Bound, "%+v", test)
		require.Positive(t, whole.Patterns, "%+v", test)
		other := p.Prove(partition.Everybody(p.N), partition.Effort{Nodes: 10_000_000, Few: -1})
		require.Equal(t, whole.Least, other.Bound, "%+v", test)
		require.NoError(t, whole.Check(other.Best), "%+v", test)
		for e.Nodes = 0; e.Nodes < whole.Spent; e.Nodes += 1 + whole.Spent/20 {
			proof := p.Prove(partition.Everybody(p.N), e)
			require.GreaterOrEqual(t, slices.Compare(proof.Least, whole.Least), 0, "%+v", test)
			require.LessOrEqual(t, slices.Compare(proof.Bound, whole.Least), 0, "%+v", test)
			if slices.Equal(proof.Least, whole.Least) {
				require.NoError(t, proof.Check(other.Best), "%+v", test)
			}
		}
	}
}

// If no group at all is allowed, tier 0 cannot be met, however many groups there are. If
// there is nobody, there is nothing to prove.
func TestProofsWithoutGroups(t *testing.T) {
	for _, sizes := range [][]int{{3}, {2, 2}, {2, 2, 2, 2}, {3, 2, 2, 2, 2}, {1, 1, 1, 1, 1, 1, 1, 1, 1}} {
		for _, few := range []int{-1, 0} {
			n := 0
			for _, size := range sizes {
				n += size
			}
			p := partition.New(n, sizes, 2)
			lists(p, 0, 1)
			p.Lists[0].Excess = func(int64) int64 { return 1 }
			p.Weigh()
			proof := p.Prove(partition.Everybody(n), partition.Effort{Nodes: 1000, Few: few})
			require.Equal(t, []int64{1, 0}, proof.Bound, "%v", sizes)
		}
	}
	p := partition.New(0, nil, 2)
	p.Sums = append(p.Sums, &partition.Sums{Term: partition.Term{Tier: 1, Weight: 1}})
	p.Weigh()
	p.Certify = true
	require.Equal(t, []int64{0, 0}, p.Solve("", 10).Bound)
}

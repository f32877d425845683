package partition_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// assignments are all assignments of a problem that matter to a proof.
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

// require compares a proof with all assignments. No bound is too high, the best assignment
// has the cost that the proof says, and no best assignment is ruled out.
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

// However the proof goes about it, its results agree with all assignments: from all groups
// or from some, with covers before branching or hardly any.
func TestProofsOfAllKindsAgainstEveryAssignment(t *testing.T) {
	w := newWorld(51)
	for i := range 250 {
		p := w.problem(2+w.IntN(6), 4)
		if i%3 == 0 {
			p = w.gathering()
		}
		all := listed(p)
		seat := partition.Everybody(p.N)
		for _, e := range []partition.Effort{{Few: -1}, {Few: 0, Calls: int64(i % 4)}, {Few: w.IntN(12), Calls: 1}} {
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

// A proof that runs out of nodes anywhere says nothing that is not so.
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

// A caller who stops a proof gets results that are so.
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

// Some members may be away from home at no cost, which is not a sum over groups. A tier is
// only settled if nothing else costs anything in it.
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

// Proofs that go about it in different ways agree, and none rules out what another finds.
func TestProofsAgree(t *testing.T) {
	w := newWorld(55)
	for i := range 20 {
		p := w.gathered(9+i%4, 3+i%2, 3+i/2%2)
		if i%5 == 0 {
			homes(p, 0, append(slices.Repeat([]int32{-1}, p.N-2), 1, 2)...)
			p.Weigh()
		}
		var proofs []*partition.Proof
		for _, e := range []partition.Effort{{Few: -1, Calls: 1}, {Few: 0}, {Few: 0, Calls: 1}, {Few: 40, Calls: 3}} {
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

package partition_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// cohort returns a problem of n members in groups of five and six. For each number in the
// list categories, the problem has a term with that number of values. The terms are in
// one tier or, if the parameter tiers is true, each in its own tier.
func (w world) cohort(n int, tiers bool, categories ...int) *partition.Problem {
	p := partition.New(n, evenly(n, n/5), 1+len(categories))
	for i, values := range categories {
		c := &partition.Counts{Term: partition.Term{Tier: 1, Weight: 1}, Value: make([]int32, p.N)}
		if tiers {
			c.Tier = 1 + i
		}
		for m := range c.Value {
			c.Value[m] = int32(min(w.IntN(values), w.IntN(values)))
		}
		c.Tally(values)
		c.Convex = true
		c.Cost = func(v int32, size, count int64) int64 {
			d := int64(p.N)*count - size*int64(c.Total[v])
			return max(d, -d)
		}
		p.Counts = append(p.Counts, c)
	}
	p.Tabulate()
	p.Weigh()
	return p
}

// The result of a proof does not depend on when it begins to branch. The number of nodes
// that a proof takes is the same on every machine; this matters because steps are
// limited, so the number can decide the result of a search. If a change is meant to alter
// the search, update the numbers here. If any other change alters them, it has a mistake,
// or it makes the proof take more nodes for the same result.
func TestNodesOfProofs(t *testing.T) {
	for _, test := range []struct {
		seed  uint64
		n     int
		tiers bool
		nodes []int64 // with the default number of partial covers before branching, with 1 and with 5
	}{
		{2, 16, false, []int64{527197, 528829, 527197}},
		{2, 16, true, []int64{35930, 41287, 37550}},
		{0, 20, true, []int64{151386, 185613, 151578}},
		{2, 22, false, []int64{202355, 207922, 202502}},
		{1, 22, true, []int64{96498, 99878, 98783}},
		{1, 26, false, []int64{293996, 299308, 299397}},
		{3, 26, true, []int64{321966, 337532, 337916}},
		{4, 28, false, []int64{724709, 728771, 728991}},
		{1, 28, true, []int64{298421, 320949, 310933}},
	} {
		p := newWorld(test.seed).cohort(test.n, test.tiers, 2, 4, 5, 6)
		var nodes, least []int64
		for _, calls := range []int64{0, 1, 5} {
			s, _, spent := p.ProveFrom(partition.Everybody(p.N), 10_000_000, calls)
			require.Equal(t, s.Bound, s.Least)
			if least != nil {
				require.Equal(t, least, s.Least)
			}
			least, nodes = s.Least, append(nodes, spent)
		}
		assert.Equal(t, test.nodes, nodes, "%d members, in tiers: %v", test.n, test.tiers)
	}
}

// For small problems with terms of all kinds, including terms that gather members, the
// number of nodes that a proof takes is also the same on every machine.
func TestNodesOfSmallProofs(t *testing.T) {
	w := newWorld(6)
	var random, gathering []int64
	for i := range 60 {
		p := w.problem(9+i%5, 5)
		_, _, spent := p.ProveFrom(partition.Everybody(p.N), 1_000_000, int64(i%3))
		random = append(random, spent)
		p = w.gathering()
		_, _, spent = p.ProveFrom(partition.Everybody(p.N), 1_000_000, int64(i%3))
		gathering = append(gathering, spent)
	}
	assert.Equal(t, []int64{45, 0, 0, 3, 0, 0, 10, 0, 0, 26, 67, 10, 22, 95, 0, 296, 5, 11, 0, 0, 0, 0, 80, 55, 0, 0, 0, 33, 0, 0, 55, 0, 0, 12, 39, 0, 0, 33, 21, 59981, 3529, 10, 15798, 36, 0, 0, 0, 22, 0, 39, 2871, 4318, 51, 0, 0, 9, 0, 0, 12, 39}, random)
	assert.Equal(t, []int64{70, 64, 78, 62, 129, 201, 296, 1634, 100, 64, 40, 41, 1868, 71, 79, 31, 450, 32, 115, 3320, 66, 50, 83, 68, 37, 164, 118, 147, 258, 955, 41, 76, 82, 67, 59, 80, 70, 39, 46, 453, 182, 75, 104, 622, 70, 2163, 84, 111, 55, 62, 122, 57, 44, 41, 72, 278, 31, 27, 1502, 84}, gathering)
}

// A seed and a number of steps determine the result of a search and the steps that it
// takes, for cohorts of every size and from every start. Both are the same on every
// machine.
func TestSearchesOfASeed(t *testing.T) {
	solve := func(p *partition.Problem, steps int64) *partition.Search { return p.Solve("seed", steps) }
	from := func(p *partition.Problem, steps int64) *partition.Search {
		return p.SolveFrom(partition.Everybody(p.N), "seed", steps)
	}
	refine := func(p *partition.Problem, steps int64) *partition.Search {
		s := p.NewSearch(partition.Everybody(p.N), partition.NewDice("seed"))
		s.Refine(steps)
		return s
	}
	for _, test := range []struct {
		name  string
		n     int
		steps int64
		run   func(p *partition.Problem, steps int64) *partition.Search
		want  string
	}{
		{"solve", 20, 50_000, solve, "7d6bd9b6"},
		{"solve", 64, 60_000, solve, "f3efb736"},
		{"solve", 65, 60_000, solve, "0d7c7800"},
		{"solve", 150, 60_000, solve, "09fa7cd3"},
		{"solve", 151, 60_000, solve, "4e173335"},
		{"from", 30, 40_000, from, "50b976ad"},
		{"from", 150, 40_000, from, "7239d564"},
		{"refine", 150, 20_000, refine, "2a3994cf"},
		{"refine", 151, 20_000, refine, "4718e358"},
	} {
		all := ""
		for i := range 4 {
			p := newWorld(uint64(i)).cohort(test.n, i%2 == 0, 2, 4, 6)
			w := newWorld(uint64(10 + i))
			if i > 0 {
				w.term(p, partition.Term{Tier: 0, Weight: 1})
				w.term(p, partition.Term{Tier: i, Weight: 2})
				p.Tabulate()
				p.Weigh()
			}
			p.Meter = &partition.Meter{}
			s := test.run(p, test.steps)
			all += fmt.Sprintln(s.Best, s.Least, s.Bound, p.Meter.Done)
		}
		sum := sha256.Sum256([]byte(all))
		assert.Equal(t, test.want, hex.EncodeToString(sum[:4]), "%s %d", test.name, test.n)
	}
}

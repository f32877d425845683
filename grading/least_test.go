package grading_test

import (
	"math/big"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Needed in a group of three, whatever is dropped, protected, extra credit or
// excused: the least share of the third that certifies, found by trying.
func TestNeededInASmallGroup(t *testing.T) {
	t.Parallel()
	others := []grading.Mark{{Points: new(dec("0"))}, {Points: new(dec("5"))}, {Points: new(dec("10"))}, {Excused: true}}
	points := grading.Award{Points: &grading.PointsAward{Max: dec("10")}}
	seen := map[grading.Answer]int{}
	for low := range 3 {
		for high := range 2 {
			for kind := range 5 {
				a := &grading.GroupAward{DropLowest: low, DropHighest: high, Components: []grading.Component{
					{ID: "a", Weight: dec("1"), Award: points}, {ID: "b", Weight: dec("3"), Award: points}, {ID: "c", Weight: dec("2"), Award: points},
				}}
				a.Components[2].NeverDrop, a.Components[2].ExtraCredit = kind == 1, kind == 2
				a.Components[0].NeverDrop, a.Components[0].ExtraCredit = kind == 3, kind == 4
				for _, above := range []bool{true, false} {
					for _, limit := range []string{"0", "50"} {
						s := grading.Scheme{Components: []grading.Component{{ID: "g", Weight: dec("100"), Award: grading.Award{Group: a}}}}
						o := grading.OutcomeRule{Name: "o", Certifies: true, AtLeast: new(dec(limit))}
						if above {
							o.Above, o.AtLeast = o.AtLeast, nil
						}
						s.Outcomes = []grading.OutcomeRule{o}
						g := compiled(t, s)
						for _, first := range others {
							for _, second := range others {
								marks := grading.Marks{"a": first, "b": second}
								n, err := g.Needed(marks, "c")
								require.NoError(t, err)
								seen[n.Answer]++
								assertLeast(t, s, marks, n)
							}
						}
					}
				}
			}
		}
	}
	for _, a := range []grading.Answer{grading.Already, grading.ThisMuch, grading.Impossible} {
		assert.Positive(t, seen[a], a)
	}
}

// assertLeast compares an answer about c with the oracle.
func assertLeast(t *testing.T, s grading.Scheme, marks grading.Marks, n grading.Needed) {
	t.Helper()
	certifies := func(share *big.Rat) bool {
		return treeOracle{scheme: s, marks: marks, fixed: map[string]*big.Rat{"c": share}}.reached()["o"]
	}
	need := new(big.Rat).Quo(n.Percent.Rat(), ratio(100, 1))
	tiny := big.NewRat(1, 1_000_000)
	var ok bool
	switch {
	case certifies(ratio(0, 1)):
		ok = n.Answer == grading.Already
	case !certifies(ratio(1, 1)):
		ok = n.Answer == grading.Impossible
	default:
		below := new(big.Rat).Sub(need, tiny)
		ok = n.Answer == grading.ThisMuch && n.Exceed == !certifies(need) && certifies(new(big.Rat).Add(need, tiny)) && (below.Sign() < 0 || !certifies(below))
	}
	assert.True(t, ok, "%+v %+v %+v", s, marks, n)
}

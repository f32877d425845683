package grading_test

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tie is a scheme of 3 to 6 components whose weights are multiples of 5, together with
// marks. The marks are fractions with awkward denominators, such as 5/13, but the total
// is exactly 80.
type tie struct {
	weights, earned, possible []int64
}

// anyTie returns a random tie. All components but the last have random marks, and the
// mark of the last makes the total 80.
func anyTie(r chooser) tie {
	for {
		n := 3 + r.IntN(4)
		t := tie{weights: make([]int64, n), earned: make([]int64, n), possible: make([]int64, n)}
		for range 20 {
			t.weights[r.IntN(n)] += 5
		}
		left, common := big.NewRat(80, 1), int64(1)
		for i := range n - 1 {
			t.possible[i] = int64(pick(r, 3, 6, 7, 9, 11, 12, 13, 15, 18, 21, 30, 45, 60, 75, 90))
			t.earned[i] = int64(r.IntN(int(t.possible[i] + 1)))
			left.Sub(left, big.NewRat(t.weights[i]*t.earned[i], t.possible[i]))
			common *= t.possible[i] / new(big.Int).GCD(nil, nil, big.NewInt(common), big.NewInt(t.possible[i])).Int64()
		}
		if t.weights[n-1] == 0 {
			continue
		}
		// The points of the other components add multiples of 1/common to the total. One point
		// of the last component adds exactly 1/common.
		t.possible[n-1] = common * t.weights[n-1]
		left.Mul(left, big.NewRat(common, 1))
		if left.IsInt() && left.Sign() >= 0 && left.Num().Int64() <= t.possible[n-1] {
			t.earned[n-1] = left.Num().Int64()
			return t
		}
	}
}

func number(n int64) exact.Decimal { return dec(strconv.FormatInt(n, 10)) }

func (t tie) scheme(inclusive, items bool) grading.Scheme {
	var s grading.Scheme
	for i, w := range t.weights {
		c := grading.Component{ID: "c" + strconv.Itoa(i), Weight: number(w), Award: grading.Award{Points: &grading.PointsAward{Max: number(t.possible[i])}}}
		if items {
			c.Award = grading.Award{Items: &grading.ItemsAward{Combine: "sum"}}
		}
		s.Components = append(s.Components, c)
	}
	if inclusive {
		s.Certificate.AtLeast = new(dec("80"))
	} else {
		s.Certificate.Above = new(dec("80"))
	}
	return s
}

func (t tie) marks(items bool, more int64) grading.Marks {
	marks := grading.Marks{}
	for i := range t.weights {
		earned := t.earned[i]
		if i == len(t.weights)-1 {
			earned += more
		}
		id := "c" + strconv.Itoa(i)
		marks[id] = grading.Mark{Points: new(number(earned))}
		if items {
			marks[id] = grading.Mark{Items: []grading.ItemMark{{Earned: new(number(earned)), Possible: number(t.possible[i])}}}
		}
	}
	return marks
}

// divThenMul reports whether the total is above 80 when it is computed in the obvious but
// wrong way, with Div of package decimal, which rounds.
func (t tie) divThenMul() bool {
	total := decimal.Zero
	for i := range t.weights {
		share := decimal.NewFromInt(t.earned[i]).Div(decimal.NewFromInt(t.possible[i]))
		total = total.Add(share.Mul(decimal.NewFromInt(t.weights[i])))
	}
	return total.GreaterThan(decimal.NewFromInt(80))
}

// Grade and GradeColumns decide correctly if the total is exactly at the threshold, and
// also if the last component then has one point more or less. If the marks are items,
// only Grade is tested. The obvious use of package decimal decides more than one in
// twenty of the ties wrongly.
func TestTies(t *testing.T) {
	t.Parallel()
	r, wrongly, n := random("ties"), 0, rounds(20_000, 500)
	for range n {
		tie := anyTie(r)
		if tie.divThenMul() {
			wrongly++
		}
		items := r.IntN(2) == 0
		for _, inclusive := range []bool{false, true} {
			s := tie.scheme(inclusive, items)
			g := compiled(t, s)
			for more := int64(-1); more <= 1; more++ {
				last := len(tie.weights) - 1
				if at := tie.earned[last] + more; at < 0 || at > tie.possible[last] {
					continue
				}
				marks := tie.marks(items, more)
				result, err := g.Grade(marks)
				require.NoError(t, err)
				total, decision := oracle(s, marks)
				want := grading.NotCertified
				if more > 0 || more == 0 && inclusive {
					want = grading.Certified
				}
				if !assert.Equal(t, want, decision, "the oracle") || !assert.Equal(t, want, result.Decision) ||
					!assert.Equal(t, total.RatString(), result.Total.Rat().RatString()) {
					t.Fatalf("%+v", tie)
				}
				if !items {
					assertColumns(t, g, s, []grading.Marks{marks})
				}
			}
		}
	}
	t.Logf("%d ties, of which Div and then Mul certifies %d (%.1f%%)", n, wrongly, 100*float64(wrongly)/float64(n))
	assert.Greater(t, wrongly, n/20, "the ties are hard enough to be a test")
}

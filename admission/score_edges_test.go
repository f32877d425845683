package admission_test

import (
	"math/big"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// With a single part, the mean and the spread of two reviews equal the mean and the
// spread of their scores. The weight does not matter. This holds for numbers that fit
// into a machine word and for larger ones.
func TestScoresOfOnePartAreThemselves(t *testing.T) {
	t.Parallel()
	power := func(n uint, off int64, places int32) exact.Decimal {
		return exact.Decimal{Decimal: decimal.NewFromBigInt(new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), n), big.NewInt(off)), -places)}
	}
	for w := uint(0); w <= 66; w++ {
		for _, off := range []int64{-1, 0, 1} {
			weight := power(w, off, 0)
			if weight.Sign() <= 0 {
				continue
			}
			sel := compile(t, admission.Policy{Capacity: 1, Priority: []admission.Priority{{Code: "k", Key: admission.Key{Score: &admission.ScoreKey{
				Parts: []admission.ScorePart{{Name: "a", Weight: weight}}, Max: dec("1000000000000000000000"), OverReviewers: "mean"}}}}})
			for s := uint(0); s <= 68; s += 2 {
				for _, places := range []int32{0, 4, 5} {
					low, high := power(s, off, places), power(s+1, -off, places)
					a := admission.Applicant{ID: "x"}
					for i, d := range []exact.Decimal{low, high} {
						a.Reviews = append(a.Reviews, admission.Review{Reviewer: string(rune('A' + i)), Scores: map[string]exact.Decimal{"a": d}})
					}
					got, err := sel.Select(admission.Intake{Applicants: []admission.Applicant{a}})
					require.NoError(t, err)
					mean := new(big.Rat).Mul(new(big.Rat).Add(low.Rat(), high.Rat()), big.NewRat(1, 2))
					key := got.Admitted[0].Keys[0]
					require.Zero(t, mean.Cmp(rational(key.Value)), "weight %s, scores %s and %s", weight, low, high)
					require.Zero(t, new(big.Rat).Abs(new(big.Rat).Sub(high.Rat(), low.Rat())).Cmp(rational(key.Spread)), "weight %s, scores %s and %s", weight, low, high)
				}
			}
		}
	}
}

// The digest of an intake is the same for all texts of one number, and different for
// numbers that differ in sign or decimal places.
func TestDigestsOfNumbers(t *testing.T) {
	t.Parallel()
	sel := compile(t, admission.Policy{Capacity: 1})
	seen := map[string]string{}
	for _, text := range []string{"0", "5", "-5", "50", "-50", "0.5", "-0.5", "0.05", "-0.05", "123456789012345678", "-123456789012345678", "1234567890123456789", "-1234567890123456789"} {
		for _, same := range []string{text, "+" + text, text + ".0", text + "0"} {
			if text[0] == '-' && same[0] == '+' || same == text+".0" && dec(text).Exponent() < 0 || same == text+"0" && dec(text).Exponent() == 0 {
				continue
			}
			committed, err := sel.Commit(admission.Intake{Applicants: []admission.Applicant{{ID: "a", Numbers: map[string]exact.Decimal{"n": dec(same)}}}})
			require.NoError(t, err)
			if other, known := seen[committed.Intake]; known {
				require.Equal(t, other, text, same)
			}
			seen[committed.Intake] = text
		}
	}
	require.Len(t, seen, 13)
}

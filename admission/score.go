package admission

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// scorer is a compiled score key. Weights and scores become integers wherever
// they fit; the rest is done in big.Rat. Both are exact, so they agree.
type scorer struct {
	parts   []string
	weights []int64         // at a common scale, when small is set
	ratios  []*big.Rat      // the same, exact
	most    []exact.Decimal // that a score of each part may be
	total   int64           // sum of weights
	over    OverReviewers
	small   bool // whether the weights allow the fast path
}

// Bounds of the fast path: digits after the point of a score, and the product of
// one score and its weight, both scaled. The sum of 32 parts and MaxReviews
// reviews stays below 2^59.
const (
	scorePlaces = 4
	maxProduct  = 1 << 47
)

// score is the exact value num/den, or big when those would not fit. The zero
// value is no score.
type score struct {
	num, den int64
	big      *big.Rat
}

func compileScore(k ScoreKey) *scorer {
	s := &scorer{over: k.OverReviewers, small: true}
	places := 0
	for _, p := range k.Parts {
		places = max(places, -int(p.Weight.Exponent()))
	}
	for _, p := range k.Parts {
		w, fits := p.Weight.Scaled(places)
		s.small = s.small && fits && w < maxProduct
		s.parts, s.weights, s.ratios = append(s.parts, p.Name), append(s.weights, w), append(s.ratios, p.Weight.Rat())
		s.total += w
	}
	return s
}

// counts reports whether a review has every part, in its range.
func (s *scorer) counts(review *Review) bool {
	for i, part := range s.parts {
		if d := review.Scores[part]; !usable(d) || d.Sign() < 0 || compareDecimals(d, s.most[i]) > 0 {
			return false
		}
	}
	return true
}

func (s *scorer) reviewed(a *Applicant) bool {
	for i := range a.Reviews {
		if s.counts(&a.Reviews[i]) {
			return true
		}
	}
	return false
}

// reviewed reports whether every score key has a complete review.
func (s *Selector) reviewed(a *Applicant) bool {
	for _, key := range s.scores {
		if !key.reviewed(a) {
			return false
		}
	}
	return true
}

// reviewFinding is met or unknown: a review can still come.
func (s *Selector) reviewFinding(a *Applicant) rule.Finding {
	f := rule.Finding{Code: codeReview, Path: "reviews", Verdict: rule.Met, Need: s.reviewNeed, Have: strconv.Itoa(len(a.Reviews))}
	if !s.reviewed(a) {
		f.Verdict, f.Detail = rule.Unknown, "no complete review"
	}
	return f
}

// of returns the score of an applicant, and false if no review counts.
func (s *scorer) of(a *Applicant) (score, bool) {
	var room [8]int64
	sums := room[:0]
	for i := range a.Reviews {
		if r := &a.Reviews[i]; s.counts(r) {
			sum, fits := s.sum(r)
			if !fits || len(sums) == MaxReviews {
				return s.exactly(a), true
			}
			sums = append(sums, sum)
		}
	}
	if len(sums) == 0 {
		return score{}, false
	}
	return s.small64(sums), true
}

// sum returns the weighted sum of one complete review, at the common scale.
func (s *scorer) sum(r *Review) (int64, bool) {
	if !s.small {
		return 0, false
	}
	sum := int64(0)
	for i, part := range s.parts {
		n, fits := r.Scores[part].Scaled(scorePlaces)
		hi, product := bits.Mul64(uint64(n), uint64(s.weights[i]))
		if !fits || n < 0 || hi != 0 || product > maxProduct {
			return 0, false
		}
		sum += int64(product)
	}
	return sum, true
}

// small64 combines the sums of the reviews.
func (s *scorer) small64(sums []int64) score {
	if s.over != Mean {
		slices.Sort(sums)
		sums = kept(s.over, sums)
	}
	total := int64(0)
	for _, sum := range sums {
		total += sum
	}
	return score{num: total, den: int64(len(sums))}
}

// kept returns which of the sorted values make the mean: the one or two in the
// middle, all but the first and the last, or all of them.
func kept[T any](over OverReviewers, sorted []T) []T {
	n := len(sorted)
	switch {
	case over == Median:
		return sorted[(n-1)/2 : n/2+1]
	case over == TrimmedMean && n >= 3:
		return sorted[1 : n-1]
	}
	return sorted
}

// exactly is the same in big.Rat, at the same scale as small64 where that
// applies.
func (s *scorer) exactly(a *Applicant) score {
	var sums []*big.Rat
	for i := range a.Reviews {
		if r := &a.Reviews[i]; s.counts(r) {
			sums = append(sums, s.review(r))
		}
	}
	slices.SortFunc(sums, (*big.Rat).Cmp)
	sums = kept(s.over, sums)
	total := new(big.Rat)
	for _, sum := range sums {
		total.Add(total, sum)
	}
	return score{big: total.Quo(total, big.NewRat(int64(len(sums)), 1))}
}

// review returns the exact weighted mean of one complete review.
func (s *scorer) review(r *Review) *big.Rat {
	sum, weights := new(big.Rat), new(big.Rat)
	for i, part := range s.parts {
		sum.Add(sum, new(big.Rat).Mul(r.Scores[part].Rat(), s.ratios[i]))
		weights.Add(weights, s.ratios[i])
	}
	return sum.Quo(sum, weights)
}

// rat returns the exact value of a score of s.
func (s *scorer) rat(v score) *big.Rat {
	if v.big != nil {
		return v.big
	}
	den := new(big.Int).Mul(big.NewInt(v.den), big.NewInt(s.total))
	den.Mul(den, big.NewInt(pow10(scorePlaces)))
	return new(big.Rat).SetFrac(big.NewInt(v.num), den)
}

func pow10(n int) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// compare orders two scores of s, the higher one first.
func (s *scorer) compare(a, b score) int {
	if a.big != nil || b.big != nil {
		return s.rat(b).Cmp(s.rat(a))
	}
	ah, al := bits.Mul64(uint64(a.num), uint64(b.den))
	bh, bl := bits.Mul64(uint64(b.num), uint64(a.den))
	return cmp.Or(cmp.Compare(bh, ah), cmp.Compare(bl, al))
}

// spread returns the distance between the highest and the lowest complete
// review, nil with fewer than two.
func (s *scorer) spread(a *Applicant) *big.Rat {
	var all []*big.Rat
	for i := range a.Reviews {
		if r := &a.Reviews[i]; s.counts(r) {
			all = append(all, s.review(r))
		}
	}
	if len(all) < 2 {
		return nil
	}
	slices.SortFunc(all, (*big.Rat).Cmp)
	return new(big.Rat).Sub(all[len(all)-1], all[0])
}

// exactText returns the text of a rational: plain digits where those end, p/q
// reduced otherwise.
func exactText(r *big.Rat) string {
	if places, ends := r.FloatPrec(); ends {
		return r.FloatString(places)
	}
	return r.RatString()
}

func (k ScoreKey) need() string {
	names := make([]string, len(k.Parts))
	for i, p := range k.Parts {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}

package admission

import (
	"math/bits"
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// scorer is a compiled score key. It computes with integers (the fast path) if the
// weights and scores fit, and otherwise with exact.Rational. Both ways are exact and give
// the same score.
type scorer struct {
	parts   []string
	weights []int64          // the weights scaled to integers, if small is set
	ratios  []exact.Rational // the same weights, exact
	most    []exact.Decimal  // the largest score of each part
	limits  []int64          // most scaled to integers, 0 for those that do not fit
	unit    uint64           // the result of sum for a review in which every score is 1
	over    string
	small   bool // whether the weights allow the fast path
}

// Bounds of the fast path. A score has at most scorePlaces digits after the point. The
// product of a score and its weight, both scaled to integers, is at most maxProduct. The
// sum of these products over 32 parts and maxReviews reviews stays below 2^59.
const (
	scorePlaces = 4
	scoreUnit   = 10_000 // 10^scorePlaces
	maxProduct  = 1 << 47
)

func compileScore(k ScoreKey) *scorer {
	s := &scorer{over: k.OverReviewers, small: true}
	places := 0
	for _, p := range k.Parts {
		places = max(places, -int(p.Weight.Exponent()))
	}
	total := uint64(0)
	for _, p := range k.Parts {
		w, fits := p.Weight.Scaled(places)
		s.small = s.small && fits && w < maxProduct
		s.parts, s.weights, s.ratios = append(s.parts, p.Name), append(s.weights, w), append(s.ratios, p.Weight.Rational())
		total += uint64(w)
	}
	over, unit := bits.Mul64(total, scoreUnit*maxReviews)
	s.small, s.unit = s.small && over == 0, unit/maxReviews
	return s
}

// counts reports whether a review has a score within range for every part.
func (s *scorer) counts(review *Review) bool {
	for i, part := range s.parts {
		d := review.Scores[part]
		if n, fits := d.Scaled(scorePlaces); fits && 0 < n && n <= s.limits[i] {
			continue // the usual case, without further work
		}
		if !usable(d) || d.Sign() < 0 || compareDecimals(d, s.most[i]) > 0 {
			return false
		}
	}
	return true
}

// complete returns the number of reviews that count.
func (s *scorer) complete(a *Applicant) int {
	n := 0
	for i := range a.Reviews {
		if s.counts(&a.Reviews[i]) {
			n++
		}
	}
	return n
}

// reviewed reports whether an applicant has a complete review for every score key.
func (s *Selector) reviewed(a *Applicant) bool {
	for _, key := range s.scores {
		if !slices.ContainsFunc(a.Reviews, func(r Review) bool { return key.counts(&r) }) {
			return false
		}
	}
	return true
}

// reviewFinding returns the finding for review-score. It is met or unknown, and never
// not_met, since a review can still come.
func (s *Selector) reviewFinding(a *Applicant) rule.Finding {
	f := rule.Finding{Code: codeReview, Path: "reviews", Verdict: rule.Met, Need: s.reviewNeed, Have: strconv.Itoa(len(a.Reviews))}
	if !s.reviewed(a) {
		f.Verdict, f.Detail = rule.Unknown, "no complete review"
	}
	return f
}

// of returns the score of an applicant, and false if no review counts.
func (s *scorer) of(a *Applicant) (exact.Rational, bool) {
	var room [8]uint64
	sums, fit := s.sums(a, room[:0])
	switch {
	case !fit:
		return s.exactly(a), true
	case len(sums) == 0:
		return exact.Rational{}, false
	}
	if s.over != "mean" {
		slices.Sort(sums)
		sums = kept(s.over, sums)
	}
	total := uint64(0)
	for _, sum := range sums {
		total += sum
	}
	return exact.Ratio(total, uint64(len(sums))*s.unit), true
}

// sums appends the weighted sums of the complete reviews, scaled to integers. It returns
// false if a sum does not fit the fast path, or if there are more than maxReviews
// complete reviews.
func (s *scorer) sums(a *Applicant, into []uint64) ([]uint64, bool) {
	for i := range a.Reviews {
		if r := &a.Reviews[i]; s.counts(r) {
			sum, fits := s.sum(r)
			if !fits || len(into) == maxReviews {
				return into, false
			}
			into = append(into, sum)
		}
	}
	return into, true
}

// sum returns the weighted sum of one complete review, scaled to an integer, or false if
// the sum does not fit the fast path.
func (s *scorer) sum(r *Review) (uint64, bool) {
	if !s.small {
		return 0, false
	}
	sum := uint64(0)
	for i, part := range s.parts {
		n, fits := r.Scores[part].Scaled(scorePlaces)
		hi, product := bits.Mul64(uint64(n), uint64(s.weights[i]))
		if !fits || n < 0 || hi != 0 || product > maxProduct {
			return 0, false
		}
		sum += product
	}
	return sum, true
}

// kept returns the sorted values from which the mean is taken: the one or two in the
// middle, all except the first and the last, or all of them.
func kept[T any](over string, sorted []T) []T {
	n := len(sorted)
	switch {
	case over == "median":
		return sorted[(n-1)/2 : n/2+1]
	case over == "trimmed_mean" && n >= 3:
		return sorted[1 : n-1]
	}
	return sorted
}

// exactly returns the score of an applicant with a complete review, computed in
// exact.Rational.
func (s *scorer) exactly(a *Applicant) exact.Rational {
	all := kept(s.over, s.reviews(a))
	total := exact.Rational{}
	for _, value := range all {
		total = total.Plus(value)
	}
	return total.Over(exact.Whole(uint64(len(all))))
}

// reviews returns the exact values of the complete reviews, sorted.
func (s *scorer) reviews(a *Applicant) []exact.Rational {
	var all []exact.Rational
	for i := range a.Reviews {
		if r := &a.Reviews[i]; s.counts(r) {
			all = append(all, s.review(r))
		}
	}
	slices.SortFunc(all, exact.Rational.Compare)
	return all
}

// review returns the exact weighted mean of one complete review.
func (s *scorer) review(r *Review) exact.Rational {
	var sum, weights exact.Rational
	for i, part := range s.parts {
		sum = sum.Plus(r.Scores[part].Rational().Times(s.ratios[i]))
		weights = weights.Plus(s.ratios[i])
	}
	return sum.Over(weights)
}

// spread returns the difference between the highest and the lowest complete review, or ""
// if there are fewer than two.
func (s *scorer) spread(a *Applicant) string {
	var room [8]uint64
	if sums, fit := s.sums(a, room[:0]); fit {
		if len(sums) < 2 {
			return ""
		}
		return exact.Ratio(slices.Max(sums)-slices.Min(sums), s.unit).String()
	}
	all := s.reviews(a)
	if len(all) < 2 {
		return ""
	}
	return all[len(all)-1].Minus(all[0]).String()
}

func (k ScoreKey) need() string {
	names := make([]string, len(k.Parts))
	for i, p := range k.Parts {
		names[i] = p.Name
	}
	return strings.Join(names, ", ")
}

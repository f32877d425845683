package admission_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bare returns placements without Merit and Lottery, which Top does not set.
func bare(ps []admission.Placement) []admission.Placement {
	out := []admission.Placement{}
	for _, p := range ps {
		p.Merit, p.Lottery = 0, ""
		out = append(out, p)
	}
	return out
}

func topOf(t testing.TB, sel *admission.Selector, n int, as ...admission.Applicant) *admission.Top {
	t.Helper()
	top, err := sel.Top(n, seed)
	require.NoError(t, err)
	for _, a := range as {
		top.Add(a)
	}
	return top
}

func result(t testing.TB, top *admission.Top) []admission.Placement {
	t.Helper()
	ps, err := top.Result()
	require.NoError(t, err)
	return ps
}

// The best n of a Top are those whom Select admits, however the stream is cut, ordered
// and merged. Merging is associative and commutative, and has an identity.
func TestTopEqualsSelect(t *testing.T) {
	t.Parallel()
	for i := range rounds(150, 50_000) {
		r := newRandom(uint64(i))
		p := r.policy(i%2 == 1)
		sel := compile(t, p)
		as := r.pool(r.IntN(20))
		want := bare(choose(t, sel, as).Admitted)
		require.Equal(t, want, result(t, topOf(t, sel, p.Capacity, as...)), "instance %d", i)

		mixed := r.shuffled(as)
		a, b := r.IntN(len(mixed)+1), r.IntN(len(mixed)+1)
		shards := func() (x, y, z *admission.Top) {
			lo, hi := min(a, b), max(a, b)
			return topOf(t, sel, p.Capacity, mixed[:lo]...), topOf(t, sel, p.Capacity, mixed[lo:hi]...), topOf(t, sel, p.Capacity, mixed[hi:]...)
		}
		x, y, z := shards()
		require.NoError(t, x.Merge(y))
		require.NoError(t, x.Merge(z))
		require.Equal(t, want, result(t, x), "(x+y)+z, instance %d", i)
		x, y, z = shards()
		require.NoError(t, z.Merge(y))
		require.NoError(t, z.Merge(topOf(t, sel, p.Capacity)))
		require.NoError(t, x.Merge(z))
		require.NoError(t, x.Merge(x))
		require.Equal(t, want, result(t, x), "x+(z+y), instance %d", i)

		// The applicants kept are added to another Top, each of them twice.
		again := topOf(t, sel, p.Capacity, append(x.Applicants(), x.Applicants()...)...)
		require.Equal(t, want, result(t, again))
	}
}

// In a Top, the next key decides only between people who tie in the keys before it,
// whatever the kinds of these keys are. The test tries numbers that tie, differ or are
// absent, in policies that mix matching, score and number keys.
func TestTopOfEveryKey(t *testing.T) {
	t.Parallel()
	number := func(name, first string) admission.Priority {
		return admission.Priority{Code: name, Key: admission.Key{Number: &admission.NumberKey{Name: name, First: first}}}
	}
	document := func(code, name, within string) admission.Priority {
		return admission.Priority{Code: code, Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Document: &admission.DocumentTest{Name: name}}, Within: within}}}
	}
	score := admission.Priority{Code: "score", Key: admission.Key{Score: &admission.ScoreKey{Parts: []admission.ScorePart{{Name: "s", Weight: dec("1")}}, Max: dec("10"), OverReviewers: "mean"}}}
	for i := range rounds(60, 20_000) {
		r := newRandom(uint64(i))
		keys := []admission.Priority{document("a", "a", ""), number("x", "lowest"), score, document("b", "b", "a"), number("y", "highest"), document("c", "c", "")}
		p := admission.Policy{Capacity: 1 + r.IntN(3), Priority: keys[r.IntN(3):]}
		for k := range p.Priority {
			if m := p.Priority[k].Key.Matching; m != nil && p.Priority[0].Code != "a" {
				p.Priority[k].Key.Matching = &admission.MatchingKey{Test: m.Test}
			}
		}
		var as []admission.Applicant
		for n := range 14 {
			a := scored(pick(r, "1", "2"))
			a.ID, a.Documents, a.Numbers = strconv.Itoa(n), map[string]bool{}, map[string]exact.Decimal{}
			for _, name := range []string{"a", "b", "c"} {
				a.Documents[name] = r.IntN(2) == 0
			}
			for _, name := range []string{"x", "y"} {
				if value := pick(r, "", "1", "1.0", "2"); value != "" {
					a.Numbers[name] = dec(value)
				}
			}
			as = append(as, a)
		}
		sel := compile(t, p)
		want := bare(choose(t, sel, as).Admitted)
		for range 3 {
			require.Equal(t, want, result(t, topOf(t, sel, p.Capacity, r.shuffled(as)...)), "instance %d", i)
		}
	}
}

// A Top for n people keeps at most n+1 people of each combination of groups, however many
// applicants are added.
func TestTopKeepsFew(t *testing.T) {
	t.Parallel()
	sector := admission.Share{Code: "sector", Of: admission.ShareOf{Attribute: "sector"}, AtMost: &admission.Bound{Count: new(2)}}
	sel := compile(t, admission.Policy{Capacity: 3, Shares: []admission.Share{sector}})
	top := topOf(t, sel, 3)
	as := people(200)
	for i := range as {
		as[i].Attributes = map[string]string{"sector": strings.Repeat(pick(newRandom(uint64(i)), "it", "ed"), 1+i%2*30)}
		top.Add(as[i])
	}
	assert.Len(t, top.Applicants(), 4*(3+1))
	assert.Equal(t, bare(choose(t, sel, as).Admitted), result(t, top))
}

func TestTopShards(t *testing.T) {
	t.Parallel()
	sel, _ := reference(t)
	r := newRandom(7)
	as := referencePool(r, 1000)
	want := ids(choose(t, sel, as).Admitted, placementID)
	for _, shards := range []int{1, 2, 3, 8, 17, 64} {
		tops := make([]*admission.Top, shards)
		for i := range tops {
			tops[i] = topOf(t, sel, 32)
		}
		for _, a := range r.shuffled(as) {
			tops[r.IntN(shards)].Add(a)
		}
		for _, other := range tops[1:] {
			require.NoError(t, tops[0].Merge(other))
		}
		assert.Equal(t, want, ids(result(t, tops[0]), placementID), "%d shards", shards)
	}
}

// referencePool returns eligible people of the reference course.
func referencePool(r random, n int) []admission.Applicant {
	var as []admission.Applicant
	for i := range n {
		a := qualified("p" + strconv.Itoa(i))
		a.Country, a.Gender = pick(r, "KE", "IN", "CH", "XK", "BR"), pick[admission.Gender](r, "woman", "man", "undisclosed")
		a.Reviews[0].Scores["questionnaire"], a.Reviews[0].Scores["letter"] = dec(strconv.Itoa(r.IntN(11))), dec(strconv.Itoa(r.IntN(11)))
		as = append(as, a)
	}
	return as
}

func TestTopRefuses(t *testing.T) {
	t.Parallel()
	sel, as, _ := twoSeats(t)
	_, err := sel.Top(0, "a\nb")
	assert.Equal(t, [][2]string{{"range", "n"}, {"seed", "seed"}}, codes(t, err))
	_, err = sel.Top(1_000_000+1, "")
	assert.Equal(t, [][2]string{{"range", "n"}}, codes(t, err))

	a, err := sel.Top(2, "")
	require.NoError(t, err)
	for _, x := range as {
		a.Add(x)
	}
	assert.Equal(t, []string{"a", "b"}, ids(result(t, a), placementID))
	for _, other := range []*admission.Top{topOf(t, sel, 2), topOf(t, compile(t, drawOnly), 2)} {
		assert.Equal(t, [][2]string{{"other-policy", ""}}, codes(t, a.Merge(other)))
	}
	assert.Equal(t, [][2]string{{"other-policy", ""}}, codes(t, a.Merge(nil)))
	assert.Equal(t, [][2]string{{"other-policy", ""}}, codes(t, (*admission.Top)(nil).Merge(a)))
	assert.Equal(t, [][2]string{{"other-policy", ""}}, codes(t, a.Merge(&admission.Top{})))
	assert.Empty(t, (*admission.Top)(nil).Applicants())
	three, err := sel.Top(3, "")
	require.NoError(t, err)
	assert.Error(t, a.Merge(three))

	_, err = sel.Top(1_000_000, "")
	assert.NoError(t, err)
}

// A tie at the cut needs a seed. A Top for two people finds a tie of the second person
// with the third, whatever the order of the people, and even if they come from two Tops
// that are merged. A tie further down needs no seed.
func TestTopTies(t *testing.T) {
	t.Parallel()
	sel, as, _ := twoSeats(t)
	of := func(people ...admission.Applicant) *admission.Top {
		top, err := sel.Top(2, "")
		require.NoError(t, err)
		for _, a := range people {
			top.Add(a)
		}
		return top
	}
	tie := as[1]
	tie.ID = "tie"
	for _, order := range [][]admission.Applicant{{as[0], as[1], tie}, {as[0], tie, as[1]}, {tie, as[1], as[0], as[2]}} {
		_, err := of(order...).Result()
		assert.Equal(t, [][2]string{{"seed-required", "seed"}}, codes(t, err))
		merged := of(order[:2]...)
		require.NoError(t, merged.Merge(of(order[2:]...)))
		_, err = merged.Result()
		assert.Equal(t, [][2]string{{"seed-required", "seed"}}, codes(t, err))
	}
	further := as[2]
	further.ID = "further"
	for _, order := range [][]admission.Applicant{{as[0], as[1], as[2], further}, {further, as[2], as[1], as[0]}} {
		top := of(order...)
		assert.Equal(t, []string{"a", "b"}, ids(result(t, top), placementID))
		assert.Len(t, top.Applicants(), 3)
		merged := of(order[:2]...)
		require.NoError(t, merged.Merge(of(order[2:]...)))
		assert.Equal(t, []string{"a", "b"}, ids(result(t, merged), placementID))
	}
}

// A Top keeps copies: it does not change when the caller changes an applicant that was
// added or returned.
func TestTopKeepsCopies(t *testing.T) {
	t.Parallel()
	sel, _ := reference(t)
	a := qualified("a")
	a.Attributes = map[string]string{"sector": "it"}
	top := topOf(t, sel, 2, a)
	want := reread(t, top.Applicants())
	spoil := func(a *admission.Applicant) {
		a.Degree.Level, *a.Degree.Relevant, *a.ExperienceMonths = "none", false, 99
		a.Languages["en"], a.Documents["cv"], a.Numbers["digital_services"], a.Attributes["sector"] = "basic", false, dec("9"), "x"
		a.Reviews[0].Scores["letter"] = dec("0")
		a.Reviews[0].Reviewer = "x"
	}
	spoil(&a)
	assert.Equal(t, want, reread(t, top.Applicants()))
	spoil(&top.Applicants()[0])
	assert.Equal(t, want, reread(t, top.Applicants()))

	// This applicant has hardly any fields to copy.
	bare := admission.Applicant{ID: "b", Country: "KE", Degree: &admission.Degree{}}
	assert.Equal(t, []admission.Applicant{bare}, topOf(t, compile(t, drawOnly), 2, bare).Applicants())
}

// If no two people tie, no lot is drawn, whatever the order of the people.
func TestTopDrawsNoLotsWithoutTies(t *testing.T) {
	t.Parallel()
	sel, _, _ := twoSeats(t)
	top, err := sel.Top(3, seed)
	require.NoError(t, err)
	top.WithoutLots()
	r := newRandom(8)
	for _, n := range r.Perm(1000) {
		top.Add(admission.Applicant{ID: strconv.Itoa(n), Country: "KE", Documents: map[string]bool{"cv": true},
			Reviews: []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{"a": dec(fmt.Sprintf("%d.%02d", n/100, n%100))}}}})
	}
	assert.Equal(t, []string{"999", "998", "997"}, ids(result(t, top), placementID))
	tie := admission.Applicant{ID: "tie", Country: "KE", Documents: map[string]bool{"cv": true},
		Reviews: []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{"a": dec("9.96")}}}}
	assert.Panics(t, func() { top.Add(tie) }, "at the cut")
}

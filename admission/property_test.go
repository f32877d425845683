package admission_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/require"
)

// The outcome of every applicant and the call order equal the results of the oracle, in
// any order of the input. Verify accepts the selection.
func TestSelectEqualsOracle(t *testing.T) {
	t.Parallel()
	for i := range rounds(120, 100_000) {
		r := newRandom(uint64(i))
		p := r.policy(i%2 == 1)
		as := r.pool(r.IntN(13))
		sel := compile(t, p)
		s := choose(t, sel, as)
		for _, a := range as {
			got, why := sel.Eligibility(a)
			require.Equal(t, outcome(p, a), got, "instance %d, %s", i, a.ID)
			full := sel.Assess(a)
			require.Equal(t, got, full.Eligibility)
			switch got {
			case admission.Ineligible:
				require.Equal(t, sel.Codes(why), full.Reasons)
			case admission.Incomplete:
				require.Equal(t, sel.Codes(why), full.Reasons)
			}
			for j, q := range p.Requirements {
				require.Equal(t, answer(p, q.Test, a), full.Findings[j].Verdict, "instance %d, %s", i, q.Code)
			}
		}
		merit := meritOrder(p, seed, as)
		require.Equal(t, ids(callOrder(p, merit), applicantID), called(s), "instance %d", i)
		require.Len(t, s.Admitted, min(len(merit), p.Capacity))

		again := choose(t, sel, r.shuffled(as))
		want, err := json.Marshal(s)
		require.NoError(t, err)
		got, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "instance %d: the order of the input matters", i)
		require.Empty(t, sel.Verify(admission.Intake{Applicants: as, Seed: seed}, s), "instance %d", i)
	}
}

// For each key and share, the audit reports the people who gained or lost a seat because
// of it. These are the differences from a selection under the policy without this key or
// share. Score keys are skipped, and so are keys to which another key refers in its field
// Within.
func TestEffectEqualsPolicyWithoutKey(t *testing.T) {
	t.Parallel()
	for i := range rounds(150, 50_000) {
		r := newRandom(uint64(i))
		p := r.policy(i%3 == 1)
		as := r.pool(r.IntN(13))
		s := choose(t, compile(t, p), as)
		for k := range p.Priority {
			if p.Priority[k].Key.Score != nil || slices.ContainsFunc(p.Priority, func(other admission.Priority) bool {
				return other.Key.Matching != nil && other.Key.Matching.Within == p.Priority[k].Code
			}) {
				continue
			}
			less := p
			less.Priority = slices.Delete(slices.Clone(p.Priority), k, k+1)
			without := ids(choose(t, compile(t, less), as).Admitted, placementID)
			requireDifference(t, ids(s.Admitted, placementID), without, s.Audit.Keys[k].Gained, s.Audit.Keys[k].Lost)
		}
		for f := range p.Shares {
			less := p
			less.Shares = slices.Delete(slices.Clone(p.Shares), f, f+1)
			without := ids(choose(t, compile(t, less), as).Admitted, placementID)
			requireDifference(t, ids(s.Admitted, placementID), without, s.Audit.Shares[f].Gained, s.Audit.Shares[f].Lost)
		}
	}
}

func requireDifference(t *testing.T, with, without, gained, lost []string) {
	t.Helper()
	minus := func(a, b []string) []string {
		out := slices.DeleteFunc(slices.Clone(a), func(id string) bool { return slices.Contains(b, id) })
		slices.Sort(out)
		return out
	}
	require.Equal(t, join(minus(with, without)), join(gained))
	require.Equal(t, join(minus(without, with)), join(lost))
}

// Removing a person who was not admitted and is in no group of a share changes nobody's
// seat.
func TestRemovalChangesNoSeat(t *testing.T) {
	t.Parallel()
	for i := range rounds(120, 100_000) {
		r := newRandom(uint64(i))
		p := r.policy(i%2 == 1)
		as := r.pool(2 + r.IntN(11))
		sel := compile(t, p)
		s := choose(t, sel, as)
		for _, out := range slices.Concat(s.Waitlist, s.Incomplete, s.Ineligible) {
			if len(out.Groups) > 0 {
				continue
			}
			rest := slices.DeleteFunc(slices.Clone(as), func(a admission.Applicant) bool { return a.ID == out.ID })
			require.Equal(t, ids(s.Admitted, placementID), ids(choose(t, sel, rest).Admitted, placementID), "instance %d without %s", i, out.ID)
		}
	}
}

// An applicant who discloses any fact never ranks lower than before.
func TestDisclosureNeverHurts(t *testing.T) {
	t.Parallel()
	for i := range rounds(150, 100_000) {
		r := newRandom(uint64(i))
		p := r.policy(i%2 == 1)
		as := r.pool(2 + r.IntN(11))
		sel := compile(t, p)
		before := called(choose(t, sel, as))
		who := r.IntN(len(as))
		rank := slices.Index(before, as[who].ID)
		for n, fact := range disclosures(as[who], r.plenty("donor")) {
			disclosed := slices.Clone(as)
			disclosed[who] = fact
			after := slices.Index(called(choose(t, sel, disclosed)), as[who].ID)
			if rank >= 0 && after >= 0 {
				require.LessOrEqual(t, after, rank, "instance %d: %s with fact %d", i, as[who].ID, n)
			}
			// A further answer can make an incomplete applicant eligible or ineligible.
			// It never changes the outcome of an applicant who is eligible or ineligible.
			old, _ := sel.Eligibility(as[who])
			now, _ := sel.Eligibility(disclosed[who])
			if old != admission.Incomplete {
				require.Equal(t, old, now)
			}
		}
	}
}

// disclosures returns copies of the applicant a. In each copy one more fact is stated:
// the gender, with each possible answer, or another fact, with the donor's answer.
func disclosures(a, donor admission.Applicant) []admission.Applicant {
	var all []admission.Applicant
	with := func(absent bool, state func(*admission.Applicant)) {
		if absent {
			disclosed := a
			state(&disclosed)
			all = append(all, disclosed)
		}
	}
	for _, g := range []admission.Gender{"woman", "man", "other"} {
		with(a.Gender == "" || a.Gender == "undisclosed", func(a *admission.Applicant) { a.Gender = g })
	}
	with(a.Role == "", func(a *admission.Applicant) { a.Role = donor.Role })
	with(a.Degree == nil, func(a *admission.Applicant) { a.Degree = donor.Degree })
	with(a.ExperienceMonths == nil, func(a *admission.Applicant) { a.ExperienceMonths = donor.ExperienceMonths })
	with(a.Languages == nil, func(a *admission.Applicant) { a.Languages = donor.Languages })
	with(a.Documents == nil, func(a *admission.Applicant) { a.Documents = donor.Documents })
	with(a.Numbers == nil, func(a *admission.Applicant) { a.Numbers = donor.Numbers })
	with(a.Attributes == nil, func(a *admission.Applicant) { a.Attributes = donor.Attributes })
	return all
}

// Among people in the same groups, those of better merit come first.
func TestNoEnvyAmongEquals(t *testing.T) {
	t.Parallel()
	for i := range rounds(120, 100_000) {
		r := newRandom(uint64(i))
		p := r.policy(i%2 == 1)
		s := choose(t, compile(t, p), r.pool(r.IntN(13)))
		order := slices.Concat(s.Admitted, s.Waitlist)
		for a := range order {
			for b := a + 1; b < len(order); b++ {
				if slices.Equal(order[a].Groups, order[b].Groups) {
					require.Less(t, order[a].Merit, order[b].Merit, "instance %d", i)
				}
			}
		}
	}
}

// A floor is a share with a minimum in percent, and its members are the people of its
// group. Merit is a person's place without the floors, and Rank the place with them. A
// person overtakes another person who has better merit but comes later in the call order.
// Call orders with one or two floors have five properties:
//   - P1: If too few of the first n people are members of the first floor, no later
//     person is a member of this floor.
//   - P2 to P4: A member of a floor is overtaken only by members of another floor.
//   - P5: Everybody who overtakes is a member of a floor.
func TestCallOrderProperties(t *testing.T) {
	t.Parallel()
	for i := range rounds(150, 100_000) {
		r := newRandom(uint64(i))
		p := r.policy(true)
		p.Shares = append(p.Shares, r.policy(true).Shares...)[:1+i%2]
		for f := range p.Shares {
			p.Shares[f].Code = "floor" + string(rune('0'+f))
		}
		s := choose(t, compile(t, p), r.pool(1+r.IntN(12)))
		order := slices.Concat(s.Admitted, s.Waitlist)
		member := func(n, f int) bool { return slices.Contains(sharesOf(order[n]), "floor"+string(rune('0'+f))) }
		count, q1 := int64(0), p.Shares[0].AtLeast.Percent
		for n := range order {
			if member(n, 0) {
				count++
			}
			left := slices.ContainsFunc(order[n+1:], func(x admission.Placement) bool { return inGroup(x, "floor0") })
			short := q1.Rat().Cmp(big.NewRat(count*100, int64(n+1))) > 0
			require.False(t, short && left, "P1: instance %d, place %d", i, n+1)
			for later := n + 1; later < len(order); later++ {
				if order[later].Merit > order[n].Merit {
					continue
				}
				// order[n] overtakes order[later], who has better merit.
				for f := range p.Shares {
					require.False(t, member(later, f) && !inOther(member, n, f, len(p.Shares)), "P2-P4: instance %d", i)
				}
				require.NotEmpty(t, order[n].Groups, "P5: instance %d", i)
			}
			switch len(p.Shares) {
			case 1: // members of the floor fall behind nobody, and the others only behind members
				requireBound(t, order[n], member(n, 0), true, p)
			case 2:
				requireBound(t, order[n], member(n, 0), member(n, 1), p)
			}
		}
	}
}

// inGroup reports whether a person is in a group of a share.
func inGroup(p admission.Placement, share string) bool { return slices.Contains(sharesOf(p), share) }

// inOther reports whether the person with index n is a member of any floor except the one
// with index f.
func inOther(member func(n, f int) bool, n, f, floors int) bool {
	for other := range floors {
		if other != f && member(n, other) {
			return true
		}
	}
	return false
}

// requireBound checks the place of a person of merit r under two floors. A member of both
// floors must get place r or a better one. A member of only one floor must get place
// r+1+r*q/(100-q) or a better one, where q is the percentage of the other floor. The
// parameters inFirst and inSecond say to which floors the person belongs.
func requireBound(t *testing.T, x admission.Placement, inFirst, inSecond bool, p admission.Policy) {
	t.Helper()
	rank, merit := big.NewRat(int64(x.Rank), 1), big.NewRat(int64(x.Merit), 1)
	bound := func(q exact.Decimal) *big.Rat {
		rest := new(big.Rat).Sub(big.NewRat(100, 1), q.Rat())
		if rest.Sign() == 0 {
			return nil
		}
		b := new(big.Rat).Mul(merit, q.Rat())
		return b.Quo(b, rest).Add(b, merit).Add(b, big.NewRat(1, 1))
	}
	var limit *big.Rat
	switch {
	case inFirst && inSecond:
		limit = merit
	case inSecond:
		limit = bound(p.Shares[0].AtLeast.Percent)
	case inFirst:
		limit = bound(p.Shares[1].AtLeast.Percent)
	}
	if limit != nil {
		require.LessOrEqual(t, rank.Cmp(limit), 0, "%s: place %d after %d", x.ID, x.Rank, x.Merit)
	}
}

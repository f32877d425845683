package admission_test

import (
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/stretchr/testify/require"
)

// bound returns a random bound: a count from 0 to 3, or one of several percentages.
func (r random) bound() *admission.Bound {
	if r.IntN(2) == 0 {
		return &admission.Bound{Count: new(r.IntN(4))}
	}
	return &admission.Bound{Percent: dec(pick(r, "0", "20", "33.333333333", "40", "50", "75", "100"))}
}

// shares returns one to three random shares that a policy accepts.
func (r random) shares(capacity int) []admission.Share {
	var all []admission.Share
	for len(all) < 1+r.IntN(3) {
		s := admission.Share{Code: "share" + string(rune('0'+len(all)))}
		switch r.IntN(5) {
		case 0:
			s.Of.Test = new(r.test(1))
		case 1:
			s.Of.Country = pick[admission.CountryOf](r, "served", "nationality")
		case 2:
			s.Of.Region = pick[admission.CountryOf](r, "served", "nationality")
		case 3:
			s.Of.Attribute = "sector"
		default:
			s.Of.Test = &admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}
		}
		if r.IntN(3) > 0 {
			s.AtLeast = r.bound()
		}
		if s.AtLeast == nil || r.IntN(3) == 0 {
			s.AtMost = r.bound()
		}
		if s.Of.Attribute != "" && r.IntN(2) == 0 {
			s.Groups = map[string]admission.Bounds{"it": {AtLeast: r.bound()}, "health": pick(r, admission.Bounds{AtMost: r.bound()}, admission.Bounds{AtLeast: r.bound()})}
			if r.IntN(2) == 0 {
				s.AtLeast, s.AtMost = nil, nil
			}
		}
		if r.IntN(3) == 0 {
			s.Else = "leave_open"
		}
		if r.IntN(8) == 0 { // a share that keeps seats open for more than one group
			s = admission.Share{Code: s.Code, Of: admission.ShareOf{Attribute: "sector"}, Else: "leave_open", Groups: map[string]admission.Bounds{
				"it": {AtLeast: r.bound()}, "health": {AtLeast: r.bound()}, "justice": {AtLeast: r.bound(), AtMost: pick(r, nil, r.bound())},
			}}
		}
		if r.IntN(4) == 0 { // counts far above the number of seats
			for _, b := range s.Groups {
				if b.AtLeast != nil && b.AtLeast.Count != nil {
					*b.AtLeast.Count *= 1 + r.IntN(12)
				}
			}
		}
		if (admission.Policy{Capacity: capacity, Shares: []admission.Share{s}}).Validate() == nil {
			all = append(all, s)
		}
	}
	return all
}

// sharePolicy returns a random policy with one to three shares and at most one
// requirement.
func (r random) sharePolicy() admission.Policy {
	p := r.policy(false)
	p.Capacity = 1 + r.IntN(7)
	p.Requirements = p.Requirements[:min(1, len(p.Requirements))]
	p.Shares = r.shares(p.Capacity)
	return p
}

// sharePool returns a pool in which people can also state nationalities and sectors.
func (r random) sharePool(n int) []admission.Applicant {
	as := r.pool(n)
	for i := range as {
		as[i].Countries.Nationality = pick(r, nil, []string{"KE"}, []string{"KE", "FR"}, []string{"IN"}, []string{"FR"}, []string{"TW"}, []string{"DE", "CH"})
		if r.IntN(2) == 0 {
			as[i].Attributes = map[string]string{"sector": pick(r, "it", "health", "justice")}
		}
	}
	return as
}

func eligible(sel *admission.Selector, as []admission.Applicant) []admission.Applicant {
	return slices.DeleteFunc(slices.Clone(as), func(a admission.Applicant) bool {
		e, _ := sel.Eligibility(a)
		return e != admission.Eligible
	})
}

// merits sorts people by merit. All of them must be eligible.
func merits(p admission.Policy, as []admission.Applicant) []admission.Applicant {
	sorted := slices.Clone(as)
	slices.SortFunc(sorted, func(a, b admission.Applicant) int {
		switch {
		case a.ID == b.ID:
			return 0
		case ahead(p, seed, a, b):
			return -1
		}
		return 1
	})
	return sorted
}

// Select gives the same seats, waitlist and reasons as the oracle (type hall), and the
// same values of Waits, Gained and Lost. Verify finds nothing.
func TestSharesEqualDefinition(t *testing.T) {
	t.Parallel()
	for i := range rounds(400, 100_000) {
		r := newRandom(uint64(i))
		p := r.sharePolicy()
		as := r.sharePool(r.IntN(13))
		sel := compile(t, p)
		in := admission.Intake{Applicants: as, Seed: seed}
		for _, a := range as {
			if r.IntN(10) == 0 && len(in.Rulings) < p.Capacity {
				in.Rulings = append(in.Rulings, admission.Ruling{ID: a.ID, Decision: pick(r, admission.Admit, admission.Admit, admission.Exclude), By: "x", Reason: "y"})
			}
		}
		s, err := sel.Select(in)
		require.NoError(t, err)
		h, merit := hallOf(sel, p, in)
		seated, queue, never := h.fill(merit)
		require.Equal(t, ids(slices.Concat(h.held, seated), applicantID), ids(s.Admitted, placementID), "instance %d", i)
		require.Equal(t, ids(slices.Concat(queue, never), applicantID), ids(s.Waitlist, placementID), "instance %d", i)
		end := h
		end.held, end.free = slices.Concat(h.held, seated, queue), 1000
		for n, x := range s.Waitlist {
			if require.Equal(t, n >= len(queue), len(x.Waits) > 0, "instance %d, %s", i, x.ID); n >= len(queue) {
				require.ElementsMatch(t, end.waits(never[n-len(queue)]), x.Waits, "instance %d, %s", i, x.ID)
			}
		}
		for n, share := range p.Shares {
			full := hall{p: p, seats: p.Capacity, held: slices.Concat(h.held, seated)}
			waiting := slices.Concat(queue, never)
			require.ElementsMatch(t, full.bounded(share, waiting), ids(s.Audit.Shares[n].Groups, func(g admission.GroupUse) string { return g.Group }))
			for _, use := range s.Audit.Shares[n].Groups {
				require.Equal(t, full.use(share, use.Group, waiting), use, "instance %d, %s", i, share.Code)
			}
		}
		require.Empty(t, sel.Verify(in, reread(t, s)), "instance %d", i)
		requireReasons(t, h, s, merit, i)
		requireWithout(t, p, in, s)
	}
}

// hallOf returns a hall in which the people admitted by ruling hold seats, and a list of
// the eligible people without a ruling, best merit first.
func hallOf(sel *admission.Selector, p admission.Policy, in admission.Intake) (hall, []admission.Applicant) {
	h := hall{p: p, seats: p.Capacity}
	var rest []admission.Applicant
	for _, a := range in.Applicants {
		i := slices.IndexFunc(in.Rulings, func(g admission.Ruling) bool { return g.ID == a.ID })
		switch {
		case i < 0:
			rest = append(rest, a)
		case in.Rulings[i].Decision == admission.Admit:
			h.held = append(h.held, a)
		}
	}
	slices.SortFunc(h.held, func(a, b admission.Applicant) int { return compareText(a.ID, b.ID) })
	return h, merits(p, eligible(sel, rest))
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// requireReasons checks why each person with a seat comes before the next person in the
// call order: the selection must give the same reason as the oracle.
func requireReasons(t *testing.T, h hall, s admission.Selection, merit []admission.Applicant, instance int) {
	t.Helper()
	by := map[string]admission.Applicant{}
	for _, a := range merit {
		by[a.ID] = a
	}
	order := slices.Concat(s.Admitted, s.Waitlist)
	for n := range s.Admitted {
		if s.Admitted[n].Ruling != nil {
			continue
		}
		if n+1 < len(order) {
			require.Equal(t, h.why(by[order[n].ID], by[order[n+1].ID]), order[n+1].DecidedBy, "instance %d, place %d", instance, n+1)
		}
		h.held = append(slices.Clone(h.held), by[order[n].ID])
	}
}

// requireWithout selects again, each time without one share or one ruling. It compares
// the people who have a seat in only one of the two selections with those that the audit
// names.
func requireWithout(t *testing.T, p admission.Policy, in admission.Intake, s admission.Selection) {
	t.Helper()
	admitted := ids(s.Admitted, placementID)
	for k := range p.Shares {
		less := p
		less.Shares = slices.Delete(slices.Clone(p.Shares), k, k+1)
		sel := compile(t, less)
		h, _ := hallOf(sel, less, in)
		// A person who is incomplete only because of share k gets no seat in the
		// selection without share k either. So the list of merit is computed with the
		// whole policy.
		whole := compile(t, p)
		_, merit := hallOf(whole, p, in)
		seated, _, _ := h.fill(merit)
		requireDifference(t, admitted, ids(slices.Concat(h.held, seated), applicantID), s.Audit.Shares[k].Gained, s.Audit.Shares[k].Lost)
	}
	sel := compile(t, p)
	for k, ruling := range s.Audit.Rulings {
		less := in
		less.Rulings = slices.DeleteFunc(slices.Clone(in.Rulings), func(g admission.Ruling) bool { return g.ID == ruling.ID })
		without, err := sel.Select(less)
		require.NoError(t, err)
		requireDifference(t, admitted, ids(without.Admitted, placementID), s.Audit.Rulings[k].Gained, s.Audit.Rulings[k].Lost)
	}
}

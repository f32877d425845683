package admission_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/require"
)

// byHand decides as people do without a library: yes or no, without reasons, and with an
// absent fact as a no. It cannot tell incomplete from ineligible.
func byHand(a *admission.Applicant) bool {
	switch a.Role {
	case "government_official", "policymaker", "public_sector_professional":
	default:
		return false
	}
	degree := a.Degree != nil && (a.Degree.Level == "undergraduate" || a.Degree.Level == "postgraduate") && a.Degree.Relevant != nil && *a.Degree.Relevant
	months := a.ExperienceMonths != nil && *a.ExperienceMonths >= 36
	services := a.Numbers["digital_services"]
	return (degree || months) &&
		services.Sign() > 0 && services.Exponent() == 0 &&
		a.Languages["en"].Compare("fluent") >= 0 &&
		a.Documents["questionnaire"] && a.Documents["cv"] &&
		(a.Documents["recommendation_letter"] || a.Documents["motivation_letter"])
}

func BenchmarkEligibility(b *testing.B) {
	sel, as := reference(b)
	b.Run("by-hand", func(b *testing.B) {
		b.ReportAllocs()
		yes, i := 0, 0
		for b.Loop() {
			if byHand(&as[i]) {
				yes++
			}
			if i++; i == len(as) {
				i = 0
			}
		}
	})
	b.Run("reasons", func(b *testing.B) {
		b.ReportAllocs()
		yes, i := 0, 0
		for b.Loop() {
			if e, _ := sel.Eligibility(as[i]); e == admission.Eligible {
				yes++
			}
			if i++; i == len(as) {
				i = 0
			}
		}
	})
	b.Run("assess", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			sel.Assess(as[i])
			if i++; i == len(as) {
				i = 0
			}
		}
	})
}

func TestEligibilityAllocatesNothing(t *testing.T) {
	sel, as := reference(t)
	for i := range as {
		require.Zero(t, testing.AllocsPerRun(10, func() { sel.Eligibility(as[i]) }), as[i].ID)
		findings := 0.0
		for _, f := range sel.Assess(as[i]).Findings {
			findings += float64(1 + len(f.Parts))
		}
		require.LessOrEqual(t, testing.AllocsPerRun(10, func() { sel.Assess(as[i]) }), findings, as[i].ID)
	}
}

// ranking returns n applicants, and a selector without requirements, for which all of
// them are eligible. The applicants share the facts of 500 people, so that a million fit
// into memory.
func ranking(b testing.TB, n int) (*admission.Selector, []admission.Applicant) {
	b.Helper()
	p := admission.Policy{Capacity: 32}
	var whole admission.Policy
	read(b, "policy.json", &whole)
	p.Priority = whole.Priority
	sel := compile(b, p)
	r := newRandom(3)
	few := referencePool(r, 500)
	as := make([]admission.Applicant, n)
	for i := range as {
		as[i] = few[r.IntN(len(few))]
		as[i].ID = "p" + strconv.Itoa(i)
	}
	return sel, as
}

func BenchmarkTop32(b *testing.B) {
	for _, n := range []int{1_000, 1_000_000} {
		sel, as := ranking(b, n)
		b.Run("top/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				topOf(b, sel, 32, as...)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/person")
		})
		b.Run("sort/"+strconv.Itoa(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sel.RankAll(as, seed)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/person")
		})
	}
}

func BenchmarkSelect(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		sel, as := ranking(b, n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				choose(b, sel, as)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/person")
		})
	}
}

// The first 32 people of the full order are the people that topOf returns, in the same
// order.
func TestTopEqualsSort(t *testing.T) {
	t.Parallel()
	sel, as := ranking(t, rounds(5_000, 1_000_000))
	want := sel.RankAll(as, seed)[:32]
	require.Equal(t, want, ids(result(t, topOf(t, sel, 32, slices.Clone(as)...)), placementID))
}

// motion returns a selector, a roster on which n people hold a seat and n wait, and for
// each person with a seat one event that answers the offer.
func motion(b testing.TB, n int) (*admission.Selector, admission.Roster, []admission.Event) {
	b.Helper()
	_, as := ranking(b, 2*n)
	var p admission.Policy
	read(b, "policy.json", &p)
	p.Requirements, p.Capacity = nil, n
	p.Shares = []admission.Share{floor("half", "50", admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}),
		{Code: "country", Of: admission.ShareOf{Country: "served"}, AtMost: &admission.Bound{Percent: dec("20")}}}
	sel := compile(b, p)
	in := admission.Intake{Applicants: as, Seed: seed}
	s, err := sel.Select(in)
	require.NoError(b, err)
	r, err := sel.Open(in, s, day(0))
	require.NoError(b, err)
	var events []admission.Event
	for i, id := range r.Seats() {
		answer := admission.StatusAccepted
		if i%4 == 0 {
			answer = admission.StatusDeclined
		}
		events = append(events, answered(1, id, answer))
	}
	return sel, r, events
}

func BenchmarkApply(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		sel, r, events := motion(b, n)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				_, _, err := sel.Apply(r, events...)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/answer")
		})
	}
}

// Late applications arrive after a selection that needed no seed. Each is checked for a
// tie with a person who waits, since a tie would need a seed.
func BenchmarkApplyLate(b *testing.B) {
	p := admission.Policy{Capacity: 10, Priority: []admission.Priority{{Code: "at", Key: admission.Key{Number: &admission.NumberKey{Name: "at", First: "lowest"}}}}}
	sel := compile(b, p)
	at := func(i int) admission.Applicant {
		return admission.Applicant{ID: "p" + strconv.Itoa(i), Numbers: map[string]exact.Decimal{"at": dec(strconv.Itoa(i))}}
	}
	for _, n := range []int{1_000, 10_000, 100_000} {
		var as []admission.Applicant
		var events []admission.Event
		for i := range n {
			as, events = append(as, at(i)), append(events, applied(1, at(n+i)))
		}
		s, err := sel.Select(admission.Intake{Applicants: as})
		require.NoError(b, err)
		r, err := sel.Open(admission.Intake{Applicants: as}, s, day(0))
		require.NoError(b, err)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				_, _, err := sel.Apply(r, events...)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/application")
		})
	}
}

// The shares give at most one seat to each household, and at least half of the seats to
// women. There are half as many households as people.
func BenchmarkHouseholds(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		_, as := ranking(b, n)
		for i := range as {
			as[i].Attributes = map[string]string{"household": strconv.Itoa(i / 2)}
		}
		p := admission.Policy{Capacity: n / 4, Shares: []admission.Share{
			{Code: "household", Of: admission.ShareOf{Attribute: "household"}, AtMost: &admission.Bound{Count: new(1)}},
			floor("half", "50", admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}),
		}}
		sel := compile(b, p)
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			for b.Loop() {
				choose(b, sel, as)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/person")
		})
	}
}

func BenchmarkExplain(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 50_000} {
		sel, r, _ := motion(b, n)
		b.Run(strconv.Itoa(2*n), func(b *testing.B) {
			for b.Loop() {
				_, err := sel.Explain(r)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(2*n), "ns/person")
		})
	}
}

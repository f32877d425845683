package admission_test

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// If a share has a maximum, each person must state the fact that the share uses.
// Otherwise the person is incomplete, and a finding names the fact. This holds for every
// kind of share. If a share has only a minimum, its fact need not be stated. A country
// need not have a status in a list.
func TestUnstatedFactOfAMost(t *testing.T) {
	t.Parallel()
	full := admission.Applicant{
		ID: "a", Country: "KE", Countries: admission.Countries{Nationality: []string{"KE"}, Residence: []string{"CH"}},
		Attributes: map[string]string{"sector": "health"}, Role: "official",
	}
	source := &rule.Source{Section: "seats", Item: 1}
	for _, c := range []struct {
		of      admission.ShareOf
		path    string
		without func(*admission.Applicant)
	}{
		{admission.ShareOf{Country: "served"}, "country", func(a *admission.Applicant) { a.Country = "" }},
		{admission.ShareOf{Region: "served"}, "country", func(a *admission.Applicant) { a.Country = "" }},
		{admission.ShareOf{Country: "nationality"}, "countries.nationality", func(a *admission.Applicant) { a.Countries.Nationality = nil }},
		{admission.ShareOf{Region: "nationality"}, "countries.nationality", func(a *admission.Applicant) { a.Countries.Nationality = []string{} }},
		{admission.ShareOf{Country: "residence"}, "countries.residence", func(a *admission.Applicant) { a.Countries.Residence = nil }},
		{admission.ShareOf{Region: "residence"}, "countries.residence", func(a *admission.Applicant) { a.Countries.Residence = nil }},
		{admission.ShareOf{Attribute: "sector"}, `attributes["sector"]`, func(a *admission.Applicant) { a.Attributes = nil }},
		{admission.ShareOf{Test: &admission.Test{Role: &admission.RoleTest{In: []string{"official"}}}}, "role", func(a *admission.Applicant) { a.Role = "" }},
		{admission.ShareOf{Test: &admission.Test{Country: &admission.CountryTest{Of: "nationality", In: []string{"KE"}}}}, "countries.nationality", func(a *admission.Applicant) { a.Countries.Nationality = nil }},
	} {
		one := &admission.Bound{Count: new(1)}
		capped := admission.Policy{Capacity: 3, Shares: []admission.Share{{Code: "cap", Of: c.of, AtMost: one, Source: source}}}
		minimum := admission.Policy{Capacity: 3, Shares: []admission.Share{{Code: "cap", Of: c.of, AtLeast: one}}}
		// Here two shares ask for the same fact, and only the second share has a maximum.
		both := admission.Policy{Capacity: 3, Shares: []admission.Share{minimum.Shares[0], capped.Shares[0]}}
		both.Shares[0].Code = "least"
		a := full
		a.Attributes = map[string]string{"sector": "health"}
		for _, p := range []admission.Policy{capped, minimum, both} {
			e, _ := compile(t, p).Eligibility(a)
			assert.Equal(t, admission.Eligible, e, c.path)
		}
		c.without(&a)
		for _, p := range []admission.Policy{capped, both} {
			assessed := compile(t, p).Assess(a)
			assert.Equal(t, admission.Incomplete, assessed.Eligibility, c.path)
			assert.Equal(t, []string{"cap"}, assessed.Reasons)
			require.Len(t, assessed.Findings, 1)
			f := assessed.Findings[0]
			assert.Equal(t, []any{"cap", c.path, rule.Unknown, "not stated", source}, []any{f.Code, f.Path, f.Verdict, f.Detail, f.Source})
		}
		e, _ := compile(t, minimum).Eligibility(a)
		assert.Equal(t, admission.Eligible, e, c.path)
	}
	// Taiwan is in no region and has no status: nothing that the person could state
	// would change that.
	developing := &admission.Test{Country: &admission.CountryTest{Status: "developing"}}
	for _, of := range []admission.ShareOf{{Region: "served"}, {Test: developing}, {Test: &admission.Test{Not: developing}}} {
		sel := compile(t, admission.Policy{Capacity: 1, Shares: []admission.Share{{Code: "cap", Of: of, AtMost: &admission.Bound{Count: new(1)}}}})
		e, _ := sel.Eligibility(admission.Applicant{ID: "a", Country: "TW"})
		assert.Equal(t, admission.Eligible, e)
	}
	// A value that an intake refuses counts as not stated.
	sel := compile(t, admission.Policy{Capacity: 1, Shares: []admission.Share{{Code: "cap", Of: admission.ShareOf{Attribute: "sector"}, AtMost: &admission.Bound{Count: new(1)}}}})
	for text, want := range map[string]admission.Eligibility{strings.Repeat("x", 256): admission.Eligible, strings.Repeat("x", 257): admission.Incomplete, "a\nb": admission.Incomplete} {
		e, _ := sel.Eligibility(admission.Applicant{ID: "a", Attributes: map[string]string{"sector": text}})
		assert.Equal(t, want, e, len(text))
	}
}

// The test of a share with a maximum can be unknown for a person. Such a person is
// incomplete exactly if the person would meet the test with some answers about the
// unstated facts. Each random test asks for each document at most once, and every
// combination of answers about the unstated documents is tried.
func TestUnstatedFactThatCanStillMatter(t *testing.T) {
	t.Parallel()
	open := 0
	for i := range rounds(300, 20_000) {
		r := newRandom(uint64(i))
		leaves := 0
		var tree func(depth int) admission.Test
		tree = func(depth int) admission.Test {
			kind := r.IntN(7)
			if depth == 0 || leaves >= 5 {
				kind = 0
			}
			parts := func() []admission.Test {
				list := []admission.Test{tree(depth - 1)}
				for range r.IntN(3) {
					list = append(list, tree(depth-1))
				}
				return list
			}
			switch kind {
			case 1, 2:
				return admission.Test{All: parts()}
			case 3:
				return admission.Test{Any: parts()}
			case 4:
				return admission.Test{Not: new(tree(depth - 1))}
			case 5:
				list := parts()
				return admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 1 + r.IntN(len(list)), Tests: list}}
			case 6:
				return admission.Test{Country: &admission.CountryTest{Status: "developing"}} // always unknown for Taiwan
			}
			leaves++
			return admission.Test{Document: &admission.DocumentTest{Name: strconv.Itoa(leaves)}}
		}
		test := tree(3)
		p := admission.Policy{Capacity: 1, Shares: []admission.Share{{Code: "cap", Of: admission.ShareOf{Test: &test}, AtMost: &admission.Bound{Count: new(1)}}}}
		sel := compile(t, p)
		a := admission.Applicant{ID: "a", Country: "TW", Documents: map[string]bool{}}
		var unstated []string
		for n := range leaves {
			name := strconv.Itoa(n + 1)
			switch r.IntN(3) {
			case 0:
				unstated = append(unstated, name)
			default:
				a.Documents[name] = r.IntN(2) == 0
			}
		}
		could := false
		for answers := range 1 << len(unstated) {
			b := a
			b.Documents = maps.Clone(a.Documents)
			for n, name := range unstated {
				b.Documents[name] = answers>>n&1 == 1
			}
			could = could || answer(p, test, b) == rule.Met
		}
		want := admission.Eligible
		if could && answer(p, test, a) == rule.Unknown {
			want = admission.Incomplete
			open++
		}
		e, _ := sel.Eligibility(a)
		require.Equal(t, want, e, "instance %d", i)
	}
	require.Positive(t, open)
}

// If an earlier share uses up a maximum, a later minimum may not be kept. Lint names an
// order that keeps both, and reports nothing for such an order.
func TestLintNamesABetterOrder(t *testing.T) {
	t.Parallel()
	one := &admission.Bound{Count: new(1)}
	of := func(code, value string) admission.Share {
		return admission.Share{Code: code, Of: admission.ShareOf{Test: &admission.Test{Attribute: &admission.AttributeTest{Name: code, Equals: value}}}}
	}
	x, y, z := of("x", "yes"), of("y", "yes"), of("z", "yes")
	x.AtLeast, z.AtMost = one, one
	// In the share y, only the group "yes" has a minimum. When Lint computes how tight y
	// is, it does not count the people of the group "no".
	y.Of = admission.ShareOf{Attribute: "y"}
	y.Groups = map[string]admission.Bounds{"yes": {AtLeast: one}, "no": {AtMost: &admission.Bound{Count: new(9)}}}
	person := func(id, rank string, in ...string) admission.Applicant {
		a := admission.Applicant{ID: id, Numbers: map[string]exact.Decimal{"rank": dec(rank)}, Attributes: map[string]string{"x": "no", "y": "no", "z": "no"}}
		for _, name := range in {
			a.Attributes[name] = "yes"
		}
		return a
	}
	in := admission.Intake{Applicants: []admission.Applicant{person("a", "1", "x", "z"), person("b", "2", "y", "z"), person("c", "3", "x")}}
	p := admission.Policy{Capacity: 2, Priority: []admission.Priority{{Code: "rank", Key: admission.Key{Number: &admission.NumberKey{Name: "rank", First: "lowest"}}}}}
	for _, c := range []struct {
		shares []admission.Share
		worse  bool
	}{
		{[]admission.Share{x, y, z}, true}, {[]admission.Share{z, x, y}, true}, {[]admission.Share{y, x, z}, false}, {[]admission.Share{y, z, x}, false},
	} {
		p.Shares = c.shares
		found, err := compile(t, p).Lint(in)
		require.NoError(t, err)
		if !c.worse {
			assert.Empty(t, found)
			continue
		}
		require.Len(t, found, 1)
		f := found[0]
		assert.Equal(t, [3]string{"share-order", "shares", "keeps 2 of 2 minima in place of 1"}, [3]string{f.Code, f.Path, f.Detail})
		assert.Equal(t, strings.Join(ids(c.shares, func(s admission.Share) string { return s.Code }), ", "), f.Have)
		assert.Equal(t, "y, x, z", f.Need, "the tightest share first, where no order keeps more")
	}
}

// The tightest share asks for the most seats per person, even if the number of seats
// times the number of people is beyond 32 bits.
func TestTightestShareOfManySeats(t *testing.T) {
	t.Parallel()
	share := func(code string) admission.Share {
		return admission.Share{Code: code, Of: admission.ShareOf{Attribute: code}, Groups: map[string]admission.Bounds{"yes": {AtLeast: &admission.Bound{Count: new(1_000_000)}}}}
	}
	s := compile(t, admission.Policy{Capacity: 1, Shares: []admission.Share{share("all"), share("half")}})
	var in admission.Intake
	for i := range 2200 {
		in.Applicants = append(in.Applicants, admission.Applicant{ID: strconv.Itoa(i), Attributes: map[string]string{"all": "yes", "half": []string{"no", "yes"}[i%2]}})
	}
	assert.Equal(t, []int{1, 0}, s.Tightest(in))
}

// Lint tries every order of up to 5 shares, if the number of people times the number of
// orders is at most 200,000. Beyond either limit it tries only one order, with the
// tightest share first. Here this is the order that the policy already has.
func TestLintTriesEveryOrderOfSmallIntakes(t *testing.T) {
	t.Parallel()
	one := &admission.Bound{Count: new(1)}
	rank := &admission.NumberTest{Name: "rank", AtLeast: dec("1")}
	p := admission.Policy{
		Capacity:     2,
		Requirements: []admission.Requirement{{Code: "ranked", Level: "required", Test: admission.Test{Number: rank}}},
		Priority:     []admission.Priority{{Code: "rank", Key: admission.Key{Number: &admission.NumberKey{Name: "rank", First: "lowest"}}}},
	}
	shares := []admission.Share{
		{Code: "tight", Of: admission.ShareOf{Test: &admission.Test{Document: &admission.DocumentTest{Name: "letter"}}}, AtLeast: one},
		{Code: "loose", Of: admission.ShareOf{Country: "nationality"}, Groups: map[string]admission.Bounds{"KE": {AtLeast: one}, "FR": {AtMost: one}}},
	}
	for i := range 4 {
		shares = append(shares, floor("idle"+strconv.Itoa(i), "0", admission.Test{Document: &admission.DocumentTest{Name: "none"}}))
	}
	var as []admission.Applicant
	for i, c := range []struct {
		letter bool
		of     []string
	}{{true, []string{"FR"}}, {false, []string{"KE", "FR"}}, {false, []string{"KE", "FR"}}, {false, []string{"KE", "FR"}}, {true, []string{"CH"}}} {
		as = append(as, admission.Applicant{
			ID: strconv.Itoa(i), Numbers: map[string]exact.Decimal{"rank": dec(strconv.Itoa(1 + i))},
			Documents: map[string]bool{"letter": c.letter}, Countries: admission.Countries{Nationality: c.of},
		})
	}
	ineligible := map[string]exact.Decimal{"rank": dec("0")}
	for len(as) < 100_001 {
		as = append(as, admission.Applicant{ID: strconv.Itoa(len(as)), Numbers: ineligible})
	}
	for _, c := range []struct {
		shares, people int
		found          bool
	}{{5, 5, true}, {6, 5, false}, {5, 1666, true}, {5, 1667, false}, {2, 100_000, true}, {2, 100_001, false}} {
		p.Shares = shares[:c.shares]
		found, err := compile(t, p).Lint(admission.Intake{Applicants: as[:c.people]})
		require.NoError(t, err)
		found = slices.DeleteFunc(found, func(f rule.Finding) bool { return f.Code != "share-order" })
		require.Equal(t, c.found, len(found) == 1, "%d shares, %d people", c.shares, c.people)
		if c.found {
			assert.True(t, strings.HasPrefix(found[0].Need, "loose, tight"), found[0].Need)
		}
	}
}

// A minimum is not kept if another share excludes the people of its group. Here the other
// share keeps seats open for a percentage.
func TestExcludedByAPercentage(t *testing.T) {
	t.Parallel()
	share := func(code string, least *admission.Bound) admission.Share {
		return admission.Share{Code: code, Of: admission.ShareOf{Test: &admission.Test{Document: &admission.DocumentTest{Name: code}}}, AtLeast: least}
	}
	first := share("partners", &admission.Bound{Percent: dec("75")})
	first.Else = "leave_open"
	sel := compile(t, admission.Policy{Capacity: 2, Shares: []admission.Share{first, share("students", &admission.Bound{Count: new(1)})}})
	s := choose(t, sel, []admission.Applicant{
		{ID: "a", Country: "KE", Documents: map[string]bool{"partners": true, "students": false}}, {ID: "b", Country: "KE", Documents: map[string]bool{"partners": false, "students": true}},
	})
	require.Equal(t, []string{"a"}, ids(s.Admitted, placementID))
	assert.Equal(t, []admission.ShareGroup{{Share: "partners", Group: "met"}}, s.Waitlist[0].Waits)
	assert.True(t, s.Audit.Shares[0].Kept)
	assert.Equal(t, []admission.GroupUse{{Group: "met", Need: new(1), Have: 0, Wait: 1, Why: "excluded"}}, s.Audit.Shares[1].Groups)
}

// Several causes that each made the difference are listed in one sentence.
func TestSentencesOfManyCauses(t *testing.T) {
	t.Parallel()
	sel, as := reference(t)
	s := choose(t, sel, as)
	id := s.Waitlist[0].ID
	for n, want := range []string{
		"On the waitlist, place 1. The last",
		"place 1. Without developing-country this person would have a seat. The last",
		"place 1. Without developing-country, or without women this person would have a seat. The last",
		"place 1. Without developing-country, without women, or without review this person would have a seat. The last",
	} {
		r := opened(t, sel, as, s)
		for k := range r.Audit.Keys {
			if r.Audit.Keys[k].Lost = nil; k < n {
				r.Audit.Keys[k].Lost = []string{id}
			}
		}
		some, err := sel.Explain(r, id)
		require.NoError(t, err)
		assert.Contains(t, some[0].Text, want)
	}
}

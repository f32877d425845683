package admission_test

import (
	"encoding/hex"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The audit of a selection, and the placement of each person in the call order, equal the
// results of the oracle.
func TestAuditEqualsOracle(t *testing.T) {
	t.Parallel()
	for i := range rounds(120, 50_000) {
		r := newRandom(uint64(i))
		p := r.policy(i%2 == 1)
		as := r.pool(r.IntN(13))
		s := choose(t, compile(t, p), as)
		merit := meritOrder(p, seed, as)
		order := callOrder(p, merit)
		seats := min(len(order), p.Capacity)

		want := admission.Counts{Applicants: len(as), Admitted: seats, Waitlisted: len(order) - seats}
		for _, a := range as {
			switch outcome(p, a) {
			case admission.Eligible:
				want.Eligible++
			case admission.Incomplete:
				want.Incomplete++
			default:
				want.Ineligible++
			}
		}
		require.Equal(t, want, s.Audit.Counts)
		requireKeyCounts(t, p, order, s.Audit.Keys)
		for f, floor := range p.Shares {
			use := s.Audit.Shares[f].Groups[0]
			require.Equal(t, memberCount(p, floor, order[:seats]), use.Have)
			require.Equal(t, memberCount(p, floor, order[seats:]), use.Wait)
		}
		requireLottery(t, p, merit, order, seats, s.Audit.Lottery)
		for n, placed := range slices.Concat(s.Admitted, s.Waitlist) {
			requirePlacement(t, p, merit, order, n, placed)
		}
	}
}

func requireKeyCounts(t *testing.T, p admission.Policy, order []admission.Applicant, effects []admission.KeyEffect) {
	t.Helper()
	for k, key := range p.Priority {
		met, unknown := 0, 0
		for _, a := range order {
			if key.Key.Number != nil {
				if _, stated := a.Numbers[key.Key.Number.Name]; stated {
					met++
				} else {
					unknown++
				}
				continue
			}
			if key.Key.Score != nil || key.Key.Matching.Within != "" && !meetsKey(p, key.Key.Matching.Within, a) {
				continue
			}
			switch answer(p, key.Key.Matching.Test, a) {
			case rule.Met:
				met++
			case rule.Unknown:
				unknown++
			}
		}
		require.Equal(t, [2]int{met, unknown}, [2]int{effects[k].Met, effects[k].Unknown}, key.Code)
		require.Equal(t, key.Code, effects[k].Code)
		require.False(t, effects[k].Undecided)
	}
}

func requireLottery(t *testing.T, p admission.Policy, merit, order []admission.Applicant, seats int, use admission.LotteryUse) {
	t.Helper()
	drawn := 0
	for _, a := range order {
		if len(tiedWith(p, order, a)) > 1 {
			drawn++
		}
	}
	require.Equal(t, drawn, use.Drawn)
	// Lots decide between two people who are equal in all keys if the person with the
	// better lot has a seat and the other person has none.
	before := func(a, b admission.Applicant) bool {
		at := func(x admission.Applicant) int {
			return slices.IndexFunc(merit, func(y admission.Applicant) bool { return x.ID == y.ID })
		}
		return at(a) < at(b)
	}
	in, out := map[string]bool{}, map[string]bool{}
	for _, a := range order[:seats] {
		for _, b := range order[seats:] {
			if versus(p, a, b) == 0 && before(a, b) {
				in[a.ID], out[b.ID] = true, true
			}
		}
	}
	tied := slices.Sorted(maps.Keys(in))
	tied = append(tied, slices.Sorted(maps.Keys(out))...)
	slices.Sort(tied)
	require.Equal(t, tied, use.Tied)
	require.Equal(t, len(in), use.Seats)
}

// tiedWith returns the sorted ids of a and of all people who are equal to a in all keys.
func tiedWith(p admission.Policy, order []admission.Applicant, a admission.Applicant) []string {
	var tied []string
	for _, b := range order {
		if versus(p, a, b) == 0 {
			tied = append(tied, b.ID)
		}
	}
	slices.Sort(tied)
	return tied
}

func requirePlacement(t *testing.T, p admission.Policy, merit, order []admission.Applicant, n int, placed admission.Placement) {
	t.Helper()
	a := order[n]
	is := func(b admission.Applicant) bool { return b.ID == a.ID }
	require.Equal(t, a.ID, placed.ID)
	require.Equal(t, n+1, placed.Rank)
	require.Equal(t, slices.IndexFunc(merit, is)+1, placed.Merit)
	require.Equal(t, admission.Eligible, placed.Eligibility)
	require.Empty(t, placed.Reasons)
	decided := ""
	if n > 0 {
		decided = hall{p: p, seats: p.Capacity, held: order[:n-1]}.why(order[n-1], a)
	}
	require.Equal(t, decided, placed.DecidedBy)
	hash := ""
	if len(tiedWith(p, order, a)) > 1 {
		hash = hex.EncodeToString(lot(seed, a.ID))
	}
	require.Equal(t, hash, placed.Lottery)
	var codes []string
	for _, f := range p.Shares {
		if answer(p, *f.Of.Test, a) == rule.Met {
			codes = append(codes, f.Code)
		}
	}
	require.Equal(t, codes, sharesOf(placed))
	passed := slices.ContainsFunc(order[n+1:], func(b admission.Applicant) bool {
		return slices.IndexFunc(merit, func(x admission.Applicant) bool { return x.ID == b.ID }) < placed.Merit-1
	})
	require.Equal(t, passed, len(placed.Shares) > 0)
	require.True(t, !slices.ContainsFunc(placed.Shares, func(code string) bool { return !slices.Contains(codes, code) }))
	open := 0
	for k, key := range p.Priority {
		value := placed.Keys[k].Value
		switch {
		case key.Key.Score != nil:
			require.Equal(t, review(*key.Key.Score, a).Cmp(rational(value)), 0)
		case key.Key.Number != nil:
			if number, stated := a.Numbers[key.Key.Number.Name]; stated {
				require.Zero(t, number.Rat().Cmp(rational(value)))
			} else {
				require.Equal(t, "unknown", value)
				open++
			}
		case key.Key.Matching.Within != "" && !meetsKey(p, key.Key.Matching.Within, a):
			require.Equal(t, "outside", value)
		default:
			require.Equal(t, answer(p, key.Key.Matching.Test, a).String(), value)
			if value == "unknown" {
				open++
			}
		}
	}
	extra := 0
	for _, f := range placed.Findings {
		if slices.ContainsFunc(p.Priority, func(k admission.Priority) bool { return k.Code == f.Code }) {
			require.Equal(t, rule.Unknown, f.Verdict)
			extra++
		}
	}
	require.Equal(t, open, extra, "a finding for each open key, and none else")
}

// Every finding says where the fact is, what was asked for and what was stated.
func TestFindingWords(t *testing.T) {
	t.Parallel()
	full := admission.Applicant{
		Country: "KE", Gender: "woman", Role: "official", ExperienceMonths: new(120),
		Languages: map[string]admission.LanguageLevel{"en": "basic"}, Documents: map[string]bool{"cv": true, "letter": false},
		Numbers: map[string]exact.Decimal{"n": dec("1.50"), "zero": dec("0")}, Attributes: map[string]string{"sector": "it"},
	}
	degree := func(d *admission.Degree) admission.Applicant { return admission.Applicant{Degree: d} }
	role := admission.Test{Role: &admission.RoleTest{In: []string{"official", "policymaker"}}}
	gender := admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman", "other"}}}
	developing := admission.Test{Country: &admission.CountryTest{Status: "developing"}}
	graduate := admission.Test{Degree: &admission.DegreeTest{AtLeast: "undergraduate", Relevant: true}}
	number := func(n admission.NumberTest) admission.Test { return admission.Test{Number: &n} }
	letter := func(name string) admission.Test {
		return admission.Test{Document: &admission.DocumentTest{Name: name}}
	}
	for _, c := range []struct {
		test                     admission.Test
		a                        admission.Applicant
		verdict                  rule.Verdict
		path, need, have, detail string
	}{
		{role, full, rule.Met, "role", "official, policymaker", "official", ""},
		{role, admission.Applicant{}, rule.Unknown, "role", "official, policymaker", "", "not stated"},
		{gender, full, rule.Met, "gender", "woman, other", "woman", ""},
		{gender, admission.Applicant{Gender: "undisclosed"}, rule.Unknown, "gender", "woman, other", "undisclosed", "not stated"},
		{developing, full, rule.Met, "country", "developing in unsd-2021-12", "KE", ""},
		{admission.Test{Country: &admission.CountryTest{List: "ldc", Status: "member", On: on("2024-10-30")}}, full, rule.NotMet, "country", "member in ldc on 2024-10-30", "KE", ""},
		{developing, admission.Applicant{Country: "TW"}, rule.Unknown, "country", "developing in unsd-2021-12", "TW", "no status in unsd-2021-12"},
		{admission.Test{Country: &admission.CountryTest{In: []string{"CH", "FR"}}}, full, rule.NotMet, "country", "CH, FR", "KE", ""},
		{graduate, degree(nil), rule.Unknown, "degree", "at least undergraduate, relevant", "", "not stated"},
		{graduate, degree(&admission.Degree{Relevant: new(true)}), rule.Unknown, "degree", "at least undergraduate, relevant", "relevant", "not stated"},
		{graduate, degree(&admission.Degree{Relevant: new(false)}), rule.NotMet, "degree", "at least undergraduate, relevant", "not relevant", ""},
		{graduate, degree(&admission.Degree{Level: "undergraduate"}), rule.Unknown, "degree", "at least undergraduate, relevant", "undergraduate", "not stated"},
		{graduate, degree(&admission.Degree{Level: "postgraduate", Relevant: new(true)}), rule.Met, "degree", "at least undergraduate, relevant", "postgraduate, relevant", ""},
		{graduate, degree(&admission.Degree{Level: "postgraduate", Relevant: new(false)}), rule.NotMet, "degree", "at least undergraduate, relevant", "postgraduate, not relevant", ""},
		{graduate, degree(&admission.Degree{Level: "none", Relevant: new(true)}), rule.NotMet, "degree", "at least undergraduate, relevant", "none", ""},
		{graduate, degree(&admission.Degree{Level: "doctorate"}), rule.Unknown, "degree", "at least undergraduate, relevant", "", "not stated"},
		{admission.Test{Degree: &admission.DegreeTest{AtLeast: "postgraduate"}}, degree(&admission.Degree{Level: "undergraduate"}), rule.NotMet, "degree", "at least postgraduate", "undergraduate", ""},
		{admission.Test{Degree: &admission.DegreeTest{Relevant: true}}, degree(&admission.Degree{Level: "undergraduate", Relevant: new(true)}), rule.Met, "degree", "relevant", "undergraduate, relevant", ""},
		{admission.Test{Experience: &admission.ExperienceTest{AtLeastMonths: 36}}, full, rule.Met, "experience_months", "at least 36", "120", ""},
		{admission.Test{Experience: &admission.ExperienceTest{AtLeastMonths: 36}}, admission.Applicant{}, rule.Unknown, "experience_months", "at least 36", "", "not stated"},
		{admission.Test{Language: &admission.LanguageTest{Tag: "en", AtLeast: "fluent"}}, full, rule.NotMet, `languages["en"]`, "at least fluent", "basic", ""},
		{letter("cv"), full, rule.Met, `documents["cv"]`, "true", "true", ""},
		{letter("letter"), full, rule.NotMet, `documents["letter"]`, "true", "false", ""},
		{letter("other"), full, rule.Unknown, `documents["other"]`, "true", "", "not stated"},
		{number(admission.NumberTest{Name: "n", AtLeast: dec("1")}), full, rule.Met, `numbers["n"]`, "at least 1", "1.50", ""},
		{number(admission.NumberTest{Name: "n", AtLeast: dec("1"), AtMost: dec("1.4")}), full, rule.NotMet, `numbers["n"]`, "at least 1, at most 1.4", "1.50", ""},
		{number(admission.NumberTest{Name: "zero", AtMost: dec("1.4")}), full, rule.Met, `numbers["zero"]`, "at most 1.4", "0", ""},
		{number(admission.NumberTest{Name: "m", AtMost: dec("2")}), full, rule.Unknown, `numbers["m"]`, "at most 2", "", "not stated"},
		{admission.Test{Attribute: &admission.AttributeTest{Name: "sector", Equals: "it"}}, full, rule.Met, `attributes["sector"]`, "it", "it", ""},
		{admission.Test{Attribute: &admission.AttributeTest{Name: "sector", In: []string{"a", "b"}}}, full, rule.NotMet, `attributes["sector"]`, "a, b", "it", ""},
	} {
		sel := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required", Test: c.test}}})
		assert.Equal(t, []rule.Finding{{Code: "q", Path: c.path, Verdict: c.verdict, Need: c.need, Have: c.have, Detail: c.detail}}, sel.Assess(c.a).Findings)
	}

	two := admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 2, Tests: []admission.Test{{Not: &role}, {All: []admission.Test{role}}, {Any: []admission.Test{gender}}}}}
	sel := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required", Test: two}}})
	leaf := rule.Finding{Code: "role", Path: "role", Verdict: rule.Met, Need: "official, policymaker", Have: "official"}
	assert.Equal(t, []rule.Finding{{Code: "q", Verdict: rule.Met, Need: "at least 2", Parts: []rule.Finding{
		{Code: "not", Verdict: rule.NotMet, Parts: []rule.Finding{leaf}},
		{Code: "all", Verdict: rule.Met, Parts: []rule.Finding{leaf}},
		{Code: "any", Verdict: rule.Met, Parts: []rule.Finding{{Code: "gender", Path: "gender", Verdict: rule.Met, Need: "woman, other", Have: "woman"}}},
	}}}, sel.Assess(full).Findings)
	assert.Nil(t, compile(t, admission.Policy{Capacity: 1}).Assess(full).Findings)
}

func TestReviewFinding(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 1}
	for _, parts := range [][]string{{"a", "b"}, {"c"}} {
		key := &admission.ScoreKey{Max: dec("10"), OverReviewers: "mean"}
		for _, name := range parts {
			key.Parts = append(key.Parts, admission.ScorePart{Name: name, Weight: dec("1")})
		}
		p.Priority = append(p.Priority, admission.Priority{Code: parts[0], Key: admission.Key{Score: key}})
	}
	p.Requirements = []admission.Requirement{
		{Code: "z", Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: "z"}}},
		{Code: "b", Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: "b"}}},
	}
	sel := compile(t, p)
	scores := func(names ...string) admission.Review {
		r := admission.Review{Reviewer: "r", Scores: map[string]exact.Decimal{}}
		for _, name := range names {
			r.Scores[name] = dec("1")
		}
		return r
	}
	a := sel.Assess(admission.Applicant{Reviews: []admission.Review{scores("a"), scores("b", "c")}})
	assert.Equal(t, []string{"b", "review-score", "z"}, a.Reasons, "sorted")
	assert.Equal(t, rule.Finding{Code: "review-score", Path: "reviews", Verdict: rule.Unknown, Need: "a, b; c", Have: "2", Detail: "no complete review"}, a.Findings[2])
	a = sel.Assess(admission.Applicant{Reviews: []admission.Review{scores("a", "b"), scores("c")}})
	assert.Equal(t, []string{"b", "z"}, a.Reasons, "each key has its review")
	assert.Equal(t, rule.Met, a.Findings[2].Verdict)
	a = sel.Assess(admission.Applicant{Documents: map[string]bool{"b": false, "z": false}})
	assert.Equal(t, []string{"b", "z"}, a.Reasons, "what is open is no reason once something is not met")
}

// The audit has one entry for each list and day that a test asks about. An entry has the
// overrides of the list. The entries are sorted by name and day.
func TestListsUsed(t *testing.T) {
	t.Parallel()
	status := func(list, status string, day civil.Date) admission.Test {
		return admission.Test{Country: &admission.CountryTest{List: list, Status: status, On: day}}
	}
	p := admission.Policy{
		Capacity: 1,
		Requirements: []admission.Requirement{{Code: "q", Level: "desired", Test: admission.Test{Any: []admission.Test{
			status("own", "x", civil.Date{}), status("ldc", "member", on("2024-12-13")), {Not: new(status("ldc", "other", on("2024-10-30")))}, status("ldc", "member", on("2024-12-13")),
			{Country: &admission.CountryTest{In: []string{"KE"}}}, status("own", "x", civil.Date{}), {AtLeastOf: &admission.AtLeastOfTest{Count: 1, Tests: []admission.Test{status("", "developed", civil.Date{})}}},
		}}}},
		Shares:    []admission.Share{floor("f", "1", status("unsd-2021-12", "developing", civil.Date{}))},
		Lists:     []admission.List{{Name: "unused", Source: "o", AsOf: on("2020-02-02"), Status: map[string]string{"KE": "x"}}, {Name: "own", Source: "ours", AsOf: on("2020-02-02"), Status: map[string]string{"KE": "x"}}},
		Overrides: []admission.Override{{List: "unsd-2021-12", Country: "XK", Status: "developing"}},
	}
	s, err := compile(t, p).Select(admission.Intake{})
	require.NoError(t, err)
	ldc, unsd := country.LDC, country.UNSD202112
	for i, use := range s.Audit.Lists {
		assert.NotEmpty(t, use.Digest)
		assert.Equal(t, map[string]string{}, use.Said, "nobody applied")
		if use.Name != "own" {
			assert.Equal(t, country.Edition, use.Edition)
		}
		s.Audit.Lists[i].Digest, s.Audit.Lists[i].Said, s.Audit.Lists[i].Edition = "", nil, ""
	}
	assert.Equal(t, []admission.ListUse{
		{Name: "ldc", Source: ldc.Source(), AsOf: ldc.AsOf(), On: on("2024-10-30")},
		{Name: "ldc", Source: ldc.Source(), AsOf: ldc.AsOf(), On: on("2024-12-13")},
		{Name: "own", Source: "ours", AsOf: on("2020-02-02")},
		{Name: "unsd-2021-12", Source: unsd.Source(), AsOf: unsd.AsOf(), Overrides: map[string]string{"XK": "developing"}},
	}, s.Audit.Lists)
}

// The audit has the statuses of exactly those countries that the tests ask about: the
// country served, nationalities or residences.
func TestListsSaidOfTheCountriesAsked(t *testing.T) {
	t.Parallel()
	a := admission.Applicant{ID: "a", Country: "KE", Countries: admission.Countries{Nationality: []string{"UG", "KE"}, Residence: []string{"CH"}}}
	for _, c := range []struct {
		of   []admission.CountryOf
		said map[string]string
	}{
		{[]admission.CountryOf{""}, map[string]string{"KE": "other"}},
		{[]admission.CountryOf{"nationality"}, map[string]string{"UG": "member", "KE": "other"}},
		{[]admission.CountryOf{"residence"}, map[string]string{"CH": "other"}},
		{[]admission.CountryOf{"residence", "nationality"}, map[string]string{"UG": "member", "KE": "other", "CH": "other"}},
		{[]admission.CountryOf{"served", "residence", ""}, map[string]string{"KE": "other", "CH": "other"}},
	} {
		var tests []admission.Test
		for _, of := range c.of {
			tests = append(tests, admission.Test{Country: &admission.CountryTest{Of: of, List: "ldc", Status: "member", On: on("2024-10-30")}})
		}
		p := admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "desired", Test: admission.Test{Any: tests}}}}
		s := choose(t, compile(t, p), []admission.Applicant{a})
		require.Len(t, s.Audit.Lists, 1, "one list, one day")
		assert.Equal(t, c.said, s.Audit.Lists[0].Said, "%v", c.of)
		assert.Nil(t, s.Audit.Lists[0].Scheduled)
	}
}

func rational(text string) *big.Rat {
	r, _ := new(big.Rat).SetString(text)
	return r
}

// With shares, leaving out a key can give a seat even to the last person by merit. Each
// nationality has at most one seat, and person c has the nationalities of both a and b.
// Without the key called "first", person c comes first and excludes a and b, so a seat is
// left for person r.
func TestEffectOfAKeyWithShares(t *testing.T) {
	t.Parallel()
	person := func(id, rank string, first bool, of ...string) admission.Applicant {
		a := queued(id, rank, "CH")
		a.Documents["a"], a.Countries.Nationality = first, of
		return a
	}
	p := inOrder(3, admission.Share{Code: "one", Of: admission.ShareOf{Country: "nationality"}, AtMost: &admission.Bound{Count: new(1)}})
	p.Priority = append([]admission.Priority{{Code: "first", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Document: &admission.DocumentTest{Name: "a"}}}}}}, p.Priority...)
	s := choose(t, compile(t, p), []admission.Applicant{
		person("c", "1", false, "KE", "FR"), person("a", "2", true, "KE"), person("b", "3", true, "FR"), person("d", "4", false, "CH"), person("r", "5", false, "IN"),
	})
	require.ElementsMatch(t, []string{"a", "b", "d"}, ids(s.Admitted, placementID))
	assert.Equal(t, admission.KeyEffect{Code: "first", Met: 2, Gained: []string{"a", "b"}, Lost: []string{"c", "r"}}, s.Audit.Keys[0])
}

// Without a seed, the effect of a key is undecided if two people tie when the key is left
// out. In the last case a ruling takes the only seat, so the key has no effect.
func TestEffectOfAKeyWithoutASeed(t *testing.T) {
	t.Parallel()
	p := inOrder(1)
	p.Priority = append(p.Priority, admission.Priority{Code: "then", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Document: &admission.DocumentTest{Name: "a"}}}}})
	as := []admission.Applicant{queued("x", "1", "CH", "a"), queued("y", "2", "CH", "a"), queued("z", "2", "CH")}
	s, err := compile(t, p).Select(admission.Intake{Applicants: as})
	require.NoError(t, err)
	assert.Equal(t, []admission.KeyEffect{
		{Code: "rank", Met: 3, Gained: []string{}, Lost: []string{}, Undecided: true},
		{Code: "then", Met: 2, Gained: []string{}, Lost: []string{}, Undecided: true},
	}, s.Audit.Keys)
	s, err = compile(t, p).Select(admission.Intake{Applicants: as[:2]})
	require.NoError(t, err)
	assert.Equal(t, []bool{true, false}, ids(s.Audit.Keys, func(k admission.KeyEffect) bool { return k.Undecided }))
	s, err = compile(t, p).Select(admission.Intake{Applicants: as, Seed: seed, Rulings: []admission.Ruling{{ID: "z", Decision: admission.Admit, By: "o", Reason: "r"}}})
	require.NoError(t, err)
	assert.Equal(t, admission.KeyEffect{Code: "then", Met: 2, Gained: []string{}, Lost: []string{}}, s.Audit.Keys[1])
}

// A test that asks for a number of reviews counts only complete reviews.
func TestIncompleteReviewsAreNotCounted(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 1, Priority: []admission.Priority{{Code: "review", Key: admission.Key{Score: &admission.ScoreKey{
		Parts: []admission.ScorePart{{Name: "s", Weight: dec("1")}, {Name: "t", Weight: dec("1")}}, Max: dec("10"), OverReviewers: "mean"}}}},
		Requirements: []admission.Requirement{{Code: "two", Level: "required", Test: admission.Test{Score: &admission.ScoreTest{Key: "review", Reviews: 2}}}}}
	a := scored("5", "6")
	a.Reviews[0].Scores["t"] = dec("1")
	assessed := compile(t, p).Assess(a)
	assert.Equal(t, admission.Incomplete, assessed.Eligibility)
	assert.Equal(t, "3, 1 complete review", assessed.Findings[0].Have)
	a.Reviews[1].Scores["t"] = dec("1")
	assert.Equal(t, admission.Eligible, compile(t, p).Assess(a).Eligibility)
}

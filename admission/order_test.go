package admission_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// drawOnly is a policy in which the lottery decides alone.
var drawOnly = admission.Policy{Capacity: 2}

func people(n int) []admission.Applicant {
	var as []admission.Applicant
	for i := range n {
		as = append(as, admission.Applicant{ID: "p" + strconv.Itoa(i), Country: "KE"})
	}
	return as
}

// Anybody can repeat the draw with the commands sha256sum and sort. The lot of an id is
// the hash of three lines: a version, the seed and the id.
func TestLotteryIsSHA256(t *testing.T) {
	t.Parallel()
	as := people(20)
	s := choose(t, compile(t, drawOnly), as)
	type line struct{ hash, id string }
	var lines []line
	for _, a := range as {
		sum := sha256.Sum256([]byte("cohort-lottery-v1\n" + seed + "\n" + a.ID))
		lines = append(lines, line{hex.EncodeToString(sum[:]), a.ID})
	}
	slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.hash, b.hash) })
	assert.Equal(t, ids(lines, func(l line) string { return l.id }), called(s))
	assert.Equal(t, lines[0].hash, s.Admitted[0].Lottery)
	assert.Equal(t, "", s.Admitted[0].DecidedBy)
	assert.Equal(t, "lottery", s.Admitted[1].DecidedBy)
	assert.Equal(t, 20, s.Audit.Lottery.Drawn)
	assert.Len(t, s.Audit.Lottery.Tied, 20)
	assert.Equal(t, 2, s.Audit.Lottery.Seats)

	other, err := compile(t, drawOnly).Select(admission.Intake{Applicants: as, Seed: "another"})
	require.NoError(t, err)
	assert.NotEqual(t, called(s), called(other))

	text, err := json.Marshal(choose(t, compile(t, admission.Policy{Capacity: 1, Shares: []admission.Share{floor("f", "1", admission.Test{Document: &admission.DocumentTest{Name: "cv"}})}}), nil))
	require.NoError(t, err)
	for _, list := range []string{"admitted", "waitlist", "incomplete", "ineligible", "gained", "lost"} {
		assert.Contains(t, string(text), `"`+list+`":[]`, "empty, not null")
	}
}

// The lot is the sha256sum of "cohort-lottery-v1\nseed\nid", without a line break at the
// end.
func TestLotteryVector(t *testing.T) {
	t.Parallel()
	s, err := compile(t, drawOnly).Select(admission.Intake{Seed: "seed", Applicants: []admission.Applicant{{ID: "id", Country: "KE"}, {ID: "other", Country: "KE"}}})
	require.NoError(t, err)
	for _, p := range s.Admitted {
		if p.ID == "id" {
			assert.Equal(t, "e2f306b9cd83cd0987b481dc997bcc55bd93240e686270375b761d19fff577f7", p.Lottery)
		}
	}
}

func TestSeedIsNeededWhereTwoTie(t *testing.T) {
	t.Parallel()
	sel, as, _ := twoSeats(t)
	s, err := sel.Select(admission.Intake{Applicants: as})
	require.NoError(t, err, "nobody ties")
	assert.Empty(t, s.Audit.Seed)
	for _, p := range s.Admitted {
		assert.Empty(t, p.Lottery)
	}
	assert.True(t, s.Audit.Keys[0].Undecided, "without the score everybody ties")

	// A tie far behind the cut needs a seed, too. No seed is needed if a ruling admits or
	// excludes one of the two people who tie: the person is then not in the order of
	// merit.
	tie := as[3]
	tie.ID = "tie"
	as = append(as, tie)
	_, err = sel.Select(admission.Intake{Applicants: as})
	assert.Equal(t, [][2]string{{"seed-required", "seed"}}, codes(t, err))
	_, err = sel.Select(admission.Intake{Applicants: as, Rulings: []admission.Ruling{{ID: "tie", Decision: admission.Exclude, By: "o", Reason: "r"}}})
	assert.NoError(t, err)
	_, err = sel.Select(admission.Intake{Applicants: as, Rulings: []admission.Ruling{{ID: "tie", Decision: admission.Admit, By: "o", Reason: "r"}}})
	assert.NoError(t, err)
}

func TestRulings(t *testing.T) {
	t.Parallel()
	sel, as, _ := twoSeats(t)
	s, err := sel.Select(admission.Intake{Applicants: as, Rulings: []admission.Ruling{
		{ID: "e", Decision: admission.Admit, By: "Organiser", Reason: "speaks"},
		{ID: "b", Decision: admission.Exclude, By: "Organiser", Reason: "withdrew by telephone"},
	}})
	require.NoError(t, err)
	assert.Equal(t, []string{"e", "a"}, ids(s.Admitted, placementID), "whatever the assessment, at the head")
	assert.Equal(t, admission.Incomplete, s.Admitted[0].Eligibility)
	assert.Equal(t, "Organiser", s.Admitted[0].Ruling.By)
	assert.Equal(t, "ruling", s.Admitted[1].DecidedBy)
	assert.Equal(t, []string{"c", "d"}, ids(s.Waitlist, placementID))
	assert.Equal(t, []string{"b"}, ids(s.Ineligible, placementID))
	assert.Equal(t, []string{"ruling"}, s.Ineligible[0].Reasons)
	assert.Equal(t, admission.Eligible, s.Ineligible[0].Eligibility, "the requirements say otherwise")
	assert.Equal(t, admission.Counts{Applicants: 5, Eligible: 4, Incomplete: 1, AdmittedByRuling: 1, ExcludedByRuling: 1, Admitted: 2, Waitlisted: 2}, s.Audit.Counts)
	assert.Equal(t, []string{"b", "e"}, ids(s.Audit.Rulings, func(g admission.RulingEffect) string { return g.ID }))

	// After a ruling excludes an applicant, the reasons still include the requirements
	// that are not met, but no longer the unknown ones.
	as[0].Documents = map[string]bool{"cv": false}
	s, err = sel.Select(admission.Intake{Applicants: as, Rulings: []admission.Ruling{
		{ID: "a", Decision: admission.Exclude, By: "o", Reason: "r"}, {ID: "e", Decision: admission.Exclude, By: "o", Reason: "r"},
	}})
	require.NoError(t, err)
	for i, want := range []struct {
		id          string
		eligibility admission.Eligibility
		reasons     []string
	}{{"a", admission.Ineligible, []string{"cv", "ruling"}}, {"e", admission.Incomplete, []string{"ruling"}}} {
		p := s.Ineligible[i]
		assert.Equal(t, want.id, p.ID)
		assert.Equal(t, want.eligibility, p.Eligibility)
		assert.Equal(t, want.reasons, p.Reasons)
		assert.Equal(t, rule.Finding{Code: "ruling", Verdict: rule.NotMet, Detail: "excluded by ruling"}, p.Findings[len(p.Findings)-1])
	}
	as[0].Documents = map[string]bool{"cv": true}

	var all []admission.Ruling
	for _, id := range []string{"a", "b", "c"} {
		all = append(all, admission.Ruling{ID: id, Decision: admission.Admit, By: "o", Reason: "r"})
	}
	_, err = sel.Select(admission.Intake{Applicants: as, Rulings: all})
	assert.Equal(t, [][2]string{{"capacity", "rulings"}}, codes(t, err))
	for i := range all {
		all[i].Decision = admission.Exclude
	}
	_, err = sel.Select(admission.Intake{Applicants: as, Rulings: all})
	require.NoError(t, err, "as many as there are people can be excluded")
	for i := range all {
		all[i].Decision = admission.Admit
	}
	s, err = sel.Select(admission.Intake{Applicants: as, Rulings: all[:2]})
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, ids(s.Admitted, placementID))
	assert.Equal(t, admission.Counts{Applicants: 5, Eligible: 4, Incomplete: 1, AdmittedByRuling: 2, Admitted: 2, Waitlisted: 2}, s.Audit.Counts)
	assert.Empty(t, s.Audit.Lottery.Tied)
	assert.Equal(t, []int{1, 2, 3, 4}, ids(slices.Concat(s.Admitted, s.Waitlist), func(p admission.Placement) int { return p.Rank }))
	assert.Equal(t, []int{0, 0, 1, 2}, ids(slices.Concat(s.Admitted, s.Waitlist), func(p admission.Placement) int { return p.Merit }))
	assert.Equal(t, []string{"", "ruling", "ruling", "score"}, ids(slices.Concat(s.Admitted, s.Waitlist), func(p admission.Placement) string { return p.DecidedBy }))
}

// Reasons are sorted by code: the code "ruling" stands before the code "z", although the
// ruling was added last.
func TestReasonsOfRulingsAreSorted(t *testing.T) {
	t.Parallel()
	sel := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{
		{Code: "z", Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: "z"}}},
	}})
	s, err := sel.Select(admission.Intake{
		Applicants: []admission.Applicant{{ID: "a", Country: "KE", Documents: map[string]bool{"z": false}}},
		Rulings:    []admission.Ruling{{ID: "a", Decision: admission.Exclude, By: "o", Reason: "r"}},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"ruling", "z"}, s.Ineligible[0].Reasons)
}

// The digests published before the seed is known depend neither on the seed nor on the
// order of applicants and reviews. The ids are hashed as sort and sha256sum would do it.
func TestDigests(t *testing.T) {
	t.Parallel()
	sel, as := reference(t)
	one := choose(t, sel, as)
	two, err := sel.Select(admission.Intake{Applicants: as, Seed: "drawn later"})
	require.NoError(t, err)
	assert.Equal(t, one.Audit.Digests, two.Audit.Digests)

	mixed := newRandom(1).shuffled(as)
	for i := range mixed {
		mixed[i].Reviews = slices.Clone(mixed[i].Reviews)
		slices.Reverse(mixed[i].Reviews)
	}
	before := reread(t, mixed)
	assert.Equal(t, one.Audit.Digests, choose(t, sel, mixed).Audit.Digests)
	assert.Equal(t, before, reread(t, mixed), "the intake is left as it is")

	order := called(one)
	slices.Sort(order)
	sum := sha256.Sum256([]byte(strings.Join(order, "\n") + "\n"))
	assert.Equal(t, hex.EncodeToString(sum[:]), one.Audit.Digests.Order)

	changed := slices.Clone(as)
	changed[0].Numbers = map[string]exact.Decimal{"digital_services": dec("7")}
	assert.NotEqual(t, one.Audit.Digests.Intake, choose(t, sel, changed).Audit.Digests.Intake)
	var p admission.Policy
	read(t, "policy.json", &p)
	p.Capacity++
	assert.NotEqual(t, one.Audit.Digests.Policy, choose(t, compile(t, p), as).Audit.Digests.Policy)

	commitment, err := sel.Commit(admission.Intake{Applicants: mixed})
	require.NoError(t, err, "no seed yet")
	assert.Equal(t, one.Audit.Digests, commitment)
	_, err = sel.Commit(admission.Intake{Applicants: []admission.Applicant{{}}})
	assert.Equal(t, [][2]string{{"required", "applicants[0].id"}, {"required", "applicants[0].country"}}, codes(t, err))
}

// The digests equal the hashes of canonical JSON that is written by hand here.
func TestDigestIsOfCanonicalJSON(t *testing.T) {
	t.Parallel()
	s, err := compile(t, admission.Policy{Capacity: 3, Requirements: []admission.Requirement{
		{Code: "a&b", Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: "cv"}}},
		{Code: "here", Level: "desired", Test: admission.Test{Country: &admission.CountryTest{Of: "served", In: []string{"KE", "CH"}}}},
		{Code: "rich", Level: "desired", Test: admission.Test{Not: &admission.Test{Country: &admission.CountryTest{Status: "developing"}}}},
	}}).Select(admission.Intake{})
	require.NoError(t, err)
	sum := sha256.Sum256([]byte(`{"capacity":3,"requirements":[{"code":"a&b","level":"required","test":{"document":{"name":"cv"}}},` +
		`{"code":"here","level":"desired","test":{"country":{"in":["CH","KE"]}}},` +
		`{"code":"rich","level":"desired","test":{"not":{"country":{"list":"unsd-2021-12","status":"developing"}}}}]}`))
	assert.Equal(t, hex.EncodeToString(sum[:]), s.Audit.Digests.Policy)
	sum = sha256.Sum256([]byte(`{"applicants":[],"rulings":[]}`))
	assert.Equal(t, hex.EncodeToString(sum[:]), s.Audit.Digests.Intake)

	s, err = compile(t, admission.Policy{Capacity: 3}).Select(admission.Intake{Seed: seed, Applicants: []admission.Applicant{
		{ID: "b", Country: "KE", ExperienceMonths: new(0), Reviews: []admission.Review{{Reviewer: "s"}, {Reviewer: "r", Scores: map[string]exact.Decimal{"x": dec("1.0")}}}},
		{ID: "a", Country: "CH", Documents: map[string]bool{"z": false, "y": true}},
	}, Rulings: []admission.Ruling{{ID: "b", Decision: admission.Exclude, By: "<o>", Reason: "r"}}})
	require.NoError(t, err)
	sum = sha256.Sum256([]byte(`{"applicants":[{"country":"CH","documents":{"y":true,"z":false},"id":"a"},` +
		`{"country":"KE","experience_months":0,"id":"b","reviews":[{"reviewer":"r","scores":{"x":"1"}},{"reviewer":"s"}]}],` +
		`"rulings":[{"by":"<o>","decision":"exclude","id":"b","reason":"r"}]}`))
	assert.Equal(t, hex.EncodeToString(sum[:]), s.Audit.Digests.Intake)
}

// Selections and the engine share nothing with the caller, and one engine serves any
// number of goroutines. The settings of package decimal do not change a selection.
func TestFrozenConcurrentAndExact(t *testing.T) {
	var p admission.Policy
	read(t, "policy.json", &p)
	p.Overrides = []admission.Override{{List: "unsd-2021-12", Country: "XK", Status: "developing"}}
	p.Requirements[0].Source = &rule.Source{Section: "entry", Item: 1}
	p.Priority[1].Source = &rule.Source{Section: "entry", Item: 5}
	sel := compile(t, p)
	_, as := reference(t)
	in := admission.Intake{Applicants: as, Seed: seed, Rulings: []admission.Ruling{{ID: "A005", Decision: admission.Admit, By: "o", Reason: "r"}}}
	first, err := sel.Select(in)
	require.NoError(t, err)
	want, err := json.Marshal(first)
	require.NoError(t, err)

	first.Audit.Lists[0].Overrides["XK"], first.Audit.Rulings[0].By, first.Admitted[0].Ruling.By = "x", "x", "x"
	for i := range first.Waitlist {
		for _, f := range first.Waitlist[i].Findings {
			if f.Source != nil {
				f.Source.Item = 99
			}
		}
		first.Waitlist[i].Findings[0].Code, first.Waitlist[i].Keys[0].Value = "x", "x"
	}
	p.Requirements[0].Source.Item, p.Priority[1].Source.Item = 98, 98
	p.Requirements[0].Test.Role.In[0], p.Priority[2].Key.Score.Parts[0].Name, p.Overrides[0].Status = "x", "x", "developed"

	precision, exponent, trim := decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros
	defer func() {
		decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros = precision, exponent, trim
	}()
	decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros = 0, true, true
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			s, err := sel.Select(in)
			if assert.NoError(t, err) {
				got, err := json.Marshal(s)
				assert.NoError(t, err)
				assert.True(t, bytes.Equal(want, got))
			}
		})
	}
	group.Wait()
}

// The levels are in ascending order, and several names of one level have the same effect.
// Any other word is refused, and the violation has its path.
func TestScalesAndNames(t *testing.T) {
	t.Parallel()
	levels := [][]admission.LanguageLevel{{"", "A1", "fluent "}, {"none"}, {"a1"}, {"basic", "a2"}, {"b1"}, {"intermediate", "b2"}, {"fluent", "c1"}, {"c2"}, {"native"}}
	degrees := []admission.DegreeLevel{"none", "undergraduate", "postgraduate"}
	test := func(least admission.LanguageLevel) *admission.Selector {
		return compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required",
			Test: admission.Test{Language: &admission.LanguageTest{Tag: "en", AtLeast: least}}}}})
	}
	speaks := func(level admission.LanguageLevel) admission.Applicant {
		return admission.Applicant{ID: "a", Languages: map[string]admission.LanguageLevel{"en": level}}
	}
	for i, own := range levels {
		for j, others := range levels {
			for _, level := range own {
				for _, other := range others {
					assert.Equal(t, cmp.Compare(i, j), level.Compare(other), "%s, %s", level, other)
					if j == 0 {
						continue
					}
					want := map[bool]admission.Eligibility{true: admission.Eligible, false: admission.Ineligible}[i >= j]
					if i == 0 {
						want = admission.Incomplete
					}
					assessed := test(other).Assess(speaks(level))
					assert.Equal(t, want, assessed.Eligibility, "%q for at least %s", level, other)
					assert.Equal(t, "at least "+string(others[0]), assessed.Findings[0].Need)
					if i > 0 {
						assert.Equal(t, string(own[0]), assessed.Findings[0].Have)
					}
				}
			}
		}
		for _, level := range own {
			checked := test("a1").ValidateApplicants([]admission.Applicant{speaks(level)})
			if i == 0 {
				assert.Equal(t, [][2]string{{"unknown-value", `[0].languages["en"]`}}, codes(t, checked))
			} else {
				require.NoError(t, checked)
				in, plain := admission.Intake{Applicants: []admission.Applicant{speaks(level)}}, admission.Intake{Applicants: []admission.Applicant{speaks(own[0])}}
				one, err := test(level).Commit(in)
				require.NoError(t, err)
				other, err := test(own[0]).Commit(plain)
				require.NoError(t, err)
				assert.Equal(t, one, other, "digests are of meaning")
			}
		}
	}
	for i, have := range degrees {
		for j, least := range degrees {
			sel := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required", Test: admission.Test{Degree: &admission.DegreeTest{AtLeast: least}}}}})
			e, _ := sel.Eligibility(admission.Applicant{ID: "a", Degree: &admission.Degree{Level: have}})
			assert.Equal(t, i >= j, e == admission.Eligible, "%s for at least %s", have, least)
			require.NoError(t, sel.ValidateApplicants([]admission.Applicant{{ID: "a", Degree: &admission.Degree{Level: have}}}))
			assert.Equal(t, [][2]string{{"unknown-value", "[0].degree.level"}}, codes(t, sel.ValidateApplicants([]admission.Applicant{{ID: "a", Degree: &admission.Degree{Level: have + "s"}}})))
		}
	}
}

// If the test of a share is unknown for a person, the placement has a finding with the
// source of the share.
func TestOpenFloorIsAFinding(t *testing.T) {
	t.Parallel()
	source := &rule.Source{Section: "priority", Item: 2}
	sel := compile(t, admission.Policy{Capacity: 1, Shares: []admission.Share{{Code: "women", AtLeast: &admission.Bound{Percent: dec("50")}, Source: source,
		Of: admission.ShareOf{Test: &admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}}}})
	person := func(id string, g admission.Gender) admission.Applicant {
		return admission.Applicant{ID: id, Country: "KE", Gender: g}
	}
	s, err := sel.Select(admission.Intake{Seed: seed, Applicants: []admission.Applicant{person("a", "woman"), person("b", ""), person("c", "man")}})
	require.NoError(t, err)
	for id, want := range map[string][]rule.Finding{
		"a": nil, "c": nil,
		"b": {{Code: "women", Path: "gender", Verdict: rule.Unknown, Need: "woman", Detail: "not stated", Source: source}},
	} {
		p := find(s, id)
		assert.Equal(t, want, p.Findings, id)
	}
}

// People admitted by ruling are sorted by id, whatever the order of applicants and
// rulings. The first person called after them has "ruling" in the field DecidedBy.
func TestRulingsComeByID(t *testing.T) {
	t.Parallel()
	sel := compile(t, admission.Policy{Capacity: 3})
	admit := func(id string) admission.Ruling {
		return admission.Ruling{ID: id, Decision: admission.Admit, By: "o", Reason: "r"}
	}
	s, err := sel.Select(admission.Intake{Applicants: []admission.Applicant{{ID: "c"}, {ID: "b"}, {ID: "a"}}, Rulings: []admission.Ruling{admit("c"), admit("a")}})
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "c", "b"}, ids(s.Admitted, placementID))
	assert.Equal(t, "ruling", s.Admitted[2].DecidedBy)
	s, err = sel.Select(admission.Intake{Applicants: []admission.Applicant{{ID: "a"}}, Rulings: []admission.Ruling{admit("a")}})
	require.NoError(t, err)
	assert.Equal(t, []string{""}, ids(s.Admitted, func(p admission.Placement) string { return p.DecidedBy }))
}

// The JSON of a placement leaves out what the policy does not have: keys, groups (for
// shares) and findings (for requirements). It has no hash of the lottery if the person
// ties with nobody.
func TestPlacementWithoutAnything(t *testing.T) {
	t.Parallel()
	s, err := compile(t, admission.Policy{Capacity: 1}).Select(admission.Intake{Applicants: []admission.Applicant{{ID: "a"}}})
	require.NoError(t, err)
	text, err := json.Marshal(s.Admitted)
	require.NoError(t, err)
	assert.Equal(t, `[{"id":"a","rank":1,"merit":1,"eligibility":"eligible"}]`, string(text))
}

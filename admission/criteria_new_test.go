package admission_test

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func scored(values ...string) admission.Applicant {
	a := admission.Applicant{ID: "a", Country: "KE"}
	for i, v := range values {
		a.Reviews = append(a.Reviews, admission.Review{Reviewer: string(rune('A' + i)), Scores: map[string]exact.Decimal{"s": dec(v)}})
	}
	return a
}

// Score tests have a minimum score, a minimum number of reviews, or both. A score equal
// to the minimum meets the test. Without enough complete reviews the test is unknown.
func TestScoreTest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		atLeast string
		reviews int
		values  []string
		want    rule.Verdict
		have    string
	}{
		{"60", 0, nil, rule.Unknown, "0 complete reviews"},
		{"60", 0, []string{"60"}, rule.Met, "60, 1 complete review"},
		{"60", 0, []string{"59.999"}, rule.NotMet, "59.999, 1 complete review"},
		{"60", 0, []string{"59", "60", "61"}, rule.Met, "60, 3 complete reviews"},
		{"60", 0, []string{"59", "60", "60"}, rule.NotMet, "179/3, 3 complete reviews"},
		{"", 1, []string{"1"}, rule.Met, "1, 1 complete review"},
		{"", 2, []string{"1"}, rule.Unknown, "1, 1 complete review"},
		{"", 2, []string{"1", "2"}, rule.Met, "1.5, 2 complete reviews"},
		{"60", 2, []string{"61"}, rule.Unknown, "61, 1 complete review"},
		{"60", 2, []string{"59"}, rule.Unknown, "59, 1 complete review"}, // another review can still raise the score
		{"60", 2, []string{"59", "60.999"}, rule.NotMet, "59.9995, 2 complete reviews"},
		{"60", 2, []string{"59", "61"}, rule.Met, "60, 2 complete reviews"},
	} {
		test := &admission.ScoreTest{Key: "review", Reviews: c.reviews}
		if c.atLeast != "" {
			test.AtLeast = dec(c.atLeast)
		}
		sel := compile(t, admission.Policy{
			Capacity:     1,
			Requirements: []admission.Requirement{{Code: "q", Level: "required", Test: admission.Test{Score: test}}},
			Priority:     []admission.Priority{{Code: "review", Key: admission.Key{Score: &admission.ScoreKey{Parts: []admission.ScorePart{{Name: "s", Weight: dec("1")}}, Max: dec("100"), OverReviewers: "mean"}}}},
		})
		a := sel.Assess(scored(c.values...))
		assert.Equal(t, c.want, a.Findings[0].Verdict, "%+v", c)
		assert.Equal(t, c.have, a.Findings[0].Have)
		need := map[string]string{"60 0": "at least 60", " 1": "1 complete review", " 2": "2 complete reviews", "60 2": "at least 60, 2 complete reviews"}
		assert.Equal(t, need[c.atLeast+" "+strconv.Itoa(c.reviews)], a.Findings[0].Need)
		assert.Equal(t, map[bool]string{true: "not enough complete reviews"}[c.want == rule.Unknown], a.Findings[0].Detail)
		assert.Equal(t, "reviews", a.Findings[0].Path)
		e, _ := sel.Eligibility(scored(c.values...))
		assert.Equal(t, a.Eligibility, e)
	}
}

// A score test reads the key that it names, even if the policy has other score keys.
func TestScoreTestReadsItsKey(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 1}
	for _, part := range []string{"s", "t"} {
		p.Priority = append(p.Priority, admission.Priority{Code: "by-" + part, Key: admission.Key{Score: &admission.ScoreKey{Parts: []admission.ScorePart{{Name: part, Weight: dec("1")}}, Max: dec("100"), OverReviewers: "mean"}}})
		p.Requirements = append(p.Requirements, admission.Requirement{Code: part, Level: "required", Test: admission.Test{Score: &admission.ScoreTest{Key: "by-" + part, AtLeast: dec("50")}}})
	}
	a := admission.Applicant{ID: "a", Reviews: []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{"s": dec("50"), "t": dec("49")}}}}
	findings := compile(t, p).Assess(a).Findings
	assert.Equal(t, []any{rule.Met, "50, 1 complete review", rule.NotMet, "49, 1 complete review"}, []any{findings[0].Verdict, findings[0].Have, findings[1].Verdict, findings[1].Have})
}

// Each number key ranks by its own number. Two people tie in the first number, and the
// second number decides.
func TestTwoNumberKeys(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 1}
	for _, name := range []string{"a", "b"} {
		p.Priority = append(p.Priority, admission.Priority{Code: name, Key: admission.Key{Number: &admission.NumberKey{Name: name, First: "lowest"}}})
	}
	person := func(id, a, b string) admission.Applicant {
		return admission.Applicant{ID: id, Numbers: map[string]exact.Decimal{"a": dec(a), "b": dec(b)}}
	}
	s := choose(t, compile(t, p), []admission.Applicant{person("x", "5", "9"), person("y", "5", "1"), person("z", "6", "0")})
	assert.Equal(t, []string{"y", "x", "z"}, called(s))
	assert.Equal(t, []admission.KeyValue{{Code: "a", Value: "5"}, {Code: "b", Value: "1"}}, s.Admitted[0].Keys)
	assert.Equal(t, "b", s.Waitlist[0].DecidedBy)
}

// A number key compares exact values, the lowest or the highest first as the key says.
// People who have not stated the number come last.
func TestNumberKey(t *testing.T) {
	t.Parallel()
	as := []admission.Applicant{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}, {ID: "e"}}
	for i, v := range []string{"2", "-1", "", "2.0000000000000000000001", "-1.0"} {
		if v != "" {
			as[i].Numbers = map[string]exact.Decimal{"at": dec(v)}
		}
	}
	for first, want := range map[string][]string{"lowest": {"a", "d", "c"}, "highest": {"d", "a"}} {
		p := admission.Policy{Capacity: 2, Priority: []admission.Priority{{Code: "registered", Key: admission.Key{Number: &admission.NumberKey{Name: "at", First: first}}}}}
		sel := compile(t, p)
		s := choose(t, sel, as)
		order := slices.DeleteFunc(called(s), func(id string) bool { return id == "b" || id == "e" })
		if first == "highest" {
			order = order[:2]
		}
		assert.Equal(t, want, order, first)
		assert.Equal(t, "c", called(s)[4])
		p4 := find(s, "c")
		assert.Equal(t, []admission.KeyValue{{Code: "registered", Value: "unknown"}}, p4.Keys)
		assert.Equal(t, rule.Finding{Code: "registered", Path: `numbers["at"]`, Verdict: rule.Unknown, Detail: "not stated"}, p4.Findings[0])
		b := find(s, "e")
		assert.Equal(t, "-1", b.Keys[0].Value, "in the shortest form")
		assert.NotEmpty(t, b.Lottery, "b and e tie")
		assert.Equal(t, admission.KeyEffect{Code: "registered", Met: 4, Unknown: 1, Gained: s.Audit.Keys[0].Gained, Lost: s.Audit.Keys[0].Lost}, s.Audit.Keys[0])
		assert.Empty(t, sel.Verify(admission.Intake{Applicants: as, Seed: seed}, reread(t, s)))
		best := topOf(t, sel, 2, as...)
		assert.Equal(t, called(s)[:2], ids(result(t, best), placementID))
		r := opened(t, sel, as, s)
		next, _, err := sel.Apply(r, applied(1, admission.Applicant{ID: "f", Numbers: map[string]exact.Decimal{"at": dec("1")}}))
		require.NoError(t, err)
		assert.Contains(t, waiters(next), "f")
	}
}

// A country test asks about the country served, the nationalities or the residences. If a
// person has several, one that meets the test is enough. If the person has stated none,
// the answer is unknown.
func TestNamedCountries(t *testing.T) {
	t.Parallel()
	of := func(of admission.CountryOf, in ...string) admission.Test {
		return admission.Test{Country: &admission.CountryTest{Of: of, In: in}}
	}
	status := func(of admission.CountryOf, status string) admission.Test {
		return admission.Test{Country: &admission.CountryTest{Of: of, Status: status}}
	}
	a := admission.Applicant{Country: "CH", Countries: admission.Countries{Nationality: []string{"KE", "FR"}, Residence: []string{"TW"}}}
	for _, c := range []struct {
		test admission.Test
		want rule.Verdict
		have string
		path string
	}{
		{of("", "CH"), rule.Met, "CH", "country"}, {of("served", "KE"), rule.NotMet, "CH", "country"},
		{of("nationality", "KE"), rule.Met, "FR, KE", "countries.nationality"}, {of("nationality", "CH", "DE"), rule.NotMet, "FR, KE", "countries.nationality"},
		{of("residence", "TW"), rule.Met, "TW", "countries.residence"},
		{status("nationality", "developing"), rule.Met, "FR, KE", "countries.nationality"},
		{status("nationality", "developed"), rule.Met, "FR, KE", "countries.nationality"},
		{status("residence", "developing"), rule.Unknown, "TW", "countries.residence"},
	} {
		sel := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required", Test: c.test}}})
		f := sel.Assess(a).Findings[0]
		assert.Equal(t, [3]string{c.want.String(), c.have, c.path}, [3]string{f.Verdict.String(), f.Have, f.Path}, "%+v", c.test.Country)
		f = sel.Assess(admission.Applicant{}).Findings[0]
		assert.Equal(t, rule.Unknown, f.Verdict)
		assert.Equal(t, "not stated", f.Detail)
	}
	f := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required", Test: status("residence", "developing")}}}).Assess(a).Findings[0]
	assert.Equal(t, "no status in unsd-2021-12", f.Detail)
}

// The country served is required only if a rule asks for it.
func TestCountryIsRequiredWhereARuleAsks(t *testing.T) {
	t.Parallel()
	in := &admission.CountryTest{In: []string{"KE"}}
	most := &admission.Bound{Count: new(1)}
	for _, c := range []struct {
		p    admission.Policy
		asks bool
	}{
		{admission.Policy{}, false},
		{admission.Policy{Requirements: []admission.Requirement{{Code: "q", Level: "desired", Test: admission.Test{Not: &admission.Test{Country: in}}}}}, true},
		{admission.Policy{Priority: []admission.Priority{{Code: "k", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Country: in}}}}}}, true},
		{admission.Policy{Priority: []admission.Priority{{Code: "k", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Country: &admission.CountryTest{Of: "residence", In: []string{"KE"}}}}}}}}, false},
		{admission.Policy{Shares: []admission.Share{{Code: "s", Of: admission.ShareOf{Country: "served"}, AtMost: most}}}, true},
		{admission.Policy{Shares: []admission.Share{{Code: "s", Of: admission.ShareOf{Region: "served"}, AtMost: most}}}, true},
		{admission.Policy{Shares: []admission.Share{{Code: "s", Of: admission.ShareOf{Country: "residence"}, AtMost: most}}}, false},
	} {
		c.p.Capacity = 1
		_, err := compile(t, c.p).ParseApplicants([]byte(`[{"id": "a"}]`))
		if c.asks {
			assert.Equal(t, [][2]string{{"required", "[0].country"}}, codes(t, err))
		} else {
			assert.NoError(t, err)
		}
	}
	_, err := compile(t, drawOnly).ParseApplicants([]byte(`[{"id": "a", "countries": {"nationality": ["KE", "ZZ", "KE"], "residence": ["ke"]}}]`))
	assert.Equal(t, [][2]string{{"unknown-country", "[0].countries.nationality[1]"}, {"duplicate-country", "[0].countries.nationality[2]"}, {"unknown-country", "[0].countries.residence[0]"}}, codes(t, err))
}

// A person who has not stated the fact that an at_most share asks for is incomplete. If a
// list gives no status to a person's country, this does not make the person incomplete,
// since applicants do not state the status.
func TestCappedFactsMustBeStated(t *testing.T) {
	t.Parallel()
	most, least := &admission.Bound{Count: new(1)}, &admission.Bound{Count: new(1)}
	list := admission.Test{Country: &admission.CountryTest{Status: "developing"}}
	woman := admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}
	kosovo := admission.Applicant{ID: "a", Country: "XK"}
	for _, c := range []struct {
		name string
		s    admission.Share
		a    admission.Applicant
		want admission.Eligibility
	}{
		{"nationality", admission.Share{Of: admission.ShareOf{Country: "nationality"}, AtMost: most}, kosovo, admission.Incomplete},
		{"nationality for a minimum", admission.Share{Of: admission.ShareOf{Country: "nationality"}, AtLeast: least}, kosovo, admission.Eligible},
		{"a named group", admission.Share{Of: admission.ShareOf{Country: "nationality"}, Groups: map[string]admission.Bounds{"KE": {AtMost: most}}}, kosovo, admission.Incomplete},
		{"attribute", admission.Share{Of: admission.ShareOf{Attribute: "age"}, AtMost: most}, kosovo, admission.Incomplete},
		{"region of no region", admission.Share{Of: admission.ShareOf{Region: "served"}, AtMost: most}, kosovo, admission.Eligible},
		{"list", admission.Share{Of: admission.ShareOf{Test: &list}, AtMost: most}, kosovo, admission.Eligible},
		{"gender", admission.Share{Of: admission.ShareOf{Test: &woman}, AtMost: most}, kosovo, admission.Incomplete},
		{"list and gender", admission.Share{Of: admission.ShareOf{Test: &admission.Test{All: []admission.Test{list, woman}}}, AtMost: most}, kosovo, admission.Eligible},
		{"list or gender", admission.Share{Of: admission.ShareOf{Test: &admission.Test{Any: []admission.Test{list, woman}}}, AtMost: most}, kosovo, admission.Incomplete},
		{"not the list, and gender", admission.Share{Of: admission.ShareOf{Test: &admission.Test{All: []admission.Test{{Not: &list}, woman}}}, AtMost: most}, kosovo, admission.Eligible},
		{"not both", admission.Share{Of: admission.ShareOf{Test: &admission.Test{Not: &admission.Test{All: []admission.Test{list, woman}}}}, AtMost: most}, kosovo, admission.Incomplete},
		{"one of two", admission.Share{Of: admission.ShareOf{Test: &admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 2, Tests: []admission.Test{list, woman, woman}}}}, AtMost: most}, kosovo, admission.Incomplete},
		{"all of three", admission.Share{Of: admission.ShareOf{Test: &admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 3, Tests: []admission.Test{list, woman, woman}}}}, AtMost: most}, kosovo, admission.Eligible},
	} {
		c.s.Code = "cap"
		sel := compile(t, admission.Policy{Capacity: 3, Shares: []admission.Share{c.s}})
		e, why := sel.Eligibility(c.a)
		assert.Equal(t, c.want, e, c.name)
		a := sel.Assess(c.a)
		assert.Equal(t, c.want, a.Eligibility, c.name)
		if c.want == admission.Incomplete {
			assert.Equal(t, []string{"cap"}, sel.Codes(why), c.name)
			assert.Equal(t, "cap", a.Findings[0].Code)
			assert.Equal(t, rule.Unknown, a.Findings[0].Verdict)
		}
	}
}

// The digest of a policy depends only on what the policy means. It does not change with
// defaults, titles and sources, nor with the way in which numbers and sets are written.
// It changes with every value that can change a decision.
func TestDigestIsOfMeaning(t *testing.T) {
	t.Parallel()
	policy := func(edits ...func(*admission.Policy)) string {
		var p admission.Policy
		read(t, "policy.json", &p)
		p.Shares = []admission.Share{
			floor("half", "40", admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman", "other"}}}),
			{Code: "age", Of: admission.ShareOf{Attribute: "age"}, Groups: map[string]admission.Bounds{"a": {AtLeast: &admission.Bound{Percent: dec("7.50")}, AtMost: &admission.Bound{Percent: dec("80")}}}, AtMost: &admission.Bound{Percent: dec("90")}},
		}
		p.Lists = []admission.List{
			{Name: "x", Source: "s", AsOf: on("2024-01-01"), Status: map[string]string{"KE": "a"}}, {Name: "y", Source: "s", AsOf: on("2024-01-01"), Status: map[string]string{"KE": "a"}},
		}
		p.Requirements = append(p.Requirements, admission.Requirement{Code: "n", Level: "desired", Test: admission.Test{Any: []admission.Test{
			{Number: &admission.NumberTest{Name: "n", AtLeast: dec("1.0"), AtMost: dec("100")}}, {Attribute: &admission.AttributeTest{Name: "x", In: []string{"b", "a"}}},
			{Score: &admission.ScoreTest{Key: "review", AtLeast: dec("1")}}, {Country: &admission.CountryTest{In: []string{"KE", "CH"}}}}}})
		p.Overrides = []admission.Override{{List: "unsd-2021-12", Country: "XK", Status: "developing", Reason: "r"}, {List: "unsd-2021-12", Country: "AQ", Status: "developed"}}
		for _, edit := range edits {
			edit(&p)
		}
		s, err := compile(t, p).Select(admission.Intake{})
		require.NoError(t, err)
		return s.Audit.Digests.Policy
	}
	any := func(p *admission.Policy) []admission.Test { return p.Requirements[len(p.Requirements)-1].Test.Any }
	for name, edit := range map[string]func(*admission.Policy){
		"percent": func(p *admission.Policy) { p.Shares[0].AtLeast.Percent = dec("40.000") },
		"group":   func(p *admission.Policy) { p.Shares[1].Groups["a"].AtLeast.Percent = dec("7.5") },
		"mosts": func(p *admission.Policy) {
			p.Shares[1].Groups["a"].AtMost.Percent, p.Shares[1].AtMost.Percent = dec("80.0"), dec("90.0")
		},
		"lists":   func(p *admission.Policy) { slices.Reverse(p.Lists) },
		"genders": func(p *admission.Policy) { slices.Reverse(p.Shares[0].Of.Test.Gender.In) },
		"roles":   func(p *admission.Policy) { slices.Reverse(p.Requirements[0].Test.Role.In) },
		"title": func(p *admission.Policy) {
			p.Requirements[0].Title, p.Priority[0].Title, p.Shares[0].Title = "x", "y", "z"
		},
		"source": func(p *admission.Policy) {
			p.Requirements[0].Source, p.Shares[0].Source = &rule.Source{Section: "s"}, &rule.Source{Section: "s"}
		},
		"number":     func(p *admission.Policy) { any(p)[0].Number.AtLeast, any(p)[0].Number.AtMost = dec("1"), dec("100.0") },
		"attributes": func(p *admission.Policy) { slices.Reverse(any(p)[1].Attribute.In) },
		"score":      func(p *admission.Policy) { any(p)[2].Score.AtLeast = dec("1.00") },
		"countries":  func(p *admission.Policy) { slices.Reverse(any(p)[3].Country.In); any(p)[3].Country.Of = "served" },
		"list":       func(p *admission.Policy) { p.Priority[0].Key.Matching.Test.Country.List = "" },
		"weights": func(p *admission.Policy) {
			k := p.Priority[2].Key.Score
			k.Max, k.Parts[0].Weight = dec("10.0"), exact.Decimal{Decimal: k.Parts[0].Weight.Add(dec("0.00").Decimal)}
			slices.Reverse(k.Parts)
		},
		"overrides": func(p *admission.Policy) { slices.Reverse(p.Overrides); p.Overrides[0].Reason = "another" },
		"format":    func(p *admission.Policy) { p.Format = 1 },
	} {
		assert.Equal(t, policy(), policy(edit), name)
	}
	for name, edit := range map[string]func(*admission.Policy){
		"percent":  func(p *admission.Policy) { p.Shares[0].AtLeast.Percent = dec("40.001") },
		"order":    func(p *admission.Policy) { slices.Reverse(p.Shares) },
		"override": func(p *admission.Policy) { p.Overrides[0].Status = "developed" },
		"of":       func(p *admission.Policy) { any(p)[3].Country.Of = "residence" },
		"level":    func(p *admission.Policy) { p.Requirements[0].Level = "desired" },
	} {
		assert.NotEqual(t, policy(), policy(edit), name)
	}
	intake := func(a admission.Applicant) string {
		s, err := compile(t, drawOnly).Select(admission.Intake{Seed: seed, Applicants: []admission.Applicant{a}})
		require.NoError(t, err)
		return s.Audit.Digests.Intake
	}
	assert.Equal(t, intake(admission.Applicant{ID: "a", Gender: "undisclosed", Degree: &admission.Degree{}, Numbers: map[string]exact.Decimal{"n": dec("-40.0"), "m": dec("0.050"), "o": dec("-0.0")}, Countries: admission.Countries{Residence: []string{"KE", "CH"}}}),
		intake(admission.Applicant{ID: "a", Numbers: map[string]exact.Decimal{"n": dec("-40"), "m": dec("0.05"), "o": dec("0")}, Countries: admission.Countries{Residence: []string{"CH", "KE"}}}))
}

// The canonical JSON of an applicant equals what encoding/json would write with sorted
// keys.
func TestApplicantsAreCanonicalJSON(t *testing.T) {
	t.Parallel()
	for i := range rounds(200, 20_000) {
		r := newRandom(uint64(i))
		a := r.sharePool(1)[0]
		a.TimeZone = pick(r, "", `"quoted" \ back`, "Zürich")
		for at := range r.IntN(4) {
			start := time.Date(2025, 3, 3+at, r.IntN(20), r.IntN(60), 0, r.IntN(2)*r.IntN(1e9), time.UTC)
			a.Available = append(a.Available, civil.Interval{Start: start, End: start.Add(time.Hour)})
		}
		if a.Gender == "undisclosed" {
			a.Gender = ""
		}
		if a.Degree != nil && a.Degree.Level == "" && a.Degree.Relevant == nil {
			a.Degree = nil
		}
		for n := range a.Reviews {
			if len(a.Reviews[n].Scores) == 0 {
				a.Reviews[n].Scores = nil
			}
		}
		slices.SortFunc(a.Reviews, func(x, y admission.Review) int { return compareText(x.Reviewer, y.Reviewer) })
		slices.Sort(a.Countries.Nationality)
		stated := maps.Clone(a.Languages)
		for tag, level := range a.Languages {
			a.Languages[tag] = cmp.Or(map[admission.LanguageLevel]admission.LanguageLevel{"a2": "basic", "b2": "intermediate", "c1": "fluent"}[level], level)
		}
		text, err := json.Marshal(a)
		a.Languages = stated
		require.NoError(t, err)
		var tree any
		require.NoError(t, json.Unmarshal(text, &tree))
		want, err := json.Marshal(tree)
		require.NoError(t, err)
		receipts, err := compile(t, drawOnly).Receipts(admission.Intake{Applicants: []admission.Applicant{a}, Closed: drawn(nil, "").Closed})
		require.NoError(t, err)
		require.Equal(t, sum("cohort-receipt-v1\n"+receipts[0].Salt+"\n"+string(want)), receipts[0].Digest, "%s", want)
	}
}

// The digest covers the instants in an applicant's times. Neither the time zone nor the
// order of the times changes the digest. An empty list of times and no list have
// different digests.
func TestDigestOfTimes(t *testing.T) {
	t.Parallel()
	digest := func(all []civil.Interval) string {
		s, err := compile(t, drawOnly).Select(admission.Intake{Seed: seed, Applicants: []admission.Applicant{{ID: "a", Available: all}}})
		require.NoError(t, err)
		return s.Audit.Digests.Intake
	}
	start := time.Date(2025, 3, 3, 6, 0, 0, 0, time.UTC)
	one, two := civil.Interval{Start: start, End: start.Add(time.Hour)}, civil.Interval{Start: start, End: start.Add(2 * time.Hour)}
	east := time.FixedZone("", 3*3600)
	assert.Equal(t, digest([]civil.Interval{one, two}), digest([]civil.Interval{two, {Start: one.Start.In(east), End: one.End.In(east)}}))
	assert.NotEqual(t, digest([]civil.Interval{one}), digest([]civil.Interval{two}))
	assert.NotEqual(t, digest(nil), digest([]civil.Interval{}))
}

// Mistakes in the times of an applicant are reported with their paths.
func TestTimesOfAnApplicant(t *testing.T) {
	t.Parallel()
	start := time.Date(2025, 3, 3, 6, 0, 0, 0, time.UTC)
	_, err := compile(t, drawOnly).Select(admission.Intake{Seed: seed, Applicants: []admission.Applicant{{ID: "a", Available: []civil.Interval{{Start: start, End: start}, {End: start}}}}})
	assert.Equal(t, [][2]string{{"interval", "applicants[0].available[0]"}, {"required", "applicants[0].available[1].start"}}, codes(t, err))
}

// A country test can ask about a day after the end of a list only if the field Beyond of
// the test is "as_known". The audit records this value.
func TestBeyondTheEndOfAList(t *testing.T) {
	t.Parallel()
	test := &admission.CountryTest{List: "ldc", Status: "member", On: on("2026-11-25")}
	p := admission.Policy{Capacity: 5, Priority: []admission.Priority{{Code: "ldc", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Country: test}}}}}}
	assert.Equal(t, [][2]string{{"date-range", "priority[0].key.matching.test.country.on"}}, codes(t, p.Validate()))
	assert.Contains(t, p.Validate().Error(), "from 1971-01-01 to 2025-12-31; for a later day state beyond: as_known")
	test.Beyond = "as_known"
	s := choose(t, compile(t, p), []admission.Applicant{{ID: "a", Country: "AF"}, {ID: "b", Country: "LA"}, {ID: "c", Country: "BD"}, {ID: "d", Country: "KE"}})
	values := map[string]string{}
	for _, x := range s.Admitted {
		values[x.ID] = x.Keys[0].Value
	}
	assert.Equal(t, map[string]string{"a": "met", "b": "not_met", "c": "unknown", "d": "not_met"}, values)
	use := s.Audit.Lists[0]
	assert.Equal(t, "as_known", use.Beyond)
	assert.Equal(t, map[string]string{"AF": "member", "LA": "other", "BD": "", "KE": "other"}, use.Said)
	require.Len(t, use.Scheduled, 3)
	assert.Equal(t, on("2026-11-24"), use.Scheduled["LA"])
	assert.Equal(t, sum(`{"AF":"member","BD":"","KE":"other","LA":"other"}`), use.Digest)
	for day, scheduled := range map[string]int{"2025-12-31": 0, "2026-01-01": 0, "2026-11-23": 0, "2026-11-24": 3} {
		test.On = on(day)
		s = choose(t, compile(t, p), []admission.Applicant{{ID: "a", Country: "LA"}})
		assert.Len(t, s.Audit.Lists[0].Scheduled, scheduled, day)
		assert.Equal(t, map[bool]string{true: "other", false: "member"}[scheduled > 0], s.Audit.Lists[0].Said["LA"], day)
	}
	test.Beyond = "forever"
	assert.Equal(t, [][2]string{{"unknown-value", "priority[0].key.matching.test.country.beyond"}}, codes(t, p.Validate()))
	test.Beyond, test.List, test.Status = "as_known", "", "developing"
	assert.Equal(t, [][2]string{{"not-dated", "priority[0].key.matching.test.country.on"}, {"not-dated", "priority[0].key.matching.test.country.beyond"}}, codes(t, p.Validate()))
}

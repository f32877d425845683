package admission_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/require"
)

// The oracle follows the rules of the package documentation literally, one person and one
// place at a time. It uses the types of package admission, and none of the package's
// functions.

// rounds returns how many random instances a test tries: few in every run, many with
// COHORT_LONG=1.
func rounds(few, many int) int {
	if os.Getenv("COHORT_LONG") == "1" {
		return many
	}
	return few
}

func answer(p admission.Policy, t admission.Test, a admission.Applicant) rule.Verdict {
	each := func(tests []admission.Test) (all []rule.Verdict) {
		for _, inner := range tests {
			all = append(all, answer(p, inner, a))
		}
		return all
	}
	known := func(is, yes bool) rule.Verdict {
		if !is {
			return rule.Unknown
		}
		return rule.Of(yes)
	}
	switch {
	case t.Role != nil:
		return known(a.Role != "", slices.Contains(t.Role.In, a.Role))
	case t.Gender != nil:
		return known(a.Gender != "" && a.Gender != "undisclosed", slices.Contains(t.Gender.In, a.Gender))
	case t.Country != nil && t.Country.In != nil:
		return known(true, slices.Contains(t.Country.In, a.Country))
	case t.Country != nil:
		status := statusOf(p, *t.Country, a.Country)
		return known(status != "", status == t.Country.Status)
	case t.Degree != nil:
		return answerDegree(*t.Degree, a.Degree)
	case t.Experience != nil:
		return known(a.ExperienceMonths != nil, a.ExperienceMonths != nil && *a.ExperienceMonths >= t.Experience.AtLeastMonths)
	case t.Language != nil:
		level, stated := a.Languages[t.Language.Tag]
		return known(stated, heights[string(level)] >= heights[string(t.Language.AtLeast)])
	case t.Document != nil:
		handedIn, stated := a.Documents[t.Document.Name]
		return known(stated, handedIn)
	case t.Number != nil:
		d, stated := a.Numbers[t.Number.Name]
		inside := stated && (t.Number.AtLeast.IsZero() || d.Rat().Cmp(t.Number.AtLeast.Rat()) >= 0) &&
			(t.Number.AtMost.IsZero() || d.Rat().Cmp(t.Number.AtMost.Rat()) <= 0)
		return known(stated, inside)
	case t.Attribute != nil:
		value := a.Attributes[t.Attribute.Name]
		return known(value != "", value == t.Attribute.Equals || slices.Contains(t.Attribute.In, value))
	case t.All != nil:
		return rule.All(each(t.All)...)
	case t.Any != nil:
		return rule.Any(each(t.Any)...)
	case t.Not != nil:
		return rule.Not(answer(p, *t.Not, a))
	default:
		// At least n tests are met if all tests of some subset of n tests are met.
		return someOf(each(t.AtLeastOf.Tests), t.AtLeastOf.Count)
	}
}

func someOf(verdicts []rule.Verdict, n int) rule.Verdict {
	if n == 0 {
		return rule.Met
	}
	if len(verdicts) == 0 {
		return rule.NotMet
	}
	return rule.Any(rule.All(verdicts[0], someOf(verdicts[1:], n-1)), someOf(verdicts[1:], n))
}

// heights holds the rank of each level of a degree or a language.
var heights = map[string]int{
	"none": 0, "undergraduate": 1, "postgraduate": 2,
	"a1": 1, "a2": 2, "basic": 2, "b1": 3, "b2": 4, "intermediate": 4, "c1": 5, "fluent": 5, "c2": 6, "native": 7,
}

func answerDegree(t admission.DegreeTest, d *admission.Degree) rule.Verdict {
	level, relevant := rule.Unknown, rule.Unknown
	if d != nil && d.Level != "" {
		level = rule.Of(heights[string(d.Level)] >= heights[string(t.AtLeast)])
	}
	if d != nil && d.Relevant != nil {
		relevant = rule.Of(*d.Relevant)
	}
	if d != nil && d.Level == "none" {
		relevant = rule.NotMet
	}
	switch {
	case t.AtLeast == "":
		return relevant
	case !t.Relevant:
		return level
	}
	return rule.All(level, relevant)
}

func statusOf(p admission.Policy, t admission.CountryTest, code string) string {
	for _, l := range p.Lists {
		if l.Name == t.List {
			return l.Status[code]
		}
	}
	name := country.List(t.List)
	if t.List == "" {
		name = country.UNSD202112
	}
	for _, o := range p.Overrides {
		if o.List == name && o.Country == code {
			return o.Status
		}
	}
	c, err := country.Parse(code)
	if err != nil {
		return ""
	}
	return string(name.Status(c, t.On))
}

// review returns the exact score of an applicant in a score key, or nil if there is no
// complete review.
func review(k admission.ScoreKey, a admission.Applicant) *big.Rat {
	var all []*big.Rat
	for _, r := range a.Reviews {
		sum, weights, complete := new(big.Rat), new(big.Rat), true
		for _, part := range k.Parts {
			score, there := r.Scores[part.Name]
			if complete = complete && there; complete {
				sum.Add(sum, new(big.Rat).Mul(part.Weight.Rat(), score.Rat()))
				weights.Add(weights, part.Weight.Rat())
			}
		}
		if complete {
			all = append(all, sum.Quo(sum, weights))
		}
	}
	slices.SortFunc(all, (*big.Rat).Cmp)
	mean := func(list []*big.Rat) *big.Rat {
		sum := new(big.Rat)
		for _, x := range list {
			sum.Add(sum, x)
		}
		return sum.Quo(sum, big.NewRat(int64(len(list)), 1))
	}
	n := len(all)
	switch {
	case n == 0:
		return nil
	case k.OverReviewers == "median" && n%2 == 1:
		return all[n/2]
	case k.OverReviewers == "median":
		return mean(all[n/2-1 : n/2+1])
	case k.OverReviewers == "trimmed_mean" && n > 2:
		return mean(all[1 : n-1])
	}
	return mean(all)
}

func outcome(p admission.Policy, a admission.Applicant) admission.Eligibility {
	all := []rule.Verdict{rule.Met}
	for _, q := range p.Requirements {
		if q.Level == "required" {
			all = append(all, answer(p, q.Test, a))
		}
	}
	for _, k := range p.Priority {
		if k.Key.Score != nil && review(*k.Key.Score, a) == nil {
			all = append(all, rule.Unknown)
		}
	}
	switch rule.All(all...) {
	case rule.Met:
		return admission.Eligible
	case rule.Unknown:
		return admission.Incomplete
	}
	return admission.Ineligible
}

// versus compares two eligible people by the keys, as the package documentation states. A
// key that is within another key compares them only if both meet the outer key. 0 means a
// tie.
func versus(p admission.Policy, a, b admission.Applicant) int {
	for _, k := range p.Priority {
		if order := versusKey(p, k, a, b); order != 0 {
			return order
		}
	}
	return 0
}

func versusKey(p admission.Policy, k admission.Priority, a, b admission.Applicant) int {
	if k.Key.Score != nil {
		return review(*k.Key.Score, b).Cmp(review(*k.Key.Score, a))
	}
	if k.Key.Number != nil {
		x, y := a.Numbers[k.Key.Number.Name], b.Numbers[k.Key.Number.Name]
		switch {
		case x.IsZero() || y.IsZero():
			return cmp.Compare(map[bool]int{true: 1}[x.IsZero()], map[bool]int{true: 1}[y.IsZero()])
		case k.Key.Number.First == "highest":
			return y.Rat().Cmp(x.Rat())
		}
		return x.Rat().Cmp(y.Rat())
	}
	rank := func(x admission.Applicant) int {
		if meetsKey(p, k.Code, x) {
			return 0
		}
		return 1
	}
	if within := k.Key.Matching.Within; within != "" && (!meetsKey(p, within, a) || !meetsKey(p, within, b)) {
		return 0
	}
	return rank(a) - rank(b)
}

func meetsKey(p admission.Policy, code string, a admission.Applicant) bool {
	for _, k := range p.Priority {
		if k.Code == code {
			outer := k.Key.Matching.Within
			return (outer == "" || meetsKey(p, outer, a)) && answer(p, k.Key.Matching.Test, a) == rule.Met
		}
	}
	return false
}

func lot(seed, id string) []byte {
	sum := sha256.Sum256([]byte("cohort-lottery-v1\n" + seed + "\n" + id))
	return sum[:]
}

func ahead(p admission.Policy, seed string, a, b admission.Applicant) bool {
	if order := versus(p, a, b); order != 0 {
		return order < 0
	}
	if order := bytes.Compare(lot(seed, a.ID), lot(seed, b.ID)); order != 0 {
		return order < 0
	}
	return a.ID < b.ID
}

// meritOrder returns the eligible people by merit. Each place goes to the person who
// comes before everybody else who has no place yet.
func meritOrder(p admission.Policy, seed string, as []admission.Applicant) []admission.Applicant {
	var left, order []admission.Applicant
	for _, a := range as {
		if outcome(p, a) == admission.Eligible {
			left = append(left, a)
		}
	}
	for len(left) > 0 {
		first := 0
		for i := range left {
			if ahead(p, seed, left[i], left[first]) {
				first = i
			}
		}
		order = append(order, left[first])
		left = slices.Delete(left, first, first+1)
	}
	return order
}

// callOrder fills place after place. The members of a floor are the people who meet its
// test. At first, everybody without a place is a candidate for the next place. Then the
// floors are taken in order: if a floor would be short with a non-member at this place,
// only its members remain candidates, unless no candidate is a member. The place goes to
// the first candidate by merit.
func callOrder(p admission.Policy, merit []admission.Applicant) (order []admission.Applicant) {
	left := slices.Clone(merit)
	for len(left) > 0 {
		choice := left
		for _, f := range p.Shares {
			var members []admission.Applicant
			for _, a := range choice {
				if answer(p, *f.Of.Test, a) == rule.Met {
					members = append(members, a)
				}
			}
			have := big.NewRat(int64(memberCount(p, f, order))*100, int64(len(order)+1))
			if have.Cmp(f.AtLeast.Percent.Rat()) < 0 && len(members) > 0 {
				choice = members
			}
		}
		next := choice[0]
		order = append(order, next)
		left = slices.DeleteFunc(slices.Clone(left), func(a admission.Applicant) bool { return a.ID == next.ID })
	}
	return order
}

func memberCount(p admission.Policy, f admission.Share, as []admission.Applicant) int {
	n := 0
	for _, a := range as {
		if answer(p, *f.Of.Test, a) == rule.Met {
			n++
		}
	}
	return n
}

// ids returns one value of each element, such as its id.
func ids[T, V any](list []T, id func(T) V) []V {
	out := []V{}
	for _, x := range list {
		out = append(out, id(x))
	}
	return out
}

func applicantID(a admission.Applicant) string { return a.ID }
func placementID(p admission.Placement) string { return p.ID }

// The facts of random instances have few possible values, so that ties, unknown facts and
// values at a bound are common.

type random struct{ *rand.Rand }

func newRandom(seed uint64) random { return random{rand.New(rand.NewPCG(seed, 20241014))} }

func pick[T any](r random, list ...T) T { return list[r.IntN(len(list))] }

// floor returns a share that asks for at least a percentage of people who meet a test.
func floor(code, percent string, test admission.Test) admission.Share {
	return admission.Share{Code: code, Of: admission.ShareOf{Test: &test}, AtLeast: &admission.Bound{Percent: dec(percent)}}
}

// sharesOf returns the codes of the shares that have a group to which a person belongs.
func sharesOf(p admission.Placement) []string {
	var codes []string
	for _, g := range p.Groups {
		codes = append(codes, g.Share)
	}
	return codes
}

func on(text string) civil.Date { return civil.MustDate(text) }

func dec(text string) exact.Decimal { return exact.MustDecimal(text) }

func (r random) test(depth int) admission.Test {
	if depth > 0 && r.IntN(3) == 0 {
		inner := func() (tests []admission.Test) {
			for range 1 + r.IntN(3) {
				tests = append(tests, r.test(depth-1))
			}
			return tests
		}
		switch r.IntN(4) {
		case 0:
			return admission.Test{All: inner()}
		case 1:
			return admission.Test{Any: inner()}
		case 2:
			return admission.Test{Not: new(r.test(depth - 1))}
		default:
			tests := inner()
			return admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 1 + r.IntN(len(tests)), Tests: tests}}
		}
	}
	switch r.IntN(9) {
	case 0:
		return admission.Test{Role: &admission.RoleTest{In: pick(r, []string{"official"}, []string{"official", "policymaker"})}}
	case 1:
		return admission.Test{Gender: &admission.GenderTest{In: pick(r, []admission.Gender{"woman"}, []admission.Gender{"woman", "other"})}}
	case 2:
		return admission.Test{Country: pick(r,
			&admission.CountryTest{Status: "developing"}, &admission.CountryTest{List: "unsd-2021-12", Status: "developed"},
			&admission.CountryTest{List: "ldc", Status: "member", On: on("2024-10-30")}, &admission.CountryTest{List: "own", Status: "a"},
			&admission.CountryTest{In: []string{"KE", "CH"}})}
	case 3:
		return admission.Test{Degree: pick(r, &admission.DegreeTest{AtLeast: "undergraduate", Relevant: true},
			&admission.DegreeTest{AtLeast: "postgraduate"}, &admission.DegreeTest{Relevant: true})}
	case 4:
		return admission.Test{Experience: &admission.ExperienceTest{AtLeastMonths: 36}}
	case 5:
		return admission.Test{Language: &admission.LanguageTest{Tag: "en", AtLeast: "fluent"}}
	case 6:
		return admission.Test{Document: &admission.DocumentTest{Name: "cv"}}
	case 7:
		return admission.Test{Number: pick(r, &admission.NumberTest{Name: "n", AtLeast: dec("1")}, &admission.NumberTest{Name: "n", AtMost: dec("1.0")},
			&admission.NumberTest{Name: "n", AtLeast: dec("0.5"), AtMost: dec("1")})}
	default:
		return admission.Test{Attribute: pick(r, &admission.AttributeTest{Name: "sector", Equals: "it"}, &admission.AttributeTest{Name: "sector", In: []string{"it", "health"}})}
	}
}

func (r random) policy(floors bool) admission.Policy {
	p := admission.Policy{Capacity: 1 + r.IntN(6)}
	p.Lists = []admission.List{{Name: "own", Source: "test", AsOf: on("2024-01-01"), Status: map[string]string{"KE": "a", "CH": "b"}}}
	if r.IntN(2) == 0 {
		p.Overrides = []admission.Override{{List: "unsd-2021-12", Country: "XK", Status: "developing"}}
	}
	for i := range r.IntN(3) {
		p.Requirements = append(p.Requirements, admission.Requirement{
			Code: pick(r, "q", "r", "s") + string(rune('0'+i)), Level: pick(r, "required", "desired"), Test: r.test(2),
		})
	}
	var matching []string
	for i := range r.IntN(4) {
		k := admission.Priority{Code: "key" + string(rune('0'+i))}
		if r.IntN(3) == 0 {
			k.Key.Score = &admission.ScoreKey{
				Parts:         []admission.ScorePart{{Name: "a", Weight: dec(pick(r, "50", "1", "33.3", "0.000000000000000000001", "140737488355327", "140737488355328", "9223372036854775807", "98765432109876543210"))}, {Name: "b", Weight: dec("50")}},
				Max:           dec("10"),
				OverReviewers: pick(r, "mean", "median", "trimmed_mean"),
			}
		} else if r.IntN(4) == 0 {
			k.Key.Number = &admission.NumberKey{Name: "n", First: pick(r, "lowest", "highest")}
		} else {
			k.Key.Matching = &admission.MatchingKey{Test: r.test(1)}
			if len(matching) > 0 && r.IntN(2) == 0 {
				k.Key.Matching.Within = pick(r, matching...)
			}
			matching = append(matching, k.Code)
		}
		p.Priority = append(p.Priority, k)
	}
	if floors {
		for i := range 1 + r.IntN(3) {
			p.Shares = append(p.Shares, floor("floor"+string(rune('0'+i)), pick(r, "0", "10", "20", "33.333333333", "50", "75", "100"), r.test(1)))
		}
	}
	return p
}

func (r random) applicant(id string) admission.Applicant {
	a := admission.Applicant{ID: id, Country: pick(r, "KE", "CH", "XK", "ST", "BT", "DE", "IN")}
	a.Gender = pick[admission.Gender](r, "", "woman", "man", "other", "undisclosed")
	a.Role = pick(r, "", "official", "policymaker", "student")
	if r.IntN(4) > 0 {
		a.Degree = &admission.Degree{Level: pick[admission.DegreeLevel](r, "", "none", "undergraduate", "postgraduate"), Relevant: pick(r, nil, new(true), new(false))}
	}
	a.ExperienceMonths = pick(r, nil, new(0), new(35), new(36), new(37))
	if level := pick[admission.LanguageLevel](r, "", "none", "a1", "a2", "basic", "b1", "b2", "intermediate", "c1", "fluent", "c2", "native"); level != "" {
		a.Languages = map[string]admission.LanguageLevel{"en": level}
	}
	if n := r.IntN(3); n > 0 {
		a.Documents = map[string]bool{"cv": n == 1}
	}
	if text := pick(r, "", "0", "0.5", "0.999", "1", "1.000000000000000000001", "2"); text != "" {
		a.Numbers = map[string]exact.Decimal{"n": dec(text)}
	}
	if text := pick(r, "", "it", "health", "justice"); text != "" {
		a.Attributes = map[string]string{"sector": text}
	}
	for i := range r.IntN(5) {
		scores := map[string]exact.Decimal{}
		for _, part := range []string{"a", "b"} {
			if text := pick(r, "", "0", "3", "3", "7", "7.5", "9.9999", "9.99999", "10"); text != "" {
				scores[part] = dec(text)
			}
		}
		a.Reviews = append(a.Reviews, admission.Review{Reviewer: string(rune('A' + i)), Scores: scores})
	}
	return a
}

// plenty returns an applicant with a role, a degree and a complete review, so that pools
// hold enough eligible people.
func (r random) plenty(id string) admission.Applicant {
	a := r.applicant(id)
	a.Role, a.Degree = "official", &admission.Degree{Level: "postgraduate", Relevant: new(true)}
	a.Reviews = []admission.Review{{Reviewer: "Z", Scores: map[string]exact.Decimal{"a": dec(pick(r, "3", "7")), "b": dec("7")}}}
	return a
}

func (r random) pool(n int) []admission.Applicant {
	var as []admission.Applicant
	for i := range n {
		id := "p" + string(rune('a'+i))
		if r.IntN(3) == 0 {
			as = append(as, r.applicant(id))
		} else {
			as = append(as, r.plenty(id))
		}
	}
	return as
}

func (r random) shuffled(as []admission.Applicant) []admission.Applicant {
	mixed := slices.Clone(as)
	r.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	return mixed
}

func compile(t testing.TB, p admission.Policy) *admission.Selector {
	t.Helper()
	sel, err := admission.Compile(p)
	require.NoError(t, err)
	return sel
}

func choose(t testing.TB, sel *admission.Selector, as []admission.Applicant) admission.Selection {
	t.Helper()
	s, err := sel.Select(admission.Intake{Applicants: as, Seed: seed})
	require.NoError(t, err)
	return s
}

func called(s admission.Selection) []string {
	return append(ids(s.Admitted, placementID), ids(s.Waitlist, placementID)...)
}

func join(list []string) string { return strings.Join(list, " ") }

func find(s admission.Selection, id string) admission.Placement {
	for _, p := range slices.Concat(s.Admitted, s.Waitlist, s.Incomplete, s.Ineligible) {
		if p.ID == id {
			return p
		}
	}
	return admission.Placement{}
}

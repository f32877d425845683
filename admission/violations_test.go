package admission_test

import (
	"encoding/json"
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// codes returns code and path of each violation, in their order.
func codes(t testing.TB, err error) [][2]string {
	t.Helper()
	require.Error(t, err)
	var vs rule.Violations
	require.True(t, errors.As(err, &vs), "%T", err)
	var out [][2]string
	for _, v := range vs {
		out = append(out, [2]string{v.Code, v.Path})
	}
	return out
}

func TestPolicyViolations(t *testing.T) {
	t.Parallel()
	role := `{"role": {"in": ["x"]}}`
	in := func(test string) string {
		return `{"capacity": 1, "requirements": [{"code": "q", "level": "required", "test": ` + test + `}]}`
	}
	key := func(keys string) string { return `{"capacity": 1, "priority": [` + keys + `]}` }
	score := func(parts, rest string) string {
		return key(`{"code": "k", "key": {"score": {"parts": [` + parts + `], ` + rest + `}}}`)
	}
	const test, part = "requirements[0].test", `{"name": "a", "weight": "1"}`
	for _, c := range []struct{ code, path, policy string }{
		{"required", "capacity", `{}`},
		{"range", "capacity", `{"capacity": -1}`},
		{"range", "capacity", `{"capacity": 1000001}`},
		{"required", "requirements[0].level", `{"capacity": 1, "requirements": [{"code": "q", "test": ` + role + `}]}`},
		{"unknown-value", "requirements[0].level", `{"capacity": 1, "requirements": [{"code": "q", "level": "wanted", "test": ` + role + `}]}`},
		{"required", "requirements[0].code", `{"capacity": 1, "requirements": [{"level": "desired", "test": ` + role + `}]}`},
		{"reserved-code", "requirements[0].code", `{"capacity": 1, "requirements": [{"code": "review-score", "level": "desired", "test": ` + role + `}]}`},
		{"duplicate-code", "requirements[1].code", `{"capacity": 1, "requirements": [{"code": "q", "level": "desired", "test": ` + role + `}, {"code": "q", "level": "desired", "test": ` + role + `}]}`},
		{"one-of", test, in(`{}`)},
		{"one-of", test, in(`{"role": {"in": ["x"]}, "document": {"name": "cv"}}`)},
		{"required", test + ".role.in", in(`{"role": {}}`)},
		{"too-few", test + ".role.in", in(`{"role": {"in": []}}`)},
		{"unknown-value", test + ".gender.in[0]", in(`{"gender": {"in": ["female"]}}`)},
		{"undisclosed", test + ".gender.in[1]", in(`{"gender": {"in": ["woman", "undisclosed"]}}`)},
		{"undisclosed", test + ".gender.in[0]", in(`{"gender": {"in": ["undisclosed"]}}`)},
		{"required", test + ".country.status", in(`{"country": {}}`)},
		{"one-of", test + ".country", in(`{"country": {"in": ["KE"], "status": "developing"}}`)},
		{"one-of", test + ".country", in(`{"country": {"in": ["KE"], "list": "lldc"}}`)},
		{"one-of", test + ".country", in(`{"country": {"in": ["KE"], "on": "2024-10-30"}}`)},
		{"too-few", test + ".country.in", in(`{"country": {"in": []}}`)},
		{"unknown-country", test + ".country.in[1]", in(`{"country": {"in": ["KE", "ZZ"]}}`)},
		{"unknown-list", test + ".country.list", in(`{"country": {"list": "unsd-2022", "status": "developing"}}`)},
		{"unknown-status", test + ".country.status", in(`{"country": {"status": "member"}}`)},
		{"not-dated", test + ".country.on", in(`{"country": {"status": "developing", "on": "2024-10-30"}}`)},
		{"required", test + ".country.on", in(`{"country": {"list": "ldc", "status": "member"}}`)},
		{"date", test + ".country.on", in(`{"country": {"list": "ldc", "status": "member", "on": "2024-02-30"}}`)},
		{"date-range", test + ".country.on", in(`{"country": {"list": "ldc", "status": "member", "on": "1970-12-31"}}`)},
		{"date-range", test + ".country.on", in(`{"country": {"list": "ldc", "status": "member", "on": "2026-01-01"}}`)},
		{"required", test + ".degree", in(`{"degree": {}}`)},
		{"unknown-value", test + ".degree.at_least", in(`{"degree": {"at_least": "bachelor"}}`)},
		{"required", test + ".experience.at_least_months", in(`{"experience": {}}`)},
		{"range", test + ".experience.at_least_months", in(`{"experience": {"at_least_months": 1201}}`)},
		{"required", test + ".language.at_least", in(`{"language": {"tag": "en"}}`)},
		{"language-tag", test + ".language.tag", in(`{"language": {"tag": "English", "at_least": "fluent"}}`)},
		{"required", test + ".document.name", in(`{"document": {}}`)},
		{"required", test + ".number.at_least", in(`{"number": {"name": "n"}}`)},
		{"decimal", test + ".number.at_least", in(`{"number": {"name": "n", "at_least": "1e999999"}}`)},
		{"bounds", test + ".number", in(`{"number": {"name": "n", "at_least": "2", "at_most": "1.99"}}`)},
		{"one-of", test + ".attribute", in(`{"attribute": {"name": "n"}}`)},
		{"one-of", test + ".attribute", in(`{"attribute": {"name": "n", "equals": "a", "in": ["b"]}}`)},
		{"too-few", test + ".attribute.in", in(`{"attribute": {"name": "n", "in": []}}`)},
		{"too-few", test + ".all", in(`{"all": []}`)},
		{"too-few", test + ".any", in(`{"any": []}`)},
		{"one-of", test + ".not", in(`{"not": {}}`)},
		{"one-of", test + ".any[1]", in(`{"any": [` + role + `, {}]}`)},
		{"one-of", test + ".not.all[0].at_least_of.tests[0]", in(`{"not": {"all": [{"at_least_of": {"count": 1, "tests": [{}]}}]}}`)},
		{"count", test + ".at_least_of.count", in(`{"at_least_of": {"count": 2, "tests": [` + role + `]}}`)},
		{"required", test + ".at_least_of.count", in(`{"at_least_of": {"tests": [` + role + `]}}`)},
		{"required", test + ".score.key", in(`{"score": {"at_least": "1"}}`)},
		{"unknown-key-code", test + ".score.key", in(`{"score": {"at_least": "1", "key": "k"}}`)},
		{"one-of", "priority[0].key", key(`{"code": "k", "key": {}}`)},
		{"reserved-code", "priority[0].code", key(`{"code": "lottery", "key": {"matching": {"test": ` + role + `}}}`)},
		{"duplicate-code", "priority[1].code", key(`{"code": "k", "key": {"matching": {"test": ` + role + `}}}, {"code": "k", "key": {"matching": {"test": ` + role + `}}}`)},
		{"within", "priority[0].key.matching.within", key(`{"code": "k", "key": {"matching": {"test": ` + role + `, "within": "k"}}}`)},
		{"within", "priority[0].key.matching.within", key(`{"code": "k", "key": {"matching": {"test": ` + role + `, "within": "l"}}}, {"code": "l", "key": {"matching": {"test": ` + role + `}}}`)},
		{"within", "priority[1].key.matching.within", key(`{"code": "k", "key": {"score": {"parts": [` + part + `], "max": "1", "over_reviewers": "mean"}}}, {"code": "l", "key": {"matching": {"test": ` + role + `, "within": "k"}}}`)},
		{"within", "priority[1].key.matching.within", key(`{"code": "k", "key": {"matching": {"test": ` + role + `}}}, {"code": "l", "key": {"matching": {"test": ` + role + `, "within": "m"}}}`)},
		{"required", "priority[0].key.score.max", score(part, `"over_reviewers": "mean"`)},
		{"range", "priority[0].key.score.max", score(part, `"max": "0", "over_reviewers": "mean"`)},
		{"unknown-value", "priority[0].key.score.over_reviewers", score(part, `"max": "1", "over_reviewers": "best"`)},
		{"range", "priority[0].key.score.parts[0].weight", score(`{"name": "a", "weight": "0"}`, `"max": "1", "over_reviewers": "mean"`)},
		{"duplicate-name", "priority[0].key.score.parts[1].name", score(part+`,`+part, `"max": "1", "over_reviewers": "mean"`)},
		{"unknown-list", test + ".all[1].country.list", in(`{"all": [` + role + `, {"country": {"list": "l", "status": "s"}}]}`)},
		{"unknown-list", test + ".any[1].country.list", in(`{"any": [` + role + `, {"country": {"list": "l", "status": "s"}}]}`)},
		{"unknown-list", test + ".not.country.list", in(`{"not": {"country": {"list": "l", "status": "s"}}}`)},
		{"unknown-list", test + ".at_least_of.tests[1].country.list", in(`{"at_least_of": {"count": 1, "tests": [` + role + `, {"country": {"list": "l", "status": "s"}}]}}`)},
		{"unknown-list", "priority[0].key.matching.test.country.list", key(`{"code": "k", "key": {"matching": {"test": {"country": {"list": "l", "status": "s"}}}}}`)},
		{"unknown-list", "shares[0].of.test.country.list", `{"capacity": 1, "shares": [{"code": "f", "at_least": {"percent": "1"}, "of": {"test": {"country": {"list": "l", "status": "s"}}}}]}`},
		{"duplicate-code", "shares[1].code", `{"capacity": 1, "shares": [{"code": "f", "at_least": {"percent": "1"}, "of": {"test": ` + role + `}}, {"code": "f", "at_least": {"percent": "1"}, "of": {"test": ` + role + `}}]}`},
		{"reserved-code", "shares[0].code", `{"capacity": 1, "shares": [{"code": "ruling", "at_least": {"percent": "1"}, "of": {"test": ` + role + `}}]}`},
		{"required", "shares[0].code", `{"capacity": 1, "shares": [{"at_least": {"percent": "1"}, "of": {"test": ` + role + `}}]}`},
		{"one-of", "shares[0].at_least", `{"capacity": 1, "shares": [{"code": "f", "at_least": {}, "of": {"test": ` + role + `}}]}`},
		{"range", "shares[0].at_least.percent", `{"capacity": 1, "shares": [{"code": "f", "at_least": {"percent": "100.000000001"}, "of": {"test": ` + role + `}}]}`},
		{"range", "shares[0].at_least.percent", `{"capacity": 1, "shares": [{"code": "f", "at_least": {"percent": "-0.000000001"}, "of": {"test": ` + role + `}}]}`},
		{"range", "shares[0].at_least.percent", `{"capacity": 1, "shares": [{"code": "f", "at_least": {"percent": "0.0000000001"}, "of": {"test": ` + role + `}}]}`},
		// What only follows from a value that could not be read is not reported.
		{"type", "shares[0].of.country", `{"capacity": 1, "shares": [{"code": "f", "of": {"country": 5}, "at_most": {"count": 1}}]}`},
		{"one-of", "shares[0].of", `{"capacity": 1, "shares": [{"code": "f", "of": {}, "at_most": {"count": 1}}]}`},
		{"one-of", "shares[0].of", `{"capacity": 1, "shares": [{"code": "f", "of": {"country": "served", "region": "served"}, "at_most": {"count": 1}}]}`},
		{"type", "requirements[0].test.number.at_most", `{"capacity": 1, "requirements": [{"code": "a", "level": "required", "test": {"number": {"name": "n", "at_most": 5}}}]}`},
		{"type", "requirements[0].test.attribute.equals", `{"capacity": 1, "requirements": [{"code": "a", "level": "required", "test": {"attribute": {"name": "n", "equals": 5}}}]}`},
		{"type", "priority", `{"capacity": 1, "requirements": [{"code": "a", "level": "required", "test": {"score": {"key": "k", "at_least": "5"}}}], "priority": 5}`},
		{"unknown-key-code", "requirements[0].test.score.key", `{"capacity": 1, "requirements": [{"code": "a", "level": "required", "test": {"score": {"key": "k", "at_least": "5"}}}], "priority": [{"code": "b", "key": {"matching": {"test": ` + role + `}}}]}`},
		{"type", "priority[0].key", `{"capacity": 1, "requirements": [{"code": "a", "level": "required", "test": {"score": {"key": "k", "at_least": "5"}}}], "priority": [{"code": "k", "key": 5}]}`},
		{"type", "priority[0].code", `{"capacity": 1, "priority": [{"code": 5, "key": {"matching": {"test": ` + role + `}}}, {"code": "b", "key": {"matching": {"within": "a", "test": ` + role + `}}}]}`},
		{"id", "priority[0].key.matching.within", `{"capacity": 1, "priority": [{"code": "a", "key": {"matching": {"within": "x ", "test": ` + role + `}}}]}`},
		{"duplicate-list", "lists[0].name", `{"capacity": 1, "lists": [{"name": "ldc", "source": "s", "as_of": "2024-01-01", "status": {"KE": "a"}}]}`},
		{"duplicate-list", "lists[1].name", `{"capacity": 1, "lists": [{"name": "l", "source": "s", "as_of": "2024-01-01", "status": {"KE": "a"}}, {"name": "l", "source": "s", "as_of": "2024-01-01", "status": {"KE": "a"}}]}`},
		{"date", "lists[0].as_of", `{"capacity": 1, "lists": [{"name": "l", "source": "s", "as_of": "2024", "status": {"KE": "a"}}]}`},
		{"required", "lists[0].as_of", `{"capacity": 1, "lists": [{"name": "l", "source": "s", "status": {"KE": "a"}}]}`},
		{"unknown-country", `lists[0].status["KEN"]`, `{"capacity": 1, "lists": [{"name": "l", "source": "s", "as_of": "2024-01-01", "status": {"KEN": "a"}}]}`},
		{"id", `lists[0].status["KE"]`, `{"capacity": 1, "lists": [{"name": "l", "source": "s", "as_of": "2024-01-01", "status": {"KE": ""}}]}`},
		{"required", "lists[0].source", `{"capacity": 1, "lists": [{"name": "l", "as_of": "2024-01-01", "status": {"KE": "a"}}]}`},
		{"unknown-value", "overrides[0].list", `{"capacity": 1, "overrides": [{"list": "dac", "country": "XK", "status": "developing"}]}`},
		{"unknown-country", "overrides[0].country", `{"capacity": 1, "overrides": [{"list": "unsd-2021-12", "country": "XX", "status": "developing"}]}`},
		{"unknown-status", "overrides[0].status", `{"capacity": 1, "overrides": [{"list": "unsd-2021-12", "country": "XK", "status": "member"}]}`},
		{"duplicate-override", "overrides[1].country", `{"capacity": 1, "overrides": [{"list": "unsd-2021-12", "country": "XK", "status": "developing"}, {"list": "unsd-2021-12", "country": "XK", "status": "developed"}]}`},
	} {
		var p admission.Policy
		err := document.Parse([]byte(c.policy), &p, func(r *rule.Report) { p.Check(r) })
		assert.Equal(t, [][2]string{{c.code, c.path}}, codes(t, err), c.policy)
		if document.Decode([]byte(c.policy), &p) == nil {
			_, err := admission.Compile(p)
			assert.Equal(t, [][2]string{{c.code, c.path}}, codes(t, err), "as a literal")
		}
	}
}

// A score test must name a score key of the policy, and ask for a score that the key can
// give.
func TestScoreTestViolations(t *testing.T) {
	t.Parallel()
	long := exact.Decimal{Decimal: decimal.New(1, 70)}
	for _, c := range []struct {
		test admission.ScoreTest
		want string
	}{
		{admission.ScoreTest{Key: "k", AtLeast: dec("0")}, ""},
		{admission.ScoreTest{Key: "k", AtLeast: dec("10")}, ""},
		{admission.ScoreTest{Key: "k", Reviews: 1}, ""},
		{admission.ScoreTest{Key: "k", AtLeast: dec("10.01")}, "at_least: range: from 0 to the max of the score key"},
		{admission.ScoreTest{Key: "k", AtLeast: dec("-0.01")}, "at_least: range: from 0 to the max of the score key"},
		{admission.ScoreTest{Key: "k"}, "at_least: required: at_least, reviews or both must be stated"},
		{admission.ScoreTest{Key: "k", AtLeast: long}, "at_least: decimal"},
		{admission.ScoreTest{Key: "l", Reviews: 1}, "key: unknown-key-code: want the code of a score key: k or m"},
		{admission.ScoreTest{Key: "n", Reviews: 1}, "key: unknown-key-code: want the code of a score key: k or m"},
		{admission.ScoreTest{Reviews: 1}, "key: required"},
	} {
		key := func(code, limit string) admission.Priority {
			return admission.Priority{Code: code, Key: admission.Key{Score: &admission.ScoreKey{Parts: []admission.ScorePart{{Name: "a", Weight: dec("1")}}, Max: dec(limit), OverReviewers: "mean"}}}
		}
		number := admission.Priority{Code: "n", Key: admission.Key{Number: &admission.NumberKey{Name: "n", First: "lowest"}}}
		p := admission.Policy{
			Capacity: 1, Priority: []admission.Priority{number, key("k", "10"), key("m", "5")},
			Requirements: []admission.Requirement{{Code: "q", Level: "desired", Test: admission.Test{Score: &c.test}}},
		}
		err := p.Validate()
		if c.want == "" {
			assert.NoError(t, err)
			continue
		}
		require.Len(t, codes(t, err), 1, "%v", err)
		assert.Contains(t, err.Error(), "requirements[0].test.score."+c.want)
	}
	p := admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "desired", Test: admission.Test{Score: &admission.ScoreTest{Key: "k", Reviews: 1}}}}}
	assert.Contains(t, p.Validate().Error(), "the policy has no score key")
}

// The field Within must name an earlier matching key. Otherwise the violation lists the
// possible keys.
func TestWithinNamesTheKeys(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 1}
	for _, code := range []string{"a", "b", "c", "d"} {
		k := admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Document: &admission.DocumentTest{Name: code}}}}
		if code == "b" {
			k = admission.Key{Number: &admission.NumberKey{Name: "n", First: "lowest"}}
		}
		p.Priority = append(p.Priority, admission.Priority{Code: code, Key: k})
	}
	p.Priority[3].Key.Matching.Within = "c"
	assert.NoError(t, p.Validate())
	for i, want := range map[int]string{0: "there is no earlier matching key to be within", 2: "want the code of an earlier matching key: a", 3: "want the code of an earlier matching key: a or c"} {
		within := p.Priority[i].Key.Matching.Within
		p.Priority[i].Key.Matching.Within = "b"
		assert.Equal(t, [][2]string{{"within", rule.Index("priority", i) + ".key.matching.within"}}, codes(t, p.Validate()))
		assert.Contains(t, p.Validate().Error(), want)
		p.Priority[i].Key.Matching.Within = within
	}
}

// Policies at the limits are accepted.
func TestPolicyBoundaries(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{
		`{"capacity": 1000000}`,
		`{"capacity": 1, "shares": [{"code": "f", "at_least": {"percent": "100"}, "of": {"test": {"role": {"in": ["x"]}}}}, {"code": "g", "at_least": {"percent": "0"}, "of": {"test": {"role": {"in": ["x"]}}}}]}`,
		`{"capacity": 1, "shares": [{"code": "f", "at_least": {"percent": "33.333333333"}, "of": {"test": {"role": {"in": ["x"]}}}}]}`,
		`{"capacity": 1, "requirements": [{"code": "q", "level": "required", "test": {"country": {"list": "ldc", "status": "other", "on": "1971-01-01"}}}]}`,
		`{"capacity": 1, "requirements": [{"code": "q", "level": "required", "test": {"country": {"list": "ldc", "status": "other", "on": "2025-12-31"}}}]}`,
		`{"capacity": 1, "requirements": [{"code": "q", "level": "required", "test": {"number": {"name": "n", "at_least": "1", "at_most": "1.0"}}}]}`,
		`{"capacity": 1, "requirements": [{"code": "q", "level": "required", "test": {"experience": {"at_least_months": 1200}}}]}`,
		`{"capacity": 1, "requirements": [{"code": "q", "level": "required", "test": {"language": {"tag": "zh-Hant-TW", "at_least": "basic"}}}]}`,
	} {
		var p admission.Policy
		require.NoError(t, document.Decode([]byte(policy), &p))
		_, err := admission.Compile(p)
		assert.NoError(t, err, policy)
		text, err := json.Marshal(p)
		require.NoError(t, err)
		var back admission.Policy
		require.NoError(t, document.Decode(text, &back))
		assert.Equal(t, p, back, "round trip")
	}
}

func TestAllPolicyViolationsAtOnce(t *testing.T) {
	t.Parallel()
	var p admission.Policy
	err := document.Parse([]byte(`{"capacity": 0, "seats": 3,
		"requirements": [{"code": "q", "level": "x", "test": {"country": {"list": "nowhere", "status": "y"}}}],
		"priority": [{"code": "k", "key": {"matching": {"test": {"not": {"number": {"name": "n"}}}, "within": "z"}}}],
		"shares": [{"code": "f", "at_least": {"percent": "101"}, "of": {"test": {}}}]}`), &p, func(r *rule.Report) { p.Check(r) })
	assert.Equal(t, [][2]string{
		{"required", "capacity"}, {"unknown-key", "seats"},
		{"unknown-value", "requirements[0].level"}, {"unknown-list", "requirements[0].test.country.list"},
		{"required", "priority[0].key.matching.test.not.number.at_least"}, {"within", "priority[0].key.matching.within"},
		{"range", "shares[0].at_least.percent"}, {"one-of", "shares[0].of.test"},
	}, codes(t, err))
}

// A policy made in Go can be larger or deeper than any text, and can contain itself.
// Compile refuses such policies.
func TestHostilePolicies(t *testing.T) {
	t.Parallel()
	cyclic := make([]admission.Test, 2)
	cyclic[0].All, cyclic[1].Any = cyclic, cyclic
	self := &admission.Test{}
	self.Not = self
	deep := admission.Test{Document: &admission.DocumentTest{Name: "cv"}}
	for range 16 - 1 {
		deep = admission.Test{Not: new(deep)}
	}
	wide := func(n int) admission.Test {
		leaf := admission.Test{Document: &admission.DocumentTest{Name: "cv"}}
		return admission.Test{All: slices.Repeat([]admission.Test{leaf}, n-1)}
	}
	policy := func(test admission.Test) admission.Policy {
		return admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required", Test: test}}}
	}
	for name, c := range map[string]struct {
		test admission.Test
		fits bool
	}{
		"cycle of lists": {cyclic[0], false}, "cycle of one": {*self, false},
		"deepest": {deep, true}, "deeper": {admission.Test{Not: &deep}, false},
		"deeper, of some": {admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 1, Tests: []admission.Test{deep}}}, false},
		"deeper, of all":  {admission.Test{All: []admission.Test{deep}}, false},
		"deeper, of any":  {admission.Test{Any: []admission.Test{deep}}, false},
		"widest":          {wide(1000), true}, "wider": {wide(1000 + 1), false},
	} {
		_, err := admission.Compile(policy(c.test))
		if c.fits {
			assert.NoError(t, err, name)
		} else {
			assert.Equal(t, [][2]string{{"test-size", "requirements[0].test"}}, codes(t, err), name)
		}
	}
	huge := admission.Test{Number: &admission.NumberTest{Name: "n", AtLeast: exact.Decimal{Decimal: decimal.New(1, 30_000_000)}}}
	_, err := admission.Compile(policy(huge))
	assert.Equal(t, [][2]string{{"decimal", "requirements[0].test.number.at_least"}}, codes(t, err))
}

func TestIntakeViolations(t *testing.T) {
	t.Parallel()
	sel, _ := reference(t)
	one := func(rest string) string { return `{"applicants": [{"id": "a", "country": "KE"` + rest + `}]}` }
	for _, c := range []struct{ code, path, intake string }{
		{"required", "applicants[0].id", `{"applicants": [{"country": "KE"}]}`},
		{"id", "applicants[0].id", `{"applicants": [{"id": "a\nb", "country": "KE"}]}`},
		{"duplicate-id", "applicants[1].id", `{"applicants": [{"id": "a", "country": "KE"}, {"id": "a", "country": "CH"}]}`},
		{"required", "applicants[0].country", `{"applicants": [{"id": "a"}]}`},
		{"unknown-country", "applicants[0].country", `{"applicants": [{"id": "a", "country": "ke"}]}`},
		{"unknown-country", "applicants[0].country", `{"applicants": [{"id": "a", "country": "KEN"}]}`},
		{"unknown-value", "applicants[0].gender", one(`, "gender": "female"`)},
		{"unknown-value", "applicants[0].degree.level", one(`, "degree": {"level": "phd"}`)},
		{"range", "applicants[0].experience_months", one(`, "experience_months": -1`)},
		{"range", "applicants[0].experience_months", one(`, "experience_months": 1201`)},
		{"unknown-value", `applicants[0].languages["en"]`, one(`, "languages": {"en": "C1"}`)},
		{"language-tag", `applicants[0].languages["EN"]`, one(`, "languages": {"EN": "fluent"}`)},
		{"required", `applicants[0].documents[""]`, one(`, "documents": {"": true}`)},
		{"decimal", `applicants[0].numbers["n"]`, one(`, "numbers": {"n": "1e999999"}`)},
		{"required", `applicants[0].numbers[""]`, one(`, "numbers": {"": "1"}`)},
		{"required", `applicants[0].attributes[""]`, one(`, "attributes": {"": "1"}`)},
		{"required", `applicants[0].reviews[0].scores[""]`, one(`, "reviews": [{"reviewer": "r", "scores": {"": "1"}}]`)},
		{"null", `applicants[0].attributes["x"]`, one(`, "attributes": {"x": null}`)},
		{"too-long", `applicants[0].attributes["x"]`, one(`, "attributes": {"x": "` + strings.Repeat("y", 257) + `"}`)},
		{"required", "applicants[0].reviews[0].reviewer", one(`, "reviews": [{}]`)},
		{"id", "applicants[0].reviews[0].reviewer", one(`, "reviews": [{"reviewer": "a\tb"}]`)},
		{"duplicate-reviewer", "applicants[0].reviews[1].reviewer", one(`, "reviews": [{"reviewer": "r"}, {"reviewer": "r"}]`)},
		{"score-range", `applicants[0].reviews[0].scores["letter"]`, one(`, "reviews": [{"reviewer": "r", "scores": {"letter": "10.000000000000000000001"}}]`)},
		{"score-range", `applicants[0].reviews[0].scores["letter"]`, one(`, "reviews": [{"reviewer": "r", "scores": {"letter": "-0.1"}}]`)},
		{"too-many", "applicants[0].reviews", one(`, "reviews": [` + reviewers(101) + `]`)},
		{"unknown-key", "applicants[0].age", one(`, "age": 40`)},
		{"seed", "seed", `{"applicants": [], "seed": "a\nb"}`},
		{"required", "closed.nonce", `{"applicants": [], "closed": {"draw": {"source": "s", "at": "2024-10-15T09:00:00Z"}}}`},
		{"unknown-id", "rulings[0].id", `{"applicants": [], "rulings": [{"id": "z", "decision": "admit", "by": "o", "reason": "x"}]}`},
		{"required", "rulings[0].reason", `{"applicants": [{"id": "a", "country": "KE"}], "rulings": [{"id": "a", "decision": "admit", "by": "o"}]}`},
		{"required", "rulings[0].by", `{"applicants": [{"id": "a", "country": "KE"}], "rulings": [{"id": "a", "decision": "admit", "reason": "o"}]}`},
		{"required", "rulings[0].decision", `{"applicants": [{"id": "a", "country": "KE"}], "rulings": [{"id": "a", "by": "o", "reason": "x"}]}`},
		{"unknown-value", "rulings[0].decision", `{"applicants": [{"id": "a", "country": "KE"}], "rulings": [{"id": "a", "decision": "wait", "by": "o", "reason": "x"}]}`},
		{"too-long", "rulings[0].by", `{"applicants": [{"id": "a", "country": "KE"}], "rulings": [{"id": "a", "decision": "admit", "by": "` + strings.Repeat("o", 257) + `", "reason": "x"}]}`},
		{"too-long", "rulings[0].reason", `{"applicants": [{"id": "a", "country": "KE"}], "rulings": [{"id": "a", "decision": "admit", "by": "o", "reason": "` + strings.Repeat("o", 257) + `"}]}`},
		{"null", "rulings[0].id", `{"applicants": [], "rulings": [{"id": null, "decision": "admit", "by": "o", "reason": "x"}]}`},
		{"required", "rulings[0].id", `{"applicants": [], "rulings": [{"decision": "admit", "by": "o", "reason": "x"}]}`},
		{"duplicate-ruling", "rulings[1].id", `{"applicants": [{"id": "a", "country": "KE"}], "rulings": [{"id": "a", "decision": "admit", "by": "o", "reason": "x"}, {"id": "a", "decision": "exclude", "by": "o", "reason": "x"}]}`},
	} {
		_, err := sel.ParseIntake([]byte(c.intake))
		assert.Equal(t, [][2]string{{c.code, c.path}}, codes(t, err), c.intake)
	}
}

// Intakes at the limits are accepted. TestIntakeViolations goes one step beyond each
// limit.
func TestIntakeBoundaries(t *testing.T) {
	t.Parallel()
	sel, _ := reference(t)
	long := strings.Repeat("o", 256)
	for _, intake := range []string{
		`{"applicants": [{"id": "a", "country": "KE"}], "rulings": [{"id": "a", "decision": "admit", "by": "` + long + `", "reason": "` + long + `"}]}`,
		`{"applicants": [{"id": "a", "country": "KE", "attributes": {"x": "` + long + `"}}]}`,
		`{"applicants": [{"id": "a", "country": "KE", "reviews": [` + reviewers(100) + `]}]}`,
	} {
		_, err := sel.ParseIntake([]byte(intake))
		assert.NoError(t, err, intake)
	}
}

func reviewers(n int) string {
	var list []string
	for i := range n {
		list = append(list, `{"reviewer": "r`+strconv.Itoa(i)+`"}`)
	}
	return strings.Join(list, ",")
}

// All violations of all applicants are reported at once, and no violation quotes a
// person's values.
func TestApplicantsViolationsAtOnce(t *testing.T) {
	t.Parallel()
	sel, _ := reference(t)
	as := []admission.Applicant{
		{ID: "a", Country: "KE", Degree: &admission.Degree{Level: "secret degree"}, Gender: "Sexe-secret", Languages: map[string]admission.LanguageLevel{"en": "secret", "fr": ""}},
		{ID: "b", Country: "Secretistan", ExperienceMonths: new(-5), Role: "secret\xff", TimeZone: strings.Repeat("secret", 50)},
		{ID: "b", Country: "CH", Numbers: map[string]exact.Decimal{"n": {Decimal: decimal.New(1, 30_000_000)}, "m": {}}, Attributes: map[string]string{"k": "secret\xff"}},
		{ID: "secret\n", Country: "CH", Reviews: []admission.Review{
			{Reviewer: "secret\x00", Scores: map[string]exact.Decimal{"letter": dec("123456"), "other": {}}},
			{Reviewer: "secret\x00", Scores: map[string]exact.Decimal{"letter": {Decimal: decimal.New(1, -30_000_000)}}},
		}},
	}
	_, err := sel.Select(admission.Intake{Applicants: as})
	var faults rule.Violations
	require.ErrorAs(t, err, &faults)
	for i := range faults {
		faults[i].Path = strings.TrimPrefix(faults[i].Path, "applicants")
	}
	err = faults
	assert.Equal(t, [][2]string{
		{"unknown-value", "[0].gender"}, {"unknown-value", "[0].degree.level"}, {"unknown-value", `[0].languages["en"]`}, {"unknown-value", `[0].languages["fr"]`},
		{"unknown-country", "[1].country"}, {"text", "[1].role"}, {"range", "[1].experience_months"}, {"too-long", "[1].time_zone"},
		{"duplicate-id", "[2].id"}, {"required", `[2].numbers["m"]`}, {"decimal", `[2].numbers["n"]`}, {"text", `[2].attributes["k"]`},
		{"id", "[3].id"}, {"id", "[3].reviews[0].reviewer"}, {"score-range", `[3].reviews[0].scores["letter"]`}, {"required", `[3].reviews[0].scores["other"]`},
		{"duplicate-reviewer", "[3].reviews[1].reviewer"}, {"id", "[3].reviews[1].reviewer"}, {"decimal", `[3].reviews[1].scores["letter"]`},
	}, codes(t, err))
	assert.NotContains(t, strings.ToLower(err.Error()), "secret")
	assert.NotContains(t, err.Error(), "123456")

	// Assess and Eligibility do not panic on the values that the intake refused; these
	// values count as absent.
	for _, a := range as {
		assert.NotPanics(t, func() { sel.Assess(a); sel.Eligibility(a) })
	}
}

// Values with a violation are not compared: the same mistake made twice is not reported
// as a duplicate.
func TestSpoiltValuesAreNotCompared(t *testing.T) {
	t.Parallel()
	role := admission.Test{Role: &admission.RoleTest{In: []string{"x"}}}
	list := admission.List{Source: "s", AsOf: on("2024-01-01"), Status: map[string]string{"KE": "a"}}
	override := admission.Override{List: "unsd-2021-12", Country: "ZZ", Status: "developing"}
	part := admission.ScorePart{Weight: dec("1")}
	huge := exact.Decimal{Decimal: decimal.New(1, 30_000_000)}
	for _, c := range []struct {
		policy admission.Policy
		want   [][2]string
	}{
		{admission.Policy{Requirements: []admission.Requirement{{Level: "desired", Test: role}, {Level: "desired", Test: role}}},
			[][2]string{{"required", "requirements[0].code"}, {"required", "requirements[1].code"}}},
		{admission.Policy{Lists: []admission.List{list, list}}, [][2]string{{"required", "lists[0].name"}, {"required", "lists[1].name"}}},
		{admission.Policy{Overrides: []admission.Override{override, override}}, [][2]string{{"unknown-country", "overrides[0].country"}, {"unknown-country", "overrides[1].country"}}},
		{admission.Policy{Priority: []admission.Priority{{Code: "k", Key: admission.Key{Score: &admission.ScoreKey{Parts: []admission.ScorePart{part, part}, Max: dec("1"), OverReviewers: "mean"}}}}},
			[][2]string{{"required", "priority[0].key.score.parts[0].name"}, {"required", "priority[0].key.score.parts[1].name"}}},
		{admission.Policy{Shares: []admission.Share{{Code: "f", Of: admission.ShareOf{Test: &role}, AtLeast: &admission.Bound{Percent: huge}}}}, [][2]string{{"decimal", "shares[0].at_least.percent"}}},
		{admission.Policy{Priority: []admission.Priority{{Code: "k", Key: admission.Key{Score: &admission.ScoreKey{Parts: []admission.ScorePart{{Name: "a", Weight: huge}}, Max: huge, OverReviewers: "mean"}}}}},
			[][2]string{{"decimal", "priority[0].key.score.parts[0].weight"}, {"decimal", "priority[0].key.score.max"}}},
		{admission.Policy{Requirements: []admission.Requirement{{Code: "q", Level: "desired", Test: admission.Test{Number: &admission.NumberTest{Name: "n", AtLeast: huge, AtMost: huge}}}}},
			[][2]string{{"decimal", "requirements[0].test.number.at_least"}, {"decimal", "requirements[0].test.number.at_most"}}},
	} {
		c.policy.Capacity = 1
		_, err := admission.Compile(c.policy)
		assert.Equal(t, c.want, codes(t, err))
	}
}

func TestLanguageTags(t *testing.T) {
	t.Parallel()
	sel, _ := reference(t)
	for tag, fine := range map[string]bool{
		"en": true, "eng": true, "en-US": true, "en-419": true, "de-CH-1996": true, "en-x-abcdefgh": true, "zh-Hant": true,
		"": false, "e": false, "engl": false, "EN": false, "eN": false, "e1": false, "en-": false, "en--US": false, "-en": false, "en_US": false, "en-abcdefghi": false, "en-Ü": false, "en ": false,
	} {
		a := qualified("a")
		a.Languages[tag] = "fluent"
		_, err := sel.Select(admission.Intake{Applicants: []admission.Applicant{a}})
		if fine {
			assert.NoError(t, err, tag)
		} else {
			assert.Equal(t, [][2]string{{"language-tag", rule.Key("applicants[0].languages", tag)}}, codes(t, err))
		}
	}
}

// An applicant at all limits is accepted. One entry more in each list and map is refused.
func TestLimitsOfAnApplicant(t *testing.T) {
	t.Parallel()
	sel, _ := reference(t)
	text := strings.Repeat("x", 256)
	fill := func(n int) admission.Applicant {
		a := admission.Applicant{ID: strings.Repeat("i", document.MaxID), Country: "KE", Role: text, TimeZone: text, ExperienceMonths: new(1200),
			Languages: map[string]admission.LanguageLevel{}, Documents: map[string]bool{}, Numbers: map[string]exact.Decimal{}, Attributes: map[string]string{}}
		for i := range n {
			name := strconv.Itoa(i)
			a.Languages["en-"+name], a.Documents[name], a.Numbers[name], a.Attributes[name] = "native", true, dec(strings.Repeat("9", 64)), text
		}
		scores := map[string]exact.Decimal{"questionnaire": dec("10"), "letter": dec("0")}
		for i := range n - len(scores) {
			scores[strconv.Itoa(i)] = dec("12345")
		}
		countries := strings.Fields("AD AE AF AG AL AM AO AR AT AU AZ BA BB BD BE BF BG")[:16+n-256]
		a.Countries = admission.Countries{Nationality: countries, Residence: countries}
		for i := range min(n, 100+n-256) {
			a.Reviews = append(a.Reviews, admission.Review{Reviewer: strconv.Itoa(i), Scores: scores})
		}
		return a
	}
	check := func(a admission.Applicant) error {
		text, err := json.Marshal([]admission.Applicant{a})
		require.NoError(t, err)
		_, err = sel.ParseApplicants(text)
		return err
	}
	assert.NoError(t, check(fill(256)))
	var want [][2]string
	for _, path := range []string{"countries.nationality", "countries.residence", "languages", "documents", "numbers", "attributes", "reviews"} {
		want = append(want, [2]string{"too-many", "[0]." + path})
	}
	for i := range 100 + 1 {
		want = append(want, [2]string{"too-many", "[0].reviews[" + strconv.Itoa(i) + "].scores"})
	}
	assert.Equal(t, want, codes(t, check(fill(256+1))))
}

// An intake and a roster hold at most 10,000,000 applicants. If there are more, nothing
// else is reported. The test shows this with a limit of 10.
func TestTooManyApplicants(t *testing.T) {
	t.Parallel()
	sel := compile(t, admission.Policy{Capacity: 1})
	assert.Equal(t, 10_000_000, sel.People())
	sel = sel.Holding(10)
	list := func(n int) []admission.Applicant {
		as := make([]admission.Applicant, n)
		for i := range as {
			as[i] = admission.Applicant{ID: strconv.Itoa(i)}
		}
		return as
	}
	many := list(11)
	many[3].ID, many[4].Gender = "", "x"
	assert.NoError(t, sel.ValidateApplicants(list(10)))
	assert.Equal(t, [][2]string{{"too-many", ""}}, codes(t, sel.ValidateApplicants(many)))
	_, err := sel.Select(admission.Intake{Applicants: list(10), Seed: seed})
	assert.NoError(t, err)
	_, err = sel.Select(admission.Intake{Applicants: many, Seed: seed})
	assert.Equal(t, [][2]string{{"too-many", "applicants"}}, codes(t, err))

	var events []admission.Event
	for _, a := range list(10) {
		events = append(events, applied(1, a))
	}
	roster, _, err := sel.Apply(sel.Roster(), append(events, applied(2, list(10)[9]))...)
	assert.NoError(t, err, "the last one changes the tenth application")
	assert.Len(t, roster.Applicants, 10)
	_, _, err = sel.Apply(sel.Roster(), append(events, applied(2, list(11)[10]))...)
	assert.Equal(t, [][2]string{{"too-many", "[10].applied"}}, codes(t, err))
}

// If two score keys use one part, the scores of the part are limited by the smaller max
// of the two keys, whichever key comes first.
func TestScoreOfTwoKeys(t *testing.T) {
	t.Parallel()
	key := func(code, limit string) admission.Priority {
		return admission.Priority{Code: code, Key: admission.Key{Score: &admission.ScoreKey{
			Parts: []admission.ScorePart{{Name: "a", Weight: dec("1")}}, Max: dec(limit), OverReviewers: "mean",
		}}}
	}
	for _, keys := range [][]admission.Priority{{key("k", "5"), key("l", "10")}, {key("k", "10"), key("l", "5")}} {
		sel := compile(t, admission.Policy{Capacity: 1, Priority: keys})
		for score, fine := range map[string]bool{"0": true, "5": true, "5.01": false, "10": false} {
			_, err := sel.Select(admission.Intake{Applicants: []admission.Applicant{{ID: "a", Country: "KE", Reviews: []admission.Review{
				{Reviewer: "r", Scores: map[string]exact.Decimal{"a": dec(score), "unused": dec("99")}},
			}}}})
			assert.Equal(t, fine, err == nil, score)
		}
	}
}

// Each score key has its own score. Two people tie in the first score, and the second
// score decides.
func TestTwoScoresAreTwoKeys(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 1}
	for _, part := range []string{"a", "b"} {
		p.Priority = append(p.Priority, admission.Priority{Code: part, Key: admission.Key{Score: &admission.ScoreKey{
			Parts: []admission.ScorePart{{Name: part, Weight: dec("1")}}, Max: dec("10"), OverReviewers: "mean",
		}}})
	}
	person := func(id, a, b string) admission.Applicant {
		return admission.Applicant{ID: id, Reviews: []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{"a": dec(a), "b": dec(b)}}}}
	}
	s := choose(t, compile(t, p), []admission.Applicant{person("x", "5", "1"), person("y", "5", "9"), person("z", "4", "10")})
	assert.Equal(t, []string{"y", "x", "z"}, called(s))
	assert.Equal(t, []admission.KeyValue{{Code: "a", Value: "5"}, {Code: "b", Value: "9"}}, s.Admitted[0].Keys)
	assert.Equal(t, "b", s.Waitlist[0].DecidedBy)
}

// An intake accepts a number only if a document can hold it, in at most 64 characters. If
// an applicant is assessed without an intake, a number that no document can hold counts
// as absent.
func TestNumbersThatADocumentCannotHold(t *testing.T) {
	t.Parallel()
	sel := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "n", Level: "required",
		Test: admission.Test{Number: &admission.NumberTest{Name: "n", AtLeast: dec("-" + strings.Repeat("9", 63))}}}}})
	held := 0
	for exponent := int32(-70); exponent <= 70; exponent++ {
		for _, digits := range []int{1, 17, 18, 19, 20, 31, 32, 33, 62, 63, 64, 65} {
			for _, sign := range []string{"", "-"} {
				coefficient, _ := new(big.Int).SetString(sign+strings.Repeat("9", digits), 10)
				d := exact.Decimal{Decimal: decimal.NewFromBigInt(coefficient, exponent)}
				_, err := exact.ParseDecimal(d.String())
				a := admission.Applicant{ID: "a", Numbers: map[string]exact.Decimal{"n": d}}
				e, _ := sel.Eligibility(a)
				if err == nil {
					held++
					require.NoError(t, sel.ValidateApplicants([]admission.Applicant{a}), "%s9 %d times, exponent %d", sign, digits, exponent)
					require.Equal(t, d.Rat().Cmp(dec("-"+strings.Repeat("9", 63)).Rat()) >= 0, e == admission.Eligible)
				} else {
					require.Equal(t, [][2]string{{"decimal", `[0].numbers["n"]`}}, codes(t, sel.ValidateApplicants([]admission.Applicant{a})), "%s9 %d times, exponent %d", sign, digits, exponent)
					require.Equal(t, admission.Incomplete, e)
				}
			}
		}
	}
	assert.Greater(t, held, 500)
}

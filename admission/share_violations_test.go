package admission_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Each way in which a share can be malformed has its code and path.
func TestShareViolations(t *testing.T) {
	t.Parallel()
	role := `{"test": {"role": {"in": ["x"]}}}`
	share := func(rest string) string {
		return `{"capacity": 5, "shares": [{"code": "s", ` + rest + `}]}`
	}
	for _, c := range []struct{ code, path, policy string }{
		{"required", "shares[0].code", `{"capacity": 5, "shares": [{"of": ` + role + `, "at_least": {"count": 1}}]}`},
		{"one-of", "shares[0].of", share(`"at_least": {"count": 1}, "of": {}`)},
		{"one-of", "shares[0].of", share(`"at_least": {"count": 1}, "of": {"country": "served", "region": "served"}`)},
		{"unknown-value", "shares[0].of.country", share(`"at_least": {"count": 1}, "of": {"country": "employer"}`)},
		{"unknown-value", "shares[0].of.region", share(`"at_least": {"count": 1}, "of": {"region": "employer"}`)},
		{"id", "shares[0].of.attribute", share(`"at_least": {"count": 1}, "of": {"attribute": " a"}`)},
		{"required", "shares[0]", share(`"of": ` + role)},
		{"required", "shares[0]", share(`"of": {"attribute": "a"}, "groups": {}`)},
		{"one-of", "shares[0].at_least", share(`"of": ` + role + `, "at_least": {}`)},
		{"one-of", "shares[0].at_most", share(`"of": ` + role + `, "at_most": {"count": 1, "percent": "1"}`)},
		{"range", "shares[0].at_least.count", share(`"of": ` + role + `, "at_least": {"count": -1}`)},
		{"range", "shares[0].at_least.count", share(`"of": ` + role + `, "at_least": {"count": 1000001}`)},
		{"range", "shares[0].at_most.percent", share(`"of": ` + role + `, "at_most": {"percent": "100.000000001"}`)},
		{"range", "shares[0].at_most.percent", share(`"of": ` + role + `, "at_most": {"percent": "-1"}`)},
		{"range", "shares[0].at_most.percent", share(`"of": ` + role + `, "at_most": {"percent": "0.0000000001"}`)},
		{"decimal", "shares[0].at_most.percent", share(`"of": ` + role + `, "at_most": {"percent": "1e3"}`)},
		{"bounds", "shares[0]", share(`"of": ` + role + `, "at_least": {"count": 3}, "at_most": {"count": 2}`)},
		{"bounds", "shares[0]", share(`"of": ` + role + `, "at_least": {"percent": "50.1"}, "at_most": {"percent": "50"}`)},
		{"bounds", "shares[0]", share(`"of": ` + role + `, "at_least": {"percent": "50"}, "at_most": {"count": 2}`)},
		{"bounds", "shares[0]", share(`"of": ` + role + `, "at_least": {"count": 3}, "at_most": {"percent": "59"}`)},
		{"not-used", "shares[0].groups", share(`"of": ` + role + `, "at_least": {"count": 1}, "groups": {"met": {"at_most": {"count": 1}}}`)},
		{"unknown-country", `shares[0].groups["Kenya"]`, share(`"of": {"country": "served"}, "groups": {"Kenya": {"at_most": {"count": 1}}}`)},
		{"unknown-region", `shares[0].groups["EU"]`, share(`"of": {"region": "served"}, "groups": {"EU": {"at_most": {"count": 1}}}`)},
		{"text", `shares[0].groups[""]`, share(`"of": {"attribute": "a"}, "groups": {"": {"at_most": {"count": 1}}}`)},
		{"required", `shares[0].groups["x"]`, share(`"of": {"attribute": "a"}, "groups": {"x": {}}`)},
		{"one-of", `shares[0].groups["x"].at_most`, share(`"of": {"attribute": "a"}, "groups": {"x": {"at_most": {}}}`)},
		{"range", `shares[0].groups["x"].at_most.count`, share(`"of": {"attribute": "a"}, "groups": {"x": {"at_most": {"count": -1}}}`)},
		{"range", `shares[0].groups["x"].at_most.percent`, share(`"of": {"attribute": "a"}, "groups": {"x": {"at_most": {"percent": "101"}}}`)},
		{"bounds", `shares[0].groups["x"]`, share(`"of": {"attribute": "a"}, "groups": {"x": {"at_least": {"count": 2}, "at_most": {"count": 1}}}`)},
		{"unknown-value", "shares[0].else", share(`"of": ` + role + `, "at_least": {"count": 1}, "else": "close"`)},
		{"leave-open", "shares[0].else", share(`"of": ` + role + `, "at_most": {"count": 1}, "else": "leave_open"`)},
		{"leave-open", "shares[0].else", share(`"of": {"country": "served"}, "at_least": {"count": 1}, "else": "leave_open"`)},
		{"leave-open", "shares[0].else", share(`"of": {"country": "served"}, "at_least": {"count": 1}, "groups": {"KE": {"at_least": {"count": 2}}}, "else": "leave_open"`)},
		{"leave-open", "shares[0].else", share(`"of": {"country": "served"}, "groups": {"KE": {"at_most": {"count": 2}}}, "else": "leave_open"`)},
		{"duplicate-code", "shares[0].code", `{"capacity": 5, "priority": [{"code": "s", "key": {"number": {"name": "n", "first": "lowest"}}}], "shares": [{"code": "s", "of": ` + role + `, "at_least": {"count": 1}}]}`},
		{"reserved-code", "shares[0].code", `{"capacity": 5, "shares": [{"code": "came_later", "of": ` + role + `, "at_least": {"count": 1}}]}`},
		{"format", "format", `{"capacity": 5, "format": 2}`},
		{"required", "priority[0].key.number.first", `{"capacity": 5, "priority": [{"code": "k", "key": {"number": {"name": "n"}}}]}`},
		{"unknown-value", "priority[0].key.number.first", `{"capacity": 5, "priority": [{"code": "k", "key": {"number": {"name": "n", "first": "last"}}}]}`},
		{"unknown-key-code", "requirements[0].test.score.key", `{"capacity": 5, "requirements": [{"code": "q", "level": "required", "test": {"score": {"key": "k", "reviews": 1}}}]}`},
		{"required", "requirements[0].test.score.at_least", `{"capacity": 5, "priority": [` + scoreKey + `], "requirements": [{"code": "q", "level": "required", "test": {"score": {"key": "k"}}}]}`},
		{"unknown-key-code", "requirements[0].test.score.key", `{"capacity": 5, "priority": [` + scoreKey + `], "requirements": [{"code": "q", "level": "required", "test": {"score": {"key": "l", "reviews": 1}}}]}`},
		{"range", "requirements[0].test.score.at_least", `{"capacity": 5, "priority": [` + scoreKey + `], "requirements": [{"code": "q", "level": "required", "test": {"score": {"key": "k", "at_least": "10.1"}}}]}`},
		{"range", "requirements[0].test.score.at_least", `{"capacity": 5, "priority": [` + scoreKey + `], "requirements": [{"code": "q", "level": "required", "test": {"score": {"key": "k", "at_least": "-1"}}}]}`},
		{"range", "requirements[0].test.score.reviews", `{"capacity": 5, "priority": [` + scoreKey + `], "requirements": [{"code": "q", "level": "required", "test": {"score": {"key": "k", "reviews": 101}}}]}`},
		{"unknown-value", "requirements[0].test.country.of", `{"capacity": 5, "requirements": [{"code": "q", "level": "required", "test": {"country": {"of": "birth", "in": ["KE"]}}}]}`},
	} {
		_, err := admission.Parse([]byte(c.policy))
		assert.Equal(t, [][2]string{{c.code, c.path}}, codes(t, err), c.policy)
	}
	for _, policy := range []string{
		share(`"of": ` + role + `, "at_least": {"count": 0}, "at_most": {"count": 1000000}`),
		share(`"of": ` + role + `, "at_least": {"percent": "60"}, "at_most": {"count": 3}`),
		share(`"of": ` + role + `, "at_least": {"count": 3}, "at_most": {"percent": "60"}`),
		share(`"of": ` + role + `, "at_least": {"percent": "50"}, "at_most": {"percent": "50.0"}`),
		share(`"of": {"region": "residence"}, "groups": {"Africa": {"at_least": {"count": 1}}}, "at_most": {"count": 2}`),
		share(`"of": {"attribute": "a"}, "groups": {"x": {"at_least": {"count": 1}}}, "else": "leave_open"`),
		`{"capacity": 5, "format": 1, "priority": [` + scoreKey + `], "requirements": [{"code": "q", "level": "required", "test": {"score": {"key": "k", "at_least": "10", "reviews": 100}}}]}`,
		`{"capacity": 5, "format": 1, "priority": [` + scoreKey + `], "requirements": [{"code": "q", "level": "required", "test": {"score": {"key": "k", "at_least": "0"}}}]}`,
	} {
		p, err := admission.Parse([]byte(policy))
		require.NoError(t, err, policy)
		text, err := json.Marshal(p)
		require.NoError(t, err)
		back, err := admission.Parse(text)
		require.NoError(t, err)
		assert.Equal(t, p, back, "round trip")
	}
	// A policy made in Go can hold values that no text can hold.
	long := exact.Decimal{Decimal: decimal.New(1, 70)}
	for want, b := range map[string]admission.Bound{"decimal .at_most.percent": {Percent: long}, "one-of .at_most": {Percent: long, Count: new(-1)}} {
		p := admission.Policy{Capacity: 5, Shares: []admission.Share{{Code: "s", Of: admission.ShareOf{Attribute: "a"}, Groups: map[string]admission.Bounds{"x": {AtMost: &b}}}}}
		code, path, _ := strings.Cut(want, " ")
		assert.Equal(t, [][2]string{{code, `shares[0].groups["x"]` + path}}, codes(t, p.Validate()))
	}
	_, err := admission.Parse([]byte(`{"capacity": 5, "requirements": [{"code": "q", "level": "required", "test": {"score": {"key": "l", "reviews": 1}}}], "priority": [` + scoreKey + `]}`))
	assert.Contains(t, err.Error(), "want the code of a score key: k")
}

const scoreKey = `{"code": "k", "key": {"score": {"parts": [{"name": "a", "weight": "1"}], "max": "10", "over_reviewers": "mean"}}}`

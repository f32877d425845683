package rule_test

import (
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
)

// All, Any and Not return what the truth tables of strong Kleene logic say.
func TestVerdictKleene(t *testing.T) {
	t.Parallel()
	const m, n, u = rule.Met, rule.NotMet, rule.Unknown
	for _, c := range []struct{ a, b, all, any rule.Verdict }{
		{m, m, m, m}, {m, n, n, m}, {m, u, u, m},
		{n, m, n, m}, {n, n, n, n}, {n, u, n, u},
		{u, m, u, m}, {u, n, n, u}, {u, u, u, u},
	} {
		assert.Equal(t, c.all, rule.All(c.a, c.b), "%v and %v", c.a, c.b)
		assert.Equal(t, c.any, rule.Any(c.a, c.b), "%v or %v", c.a, c.b)
	}
	assert.Equal(t, m, rule.All(), "all of nothing")
	assert.Equal(t, n, rule.Any(), "any of nothing")
	assert.Equal(t, []rule.Verdict{n, m, u}, []rule.Verdict{rule.Not(m), rule.Not(n), rule.Not(u)})
	assert.Equal(t, rule.Unknown, rule.Verdict(0), "the zero value is not an answer")
}

func TestVerdictText(t *testing.T) {
	t.Parallel()
	for verdict, text := range map[rule.Verdict]string{rule.Met: "met", rule.NotMet: "not_met", rule.Unknown: "unknown"} {
		assert.Equal(t, text, verdict.String())
		var back rule.Verdict
		assert.NoError(t, back.UnmarshalText([]byte(text)))
		assert.Equal(t, verdict, back)
	}
	var v rule.Verdict
	assert.Error(t, v.UnmarshalText([]byte("Met")))
	assert.Equal(t, rule.Met, rule.Of(true))
	assert.Equal(t, rule.NotMet, rule.Of(false))
}

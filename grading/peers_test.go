package grading_test

import (
	"encoding/json"
	"math/big"
	"os"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// peer is a case from the documentation or the test suite of another gradebook,
// stated in our form. Theirs is the figure that the source states, with the
// rounding of the source. Total is our exact total. Why says why the two
// differ, or why we refuse the scheme or the marks.
type peer struct {
	ID         string           `json:"id"`
	Source     string           `json:"source"`
	Scheme     json.RawMessage  `json:"scheme"`
	Marks      json.RawMessage  `json:"marks"`
	Total      string           `json:"total"`
	Theirs     string           `json:"theirs"`
	Differs    string           `json:"differs"`
	SoFar      string           `json:"so_far"`
	Decision   grading.Decision `json:"decision"`
	Outcome    string           `json:"outcome"`
	Violations []string         `json:"violations"` // of the scheme
	Refused    []string         `json:"refused"`    // of the marks
	Why        string           `json:"why"`
}

func TestPeers(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/peers.json")
	require.NoError(t, err)
	var all []peer
	require.NoError(t, json.Unmarshal(data, &all))
	equal, differ, refused := 0, 0, 0
	for _, p := range all {
		switch {
		case p.Violations != nil || p.Refused != nil:
			refused++
			assert.NotEmpty(t, p.Why, p.ID)
		case p.Differs != "":
			differ++
			assert.NotEmpty(t, p.Why, p.ID)
		default:
			equal++
		}
		p.check(t)
	}
	t.Logf("%d cases: %d equal, %d differ, %d refused", len(all), equal, differ, refused)
	assert.GreaterOrEqual(t, len(all), 60)
}

func (p peer) check(t *testing.T) {
	t.Helper()
	s, err := grading.Parse(p.Scheme)
	if p.Violations != nil {
		for _, code := range p.Violations {
			assert.ErrorIs(t, err, rule.Violation{Code: code}, p.ID)
		}
		return
	}
	require.NoError(t, err, p.ID)
	g := compiled(t, s)
	marks, err := g.ParseMarks(p.Marks)
	if p.Refused != nil {
		for _, code := range p.Refused {
			assert.ErrorIs(t, err, rule.Violation{Code: code}, p.ID)
		}
		return
	}
	require.NoError(t, err, p.ID)
	r, err := g.Grade(marks)
	require.NoError(t, err, p.ID)
	assert.Equal(t, p.Total, r.Total.String(), p.ID)
	if p.Theirs != "" {
		_, fraction, _ := strings.Cut(p.Theirs, ".")
		off := new(big.Rat).Sub(r.Total.Rat(), rat(dec(p.Theirs)))
		half := new(big.Rat).SetFrac64(1, 2)
		for range fraction {
			half.Quo(half, ratio(10, 1))
		}
		assert.LessOrEqual(t, off.Abs(off).Cmp(half), 0, "%s: %s is not %s rounded", p.ID, p.Theirs, r.Total)
	}
	if p.SoFar != "" {
		got, err := g.SoFar(marks)
		require.NoError(t, err, p.ID)
		assert.Equal(t, p.SoFar, got.String(), p.ID)
	}
	if p.Decision != "" {
		assert.Equal(t, p.Decision, r.Decision, p.ID)
		assert.Equal(t, p.Outcome, r.Outcome, p.ID)
	}
	checkTree(t, r)
}

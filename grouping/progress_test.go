package grouping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

type progress = func(done, total int64) bool

// watched returns the calls that can be watched. Each call returns its result and an
// error, so that results can be compared.
func watched(t *testing.T, gr *grouping.Grouper, members []grouping.Member, steps int) map[string]func(progress) (any, error) {
	f, err := gr.Form(members, grouping.Options{Steps: steps})
	require.NoError(t, err)
	calls := map[string]func(progress) (any, error){
		"Form": func(p progress) (any, error) {
			return gr.Form(members, grouping.Options{Steps: steps, Progress: p})
		},
		"Reform": func(p progress) (any, error) {
			return gr.Reform(f, members[1:], grouping.ReformOptions{Steps: steps, Progress: p})
		},
	}
	if len(members) > 64 {
		return calls // the other calls search only for up to 64 members
	}
	calls["Assess"] = func(p progress) (any, error) {
		return gr.Assess(f.Groups, members, grouping.Options{Steps: steps, Progress: p})
	}
	certified, err := gr.Form(members, grouping.Options{Proof: true})
	require.NoError(t, err)
	require.NotNil(t, certified.Proof)
	calls["Form with proof"] = func(p progress) (any, error) {
		return gr.Form(members, grouping.Options{Proof: true, Progress: p})
	}
	calls["CheckProof"] = func(p progress) (any, error) {
		return nil, gr.CheckProof(members, certified, grouping.Options{Progress: p})
	}
	return calls
}

// Every call is watched from its first steps to its end, at any size, and watching
// changes nothing. When Progress returns false, the call ends with an error and no
// result, and does not call Progress again.
func TestProgress(t *testing.T) {
	for n, prefer := range map[int][]grouping.Preference{
		32:  spreads(1, fiveCategories...),
		33:  append(spreads(1, "gender"), spreads(2, "region", "sector")...),
		100: spreads(1, "gender", "region"),
		400: append(spreads(1, "gender", "region"), spreads(2, "country", "organisation")...),
	} {
		members := cohort(t, "c1000.csv")[:n]
		gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: prefer})
		for name, call := range watched(t, gr, members, 300_000) {
			want, err := call(nil)
			require.NoError(t, err, name)
			calls, last, whole := 0, int64(-1), int64(0)
			got, err := call(func(done, total int64) bool {
				require.True(t, done >= last && done <= total, "%s: %d after %d of %d", name, done, last, total)
				require.True(t, whole == 0 || whole == total, "%s: one total", name)
				calls, last, whole = calls+1, done, total
				return true
			})
			require.NoError(t, err, name)
			require.Equal(t, want, got, "%s: watching changes nothing", name)
			require.Positive(t, calls, "%s of %d", name, n)
			for _, allowed := range []int{0, 1, calls / 2, calls - 1} {
				asked := 0
				got, err := call(func(_, _ int64) bool { asked++; return asked <= allowed })
				var stopped *grouping.StopError
				require.ErrorAs(t, err, &stopped, "%s of %d after %d of %d", name, n, allowed, calls)
				require.Positive(t, stopped.Done)
				require.Equal(t, allowed+1, asked, name)
				require.Empty(t, got, name)
			}
		}
	}
}

// Form also calls Progress while it looks for the rules in conflict, and the call ends if
// Progress returns false.
func TestProgressOfAConflict(t *testing.T) {
	members := cohort(t, "c1000.csv")[:40]
	rules := []grouping.Requirement{
		{Code: "two", Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "gender", In: []string{"F"}, Count: 3}}},
		{Code: "most", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "gender", In: []string{"F"}, Count: new(2)}}},
	}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 4, Max: 6}, Must: rules})
	calls := 0
	_, err := gr.Form(members, grouping.Options{Progress: func(_, _ int64) bool { calls++; return true }})
	var conflict *grouping.ConflictError
	require.ErrorAs(t, err, &conflict)
	for allowed := range calls {
		asked := 0
		_, err := gr.Form(members, grouping.Options{Progress: func(_, _ int64) bool { asked++; return asked <= allowed }})
		var stopped *grouping.StopError
		require.ErrorAs(t, err, &stopped)
		require.True(t, strings.HasPrefix(err.Error(), "grouping: stopped"))
	}
}

// Calls with only 14 people also end whenever Progress returns false.
func TestProgressOfAFew(t *testing.T) {
	members := cohort(t, "c1000.csv")[:14]
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 4, Max: 5}, Prefer: append(spreads(1, "region"), spreads(2, "sector", "organisation")...)})
	for name, call := range watched(t, gr, members, 20_000) {
		calls := 0
		_, err := call(func(_, _ int64) bool { calls++; return true })
		require.NoError(t, err, name)
		require.True(t, calls > 0 || name == "CheckProof", name)
		for allowed := range calls {
			asked := 0
			got, err := call(func(_, _ int64) bool { asked++; return asked <= allowed })
			var stopped *grouping.StopError
			require.ErrorAs(t, err, &stopped, "%s after %d of %d", name, allowed, calls)
			require.Equal(t, allowed+1, asked, name)
			require.Empty(t, got, name)
		}
	}
}

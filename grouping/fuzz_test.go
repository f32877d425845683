package grouping_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// Any text is either refused with violations, or read as a policy. If Form succeeds with
// this policy, the groups have allowed sizes and keep every required rule.
func FuzzPolicy(f *testing.F) {
	f.Add([]byte(reference))
	f.Add([]byte(`{"sizes":{"count":2},"must":[{"code":"a","rule":{"together":{"sets":[["a","b"],["b","c"]]}}},{"code":"b","rule":{"apart":{"sets":[["a","c"]]}}}]}`))
	f.Add([]byte(`{"sizes":{"exact":[3,2,1]},"must":[{"code":"p","rule":{"pin":{"pins":[{"group":3,"members":["a"]}]}}}],"prefer":[{"code":"h","tier":1,"rule":{"common_hours":{"minutes":60,"stretch":30}}}]}`))
	f.Add([]byte(`{"sizes":{"min":1,"max":3},"prefer":[{"code":"r","tier":2,"rule":{"range":{"number":"z","unit":"0.5","within":"2"}}},{"code":"g","tier":1,"rule":{"gather":{"category":"x","missing":"p"}}},{"code":"n","tier":1,"rule":{"not_alone":{"category":"x"}}},{"code":"l","tier":1,"weight":3,"rule":{"at_least":{"category":"x","in":["p"],"count":1}}},{"code":"m","tier":3,"rule":{"at_most":{"category":"x","count":1}}},{"code":"v","tier":3,"rule":{"avoid_repeat":{"groups":[["a","b"]]}}},{"code":"k","tier":3,"rule":{"keep":{"groups":[["a","b"]]}}}]}`))
	f.Add([]byte(`{"sizes":{"min":1,"max":2,"per":"x"},"must":[{"code":"p","rule":{"pin":{"pins":[{"group":2,"members":["b"]}]}}}],"prefer":[{"code":"s","tier":1,"rule":{"agree":{"list":"l","otherwise":"1"}}}]}`))
	f.Add([]byte(`{"sizes":{"min":2,"max":4,"prefer":"small"},"must":[{"code":"t","rule":{"together":{"sets":[["a","b","c","d"]]}}}]}`)) // kept only in sizes that are not preferred
	members := []grouping.Member{}
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		m := grouping.Member{ID: id, Categories: map[string]string{"x": string(id[0]%3 + 'p')}, Numbers: map[string]exact.Decimal{"z": exact.MustDecimal("1.5")}}
		m.Available = []civil.Interval{{Start: day, End: day.Add(time.Duration(id[0]) * time.Minute)}}
		members = append(members, m)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var p grouping.Policy
		if err := document.Parse(data, &p, func(r *rule.Report) { p.Check(r) }); err != nil {
			var vs rule.Violations
			require.ErrorAs(t, err, &vs)
			return
		}
		text, err := json.Marshal(p)
		require.NoError(t, err)
		var again grouping.Policy
		require.NoError(t, document.Decode(text, &again))
		require.Equal(t, p, again)
		gr, err := grouping.Compile(p)
		require.NoError(t, err)
		formation, err := gr.Form(members, grouping.Options{Steps: 2000})
		if err != nil {
			var size *grouping.SizeError
			var conflict *grouping.ConflictError
			var vs rule.Violations
			require.True(t, errors.As(err, &size) || errors.As(err, &conflict) || errors.As(err, &vs))
			return
		}
		moved := slices.ContainsFunc(formation.Findings, func(f rule.Finding) bool { return f.Code == "other-sizes" })
		sizes, err := p.Sizes.Split(len(members))
		for g, group := range formation.Groups {
			if p.Sizes.Max > 0 && (moved || p.Sizes.Per != "") {
				require.True(t, len(group) >= p.Sizes.Min && len(group) <= p.Sizes.Max)
			} else {
				require.NoError(t, err)
				require.Len(t, group, sizes[g])
			}
		}
		all := slices.Sorted(slices.Values(slices.Concat(formation.Groups...)))
		require.Equal(t, []string{"a", "b", "c", "d", "e", "f"}, all)
		for _, r := range formation.Rules[:len(p.Must)] {
			require.Zero(t, r.Cost)
		}
	})
}

// Any text is either refused with violations, or read as members. If Form succeeds, every
// member is in a group.
func FuzzMembers(f *testing.F) {
	f.Add([]byte(`[{"id":"a","categories":{"gender":"woman"},"numbers":{"experience_months":"12"}},{"id":"b","available":[{"start":"2024-11-09T08:00:00+01:00","end":"2024-11-09T09:00:00Z"}]}]`))
	f.Add([]byte(`[{"id":"a"},{"id":"a"},{"id":"\u0000"}]`))
	f.Add([]byte(`[{"id":"a","numbers":{"experience_months":"0.1"}}]`))
	gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 2}, Prefer: append(spreads(1, "gender"),
		grouping.Preference{Code: "experience", Tier: 2, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "experience_months", Unit: exact.MustDecimal("1")}}},
		grouping.Preference{Code: "hours", Tier: 3, Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}})})
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		var members []grouping.Member
		if document.Decode(data, &members) != nil {
			return
		}
		formation, err := gr.Form(members, grouping.Options{Steps: 2000})
		if err != nil {
			var vs rule.Violations
			require.ErrorAs(t, err, &vs)
			return
		}
		placed := 0
		for _, group := range formation.Groups {
			require.LessOrEqual(t, len(group), 2)
			placed += len(group)
		}
		require.Equal(t, len(members), placed)
	})
}

// The intervals of an availability are in order, and there is a gap between any two.
func FuzzAvailability(f *testing.F) {
	f.Add("2024-10-26", "2024-10-28", "01:30", "03:30", "Europe/Zurich")
	f.Add("2024-03-30", "2024-03-31", "02:10", "02:50", "Europe/Zurich")
	f.Add("2024-11-02", "2024-11-09", "22:00", "02:00", "America/New_York")
	f.Fuzz(func(t *testing.T, first, last, from, to, zone string) {
		a := grouping.Availability{Zone: zone, First: first, Last: last, Hours: []grouping.Hours{{From: from, To: to}}}
		got, err := a.Intervals(time.LoadLocation)
		if err != nil {
			var vs rule.Violations
			require.ErrorAs(t, err, &vs)
			return
		}
		for i, interval := range got {
			require.True(t, interval.Start.Before(interval.End))
			require.True(t, i == 0 || got[i-1].End.Before(interval.Start))
		}
	})
}

// Either the proof of a stored formation is refused with violations, or the groups of the
// formation have the least cost.
func FuzzProof(f *testing.F) {
	gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Prefer: spreads(1, "g")})
	require.NoError(f, err)
	var members []grouping.Member
	for i, id := range []string{"a", "b", "c", "d", "e"} {
		members = append(members, grouping.Member{ID: id, Categories: map[string]string{"g": []string{"w", "m"}[i%2]}})
	}
	good, err := gr.Form(members, grouping.Options{Proof: true})
	require.NoError(f, err)
	data, err := json.Marshal(good)
	require.NoError(f, err)
	f.Add(data)
	f.Add(bytes.Replace(data, []byte(`"scale":16777216`), []byte(`"scale":-1`), 1))
	f.Add(bytes.Replace(data, []byte(`"prices":{`), []byte(`"prices":{"z":9223372036854775807,`), 1))
	f.Add([]byte(`{"groups":[["a","b"],["c","d","e"]],"tiers":[],"rules":[],"seed":"","steps":0,"proof":{"tiers":[]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		formation, err := grouping.ParseFormation(data)
		if err == nil {
			err = gr.CheckProof(members, formation)
		}
		if err != nil {
			var vs rule.Violations
			require.ErrorAs(t, err, &vs)
			return
		}
		require.Equal(t, good.Tiers[0].Cost, cost(grouping.Rule{Spread: &grouping.SpreadRule{Category: "g"}}, members, formation.Groups))
	})
}

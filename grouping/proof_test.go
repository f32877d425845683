package grouping_test

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// copied returns a deep copy of a formation, made by storing and reading it.
func copied(t testing.TB, f grouping.Formation) grouping.Formation {
	data, err := json.Marshal(f)
	require.NoError(t, err)
	c, err := grouping.ParseFormation(data)
	require.NoError(t, err)
	return c
}

// Every known optimum has a certificate that holds. CheckProof refuses copies of the
// formation that make a false claim: a cost that is too low; groups in which two people
// changed places, with the costs before the change; and such groups with their true
// costs.
func TestCertificatesOfKnownOptima(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 7))}
	accepted, refused := 0, 0
	for i, k := range optima(t) {
		if !long() && i%32 > 0 {
			continue
		}
		members := cohort(t, k.Cohort)
		try := func(name string, p grouping.Policy, optimum []int64) {
			gr := compile(t, p)
			f, err := gr.Form(members, grouping.Options{Seed: "p", Proof: true})
			require.NoError(t, err)
			require.NotNil(t, f.Proof, "%s of %s", name, k.Cohort)
			require.Equal(t, optimum, costs(f.Tiers))
			stored := copied(t, f)
			require.Equal(t, f, stored)
			require.NoError(t, gr.CheckProof(members, stored), "%s of %s", name, k.Cohort)
			accepted++
			for range cases(5, 18) {
				false_ := falsified(t, w, gr, members, f)
				require.Error(t, gr.CheckProof(members, false_))
				refused++
			}
		}
		p, optimum := k.inTiers()
		try("tiers", p, optimum)
		if k.OneTier != nil {
			p, optimum := k.inOneTier()
			try("one tier", p, optimum)
		}
	}
	t.Logf("%d certificates accepted, %d false claims refused", accepted, refused)
}

// falsified returns a copy of a proved formation with a false claim: a cost that is too
// low, or groups that are not the best.
func falsified(t testing.TB, w world, gr *grouping.Grouper, members []grouping.Member, f grouping.Formation) grouping.Formation {
	for {
		c := copied(t, f)
		tier := w.IntN(len(c.Tiers))
		switch w.IntN(3) {
		case 0: // a lower cost
			lower := 1 + int64(w.IntN(20))
			if c.Tiers[tier].Cost < lower {
				continue
			}
			c.Tiers[tier].Cost -= lower
			c.Tiers[tier].Bound -= lower
			c.Proof.Tiers[tier].Cost -= lower
			return c
		case 1: // two people change places, at the earlier costs
			swapTwo(w, c.Groups)
		default: // two people change places, at the true costs
			swapTwo(w, c.Groups)
			scored, err := gr.Assess(c.Groups, members, grouping.Options{Steps: 1})
			require.NoError(t, err)
			for k, tier := range scored.Tiers {
				c.Tiers[k].Cost, c.Tiers[k].Bound = tier.Cost, tier.Cost
				c.Proof.Tiers[k].Cost = tier.Cost
			}
		}
		scored, err := gr.Assess(c.Groups, members, grouping.Options{Steps: 1})
		require.NoError(t, err)
		if !slices.Equal(costs(scored.Tiers), costs(f.Tiers)) {
			return c // groups that are not as good
		}
	}
}

func swapTwo(w world, groups [][]string) {
	a, b := w.IntN(len(groups)), w.IntN(len(groups)-1)
	if b >= a {
		b++
	}
	i, j := w.IntN(len(groups[a])), w.IntN(len(groups[b]))
	groups[a][i], groups[b][j] = groups[b][j], groups[a][i]
}

// A tier costs nothing if no member has a value that its rule names. The certificate has
// this tier too, and holds.
func TestProofOfARuleAboutNobody(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 2}, Prefer: []grouping.Preference{
		{Code: "all", Tier: 1, Weight: new(1), Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "role"}}},
		{Code: "nobody", Tier: 2, Weight: new(1), Rule: grouping.Rule{NotAlone: &grouping.NotAloneRule{List: "skills", In: []string{"pilot"}}}},
		{Code: "again", Tier: 3, Weight: new(1), Rule: grouping.Rule{Gather: &grouping.GatherRule{Category: "role"}}},
	}})
	members := many(6)
	for i := range members {
		members[i].Categories = map[string]string{"role": string('a' + rune(i%3))}
	}
	f, err := gr.Form(members, grouping.Options{Proof: true})
	require.NoError(t, err)
	require.NotNil(t, f.Proof)
	require.Len(t, f.Proof.Tiers, 3)
	assert.Zero(t, f.Proof.Tiers[1].Cost)
	require.NoError(t, gr.CheckProof(members, f))
}

// In small cohorts under random policies, the certificate of the best formation holds.
// CheckProof refuses it if its groups are replaced by groups that cost more or break a
// required rule.
func TestProofsOfSmallCohortsAgainstEveryFormation(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 3))}
	holds, worse := 0, 0
	for i := range cases(150, 20_000) {
		n := 2 + w.IntN(6)
		groups := 1 + w.IntN(min(3, n))
		members, p := w.members(n), w.policy(n, groups)
		gr := compile(t, p)
		f, err := gr.Form(members, grouping.Options{Seed: strconv.Itoa(i), Proof: true})
		if err != nil {
			continue
		}
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		require.NotNil(t, f.Proof, "case %d", i)
		require.NoError(t, gr.CheckProof(members, f), "case %d", i)
		_, best := optimum(p, members, sizes)
		require.Equal(t, best, append([]int64{}, costs(f.Tiers)...))
		holds++
		// Count the formations with the best costs.
		kept := map[string]bool{}
		every(members, sizes, func(groups [][]string) {
			for _, m := range p.Must {
				if cost(m.Rule, members, groups) > 0 {
					return
				}
			}
			tiers := tierCosts(p, members, groups)
			cs := []int64{}
			for _, number := range slices.Sorted(maps.Keys(tiers)) {
				cs = append(cs, tiers[number])
			}
			if !slices.Equal(cs, best) {
				return
			}
			var key []string
			pinned := slices.ContainsFunc(p.Must, func(m grouping.Requirement) bool { return m.Rule.Pin != nil }) || slices.ContainsFunc(p.Prefer, func(m grouping.Preference) bool { return m.Rule.Pin != nil })
			for g, group := range groups {
				text := slices.Sorted(slices.Values(group))
				mark := ""
				if pinned {
					mark = strconv.Itoa(g)
				}
				key = append(key, mark+string(must2json(text)))
			}
			slices.Sort(key)
			kept[string(must2json(key))] = true
		})
		if !slices.ContainsFunc(p.Must, func(m grouping.Requirement) bool { return m.Rule.Pin != nil }) && !slices.ContainsFunc(p.Prefer, func(m grouping.Preference) bool { return m.Rule.Pin != nil }) {
			require.Equal(t, len(kept), f.Proof.Formations, "case %d", i)
		}
		// Replace the groups by groups that cost more or break a required rule.
		every(members, sizes, func(groups [][]string) {
			if worse > 50*holds {
				return
			}
			scored, err := gr.Assess(groups, members, grouping.Options{Steps: 1})
			require.NoError(t, err)
			kept := !slices.ContainsFunc(p.Must, func(m grouping.Requirement) bool { return cost(m.Rule, members, groups) > 0 })
			if slices.Equal(append([]int64{}, costs(scored.Tiers)...), best) && kept {
				return
			}
			c := copied(t, f)
			c.Groups = scored.Groups
			for k, tier := range scored.Tiers {
				c.Tiers[k].Cost, c.Tiers[k].Bound, c.Proof.Tiers[k].Cost = tier.Cost, tier.Cost, tier.Cost
			}
			require.Error(t, gr.CheckProof(members, c), "case %d: %v", i, groups)
			worse++
		})
	}
	require.Positive(t, holds)
	require.Positive(t, worse)
}

func must2json(v any) []byte {
	data, _ := json.Marshal(v)
	return data
}

// CheckProof reports what is wrong with a certificate.
func TestCheckProofReports(t *testing.T) {
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Prefer: spreads(1, "g")}
	gr := compile(t, p)
	members := letters("abcde")
	for i := range members {
		members[i].Categories = map[string]string{"g": []string{"w", "m"}[i%2]}
	}
	f, err := gr.Form(members, grouping.Options{Proof: true})
	require.NoError(t, err)
	require.NoError(t, gr.CheckProof(members, f))
	for _, test := range []struct {
		name   string
		change func(c *grouping.Formation)
		want   []string
	}{
		{"no proof", func(c *grouping.Formation) { c.Proof = nil }, []string{"proof required"}},
		{"a tier too few", func(c *grouping.Formation) { c.Proof.Tiers = nil }, []string{"proof.tiers proof"}},
		{"another cost", func(c *grouping.Formation) { c.Proof.Tiers[0].Cost-- }, []string{"tiers[0] proof"}},
		{"another cost of the formation", func(c *grouping.Formation) { c.Tiers[0].Cost++ }, []string{"tiers[0] proof"}},
		{"another bound", func(c *grouping.Formation) { c.Tiers[0].Bound-- }, []string{"tiers[0] proof"}},
		{"another tier", func(c *grouping.Formation) { c.Tiers[0].Number++ }, []string{"tiers[0] proof"}},
		{"not proved", func(c *grouping.Formation) { c.Tiers[0].Proved = false }, []string{"tiers[0] proof"}},
		{"a price missing", func(c *grouping.Formation) { delete(c.Proof.Tiers[0].Prices, "a") }, []string{"proof.tiers[0].prices proof"}},
		{"a stranger's price instead", func(c *grouping.Formation) { delete(c.Proof.Tiers[0].Prices, "a"); c.Proof.Tiers[0].Prices["z"] = 1 }, []string{"proof.tiers[0].prices proof"}},
		{"a price of a stranger", func(c *grouping.Formation) { c.Proof.Tiers[0].Prices["z"] = 1 }, []string{"proof.tiers[0].prices proof"}},
		{"no scale", func(c *grouping.Formation) { c.Proof.Tiers[0].Scale = 0 }, []string{"proof.tiers[0] proof"}},
		{"prices out of range", func(c *grouping.Formation) { c.Proof.Tiers[0].Prices["a"] = 1<<50 + 1 }, []string{"proof.tiers[0] proof"}},
		{"another number of formations", func(c *grouping.Formation) { c.Proof.Formations++ }, []string{"proof.formations proof"}},
		{"a member too few", func(c *grouping.Formation) { c.Groups[0] = c.Groups[0][:2] }, []string{"groups formation"}},
		{"other sizes", func(c *grouping.Formation) {
			c.Groups = [][]string{append(c.Groups[0], c.Groups[1][0]), c.Groups[1][1:]}
		}, []string{"groups formation"}},
		{"other members", func(c *grouping.Formation) { c.Groups[0][0] = "z" }, []string{"groups formation"}},
		{"somebody twice", func(c *grouping.Formation) { c.Groups[0][0] = c.Groups[1][0] }, []string{"groups[1][0] duplicate-id"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := copied(t, f)
			test.change(&c)
			assert.Equal(t, test.want, codes(gr.CheckProof(members, c)))
		})
	}
	_, err = grouping.ParseFormation([]byte(`{"groups": [["a"], [], ["a"]], "proof": {"tiers": [{"cost": 1, "scale": 1, "prices": {"a": 1.5}}]}}`))
	assert.Error(t, err)
}

// CheckProof refuses certificates for more than 64 people. Without preferences, a
// certificate has no tiers.
func TestProofsOfAtMost64(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 65}})
	for n, want := range map[int][]string{64: nil, 65: {" too-many"}} {
		f := grouping.Formation{Groups: [][]string{ids(many(n))}, Proof: &grouping.Proof{Formations: 1}}
		assert.Equal(t, want, codes(gr.CheckProof(many(n), f)), "%d", n)
	}
}

// If the steps are too few to prove a formation, it has no certificate.
func TestNoCertificateWithoutProof(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, fiveCategories...)})
	f, err := gr.Form(cohort(t, "c1000.csv")[:60], grouping.Options{Steps: 1000, Proof: true})
	require.NoError(t, err)
	assert.False(t, f.Tiers[0].Proved)
	assert.Nil(t, f.Proof)
}

// CheckProof ends when Progress returns false. It refuses options that are not valid.
func TestCheckProofIsWatched(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 4, Max: 5}, Prefer: append(spreads(1, "region"), spreads(2, "sector")...)})
	members := cohort(t, "c1000.csv")[:20]
	f, err := gr.Form(members, grouping.Options{Proof: true})
	require.NoError(t, err)
	require.NotNil(t, f.Proof)
	asked := 0
	err = gr.CheckProof(members, f, grouping.Options{Progress: func(_, _ int64) bool { asked++; return false }})
	var stopped *grouping.StopError
	require.ErrorAs(t, err, &stopped)
	assert.Equal(t, 1, asked)
	assert.Equal(t, []string{"steps range"}, codes(gr.CheckProof(members, f, grouping.Options{Steps: -1})))
}

// ParseFormation checks the groups and the names of a stored formation.
func TestParseFormationReportsEverything(t *testing.T) {
	for text, want := range map[string][]string{
		`{"groups": [["a"], ["b"]], "names": ["x", "y"]}`: nil,
		`{"groups": [["a", "b"], ["b"]]}`:                 {"groups[1][0] duplicate-id"},
		`{"groups": [["a", " "], ["b"]]}`:                 {"groups[0][1] id"},
		`{"groups": [["a"], []]}`:                         {"groups required"},
		`{"groups": [["a"], ["b"]], "names": ["x", "x"]}`: {"names[1] duplicate-id"},
	} {
		_, err := grouping.ParseFormation([]byte(text))
		assert.Equal(t, want, codes(err), text)
	}
}

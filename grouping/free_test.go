package grouping_test

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// divisions returns the ways to divide n people into groups of a range of sizes. Each way
// lists the larger groups first. The ways are in the documented order: first those whose
// sizes differ by at most 1, then all other ways, less even ones later. Equally even ways
// are in the order of the number of groups.
func divisions(s grouping.Sizes, n int) (all [][]int) {
	var extend func(rest, high int, sizes []int)
	extend = func(rest, high int, sizes []int) {
		if rest == 0 {
			all = append(all, slices.Clone(sizes))
		}
		for size := min(rest, high); size >= s.Min; size-- {
			extend(rest-size, size, append(sizes, size))
		}
	}
	extend(n, s.Max, nil)
	uneven := func(sizes []int) int { return max(1, sizes[0]-sizes[len(sizes)-1]) }
	squares := func(sizes []int) (sum int) {
		for _, size := range sizes {
			sum += size * size
		}
		return sum
	}
	sign := 1
	if s.Prefer == "small" {
		sign = -1
	}
	slices.SortStableFunc(all, func(a, b []int) int {
		return cmp.Or(uneven(a)-uneven(b), sign*(len(a)-len(b)), squares(a)-squares(b))
	})
	return all
}

// divisionsPer returns the ways to divide members if the members with each value of a
// category are divided separately. The first way has the preferred sizes for each value;
// the other ways come in any order. The result is empty if the members with some value
// cannot be divided.
func divisionsPer(s grouping.Sizes, members []grouping.Member) [][]int {
	many := map[string]int{}
	for _, m := range members {
		many[m.Categories[s.Per]]++
	}
	all := [][]int{nil}
	for _, n := range many {
		var next [][]int
		for _, first := range all {
			for _, second := range divisions(s, n) {
				sizes := slices.Concat(first, second)
				slices.SortFunc(sizes, func(a, b int) int { return b - a })
				if !slices.ContainsFunc(next, func(known []int) bool { return slices.Equal(known, sizes) }) {
					next = append(next, sizes)
				}
			}
		}
		all = next
	}
	return all
}

// kept returns, for each formation in groups of the given divisions, the set of required
// rules that the formation keeps. Bit k of a set stands for must[k].
func kept(must []grouping.Requirement, members []grouping.Member, splits [][]int) map[int]bool {
	sets := map[int]bool{}
	for _, sizes := range splits {
		every(members, sizes, func(groups [][]string) {
			set := 0
			for k, m := range must {
				if cost(m.Rule, members, groups) == 0 {
					set |= 1 << k
				}
			}
			sets[set] = true
		})
	}
	return sets
}

func keeps(sets map[int]bool, set int) bool {
	for k := range sets {
		if k&set == set {
			return true
		}
	}
	return false
}

// Small cohorts under random policies are compared with all formations. The policies
// allow a range of sizes, and some divide the members with each value of a category
// separately. Form takes the first division in which the required rules can be kept, and
// finds the best formation in this division. If Form reports a conflict instead, no
// division allows a formation that keeps all rules that the conflict names, and no
// smaller set of rules is in conflict.
func TestFreeSizesAgainstEveryFormation(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 21))}
	conflicts, elsewhere, per := 0, 0, 0
	for i := range cases(400, 100_000) {
		n := 3 + w.IntN(5)
		members, p := w.members(n), w.policy(n, 1)
		low := 1 + w.IntN(3)
		p.Sizes = grouping.Sizes{Min: low, Max: low + w.IntN(3), Prefer: w.pick("", "large", "small")}
		must := p.Must
		if w.chance(40) {
			per++
			p.Sizes.Per = "x"
			for m := range members {
				members[m].Categories["x"] = w.pick("p", "q")
			}
			must = append([]grouping.Requirement{{Code: "per", Rule: grouping.Rule{Agree: &grouping.AgreeRule{Category: "x", Otherwise: exact.MustDecimal("1")}}}}, p.Must...)
		}
		splits := divisions(p.Sizes, n)
		if p.Sizes.Per != "" {
			splits = divisionsPer(p.Sizes, members)
		}
		gr := compile(t, p)
		f, err := gr.Form(members, grouping.Options{Seed: strconv.Itoa(i)})
		if len(splits) == 0 {
			var size *grouping.SizeError
			require.ErrorAs(t, err, &size, "case %d", i)
			require.Equal(t, p.Sizes.Per != "", size.Value != "", "case %d", i)
			continue
		}
		sets, all := kept(must, members, splits), 1<<len(must)-1
		var conflict *grouping.ConflictError
		if errors.As(err, &conflict) {
			conflicts++
			checkConflict(t, fmt.Sprint("case ", i), conflict, must, sets)
			if p.Sizes.Per == "" {
				_, err = gr.Reform(grouping.Formation{Groups: [][]string{{members[0].ID}}}, members, grouping.ReformOptions{Steps: 1000})
				require.ErrorAs(t, err, &conflict, "case %d", i)
			}
			continue
		}
		require.NoError(t, err, "case %d", i)
		require.True(t, keeps(sets, all), "case %d", i)
		sizes := lengths(f.Groups)
		for at, first := range splits {
			if slices.Equal(first, sizes) {
				if at > 0 {
					elsewhere++
				}
				break
			}
			require.False(t, p.Sizes.Per == "" && keeps(kept(must, members, [][]int{first}), all), "case %d: %v, though %v comes before", i, sizes, first)
		}
		strict := p
		strict.Must = must
		_, best := optimum(strict, members, sizes)
		require.NotNil(t, best, "case %d: a required rule is broken, or there are no such sizes", i)
		require.Equal(t, best, append([]int64{}, costs(f.Tiers)...), "case %d", i)
		tiers := tierCosts(p, members, f.Groups)
		for _, tier := range f.Tiers {
			require.True(t, tier.Proved, "case %d: tier %d", i, tier.Number)
			require.Equal(t, tiers[tier.Number], tier.Cost, "case %d", i)
		}
		again, err := gr.Reform(f, members, grouping.ReformOptions{})
		require.NoError(t, err, "case %d", i)

		require.LessOrEqual(t, slices.Compare(costs(again.Tiers), costs(f.Tiers)), 0, "case %d: the same people, and no better", i)
	}
	require.Positive(t, conflicts)
	require.Positive(t, elsewhere)
	require.Positive(t, per)
}

// checkConflict checks a conflict, given the sets of rules that can be kept together.
// None of these sets may hold all rules of the conflict, no smaller set of rules may be
// in conflict, and each reason must be about a rule of the conflict.
func checkConflict(t *testing.T, name string, conflict *grouping.ConflictError, must []grouping.Requirement, sets map[int]bool) {
	require.True(t, conflict.Proved, name)
	named, least := 0, len(must)+1
	for k, m := range must {
		if slices.Contains(conflict.Codes, m.Code) {
			named |= 1 << k
		}
	}
	require.False(t, keeps(sets, named), "%s: the rules named can be kept", name)
	for set := range 1 << len(must) {
		if !keeps(sets, set) {
			size := 0
			for k := range must {
				size += set >> k & 1
			}
			least = min(least, size)
		}
	}
	require.Len(t, conflict.Codes, least, "%s: not a smallest conflict", name)
	for _, b := range conflict.Because {
		require.Contains(t, conflict.Codes, b.Code, name)
		require.Less(t, b.Have, b.Need, name)
	}
}

// Assess scores groups of any sizes that hold only some of the members. The costs equal
// those of an independent count, and the bound of the first tier is not above the least
// cost.
func TestAssessOfAnySizesAgainstRecounting(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 22))}
	for i := range cases(400, 100_000) {
		n := 2 + w.IntN(6)
		members, p := w.members(n), w.policy(n, 1)
		p.Sizes = grouping.Sizes{Min: 2, Max: 3}
		groups, placed := make([][]string, 1+w.IntN(min(3, n))), 0
		for at, m := range w.Perm(n) {
			if at < len(groups) {
				groups[at] = append(groups[at], members[m].ID)
			} else if w.chance(90) {
				g := w.IntN(len(groups))
				groups[g] = append(groups[g], members[m].ID)
			}
		}
		var present []grouping.Member
		for _, m := range members {
			if slices.ContainsFunc(groups, func(g []string) bool { return slices.Contains(g, m.ID) }) {
				present = append(present, m)
				placed++
			}
		}
		f, err := compile(t, p).Assess(groups, members, grouping.Options{})
		require.NoError(t, err, "case %d", i)
		require.Equal(t, lengths(groups), lengths(f.Groups), "case %d", i)
		codes := []string{}
		for _, finding := range f.Findings {
			codes = append(codes, finding.Code)
		}
		require.Equal(t, placed < n, slices.Contains(codes, "not-placed"), "case %d", i)
		wrong := slices.ContainsFunc(groups, func(g []string) bool { return len(g) < 2 || len(g) > 3 })
		require.Equal(t, wrong, slices.Contains(codes, "sizes"), "case %d: %v", i, groups)
		for k, m := range p.Must {
			c := cost(m.Rule, present, groups)
			require.Equal(t, c, f.Rules[k].Cost, "case %d: %s", i, m.Code)
			require.Equal(t, c > 0, slices.Contains(codes, m.Code), "case %d: %s", i, m.Code)
		}
		tiers := tierCosts(p, present, groups)
		sizes := make([]int, len(groups))
		for g := range groups {
			sizes[g] = len(groups[g])
		}
		_, best := optimum(grouping.Policy{Prefer: p.Prefer}, present, sizes)
		for k, tier := range f.Tiers {
			require.Equal(t, tiers[tier.Number], tier.Cost, "case %d", i)
			if k == 0 && len(p.Must) == 0 {
				require.LessOrEqual(t, tier.Bound, best[0], "case %d", i)
			}
		}
	}
}

package grouping_test

import (
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// For a single rule over one category, the unavoidable part in its report is exactly the
// cost of the best formation.
func TestUnavoidableIsTheOptimumOfOneRule(t *testing.T) {
	w := world{rand.New(rand.NewPCG(9, 4))}
	for i := range cases(200, 20_000) {
		n := 2 + w.IntN(6)
		members := w.members(n)
		category, missing := w.pick("x", "y"), w.pick("", "p", "s")
		var k grouping.Rule
		switch w.IntN(4) {
		case 0:
			k.Spread = &grouping.SpreadRule{Category: category, Missing: missing}
		case 1:
			k.AtLeast = &grouping.AtLeastRule{Category: category, In: []string{"p"}, Count: 1 + w.IntN(2), Missing: missing}
		case 2:
			k.AtMost = &grouping.AtMostRule{Category: category, Count: new(w.IntN(2)), Missing: missing}
		case 3:
			k.NotAlone = &grouping.NotAloneRule{Category: category, In: []string{"q"}, Missing: missing}
		}
		p := grouping.Policy{Sizes: grouping.Sizes{Count: 1 + w.IntN(min(3, n))}, Prefer: []grouping.Preference{{Code: "a", Tier: 1, Rule: k}}}
		f, err := compile(t, p).Form(members, grouping.Options{})
		require.NoError(t, err)
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		least := int64(-1)
		every(members, sizes, func(groups [][]string) {
			if c := cost(k, members, groups); least < 0 || c < least {
				least = c
			}
		})
		require.Equal(t, least, f.Rules[0].Unavoidable, "case %d: %s in %v", i, f.Rules[0].Kind, sizes)
	}
}

// Two nested categories are spread in one tier. The test tries all ways to divide the
// members between the large and the small groups. For each way, it spreads each value as
// evenly as possible among the large groups, and likewise among the small groups, and
// computes the cost. The bound must equal the least of these costs.
func TestBoundOfNestedCategories(t *testing.T) {
	w := world{rand.New(rand.NewPCG(3, 12))}
	closer := 0
	for i := range cases(100, 5000) {
		n, k := 5+w.IntN(6), 2+w.IntN(2)
		var members []grouping.Member
		for m := range n {
			country := w.pick("a1", "a2", "b1", "b2", "c")
			categories := map[string]string{"country": country, "region": country[:1]}
			if w.chance(10) {
				delete(categories, "country")
			}
			members = append(members, grouping.Member{ID: string(rune('a' + m)), Categories: categories})
		}
		p := grouping.Policy{Sizes: grouping.Sizes{Count: k}, Prefer: spreads(1, "country", "region")}
		p.Prefer[0].Weight = new(1 + w.IntN(3))
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		got, err := compile(t, p).Bound(members)
		require.NoError(t, err)
		require.Zero(t, got[0])

		large := 0 // the number of groups of the largest size
		for _, size := range sizes {
			if size == sizes[0] {
				large++
			}
		}
		least, apart := int64(-1), []int64{-1, -1}
		for set := range 1 << n {
			var subset []grouping.Member
			for m := range n {
				if set>>m&1 == 1 {
					subset = append(subset, members[m])
				}
			}
			if len(subset) != large*sizes[0] {
				continue
			}
			total := int64(0)
			for q, prefer := range p.Prefer {
				c := weight(prefer) * sharedEvenly(members, subset, prefer.Rule.Spread.Category, sizes, large)
				total += c
				if apart[q] < 0 || c < apart[q] {
					apart[q] = c
				}
			}
			if least < 0 || total < least {
				least = total
			}
		}
		require.Equal(t, least, got[1], "case %d: %d members in %v", i, n, sizes)
		if least > apart[0]+apart[1] {
			closer++
		}
	}
	require.Positive(t, closer, "the categories never bound each other")
}

// sharedEvenly returns the cost of a category if the large groups hold the given subset
// of the members, and the small groups hold all others. Each value is spread as evenly as
// possible among the large groups, and likewise among the small groups.
func sharedEvenly(members, subset []grouping.Member, category string, sizes []int, large int) int64 {
	count := func(ms []grouping.Member) map[string]int {
		counts := map[string]int{}
		for _, m := range ms {
			if v, ok := m.Categories[category]; ok {
				counts[v]++
			}
		}
		return counts
	}
	all, in := count(members), count(subset)
	cost := int64(0)
	for v, total := range all {
		rest := []int{in[v], total - in[v]} // members with value v yet to spread: among the large groups, among the small groups
		for g, size := range sizes {
			class, groups := 0, large-g
			if g >= large {
				class, groups = 1, len(sizes)-g
			}
			here := (rest[class] + groups - 1) / groups
			rest[class] -= here
			cost += int64(max(len(members)*here-size*total, size*total-len(members)*here))
		}
	}
	return cost
}

func weight(q grouping.Preference) int64 {
	if q.Weight == nil {
		return 1
	}
	return int64(*q.Weight)
}

// The bound for groups of one size is exact for any number of people, because every value
// can be spread evenly. Here there are 1,000 groups of 3; 7 people have the first value,
// 2,500 people the second and 493 people the third.
func TestBoundOfManyGroupsOfOneSize(t *testing.T) {
	members := make([]grouping.Member, 3000)
	for i := range members {
		members[i] = grouping.Member{ID: strconv.Itoa(i), Categories: map[string]string{"x": "others"}}
		if i < 2507 {
			members[i].Categories["x"] = "many"
		}
		if i < 7 {
			members[i].Categories["x"] = "few"
		}
	}
	got, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 1000}, Prefer: spreads(1, "x")}).Bound(members)
	require.NoError(t, err)
	few := 7*(3000-3*7) + 993*3*7
	many := 500*(3*3000-3*2500) + 500*(3*2500-2*3000)
	others := 493*(3000-3*493) + 507*3*493
	require.Equal(t, []int64{0, int64(few + many + others)}, got)
}

// The work of bounds is limited. Beyond the limit, the bound of a gather rule is 0, and
// the bound of spread rules on nested categories is only the sum of the bounds of the
// single rules.
func TestWorkOfBoundsIsLimited(t *testing.T) {
	bound := func(members []grouping.Member, sizes grouping.Sizes, prefer ...grouping.Preference) int64 {
		got, err := compile(t, grouping.Policy{Sizes: sizes, Prefer: prefer}).Bound(members)
		require.NoError(t, err)
		return got[1]
	}
	of := func(n int, category string) []grouping.Member {
		members := make([]grouping.Member, n)
		for i := range members {
			members[i] = grouping.Member{ID: strconv.Itoa(i), Categories: map[string]string{}}
			if i < 20 {
				members[i].Categories[category] = "p"
			}
		}
		return members
	}
	gather := grouping.Preference{Code: "gather", Tier: 1, Weight: new(3), Rule: grouping.Rule{Gather: &grouping.GatherRule{Category: "x"}}}
	// At best, the twenty people with the value fill two groups of eight, and four of
	// them are in a third group. Each of the sixteen has 12 of the twenty in other
	// groups, and each of the four has 16. In the first call, the number of groups times
	// the number of members times the largest size is 2^22, the limit.
	require.Equal(t, int64(3*(8*12+8*12+4*16)), bound(of(2048, "x"), grouping.Sizes{Count: 256}, gather))
	require.Zero(t, bound(of(2056, "x"), grouping.Sizes{Count: 257}, gather))

	nested := func(n int) []grouping.Member {
		members := make([]grouping.Member, n)
		for i := range members {
			members[i] = grouping.Member{ID: strconv.Itoa(i)}
			if i < 42 {
				country := []string{"a1", "a2", "a1", "b1", "b2"}[i%5]
				members[i].Categories = map[string]string{"country": country, "region": country[:1]}
			}
		}
		return members
	}
	for _, test := range []struct {
		n, more int // the numbers of members, and of further preferences on categories that nobody has
		closer  bool
	}{{1024, 0, true}, {1025, 0, false}, {1024, 10, true}, {1024, 11, false}} {
		members, sizes := nested(test.n), grouping.Sizes{Count: 35}
		prefer := spreads(1, "country", "region")
		for i := range test.more {
			prefer = append(prefer, spreads(1, "nobody's "+strconv.Itoa(i))...)
		}
		apart := bound(members, sizes, prefer[0]) + bound(members, sizes, prefer[1])
		if got := bound(members, sizes, prefer...); test.closer {
			require.Greater(t, got, apart, "%d members, %d more", test.n, test.more)
		} else {
			require.Equal(t, apart, got, "%d members, %d more", test.n, test.more)
		}
	}
}

// Bounds of a balance rule are exact even if the products in their computation do not fit
// into 64 bits. Here k members have the number 2^31, and all others have 0.
func TestBoundOfLargeNumbers(t *testing.T) {
	for _, test := range []struct{ n, groups, k int }{{93_365, 2, 2}, {128_073, 3, 3}, {160_663, 4, 3}, {100_000, 50_000, 1}, {40, 3, 2}, {7, 3, 4}} {
		if testing.Short() && test.n > 100_000 {
			continue
		}
		none, some := map[string]exact.Decimal{"z": exact.MustDecimal("0")}, map[string]exact.Decimal{"z": exact.MustDecimal("2147483648")}
		members := make([]grouping.Member, test.n)
		for i := range members {
			members[i] = grouping.Member{ID: strconv.Itoa(i), Numbers: none}
			if i < test.k {
				members[i].Numbers = some
			}
		}
		p := grouping.Policy{Sizes: grouping.Sizes{Count: test.groups}, Prefer: []grouping.Preference{
			{Code: "z", Tier: 1, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "z", Unit: exact.MustDecimal("1")}}}}}
		got, err := compile(t, p).Bound(members)
		require.NoError(t, err)
		sizes, err := p.Sizes.Split(test.n)
		require.NoError(t, err)
		// A group with c of the k members costs |n*c - size*k| times 2^31. Each further
		// member joins the group to which it adds the least cost, which is best for
		// convex costs.
		cost := func(size, c int) int64 { return (1 << 31) * int64(max(test.n*c-size*test.k, size*test.k-test.n*c)) }
		in, want := make([]int, len(sizes)), int64(0)
		for range test.k {
			best := 0
			for g, size := range sizes {
				if in[g] < size && cost(size, in[g]+1)-cost(size, in[g]) < cost(sizes[best], in[best]+1)-cost(sizes[best], in[best]) {
					best = g
				}
			}
			in[best]++
		}
		for g, size := range sizes {
			want += cost(size, in[g])
		}
		require.Equal(t, []int64{0, want}, got, "%d in %d groups", test.n, test.groups)
	}
}

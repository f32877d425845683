package grouping_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// Two blocks of people may not mix. Form refuses them exactly if one of the blocks cannot
// be divided into groups of the allowed sizes.
func TestTwoBlocks(t *testing.T) {
	tried, refused, elsewhere := 0, 0, 0
	for _, sizes := range []grouping.Sizes{{Min: 5, Max: 6}, {Min: 3, Max: 5}, {Min: 4, Max: 6}} {
		for n := 20; n <= 60; n++ {
			step := 1
			if !long() {
				step = 23
			}
			for first := 1 + n%min(step, n/2); first <= n/2; first += step {
				if !long() && n%3 > 0 {
					continue
				}
				if _, err := sizes.Split(n); err != nil {
					continue
				}
				members := many(n)
				for i := range members {
					block := 0
					if i >= first {
						block = 1
					}
					members[i].Numbers = map[string]exact.Decimal{"block": exact.MustDecimal(strconv.Itoa(block))}
				}
				_, errA := sizes.Split(first)
				_, errB := sizes.Split(n - first)
				exists := errA == nil && errB == nil
				p := grouping.Policy{Sizes: sizes}
				p.Must = []grouping.Requirement{{Code: "blocks", Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "block", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("0")}}}}
				f, err := compile(t, p).Form(members, grouping.Options{})
				tried++
				if !exists {
					var conflict *grouping.ConflictError
					require.ErrorAs(t, err, &conflict, "%d of %d in %v", first, n, sizes)
					require.True(t, conflict.Proved, "%d of %d in %v", first, n, sizes)
					refused++
					continue
				}
				require.NoError(t, err, "%d of %d in %v", first, n, sizes)
				require.Zero(t, f.Rules[0].Cost)
				for _, group := range f.Groups {
					require.True(t, sizes.Min <= len(group) && len(group) <= sizes.Max)
				}
				even, _ := sizes.Split(n)
				if !slices.Equal(even, lengths(f.Groups)) {
					require.Equal(t, "other-sizes", f.Findings[0].Code)
					elsewhere++
				}
			}
		}
	}
	t.Logf("%d tried, %d refused, %d in other than the preferred sizes", tried, refused, elsewhere)
	require.Positive(t, refused)
	require.Positive(t, elsewhere)
}

func lengths(groups [][]string) (sizes []int) {
	for _, group := range groups {
		sizes = append(sizes, len(group))
	}
	slices.SortFunc(sizes, func(a, b int) int { return b - a })
	return sizes
}

// For small cohorts in every range of sizes, Form finds a formation exactly if some
// formation keeps all required rules. If Form finds a formation, Reform of this formation
// does not fail.
func TestFormAndReformDoNotContradict(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 9))}
	for i := range cases(100, 5000) {
		n := 3 + w.IntN(5)
		members, p := w.members(n), w.policy(n, 1)
		low := 1 + w.IntN(2)
		p.Sizes = grouping.Sizes{Min: low, Max: low + 1 + w.IntN(2)}
		gr := compile(t, p)
		f, err := gr.Form(members, grouping.Options{})
		kept, _ := possible(p, members)
		require.Equal(t, kept, err == nil, "case %d", i)
		if err != nil {
			var conflict *grouping.ConflictError
			require.ErrorAs(t, err, &conflict)
			require.True(t, conflict.Proved)
			continue
		}
		_, err = gr.Reform(f, members, grouping.ReformOptions{})
		require.NoError(t, err, "case %d", i)
	}
}

// possible reports whether some formation, in any sizes from Min to Max, keeps all
// required rules. It also returns the sizes of the first such formation.
func possible(p grouping.Policy, members []grouping.Member) (kept bool, sizes []int) {
	var extend func(rest, high int, sizes []int)
	extend = func(rest, high int, chosen []int) {
		if rest == 0 && !kept {
			every(members, chosen, func(groups [][]string) {
				for _, m := range p.Must {
					if cost(m.Rule, members, groups) > 0 {
						return
					}
				}
				kept, sizes = true, slices.Clone(chosen)
			})
		}
		for size := min(rest, high); size >= p.Sizes.Min; size-- {
			extend(rest-size, size, append(chosen, size))
		}
	}
	extend(len(members), p.Sizes.Max, nil)
	return kept, sizes
}

func TestPrefer(t *testing.T) {
	sizes := grouping.Sizes{Min: 2, Max: 3, Prefer: "small"}
	split, err := sizes.Split(31)
	require.NoError(t, err)
	assert.Equal(t, 15, len(split))
	assert.Equal(t, 3, split[0])
	assert.Equal(t, 2, split[1])
	f, err := compile(t, grouping.Policy{Sizes: sizes}).Form(many(31), grouping.Options{Steps: 1000})
	require.NoError(t, err)
	assert.Len(t, f.Groups, 15)
	sizes.Prefer = "large"
	split, err = sizes.Split(31)
	require.NoError(t, err)
	assert.Len(t, split, 11)
	for _, test := range []struct {
		sizes grouping.Sizes
		want  []string
	}{
		{grouping.Sizes{Min: 2, Max: 3, Prefer: "tiny"}, []string{"sizes.prefer unknown-value"}},
		{grouping.Sizes{Count: 3, Prefer: "small"}, []string{"sizes.prefer sizes-conflict"}},
	} {
		_, err := grouping.Compile(grouping.Policy{Sizes: test.sizes})
		assert.Equal(t, test.want, codes(err))
	}
}

// If a count shows that the required rules are in conflict, the error names the people
// counted.
func TestBecause(t *testing.T) {
	never := letters("abcdef")
	for i := range never {
		never[i].Available = []civil.Interval{{Start: day, End: day.Add(3600e9)}}
	}
	never[3].Available = []civil.Interval{}
	for _, test := range []struct {
		name    string
		rule    grouping.Rule
		members []grouping.Member
		want    grouping.Because
	}{
		{"never available", grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}, never,
			grouping.Because{Code: "m", IDs: []string{"d"}, Have: 0, Need: 60, Detail: "d is never available"}},
		{"a chain", grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"a", "b"}, {"b", "c"}, {"c", "d"}}}}, letters("abcdef"),
			grouping.Because{Code: "m", IDs: []string{"a", "b", "c", "d"}, Have: 3, Need: 4, Detail: "4 people must be in one group, and the largest group holds 3"}},
		{"apart", grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"d", "z", "b", "a", "c"}}}}, letters("abcdef"),
			grouping.Because{Code: "m", IDs: []string{"a", "b", "c", "d"}, Have: 3, Need: 4, Detail: "4 people want to be in different groups, of which there are at most 3"}},
		{"pinned past the last", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 7, Members: []string{"b"}}}}}, letters("abcdef"),
			grouping.Because{Code: "m", IDs: []string{"b"}, Have: 3, Need: 7, Detail: "group 7 is asked for, and there are at most 3"}},
		{"too many pinned", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 1, Members: []string{"a", "b", "c", "d"}}}}}, letters("abcdef"),
			grouping.Because{Code: "m", IDs: []string{"a", "b", "c", "d"}, Have: 3, Need: 4, Detail: "4 people are asked for in group 1, which holds at most 3"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Must: must("m", test.rule)}
			_, err := compile(t, p).Form(test.members, grouping.Options{})
			var conflict *grouping.ConflictError
			require.ErrorAs(t, err, &conflict)
			assert.True(t, conflict.Proved)
			assert.Equal(t, []grouping.Because{test.want}, conflict.Because)
			assert.Contains(t, conflict.Error(), test.want.Detail)
		})
	}
}

// If a conflict error has reasons, no formation keeps all rules that the error names. In
// each reason, Have is less than Need.
func TestBecauseIsTrue(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 11))}
	found := 0
	for i := range cases(400, 50_000) {
		n := 3 + w.IntN(5)
		members, p := w.members(n), w.policy(n, 1+w.IntN(min(3, n)))
		_, err := compile(t, p).Form(members, grouping.Options{})
		conflict, ok := err.(*grouping.ConflictError) //nolint:errorlint // the error itself
		if !ok {
			continue
		}
		for _, b := range conflict.Because {
			found++
			require.Contains(t, conflict.Codes, b.Code)
			require.Less(t, b.Have, b.Need, "case %d: %+v", i, b)
			named := p
			named.Must, named.Prefer = nil, nil
			for _, m := range p.Must {
				if slices.Contains(conflict.Codes, m.Code) {
					named.Must = append(named.Must, m)
				}
			}
			sizes, err := p.Sizes.Split(n)
			require.NoError(t, err)
			_, best := optimum(named, members, sizes)
			require.Nil(t, best, "case %d: %+v", i, b)
		}
	}
	require.Positive(t, found)
}

// In sizes other than the preferred ones, Form finds the best formation too, and proves
// that no other is better.
func TestTheBestInOtherSizes(t *testing.T) {
	members := many(14)
	for i := range members {
		members[i].Categories = map[string]string{"block": []string{"p", "q"}[i/8], "gender": []string{"F", "M", "M"}[i%3]}
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 5}, Prefer: spreads(1, "gender"),
		Must: must("block", grouping.Rule{Agree: &grouping.AgreeRule{Category: "block", Otherwise: exact.MustDecimal("1")}})}
	gr := compile(t, p)
	f, err := gr.Form(members, grouping.Options{Proof: true}) // blocks of 8 and 6 do not divide into 5, 5 and 4
	require.NoError(t, err)
	assert.Equal(t, []int{4, 4, 3, 3}, lengths(f.Groups))
	assert.Equal(t, []string{"other-sizes"}, findingCodes(f.Findings))
	assert.Equal(t, grouping.Tier{Number: 1, Cost: 32, Bound: 32, Proved: true}, f.Tiers[0], "one and two women of four, one of three")
	require.NotNil(t, f.Proof)
	require.NoError(t, gr.CheckProof(members, f))
}

// Form tries the divisions in the order that the documentation states, and takes the
// first one in which the required rules can be kept. Here members of two sections may not
// mix, so each section must fill whole groups.
func TestDivisionsAreTriedInOrder(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 71))}
	elsewhere, refused := 0, 0
	for i := range cases(150, 5000) {
		low := 1 + w.IntN(4)
		s := grouping.Sizes{Min: low, Max: low + 1 + w.IntN(3), Prefer: w.pick("", "large", "small")}
		first, second := 1+w.IntN(15), 1+w.IntN(13)
		members := sectioned(first, second)
		splits := divisions(s, first+second)
		// In a division that fits, some of the sizes add up to the size of the first
		// section, and the other sizes to that of the second.
		at := slices.IndexFunc(splits, func(sizes []int) bool {
			for set := range 1 << len(sizes) {
				sum := 0
				for g, size := range sizes {
					sum += set >> g & 1 * size
				}
				if sum == first {
					return true
				}
			}
			return false
		})
		f, err := compile(t, grouping.Policy{Sizes: s, Must: must("block", grouping.Rule{Agree: &grouping.AgreeRule{Category: "section", Otherwise: exact.MustDecimal("1")}})}).Form(members, grouping.Options{})
		if at < 0 {
			require.Error(t, err, "case %d", i)
			refused++
			continue
		}
		require.NoError(t, err, "case %d", i)
		require.Equal(t, splits[at], lengths(f.Groups), "case %d: %d and %d in %+v", i, first, second, s)
		if at > 0 {
			elsewhere++
		}
	}
	require.Positive(t, elsewhere)
	require.Positive(t, refused)
}

// If the required rules can be kept in several divisions, Form takes the most even of
// these. If several are equally even, it takes one with the fewest groups or, if Prefer
// is "small", with the most groups. If there are still several, it takes the one with the
// least sum of the squares of its sizes.
func TestTheFirstOfSeveralDivisions(t *testing.T) {
	for _, test := range []struct {
		sizes         grouping.Sizes
		first, second int
		want          []int
	}{
		{grouping.Sizes{Min: 3, Max: 5, Count: 4}, 13, 3, []int{5, 4, 4, 3}}, // or 5, 5, 3, 3
		{grouping.Sizes{Min: 2, Max: 6, Count: 4}, 10, 6, []int{5, 5, 3, 3}}, // or 6, 4, 3, 3, or 5, 5, 4, 2
		{grouping.Sizes{Min: 2, Max: 5}, 2, 8, []int{3, 3, 2, 2}},            // or 2, 2, 2, 2, 2
		{grouping.Sizes{Min: 2, Max: 5, Prefer: "small"}, 2, 8, []int{2, 2, 2, 2, 2}},
		{grouping.Sizes{Min: 2, Max: 5}, 5, 5, []int{5, 5}},
	} {
		p := grouping.Policy{Sizes: test.sizes, Must: must("block", grouping.Rule{Agree: &grouping.AgreeRule{Category: "section", Otherwise: exact.MustDecimal("1")}})}
		f, err := compile(t, p).Form(sectioned(test.first, test.second), grouping.Options{})
		require.NoError(t, err)
		assert.Equal(t, test.want, lengths(f.Groups), "%d and %d in %+v", test.first, test.second, test.sizes)
	}
}

// A conflict is proved only if every division that the sizes allow was tried and refuted.
// For up to 64 people, up to 200 divisions are tried. For more people, only the first 16
// possible group counts are tried, with an even division for each. That covers all
// divisions only if Max is at most Min + 1 and no more than 16 group counts are possible.
func TestConflictsAreProvedOfAllDivisions(t *testing.T) {
	for _, test := range []struct {
		name     string
		low, top int
		n, steps int
		proved   bool
	}{
		{"64 people", 7, 9, 64, 1_000_000, true},
		{"65 people in uneven groups", 7, 9, 65, 1_000_000, false},
		{"65 people in sizes that differ by one", 7, 8, 65, 1_000_000, true},
		{"in 16 numbers of groups", 2, 3, 90, 1_000_000, true},
		{"in 17", 2, 3, 96, 1_000_000, false},
		{"200 divisions", 5, 31, 37, 1_000_000, true},
		{"not all of which were tried", 5, 31, 37, 20_000, false},
		{"201 divisions", 5, 32, 37, 1_000_000, false},
	} {
		members := many(test.n)
		for i := range members {
			members[i].Numbers = map[string]exact.Decimal{"z": exact.MustDecimal(strconv.Itoa(max(0, 1-i)))}
		}
		// One person has the number 1 and all others have 0, so two or more groups are
		// never balanced.
		p := grouping.Policy{Sizes: grouping.Sizes{Min: test.low, Max: test.top}, Must: must("z", grouping.Rule{Balance: &grouping.BalanceRule{Number: "z", Unit: exact.MustDecimal("1")}})}
		_, err := compile(t, p).Form(members, grouping.Options{Steps: test.steps})
		var conflict *grouping.ConflictError
		require.ErrorAs(t, err, &conflict, test.name)
		assert.Equal(t, test.proved, conflict.Proved, test.name)
	}
}

// Divisions come in the documented order. For up to 64 people, they are all divisions
// that the sizes allow, if there are no more than 200.
func TestDivisionsInOrder(t *testing.T) {
	splits := func(s grouping.Sizes, n int) ([][]int, bool) {
		return compile(t, grouping.Policy{Sizes: s}).Splits(many(n))
	}
	for low := 1; low <= 4; low++ {
		for high := low; high <= low+3; high++ {
			for _, prefer := range []string{"", "large", "small"} {
				for n := range 21 {
					s := grouping.Sizes{Min: low, Max: high, Prefer: prefer}
					want := divisions(s, n)
					if len(want) == 0 || n == 0 {
						continue
					}
					got, whole := splits(s, n)
					require.Equal(t, want[:min(200, len(want))], got, "%d people in %+v", n, s)
					require.Equal(t, len(want) <= 200, whole, "%d people in %+v", n, s)
				}
			}
		}
	}
	for _, test := range []struct {
		sizes       grouping.Sizes
		n           int
		many        int
		first, last []int
		whole       bool
	}{
		{grouping.Sizes{Count: 3}, 7, 1, []int{3, 2, 2}, []int{3, 2, 2}, true},
		{grouping.Sizes{Exact: []int{2, 5}}, 7, 1, []int{5, 2}, []int{5, 2}, true},
		{grouping.Sizes{Min: 3, Max: 5, Count: 4}, 16, 3, []int{4, 4, 4, 4}, []int{5, 5, 3, 3}, true},
		{grouping.Sizes{Min: 5, Max: 31}, 37, 200, []int{19, 18}, []int{31, 6}, true},
		{grouping.Sizes{Min: 5, Max: 32}, 37, 200, []int{19, 18}, []int{31, 6}, false},
		{grouping.Sizes{Min: 20, Max: 24}, 64, 4, []int{22, 21, 21}, []int{24, 20, 20}, true},
		{grouping.Sizes{Min: 20, Max: 24}, 65, 1, []int{22, 22, 21}, []int{22, 22, 21}, false},
		{grouping.Sizes{Min: 20, Max: 22}, 65, 1, []int{22, 22, 21}, []int{22, 22, 21}, false},
		{grouping.Sizes{Min: 21, Max: 22}, 65, 1, []int{22, 22, 21}, []int{22, 22, 21}, true},
		{grouping.Sizes{Min: 1, Max: 2}, 31, 16, slices.Concat(slices.Repeat([]int{2}, 15), []int{1}), slices.Repeat([]int{1}, 31), true},
		{grouping.Sizes{Min: 2, Max: 3}, 90, 16, slices.Repeat([]int{3}, 30), slices.Repeat([]int{2}, 45), true},
		{grouping.Sizes{Min: 2, Max: 3}, 96, 16, slices.Repeat([]int{3}, 32), slices.Concat(slices.Repeat([]int{3}, 2), slices.Repeat([]int{2}, 45)), false},
		{grouping.Sizes{Min: 2, Max: 3, Prefer: "small"}, 96, 16, slices.Repeat([]int{2}, 48), slices.Concat(slices.Repeat([]int{3}, 30), slices.Repeat([]int{2}, 3)), false},
	} {
		all, whole := splits(test.sizes, test.n)
		require.Len(t, all, test.many, "%+v", test.sizes)
		assert.Equal(t, test.first, all[0], "%d people in %+v", test.n, test.sizes)
		assert.Equal(t, test.last, all[len(all)-1], "%d people in %+v", test.n, test.sizes)
		assert.Equal(t, test.whole, whole, "%d people in %+v", test.n, test.sizes)
	}
}

// However many divisions there are, the most even division into each number of groups is
// tried before all others.
func TestEvenDivisionsAreTried(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 64}})
	all, whole := gr.Splits(many(64))
	require.Len(t, all, 200)
	assert.False(t, whole)
	for at, sizes := range all[:64] {
		even, err := grouping.Sizes{Count: at + 1}.Split(64)
		require.NoError(t, err)
		require.Equal(t, even, sizes)
	}
	assert.Equal(t, []int{33, 31}, all[64])

	// Twenty leads in different groups need twenty groups.
	members := many(60)
	for i := range members {
		members[i].Categories = map[string]string{"lead": []string{"yes", "no", "no"}[i%3]}
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 20}, Must: must("lead", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "lead", In: []string{"yes"}, Count: new(1)}})}
	f, err := compile(t, p).Form(members, grouping.Options{})
	require.NoError(t, err)
	assert.Len(t, f.Groups, 20)
}

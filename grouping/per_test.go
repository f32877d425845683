package grouping_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// sectioned returns people of sections A, B and so on. Each argument is the number of
// people of one section.
func sectioned(many ...int) []grouping.Member {
	var members []grouping.Member
	for s, n := range many {
		for i := range n {
			members = append(members, grouping.Member{ID: fmt.Sprintf("%c%03d", 'a'+s, i), Categories: map[string]string{
				"section": string(rune('A' + s)), "gender": []string{"F", "M", "M"}[(i+s)%3]}})
		}
	}
	return members
}

var perSection = grouping.Sizes{Min: 5, Max: 6, Per: "section"}

// sectionsOf returns the sizes of the groups of each section, larger first. Groups that
// mix sections fail the test.
func sectionsOf(t testing.TB, f grouping.Formation, members []grouping.Member) map[string][]int {
	t.Helper()
	section := map[string]string{}
	for _, m := range members {
		section[m.ID] = m.Categories["section"]
	}
	sizes := map[string][]int{}
	for _, group := range f.Groups {
		value := section[group[0]]
		for _, id := range group {
			require.Equal(t, value, section[id], "groups do not mix sections")
		}
		sizes[value] = append(sizes[value], len(group))
	}
	for _, list := range sizes {
		slices.SortFunc(list, func(a, b int) int { return b - a })
	}
	return sizes
}

// Each section is divided as if it were alone, and the formation as a whole is proved to
// be the best.
func TestPer(t *testing.T) {
	members := sectioned(11, 16, 5)
	p := grouping.Policy{Sizes: perSection, Prefer: spreads(1, "gender")}
	gr := compile(t, p)
	f, err := gr.Form(members, grouping.Options{Proof: true})
	require.NoError(t, err)
	assert.Equal(t, map[string][]int{"A": {6, 5}, "B": {6, 5, 5}, "C": {5}}, sectionsOf(t, f, members))
	assert.True(t, f.Tiers[0].Proved)
	assert.Empty(t, f.Findings)
	r := f.Rules[0]
	assert.Equal(t, "per agree", r.Code+" "+r.Kind)
	for g, group := range f.Groups {
		assert.Equal(t, string(group[0][0]-'a'+'A'), r.Chosen[g])
	}
	require.NoError(t, gr.CheckProof(members, f))
	a, b := members[0].ID, members[15].ID
	for g := range f.Groups {
		for i, id := range f.Groups[g] {
			switch id {
			case a:
				f.Groups[g][i] = b
			case b:
				f.Groups[g][i] = a
			}
		}
	}
	assert.Equal(t, []string{"groups proof"}, codes(gr.CheckProof(members, f)), "people who changed sections")
}

// If the policy sets Sizes.Per, mistakes in the policy, in the members and in the number
// of members with one value are reported with the right codes.
func TestPerCodes(t *testing.T) {
	for _, test := range []struct {
		name   string
		policy grouping.Policy
		want   []string
	}{
		{"with a count", grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6, Count: 3, Per: "section"}}, []string{"sizes.per sizes-conflict"}},
		{"with a count of one", grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6, Count: 1, Per: "section"}}, []string{"sizes.per sizes-conflict"}},
		{"a count alone", grouping.Policy{Sizes: grouping.Sizes{Count: 3, Per: "section"}}, []string{"sizes.per sizes-conflict"}},
		{"exact", grouping.Policy{Sizes: grouping.Sizes{Exact: []int{3}, Per: "section"}}, []string{"sizes.per sizes-conflict"}},
		{"no name", grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6, Per: "\n"}}, []string{"sizes.per id"}},
		{"a rule of its name", grouping.Policy{Sizes: perSection, Must: must("per", grouping.Rule{Gather: &grouping.GatherRule{Category: "x"}})}, []string{"must[0].code duplicate-code"}},
		{"a rule of that name without it", grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: must("per", grouping.Rule{Gather: &grouping.GatherRule{Category: "x"}})}, nil},
	} {
		_, err := grouping.Compile(test.policy)
		assert.Equal(t, test.want, codes(err), test.name)
	}
	gr := compile(t, grouping.Policy{Sizes: perSection})
	members := sectioned(6, 6)
	delete(members[3].Categories, "section")
	members[7].Categories = nil
	want := []string{`[3].categories["section"] required`, `[7].categories["section"] required`}
	_, err := gr.Form(members, grouping.Options{})
	assert.Equal(t, want, codes(err))
	assert.Equal(t, want, codes(gr.CheckMembers(members)))
	_, err = gr.Reform(grouping.Formation{}, members, grouping.ReformOptions{})
	assert.Equal(t, want, codes(err))

	_, err = gr.Form(sectioned(6, 9, 4), grouping.Options{})
	var size *grouping.SizeError
	require.ErrorAs(t, err, &size)
	assert.Equal(t, "B", size.Value)
	assert.Equal(t, 9, size.N)
	assert.Equal(t, []int{6, 10}, size.Nearest)
	assert.Equal(t, `grouping: 9 people with one value of section do not divide into groups of 5 to 6 for each section; these numbers do: [6 10]; groups of 4 to 6 for each section would give [5 4]; groups of 5 to 9 for each section would give [9]`, err.Error())
	f, err := gr.Form(nil, grouping.Options{})
	require.NoError(t, err)
	assert.Empty(t, f.Groups)
	sizes, err := perSection.Split(16)
	require.NoError(t, err)
	assert.Equal(t, []int{6, 5, 5}, sizes, "of people with one value")
}

// If a required rule cannot be kept in the preferred sizes, a section is divided into
// other sizes, and the formation has a finding. If the required rule cannot be kept in
// any division, the conflict names it.
func TestPerInOtherSizes(t *testing.T) {
	members := sectioned(18, 15)
	women := grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "lead", In: []string{"yes"}, Count: 1}}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 6, Per: "section", Prefer: "small"}, Must: must("lead", women)}
	for i := range members {
		members[i].Categories["lead"] = "no"
	}
	for _, i := range []int{0, 5, 9, 20, 30, 32} {
		members[i].Categories["lead"] = "yes"
	}
	gr := compile(t, p)
	f, err := gr.Form(members, grouping.Options{})
	require.NoError(t, err)
	assert.Equal(t, map[string][]int{"A": {6, 6, 6}, "B": {5, 5, 5}}, sectionsOf(t, f, members))
	assert.Equal(t, []string{"other-sizes"}, findingCodes(f.Findings))

	for _, i := range []int{20, 30} {
		members[i].Categories["lead"] = "no"
	}
	_, err = gr.Form(members, grouping.Options{})
	var conflict *grouping.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.True(t, conflict.Proved)
	assert.Equal(t, []string{"lead"}, conflict.Codes, "four leads, and six groups at least")

	p.Must = must("pair", grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"a001", "b001"}}}})
	_, err = compile(t, p).Form(members, grouping.Options{})
	require.ErrorAs(t, err, &conflict)
	assert.True(t, conflict.Proved)
	assert.Equal(t, []string{"per", "pair"}, conflict.Codes)
	assert.Equal(t, []grouping.Because{{Code: "pair", IDs: []string{"a001", "b001"}, Have: 1, Need: 2,
		Detail: "2 people must be in one group, which agrees on one section, and they have 2"}}, conflict.Because)
}

func findingCodes(findings []rule.Finding) (codes []string) {
	for _, f := range findings {
		codes = append(codes, f.Code)
	}
	return codes
}

// With any number of people and sections, no group mixes sections, and all sizes are in
// range.
func TestPerAtSize(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 31))}
	for i := range cases(10, 200) {
		var many []int
		for range 1 + w.IntN(12) {
			many = append(many, 20+w.IntN(150))
		}
		if i == 0 {
			many = []int{4000, 3333, 2677}
		}
		members := sectioned(many...)
		p := grouping.Policy{Sizes: perSection, Prefer: spreads(1, "gender")}
		f, err := compile(t, p).Form(members, grouping.Options{Steps: 100 * len(members)})
		require.NoError(t, err, "%v", many)
		for section, sizes := range sectionsOf(t, f, members) {
			want, err := grouping.Sizes{Min: 5, Max: 6}.Split(many[section[0]-'A'])
			require.NoError(t, err)
			require.Equal(t, want, sizes, "%v", many)
		}
		for m := range members {
			members[m].Categories = map[string]string{"section": "all", "gender": members[m].Categories["gender"]}
		}
		free, err := compile(t, p).Form(members, grouping.Options{Steps: 100 * len(members)})
		require.NoError(t, err)
		if i == 0 {
			require.Less(t, f.Tiers[0].Cost, 3*free.Tiers[0].Cost, "the search does its work within sections")
		} else {
			require.True(t, f.Tiers[0].Proved || len(members) > 150, "%v: %v", many, f.Tiers)
		}
	}
}

// A reform keeps sections apart when people leave, join or change section. It makes no
// more moves than these changes can require.
func TestPerReform(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 32))}
	for i := range cases(40, 2000) {
		members := sectioned(10+w.IntN(9), 10+w.IntN(9), 10+w.IntN(9))
		sizes := grouping.Sizes{Min: 3, Max: 6, Per: "section"}
		gr := compile(t, grouping.Policy{Sizes: sizes, Prefer: spreads(1, "gender")})
		f, err := gr.Form(members, grouping.Options{Steps: 30_000})
		require.NoError(t, err)
		changed := 0
		for range w.IntN(3) {
			at := w.IntN(len(members))
			members = slices.Delete(members, at, at+1)
		}
		if w.chance(40) {
			m := &members[w.IntN(len(members))]
			to := w.pick("A", "B", "C")
			if m.Categories["section"] != to {
				m.Categories = map[string]string{"section": to, "gender": "F"}
				changed++
			}
		}
		for j := range w.IntN(3) {
			members = append(members, grouping.Member{ID: fmt.Sprint("new", j), Categories: map[string]string{"section": w.pick("A", "B", "C"), "gender": "M"}})
		}
		after, err := gr.Reform(f, members, grouping.ReformOptions{Steps: 30_000, Moves: new(0)})
		require.NoError(t, err, "case %d", i)
		for section, sizes := range sectionsOf(t, after, members) {
			for _, size := range sizes {
				require.True(t, size >= 3 && size <= 6, "case %d: section %s in %v", i, section, sizes)
			}
		}
		if changed == 0 {
			least := shortfall(f, members)
			require.LessOrEqual(t, len(after.Change.Moves), least, "case %d: %v", i, after.Change)
		} else {
			require.LessOrEqual(t, len(after.Change.Moves), changed+shortfall(f, members), "case %d: %v", i, after.Change)
		}
	}
}

// shortfall returns an upper bound on the moves that a reform needs. Moves are needed
// only for groups that could now be too small or too large. For each such group,
// shortfall counts 3 moves plus one for each person who joined.
func shortfall(f grouping.Formation, members []grouping.Member) (moves int) {
	many := map[string]int{}
	for _, m := range members {
		many[m.ID]++
	}
	section := map[string]string{}
	for _, m := range members {
		section[m.ID] = m.Categories["section"]
	}
	joined := 0
	for _, m := range members {
		if m.ID[0] == 'n' {
			joined++
		}
	}
	for _, group := range f.Groups {
		in := map[string]int{}
		for _, id := range group {
			if many[id] > 0 {
				in[section[id]]++
			}
		}
		most := 0
		for _, n := range in {
			most = max(most, n)
		}
		if most < 3 || most+joined > 6 {
			moves += 3 + joined
		}
	}
	return moves
}

// If groups made elsewhere mix sections, the rule that [grouping.Sizes.Per] adds is
// broken, and the finding names the groups. Explain shows that a swap across sections
// would break this rule, too.
func TestPerElsewhere(t *testing.T) {
	members := sectioned(5, 5)
	gr := compile(t, grouping.Policy{Sizes: perSection})
	mixed := [][]string{{"a000", "a001", "a002", "a003", "b000"}, {"a004", "b001", "b002", "b003", "b004"}}
	f, err := gr.Assess(mixed, members)
	require.NoError(t, err)
	require.Len(t, f.Findings, 1)
	assert.Equal(t, "per sizes.per", f.Findings[0].Code+" "+f.Findings[0].Path)
	assert.Len(t, f.Findings[0].Parts, 2)
	f, err = gr.Assess([][]string{{"a000", "a001", "a002", "a003", "a004"}, {"b000", "b001", "b002", "b003"}}, members)
	require.NoError(t, err)
	assert.Equal(t, []string{"sizes", "not-placed"}, findingCodes(f.Findings))
	assert.Equal(t, "groups of 5 to 6 for each section", f.Findings[0].Need)

	f, err = gr.Form(members, grouping.Options{})
	require.NoError(t, err)
	why, err := gr.Explain(f, members, "a000")
	require.NoError(t, err)
	require.Len(t, why.Swaps, 5)
	assert.Equal(t, []grouping.RuleChange{{Code: "per", Change: 2}}, why.Swaps[0].Rules)
}

// A thousand steps suffice for thousands of sections of two people, even with a required
// rule that no formation keeps.
func TestPerOfManyValues(t *testing.T) {
	var members []grouping.Member
	n := 4000
	if long() {
		n = 40_000
	}
	for i := range n {
		members = append(members, grouping.Member{ID: fmt.Sprintf("p%05d", i), Categories: map[string]string{"section": fmt.Sprint(i / 2)}})
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 2, Per: "section"}}
	gr := compile(t, p)
	f, err := gr.Form(members, grouping.Options{Steps: 1000})
	require.NoError(t, err)
	require.Len(t, f.Groups, n/2)
	var friends [][]string
	for i := n - 4; i > 0; i -= 2 {
		friends = append(friends, []string{members[i].ID, members[i+2].ID})
	}
	members = append(members[1:], grouping.Member{ID: "new", Categories: map[string]string{"section": "0"}})
	again, err := gr.Reform(f, members, grouping.ReformOptions{Steps: 1000})
	require.NoError(t, err)
	require.Empty(t, again.Change.Moves)
	for _, group := range again.Groups {
		require.Len(t, group, 2)
	}
	p.Must = must("friends", grouping.Rule{Together: &grouping.TogetherRule{Sets: friends}})
	_, err = compile(t, p).Form(members, grouping.Options{Steps: 1000})
	var conflict *grouping.ConflictError
	require.ErrorAs(t, err, &conflict)
	require.True(t, conflict.Proved)
	require.Equal(t, []string{"friends"}, conflict.Codes, "a chain through all sections")
	p.Must = must("apart", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "section", Count: new(0)}})
	_, err = compile(t, p).Form(members, grouping.Options{Steps: 1000})
	require.ErrorAs(t, err, &conflict)
	require.Len(t, conflict.Because, 100, "some of them suffice")
}

// Above 64 people, the divisions that are tried combine the most preferred divisions of
// all sections, then the second in each section's order of preference, and so on. A
// conflict in all of these divisions is not certain.
func TestPerInOtherSizesAtSize(t *testing.T) {
	members := sectioned(40, 60)
	for i := range members {
		members[i].Categories["lead"] = "no"
	}
	lead := func(ids ...int) {
		for _, i := range ids {
			members[i].Categories["lead"] = "yes"
		}
	}
	lead(0, 5, 9, 11, 17, 21, 29)
	lead(40, 41, 52, 53, 64, 65, 76, 77, 88, 99)
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 6, Per: "section", Prefer: "small"}, Must: must("lead", grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "lead", In: []string{"yes"}, Count: 1}})}
	f, err := compile(t, p).Form(members, grouping.Options{})
	require.NoError(t, err)
	assert.Equal(t, []string{"other-sizes"}, findingCodes(f.Findings))
	sizes := sectionsOf(t, f, members)
	assert.Equal(t, []int{6, 6, 6, 6, 6, 5, 5}, sizes["A"], "seven leads")
	assert.Equal(t, []int{6, 6, 6, 6, 6, 6, 6, 6, 6, 6}, sizes["B"])

	members[29].Categories["lead"], members[42].Categories["lead"] = "no", "yes" // enough leads in all, but too few in A
	_, err = compile(t, p).Form(members, grouping.Options{Steps: 10_000})
	var conflict *grouping.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.False(t, conflict.Proved)
	assert.Equal(t, []string{"per", "lead"}, conflict.Codes)
}

// If all members have one value of the category, Per restricts nothing: sizes and costs
// are the same as without Per.
func TestPerOfOneValue(t *testing.T) {
	members := sectioned(32)
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "gender")}
	free, err := compile(t, p).Form(members, grouping.Options{})
	require.NoError(t, err)
	p.Sizes.Per = "section"
	f, err := compile(t, p).Form(members, grouping.Options{})
	require.NoError(t, err)
	assert.Equal(t, lengths(free.Groups), lengths(f.Groups))
	assert.Equal(t, free.Tiers, f.Tiers)
}

// Pins, drop-outs and swaps work with sections as they do without sections.
func TestPerWithPinsAndSwaps(t *testing.T) {
	members := sectioned(10, 10, 11)
	p := grouping.Policy{Sizes: perSection, Prefer: spreads(1, "gender"), Must: must("tutors", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 3, Members: []string{"c010"}}, {Group: 4, Members: []string{"a000"}}}}})}
	gr := compile(t, p)
	f, err := gr.Form(members, grouping.Options{})
	require.NoError(t, err)
	sectionsOf(t, f, members)
	assert.Contains(t, f.Groups[2], "c010")
	assert.Contains(t, f.Groups[3], "a000")
	var other string
	for _, group := range f.Groups {
		if group[0][0] == 'b' {
			other = group[0]
		}
	}
	mate := ""
	for _, group := range f.Groups {
		if group[0][0] == 'b' && !slices.Contains(group, other) {
			mate = group[0]
		}
	}
	after, err := gr.Reform(f, members[:30], grouping.ReformOptions{Swaps: [][2]string{{other, mate}}})
	require.NoError(t, err)
	sectionsOf(t, after, members)
	assert.NotContains(t, slices.Concat(after.Groups...), "c010")
	after, err = gr.Reform(f, members, grouping.ReformOptions{Swaps: [][2]string{{"a001", "b001"}}})
	require.NoError(t, err)
	sectionsOf(t, after, members)
	assert.NotEmpty(t, after.Change.Moves, "a swap across sections takes the others along")
}

// A conflict is certain only if all divisions of all sections were refuted. It is not
// certain if there are more than 200 divisions. For more than 64 people it is certain
// only if sizes differ by at most one and each section divides into only one number of
// groups.
func TestPerConflictsAreProvedOfAll(t *testing.T) {
	for _, test := range []struct {
		name   string
		sizes  grouping.Sizes
		many   []int
		proved bool
	}{
		{"few divisions", grouping.Sizes{Min: 5, Max: 7}, []int{12, 12}, true},
		{"three sections", grouping.Sizes{Min: 3, Max: 4}, []int{6, 7, 8}, true},
		{"200 combinations", grouping.Sizes{Min: 2, Max: 7}, []int{18, 11}, true},
		{"201 combinations", grouping.Sizes{Min: 2, Max: 11}, []int{16, 8}, false},
		{"more combinations than are tried", grouping.Sizes{Min: 2, Max: 14}, []int{16, 16}, false},
		{"more of one section than are tried", grouping.Sizes{Min: 2, Max: 20}, []int{40, 2}, false},
		{"and of the second", grouping.Sizes{Min: 2, Max: 20}, []int{2, 40}, false},
		{"64 people", grouping.Sizes{Min: 7, Max: 9}, []int{32, 32}, true},
		{"65 people", grouping.Sizes{Min: 7, Max: 9}, []int{32, 33}, false},
		{"65 people who divide in one way", grouping.Sizes{Min: 7, Max: 8}, []int{15, 50}, true},
		{"65 people who divide in several numbers of groups", grouping.Sizes{Min: 3, Max: 4}, []int{32, 33}, false},
	} {
		members := sectioned(test.many...)
		for i := range members {
			members[i].Numbers = map[string]exact.Decimal{"z": exact.MustDecimal("0")}
		}
		members[0].Numbers["z"] = exact.MustDecimal("1") // in several groups, the sum is never balanced
		test.sizes.Per = "section"
		p := grouping.Policy{Sizes: test.sizes, Must: must("z", grouping.Rule{Balance: &grouping.BalanceRule{Number: "z", Unit: exact.MustDecimal("1")}})}
		_, err := compile(t, p).Form(members, grouping.Options{Steps: 100_000})
		var conflict *grouping.ConflictError
		require.ErrorAs(t, err, &conflict, test.name)
		assert.Equal(t, []string{"z"}, conflict.Codes, test.name)
		assert.Equal(t, test.proved, conflict.Proved, test.name)
	}
}

// The paths of findings and violations count only the required rules that the policy
// itself lists, and not the required rule that [grouping.Sizes.Per] adds.
func TestPerPaths(t *testing.T) {
	members := sectioned(5, 5)
	apart := grouping.Requirement{Code: "rivals", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"a000", "a001"}}}}}
	more := grouping.Requirement{Code: "more", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"b000", "b001"}}}}}
	hours := grouping.Requirement{Code: "hours", Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}}
	p := grouping.Policy{Sizes: perSection, Must: []grouping.Requirement{apart, more}}
	f, err := compile(t, p).Assess([][]string{ids(members[:5]), ids(members[5:])}, members)
	require.NoError(t, err)
	var paths []string
	for _, finding := range f.Findings {
		paths = append(paths, finding.Code+" "+finding.Path)
	}
	assert.Equal(t, []string{"rivals must[0]", "more must[1]"}, paths)
	p.Must = []grouping.Requirement{apart, hours}
	_, err = compile(t, p).Form(members, grouping.Options{})
	assert.Equal(t, []string{"must[1] vacuous-rule"}, codes(err))
	p.Must[1].Optional = true
	f, err = compile(t, p).Assess([][]string{ids(members[:5]), ids(members[5:])}, members)
	require.NoError(t, err)
	assert.Equal(t, "must[1]", f.Findings[1].Path)
	p.Must, p.Prefer = nil, []grouping.Preference{{Code: "hours", Tier: 1, Rule: hours.Rule}}
	f, err = compile(t, p).Form(members, grouping.Options{})
	require.NoError(t, err)
	assert.Equal(t, "prefer[0]", f.Findings[0].Path)
}

func ids(members []grouping.Member) (all []string) {
	for _, m := range members {
		all = append(all, m.ID)
	}
	return all
}

// All sections share the moves that are allowed: the groups of a section become more even
// only with moves that the sections before it did not need.
func TestPerMovesAreShared(t *testing.T) {
	members := sectioned(6, 6)
	f := grouping.Formation{Groups: [][]string{ids(members[:4]), ids(members[4:6]), ids(members[6:10]), ids(members[10:])}}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 6, Per: "section"}})
	for moves, want := range [][]int{{4, 4, 2, 2}, {4, 3, 3, 2}, {3, 3, 3, 3}} {
		after, err := gr.Reform(f, members, grouping.ReformOptions{Moves: &moves})
		require.NoError(t, err)
		assert.Len(t, after.Change.Moves, moves)
		assert.Equal(t, want, lengths(after.Groups), "%d moves", moves)
	}
}

// If Sizes.Per names a category, each division of the members combines one division for
// each value of the category. For up to 64 people, Form tries all combinations in the
// order of their ranks, if there are at most 200.
func TestDivisionsOfSections(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 72))}
	for i := range 60 {
		low := 1 + w.IntN(3)
		s := grouping.Sizes{Min: low, Max: low + 1 + w.IntN(3), Per: "section", Prefer: w.pick("", "small")}
		sections := []int{low * (1 + w.IntN(3)), low * (1 + w.IntN(3))}
		if i%3 == 0 {
			sections = append(sections, low*(1+w.IntN(2)))
		}
		members := sectioned(sections...)
		want := divisionsPer(s, members)
		got, whole := compile(t, grouping.Policy{Sizes: s}).Splits(members)
		require.True(t, whole, "%v in %+v", sections, s)
		require.ElementsMatch(t, want, got, "%v in %+v", sections, s)
		// The rank of a combination is the sum of the ranks of its divisions. A
		// division's rank is its position in the order of preference of its section. If
		// several combinations have the same sizes, the least of their ranks counts.
		ranks := map[string]int{"[]": 0}
		for _, n := range sections {
			next := map[string]int{}
			for key, rank := range ranks {
				var sizes []int
				require.NoError(t, json.Unmarshal([]byte(strings.ReplaceAll(key, " ", ",")), &sizes))
				for more, division := range divisions(s, n) {
					all := slices.Concat(sizes, division)
					slices.SortFunc(all, func(a, b int) int { return b - a })
					if known, ok := next[fmt.Sprint(all)]; !ok || rank+more < known {
						next[fmt.Sprint(all)] = rank + more
					}
				}
			}
			ranks = next
		}
		require.True(t, slices.IsSortedFunc(got, func(a, b []int) int { return ranks[fmt.Sprint(a)] - ranks[fmt.Sprint(b)] }), "%v in %+v: %v", sections, s, got)
	}
	for _, test := range []struct {
		name     string
		low, top int
		sections []int
		many     int
		whole    bool
	}{
		{"one section of 200 divisions", 5, 31, []int{37}, 200, true},
		{"one of 201", 5, 32, []int{37}, 200, false},
		{"and one of five people", 5, 31, []int{37, 5}, 200, true},
		{"one of 201 and one of five people", 5, 32, []int{37, 5}, 200, false},
		{"five people and one of 201", 5, 32, []int{5, 37}, 200, false},
		{"combinations that are too many", 5, 31, []int{37, 12}, 200, false},
		{"one section of 65 in sizes that differ by one", 21, 22, []int{65}, 1, true},
		{"64 people in two sections", 9, 12, []int{32, 32}, 6, true},
		{"65 people in two sections", 9, 12, []int{32, 33}, 1, false},
		{"65 people in sizes that differ by two", 15, 17, []int{32, 33}, 1, false},
		{"66 people in sizes that differ by one", 10, 11, []int{33, 33}, 1, true},
		{"in one or two numbers of groups", 5, 6, []int{30, 40}, 2, false},
		{"in sixteen numbers of groups", 2, 3, []int{90, 4}, 16, false},
		{"in seventeen", 2, 3, []int{96, 4}, 16, false},
	} {
		s := grouping.Sizes{Min: test.low, Max: test.top, Per: "section"}
		all, whole := compile(t, grouping.Policy{Sizes: s}).Splits(sectioned(test.sections...))
		assert.Len(t, all, test.many, test.name)
		assert.Equal(t, test.whole, whole, test.name)
	}
	// For more than 64 people, the division at index k combines the division at index k
	// of each section. A section with fewer divisions keeps its last one.
	all, _ := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 6, Per: "section"}}).Splits(sectioned(12, 10, 60))
	require.Len(t, all, 11)
	join := func(lists ...[]int) []int {
		sizes := slices.Concat(lists...)
		slices.SortFunc(sizes, func(a, b int) int { return b - a })
		return sizes
	}
	for k, sizes := range all {
		large, err := grouping.Sizes{Count: 10 + k}.Split(60)
		require.NoError(t, err)
		first := [][]int{{6, 6}, {4, 4, 4}, {3, 3, 3, 3}}[min(k, 2)]
		second := [][]int{{5, 5}, {4, 3, 3}}[min(k, 1)]
		assert.Equal(t, join(first, second, large), sizes)
	}
}

// A reform with a single step, which is too few for a search, still seats everybody in a
// group of their section, and moves nobody who can stay.
func TestReformOfSectionsWithoutSteps(t *testing.T) {
	section := func(m grouping.Member, to string) grouping.Member {
		m.Categories = map[string]string{"section": to, "gender": "F"}
		return m
	}
	person := func(id, to string) grouping.Member { return section(grouping.Member{ID: id}, to) }
	two := sectioned(10, 10)
	fives := [][]string{ids(two[:5]), ids(two[5:10]), ids(two[10:15]), ids(two[15:])}
	for _, test := range []struct {
		name     string
		low, top int
		before   [][]string
		members  []grouping.Member
		must     []grouping.Requirement
		moves    int
		want     map[string][]int
	}{
		{"one of each group leaves, and as many join", 5, 5, fives,
			slices.Concat([]grouping.Member{person("0", "B"), person("1", "B")}, two[1:5], two[6:10], two[11:15], two[16:], []grouping.Member{person("y", "A"), person("z", "A")}), nil, 0,
			map[string][]int{"A": {5, 5}, "B": {5, 5}}},
		{"one changes sections", 4, 6, fives,
			slices.Concat([]grouping.Member{section(two[0], "B")}, two[1:]), nil, 1,
			map[string][]int{"A": {5, 4}, "B": {6, 5}}},
		{"a group is too large", 4, 5, [][]string{ids(two[:6]), ids(two[6:10]), ids(two[10:15]), ids(two[15:])}, two, nil, 1,
			map[string][]int{"A": {5, 5}, "B": {5, 5}}},
		{"a group is dissolved", 4, 5, [][]string{ids(two[:4]), ids(two[4:8]), ids(two[8:10]), ids(two[10:15]), ids(two[15:])}, two, nil, 2,
			map[string][]int{"A": {5, 5}, "B": {5, 5}}},
		{"a new group", 5, 5, fives,
			slices.Concat(two, []grouping.Member{person("v", "A"), person("w", "A"), person("x", "A"), person("y", "A"), person("z", "A")}), nil, 0,
			map[string][]int{"A": {5, 5, 5}, "B": {5, 5}}},
		{"one is pinned to the first position", 5, 5, [][]string{fives[3], fives[0], fives[1], fives[2]}, two,
			must("pin", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 1, Members: []string{"b007"}}}}}), 0,
			map[string][]int{"A": {5, 5}, "B": {5, 5}}},
		// Two of four people in a group changed sections. The group continues with the
		// section that is first in order.
		{"half of a group", 2, 8, [][]string{ids(two[:4]), ids(two[4:10]), ids(two[10:])},
			slices.Concat([]grouping.Member{section(two[0], "B"), section(two[1], "B")}, two[2:10], two[10:16]), nil, 2,
			map[string][]int{"A": {6, 2}, "B": {8}}},
		// In section A, two of eight people lead, and a group may have at most three who
		// do not lead.
		{"as even as can be", 2, 6, [][]string{ids(two[:6]), ids(two[6:8]), ids(two[10:14])},
			slices.Concat([]grouping.Member{section(two[0], "A"), section(two[6], "A")}, two[1:6], two[7:8], two[10:14]),
			must("others", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "lead", In: []string{"no"}, Count: new(3)}}), 2,
			map[string][]int{"A": {4, 4}, "B": {4}}},
	} {
		members := slices.Clone(test.members)
		for i, m := range members {
			members[i].Categories = map[string]string{"section": m.Categories["section"], "lead": "no"}
			if m.ID == "a000" || m.ID == "a006" || m.ID[0] == 'b' {
				members[i].Categories["lead"] = "yes"
			}
		}
		gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: test.low, Max: test.top, Per: "section"}, Must: test.must})
		after, err := gr.Reform(grouping.Formation{Groups: test.before}, members, grouping.ReformOptions{Steps: 1, Moves: new(0)})
		require.NoError(t, err, test.name)
		assert.Equal(t, test.want, sectionsOf(t, after, members), test.name)
		assert.Len(t, after.Change.Moves, test.moves, "%s: %v", test.name, after.Groups)
	}
}

// A reform first tries sizes near the present ones, and then the most even sizes. If a
// required rule can be kept in neither of them, the reform takes the sizes of the fresh
// formation.
func TestReformOfSectionsInOtherSizes(t *testing.T) {
	members := sectioned(18, 15)
	for i := range members {
		members[i].Categories["lead"] = "no"
	}
	for _, i := range []int{0, 6, 12, 18, 23, 28} { // one person of each group, whose sizes are 6, 6, 6, 5, 5 and 5
		members[i].Categories["lead"] = "yes"
	}
	var before grouping.Formation
	for group := range slices.Chunk(ids(members), 3) {
		before.Groups = append(before.Groups, group)
	}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 6, Per: "section", Prefer: "small"}, Must: must("lead", grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "lead", In: []string{"yes"}, Count: 1}})})
	after, err := gr.Reform(before, members, grouping.ReformOptions{Steps: 100_000})
	require.NoError(t, err)
	assert.Equal(t, map[string][]int{"A": {6, 6, 6}, "B": {5, 5, 5}}, sectionsOf(t, after, members))
	assert.Len(t, after.Change.Moves, 15, "three of each five or six stay")
}

// A group of one person continues in a reform, and its name stays the same.
func TestReformOfSectionsOfOne(t *testing.T) {
	members := sectioned(1, 1)
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 2, Per: "section"}})
	after, err := gr.Reform(grouping.Formation{Groups: [][]string{{"a000"}, {"b000"}}, Names: []string{"x", "y"}}, members, grouping.ReformOptions{})
	require.NoError(t, err)
	assert.Equal(t, []int{1, 2}, after.Change.Continues)
	assert.Equal(t, []string{"x", "y"}, after.Names)
}

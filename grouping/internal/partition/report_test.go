package partition_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// byRule returns the cost of each rule, weighted or not. It recounts the cost in a problem
// that has only the terms of this rule.
func byRule(p *partition.Problem, seat []int32, rules int, weighted bool) []int64 {
	costs := make([]int64, rules)
	for rule := range costs {
		one := partition.New(p.N, p.Sizes, p.Tiers)
		one.Counts = slices.DeleteFunc(slices.Clone(p.Counts), func(t *partition.Counts) bool { return t.Rule != rule })
		one.Sums = slices.DeleteFunc(slices.Clone(p.Sums), func(t *partition.Sums) bool { return t.Rule != rule })
		one.Lists = slices.DeleteFunc(slices.Clone(p.Lists), func(t *partition.Lists) bool { return t.Rule != rule })
		one.Homes = slices.DeleteFunc(slices.Clone(p.Homes), func(t *partition.Homes) bool { return t.Rule != rule })
		for _, t := range one.Terms() {
			weight := t.Weight
			if !weighted {
				t.Weight = 1
			}
			costs[rule] += slices.Max(append(partition.NewState(one, slices.Clone(seat)).Cost, 0))
			t.Weight = weight
		}
	}
	return costs
}

// The costs that a state reports by rule and by group are compared with recounted costs.
// The changes that it reports for a swap are compared with costs recounted after the
// swap.
func TestReportsAgainstRecounting(t *testing.T) {
	w := newWorld(21)
	for i := range 200 {
		p := w.problem(2+w.IntN(9), 5)
		for rule, t := range p.Terms() {
			t.Rule = rule
		}
		rules := len(p.Terms())
		seat := partition.Everybody(p.N)
		w.Shuffle(p.N, func(i, j int) { seat[i], seat[j] = seat[j], seat[i] })
		s := partition.NewState(p, slices.Clone(seat))
		for rule, cost := range byRule(p, seat, rules, false) {
			total := int64(0)
			for _, part := range s.GroupCosts(rule) {
				total += part
			}
			require.Equal(t, cost, total, "case %d: rule %d", i, rule)
		}
		group := []int32{}
		for g, size := range p.Sizes {
			group = append(group, slices.Repeat([]int32{int32(g)}, size)...)
			require.Equal(t, seat[len(group)-size:len(group)], s.Members(int32(g)))
		}
		for k, t_ := range p.Counts {
			total := int64(0)
			for g, size := range p.Sizes {
				for v := range t_.Total {
					count := int32(0)
					for _, m := range s.Members(int32(g)) {
						if t_.Value[m] == int32(v) {
							count++
						}
					}
					require.Equal(t, count, s.Count(k, int32(g), int32(v)))
					total += t_.Cost(int32(v), int64(size), int64(count))
				}
			}
			require.Equal(t, total, s.CountsCost(k))
			require.True(t, s.HasTable(k))
		}
		for k, t_ := range p.Sums {
			for g := range p.Sizes {
				sum := int64(0)
				for _, m := range s.Members(int32(g)) {
					sum += t_.Part[m]
				}
				require.Equal(t, sum, s.Sum(k, int32(g)))
			}
		}
		for k, t_ := range p.Lists {
			for g := range p.Sizes {
				require.Equal(t, t_.Excess(t_.Measure(s.Members(int32(g)))), s.ListCost(k, int32(g)))
			}
		}
		for k, t_ := range p.Homes {
			away := int64(0)
			for at, m := range seat {
				if t_.Home[m] >= 0 && t_.Home[m] != group[at] {
					away++
				}
			}
			require.Equal(t, away, s.Away(k))
		}
		before := byRule(p, seat, rules, true)
		for a := range seat {
			require.Equal(t, group[a], s.GroupOf(int32(a)))
			for b := range a {
				if group[a] == group[b] {
					continue
				}
				changes := make([]int64, rules)
				s.SwapChanges(int32(a), int32(b), changes)
				swapped := slices.Clone(seat)
				swapped[a], swapped[b] = swapped[b], swapped[a]
				for rule, after := range byRule(p, swapped, rules, true) {
					require.Equal(t, after-before[rule], changes[rule], "case %d: rule %d", i, rule)
				}
			}
		}
	}
}

// Verify accepts the certificates of small problems and counts the best assignments. It
// refuses certificates for worse assignments, and scales and prices that are out of range.
func TestCertificatesAgainstEveryAssignment(t *testing.T) {
	w := newWorld(22)
	held, refused, gaps := 0, map[string]int{}, 0
	for i := range cases(400, 20_000) {
		p := w.problem(2+w.IntN(5), 4)
		if i%3 == 0 {
			p = w.gathering()
		}
		p.Homes = nil // groups of one size are interchangeable only without homes
		p.Pinned = make([]bool, len(p.Sizes))
		p.Weigh()
		p.Certify = true
		least := best(p)
		s := p.Solve("seed", 100_000)
		tiers := s.Certificate()
		if least[0] > 0 {
			_, reason, _ := p.Verify(s.Best, tiers)
			require.Equal(t, partition.WrongCost, reason)
			continue
		}
		require.Equal(t, least, s.Least, "case %d", i)
		require.NotNil(t, tiers, "case %d", i)
		optima, worse := map[string]bool{}, [][]int32{}
		every(p, func(seat []int32) {
			if slices.Equal(partition.NewState(p, slices.Clone(seat)).Cost, least) {
				optima[partitionOf(p, seat)] = true
			} else if w.chance(5) {
				worse = append(worse, slices.Clone(seat))
			}
		})
		_, reason, count := p.Verify(s.Best, tiers)
		require.Empty(t, reason, "case %d", i)
		require.Equal(t, int64(len(optima)), count, "case %d", i)
		held++
		for _, seat := range worse {
			cost := partition.NewState(p, slices.Clone(seat)).Cost
			for k := range tiers {
				tiers[k].Cost = cost[tiers[k].Tier]
			}
			tier, reason, _ := p.Verify(seat, tiers)
			require.NotEmpty(t, reason, "case %d", i)
			refused[reason]++
			if cost[0] == 0 {
				first := slices.IndexFunc(cost, func(c int64) bool { return c != 0 })
				require.GreaterOrEqual(t, tier, first)
			}
		}
		for k := range tiers {
			tiers[k].Cost = least[tiers[k].Tier]
		}
		for k := range tiers {
			for _, bad := range []int64{0, -1, 1<<24 + 1} {
				scale := tiers[k].Scale
				tiers[k].Scale = bad
				tier, reason, _ := p.Verify(s.Best, tiers)
				require.Equal(t, partition.WrongPrices, reason)
				require.Equal(t, tiers[k].Tier, tier)
				tiers[k].Scale = scale
			}
			price := tiers[k].Price[0]
			tiers[k].Price[0] = 1<<50 + 1
			_, reason, _ := p.Verify(s.Best, tiers)
			require.Equal(t, partition.WrongPrices, reason)
			tiers[k].Price[0] = -1<<50 - 1
			_, reason, _ = p.Verify(s.Best, tiers)
			require.Equal(t, partition.WrongPrices, reason)
			// Prices of 0 prove nothing by themselves. But in problems this small, Verify can
			// often search the gap that they leave.
			clear(tiers[k].Price)
			if _, reason, again := p.Verify(s.Best, tiers); reason == "" {
				require.Equal(t, count, again, "case %d", i)
				gaps++
			}
			tiers[k].Price[0] = price
		}
	}
	assert.Positive(t, held)
	assert.Positive(t, gaps)
	assert.Positive(t, refused[partition.Beaten])
}

// partitionOf returns a text for an assignment. Assignments that differ only in the order
// of groups, or of members in a group, have the same text.
func partitionOf(p *partition.Problem, seat []int32) string {
	var groups []string
	at := 0
	for _, size := range p.Sizes {
		group := slices.Sorted(slices.Values(seat[at : at+size]))
		text := ""
		for _, m := range group {
			text += string('a' + m)
		}
		groups = append(groups, text)
		at += size
	}
	slices.Sort(groups)
	text := ""
	for _, g := range groups {
		text += g + " "
	}
	return text
}

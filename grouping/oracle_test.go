package grouping_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// cases returns the number of cases to try: few in the ordinary run, a fifth of that with
// -short, and many with COHORT_LONG=1.
func cases(few, many int) int {
	switch {
	case long():
		return many
	case testing.Short():
		return max(1, few/5)
	}
	return few
}

// steps returns a number of steps: n, or an eighth of n in a short run.
func steps(n int) int {
	if testing.Short() {
		return n / 8
	}
	return n
}

func long() bool { return os.Getenv("COHORT_LONG") != "" }

// cost returns the cost of a rule by a slow and obvious reading of the documentation.
func cost(k grouping.Rule, members []grouping.Member, groups [][]string) int64 {
	n := int64(len(members))
	by := map[string]grouping.Member{}
	for _, m := range members {
		by[m.ID] = m
	}
	total := int64(0)
	// pairs calls f for each ordered pair of two members of a set who are both in a
	// group. It passes true if they are in one group, and false if they are in different
	// groups.
	pairs := func(set []string, f func(same bool)) {
		in := map[string]int{}
		for g, group := range groups {
			for _, id := range group {
				in[id] = g
			}
		}
		for _, a := range set {
			for _, b := range set {
				ga, okA := in[a]
				gb, okB := in[b]
				if a != b && okA && okB {
					f(ga == gb)
				}
			}
		}
	}
	count := func(group []string, category, missing string, has func(string) bool) int64 {
		c := int64(0)
		for _, id := range group {
			value, ok := by[id].Categories[category]
			if !ok && missing != "" {
				value, ok = missing, true
			}
			if ok && has(value) {
				c++
			}
		}
		return c
	}
	values := func(category, missing string) []string {
		var vs []string
		for _, m := range members {
			if v, ok := m.Categories[category]; ok {
				vs = append(vs, v)
			} else if missing != "" {
				vs = append(vs, missing)
			}
		}
		slices.Sort(vs)
		return slices.Compact(vs)
	}
	if k.NotAlone != nil && k.NotAlone.List != "" || k.AtLeast != nil && k.AtLeast.List != "" || k.AtMost != nil && k.AtMost.List != "" {
		return listCost(k, members, groups)
	}
	everybody := slices.Concat(groups...)
	is := func(v string) func(string) bool { return func(w string) bool { return v == w } }
	distance := func(a, b int64) int64 { return max(a-b, b-a) }
	number := func(m grouping.Member, name string, missing exact.Decimal) (int64, bool) {
		d, ok := m.Numbers[name]
		if !ok {
			d = missing
		}
		if d.IsZero() {
			return 0, false
		}
		x, _ := strconv.ParseInt(d.String(), 10, 64)
		return x, true
	}
	switch {
	case k.Spread != nil:
		for _, v := range values(k.Spread.Category, k.Spread.Missing) {
			all := count(everybody, k.Spread.Category, k.Spread.Missing, is(v))
			for _, g := range groups {
				total += distance(n*count(g, k.Spread.Category, k.Spread.Missing, is(v)), int64(len(g))*all)
			}
		}
	case k.Gather != nil:
		for _, v := range values(k.Gather.Category, k.Gather.Missing) {
			var set []string
			for _, m := range members {
				if count([]string{m.ID}, k.Gather.Category, k.Gather.Missing, is(v)) == 1 {
					set = append(set, m.ID)
				}
			}
			pairs(set, func(same bool) {
				if !same {
					total++
				}
			})
		}
	case k.NotAlone != nil:
		least := int64(2)
		if k.NotAlone.Count != nil {
			least = int64(*k.NotAlone.Count)
		}
		for _, v := range values(k.NotAlone.Category, k.NotAlone.Missing) {
			if len(k.NotAlone.In) > 0 && !slices.Contains(k.NotAlone.In, v) {
				continue
			}
			for _, g := range groups {
				if c := count(g, k.NotAlone.Category, k.NotAlone.Missing, is(v)); c > 0 && c < least {
					total += least - c
				}
			}
		}
	case k.AtLeast != nil:
		for _, g := range groups {
			c := count(g, k.AtLeast.Category, k.AtLeast.Missing, func(v string) bool { return slices.Contains(k.AtLeast.In, v) })
			total += max(0, int64(k.AtLeast.Count)-c)
		}
	case k.AtMost != nil:
		for _, g := range groups {
			if len(k.AtMost.In) > 0 {
				c := count(g, k.AtMost.Category, k.AtMost.Missing, func(v string) bool { return slices.Contains(k.AtMost.In, v) })
				total += max(0, c-int64(*k.AtMost.Count))
				continue
			}
			for _, v := range values(k.AtMost.Category, k.AtMost.Missing) {
				total += max(0, count(g, k.AtMost.Category, k.AtMost.Missing, is(v))-int64(*k.AtMost.Count))
			}
		}
	case k.Balance != nil:
		known, sum := int64(0), int64(0)
		for _, m := range members {
			if x, ok := number(m, k.Balance.Number, k.Balance.Missing); ok {
				known++
				sum += x
			}
		}
		for _, g := range groups {
			part, s := int64(0), int64(0)
			for _, id := range g {
				if x, ok := number(by[id], k.Balance.Number, k.Balance.Missing); ok {
					s++
					part += x
				}
			}
			total += distance(known*part, s*sum)
		}
	case k.Range != nil:
		within, _ := strconv.ParseInt(k.Range.Within.String(), 10, 64)
		for _, g := range groups {
			var xs []int64
			for _, id := range g {
				if x, ok := number(by[id], k.Range.Number, k.Range.Missing); ok {
					xs = append(xs, x)
				}
			}
			if len(xs) > 0 {
				total += max(0, slices.Max(xs)-slices.Min(xs)-within)
			}
		}
	case k.CommonHours != nil:
		for _, g := range groups {
			stated := false
			minutes, run := int64(0), int64(0)
			for minute := range 24 * 60 / 10 {
				at := day.Add(time.Duration(minute) * 10 * time.Minute)
				free := true
				for _, id := range g {
					if by[id].Available == nil {
						continue
					}
					stated = true
					free = free && slices.ContainsFunc(by[id].Available, func(a civil.Interval) bool {
						return !at.Before(a.Start) && at.Before(a.End)
					})
				}
				if free {
					run += 10
				}
				if !free || minute == 24*60/10-1 {
					if run >= int64(k.CommonHours.Stretch) {
						minutes += run
					}
					run = 0
				}
			}
			if stated {
				total += max(0, int64(k.CommonHours.Minutes)-minutes)
			}
		}
	case k.Together != nil:
		for _, set := range k.Together.Sets {
			pairs(set, func(same bool) {
				if !same {
					total++
				}
			})
		}
	case k.Keep != nil:
		for _, set := range k.Keep.Groups {
			pairs(set, func(same bool) {
				if !same {
					total++
				}
			})
		}
	case k.Apart != nil, k.AvoidRepeat != nil:
		var sets [][]string
		if k.Apart != nil {
			sets = k.Apart.Sets
		} else {
			sets = k.AvoidRepeat.Groups
		}
		for _, set := range sets {
			pairs(set, func(same bool) {
				if same {
					total++
				}
			})
		}
		total /= 2
	case k.Agree != nil:
		for _, g := range groups {
			total += agreeCost(k.Agree, by, g)
		}
	case k.Pin != nil:
		for _, pin := range k.Pin.Pins {
			for _, id := range pin.Members {
				_, member := by[id]
				if member && (pin.Group > len(groups) || !slices.Contains(groups[pin.Group-1], id)) {
					total++
				}
			}
		}
	}
	return total
}

// agreeCost returns the least cost of a group over the values that it could agree on: all
// values that any member lists, and one that nobody lists.
func agreeCost(k *grouping.AgreeRule, by map[string]grouping.Member, group []string) int64 {
	paid := func(id, value string) int64 {
		list := by[id].Lists[k.List]
		if k.Category != "" {
			list = nil
			if v, ok := by[id].Categories[k.Category]; ok {
				list = []string{v}
			}
		}
		if len(list) == 0 {
			return 0
		}
		d := k.Otherwise
		if rank := slices.Index(list, value); rank >= 0 && len(k.Costs) == 0 {
			return 0
		} else if rank >= 0 && rank < len(k.Costs) {
			d = k.Costs[rank]
		}
		x, _ := strconv.ParseInt(d.String(), 10, 64)
		return x
	}
	least := int64(-1)
	candidates := []string{"nobody's"}
	for _, m := range by {
		candidates = append(candidates, m.Categories[k.Category])
		candidates = append(candidates, m.Lists[k.List]...)
	}
	slices.Sort(candidates)
	for _, value := range slices.Compact(candidates) {
		sum := int64(0)
		for _, id := range group {
			sum += paid(id, value)
		}
		if least < 0 || sum < least {
			least = sum
		}
	}
	return least
}

// listCost returns the cost of a rule that reads the list called l. A member counts for
// every value in the member's list.
func listCost(k grouping.Rule, members []grouping.Member, groups [][]string) (total int64) {
	has := func(id string, values ...string) bool {
		for _, m := range members {
			if m.ID == id {
				return slices.ContainsFunc(m.Lists["l"], func(v string) bool { return slices.Contains(values, v) })
			}
		}
		return false
	}
	count := func(group []string, values ...string) (c int64) {
		for _, id := range group {
			if has(id, values...) {
				c++
			}
		}
		return c
	}
	for _, g := range groups {
		switch {
		case k.AtLeast != nil:
			total += max(0, int64(k.AtLeast.Count)-count(g, k.AtLeast.In...))
		case k.AtMost != nil && len(k.AtMost.In) > 0:
			total += max(0, count(g, k.AtMost.In...)-int64(*k.AtMost.Count))
		default:
			for _, v := range []string{"p", "q", "r"} {
				c := count(g, v)
				switch {
				case k.AtMost != nil:
					total += max(0, c-int64(*k.AtMost.Count))
				case len(k.NotAlone.In) > 0 && !slices.Contains(k.NotAlone.In, v):
				case c == 1:
					total++
				}
			}
		}
	}
	return total
}

var day = time.Date(2024, 11, 9, 0, 0, 0, 0, time.UTC)

// every calls f with every way to seat members in groups of the given sizes.
func every(members []grouping.Member, sizes []int, f func(groups [][]string)) {
	groups := make([][]string, len(sizes))
	var seat func(at int)
	seat = func(at int) {
		if at == len(members) {
			f(groups)
			return
		}
		for g := range groups {
			if len(groups[g]) < sizes[g] {
				groups[g] = append(groups[g], members[at].ID)
				seat(at + 1)
				groups[g] = groups[g][:len(groups[g])-1]
			}
		}
	}
	seat(0)
}

// world makes random policies and members.
type world struct{ *rand.Rand }

func (w world) chance(percent int) bool { return w.IntN(100) < percent }

func (w world) pick(names ...string) string { return names[w.IntN(len(names))] }

func (w world) members(n int) []grouping.Member {
	var members []grouping.Member
	for i := range n {
		m := grouping.Member{ID: string(rune('a' + i)), Categories: map[string]string{}, Numbers: map[string]exact.Decimal{}}
		for _, c := range []string{"x", "y"} {
			if w.chance(90) {
				m.Categories[c] = w.pick("p", "q", "r")
			}
		}
		if w.chance(90) {
			m.Numbers["z"] = exact.MustDecimal(strconv.Itoa(w.IntN(10) - 2))
		}
		if w.chance(80) {
			list := []string{"p", "q", "r"}
			w.Shuffle(3, func(i, j int) { list[i], list[j] = list[j], list[i] })
			m.Lists = map[string][]string{"l": list[:w.IntN(4)]}
		}
		for range w.IntN(3) {
			start := day.Add(time.Duration(w.IntN(100)) * 10 * time.Minute)
			m.Available = append(m.Available, civil.Interval{Start: start, End: start.Add(time.Duration(1+w.IntN(40)) * 10 * time.Minute)})
		}
		if w.chance(3) {
			m.Available = []civil.Interval{} // never
		}
		members = append(members, m)
	}
	return members
}

func (w world) set(n int) []string {
	var set []string
	for i := range n + 1 { // the last one is not a member
		if w.chance(35) {
			set = append(set, string(rune('a'+i)))
		}
	}
	return set
}

func (w world) sets(n int) [][]string {
	sets := [][]string{w.set(n)}
	if w.chance(30) {
		sets = append(sets, w.set(n))
	}
	return sets
}

func (w world) rule(n int) grouping.Rule {
	category, missing := w.pick("x", "y"), w.pick("", "", "p", "s")
	var absent exact.Decimal
	if w.chance(30) {
		absent = exact.MustDecimal("1")
	}
	in := []string{"p", "q"}[:1+w.IntN(2)]
	switch w.IntN(17) {
	case 13:
		k := &grouping.AgreeRule{List: "l", Otherwise: exact.MustDecimal("5")}
		if w.chance(60) {
			k.Costs = []exact.Decimal{exact.MustDecimal("0"), exact.MustDecimal("2")}
		}
		if w.chance(30) {
			k.List, k.Category = "", category
		}
		return grouping.Rule{Agree: k}
	case 14:
		return grouping.Rule{AtLeast: &grouping.AtLeastRule{List: "l", In: in, Count: 1 + w.IntN(2)}}
	case 15:
		k := &grouping.AtMostRule{List: "l", Count: new(w.IntN(3))}
		if w.chance(50) {
			k.In = in
		}
		return grouping.Rule{AtMost: k}
	case 16:
		k := &grouping.NotAloneRule{List: "l"}
		if w.chance(50) {
			k.In = in
		}
		return grouping.Rule{NotAlone: k}
	case 0:
		return grouping.Rule{Spread: &grouping.SpreadRule{Category: category, Missing: missing}}
	case 1:
		return grouping.Rule{Gather: &grouping.GatherRule{Category: category, Missing: missing}}
	case 2:
		k := &grouping.NotAloneRule{Category: category, Missing: missing}
		if w.chance(50) {
			k.In = in
		}
		if w.chance(30) {
			k.Count = new(3)
		}
		return grouping.Rule{NotAlone: k}
	case 3:
		return grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: category, In: in, Count: 1 + w.IntN(2), Missing: missing}}
	case 4:
		k := &grouping.AtMostRule{Category: category, Count: new(w.IntN(3)), Missing: missing}
		if w.chance(50) {
			k.In = in
		}
		return grouping.Rule{AtMost: k}
	case 5:
		return grouping.Rule{Balance: &grouping.BalanceRule{Number: "z", Unit: exact.MustDecimal("1"), Missing: absent}}
	case 6:
		return grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal(strconv.Itoa(w.IntN(7))), Missing: absent}}
	case 7:
		return grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 10 * (1 + w.IntN(20)), Stretch: 10 * w.IntN(8)}}
	case 8:
		return grouping.Rule{Together: &grouping.TogetherRule{Sets: w.sets(n)}}
	case 9:
		return grouping.Rule{Apart: &grouping.ApartRule{Sets: w.sets(n)}}
	case 10:
		return grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 1 + w.IntN(3), Members: []string{string(rune('a' + w.IntN(n+1)))}}}}}
	case 11:
		return grouping.Rule{AvoidRepeat: &grouping.AvoidRepeatRule{Groups: w.sets(n)}}
	default:
		return grouping.Rule{Keep: &grouping.KeepRule{Groups: w.sets(n)}}
	}
}

func (w world) policy(n, groups int) grouping.Policy {
	p := grouping.Policy{Sizes: grouping.Sizes{Count: groups}}
	for i := range w.IntN(4) {
		p.Must = append(p.Must, grouping.Requirement{Code: fmt.Sprint("must", i), Rule: w.rule(n), Optional: true})
	}
	for i := range w.IntN(4) {
		p.Prefer = append(p.Prefer, grouping.Preference{Code: fmt.Sprint("prefer", i), Tier: 1 + w.IntN(3), Weight: new(1 + w.IntN(3)), Rule: w.rule(n)})
	}
	return p
}

// Small cohorts under random policies are compared with all formations of the cohort. The
// groups have the right sizes, no required rule is broken, every proof is true, no bound
// is above the optimum, and conflicts are named correctly.
func TestSmallCohortsAgainstEveryFormation(t *testing.T) {
	w := world{rand.New(rand.NewPCG(6, 1))}
	conflicts, proofs := 0, 0
	for i := range cases(1000, 100_000) {
		n := 2 + w.IntN(6)
		groups := 1 + w.IntN(min(3, n))
		members, p := w.members(n), w.policy(n, groups)
		gr, err := grouping.Compile(p)
		require.NoError(t, err)
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		f, err := gr.Form(members, grouping.Options{Seed: strconv.Itoa(i)})

		least, best := optimum(p, members, sizes)
		var conflict *grouping.ConflictError
		if errors.As(err, &conflict) {
			conflicts++
			require.Nil(t, best, "case %d: a formation keeps every required rule", i)
			require.True(t, conflict.Proved)
			require.Equal(t, least, len(conflict.Codes), "case %d: not a smallest conflict", i)
			var named grouping.Policy
			for _, m := range p.Must {
				if slices.Contains(conflict.Codes, m.Code) {
					named.Must = append(named.Must, m)
				}
			}
			_, kept := optimum(named, members, sizes)
			require.Nil(t, kept, "case %d: the rules named can be kept", i)
			continue
		}
		require.NoError(t, err)
		require.NotNil(t, best, "case %d: a required rule is broken", i)
		var all []string
		for g, group := range f.Groups {
			require.Len(t, group, sizes[g])
			all = append(all, group...)
		}
		slices.Sort(all)
		require.Len(t, slices.Compact(all), n)
		tiers := tierCosts(p, members, f.Groups)
		for k, tier := range f.Tiers {
			require.Equal(t, tiers[tier.Number], tier.Cost, "case %d: tier %d", i, tier.Number)
			if slices.Equal(best[:k], costs(f.Tiers[:k])) {
				require.LessOrEqual(t, tier.Bound, best[k], "case %d: tier %d", i, tier.Number)
			}
			if tier.Proved {
				require.Equal(t, best[k], tier.Cost, "case %d: tier %d is no optimum", i, tier.Number)
				proofs++
			} else {
				t.Fatalf("case %d: tier %d of %d people is not proved", i, tier.Number, n)
			}
		}
		for k, m := range p.Must {
			require.Zero(t, cost(m.Rule, members, f.Groups), "case %d: required rule %d", i, k)
			require.Zero(t, f.Rules[k].Cost)
		}
		for k, q := range p.Prefer {
			r := f.Rules[len(p.Must)+k]
			require.Equal(t, cost(q.Rule, members, f.Groups), r.Cost, "case %d: %s", i, r.Kind)
			require.LessOrEqual(t, r.Unavoidable, r.Cost, "case %d: %s %+v", i, r.Kind, r)
		}
	}
	require.NotZero(t, conflicts)
	require.NotZero(t, proofs)
}

func costs(tiers []grouping.Tier) []int64 {
	var cs []int64
	for _, tier := range tiers {
		cs = append(cs, tier.Cost)
	}
	return cs
}

func tierCosts(p grouping.Policy, members []grouping.Member, groups [][]string) map[int]int64 {
	tiers := map[int]int64{}
	for _, q := range p.Prefer {
		tiers[q.Tier] += int64(*q.Weight) * cost(q.Rule, members, groups)
	}
	return tiers
}

// optimum returns the costs of the best formation, tier by tier. If no formation keeps
// all required rules, best is nil, and conflict is the size of a smallest set of these
// rules that cannot be kept together.
func optimum(p grouping.Policy, members []grouping.Member, sizes []int) (conflict int, best []int64) {
	kept := map[int]bool{} // sets of required rules, as bits, that some formation keeps
	every(members, sizes, func(groups [][]string) {
		set := 0
		for k, m := range p.Must {
			if cost(m.Rule, members, groups) == 0 {
				set |= 1 << k
			}
		}
		kept[set] = true
		if set != 1<<len(p.Must)-1 {
			return
		}
		tiers := tierCosts(p, members, groups)
		cs := []int64{}
		for number := range 4 {
			if c, ok := tiers[number]; ok {
				cs = append(cs, c)
			}
		}
		if best == nil || slices.Compare(cs, best) < 0 {
			best = cs
		}
	})
	conflict = len(p.Must) + 1
	for set := range 1 << len(p.Must) {
		possible := false
		for k := range kept {
			possible = possible || k&set == set
		}
		if !possible {
			size := 0
			for k := range p.Must {
				size += set >> k & 1
			}
			conflict = min(conflict, size)
		}
	}
	return conflict, best
}

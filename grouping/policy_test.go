package grouping_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

const everyKind = `{"sizes":{"exact":[3,2,1]},"must":[` +
	`{"code":"a","rule":{"not_alone":{"category":"x","in":["p"],"count":2}},"source":{"section":"delivery","item":2}},` +
	`{"code":"b","rule":{"at_least":{"category":"x","in":["p"],"count":1}}},` +
	`{"code":"c","rule":{"at_most":{"category":"x","in":["q"],"count":1}}},` +
	`{"code":"d","rule":{"together":{"sets":[["a","b"]]}}},` +
	`{"code":"e","rule":{"apart":{"sets":[["a","c"]]}}},` +
	`{"code":"f","rule":{"pin":{"pins":[{"group":1,"members":["a"]}]}}}],"prefer":[` +
	`{"code":"g","tier":1,"weight":2,"rule":{"avoid_repeat":{"groups":[["a","d"]]}},"source":{"section":"delivery","item":3}},` +
	`{"code":"h","tier":1,"rule":{"keep":{"groups":[["a","e"]]}}},` +
	`{"code":"i","tier":2,"rule":{"spread":{"category":"x","missing":"p"}}},` +
	`{"code":"j","tier":2,"rule":{"gather":{"category":"x"}}},` +
	`{"code":"k","tier":3,"rule":{"balance":{"number":"z","unit":"1"}}},` +
	`{"code":"l","tier":3,"rule":{"range":{"number":"z","unit":"1","within":"2"}}},` +
	`{"code":"m","tier":3,"rule":{"common_hours":{"minutes":60,"stretch":30}}},` +
	`{"code":"n","tier":4,"rule":{"agree":{"list":"t","costs":["0","1"],"otherwise":"3"}}}]}`

// scribble changes everything that can be reached from v through pointers and
// lists.
func scribble(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			scribble(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			scribble(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[exact.Decimal]() {
			v.Set(reflect.ValueOf(exact.MustDecimal("77")))
			return
		}
		for i := range v.NumField() {
			scribble(v.Field(i))
		}
	case reflect.String:
		v.SetString("scribbled")
	case reflect.Int:
		v.SetInt(77)
	case reflect.Bool:
		v.SetBool(!v.Bool())
	default:
		panic("no scribbling on " + v.Kind().String())
	}
}

// Nothing that the caller changes later reaches the engine. The policy has rules of
// almost every kind.
func TestPolicyIsTheEnginesOwn(t *testing.T) {
	var p, same grouping.Policy
	require.NoError(t, document.Decode([]byte(everyKind), &p))
	require.NoError(t, document.Decode([]byte(everyKind), &same))
	gr := compile(t, p)
	scribble(reflect.ValueOf(&p))
	require.NotEqual(t, same, p)
	assert.Equal(t, same, gr.Policy())
}

// Every preference must have a code and one kind of rule. In the four rules that hold
// sets of members, no set may name a member twice.
func TestEveryRuleIsChecked(t *testing.T) {
	twice := [][]string{{"a", "a"}}
	for name, k := range map[string]grouping.Rule{
		"together.sets":       {Together: &grouping.TogetherRule{Sets: twice}},
		"apart.sets":          {Apart: &grouping.ApartRule{Sets: twice}},
		"keep.groups":         {Keep: &grouping.KeepRule{Groups: twice}},
		"avoid_repeat.groups": {AvoidRepeat: &grouping.AvoidRepeatRule{Groups: twice}},
	} {
		_, err := grouping.Compile(one(k))
		assert.Equal(t, []string{"prefer[0].rule." + name + "[0][1] duplicate-id"}, codes(err))
	}
	bad := one(grouping.Rule{})
	bad.Prefer = append(bad.Prefer, grouping.Preference{Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "c"}}}, grouping.Preference{Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "c"}}})
	_, err := grouping.Compile(bad)
	assert.Equal(t, []string{"prefer[0].rule one-of", "prefer[1].code required", "prefer[2].code required"}, codes(err))
}

// The report of a rule holds counts by value and by group, and the number of people who
// could not be counted.
func TestReports(t *testing.T) {
	d := exact.MustDecimal
	members := []grouping.Member{
		{ID: "a", Categories: map[string]string{"x": "p"}, Numbers: map[string]exact.Decimal{"z": d("3")}},
		{ID: "b", Categories: map[string]string{"x": "q"}, Numbers: map[string]exact.Decimal{"z": d("7")}},
		{ID: "c"},
		{ID: "d", Categories: map[string]string{"x": "r"}, Numbers: map[string]exact.Decimal{"z": d("-1")}},
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Exact: []int{3, 1}},
		Must: []grouping.Requirement{{Code: "there", Rule: grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 2, Members: []string{"d", "nobody"}}}}}}}}
	for code, k := range map[string]grouping.Rule{
		"both":     {AtLeast: &grouping.AtLeastRule{Category: "x", In: []string{"p", "q"}, Count: 1}},
		"single":   {AtMost: &grouping.AtMostRule{Category: "x", In: []string{"p"}, Count: new(1)}},
		"assumed":  {Spread: &grouping.SpreadRule{Category: "x", Missing: "s"}},
		"range":    {Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d("3")}},
		"balance":  {Balance: &grouping.BalanceRule{Number: "z", Unit: d("1")}},
		"together": {Together: &grouping.TogetherRule{Sets: [][]string{{"a", "b"}, {"b", "d", "nobody"}}}},
		"apart":    {Apart: &grouping.ApartRule{Sets: [][]string{{"a", "b"}, {"c", "d"}}}},
		"keep":     {Keep: &grouping.KeepRule{Groups: [][]string{{"a", "d"}}}},
	} {
		p.Prefer = append(p.Prefer, grouping.Preference{Code: code, Tier: 1, Weight: new(3), Rule: k})
	}
	f, err := compile(t, p).Form(members, grouping.Options{})
	require.NoError(t, err)
	require.Equal(t, [][]string{{"a", "b", "c"}, {"d"}}, f.Groups)
	report := func(code string) grouping.RuleReport {
		r := f.Rules[slices.IndexFunc(f.Rules, func(r grouping.RuleReport) bool { return r.Code == code })]
		r.Code, r.Tier, r.Weight = "", 0, 0
		return r
	}
	value := func(name string, total, first, second int, cost int64) grouping.ValueReport {
		return grouping.ValueReport{Value: name, Total: total, Groups: []int{first, second}, Cost: cost}
	}
	assert.Equal(t, grouping.RuleReport{Kind: "pin", Missing: 1}, report("there"))
	assert.Equal(t, grouping.RuleReport{Kind: "at_least", Cost: 1, Missing: 1, Values: []grouping.ValueReport{value(`"p" or "q"`, 2, 2, 0, 1)}}, report("both"))
	assert.Equal(t, grouping.RuleReport{Kind: "at_most", Missing: 1, Values: []grouping.ValueReport{value("p", 1, 1, 0, 0)}}, report("single"))
	assert.Equal(t, grouping.RuleReport{Kind: "spread", Cost: 12, Unavoidable: 12, Values: []grouping.ValueReport{
		value("p", 1, 1, 0, 2), value("q", 1, 1, 0, 2), value("r", 1, 0, 1, 6), value("s", 1, 1, 0, 2)}}, report("assumed"))
	assert.Equal(t, grouping.RuleReport{Kind: "range", Cost: 1, Missing: 1, Groups: []int64{4, 0}}, report("range"))
	assert.Equal(t, grouping.RuleReport{Kind: "balance", Cost: 24, Unavoidable: 0, Missing: 1, Groups: []int64{10, -1}}, report("balance"))
	assert.Equal(t, grouping.RuleReport{Kind: "together", Cost: 2, Unavoidable: 0, Missing: 1, Values: []grouping.ValueReport{
		value("1", 2, 2, 0, 0), value("2", 2, 1, 1, 2)}}, report("together"))
	assert.Equal(t, grouping.RuleReport{Kind: "apart", Cost: 1, Unavoidable: 1, Values: []grouping.ValueReport{
		value("1", 2, 2, 0, 1), value("2", 2, 1, 1, 0)}}, report("apart"))
	assert.Equal(t, grouping.RuleReport{Kind: "keep", Cost: 2, Values: []grouping.ValueReport{value("1", 2, 1, 1, 2)}}, report("keep"))
}

// Form names a conflict in which no rule can be left out, even if there are too many sets
// of rules to try all of them.
func TestConflictAmongManyRules(t *testing.T) {
	var p grouping.Policy
	p.Sizes = grouping.Sizes{Count: 2}
	for i := range 22 {
		p.Must = append(p.Must, grouping.Requirement{Code: fmt.Sprint("fine", i), Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "x", Count: new(6)}}})
	}
	for i, pair := range [][]string{{"a", "b"}, {"b", "c"}, {"a", "c"}} {
		p.Must = append(p.Must, grouping.Requirement{Code: fmt.Sprint("apart", i), Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{pair}}}})
	}
	p.Must = append(p.Must, grouping.Requirement{Code: "last", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "x", Count: new(6)}}})
	var members []grouping.Member
	for i := range 6 {
		members = append(members, grouping.Member{ID: string(rune('a' + i)), Categories: map[string]string{"x": "p"}})
	}
	_, err := compile(t, p).Form(members, grouping.Options{Steps: 5000})
	var conflict *grouping.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"apart0", "apart1", "apart2"}, Proved: true}, conflict)

	p.Must = p.Must[21:25] // few enough to try all sets
	_, err = compile(t, p).Form(members, grouping.Options{Steps: 5000})
	require.ErrorAs(t, err, &conflict)
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"apart0", "apart1", "apart2"}, Proved: true}, conflict)
}

// If the required rules are proved to be in conflict, the rules that the error names are
// proved to be in conflict, too. The error does not name the rule "balanced", because a
// long search could keep it.
func TestConflictNamedIsProvedToo(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 9))
	var members []grouping.Member
	for i := range 20 {
		z := r.IntN(1_000_000_000)
		for side := range 2 { // each number twice, so that the groups can balance
			members = append(members, grouping.Member{ID: fmt.Sprint(i, "-", side), Categories: map[string]string{"x": "p"},
				Numbers: map[string]exact.Decimal{"z": exact.MustDecimal(strconv.Itoa(z))}})
		}
	}
	balanced := grouping.Requirement{Code: "balanced", Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "z", Unit: exact.MustDecimal("1")}}}
	nobody := grouping.Requirement{Code: "nobody", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "x", In: []string{"p"}, Count: new(0)}}}
	for _, musts := range [][]grouping.Requirement{{balanced, nobody}, {nobody, balanced}} {
		_, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: musts}).Form(members, grouping.Options{Steps: 100_000})
		var conflict *grouping.ConflictError
		require.ErrorAs(t, err, &conflict)
		assert.Equal(t, []string{"nobody"}, conflict.Codes)
		assert.True(t, conflict.Proved)
		require.Len(t, conflict.Because, 1)
		assert.Len(t, conflict.Because[0].IDs, 40)
	}
}

// If a conflict names some rules, a call of Form with these rules alone and as many steps
// finds no formation either. Here a tenth of the steps is too few to keep the rule
// "balanced", but all the steps are enough.
func TestConflictIsNotNamedInHaste(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 9))
	var members []grouping.Member
	for i := range 50 {
		z := r.IntN(1000)
		for side := range 2 {
			members = append(members, grouping.Member{ID: fmt.Sprint(i, "-", side), Numbers: map[string]exact.Decimal{"z": exact.MustDecimal(strconv.Itoa(z))}})
		}
	}
	together := func(ids ...string) grouping.Rule {
		return grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{ids}}}
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: []grouping.Requirement{
		{Code: "balanced", Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "z", Unit: exact.MustDecimal("1")}}},
		{Code: "first", Rule: together("1-0", "2-0")}, {Code: "second", Rule: together("2-0", "3-0")},
		{Code: "apart", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"1-0", "3-0"}}}}},
	}}
	const steps = 3000
	form := func(steps int, codes ...string) error {
		q := p
		q.Must = slices.DeleteFunc(slices.Clone(p.Must), func(m grouping.Requirement) bool { return !slices.Contains(codes, m.Code) })
		_, err := compile(t, q).Form(members, grouping.Options{Steps: steps})
		return err
	}
	require.NoError(t, form(steps, "balanced"))
	require.Error(t, form(steps/10, "balanced"))
	var conflict *grouping.ConflictError
	require.ErrorAs(t, form(steps, "balanced", "first", "second", "apart"), &conflict)
	assert.False(t, conflict.Proved)
	assert.Error(t, form(steps, conflict.Codes...), "%v", conflict.Codes)
}

// A tier that could cost 2^53 or more is refused, even if it takes several rules to reach
// that cost.
func TestCostsOfEverySortAreBounded(t *testing.T) {
	spread := grouping.Rule{Spread: &grouping.SpreadRule{Category: "x"}}
	lacking := grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "x", In: []string{"p"}, Count: 1_000_000}}
	alone := grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "y", Count: new(1_000_000)}}
	hours := grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 1_000_000}}
	tests := []struct {
		name string
		rule grouping.Rule
		each int   // members of a group
		tier []int // the tier of each rule; each rule has weight 1,000,000
		most int   // the largest number of members
	}{
		{"2·n² of counts", spread, 1000, []int{1}, 67_108},
		{"two in a tier", spread, 1000, []int{1, 1}, 47_453},
		{"in two tiers", spread, 1000, []int{1, 2}, 67_108},
		{"1,000,000 minutes a group", hours, 1, []int{1}, 9007},
		{"1,000,000 members that a group lacks", lacking, 1, []int{1}, 9007},
		{"1,000,000 members that somebody lacks", alone, 1, []int{1}, 9007},
	}
	for _, test := range tests {
		if testing.Short() && test.most > 60_000 {
			continue // the others show the same rule
		}
		t.Run(test.name, func(t *testing.T) {
			var p grouping.Policy
			for i, tier := range test.tier {
				p.Prefer = append(p.Prefer, grouping.Preference{Code: strconv.Itoa(i), Tier: tier, Weight: new(1_000_000), Rule: test.rule})
			}
			for more := range 2 {
				members := make([]grouping.Member, test.most+more)
				for i := range members {
					members[i] = grouping.Member{ID: strconv.Itoa(i), Categories: map[string]string{"y": "p"}}
				}
				p.Sizes.Count = len(members) / test.each
				_, err := compile(t, p).Form(members, grouping.Options{Steps: 1})
				if more == 0 {
					assert.NoError(t, err)
				} else {
					assert.Equal(t, []string{" cost-range"}, codes(err))
				}
			}
		})
	}
}

// The costs of nine tiers with large weights do not fit into one number in which a cost
// of 1 in a tier outweighs all lower tiers. Tiers are still compared one after the other.
func TestTiersTooHeavyForOneNumber(t *testing.T) {
	w := world{rand.New(rand.NewPCG(5, 12))}
	for i := range cases(50, 2000) {
		n := 4 + w.IntN(3)
		members := w.members(n)
		var p grouping.Policy
		p.Sizes = grouping.Sizes{Count: 2}
		for tier := range 9 {
			k := w.rule(n)
			if k.Pin != nil {
				k = grouping.Rule{Spread: &grouping.SpreadRule{Category: "x"}}
			}
			p.Prefer = append(p.Prefer, grouping.Preference{Code: fmt.Sprint(tier), Tier: 1 + tier, Weight: new(1_000_000), Rule: k})
		}
		f, err := compile(t, p).Form(members, grouping.Options{Steps: 200_000})
		require.NoError(t, err)
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		var best []int64
		every(members, sizes, func(groups [][]string) {
			there, cs := tierCosts(p, members, groups), []int64{}
			for tier := range 9 {
				cs = append(cs, there[1+tier])
			}
			if best == nil || slices.Compare(cs, best) < 0 {
				best = cs
			}
		})
		require.Equal(t, best, costs(f.Tiers), "case %d", i)
	}
}

// The unavoidable cost of a rule has the same unit as its cost. A pin counts the people
// who cannot be where they are pinned; a balance has the imbalance that no formation
// avoids.
func TestUnavoidablePinsAndSums(t *testing.T) {
	d := exact.MustDecimal
	members := letters("ab")
	members[0].Numbers, members[1].Numbers = map[string]exact.Decimal{"z": d("0")}, map[string]exact.Decimal{"z": d("5")}
	for name, test := range map[string]struct {
		rule grouping.Rule
		want int64
	}{
		"a position that no group has": {grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 3, Members: []string{"b"}}}}}, 1},
		"numbers that differ":          {grouping.Rule{Balance: &grouping.BalanceRule{Number: "z", Unit: d("1")}}, 10},
	} {
		p := one(test.rule)
		p.Sizes.Count = 2
		f, err := compile(t, p).Form(members, grouping.Options{})
		require.NoError(t, err)
		assert.Equal(t, test.want, f.Rules[0].Cost, name)
		assert.Equal(t, test.want, f.Rules[0].Unavoidable, name)
	}
}

// A rule can name too many sets for a report of each set: the number of sets times the
// number of groups is more than 2^22. The report then has the cost of the rule and no
// values.
func TestReportOfManySets(t *testing.T) {
	for sets, want := range map[int]int{1 << 11: 1 << 11, 1<<11 + 1: 0} {
		k := &grouping.ApartRule{Sets: make([][]string, sets)}
		k.Sets[0] = []string{"m00000", "m00001"}
		members := many(1<<11 + 1)
		groups := [][]string{ids(members[:2])}
		for _, m := range members[2:] {
			groups = append(groups, []string{m.ID})
		}
		p := one(grouping.Rule{Apart: k})
		p.Sizes.Count = len(groups)
		f, err := compile(t, p).Assess(groups, members, grouping.Options{Steps: 1})
		require.NoError(t, err)
		assert.Equal(t, int64(1), f.Rules[0].Cost)
		assert.Len(t, f.Rules[0].Values, want)
	}
}

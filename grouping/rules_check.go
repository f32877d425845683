package grouping

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// kind returns the JSON name of the kind of k, the one field of k that is set. It returns
// "" if not exactly one is set.
func (k Rule) kind() string {
	if kinds := document.Kinds(k); len(kinds) == 1 {
		return kinds[0]
	}
	return ""
}

// number returns the name of the number that k reads, and its unit. It reports false if k
// reads no number.
func (k Rule) number() (name string, in unit, ok bool) {
	switch {
	case k.Balance != nil:
		return k.Balance.Number, unit{k.Balance.Unit, k.Balance.Round}, true
	case k.Range != nil:
		return k.Range.Number, unit{k.Range.Unit, k.Range.Round}, true
	}
	return "", in, false
}

// check reports what is wrong with k apart from its shape. The shape of k is checked
// together with the shape of the policy.
func (k Rule) check(r *rule.Report) {
	switch {
	case k.NotAlone != nil:
		checkSource(r.At("not_alone"), k.NotAlone.List, k.NotAlone.Category, k.NotAlone.Missing)
	case k.AtLeast != nil:
		checkSource(r.At("at_least"), k.AtLeast.List, k.AtLeast.Category, k.AtLeast.Missing)
	case k.AtMost != nil:
		checkSource(r.At("at_most"), k.AtMost.List, k.AtMost.Category, k.AtMost.Missing)
	case k.Agree != nil:
		k.Agree.check(r.At("agree"))
	case k.Balance != nil:
		checkUnits(r.At("balance"), k.Balance.Unit, map[string]exact.Decimal{"missing": k.Balance.Missing})
	case k.Range != nil:
		checkUnits(r.At("range"), k.Range.Unit, map[string]exact.Decimal{"missing": k.Range.Missing, "within": k.Range.Within})
		if r.Clean("range.within") && k.Range.Within.Sign() < 0 {
			r.Add("range.within", "range", "at least 0")
		}
	case k.Together != nil:
		checkSets(r.At("together.sets"), k.Together.Sets)
	case k.Apart != nil:
		checkSets(r.At("apart.sets"), k.Apart.Sets)
	case k.AvoidRepeat != nil:
		checkSets(r.At("avoid_repeat.groups"), k.AvoidRepeat.Groups)
	case k.Keep != nil:
		checkSets(r.At("keep.groups"), k.Keep.Groups)
	case k.Pin != nil:
		seen := map[string]bool{}
		for i, pin := range k.Pin.Pins {
			at := r.At(rule.Index("pin.pins", i))
			for j, id := range pin.Members {
				if seen[id] {
					at.Add(rule.Index("members", j), "duplicate-id", "is pinned twice")
				}
				seen[id] = true
			}
		}
	}
}

func checkUnits(r *rule.Report, step exact.Decimal, others map[string]exact.Decimal) {
	in := unit{size: step}
	if r.Clean("unit") && step.Sign() <= 0 {
		r.Add("unit", "unit", "must be more than 0")
	}
	for _, path := range slices.Sorted(maps.Keys(others)) {
		value := others[path]
		if r.Clean("unit", path) && !value.IsZero() {
			if _, fault := in.convert(value); fault != "" {
				r.Add(path, fault, unitFaults[fault])
			}
		}
	}
}

// maxSets is how many sets of one rule may name the same person.
const maxSets = 64

func checkSets(r *rule.Report, sets [][]string) {
	named := map[string]int{}
	for i, set := range sets {
		inside := map[string]bool{}
		for j, id := range set {
			switch at := rule.Index(rule.Index("", i), j); {
			case id == "":
				r.Put(rule.Required(at))
			case !document.ValidID(id):
				r.Add(at, "id", "1 to 128 bytes of characters that can be seen, without spaces around them")
			case inside[id]:
				r.Add(at, "duplicate-id", "is listed twice in one set")
			default:
				if named[id]++; named[id] > maxSets {
					r.Add(at, "too-many", "at most 64 sets with the same person")
				}
			}
			inside[id] = true
		}
	}
}

func (k Rule) clone() Rule {
	c := Rule{
		Spread: copied(k.Spread), Gather: copied(k.Gather), NotAlone: copied(k.NotAlone),
		AtLeast: copied(k.AtLeast), AtMost: copied(k.AtMost), Balance: copied(k.Balance),
		Range: copied(k.Range), CommonHours: copied(k.CommonHours), Together: copied(k.Together),
		Apart: copied(k.Apart), Pin: copied(k.Pin), AvoidRepeat: copied(k.AvoidRepeat), Keep: copied(k.Keep), Agree: copied(k.Agree),
	}
	switch {
	case c.Agree != nil:
		c.Agree.Costs = slices.Clone(c.Agree.Costs)
	case c.NotAlone != nil:
		c.NotAlone.In, c.NotAlone.Count = slices.Clone(c.NotAlone.In), copied(c.NotAlone.Count)
	case c.AtLeast != nil:
		c.AtLeast.In = slices.Clone(c.AtLeast.In)
	case c.AtMost != nil:
		c.AtMost.In, c.AtMost.Count = slices.Clone(c.AtMost.In), copied(c.AtMost.Count)
	case c.Together != nil:
		c.Together.Sets = cloneAll(c.Together.Sets)
	case c.Apart != nil:
		c.Apart.Sets = cloneAll(c.Apart.Sets)
	case c.AvoidRepeat != nil:
		c.AvoidRepeat.Groups = cloneAll(c.AvoidRepeat.Groups)
	case c.Keep != nil:
		c.Keep.Groups = cloneAll(c.Keep.Groups)
	case c.Pin != nil:
		c.Pin.Pins = slices.Clone(c.Pin.Pins)
		for i := range c.Pin.Pins {
			c.Pin.Pins[i].Members = slices.Clone(c.Pin.Pins[i].Members)
		}
	}
	return c
}

func cloneAll(sets [][]string) [][]string {
	all := make([][]string, len(sets))
	for i, set := range sets {
		all[i] = slices.Clone(set)
	}
	return all
}

// checkSource reports a rule that does not read exactly one of a category and a list. It
// also reports a rule that reads a list and sets the field Missing.
func checkSource(r *rule.Report, list, category, missing string) {
	switch {
	case !r.Clean("list", "category"):
	case list == "" && category == "":
		r.Add("category", "required", "is required, or list")
	case list != "" && category != "":
		r.Add("list", "conflict", "cannot be combined with category")
	case list != "" && missing != "":
		r.Add("missing", "conflict", "cannot be combined with list")
	}
}

// maxAgree is the largest cost that an [AgreeRule] may set for one member.
const maxAgree = 1_000_000

// whole returns a number that was checked to be whole.
func whole(d exact.Decimal) int64 {
	n, _ := d.Scaled(0)
	return n
}

func (k *AgreeRule) check(r *rule.Report) {
	checkSource(r, k.List, k.Category, "")
	ok := true
	number := func(at string, d exact.Decimal) {
		if n, whole := d.Scaled(0); r.Clean(at) && (!whole || n < 0 || n > maxAgree) {
			r.Add(at, "range", "want a whole number from 0 to 1,000,000")
		}
		ok = ok && r.Clean(at)
	}
	for i, cost := range k.Costs {
		number(rule.Index("costs", i), cost)
	}
	number("otherwise", k.Otherwise)
	if !ok {
		return
	}
	last := int64(0)
	for i, cost := range append(slices.Clone(k.Costs), k.Otherwise) {
		if whole(cost) < last {
			at := "otherwise"
			if i < len(k.Costs) {
				at = rule.Index("costs", i)
			}
			r.Add(at, "order", "is less than the cost of a better rank")
		}
		last = whole(cost)
	}
}

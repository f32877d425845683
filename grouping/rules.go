package grouping

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Rule is one kind of rule: exactly one of its fields is set. In the costs
// below n is the number of people, s the number of members of a group g.
type Rule struct {
	Spread      *SpreadRule      `json:"spread,omitzero"`
	Gather      *GatherRule      `json:"gather,omitzero"`
	NotAlone    *NotAloneRule    `json:"not_alone,omitzero"`
	AtLeast     *AtLeastRule     `json:"at_least,omitzero"`
	AtMost      *AtMostRule      `json:"at_most,omitzero"`
	Balance     *BalanceRule     `json:"balance,omitzero"`
	Range       *RangeRule       `json:"range,omitzero"`
	CommonHours *CommonHoursRule `json:"common_hours,omitzero"`
	Together    *TogetherRule    `json:"together,omitzero"`
	Apart       *ApartRule       `json:"apart,omitzero"`
	Pin         *PinRule         `json:"pin,omitzero"`
	AvoidRepeat *AvoidRepeatRule `json:"avoid_repeat,omitzero"`
	Keep        *KeepRule        `json:"keep,omitzero"`
}

// SpreadRule wants every value of a category in each group in proportion to the
// group's size. Its cost is the sum over values and groups of |n·c - s·N|: N
// people have the value, c of them in the group.
type SpreadRule struct {
	Category string `json:"category" validate:"id"`
	// Missing, here and below, is the value or number of members who have
	// none; absent, they are not counted.
	Missing string `json:"missing,omitzero" validate:"max=1024,line"`
}

// GatherRule wants people of one value in one group. Its cost is, summed over
// everybody, how many with the same value are in other groups.
type GatherRule struct {
	Category string `json:"category" validate:"id"`
	Missing  string `json:"missing,omitzero" validate:"max=1024,line"`
}

// NotAloneRule wants nobody isolated: a group holds nobody with a value or at
// least Count of them. Its cost is what each group and value lacks to Count.
type NotAloneRule struct {
	Category string `json:"category" validate:"id"`
	// In names the values this is about; absent, every value.
	In []string `json:"in,omitzero" validate:"max=1000,dive,max=1024,line"`
	// Count is 2 when absent.
	Count   *int   `json:"count,omitzero" validate:"omitempty,min=2,max=1000000"`
	Missing string `json:"missing,omitzero" validate:"max=1024,line"`
}

// AtLeastRule wants Count members with one of the values In, taken together, in
// every group. Its cost is the number lacking.
type AtLeastRule struct {
	Category string   `json:"category" validate:"id"`
	In       []string `json:"in" validate:"min=1,max=1000,dive,max=1024,line"`
	Count    int      `json:"count" validate:"min=1,max=1000000"`
	Missing  string   `json:"missing,omitzero" validate:"max=1024,line"`
}

// AtMostRule wants no more than Count members with one of the values In, taken
// together, in any group; without In, of each value on its own. Its cost is the
// number in excess.
type AtMostRule struct {
	Category string   `json:"category" validate:"id"`
	In       []string `json:"in,omitzero" validate:"max=1000,dive,max=1024,line"`
	Count    *int     `json:"count" validate:"required,min=0,max=1000000"`
	Missing  string   `json:"missing,omitzero" validate:"max=1024,line"`
}

// BalanceRule wants the mean of a number to be the same in every group. Its cost
// is the sum over groups of |n·S - s·T|, in units: T the sum of the number over
// all, S over the group. Members whose number is not counted weigh as much as
// the mean of the others.
type BalanceRule struct {
	Number string `json:"number" validate:"id"`
	// Unit is what every member's number is a whole multiple of, more than 0.
	Unit    exact.Decimal `json:"unit" validate:"required,bounded"`
	Missing exact.Decimal `json:"missing,omitzero" validate:"omitempty,bounded"`
}

// RangeRule wants a number to differ by no more than Within inside a group. Its
// cost is the sum over groups of what the largest exceeds the smallest by beyond
// that, in units.
type RangeRule struct {
	Number  string        `json:"number" validate:"id"`
	Unit    exact.Decimal `json:"unit" validate:"required,bounded"`
	Within  exact.Decimal `json:"within" validate:"required,bounded"`
	Missing exact.Decimal `json:"missing,omitzero" validate:"omitempty,bounded"`
}

// CommonHoursRule wants every group to have Minutes in which all its members are
// available, counted in stretches of Stretch minutes or more. Its cost is what
// the groups lack, in started minutes. Members who state no times are not
// counted: they narrow nothing.
type CommonHoursRule struct {
	Minutes int `json:"minutes" validate:"min=1,max=1000000"`
	Stretch int `json:"stretch,omitzero" validate:"min=0,max=1000000"`
}

// TogetherRule wants the members of each set in one group. Its cost is, summed
// over everybody named, how many of the set are in other groups. People named
// who are no members are left out, here and below.
type TogetherRule struct {
	Sets [][]string `json:"sets" validate:"min=1,max=100000"`
}

// ApartRule wants no two members of a set in one group. Its cost is the number
// of pairs that are.
type ApartRule struct {
	Sets [][]string `json:"sets" validate:"min=1,max=100000"`
}

// PinRule wants people in the group that is listed at a position. Larger groups
// are listed first; a pinned group keeps its position, the others of its size
// stand around it in the order of their smallest ids. Its cost is the number of
// people elsewhere.
type PinRule struct {
	Pins []Pin `json:"pins" validate:"min=1,max=100000,dive"`
}

// Pin names a group by its position, from 1, and people who belong there.
type Pin struct {
	Group   int      `json:"group" validate:"min=1,max=1000000"`
	Members []string `json:"members" validate:"min=1,max=1000000,dive,id"`
}

// AvoidRepeatRule wants people to meet new ones: no two members of an earlier
// group in one group again. Groups of several earlier formations may stand
// together. Its cost is the number of pairs that repeat, each as often as it
// was.
type AvoidRepeatRule struct {
	Groups [][]string `json:"groups" validate:"min=1,max=100000"`
}

// KeepRule wants earlier groups to stay together. Its cost is, summed over
// everybody, how many of the earlier group are now in other groups.
type KeepRule struct {
	Groups [][]string `json:"groups" validate:"min=1,max=100000"`
}

// kind returns the JSON name of the one kind that is set.
func (k Rule) kind() string {
	if kinds := document.Kinds(k); len(kinds) == 1 {
		return kinds[0]
	}
	return ""
}

// number returns the number that k reads and its unit.
func (k Rule) number() (name string, unit exact.Decimal, ok bool) {
	switch {
	case k.Balance != nil:
		return k.Balance.Number, k.Balance.Unit, true
	case k.Range != nil:
		return k.Range.Number, k.Range.Unit, true
	}
	return "", unit, false
}

// check reports what is wrong with the meaning of k; its shape was checked with
// the policy's.
func (k Rule) check(r *rule.Report) {
	switch {
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
					at.Add(rule.Index("members", j), "duplicate-id", "pinned twice")
				}
				seen[id] = true
			}
		}
	}
}

func checkUnits(r *rule.Report, unit exact.Decimal, others map[string]exact.Decimal) {
	if r.Clean("unit") && unit.Sign() <= 0 {
		r.Add("unit", "unit", "must be more than 0")
	}
	for _, path := range slices.Sorted(maps.Keys(others)) {
		value := others[path]
		if r.Clean("unit", path) && !value.IsZero() {
			if _, ok := units(value, unit); !ok {
				r.Add(path, "unit", notUnits)
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
				r.Add(at, "id", "1 to 128 bytes without control characters")
			case inside[id]:
				r.Add(at, "duplicate-id", "stands twice in one set")
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
		Apart: copied(k.Apart), Pin: copied(k.Pin), AvoidRepeat: copied(k.AvoidRepeat), Keep: copied(k.Keep),
	}
	switch {
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

package grouping

import (
	"github.com/cohortkit/cohort/course/exact"
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
	Agree       *AgreeRule       `json:"agree,omitzero"`
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

// GatherRule wants people of one value in one group. Its cost is, summed over all
// members, the number of people with the same value in other groups.
type GatherRule struct {
	Category string `json:"category" validate:"id"`
	Missing  string `json:"missing,omitzero" validate:"max=1024,line"`
}

// NotAloneRule wants no member to be the only one: a group holds no member with a value,
// or at least Count. Its cost is the number of members missing to Count, over values and
// groups.
type NotAloneRule struct {
	Category string `json:"category,omitzero" validate:"omitempty,id"`
	// List, in place of Category, names a list; a member has all of its values.
	List string `json:"list,omitzero" validate:"omitempty,id"`
	// In names the values this is about; absent, every value.
	In []string `json:"in,omitzero" validate:"max=1000,dive,max=1024,line"`
	// Count is 2 when absent.
	Count   *int   `json:"count,omitzero" validate:"omitempty,min=2,max=1000000"`
	Missing string `json:"missing,omitzero" validate:"max=1024,line"`
}

// AtLeastRule wants Count members with one of the values In, taken together, in
// every group. Its cost is the number lacking.
type AtLeastRule struct {
	Category string `json:"category,omitzero" validate:"omitempty,id"`
	// List, in place of Category, names a list; a member has all of its values.
	List    string   `json:"list,omitzero" validate:"omitempty,id"`
	In      []string `json:"in" validate:"min=1,max=1000,dive,max=1024,line"`
	Count   int      `json:"count" validate:"min=1,max=1000000"`
	Missing string   `json:"missing,omitzero" validate:"max=1024,line"`
}

// AtMostRule wants no more than Count members with one of the values In, taken
// together, in any group; without In, of each value. Its cost is the number in excess.
type AtMostRule struct {
	Category string `json:"category,omitzero" validate:"omitempty,id"`
	// List, in place of Category, names a list; a member has all of its values.
	List    string   `json:"list,omitzero" validate:"omitempty,id"`
	In      []string `json:"in,omitzero" validate:"max=1000,dive,max=1024,line"`
	Count   *int     `json:"count" validate:"required,min=0,max=1000000"`
	Missing string   `json:"missing,omitzero" validate:"max=1024,line"`
}

// BalanceRule wants the mean of a number to be the same in every group. Its cost is the
// sum over groups of |n·S - s·T|, in units: T is the sum of the number over all members,
// S over the group. Members whose number is not counted weigh as much as the mean of the
// others. Only the mean counts: 1 and 9 balance 5 and 5.
type BalanceRule struct {
	Number string `json:"number" validate:"id"`
	// Unit is what every member's number is a whole multiple of, more than 0.
	Unit    exact.Decimal `json:"unit" validate:"required,bounded"`
	Round   bool          `json:"round,omitzero"` // members' numbers to their unit, halves away from zero
	Missing exact.Decimal `json:"missing,omitzero" validate:"omitempty,bounded"`
}

// RangeRule wants a number to differ by no more than Within inside a group. Its cost is
// the sum over groups of the amount by which largest − smallest exceeds Within, in units.
// Numbers have no circle: for hours of the day use [CommonHoursRule].
type RangeRule struct {
	Number  string        `json:"number" validate:"id"`
	Unit    exact.Decimal `json:"unit" validate:"required,bounded"`
	Round   bool          `json:"round,omitzero"` // members' numbers to their unit, halves away from zero
	Within  exact.Decimal `json:"within" validate:"required,bounded"`
	Missing exact.Decimal `json:"missing,omitzero" validate:"omitempty,bounded"`
}

// CommonHoursRule wants every group to have Minutes in which all its members are
// available, counted in stretches of Stretch minutes or more. Its cost is the number of
// minutes missing, over the groups, each started minute counted. Members who state no
// times narrow nothing.
type CommonHoursRule struct {
	Minutes int `json:"minutes" validate:"min=1,max=1000000"`
	Stretch int `json:"stretch,omitzero" validate:"min=0,max=1000000"`
}

// AgreeRule wants each group to agree on one value: a topic, a language, a section.
// The cost of a group is the least, over the values that its members list, of the sum
// of what each member pays: Costs by the rank of the value in the member's list, and
// Otherwise if it is not there or beyond the costs stated. Without Costs a listed value
// costs nothing. Members who state no list are not counted. The value chosen is in the
// report.
type AgreeRule struct {
	// List or Category names what members state; a category is a list of one.
	List      string          `json:"list,omitzero" validate:"omitempty,id"`
	Category  string          `json:"category,omitzero" validate:"omitempty,id"`
	Costs     []exact.Decimal `json:"costs,omitzero" validate:"max=100,dive,bounded"`
	Otherwise exact.Decimal   `json:"otherwise" validate:"required,bounded"`
}

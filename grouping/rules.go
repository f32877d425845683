package grouping

import (
	"github.com/cohortkit/cohort/course/exact"
)

// Rule is a rule of one kind: exactly one of its fields is set.
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

// SpreadRule wants the members with each value of a category divided among the groups in
// proportion to the sizes of the groups. Its cost is the sum, over values and groups, of
// |n*c - s*N|, where n is the number of all members, s the size of the group, N the
// number of members with the value, and c the number of these members in the group.
// Members without a value count in n and s.
type SpreadRule struct {
	Category string `json:"category" validate:"id"`
	// Missing, here and in the rules below, is the value or number used for members who
	// have none. If it is absent, these members stay without one.
	Missing string `json:"missing,omitzero" validate:"max=1024,line"`
}

// GatherRule wants people of one value in one group. Its cost is, summed over all
// members, the number of people with the same value in other groups.
type GatherRule struct {
	Category string `json:"category" validate:"id"`
	Missing  string `json:"missing,omitzero" validate:"max=1024,line"`
}

// NotAloneRule wants every group to hold either no member with a value or at least Count
// such members, so that nobody is the only one. Its cost is the sum, over values and over
// groups that hold a member with the value, of the number of members by which the group
// is short of Count.
type NotAloneRule struct {
	Category string `json:"category,omitzero" validate:"omitempty,id"`
	// List, given instead of Category, is a key of [Member.Lists]. A member has every
	// value of the list under this key.
	List string `json:"list,omitzero" validate:"omitempty,id"`
	// In is the list of values to which the rule applies. If it is absent, the rule
	// applies to all values.
	In []string `json:"in,omitzero" validate:"max=1000,dive,max=1024,line"`
	// Count is 2 when absent.
	Count   *int   `json:"count,omitzero" validate:"omitempty,min=2,max=1000000"`
	Missing string `json:"missing,omitzero" validate:"max=1024,line"`
}

// AtLeastRule wants every group to hold at least Count members who have any of the values
// listed in the field In. Its cost is the number of members by which a group is short of
// Count, summed over the groups.
type AtLeastRule struct {
	Category string `json:"category,omitzero" validate:"omitempty,id"`
	// List, given instead of Category, is a key of [Member.Lists]. A member has every
	// value of the list under this key.
	List    string   `json:"list,omitzero" validate:"omitempty,id"`
	In      []string `json:"in" validate:"min=1,max=1000,dive,max=1024,line"`
	Count   int      `json:"count" validate:"min=1,max=1000000"`
	Missing string   `json:"missing,omitzero" validate:"max=1024,line"`
}

// AtMostRule wants every group to hold at most Count members who have any of the values
// listed in the field In. If In is absent, it wants at most Count members with each
// value. Its cost is the number of members above Count, summed over the groups and, if In
// is absent, over the values.
type AtMostRule struct {
	Category string `json:"category,omitzero" validate:"omitempty,id"`
	// List, given instead of Category, is a key of [Member.Lists]. A member has every
	// value of the list under this key.
	List    string   `json:"list,omitzero" validate:"omitempty,id"`
	In      []string `json:"in,omitzero" validate:"max=1000,dive,max=1024,line"`
	Count   *int     `json:"count" validate:"required,min=0,max=1000000"`
	Missing string   `json:"missing,omitzero" validate:"max=1024,line"`
}

// BalanceRule wants the mean of a number to be the same in every group. Its cost is the
// sum over groups of |n*S - s*T|, in units, where n is the number of all members,
// s the size of the group, T the sum of the number over all members and S its sum over
// the group. Members without a number are left out of n, s, S and T, so they weigh as
// much as the mean of the others. Only the mean counts: 1 and 9 balance 5 and 5.
type BalanceRule struct {
	Number string `json:"number" validate:"id"`
	// Unit is more than 0. Without Round, the number of every member is a whole multiple
	// of Unit.
	Unit    exact.Decimal `json:"unit" validate:"required,bounded"`
	Round   bool          `json:"round,omitzero"` // rounds members' numbers to the unit, halves away from zero
	Missing exact.Decimal `json:"missing,omitzero" validate:"omitempty,bounded"`
}

// RangeRule wants the members of a group to differ in a number by no more than Within.
// The range of a group is its largest number minus its smallest number. The cost is the
// sum, over all groups, of the units by which the range of the group exceeds Within.
// Numbers do not wrap around; for hours of the day use [CommonHoursRule].
type RangeRule struct {
	Number  string        `json:"number" validate:"id"`
	Unit    exact.Decimal `json:"unit" validate:"required,bounded"`
	Round   bool          `json:"round,omitzero"` // rounds members' numbers to the unit, halves away from zero
	Within  exact.Decimal `json:"within" validate:"required,bounded"`
	Missing exact.Decimal `json:"missing,omitzero" validate:"omitempty,bounded"`
}

// CommonHoursRule wants all members of each group to be available together for a number
// of minutes. Its cost is the sum over groups of the number of minutes lacking; a started
// minute counts as a whole one. Members who state no times count as always available, and
// a group of such members costs nothing.
type CommonHoursRule struct {
	// Minutes is the number of minutes that a group needs, in one or more stretches.
	Minutes int `json:"minutes" validate:"min=1,max=1000000"`
	// Stretch is the length of the shortest stretch that counts, in minutes.
	Stretch int `json:"stretch,omitzero" validate:"min=0,max=1000000"`
}

// AgreeRule wants each group to agree on one value: a topic, a language, a section. If a
// group agrees on a value, each member pays the entry of Costs at the rank of the value
// in the member's own list. If the value is not in the list, or its rank is beyond Costs,
// the member pays the cost Otherwise. Without Costs, a listed value costs nothing. The
// cost of a group is the least sum that its members can pay by agreeing on a value that
// one of them lists. Members who state no list are not counted. The report holds the
// value chosen.
type AgreeRule struct {
	// List or Category names what members state; a category counts as a list of one
	// value.
	List      string          `json:"list,omitzero" validate:"omitempty,id"`
	Category  string          `json:"category,omitzero" validate:"omitempty,id"`
	Costs     []exact.Decimal `json:"costs,omitzero" validate:"max=100,dive,bounded"`
	Otherwise exact.Decimal   `json:"otherwise" validate:"required,bounded"`
}

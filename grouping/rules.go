package grouping

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Rule is one kind of rule: exactly one of its fields is set.
type Rule struct {
	Spread  *SpreadRule  `json:"spread,omitzero"`
	Balance *BalanceRule `json:"balance,omitzero"`
}

// SpreadRule wants every value of a category in each group in proportion to the
// group's size.
//
// Its cost is the sum over values v and groups g of |n·c - s·N|: n people of
// whom N have v, c of them among the s members of g.
type SpreadRule struct {
	Category string `json:"category" validate:"id"`
	// Missing is the value of members who have none; absent, they are not
	// counted.
	Missing string `json:"missing,omitzero" validate:"max=1024"`
}

// BalanceRule wants the mean of a number to be the same in every group.
//
// Its cost is the sum over groups of |n·S - s·T|, in units: T the sum of the
// number over all n people, S over the s members of the group.
type BalanceRule struct {
	Number string `json:"number" validate:"id"`
	// Unit is what every member's number is a whole multiple of, more than 0.
	Unit document.Decimal `json:"unit" validate:"required,bounded"`
	// Missing is the number of members who have none; absent, they are not
	// counted, that is, they weigh as much as the mean of the others.
	Missing document.Decimal `json:"missing,omitzero" validate:"omitempty,bounded"`
}

// kind returns the JSON name of the one kind that is set.
func (k Rule) kind() string {
	if kinds := document.Kinds(k); len(kinds) == 1 {
		return kinds[0]
	}
	return ""
}

// check reports what is wrong with the meaning of k; its shape was checked with
// the policy's.
func (k Rule) check(r *rule.Report) {
	if b := k.Balance; b != nil && r.Clean("balance.unit") && b.Unit.Sign() <= 0 {
		r.Add("balance.unit", "unit", "must be more than 0")
	}
	if b := k.Balance; b != nil && r.Clean("balance.unit", "balance.missing") && !b.Missing.IsZero() {
		if _, ok := units(b.Missing, b.Unit); !ok {
			r.Add("balance.missing", "unit", "must be a whole multiple of the unit, within 2^31 of them")
		}
	}
}

func (k Rule) clone() Rule {
	return Rule{Spread: copied(k.Spread), Balance: copied(k.Balance)}
}

package grading

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
)

// Shown is a result as it is shown to people: rounded, and still true. The
// shown points of the parts add up to the shown total (plus what a cap cuts
// off), and the points of a group's parts to the points of the group. The shown
// total is on the same side of every threshold as the exact total.
type Shown struct {
	// Total is a decimal; or "just above 80" or "just below 80" where more than
	// 20 decimal places would be needed to tell it from the threshold.
	Total string `json:"total"`
	// Sentence says what was decided and why. Said says the same in codes and
	// values.
	Sentence string      `json:"sentence"`
	Said     []Said      `json:"said"`
	Parts    []ShownPart `json:"parts"` // in the order of the result's parts
}

// ShownPart is one part of a result as it is shown to people.
type ShownPart struct {
	Component string `json:"component"`
	Points    string `json:"points"`
	// Sentence says what the person has in the part, what the part adds to the
	// total and what full marks need. Said says the same in codes and values.
	Sentence string      `json:"sentence"`
	Said     []Said      `json:"said"`
	Parts    []ShownPart `json:"parts,omitzero"` // of a group
}

const (
	maxPlaces = 100 // the most decimal places that can be asked for
	farPlaces = 20  // the most decimal places of a total if fewer are asked for
)

// Shown rounds the total half up to a number of decimal places (0 to 100), and uses more
// places if the rounded total would reach or cross a threshold. The parts have as many
// places as the total, and add up to it (plus what a cap cuts off): all parts are rounded
// down first, then those with the largest remainders are rounded up.
func (r Result) Shown(places int) Shown {
	total, places := r.shownTotal(places)
	units := rounded(r.Total.Plus(r.AboveCap).Rat(), places)
	said := r.said(total, places)
	return Shown{Total: total, Sentence: english(said), Said: said, Parts: apportion(r.Parts, units, places)}
}

// shownTotal returns how the total is shown and how many decimal places it has.
func (r Result) shownTotal(asked int) (text string, places int) {
	asked = min(max(asked, 0), maxPlaces)
	places = asked
	for _, limit := range r.thresholds() {
		needed, ok := tellingPlaces(r.Total.Rat(), limit.Rat(), asked)
		if ok {
			places = max(places, needed)
			continue
		}
		beside := map[int]string{-1: "just below ", 1: "just above "}
		text = beside[r.Total.Compare(limit)] + limit.String()
	}
	if text == "" {
		text = fixed(rounded(r.Total.Rat(), places), places)
	}
	return text, places
}

// thresholds returns the limits on the total that the decision depends on.
func (r Result) thresholds() []exact.Rational {
	if r.Certificate.Above != nil || r.Certificate.AtLeast != nil {
		return []exact.Rational{newThreshold(r.Certificate.Above, r.Certificate.AtLeast).limit}
	}
	var list []exact.Rational
	for _, f := range r.Findings {
		if limit, ok := parseLimit(f.Need); ok {
			list = append(list, limit)
		}
	}
	return list
}

// parseLimit reads the number in the text of a threshold.
func parseLimit(text string) (exact.Rational, bool) {
	d, err := exact.ParseDecimal(strings.TrimPrefix(strings.TrimPrefix(text, "at least "), "above "))
	return d.Rational(), err == nil
}

// tellingPlaces returns the least number of decimal places, from the given number on, at
// which the total, rounded half up, is above, below or equal to the limit, as the exact
// total is. It tries numbers up to maxPlaces if the total equals the limit. Otherwise it
// tries numbers up to farPlaces, or only the given number if that is greater. It returns
// false if none of them works.
func tellingPlaces(total, limit *big.Rat, places int) (int, bool) {
	side := total.Cmp(limit)
	most := max(farPlaces, places)
	if side == 0 { // the total is the limit, and so a decimal
		most = maxPlaces
	}
	for ; places <= most; places++ {
		if new(big.Rat).SetFrac(rounded(total, places), power(places)).Cmp(limit) == side {
			return places, true
		}
	}
	return places, false
}

// apportion rounds the points of the parts to the given number of decimal places, so that
// they add up to the given sum (largest remainder method). The sum is a number of units
// of the last decimal place. First, the points of each part are rounded down. The units
// that are then missing from the sum go to the parts with the largest remainders, one
// unit each. The parts of a group are rounded in the same way, so that they add up to the
// shown points of the group. apportion changes the value of sum.
func apportion(parts []Part, sum *big.Int, places int) []ShownPart {
	units, lost, order := make([]*big.Int, len(parts)), make([]*big.Rat, len(parts)), make([]int, len(parts))
	for i, p := range parts {
		exact := scaled(p.Points.Rat(), places)
		units[i] = new(big.Int).Quo(exact.Num(), exact.Denom())
		lost[i] = exact.Sub(exact, new(big.Rat).SetInt(units[i]))
		sum.Sub(sum, units[i])
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(lost[j].Cmp(lost[i]), cmp.Compare(parts[i].Component, parts[j].Component))
	})
	// If the exact points of the parts add up to the total, at most one unit for each
	// part is left to give out. In a result whose points do not add up, more units can be
	// left. Even then each part gets at most one, and the rest are not given out.
	for _, i := range order {
		if sum.Sign() <= 0 {
			break
		}
		units[i].Add(units[i], big.NewInt(1))
		sum.Sub(sum, big.NewInt(1))
	}
	shown := make([]ShownPart, len(parts))
	for i := range parts {
		p := &parts[i]
		shown[i] = ShownPart{Component: p.Component, Points: fixed(units[i], places)}
		shown[i].Said = p.said(shown[i].Points, places)
		shown[i].Sentence = english(shown[i].Said)
		if len(p.Parts) > 0 {
			shown[i].Parts = apportion(p.Parts, units[i], places)
		}
	}
	return shown
}

// rounded returns r·10^places rounded half up, for r of 0 or more.
func rounded(r *big.Rat, places int) *big.Int {
	twice := new(big.Int).Mul(r.Num(), power(places))
	twice.Lsh(twice, 1).Add(twice, r.Denom())
	return twice.Quo(twice, new(big.Int).Lsh(r.Denom(), 1))
}

func scaled(r *big.Rat, places int) *big.Rat {
	return new(big.Rat).Mul(r, new(big.Rat).SetInt(power(places)))
}

func power(places int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
}

// fixed returns the number units/10^places as text, with exactly that number of places.
func fixed(units *big.Int, places int) string {
	text := units.String()
	if places == 0 {
		return text
	}
	text = strings.Repeat("0", max(places+1-len(text), 0)) + text
	return text[:len(text)-places] + "." + text[len(text)-places:]
}

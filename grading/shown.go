package grading

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
)

// Shown is how a result is shown to people: rounded, and still true. The parts
// add up to the total as shown, and the total as shown lies on the same side of
// the certificate's threshold as the exact one.
type Shown struct {
	Total string `json:"total"`
	// Sentence says what was decided and why.
	Sentence string      `json:"sentence"`
	Parts    []ShownPart `json:"parts"` // in the order of the result's parts
}

// ShownPart is how one part is shown.
type ShownPart struct {
	Component string `json:"component"`
	Points    string `json:"points"`
	// Sentence says what was seen and what was lacking.
	Sentence string `json:"sentence"`
}

// maxPlaces is how many decimal places can be asked for.
const maxPlaces = 100

// Shown returns the total rounded half up to so many decimal places (0 to 100),
// with more where that would reach or cross the threshold, and the parts with
// as many as the total, rounded so that they add up: those that lose most by
// being cut are rounded up.
func (r Result) Shown(places int) Shown {
	places = min(max(places, 0), maxPlaces)
	total, units := r.Total.Rat(), new(big.Int)
	if r.Certificate.Above == nil && r.Certificate.AtLeast == nil {
		units = rounded(total, places)
	} else {
		limit, _ := r.Certificate.threshold()
		side := total.Cmp(limit.Rat())
		for ; ; places++ {
			units = rounded(total, places)
			if new(big.Rat).SetFrac(units, power(places)).Cmp(limit.Rat()) == side {
				break
			}
		}
	}
	s := Shown{Total: fixed(units, places), Parts: apportion(r.Parts, units, places)}
	s.Sentence = r.sentence(s.Total, places)
	for i, p := range r.Parts {
		s.Parts[i].Sentence = p.sentence(s.Parts[i].Points, places)
	}
	return s
}

// apportion cuts each part's points and hands the units that are left of the
// total, which it uses up, to those that lost most.
func apportion(parts []Part, left *big.Int, places int) []ShownPart {
	units, lost, order := make([]*big.Int, len(parts)), make([]*big.Rat, len(parts)), make([]int, len(parts))
	for i, p := range parts {
		exact := scaled(p.Points.Rat(), places)
		units[i] = new(big.Int).Quo(exact.Num(), exact.Denom())
		lost[i] = exact.Sub(exact, new(big.Rat).SetInt(units[i]))
		left.Sub(left, units[i])
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(lost[j].Cmp(lost[i]), cmp.Compare(parts[i].Component, parts[j].Component))
	})
	for _, i := range order[:min(int(left.Int64()), len(order))] {
		units[i].Add(units[i], big.NewInt(1))
	}
	shown := make([]ShownPart, len(parts))
	for i, p := range parts {
		shown[i] = ShownPart{Component: p.Component, Points: fixed(units[i], places)}
	}
	return shown
}

// rounded returns r·10^places rounded half up, for r of 0 or more.
func rounded(r *big.Rat, places int) *big.Int {
	half := scaled(r, places)
	half.Add(half, big.NewRat(1, 2))
	return new(big.Int).Quo(half.Num(), half.Denom())
}

func scaled(r *big.Rat, places int) *big.Rat {
	return new(big.Rat).Mul(r, new(big.Rat).SetInt(power(places)))
}

func power(places int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
}

// fixed returns units/10^places with exactly so many places.
func fixed(units *big.Int, places int) string {
	text := units.String()
	if places == 0 {
		return text
	}
	text = strings.Repeat("0", max(places+1-len(text), 0)) + text
	return text[:len(text)-places] + "." + text[len(text)-places:]
}

package grading

// The arithmetic of Total, for its tests.
var (
	Plus   = Total.plus
	Minus  = Total.minus
	Times  = Total.times
	Over   = Total.over
	Floor  = Total.floor
	Ceil   = Total.ceil
	Whole  = Total.whole
	Sign   = Total.sign
	Exact  = exactly
	Places = decimalPlaces
)

// Unreduced returns n/d as the quick path hands it out.
func Unreduced(n, d uint64) Total { return Total{num: n, less: d - 1} }

// Narrow reports whether t is held in 64 bits and in lowest terms.
func Narrow(t Total) bool {
	return t.wide == nil && gcd(t.num, t.den()) == 1
}

// HasQuick reports whether the scheme has a quick path.
func HasQuick(g *Grader) bool { return g.quick != nil }

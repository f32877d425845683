package grading

import (
	"cmp"
	"math/big"
	"math/bits"
	"strconv"

	"github.com/cohortkit/cohort/course/document"
)

// Total is an exact number, 0 or more: a total, or the points of one part. Its
// zero value is 0. It is a value: nothing changes it. Equal numbers are those
// for which [Total.Compare] returns 0; == may tell them apart.
type Total struct {
	// num/(less+1) where wide is nil: the denominator less 1, so that the zero
	// value is 0/1. In lowest terms but for what the quick path hands out,
	// which leaves that work to whoever wants the text.
	num, less uint64
	// wide is the number where it does not fit in 64 bits each.
	wide *big.Rat
}

var (
	one     = whole(1)
	hundred = whole(100)
)

// Rat returns t as a new big.Rat.
func (t Total) Rat() *big.Rat {
	if t.wide != nil {
		return new(big.Rat).Set(t.wide)
	}
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(t.num), new(big.Int).SetUint64(t.den()))
}

// Cmp compares t with a decimal: -1, 0 or +1. It depends on none of package
// decimal's settings.
func (t Total) Cmp(d document.Decimal) int {
	if d.Sign() < 0 {
		return 1
	}
	return t.Compare(exactly(d))
}

// String returns t as a decimal where it ends, 87.5, and else as a fraction in
// lowest terms, 1370/17.
func (t Total) String() string {
	var text [48]byte
	return string(t.append(text[:0]))
}

// append appends the text of t to b.
func (t Total) append(b []byte) []byte {
	if t.wide == nil {
		t = reduced(t.num, t.den())
		if places, ends := decimalPlaces(t.den()); !ends {
			b = append(strconv.AppendUint(b, t.num, 10), '/')
			return strconv.AppendUint(b, t.den(), 10)
		} else if places < len(powers) {
			if units, fits := product(t.num, powers[places]/t.den()); fits {
				return appendFixed(b, units, places)
			}
		}
	}
	r := t.Rat()
	if places, ends := r.FloatPrec(); ends {
		return append(b, r.FloatString(places)...)
	}
	return append(b, r.String()...)
}

// decimalPlaces returns how many places a fraction in lowest terms has as a
// decimal, if that ends: if its denominator has no factors but 2 and 5.
func decimalPlaces(den uint64) (places int, ends bool) {
	twos, fives := bits.TrailingZeros64(den), 0
	for den >>= twos; den%5 == 0; den /= 5 {
		fives++
	}
	return max(twos, fives), den == 1
}

// appendFixed appends units/10^places.
func appendFixed(b []byte, units uint64, places int) []byte {
	b = strconv.AppendUint(b, units/powers[places], 10)
	if places == 0 {
		return b
	}
	b = append(b, '.')
	start := len(b)
	b = strconv.AppendUint(b, units%powers[places]+powers[places], 10) // the 1 in front keeps zeros
	return append(b[:start], b[start+1:]...)
}

// exactly returns the value of a bounded decimal that is not negative.
func exactly(d document.Decimal) Total {
	places := max(-int(d.Exponent()), 0)
	if places < len(powers) {
		if n, ok := d.Scaled(places); ok {
			return reduced(uint64(n), powers[places])
		}
	}
	return widened(d.Rat())
}

// powers holds the powers of ten that fit an int64.
var powers = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

func whole(n uint64) Total { return Total{num: n} }

func count(n int) Total { return whole(uint64(n)) }

// reduced returns n/d in lowest terms.
func reduced(n, d uint64) Total {
	g := gcd(n, d)
	return Total{num: n / g, less: d/g - 1}
}

// widened returns r, in 64 bits if it fits.
func widened(r *big.Rat) Total {
	if r.Num().IsUint64() && r.Denom().IsUint64() {
		return Total{num: r.Num().Uint64(), less: r.Denom().Uint64() - 1}
	}
	return Total{wide: r}
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// product returns a·b if it fits.
func product(a, b uint64) (uint64, bool) {
	hi, lo := bits.Mul64(a, b)
	return lo, hi == 0
}

// den returns the denominator of a t that is not wide.
func (t Total) den() uint64 { return t.less + 1 }

func (t Total) sign() int {
	if t.wide != nil {
		return t.wide.Sign()
	}
	return int(min(t.num, 1))
}

// Compare compares two exact numbers: -1, 0 or +1.
func (t Total) Compare(u Total) int {
	if t.wide != nil || u.wide != nil {
		return t.Rat().Cmp(u.Rat())
	}
	hi, lo := bits.Mul64(t.num, u.den())
	uhi, ulo := bits.Mul64(u.num, t.den())
	return cmp.Or(cmp.Compare(hi, uhi), cmp.Compare(lo, ulo))
}

func (t Total) plus(u Total) Total {
	if t.wide == nil && u.wide == nil {
		td, ud := t.den(), u.den()
		g := gcd(td, ud)
		a, fits1 := product(t.num, ud/g)
		b, fits2 := product(u.num, td/g)
		d, fits3 := product(td/g, ud)
		if n, carry := bits.Add64(a, b, 0); fits1 && fits2 && fits3 && carry == 0 {
			return reduced(n, d)
		}
	}
	return widened(new(big.Rat).Add(t.Rat(), u.Rat()))
}

// minus returns t-u; u is at most t.
func (t Total) minus(u Total) Total {
	return widened(new(big.Rat).Sub(t.Rat(), u.Rat()))
}

func (t Total) times(u Total) Total {
	if t.wide == nil && u.wide == nil {
		a, b := reduced(t.num, u.den()), reduced(u.num, t.den())
		n, fits1 := product(a.num, b.num)
		d, fits2 := product(a.den(), b.den())
		if fits1 && fits2 {
			return Total{num: n, less: d - 1}
		}
	}
	return widened(new(big.Rat).Mul(t.Rat(), u.Rat()))
}

// over returns t/u; u is not 0.
func (t Total) over(u Total) Total {
	if u.wide == nil {
		return t.times(Total{num: u.den(), less: u.num - 1})
	}
	return widened(new(big.Rat).Quo(t.Rat(), u.Rat()))
}

// floor returns the whole part of t.
func (t Total) floor() Total {
	if t.wide == nil {
		return whole(t.num / t.den())
	}
	n := new(big.Int).Quo(t.wide.Num(), t.wide.Denom())
	return widened(new(big.Rat).SetInt(n))
}

// ceil returns the least whole number that is not below t.
func (t Total) ceil() Total {
	if t.whole() {
		return t
	}
	return t.floor().plus(one)
}

// whole reports whether t is a whole number.
func (t Total) whole() bool {
	if t.wide == nil {
		return t.less == 0
	}
	return t.wide.IsInt()
}

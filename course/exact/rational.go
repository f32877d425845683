package exact

import (
	"cmp"
	"math/big"
	"math/bits"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
)

// Rational is an exact number, 0 or more: a total, a share, the points of a part. Its
// zero value is 0. Operations return new values and never change one. Numbers are equal
// if [Rational.Compare] returns 0; == can be false for equal numbers.
//
// Numbers whose numerator and denominator fit in 64 bits each take no memory
// beyond the value; larger ones use math/big.
type Rational struct {
	// If wide is nil, the number is num/(less+1). The field less is the denominator minus
	// 1, so that the zero value is 0/1. The fraction may not be in lowest terms, since
	// Ratio does not reduce it.
	num, less uint64
	// wide holds a number whose numerator or denominator does not fit in 64 bits.
	wide *big.Rat
}

// Limits of the text of a Rational. The time to read a text grows with the square of its
// length, to some 50 ms. The longest texts that are needed are totals of package grading.
// Their denominators have up to 36,000 digits from the means of lists of items, and up to
// 10,000 from other components and weights. Their numerators have about as many digits.
// The decimal of a total ends only if sizes and weights have no factors but 2 and 5. In 8
// nested groups, such a decimal has fewer than 4,000 places.
const (
	maxText    = 96 << 10 // characters of a fraction
	maxDecimal = 8 << 10  // characters of a decimal
)

var errRational = rule.Violation{Code: "format", Detail: "want a decimal such as 87.5 or a fraction of whole numbers such as 1370/17, 0 or more"}

// Whole returns n as a Rational.
func Whole(n uint64) Rational { return Rational{num: n} }

// Ratio returns n/d, and 0 if d is 0. It does not reduce the fraction, which
// makes it cheap in a loop; the text of the number is in lowest terms.
func Ratio(n, d uint64) Rational {
	if d == 0 {
		return Rational{}
	}
	return Rational{num: n, less: d - 1}
}

// Fraction returns the numerator and the denominator of t. If one of them does not fit
// in 64 bits, fits is false, and n and d have no meaning.
func (t Rational) Fraction() (n, d uint64, fits bool) {
	return t.num, t.den(), t.wide == nil
}

// Rat returns t as a new big.Rat.
func (t Rational) Rat() *big.Rat {
	if t.wide != nil {
		return new(big.Rat).Set(t.wide)
	}
	return new(big.Rat).SetFrac(new(big.Int).SetUint64(t.num), new(big.Int).SetUint64(t.den()))
}

// rat returns t as a big.Rat that must not be changed.
func (t Rational) rat() *big.Rat {
	if t.wide != nil {
		return t.wide
	}
	return t.Rat()
}

// String returns t as a decimal if the decimal ends, such as 87.5, and otherwise as a
// fraction in lowest terms, such as 1370/17.
func (t Rational) String() string {
	var text [48]byte
	return string(t.append(text[:0]))
}

// AppendText appends [Rational.String] to b; the error is nil.
func (t Rational) AppendText(b []byte) ([]byte, error) { return t.append(b), nil }

func (t Rational) append(b []byte) []byte {
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

// decimalPlaces returns the number of decimal places of a fraction in lowest terms with
// the denominator den. The decimal ends if den has no prime factors other than 2 and 5.
func decimalPlaces(den uint64) (places int, ends bool) {
	twos, fives := bits.TrailingZeros64(den), 0
	for den >>= twos; den%5 == 0; den /= 5 {
		fives++
	}
	return max(twos, fives), den == 1
}

// appendFixed appends units/10^places as a decimal.
func appendFixed(b []byte, units uint64, places int) []byte {
	b = strconv.AppendUint(b, units/powers[places], 10)
	if places == 0 {
		return b
	}
	b = append(b, '.')
	start := len(b)
	b = strconv.AppendUint(b, units%powers[places]+powers[places], 10) // the added 1 in front keeps leading zeros
	return append(b[:start], b[start+1:]...)
}

// Rational returns the value of a bounded d that is not negative, and 0 for any other d.
// Callers check bounds and sign first.
func (d Decimal) Rational() Rational {
	if d.Sign() < 0 || !d.Bounded() {
		return Rational{}
	}
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

// reduced returns n/d in lowest terms.
func reduced(n, d uint64) Rational {
	g := gcd(n, d)
	return Rational{num: n / g, less: d/g - 1}
}

// widened returns r as a Rational, in 64 bits if it fits.
func widened(r *big.Rat) Rational {
	if r.Num().IsUint64() && r.Denom().IsUint64() {
		return Rational{num: r.Num().Uint64(), less: r.Denom().Uint64() - 1}
	}
	return Rational{wide: r}
}

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// product returns a·b, and whether it fits in 64 bits.
func product(a, b uint64) (uint64, bool) {
	hi, lo := bits.Mul64(a, b)
	return lo, hi == 0
}

// den returns the denominator of a t that is not wide.
func (t Rational) den() uint64 { return t.less + 1 }

// Sign returns 0 for 0 and 1 for every other number.
func (t Rational) Sign() int {
	if t.wide != nil {
		return t.wide.Sign()
	}
	return int(min(t.num, 1))
}

// Compare returns -1 if t is less than u, 0 if they are equal, and +1 if t is greater.
func (t Rational) Compare(u Rational) int {
	if t.wide != nil || u.wide != nil {
		return t.rat().Cmp(u.rat())
	}
	hi, lo := bits.Mul64(t.num, u.den())
	uhi, ulo := bits.Mul64(u.num, t.den())
	return cmp.Or(cmp.Compare(hi, uhi), cmp.Compare(lo, ulo))
}

// Plus returns t+u.
func (t Rational) Plus(u Rational) Rational {
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
	return widened(new(big.Rat).Add(t.rat(), u.rat()))
}

// Minus returns t-u, and 0 if u is larger.
func (t Rational) Minus(u Rational) Rational {
	if t.Compare(u) <= 0 {
		return Rational{}
	}
	return widened(new(big.Rat).Sub(t.rat(), u.rat()))
}

// Times returns t·u.
func (t Rational) Times(u Rational) Rational {
	if t.wide == nil && u.wide == nil {
		a, b := reduced(t.num, u.den()), reduced(u.num, t.den())
		n, fits1 := product(a.num, b.num)
		d, fits2 := product(a.den(), b.den())
		if fits1 && fits2 {
			return Rational{num: n, less: d - 1}
		}
	}
	return widened(new(big.Rat).Mul(t.rat(), u.rat()))
}

// Over returns t/u, and 0 if u is 0. Callers whose divisor may be 0 check it first.
func (t Rational) Over(u Rational) Rational {
	if u.Sign() == 0 {
		return Rational{}
	}
	if u.wide == nil {
		return t.Times(Rational{num: u.den(), less: u.num - 1})
	}
	return widened(new(big.Rat).Quo(t.rat(), u.rat()))
}

// Floor returns the whole part of t.
func (t Rational) Floor() Rational {
	if t.wide == nil {
		return Whole(t.num / t.den())
	}
	n := new(big.Int).Quo(t.wide.Num(), t.wide.Denom())
	return widened(new(big.Rat).SetInt(n))
}

// Ceil returns the least whole number that is not below t.
func (t Rational) Ceil() Rational {
	if t.isWhole() {
		return t
	}
	return t.Floor().Plus(Whole(1))
}

func (t Rational) isWhole() bool {
	if t.wide == nil {
		return t.num%t.den() == 0
	}
	return t.wide.IsInt()
}

// MarshalText returns [Rational.String].
func (t Rational) MarshalText() ([]byte, error) { return t.append(nil), nil }

// UnmarshalText reads the text that [Rational.String] writes, at most 96 KiB, or 8 KiB if
// it is a decimal. The error is a [rule.Violation] with the code "format" and no path.
func (t *Rational) UnmarshalText(text []byte) error {
	n, d, fraction := strings.Cut(string(text), "/")
	if len(text) > maxText || !fraction && len(text) > maxDecimal {
		return errRational
	}
	if !fraction {
		units, places, ok := plainUnits(n)
		if !ok {
			return errRational
		}
		ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
		*t = widened(new(big.Rat).SetFrac(units, ten))
		return nil
	}
	if !digits(n) || !digits(d) || strings.Trim(d, "0") == "" {
		return errRational
	}
	num, _ := new(big.Int).SetString(n, 10)
	den, _ := new(big.Int).SetString(d, 10)
	*t = widened(new(big.Rat).SetFrac(num, den))
	return nil
}

// plainUnits reads a decimal: 87.50 yields 8750 units and 2 places.
func plainUnits(text string) (units *big.Int, places int, ok bool) {
	whole, rest, point := strings.Cut(text, ".")
	if !digits(whole) || point && !digits(rest) {
		return nil, 0, false
	}
	units, ok = new(big.Int).SetString(whole+rest, 10)
	return units, len(rest), ok
}

package exact

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"math/big"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/shopspring/decimal"
)

// MaxDecimal is how many characters the plain text of a decimal may have, including sign
// and point.
const MaxDecimal = 64

// Decimal is an exact decimal number as definitions and marks state it. Its zero value
// means "not stated", which differs from 0. It embeds decimal.Decimal for literals and
// for callers that compute further. Engines call Sign and Rat of the embedded type,
// [Decimal.Rational], [Decimal.Scaled] and [Decimal.String]. None of these methods depends
// on the settings of package decimal.
type Decimal struct {
	decimal.Decimal
}

var errDecimal = rule.Violation{Code: "decimal", Detail: "want plain digits with an optional sign and point, such as 12.5, at most 64 characters"}

// ParseDecimal reads plain digits with an optional sign and point, such as 12.5, at most 64
// characters. The error is a [rule.Violation] with the code "decimal" and no path.
func ParseDecimal(text string) (Decimal, error) {
	if !plain(text) {
		return Decimal{}, errDecimal
	}
	digits := text
	places := 0
	if i := strings.IndexByte(text, '.'); i >= 0 {
		digits, places = text[:i]+text[i+1:], len(text)-i-1
	}
	coefficient, _ := new(big.Int).SetString(digits, 10)
	return Decimal{decimal.NewFromBigInt(coefficient, int32(-places))}, nil
}

// plain reports whether text has at most MaxDecimal characters and consists of an
// optional sign, digits, and optionally a point with more digits.
func plain(text string) bool {
	if len(text) > MaxDecimal {
		return false
	}
	if text != "" && (text[0] == '-' || text[0] == '+') {
		text = text[1:]
	}
	whole, fraction, point := strings.Cut(text, ".")
	return digits(whole) && (!point || digits(fraction))
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// MustDecimal is ParseDecimal for literals in source code: it panics if the text is not a
// decimal.
func MustDecimal(text string) Decimal {
	d, err := ParseDecimal(text)
	if err != nil {
		panic("exact.MustDecimal: " + err.Error())
	}
	return d
}

// IsZero reports whether d is the zero value, which means "not stated". It returns false
// for the number 0, while IsZero of the embedded type returns true; use [Decimal.Sign] to
// compare with 0.
func (d Decimal) IsZero() bool { return d.Decimal == decimal.Decimal{} }

// Bounded reports whether the plain text of d has at most [MaxDecimal] characters. Values
// read from text are always bounded. Engines check every value, since a literal can hold
// any coefficient and exponent. The check is quick even for a huge exponent.
func (d Decimal) Bounded() bool {
	exponent := d.Exponent()
	if exponent < -MaxDecimal || exponent > MaxDecimal {
		return false
	}
	digits := d.NumDigits()
	if digits+max(int(exponent), int(-exponent)) <= MaxDecimal-len("-0.") {
		return true // wherever the decimal point is
	}
	return digits <= MaxDecimal && len(d.String()) <= MaxDecimal
}

// String returns the plain text of d: digits with an optional sign and point, trailing
// zeros kept. It returns "out of bounds" if d has more than 128 digits or an exponent
// outside of -128 to 128; such a d is not [Decimal.Bounded].
func (d Decimal) String() string {
	exponent := d.Exponent()
	if exponent < -2*MaxDecimal || exponent > 2*MaxDecimal || d.NumDigits() > 2*MaxDecimal {
		return "out of bounds"
	}
	text := d.Coefficient().String()
	sign := ""
	if text[0] == '-' {
		sign, text = "-", text[1:]
	}
	if exponent >= 0 {
		if text != "0" {
			text += strings.Repeat("0", int(exponent))
		}
		return sign + text
	}
	places := int(-exponent)
	if len(text) <= places {
		text = strings.Repeat("0", places-len(text)+1) + text
	}
	return sign + text[:len(text)-places] + "." + text[len(text)-places:]
}

// Format writes the plain text for every verb, so that printing d does not depend on the
// settings of package decimal.
func (d Decimal) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, d.String()) }

// Scaled returns d·10^places and true if the product is a whole number that fits in an
// int64. Otherwise, and for every coefficient of more than 18 digits, it returns 0 and
// false. Scaled allocates nothing.
func (d Decimal) Scaled(places int) (int64, bool) {
	if d.NumDigits() > 18 {
		return 0, false
	}
	n, shift := d.CoefficientInt64(), int64(d.Exponent())+int64(places)
	if n == 0 {
		return 0, true
	}
	for ; shift < 0; shift++ {
		if n%10 != 0 {
			return 0, false
		}
		n /= 10
	}
	for ; shift > 0; shift-- {
		if n > math.MaxInt64/10 || n < math.MinInt64/10 {
			return 0, false
		}
		n *= 10
	}
	return n, true
}

// MarshalText returns the plain text of d, or an error if d is not [Decimal.Bounded].
func (d Decimal) MarshalText() ([]byte, error) {
	if !d.Bounded() {
		return nil, errDecimal
	}
	return []byte(d.String()), nil
}

// UnmarshalText is [ParseDecimal].
func (d *Decimal) UnmarshalText(text []byte) error {
	parsed, err := ParseDecimal(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// MarshalJSON returns the plain text of d as a JSON string, even if
// MarshalJSONWithoutQuotes of package decimal is set.
func (d Decimal) MarshalJSON() ([]byte, error) {
	text, err := d.MarshalText()
	if err != nil {
		return nil, err
	}
	return json.Marshal(string(text))
}

// UnmarshalJSON accepts only a JSON string: a JSON number may have passed through binary
// floating point on its way.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil || text == nil {
		return errDecimal
	}
	return d.UnmarshalText([]byte(*text))
}

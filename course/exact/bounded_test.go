package exact_test

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
)

// Bounded takes shortcuts. Its result always agrees with the length of the
// plain text.
func TestBoundedIsTheLengthOfTheText(t *testing.T) {
	t.Parallel()
	for digits := 1; digits <= 66; digits++ {
		coefficient, _ := new(big.Int).SetString(strings.Repeat("7", digits), 10)
		for exponent := int32(-66); exponent <= 66; exponent++ {
			for _, c := range []*big.Int{coefficient, new(big.Int).Neg(coefficient)} {
				d := exact.Decimal{Decimal: decimal.NewFromBigInt(c, exponent)}
				assert.Equal(t, len(d.String()) <= exact.MaxDecimal, d.Bounded(), "%d digits, exponent %d", digits, exponent)
			}
		}
	}
}

// String writes out coefficients of up to 128 digits with exponents from -128 to 128.
// Beyond these limits it returns "out of bounds".
func TestStringIsBounded(t *testing.T) {
	t.Parallel()
	nines := func(n int) *big.Int {
		c, _ := new(big.Int).SetString(strings.Repeat("9", n), 10)
		return c
	}
	for _, c := range []struct {
		digits   int
		exponent int32
		shown    bool
	}{{1, 128, true}, {1, 129, false}, {1, -128, true}, {1, -129, false}, {128, 0, true}, {129, 0, false}} {
		text := exact.Decimal{Decimal: decimal.NewFromBigInt(nines(c.digits), c.exponent)}.String()
		assert.Equal(t, c.shown, text != "out of bounds", "%d digits, exponent %d", c.digits, c.exponent)
	}
	zero := exact.Decimal{Decimal: decimal.New(0, 64)}
	assert.True(t, zero.Bounded())
	assert.Equal(t, "0", zero.String())
	n, whole := exact.Decimal{Decimal: decimal.New(0, 1<<31-1)}.Scaled(0)
	assert.True(t, whole)
	assert.Zero(t, n)
}

// The operations in this list allocate nothing on numbers with small numerators and
// denominators. Minus is not in the list, since it allocates. The test is not parallel,
// because allocations are counted for the whole process.
func TestNothingIsAllocatedInSixtyFourBits(t *testing.T) {
	a, b, d := exact.Ratio(7, 12), exact.Ratio(5, 18), exact.MustDecimal("12.50")
	var buffer [64]byte
	for name, do := range map[string]func(){
		"Plus":       func() { a.Plus(b) },
		"Times":      func() { a.Times(b) },
		"Over":       func() { a.Over(b) },
		"Compare":    func() { a.Compare(b) },
		"Floor":      func() { a.Floor() },
		"Ceil":       func() { a.Ceil() },
		"Sign":       func() { a.Sign() },
		"Sum":        func() { exact.Sum([]exact.Rational{a, b, a}) },
		"Rational":   func() { d.Rational() },
		"a decimal":  func() { _, _ = exact.Ratio(175, 2).AppendText(buffer[:0]) },
		"a fraction": func() { _, _ = a.AppendText(buffer[:0]) },
	} {
		assert.Zero(t, testing.AllocsPerRun(100, do), name)
	}
}

// UnmarshalText accepts decimals of up to 8 KiB and fractions of up to 96 KiB. It takes
// only a moment for any text, even for a text above these limits.
func TestRationalTextIsBounded(t *testing.T) {
	t.Parallel()
	r := random("bounded")
	number := func(n int) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = '1' + byte(r.IntN(9))
		}
		return string(b)
	}
	read := func(text string) error {
		var x exact.Rational
		start := time.Now()
		err := x.UnmarshalText([]byte(text))
		assert.Less(t, time.Since(start), 5*time.Second, "%d characters", len(text))
		return err
	}
	for _, whole := range []int{1, 4 << 10, 8<<10 - 2} {
		assert.NoError(t, read(number(whole)+"."+number(8<<10-1-whole)))
		assert.Error(t, read(number(whole)+"."+number(8<<10-whole)))
	}
	assert.NoError(t, read(number(8<<10)))
	assert.Error(t, read(number(8<<10+1)))
	for _, above := range []int{1, 48 << 10, 96<<10 - 2} {
		assert.NoError(t, read(number(above)+"/"+number(96<<10-1-above)))
		assert.Error(t, read(number(above)+"/"+number(96<<10-above)))
	}
	assert.Error(t, read("0."+number(1<<20)))
	assert.Error(t, read(number(1<<19)+"/"+number(1<<19)))
}

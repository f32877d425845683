package exact_test

import (
	"crypto/sha256"
	"math"
	"math/big"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// edges are numbers near the limits of 32 and 64 bits, and some small ones.
var edges = []uint64{0, 1, 2, 3, 5, 7, 10, 64, 80, 100, 625, 1 << 31, 1<<32 - 1, 1 << 32, 1<<32 + 1, 1e18, 1e19, 1<<63 - 1, 1 << 63, 1<<63 + 1, math.MaxUint64 - 1, math.MaxUint64}

func anyTotal(r chooser) (exact.Rational, *big.Rat) {
	n, d := pick(r, edges...), max(pick(r, edges...), 1)
	if r.IntN(3) == 0 {
		n, d = uint64(r.IntN(1000)), uint64(1+r.IntN(1000))
	}
	want := new(big.Rat).SetFrac(new(big.Int).SetUint64(n), new(big.Int).SetUint64(d))
	var t exact.Rational
	if r.IntN(2) == 0 {
		t = exact.Ratio(n, d)
	} else if err := t.UnmarshalText([]byte(want.String())); err != nil {
		panic(err)
	}
	if r.IntN(5) == 0 { // beyond 64 bits
		x := new(big.Rat).SetFrac(new(big.Int).SetUint64(pick(r, edges...)), new(big.Int).SetUint64(max(pick(r, edges...), 1)))
		want = new(big.Rat).Mul(want, x)
		if err := t.UnmarshalText([]byte(want.String())); err != nil {
			panic(err)
		}
	}
	return t, want
}

// Arithmetic agrees with big.Rat. A sum that fits in 64 bits is held in 64 bits, in lowest
// terms.
func TestRationalArithmetic(t *testing.T) {
	t.Parallel()
	r := random("arithmetic")
	for range rounds(1_000_000, 15_000) {
		a, x := anyTotal(r)
		b, y := anyTotal(r)
		same := func(name string, want *big.Rat, got exact.Rational) {
			if got.Rat().Cmp(want) != 0 {
				t.Fatalf("%s of %v and %v is %v, not %v", name, x, y, got, want)
			}
		}
		same("a", x, a)
		same("sum", new(big.Rat).Add(x, y), a.Plus(b))
		same("product", new(big.Rat).Mul(x, y), a.Times(b))
		if y.Sign() != 0 {
			same("quotient", new(big.Rat).Quo(x, y), a.Over(b))
		}
		if x.Cmp(y) >= 0 {
			same("difference", new(big.Rat).Sub(x, y), a.Minus(b))
		}
		floor := new(big.Int).Quo(x.Num(), x.Denom())
		same("floor", new(big.Rat).SetInt(floor), a.Floor())
		ceil := floor
		if !x.IsInt() {
			ceil = new(big.Int).Add(floor, big.NewInt(1))
		}
		canonical := a.Plus(exact.Rational{})
		same("ceiling", new(big.Rat).SetInt(ceil), canonical.Ceil())
		assert.Equal(t, x.IsInt(), a.Compare(a.Floor()) == 0)
		assert.Equal(t, x.Sign(), a.Sign())
		assert.Equal(t, x.Cmp(y), a.Compare(b))
		assert.Equal(t, decimalText(x), a.String())
		if x.Num().IsUint64() && x.Denom().IsUint64() {
			assert.True(t, narrow(canonical))
		}
		if sum := a.Plus(b); sum.Rat().Num().IsUint64() && sum.Rat().Denom().IsUint64() {
			assert.True(t, narrow(sum), "%v + %v", x, y)
		}
	}
}

// decimalText writes a fraction in the obvious way: as a decimal if the decimal ends
// within 200 places, otherwise as a fraction.
func decimalText(x *big.Rat) string {
	text := x.FloatString(200)
	back, _ := new(big.Rat).SetString(text)
	if back.Cmp(x) != 0 {
		return x.String()
	}
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func TestRationalOfDecimal(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"0", "-0", "0.0", "1", "80", "12.50", "0.000000000000000001", "999999999999999999", "9999999999999999999", "0.0000000000000000001",
		"123456789012345678.9", "100000000000000000000", "18446744073709551615", "18446744073709551616", strings.Repeat("9", 64), "0." + strings.Repeat("1", 62),
	} {
		assert.Equal(t, exact.MustDecimal(text).Decimal.Rat().RatString(), exact.MustDecimal(text).Rational().Rat().RatString(), text)
	}
}

func TestRationalText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "80": "80", "007.50": "7.5", "1370/17": "1370/17", "14/4": "3.5", "0/5": "0", "1/1": "1", "0.0000000000000000000001": "0.0000000000000000000001",
		"18446744073709551616": "18446744073709551616", "1/18446744073709551629": "1/18446744073709551629", "1/1024": "0.0009765625",
		"18446744073709551615/2": "9223372036854775807.5",
	} {
		var total exact.Rational
		require.NoError(t, total.UnmarshalText([]byte(text)), text)
		assert.Equal(t, want, total.String(), text)
	}
	for _, text := range []string{"", "-1", "+1", "1e3", "1/0", "1/", "/1", "1/2/3", ".5", "5.", "1.5/2", "1/2.5", "0x10", "1_000", " 1", "1 ", "NaN", "١", strings.Repeat("1", 1<<20+1), "0." + strings.Repeat("1", 1<<20+1)} {
		total := exact.Whole(7)
		assert.Error(t, total.UnmarshalText([]byte(text)), "%.20s", text)
		assert.Equal(t, "7", total.String(), "what cannot be read changes nothing")
	}
	var total exact.Rational
	require.NoError(t, total.UnmarshalText([]byte(strings.Repeat("1", 1<<10))))
}

func TestDecimalPlaces(t *testing.T) {
	t.Parallel()
	for den, want := range map[uint64]int{1: 0, 2: 1, 5: 1, 10: 1, 4: 2, 8: 3, 25: 2, 20: 2, 1 << 63: 63, 1e18: 18, 125: 3, 7450580596923828125: 27} {
		places, ends := exact.Places(den)
		assert.True(t, ends)
		assert.Equal(t, want, places, den)
	}
	for _, den := range []uint64{3, 6, 15, 7, 1<<63 + 1, math.MaxUint64} {
		_, ends := exact.Places(den)
		assert.False(t, ends, den)
	}
}

// narrow reports whether t is held in 64 bits and in lowest terms.
func narrow(t exact.Rational) bool {
	n, d, fits := t.Fraction()
	return fits && new(big.Int).GCD(nil, nil, new(big.Int).SetUint64(n), new(big.Int).SetUint64(d)).IsUint64() &&
		new(big.Int).GCD(nil, nil, new(big.Int).SetUint64(n), new(big.Int).SetUint64(d)).Uint64() == 1
}

// An operation that has no answer returns 0 and never panics.
func TestRationalWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	assert.Equal(t, "0", exact.Ratio(3, 0).String())
	assert.Equal(t, "0", exact.Whole(3).Over(exact.Rational{}).String())
	assert.Equal(t, "0", exact.Whole(3).Minus(exact.Whole(4)).String())
	assert.Equal(t, "0", exact.MustDecimal("-3").Rational().String())
}

// random returns a random source that is the same on every run.
func random(name string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256([]byte(name))))
}

// rounds returns how often a property is tried: more often if COHORT_LONG is set.
func rounds(often, usually int) int {
	if os.Getenv("COHORT_LONG") != "" {
		return often
	}
	return usually
}

type chooser interface{ IntN(n int) int }

func pick[T any](r chooser, from ...T) T { return from[r.IntN(len(from))] }

// Sum returns the same number as adding the values one by one.
func TestSum(t *testing.T) {
	t.Parallel()
	r := random("sum")
	for range rounds(20_000, 500) {
		var list []exact.Rational
		want, total := new(big.Rat), exact.Rational{}
		for range r.IntN(12) {
			x, y := anyTotal(r)
			list = append(list, x)
			want.Add(want, y)
			total = total.Plus(x)
		}
		got := exact.Sum(list)
		assert.Zero(t, got.Rat().Cmp(want))
		assert.Zero(t, got.Compare(total))
		assert.Equal(t, total.String(), got.String())
	}
	assert.Zero(t, exact.Sum(nil).Sign())
	// These values have different denominators, and their sum does not fit in 64 bits. Sum
	// returns the same text as Plus, in lowest terms.
	third, seventh := exact.Ratio(1<<62+1, 3), exact.Ratio(1<<62+3, 7)
	assert.Equal(t, third.Plus(seventh).Plus(third).Plus(third).String(), exact.Sum([]exact.Rational{third, seventh, third, third}).String())
}

func TestFromRat(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"0", "3/4", "12345678901234567890123/7"} {
		r, _ := new(big.Rat).SetString(text)
		got := exact.FromRat(r)
		assert.Equal(t, 0, got.Rat().Cmp(r), text)
		r.SetInt64(99)
		assert.NotEqual(t, 0, got.Rat().Cmp(r), "it shares nothing")
	}
	assert.Zero(t, exact.FromRat(big.NewRat(-1, 2)).Sign())
}

// The Rational of a decimal with a huge exponent is 0. It is returned at once, without
// writing the number out.
func TestRationalOfAnUnboundedDecimal(t *testing.T) {
	t.Parallel()
	for _, exponent := range []int32{1<<31 - 1, -1 << 31, 1000} {
		d := exact.Decimal{Decimal: decimal.New(1, exponent)}
		assert.Zero(t, d.Rational().Sign())
		assert.Equal(t, 1, exact.Whole(1).Compare(d.Rational()))
	}
}

package grading_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// edges are numbers around which 64 bits end.
var edges = []uint64{0, 1, 2, 3, 5, 7, 10, 64, 80, 100, 625, 1 << 31, 1<<32 - 1, 1 << 32, 1<<32 + 1, 1e18, 1e19, 1<<63 - 1, 1 << 63, 1<<63 + 1, math.MaxUint64 - 1, math.MaxUint64}

func anyTotal(r chooser) (grading.Total, *big.Rat) {
	n, d := pick(r, edges...), max(pick(r, edges...), 1)
	if r.IntN(3) == 0 {
		n, d = uint64(r.IntN(1000)), uint64(1+r.IntN(1000))
	}
	want := new(big.Rat).SetFrac(new(big.Int).SetUint64(n), new(big.Int).SetUint64(d))
	var t grading.Total
	if r.IntN(2) == 0 {
		t = grading.Unreduced(n, d)
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

// The arithmetic of totals is that of big.Rat, and narrow wherever it fits.
func TestTotalArithmetic(t *testing.T) {
	t.Parallel()
	r := random("arithmetic")
	for range rounds(1_000_000, 15_000) {
		a, x := anyTotal(r)
		b, y := anyTotal(r)
		same := func(name string, want *big.Rat, got grading.Total) {
			if got.Rat().Cmp(want) != 0 {
				t.Fatalf("%s of %v and %v is %v, not %v", name, x, y, got, want)
			}
		}
		same("a", x, a)
		same("sum", new(big.Rat).Add(x, y), grading.Plus(a, b))
		same("product", new(big.Rat).Mul(x, y), grading.Times(a, b))
		if y.Sign() != 0 {
			same("quotient", new(big.Rat).Quo(x, y), grading.Over(a, b))
		}
		if x.Cmp(y) >= 0 {
			same("difference", new(big.Rat).Sub(x, y), grading.Minus(a, b))
		}
		floor := new(big.Int).Quo(x.Num(), x.Denom())
		same("floor", new(big.Rat).SetInt(floor), grading.Floor(a))
		ceil := floor
		if !x.IsInt() {
			ceil = new(big.Int).Add(floor, big.NewInt(1))
		}
		canonical := grading.Plus(a, grading.Total{})
		same("ceiling", new(big.Rat).SetInt(ceil), grading.Ceil(canonical))
		assert.Equal(t, x.IsInt(), grading.Whole(canonical))
		assert.Equal(t, x.Sign(), grading.Sign(a))
		assert.Equal(t, x.Cmp(y), a.Compare(b))
		assert.Equal(t, decimalText(x), a.String())
		if x.Num().IsUint64() && x.Denom().IsUint64() {
			assert.True(t, grading.Narrow(canonical))
		}
		if sum := grading.Plus(a, b); sum.Rat().Num().IsUint64() && sum.Rat().Denom().IsUint64() {
			assert.True(t, grading.Narrow(sum), "%v + %v", x, y)
		}
	}
}

// decimalText is the obvious way to write a fraction: as a decimal if one of up
// to 200 places is exact.
func decimalText(x *big.Rat) string {
	text := x.FloatString(200)
	back, _ := new(big.Rat).SetString(text)
	if back.Cmp(x) != 0 {
		return x.String()
	}
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func TestTotalOfDecimal(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"0", "-0", "0.0", "1", "80", "12.50", "0.000000000000000001", "999999999999999999", "9999999999999999999", "0.0000000000000000001",
		"123456789012345678.9", "100000000000000000000", "18446744073709551615", "18446744073709551616", strings.Repeat("9", 64), "0." + strings.Repeat("1", 62),
	} {
		assert.Equal(t, rat(dec(text)).RatString(), grading.Exact(dec(text)).Rat().RatString(), text)
	}
}

func TestTotalText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "80": "80", "007.50": "7.5", "1370/17": "1370/17", "14/4": "3.5", "0/5": "0", "1/1": "1", "0.0000000000000000000001": "0.0000000000000000000001",
		"18446744073709551616": "18446744073709551616", "1/18446744073709551629": "1/18446744073709551629", "1/1024": "0.0009765625",
		"18446744073709551615/2": "9223372036854775807.5",
	} {
		var total grading.Total
		require.NoError(t, total.UnmarshalText([]byte(text)), text)
		assert.Equal(t, want, total.String(), text)
	}
	for _, text := range []string{"", "-1", "+1", "1e3", "1/0", "1/", "/1", "1/2/3", ".5", "5.", "1.5/2", "1/2.5", "0x10", "1_000", " 1", "1 ", "NaN", "١", strings.Repeat("1", 1<<20+1), "0." + strings.Repeat("1", 1<<20+1)} {
		total := grading.Exact(dec("7"))
		assert.Error(t, total.UnmarshalText([]byte(text)), "%.20s", text)
		assert.Equal(t, "7", total.String(), "what cannot be read changes nothing")
	}
	var total grading.Total
	require.NoError(t, total.UnmarshalText([]byte(strings.Repeat("1", 1<<10))))
}

func TestDecimalPlaces(t *testing.T) {
	t.Parallel()
	for den, want := range map[uint64]int{1: 0, 2: 1, 5: 1, 10: 1, 4: 2, 8: 3, 25: 2, 20: 2, 1 << 63: 63, 1e18: 18, 125: 3, 7450580596923828125: 27} {
		places, ends := grading.Places(den)
		assert.True(t, ends)
		assert.Equal(t, want, places, den)
	}
	for _, den := range []uint64{3, 6, 15, 7, 1<<63 + 1, math.MaxUint64} {
		_, ends := grading.Places(den)
		assert.False(t, ends, den)
	}
}

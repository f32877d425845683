package exact_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"0": "0", "-0": "0", "+5": "5", "007": "7", "12.50": "12.50", "-0.5": "-0.5", "80.00000000000000001": "80.00000000000000001",
		strings.Repeat("9", 64):              strings.Repeat("9", 64),
		"0." + strings.Repeat("0", 61) + "1": "0." + strings.Repeat("0", 61) + "1",
	} {
		d, err := exact.ParseDecimal(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, d.String(), text)
		assert.False(t, d.IsZero(), "%s is stated", text)
		assert.True(t, d.Bounded(), text)
	}
	for _, text := range []string{
		"", "-", "+", ".", ".5", "5.", "1e3", "1E3", "1e999999", "0x10", " 1", "1 ", "1,5", "1_000", "--1", "+-1", "-+1", "1.2.3", "١", "NaN", "Inf",
		strings.Repeat("9", 65), "-" + strings.Repeat("9", 64),
	} {
		d, err := exact.ParseDecimal(text)
		assert.ErrorIs(t, err, rule.Violation{Code: "decimal"}, "%q", text)
		assert.True(t, d.IsZero(), "%q", text)
	}
}

func TestMustDecimalPanics(t *testing.T) {
	t.Parallel()
	assert.Panics(t, func() { exact.MustDecimal("1e3") })
}

// The zero value of a Decimal means "not stated" and is left out of JSON. The number 0 is
// written.
func TestDecimalZeroIsNotAbsent(t *testing.T) {
	t.Parallel()
	type marks struct {
		Points *exact.Decimal `json:"points,omitzero"`
		Max    exact.Decimal  `json:"max,omitzero"`
	}
	zero := exact.MustDecimal("0")
	text, err := json.Marshal(marks{Points: &zero, Max: zero})
	require.NoError(t, err)
	assert.Equal(t, `{"points":"0","max":"0"}`, string(text))
	text, err = json.Marshal(marks{})
	require.NoError(t, err)
	assert.Equal(t, `{}`, string(text))
}

func TestDecimalJSONIsText(t *testing.T) {
	t.Parallel()
	var d exact.Decimal
	require.NoError(t, json.Unmarshal([]byte(`"12.50"`), &d))
	text, err := json.Marshal(d)
	require.NoError(t, err)
	assert.Equal(t, `"12.50"`, string(text))
	for _, bad := range []string{`12.5`, `null`, `true`, `"1e3"`, `{}`, `""`} {
		assert.Error(t, json.Unmarshal([]byte(bad), &d), bad)
	}
	assert.Equal(t, "12.50", d.String(), "a failed read leaves the value")
}

// A literal can hold any coefficient and exponent. A value that is out of bounds is
// recognised at once and never written out.
func TestDecimalOutOfBounds(t *testing.T) {
	t.Parallel()
	for name, value := range map[string]decimal.Decimal{
		"large exponent":    decimal.New(1, 30_000_000),
		"small exponent":    decimal.New(1, -30_000_000),
		"extreme exponents": decimal.New(1, math.MinInt32),
		"65 digits":         decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(64), nil), 0),
		"65 characters":     decimal.New(1, -63),
		"negative":          decimal.New(-1, 63),
	} {
		d := exact.Decimal{Decimal: value}
		assert.False(t, d.Bounded(), name)
		_, err := json.Marshal(d)
		assert.Error(t, err, name)
	}
	assert.True(t, exact.Decimal{Decimal: decimal.New(1, 63)}.Bounded())
	assert.True(t, exact.Decimal{Decimal: decimal.New(1, -62)}.Bounded())
	assert.Equal(t, "1200", exact.Decimal{Decimal: decimal.New(12, 2)}.String())
	assert.Equal(t, "0", exact.Decimal{Decimal: decimal.New(0, 5)}.String())
	assert.Equal(t, "out of bounds", exact.Decimal{Decimal: decimal.New(1, 30_000_000)}.String())
}

func TestDecimalScaled(t *testing.T) {
	for _, c := range []struct {
		text   string
		places int
		want   int64
		ok     bool
	}{
		{"12.5", 1, 125, true}, {"12.5", 0, 0, false}, {"12.50", 1, 125, true}, {"-0.05", 2, -5, true}, {"0.00", 0, 0, true},
		{"999999999999999999", 0, 999999999999999999, true}, {"9223372036854775807", 0, 0, false},
		{"922337203685477580", 1, 9223372036854775800, true}, {"922337203685477581", 1, 0, false}, {"1", 18, 1e18, true}, {"1", 19, 0, false},
		{"-922337203685477580", 1, -9223372036854775800, true}, {"-922337203685477581", 1, 0, false},
	} {
		got, ok := exact.MustDecimal(c.text).Scaled(c.places)
		assert.Equal(t, c.ok, ok, "%s by %d", c.text, c.places)
		assert.Equal(t, c.want, got, "%s by %d", c.text, c.places)
	}
	d := exact.MustDecimal("12.5")
	assert.Zero(t, testing.AllocsPerRun(100, func() { d.Scaled(2) }))
}

// A Decimal does not depend on the mutable settings of package decimal.
func TestDecimalIgnoresSettings(t *testing.T) {
	precision, quotes, trim, scientific, power := decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.PowPrecisionNegativeExponent
	defer func() {
		decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.PowPrecisionNegativeExponent = precision, quotes, trim, scientific, power
	}()
	decimal.DivisionPrecision, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.PowPrecisionNegativeExponent = 0, true, !trim, true, 0

	d := exact.MustDecimal("12.50")
	text, err := json.Marshal(d)
	require.NoError(t, err)
	assert.Equal(t, `"12.50"`, string(text))
	assert.Equal(t, "12.50", d.String())
	assert.Equal(t, "12.50 12.50 12.50", fmt.Sprintf("%v %s %d", d, d, d))
	assert.Equal(t, "25/2", d.Rat().String())
}

func FuzzDecimal(f *testing.F) {
	for _, seed := range []string{"0", "-12.50", "1e9", "0.1", strings.Repeat("9", 64), "+007", ".", "-.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := exact.ParseDecimal(text)
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(text)
		require.True(t, ok)
		assert.Zero(t, want.Cmp(d.Rat()), "the exact value")
		again, err := exact.ParseDecimal(d.String())
		require.NoError(t, err)
		assert.Equal(t, d.String(), again.String(), "the text is stable")
		if n, ok := d.Scaled(2); ok {
			assert.Zero(t, new(big.Rat).Mul(want, big.NewRat(100, 1)).Cmp(new(big.Rat).SetInt64(n)))
		}
	})
}

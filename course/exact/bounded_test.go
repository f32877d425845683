package exact_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
)

// Bounded is the length of the plain text, whatever shortcut it takes.
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

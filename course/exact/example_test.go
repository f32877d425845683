package exact_test

import (
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/shopspring/decimal"
)

func ExampleDecimal() {
	d := exact.MustDecimal("12.50")
	fmt.Println(d, d.Rat(), d.IsZero(), exact.Decimal{}.IsZero())
	_, err := exact.ParseDecimal("1e999999")
	fmt.Println(err)
	// Output:
	// 12.50 25/2 false true
	// decimal: want plain digits with an optional sign and point, such as 12.5, at most 64 characters
}

func ExampleRational() {
	third := exact.Ratio(1, 3)
	fmt.Println(third, third.Plus(third).Plus(third), exact.Whole(80).Compare(exact.MustDecimal("80.00").Rational()))
	// Output: 1/3 1 0
}

// A Rational is never rounded. Its text is a decimal if the decimal ends, and otherwise a
// fraction.
func ExampleRational_String() {
	fmt.Println(exact.Ratio(175, 2), exact.Ratio(1370, 17), exact.Whole(100))
	// Output: 87.5 1370/17 100
}

func ExampleRational_Compare() {
	total := exact.Sum([]exact.Rational{exact.Ratio(2, 3), exact.MustDecimal("79.333333").Rational()})
	fmt.Println(total.Compare(exact.Whole(80)), total)
	// Output:
	// -1 239999999/3000000
}

func ExampleRational_Over() {
	points, max := exact.MustDecimal("17.5").Rational(), exact.Whole(20)
	share := points.Over(max)
	fmt.Println(share, share.Times(exact.Whole(100)), share.Floor(), share.Ceil(), points.Over(exact.Whole(0)))
	// Output:
	// 0.875 87.5 0 1 0
}

func ExampleRational_Minus() {
	fmt.Println(exact.Whole(3).Minus(exact.Ratio(1, 2)), exact.Whole(1).Minus(exact.Whole(2)))
	// Output:
	// 2.5 0
}

func ExampleRational_Fraction() {
	n, d, fits := exact.Ratio(6, 4).Fraction()
	fmt.Println(n, d, fits, exact.Ratio(6, 4).Rat())
	// Output:
	// 6 4 true 3/2
}

func ExampleFromRat() {
	fmt.Println(exact.FromRat(big.NewRat(14, 4)), exact.FromRat(big.NewRat(-1, 2)))
	// Output:
	// 3.5 0
}

func ExampleRational_UnmarshalText() {
	var r exact.Rational
	fmt.Println(r.UnmarshalText([]byte("1370/17")), r, r.UnmarshalText([]byte("-3")))
	// Output:
	// <nil> 1370/17 format: want a decimal such as 87.5 or a fraction of whole numbers such as 1370/17, 0 or more
}

// In JSON a decimal is a string, since a JSON number may have passed through binary
// floating point on its way.
func ExampleDecimal_UnmarshalJSON() {
	var d exact.Decimal
	fmt.Println(json.Unmarshal([]byte(`"0.10"`), &d), d, json.Unmarshal([]byte(`0.1`), &d))
	// Output:
	// <nil> 0.10 decimal: want plain digits with an optional sign and point, such as 12.5, at most 64 characters
}

func ExampleDecimal_Scaled() {
	fmt.Println(exact.MustDecimal("12.50").Scaled(2))
	fmt.Println(exact.MustDecimal("12.505").Scaled(2))
	// Output:
	// 1250 true
	// 0 false
}

// A literal can hold any exponent. The method Rational returns 0 for a decimal that is
// not bounded.
func ExampleDecimal_Bounded() {
	huge := exact.Decimal{Decimal: decimal.New(1, 1_000_000_000)}
	fmt.Println(huge.Bounded(), huge, huge.Rational())
	// Output:
	// false out of bounds 0
}

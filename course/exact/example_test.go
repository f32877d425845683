package exact_test

import (
	"fmt"

	"github.com/cohortkit/cohort/course/exact"
)

func ExampleDecimal() {
	d := exact.MustDecimal("12.50")
	fmt.Println(d, d.Rat(), d.IsZero(), exact.Decimal{}.IsZero())
	_, err := exact.ParseDecimal("1e999999")
	fmt.Println(err)
	// Output:
	// 12.50 25/2 false true
	// decimal: want plain digits with an optional sign and point, at most 64 characters
}

func ExampleRational() {
	third := exact.Ratio(1, 3)
	fmt.Println(third, third.Plus(third).Plus(third), exact.Whole(80).Compare(exact.MustDecimal("80.00").Rational()))
	// Output: 1/3 1 0
}

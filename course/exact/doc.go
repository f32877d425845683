// Package exact holds numbers that never round: [Decimal], the number of a
// definition or a mark as people write it, and [Rational], the number that
// engines compute with.
//
//   - A [Decimal] is plain digits with an optional sign and point, at most 64
//     characters. In JSON it is a string, since a JSON number may have passed
//     through binary floating point on its way. Its zero value means "not
//     stated" and differs from the number 0. No method that this package defines
//     depends on the settings of package decimal.
//   - A [Rational] is a fraction, 0 or more. Its text is a decimal if the decimal
//     ends (87.5), and otherwise a fraction in lowest terms (1370/17). It holds
//     numerators and denominators of 64 bits without allocating and larger ones
//     in math/big.
//
// # Codes
//
//	decimal   not plain digits with an optional sign and point, or too long
//	format    not the text of a Rational
//
// # Zero values and limits
//
// A zero Decimal is not stated; a zero Rational is 0. The text of a decimal has at most
// 64 characters; [Rational.UnmarshalText] reads at most 96 KiB of a fraction and 8 KiB of
// a decimal. [Decimal.Bounded] and [Decimal.String] are quick for every exponent. Nothing here panics except
// [MustDecimal], which is for literals in source code.
//
// # Not checked
//
// The sign of a decimal and narrower bounds are checked by the packages that read
// numbers. An operation that has no answer (a division by 0, a difference below 0, the
// value of a decimal that is negative or not bounded) returns 0. A caller checks the
// operands before an operation that may have no answer.
package exact

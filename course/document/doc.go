// Package document reads definitions and all other input of cohort. It has one strict
// JSON decoder and one check of shapes, for every package.
//
//   - [Decode] reads JSON into a Go value and reports everything that does not
//     fit, each with its path: unknown and duplicate keys, null, wrong types,
//     text that is not UTF-8, numbers that do not fit. Keys are compared with
//     their case. A syntax error is reported alone.
//   - [Parse] is Decode together with the checks of a definition: it returns what is
//     wrong with the text and with its meaning at once.
//   - [Check] does the same for a Go literal.
//   - [Shape] checks a value against its validate tags: presence, lengths, ranges
//     of integers, names from a fixed set. It is the only use of
//     go-playground/validator. Maps are not entered: a package that has a map of
//     structs checks its values in code, with [rule.Key] in their paths.
//
// # Presence
//
// A key that is absent leaves the zero value: a nil pointer, slice or map, an empty
// string, an [exact.Decimal] that is not stated. Null is refused, so that there is only
// one way to state nothing: to leave the key out.
//
// # Codes
//
//	syntax          not JSON; the detail gives line and column
//	document-size   more than 64 MiB
//	target          not a pointer to a value that Decode can read into
//	depth           objects and lists nested more than 64 deep, or a Go value that
//	                contains itself
//	text            not valid UTF-8, half of a surrogate pair, or control
//	                characters where a line or a text is wanted
//	null            null instead of leaving the key out
//	type            a JSON type other than the one wanted
//	range           a whole number that does not fit, or out of its range
//	unknown-key     a key that the object does not have
//	duplicate-key   a key that is listed twice in one object; the first one counts
//	format          text that its type does not accept: a time, a scale, a name
//	decimal         not plain digits with an optional sign and point, or too long
//	required        a value that is left out
//	too-short       a text that is too short
//	too-long        a text that is too long
//	too-few         too few elements of a list or map
//	too-many        too many elements of a list, a map or the whole value
//	unknown-value   a name that is not one of a fixed set
//	id              an identifier over 128 bytes, with characters that cannot be
//	                seen, or with spaces around it
//	one-of          a sum type with none or more than one of its kinds set
//	and-more        the number of violations beyond 10,000
//
// # Limits
//
//	a document     64 MiB, nested 64 deep; its values take up at most 20 times the
//	               bytes of its text, and 1 MiB more
//	a list         200,000 elements
//	a Go value     nested 64 deep, 200,000 objects and lists
//	an id          128 bytes
//	violations     10,000; a last one with code and-more counts the rest
//
// The time that reading takes is proportional to the length of the text. Sums, order and
// references between values are not checked here but by the packages that have these
// rules.
package document

// Package rule is how a rule speaks: the values in which every package of
// cohort says what is wrong, what was found and where a rule comes from. It
// imports the standard library only.
//
// # Vocabulary
//
//   - A [Violation] says that input or a definition is malformed: a stable
//     Code, the Path of the value and a Detail for people. Codes are part of
//     the API, details are not. A Violation is an error.
//   - [Violations] is all that is wrong with one document, at once. It is what
//     every Compile, Decode and Parse of this module returns as its error.
//   - A [Report] collects violations while a document is checked and knows
//     which values can no longer be relied on, so that one mistake is
//     reported once and hides nothing else.
//   - A [Verdict] is the outcome of a rule that was asked about a fact:
//     [Met], [NotMet] or [Unknown], joined by strong Kleene logic ([All],
//     [Any], [Not]). An absent fact is Unknown and never reads as "no".
//   - A [Finding] is a verdict with its reasons: what the rule needed and what
//     it saw. A "no" (not eligible, not certified) is a result with findings,
//     never an error.
//   - A [Source] names the sentence of the course page a rule was read off.
//
// # Paths
//
// A path names a value inside a document as in JavaScript:
// components[2].weight, marks["quiz"].points. Keys of maps are quoted and cut
// at 64 bytes ([Key]); the empty path is the document itself.
//
// # Codes, limits and zero values
//
//	required       a value that is left out
//	unknown-value  a value that is not one of a fixed set
//	range          a number outside of its range
//	too-many       a list that is too long
//	and-more       how many violations there are beyond the 10,000 that a report
//	               keeps
//
// All other codes are those of the packages that own the rules. A zero [Report] is
// empty and ready to use, a zero [Verdict] is [Unknown], and [Violations] of none
// are no error ([Violations.Err]).
//
// # What stands in a text
//
// Details, needs and paths name codes, keys, limits and positions. The value a
// person gave never stands in a violation; in results it stands in
// [Finding.Have], in the scores of a selection's ranking and in the values of a
// formation's reports.
package rule

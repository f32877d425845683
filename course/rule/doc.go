// Package rule holds the values in which every package of cohort reports what is wrong
// with a document, what a rule found, and where a rule comes from. It imports the
// standard library only.
//
// # Vocabulary
//
//   - A [Violation] says that input or a definition is malformed: a stable
//     Code, the Path of the value and a Detail for people. Codes are part of
//     the API, details are not. A Violation is an error.
//   - [Violations] is everything that is wrong with one document. It is the error
//     of every Compile, Decode and Parse of this module.
//   - A [Report] collects violations while a document is checked. It knows which
//     values can no longer be relied on, so that one mistake is reported once and
//     hides no other.
//   - A [Verdict] is the outcome of a rule that was asked about a fact:
//     [Met], [NotMet] or [Unknown], joined by strong Kleene logic ([All],
//     [Any], [Not]). An absent fact is Unknown and never counts as "no".
//   - A [Finding] is a verdict with its reasons: what the rule needed and which
//     value it found. A "no" (not eligible, not certified) is a result with
//     findings, never an error.
//   - A [Source] names the sentence of the course page from which a rule was taken.
//
// # Paths
//
// A path names a value inside a document as in JavaScript: components[2].weight,
// marks["quiz"].points. Keys of maps are quoted and cut at 64 bytes ([Key]). The empty
// path is the document itself.
//
// # Codes, limits and zero values
//
//	required       a value that is left out
//	unknown-value  a value that is not one of a fixed set
//	range          a number outside of its range
//	too-many       a list that is too long
//	and-more       the number of violations beyond the 10,000 that a report keeps
//
// All other codes belong to the packages that have the rules. A zero [Report] is empty
// and ready to use, a zero [Verdict] is [Unknown], and empty [Violations] are no error
// ([Violations.Err]).
//
// # What a text contains
//
// Details, needs and paths name codes, keys, limits and positions. A violation never
// contains the value that a person gave. Results contain such values only in
// [Finding.Have], in the scores of a selection's ranking and in the values of a
// formation's reports.
package rule

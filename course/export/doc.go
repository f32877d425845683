// Package export turns results into the forms that other systems read: an Open
// Badges 3.0 credential of a certificate, and an LTI score of a result. It makes
// values. The caller signs and sends them.
//
//	text, err := export.OpenBadge(c, person, badge) // an unsigned AchievementCredential
//	score, err := export.LTIScore("user-7", result, at)
//
// # The credential
//
// [OpenBadge] returns the JSON text of an OpenBadgeCredential by 1EdTech Open
// Badges 3.0, which is a W3C Verifiable Credential (data model 2.0) without a
// proof. Equal input gives equal bytes. It says:
//
//	name                       the certificate's title
//	issuer                     Badge.Issuer, with the certificate's issuer as name
//	achievement                the course, and what it takes
//	  criteria.narrative       the threshold in words, strict where it is strict,
//	                           and the weight and minimum of each component
//	  resultDescription        one for the total, one for the outcome where there
//	                           are outcomes, one for each component and group
//	result                     what this person reached in each
//	evidence                   the digest of the run's journal
//
// The id of a description is Badge.Achievement with a fragment: #total, #outcome,
// #component-ID, and #level-ID-N for the level N, from 1, of a component.
//
//   - Values are exact text: a decimal where it ends, such as 87.5, and otherwise
//     a fraction in lowest terms, such as 1370/17. A value of a component is in
//     percent of its own full marks.
//   - A requiredValue of the standard is inclusive. A threshold of "at least" is
//     one; a threshold of "above" has none, and the narrative says "more than".
//   - A component of levels is a RubricCriterionLevel, whose achievedLevel names
//     the level of the mark. Everything else is a Percent.
//   - A component that is excused, dropped or still open has a description and no
//     result. While something is open the total has no result either.
//   - Evidence is an address of RFC 6920, ni:///sha-256;…, of the journal's last
//     digest, and the digest in hexadecimal. With the journal, a definition and
//     this module, anybody can make the decision again.
//
// Titles are plain text. Characters that mean something in Markdown are escaped
// in a narrative.
//
// # The score
//
// [LTIScore] returns the score of LTI Assignment and Grade Services 2.0:
//
//	                    activityProgress  gradingProgress  scoreGiven
//	nothing marked yet  Initialized       NotReady         absent
//	something is open   InProgress        Pending          absent
//	all is excused      Completed         NotReady         absent
//	nothing is open     Completed         FullyGraded      there
//
// Its numbers are exact as long as both fit in 53 bits: a total that is a decimal
// is given of 100, and another one as its numerator of 100 times its denominator,
// so that 1370/17 is 1370 of 1700. A total beyond that is rounded to ten places,
// more where it would reach or cross the threshold, and refused (code range)
// where even twenty places cannot tell them apart. A platform scales a score by
// its maximum; it must not round it before it compares.
//
// # Codes
//
//	not-certified  a credential for another decision
//	other-course   a result that is not one of the course's scheme
//	uri            not an absolute address
//	digest         not a SHA-256 in hexadecimal
//	date-order     an end before its start, or a validity before the end
//	range          a year outside of 1970 to 9998
//	required, too-long, line   as in package document
//
// # Zero values
//
// A zero Badge is refused, and so are a nil course and the zero Person. The zero
// Result is of a scheme without components: nothing marked yet.
//
// # Not checked
//
// That an address is one of the issuer's or the person's, that the digest is that
// of the run the person is in, and that the certificate was not revoked.
package export

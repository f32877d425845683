// Package export turns results into formats that other systems read: an Open Badges 3.0
// credential of a certificate, and an LTI score of a result. It only makes the values;
// the caller signs and sends them.
//
//	text, err := export.OpenBadge(c, person, badge) // an unsigned AchievementCredential
//	score, err := export.LTIScore("user-7", result, at)
//
// # The credential
//
// [OpenBadge] returns the JSON text of an OpenBadgeCredential as 1EdTech Open Badges 3.0
// defines it, which is a W3C Verifiable Credential (data model 2.0), without a proof.
// Equal input yields equal bytes. The credential has:
//
//	name                       the certificate's title
//	issuer                     Badge.Issuer, with the certificate's issuer as name
//	achievement                the course, and what is needed to reach it
//	  criteria.narrative       the threshold in words (a strict one says so), and
//	                           the weight and minimum of each component
//	  resultDescription        one for the total, one for the outcome if there
//	                           are outcomes, one for each component and group
//	result                     the result of this person for each description
//	evidence                   the digest of the run's journal
//
// The id of a description is Badge.Achievement with a fragment: #total, #outcome,
// #component-ID, and #level-ID-N for the level N, from 1, of a component.
//
//   - Values are exact text: a decimal if the decimal ends, such as 87.5, and
//     otherwise a fraction in lowest terms, such as 1370/17. A value of a component
//     is in percent of its own full marks.
//   - A requiredValue of the standard is inclusive. It is set for a threshold of
//     "at least". For a threshold of "above" it is absent, and the narrative says
//     "more than".
//   - A component with levels is a RubricCriterionLevel, whose achievedLevel names
//     the level of the mark. Every other component is a Percent.
//   - A component that is excused, dropped or still open has a description but no
//     result. While something is open, the total has no result either.
//   - Evidence has the address of the journal's last digest as in RFC 6920,
//     ni:///sha-256;…, and the digest in hexadecimal. With the journal, a
//     definition and this module, anybody can make the decision again.
//
// Titles are plain text. In a narrative, characters that have a meaning in Markdown are
// escaped.
//
// # The score
//
// [LTIScore] returns the score of LTI Assignment and Grade Services 2.0:
//
//	                    activityProgress  gradingProgress  scoreGiven
//	nothing marked yet  Initialized       NotReady         absent
//	something is open   InProgress        Pending          absent
//	all are excused     Completed         NotReady         absent
//	nothing is open     Completed         FullyGraded      present
//
// Score and maximum are exact as long as both fit in 53 bits. A total that is a decimal
// of up to 16 characters has the maximum 100. Any other total is written as its
// numerator, and the maximum is 100 times its denominator: 1370/17 is 1370 of 1700. A
// total that does not fit is rounded to ten decimal places, or to more if rounding would
// reach or cross the threshold. It is refused (code range) if even twenty places cannot
// tell total and threshold apart. A platform scales a score by its maximum; it must
// compare before it rounds.
//
// # Codes
//
//	not-certified  a credential for a person who is not certified
//	other-course   a result that does not fit the course's scheme
//	uri            not an absolute address
//	digest         not a SHA-256 in hexadecimal
//	date-order     an end before its start, or a validity before the end
//	range          a year outside of 1970 to 9998
//	required, too-long, line   as in package document
//
// # Zero values
//
// A zero Badge, a nil course and a zero Person are refused. A zero Result belongs to a
// scheme without components: nothing is marked yet.
//
// # Not checked
//
// The caller must check that an address belongs to the issuer or to the person, that the
// digest belongs to the run in which the person took part, and that the certificate was
// not revoked.
package export

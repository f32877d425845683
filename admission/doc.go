// Package admission decides who may join a course and in which order: who is
// eligible, who gets a seat, who waits, and why.
//
// A [Policy] is plain data: capacity, requirements, priority keys, shares of the
// seats. [Compile] checks it once and returns a [Selector], which turns an
// [Intake] of applicants into a [Selection], or takes an admission as it
// happens: a [Roster] and its [Event] values. Nothing is stored, sent or read
// here, no clock is asked, and the only chance is a lottery whose seed the caller
// publishes.
//
// # Vocabulary
//
//   - An [Applicant] is what is known of one person. An absent fact is unknown
//     and never reads as "no"; false, none and 0 are answers. Ids are the
//     organiser's: people who choose their own could try many.
//   - A [Requirement] holds a [Test]; a required one decides, a desired one
//     informs. Tests answer met, not_met or unknown, joined by strong Kleene
//     logic. There are no callbacks: a fact of the caller's own goes into
//     numbers or attributes, so that a policy can be stored, digested and
//     replayed.
//   - Applicants are eligible if they meet every required requirement, and
//     ineligible if they fail one. The others are incomplete: a fact is open,
//     there is no complete review where the policy has a score key
//     (review-score), or a fact that a share caps is not stated.
//   - Merit is the order of the eligible: key by key ([Priority]), then the
//     lottery. The call order is merit after the [Share] rules: the first ones
//     get a seat, the others wait.
//   - A seat is held by people who have an offer, accepted it, or are admitted by
//     a [Ruling]: a decision of the organisers beside the policy.
//
// # Tests
//
//	role, gender, attribute  one of several texts; an undisclosed gender is unknown
//	country                  one of several codes, or a status in a list, of the
//	                         country served, of nationality or of residence
//	degree                   a level, a relevant field, or both; none is never relevant
//	experience               months, inclusive
//	language                 a level of a tag, compared letter by letter: en is not
//	                         en-GB; basic is a2, intermediate b2, fluent c1
//	document                 handed in or not
//	number                   bounds, inclusive and exact; a date fits in as 20241030
//	score                    the score of a key, inclusive, or the number of reviews
//	all, any, not, at_least_of
//
// Lists of countries are those of package country and the caller's own; a
// policy can override single countries of a built-in one. A country without a
// status in a list is unknown to it.
//
// # The order
//
// Each key is a value of one person alone, so leaving any out still gives an
// order without cycles:
//
//   - matching: applicants who meet the test come first. Unknown ranks with
//     not_met and leaves a finding, so that nobody loses by disclosing anything:
//     an answer can only lift. With within, the code of an earlier matching key,
//     people who do not meet that one are not compared by this one.
//   - score: exact, higher first. A review counts when it has every part; its
//     value is the weighted mean of the parts. Several reviews become one by
//     mean, median or trimmed mean. The spread shows how far reviewers disagree.
//   - number: one of the applicant's numbers, the lowest or the highest first.
//   - lottery: ascending SHA-256 of "cohort-lottery-v1\n" + seed + "\n" + id,
//     then id. Lots are drawn only where all keys tie; without a seed two
//     eligible people who tie are an error. Removing one person moves nobody
//     else, and sha256sum and sort re-run the draw.
//
// # Shares
//
// A share maps people to groups and asks for at least, or at most, a number or a
// percentage of the seats for each group. It holds for the people who hold
// seats, so one rule serves the selection, declines, added seats and late
// applications: the next seat goes, among those who wait, to the best by merit
// of those whom no share excludes, narrowed in the order of the shares to the
// groups that are short, each only while that leaves a person. With N seats, n
// the place to fill and c the people of a group who hold one:
//
//   - at_most: a group is full at the count, or at the percentage of N rounded
//     down, and then excludes its people.
//   - at_least percent p: a group is short while 100c < pn, this place included.
//   - at_least count k: a group is short while cN < k·min(n, N): the first of
//     every group at once, the others spread over the seats.
//   - else leave_open: people who do not help are excluded while a percentage is
//     short, or while they would leave fewer free seats than are still missing.
//     The seat then stays free.
//
// Shares are no solver: put the tightest first, and let [Selector.Lint] say
// whether another order keeps more of them for an intake. What is true:
// no call exceeds a most; no call passes over a callable person of a short group
// of the first share; minima that together ask for at most N seats, without
// mosts, are all kept at N if there are people; removing a person not selected
// changes no seat; among people of the same groups who waited at the same time
// the better merit is first; stating a fact that only minima use never costs
// one's own seat. Not true: a later share, or a share after a late application,
// a cut or a leaver, can be short while people of it wait; raising the capacity
// later does not equal having had it.
//
// The waitlist is shown in the order in which people would be called if seats
// were added one by one and nobody left; people who would never be called so
// come last, with the groups that exclude them. A person who leaves can change
// that order.
//
// Rulings hold seats first, by id, count in every share and are bound by none.
// People who hold a seat are never moved: rulings, fewer seats and changed facts
// can leave a share exceeded or short, and the audit says which.
//
// # Reasons
//
// The reason why one person got a place and not another is: a ruling; that the
// other was not there yet (came_later) or waits since before (reinstated); the
// first key in which they differ, or the lottery, if the merit is better; or
// else the first share that excluded the other at that place, or at which the
// other was not of a short group. It is one in which the two differ, in that
// direction. [Selector.Explain] gives it for everybody on a roster, with the
// keys, shares and rulings without each of which the outcome would be another,
// and [Selector.ExplainAgainst] against any one person who holds a seat.
// [Selector.Verify] makes a selection again and works the reasons out by
// code of its own, and names what does not hold.
//
// # The draw
//
// Who knows what when decides whether a lottery can be bent:
//
//  1. The organiser gives ids, before a seed can be known.
//  2. After the last review, [Closed] fixes the list, a nonce, and where the seed
//     will come from and when: a public source, such as a round of a randomness
//     beacon, that nobody controls. Publish the draw with [Selector.Commit]: the
//     digests that every selection of this intake will show.
//  3. Publish the sorted digests of [Selector.Receipts] and give each applicant
//     the own receipt: an application that was dropped is not in the list.
//  4. At the instant announced, select with the seed the source shows. The
//     [Audit] repeats draw and digests, with the lists of countries and their
//     editions, the counts, and for each key, share and ruling the people
//     admitted only because of it and those who would be without it.
//
// A seed for ties to come after a selection that needed none is announced in the
// same way. Ids that look alike are named in the audit. The nonce stays secret:
// digests without one confirm a guess to people who know almost all of an
// application. Package examples/draw shows the protocol with sha256sum.
//
// # A roster
//
// [Selector.Roster] is an admission to which nothing has happened;
// [Selector.Open] makes a roster of a selection, also of one that was stored
// without its findings, without selecting again.
// [Selector.Apply] takes events and decides who gets free seats;
// [Selector.Replay] takes events with what they led to, and decides nothing.
//
//	applied         an application; again: replaces the whole of it. After the
//	                selection it takes its own place among those who wait; people
//	                who hold a seat keep it. A person who declined, let the offer
//	                run out or withdrew applies again by it.
//	reviewed        adds, replaces or strikes a review
//	ruled           admits, excludes or lifts; after the selection a person admitted
//	                takes a free seat, and in a full house is refused
//	closed          fixes the list and the draw; until the selection applied,
//	                reviewed and ruled are refused. People who leave
//	                then take part in the draw, and leave with the selection
//	selected        makes the selection
//	answered        accepted, declined, expired, withdrawn, removed; reinstated
//	                waits ahead of the others
//	seats           more or fewer seats
//	promotions_end  nobody is promoted at that instant or later
//
// # Editions and versions
//
// A digest is of meaning: 40 and 40.0 are one policy, and titles, sources and the
// order of sets do not count. The audit says which edition of a built-in list was
// asked and what it said of the countries of the intake, so that Verify tells
// another edition from another answer. For a day after the end of a list a test
// must say beyond: as_known. Selections and rosters carry the version of their
// format.
//
// # Codes
//
// Besides those of package document:
//
//	format               a version other than 1, or not a value of a key
//	test-size            more than 1000 tests in a policy, or more than 16 inside each other
//	reserved-code        a code that results use
//	duplicate-code       two requirements, or two of the keys and shares, with one code
//	undisclosed          a gender test asks for undisclosed
//	language-tag         not such as en or pt-BR
//	unknown-country      not an ISO 3166-1 alpha-2 code in capitals, nor XK
//	unknown-region       not an M49 region
//	unknown-list         neither built-in nor the policy's
//	unknown-status       not a status of that list
//	unknown-key-code     not the code of a score key
//	not-dated            a day for a list that has none
//	date-range           a day that the list does not cover
//	bounds               a number that must be at least more than it may be at most
//	leave-open           leave_open for groups that are not known beforehand
//	count                more of the tests than there are
//	within               not the code of an earlier matching key
//	duplicate-name       a part of a score twice
//	duplicate-list       a list of that name is there
//	duplicate-override   a country overridden twice
//	duplicate-country    a country listed twice
//	duplicate-id         an id twice
//	duplicate-reviewer   the same reviewer twice for one applicant
//	score-range          a score below 0 or above the key's max
//	seed                 not a seed: over 128 bytes, or control characters
//	seed-required        two people tie, and there is no seed
//	unknown-id           a ruling or event for nobody who applied
//	unknown-review       a review to strike that is not there
//	duplicate-ruling     two rulings on one person
//	no-ruling            a ruling to lift that is not there
//	capacity             more people admitted by ruling than seats
//	full-house           a ruling that admits, and no free seat
//	not-used             a field that does not belong there
//	status               an event that cannot happen to a person of that status
//	closed, selected     an event that comes too late, or waits for the selection
//	interval             a time that does not end after it starts
//	draw-time, too-early a draw before the closing, a selection before the draw
//	answer-by            an offer that expires before its day
//	time-order           an event before an earlier one
//	other-policy         a roster or accumulator of another policy
//	keys, order, people  a roster that no selection gives
//	recorded             a recorded decision that cannot have been made
//	not-compiled         a Selector that was not made by Compile
//
// # Zero values
//
// The zero Applicant has no id, and the zero Policy no capacity: both are
// refused. Everything else may be absent. A Selector made by hand and not by
// Compile answers with not-compiled, and where it returns no error with
// incomplete.
//
// # Limits
//
// 1,000,000 seats, 63 requirements, 16 keys, 32 shares with 300 named groups
// each, 10,000,000 applicants, 100 reviews and 256 entries of each map an
// applicant, 1200 months, texts of 256 bytes, percents of 9 places. Selecting
// takes time in proportion to n log n and, with shares that have minima, to the
// places times the combinations of groups with a minimum that people are in;
// and once more for each key, share and ruling. Applying events takes time in
// proportion to people and events in the same way. [Top] ranks any number of
// applicants in the space of the best of each combination of groups.
//
// # What is not checked
//
// Whether facts are true, whether a language tag or time zone exists, whether
// two ids are one person, whether a test can ever be met.
package admission

// Package admission decides who may join a course and in which order: who is
// eligible, who gets a seat, who waits, and why.
//
// A [Policy] is plain data: the capacity, requirements, priority keys and shares of the
// seats. [Compile] checks it once and returns a [Selector]. A Selector turns an [Intake]
// of applicants into a [Selection], or follows an admission as it happens, with a
// [Roster] that takes [Event] values. This package stores, sends and reads nothing, and
// does not look at the clock. Chance enters only by a lottery whose seed the caller
// publishes.
//
// # Vocabulary
//
//   - An [Applicant] holds the known facts of one person. An absent fact is unknown and
//     never reads as "no"; false, none and 0 are answers. The organiser gives the ids,
//     because people who choose their own ids could try many for a good lot.
//   - A [Requirement] holds a [Test]. A required one decides, and a desired one only
//     informs. A test answers met, not_met or unknown; tests are combined by strong
//     Kleene logic. There are no callbacks: facts of the caller's own go into numbers or
//     attributes, so that a policy can be stored, digested and replayed.
//   - Applicants are eligible if they meet every required requirement, and ineligible if
//     they fail one. All others are incomplete: a fact is unknown, there is no complete
//     review although the policy has a score key (review-score), or an at_most share asks
//     for a fact that is not stated.
//   - Merit is the order of the eligible people: key by key ([Priority]), then by the
//     lottery. The call order is merit after the [Share] rules. The first people in it
//     get the seats, and the others wait.
//   - People hold a seat if they have an offer, accepted it, or are admitted by a
//     [Ruling]: a decision of the organisers outside the policy.
//
// # Tests
//
//	role, gender, attribute  one of several texts; an undisclosed gender is unknown
//	country                  one of several codes, or a status in a list, of the
//	                         country served, of nationality or of residence
//	degree                   a level, a relevant field, or both; the level none is never relevant
//	experience               months, inclusive
//	language                 a level of a tag, compared letter by letter: en is not
//	                         en-GB; basic is a2, intermediate b2, fluent c1
//	document                 handed in or not
//	number                   bounds, inclusive and exact; a date is written as 20241030
//	score                    the score of a key, inclusive, or the number of reviews
//	all, any, not, at_least_of
//
// Lists of countries come from package country or from the caller. A policy can override
// single countries of a built-in list. A country to which a list gives no status is
// unknown in a test of that list.
//
// # The order
//
// Each key is a value of one person alone. So the order has no cycles, even if keys are
// left out:
//
//   - matching: applicants who meet the test come first. Unknown ranks with not_met and
//     leaves a finding. So nobody loses by disclosing a fact: an answer can only improve
//     the rank. Within is the code of an earlier matching key: people who do not meet
//     that key are not compared by this one.
//   - score: exact, the higher score first. A review counts if it has every part; its
//     value is the weighted mean of the parts. Several reviews become one score by mean,
//     median or trimmed mean. The spread shows how far reviewers disagree.
//   - number: one of the applicant's numbers, the lowest or the highest first.
//   - lottery: ascending SHA-256 of "cohort-lottery-v1\n" + seed + "\n" + id, then id.
//     Lots are drawn only for people who tie in all keys. Without a seed it is an error
//     if two eligible people tie. Removing one person moves nobody else, and anybody can
//     repeat the draw with sha256sum and sort.
//
// # Shares
//
// A share maps people to groups. It asks for at least, or at most, a number or a
// percentage of the seats for each group. It counts the people who hold seats, so one
// rule serves the selection, declines, added seats and late applications.
//
// The next seat goes to one of the people who wait and whom no share excludes. The shares
// narrow the choice one after the other: each keeps only the people of its short groups,
// if there are any. Of the people left, the best by merit gets the seat. In these rules N
// is the number of seats, n the place to fill, and c the number of people of a group who
// hold a seat:
//
//   - at_most: a group is full at the count, or at the percentage of N rounded down, and
//     then excludes its people.
//   - at_least percent p: a group is short while 100c < pn. The place to fill is included
//     in n.
//   - at_least count k: a group is short while cN < k·min(n, N). So a group is short as
//     long as it has no seat, and the other k-1 seats are spread over the N seats.
//   - else leave_open: while a group is short of its percentage, people who are in no such
//     group are excluded. A person is also excluded if, with that person seated, fewer
//     seats would be free than the share's groups still need to reach their counts. If
//     everybody is excluded, the seat stays free.
//
// Shares do not search for the best solution: put the tightest share first, and let
// [Selector.Lint] say whether another order keeps more of their minima for an intake.
// This is true:
//
//   - No call exceeds a maximum.
//   - No call passes over a person of a short group of the first share, if that person
//     can be called.
//   - Minima that together ask for at most N seats are all kept when N people hold seats,
//     if no share has a maximum and there are enough people.
//   - Removing a person who was not selected changes no seat.
//   - Among people of the same groups who waited at the same time, the person of better
//     merit is first.
//   - Stating a fact that only minima use never costs a person the seat.
//
// But this can happen:
//
//   - A later share is short while people of its short groups wait. After a late
//     application, after a cut of seats, or after a person left, the first share can be
//     short as well.
//   - Raising the capacity later gives another result than the same capacity from the
//     start.
//
// The waitlist is shown in the order in which people would be called if seats were added
// one by one and nobody left. People who would never be called in this way come last,
// with the groups that exclude them. The order can change when a person leaves.
//
// People admitted by ruling hold the first seats, sorted by id. They count in every
// share, and no share excludes them. People who hold a seat are never moved. So rulings,
// fewer seats and changed facts can leave a share exceeded or short, and the audit says
// which.
//
// # Reasons
//
// If person A got a place and person B did not, the reason is the first of these that
// applies:
//
//   - ruling: A was admitted by ruling.
//   - came_later: B did not wait yet.
//   - reinstated, a key or lottery: A has the better merit. The reason is reinstated if
//     only A was reinstated, or A was reinstated before B. Otherwise it is the first key
//     in which A and B differ, or lottery if they tie in all keys.
//   - a share: the first share that excluded B at that place. If no share did, the first
//     share for which A was in a short group and B was not.
//   - came_later: the facts or the place of B have changed since.
//
// So the reason is always something in which the two people differ, to the advantage of
// the person who got the place. [Selector.Explain] gives the reason for everybody on a
// roster. It also names each key, share and ruling that decided alone: without it, the
// outcome for the person would differ. [Selector.ExplainAgainst] compares with any one
// person who holds a seat. [Selector.Verify] makes a selection again, works out the
// reasons with separate code, and names everything that does not hold.
//
// # The draw
//
// Whether a lottery can be rigged depends on who knows what at which time. So take these
// steps:
//
//  1. The organiser gives the ids before a seed can be known.
//  2. After the last review, [Closed] fixes the list, a nonce, and the source and time
//     of the seed. The source is public and nobody controls it, such as a round of a
//     randomness beacon. Publish the draw with the digests of [Selector.Commit], which
//     every selection of this intake will show.
//  3. Publish the sorted digests of [Selector.Receipts], and give each applicant his or
//     her own receipt. The digest of an application that was dropped is not in the list.
//  4. At the instant announced, select with the seed that the source shows. The [Audit]
//     repeats the draw and the digests. It shows the lists of countries with their
//     editions, the counts, and for each key, share and ruling the people admitted only
//     because of it and the people who would be admitted without it.
//
// If a selection needed no seed, the seed for later ties is announced in the same way.
// The audit names ids that look alike. The nonce stays secret: without a nonce, people
// who know almost all of an application could guess the rest and confirm it by the
// digests. Package examples/draw shows the protocol with sha256sum.
//
// # A roster
//
// [Selector.Roster] returns the roster of an admission to which nothing has happened.
// [Selector.Open] makes a roster of a selection without selecting again, even if the
// selection was stored without its findings. [Selector.Apply] takes events and decides
// who gets free seats. [Selector.Replay] takes events with the decisions recorded for
// them, and decides nothing.
//
//	applied         an application. A second one replaces the first as a whole. After
//	                the selection the person takes his or her own place among those
//	                who wait; people who hold a seat keep it. People who declined, let
//	                the offer run out or withdrew can apply again
//	reviewed        adds, replaces or strikes a review
//	ruled           admits, excludes or lifts. After the selection a person admitted by
//	                ruling takes a free seat; if there is none, the ruling is refused
//	closed          fixes the list and the draw. Until the selection, applied, reviewed
//	                and ruled are refused. People who leave in this time take part in
//	                the draw, and leave with the selection
//	selected        makes the selection
//	answered        accepted, declined, expired, withdrawn, removed, or reinstated: the
//	                person waits ahead of the others
//	seats           more or fewer seats
//	promotions_end  nobody is promoted from the stated instant on
//
// # Editions and versions
//
// Policies of the same meaning have the same digest: 40 and 40.0 are equal, and titles,
// sources and the order of sets do not count. The audit says which edition of a built-in
// list was used and what it said of the countries of the intake, so that Verify can tell
// another edition from a wrong answer. A test that asks a list for a day after its end
// must state beyond: as_known. Selections and rosters state the version of their format.
//
// # Codes
//
// These codes are added to the codes of package document:
//
//	format               a version other than 1, or a text that is not a value of its key
//	test-size            more than 1000 tests in a policy, or more than 16 inside each other
//	reserved-code        a code that results use
//	duplicate-code       two requirements, or two of the keys and shares, with one code
//	undisclosed          a gender test asks for undisclosed
//	language-tag         not a tag such as en or pt-BR
//	unknown-country      not an ISO 3166-1 alpha-2 code in capitals, nor XK
//	unknown-region       not an M49 region
//	unknown-list         neither built-in nor in the policy
//	unknown-status       not a status of that list
//	unknown-key-code     not the code of a score key
//	not-dated            a day for a list that does not depend on one
//	date-range           a day that the list does not cover
//	bounds               at_least above at_most, in a number test or a share
//	leave-open           leave_open without a minimum, or for groups not known beforehand
//	count                at_least_of asks for more tests than it has
//	within               not the code of an earlier matching key
//	duplicate-name       a part of a score twice
//	duplicate-list       a list with the name of another list
//	duplicate-override   a country overridden twice
//	duplicate-country    a country listed twice
//	duplicate-id         two people with one id
//	duplicate-reviewer   the same reviewer twice for one applicant
//	score-range          a score below 0 or above the key's max
//	seed                 not a seed: over 128 bytes, or control characters
//	seed-required        two people tie, and there is no seed
//	unknown-id           a ruling on, or an event of, a person who did not apply
//	unknown-review       a review to strike that the reviewer did not give
//	duplicate-ruling     two rulings on one person
//	no-ruling            a ruling to lift that was not made
//	capacity             more people admitted by ruling than seats
//	full-house           a ruling that admits while no seat is free
//	not-used             a field that does not belong there
//	status               an event that cannot happen to a person of that status
//	closed, selected     an event that comes too late, or must wait for the selection
//	interval             a time that does not end after it starts
//	draw-time, too-early a draw before the closing; a selection before the draw
//	answer-by            an offer that expires before answer_by
//	time-order           an event before an earlier one
//	other-policy         a roster or accumulator of another policy
//	keys, order, people  a roster that cannot come from a selection
//	recorded             a recorded decision that cannot have been made
//	not-compiled         a Selector that was not made by Compile
//
// # Zero values
//
// The zero Applicant has no id, and the zero Policy no capacity: both are refused.
// Everything else may be absent. A Selector that was not made by Compile returns the
// error not-compiled; [Selector.Eligibility] and [Selector.Assess], which return no
// error, return [Incomplete].
//
// # Limits
//
// A policy has at most 1,000,000 seats, 63 requirements, 16 keys, and 32 shares with 300
// named groups each. An intake has at most 10,000,000 applicants, and as a JSON document
// at most 200,000 (see package document). An applicant has at most 100 reviews, 256
// entries of each map, 1200 months of experience and texts of 256 bytes. Percentages have
// at most 9 decimal places.
//
// Selecting n people takes time in proportion to n log n. Shares with minima add time in
// proportion to the number of places times the number of tiers; a tier is the people who
// are in the same groups with a minimum. The effect of each single key, share and ruling
// takes the same time once more. Applying events takes time in proportion to the people
// and the events in the same way. [Top] ranks any number of applicants, and keeps only
// the best of each combination of groups.
//
// # What is not checked
//
// This package does not check whether facts are true, whether a language tag or time zone
// exists, whether two ids are one person, or whether a test can ever be met.
package admission

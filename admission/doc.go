// Package admission decides who may join a course and in which order: who is
// eligible, who gets a seat, who waits, and why.
//
// A [Policy] is plain data: capacity, requirements, priority keys, shares of the seats.
// [Compile] checks it once and returns a [Selector]. The selector makes a [Selection]
// from an [Intake] of applicants, or follows an admission as it happens, with a [Roster]
// and its [Event] values. The package stores, sends and reads nothing, and it uses no
// clock. Only the lottery is random, and the caller publishes its seed.
//
// # Vocabulary
//
//   - An [Applicant] holds the known facts about one person. An absent fact is
//     unknown and never reads as "no"; false, none and 0 are answers. The
//     organiser gives the ids: people who choose their own could try many.
//   - A [Requirement] holds a [Test]. A required one decides, and a desired one
//     only informs. Tests answer met, not_met or unknown, and are joined by
//     strong Kleene logic. There are no callbacks: a fact of the caller's own
//     goes into numbers or attributes, so that a policy can be stored, digested
//     and replayed.
//   - Applicants are ineligible if they fail a required requirement. Otherwise
//     they are incomplete if a required requirement is unknown, if the policy has
//     a score key and they have no complete review (review-score), or if they
//     have not stated a fact to which a share sets a maximum. All others are
//     eligible.
//   - Merit is the order of the eligible people: key by key ([Priority]), then by
//     lottery. The call order is merit after the [Share] rules: the first people
//     get a seat, the others wait.
//   - A seat is held by people who have an offer, have accepted it, or are
//     admitted by a [Ruling]: a decision of the organisers outside the policy.
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
// A test can ask the lists of package country and the caller's own lists; a policy can
// override single countries of a built-in list. The answer is unknown for a country to
// which a list gives no status.
//
// # The order
//
// Each key is a value of one person alone, so the order has no cycles, even if a key is
// left out:
//
//   - matching: applicants who meet the test come first. Unknown ranks with
//     not_met and leaves a finding, so that nobody loses by disclosing anything:
//     an answer can only lift. A key can name an earlier matching key as within;
//     it then compares only people who meet that earlier key.
//   - score: exact, higher first. A review counts if it has every part; its
//     value is the weighted mean of the parts. Several reviews become one by
//     mean, median or trimmed mean. The spread shows how far reviewers disagree.
//   - number: one of the applicant's numbers, the lowest or the highest first.
//   - lottery: ascending SHA-256 of "cohort-lottery-v1\n" + seed + "\n" + id,
//     then id. Lots are drawn only if all keys tie. Without a seed, two eligible
//     people who tie are an error. Removing one person moves nobody else, and
//     the draw can be run again with sha256sum and sort.
//
// # Shares
//
// A share maps people to groups and sets a minimum or a maximum for each group: a number
// or a percentage of the seats. It applies to the people who hold seats, so one rule
// serves the selection, declines, added seats and late applications. The next seat goes
// to the best by merit among those who wait and whom no share excludes. Share by share in
// their order, the choice is first narrowed to people of groups that are short, if that
// leaves anybody. With N seats, n the place to fill and c the people of a group who hold
// a seat:
//
//   - at_most: a group is full at the count, or at the percentage of N rounded
//     down, and then excludes its people.
//   - at_least percent p: a group is short while 100c < pn; n counts this place.
//   - at_least count k: a group is short while cN < k·min(n, N). The first person
//     of every group is called at once, the others spread over the seats.
//   - else leave_open: people of no group that is short are excluded while a
//     percentage is short. While counts are short, people are excluded who would
//     leave fewer free seats than are still missing. The seat then stays free.
//
// Shares are not a solver: put the tightest first, and let [Selector.Lint] say
// whether another order keeps more of them for an intake. These always hold:
//
//   - No call exceeds a maximum.
//   - No call passes over a callable person of a short group of the first share.
//   - Without maxima, minima that together ask for at most N seats are all kept
//     at N seats if there are enough people.
//   - Removing a person who was not selected changes no seat.
//   - Among people of the same groups who waited at the same time, the better
//     merit is first.
//   - Stating a fact that only minima use never costs the person's own seat.
//
// These do not always hold. A later share, or any share after a late application, a
// cut of seats or a leaver, can be short while people of it wait. Raising the
// capacity later can give other seats than the same capacity from the start.
//
// The waitlist is shown in the order in which people would be called if seats were added
// one by one and nobody left. People who would never be called in this way come last,
// with the groups that exclude them. A person who leaves can change that order.
//
// People admitted by rulings hold seats first, in the order of their ids. They count in
// every share, and no share limits them. People who hold a seat are never moved, so
// rulings, fewer seats and changed facts can leave a share exceeded or short. The audit
// says which.
//
// # Reasons
//
// The reason why one person got a seat and not another is one of these:
//
//   - a ruling;
//   - the other application came later (came_later);
//   - the person with the seat was reinstated and waited ahead (reinstated);
//   - if that person has the better merit, the first key in which the two differ,
//     or the lottery;
//   - otherwise the first share that excluded the other from that seat, or for
//     which the other was of no short group.
//
// The two people differ in the rule named, and in that direction. [Selector.Explain]
// gives the reason for everybody on a roster, and the keys, shares and rulings
// without each of which the outcome would be different. [Selector.ExplainAgainst]
// compares with any one person who holds a seat. [Selector.Verify] makes a selection
// again, works the reasons out by code of its own, and names what does not hold.
//
// # The draw
//
// A lottery cannot be bent if everything else is fixed before the seed is known:
//
//  1. The organiser gives ids, before a seed can be known.
//  2. After the last review, [Closed] fixes the list, a nonce, and where and when
//     the seed will appear: at a public source that nobody controls, such as a
//     round of a randomness beacon. Publish the draw with the result of
//     [Selector.Commit]: the digests that every selection of this intake will
//     show.
//  3. Publish the sorted digests of [Selector.Receipts] and give all applicants
//     their own receipts: if an application was dropped, its receipt is not in
//     the list.
//  4. At the instant announced, select with the seed that the source shows. The
//     [Audit] repeats the draw and the digests. It adds the lists of countries
//     with their editions, the counts, and for each key, share and ruling the
//     people admitted only because of it and those who would be without it.
//
// If a selection needed no seed, a seed for later ties is announced in the same way. The
// audit names ids that look alike. The nonce stays secret: digests without a nonce
// confirm a guess to people who know almost all of an application. Package examples/draw
// shows the protocol with sha256sum.
//
// # A roster
//
// [Selector.Roster] returns an admission in which nothing has happened yet.
// [Selector.Open] makes a roster of a selection without selecting again, even of one that
// was stored without its findings. [Selector.Apply] takes events and decides who gets
// free seats. [Selector.Replay] takes events with the decisions recorded for them, and
// decides nothing.
//
//	applied         an application; a second one of a person replaces the first.
//	                After the selection it takes its own place among those who
//	                wait; people who hold a seat keep it. People who declined, let
//	                the offer run out or withdrew apply again in this way.
//	reviewed        adds, replaces or strikes a review
//	ruled           admits or excludes a person, or lifts a ruling; after the
//	                selection a person admitted takes a free seat, and is refused
//	                if there is none
//	closed          fixes the list and the draw; applied, reviewed and ruled are
//	                refused until the selection. People who leave in that time take
//	                part in the draw, and leave with the selection
//	selected        makes the selection
//	answered        accepted, declined, expired, withdrawn, removed, or reinstated,
//	                which means waiting ahead of the others
//	seats           more or fewer seats
//	promotions_end  nobody is promoted at that instant or later
//
// # Editions and versions
//
// A digest depends on the meaning: 40 and 40.0 are one policy, and titles, sources and
// the order of sets do not count. The audit says which edition of a built-in list was
// asked and what it said of the countries of the intake, so that Verify can tell another
// edition from another answer. For a day after the end of a list, a test must say beyond:
// as_known. Selections and rosters carry the version of their format.
//
// # Codes
//
// These are added to the codes of package document:
//
//	format               a version other than 1, or not a value of a key
//	test-size            more than 1000 tests in a policy, or more than 16 inside each other
//	reserved-code        a code that results use
//	duplicate-code       two requirements, or two of the keys and shares, with one code
//	undisclosed          a gender test asks for undisclosed
//	language-tag         not a tag such as en or pt-BR
//	unknown-country      not an ISO 3166-1 alpha-2 code in capitals, nor XK
//	unknown-region       not an M49 region
//	unknown-list         neither built-in nor the policy's
//	unknown-status       not a status of that list
//	unknown-key-code     not the code of a score key
//	not-dated            a day for a list that does not depend on one
//	date-range           a day that the list does not cover
//	bounds               at_least above at_most, in a number test or a share
//	leave-open           leave_open for groups that are not known beforehand
//	count                at_least_of asks for more tests than it has
//	within               not the code of an earlier matching key
//	duplicate-name       a part of a score twice
//	duplicate-list       a list with a name that is already used
//	duplicate-override   a country overridden twice
//	duplicate-country    a country listed twice
//	duplicate-id         an id twice
//	duplicate-reviewer   the same reviewer twice for one applicant
//	score-range          a score below 0 or above the key's max
//	seed                 not a seed: over 128 bytes, or control characters
//	seed-required        two people tie, and there is no seed
//	unknown-id           a ruling or event for a person who did not apply
//	unknown-review       a review to strike that does not exist
//	duplicate-ruling     two rulings on one person
//	no-ruling            a ruling to lift that does not exist
//	capacity             more people admitted by ruling than seats
//	full-house           a ruling that admits a person when no seat is free
//	not-used             a field that does not belong there
//	status               an event that cannot happen to a person of that status
//	closed, selected     an event that comes too late, or must wait for the selection
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
// The zero Applicant has no id, and the zero Policy no capacity: both are refused.
// Everything else may be absent. A Selector that was not made by Compile gives the error
// not-compiled; functions that return no error return incomplete.
//
// # Limits
//
// The largest numbers are 1,000,000 seats, 63 requirements, 16 keys, 32 shares with 300
// named groups each, 10,000,000 applicants, 100 reviews and 256 entries of each map for
// an applicant, 1200 months, texts of 256 bytes, percents of 9 places. Selecting n
// applicants takes time in proportion to n log n. With shares that have minima, it also
// takes time in proportion to the places times the combinations of groups with a minimum
// that people are in. The same time is needed once more for each key, share and ruling.
// Applying events takes time in proportion to people and events in the same way. [Top]
// ranks any number of applicants in the space of the best of each combination of groups.
//
// # What is not checked
//
// The package does not check whether facts are true, whether a language tag or time zone
// exists, whether two ids are one person, and whether a test can ever be met.
package admission

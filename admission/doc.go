// Package admission decides who may join a course and in which order: who is
// eligible, who is admitted, who waits, and why.
//
// A [Policy] is plain data: capacity, requirements, priority keys, floors.
// [Compile] checks it once and returns a [Selector], which turns an [Intake] of
// applicants into a [Selection]. Nothing is stored, sent or read here, no clock
// is asked, and the only chance is a lottery whose seed the caller publishes.
//
// # Vocabulary
//
//   - An [Applicant] is what is known of one person. An absent fact is unknown
//     and never reads as "no"; false, none and 0 are answers.
//   - A [Requirement] holds a [Test]; a required one decides, a desired one
//     informs. Tests answer met, not_met or unknown, joined by strong Kleene
//     logic. There are no callbacks: a fact of the caller's own goes into
//     numbers or attributes, so that a policy can be stored, digested and
//     replayed.
//   - Eligible is who meets every required requirement. Ineligible (rejected)
//     is who fails one. Everybody else is incomplete: a fact is open, or there
//     is no complete review where the policy has a score key (review-score).
//   - Merit is the order of the eligible: key by key ([Priority]), then the
//     lottery. The call order (ranking) is merit after the floors; the first
//     ones get the seats, the others wait (waitlist, reserve list).
//   - A [Ruling] is what the organisers decide beside the policy, by name and
//     with a reason.
//   - A [Roster] is a selection in motion: offers, answers, promotions.
//
// # Tests
//
//	role, gender, attribute  one of several texts; an undisclosed gender is unknown
//	country                  one of several codes, or a status in a list
//	degree                   a level, a relevant field, or both; none is never relevant
//	experience               months, inclusive
//	language                 a level of a tag, compared letter by letter: en is not en-GB
//	document                 handed in or not
//	number                   bounds, inclusive and exact
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
//   - matching: whoever meets the test comes first. Unknown ranks with not_met
//     and leaves a finding, so that nobody loses by disclosing anything: an
//     answer can only lift. With within, the code of an earlier matching key,
//     people who do not meet that one are not compared by this one.
//   - score: exact, higher first. A review counts when it has every part; its
//     value is the weighted mean of the parts. Several reviews become one by
//     mean, median or trimmed mean. The spread shows how far reviewers disagree.
//   - lottery: ascending SHA-256 of "cohort-lottery-v1\n" + seed + "\n" + id,
//     then id. Lots are drawn only where all keys tie; without a seed two
//     eligible people who tie are an error. Removing one person moves nobody
//     else, and sha256sum and sort re-run the draw.
//
// Floors: at each place of the call order, the floors that would fall short of
// their percent without a carrier narrow the choice, the first floor first, each
// only while carriers are left; the best by merit of the rest is called. So every
// prefix holds at least the share of the first floor while its carriers remain,
// nobody who carries all floors is overtaken, and nobody who carries none
// overtakes. Floors bind the call order; seats follow it.
//
// Rulings: whoever is admitted by ruling stands at the head, in order of id,
// whatever the assessment, and outside of the floors' shares; whoever is excluded
// is listed with the ineligible, reason ruling.
//
// # Publishing a selection
//
// Before the seed is known, publish [Selector.Commit]: digests of the policy, of
// the intake and of the ids in the order. The [Audit] of the selection repeats
// them, with the seed, the lists of countries and their dates, the counts, whom
// lots decided on, the rulings, and for each key and floor who is admitted only
// because of it and who would be without it: the same people, the same lots,
// that key left out of the comparison (a key within it still asks its test).
// [Selector.Verify] makes everything again and names what does not hold.
//
// # After the cut
//
// [Selector.Open] gives everybody admitted an offer; [Selector.Apply] takes
// events at the caller's instants. Nobody who holds an offer is moved, whoever
// left never returns, whoever completes an application joins those who wait at
// his or her own place, and promotions stop at the date that a deadline event
// states. A selection that needed no seed can get one by an event. The log
// replays to the same roster.
//
// # Codes
//
// Besides those of package document:
//
//	test-size            more than 1000 tests in a policy, or more than 16 inside each other
//	reserved-code        review-score, ruling and lottery are codes of results
//	duplicate-code       two requirements, keys or floors of one code
//	undisclosed          a gender test asks for undisclosed
//	language-tag         not such as en or pt-BR
//	unknown-country      no ISO 3166-1 alpha-2 code in capitals, nor XK
//	unknown-list         neither built-in nor the policy's
//	unknown-status       not a status of that list
//	not-dated            a day for a list that has none
//	date-range           a day that the list does not cover
//	bounds               a number that must be at least more than it may be at most
//	count                more of the tests than there are
//	within               not the code of an earlier matching key
//	duplicate-name       a part of a score twice
//	duplicate-list       a list of that name is there
//	duplicate-override   a country overridden twice
//	duplicate-id         an id twice
//	duplicate-reviewer   the same reviewer twice for one applicant
//	score-range          a score below 0 or above the key's max
//	seed                 no seed: over 128 bytes, or control characters
//	seed-required        two people tie, and there is no seed
//	duplicate-seed       an event with a seed where there is one
//	unknown-id           a ruling or event for nobody
//	duplicate-ruling     two rulings on one person
//	capacity             more people admitted by ruling than seats
//	not-used             a field that this kind of event does not have
//	other-id             an event with the facts of somebody else
//	status               an event that cannot happen to somebody of that status
//	time-order           an event before an earlier one
//	other-policy         a roster or accumulator of another policy
//	keys, order          a roster that no selection gives
//
// # Zero values
//
// The zero Applicant has no id and no country, and the zero Policy no capacity:
// both are refused. Everything else may be absent. A Selector made by hand and
// not by Compile must not be used.
//
// # Limits
//
// 1,000,000 seats, 63 requirements, 16 keys, 8 floors, 10,000,000 applicants,
// 100 reviews and 256 entries of each map an applicant, 1200 months, texts of
// 256 bytes, percents of 9 places. Selecting takes time in proportion to
// n log n and, with floors, to the combinations of floors that people carry;
// [Top] ranks any number of applicants in the space of the best.
//
// # What is not checked
//
// Whether facts are true, whether a language tag or time zone exists, whether
// two ids are one person, whether a test can ever be met.
package admission

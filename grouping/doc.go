// Package grouping forms groups: it assigns (divides, splits, matches) people
// to teams of given sizes so that each is a balanced mix, says for every rule
// how well it was met, and proves it where it can.
//
// # Vocabulary
//
//   - A [Policy] is data: [Sizes], rules in must that are never broken and
//     preferences in tiers. [Compile] checks it and returns a [Grouper].
//   - A [Member] has an id, categories (gender, region), numbers, and times at
//     which the person can meet; [Availability] makes those out of wall-clock
//     hours in any time zone.
//   - A [Formation] is the result of [Grouper.Form]: the groups, per tier its
//     cost and a bound that no formation is below, per rule what came out and
//     what of its cost is unavoidable.
//   - A tier is proved when its cost equals its bound and the tiers above are
//     proved: nobody can do better.
//   - [Grouper.Reform] adapts a formation when people drop out, arrive late or
//     ask to change places, with as few moves as possible.
//   - [Grouper.Explain] says why somebody is where they are: what every swap
//     would change.
//
// # Rules
//
// Each kind is described with its cost where it is declared. Costs are whole
// numbers, at least 0, and add up over groups: comparing two formations involves
// no rounding. In must a rule is kept when its cost is 0.
//
//	spread        every value in proportion in each group
//	gather        people of one value in one group
//	not_alone     nobody with a value, or at least two
//	at_least      so many with one of some values in every group
//	at_most       no more than so many in any
//	balance       the same mean of a number in every group
//	range         a number differs little inside a group
//	common_hours  time in which the whole group can meet
//	together      people in one group
//	apart         people in different groups
//	pin           people in the group at a position
//	avoid_repeat  no pairs of earlier groups
//	keep          earlier groups stay together
//
// Tiers are compared one after the other, 1 first; within a tier costs are
// multiplied by their weights and added.
//
// # What is missing
//
// A fact that a member lacks is not counted, unless the rule's missing names
// the value to take: a member without the category belongs to none of its
// values; one without the number weighs as much as the mean of the others in
// balance (n and T run over those who have it) and widens no range; one who
// states no times narrows no common hours. People that a rule names and who are
// not members are left out. Each [RuleReport] says how many that were. An empty
// text is a value, and an empty list of times is never.
//
// # Bounds and proofs
//
// The bound of a tier is what its rules cost at least: of spread, at_least,
// at_most, apart and avoid_repeat exactly what each value and the sizes force,
// together for categories that nest (country in region, organisation in sector);
// of balance what the sizes and the common step of the numbers force; of range,
// common_hours and pin nothing; of the others what each value forces alone, and in
// must that sets which share people fit into a group. Where cost and bound differ
// in a small cohort, an exact search goes through what is left as far as the steps
// carry, given the tiers above; for a dozen people it usually ends.
//
// # When somebody leaves
//
// Formations that cost the same are not equally good a week later. Of those, for
// up to 64 members, [Grouper.Form] looks for one that stands a drop-out well:
// for each member it takes the best formation that is left when that member is
// gone and at most one other has moved, and adds their costs up, tier by tier.
// Where rules pin groups to a position, or one member less makes another number
// of groups, nothing is chosen.
//
// # Same input, same groups
//
// Members are put in the order of their ids first, chance comes from the seed
// (ChaCha8 keyed with SHA-256 of "cohort-grouping-v2\n" + seed) and the search
// is limited in steps, not in time: the same set of members, the same policy,
// seed and steps give the same formation in any order and on any machine. A
// version of this library whose search goes another way takes another name
// instead of cohort-grouping-v2.
//
// # Codes
//
//	required         nothing where something must be
//	sizes-conflict   exact sizes together with min, max or count
//	min-above-max    a range of sizes the wrong way round
//	duplicate-code   two rules with one code
//	unit             a unit that is not above 0, or a number that is no whole
//	                 multiple of it within 2^31
//	duplicate-id     one id twice: members, a set, pins, swaps, a formation
//	unknown-id       somebody to explain or swap who is no member
//	interval         a time that does not end after it starts
//	format           a date or a time of day in other words
//	zone-name        a zone that stands for no place, as in package schedule
//	unknown-zone     a zone that the caller's zones do not have
//	seed             more than 128 bytes, or control characters
//	formation        a formation of other members or sizes
//	swap-conflict    swaps asked for against a rule in must
//	cost-range       costs of a tier that could reach 2^53
//	problem-size     more than [MaxCells]
//
// and those of package document for shapes. When the sizes do not fit the number
// of members the error is a [*SizeError], with what would fit; when the rules in
// must cannot all be kept it is a [*ConflictError], with a smallest set of them
// in conflict.
//
// # Limits
//
// [maxMembers] members, [MaxRules] rules of each sort, [maxFacts] categories and
// numbers and [maxIntervals] times a member, [maxText] bytes a value, [maxSets]
// sets of one rule with the same person, times from 1900 to 2199, dates from
// 1901 to 2198.
//
// # What is not checked
//
// That a category or number a rule reads exists at all: a name that no member
// has costs nothing, and its report says that everybody lacks it. That a zone's
// rules are current. Clocks that change twice within two days count once.
package grouping

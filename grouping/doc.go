// Package grouping forms groups: it assigns (divides, splits, matches) people
// to teams of given sizes so that each is a balanced mix, says for every rule
// how well it was met, and proves it where it can.
//
// # Vocabulary
//
//   - A [Policy] is data: [Sizes], rules that must hold and preferences in
//     tiers. [Compile] checks it and returns a [Grouper].
//   - A [Member] has an id, categories (gender, region), numbers and times when
//     the person can meet.
//   - A [Formation] is the result: the groups, per tier its cost and a bound
//     that no formation is below, per rule how every value came out.
//   - A tier is proved when its cost equals its bound and the tiers above are
//     proved: nobody can do better.
//
// # Costs
//
// Costs are whole numbers: comparing two formations involves no rounding and
// comes out the same on every machine. With n people, a group g of s members:
//
//	spread    sum over values v and groups of |n·c - s·N|, c of the N people
//	          who have v being in the group
//	balance   sum over groups of |n·S - s·T|, S and T the sum of the number over
//	          the group and over all, in units of the rule
//
// # What is missing
//
// A fact that a member lacks is not counted, unless the rule's missing names
// the value to take: a member without the category belongs to none of its
// values; one without the number weighs as much as the mean of the others, so
// that n and T run over those who have it. Each [RuleReport] says how many were
// not counted. An empty text is a value.
//
// # Same input, same groups
//
// Members are put in the order of their ids first, chance comes from the seed
// (ChaCha8 keyed with SHA-256 of "cohort-grouping-v1\n" + seed) and the search
// is limited in steps, not in time: the same set of members, the same policy,
// seed and steps give the same formation in any order and on any machine.
//
// # Codes
//
//	required         nothing where something must be
//	sizes-conflict   exact sizes together with min, max or count
//	min-above-max    a range of sizes the wrong way round
//	duplicate-code   two rules with one code
//	unit             a unit that is not above 0, or a number that is no whole
//	                 multiple of it within 2^31
//	duplicate-id     two members with one id
//	interval         a time to meet that does not end after it starts
//	cost-range       costs of a tier that could exceed 2^53
//
// and those of package document for shapes. When the sizes do not fit the number
// of members the error is a [*SizeError].
//
// # Limits
//
// 1,000,000 members, 64 rules of each sort, 256 categories and numbers and 1,000
// intervals a member, 1,024 bytes a value.
package grouping

// Package grouping forms groups: it assigns (divides, splits, matches) people to teams
// of given sizes so that each team is a balanced mix. It says for every rule how well
// it was met, finds and proves the best formation of up to about 60 people, and lets
// anybody check the proof.
//
// # Vocabulary
//
//   - A [Policy] is data: [Sizes], rules in must that are never broken, and
//     preferences in tiers. [Parse] reads one, [Compile] checks it and returns a
//     [Grouper].
//   - A [Member] has an id, categories (gender, region), numbers, lists (topics,
//     languages) and times at which the person can meet; [Availability] makes times out
//     of wall-clock hours in any time zone.
//   - A [Formation] is the result of [Grouper.Form]: the groups and their names, for
//     each tier its cost and a bound that no formation in groups of these sizes is
//     below, and for each rule its cost and the part that is unavoidable.
//   - A tier is proved when its cost equals its bound and the tiers above are proved.
//   - [Grouper.Reform] adapts a formation when people leave, join late or ask to change
//     places, with as few moves as possible.
//   - [Grouper.Assess] scores groups that were made elsewhere, and lists what they break.
//   - [Grouper.Explain] says why a member is in a group: what every swap would change.
//   - [Grouper.CheckProof] checks the certificate of a formation.
//
// # Rules
//
// Each kind is described with its cost where it is declared. Costs are whole numbers, at
// least 0, and add up over groups: comparing two formations involves no rounding. In
// must a rule is kept when its cost is 0.
//
//	spread        every value in proportion in each group
//	gather        people of one value in one group
//	not_alone     no member of a group with a value, or at least two
//	at_least      a number of people with one of some values in every group
//	at_most       no more than a number of them in any
//	balance       the same mean of a number in every group
//	range         a number differs little inside a group
//	common_hours  time in which the whole group can meet
//	agree         a value that all of a group list: a topic, a language, a section
//	together      people in one group
//	apart         people in different groups
//	pin           people in the group at a position
//	avoid_repeat  no pairs of earlier groups
//	keep          earlier groups stay together
//
// Tiers are compared one after the other, 1 first; within a tier costs are multiplied by
// their weights and added. not_alone, at_least and at_most read a category, or a list,
// of which a member has every value.
//
// # What is missing
//
// A fact that a member lacks is not counted, unless the rule's missing names the value to
// take: a member without the category belongs to none of its values; one without the
// number weighs as much as the mean of the others in balance (n and T run over the
// members who have it) and widens no range; one who states no times narrows no common
// hours, and one who lists nothing agrees to anything. People whom a rule names and who
// are not members are left out. Each [RuleReport] says how many that were. An empty text
// is a value, and an empty list of times means never.
//
// A rule that asks for something no member states, or names only values that no member
// has, is the finding vacuous-rule; in must it is a violation, unless the requirement is
// optional.
//
// Numbers are whole multiples of the unit of a rule. A rule that says round takes the
// nearest multiple, halves away from zero, and its report says how many numbers that
// changed.
//
// # Sizes
//
// Min and max leave a choice. The first is the fewest groups (or with prefer small the
// most), as even as can be. Where the rules in must cannot be kept so, the others are
// tried: even ones with other numbers of groups, then less even ones. The formation says
// so in the finding other-sizes. A conflict is proved only if it is proved for all of
// them. Up to 64 people up to 200 divisions are tried; above, even ones only, and up to
// 16.
//
// With per, a category that every member has, no group mixes values of it, and the
// members with each value are divided as if they were alone: sections, degrees, languages
// of instruction. That is a rule in must with code per, which reports the value of each
// group; where it is tried in other sizes, they are combinations of what each value's
// members divide into.
//
// # Bounds and proofs
//
// The bound of a tier is first what its rules cost at least when each value, set or
// member is taken alone, or together with those that nest in it (country in region).
// Where cost and bound differ, up to 64 people, [Grouper.Form] looks for prices on people
// that raise the bound, tier by tier, and for better formations, as far as the steps last.
//
// # Proofs anybody can check
//
// [Options.Proof] asks for a certificate. It holds for each tier its cost C, a scale D of
// at least 1, and a price of each person, all of them whole numbers. Anybody can check it
// with a short program; one for node, which uses nothing of this library, is in
// examples/checkproof. Let the members be sorted by id. Then:
//
//  1. The groups hold every member once, and every rule in must costs 0 in each of them.
//     Sizes per a category are such a rule: agree over the category, otherwise 1.
//
//  2. A kind of groups is a size; a group that people are pinned to is a kind by itself.
//     Its allowed groups are at first all sets of that many members for which every rule
//     in must costs 0.
//
//  3. For each tier, in order: the cost c(S) of a set S is the weighted sum of the costs of
//     the tier's rules in S. The groups of the formation cost C in all. The value of S is
//     D·c(S) minus the prices of its members; the least value of a kind is taken over its
//     allowed groups. For any prices the bound
//
//     B = sum of all prices + for each kind: number of its groups · its least value
//
//     is at most D times the cost of any formation of allowed groups, since each member
//     is in one group. The gap is D·C - B; it is not negative.
//
//  4. Costs of a formation differ by multiples of the grain g, the greatest common divisor
//     of the differences of costs between allowed groups of one kind (1 is always right).
//     If the gap is less than D·g, C is the least cost.
//
//  5. Otherwise a cheaper formation consists of allowed groups whose excesses (value minus
//     least value of the kind) add up to at most the gap - D·g, while in each earlier tier
//     their excesses add up to at most the gap of that tier. A search that always
//     continues with the member whom the fewest groups can hold looks for one. It looks at
//     up to 200,000 partial formations for one limit of the sum, small limits first; a
//     certificate for which that does not suffice is not given.
//
//  6. Groups with an excess above the gap are in no formation that costs C: they are not
//     allowed in the tiers below.
//
// The costs of rules are those declared here. Prices are up to 2^50 in size, D is up to
// 2^24. [Proof.Formations] counts the formations with these costs: 1 means that there is
// only one best formation.
//
// # When a member leaves
//
// Formations of one cost are not equally good a week later. Of those, for up to 64
// members, [Grouper.Form] prefers a formation that remains good after any one member
// leaves: for each member it takes the best formation of the others in which at most one
// of them has moved, and adds up the costs, tier by tier. Where rules pin groups to a
// position, sizes are per a category, or one member less changes more than the size of one
// of the largest groups, nothing is chosen.
//
// # Same input, same groups
//
// Members are sorted by id first, chance comes from the seed (ChaCha8 keyed with SHA-256
// of "cohort-grouping-v2\n" + seed) and work is limited in steps, not in time: the same
// members, policy, seed and steps give the same formation in any order and on any
// machine. A version of this library whose search differs uses another name in place of
// cohort-grouping-v2.
//
// # Codes
//
//	required         a value that is missing, also the category that sizes are per
//	sizes-conflict   exact sizes together with min, max or count; prefer or per without a
//	                 range
//	min-above-max    a range of sizes the wrong way round
//	conflict         a list together with a category, or with missing
//	order            costs of agree that fall with the rank
//	duplicate-code   two rules with one code; per, where sizes are per a category
//	unit             a unit that is not above 0, or a number that is not a multiple of it
//	unit-range       a number of more than 2^31 units
//	duplicate-id     one id twice: members, a set, pins, swaps, groups, names
//	duplicate-value  one value twice in a list
//	unknown-id       an id to explain, swap or assess that is not a member's
//	interval         a time that does not end after it starts
//	format           a date or a time of day in another form
//	zone-name        a name that is not a place, as in package civil
//	unknown-zone     a zone that the caller's zones do not have
//	seed             more than 128 bytes, or control characters
//	formation        a formation of other members or sizes
//	not-compiled     a nil or zero Grouper: one is made by Compile
//	swap-conflict    swaps asked for that break a rule in must
//	vacuous-rule     a rule in must that asks for what no member states
//	proof            a certificate that does not hold
//	cost-range       costs of a tier that could reach 2^53
//	problem-size     a problem of more than 2^24 cells
//
// and those of package document for shapes. When the sizes do not fit the number of
// members, or of those with one value, the error is a [*SizeError], with what would fit;
// when the rules in must cannot all be kept it is a [*ConflictError], with a smallest set
// of them in conflict and, where a count shows it, the people; when Progress ends a call
// it is a [*StopError].
//
// # Limits
//
// 1,000,000 members; 64 rules in must and 64 preferences; tiers up to 100, weights up to
// 1,000,000; 512 categories, numbers and lists and 10,000 times of a member, 100 values of
// a list, 1,024 bytes of a value; 64 sets of one rule with the same person; times from 1900
// to 2199, dates from 1901 to 2198. A cell is a number for a member, or for a value in
// groups of one size. A call takes its steps; naming a conflict takes up to 12 times as
// many.
//
// # What is not checked
//
// That the rules of a zone are current. Clocks that change twice within two days count
// once. Values that differ in spelling or in their Unicode form are different values.
package grouping

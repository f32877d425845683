// Package grouping forms groups: it assigns (divides, splits, matches) people to teams
// of given sizes so that each team is a balanced mix. It reports how well each rule is
// met. For up to about 60 people it finds the best formation and proves that no other is
// better, and anybody can check the proof.
//
// # Vocabulary
//
//   - A [Policy] is data: [Sizes], required rules (the rules in the list Must) and
//     preferences in tiers. [Grouper.Form] never breaks a required rule. [Parse] reads a
//     policy; [Compile] checks it and returns a [Grouper].
//   - A [Member] has an id, categories (gender, region), numbers, lists (topics,
//     languages) and times at which the person can meet. [Availability] makes these times
//     out of wall-clock hours in any time zone.
//   - A [Formation] is the result of [Grouper.Form]. It holds the groups and their names;
//     for each tier, its cost and a lower bound on the cost of every formation in groups
//     of these sizes; and for each rule, its cost and the part that is unavoidable.
//   - A tier is proved when its cost equals its bound and the tiers above are proved.
//   - [Grouper.Reform] adapts a formation when people leave, join late or ask to change
//     places, and moves few of the other members.
//   - [Grouper.Assess] scores groups that were made elsewhere, and lists what they break.
//   - [Grouper.Explain] shows why a member is in a group: what each swap with a member of
//     another group would change.
//   - [Grouper.CheckProof] checks the certificate of a formation.
//
// # Rules
//
// The type of each kind of rule, such as [SpreadRule], defines its cost. Costs are whole
// numbers of at least 0 and are added up over the groups, so that two formations are
// compared without rounding. A required rule is kept when its cost is 0.
//
//	spread        every value in proportion in each group
//	gather        people of one value in one group
//	not_alone     in every group, nobody with a value, or two or more people with it
//	at_least      in every group, n or more people with one of the given values
//	at_most       in every group, n or fewer people with a value, or with one of the given
//	              values
//	balance       the same mean of a number in every group
//	range         little difference of a number inside a group
//	common_hours  time in which the whole group can meet
//	agree         one value that all members of a group list: a topic, a language, a section
//	together      people in one group
//	apart         people in different groups
//	pin           certain people in a certain group
//	avoid_repeat  no two members of an earlier group in one group again
//	keep          earlier groups stay together
//
// Tiers are compared one after the other, tier 1 first. Within a tier, the cost of each
// rule is multiplied by its weight, and the products are added. The rules not_alone,
// at_least and at_most read a category or a list. A member has at most one value in a
// category, but can have several values in a list.
//
// # What is missing
//
// A fact that a member lacks is not counted, unless the field Missing of the rule gives a
// value to use instead. A member without the category has none of its values. A member
// without the number widens no range and does not affect a balance (see [BalanceRule]). A
// member who states no times narrows no common hours, and a member who lists nothing
// agrees to every value. People whom a rule names and who are not members are left out.
// [RuleReport.Missing] counts these members and people. An empty text is a value, and an
// empty list of times means never.
//
// If no member states what a rule asks for, or no member has any of the values that it
// names, the result has the finding vacuous-rule. For a required rule this is a violation
// instead, unless the rule is optional.
//
// Numbers must be whole multiples of the unit of a rule. If the rule sets Round, each
// number is rounded to the nearest multiple instead, with halves away from zero, and the
// report of the rule counts the numbers that were rounded.
//
// # Sizes
//
// The fields Min and Max leave a choice of divisions. The first choice is the fewest
// groups (the most, if Prefer is "small"), as even as possible. If the required rules
// cannot be kept in these sizes, other divisions are tried: even ones with other numbers
// of groups, then less even ones. The finding other-sizes then reports this. A conflict
// is proved only if it is proved for every division that the sizes allow. For up to 64
// people, up to 200 divisions are tried; for more people, up to 16 even ones.
//
// The field Per names a category that every member has, such as a section, a degree or a
// language of instruction. No group then mixes its values, and the members with each
// value are divided as if there were no others. This counts as a required rule with the
// code "per", whose report gives the value of each group. If other divisions are tried,
// each of them combines one division for each value.
//
// # Bounds and proofs
//
// The first bound of a tier is the sum of the least costs of each value, set or member by
// itself; values that nest (country in region) are bounded together. If cost and bound
// differ and there are at most 64 people, [Grouper.Form] looks for prices on people that
// raise the bound, tier by tier, and for better formations, while the steps last.
//
// # Proofs anybody can check
//
// [Options.Proof] asks for a certificate. It holds for each tier the cost C, a scale D of
// at least 1, and a price for each person, all of them whole numbers. Anybody can check
// it with a short program; examples/checkproof has one for Node.js, which uses nothing of
// this library. Sort the members by id. Then:
//
//  1. The groups hold every member exactly once, and every required rule costs 0 in each
//     group. If Sizes.Per names a category, there is one more required rule: an agree rule
//     over this category whose field Otherwise is 1.
//
//  2. All groups of one size are one kind, except that a group to which people are pinned is
//     a kind by itself. At first, the allowed groups of a kind are all sets of that many
//     members in which every required rule costs 0.
//
//  3. For each tier, in order: the cost c(S) of a set S is the weighted sum of the costs of
//     the tier's rules in S. The costs of the formation's groups add up to C. The value of S
//     is D·c(S) minus the prices of its members. The least value of a kind is the smallest
//     value of its allowed groups. For any prices, the bound
//
//     B = sum of all prices + for each kind: number of its groups · its least value
//
//     is at most D times the cost of any formation of allowed groups, since each member
//     is in one group. The gap is D·C - B; it is not negative.
//
//  4. The costs of any two formations differ by a multiple of the grain g: the greatest
//     common divisor of the differences in cost between allowed groups of one kind (1 can
//     always be used instead). If the gap is less than D·g, C is the least cost.
//
//  5. If the gap is D·g or more, a cheaper formation would consist of allowed groups whose
//     excesses (value minus least value of the kind) add up to at most the gap minus D·g. In
//     each earlier tier, the excesses of these groups would add up to at most the gap of that
//     tier. A search shows that no such formation exists. It always continues with the member
//     whom the fewest groups can hold. It takes small limits of the sum first, and looks at
//     up to 200,000 partial formations for each limit. A certificate that needs more is not
//     given.
//
//  6. Groups with an excess above the gap are in no formation that costs C, so they are not
//     allowed in the tiers below.
//
// The types of the rules define their costs. Prices are at most 2^50 in absolute value,
// and D is at most 2^24. [Proof.Formations] is the number of formations with these costs;
// 1 means that there is only one best formation.
//
// # When a member leaves
//
// Formations of equal cost are not equally good once a member has left. For up to 64
// members, [Grouper.Form] prefers one that remains good after any one member leaves. To
// compare formations, it removes each member in turn, takes the best formation in which
// at most one of the other members has moved, and adds up the costs of these formations,
// tier by tier. It makes no such choice if rules pin people to groups, if Sizes.Per names
// a category, or if one member less changes more than the size of one of the largest
// groups.
//
// # Same input, same groups
//
// Members are sorted by id first. Random choices come from the seed (ChaCha8 keyed with
// SHA-256 of "cohort-grouping-v2\n" + seed), and work is limited in steps, not in time.
// So the same members, policy, seed and steps give the same formation, in any order of
// the members and on any machine. A version of this library that searches differently has
// another text in place of cohort-grouping-v2.
//
// # Codes
//
//	required         a missing value, including that of the category Sizes.Per
//	sizes-conflict   exact sizes together with min, max or count; prefer or per without a
//	                 range; per together with count
//	min-above-max    a min that is more than max
//	conflict         a list together with a category, or with a value for missing
//	order            a cost of an agree rule that is less than the cost of a better rank
//	duplicate-code   two rules with one code; a rule with the code per, if Sizes.Per is set
//	unit             a unit that is not above 0, or a number that is not a multiple of it
//	unit-range       a number of more than 2^31 units
//	duplicate-id     one id twice in members, a set, pins, swaps, groups or names
//	duplicate-value  one value twice in a list
//	unknown-id       an id to explain, swap or assess that is not a member's
//	interval         a time that does not end after it starts
//	format           a date or a time of day that is not in the form asked for
//	zone-name        a zone that is not named after a place, as package civil requires
//	unknown-zone     a zone that the caller's zones do not have
//	seed             more than 128 bytes, or control characters
//	formation        a formation of other members or sizes
//	not-compiled     a nil or zero Grouper: one is made by Compile
//	swap-conflict    swaps with which no formation was found that keeps every required rule
//	vacuous-rule     a required rule that asks for what no member states
//	proof            a certificate that does not hold
//	cost-range       costs of a tier that could reach 2^53
//	problem-size     a problem of more than 2^24 cells
//
// The codes of package document for shapes are used as well. The error is a [*SizeError],
// with sizes that would fit, if the sizes do not fit the number of members, or the number
// of members with one value. It is a [*ConflictError] if no formation was found that
// keeps all required rules. This error names a smallest set of rules in conflict and, if
// a count shows the conflict, the people. It is a [*StopError] if Progress ends a call.
//
// # Limits
//
// 1,000,000 members; 64 required rules and 64 preferences; tiers up to 100, weights up to
// 1,000,000. One member: 512 categories, 512 numbers, 512 lists and 10,000 times. 100
// values of a list, 1,024 bytes of a value; 64 sets of one rule with the same person;
// times from 1900 to 2199, dates from 1901 to 2198. A cell is a number for a member, or
// for a value in groups of one size. Form takes the steps of its call, and more if it
// then has found no formation that keeps every required rule. It tries no further sizes
// after 4 times the steps, and no longer looks for a smaller conflict after 12 times the
// steps. Reform can take 3 times the steps, and [Options.Proof] up to 50,000,000 steps.
//
// # What is not checked
//
// Whether the rules of a time zone are current is not checked. Clock changes that follow
// each other within two days count as one. Values that differ in spelling or in their
// Unicode form are different values.
package grouping

// Package partition divides numbered members into groups of given sizes at the least
// cost. It knows whole numbers only: what a rule means is decided in package grouping,
// which compiles a policy into a [Problem].
//
// # Problem
//
// A problem is a list of terms. Each term has a tier; costs are compared tier by tier,
// and tier 0 holds what must be met. Four kinds of terms cover all rules: [Counts] (a
// cost per value and group that depends on a count), [Sums] (the absolute value of a sum
// per group), [Lists] (a cost computed from the list of members, which never falls when a
// member joins) and [Homes] (members who belong in certain groups).
//
// # Strategy
//
// Work is measured in steps; a step is one swap of two members weighed. A search stops
// when its steps are used up, when every tier costs no more than its bound, or when it is
// certain that tier 0 cannot be met.
//
//   - Bounds ([Problem.Bound]): the members of each value are handed out over the groups at
//     the least cost; terms whose values nest (country in region) are bounded together.
//     The greedy choice is exact, since sums of convex functions over nested sets are
//     M-natural-convex (Murota, Discrete Convex Analysis, 2003).
//   - Seating (blocks.go): members who must be in one group start in one group, the
//     largest sets first.
//   - Up to 150 members: an iterated local search (Lourenço, Martin and Stützle, 2003)
//     swaps down to a local optimum, perturbs it, and restarts from a larger perturbation
//     after 400 failures.
//   - From 65 members on: simulated annealing first, one tier after the other, with
//     acceptance thresholds in whole numbers.
//   - Up to 64 members: after a short climb, the proof below settles tier by tier; what it
//     cannot settle within its steps is climbed again.
//   - Up to 64 members: of assignments of one cost, one is preferred that remains good
//     after any one member leaves.
//
// # Proof
//
// A tier is settled as a set partitioning problem, whose columns are the groups that are
// possible and whose rows are the members (prove.go).
//
//  1. Types (kinds.go): members whom no term up to the tier tells apart are one type, so
//     that upper tiers have few columns.
//  2. Prices (master.go): for any prices on members there is a Lagrangian bound. It is
//     maximised by a subgradient method in whole numbers (Held, Wolfe and Crowder, 1974,
//     with Polyak's step) over the groups in use: those of the best assignment and all
//     that differ by one member, or all groups if they are few. Where the simple bound is
//     met, the prices of each value alone are tried first; where the tiers above tell more
//     members apart and the climb is stuck, it starts again at prices of the tier alone.
//  3. Pricing (finder.go): a depth-first search finds the groups of less value than any in
//     use, without listing all groups; what one more member adds at least is a true bound
//     where growths rise with the counts. The groups found are used, until there are none.
//  4. The gap (prove_gap.go): a better assignment consists of groups of small excess. An
//     exact cover search (cover.go; Knuth's algorithm X) goes through them, small budgets
//     first, and finds the better assignment or shows that there is none.
//  5. The tree (prove_tree.go): where that search would be long, prices are raised again
//     over the groups of small excess alone, groups whose excess is too large then are
//     dropped, and the rest is divided by whether two members share a group (Ryan and
//     Foster, 1981), starting with the pair that a fractional solution decides least.
//  6. Patterns (prove_patterns.go): where prices leave a gap in an upper tier, as they do
//     for rules that gather, there are often few patterns of its least cost: a number of
//     groups for each makeup. The tiers below are then settled pattern by pattern.
//  7. Filtering: groups whose excess is above the gap are in no assignment of the settled
//     cost, so the next tier leaves them out. Tiers are never mixed into one number.
//
// Tier 0 is a question instead of a cost: groups that cost something there are left out,
// and a bound above 0 proves that the other groups make no assignment.
//
// [Problem.Verify] checks prices without any of the searches that found them, by bounds
// and a short cover search. A tier that the tree or patterns settled may take a longer
// search than that: it is proved all the same, without a certificate.
package partition

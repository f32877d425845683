// Package partition divides numbered members into groups of given sizes at the least
// cost. It works on whole numbers only. The meaning of rules is defined in package
// grouping, which compiles a policy into a [Problem].
//
// # Problem
//
// A problem is a list of terms. Each term has a tier. Costs are compared tier by tier,
// and tier 0 holds what must be met. Four kinds of terms cover all rules:
//
//   - [Counts]: a cost for each value and group, which depends on how many members of the
//     group have the value;
//   - [Sums]: the absolute value of a sum over the members of each group;
//   - [Lists]: a cost computed from the list of a group's members, which never falls when
//     a member joins;
//   - [Homes]: members who belong in certain groups.
//
// # Strategy
//
// Work is measured in steps; weighing one swap of two members is one step. A search stops
// when its steps are used up, when every tier costs no more than its bound, or when it is
// certain that tier 0 cannot be met.
//
//   - Bounds ([Problem.Bound]): the members with each value are handed out over the groups
//     at the least cost; terms whose values nest (country in region) are bounded together.
//     The greedy choice is exact, since sums of convex functions over nested sets are
//     M-natural-convex (Murota, Discrete Convex Analysis, 2003).
//   - Seating (blocks.go): members who must be in one group start in one group, the
//     largest sets first.
//   - Up to 150 members: an iterated local search (Lourenço, Martin and Stützle, 2003)
//     swaps down to a local optimum, perturbs it, and continues from a larger perturbation
//     after 400 failures.
//   - From 65 members on: simulated annealing first, one tier after the other, with
//     acceptance thresholds in whole numbers.
//   - Up to 64 members: after a short local search, the proof below settles one tier after
//     the other. If the proof cannot settle a tier within its steps, the local search
//     continues.
//   - Up to 64 members: among assignments of equal cost, the search prefers one that remains
//     good after any one member leaves (dropout.go).
//
// # Proof
//
// To settle a tier is to prove its least cost. This is a set partitioning problem: its
// columns are the possible groups, and its rows are the members (prove.go).
//
//  1. Types (kinds.go): members whom no term up to the tier distinguishes are of one type,
//     so that upper tiers have few columns.
//  2. Prices (master.go): for any prices on members there is a Lagrangian bound. It is
//     maximised by a subgradient method in whole numbers (Held, Wolfe and Crowder, 1974,
//     with Polyak's step) over the groups in use. These are the groups of the best
//     assignment and all groups that differ from them by one member, or all groups if they
//     are few. If the best cost equals the bound of [Problem.Bound], the prover first
//     tries the marginal costs of the values as prices, since they often prove this bound.
//     If the subgradient method gets stuck and the tiers above distinguish more members,
//     it starts again from the best prices for this tier without regard to the tiers above.
//  3. Pricing (finder.go): the value of a group is its cost less the prices of its
//     members. A depth-first search finds the groups of less value than any group in use,
//     without listing all groups. It cuts off a partial group by a lower bound on what
//     further members add: a member adds at least the growth of the cost at the present
//     count if the cost is convex, and otherwise at least the smallest growth in reach. The
//     groups found are taken into use, and the search is repeated until it finds none.
//  4. The gap (prove_gap.go): groups of one size are of one kind, and a group that is some
//     member's home is a kind by itself. The excess of a group is its value less the least
//     value of its kind. A better assignment consists of groups of small excess. An exact
//     cover search (cover.go; Knuth's algorithm X) goes through these groups, first with
//     small budgets for the total excess. It finds a better assignment, or shows that there
//     is none.
//  5. The tree (prove_tree.go): if the cover search takes too long, prices are raised again
//     over the groups of small excess alone, and groups whose excess is then too large are
//     dropped. The search then branches on whether two members share a group (Ryan and
//     Foster, 1981), starting with the pair that a fractional solution leaves most open.
//  6. Patterns (prove_patterns.go): prices can leave a gap in an upper tier, as they do for
//     rules that gather members with the same value. The makeup of a group is its number of
//     members of each type, and a pattern is the number of groups of each makeup. Often
//     only few patterns have the least cost of the upper tier. The tiers below are then
//     settled separately for each pattern.
//  7. Filtering: once a tier is settled, a group whose excess is above the gap of this tier
//     is in no assignment of the least cost, so the tiers below leave the group out. The
//     costs of different tiers are never mixed into one number.
//
// For tier 0 the only question is whether it can cost nothing. The prover leaves out all
// groups with a cost in tier 0. If the bound over the remaining groups is above 0, no
// assignment consists of them alone, so tier 0 cannot be met.
//
// [Problem.Verify] checks prices by bounds and a short cover search, without any of the
// searches that found them. A tier that was settled by the tree or by patterns may need a
// longer cover search than Verify makes. Such a tier is proved, but the assignment gets no
// certificate.
package partition

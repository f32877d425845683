// Package partition divides numbered members into groups of given sizes at the
// least cost. It knows whole numbers only: what a rule means is decided in package
// grouping, which compiles a policy into a [Problem].
//
// # Problem
//
// A problem is a list of terms. Each term has a tier; costs are compared tier by
// tier, and tier 0 holds what must be met. Four kinds of terms cover all rules:
// [Counts] (a cost per value and group that depends on a count), [Sums] (the
// absolute value of a sum per group), [Lists] (a cost computed from the list of
// members) and [Homes] (members who belong in certain groups).
//
// # Strategy
//
// Work is measured in steps; a step is one swap of two members weighed. The search
// stops when its steps are used up or every tier costs no more than its bound.
//
//   - Bounds: [Problem.Bound] hands out the members of each value over the groups
//     at the least cost; terms whose values nest (country in region) are bounded
//     together. The greedy choice is exact, since sums of convex functions over
//     nested sets are M-natural-convex (Murota, Discrete Convex Analysis, 2003).
//   - Seating: members who must be in one group start in one group, the largest
//     sets first.
//   - Up to 150 members: an iterated local search (Lourenço, Martin and Stützle,
//     2003) swaps down to a local optimum, perturbs it, and restarts further away
//     after 400 failures.
//   - From 65 members on: simulated annealing first, one tier after the other,
//     with whole-number acceptance thresholds.
//   - Up to 64 members: an exact search closes gaps between cost and bound.
//   - Up to 64 members: of assignments that cost the same, one is preferred that
//     remains good after any one member leaves.
package partition

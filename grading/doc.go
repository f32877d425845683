// Package grading adds up marks exactly and decides who is certified: the
// weighted grade of a gradebook, who passed, and what the others lacked.
//
// A [Scheme] is plain data. [Compile] checks it once and returns a [Grader],
// which never changes and serves any number of goroutines. The grader turns
// [Marks] into a [Result], which explains itself:
//
//	g, err := grading.Compile(scheme)
//	r, err := g.Grade(marks)      // total, decision, parts, findings
//	n, err := g.Needed(marks, id) // the least mark that still certifies
//	open := g.Open(marks)         // what is still to come
//	m := g.Close(marks)           // the end of the course: that is missing
//
// # Vocabulary
//
//   - A component is what is marked (assignment, quiz, attendance, project); its
//     weight is its share of the total; its [Award] says how a mark becomes a
//     share of full marks.
//   - Four states of a mark are four different things. Missing: nothing was
//     handed in, it counts as zero. Zero: a mark like any other. Excused
//     (exempt): it does not count. Pending (open, ungraded): still to come; no
//     mark at all is pending.
//   - The [Total] is an exact number of percent points and counts what is
//     pending as zero.
//   - The [Decision] is certified (passed), not certified (failed) or pending.
//     It is pending only while what is open can still change it, or when
//     everything that counts is excused.
//
// # Awards
//
// Completion gives everything for having completed something. Attendance gives
// all or nothing (all_sessions) or the attended share (per_session); of the
// sessions not held yet any number can still be attended. With S sessions, of
// which e do not bind the person (excused), S-e-may_miss attended ones give full
// credit, but one at least; a person excused from all S is excused from the
// component. Points are points of a
// maximum, in steps if a step is stated. Levels are named points of a maximum.
// Items are a list, combined by sum (all earned of all possible) or mean (of
// the shares of the items).
//
// Items that may be dropped are all but those that never_drop names; the last
// of them stays, and where fewer may be dropped than asked for, the lowest go
// first.
// What is kept is the maximum, over what drop_lowest may remove, of the minimum
// over what drop_highest may then remove: so drop_lowest alone gives the
// highest share there is, and raising a mark never lowers the share. Excused
// items are left out before; if all are, the component is excused. Missing and
// pending ones may be dropped like others. Under mean, the items that never_drop
// names and as many as min_items asks for are open until they are listed or
// [Grader.Close] takes them as missing; a list of which the scheme says no
// number is complete as it is, and open while it is empty.
//
// # The total
//
// With f the share of full marks of a component and w its weight, the total is
//
//	100 · Σ f·w / Σ w
//
// where the upper sum runs over all that are not excused, and the lower over
// those of them that are no extra credit. So an excused component leaves the
// total as if the scheme never had it, and extra credit comes on top. Every
// number is a fraction of whole numbers; nothing is rounded, and nothing depends
// on the settings of package decimal.
//
// # The decision
//
// There are two totals: the worst case, in which all that is pending comes to
// nothing, and the best case, in which it comes to as much as there is. If the
// worst reaches the threshold, and with it every component its minimum, the
// person is certified, whatever is open; if the best does not, they are not;
// else the decision is pending. Both cases can come true, so nothing is decided
// late or too early. A minimum does not bind who is excused from its component.
//
// The findings of a result are the rules that made the decision, each with what
// it needed and what it saw: certificate, minimum (one for each component that
// has one) and, alone, nothing-to-grade. The decision is their conjunction.
//
// # Codes of violations
//
// Besides those of package document:
//
//	weights-total      percent weights, extra credit aside, are not 100 together;
//	                   or relative ones all 0
//	duplicate-id       two components, levels, items or protected items of one name
//	min-items          min_items with combine sum: an unlisted item has no size
//	not-discrete       outcomes of an award without steps
//	too-many           more components, items or outcomes than the limits allow
//	unknown-component  a mark for a component the scheme does not have
//	unknown-level      a level the component does not have
//	mark-kind          a mark of another kind than the component's award
//	above-maximum      more points than there are
//	off-step           points that are no whole multiple of the step
//	length             a column that is not as long as there are people
//	other-person       a regrade of somebody else's entry
//
// one-of is also: not exactly one of above and at_least, and not exactly one
// group of fields in a mark; range is also: attended or held sessions that
// cannot be, and numbers below 0.
//
// # Limits
//
// 100 components ([MaxComponents]), 100 levels, 1000 sessions, 1000 items a mark
// ([MaxItems]), 1000 drops on either side; a decimal is bounded as package
// document bounds it, a step has at most 32 characters. [Grader.Outcomes],
// [Grader.Prove] and [Grader.Combinations] enumerate up to [MaxOutcomes].
//
// # What is not checked
//
// Whether a mark is deserved, handed in on time or entered by somebody who may;
// who may override; letters and grade points: a caller maps the total. Nobody
// earns more than the maximum of an item or component: bonus points are a
// component of extra credit.
package grading

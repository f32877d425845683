// Package grading adds up marks exactly and decides who is certified. It
// computes the weighted grade of a gradebook, and says who passed with which
// outcome and what the others lacked.
//
// A [Scheme] is plain data. [Compile] checks it once and returns a [Grader],
// which never changes and is safe for concurrent use. The grader turns [Marks]
// into a [Result], which explains itself:
//
//	g, err := grading.Compile(scheme)
//	r, err := g.Grade(marks)      // total, decision, outcome, parts, findings
//	n, err := g.Needed(marks, id) // the least mark that still certifies
//	t, err := g.SoFar(marks)      // the total without what is open
//	open := g.Open(marks)         // what is still to come
//	m := g.Close(marks)           // the marks at the end: what is open is missing
//
// # Vocabulary
//
//   - A component is a thing that is marked (an assignment, a quiz, attendance,
//     a project). Its weight is its share of the total; its [Award] says how a
//     mark becomes a share of full marks. A group is a component made of
//     components. [Marks] has the marks, by id, of the components that are not
//     groups.
//   - A mark has one of four states. Missing: nothing was handed in, and the
//     mark counts as zero. Marked: a mark of zero is a mark like any other.
//     Excused (exempt): the mark does not count. Pending (open, ungraded): the
//     mark is still to come; a component without a mark is pending too. A
//     pending mark may state that something was handed in.
//   - The total is an exact number of percent points, in which pending marks
//     count as zero. In the best total, each counts as the highest mark still possible.
//   - The [Decision] is certified (passed), not certified (failed) or pending.
//     It is pending only while open marks can still change it, or when
//     everything that counts is excused. An outcome says what was reached: a
//     distinction, a pass, a letter.
//
// # Awards
//
// Completion gives full marks for completing something. Attendance gives all or
// nothing (all_sessions) or the attended share (per_session). Any number of the
// sessions not held yet can still be attended. With S sessions, e of which do
// not bind the person (excused), full credit takes S-e-may_miss attended
// sessions, but at least one. A person excused from all S sessions is excused
// from the component. Points are points out of a maximum, in steps if a step is
// stated; only up_to allows more than the maximum. A level is a name for points
// out of a maximum. Items are a list, combined by sum (all points earned out of
// all possible points) or by mean (the mean of the items' shares). A group is
// the weighted mean of components that the scheme names and weighs.
//
// All items may be dropped, except those that never_drop names. Excused items are left
// out first; if all items are excused, the component is excused too. Missing and pending
// items may be dropped like others. If items are combined by "mean", a scheme may expect
// items that a list does not show yet: those that never_drop names, and more until the
// list has min_items items. Such items are open until they are listed or [Grader.Close]
// makes them missing. If the scheme expects no items, an empty list is open, and any
// other list is complete as it is.
//
// # Groups
//
// The weights of a group are divided by their sum, without extra credit. The
// scheme is the root group; its weights are percent unless the scheme says
// relative.
// With f the share of full marks of a component and w its weight, the share of
// a group is
//
//	Σ f·w / Σ w
//
// The upper sum runs over all components that count, and the lower sum over
// the same components without extra credit. The total is 100 times the share of
// the root group.
//
// A group may list further weightings. The weighting that counts is the one that gives
// the person the highest share. A component that a weighting does not name has no weight
// in it. Under the group's own weights, a component that the person is excused from does
// not count and the rest is scaled, as if the scheme did not have the component. Under a
// further weighting, an excused component counts as zero. So an excuse gives no person a
// choice that others do not have, and takes nothing away. A group is excused if every
// component that has a weight and is not extra credit is excused.
//
// The share of a group or a list that drops something is the maximum, over the choices
// that drop_lowest allows, of the minimum, over the choices that drop_highest then
// allows. So drop_lowest alone gives the highest possible share, and raising a mark never
// lowers the share. In a group, a component may be dropped if it has a weight under the
// weighting, is not extra credit and is not protected by never_drop. Of the components or
// items that may be dropped, at least one is kept. If this leaves too few for both drops,
// drop_lowest comes before drop_highest.
//
// Every number is a fraction of whole numbers; nothing is rounded, and nothing
// depends on the settings of package decimal. A cap is the highest possible
// total; [Result.AboveCap] is what it cuts off.
//
// # The decision
//
// There are two totals. In the worst case everything pending counts as zero; in the best
// case it counts as the highest mark that is still possible. A higher mark never lowers a
// share. So all worst cases occur together, and so do all best cases.
//
// An outcome ([OutcomeRule]) is a threshold on the total and any number of
// needs on components. A need looks at the component's own share, even if the
// component was dropped or has no weight; it does not bind a person who is
// excused from the component. An outcome is reached if it holds in the worst
// case, and out of reach if it does not hold in the best case. [Result.Outcome]
// is the first outcome that is reached, [Result.Possible] the first that can be
// reached. The person is certified if an outcome that certifies is reached, and
// not certified if no such outcome can be reached; otherwise the decision is
// pending. So no decision comes late or too early. [Certificate] and
// [Component.Minimum] are the short form of a single outcome.
//
// The findings of a result are the rules that made the decision, each with what
// it needed and what it found. In the short form, there is one finding with code
// certificate, and one with code minimum for each component that has a minimum;
// the decision is their conjunction.
// If there is nothing to grade, nothing-to-grade is the only finding. With
// outcomes there is one finding for each outcome. Its code is certificate if
// the outcome certifies, otherwise outcome, and its parts have the codes total
// and need. The decision is the disjunction of the findings of outcomes that
// certify.
//
// # Sentences
//
// A [Shown] has each sentence in English and also in pieces ([Said]), so that
// it can be translated. A space stands between two pieces, except before a comma, a
// semicolon or a colon, and the sentence ends with a full stop. These are the codes of the
// pieces and their English, with the values in braces:
//
//	overridden_certified                Certified by a decision of the organisers; by the marks:
//	overridden_not_certified            Not certified by a decision of the organisers; by the marks:
//	certified                           Certified
//	not_certified                       Not certified
//	pending                             Still open
//	nothing_to_grade                    Nothing to grade: everything that counts is excused
//	outcome                             , {outcome}
//	total                               : the total is {total}
//	total_so_far                        : the total is {total} so far
//	capped                              (capped; the parts add up to {sum})
//	best                                , at best {best}
//	possible                            ({outcome})
//	required_above                      ; more than {limit} is required
//	required_at_least                   ; at least {limit} is required
//	for_outcome                         for {outcome}
//	needs_above                         , and more than {limit}% in {component}
//	needs_at_least                      , and at least {limit}% in {component}
//	needs_mark                          (not marked yet)
//	needs_mark_of_handed_in             (handed in, not marked yet)
//	has                                 (it has {percent}%)
//	has_so_far                          (it has {percent}% so far)
//	own_weights                         ; its own weights count, no other way to weigh gives more than {next}%
//	weighting                           ; weighting {weighting} counts, no other way to weigh gives more than {next}%
//	component                           {component}:
//	still_open                          still open
//	handed_in_not_marked_yet            handed in, not marked yet
//	handed_in_never_marked              handed in, never marked
//	nothing_handed_in                   nothing handed in
//	excused                             excused
//	excused_from_every_session          excused from every session
//	every_item_excused                  every item excused
//	completed                           completed
//	not_completed                       not completed
//	sessions                            {attended} of {held} sessions
//	sessions_excused                    , {excused} excused
//	points                              {earned} of {possible} points
//	level                               {level}
//	sum                                 {earned} of {possible} points in
//	mean                                mean {percent}% over
//	percent                             {percent}% over
//	items_count                         the {counted} items that count
//	one_of_items_counts                 the 1 item that counts
//	components_count                    the {counted} components that count
//	one_of_components_counts            the 1 component that counts
//	of_them_dropped                     ({dropped} dropped)
//	some_open                           , {number} still open
//	some_handed_in                      , {number} handed in, not marked yet
//	some_never_marked                   , {number} handed in, never marked
//	have                                {have}
//	not_counted                         , not counted
//	dropped                             , dropped
//	counts_nothing                      ; it counts nothing in the total
//	equals                              = {points} of {full} % of the total
//	adds                                ; {points} of {full} % of the total
//	full_needs_completion               ; full marks need completion
//	full_needs_all_sessions             ; full marks need all {sessions} sessions
//	full_needs_sessions                 ; full marks need {sessions} sessions
//	full_needs_every_item_in_full       ; full marks need every item in full
//	full_needs_every_component_in_full  ; full marks need every component in full
//	full_needs_counted_items            ; full marks need every item that counts in full
//	full_needs_counted_components       ; full marks need every component that counts in full
//	full_needs                          ; full marks need {need}
//
// # Codes of violations
//
// In addition to the codes of package document:
//
//	weights-total      percent weights without extra credit do not add up to 100;
//	                   or all weights of a group or all relative weights are 0
//	duplicate-id       two components, levels, items, protected items, outcomes or
//	                   needs have the same name
//	order              an outcome that certifies comes after one that does not
//	min-items          min_items in a list that is combined by "sum": an unlisted item
//	                   has no size
//	not-discrete       all outcomes are asked for, but an award has no steps
//	too-many           more components, weightings, items or outcomes than the
//	                   limits allow
//	depth              groups nested too deep
//	unknown-component  a mark, weight, need or note for a component that the scheme
//	                   does not have
//	unknown-level      a level the component does not have
//	mark-kind          a mark that the component's award does not take, or a mark
//	                   of a group
//	above-maximum      more points than are possible
//	off-step           points that are not a whole multiple of the step
//	length             a column that does not have one element for each person
//	not-compiled       a grader that Compile did not make; its methods without an
//	                   error result return nothing
//	other-reading      a reading of another component or grader
//	other-person       a regrade of the entry of another person
//	points-total       a stored result whose points do not add up to its total
//	decision           a stored result that certifies below its threshold
//
// The code one-of is also used if not exactly one of above and at_least is set,
// if not exactly one group of fields of a mark is set, and for a certificate or
// a minimum together with outcomes. The code range is also used for impossible
// numbers of attended or held sessions, and for numbers below 0.
//
// # Limits
//
// A scheme has at most 100 components (components in groups and the groups themselves
// included), groups nested 8 deep, 20 further weightings a group and 20 outcomes. A
// component has at most 100 levels, 1000 sessions and 1000 items a mark, and drops at
// most 1000 items at each end. Decimals of a scheme have the bounds of package exact; a
// decimal in a mark has at most 36 characters, a step at most 32. So 64 KB of marks in
// JSON are graded in well under a tenth of a second, even if the sizes of the items are
// unrelated. In a scheme with n lists that are combined by "mean", the denominator of
// each mean has at most 120,000/n bits. The name of a person who decided or changed
// something has at most 200 characters, the reason at most 2000.
//
// [Grader.Outcomes] enumerates up to 1,048,576 (2^20) combinations of marks.
// [Grader.Prove] and [Grader.Combinations] go through all combinations in one
// call and have a budget: they look at 2^22 weights in flat schemes that have
// the fast path of [Grader.GradeColumns], and at 2^18 weights in other schemes.
// So they accept at most 1,048,576 outcomes of a flat scheme with 4 components,
// and 13,107 of a tree with 20 weights. They return at most 10,000 answers.
// [Grader.Vectors] makes fewer than 5,000 vectors.
//
// # What is not checked
//
// The package does not check whether a mark is deserved, whether work was
// handed in on time, who may enter a mark and who may override a decision. It
// has no curves against other people's marks. It does not count the latest of
// several attempts or the most frequent mark, because a better mark can lower
// these. No mark is above the maximum of its item or component unless the
// scheme allows it.
package grading

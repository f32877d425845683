// Package grading adds up marks exactly and decides who is certified: the
// weighted grade of a gradebook, who passed and with what, and what the others
// lacked.
//
// A [Scheme] is plain data. [Compile] checks it once and returns a [Grader],
// which never changes and serves any number of goroutines. The grader turns
// [Marks] into a [Result], which explains itself:
//
//	g, err := grading.Compile(scheme)
//	r, err := g.Grade(marks)      // total, decision, outcome, parts, findings
//	n, err := g.Needed(marks, id) // the least mark that still certifies
//	t, err := g.SoFar(marks)      // the total of what is marked
//	open := g.Open(marks)         // what is still to come
//	m := g.Close(marks)           // the end of the course: that is missing
//
// # Vocabulary
//
//   - A component is what is marked (assignment, quiz, attendance, project); its
//     weight is its share of the total; its [Award] says how a mark becomes a
//     share of full marks. A group is a component made of components; marks are
//     those of the components that are no groups, by id.
//   - Four states of a mark are four different things. Missing: nothing was
//     handed in, it counts as zero. Zero: a mark like any other. Excused
//     (exempt): it does not count. Pending (open, ungraded): still to come; no
//     mark at all is pending. A pending mark may say that something was handed
//     in.
//   - The total is an exact number of percent points and counts what is pending
//     as zero; the best counts it in full.
//   - The [Decision] is certified (passed), not certified (failed) or pending.
//     It is pending only while what is open can still change it, or when
//     everything that counts is excused. An outcome says what was reached: a
//     distinction, a pass, a letter.
//
// # Awards
//
// Completion gives everything for having completed something. Attendance gives
// all or nothing (all_sessions) or the attended share (per_session); of the
// sessions not held yet any number can still be attended. With S sessions, of
// which e do not bind the person (excused), S-e-may_miss attended ones give full
// credit, but one at least; a person excused from all S is excused from the
// component. Points are points of a maximum, in steps if a step is stated, and
// above the maximum only if up_to says so. Levels are named points of a maximum.
// Items are a list, combined by sum (all earned of all possible) or mean (of the
// shares of the items); a group does the same for components that the scheme
// knows by name and size.
//
// Items that may be dropped are all but those that never_drop names. Excused
// items are left out before; if all are, the component is excused. Missing and
// pending ones may be dropped like others. Under mean, the items that never_drop
// names and as many as min_items asks for are open until they are listed or
// [Grader.Close] takes them as missing; a list of which the scheme says no
// number is complete as it is, and open while it is empty.
//
// # Groups
//
// The weights of a group are shares of their sum without extra credit; the scheme
// is the root group, whose weights are percent unless it says relative. With f
// the share of full marks of a component and w its weight, the share of a group
// is
//
//	Σ f·w / Σ w
//
// where the upper sum runs over all that count, and the lower over those of them
// that are no extra credit; the total is 100 times the share of the root.
//
// A group may list further weightings; the one that gives the person most counts.
// A component that a weighting does not name weighs nothing in it. Under the
// group's own weights, what a person is excused from does not count and the rest
// is scaled, as if the scheme never had it; under a further weighting it counts
// as nothing. So an excuse gives no person a choice that others do not have, and
// takes nothing away. A group is excused when everything that weighs anything in it is.
//
// What a group or a list keeps is the maximum, over what drop_lowest may remove,
// of the minimum over what drop_highest may then remove: so drop_lowest alone
// gives the highest share there is, and raising a mark never lowers the share. In
// a group, components that weigh something under the weighting and are neither
// never_drop nor extra credit may go. The last that may go stays; where fewer may
// go than asked for, the lowest go first.
//
// Every number is a fraction of whole numbers; nothing is rounded, and nothing
// depends on the settings of package decimal. A cap is the most a total can be;
// what it takes is [Result.AboveCap].
//
// # The decision
//
// There are two totals: the worst case, in which all that is pending comes to
// nothing, and the best case, in which it comes to as much as there is. Every
// share grows with every mark, so that the worst case of everything comes true
// together, and so does the best.
//
// An outcome ([OutcomeRule]) is a threshold on the total and any number of needs
// on components, on the component's own share, whether or not it was dropped or
// weighs anything. It is reached if it holds in the worst case, out of reach if
// it does not in the best. [Result.Outcome] is the first that is reached,
// [Result.Possible] the first that can be. The person is certified if an outcome
// that certifies is reached, not certified if none can be; else the decision is
// pending. So nothing is decided late or too early. A need does not bind who is
// excused from its component. [Certificate] and [Component.Minimum] are the short
// form of a single outcome.
//
// The findings of a result are the rules that made the decision, each with what
// it needed and what it saw: certificate, minimum (one for each component that
// has one) and, alone, nothing-to-grade; their conjunction is the decision. With
// outcomes there is one for each, certificate or outcome, whose parts are total
// and need; the decision is the disjunction of those that certify.
//
// # Sentences
//
// A sentence of a [Shown] stands beside the pieces it is made of ([Said]), so that
// it can be said in another language. The codes, and what they are in English
// with the values in braces:
//
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
//	full_needs                          ; full marks need {need}
//
// # Codes of violations
//
// Besides those of package document:
//
//	weights-total      percent weights without extra credit are not 100 together;
//	                   or those of a group or relative ones are all 0
//	duplicate-id       two components, levels, items, protected items, outcomes or
//	                   needs of one name
//	order              an outcome that certifies after one that does not
//	min-items          min_items with combine sum: an unlisted item has no size
//	not-discrete       outcomes of an award without steps
//	too-many           more components, weightings, items or outcomes than the
//	                   limits allow
//	depth              groups nested too deep
//	unknown-component  a mark, weight, need or note for a component there is not
//	unknown-level      a level the component does not have
//	mark-kind          a mark of another kind than the component's award, or of a
//	                   group
//	above-maximum      more points than there can be
//	off-step           points that are no whole multiple of the step
//	length             a column that is not as long as there are people
//	not-compiled       a grader that Compile did not make; methods that return no
//	                   error then return nothing
//	other-reading      a reading of another component or grader
//	other-person       a regrade of the entry of another person
//	points-total       a stored result whose points do not add up to its total
//	decision           a stored result that certifies below its threshold
//
// one-of is also: not exactly one of above and at_least, not exactly one group of
// fields in a mark, and a certificate or minimum beside outcomes; range is also:
// attended or held sessions that cannot be, and numbers below 0.
//
// # Limits
//
// 100 components, those in groups and the groups themselves included, groups 8
// deep, 20 further weightings a group, 20 outcomes, 100 levels, 1000 sessions,
// 1000 items a mark, 1000 drops on either side. A decimal of a scheme is bounded
// as package exact bounds it, one in a mark has at most 36 characters, a step 32.
// So the marks of 64 KB of JSON are graded in well under a tenth of a second,
// however unrelated their sizes. The name of a person who decided or changed
// something has at most 200 characters, the reason 2000.
//
// [Grader.Outcomes] enumerates up to 1,048,576 (2^20) combinations of marks.
// [Grader.Prove] and [Grader.Combinations] go through all of them in one call and
// have a budget: 2^22 weights looked at in flat schemes that have the fast path
// of [Grader.GradeColumns], 2^18 in others. So a flat scheme of 4 components has
// at most 1,048,576 outcomes, and a tree of 20 weights 13,107. They return at
// most 10,000 answers. [Grader.Vectors] makes fewer than 5,000.
//
// # What is not checked
//
// Whether a mark is deserved, handed in on time or entered by a person who may;
// who may override; curves against other people's marks; the latest of several
// attempts or the most frequent mark, which a better mark can lower. No mark is
// above the maximum of its item or component unless the scheme says so.
package grading

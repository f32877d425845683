// Package course describes a whole course and conducts it. A [Definition] holds the rules
// of admission, schedule, attendance, grouping, grading and certification. A [Run] is one
// run of the course, from the first application to the certificates.
//
//	c, err := course.Load(document, time.LoadLocation) // or Compile a Go literal
//	run := c.Run()                                     // nothing has happened yet
//	recorded, err := run.Record(entries...)            // all of them or none
//	state := run.State()                               // the present state
//	person, ok := run.Person("A017")                   // everything about one person
//	run, err = c.Resume(journal)                       // later, in another process
//	findings := c.Audit(journal)                       // every decision made again
//	diff, err := run.WhatIf(other)                     // under another definition
//
// # Vocabulary
//
// A definition is plain data. A [Course] is the compiled, frozen engine; it is safe for
// concurrent use. The events of a run are a list of entries, the journal. An [Entry] is
// one JSON object with exactly one kind:
//
//	opened          begins the journal; Record adds it
//	amended         the run continues under a changed definition, see Amendments
//	applied         an application, or a complete new version of it
//	reviewed        a review, or the withdrawal of one
//	ruled           a decision of the organisers about a seat
//	closed          fixes the list of applicants and the source of the seed
//	selected        the selection
//	answered        an answer to an offer, a departure or a return
//	seats           more or fewer seats
//	promotions_end  nobody is promoted after this instant
//	grouped         groups formed, reformed, or made by hand
//	planned         a session or deadline is moved to another time ahead
//	held            a sitting took place, with breaks and rows
//	cancelled       a sitting did not take place
//	excused         a session or component does not count for some people
//	marked          a mark, or a changed one
//	project         the mark of a group's project
//	overridden      a decision of the organisers that does not follow the marks
//	ended           the end: open components become missing
//	issued          a certificate was handed out
//	revoked         a certificate is void
//	erased          a person's parts of all entries are removed
//
// A course uses the rules that it has. Everything except grading is optional, and an
// entry of a kind that needs a missing rule is refused (code "needs"). A course without
// admission rules gives a seat to everybody who applies, also to a person who withdrew and
// applies again; a person who was removed must first be reinstated.
//
// # Who takes part
//
// People who hold a seat take part. A session that began before a person had a seat is
// excused for that person, unless the person attended it; with joined_later: "absent" in
// the attendance rule, the session counts as not attended. People who left keep their
// marks; the decision about them is "left". A project's mark is given to the members that
// the group has when the mark is entered. A mark that is entered for one member replaces
// the group's mark for that member, and a pending mark for the member restores the
// group's mark.
//
// # The law over time
//
// An entry is an addition if it states something that was still open. It states that a
// sitting was held or cancelled, or it gives the first mark of a component, the first
// project mark that reaches a person, or an excuse for something still open. A result
// states the lowest total (Total) and the highest total (Best) that are still possible.
// An addition keeps the final total between Total and Best, so a decision other than
// pending does not change. The end turns each pending decision into another decision and
// changes no other decision. If any other entry changes a result, it changes something
// that was already stated. [Recorded] lists what an entry changed for whom; an amendment
// has no such list. See package grading for excuses combined with extra credit or drops.
//
// A person who is excused from a session, or who joined after it began, may still attend
// it, and a session may begin later than planned. So an excuse counts only when no
// sitting of the session is still to come. Until then the session is open in the total.
//
// # Amendments
//
// To change the definition of a run, resume its journal under the new definition, with an
// "amended" entry (an amendment) after the recorded entries. The journal does not contain
// the definition, so the run does not know the earlier definition.
//
// An amendment does not change what was recorded: who got a seat and in which order, the
// number of seats since the selection, the groups, the times at which sittings were held,
// the results at the end, and the certificates. Everything else follows the new
// definition from the first entry on, even for old marks and rows: attendance, the
// results before the end, the results that an entry after the end changes, and whether a
// person was ever certified. A decision of the earlier definition is kept only where a
// certificate was issued for it or the end recorded it.
//
// No changes are recorded with an amendment. [Run.History] has no step for it; the steps
// of the earlier entries are those under the new definition. To tell people what an
// amendment changed for them, compare the states of the run before and after it.
//
// Resume refuses an amendment if an entry is impossible under the new definition, and
// reports the first such entry. The following entries are impossible: marks of a
// component that is gone or computed from attendance, and marks that their component does
// not take, such as points above a lower maximum; excuses and sittings of a component or
// session that is gone; any entry of a kind that needs missing rules; and a selection by
// other priorities than those of the policy, or by shares that it lacks. Adding
// components, sessions, shares, requirements and rules for groups is possible.
//
// # The journal
//
// An entry's digest is the SHA-256, in hexadecimal, of the digest before it, a line
// break, and the entry's JSON text by RFC 8785 without the fields digest, salt, salts and
// removed. In that text each part about a person is replaced by the SHA-256, in
// hexadecimal, of the part's salt, a line break and the part's own text. The parts are
// the contents of the fields applied, reviewed, ruled, answered, marked, overridden,
// issued and revoked; each id in the fields excused and groups; each pair in the field
// swaps; each row of the field held; and each element about a person in the field
// decided. A part's salt is the SHA-256 of the entry's salt, a line break and the part's
// path, such as held.rows.3. If the entry has no salt, the part's salt is empty. So an
// "erased" entry can remove parts of other entries, and the chain still holds: the field
// removed of an entry keeps the digests of its removed parts, and the field salts keeps
// the salts of its other parts. After an erasure, write every stored entry again from
// [Run.Journal]. An erasure takes time in proportion to the journal. Erasures that follow
// each other in one call of [Run.Record] take little longer than one, except those of
// people whose seats can go to others. The fields by and key are not parts: they must not
// hold anything about a participant.
//
// [Course.Resume] reads the recorded decisions in the field decided; [Course.Audit] makes
// these decisions again, except the groups, which it only checks. The last digest
// identifies the whole run.
//
// # Codes of a definition
//
// Besides the codes of package document and of the four packages, whose paths
// begin with admission, schedule, attendance, grouping and grading:
//
//	version              not 1
//	unknown-session      outline or project names a session that the schedule lacks
//	unknown-component    the project names a component that the scheme lacks
//	project-component    the project's component awards no levels
//	attendance-sessions  the scheme awards a number of sessions other than scheduled
//	attendance-rule      attendance is awarded from a schedule without a rule
//	                     that says what counts as attended
//	outline-session      a session is listed twice in the outline
//	min-above-max        a stated range whose minimum is above its maximum
//	needs                a part without another part that it needs: attendance and
//	                     outline need a schedule, a project needs a schedule and a
//	                     grouping
//
// # Codes of entries
//
//	one-of                 no kind, two kinds, or two contents of one kind
//	recorded               the field decided, digest, removed or salts in a new entry
//	text                   a text with characters that are not allowed, even in the
//	                       field decided
//	time-order             an instant before that of the previous entry
//	other-content          the key of an earlier entry that has other content
//	other-course           the digest of another definition
//	version                an unknown format of the journal
//	broken-chain           not the entry that was recorded
//	decided                recorded decisions that cannot have happened
//	needs                  a kind for which the course has no rules
//	order                  too early or too late, such as groups before the selection
//	ended                  an entry that is not allowed after the end
//	unknown-applicant      nobody with this id applied
//	no-seat                the person never held a seat
//	unknown-session, unknown-component, unknown-group, unknown-certificate
//	computed-mark          a mark for a component that is computed from attendance
//	excused                a mark for a component from which the person is excused
//	has-mark               an excuse over a mark other than missing
//	no-excuse, no-override nothing to lift
//	too-early              held before its end
//	not-ahead              planned for a time that is past
//	session-open           the end, while a session is neither held nor cancelled
//	unmarked               the end, while work handed in has no mark
//	not-certified          a certificate for a person who is not certified
//	has-certificate, duplicate-certificate, revoked
//
// Codes of admission, marks, rows and groups are those of their packages. [Run.Record]
// returns the violations of the shape of all entries, and of the meaning of the first
// entry that is refused.
//
// # Lint
//
// [Course.Lint] compares a course with itself and with what its page states in
// prose. A finding is not a violation: the course can run.
//
//	stated-minutes ...   the timetable differs from the claims of the page; the
//	                     codes are those of schedule.Timetable.Lint
//	stated-capacity      the number of seats differs from the claim of the page
//	stated-group-sizes   the sizes of groups differ from the claim of the page
//	no-times             a rule over common hours in a course without meeting hours
//	no-list              a rule over a list that no member of a course has
//	below-one-percent    an attendance rule below 1 percent, as 0.75 in place of 75
//	full-house           a full course cannot be split into groups of the stated sizes
//	late-deadline        work is due after the session for which it is needed has
//	                     begun, or the project is due after its presentation
//	deadline-after-end   a deadline after the last session
//	dead-level ...       a level with which nobody can be certified; the codes are
//	                     those of grading.Grader.Lint
//
// # Zero values and limits
//
// Methods of a zero or nil Course or Run return a violation with the code "order", or an
// empty result if they return no error. The entries of a journal are bounded as documents
// are: the JSON of one recorded entry has at most 64 MiB ([document.MaxBytes]), and one
// list in it at most 200,000 elements, such as the rows of one sitting or the people who
// wait. A Go literal may have up to 1,000,000 rows, as those of strangers are not recorded.
// All lists of an entry, its decision included, have at most 4,194,304 elements. [Run.Record]
// refuses an entry that would be beyond these limits with its decision and with the salts
// that an erasure keeps, so whatever it accepts can be read back. A selection takes about
// 400 bytes for each applicant.
//
// The time to record an entry depends on the number of people whom it touches, and hardly
// on the number of people in the run: a mark, an answer or a certificate touches one
// person, and a session that is held touches all. Resume, Clone and an erasure take time
// in proportion to the whole journal, and a State to the number of all people.
//
// An application, a row and a mark are checked once, when they are recorded. A result
// follows from all marks of a person, so it is computed again whenever an entry touches
// the person: in the reference course about five times for each person.
//
// # Not checked
//
// The caller must attest that documents are genuine and that a quiz was done by its
// deadline (see [schedule.Timetable.InTime]). Ids are the organiser's pseudonyms; nothing
// here keeps names or addresses out of texts.
package course

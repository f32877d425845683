// Package course is the whole course: a [Definition] with the rules of
// admission, schedule, attendance, grouping, grading and certification, and a
// [Run], which is a course as it is lived, from the first application to the
// certificates.
//
//	c, err := course.Load(document, time.LoadLocation) // or Compile a Go literal
//	run := c.Run()                                     // nothing has happened yet
//	recorded, err := run.Record(entries...)            // all of them or none
//	state := run.State()                               // what holds now
//	person, ok := run.Person("A017")                   // all about one person
//	run, err = c.Resume(journal)                       // later, in another process
//	findings := c.Audit(journal)                       // every decision made again
//	diff, err := run.WhatIf(other)                     // under another definition
//
// # Vocabulary
//
// A definition is plain data. A [Course] is the compiled, frozen engine; it serves
// any number of goroutines. What happens is a list of entries, the journal. An
// [Entry] is one JSON object with exactly one kind:
//
//	opened          begins the journal; Record adds it
//	amended         from here on the run goes by a changed definition
//	applied         an application, or the whole of it again
//	reviewed        a review, or one that is taken back
//	ruled           a decision of the organisers about a seat
//	closed          fixes the list and where the seed will come from
//	selected        the selection
//	answered        an answer to an offer, leaving, coming back
//	seats           more or fewer seats
//	promotions_end  nobody is promoted after an instant
//	grouped         groups formed, reformed, or made by hand
//	planned         a session or deadline at another time ahead
//	held            a sitting took place, with breaks and rows
//	cancelled       a sitting did not take place
//	excused         a session or component does not count for some people
//	marked          a mark, or a changed one
//	project         the mark of a group's project
//	overridden      a decision beside the marks
//	ended           the end: what is open becomes missing
//	issued          a certificate was handed out
//	revoked         a certificate is void
//	erased          a person's parts of all entries are removed
//
// A course uses the rules it has: everything but grading is optional, and the
// kinds that need a rule the course does not have are refused (code needs). A
// course without admission rules gives a seat to everybody who applies.
//
// # Who takes part
//
// Those who hold a seat take part. A session that began before a person had a
// seat is excused for that person unless attended; joined_later: "absent" in the
// attendance rule lets it count. People who left keep their marks; the decision
// about them is left. A project's mark goes to the members that the group has
// when it is entered. A member's own mark comes before the group's, and an own
// pending mark gives the group's back.
//
// # The law over time
//
// An entry adds when it answers what was open: the first held or cancelled of a
// sitting, the first mark of a component, the first project mark that reaches a
// person, an excuse for something still open. Adding keeps the final total
// between a result's total and its best, so a decision other than pending does
// not change. The end turns pending into a decision and nothing else. Every other
// entry changes something that was stated, and [Recorded] says what for whom. See
// package grading for excuses that meet extra credit or drops.
//
// A person who is excused from a session, or joined after it began, may still be
// there, or the session may begin later than planned. So an excuse counts once no
// sitting of the session is to come: until then the session is open in the total.
//
// # The journal
//
// An entry's digest is SHA-256, in hexadecimal, of the digest before it, a line
// break, and the entry's JSON text by RFC 8785 without its digest, salt, salts
// and removed. In that text each part about a person is replaced by the SHA-256,
// in hexadecimal, of the part's salt, a line break and the part's own text. The
// parts are the contents of applied, reviewed, ruled, answered, marked,
// overridden, issued and revoked; each id in excused, in swaps and in groups;
// each row of held; and each element about a person in decided. A part's salt is
// the SHA-256 of the entry's salt, a line break and the part's path, such as
// held.rows.3, and empty without a salt. So erased can remove parts, keep their
// digests in removed and the salts of the others in salts, and the chain holds.
// After an erasure every stored entry is to be written again from [Run.Journal].
// By and key are not parts: nothing about a participant belongs in them.
//
// [Course.Resume] takes what is recorded in decided as what happened;
// [Course.Audit] makes it again. The last digest stands for the whole run.
//
// # Codes of a definition
//
// Besides the codes of package document and of the four packages, whose paths
// begin with admission, schedule, attendance, grouping and grading:
//
//	version              not 1
//	unknown-session      outline or project names no session of the schedule
//	unknown-component    the project names no component of the scheme
//	project-component    the project's component awards no levels
//	attendance-sessions  the scheme awards other sessions than are scheduled
//	attendance-rule      attendance is awarded from a schedule without a rule
//	                     that says what counts as attended
//	outline-session      a session is listed twice in the outline
//	min-above-max        a stated range whose ends are exchanged
//	needs                a part without the part it builds on: attendance and
//	                     outline without schedule, project without schedule or
//	                     grouping
//
// # Codes of entries
//
//	one-of                 no kind, two kinds, or two contents of one kind
//	recorded               decided, digest, removed or salts in a new entry
//	text                   a text that would not show as it is, in decided too
//	time-order             an instant before that of the entry before
//	other-content          the key of an entry that said something else
//	other-course           the digest of another definition
//	version                a format of the journal that is not known
//	broken-chain           not the entry that was recorded
//	decided                recorded decisions that cannot have happened
//	needs                  a kind that the course has no rules for
//	order                  before or after what it needs
//	ended                  after the end
//	unknown-applicant      nobody with this id applied
//	no-seat                the person takes no part
//	unknown-session, unknown-component, unknown-group, unknown-certificate
//	computed-mark          a mark for what attendance decides
//	excused                a mark for a component the person is excused from
//	has-mark               an excuse over a mark other than missing
//	no-excuse, no-override nothing to lift
//	too-early              held before its end
//	not-ahead              planned for a time that is past
//	session-open           the end, while a session is neither held nor cancelled
//	unmarked               the end, while work handed in has no mark
//	not-certified          a certificate for another decision
//	has-certificate, duplicate-certificate, revoked
//
// Codes of admission, marks, rows and groups are those of their packages.
// Violations of [Run.Record] are of the shape of all entries, and of the meaning
// of the first one that is refused.
//
// # Lint
//
// [Course.Lint] compares a course with itself and with what its page states in
// prose. A finding is not a violation: the course can run.
//
//	stated-minutes ...   the timetable differs from what the page says of it; the
//	                     codes are those of schedule.Timetable.Lint
//	stated-capacity      so does the number of seats
//	stated-group-sizes   so do the sizes of groups
//	no-times             a rule over common hours in a course without meeting hours
//	full-house           a full course does not split into groups of the sizes
//	late-deadline        work is due after the session it is for has begun, or
//	                     the project after it is presented
//	deadline-after-end   a deadline after the last session
//	dead-level ...       a level with which nobody can be certified; the codes are
//	                     those of grading.Grader.Lint
//
// # Zero values and limits
//
// A zero or nil Course or Run answers with a violation of code order, or with
// nothing where it returns no error. A journal's entries are bounded as documents
// are ([document.MaxBytes] an entry). Recording an entry takes time by the people
// it touches, not by how many there are; a State by all people.
//
// An application, a row and a mark are checked once, when they are recorded. A
// result follows from all marks of a person, so these are read again whenever an
// entry touches the person: in the reference course about five times each.
//
// # Not checked
//
// That documents are what they say, and that a quiz was done by its deadline (see
// [schedule.Timetable.InTime]), is for the caller to attest. Ids are the organiser's pseudonyms; nothing here
// keeps a name or an address out of a text.
package course

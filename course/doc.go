// Package course is the whole course: one [Definition] that holds the rules of
// admission, schedule, attendance, grouping, grading and certification together
// with what the course page says, and one [Cohort] that carries a run of it
// from applications to certificates.
//
//	var d course.Definition        // a Go literal, or course.Parse(json)
//	c, err := course.Compile(d, time.LoadLocation)
//	cohort := c.Cohort("a seed published beforehand")
//	cohort, err = cohort.Select(applicants)      // who is eligible, ranked, waitlisted
//	cohort, err = cohort.Form()                  // assign people to balanced groups
//	cohort, err = cohort.Attend(rows)            // join and leave rows to attendance
//	cohort, err = cohort.Grade(marks)            // exact weighted totals
//	cohort, err = cohort.Certify()               // closed marks: who passed
//
// # Vocabulary
//
// A definition is plain data and says what the rules are; a [Course] is the
// compiled, frozen engine; a [Cohort] is a value that each step returns anew,
// so that a step that fails leaves the earlier one as it was. A course uses the
// rooms it needs: everything but grading is optional.
//
// Instants, time zones and seeds come from the caller. Local times, calendars
// (ICS, UTC) and attendance are engines of package schedule, reachable through
// [Course.Schedule]; so are [Course.Admission], [Course.Grouping] and
// [Course.Grading].
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
//	outline-session      a session stands twice in the outline
//	needs                a part without the part it builds on: attendance and
//	                     outline without schedule, project without schedule or
//	                     grouping
//
// # Codes of the inputs of a run
//
//	unknown-applicant  a row or record of somebody who did not apply
//	duplicate-record   two records of one person
//	computed-mark      a mark for a component that is worked out from attendance
//	                   or from the group's project; excused is the one that may
//	                   be given
//	unknown-group      a project for a group that is not there
//	duplicate-project  two projects of one group
//	missing-project    groups without a project
//	order              a step before the one it needs
//	needs              rows, projects, rulings or a step for which the course has
//	                   no rules
//
// Rows and records of applicants who were not admitted are checked and
// otherwise ignored. An admitted person without rows was absent.
//
// # Lint
//
// [Course.Lint] holds a course against itself and against what its page states
// in prose. A finding is no violation: the course can run.
//
//	stated-minutes ...   the timetable differs from what the page says of it; the
//	                     codes are those of schedule.Timetable.Lint
//	stated-capacity      so does the number of seats
//	stated-group-sizes   so do the sizes of groups
//	no-times             a rule over common hours, for which applicants state no
//	                     times: form groups with package grouping then
//	full-house           a full course does not split into groups of the sizes
//	dead-level ...       a level with which nobody can be certified; the codes are
//	                     those of grading.Grader.Lint
//
// # Not checked
//
// That an instant lies before another that the page orders only in prose (the
// quiz before session 1), and that documents are what they say: that is for the
// caller to attest.
package course

// Command lms is a small learning platform around the library: pages rendered on
// the server, SQLite below them, and package course for every decision.
//
//	go run .                     the reference course and its intake, on http://localhost:8080
//	go run . -at 2024-11-10T09:00:00Z    with another clock
//	go run . -at now             with the machine's clock, and codes to sign in
//	go run . -db FILE -addr :80 -empty
//
// # What is true
//
// The journal is the only truth: one row for each entry, with the digest of the
// previous entry as a unique key, so that two processes on one file cannot fork a
// run. The pages show what [course.Run] returns after these entries. Besides the
// journal the file holds names (entries hold none), the messages of meetings from
// which held entries are made, and settings: the secret, and the clock of a
// demonstration.
//
// # A form is an entry
//
// The name of a form's field is the path of a value in an entry, such as
// marked.mark.points. So if the library refuses a value, the page shows the name of the
// field. Every form has a token against forged posts, and a key so that a form that is
// delivered twice is recorded once.
//
// # Who may do what
//
// A visitor reads about the course and applies. An applicant answers only for himself or
// herself, and sees nothing of other people except the ids of the members of his or her
// own group. The organisers do the rest. A meeting tool sends messages with a code of its
// own.
package main

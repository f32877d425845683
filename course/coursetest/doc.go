// Package coursetest is a conformance kit: test vectors by which another
// implementation of the rules of a course is checked, whatever language it is
// written in, and a runner for tests in Go.
//
//	func TestPlatform(t *testing.T) {
//		coursetest.Run(t, func() coursetest.Engine { return platform{} })
//	}
//
// # Vectors
//
// A [Vector] is one input and the answer that is right, or the input of something
// that must be refused. It has one cause: it names the rule that it is about, and
// the harm that a wrong answer does. The vectors are the JSON files of the folder
// vectors, one for each family, by the schema in vectors/schema.json; a program
// that is not written in Go reads them from there. Input and answers are the
// documents and values of the packages of this module, as JSON.
//
//	family      input                             answer
//	grading     scheme, marks                     total, decision, outcome
//	attendance  plan, rule, record                people: by id, what each session is
//	admission   policy, intake                    admitted, waitlist, incomplete, ineligible
//	schedule    plan, zone                        sessions: by id, start and end in UTC and
//	                                              local, the start in the zone
//	            plan, deadline, at                in_time
//	grouping    policy, members, seed             sizes, largest first; groups of ids
//	run         course, journal                   the state, as course.State
//
// An answer must have what the vector's want has: each member of an object, and
// every element of a list, in its order. What else it has is not looked at. Exact
// numbers are text and compared as numbers: "80" and "80.0" are one, and so are
// "2/3" and "4/6". Instants of RFC 3339 are compared as instants where want is in
// UTC. Ids come sorted, but for a waitlist, which is in the order of the calls, and
// for the lists of a state.
//
// # Engines
//
// An [Engine] answers. It returns errors.ErrUnsupported for a family or an input
// that it does not know, and such vectors are left out; any other error is a
// refusal. An engine that supports nothing has not passed.
//
// A lottery is part of the rules: SHA-256 as package admission states it. An
// engine with another one leaves out vectors whose id begins with
// admission-lottery, and admission-score-exact.
//
// # What the vectors do not reach
//
// They decide about the rules, not about one course: for vectors of a course's own
// definition see examples/cohort, vectors and judge. Orders that a policy leaves
// open, texts, digests and explanations are not compared.
//
// # Zero values and limits
//
// A nil Engine is an error. The kit holds fewer than 500 vectors of at most 16
// KiB each; the runner adds no time to that of the engine worth speaking of.
package coursetest

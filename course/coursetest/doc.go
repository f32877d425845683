// Package coursetest is a conformance kit. Its test vectors check implementations, in any
// language, of the rules of a course. Its runner is for tests in Go.
//
//	func TestPlatform(t *testing.T) {
//		coursetest.Run(t, func() coursetest.Engine { return platform{} })
//	}
//
// # Vectors
//
// A [Vector] is either an input with its right answer or an input that must be refused.
// Each vector has one purpose: it names the rule that it tests and the harm that a wrong
// answer does. The vectors are the JSON files of the folder vectors, one for each family;
// their schema is vectors/schema.json. Programs in other languages read them from there.
// Inputs and answers are the documents and values of this module's packages, as JSON.
//
//	family      input                             answer
//	grading     scheme, marks                     total, decision, outcome
//	attendance  plan, rule, record                people: by id, each session's status
//	admission   policy, intake                    admitted, waitlist, incomplete, ineligible
//	schedule    plan, zone                        sessions: by id, start and end in UTC and
//	                                              local, the start in the zone
//	            plan, deadline, at                in_time
//	grouping    policy, members, seed             sizes, largest first; groups of ids
//	run         course, journal                   the state, as course.State
//
// An answer must contain everything that the vector's want contains: each member of an
// object, and all elements of a list, in the same order. Other members are ignored. Exact
// numbers are text and are compared as numbers: "80" and "80.0" are equal, and so are
// "2/3" and "4/6". Instants of RFC 3339 are compared as instants if want is in UTC. Ids
// are sorted, except in a waitlist and in the seats of a state, which are in call order.
//
// # Engines
//
// An [Engine] answers the inputs. It returns errors.ErrUnsupported for a family or an
// input that it does not know, and such vectors are skipped. Any other error is a
// refusal. An engine that supports no vector does not pass.
//
// A lottery is part of the rules: it uses SHA-256 as package admission specifies. An
// engine with another lottery must skip the vector admission-score-exact and all vectors
// whose id begins with admission-lottery.
//
// # What the vectors do not reach
//
// The vectors test the rules, not one course. The program examples/cohort has two
// commands for one course: the command vectors makes vectors of its definition, and the
// command judge checks answers to these vectors. Texts, digests, explanations, and orders
// that a policy leaves open are not compared.
//
// # Zero values and limits
//
// A nil Engine is an error. The kit holds fewer than 500 vectors of at most 16 KiB each;
// the runner itself takes little time.
package coursetest

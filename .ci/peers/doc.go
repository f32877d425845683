// Package peers compares package admission with two general rule engines that are used
// for eligibility: CEL (cel-go) and OPA (Rego). It is a separate module, so that the
// library depends on neither:
//
//	cd .ci/peers && go test -run . -bench .
//
// All three decide the requirements of the reference course for the applicants of the
// example. The tests show where they differ: CEL and OPA take an absent fact for a "no".
// Under a negation, they therefore take it for a "yes".
package peers

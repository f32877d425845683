// Package peers measures package admission beside two general rule engines that
// others use for eligibility: CEL (cel-go) and OPA (Rego). It is a module of its
// own, so that the library depends on neither:
//
//	cd .ci/peers && go test -run . -bench .
//
// All of them decide the requirements of the reference course for the shared
// intake. The tests show where they differ: both take an absent fact for a no,
// and so for a yes under a negation.
package peers

// Command mutate measures how much of a package its tests hold in place. It
// plants one small mistake at a time - a boundary moved, a sign turned, a
// statement left out - and asks whether a test fails.
//
// All mistakes are compiled into one test binary, each behind a number, so that
// a run costs one build and then one run of the tests per mistake:
//
//	mutate [-timeout 20s] [-workers 1] [-only file.go] [-again report] [-skip regexp] [-full] [-v] ./package
//
// The tests run with -short: those that try a property many times may try it
// less often then. With -full, what they do not notice is tried without it too.
//
// It prints every mistake that no test noticed, with file, line and column, and
// a summary. Those in code that no test reaches are listed as not reached. The
// exit code is 1 if less than -min percent were noticed.
package main

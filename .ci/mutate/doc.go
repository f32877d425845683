// Command mutate measures how much of a package its tests hold in place. It
// plants one small mistake at a time - a boundary moved, a sign turned, a
// statement left out - and asks whether a test fails.
//
// All mistakes are compiled into one test binary, each behind a number, so that
// a run costs one build:
//
//	mutate [-timeout 5s] [-workers 1] [-only file.go] [-again report] [-after report] [-skip regexp] [-tests dir,dir] [-full] [-v] ./package
//
// Each test first runs alone, to learn what it takes and which mistakes it
// reaches. A mistake is then tried with the tests that reach it until one fails:
// first those that noticed the latest mistakes, then the quickest. With -tests, the tests of other packages are asked
// after the package's own.
//
// The tests run with -short: those that try a property many times may try it
// less often then. With -full, what they do not notice is tried without it too.
//
// It prints every mistake that no test noticed, with file, line and column, and
// a summary. Those in code that no test reaches are listed as not reached. The
// exit code is 1 if less than -min percent were noticed.
package main

// Command mutate measures how well the tests of a package protect it. It plants one small
// mistake at a time - a boundary moved, a sign changed, a statement left out - and checks
// whether a test fails.
//
// All mistakes are compiled into one test binary, and each has a number that switches it
// on. One build is therefore enough:
//
//	mutate [-timeout 5s] [-workers 1] [-only file.go] [-again report] [-after report] [-skip regexp] [-tests dir,dir] [-min percent] [-full] [-v] ./package
//
// Each test first runs alone, to measure its time and to find the mistakes that it
// reaches. A mistake is then tried with the tests that reach it until one fails: first
// the tests that noticed the latest mistakes, then the quickest. With -tests, the tests
// of other packages follow the package's own.
//
// The tests run with -short, in which tests of properties may make fewer attempts. With
// -full, mistakes that they do not notice are also tried without -short.
//
// The command prints every mistake that no test noticed, with file, line and column, and
// a summary. Mistakes in code that no test reaches are listed as not reached. The exit
// code is 1 if less than -min percent of the mistakes were noticed.
package main

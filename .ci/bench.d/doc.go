// Bench makes the table of figures of the README from what benchmarks print. It
// reads the output of go test -bench; a benchmark that ran several times counts
// with its least figure, since other load only adds.
//
//	main            prints the table
//	main -check     compares it with the table in README.md
//	main -write     puts it there
package main

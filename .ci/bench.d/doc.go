// Command main makes the table of figures for the README. It reads the output of go test
// -bench. If a benchmark ran several times, it takes the smallest figure, since other
// load can only increase a figure.
//
//	main            prints the table
//	main -check     compares it with the table in README.md
//	main -write     replaces the table in README.md
package main

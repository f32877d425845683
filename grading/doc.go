// Package grading adds up marks exactly and decides who is certified.
//
// A [Scheme] is plain data: weighted components, how a mark in each becomes
// points, and the threshold of the certificate. [Compile] checks it once and
// returns a [Grader], which turns [Marks] into a [Result].
package grading

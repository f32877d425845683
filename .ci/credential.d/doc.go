// Command main prints credentials of package export, one a line: of the reference
// course, of a course with a tree of marks and outcomes, and of one in which
// something is still open.
package main

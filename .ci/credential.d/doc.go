// Command main prints credentials of package export, one a line: one of the reference
// course, one of a course with groups of components and outcomes, and one of the same
// course with an open component.
package main

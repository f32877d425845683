// Command main prints credentials of package export, one a line: of the reference course,
// of a course with groups of components and outcomes, and of the same course with an open
// component.
package main

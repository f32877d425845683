// Command main prints credentials of package export, one a line: one of the reference
// course, and two of a course with groups of components and outcomes. In the last of
// them a component is open.
package main

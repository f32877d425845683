// Command main writes one JSON line for each calendar that the readers of this
// folder are to read back: the reference course and, for every zone of Go's own
// data, a course of five sessions close to that zone's clock changes.
package main

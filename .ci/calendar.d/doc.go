// Command main writes one JSON line for each calendar that the readers of this
// folder are to read back: the reference course and, for every zone of Go's own
// data, courses that last a year, with sessions close to that zone's clock
// changes. Arguments are the years; without any, each zone has one from 2018 to
// 2030. On standard error it says how many zones have no rules that calendars can
// state, by year.
package main

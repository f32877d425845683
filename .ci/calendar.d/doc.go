// Command main writes one JSON line for each calendar that the readers in this folder
// must read back. The calendars are those of the reference course and, for every zone of
// Go's own data, of courses that last a year, with sessions close to the zone's clock
// changes. The arguments are years. Without arguments each zone has one year from 2018 to
// 2030. On standard error it prints, by year, the zones for which a calendar cannot state
// rules.
package main

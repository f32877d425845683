// Command main writes one JSON line for each calendar that the readers in this folder
// must read back. It writes calendars of the reference course. For every zone in Go's own
// data and every year in the arguments, it also writes calendars of a course that lasts
// the whole year, with sessions close to the zone's clock changes. Without arguments each
// zone gets a single year: the first zone gets 2018, the second 2019, and so on; after 2030
// comes 2018 again. On standard error it prints, by year, the zones for which a calendar
// cannot state rules.
package main

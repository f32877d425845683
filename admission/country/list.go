package country

import "github.com/cohortkit/cohort/course/civil"

// Edition names the version of the table by the newest date of its sources. A built-in
// list can classify a country differently in another edition.
const Edition = "2025-12-31"

// The list of least developed countries covers the days from firstDay, when it began, to
// lastDay, the date of the table. unsdDay is the date of the UN Statistics Division's
// regions.
var (
	firstDay = civil.MustDate("1971-01-01")
	lastDay  = civil.MustDate(Edition)
	unsdDay  = civil.MustDate("2021-12-31")
)

// Status is the class that a list gives to a country. An empty status means that the
// country is unclassified: neither yes nor no.
type Status string

// The statuses of the built-in lists.
const (
	Developed  Status = "developed"
	Developing Status = "developing"
	Member     Status = "member"
	Other      Status = "other"
)

// List names a built-in classification.
type List string

// The built-in lists.
const (
	UNSD202112 List = "unsd-2021-12"
	LDC        List = "ldc"
	LLDC       List = "lldc"
	SIDS       List = "sids"
)

// Covers returns the first and the last day for which l has answers, or zero dates if l
// does not depend on a day.
func (l List) Covers() (first, last civil.Date) {
	if l == LDC {
		return firstDay, lastDay
	}
	return civil.Date{}, civil.Date{}
}

// Statuses returns the statuses that l gives to countries, or nothing for a list that is
// not built in.
func (l List) Statuses() []Status {
	switch l {
	case UNSD202112:
		return []Status{Developed, Developing}
	case LDC, LLDC, SIDS:
		return []Status{Member, Other}
	}
	return nil
}

// Source returns the publication from which l is taken.
func (l List) Source() string {
	switch l {
	case UNSD202112:
		return "UN Statistics Division, developed and developing regions, last published December 2021"
	case LDC:
		return "UN list of least developed countries, with the years of entry and the dates of departure"
	case LLDC:
		return "UN list of landlocked developing countries"
	case SIDS:
		return "UN Statistics Division, M49: small island developing States"
	}
	return ""
}

// AsOf returns the date on which l was published, or up to which it is known. It returns
// the zero date for a list that is not built in.
func (l List) AsOf() civil.Date {
	switch l {
	case UNSD202112:
		return unsdDay
	case LDC, LLDC, SIDS:
		return lastDay
	}
	return civil.Date{}
}

// Status returns the status that l gives to c. Only [LDC] depends on the day: on a day
// outside [List.Covers] it classifies nothing.
func (l List) Status(c Country, on civil.Date) Status {
	r := &rows[c.row]
	switch {
	case c.IsZero():
		return ""
	case l == UNSD202112:
		return r.unsd
	case l == LDC:
		return r.ldc(on)
	case l == LLDC:
		return member(r.lldc)
	case l == SIDS:
		return member(r.sids)
	}
	return ""
}

// AsKnown returns the status of c on a day after [List.AsOf], as far as it was known when
// the table was made. A country that was scheduled to leave counts as having left from
// the scheduled day on. If that day was still under discussion, the country is
// unclassified from that day on. On any other day AsKnown returns the same as
// [List.Status].
func (l List) AsKnown(c Country, on civil.Date) Status {
	if l != LDC || on.Sub(lastDay) <= 0 {
		return l.Status(c, on)
	}
	known := l.Status(c, lastDay)
	s, scheduled := schedules[c.String()]
	switch {
	case !scheduled || on.Sub(s.leaves) < 0:
		return known
	case s.open:
		return ""
	}
	return Other
}

// Scheduled returns the countries whose departure from l was scheduled when the table was
// made, with the day of each departure.
func (l List) Scheduled() map[Country]civil.Date {
	if l != LDC {
		return nil
	}
	days := make(map[Country]civil.Date, len(schedules))
	for code, s := range schedules {
		days[Alpha2(code)] = s.leaves
	}
	return days
}

// schedule is the decided departure of a country from the list, on a day after the end of
// the table.
type schedule struct {
	leaves civil.Date // day of the departure
	open   bool       // whether a request for a later day is not decided yet
}

// schedules holds the departures that the UN General Assembly has scheduled.
//
//   - BD, LA, NP: five years after resolution 76/8 of 24 November 2021. In 2026
//     Bangladesh asked for three more years, and Nepal asked for two and a half. The
//     Committee for Development Policy supported the request of Bangladesh in June.
//   - SB: resolution 73/133 of 13 December 2018 gave six years, and resolution
//     77/323 of 25 August 2023 gave three more.
//   - KH, SN: five years after resolution 79/230 of 19 December 2024.
var schedules = map[string]schedule{
	"BD": {leaves: civil.MustDate("2026-11-24"), open: true},
	"LA": {leaves: civil.MustDate("2026-11-24")},
	"NP": {leaves: civil.MustDate("2026-11-24"), open: true},
	"SB": {leaves: civil.MustDate("2027-12-13")},
	"KH": {leaves: civil.MustDate("2029-12-19")},
	"SN": {leaves: civil.MustDate("2029-12-19")},
}

func member(is bool) Status {
	if is {
		return Member
	}
	return Other
}

// ldc returns the status in the list of least developed countries. It compares dates as
// text. On the day on which a country leaves the list, it is no longer a member.
func (r *row) ldc(on civil.Date) Status {
	if on.IsZero() || on.Sub(firstDay) < 0 || on.Sub(lastDay) > 0 {
		return ""
	}
	day := on.String()
	year := day[:4]
	switch {
	case r.ldcSince == "" || year < r.ldcSince:
		return Other
	case year == r.ldcSince:
		return ""
	case r.ldcLeft == "":
		return Member
	case len(r.ldcLeft) == len("2006") && year == r.ldcLeft:
		return ""
	case day < r.ldcLeft:
		return Member
	}
	return Other
}

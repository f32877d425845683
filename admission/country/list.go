package country

import "time"

// What the table was made from. AsOf is the newest date of its sources.
const (
	Source = "ISO 3166-1; UN Statistics Division, M49 (2025) and developed/developing regions (December 2021); UN lists of LDC, LLDC and SIDS"
	AsOf   = "2025-12-31"
)

// FirstDate and LastDate bound the dates on which [LDC] can be asked: the list
// began in 1971, and what changes after the table's date is not in it.
const (
	FirstDate Date = "1971-01-01"
	LastDate  Date = AsOf
)

// Date is a calendar day as 2006-01-02. Dates compare as text.
type Date string

// Valid reports whether d is a day of the calendar.
func (d Date) Valid() bool {
	_, err := time.Parse(time.DateOnly, string(d))
	return err == nil
}

// Status is what a list says of a country. The zero value is [Unclassified].
type Status string

// The statuses of the built-in lists.
const (
	Unclassified Status = ""
	Developed    Status = "developed"
	Developing   Status = "developing"
	Member       Status = "member"
	Other        Status = "other"
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

// Valid reports whether l is a built-in list.
func (l List) Valid() bool { return l == UNSD202112 || l == LDC || l == LLDC || l == SIDS }

// Dated reports whether l answers for a date.
func (l List) Dated() bool { return l == LDC }

// Statuses returns what l can say besides [Unclassified].
func (l List) Statuses() []Status {
	switch l {
	case UNSD202112:
		return []Status{Developed, Developing}
	case LDC, LLDC, SIDS:
		return []Status{Member, Other}
	}
	return nil
}

// Source returns where l was published.
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

// AsOf returns the date l was published, or up to which it is known.
func (l List) AsOf() Date {
	if l == UNSD202112 {
		return "2021-12-31"
	}
	return LastDate
}

// Status returns what l says of c. The date counts for [LDC] alone and is
// ignored by the others.
func (l List) Status(c Country, on Date) Status {
	r := &rows[c.row]
	switch {
	case c.IsZero():
		return Unclassified
	case l == UNSD202112:
		return r.unsd
	case l == LDC:
		return r.ldc(on)
	case l == LLDC:
		return member(r.lldc)
	case l == SIDS:
		return member(r.sids)
	}
	return Unclassified
}

func member(is bool) Status {
	if is {
		return Member
	}
	return Other
}

// ldc compares dates as text. A departure takes effect on its day.
func (r *row) ldc(on Date) Status {
	if !on.Valid() || on < FirstDate || on > LastDate {
		return Unclassified
	}
	day, year := string(on), string(on[:4])
	switch {
	case r.ldcSince == "" || year < r.ldcSince:
		return Other
	case year == r.ldcSince:
		return Unclassified
	case r.ldcLeft == "":
		return Member
	case len(r.ldcLeft) == len("2006") && year == r.ldcLeft:
		return Unclassified
	case day < r.ldcLeft:
		return Member
	}
	return Other
}

package schedule

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
)

// Lint compares the timetable with the claims and returns a finding for each claim
// that does not hold. Paths are those of the plan. If a claim names a session that does
// not exist, the verdict is unknown. Claims about lengths and dates to avoid are compared
// with all sittings, other claims with the first sitting of each session or with the
// sittings that they name. The claims must have passed [Claims.Check].
//
//	stated-sessions   the number of sessions
//	stated-minutes    the minutes of one session
//	stated-weekly     the number of sessions in one week; the path is that of the
//	                  first session in the week, or of the next session if the
//	                  week has none
//	stated-weeks      the number of weeks from the first session to the last
//	stated-days       the days between two sessions; the path is that of the second
//	stated-weekdays   the day of the week of one session
//	avoided-date      a session on a date to avoid
//	stated-session    a claim that names a session that does not exist
func (t *Timetable) Lint(c Claims) []rule.Finding {
	t = t.made()
	h := holding{timetable: t}
	if c.Sessions != nil {
		h.number("stated-sessions", "sessions", c.Sessions.Count, len(t.sessions), c.Sessions.Source)
	}
	if c.Minutes != nil {
		h.minutes(*c.Minutes)
	}
	for _, claim := range c.Weekly {
		h.weekly(claim)
	}
	for _, claim := range c.Between {
		if of, ok := h.named([]string{claim.From, claim.To}, claim.Source); ok {
			h.number("stated-days", of[1].path, claim.Days, of[1].date().Sub(of[0].date()), claim.Source)
		}
	}
	for _, claim := range c.Weekdays {
		h.weekdays(claim)
	}
	for _, claim := range c.Avoid {
		h.avoid(claim)
	}
	return h.findings
}

func (h *holding) minutes(claim MinutesClaim) {
	need := time.Duration(claim.Each) * time.Minute
	for _, s := range h.timetable.slots {
		h.same("stated-minutes", s.path, minutes(need), minutes(s.end.Sub(s.start)), claim.Source)
	}
}

func (h *holding) weekdays(claim WeekdaysClaim) {
	of, _ := h.named(claim.Of, claim.Source)
	for _, s := range of {
		if day := s.date().Weekday(); !slices.Contains(claim.In, day) {
			h.same("stated-weekdays", s.path, join(claim.In), string(day), claim.Source)
		}
	}
}

func (h *holding) avoid(claim AvoidClaim) {
	for _, s := range h.timetable.slots {
		// A session that ends at midnight does not touch the next day.
		last := civil.DateTimeOf(s.end.Add(-time.Nanosecond)).Date()
		if s.date().Sub(claim.Date) <= 0 && last.Sub(claim.Date) >= 0 {
			h.add(rule.Finding{
				Code: "avoided-date", Path: s.path, Verdict: rule.NotMet,
				Need: "not on " + claim.Date.String(), Have: s.date().String(), Detail: claim.Name, Source: claim.Source,
			})
		}
	}
}

// firsts returns the first sitting of each session, by time.
func (t *Timetable) firsts() []slot {
	return slices.DeleteFunc(slices.Clone(t.slots), func(s slot) bool { return t.sessionOf(s) != s.ID })
}

// date returns the day on which s starts in the course's zone.
func (s slot) date() civil.Date { return civil.DateTimeOf(s.start).Date() }

// week returns the number of the week, from Monday to Sunday, in which s starts.
func (s slot) week() int { return s.date().Sub(civil.MustDate("1969-12-29")) / 7 }

// holding collects the findings about claims that do not hold.
type holding struct {
	timetable *Timetable
	findings  []rule.Finding
}

// add keeps a finding, with a copy of its source.
func (h *holding) add(f rule.Finding) {
	if f.Source != nil {
		f.Source = new(*f.Source)
	}
	h.findings = append(h.findings, f)
}

func (h *holding) same(code, path, need, have string, source *rule.Source) {
	if need != have {
		h.add(rule.Finding{Code: code, Path: path, Verdict: rule.NotMet, Need: need, Have: have, Source: source})
	}
}

func (h *holding) number(code, path string, need, have int, source *rule.Source) {
	h.same(code, path, strconv.Itoa(need), strconv.Itoa(have), source)
}

// named returns the sittings with the given ids and reports whether all of them
// exist. Without ids it returns the first sitting of each session, by time.
func (h *holding) named(ids []string, source *rule.Source) ([]slot, bool) {
	if len(ids) == 0 {
		return h.timetable.firsts(), true
	}
	of, all := make([]slot, 0, len(ids)), true
	for _, id := range ids {
		if i, ok := h.timetable.index[id]; ok {
			of = append(of, h.timetable.slots[i])
			continue
		}
		all = false
		h.add(rule.Finding{
			Code: "stated-session", Path: "sessions", Verdict: rule.Unknown,
			Need: id, Detail: "no session has this id", Source: source,
		})
	}
	return of, all
}

func (h *holding) weekly(claim WeeklyClaim) {
	of, ok := h.named(claim.Of, claim.Source)
	if !ok || len(of) == 0 {
		return
	}
	of = slices.SortedFunc(slices.Values(of), func(a, b slot) int { return a.start.Compare(b.start) })
	of = slices.CompactFunc(of, func(a, b slot) bool { return a.ID == b.ID })
	first, last := of[0].week(), of[len(of)-1].week()
	if claim.Weeks != 0 {
		h.number("stated-weeks", "sessions", claim.Weeks, last-first+1, claim.Source)
	}
	if claim.Each == 0 {
		return
	}
	for i := 0; i < len(of); {
		if i > 0 && of[i].week()-of[i-1].week() > 1 {
			h.number("stated-weekly", of[i].path, claim.Each, 0, claim.Source)
		}
		n := i
		for n < len(of) && of[n].week() == of[i].week() {
			n++
		}
		h.number("stated-weekly", of[i].path, claim.Each, n-i, claim.Source)
		i = n
	}
}

// minutes returns a duration as text: a number such as 90 if it is a whole number of
// minutes, otherwise a text with seconds, such as 1 h 30 min 30 s.
func minutes(d time.Duration) string {
	if d%time.Minute == 0 {
		return strconv.FormatInt(int64(d/time.Minute), 10)
	}
	return span(d)
}

func join(days []civil.Weekday) string {
	names := make([]string, len(days))
	for i, day := range days {
		names[i] = string(day)
	}
	return strings.Join(names, ", ")
}

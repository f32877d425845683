package schedule

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of a plan.
const (
	MaxSessions = 1000
	MaxHours    = 7 * 24   // of one session
	MaxSpanDays = 10 * 366 // from the first start to the last
	minYear     = 1970     // zone data is not reliable before
	maxYear     = 9998     // so that every local time has a year of four digits
)

// Plan is the definition of a course's live sessions: the zone in which its
// times are told and the sessions, in any order.
type Plan struct {
	// Zone is the name of a place in the IANA time zone database, such as
	// Europe/Zurich, or UTC.
	Zone     string    `json:"zone"`
	Sessions []Session `json:"sessions" validate:"required,min=1,max=1000,dive"`
}

// Session is one live session, by what the clocks of the plan's zone show. It
// lasts from Start up to, and without, End.
type Session struct {
	ID    string         `json:"id" validate:"id"`
	Title string         `json:"title,omitzero" validate:"max=200"`
	Start civil.DateTime `json:"start,omitzero" validate:"required"`
	End   civil.DateTime `json:"end,omitzero" validate:"required"`
	// ClockChange says which instant is meant where Start or End falls into a
	// gap or an overlap; without it that is a violation.
	ClockChange civil.ClockChange `json:"clock_change,omitzero" validate:"omitempty,name=earlier later compatible"`
	// UTC is the instant of Start as it was when the session was announced.
	// A difference from what the zone data says now is a violation: the
	// zone's rules have changed, or the session has moved.
	UTC    *time.Time   `json:"utc,omitzero"`
	Source *rule.Source `json:"source,omitzero"`
}

// Check reports all that is wrong with p as far as it can be told without zone
// data; [Plan.CheckIn] reports the rest as well.
func (p Plan) Check(r *rule.Report) {
	r.AddAll(document.Shape(p))
	civil.CheckZone("zone", p.Zone, r)
	p.checkIDs(r)
	var certain []interval
	var starts []int64
	for i, s := range p.Sessions {
		at := rule.Index("sessions", i)
		start, end := checkYear(rule.Field(at, "start"), s.Start, r), checkYear(rule.Field(at, "end"), s.End, r)
		if start {
			starts = append(starts, s.Start.Unix())
		}
		if !start || !end {
			continue
		}
		switch {
		case s.End.Compare(s.Start) <= 0:
			r.Add(rule.Field(at, "end"), "end-before-start", "must be later than the start")
		case s.End.Unix()-s.Start.Unix() > MaxHours*60*60:
			r.Add(rule.Field(at, "end"), "range", "more than 7 days after the start")
		case s.ClockChange == civil.Refuse:
			// Either both wall times are shown once, and then walls order
			// instants, or CheckIn reports them.
			certain = append(certain, interval{i, s.Start.Unix(), s.End.Unix()})
		}
	}
	reportOverlaps(certain, r)
	if len(starts) > 0 && slices.Max(starts)-slices.Min(starts) > MaxSpanDays*daySeconds {
		r.Note("sessions", "plan-span", "more than ten years from the first start to the last")
	}
}

// CheckIn reports all that is wrong with p: what [Plan.Check] reports, and what
// needs zone data. A larger definition calls it with a report At its plan.
func (p Plan) CheckIn(zones civil.Zones, r *rule.Report) { p.resolve(zones, r) }

// checkYear reports a wall time outside of the years there are plans for, and
// whether w can be relied on.
func checkYear(path string, w civil.DateTime, r *rule.Report) bool {
	if !r.Clean(path) {
		return false
	}
	if year := time.Unix(w.Unix(), 0).UTC().Year(); year < minYear || year > maxYear {
		r.Add(path, "range", "the year must be 1970 to 9998")
		return false
	}
	return true
}

func (p Plan) checkIDs(r *rule.Report) {
	seen := make(map[string]bool, len(p.Sessions))
	for i, s := range p.Sessions {
		if path := rule.Field(rule.Index("sessions", i), "id"); !r.Clean(path) {
			continue
		} else if seen[s.ID] {
			r.Add(path, "duplicate-id", "an earlier session has the same id")
		}
		seen[s.ID] = true
	}
}

// interval is a session by its index in the plan, with its start and end in
// seconds.
type interval struct {
	index      int
	start, end int64
}

// reportOverlaps reports each session that starts before one that starts no
// later has ended.
func reportOverlaps(intervals []interval, r *rule.Report) {
	slices.SortFunc(intervals, func(a, b interval) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.index, b.index))
	})
	latest := int64(math.MinInt64)
	for _, v := range intervals {
		if v.start < latest {
			r.Note(rule.Index("sessions", v.index), "overlap", "starts before an earlier session has ended")
		}
		latest = max(latest, v.end)
	}
}

// slot is a session in its place in time.
type slot struct {
	id, title  string
	index      int       // in the plan
	start, end time.Time // in the plan's zone
}

// resolve checks p, resolves its sessions as far as it is right and returns
// them by time.
func (p Plan) resolve(zones civil.Zones, r *rule.Report) []slot {
	p.Check(r)
	if !r.Clean("zone") {
		return nil
	}
	loc := civil.LoadZone("zone", p.Zone, zones, r)
	if loc == nil {
		return nil
	}
	slots := make([]slot, 0, len(p.Sessions))
	intervals := make([]interval, 0, len(p.Sessions))
	for i, s := range p.Sessions {
		at := r.At(rule.Index("sessions", i))
		start, startOK := instant("start", s.Start, s.ClockChange, loc, at)
		end, endOK := instant("end", s.End, s.ClockChange, loc, at)
		if startOK && s.UTC != nil && at.Clean("utc") && !s.UTC.Equal(start) {
			at.Add("utc", "utc", "by the zone data given the start is "+start.UTC().Format(time.RFC3339))
		}
		if !startOK || !endOK {
			continue
		}
		if !end.After(start) {
			at.Add("end", "end-before-start", "must be later than the start; the clocks change between them")
			continue
		}
		slots = append(slots, slot{s.ID, s.Title, i, start, end})
		intervals = append(intervals, interval{i, start.Unix(), end.Unix()})
	}
	reportOverlaps(intervals, r)
	slices.SortFunc(slots, func(a, b slot) int { return cmp.Or(a.start.Compare(b.start), cmp.Compare(a.index, b.index)) })
	return slots
}

// instant resolves one wall time of a session and reports one that cannot be.
func instant(path string, w civil.DateTime, policy civil.ClockChange, loc *time.Location, r *rule.Report) (time.Time, bool) {
	if !r.Clean(path, "clock_change") {
		return time.Time{}, false
	}
	moment := w.In(loc)
	picked, ok := moment.Pick(policy)
	switch {
	case ok:
	case moment.Kind == civil.Gap:
		r.Add(path, "clock-gap", "the clocks go forward and skip this time; choose another or name a clock_change")
	default:
		r.Add(path, "clock-overlap", "the clocks go back and show this time twice; choose another or name a clock_change")
	}
	return picked, ok
}

package schedule

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
)

// slot is a sitting with its instants.
type slot struct {
	sitting
	title, description string
	start, end         time.Time // in the plan's zone
}

// due is a deadline with its instant.
type due struct {
	Deadline
	at time.Time // the last instant that is in time, in the plan's zone
}

// resolved is a plan without a pattern, with the instants of its wall times.
type resolved struct {
	plan      Plan
	loc       *time.Location
	slots     []slot // by time
	deadlines []due  // by time
}

// resolve checks p and resolves those of its wall times that are valid.
func (p Plan) resolve(zones civil.Zones, r *rule.Report) resolved {
	p.Check(r)
	if !r.Clean("zone") {
		return resolved{}
	}
	loc := civil.LoadZone("zone", p.Zone, zones, r)
	if loc == nil {
		return resolved{}
	}
	return p.in(loc, r)
}

// in resolves the valid wall times of p, which has been checked.
func (p Plan) in(loc *time.Location, r *rule.Report) resolved {
	if p.Pattern != nil && r.Clean("pattern") {
		return p.inPattern(loc, r)
	}
	t := resolved{plan: p, loc: loc}
	sittings := p.sittings()
	intervals := make([]interval, 0, len(sittings))
	for _, s := range sittings {
		if start, end, ok := s.in(loc, r.At(s.path)); ok {
			of := p.Sessions[s.session]
			t.slots = append(t.slots, slot{s, of.Title, of.Description, start, end})
			intervals = append(intervals, interval{s.path, s.session, start.Unix(), end.Unix()})
		}
	}
	reportOverlaps(intervals, r)
	slices.SortStableFunc(t.slots, func(a, b slot) int { return a.start.Compare(b.start) })
	for i, d := range p.Deadlines {
		t.deadlines = append(t.deadlines, due{d, d.in(loc, r.At(rule.Index("deadlines", i)))})
	}
	slices.SortFunc(t.deadlines, func(a, b due) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.ID, b.ID)) })
	return t
}

// inPattern resolves the sessions that a pattern yields. Their violations are
// reported at the pattern, since the sessions are not in the document.
func (p Plan) inPattern(loc *time.Location, r *rule.Report) resolved {
	whole, err := p.Expand()
	if err != nil {
		return resolved{}
	}
	var inner rule.Report
	whole.Check(&inner)
	t := whole.in(loc, &inner)
	for _, v := range inner.Violations() {
		if v.Path == "zone" || strings.HasPrefix(v.Path, "deadlines") {
			r.Add(v.Path, v.Code, v.Detail)
			continue
		}
		for _, s := range whole.sittings() {
			if s.path == v.Path || s.path == rule.Parent(v.Path) {
				v.Detail = s.ID + ": " + v.Detail
			}
		}
		r.Note("pattern", v.Code, v.Detail)
	}
	return t
}

// in resolves one sitting and compares its instants with the stated ones.
func (s sitting) in(loc *time.Location, r *rule.Report) (start, end time.Time, ok bool) {
	start, startOK := instant("start", s.Start, s.ClockChange, loc, r)
	end, endOK := instant("end", s.End, s.ClockChange, loc, r)
	if startOK {
		checkStamp("utc", "start", s.UTC, start, r)
	}
	if endOK {
		checkStamp("utc_end", "end", s.UTCEnd, end, r)
	}
	if !startOK || !endOK {
		return start, end, false
	}
	if !end.After(start) {
		r.Add("end", "end-before-start", "must be later than the start; the clocks change between them")
		return start, end, false
	}
	return start, end, true
}

// anywhere returns the zone of the last place on earth to reach a date.
func anywhere() *time.Location { return time.FixedZone("UTC-12", -12*60*60) }

// in resolves a deadline and compares its instant with the stated one. It reports a
// wall time that has no single instant.
func (d Deadline) in(loc *time.Location, r *rule.Report) time.Time {
	of := loc
	if d.Anywhere {
		of = anywhere()
	}
	at, ok := instant("at", d.At, d.ClockChange, of, r)
	if ok {
		checkStamp("utc", "deadline", d.UTC, at, r)
	}
	return at.In(loc)
}

// checkStamp reports a stated instant that differs from the right one, which is the
// instant of the wall time by the given zone data.
func checkStamp(path, what string, stated *time.Time, right time.Time, r *rule.Report) {
	if stated != nil && r.Clean(path) && !stated.Equal(right) {
		r.Add(path, "utc", "by the zone data given the "+what+" is "+right.UTC().Format(time.RFC3339))
	}
}

// instant resolves one wall time, or reports that it cannot be resolved.
func instant(path string, w civil.DateTime, policy civil.ClockChange, loc *time.Location, r *rule.Report) (time.Time, bool) {
	if !r.Clean(path, "clock_change") || w.IsZero() {
		return time.Time{}, false
	}
	at, err := w.In(loc, policy)
	var found rule.Violation
	if errors.As(err, &found) {
		r.Add(path, found.Code, found.Detail)
	}
	return at, err == nil
}

package schedule

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
)

// sitting is one time at which a session is held, as the plan states it.
type sitting struct {
	Repeat
	session int    // index of its session in Plan.Sessions
	path    string // in the plan
}

// sittings returns the first sitting of each session and the repeats, in the order of
// the plan.
func (p Plan) sittings() []sitting {
	all := make([]sitting, 0, len(p.Sessions))
	for i, s := range p.Sessions {
		path := rule.Index("sessions", i)
		all = append(all, sitting{Repeat{s.ID, s.Start, s.End, s.ClockChange, s.UTC, s.UTCEnd, s.Location, s.URL}, i, path})
		for n, again := range s.Repeats {
			again.Location, again.URL = cmp.Or(again.Location, s.Location), cmp.Or(again.URL, s.URL)
			all = append(all, sitting{again, i, rule.Index(rule.Field(path, "repeats"), n)})
		}
	}
	return all
}

// checkIDs reports ids that are used twice. Sessions and sittings share one set of
// ids; deadlines have another.
func (p Plan) checkIDs(r *rule.Report) {
	seen := make(map[string]bool, len(p.Sessions))
	for _, s := range p.sittings() {
		checkID(rule.Field(s.path, "id"), s.ID, "an earlier session or sitting", seen, r)
	}
	seen = make(map[string]bool, len(p.Deadlines))
	for i, d := range p.Deadlines {
		checkID(rule.Field(rule.Index("deadlines", i), "id"), d.ID, "an earlier deadline", seen, r)
	}
}

func checkID(path, id, other string, seen map[string]bool, r *rule.Report) {
	if !r.Clean(path) {
		return
	}
	if seen[id] {
		r.Add(path, "duplicate-id", other+" has the same id")
	}
	seen[id] = true
}

// checkTimes reports what is wrong with the wall times of the sittings.
func (p Plan) checkTimes(r *rule.Report) {
	var certain []interval
	var starts []int64
	sittings := p.sittings()
	if len(sittings) > maxSessions && len(p.Sessions) <= maxSessions {
		r.Note("sessions", "too-many", "at most 1,000 sittings")
	}
	for _, s := range sittings {
		at := r.At(s.path)
		checkURL(s.URL, at)
		start, end := checkYear("start", s.Start, at), checkYear("end", s.End, at)
		if start {
			starts = append(starts, s.Start.Unix())
		}
		if start && end && checkEnd(s, at) && s.ClockChange == "" {
			// No clock change is named. If each wall time of s has a single instant,
			// comparing wall times gives the same result as comparing instants. If not,
			// resolving reports a violation.
			certain = append(certain, interval{s.path, s.session, s.Start.Unix(), s.End.Unix()})
		}
	}
	reportOverlaps(certain, r)
	if len(starts) > 0 && slices.Max(starts)-slices.Min(starts) > maxSpanDays*daySeconds {
		r.Note("sessions", "plan-span", "more than ten years from the first start to the last")
	}
}

func checkEnd(s sitting, r *rule.Report) bool {
	switch {
	case s.End.Unix() <= s.Start.Unix():
		r.Add("end", "end-before-start", "must be later than the start")
	case s.End.Unix()-s.Start.Unix() > maxHours*60*60:
		r.Add("end", "range", "more than 7 days after the start")
	default:
		return true
	}
	return false
}

// checkYear reports a wall time outside of the years 1970 to 9998. It returns true if
// w is within these years and has no other violation.
func checkYear(path string, w civil.DateTime, r *rule.Report) bool {
	if !r.Clean(path) {
		return false
	}
	if !inYears(time.Unix(w.Unix(), 0)) {
		r.Add(path, "range", wantYears)
		return false
	}
	return true
}

const wantYears = "the year must be 1970 to 9998"

func inYears(at time.Time) bool {
	year := at.UTC().Year()
	return year >= minYear && year <= maxYear
}

func checkURL(url string, r *rule.Report) {
	scheme, _, _ := strings.Cut(url, ":")
	switch {
	case url == "" || !r.Clean("url"):
	case !isURI(url):
		r.Add("url", "url", "want an absolute address such as https://example.org/room, without spaces, everything but ASCII encoded")
	case slices.Contains([]string{"javascript", "vbscript", "data"}, strings.ToLower(scheme)):
		// A platform may show the address as a link. A click on such a link would run the
		// program in the address.
		r.Add("url", "url", "want the address of a place such as https://example.org/room: this one is a program")
	}
}

// interval is a sitting with its start and end in seconds, either by wall times or by
// instants.
type interval struct {
	path       string
	session    int
	start, end int64
}

// reportOverlaps reports each sitting that starts while a sitting of another session
// is under way. Sittings of one session may overlap, since nobody attends two of
// them.
func reportOverlaps(intervals []interval, r *rule.Report) {
	for _, v := range overlapping(intervals) {
		r.Note(v.path, "overlap", "starts before an earlier session has ended")
	}
}

// overlapping returns the intervals that start before an earlier interval of another
// session has ended. It sorts the intervals by start.
func overlapping(intervals []interval) []interval {
	slices.SortStableFunc(intervals, func(a, b interval) int { return cmp.Compare(a.start, b.start) })
	var found []interval
	// The variable latest is the interval with the latest end so far. The variable others
	// is the latest end so far among the intervals of all other sessions.
	latest, others := interval{session: -1, end: math.MinInt64}, int64(math.MinInt64)
	for _, v := range intervals {
		end := latest.end
		if v.session == latest.session {
			end = others
		}
		if v.start < end {
			found = append(found, v)
		}
		switch {
		case v.session == latest.session:
			latest.end = max(latest.end, v.end)
		case v.end > latest.end:
			latest, others = v, latest.end
		default:
			others = max(others, v.end)
		}
	}
	return found
}

package grading

import (
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// worth is what a mark or a group is worth: a share of full marks, in the worst and the
// best case.
type worth struct {
	status      Status
	worst, best exact.Rational // 0 to 1, or more if the award allows it
	have        string
	need        string // what full marks need from this person, if less than from others
	items       []ItemPart
	chosen      choice // weighting and drops of a group in the worst case
}

// value returns the share: in the best case if the parameter best is true, otherwise in
// the worst case.
func (w *worth) value(best bool) exact.Rational {
	if best {
		return w.best
	}
	return w.worst
}

// faults collects what is wrong with a mark. Grading only needs to know whether anything
// is wrong, so it leaves the field report nil. The method checkMarks sets this field, and
// every fault is then added to the report.
type faults struct {
	report *rule.Report // nil if the caller only reads the field found
	found  bool
}

func (f *faults) add(path, code, detail string) {
	f.found = true
	if f.report != nil {
		f.report.Add(path, code, detail)
	}
}

// item returns the faults of item i of the mark.
func (f *faults) item(i int) faults {
	if f.report == nil {
		return faults{}
	}
	return faults{report: f.report.At(rule.Index("items", i))}
}

// clean reports whether the value at path could be read.
func (f *faults) clean(path string) bool { return f.report == nil || f.report.Clean(path) }

// maxMark is how many characters a decimal in a mark may have, its point included: far
// more than any mark needs, and few enough to add up long lists of such decimals exactly
// and fast.
const maxMark = 36

// length returns the number of characters of a bounded decimal, with its point
// but without its sign.
func length(d exact.Decimal) int {
	digits, exponent := d.NumDigits(), int(d.Exponent())
	if exponent >= 0 {
		return digits + exponent
	}
	return max(digits, 1-exponent) + 1
}

// decimal returns the value of a decimal in a person's mark, and whether it is valid:
// bounded and not negative. It adds to f what is wrong with the decimal.
func (f *faults) decimal(d exact.Decimal, path string) (exact.Rational, bool) {
	switch {
	case d.IsZero():
		f.add(path, "required", "is required")
	case !d.Bounded() || length(d) > maxMark:
		f.add(path, "decimal", "plain digits with an optional sign and point, such as 12.5, at most "+strconv.Itoa(maxMark)+" characters")
	case d.Sign() < 0:
		f.add(path, "range", "at least 0")
	default:
		return d.Rational(), true
	}
	return exact.Rational{}, false
}

// read returns what a mark is worth, or adds to f what is wrong with the mark.
func (c *component) read(m *Mark, f *faults) worth {
	if m.groups() != 1 {
		if f.clean("") { // if not, a group of fields may be stated but not readable
			f.add("", "one-of", "exactly one group of fields must be set")
		}
		return worth{}
	}
	award := &c.Award
	switch {
	case c.group != nil:
		f.add("", "mark-kind", "a group has no mark; its components are "+rule.List("and", award.Group.ids()...))
		return worth{}
	case m.Missing:
		return missing(m.HandedIn)
	case m.Excused:
		return worth{status: StatusExcused, have: "excused"}
	case m.HandedIn:
		return worth{status: StatusPending, best: c.best, have: handedIn}
	case m.Pending:
		return c.pending()
	case m.Completed != nil && award.Completion != nil:
		return readCompletion(*m.Completed)
	case (m.Attended != nil || m.Held != nil || m.ExcusedSessions != 0) && award.Attendance != nil:
		return award.Attendance.read(m, f)
	case m.Points != nil && award.Points != nil:
		return c.readPoints(*m.Points, f)
	case m.Level != "" && award.Levels != nil:
		return c.readLevel(m.Level, f)
	case m.Items != nil && award.Items != nil:
		return c.readItems(m.Items, f)
	}
	f.add("", "mark-kind", "not a mark of this component's award, which takes "+award.takes())
	return worth{}
}

// takes returns the names of the fields that hold a mark of the award.
func (a *Award) takes() string {
	switch {
	case a.Completion != nil:
		return "completed"
	case a.Attendance != nil:
		return "attended and held"
	case a.Points != nil:
		return "points"
	case a.Levels != nil:
		return "level"
	default:
		return "items"
	}
}

// The texts of [Part.Have] for a component without a mark.
const (
	handedIn     = "handed in, not marked yet"
	stillOpen    = "still open"
	neverMarked  = "handed in, never marked"
	nothingThere = "nothing handed in"
)

func missing(handedIn bool) worth {
	if handedIn {
		return worth{status: StatusMissing, have: neverMarked}
	}
	return worth{status: StatusMissing, have: nothingThere}
}

// pending returns the worth of a mark still to come.
func (c *component) pending() worth {
	return worth{status: StatusPending, best: c.best, have: stillOpen}
}

func readCompletion(completed bool) worth {
	if completed {
		return worth{status: StatusGraded, worst: one, best: one, have: "completed"}
	}
	return worth{status: StatusGraded, have: "not completed"}
}

func (a *AttendanceAward) read(m *Mark, f *faults) worth {
	for _, n := range [...]struct {
		path string
		n    *int
	}{{"attended", m.Attended}, {"held", m.Held}, {"excused", &m.ExcusedSessions}} {
		if n.n == nil {
			f.add(n.path, "required", "is required") // the report drops this if the field could not be read
		} else if *n.n < 0 || *n.n > a.Sessions {
			f.add(n.path, "range", "0 to "+strconv.Itoa(a.Sessions)+", the number of sessions")
		}
	}
	if f.found {
		return worth{}
	}
	attended, held, excused := *m.Attended, *m.Held, m.ExcusedSessions
	switch {
	case attended > held:
		f.add("attended", "range", "at most as many as were held")
		return worth{}
	case attended+excused > held:
		f.add("excused", "range", "at most as many as were held and not attended")
		return worth{}
	case excused == a.Sessions:
		return worth{status: StatusExcused, have: "excused from every session"}
	}
	s := worth{
		status: StatusGraded, have: sessions(attended, held, excused),
		worst: a.share(attended, excused), best: a.share(attended+a.Sessions-held, excused),
	}
	if held < a.Sessions {
		s.status = StatusPending
	}
	if excused > 0 {
		s.need = strconv.Itoa(a.asked(excused)) + " sessions"
	}
	return s
}

// share returns the share of full marks of a person who attended the given number of
// sessions and is excused from the given number of other sessions.
func (a *AttendanceAward) share(attended, excused int) exact.Rational {
	asked := a.asked(excused)
	switch {
	case attended >= asked:
		return one
	case a.Credit == perSession:
		return exact.Whole(uint64(attended)).Over(exact.Whole(uint64(asked)))
	}
	return exact.Rational{}
}

// asked returns the number of sessions, at least one, that a person must attend for full
// credit. The person is excused from the given number of sessions, but not from all.
func (a *AttendanceAward) asked(excused int) int {
	return max(a.Sessions-excused-a.MayMiss, 1)
}

// sessions returns a text such as "4 of 5 sessions", followed by ", 1 excused" if one
// session is excused.
func sessions(attended, held, excused int) string {
	var text [48]byte
	b := strconv.AppendInt(text[:0], int64(attended), 10)
	b = append(b, " of "...)
	b = strconv.AppendInt(b, int64(held), 10)
	b = append(b, " sessions"...)
	if excused > 0 {
		b = append(b, ", "...)
		b = strconv.AppendInt(b, int64(excused), 10)
		b = append(b, " excused"...)
	}
	return string(b)
}

func (c *component) readPoints(d exact.Decimal, f *faults) worth {
	points, _ := f.decimal(d, "points") // 0 if refused; 0 breaks no other rule
	if points.Compare(c.most) > 0 {
		f.add("points", "above-maximum", c.tooMuch)
	} else if step := c.Award.Points.Step; !step.IsZero() && !isWhole(points.Over(step.Rational())) {
		f.add("points", "off-step", "a whole multiple of "+step.String())
	}
	share := points.Over(c.max)
	return worth{status: StatusGraded, worst: share, best: share, have: counted(points, " points")}
}

func isWhole(t exact.Rational) bool { return t.Compare(t.Floor()) == 0 }

// counted returns the number t as text, followed by its unit.
func counted(t exact.Rational, unit string) string {
	var buffer [48]byte
	text, _ := t.AppendText(buffer[:0])
	return string(append(text, unit...))
}

func (c *component) readLevel(name string, f *faults) worth {
	for i := range c.Award.Levels.Levels {
		if level := &c.Award.Levels.Levels[i]; level.Name == name {
			share := level.Points.Rational().Over(c.max)
			return worth{status: StatusGraded, worst: share, best: share, have: level.Name}
		}
	}
	if f.found = true; f.report != nil {
		names := make([]string, len(c.ladder))
		for i, level := range c.ladder {
			names[i] = level.Name
		}
		f.report.Put(rule.UnknownName("level", "unknown-level", "level", name, names))
	}
	return worth{}
}

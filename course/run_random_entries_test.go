package course_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

func (l *lived) seat(e *course.Entry) {
	who := l.person()
	switch n := l.IntN(100); {
	case n < 6:
		e.Closed = &admission.Closed{Draw: admission.Draw{Source: "a block", At: l.now.Add(time.Hour)}, Nonce: "n"}
	case n < 36:
		e.Selected = &admission.Selected{Seed: one(l, "a", "b")}
		if l.chance(30) {
			e.Selected.AnswerBy = l.now.Add(24 * time.Hour)
		}
	case n < 76:
		e.Answered = &admission.Answered{Applicant: who, Answer: one(l, admission.StatusAccepted, admission.StatusDeclined, admission.StatusExpired, admission.StatusWithdrawn, admission.StatusRemoved, admission.StatusReinstated)}
	case n < 86:
		e.Ruled = &admission.Ruled{Applicant: who, Decision: one(l, admission.Admit, admission.Exclude, admission.Lift), Reason: "the board"}
	case n < 96:
		e.Seats = &admission.Seats{Capacity: 1 + l.IntN(6)}
	default:
		e.PromotionsEnd = &admission.PromotionsEnd{Until: l.now.Add(time.Duration(l.IntN(72)) * time.Hour)}
	}
}

func (l *lived) groups(e *course.Entry) {
	e.Grouped = &course.Grouped{}
	if l.chance(30) {
		seats := slices.Clone(l.state.Seats)
		l.Shuffle(len(seats), func(i, j int) { seats[i], seats[j] = seats[j], seats[i] })
		half := len(seats) / 2
		e.Grouped.Groups, e.Grouped.Reason = map[string][]string{"1": seats[:half], "x": seats[half:]}, "by hand"
		if half == 0 {
			delete(e.Grouped.Groups, "1")
		}
	} else if l.chance(20) {
		e.Grouped.Moves = new(l.IntN(3))
	}
}

func (l *lived) session(e *course.Entry) {
	// Prefer the sittings that are due.
	sittings := []string{}
	for id := range l.ends {
		sittings = append(sittings, id)
	}
	slices.SortFunc(sittings, func(a, b string) int { return l.ends[a].Compare(l.ends[b]) })
	id := sittings[0]
	for _, s := range sittings {
		if l.ends[s].Before(l.now) && (l.state.Sessions[strings.TrimSuffix(s, "-again")] == "open" || l.chance(20)) {
			id = s
		}
	}
	if l.ends[id].After(l.now) && l.chance(60) {
		l.now = l.ends[id]
		e.At = l.now
	}
	switch n := l.IntN(100); {
	case n < 8:
		wall := civil.DateTimeOf(l.now.In(time.UTC)).AddDays(1 + l.IntN(3))
		e.Planned = &course.Planned{Session: id, Start: wall, Reason: "ill"}
		if l.chance(20) {
			e.Planned = &course.Planned{Deadline: "essay", End: wall}
		}
	case n < 20:
		e.Cancelled = &course.Cancelled{Session: id}
	default:
		from, until := l.begins[id], l.ends[id]
		e.Held = &schedule.Held{Session: id}
		if l.chance(15) {
			until = until.Add(-30 * time.Minute)
			e.Held.End = &until
		}
		if l.chance(15) {
			e.Held.Breaks = []schedule.Span{{Start: from.Add(30 * time.Minute), End: from.Add(40 * time.Minute)}}
		}
		for i := range 9 {
			if l.chance(70) {
				leave := from.Add(time.Duration(l.IntN(120)) * time.Minute)
				row := schedule.Segment{Participant: fmt.Sprint("p", i), Join: from, Leave: &leave}
				if l.chance(50) {
					row.Leave = nil
				}
				e.Held.Rows = append(e.Held.Rows, row)
			}
		}
		if l.chance(30) {
			e.Held.Rows = append(e.Held.Rows, schedule.Segment{Participant: "host", Join: from})
		}
	}
}

func (l *lived) mark(e *course.Entry) {
	m := &course.Marked{Participant: l.person(), Component: one(l, "quiz", "essay", "essay", "project")}
	switch m.Component {
	case "quiz":
		m.Mark = grading.Mark{Completed: new(l.chance(80))}
	case "essay":
		m.Mark = grading.Mark{Points: new(exact.MustDecimal(one(l, "0", "7.5", "21", "30.0", "31")))}
	default:
		m.Mark = grading.Mark{Level: one(l, "done", "good")}
	}
	if l.chance(25) {
		m.Mark = one(l, grading.Mark{Missing: true}, grading.Mark{Pending: true}, grading.Mark{HandedIn: true}, grading.Mark{Excused: true})
	}
	e.Marked = m
}

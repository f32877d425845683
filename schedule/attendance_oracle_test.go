package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/require"
)

// instance is a record of two sessions with two sittings each. Sittings last about
// one or two minutes, and all times are whole seconds.
type instance struct {
	table    *schedule.Timetable
	sittings []schedule.LocalSession
	record   schedule.Record
	by       schedule.AttendanceRule
	percent  int64
}

func drawn(t *testing.T, random *rand.Rand) instance {
	t.Helper()
	at := func(second int) civil.DateTime {
		return civil.MustDateTime("2024-10-30T15:00").AddSeconds(int64(second))
	}
	first, second := random.IntN(200), random.IntN(200)
	in := instance{percent: 1 + random.Int64N(100)}
	var err error
	in.table, err = schedule.Compile(schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{
		{ID: "a", Start: at(0), End: at(120), Repeats: []schedule.Repeat{{ID: "a2", Start: at(first), End: at(first + 60)}}},
		{ID: "b", Start: at(1000), End: at(1090), Repeats: []schedule.Repeat{{ID: "b2", Start: at(1000 + second), End: at(1100 + second)}}},
	}}, pinned)
	require.NoError(t, err)
	in.sittings = in.table.Sessions()
	in.by = schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal(fmt.Sprint(in.percent)), JoinedLater: []string{"", "excused", "absent"}[random.IntN(3)]}
	for _, s := range in.sittings {
		switch random.IntN(6) {
		case 0:
			in.record.Cancelled = append(in.record.Cancelled, s.ID)
		case 1:
		default:
			in.record.Held = append(in.record.Held, in.held(random, s))
		}
	}
	for _, session := range []string{"a", "b"} {
		if random.IntN(3) == 0 {
			in.record.Excused = append(in.record.Excused, schedule.Excuse{Session: session, Participants: []string{"p"}})
		}
	}
	if random.IntN(2) == 0 {
		in.record.Participants = []string{"p"}
	}
	if random.IntN(3) == 0 {
		in.record.Joined = map[string]time.Time{"p": in.sittings[0].Start.Add(time.Duration(random.IntN(1400)) * time.Second)}
	}
	return in
}

func (in *instance) held(random *rand.Rand, s schedule.LocalSession) schedule.Held {
	h := schedule.Held{Session: s.ID}
	start, end := s.Start, s.End
	if random.IntN(2) == 0 {
		start = start.Add(time.Duration(random.IntN(40)-20) * time.Second)
		h.Start = new(start)
	}
	if random.IntN(2) == 0 {
		end = end.Add(time.Duration(random.IntN(40)-15) * time.Second)
		h.End = new(end)
	}
	pause := start.Add(time.Duration(1+random.IntN(10)) * time.Second)
	for range random.IntN(3) {
		until := pause.Add(time.Duration(1+random.IntN(8)) * time.Second)
		if until.Before(end) {
			h.Breaks = append(h.Breaks, schedule.Span{Start: pause, End: until})
		}
		pause = until.Add(time.Duration(random.IntN(5)) * time.Second)
	}
	for range random.IntN(5) {
		join := start.Add(time.Duration(random.IntN(90)-20) * time.Second)
		h.Rows = append(h.Rows, schedule.Segment{Participant: "p", Join: join, Leave: new(join.Add(time.Duration(random.IntN(120)) * time.Second))})
	}
	return h
}

// attended reports whether the participant with the id "p" attended a sitting, by looking
// at every second of the sitting.
func (in *instance) attended(h schedule.Held) bool {
	s := in.sittings[slices.IndexFunc(in.sittings, func(s schedule.LocalSession) bool { return s.ID == h.Session })]
	if h.Start != nil {
		s.Start = *h.Start
	}
	if h.End != nil {
		s.End = *h.End
	}
	var taught, present int64
	for at := s.Start; at.Before(s.End); at = at.Add(time.Second) {
		if slices.ContainsFunc(h.Breaks, func(b schedule.Span) bool { return !at.Before(b.Start) && at.Before(b.End) }) {
			continue
		}
		taught++
		if slices.ContainsFunc(h.Rows, func(row schedule.Segment) bool { return !at.Before(row.Join) && at.Before(*row.Leave) }) {
			present++
		}
	}
	return present*100 >= taught*in.percent
}

// word returns the status of a session for the participant with the id "p". It follows
// the documentation of Timetable.Attendance sentence by sentence.
func (in *instance) word(session string) schedule.Status {
	open, cancelled := false, true
	var began time.Time
	for _, s := range in.sittings {
		if s.ID != session && s.Repeats != session {
			continue
		}
		i := slices.IndexFunc(in.record.Held, func(h schedule.Held) bool { return h.Session == s.ID })
		isCancelled := slices.Contains(in.record.Cancelled, s.ID)
		cancelled = cancelled && isCancelled
		open = open || i < 0 && !isCancelled
		start := s.Start
		if i >= 0 {
			if h := in.record.Held[i]; in.attended(h) {
				return schedule.StatusAttended
			} else if h.Start != nil {
				start = *h.Start
			}
		}
		if !isCancelled && start.After(began) {
			began = start
		}
	}
	joined, later := in.record.Joined["p"]
	excused := slices.ContainsFunc(in.record.Excused, func(e schedule.Excuse) bool { return e.Session == session })
	switch {
	case cancelled:
		return schedule.StatusCancelled
	case excused || later && joined.After(began) && in.by.JoinedLater != "absent":
		return schedule.StatusExcused
	case open:
		return schedule.StatusOpen
	}
	return schedule.StatusNotAttended
}

// Attendance is compared with an oracle for random records, with sittings held,
// cancelled and open, with breaks, and at times other than planned. The oracle looks
// at every second and then follows the documentation sentence by sentence.
func TestRecordAgainstEverySecond(t *testing.T) {
	t.Parallel()
	cases := 1_000
	if long {
		cases = 100_000
	}
	random := rand.New(rand.NewPCG(100, 2))
	seen := map[schedule.Status]int{}
	for range cases {
		in := drawn(t, random)
		p, err := in.table.Attendance(in.record, in.by)
		require.NoError(t, err, "%+v", in.record)
		q := presenceOf(p, "p")
		if in.record.Participants == nil && q.Participant == "" {
			continue // p has no row, no excuse and no entry in Joined
		}
		for i, session := range []string{"a", "b"} {
			got := q.Sessions[i]
			require.Equal(t, session, got.Session)
			require.Equal(t, in.word(session), got.Status, "%+v", in.record)
			seen[got.Status]++
		}
		for _, h := range in.record.Held {
			random.Shuffle(len(h.Rows), func(i, j int) { h.Rows[i], h.Rows[j] = h.Rows[j], h.Rows[i] })
		}
		slices.Reverse(in.record.Held)
		again, err := in.table.Attendance(in.record, in.by)
		require.NoError(t, err)
		require.Equal(t, p, again, "the order of rows")
	}
	for _, word := range []schedule.Status{schedule.StatusAttended, schedule.StatusNotAttended, schedule.StatusExcused, schedule.StatusCancelled, schedule.StatusOpen} {
		require.Greater(t, seen[word], cases/20, word)
	}
}

package schedule_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRows(t *testing.T) {
	t.Parallel()
	begin := time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC)
	at := func(minute int) time.Time { return begin.Add(time.Duration(minute) * time.Minute) }
	joined := func(minute int, who string) schedule.Message { return schedule.Message{At: at(minute), Joined: who} }
	left := func(minute int, who string) schedule.Message { return schedule.Message{At: at(minute), Left: who} }
	ended := func(minute int) schedule.Message { return schedule.Message{At: at(minute), Ended: true} }
	with := func(m schedule.Message, meeting, device string) schedule.Message {
		m.Meeting, m.Device = meeting, device
		return m
	}
	row := func(who string, join, leave int) schedule.Segment {
		return schedule.Segment{Participant: who, Join: at(join), Leave: new(at(leave))}
	}
	open := func(who string, join int) schedule.Segment { return schedule.Segment{Participant: who, Join: at(join)} }
	for name, c := range map[string]struct {
		messages []schedule.Message
		want     []schedule.Segment
		lost     []string
	}{
		"nothing":               {nil, nil, nil},
		"once":                  {[]schedule.Message{joined(0, "p"), left(9, "p")}, []schedule.Segment{row("p", 0, 9)}, nil},
		"the leave comes first": {[]schedule.Message{left(9, "p"), joined(0, "p")}, []schedule.Segment{row("p", 0, 9)}, nil},
		"delivered twice":       {[]schedule.Message{joined(0, "p"), left(9, "p"), joined(0, "p"), left(9, "p")}, []schedule.Segment{row("p", 0, 9)}, nil},
		"back again":            {[]schedule.Message{joined(0, "p"), left(3, "p"), joined(5, "p"), left(9, "p")}, []schedule.Segment{row("p", 0, 3), row("p", 5, 9)}, nil},
		"two devices":           {[]schedule.Message{joined(0, "p"), joined(2, "p"), left(5, "p"), left(9, "p")}, []schedule.Segment{row("p", 0, 5), row("p", 2, 9)}, nil},
		"devices by name": {[]schedule.Message{with(joined(0, "p"), "", "a"), with(joined(2, "p"), "", "b"), with(left(5, "p"), "", "b"), with(left(9, "p"), "", "a")},
			[]schedule.Segment{row("p", 0, 9), row("p", 2, 5)}, nil},
		"no leave":              {[]schedule.Message{joined(0, "p")}, []schedule.Segment{open("p", 0)}, nil},
		"until the end":         {[]schedule.Message{joined(0, "p"), ended(9)}, []schedule.Segment{row("p", 0, 9)}, nil},
		"said after the end":    {[]schedule.Message{joined(0, "p"), ended(9), left(10, "p")}, []schedule.Segment{row("p", 0, 9)}, nil},
		"left as it ended":      {[]schedule.Message{ended(9), left(9, "p"), joined(0, "p")}, []schedule.Segment{row("p", 0, 9)}, nil},
		"the host began anew":   {[]schedule.Message{joined(0, "p"), ended(3), joined(5, "p"), ended(9)}, []schedule.Segment{row("p", 0, 3), row("p", 5, 9)}, nil},
		"another meeting ended": {[]schedule.Message{with(joined(0, "p"), "one", ""), with(ended(3), "two", "")}, []schedule.Segment{open("p", 0)}, nil},
		"left without a join":   {[]schedule.Message{left(3, "p"), joined(5, "p"), left(9, "p")}, []schedule.Segment{row("p", 5, 9)}, []string{"[0]"}},
		"left twice":            {[]schedule.Message{joined(0, "p"), left(8, "p"), left(9, "p")}, []schedule.Segment{row("p", 0, 8)}, []string{"[2]"}},
		"left twice after it":   {[]schedule.Message{joined(0, "p"), ended(7), left(8, "p"), left(9, "p")}, []schedule.Segment{row("p", 0, 7)}, []string{"[3]"}},
		"somebody else left":    {[]schedule.Message{joined(0, "p"), left(9, "q")}, []schedule.Segment{open("p", 0)}, []string{"[1]"}},
		"meetings that begin at once": {[]schedule.Message{with(joined(0, "q"), "one", ""), with(joined(0, "p"), "two", ""), with(left(4, "q"), "one", ""), with(left(5, "p"), "two", "")},
			[]schedule.Segment{row("p", 0, 5), row("q", 0, 4)}, nil},
		"devices that join at once": {
			[]schedule.Message{with(joined(0, "p"), "", "a"), with(joined(0, "p"), "", "b"), with(joined(0, "p"), "", "c"), with(left(9, "p"), "", "b"), with(left(8, "p"), "", "c")},
			[]schedule.Segment{row("p", 0, 8), row("p", 0, 9), open("p", 0)}, nil},
		"devices, the last of which stays": {
			[]schedule.Message{with(joined(0, "p"), "", "a"), with(joined(0, "p"), "", "b"), with(left(9, "p"), "", "a")},
			[]schedule.Segment{row("p", 0, 9), open("p", 0)}, nil},
		"left without joins, the later first": {[]schedule.Message{left(9, "p"), left(3, "q")}, nil, []string{"[0]", "[1]"}},
		"joined and left at once":             {[]schedule.Message{left(3, "p"), joined(3, "p")}, []schedule.Segment{row("p", 3, 3)}, nil},
	} {
		rows, findings, err := schedule.Rows(c.messages)
		require.NoError(t, err, name)
		assert.Equal(t, c.want, rows, name)
		var lost []string
		for _, f := range findings {
			assert.Equal(t, "left-without-join", f.Code)
			lost = append(lost, f.Path)
		}
		assert.Equal(t, c.lost, lost, name)
	}
}

func TestMessagesThatSayNothing(t *testing.T) {
	t.Parallel()
	_, _, err := schedule.Rows([]schedule.Message{{}, {At: stamp, Joined: "p", Left: "p"}, {At: stamp, Joined: "p", Ended: true}, {At: stamp, Joined: " p", Meeting: "a\n", Device: "\x00"}})
	assert.Equal(t, []string{"[0] one-of", "[0].at required", "[1] one-of", "[2] one-of", "[3].joined id", "[3].meeting id", "[3].device id"}, faults(err))
	many := slices.Repeat([]schedule.Message{{At: stamp, Ended: true}}, 1_000_001)
	_, _, err = schedule.Rows(many)
	assert.Equal(t, []string{" too-many"}, faults(err))
	rows, _, err := schedule.Rows(many[1:])
	assert.NoError(t, err)
	assert.Empty(t, rows)
}

// The rows of random messages must cover exactly the minutes in which each person was
// in the meeting, in whatever order the messages arrive and even if some arrive
// twice.
func TestRowsAgainstEveryMinute(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 7))
	begin := time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC)
	for range 300 {
		var messages []schedule.Message
		inside, want := map[string]int{}, map[string][60]bool{}
		for minute := range 60 {
			at := begin.Add(time.Duration(minute) * time.Minute)
			for _, who := range []string{"p", "q", "r"} {
				switch n := random.IntN(12); {
				case n == 0:
					inside[who]++
					messages = append(messages, schedule.Message{At: at, Joined: who})
				case n == 1 && inside[who] > 0:
					inside[who]--
					messages = append(messages, schedule.Message{At: at, Left: who})
				}
			}
			for who, n := range inside {
				there := want[who]
				there[minute] = n > 0
				want[who] = there
			}
			if random.IntN(40) == 0 || minute == 59 {
				messages = append(messages, schedule.Message{At: at.Add(time.Minute - 1), Ended: true})
				clear(inside)
			}
		}
		messages = append(messages, messages[:random.IntN(len(messages))]...)
		random.Shuffle(len(messages), func(i, j int) { messages[i], messages[j] = messages[j], messages[i] })
		rows, findings, err := schedule.Rows(messages)
		require.NoError(t, err)
		require.Empty(t, findings)
		got := map[string][60]bool{}
		for who := range want {
			var there [60]bool
			for minute := range there {
				at := begin.Add(time.Duration(minute) * time.Minute)
				there[minute] = slices.ContainsFunc(rows, func(s schedule.Segment) bool {
					return s.Participant == who && !at.Before(s.Join) && at.Before(*s.Leave)
				})
			}
			got[who] = there
		}
		require.Equal(t, want, got)
	}
}

// A message about the end of a meeting takes little time, even if many people were in the
// meeting before.
func TestRowsOfManyEnds(t *testing.T) {
	t.Parallel()
	const people = 200_000
	var messages []schedule.Message
	for i := range people {
		messages = append(messages, schedule.Message{At: stamp, Joined: "p" + strconv.Itoa(i)})
	}
	for i := range people {
		at := stamp.Add(time.Duration(1+i) * time.Minute)
		messages = append(messages, schedule.Message{At: at, Ended: true}, schedule.Message{At: at.Add(time.Second), Joined: "p1"})
	}
	begin := time.Now()
	rows, _, err := schedule.Rows(messages)
	require.NoError(t, err)
	assert.Len(t, rows, 2*people)
	assert.Less(t, time.Since(begin), 15*time.Second)
}

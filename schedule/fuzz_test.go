package schedule_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/require"
)

func FuzzPlan(f *testing.F) {
	for _, seed := range []string{
		published,
		repeated,
		rhythm,
		`{"zone": "Europe/Zurich", "deadlines": [{"id": "d", "at": "2025-03-30T02:30", "clock_change": "later"}, {"id": "e", "title": "E", "at": "2024-11-20T23:59", "anywhere": true, "utc": "2024-11-21T11:59:00Z"}]}`,
		`{"zone": "Africa/Casablanca", "pattern": {"from": "2025-02-28", "weekdays": ["monday"], "count": 3, "at": "23:30", "minutes": 90, "avoid": ["2025-03-10"], "then": [{"after": 3, "days": 7}]}}`,
		`{"zone": "CET", "sessions": []}`,
		`{"zone": "UTC", "sessions": [{"id": "a", "start": "2025-03-30T02:30", "end": "2025-03-30T04:00"}], "deadlines": [{"id": "d", "at": "2025-03-30T02:30", "before": "a"}]}`,
		`{"zone": "Europe/Zurich", "sessions": [{"id": "a", "start": "2025-03-30T02:30", "end": "2025-03-30T04:00", "clock_change": "later", "utc": "2025-03-30T01:30:00Z"}]}`,
		`{"zone": "Africa/Monrovia", "sessions": [{"id": "a", "start": "1972-01-07T00:20", "end": "1972-01-07T00:50"}]}`,
		`{"zone": "Pacific/Apia", "sessions": [{"id": "\n", "title": "\r\n", "start": "2011-12-30T12:00", "end": "2011-12-31T12:00", "clock_change": "earlier"}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		plan, err := parsePlan(string(data))
		if err != nil {
			require.NotEmpty(t, faults(err))
			return
		}
		text, err := json.Marshal(plan)
		require.NoError(t, err)
		again, err := parsePlan(string(text))
		require.NoError(t, err)
		twice, err := json.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(text), string(twice))

		table, err := schedule.Compile(plan, pinned)
		require.NoError(t, err)
		sessions := table.Sessions()
		for i, s := range sessions {
			require.True(t, s.Start.Before(s.End))
			require.True(t, i == 0 || !s.Start.Before(sessions[i-1].Start))
		}
		for _, d := range table.Deadlines(nil) {
			in, err := table.InTime(d.ID, d.At)
			require.NoError(t, err)
			late, err := table.InTime(d.ID, d.At.Add(1))
			require.NoError(t, err)
			require.True(t, in && !late)
		}
		stamped, err := plan.Stamped(pinned)
		require.NoError(t, err)
		same, err := schedule.Compile(stamped, pinned)
		require.NoError(t, err)
		require.Equal(t, sessions, same.Sessions())
		for _, zoned := range []bool{false, true} {
			o := plainOptions()
			o.Zoned = zoned
			calendar, err := table.Calendar(schedule.Record{}, o)
			require.NoError(t, err)
			unfold(t, calendar)
		}
		table.ClockShifts(nil)
		table.Lint(schedule.Claims{Minutes: &schedule.MinutesClaim{Each: 120}, Weekly: []schedule.WeeklyClaim{{Each: 2, Weeks: 2}}})
	})
}

func FuzzFairness(f *testing.F) {
	for _, seed := range []string{
		`{"plan": ` + published + `, "participants": [{"id": "p", "zone": "Asia/Tokyo"}, {"id": "q", "zone": "America/Lima"}], "starts": ["08:00", "00:00", "23:59"], "turns": 2, "sittings": 2}`,
		`{"plan": ` + repeated + `, "participants": [{"id": "p", "zone": "UTC"}], "starts": ["02:30"], "burden": [1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24]}`,
		`{"plan": ` + rhythm + `, "participants": [{"id": "p", "zone": "Europe/Zurich"}], "starts": ["02:30", "24:00"], "sittings": 3}`,
		`{"plan": {"zone": "UTC", "sessions": [{"id": "a", "start": "2024-10-30T10:00", "end": "2024-10-30T11:00"}, {"id": "a-2", "start": "2024-10-30T12:00", "end": "2024-10-30T13:00"}]},
			"participants": [{"id": "p", "zone": "Europe/Zurich"}], "starts": ["02:30"], "sittings": 2}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var q schedule.Fairness
		if document.Decode(data, &q) != nil || len(q.Starts) == 0 || len(q.Starts) > 5 || q.Turns > 3 || q.Sittings > 3 || len(q.Plan.Sessions) > 20 || q.Plan.Pattern != nil && q.Plan.Pattern.Count > 20 {
			return
		}
		got, err := schedule.Fairest(q, pinned)
		if err != nil {
			require.NotEmpty(t, faults(err))
			return
		}
		for i, option := range got.Options {
			require.GreaterOrEqual(t, option.Worst, got.Options[0].Worst)
			require.Len(t, option.Shares, len(q.Participants))
			_, err := schedule.Compile(q.PlanAt(option.Start), pinned)
			require.NoError(t, err, i)
		}
		for _, refused := range got.Refused {
			_, err := schedule.Compile(q.PlanAt(refused.Start), pinned)
			require.Equal(t, refused.Violations, err)
		}
		if got.Rotation != nil {
			require.LessOrEqual(t, got.Rotation.Worst, got.Options[0].Worst)
			_, err := schedule.Compile(q.PlanAt(got.Rotation.Starts...), pinned)
			require.NoError(t, err)
		}
		if got.Sittings != nil {
			_, err := schedule.Compile(q.RepeatAt(got.Sittings.Starts...), pinned)
			require.NoError(t, err)
		}
	})
}

// FuzzMessages makes one message of each pair of bytes. The first byte of the pair says
// what happened, on which device and to whom. The second byte is the time of the message,
// as the number of seconds after the variable stamp.
func FuzzMessages(f *testing.F) {
	f.Add([]byte{0, 0, 5, 3, 1, 0, 2, 9})
	f.Fuzz(func(t *testing.T, data []byte) {
		var messages []schedule.Message
		at := stamp
		for ; len(data) > 1; data = data[2:] {
			m := schedule.Message{At: at.Add(time.Duration(data[1]) * time.Second), Device: string(rune('a' + data[0]>>6))}
			switch who := string(rune('p' + data[0]>>2&3)); data[0] & 3 {
			case 0, 1:
				m.Joined = who
			case 2:
				m.Left = who
			case 3:
				m.Ended = true
			}
			messages = append(messages, m)
		}
		rows, findings, err := schedule.Rows(messages)
		require.NoError(t, err)
		require.LessOrEqual(t, len(rows)+len(findings), len(messages))
		for _, row := range rows {
			require.True(t, row.Leave == nil || !row.Leave.Before(row.Join))
		}
		slices.Reverse(messages)
		again, _, err := schedule.Rows(messages)
		require.NoError(t, err)
		require.Equal(t, rows, again)
	})
}

func FuzzRecord(f *testing.F) {
	for _, seed := range []string{
		`{}`,
		`{"held": [{"session": "a", "rows": [{"participant": "p", "join": "2024-10-30T14:00:00Z", "leave": "2024-10-30T16:00:00Z"}]}], "cancelled": ["b"]}`,
		`{"held": [{"session": "b2", "start": "2024-11-02T02:05:00Z", "breaks": [{"start": "2024-11-02T02:50:00Z", "end": "2024-11-02T03:00:00Z"}],
			"rows": [{"participant": "p", "session": "b", "join": "2024-10-30T15:00:00+01:00"}, {"participant": "p", "join": "0001-01-01T00:00:01Z", "leave": "9999-12-31T23:59:59.999999999Z"}]}]}`,
		`{"excused": [{"participants": ["p", "q"], "session": "a"}], "joined": {"q": "2024-11-05T00:00:00Z"}, "participants": ["p"]}`,
	} {
		f.Add([]byte(seed))
	}
	table := repeating(f)
	by := schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80"), MissingLeave: "until_end"}
	f.Fuzz(func(t *testing.T, data []byte) {
		record, err := table.ParseRecord(data, by)
		if err != nil {
			require.NotEmpty(t, faults(err))
			return
		}
		p, err := table.Attendance(record, by)
		require.NoError(t, err)
		for _, q := range p.People {
			for _, s := range q.Sessions {
				require.Equal(t, s.Sitting == "", s.Spans == nil && s.Late+s.LeftEarly+s.Seconds == 0 || s.Sitting == "")
				require.False(t, s.Status == schedule.StatusAttended && s.Seconds == 0 && len(s.Spans) == 0)
			}
		}
		slices.Reverse(record.Held)
		for i, h := range record.Held {
			record.Held[i].Rows = append(h.Rows, h.Rows...)
			slices.Reverse(h.Rows)
		}
		again, err := table.Attendance(record, by)
		require.NoError(t, err)
		require.Equal(t, p.People, again.People, "neither order nor repetition counts")
		_, err = table.Calendar(record, plainOptions())
		require.NoError(t, err)
	})
}

func FuzzCalendarText(f *testing.F) {
	f.Add("Introduction; \"DPGs\", \\ and more\r\n", "session-1")
	f.Fuzz(func(t *testing.T, title, id string) {
		table, err := schedule.Compile(schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{
			{ID: id, Title: title, Start: civil.MustDateTime("2024-10-30T15:00"), End: civil.MustDateTime("2024-10-30T16:00")},
		}}, pinned)
		if err != nil {
			return
		}
		text, err := table.Calendar(schedule.Record{}, plainOptions())
		require.NoError(t, err)
		lines := unfold(t, text)
		require.Len(t, lines, 14)
		require.Equal(t, "END:VCALENDAR", lines[len(lines)-1])
	})
}

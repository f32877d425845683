package schedule_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/require"
)

// zonesOfPeople are 32 zones in Africa, America, Asia, Europe and the Pacific.
var zonesOfPeople = []string{
	"Africa/Cairo", "Africa/Casablanca", "Africa/Johannesburg", "Africa/Kampala", "Africa/Kinshasa", "Africa/Lagos", "Africa/Nairobi", "America/Argentina/Buenos_Aires",
	"America/Bogota", "America/Guatemala", "America/Havana", "America/Jamaica", "America/La_Paz", "America/Lima", "America/New_York", "America/Port-au-Prince",
	"America/Sao_Paulo", "Asia/Almaty", "Asia/Amman", "Asia/Beirut", "Asia/Colombo", "Asia/Dhaka", "Asia/Dili", "Asia/Jakarta",
	"Asia/Kabul", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila", "Asia/Tashkent", "Asia/Yangon", "Europe/Madrid", "Pacific/Fiji",
}

func people(n int) []schedule.Participant {
	all := make([]schedule.Participant, n)
	for i := range all {
		all[i] = schedule.Participant{ID: fmt.Sprintf("p%04d", i), Zone: zonesOfPeople[i%len(zonesOfPeople)]}
	}
	return all
}

func BenchmarkFairest(b *testing.B) {
	f := schedule.Fairness{Plan: parse(b, published), Participants: people(32)}
	for _, turns := range []int{0, 2} {
		f.Turns = turns
		b.Run(fmt.Sprintf("96x32x5/turns=%d", turns), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := schedule.Fairest(f, pinned)
				require.NoError(b, err)
			}
		})
	}
}

// The time per row should not depend on the number of rows: 1,000,000 rows of 100,000
// people over 10 sessions take ten times as long as 100,000 rows of 10,000 people.
func BenchmarkAttendance(b *testing.B) {
	plan := schedule.Plan{Zone: "Europe/Zurich"}
	for n := range 10 {
		start := civil.MustDateTime("2024-10-30T15:00").AddDays(n)
		plan.Sessions = append(plan.Sessions, schedule.Session{ID: fmt.Sprint("session-", n), Start: start, End: start.AddSeconds(2 * 3600)})
	}
	table, err := schedule.Compile(plan, pinned)
	require.NoError(b, err)
	sessions := table.Sessions()
	by := schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80")}
	for _, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		var record schedule.Record
		for _, s := range sessions {
			h := schedule.Held{Session: s.ID, Rows: make([]schedule.Segment, n/10), Breaks: []schedule.Span{{Start: s.Start.Add(50 * time.Minute), End: s.Start.Add(time.Hour)}}}
			for i := range h.Rows {
				join := s.Start.Add(time.Duration(i*7919%3600) * time.Second)
				h.Rows[i] = schedule.Segment{Participant: fmt.Sprintf("p%06d", i*613%(n/10)), Join: join, Leave: new(join.Add(time.Hour))}
			}
			record.Held = append(record.Held, h)
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, err := table.Attendance(record, by)
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/row")
		})
	}
}

func BenchmarkCalendar(b *testing.B) {
	table := reference(b)
	o := schedule.CalendarOptions{Run: "2024", Domain: "example.org", Stamp: time.Date(2024, 10, 14, 0, 0, 0, 0, time.UTC), Zoned: true}
	b.ReportAllocs()
	for b.Loop() {
		_, err := table.Calendar(schedule.Record{}, o)
		require.NoError(b, err)
	}
}

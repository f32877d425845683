package grouping_test

import (
	"github.com/cohortkit/cohort/course/civil"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests bring their own zones

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

func TestIntervals(t *testing.T) {
	tests := []struct {
		name string
		a    grouping.Availability
		want []string
	}{
		{"two evenings", grouping.Availability{Zone: "Africa/Nairobi", First: "2024-11-09", Last: "2024-11-10",
			Hours: []grouping.Hours{{From: "18:00", To: "21:30"}}},
			[]string{"11-09T15:00 11-09T18:30", "11-10T15:00 11-10T18:30"}},
		{"one day of the week", grouping.Availability{Zone: "Asia/Kathmandu", First: "2024-11-09", Last: "2024-11-22",
			Hours: []grouping.Hours{{Days: []civil.Weekday{"sunday"}, From: "08:00", To: "24:00"}}},
			[]string{"11-10T02:15 11-10T18:15", "11-17T02:15 11-17T18:15"}},
		{"over midnight, joined", grouping.Availability{Zone: "UTC", First: "2024-11-09", Last: "2024-11-10",
			Hours: []grouping.Hours{{From: "22:00", To: "02:00"}, {From: "02:00", To: "03:00"}}},
			[]string{"11-09T02:00 11-09T03:00", "11-09T22:00 11-10T03:00", "11-10T22:00 11-11T02:00"}},
		{"hours within others", grouping.Availability{Zone: "UTC", First: "2024-11-09", Last: "2024-11-09",
			Hours: []grouping.Hours{{From: "08:00", To: "18:00"}, {From: "09:00", To: "10:00"}}},
			[]string{"11-09T08:00 11-09T18:00"}},
		{"the whole day from 8 on", grouping.Availability{Zone: "UTC", First: "2024-11-09", Last: "2024-11-09",
			Hours: []grouping.Hours{{From: "08:00", To: "08:00"}}},
			[]string{"11-09T08:00 11-10T08:00"}},
		{"the first day there is", grouping.Availability{Zone: "UTC", First: "1901-01-01", Last: "1901-01-01",
			Hours: []grouping.Hours{{From: "08:00", To: "08:01"}}},
			[]string{"01-01T08:00 01-01T08:01"}},
		{"the last day there is", grouping.Availability{Zone: "UTC", First: "2198-12-31", Last: "2198-12-31",
			Hours: []grouping.Hours{{From: "08:00", To: "08:01"}}},
			[]string{"12-31T08:00 12-31T08:01"}},
		{"clocks go back: the hour counts twice", grouping.Availability{Zone: "Europe/Zurich", First: "2024-10-27", Last: "2024-10-27",
			Hours: []grouping.Hours{{From: "02:00", To: "03:00"}}},
			[]string{"10-27T00:00 10-27T02:00"}},
		{"clocks go back: the first half hour, twice", grouping.Availability{Zone: "Europe/Zurich", First: "2024-10-27", Last: "2024-10-27",
			Hours: []grouping.Hours{{From: "02:00", To: "02:30"}}},
			[]string{"10-27T00:00 10-27T00:30", "10-27T01:00 10-27T01:30"}},
		{"clocks go forward: the hour is not there", grouping.Availability{Zone: "Europe/Zurich", First: "2024-03-31", Last: "2024-03-31",
			Hours: []grouping.Hours{{From: "02:00", To: "03:00"}}},
			nil},
		{"clocks go forward: what is left", grouping.Availability{Zone: "Europe/Zurich", First: "2024-03-31", Last: "2024-03-31",
			Hours: []grouping.Hours{{From: "01:30", To: "03:30"}}},
			[]string{"03-31T00:30 03-31T01:30"}},
		{"on each side of a change", grouping.Availability{Zone: "America/New_York", First: "2024-11-02", Last: "2024-11-04",
			Hours: []grouping.Hours{{From: "18:00", To: "19:00"}}},
			[]string{"11-02T22:00 11-02T23:00", "11-03T23:00 11-04T00:00", "11-04T23:00 11-05T00:00"}},
		{"a day that was left out", grouping.Availability{Zone: "Pacific/Apia", First: "2011-12-29", Last: "2011-12-31",
			Hours: []grouping.Hours{{From: "00:00", To: "24:00"}}},
			[]string{"12-29T10:00 12-31T10:00"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.a.Intervals(time.LoadLocation)
			require.NoError(t, err)
			var text []string
			for _, interval := range got {
				text = append(text, interval.Start.UTC().Format("01-02T15:04")+" "+interval.End.UTC().Format("01-02T15:04"))
			}
			assert.Equal(t, test.want, text)
		})
	}
}

// The intervals hold exactly the instants at which the clock shows one of the hours. The
// test checks this every five minutes around every clock change of some zones in a year.
func TestIntervalsAgainstTheClock(t *testing.T) {
	for _, zone := range []string{"Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata", "America/Santiago"} {
		loc, err := time.LoadLocation(zone)
		require.NoError(t, err)
		for first := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC); first.Year() == 2024; first = first.AddDate(0, 0, 4) {
			_, before := first.In(loc).Zone()
			_, after := first.AddDate(0, 0, 4).In(loc).Zone()
			if before == after {
				continue
			}
			last := first.AddDate(0, 0, 4)
			a := grouping.Availability{Zone: zone, First: first.Format(time.DateOnly), Last: last.Format(time.DateOnly),
				Hours: []grouping.Hours{{From: "00:10", To: "01:15"}, {From: "01:50", To: "02:20"}, {From: "23:30", To: "24:00"}}}
			got, err := a.Intervals(time.LoadLocation)
			require.NoError(t, err)
			for at := first.Add(-30 * time.Hour); at.Before(last.Add(54 * time.Hour)); at = at.Add(5 * time.Minute) {
				local := at.In(loc)
				date := local.Format(time.DateOnly)
				clock := local.Format("15:04")
				want := a.First <= date && date <= a.Last &&
					("00:10" <= clock && clock < "01:15" || "01:50" <= clock && clock < "02:20" || "23:30" <= clock)
				in := false
				for _, interval := range got {
					in = in || !at.Before(interval.Start) && at.Before(interval.End)
				}
				require.Equal(t, want, in, "%s at %s", zone, local)
			}
		}
	}
}

func TestAvailabilityIsChecked(t *testing.T) {
	_, err := grouping.Availability{Zone: "Nowhere/Land", First: "2024-11-31", Last: "2024-11-30", Hours: []grouping.Hours{
		{From: "24:00", To: "25:00", Days: []civil.Weekday{"holiday"}}, {From: "8:00", To: "9.00"}}}.Intervals(time.LoadLocation)
	assert.Equal(t, []string{"zone unknown-zone", "first format", "hours[0].days[0] unknown-value", "hours[0].from format", "hours[0].to format", "hours[1].from format", "hours[1].to format"}, codes(err))
	day := grouping.Availability{Zone: "UTC", First: "2024-01-01", Last: "2024-12-31", Hours: []grouping.Hours{{From: "00:00", To: "24:00"}}}
	_, err = day.Intervals(time.LoadLocation)
	assert.NoError(t, err)
	day.Last = "2025-01-01"
	_, err = day.Intervals(time.LoadLocation)
	assert.Equal(t, []string{"last range"}, codes(err))
	for _, year := range []string{"1900", "2199"} {
		other := day
		other.First, other.Last = year+"-12-30", year+"-12-31"
		_, err = other.Intervals(time.LoadLocation)
		assert.Equal(t, []string{"first format", "last format"}, codes(err))
	}
	other := day
	other.Zone, other.Last = strings.Repeat("x", 129), "2024-12-31"
	_, err = other.Intervals(func(string) (*time.Location, error) {
		t.Error("no zone is asked for by such a name")
		return nil, nil
	})
	assert.Equal(t, []string{"zone too-long"}, codes(err))
	for _, zone := range []string{"Local", "localtime", "CET", "EST", "Etc/GMT-1", "+01:00"} {
		other.Zone = zone // the zone of the machine, or not a place
		_, err = other.Intervals(time.LoadLocation)
		assert.Equal(t, []string{"zone zone-name"}, codes(err), zone)
	}
	other.Zone = "UTC"
	_, err = other.Intervals(func(string) (*time.Location, error) { return nil, nil })
	assert.Equal(t, []string{"zone unknown-zone"}, codes(err))
	_, err = other.Intervals(nil)
	assert.Equal(t, []string{"zone unknown-zone"}, codes(err))
	day.Last = "2023-12-31"
	_, err = day.Intervals(time.LoadLocation)
	assert.Equal(t, []string{"last interval"}, codes(err))
}

// The intervals of an availability are in the range that members may state, even in the
// zones furthest from UTC.
func TestIntervalsAreThoseOfMembers(t *testing.T) {
	for _, zone := range []string{"Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"} {
		for _, date := range []string{"1901-01-01", "2198-12-31"} {
			got, err := grouping.Availability{Zone: zone, First: date, Last: date, Hours: []grouping.Hours{{From: "00:00", To: "24:00"}, {From: "23:59", To: "23:58"}}}.Intervals(time.LoadLocation)
			require.NoError(t, err)
			_, err = compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 1}}).Form([]grouping.Member{{ID: "a", Available: got}}, grouping.Options{})
			assert.NoError(t, err)
		}
	}
}

// An availability whose hours never come has no intervals: its member is never available,
// and costs a group all the minutes that the rule asks for. A member who states no times
// costs nothing and is counted in Missing.
func TestNeverAvailable(t *testing.T) {
	never := grouping.Availability{Zone: "Africa/Nairobi", First: "2024-11-12", Last: "2024-11-14",
		Hours: []grouping.Hours{{Days: []civil.Weekday{"monday"}, From: "18:00", To: "20:00"}}}
	got, err := never.Intervals(time.LoadLocation)
	require.NoError(t, err)
	assert.Equal(t, []civil.Interval{}, got)
	hour := grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}
	for _, test := range []struct {
		name      string
		available []civil.Interval
		cost      int64
		missing   int
	}{{"never", got, 60, 0}, {"not stated", nil, 0, 1}} {
		f, err := compile(t, one(hour)).Form([]grouping.Member{{ID: "a", Available: test.available}}, grouping.Options{})
		require.NoError(t, err)
		assert.Equal(t, test.cost, f.Tiers[0].Cost, test.name)
		assert.Equal(t, test.missing, f.Rules[0].Missing, test.name)
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 1}, Must: []grouping.Requirement{{Code: "hour", Rule: hour}}}
	evening := civil.Interval{Start: day, End: day.Add(time.Hour)}
	_, err = compile(t, p).Form([]grouping.Member{{ID: "a", Available: got}, {ID: "b", Available: []civil.Interval{evening}}}, grouping.Options{})
	var conflict *grouping.ConflictError
	assert.ErrorAs(t, err, &conflict)
}

package civil_test

import (
	"encoding/binary"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // for machines without zone data

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// long is true if the tests run in their long versions.
var long = os.Getenv("COHORT_LONG") != ""

// regime is a stretch of time in which a zone's offset from UTC does not change.
type regime struct{ start, end, offset int64 }

func offset(loc *time.Location, unix int64) int64 {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return int64(offset)
}

// regimes returns the regimes of a zone, in order. It compares the offsets at the two
// ends of each step. If they differ, it bisects the step to find the second at which the
// offset changes.
func regimes(loc *time.Location, from, to, step int64) []regime {
	all := []regime{{from - 1<<40, to + 1<<40, offset(loc, from)}}
	for at := from; at < to; at += step {
		last := &all[len(all)-1]
		if offset(loc, at+step) == last.offset {
			continue
		}
		low, high := at, at+step
		for high-low > 1 {
			if middle := (low + high) / 2; offset(loc, middle) == last.offset {
				low = middle
			} else {
				high = middle
			}
		}
		last.end = high
		all = append(all, regime{high, to + 1<<40, offset(loc, high)})
	}
	return all
}

// meant returns the earlier and the later instant at which a zone shows a wall time. The
// wall time is given as the Unix second at which UTC shows it. If the zone skips the wall
// time, the two instants are its readings with the offset after the change and with the
// offset before the change.
func meant(all []regime, wall int64) (code string, earlier, later int64) {
	var shown []int64
	for _, r := range all {
		if at := wall - r.offset; r.start <= at && at < r.end {
			shown = append(shown, at)
		}
	}
	switch len(shown) {
	case 1:
		return "", shown[0], shown[0]
	case 2:
		return "clock-overlap", min(shown[0], shown[1]), max(shown[0], shown[1])
	}
	for i := 1; i < len(all); i++ {
		before, after := all[i-1], all[i]
		if after.start+before.offset <= wall && wall < after.start+after.offset {
			return "clock-gap", wall - after.offset, wall - before.offset
		}
	}
	return "none", 0, 0
}

// readings returns the earlier and the later reading of a wall time. If clocks skip the
// wall time or show it twice, the code is that of the violation; otherwise it is empty.
func readings(w civil.DateTime, loc *time.Location) (code string, earlier, later time.Time) {
	_, err := w.In(loc, "")
	var v rule.Violation
	errors.As(err, &v)
	earlier, _ = w.In(loc, "earlier")
	later, _ = w.In(loc, "later")
	return v.Code, earlier, later
}

// DateTime.In agrees with a scan of the offsets of a zone: at the edges of every clock
// change, next to them and between them.
func TestResolutionAgainstAScan(t *testing.T) {
	t.Parallel()
	host := func(name string) (*time.Location, error) { return time.LoadLocation(name) }
	for source, zones := range map[string]civil.Zones{"pinned": pinned, "machine": host} {
		t.Run(source, func(t *testing.T) {
			t.Parallel()
			from, to, step := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC), int64(6*3600)
			if long {
				from, step = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), 3600
			}
			points, changes := 0, 0
			for i, name := range zoneNames(t) {
				if !long && i%9 != 0 {
					continue
				}
				loc, err := zones(name)
				if err != nil {
					continue // the machine's data may be older and lack the zone
				}
				all := regimes(loc, from.Unix(), to.Unix(), step)
				for _, change := range slices.Backward(all[1:]) {
					before := offset(loc, change.start-1)
					low, high := change.start+min(before, change.offset), change.start+max(before, change.offset)
					changes++
					for _, wall := range []int64{low - 86400, low - 3600, low - 1, low, low + 1, (low + high) / 2, high - 1, high, high + 1, high + 3600, high + 86400} {
						want, earlier, later := meant(all, wall)
						code, first, second := readings(civil.DateTimeOf(time.Unix(wall, 0).UTC()), loc)
						if code != want || first.Unix() != earlier || second.Unix() != later {
							t.Errorf("%s at %v: %s %v %v, want %s %v %v", name, time.Unix(wall, 0).UTC(), code, first, second, want, earlier, later)
						}
						points++
					}
				}
			}
			t.Log(points, "points at", changes, "clock changes")
			require.Greater(t, points, 10_000)
		})
	}
}

// At the end of a leap year, a search that follows the transitions of a zone can run
// forever (golang/go#81583). DateTime.In must return.
func TestResolutionAtTheEndOfALeapYear(t *testing.T) {
	t.Parallel()
	for _, name := range zoneNames(t) {
		loc := zone(t, name)
		for _, year := range []string{"2024", "2028", "2040", "2096", "9996"} {
			w := civil.MustDateTime(year + "-12-31T12:00")
			at, err := w.In(loc, "")
			assert.NoError(t, err, name)
			assert.Equal(t, w, civil.DateTimeOf(at), name)
		}
	}
}

func TestPolicies(t *testing.T) {
	t.Parallel()
	zurich := zone(t, "Europe/Zurich")
	for _, c := range []struct{ wall, policy, want, code string }{
		{"2024-10-30T15:00", "", "14:00", ""}, {"2024-10-30T15:00", "later", "14:00", ""}, {"2024-10-30T15:00", "sometimes", "14:00", ""},
		{"2025-03-30T02:30", "earlier", "00:30", ""}, {"2025-03-30T02:30", "later", "01:30", ""}, {"2025-03-30T02:30", "compatible", "01:30", ""},
		{"2025-10-26T02:30", "earlier", "00:30", ""}, {"2025-10-26T02:30", "later", "01:30", ""}, {"2025-10-26T02:30", "compatible", "00:30", ""},
		{"2025-03-30T02:30", "", "", "clock-gap"}, {"2025-03-30T02:30", "sometimes", "", "clock-gap"},
		{"2025-10-26T02:30", "", "", "clock-overlap"}, {"2025-10-26T02:30", "sometimes", "", "clock-overlap"},
	} {
		at, err := civil.MustDateTime(c.wall).In(zurich, civil.ClockChange(c.policy))
		if c.code != "" {
			assert.ErrorIs(t, err, rule.Violation{Code: c.code}, c)
			assert.True(t, at.IsZero())
			continue
		}
		require.NoError(t, err, c)
		assert.Equal(t, c.want, at.UTC().Format("15:04"), c)
		assert.Same(t, zurich, at.Location())
	}
	_, err := civil.DateTime{}.In(zurich, "")
	assert.ErrorIs(t, err, rule.Violation{Code: "required"})
	_, err = civil.MustDateTime("2024-10-30T15:00").In(nil, "")
	assert.ErrorIs(t, err, rule.Violation{Code: "unknown-zone"})
}

// The test reads a clock in the zone every 15 minutes and compares Shown with it.
func TestShown(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/Zurich", "Asia/Kathmandu", "Australia/Lord_Howe", "Antarctica/Troll", "America/Santiago", "Pacific/Apia", "UTC"} {
		loc := zone(t, name)
		days := []string{"2024-10-30", "2011-12-30", "2011-12-29"}
		for _, r := range regimes(loc, time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), 3600)[1:] {
			days = append(days, time.Unix(r.start, 0).In(loc).Format(time.DateOnly), time.Unix(r.start, 0).Add(-time.Hour).In(loc).Format(time.DateOnly))
		}
		for _, day := range days {
			midnight := civil.MustDateTime(day + "T00:00")
			for from := int64(0); from <= 24; from += 3 {
				for to := from; to <= 36; to += 4 {
					start, end := midnight.AddSeconds(from*3600), midnight.AddSeconds(to*3600)
					got := civil.Shown(start, end, loc)
					for i, span := range got {
						require.True(t, span.Start.Before(span.End) && (i == 0 || got[i-1].End.Before(span.Start)), "%s %s", name, day)
					}
					for at := midnight.Unix() - 40*3600; at < midnight.Unix()+76*3600; at += 900 {
						shown := civil.DateTimeOf(time.Unix(at, 0).In(loc)).Unix()
						want := shown >= start.Unix() && shown < end.Unix()
						in := slices.ContainsFunc(got, func(span civil.Interval) bool { return at >= span.Start.Unix() && at < span.End.Unix() })
						require.Equal(t, want, in, "%s %s %d to %d: %v", name, day, from, to, time.Unix(at, 0).In(loc))
					}
				}
			}
		}
	}
	w := civil.MustDateTime("2024-10-30T15:00")
	assert.Empty(t, civil.Shown(w, w, time.UTC))
	assert.Empty(t, civil.Shown(civil.DateTime{}, w, time.UTC))
	assert.Empty(t, civil.Shown(w, civil.DateTime{}, time.UTC))
	assert.Empty(t, civil.Shown(w, w.AddDays(1), nil))
	assert.Equal(t, []civil.Interval{{Start: time.Unix(w.Unix()-1, 0).UTC(), End: time.Unix(w.Unix(), 0).UTC()}}, civil.Shown(w.AddSeconds(-1), w, time.UTC))
}

// In the made-up zone, clocks go forward by an hour, and back 20 hours later. A wall time
// near these two changes, which are too close together, is refused instead of guessed.
func TestResolutionOfTwoChangesWithinADay(t *testing.T) {
	t.Parallel()
	const noon = 1730289600 // 2024-10-30T12:00:00Z
	data := []byte("TZif" + strings.Repeat("\x00", 16))
	for _, count := range []uint32{0, 0, 0, 2, 2, 4} { // numbers of UT and standard indicators, leap seconds, transitions, types, letters
		data = binary.BigEndian.AppendUint32(data, count)
	}
	data = binary.BigEndian.AppendUint32(data, noon)
	data = binary.BigEndian.AppendUint32(data, noon+20*3600)
	data = append(data, 1, 0, // to the second type, and back to the first
		0, 0, 0, 0, 0, 0, // offset, summer time, letters of each type
		0, 0, 0x0e, 0x10, 1, 0)
	loc, err := time.LoadLocationFromTZData("Made/Up", append(data, "ODD\x00"...))
	require.NoError(t, err)
	for text, want := range map[string]string{"2024-10-30T12:30": "clock-gap", "2024-10-30T11:30": "", "2024-10-31T09:30": ""} {
		code, _, _ := readings(civil.MustDateTime(text), loc)
		assert.Equal(t, want, code, text)
	}
}

package civil_test

import (
	"encoding/binary"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // where the machine has no zone data

	"github.com/cohortkit/cohort/course/civil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// long reports whether the tests are to take their time.
var long = os.Getenv("COHORT_LONG") != ""

// regime is a stretch of time of one offset.
type regime struct{ start, end, offset int64 }

func offset(loc *time.Location, unix int64) int64 {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return int64(offset)
}

// regimes finds the regimes of a zone by looking at every step of the clock and
// halving the steps in which the offset changes.
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

// meant says what a wall time, read as UTC, means: every instant that shows it;
// if there is none, what it reads as on either side of the change that skips it.
func meant(all []regime, wall int64) (civil.Kind, int64, int64) {
	var shown []int64
	for _, r := range all {
		if at := wall - r.offset; r.start <= at && at < r.end {
			shown = append(shown, at)
		}
	}
	switch len(shown) {
	case 1:
		return civil.Unique, shown[0], shown[0]
	case 2:
		return civil.Overlap, min(shown[0], shown[1]), max(shown[0], shown[1])
	}
	for i := 1; i < len(all); i++ {
		before, after := all[i-1], all[i]
		if after.start+before.offset <= wall && wall < after.start+after.offset {
			return civil.Gap, wall - after.offset, wall - before.offset
		}
	}
	return "none", 0, 0
}

// Every clock change of a zone is tried at its edges, beside them and within.
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
					continue // the machine's data is older
				}
				all := regimes(loc, from.Unix(), to.Unix(), step)
				for _, change := range slices.Backward(all[1:]) {
					before := offset(loc, change.start-1)
					low, high := change.start+min(before, change.offset), change.start+max(before, change.offset)
					changes++
					for _, wall := range []int64{low - 86400, low - 3600, low - 1, low, low + 1, (low + high) / 2, high - 1, high, high + 1, high + 3600, high + 86400} {
						kind, earlier, later := meant(all, wall)
						got := civil.DateTimeOf(time.Unix(wall, 0).UTC()).In(loc)
						if got.Kind != kind || got.Earlier.Unix() != earlier || got.Later.Unix() != later {
							t.Errorf("%s at %v: %v, want %v %v %v", name, time.Unix(wall, 0).UTC(), got, kind, earlier, later)
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

// golang/go#81583: walking the transitions of a zone need not end there.
func TestResolutionAtTheEndOfALeapYear(t *testing.T) {
	t.Parallel()
	for _, name := range zoneNames(t) {
		loc := zone(t, name)
		for _, year := range []string{"2024", "2028", "2040", "2096", "9996"} {
			w := civil.MustDateTime(year + "-12-31T12:00")
			moment := w.In(loc)
			assert.Equal(t, civil.Unique, moment.Kind, name)
			assert.Equal(t, w, civil.DateTimeOf(moment.Earlier), name)
		}
	}
}

func TestPick(t *testing.T) {
	t.Parallel()
	first, second := time.Unix(100, 0), time.Unix(200, 0)
	for _, c := range []struct {
		kind   civil.Kind
		policy civil.ClockChange
		want   time.Time
	}{
		{civil.Unique, civil.Refuse, first}, {civil.Unique, civil.Later, first}, {civil.Unique, civil.Compatible, first},
		{civil.Gap, civil.Refuse, time.Time{}}, {civil.Gap, civil.Earlier, first}, {civil.Gap, civil.Later, second}, {civil.Gap, civil.Compatible, second},
		{civil.Overlap, civil.Refuse, time.Time{}}, {civil.Overlap, civil.Earlier, first}, {civil.Overlap, civil.Later, second}, {civil.Overlap, civil.Compatible, first},
		{civil.Gap, "sometimes", time.Time{}},
	} {
		moment := civil.Moment{Kind: c.kind, Earlier: first, Later: second}
		if c.kind == civil.Unique {
			moment.Later = first
		}
		at, ok := moment.Pick(c.policy)
		assert.Equal(t, c.want, at, c)
		assert.Equal(t, !c.want.IsZero(), ok, c)
	}
	for _, policy := range []civil.ClockChange{civil.Refuse, civil.Earlier, civil.Later, civil.Compatible} {
		assert.True(t, policy.Valid())
	}
	assert.False(t, civil.ClockChange("sometimes").Valid())
}

// A zone that no place has: an hour forward, and back within a day. Where two
// changes are so close the wall time is refused, not guessed.
func TestResolutionOfTwoChangesWithinADay(t *testing.T) {
	t.Parallel()
	const noon = 1730289600 // 2024-10-30T12:00:00Z
	data := []byte("TZif" + strings.Repeat("\x00", 16))
	for _, count := range []uint32{0, 0, 0, 2, 2, 4} { // of UT, standard, leap, transitions, types, letters
		data = binary.BigEndian.AppendUint32(data, count)
	}
	data = binary.BigEndian.AppendUint32(data, noon)
	data = binary.BigEndian.AppendUint32(data, noon+20*3600)
	data = append(data, 1, 0, // to the second type, and back
		0, 0, 0, 0, 0, 0, // offset, summer time, letters
		0, 0, 0x0e, 0x10, 1, 0)
	loc, err := time.LoadLocationFromTZData("Made/Up", append(data, "ODD\x00"...))
	require.NoError(t, err)
	assert.Equal(t, civil.Gap, civil.MustDateTime("2024-10-30T12:30").In(loc).Kind)
	assert.Equal(t, civil.Unique, civil.MustDateTime("2024-10-30T11:30").In(loc).Kind)
	assert.Equal(t, civil.Unique, civil.MustDateTime("2024-10-31T09:30").In(loc).Kind)
}

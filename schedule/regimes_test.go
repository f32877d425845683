package schedule_test

import "time"

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

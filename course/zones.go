package course

import (
	"errors"
	"time"
)

var errNoZones = errors.New("no source of time zones was given")

// noZones stands in for a source that is not there: a schedule then has an
// unknown zone, which is a violation and no panic.
func noZones(string) (*time.Location, error) { return nil, errNoZones }

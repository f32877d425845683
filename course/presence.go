package course

import (
	"errors"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// attend decides attendance for sessions that were all held as planned, from the
// rows of all of them. Violations have the paths of the rows: [3].leave.
func (c *Course) attend(rows []schedule.Segment) (schedule.Presence, error) {
	var record schedule.Record
	held, paths := map[string]int{}, map[string]string{}
	add := func(session string) int {
		i, known := held[session]
		if !known {
			i = len(record.Held)
			held[session] = i
			record.Held = append(record.Held, schedule.Held{Session: session})
		}
		return i
	}
	for _, s := range c.schedule.Sessions() {
		add(s.ID)
	}
	for n, row := range rows {
		i := add(row.Session)
		at := rule.Index("held", i)
		if len(record.Held[i].Rows) == 0 {
			paths[at] = rule.Index("", n)
		}
		paths[rule.Index(rule.Field(at, "rows"), len(record.Held[i].Rows))] = rule.Index("", n)
		record.Held[i].Rows = append(record.Held[i].Rows, row)
	}
	presence, err := c.schedule.Attendance(record, c.attended)
	var found rule.Violations
	if !errors.As(err, &found) {
		return presence, err
	}
	moved := make(rule.Violations, len(found))
	for i, v := range found {
		for path := v.Path; path != ""; path = rule.Parent(path) {
			if row, known := paths[path]; known {
				v.Path = rule.Join(row, strings.TrimPrefix(v.Path[len(path):], "."))
				break
			}
		}
		moved[i] = v
	}
	return schedule.Presence{}, moved
}

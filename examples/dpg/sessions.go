package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/cohortkit/cohort/grouping"
)

// shownZones is the largest number of participants' zones that the report shows besides
// the course's zone.
const shownZones = 6

// viewer is one zone in which participants live.
type viewer struct {
	name   string
	loc    *time.Location
	people int
	offset int // seconds east of Greenwich at the first session
}

// sessions writes every session in the course's zone and in a few of the participants'
// zones. Then it lists the applicants' zones whose time difference from the course
// changes during the sessions.
func (r report) sessions() {
	r.section("Sessions")
	table := r.course.Schedule()
	own := table.Sessions()
	viewers := r.viewers()
	header := []string{"session", r.definition.Schedule.Zone}
	for _, v := range viewers {
		header = append(header, v.name)
	}
	rows := [][]string{header}
	for i, s := range own {
		row := []string{s.ID, s.Start.Format("Mon 2 Jan 15:04") + s.End.Format("–15:04")}
		for _, v := range viewers {
			local := table.In(v.loc)[i]
			text := local.Start.Format("15:04")
			if local.DateShift != 0 {
				text += fmt.Sprintf(" (%s)", local.Start.Format("Mon 2 Jan"))
			}
			row = append(row, text)
		}
		rows = append(rows, row)
	}
	r.table(rows)
	r.line("")
	changes := 0
	for _, v := range r.zonesOf(r.applicants()) {
		for _, shift := range table.ClockShifts(v.loc) {
			changes++
			r.line("  %s (%d applied): %s", v.name, v.people, shift)
		}
	}
	if changes == 0 {
		r.line("  No applicant's clock changes against the course's during these sessions.")
	}
}

// applicants returns the ids of all applicants.
func (r report) applicants() map[string]bool {
	ids := map[string]bool{}
	for id := range r.people {
		ids[id] = true
	}
	return ids
}

// viewers returns up to shownZones zones of participants, spread from west to east. Among
// zones with the same offset, it takes the one with the most people.
func (r report) viewers() []viewer {
	admitted := map[string]bool{}
	for _, id := range r.run.State().Seats {
		admitted[id] = true
	}
	all := r.zonesOf(admitted)
	slices.SortStableFunc(all, func(a, b viewer) int {
		return cmp.Or(cmp.Compare(a.offset, b.offset), cmp.Compare(b.people, a.people))
	})
	all = slices.CompactFunc(all, func(a, b viewer) bool { return a.offset == b.offset })
	if len(all) <= shownZones {
		return all
	}
	picked := make([]viewer, shownZones)
	for i := range picked {
		picked[i] = all[i*(len(all)-1)/(shownZones-1)]
	}
	return picked
}

// zonesOf returns the zones of the given people, sorted by name. It leaves out names for
// which no zone can be loaded. This is harmless, since no decision depends on zones.
func (r report) zonesOf(ids map[string]bool) []viewer {
	people := map[string]int{}
	for id := range ids {
		if name := r.people[id].TimeZone; name != "" {
			people[name]++
		}
	}
	first := r.course.Schedule().Sessions()[0].Start
	var all []viewer
	for name, n := range people {
		if loc, err := zones(name); err == nil {
			_, offset := first.In(loc).Zone()
			all = append(all, viewer{name, loc, n, offset})
		}
	}
	slices.SortFunc(all, func(a, b viewer) int { return cmp.Compare(a.name, b.name) })
	return all
}

// crowded returns a phrase with the number of values that two or more members of one
// group have in common.
func crowded(values []grouping.ValueReport) string {
	together := 0
	for _, v := range values {
		if slices.Max(v.Groups) > 1 {
			together++
		}
	}
	if together == 0 {
		return "nobody shares one with another member"
	}
	return fmt.Sprintf("%d of them are shared within a group", together)
}

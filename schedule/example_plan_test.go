package schedule_test

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/schedule"
)

// "Sessions 1 to 4 will be held twice a week across 2 weeks while session 5 will
// be held 2 weeks after session 4."
func ExamplePlan_Expand() {
	plan, err := schedule.Plan{Zone: "Europe/Zurich", Pattern: &schedule.Pattern{
		From:     civil.MustDate("2024-10-28"),
		Weekdays: []civil.Weekday{"wednesday", "friday"}, Count: 4,
		At: civil.MustTimeOfDay("15:00"), Minutes: 120,
		Then: []schedule.Follow{{After: 4, Days: 14, At: civil.MustTimeOfDay("14:00"), Minutes: 180}},
	}}.Expand()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range plan.Sessions {
		fmt.Println(s.ID, s.Start, s.End)
	}
	// Output:
	// session-1 2024-10-30T15:00 2024-10-30T17:00
	// session-2 2024-11-01T15:00 2024-11-01T17:00
	// session-3 2024-11-06T15:00 2024-11-06T17:00
	// session-4 2024-11-08T15:00 2024-11-08T17:00
	// session-5 2024-11-22T14:00 2024-11-22T17:00
}

// The weekly sessions skip a holiday. The session after them is at a fixed number of days
// after an earlier one, so it cannot skip a holiday: the plan is refused, and another
// number of days is chosen.
func ExamplePattern_avoid() {
	pattern := schedule.Pattern{
		From: civil.MustDate("2024-10-28"), Weekdays: []civil.Weekday{"friday"}, Count: 2,
		At: civil.MustTimeOfDay("15:00"), Minutes: 120,
		Avoid: []civil.Date{civil.MustDate("2024-11-01"), civil.MustDate("2024-11-22")},
		Then:  []schedule.Follow{{After: 2, Days: 7}},
	}
	plan := schedule.Plan{Zone: "Europe/Zurich", Pattern: &pattern}
	fmt.Println(plan.Validate())
	pattern.Then[0].Days = 8
	plan, err := plan.Expand()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range plan.Sessions {
		fmt.Println(s.ID, s.Start)
	}
	// Output:
	// pattern.then[0].days: avoided-date: falls on 2024-11-22, a date to avoid; choose another number of days
	// session-1 2024-11-08T15:00
	// session-2 2024-11-15T15:00
	// session-3 2024-11-23T15:00
}

// If a course is moved to a week with summer time, its sessions still start at three in
// the afternoon on local clocks.
func ExamplePlan_MoveAll() {
	plan := schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{
		{ID: "a", Start: civil.MustDateTime("2025-03-26T15:00"), End: civil.MustDateTime("2025-03-26T17:00")},
	}}
	t, err := schedule.Compile(plan.MoveAll(7, 0), time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	s := t.Sessions()[0]
	fmt.Println(s.Start.Format(time.DateTime), "is", s.Start.UTC().Format("15:04"), "UTC")
	// Output: 2025-04-02 15:00:00 is 13:00 UTC
}

// The example finds the fairest start for the 32 people whom the reference course
// admits, by the zones they live in. It also prints the rank of the published start,
// three in the afternoon.
func ExampleFairest() {
	f := schedule.Fairness{Turns: 2}
	if err := document.Decode([]byte(published), &f.Plan); err != nil {
		panic(err)
	}
	for zone, people := range map[string]int{
		"Africa/Abidjan": 1, "Africa/Addis_Ababa": 1, "Africa/Dakar": 1, "Africa/Dar_es_Salaam": 1, "Africa/Johannesburg": 1,
		"Africa/Kampala": 2, "Africa/Kigali": 1, "Africa/Nairobi": 1, "Africa/Tunis": 3, "America/Bogota": 1,
		"America/Lima": 2, "America/Mexico_City": 1, "America/Sao_Paulo": 2, "Asia/Almaty": 1, "Asia/Amman": 2,
		"Asia/Jakarta": 2, "Asia/Kathmandu": 3, "Asia/Kolkata": 3, "Asia/Tbilisi": 1, "Asia/Thimphu": 2,
	} {
		for n := range people {
			f.Participants = append(f.Participants, schedule.Participant{ID: fmt.Sprint(zone, " ", n+1), Zone: zone})
		}
	}
	r, err := schedule.Fairest(f, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	show := func(i int) {
		o := r.Options[i]
		fmt.Printf("%3d of %d: %s worst %5d total %6d\n", i+1, len(r.Options), o.Start, o.Worst, o.Total)
	}
	show(0)
	show(r.Published)
	fmt.Println("trade-off:")
	for _, i := range r.Front {
		show(i)
	}
	for _, share := range r.Options[r.Published].Shares {
		if share.Burden == r.Options[r.Published].Worst {
			fmt.Println("worst off at the published time:", share.Participant, share.Hours[0].Start.TimeOfDay(), "to", share.Hours[0].End.TimeOfDay())
		}
	}
	fmt.Println("in turns:", r.Rotation.Starts, r.Rotation.Worst, r.Rotation.Total)
	// Output:
	//   1 of 96: 13:45 worst  2070 total  22710
	//   9 of 96: 15:00 worst  3780 total  34350
	// trade-off:
	//   1 of 96: 13:45 worst  2070 total  22710
	//   2 of 96: 13:30 worst  2190 total  22050
	//   5 of 96: 13:15 worst  2655 total  21390
	//   7 of 96: 13:00 worst  3120 total  20730
	// worst off at the published time: Asia/Jakarta 1 21:00 to 23:00
	// worst off at the published time: Asia/Jakarta 2 21:00 to 23:00
	// in turns: [14:00 13:00] 1980 22050
}

// Two start times that are used in turn share the burden between Lima and Jakarta.
// Two sittings of every session take most of the burden from both.
func ExampleFairness_RepeatAt() {
	f := schedule.Fairness{
		Participants: []schedule.Participant{{ID: "rosa", Zone: "America/Lima"}, {ID: "dewi", Zone: "Asia/Jakarta"}},
		Starts:       []civil.TimeOfDay{civil.MustTimeOfDay("04:00"), civil.MustTimeOfDay("10:00")},
		Turns:        2, Sittings: 2,
	}
	if err := document.Decode([]byte(published), &f.Plan); err != nil {
		panic(err)
	}
	r, err := schedule.Fairest(f, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("one start: ", r.Options[0].Start, r.Options[0].Worst)
	fmt.Println("in turns:  ", r.Rotation.Starts, r.Rotation.Worst)
	fmt.Println("repeated:  ", r.Sittings.Starts, r.Sittings.Worst)
	for _, share := range r.Sittings.Shares {
		fmt.Println(share.Participant, share.Hours[0].Session, share.Hours[0].Start)
	}
	fmt.Println("turn 2:    ", f.PlanAt(r.Rotation.Starts...).Sessions[1].Start)
	fmt.Println("repeat:    ", f.RepeatAt(r.Sittings.Starts...).Sessions[1].Repeats[0].ID)
	// Output:
	// one start:  15:00 3780
	// in turns:   [15:00 04:00] 2700
	// repeated:   [04:00 15:00] 60
	// dewi session-1 2024-10-30T10:00
	// rosa session-1-2 2024-10-30T09:00
	// turn 2:     2024-11-01T04:00
	// repeat:     session-2-2
}

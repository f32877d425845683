package course_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

func ExampleCompile() {
	above := exact.MustDecimal("50")
	c, err := course.Compile(course.Definition{
		Version: 1, ID: "chess", Title: "Chess for beginners",
		Grading: grading.Scheme{
			Components:  []grading.Component{{ID: "game", Weight: exact.MustDecimal("100"), Award: grading.Award{Points: &grading.PointsAward{Max: exact.MustDecimal("10")}}}},
			Certificate: grading.Certificate{Above: &above},
		},
	}, nil) // no schedule, no zones
	fmt.Println(c.Definition().Title, err)
	// Output:
	// Chess for beginners <nil>
}

func ExampleLoad() {
	_, err := course.Load([]byte(strings.Replace(repair, "2025-03-10T18:00", "2025-03-30T02:30", 1)), time.LoadLocation)
	fmt.Println(err)
	// Output:
	// schedule.sessions[1].start: clock-gap: the clocks go forward and skip this time; choose another or name a clock_change
	// schedule.sessions[1].end: end-before-start: must be later than the start
}

func ExampleDefinition_Validate() {
	fmt.Println(course.Definition{Version: 1, ID: "chess"}.Validate())
	// Output:
	// title: required: is required
	// grading.components: required: is required
	// grading.certificate: one-of: exactly one of above and at_least must be set
}

func ExampleParseEntry() {
	_, err := course.ParseEntry([]byte(`{"at": "2025-03-11", "marked": {"participant": "ana", "mark": {"completed": "yes"}, "componnent": "quiz"}}`))
	fmt.Println(err)
	// Output:
	// at: format: want a time with its offset from UTC, such as 2024-10-30T15:00:00+01:00 or 2024-10-30T14:00:00Z
	// marked.component: required: is required
	// marked.mark.completed: type: want true or false
	// marked.componnent: unknown-key: no such key; the nearest is component; there are participant, component, mark and reason
}

func ExampleCourse_ParseApplicants() {
	c := repairing("").Course()
	list, err := c.ParseApplicants([]byte(`[{"id": "ana", "numbers": {"age": "31"}}, {"id": "bo", "numbers": {"age": 44}}]`))
	fmt.Println(len(list), err)
	// Output:
	// 0 [1].numbers["age"]: type: want text in quotes: a number in quotes stays exact
}

func ExampleCourse_Member() {
	c := repairing("").Course()
	m := c.Member(admission.Applicant{ID: "ana", Country: "PE", Languages: map[string]admission.LanguageLevel{"es": "native", "en": "fluent"}})
	fmt.Println(m.Categories["region"], m.Lists["language"])
	// Output:
	// Americas [es en]
}

func ExampleRun_Record() {
	run := repairing(toTheSeats)
	yes := course.Entry{
		At: time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC), Key: "mail-4711",
		Answered: &admission.Answered{Applicant: "bo", Answer: "accepted"},
	}
	recorded, err := run.Record(yes)
	fmt.Println(len(recorded), recorded[0].Changes, len(recorded[0].Entry.Digest), err)
	recorded, err = run.Record(yes) // delivered twice
	fmt.Println(len(recorded), err)
	// Output:
	// 1 [{bo status  offered accepted}] 64 <nil>
	// 0 <nil>
}

func ExampleCourse_Resume() {
	run := repairing(toTheGroups)
	stored, _ := json.Marshal(run.Journal())

	var journal []course.Entry
	_ = json.Unmarshal(stored, &journal)
	again, err := run.Course().Resume(journal)
	fmt.Println(again.State().Groups, again.Digest() == run.Digest(), err)

	journal[1].Applied.ID = "eve"
	_, err = run.Course().Resume(journal)
	fmt.Println(err)
	// Output:
	// map[red:[ana bo]] true <nil>
	// [1].digest: broken-chain: this is not the entry that was recorded
}

func ExampleCourse_Audit() {
	run := repairing(toTheGroups)
	journal := run.Journal()
	fmt.Println(len(run.Course().Audit(journal)))
	journal[4].Decided.Selection.Admitted[0], journal[4].Decided.Selection.Waitlist[0] = journal[4].Decided.Selection.Waitlist[0], journal[4].Decided.Selection.Admitted[0]
	for _, f := range run.Course().Audit(journal) {
		fmt.Println(f.Path, f.Code, f.Detail)
	}
	// Output:
	// 0
	// [4] altered this is not the entry that was recorded
}

func ExampleRun_WhatIf() {
	run := repairing(toTheLastEvening)
	other := run.Course().Definition()
	other.Grading.Certificate.Above = new(exact.MustDecimal("40"))
	c, err := course.Compile(other, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	diff, err := run.WhatIf(c)
	for _, d := range diff.Changes {
		fmt.Println(d.Participant, d.What, d.From, "to", d.To)
	}
	fmt.Println(len(diff.Dropped), err)
	// Output:
	// bo decision pending to certified
	// 0 <nil>
}

func ExampleRun_State() {
	s := repairing(toTheLastEvening).State()
	fmt.Println(s.Seats, s.Waitlist, s.Sessions)
	fmt.Println(s.Attendance["bo"], s.Results["bo"].Total, s.Results["bo"].Best, s.Results["bo"].Decision, s.Results["bo"].Open)
	// Output:
	// [bo ana] [cleo] map[brakes:held gears:held]
	// map[brakes:attended gears:not_attended] 45 65 pending [quiz]
}

func ExampleRun_Person() {
	run := repairing(toTheLastEvening)
	nairobi, _ := time.LoadLocation("Africa/Nairobi")
	bo, known := run.Person("bo", nairobi)
	fmt.Println(known, bo.Status, bo.Group.Name, bo.Group.Companions)
	fmt.Println(bo.Sessions[1].Start.Format(time.DateTime), bo.Sessions[1].Attendance)
	fmt.Println(bo.Result.Total, bo.Needed["quiz"].Answer)
	// Output:
	// true offered red [ana]
	// 2025-03-10 20:00:00 not_attended
	// 45 this_much
}

func ExampleRun_History() {
	run := repairing(toTheLastEvening)
	for _, step := range run.History("bo", time.Date(2025, 3, 1, 0, 0, 0, 0, time.UTC)) {
		for _, c := range step.Changes {
			fmt.Println(step.Entry, c.What, c.Of, c.From, "to", c.To)
		}
	}
	// Output:
	// 6 attendance brakes open to attended
	// 6 total  0 to 15
	// 7 attendance gears open to not_attended
	// 8 total  15 to 45
}

func ExampleRun_About() {
	run := repairing(toTheLastEvening)
	for _, part := range run.About("bo") {
		fmt.Println(part.Entry, part.Path)
	}
	// Output:
	// 2 applied
	// 4 decided.selection.admitted.0
	// 4 decided.selection.audit.lottery.tied.1
	// 5 decided.groups.groups.0.1
	// 5 grouped.groups.red.1
	// 6 held.rows.1
}

func ExampleRun_Clone() {
	run := repairing(toTheSeats)
	trial := run.Clone()
	say(trial, `{"at":"2025-02-21T09:00:00Z","answered":{"applicant":"ana","answer":"declined"}}`)
	fmt.Println(len(trial.State().Seats), run.State().Left)
	// Output:
	// ana: status "offered" to "declined"
	// ana: decision "pending" to "left"
	// cleo: status "waiting" to "offered"
	// cleo: total "" to "0"
	// cleo: decision "" to "pending"
	// 2 map[]
}

func ExampleRun_Calendar() {
	run := repairing(toTheSeats + `
		{"at":"2025-03-01T09:00:00Z","cancelled":{"session":"brakes"}}`)
	ics, err := run.Calendar(schedule.CalendarOptions{Run: "2025", Name: "Repair a bicycle", Domain: "example.org", Stamp: time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)})
	for line := range strings.Lines(string(ics)) {
		if strings.HasPrefix(line, "DTSTART") || strings.HasPrefix(line, "STATUS") {
			fmt.Println(strings.TrimSpace(line))
		}
	}
	fmt.Println(err)
	// Output:
	// DTSTART:20250303T170000Z
	// STATUS:CANCELLED
	// DTSTART:20250310T170000Z
	// STATUS:CONFIRMED
	// DTSTART:20250314T110000Z
	// STATUS:CONFIRMED
	// <nil>
}

package course_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course"
)

// repair is a course of two evenings for two people, as a document.
const repair = `{
	"version": 1, "id": "repair", "title": "Repair a bicycle",
	"admission": {"capacity": 2, "requirements": [
		{"code": "adult", "level": "required", "title": "18 years or older", "test": {"number": {"name": "age", "at_least": "18"}}}]},
	"schedule": {"zone": "Europe/Zurich",
		"sessions": [
			{"id": "brakes", "title": "Brakes", "start": "2025-03-03T18:00", "end": "2025-03-03T20:00"},
			{"id": "gears", "title": "Gears", "start": "2025-03-10T18:00", "end": "2025-03-10T20:00"}],
		"deadlines": [{"id": "report", "at": "2025-03-14T12:00"}]},
	"attendance": {"at_least_percent": "80", "missing_leave": "until_end"},
	"grouping": {"sizes": {"min": 1, "max": 2}},
	"project": {"component": "bicycle"},
	"grading": {
		"components": [
			{"id": "quiz", "weight": "20", "award": {"completion": {}}},
			{"id": "attendance", "weight": "30", "award": {"attendance": {"sessions": 2, "credit": "per_session"}}},
			{"id": "bicycle", "weight": "50", "award": {"levels": {"max": "50", "levels": [{"name": "rolls", "points": "30"}, {"name": "shines", "points": "50"}]}}}],
		"certificate": {"above": "60"}}
}`

// These are the lines of a journal up to the selection, up to the groups, and up to the
// last evening.
const (
	toTheSeats = `
{"at":"2025-02-01T09:00:00Z","applied":{"id":"ana","numbers":{"age":"31"}}}
{"at":"2025-02-02T09:00:00Z","applied":{"id":"bo","numbers":{"age":"44"}}}
{"at":"2025-02-03T09:00:00Z","applied":{"id":"cleo","numbers":{"age":"19"}}}
{"at":"2025-02-20T09:00:00Z","selected":{"seed":"1 2 19 27 36 44","answer_by":"2025-02-25T09:00:00Z"}}`
	toTheGroups = toTheSeats + `
{"at":"2025-02-26T09:00:00Z","grouped":{"groups":{"red":["ana","bo"]}}}`
	toTheLastEvening = toTheGroups + `
{"at":"2025-03-03T20:00:00Z","held":{"session":"brakes","rows":[{"participant":"ana","join":"2025-03-03T17:00:00Z"},{"participant":"bo","join":"2025-03-03T17:00:00Z"}]}}
{"at":"2025-03-10T20:00:00Z","held":{"session":"gears","rows":[{"participant":"ana","join":"2025-03-10T17:00:00Z"}]}}
{"at":"2025-03-11T09:00:00Z","project":{"group":"red","mark":{"level":"rolls"}}}
{"at":"2025-03-11T09:00:00Z","marked":{"participant":"ana","component":"quiz","mark":{"completed":true}}}`
)

// repairing returns a run of the course called repair in which the given lines were
// recorded.
func repairing(lines string) *course.Run {
	c, err := course.Load([]byte(repair), time.LoadLocation)
	if err != nil {
		panic(err)
	}
	run := c.Run()
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line != "" {
			e, err := course.ParseEntry([]byte(line))
			if err == nil {
				_, err = run.Record(e)
			}
			if err != nil {
				panic(line + ": " + err.Error())
			}
		}
	}
	return run
}

// say records one entry. It prints what the entry changed for whom, or why it was
// refused.
func say(run *course.Run, line string) {
	e, err := course.ParseEntry([]byte(line))
	if err != nil {
		fmt.Println("not an entry:", err)
		return
	}
	recorded, err := run.Record(e)
	if err != nil {
		fmt.Println("refused:", err)
	}
	for _, r := range recorded {
		for _, c := range r.Changes {
			fmt.Println(strings.Join(strings.Fields(fmt.Sprintf("%s: %s %s %q to %q", c.Participant, c.What, c.Of, c.From, c.To)), " "))
		}
	}
}

func ExampleOpened() {
	run := repairing(toTheSeats)
	first := run.Journal()[0] // added by Record
	fmt.Println(first.Opened.Format, first.Opened.Course == run.Course().Digest())
	// Output: 1 true
}

func ExampleAmended() {
	run := repairing(toTheLastEvening)
	changed := run.Course().Definition()
	changed.Grading.Components[2].Award.Levels.Levels[0].Points = changed.Grading.Components[2].Award.Levels.Max // "rolls" is enough
	c, err := course.Compile(changed, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.Resume(run.Journal())
	fmt.Println(err)
	amended := course.Entry{At: time.Date(2025, 3, 12, 9, 0, 0, 0, time.UTC), Amended: &course.Amended{Course: c.Digest(), Reason: "a decision of the teachers"}}
	run, err = c.Resume(append(run.Journal(), amended))
	fmt.Println(run.State().Results["ana"].Total, err)
	// Output:
	// [0].opened.course: other-course: the journal is under another definition; to continue under this one, add an entry with an "at" and "amended": {"course": "6e838c31dd009fc5372d1b87172b07e69fa5cae47b5ba5a778a77377511fccca", "reason": "..."} at its end
	// 100 <nil>
}

func ExampleEntry_applied() {
	run := repairing(toTheSeats)
	say(run, `{"at":"2025-02-21T09:00:00Z","applied":{"id":"dan","numbers":{"age":"17"}}}`)
	fmt.Println(run.State().Ineligible)
	// Output:
	// dan: status "" to "ineligible"
	// map[dan:[adult]]
}

func ExampleEntry_reviewed() {
	run := repairing(``)
	say(run, `{"at":"2025-02-01T09:00:00Z","applied":{"id":"ana","numbers":{"age":"31"}}}`)
	say(run, `{"at":"2025-02-02T09:00:00Z","reviewed":{"applicant":"ana","review":{"reviewer":"ruth","scores":{"motivation":"4"}}}}`)
	say(run, `{"at":"2025-02-03T09:00:00Z","reviewed":{"applicant":"ana","reviewer":"rolf","struck":true,"reason":"is a cousin"}}`)
	// Output:
	// ana: status "" to "applied"
	// refused: [0].reviewed.reviewer: unknown-review: this reviewer has not reviewed the applicant
}

func ExampleEntry_ruled() {
	run := repairing(toTheSeats)
	say(run, `{"at":"2025-02-21T09:00:00Z","ruled":{"applicant":"cleo","decision":"admit","reason":"was promised a seat"}}`)
	say(run, `{"at":"2025-02-21T09:00:00Z","seats":{"capacity":3}}`)
	// Output:
	// refused: [0].ruled.decision: full-house: all 2 seats are held: raise the number of seats first
	// cleo: status "waiting" to "offered"
	// cleo: total "" to "0"
	// cleo: decision "" to "pending"
}

func ExampleEntry_closed() {
	run := repairing(`{"at":"2025-02-01T09:00:00Z","applied":{"id":"ana","numbers":{"age":"31"}}}`)
	say(run, `{"at":"2025-02-10T09:00:00Z","closed":{"draw":{"source":"the national lottery","at":"2025-02-20T19:00:00Z"},"nonce":"5f3a"}}`)
	say(run, `{"at":"2025-02-11T09:00:00Z","applied":{"id":"late","numbers":{"age":"31"}}}`)
	say(run, `{"at":"2025-02-12T09:00:00Z","selected":{"seed":"guessed"}}`)
	// Output:
	// refused: [0].applied: closed: the list is closed until the selection
	// refused: [0].selected: too-early: the seed is not known before the instant of the draw
}

func ExampleEntry_selected() {
	run := repairing(`
		{"at":"2025-02-01T09:00:00Z","applied":{"id":"ana","numbers":{"age":"31"}}}
		{"at":"2025-02-02T09:00:00Z","applied":{"id":"bo"}}`)
	say(run, `{"at":"2025-02-20T09:00:00Z","selected":{"seed":"7 11 23"}}`)
	// Output:
	// ana: status "applied" to "offered"
	// ana: total "" to "0"
	// ana: decision "" to "pending"
	// bo: status "applied" to "incomplete"
}

func ExampleEntry_answered() {
	run := repairing(toTheSeats)
	say(run, `{"at":"2025-02-21T09:00:00Z","answered":{"applicant":"ana","answer":"declined","reason":"a new job"}}`)
	say(run, `{"at":"2025-02-21T09:00:00Z","answered":{"applicant":"bo","answer":"expired"}}`)
	// Output:
	// ana: status "offered" to "declined"
	// ana: decision "pending" to "left"
	// cleo: status "waiting" to "offered"
	// cleo: total "" to "0"
	// cleo: decision "" to "pending"
	// refused: [0].answered.answer: answer-by: no offer expires before 2025-02-25T09:00:00Z
}

func ExampleEntry_seats() {
	run := repairing(toTheSeats)
	say(run, `{"at":"2025-02-21T09:00:00Z","seats":{"capacity":3}}`)
	// Output:
	// cleo: status "waiting" to "offered"
	// cleo: total "" to "0"
	// cleo: decision "" to "pending"
}

func ExampleEntry_promotionsEnd() {
	run := repairing(toTheSeats)
	say(run, `{"at":"2025-02-21T09:00:00Z","promotions_end":{"until":"2025-03-03T12:00:00Z"}}`)
	say(run, `{"at":"2025-03-04T09:00:00Z","answered":{"applicant":"ana","answer":"withdrawn"}}`)
	// Output:
	// ana: status "offered" to "withdrawn"
	// ana: decision "pending" to "left"
}

func ExampleGrouped() {
	run := repairing(toTheSeats)
	say(run, `{"at":"2025-02-26T09:00:00Z","grouped":{}}`)
	fmt.Println(run.State().Groups)
	// Output:
	// ana: group "" to "1"
	// bo: group "" to "1"
	// map[1:[ana bo]]
}

func ExampleGrouped_byHand() {
	run := repairing(toTheGroups)
	say(run, `{"at":"2025-02-27T09:00:00Z","grouped":{"groups":{"red":["ana"],"blue":["bo"]},"reason":"two bicycles"}}`)
	// Output:
	// bo: group "red" to "blue"
}

func ExamplePlanned() {
	run := repairing(toTheSeats)
	say(run, `{"at":"2025-03-01T09:00:00Z","planned":{"session":"gears","start":"2025-03-11T18:00","reason":"a holiday"}}`)
	fmt.Println(run.Timetable().Sessions()[1].Start)
	say(run, `{"at":"2025-03-01T09:00:00Z","planned":{"session":"gears","start":"2025-02-11T18:00"}}`)
	// Output:
	// 2025-03-11 18:00:00 +0100 CET
	// refused: [0].planned.start: not-ahead: want a time ahead; a session that took place at another time is held
}

func ExampleEntry_held() {
	run := repairing(toTheSeats)
	say(run, `{"at":"2025-03-03T20:00:00Z","held":{"session":"brakes","end":"2025-03-03T18:40:00Z","breaks":[{"start":"2025-03-03T17:50:00Z","end":"2025-03-03T18:00:00Z"}],
		"rows":[{"participant":"ana","join":"2025-03-03T17:05:00Z","leave":"2025-03-03T18:40:00Z"},{"participant":"the host","join":"2025-03-03T16:50:00Z"}]}}`)
	fmt.Println(run.State().Strangers)
	// Output:
	// ana: attendance brakes "open" to "attended"
	// ana: total "0" to "15"
	// bo: attendance brakes "open" to "not_attended"
	// map[brakes:1]
}

func ExampleCancelled() {
	run := repairing(toTheSeats)
	say(run, `{"at":"2025-03-03T17:00:00Z","cancelled":{"session":"brakes"}}`)
	// Output:
	// ana: attendance brakes "open" to "cancelled"
	// bo: attendance brakes "open" to "cancelled"
}

func ExampleExcused() {
	run := repairing(toTheLastEvening)
	say(run, `{"at":"2025-03-11T09:00:00Z","excused":{"participants":["bo"],"session":"gears","reason":"was ill"}}`)
	say(run, `{"at":"2025-03-11T09:00:00Z","excused":{"participants":["bo"],"session":"gears","lift":true}}`)
	// Output:
	// bo: attendance gears "not_attended" to "excused"
	// bo: total "45" to "60"
	// bo: attendance gears "excused" to "not_attended"
	// bo: total "60" to "45"
}

func ExampleMarked() {
	run := repairing(toTheLastEvening)
	say(run, `{"at":"2025-03-11T09:00:00Z","marked":{"participant":"bo","component":"quiz","mark":{"completed":true}}}`)
	say(run, `{"at":"2025-03-11T09:00:00Z","marked":{"participant":"cleo","component":"quiz","mark":{"completed":true}}}`)
	// Output:
	// bo: total "45" to "65"
	// bo: decision "pending" to "certified"
	// refused: [0].marked.participant: no-seat: this person has no seat
}

func ExampleProjectMark() {
	run := repairing(toTheGroups)
	say(run, `{"at":"2025-03-11T09:00:00Z","project":{"group":"red","mark":{"level":"shines"}}}`)
	say(run, `{"at":"2025-03-11T09:00:00Z","marked":{"participant":"bo","component":"bicycle","mark":{"level":"rolls"},"reason":"came for the last hour"}}`)
	// Output:
	// ana: total "0" to "50"
	// bo: total "0" to "50"
	// bo: total "50" to "30"
}

func ExampleOverridden() {
	run := repairing(toTheLastEvening)
	say(run, `{"at":"2025-03-12T09:00:00Z","overridden":{"participant":"bo","decision":"certified","reason":"an appeal"}}`)
	say(run, `{"at":"2025-03-12T09:00:00Z","overridden":{"participant":"bo","lift":true}}`)
	// Output:
	// bo: decision "pending" to "certified"
	// bo: decision "certified" to "pending"
}

func ExampleEnded() {
	run := repairing(toTheLastEvening)
	say(run, `{"at":"2025-03-15T09:00:00Z","ended":{}}`)
	fmt.Println(run.State().TakenAsMissing)
	// Output:
	// bo: decision "pending" to "not_certified"
	// map[bo:[quiz]]
}

func ExampleIssued() {
	run := repairing(toTheLastEvening)
	say(run, `{"at":"2025-03-15T09:00:00Z","issued":{"participant":"ana","certificate":"R-2025-1"}}`)
	say(run, `{"at":"2025-03-15T09:00:00Z","issued":{"participant":"bo","certificate":"R-2025-2"}}`)
	// Output:
	// ana: certificate "" to "R-2025-1"
	// refused: [0].issued.participant: not-certified: the decision is not certified
}

func ExampleRevoked() {
	run := repairing(toTheLastEvening + `
		{"at":"2025-03-15T09:00:00Z","issued":{"participant":"ana","certificate":"R-2025-1"}}`)
	say(run, `{"at":"2025-03-20T09:00:00Z","revoked":{"certificate":"R-2025-1","reason":"the quiz was another person's"}}`)
	// Output:
	// ana: certificate "R-2025-1" to ""
}

func ExampleErased() {
	run := repairing(toTheLastEvening)
	say(run, `{"at":"2025-06-01T09:00:00Z","erased":{"id":"cleo"}}`)
	fmt.Println(len(run.About("cleo")), len(run.About("ana")))
	again, err := run.Course().Resume(run.Journal()) // the chain holds
	fmt.Println(again.Digest() == run.Digest(), err)
	// Output:
	// 0 8
	// true <nil>
}

package export_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // for machines without zone data

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/export"
)

const firstAid = `{
	"version": 1, "id": "first-aid", "title": "First aid", "language": "en",
	"certificate": {"title": "First aid, completed", "issuer": "Example Academy"},
	"grading": {
		"components": [
			{"id": "test", "title": "Test", "weight": "60", "award": {"points": {"max": "30"}}},
			{"id": "practice", "title": "Practice", "weight": "40", "award": {"levels": {"max": "10", "levels": [{"name": "good", "points": "7"}, {"name": "safe", "points": "10"}]}}}],
		"certificate": {"above": "80"}}}`

func ExampleOpenBadge() {
	c, err := course.Load([]byte(firstAid), time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	run := c.Run()
	for _, line := range []string{
		`{"at": "2026-03-01T09:00:00Z", "applied": {"id": "ada"}}`,
		`{"at": "2026-03-02T09:00:00Z", "marked": {"participant": "ada", "component": "test", "mark": {"points": "26"}}}`,
		`{"at": "2026-03-02T09:00:00Z", "marked": {"participant": "ada", "component": "practice", "mark": {"level": "good"}}}`,
		`{"at": "2026-03-03T09:00:00Z", "ended": {}}`,
	} {
		entry, err := course.ParseEntry([]byte(line))
		if err == nil {
			_, err = run.Record(entry)
		}
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	ada, _ := run.Person("ada", nil)
	fmt.Println(ada.Decision, ada.Result.Total)
	badge := export.Badge{
		ID: "urn:uuid:5b6d2c1e-0c1a-4a52-9a53-0c0f7a1c9e11", Issuer: "https://academy.example",
		Achievement: "https://academy.example/first-aid", Subject: "mailto:ada@example.org",
		ValidFrom: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), Journal: run.Digest(),
	}
	_, err = export.OpenBadge(c, ada, badge)
	fmt.Println(err)

	// With a better mark for practice the person gets the certificate.
	entry, _ := course.ParseEntry([]byte(`{"at": "2026-03-03T10:00:00Z", "marked": {"participant": "ada", "component": "practice", "mark": {"level": "safe"}}}`))
	if _, err := run.Record(entry); err != nil {
		fmt.Println(err)
		return
	}
	ada, _ = run.Person("ada", nil)
	badge.Journal = run.Digest()
	text, err := export.OpenBadge(c, ada, badge)
	if err != nil {
		fmt.Println(err)
		return
	}
	var credential struct {
		Name              string
		CredentialSubject struct {
			Achievement struct {
				Criteria struct{ Narrative string }
			}
			Result []struct{ ResultDescription, Value, AchievedLevel string }
		}
	}
	if err := json.Unmarshal(text, &credential); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(credential.Name)
	fmt.Println(credential.CredentialSubject.Achievement.Criteria.Narrative)
	for _, r := range credential.CredentialSubject.Result {
		fmt.Println(strings.TrimSpace(r.ResultDescription + " " + r.Value + " " + r.AchievedLevel))
	}
	// Output:
	// not_certified 80
	// not-certified: want a person whose decision is certified
	// First aid, completed
	// The total must be more than 80% (exactly 80% is not enough).
	//
	// Totals are exact and are compared before any rounding. What counts:
	//
	// - Test: 60%
	// - Practice: 40%
	// https://academy.example/first-aid#total 92
	// https://academy.example/first-aid#component-test 260/3
	// https://academy.example/first-aid#component-practice 100 https://academy.example/first-aid#level-practice-2
}

// Everything that is wrong with a badge is reported at once.
func ExampleBadge() {
	c, err := course.Load([]byte(firstAid), time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = export.OpenBadge(c, course.Person{ID: "ada", Decision: "pending"}, export.Badge{
		ID: "17", Issuer: "https://academy.example", Achievement: "https://academy.example/first-aid#1", Subject: "mailto:ada@example.org",
		ValidFrom: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC), Journal: "c0ffee",
	})
	fmt.Println(err)
	// Output:
	// not-certified: want a person whose decision is certified
	// id: uri: want an absolute address such as https://example.org/1 or urn:uuid:…, everything but ASCII encoded
	// achievement: uri: want an address without a fragment: its results are its fragments
	// journal: digest: want a SHA-256 as 64 hexadecimal digits
}

// A score is sent as JSON with exact numbers.
func ExampleScore() {
	c, err := course.Load([]byte(firstAid), time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	marks, err := c.Grading().ParseMarks([]byte(`{"test": {"points": "25"}, "practice": {"excused": true}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := c.Grading().Grade(marks)
	if err != nil {
		fmt.Println(err)
		return
	}
	score, err := export.LTIScore("user-7", result, time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.Marshal(score)
	fmt.Println(string(text), err)
	// Output:
	// {"userId":"user-7","timestamp":"2026-03-04T00:00:00Z","scoreGiven":250,"scoreMaximum":300,"activityProgress":"Completed","gradingProgress":"FullyGraded","comment":"Certified: the total is 83.33; more than 80 is required."} <nil>
}

func ExampleLTIScore() {
	c, err := course.Load([]byte(firstAid), time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{
		`{}`,
		`{"test": {"points": "25"}}`,
		`{"test": {"points": "25"}, "practice": {"missing": true}}`,
		`{"test": {"points": "25"}, "practice": {"excused": true}}`,
	} {
		marks, err := c.Grading().ParseMarks([]byte(text))
		if err != nil {
			fmt.Println(err)
			return
		}
		result, err := c.Grading().Grade(marks)
		if err != nil {
			fmt.Println(err)
			return
		}
		score, err := export.LTIScore("user-7", result, time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %s %q of %q\n", score.ActivityProgress, score.GradingProgress, score.ScoreGiven, score.ScoreMaximum)
	}
	// Output:
	// Initialized NotReady "" of ""
	// InProgress Pending "" of ""
	// Completed FullyGraded "50" of "100"
	// Completed FullyGraded "250" of "300"
}

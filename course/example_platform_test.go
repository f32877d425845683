package course_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readme returns the block of the README that has the given name, such as course or
// journal.
func readme(name string) []byte {
	text, err := os.ReadFile("../README.md")
	if err != nil {
		panic(err)
	}
	_, block, _ := bytes.Cut(text, []byte("<!-- "+name+" -->\n```"))
	_, block, _ = bytes.Cut(block, []byte("\n"))
	block, _, _ = bytes.Cut(block, []byte("```"))
	return block
}

// At each request a platform loads the course, resumes the run and records an entry. It
// stores only the document and the journal.
func Example_platform() {
	document, now := readme("course"), time.Date(2026, 2, 1, 9, 0, 0, 0, time.UTC)
	var journal []course.Entry
	store := func(e course.Entry) { journal = append(journal, e) }
	notify := func(changes []course.Change) {
		for _, c := range changes {
			fmt.Printf("%s: %s is %s\n", c.Participant, c.What, c.To)
		}
	}

	request := func(document []byte, journal []course.Entry) error {
		c, err := course.Load(document, time.LoadLocation) // once
		if err != nil {
			return err // all that is wrong with the document
		}
		run, err := c.Resume(journal) // the entries stored so far
		if err != nil {
			return err
		}
		recorded, err := run.Record(course.Entry{
			At: now, By: "form", Key: "delivery-17", // delivered twice, recorded once
			Salt:    rand.Text(), // lets a person's data be erased later
			Applied: &admission.Applicant{ID: "A3", Attributes: map[string]string{"adult": "yes"}},
		})
		if err != nil {
			return err // what is wrong with the entry; nothing was recorded
		}
		for _, r := range recorded {
			store(r.Entry)    // with its decision and its digest
			notify(r.Changes) // what it changed for whom
		}
		person, known := run.Person("A3") // status and why, times, marks, what is needed

		fmt.Println(person.Status, known)
		return nil
	}
	fmt.Println(request(document, journal), len(journal))
	// Output:
	// A3: status is applied
	// applied true
	// <nil> 2
}

// The README shows the main lines of Example_platform.
func TestReadmeShowsThePlatform(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("example_platform_test.go")
	require.NoError(t, err)
	_, body, found := strings.Cut(string(text), "\tc, err := course.Load(document")
	require.True(t, found)
	body, _, found = strings.Cut("\tc, err := course.Load(document"+body, "\n\n\t\tfmt.Println(person.Status")
	require.True(t, found)
	assert.Equal(t, strings.TrimPrefix(strings.ReplaceAll(body, "\n\t\t", "\n"), "\t")+"\n", string(readme("platform")))
}

// The library's sentences are in English. A platform can write them in any language,
// because each sentence comes with codes and values; the platform adds its own titles.
func Example_french() {
	c, err := course.Load(readme("course"), time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	var journal []course.Entry
	for line := range bytes.Lines(readme("journal")) {
		e, err := course.ParseEntry(line)
		if err != nil {
			fmt.Println(err)
			return
		}
		journal = append(journal, e)
	}
	run, err := c.Resume(journal)
	if err != nil {
		fmt.Println(err)
		return
	}

	names := map[string]string{"adult": "être majeur", "practice": "Séance pratique", "quiz": "Questionnaire", "essay": "Dissertation"}
	french := map[string]string{ // by the codes that are documented in package grading
		"certified": "certificat obtenu", "total": ", le total est de {total}", "required_above": " ; il faut plus de {limit}",
		"sessions": "{attended} séance(s) sur {held}", "points": "{earned} points sur {possible}", "still_open": "pas encore noté",
		"equals": " = {points} % sur {full}", "adds": ", soit {points} % sur {full}",
	}
	say := func(said []grading.Said) (sentence string) {
		for _, piece := range said {
			text := french[piece.Code]
			for name, value := range piece.Values {
				text = strings.ReplaceAll(text, "{"+name+"}", strings.Replace(value, ".", ",", 1))
			}
			sentence += text
		}
		return sentence
	}
	for _, id := range []string{"A1", "A2"} {
		p, _ := run.Person(id)
		if p.Result == nil { // takes no part
			for _, code := range p.Seat.Reasons {
				fmt.Printf("%s : dossier incomplet ; reste à établir : %s.\n", id, names[code])
			}
			continue
		}
		shown := p.Shown(1)
		fmt.Printf("%s : %s.\n", id, say(shown.Said))
		for _, part := range shown.Parts {
			fmt.Printf("  %s : %s.\n", names[part.Component], say(part.Said))
		}
		fmt.Println("In English:", shown.Sentence)
	}
	// Output:
	// A1 : certificat obtenu, le total est de 70 ; il faut plus de 60.
	//   Séance pratique : 1 séance(s) sur 1, soit 40 % sur 40.
	//   Questionnaire : pas encore noté, soit 0 % sur 20.
	//   Dissertation : 7,5 points sur 10 = 30 % sur 40.
	// In English: Certified: the total is 70; more than 60 is required.
	// A2 : dossier incomplet ; reste à établir : être majeur.
}

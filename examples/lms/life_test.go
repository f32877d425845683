package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const hostile = `<script>alert("x")</script>&'"`

// People click through the whole life of the reference course. In the hard variant
// the platform is restarted around every request, and every form and message is
// delivered twice.
func TestLife(t *testing.T) {
	t.Parallel()
	for _, hard := range []bool{false, true} {
		t.Run(fmt.Sprintf("hard=%v", hard), func(t *testing.T) {
			t.Parallel()
			h := newHost(t, opening, false)
			l := life{h: h, desk: h.visit(hard), hard: hard}
			l.live()
		})
	}
}

type life struct {
	h    *host
	desk *client
	hard bool
	id   string // of the person who applies
	me   *client
}

func (l *life) live() {
	l.apply()
	l.selectPeople()
	l.answers()
	l.teach()
	l.mark()
	l.end()
	l.erase()
}

func (l *life) clock(at string) {
	l.h.t.Helper()
	l.desk.submit("/desk", map[string]string{"do": "clock"}, url.Values{"clock": {at}})
}

// apply sends an application with a fault, then one that lacks a document, then a
// complete one.
func (l *life) apply() {
	t := l.h.t
	l.me = l.h.visit(l.hard)
	application := url.Values{
		"name": {hostile}, "applied.country": {"Kenya"}, "applied.gender": {"woman"}, "applied.role": {"policymaker"}, "applied.time_zone": {"Africa/Nairobi"},
		"applied.experience_months:int": {"48"}, "applied.numbers.digital_services": {"3"}, "applied.languages.en": {"fluent"},
		"applied.attributes.sector": {hostile}, "applied.documents.cv:bool": {"true"}, "applied.documents.questionnaire:bool": {"true"},
	}
	status, page := l.me.try("/apply", nil, application)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, page, "applied.country")
	assert.NotContains(t, page, "<script>")
	assert.Contains(t, page, `value="48"`, "the form keeps what was typed")
	application.Set("applied.country", "KE")
	l.me.submit("/apply", nil, application)
	page = l.me.get("/me")
	assert.Contains(t, page, "&lt;script&gt;")
	assert.NotContains(t, page, "<script>")
	assert.Contains(t, page, "incomplete")
	l.id = regexp.MustCompile(`P-[0-9a-f]{10}`).FindString(page)
	require.NotEmpty(t, l.id)
	l.me.submit("/apply", nil, url.Values{"applied.documents.motivation_letter:bool": {"true"}})
	assert.Contains(t, l.me.get("/me"), "Open or not met: review score.", "only the review is open")
	assert.Contains(t, l.me.get("/me/data"), "&lt;script&gt;", "the sector is shown")
}

func (l *life) selectPeople() {
	t, desk := l.h.t, l.desk.as("organiser")
	assert.Contains(t, desk.get("/desk/people"), "A017")
	person := "/desk/person?id=" + l.id
	desk.submit(person, map[string]string{"reviewed.applicant": l.id}, url.Values{
		"reviewed.review.reviewer": {"R1"}, "reviewed.review.scores.questionnaire": {"9.5"}, "reviewed.review.scores.letter": {"9"},
	})
	status, page := desk.try(person, map[string]string{"reviewed.applicant": l.id}, url.Values{
		"reviewed.review.reviewer": {"R2"}, "reviewed.review.scores.questionnaire": {"11"}, "reviewed.review.scores.letter": {"nine"},
	})
	require.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, problems(page), "reviewed.review.scores")
	assert.Contains(t, desk.get(person), "9.5")

	l.clock("2024-10-10T12:00")
	desk.submit("/desk/selection", map[string]string{"do": "close"}, url.Values{
		"closed.draw.source": {"the beacon's first round after noon"}, "closed.draw.at:utc": {"2024-10-14T12:00"}, "closed.draw.otherwise": {"the next round"},
	})
	assert.Contains(t, desk.get("/desk/selection"), "Receipts")
	status, page = l.me.try("/apply", nil, url.Values{"applied.country": {"PE"}})
	require.Equal(t, http.StatusUnprocessableEntity, status, "the list is closed")
	assert.Contains(t, page, "Nothing was recorded")
	seed := url.Values{"selected.seed": {"ITU-DPG-2024/2024-10-14"}, "selected.answer_by:utc": {"2024-10-20T12:00"}}
	status, _ = desk.try("/desk/selection", map[string]string{"do": "record"}, seed)
	require.Equal(t, http.StatusUnprocessableEntity, status, "the seed cannot be known yet")
	l.clock("2024-10-14T13:00")
	desk.submit("/desk/selection", map[string]string{"do": "record"}, seed)
	page = desk.get("/desk/selection")
	assert.Contains(t, page, "developing country")
	assert.Contains(t, page, "Waitlist")
	assert.Contains(t, l.me.get("/me"), "Accept the seat")
}

func (l *life) answers() {
	t, desk := l.h.t, l.desk
	l.me.submit("/me", map[string]string{"do": "answer"}, url.Values{"answer": {"accepted"}})
	assert.Contains(t, l.me.get("/me"), "accepted")
	seats := l.state().Seats
	require.Len(t, seats, 32)
	first := l.state().Waitlist[0]
	gone := seats[0]
	if gone == l.id {
		gone = seats[1]
	}
	l.h.visit(l.hard).as(gone).submit("/me", map[string]string{"do": "answer"}, url.Values{"answer": {"declined"}})
	assert.Contains(t, l.state().Seats, first, "the first who waited moves up")
	promoted := l.h.visit(l.hard).as(first)
	assert.Contains(t, promoted.get("/me"), "Accept the seat")
	for _, id := range l.state().Seats {
		if id != l.id && id != seats[len(seats)-1] {
			desk.submit("/desk/person?id="+url.QueryEscape(id), map[string]string{"answered.applicant": id}, url.Values{"answered.answer": {"accepted"}})
		}
		if l.hard && id == seats[4] {
			break // in the hard variant a few answers are enough
		}
	}
	l.clock("2024-10-21T09:00")
	if !l.hard {
		desk.submit("/desk", map[string]string{"do": "expire"}, nil)
		assert.NotContains(t, l.state().Seats, seats[len(seats)-1])
	}
	desk.submit("/desk/groups", nil, nil)
	assert.Contains(t, desk.get("/desk/groups"), "Group 1")
	assert.Contains(t, l.me.get("/me"), "together with")
}

// teach delivers the messages of the meetings, moves one session and excuses one
// person. Another person leaves.
func (l *life) teach() {
	t, desk := l.h.t, l.desk
	l.say("session-1", "early", schedule.Message{At: time.Date(2024, 10, 30, 13, 55, 0, 0, time.UTC), Joined: "host"}, http.StatusAccepted)
	l.say("session-1", "early", schedule.Message{At: time.Date(2024, 10, 30, 13, 56, 0, 0, time.UTC), Joined: "host"}, http.StatusConflict)
	l.say("session-1", "late", schedule.Message{At: time.Date(2024, 10, 30, 16, 10, 0, 0, time.UTC), Ended: true}, http.StatusAccepted)
	l.say("session-9", "lost", schedule.Message{At: time.Date(2024, 10, 30, 13, 56, 0, 0, time.UTC), Joined: "host"}, http.StatusUnprocessableEntity)
	status, page := desk.try("/desk/sessions", map[string]string{"do": "held", "session": "session-1"}, nil)
	require.Equal(t, http.StatusUnprocessableEntity, status, "it is not over")
	assert.Contains(t, problems(page), "ends later")
	desk.submit("/desk/sessions", map[string]string{"planned.session": "session-4"}, url.Values{"planned.start": {"2024-11-08T16:00"}, "planned.reason": {"a public holiday"}})
	assert.Contains(t, l.me.get("/me"), "Fri 8 Nov 2024, 18:00 to 20:00 EAT")
	assert.Contains(t, l.me.get("/me/calendar.ics"), "DTSTART:20241108T150000Z")
	l.meetings()
	for _, at := range []string{"2024-10-30T16:05", "2024-11-01T16:05", "2024-11-06T16:05", "2024-11-08T17:05"} {
		l.clock(at)
		n := map[string]string{"2024-10-30T16:05": "session-1", "2024-11-01T16:05": "session-2", "2024-11-06T16:05": "session-3", "2024-11-08T17:05": "session-4"}[at]
		desk.submit("/desk/sessions", map[string]string{"do": "held", "session": n}, nil)
		if n == "session-1" {
			page := l.me.get("/me")
			assert.Contains(t, page, "pending", "nothing is decided after one session")
			assert.Contains(t, page, "together with", "what is needed")
		}
	}
	assert.Equal(t, 1, l.state().Strangers["session-1"])
	leaves := l.state().Seats[3]
	if leaves == l.id {
		leaves = l.state().Seats[2]
	}
	l.h.visit(l.hard).as(leaves).submit("/me", map[string]string{"do": "answer"}, url.Values{"answer": {"withdrawn"}})
	desk.submit("/desk/groups", nil, nil)
	ill := l.state().Seats[5]
	desk.submit("/desk/person?id="+ill, map[string]string{"excused.participants:list": ill}, url.Values{"excused.session": {"session-5"}, "excused.reason": {"travels for work"}})
	l.clock("2024-11-22T16:05")
	desk.submit("/desk/sessions", map[string]string{"do": "held", "session": "session-5"}, nil)
}

// say delivers a message of a meeting.
func (l *life) say(session, key string, m schedule.Message, want int) {
	t := l.h.t
	t.Helper()
	body, err := json.Marshal(map[string]any{"session": session, "message": m})
	require.NoError(t, err)
	times := 1
	if l.hard {
		times = 2
	}
	for range times {
		r, err := http.NewRequest(http.MethodPost, l.h.server.URL+"/webhooks/meeting", bytes.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Authorization", "Bearer "+l.h.platform.code("meeting", ""))
		r.Header.Set("Idempotency-Key", key)
		answer, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, want, answer.StatusCode)
	}
}

// meetings delivers messages which say that a person joined or left. Their times are
// those of the rows in the intake. The person who applied in the browser is present in
// every session from start to end.
func (l *life) meetings() {
	t := l.h.t
	data, err := os.ReadFile("../dpg/intake/presence.json")
	require.NoError(t, err)
	var rows []schedule.Segment
	require.NoError(t, json.Unmarshal(data, &rows))
	seats := strings.Join(l.state().Seats, " ")
	for _, s := range l.h.platform.course.Schedule().Sessions() {
		leave := s.End.Add(2 * time.Hour)
		rows = append(rows, schedule.Segment{Participant: l.id, Session: s.ID, Join: s.Start.UTC(), Leave: &leave})
	}
	for i, row := range rows {
		if !strings.Contains(seats, row.Participant) {
			continue
		}
		if row.Session == "session-4" && row.Leave != nil { // the session was moved to an hour later
			row.Join, row.Leave = row.Join.Add(time.Hour), new(row.Leave.Add(time.Hour))
		}
		device := fmt.Sprint("d", i)
		l.say(row.Session, fmt.Sprint("j", i), schedule.Message{At: row.Join, Joined: row.Participant, Device: device}, http.StatusAccepted)
		if row.Leave != nil {
			l.say(row.Session, fmt.Sprint("l", i), schedule.Message{At: row.Leave.UTC(), Left: row.Participant, Device: device}, http.StatusAccepted)
		}
	}
}

func (l *life) mark() {
	t, desk := l.h.t, l.desk
	var intake struct {
		Records []struct {
			ID    string        `json:"id"`
			Marks grading.Marks `json:"marks"`
		} `json:"records"`
	}
	data, err := os.ReadFile("../dpg/intake/marks.json")
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &intake))
	cells := url.Values{"quiz/" + l.id: {"done"}, "participation/" + l.id: {"14.5"}}
	seats := strings.Join(l.state().Seats, " ")
	for _, r := range intake.Records {
		for component, mark := range r.Marks {
			if strings.Contains(seats, r.ID) && (component == "quiz" || component == "participation") {
				cells.Set(component+"/"+r.ID, cellOf(mark))
			}
		}
	}
	wrong := url.Values{"participation/" + l.id: {"14.25"}}
	status, page := desk.try("/desk/marks", map[string]string{"do": "marks"}, wrong)
	require.Equal(t, http.StatusUnprocessableEntity, status)
	assert.Contains(t, problems(page), "participation/"+l.id)
	assert.Contains(t, page, `value="14.25"`)
	desk.submit("/desk/marks", map[string]string{"do": "marks"}, cells)
	for name := range l.state().Groups {
		desk.submit("/desk/marks", map[string]string{"project.group": name}, url.Values{"project.mark.level": {"excellent"}})
	}
	assert.Contains(t, l.me.get("/me"), "certified")
}

func (l *life) end() {
	t, desk := l.h.t, l.desk
	definition := l.h.platform.about
	definition.Grading.Certificate.Above = nil
	definition.Grading.Certificate.AtLeast = &definition.Grading.Components[3].Award.Levels.Max
	before := l.h.digest()
	status, page := desk.try("/desk/whatif", nil, url.Values{"definition": {pretty(definition)}})
	require.Equal(t, http.StatusOK, status)
	assert.Contains(t, page, "Who would be affected")
	assert.Equal(t, before, l.h.digest(), "nothing is recorded")
	_, page = desk.try("/desk/whatif", nil, url.Values{"definition": {`{"version": 2}`}})
	assert.Contains(t, problems(page), "version")

	desk.submit("/desk", map[string]string{"ended": "empty"}, nil)
	desk.submit("/desk", map[string]string{"do": "issue"}, nil)
	page = l.me.get("/me/certificate")
	assert.Contains(t, page, "awarded to")
	assert.Contains(t, page, "&lt;script&gt;")
	assert.Contains(t, desk.get("/desk/audit"), "clean")
	for id, result := range l.state().Results {
		if result.Decision == "not_certified" {
			desk.submit("/desk/person?id="+id, map[string]string{"overridden.participant": id}, url.Values{"overridden.decision": {"certified"}, "overridden.reason": {"an appeal: the recording shows it"}})
			break
		}
	}
	number := l.state().Certificates[l.id]
	desk.submit("/desk/person?id="+l.id, map[string]string{"revoked.certificate": number}, url.Values{"revoked.reason": {"a wrong name"}})
	desk.submit("/desk", map[string]string{"do": "issue"}, nil)
	assert.NotEqual(t, number, l.state().Certificates[l.id])
}

// erase erases the person who applied. The id of the person may then remain in the
// file only once, in the entry that says who was erased. The test searches the whole
// file, even the parts that the database no longer uses.
func (l *life) erase() {
	t, desk := l.h.t, l.desk
	require.NoError(t, l.h.platform.store.Read(func(run *course.Run) error {
		require.Greater(t, len(run.About(l.id)), 8)
		return nil
	}))
	desk.submit("/desk/data?id="+l.id, map[string]string{"erased.id": l.id}, nil)
	status, _ := l.me.status("/me")
	assert.Equal(t, http.StatusNotFound, status)
	page := desk.get("/desk/audit")
	assert.NotContains(t, page, "altered")
	assert.NotContains(t, page, "<b>differs")
	l.h.stop()
	data, err := os.ReadFile(l.h.file)
	require.NoError(t, err)
	left := bytes.Count(data, []byte(l.id))
	assert.Equal(t, 1, left, "only the entry that says who was erased")
	assert.NotContains(t, string(data), "script")
	l.h.start("", true)
}

func (l *life) state() (state course.State) {
	require.NoError(l.h.t, l.h.platform.store.Read(func(run *course.Run) error {
		state = run.State()
		return nil
	}))
	return state
}

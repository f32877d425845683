package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// enter signs a person in.
func (p *Platform) enter(w http.ResponseWriter, r *http.Request) {
	form, ok := p.form(w, r, p.who(w, r))
	if !ok {
		return
	}
	role, id, next := applicant, form.Get("id"), "/me"
	if id == organiser {
		role, id, next = organiser, "", "/desk"
	}
	known := role == organiser
	if err := p.store.Read(func(run *course.Run) error {
		known = known || p.look(run).People[id] != nil
		return nil
	}); err != nil {
		p.broken(w, err)
		return
	}
	if !known || !p.demo && !same(form.Get("code"), p.code(role, id)) {
		p.fail(w, http.StatusForbidden, "The number and the code do not belong together.")
		return
	}
	p.signIn(w, r, role, id)
	http.Redirect(w, r, next, http.StatusSeeOther)
}

// delivery is the body of a request from a meeting tool.
type delivery struct {
	Session string           `json:"session" validate:"id"`
	Message schedule.Message `json:"message" validate:"-"`
}

// meeting handles a message of a meeting tool. The header Idempotency-Key identifies
// the message, so that a message that is delivered twice counts once.
func (p *Platform) meeting(w http.ResponseWriter, r *http.Request) {
	if !same(r.Header.Get("Authorization"), "Bearer "+p.code("meeting", "")) {
		reply(w, http.StatusUnauthorized, "the code of the meeting tool is wrong")
		return
	}
	key := r.Header.Get("Idempotency-Key")
	if !document.ValidID(key) {
		reply(w, http.StatusBadRequest, "want an Idempotency-Key")
		return
	}
	var d delivery
	err := read(r, &d, func(report *rule.Report) { report.Put(document.Shape(d)...) })
	if err == nil {
		_, _, err = schedule.Rows([]schedule.Message{d.Message})
	}
	if err == nil {
		if _, known := p.course.Schedule().SessionOf(d.Session); !known {
			err = rule.Violations{{Code: "unknown-session", Path: "session", Detail: "the course has no such session"}}
		}
	}
	if err != nil {
		reply(w, http.StatusUnprocessableEntity, err)
		return
	}
	switch fresh, err := p.store.Receive(key, d.Session, d.Message); {
	case errors.Is(err, errOtherMessage):
		reply(w, http.StatusConflict, err.Error())
	case err != nil:
		p.broken(w, err)
	default:
		reply(w, http.StatusAccepted, map[string]bool{"fresh": fresh})
	}
}

func read(r *http.Request, into any, check func(*rule.Report)) error {
	var raw json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&raw); err != nil {
		return rule.Violations{{Code: "syntax", Detail: "want JSON"}}
	}
	return document.Parse(raw, into, check)
}

func reply(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

// calendar sends the times of the course, for the calendar of a participant.
func (p *Platform) calendar(w http.ResponseWriter, r *http.Request) {
	var text []byte
	now, err := p.now()
	if err == nil {
		err = p.store.Read(func(run *course.Run) (err error) {
			text, err = calendar(run, now)
			return err
		})
	}
	if err != nil {
		p.broken(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="`+strconv.Itoa(now.Year())+`-course.ics"`)
	_, _ = w.Write(text)
}

// journal sends all entries, one a line.
func (p *Platform) journal(w http.ResponseWriter, r *http.Request) {
	if p.who(w, r).Role != organiser {
		p.fail(w, http.StatusForbidden, "This is for the organiser. Sign in first.")
		return
	}
	var journal []course.Entry
	if err := p.store.Read(func(run *course.Run) error {
		journal = run.Journal()
		return nil
	}); err != nil {
		p.broken(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/jsonl")
	for _, e := range journal {
		if json.NewEncoder(w).Encode(e) != nil {
			return
		}
	}
}

// zoneOf returns the zone of the given name, or UTC if the name is empty or cannot be
// used.
func zoneOf(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if name == "" || name == "Local" || err != nil {
		return time.UTC
	}
	return loc
}

package main

import (
	"crypto/rand"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
)

// action is the role that may send a form, and the function that makes entries from the
// form.
type action struct {
	role string
	make func(p *Platform, run *course.Run, s session, form url.Values) ([]course.Entry, error)
}

// actions are the actions that a form can name in its field "do". Most forms describe an
// entry directly and name the action "record".
var actions = map[string]action{
	"apply":  {visitor, applyForm},
	"answer": {applicant, answerForm},
	"record": {organiser, recordForm},
	"close":  {organiser, closeForm},
	"held":   {organiser, heldForm},
	"marks":  {organiser, marksForm},
	"expire": {organiser, func(_ *Platform, run *course.Run, _ session, _ url.Values) ([]course.Entry, error) {
		return expired(run), nil
	}},
	"issue": {organiser, func(_ *Platform, run *course.Run, _ session, _ url.Values) ([]course.Entry, error) {
		return issued(run, run.State()), nil
	}},
}

// post handles a form that was sent.
func (p *Platform) post(w http.ResponseWriter, r *http.Request) {
	q := &request{Platform: p, Path: r.URL.Path, Query: r.URL.Query(), Who: p.who(w, r)}
	form, ok := p.form(w, r, q.Who)
	if !ok {
		return
	}
	if form.Get("do") == "clock" || form.Get("do") == "whatif" {
		p.aside(w, r, q, form)
		return
	}
	act, known := actions[form.Get("do")]
	switch {
	case !known:
		p.fail(w, http.StatusBadRequest, "This form is not known.")
		return
	case !may(q.Who.Role, act.role) || !may(q.Who.Role, p.pages[q.Path].role):
		p.fail(w, http.StatusForbidden, "This is for the "+act.role+". Sign in first.")
		return
	}
	recorded, err := p.record(q.Who, act, form)
	if vs, is := problemsOf(err); is {
		q.Form, q.Problems = form, vs
		p.show(w, q, http.StatusUnprocessableEntity)
		return
	}
	if err != nil {
		p.broken(w, err)
		return
	}
	if form.Get("do") == "apply" {
		p.applied(w, r, q.Who, form, recorded)
		return
	}
	http.Redirect(w, r, afterSaving(q.Own()), http.StatusSeeOther)
}

// form reads a form. It refuses a form that does not come from a page of the sender.
func (p *Platform) form(w http.ResponseWriter, r *http.Request, s session) (url.Values, bool) {
	if err := r.ParseForm(); err != nil {
		p.fail(w, http.StatusBadRequest, "The form could not be read.")
		return nil, false
	}
	if !same(r.PostForm.Get("token"), p.token(s)) {
		p.fail(w, http.StatusForbidden, "This form is not from a page of yours. Go back, load the page again, and send it once more.")
		return nil, false
	}
	return r.PostForm, true
}

// record records the entries that a form makes. The key of an entry is a keyed hash of
// the sender, the action and the form's key. By and Key must not identify anybody, since
// they remain after a person is erased.
func (p *Platform) record(s session, act action, form url.Values) ([]course.Recorded, error) {
	now, err := p.now()
	if err != nil {
		return nil, err
	}
	recorded, err := p.store.Record(now, func(run *course.Run) ([]course.Entry, error) {
		entries, err := act.make(p, run, s, form)
		for i := range entries {
			entries[i].By, entries[i].Salt = s.Role, rand.Text()
			entries[i].Key = p.mac("key", s.raw, form.Get("do"), form.Get("key"), strconv.Itoa(i))[:40]
		}
		return entries, err
	})
	if vs, is := problemsOf(err); is {
		for i := range vs { // the paths in an entry are the names of fields
			vs[i].Path = strings.TrimPrefix(strings.TrimPrefix(vs[i].Path, "[0]"), ".")
		}
		err = vs
	}
	return recorded, err
}

func recordForm(_ *Platform, _ *course.Run, _ session, form url.Values) ([]course.Entry, error) {
	e, err := entryOf(form)
	if err == nil && (e.Opened != nil || e.Amended != nil) {
		err = rule.Violations{{Code: "form", Detail: "this is not for a form"}}
	}
	return []course.Entry{e}, err
}

// applicantID returns the id that the sender of an application has or will have.
func (p *Platform) applicantID(s session, form url.Values) string {
	if s.Role == applicant {
		return s.ID
	}
	return "P-" + p.mac("id", s.raw, form.Get("key"))[:10]
}

// applyForm makes the entry of an application, which may replace an earlier one of
// the sender. The new entry keeps the reviews of the earlier application.
func applyForm(p *Platform, run *course.Run, s session, form url.Values) ([]course.Entry, error) {
	if name := form.Get("name"); len(name) > 200 {
		return nil, rule.Violations{{Code: "form", Path: "name", Detail: "at most 200 bytes"}}
	}
	fields := maps.Clone(form)
	id := p.applicantID(s, form)
	fields["applied.id"] = []string{id}
	e, err := entryOf(fields)
	if err == nil && e.Applied == nil {
		err = rule.Violations{{Code: "form", Detail: "want an application"}}
	}
	if err != nil {
		return nil, err
	}
	e.Applied.Reviews = nil
	if before := historyOf(run).People[id]; before != nil {
		e.Applied.Reviews = before.Reviews
	}
	return []course.Entry{e}, nil
}

// applied stores the name of an applicant and signs a new applicant in.
func (p *Platform) applied(w http.ResponseWriter, r *http.Request, s session, form url.Values, _ []course.Recorded) {
	id := p.applicantID(s, form)
	if name := strings.TrimSpace(form.Get("name")); name != "" {
		if err := p.store.Name(id, name); err != nil {
			p.broken(w, err)
			return
		}
	}
	if s.Role == visitor {
		p.signIn(w, r, applicant, id)
	}
	http.Redirect(w, r, "/me?saved=1", http.StatusSeeOther)
}

func answerForm(_ *Platform, _ *course.Run, s session, form url.Values) ([]course.Entry, error) {
	answer := admission.Status(form.Get("answer"))
	if answer != admission.StatusAccepted && answer != admission.StatusDeclined && answer != admission.StatusWithdrawn {
		return nil, rule.Violations{{Code: "form", Path: "answer", Detail: "want accepted, declined or withdrawn"}}
	}
	return []course.Entry{{Answered: &admission.Answered{Applicant: s.ID, Answer: answer}}}, nil
}

// closeForm makes the entry that closes the list, with a nonce that nobody can guess.
func closeForm(p *Platform, _ *course.Run, s session, form url.Values) ([]course.Entry, error) {
	fields := maps.Clone(form)
	fields["closed.nonce"] = []string{p.mac("nonce", s.raw, form.Get("key"))[:32]}
	return recordForm(p, nil, s, fields)
}

func heldForm(p *Platform, _ *course.Run, _ session, form url.Values) ([]course.Entry, error) {
	messages, err := p.store.Messages(form.Get("session"))
	if err != nil {
		return nil, err
	}
	e, err := held(form.Get("session"), messages)
	return []course.Entry{e}, err
}

func marksForm(_ *Platform, run *course.Run, _ session, form url.Values) ([]course.Entry, error) {
	cells := map[string]string{}
	for name, values := range form {
		cells[name] = values[len(values)-1]
	}
	return marks(run, cells)
}

// aside handles the forms that record nothing: the clock of a demonstration, and a
// changed definition for a comparison.
func (p *Platform) aside(w http.ResponseWriter, r *http.Request, q *request, form url.Values) {
	if q.Who.Role != organiser {
		p.fail(w, http.StatusForbidden, "This is for the organiser. Sign in first.")
		return
	}
	if form.Get("do") == "whatif" {
		q.Form = form
		p.show(w, q, http.StatusOK)
		return
	}
	at, err := time.Parse("2006-01-02T15:04", form.Get("clock"))
	if err == nil && p.demo {
		err = p.store.Read(func(*course.Run) error {
			if at.Before(p.store.last) {
				return errors.New("the clock cannot go behind the last entry")
			}
			return nil
		})
	}
	if err != nil || !p.demo {
		q.Form, q.Problems = form, rule.Violations{{Code: "form", Path: "clock", Detail: "want a date and time in UTC, not before the last entry"}}
		p.show(w, q, http.StatusUnprocessableEntity)
		return
	}
	if err := p.SetClock(at); err != nil {
		p.broken(w, err)
		return
	}
	http.Redirect(w, r, afterSaving(q.Own()), http.StatusSeeOther)
}

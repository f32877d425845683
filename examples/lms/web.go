package main

import (
	"bytes"
	"embed"
	"errors"
	"log"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
)

//go:embed pages
var files embed.FS

// maxBody is how many bytes the body of a request may have.
const maxBody = 1 << 20

// page is one page: the role that may see it, its template, and the function that
// returns its data.
type page struct {
	role string // visitor: everybody
	file string
	body func(*request) (any, error)
}

type pages map[string]page

// request is one request with the data of its page.
type request struct {
	*Platform
	view
	Path     string
	Query    url.Values
	Who      session
	Now      time.Time
	Form     url.Values      // the form that was sent and refused
	Fill     url.Values      // initial values of a form's fields
	Problems rule.Violations // why the form was refused
	Run      *course.Run     // only while the store is locked
	Names    map[string]string
	Body     any
}

// errNotFound is returned for pages about a person who does not exist.
var errNotFound = errors.New("not found")

// Handler serves the platform.
func (p *Platform) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /style.css", http.StripPrefix("/", http.FileServerFS(sub("pages"))))
	mux.HandleFunc("POST /webhooks/meeting", p.meeting)
	mux.HandleFunc("GET /me/calendar.ics", p.calendar)
	mux.HandleFunc("GET /desk/journal.jsonl", p.journal)
	mux.HandleFunc("POST /enter", p.enter)
	for path := range p.pages {
		exact := path
		if path == "/" {
			exact = "/{$}"
		}
		mux.HandleFunc("GET "+exact, p.get)
		if path != "/enter" {
			mux.HandleFunc("POST "+exact, p.post)
		}
	}
	guard := http.NewCrossOriginProtection()
	return guard.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		mux.ServeHTTP(w, r)
	}))
}

// may reports whether a sender with the role `who` may do what is meant for the role
// `wants`. Everybody may do what is meant for visitors.
func may(who, wants string) bool {
	return who == wants || wants == visitor
}

func (p *Platform) get(w http.ResponseWriter, r *http.Request) {
	p.show(w, &request{Platform: p, Path: r.URL.Path, Query: r.URL.Query(), Who: p.who(w, r)}, http.StatusOK)
}

// show writes a page.
func (p *Platform) show(w http.ResponseWriter, q *request, status int) {
	page := p.pages[q.Path]
	if !may(q.Who.Role, page.role) {
		p.fail(w, http.StatusForbidden, "This page is for the "+page.role+". Sign in first.")
		return
	}
	err := p.store.Read(func(run *course.Run) (err error) {
		q.Run, q.view = run, p.look(run)
		if q.Now, err = p.now(); err != nil {
			return err
		}
		if q.Names, err = p.store.Names(); err != nil {
			return err
		}
		q.Body, err = page.body(q)
		return err
	})
	q.Run = nil
	if errors.Is(err, errNotFound) {
		p.fail(w, http.StatusNotFound, "There is nothing here.")
		return
	}
	if vs, is := problemsOf(err); is {
		q.Problems, status = append(q.Problems, vs...), http.StatusUnprocessableEntity
	} else if err != nil {
		p.broken(w, err)
		return
	}
	var out bytes.Buffer
	if err := templates[page.file].Execute(&out, q); err != nil {
		p.broken(w, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(out.Bytes())
}

// fail writes a page with a single sentence.
func (p *Platform) fail(w http.ResponseWriter, status int, sentence string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = templates["fail.html"].Execute(w, &request{Platform: p, Body: sentence})
}

// broken answers a request that failed without a fault of the sender.
func (p *Platform) broken(w http.ResponseWriter, err error) {
	log.Printf("lms: %v", err)
	p.fail(w, http.StatusInternalServerError, "Something went wrong here. Nothing was recorded.")
}

// Token returns the token for the forms of a page.
func (q *request) Token() string { return q.token(q.Who) }

// Key returns the key of one form of a page, such as a form about a person.
func (q *request) Key(what string) string { return q.key(q.Who, q.digest, what) }

// Value returns what was sent in a field of a refused form, otherwise the field's
// initial value.
func (q *request) Value(field string) string {
	if q.Form != nil {
		return q.Form.Get(field)
	}
	name, _, _ := strings.Cut(field, ":")
	return q.Fill.Get(name)
}

// Saved reports whether a form has just been recorded.
func (q *request) Saved() bool { return q.Query.Has("saved") }

// Demo reports whether this is a demonstration: its clock can be set, and nobody needs a
// code to sign in.
func (q *request) Demo() bool { return q.demo }

// About returns the definition of the course.
func (q *request) About() course.Definition { return q.about }

// Name returns the name of a person, or the id if there is no name.
func (q *request) Name(id string) string {
	if name := q.Names[id]; name != "" {
		return name
	}
	return id
}

// Own returns the path of the page with its query, without the note that a form was saved.
func (q *request) Own() string {
	query := url.Values{}
	for name, values := range q.Query {
		if name != "saved" {
			query[name] = values
		}
	}
	if len(query) == 0 {
		return q.Path
	}
	return q.Path + "?" + query.Encode()
}

func afterSaving(own string) string {
	if strings.Contains(own, "?") {
		return own + "&saved=1"
	}
	return own + "?saved=1"
}

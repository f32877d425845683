package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
)

// Platform is a course on the web.
type Platform struct {
	store  *Store
	course *course.Course
	about  course.Definition
	secret []byte
	demo   bool // the clock is a setting, and everybody may sign in as anybody
	pages  pages
	view   view
}

// view is the data that all pages share. It is computed once for each state of the
// run.
type view struct {
	digest string
	State  course.State
	history
}

// New makes a platform from a store. If demo is set, the clock of the platform is a
// setting, and people sign in without codes.
func New(store *Store, demo bool) (*Platform, error) {
	fresh := make([]byte, 32)
	_, _ = rand.Read(fresh)
	if err := store.Set("secret", hex.EncodeToString(fresh), true); err != nil {
		return nil, err
	}
	text, err := store.Setting("secret")
	if err != nil {
		return nil, err
	}
	secret, err := hex.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("the stored secret: %w", err)
	}
	p := &Platform{store: store, course: store.course, about: store.course.Definition(), secret: secret, demo: demo}
	p.pages = p.everyPage()
	return p, nil
}

// SetClock sets the clock of a demonstration.
func (p *Platform) SetClock(at time.Time) error {
	return p.store.Set("clock", at.UTC().Format(time.RFC3339), false)
}

// now returns the machine's time, or the time of a demonstration's clock.
func (p *Platform) now() (time.Time, error) {
	if !p.demo {
		return time.Now().UTC().Truncate(time.Second), nil
	}
	text, err := p.store.Setting("clock")
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.RFC3339, text)
}

// Begin records applications in a run in which nothing has happened yet.
func (p *Platform) Begin(list []admission.Applicant) error {
	now, err := p.now()
	if err != nil {
		return err
	}
	_, err = p.store.Record(now, func(run *course.Run) (entries []course.Entry, err error) {
		if run.Digest() != "" {
			return nil, nil
		}
		for i := range list {
			entries = append(entries, course.Entry{Applied: &list[i], By: "intake", Salt: rand.Text()})
		}
		return entries, nil
	})
	return err
}

// look returns the view of a run.
func (p *Platform) look(run *course.Run) view {
	if p.view.People == nil || p.view.digest != run.Digest() {
		p.view = view{run.Digest(), run.State(), historyOf(run)}
	}
	return p.view
}

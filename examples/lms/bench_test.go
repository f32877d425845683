package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/require"
)

// BenchmarkPages measures the time of each page in a course with few and with many
// people.
//
//	go test -run - -bench Pages
func BenchmarkPages(b *testing.B) {
	for _, people := range []int{32, 10_000} {
		p := full(b, people)
		handler := p.Handler()
		for _, page := range []struct{ role, id, path string }{
			{visitor, "", "/"}, {applicant, "P7", "/me"}, {organiser, "", "/desk"}, {organiser, "", "/desk/people"}, {organiser, "", "/desk/person?id=P7"}, {organiser, "", "/desk/marks"},
		} {
			w := httptest.NewRecorder()
			p.signIn(w, httptest.NewRequest(http.MethodGet, "/", nil), page.role, page.id)
			cookie := w.Result().Cookies()[0]
			b.Run(fmt.Sprintf("people=%d%s", people, page.path), func(b *testing.B) {
				for b.Loop() {
					r := httptest.NewRequest(http.MethodGet, page.path, nil)
					r.AddCookie(cookie)
					w := httptest.NewRecorder()
					handler.ServeHTTP(w, r)
					require.Equal(b, http.StatusOK, w.Code)
				}
			})
		}
	}
}

// full returns a platform of a course with as many seats as people, after two
// sessions.
func full(b *testing.B, people int) *Platform {
	b.Helper()
	d := dpg.Definition()
	d.Admission.Capacity = people
	c, err := course.Compile(d, time.LoadLocation)
	require.NoError(b, err)
	store, err := Open(filepath.Join(b.TempDir(), "lms.db"), c)
	require.NoError(b, err)
	b.Cleanup(func() { _ = store.Close() })
	p, err := New(store, true)
	require.NoError(b, err)
	require.NoError(b, p.SetClock(time.Date(2024, 11, 2, 9, 0, 0, 0, time.UTC)))
	var list []admission.Applicant
	for i := range people {
		list = append(list, admission.Applicant{
			ID: fmt.Sprint("P", i), Country: "KE", Gender: "woman", Role: "policymaker", ExperienceMonths: new(40), TimeZone: "Africa/Nairobi",
			Numbers: map[string]exact.Decimal{"digital_services": exact.MustDecimal("1")}, Languages: map[string]admission.LanguageLevel{"en": "fluent"},
			Documents: map[string]bool{"questionnaire": true, "cv": true, "motivation_letter": true},
			Reviews:   []admission.Review{{Reviewer: "R", Scores: map[string]exact.Decimal{"questionnaire": exact.MustDecimal("8"), "letter": exact.MustDecimal("7")}}},
		})
	}
	require.NoError(b, p.Begin(list))
	now, err := p.now()
	require.NoError(b, err)
	_, err = store.Record(now, func(*course.Run) ([]course.Entry, error) {
		return []course.Entry{{Selected: &admission.Selected{Seed: "s"}}, {Held: &schedule.Held{Session: "session-1"}}, {Held: &schedule.Held{Session: "session-2"}}}, nil
	})
	require.NoError(b, err)
	return p
}

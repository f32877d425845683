package admission_test

import (
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var start = time.Date(2024, 10, 15, 9, 0, 0, 0, time.UTC)

func day(n int) time.Time { return start.AddDate(0, 0, n) }

// twoSeats returns a selector with two seats that are given by score alone, its
// applicants and the selection. The people a, b, c and d are ranked in this order. It is
// not known whether e handed in a CV.
func twoSeats(t testing.TB) (*admission.Selector, []admission.Applicant, admission.Selection) {
	t.Helper()
	p := admission.Policy{
		Capacity: 2,
		Requirements: []admission.Requirement{
			{Code: "cv", Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: "cv"}}},
		},
		Priority: []admission.Priority{{Code: "score", Key: admission.Key{Score: &admission.ScoreKey{
			Parts: []admission.ScorePart{{Name: "a", Weight: dec("1")}}, Max: dec("10"), OverReviewers: "mean",
		}}}},
	}
	person := func(id, score string, cv ...bool) admission.Applicant {
		a := admission.Applicant{ID: id, Country: "KE", Reviews: []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{"a": dec(score)}}}}
		if len(cv) > 0 {
			a.Documents = map[string]bool{"cv": cv[0]}
		}
		return a
	}
	as := []admission.Applicant{person("a", "9", true), person("b", "8", true), person("c", "7", true), person("d", "6", true), person("e", "7.5")}
	sel := compile(t, p)
	s, err := sel.Select(admission.Intake{Applicants: as})
	require.NoError(t, err)
	return sel, as, s
}

// opened returns the roster of a selection, opened on day 0.
func opened(t testing.TB, sel *admission.Selector, as []admission.Applicant, s admission.Selection) admission.Roster {
	t.Helper()
	r, err := sel.Open(admission.Intake{Applicants: as, Seed: s.Audit.Seed}, s, day(0))
	require.NoError(t, err)
	return r
}

func statuses(r admission.Roster) map[string]admission.Status {
	m := map[string]admission.Status{}
	for _, e := range r.Entries {
		m[e.ID] = e.Status
	}
	return m
}

func entryID(e admission.Entry) string { return e.ID }

// answered returns an event of day n. So do applied, seats and ruled.
func answered(n int, id string, answer admission.Status) admission.Event {
	return admission.Event{At: day(n), Answered: &admission.Answered{Applicant: id, Answer: answer}}
}

func applied(n int, a admission.Applicant) admission.Event {
	return admission.Event{At: day(n), Applied: &a}
}

// applications returns an event for each application, all of day 0.
func applications(as []admission.Applicant) []admission.Event {
	var events []admission.Event
	for _, a := range as {
		events = append(events, applied(0, a))
	}
	return events
}

func seats(n, capacity int) admission.Event {
	return admission.Event{At: day(n), Seats: &admission.Seats{Capacity: capacity}}
}

func ruled(n int, id string, decision admission.Decision) admission.Event {
	return admission.Event{At: day(n), Ruled: &admission.Ruled{Applicant: id, Decision: decision, Reason: "r"}}
}

// changes returns the changes that events led to, as texts.
func changes(decided []admission.Decided) []string {
	out := []string{}
	for _, d := range decided {
		for _, c := range d.Changes {
			out = append(out, c.At.Format("02")+" "+c.ID+" "+string(c.From)+" "+string(c.To))
		}
	}
	return out
}

func TestRosterStory(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r := opened(t, sel, as, s)
	assert.Equal(t, []string{"a", "b", "c", "d", "e"}, ids(r.Entries, entryID))
	assert.Equal(t, map[string]admission.Status{"a": "offered", "b": "offered", "c": "waiting", "d": "waiting", "e": "incomplete"}, statuses(r))
	before := reread(t, r)

	complete := as[4]
	complete.Documents = map[string]bool{"cv": true}
	events := []admission.Event{answered(1, "a", "accepted"), applied(2, complete), answered(3, "c", "withdrawn"), answered(4, "b", "declined")}
	r2, decided, err := sel.Apply(r, events...)
	require.NoError(t, err)
	assert.Equal(t, []string{"16 a offered accepted", "17 e incomplete waiting", "18 c waiting withdrawn", "19 b offered declined", "19 e waiting offered"}, changes(decided))
	assert.Equal(t, []string{"a", "b", "e", "d", "c"}, ids(r2.Entries, entryID))
	assert.Equal(t, []string{"a", "e"}, r2.Seats())
	assert.Equal(t, before, r, "Apply leaves its roster alone")
	assert.Equal(t, day(4), r2.Entries[2].Since)
	assert.Empty(t, sel.VerifyRoster(r, events, r2))
	replayed, err := sel.Replay(r, events, decided)
	require.NoError(t, err)
	assert.Equal(t, r2, replayed)

	// If there are fewer seats, nobody loses a seat. Further seats are offered in call
	// order.
	r3, decided, err := sel.Apply(reread(t, r2), seats(5, 1), answered(5, "e", "expired"), seats(6, 2))
	require.NoError(t, err)
	assert.Equal(t, []string{"20 e offered expired", "21 d waiting offered"}, changes(decided))
	_, _, err = sel.Apply(reread(t, r3), answered(7, "d", "accepted"))
	require.NoError(t, err)
}

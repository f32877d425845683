package admission_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var start = time.Date(2024, 10, 15, 9, 0, 0, 0, time.UTC)

func day(n int) time.Time { return start.AddDate(0, 0, n) }

// twoSeats is a course of two seats by score alone: a, b, c, d in this order,
// and e whose documents are not known.
func twoSeats(t testing.TB) (*admission.Selector, []admission.Applicant, admission.Selection) {
	t.Helper()
	p := admission.Policy{
		Capacity: 2,
		Requirements: []admission.Requirement{
			{Code: "cv", Level: admission.Required, Test: admission.Test{Document: &admission.DocumentTest{Name: "cv"}}},
		},
		Priority: []admission.Priority{{Code: "score", Key: admission.Key{Score: &admission.ScoreKey{
			Parts: []admission.ScorePart{{Name: "a", Weight: dec("1")}}, Max: dec("10"), OverReviewers: admission.Mean,
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

func statuses(r admission.Roster) map[string]admission.Status {
	m := map[string]admission.Status{}
	for _, e := range r.Entries {
		m[e.ID] = e.Status
	}
	return m
}

func entryID(e admission.Entry) string { return e.ID }

func TestRosterStory(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r, err := sel.Open(s)
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c", "d", "e"}, ids(r.Entries, entryID))
	assert.Equal(t, map[string]admission.Status{"a": "offered", "b": "offered", "c": "waiting", "d": "waiting", "e": "incomplete"}, statuses(r))
	before, err := json.Marshal(r)
	require.NoError(t, err)

	complete := as[4]
	complete.Documents = map[string]bool{"cv": true}
	r2, changes, err := sel.Apply(r,
		admission.Event{At: day(1), Kind: admission.EventAccepted, ID: "a"},
		admission.Event{At: day(2), Kind: admission.EventCompleted, ID: "e", Applicant: &complete},
		admission.Event{At: day(3), Kind: admission.EventWithdrawn, ID: "c"},
		admission.Event{At: day(4), Kind: admission.EventDeclined, ID: "b"},
	)
	require.NoError(t, err)
	assert.Equal(t, []admission.Change{
		{At: day(1), ID: "a", From: "offered", To: "accepted"},
		{At: day(2), ID: "e", From: "incomplete", To: "waiting"},
		{At: day(3), ID: "c", From: "waiting", To: "withdrawn"},
		{At: day(4), ID: "b", From: "offered", To: "declined"},
		{At: day(4), ID: "e", From: "waiting", To: "offered"},
	}, changes)
	// e, at 7.5, comes before c, at 7, and after whoever holds an offer.
	assert.Equal(t, []string{"a", "b", "e", "c", "d"}, ids(r2.Entries, entryID))
	assert.Empty(t, sel.VerifyRoster(s, r2))

	after, err := json.Marshal(r)
	require.NoError(t, err)
	assert.JSONEq(t, string(before), string(after), "Apply leaves its roster alone")

	// Fewer seats move nobody; more are offered in call order, past c.
	r3, changes, err := sel.Apply(r2,
		admission.Event{At: day(5), Kind: admission.EventCapacity, Capacity: new(1)},
		admission.Event{At: day(5), Kind: admission.EventExpired, ID: "e"},
		admission.Event{At: day(6), Kind: admission.EventCapacity, Capacity: new(2)},
	)
	require.NoError(t, err)
	assert.Equal(t, []admission.Change{
		{At: day(5), ID: "e", From: "offered", To: "expired"},
		{At: day(6), ID: "d", From: "waiting", To: "offered"},
	}, changes)

	// A stored roster goes on where it was.
	text, err := json.Marshal(r3)
	require.NoError(t, err)
	var stored admission.Roster
	require.NoError(t, document.Decode(text, &stored))
	_, _, err = sel.Apply(stored, admission.Event{At: day(7), Kind: admission.EventAccepted, ID: "d"})
	require.NoError(t, err)
	assert.Empty(t, sel.VerifyRoster(s, stored))
}

// At the caller's date and after it nobody is promoted; a nanosecond before it
// still is.
func TestPromotionsStop(t *testing.T) {
	t.Parallel()
	sel, _, s := twoSeats(t)
	for _, c := range []struct {
		at       time.Time
		promoted admission.Status
	}{{day(3).Add(-1), "offered"}, {day(3), "waiting"}, {day(3).Add(1), "waiting"}} {
		r, err := sel.Open(s)
		require.NoError(t, err)
		r, _, err = sel.Apply(r, admission.Event{At: day(1), Kind: admission.EventDeadline, Until: day(3)}, admission.Event{At: c.at, Kind: admission.EventDeclined, ID: "a"})
		require.NoError(t, err)
		assert.Equal(t, c.promoted, statuses(r)["c"], c.at)

		// A later date is one from then on: who waits is called at once.
		assert.Empty(t, sel.VerifyRoster(s, r))
		r, _, err = sel.Apply(r, admission.Event{At: day(4), Kind: admission.EventDeadline, Until: day(5)})
		require.NoError(t, err)
		assert.Equal(t, admission.StatusOffered, statuses(r)["c"])
		assert.Empty(t, sel.VerifyRoster(s, r))
	}
}

func TestEventsRefused(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r, err := sel.Open(s)
	require.NoError(t, err)
	r, _, err = sel.Apply(r, admission.Event{At: day(1), Kind: admission.EventWithdrawn, ID: "b"})
	require.NoError(t, err)
	kind := func(k admission.EventKind, id string) admission.Event {
		return admission.Event{At: day(2), Kind: k, ID: id}
	}
	for _, c := range []struct {
		code, path string
		event      admission.Event
	}{
		{"status", "[0].id", kind("accepted", "b")},  // left
		{"status", "[0].id", kind("withdrawn", "b")}, // left
		{"status", "[0].id", kind("accepted", "d")},  // only waits
		{"status", "[0].id", kind("declined", "d")},
		{"status", "[0].id", kind("expired", "e")},
		{"unknown-id", "[0].id", kind("accepted", "z")},
		{"unknown-value", "[0].kind", kind("vanished", "a")},
		{"required", "[0].kind", kind("", "a")},
		{"required", "[0].id", kind("accepted", "")},
		{"id", "[0].id", kind("accepted", "a\nb")},
		{"required", "[0].at", admission.Event{Kind: "accepted", ID: "a"}},
		{"required", "[0].applicant", kind("completed", "e")},
		{"required", "[0].capacity", kind("capacity", "")},
		{"not-used", "[0].id", admission.Event{At: day(2), Kind: "capacity", ID: "a", Capacity: new(3)}},
		{"not-used", "[0].applicant", admission.Event{At: day(2), Kind: "accepted", ID: "a", Applicant: &as[0]}},
		{"not-used", "[0].capacity", admission.Event{At: day(2), Kind: "accepted", ID: "a", Capacity: new(3)}},
		{"range", "[0].capacity", admission.Event{At: day(2), Kind: "capacity", Capacity: new(-1)}},
		{"range", "[0].capacity", admission.Event{At: day(2), Kind: "capacity", Capacity: new(admission.MaxCapacity + 1)}},
		{"other-id", "[0].applicant.id", admission.Event{At: day(2), Kind: "completed", ID: "e", Applicant: &as[0]}},
		{"status", "[0].id", admission.Event{At: day(2), Kind: "completed", ID: "a", Applicant: &as[0]}},
		{"required", "[0].applicant.country", admission.Event{At: day(2), Kind: "completed", ID: "e", Applicant: &admission.Applicant{ID: "e"}}},
		{"time-order", "[0].at", admission.Event{At: day(1).Add(-1), Kind: "accepted", ID: "a"}},
		{"range", "[0].at", admission.Event{At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), Kind: "accepted", ID: "a"}},
		{"required", "[0].until", kind("deadline", "")},
		{"range", "[0].until", admission.Event{At: day(2), Kind: "deadline", Until: time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC)}},
		{"not-used", "[0].until", admission.Event{At: day(2), Kind: "accepted", ID: "a", Until: day(3)}},
		{"not-used", "[0].id", admission.Event{At: day(2), Kind: "deadline", ID: "a", Until: day(3)}},
		{"required", "[0].seed", kind("seed", "")},
		{"seed", "[0].seed", admission.Event{At: day(2), Kind: "seed", Seed: "a\nb"}},
		{"not-used", "[0].seed", admission.Event{At: day(2), Kind: "accepted", ID: "a", Seed: "b"}},
		{"not-used", "[0].id", admission.Event{At: day(2), Kind: "seed", ID: "a", Seed: "b"}},
	} {
		_, _, err := sel.Apply(r, c.event)
		assert.Equal(t, [][2]string{{c.code, c.path}}, codes(t, err), "%+v", c.event)
	}
	// All at once, and then nothing has happened.
	_, _, err = sel.Apply(r, kind("accepted", "a"), kind("accepted", "z"), kind("accepted", "b"))
	assert.Equal(t, [][2]string{{"unknown-id", "[1].id"}, {"status", "[2].id"}}, codes(t, err))
	assert.Equal(t, admission.StatusOffered, statuses(r)["a"])

	// The same instant is no step back, and the bounds of the capacity are in.
	_, _, err = sel.Apply(r, admission.Event{At: day(1), Kind: "accepted", ID: "a"},
		admission.Event{At: day(1), Kind: "capacity", Capacity: new(admission.MaxCapacity)}, admission.Event{At: day(1), Kind: "capacity", Capacity: new(0)})
	assert.NoError(t, err)
}

func TestCompletedWithoutTheFact(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r, err := sel.Open(s)
	require.NoError(t, err)
	refused := as[4]
	refused.Documents = map[string]bool{"cv": false}
	r, changes, err := sel.Apply(r,
		admission.Event{At: day(1), Kind: "completed", ID: "e", Applicant: &as[4]},
		admission.Event{At: day(2), Kind: "completed", ID: "e", Applicant: &refused},
	)
	require.NoError(t, err)
	assert.Equal(t, []admission.Change{{At: day(1), ID: "e", From: "incomplete", To: "incomplete"}, {At: day(2), ID: "e", From: "incomplete", To: "ineligible"}}, changes)
	assert.Equal(t, []string{"cv"}, r.Entries[4].Reasons)

	// Still incomplete, but by something else than before.
	other := as[4]
	other.Documents, other.Reviews = map[string]bool{"cv": true}, nil
	r, err = sel.Open(s)
	require.NoError(t, err)
	r, _, err = sel.Apply(r, admission.Event{At: day(1), Kind: "completed", ID: "e", Applicant: &other})
	require.NoError(t, err)
	assert.Equal(t, admission.Entry{ID: "e", Status: "incomplete", Reasons: []string{"review-score"}}, r.Entries[4])

	// A tie with somebody who waits needs a lot, and so a seed.
	tie := as[4]
	tie.Documents = map[string]bool{"cv": true}
	tie.Reviews = as[2].Reviews
	r, err = sel.Open(s)
	require.NoError(t, err)
	_, _, err = sel.Apply(r, admission.Event{At: day(1), Kind: "completed", ID: "e", Applicant: &tie})
	assert.Equal(t, [][2]string{{"seed-required", "[0].id"}}, codes(t, err))

	// The seed comes as an event, once, and the log says so.
	completed := admission.Event{At: day(1), Kind: "completed", ID: "e", Applicant: &tie}
	seeded, _, err := sel.Apply(r, admission.Event{At: day(1), Kind: "seed", Seed: "draw"}, completed)
	require.NoError(t, err)
	want := []string{"a", "b", "c", "e", "d"}
	if bytes.Compare(lot("draw", "e"), lot("draw", "c")) < 0 {
		want = []string{"a", "b", "e", "c", "d"}
	}
	assert.Equal(t, want, ids(seeded.Entries, entryID))
	assert.Empty(t, sel.VerifyRoster(s, seeded))
	_, _, err = sel.Apply(seeded, admission.Event{At: day(2), Kind: "seed", Seed: "another"})
	assert.Equal(t, [][2]string{{"duplicate-seed", "[0].seed"}}, codes(t, err))

	// A tie with somebody who left decides nothing.
	r, _, err = sel.Apply(r, admission.Event{At: day(1), Kind: "withdrawn", ID: "c"}, completed)
	require.NoError(t, err)
	assert.Equal(t, admission.StatusWaiting, statuses(r)["e"])
	assert.Empty(t, sel.VerifyRoster(s, r))
}

// Random events against a simulation that only knows the definitions.
func TestRosterEqualsSimulation(t *testing.T) {
	t.Parallel()
	for i := range rounds(120, 50_000) {
		r := newRandom(uint64(i))
		p := r.policy(i%2 == 1)
		as := r.pool(3 + r.IntN(10))
		sel := compile(t, p)
		in := admission.Intake{Applicants: as, Seed: seed}
		for _, a := range as {
			if r.IntN(12) == 0 && len(in.Rulings) < p.Capacity {
				in.Rulings = append(in.Rulings, admission.Ruling{ID: a.ID, Decision: pick(r, admission.Admit, admission.Exclude), By: "x", Reason: "y"})
			}
		}
		s, err := sel.Select(in)
		require.NoError(t, err)
		roster, err := sel.Open(s)
		require.NoError(t, err)
		sim := simulate(p, as, s)
		var log []admission.Event
		for n := range 25 {
			e := r.event(as, p, day(n))
			next, changes, err := sel.Apply(roster, e)
			possible := sim.apply(e)
			require.Equal(t, possible, err == nil, "instance %d, event %d: %v", i, n, err)
			if err != nil {
				continue
			}
			for _, c := range changes {
				if c.ID != e.ID {
					require.Equal(t, admission.StatusWaiting, c.From, "nobody else's offer is touched")
					require.Equal(t, admission.StatusOffered, c.To)
				}
			}
			roster, log = next, append(log, e)
			require.Equal(t, sim.order, ids(roster.Entries, entryID)[:len(sim.order)], "instance %d, event %d", i, n)
			require.True(t, slices.IsSorted(ids(roster.Entries, entryID)[len(sim.order):]), "the others by id")
			require.Equal(t, sim.status, statuses(roster), "instance %d, event %d", i, n)
		}
		require.Empty(t, sel.VerifyRoster(s, roster), "instance %d", i)
		again, err := sel.Open(s)
		require.NoError(t, err)
		again, _, err = sel.Apply(again, log...)
		require.NoError(t, err)
		require.Equal(t, roster, again, "instance %d: the log replays", i)
	}
}

func (r random) event(as []admission.Applicant, p admission.Policy, at time.Time) admission.Event {
	e := admission.Event{At: at, Kind: pick(r, admission.EventAccepted, admission.EventDeclined, admission.EventExpired, admission.EventWithdrawn, admission.EventCompleted, admission.EventCompleted, admission.EventCapacity, admission.EventDeadline, admission.EventSeed)}
	switch e.Kind {
	case admission.EventDeadline:
		e.Until = day(r.IntN(30))
	case admission.EventSeed:
		e.Seed = "another"
	case admission.EventCapacity:
		e.Capacity = new(max(0, p.Capacity+r.IntN(4)-1))
	case admission.EventCompleted:
		e.ID = as[r.IntN(len(as))].ID
		e.Applicant = new(r.plenty(e.ID))
	default:
		e.ID = as[r.IntN(len(as))].ID
	}
	return e
}

type simulation struct {
	p        admission.Policy
	facts    map[string]admission.Applicant
	order    []string
	status   map[string]admission.Status
	called   map[string]bool
	ruled    map[string]bool
	capacity int
	until    time.Time
}

func simulate(p admission.Policy, as []admission.Applicant, s admission.Selection) *simulation {
	sim := &simulation{p: p, facts: map[string]admission.Applicant{}, order: called(s), status: map[string]admission.Status{}, called: map[string]bool{}, ruled: map[string]bool{}, capacity: p.Capacity}
	for _, a := range as {
		sim.facts[a.ID] = a
	}
	for _, x := range s.Admitted {
		sim.status[x.ID], sim.called[x.ID], sim.ruled[x.ID] = admission.StatusOffered, true, x.Ruling != nil
	}
	for _, x := range s.Waitlist {
		sim.status[x.ID] = admission.StatusWaiting
	}
	for _, x := range s.Incomplete {
		sim.status[x.ID] = admission.StatusIncomplete
	}
	for _, x := range s.Ineligible {
		sim.status[x.ID] = admission.StatusIneligible
	}
	return sim
}

func (sim *simulation) apply(e admission.Event) bool {
	holds := sim.status[e.ID] == admission.StatusOffered || sim.status[e.ID] == admission.StatusAccepted
	switch e.Kind {
	case admission.EventCapacity:
		sim.capacity = *e.Capacity
	case admission.EventDeadline:
		sim.until = e.Until
	case admission.EventSeed:
		return false // there is one
	case admission.EventAccepted, admission.EventDeclined, admission.EventExpired:
		if sim.status[e.ID] != admission.StatusOffered {
			return false
		}
		sim.status[e.ID] = admission.Status(e.Kind)
	case admission.EventWithdrawn:
		if !holds && sim.status[e.ID] != admission.StatusWaiting && sim.status[e.ID] != admission.StatusIncomplete {
			return false
		}
		sim.status[e.ID] = admission.StatusWithdrawn
	case admission.EventCompleted:
		if sim.status[e.ID] != admission.StatusIncomplete {
			return false
		}
		sim.complete(*e.Applicant)
	}
	for _, id := range sim.order {
		seats := 0
		for _, status := range sim.status {
			if status == admission.StatusOffered || status == admission.StatusAccepted {
				seats++
			}
		}
		if sim.status[id] == admission.StatusWaiting && seats < sim.capacity && (sim.until.IsZero() || e.At.Before(sim.until)) {
			sim.status[id], sim.called[id] = admission.StatusOffered, true
		}
	}
	return true
}

// complete ranks a newcomer: everybody up to the last one who was called keeps
// the place, the others are ordered anew.
func (sim *simulation) complete(a admission.Applicant) {
	sim.facts[a.ID] = a
	switch outcome(sim.p, a) {
	case admission.Incomplete:
		return
	case admission.Ineligible:
		sim.status[a.ID] = admission.StatusIneligible
		return
	}
	sim.status[a.ID] = admission.StatusWaiting
	turn := 0
	for i, id := range sim.order {
		if sim.called[id] {
			turn = i + 1
		}
	}
	var before, coming []admission.Applicant
	for _, id := range sim.order[:turn] {
		if !sim.ruled[id] {
			before = append(before, sim.facts[id])
		}
	}
	for _, id := range append(sim.order[turn:len(sim.order):len(sim.order)], a.ID) {
		coming = append(coming, sim.facts[id])
	}
	order := callOrder(sim.p, meritOrder(sim.p, seed, coming), before...)
	sim.order = slices.Concat(sim.order[:turn], ids(order[len(before):], applicantID))
}

// A roster that no selection and no events make is refused, whoever stored it.
func TestMalformedRosters(t *testing.T) {
	t.Parallel()
	sel, _, s := busy(t)
	r, err := sel.Open(s)
	require.NoError(t, err)
	first := func(status admission.Status) int {
		return slices.IndexFunc(r.Entries, func(e admission.Entry) bool { return e.Status == status && !e.Ruled })
	}
	tail := ids(r.Entries, entryID)[len(s.Admitted)+len(s.Waitlist):]
	assert.True(t, slices.IsSorted(tail), "the incomplete and ineligible by id")
	assert.Equal(t, called(s), ids(r.Entries, entryID)[:len(r.Entries)-len(tail)])
	offered, waiting, incomplete := first("offered"), first("waiting"), first("incomplete")
	entry := func(i int, field string) string { return "entries[" + strconv.Itoa(i) + "]" + field }
	for _, c := range []struct {
		code, path string
		corrupt    func(*admission.Roster)
	}{
		{"other-policy", "policy", func(r *admission.Roster) { r.Policy = "" }},
		{"range", "capacity", func(r *admission.Roster) { r.Capacity = -1 }},
		{"range", "capacity", func(r *admission.Roster) { r.Capacity = admission.MaxCapacity + 1 }},
		{"seed", "seed", func(r *admission.Roster) { r.Seed = "a\nb" }},
		{"id", entry(0, ".id"), func(r *admission.Roster) { r.Entries[0].ID = "" }},
		{"duplicate-id", entry(1, ".id"), func(r *admission.Roster) { r.Entries[1].ID = r.Entries[0].ID }},
		{"unknown-value", entry(offered, ".status"), func(r *admission.Roster) { r.Entries[offered].Status = "gone" }},
		{"order", entry(offered, ".ranked"), func(r *admission.Roster) { r.Entries[offered].Called = false }},
		{"order", entry(waiting, ".ranked"), func(r *admission.Roster) { r.Entries[waiting].Called = true }},
		{"order", entry(waiting, ".ranked"), func(r *admission.Roster) { r.Entries[waiting].Ruled = true; r.Entries[waiting].Keys = nil }},
		{"order", entry(incomplete, ".ranked"), func(r *admission.Roster) { r.Entries[incomplete].Called = true }},
		{"order", entry(incomplete, ".ranked"), func(r *admission.Roster) { r.Entries[incomplete].Ruled = true }},
		{"order", entry(incomplete, ".ranked"), func(r *admission.Roster) {
			r.Entries[incomplete].Status, r.Entries[incomplete].Called = "withdrawn", true
		}},
		// Who is said to have left must have been called before being ruled in.
		{"order", entry(waiting, ".ranked"), func(r *admission.Roster) {
			e := &r.Entries[waiting]
			e.Status, e.Ruled, e.Keys = "withdrawn", true, nil
		}},
		{"keys", entry(waiting, ".keys"), func(r *admission.Roster) {
			r.Entries[waiting].Status, r.Entries[waiting].Keys = "withdrawn", nil
		}},
		{"order", entry(len(r.Entries)-1, ""), func(r *admission.Roster) {
			last := len(r.Entries) - 1
			r.Entries[last].Status, r.Entries[last].Ranked, r.Entries[last].Keys = "waiting", true, r.Entries[waiting].Keys
		}},
		{"order", entry(1, ""), func(r *admission.Roster) {
			e := r.Entries[incomplete]
			r.Entries = slices.Insert(slices.Delete(r.Entries, incomplete, incomplete+1), 0, e)
		}},
		{"keys", entry(waiting, ".keys"), func(r *admission.Roster) { r.Entries[waiting].Keys = r.Entries[waiting].Keys[1:] }},
		{"keys", entry(waiting, ".keys[0].code"), func(r *admission.Roster) { r.Entries[waiting].Keys[0].Code = "women" }},
		{"format", entry(waiting, ".keys[0].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[0].Value = "outside" }},
		{"format", entry(waiting, ".keys[1].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[1].Value = "yes" }},
		{"format", entry(waiting, ".keys[2].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[2].Value = "1e999999999" }},
		{"format", entry(waiting, ".keys[2].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[2].Value = "1/0" }},
		{"format", entry(waiting, ".keys[2].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[2].Value = strings.Repeat("1", 1025) }},
		{"unknown-value", entry(waiting, ".carries[0]"), func(r *admission.Roster) { r.Entries[waiting].Carries = []string{"europe"} }},
	} {
		broken := reread(t, r)
		c.corrupt(&broken)
		_, _, err := sel.Apply(broken)
		assert.Equal(t, [][2]string{{c.code, c.path}}, codes(t, err))
	}
	fine := reread(t, r)
	fine.Entries[waiting].Keys[1].Value = admission.Outside
	fine.Entries[waiting].Keys[2].Value = strings.Repeat("1", 1024)
	fine.Entries[incomplete].Status = admission.StatusWithdrawn
	for _, capacity := range []int{0, admission.MaxCapacity} {
		fine.Capacity = capacity
		_, _, err = sel.Apply(fine)
		assert.NoError(t, err)
	}

	_, err = compile(t, drawOnly).Open(s)
	assert.Contains(t, codes(t, err), [2]string{"other-policy", "policy"})
}

// A roster shares nothing with the one before it, nor with its events.
func TestRostersAreApart(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r, err := sel.Open(s)
	require.NoError(t, err)
	complete := as[4]
	complete.Documents = map[string]bool{"cv": true}
	completed := admission.Event{At: day(1), Kind: "completed", ID: "e", Applicant: &complete}
	seats := admission.Event{At: day(1), Kind: "capacity", Capacity: new(3)}
	next, _, err := sel.Apply(r, completed, seats)
	require.NoError(t, err)
	last, _, err := sel.Apply(next)
	require.NoError(t, err)
	text, err := json.Marshal(last)
	require.NoError(t, err)

	complete.Documents["cv"], *seats.Capacity = false, 1
	for _, roster := range []admission.Roster{r, next} {
		for i := range roster.Entries {
			for j := range roster.Entries[i].Keys {
				roster.Entries[i].Keys[j].Value = "x"
			}
			for j := range roster.Entries[i].Reasons {
				roster.Entries[i].Reasons[j] = "x"
			}
			roster.Entries[i].Status = "x"
		}
		for i := range roster.Log {
			roster.Log[i].ID = "x"
			if roster.Log[i].Capacity != nil {
				*roster.Log[i].Capacity = 7
			} else {
				roster.Log[i].Applicant.Documents["cv"] = false
			}
		}
	}
	for i := range s.Waitlist {
		s.Waitlist[i].Keys[0].Value = "x"
	}
	after, err := json.Marshal(last)
	require.NoError(t, err)
	assert.Equal(t, string(text), string(after))
}

// A newcomer is placed by every kind of key among those who wait.
func TestNewcomersPlace(t *testing.T) {
	t.Parallel()
	var p admission.Policy
	read(t, "policy.json", &p)
	p.Capacity = 1
	sel := compile(t, p)
	person := func(id, country string, gender admission.Gender, score string) admission.Applicant {
		a := qualified(id)
		a.Country, a.Gender = country, gender
		a.Reviews[0].Scores["letter"] = dec(score)
		return a
	}
	as := []admission.Applicant{
		person("first", "KE", "woman", "10"), person("woman", "KE", "woman", "2"), person("man", "KE", "man", "8"),
		person("low", "KE", "man", "1"), person("swiss", "CH", "woman", "9"), person("kosovar", "XK", "man", "1.5"), person("late", "KE", "man", "0"),
	}
	open := as[6]
	open.Role, as[6].Role = "policymaker", ""
	s := choose(t, sel, as)
	r, err := sel.Open(s)
	require.NoError(t, err)
	for _, c := range []struct {
		country string
		gender  admission.Gender
		score   string
		place   int
	}{
		{"KE", "woman", "10.0", 1}, {"KE", "woman", "2.01", 1}, {"KE", "woman", "1.99", 2}, {"KE", "man", "10", 2}, {"KE", "", "7.99", 3},
		{"KE", "man", "1.01", 3}, {"KE", "man", "0.99", 4}, {"CH", "woman", "10", 4}, {"CH", "man", "8.99", 5}, {"XK", "woman", "1.49", 6},
	} {
		open.Country, open.Gender = c.country, c.gender
		open.Reviews[0].Scores["letter"] = dec(c.score)
		next, _, err := sel.Apply(r, admission.Event{At: day(1), Kind: "completed", ID: "late", Applicant: &open})
		require.NoError(t, err)
		assert.Equal(t, c.place, slices.Index(ids(next.Entries, entryID), "late"), "%+v", c)
		assert.Empty(t, sel.VerifyRoster(s, next))
	}

	// Where all keys tie, the lot decides as it would have from the start.
	open.Country, open.Gender = "KE", "man"
	for who, score := range map[string]string{"man": "8", "low": "1"} {
		open.Reviews[0].Scores["letter"] = dec(score)
		next, _, err := sel.Apply(r, admission.Event{At: day(1), Kind: "completed", ID: "late", Applicant: &open})
		require.NoError(t, err)
		order := ids(next.Entries, entryID)
		assert.Equal(t, bytes.Compare(lot(seed, "late"), lot(seed, who)) < 0, slices.Index(order, "late") < slices.Index(order, who), who)
	}
}

// Whoever is admitted by ruling stands outside of the floors, in the roster too.
func TestRulingsStandOutsideOfFloors(t *testing.T) {
	t.Parallel()
	p := floors("50")
	p.Capacity = 1
	p.Requirements = []admission.Requirement{{Code: "role", Level: admission.Required, Test: admission.Test{Role: &admission.RoleTest{In: []string{"x"}}}}}
	sel := compile(t, p)
	as := ranked("a", "", "a", "")
	for i := range as[:3] {
		as[i].Role = "x"
	}
	s, err := sel.Select(admission.Intake{Applicants: as, Rulings: []admission.Ruling{{ID: "m1", Decision: admission.Admit, By: "o", Reason: "r"}}})
	require.NoError(t, err)
	assert.Equal(t, []string{"m1", "m3", "m2"}, called(s))
	r, err := sel.Open(s)
	require.NoError(t, err)
	as[3].Role = "x"
	r, _, err = sel.Apply(r, admission.Event{At: day(1), Kind: "completed", ID: "m4", Applicant: &as[3]})
	require.NoError(t, err)
	assert.Equal(t, []string{"m1", "m3", "m2", "m4"}, ids(r.Entries, entryID))
}

// With floors, who has left still counts for whose turn is next; so a tie with
// somebody who left needs a seed, too.
func TestTieWithWhoLeftNeedsASeedWithFloors(t *testing.T) {
	t.Parallel()
	_, as, _ := twoSeats(t)
	p := admission.Policy{Capacity: 1, Requirements: []admission.Requirement{
		{Code: "cv", Level: admission.Required, Test: admission.Test{Document: &admission.DocumentTest{Name: "cv"}}},
	}, Priority: []admission.Priority{{Code: "score", Key: admission.Key{Score: &admission.ScoreKey{
		Parts: []admission.ScorePart{{Name: "a", Weight: dec("1")}}, Max: dec("10"), OverReviewers: admission.Mean}}}},
		Floors: []admission.Floor{{Code: "f", Percent: dec("50"), Test: admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}}}
	as = slices.Clone(as)
	as[4].Reviews = as[2].Reviews // e like c
	withdrawn := admission.Event{At: day(1), Kind: "withdrawn", ID: "c"}
	completed := admission.Event{At: day(2), Kind: "completed", ID: "e", Applicant: new(as[4])}
	completed.Applicant.Documents = map[string]bool{"cv": true}
	for _, floors := range []int{0, 1} {
		p.Floors = p.Floors[:floors:1]
		sel := compile(t, p)
		s, err := sel.Select(admission.Intake{Applicants: as})
		require.NoError(t, err)
		r, err := sel.Open(s)
		require.NoError(t, err)
		_, _, err = sel.Apply(r, withdrawn, completed)
		if floors == 0 {
			assert.NoError(t, err)
		} else {
			assert.Equal(t, [][2]string{{"seed-required", "[1].id"}}, codes(t, err))
		}
	}
}

// However many events are wrong, each is reported or counted, and none applied.
func TestManyMalformedEvents(t *testing.T) {
	t.Parallel()
	sel, _, s := twoSeats(t)
	r, err := sel.Open(s)
	require.NoError(t, err)
	events := make([]admission.Event, rule.MaxViolations+1)
	events = append(events, admission.Event{Kind: "capacity"}, admission.Event{Kind: "completed", ID: "e"})
	_, _, err = sel.Apply(r, events...)
	assert.Len(t, codes(t, err), rule.MaxViolations+1)
	r.Log = events
	assert.NotEmpty(t, sel.VerifyRoster(s, r))
	_, _, err = sel.Apply(r)
	assert.Len(t, codes(t, err), rule.MaxViolations+1, "a stored log is checked, too")
}

// Instants of any clock and zone come back from storage as they went in.
func TestInstantsAreStored(t *testing.T) {
	t.Parallel()
	sel, _, s := twoSeats(t)
	r, err := sel.Open(s)
	require.NoError(t, err)
	odd := time.FixedZone("", -2670) // not in whole minutes
	now := time.Now()
	r, changes, err := sel.Apply(r,
		admission.Event{At: day(1).Add(10 * time.Second), Kind: "accepted", ID: "a"},
		admission.Event{At: day(1).Add(20 * time.Second).In(odd), Kind: "declined", ID: "b"},
		admission.Event{At: now, Kind: "deadline", Until: now.Add(time.Hour).In(odd)},
	)
	require.NoError(t, err)
	assert.Equal(t, r, reread(t, r))
	assert.Empty(t, sel.VerifyRoster(s, reread(t, r)))
	assert.Equal(t, day(1).Add(20*time.Second), changes[1].At)
	last := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	_, _, err = sel.Apply(r, admission.Event{At: last, Kind: "deadline", Until: last}, admission.Event{At: last, Kind: "deadline", Until: time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC)})
	assert.NoError(t, err, "the first and the last year")
	r.PromoteUntil = r.PromoteUntil.In(odd)
	assert.Empty(t, sel.VerifyRoster(s, r), "the same instant")
	r.Log[1].At, r.Log[0].At = r.Log[0].At, r.Log[1].At
	_, _, err = sel.Apply(r)
	assert.Equal(t, [][2]string{{"time-order", "log[1].at"}}, codes(t, err))
}

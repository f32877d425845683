package admission_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/stretchr/testify/require"
)

// simulation is the oracle for rosters. It plays an admission by the rules of the package
// documentation, except that it takes the eligibility from a Selector.
type simulation struct {
	p        admission.Policy
	facts    map[string]admission.Applicant
	status   map[string]admission.Status
	rulings  map[string]admission.Decision
	back     map[string]int
	returns  int
	held     []string
	capacity int
	until    time.Time
	selected bool
	seats    map[string]given // the latest seat of each person
	joined   map[string]int   // the event since which a person waits with the present facts
	byRuling map[string]bool  // people with a seat whom a ruling in force admits
	events   int
	left     []string        // people who gave up a seat since the last seat was given
	unfit    map[string]bool // people without a seat who were incomplete or ineligible when they were last judged, and so are in no group
}

// given is the situation in which a seat was given.
type given struct {
	hall   hall
	facts  admission.Applicant
	event  int
	back   int
	ruling bool
}

func newSimulation(p admission.Policy) *simulation {
	return &simulation{
		p: p, facts: map[string]admission.Applicant{}, status: map[string]admission.Status{},
		rulings: map[string]admission.Decision{}, back: map[string]int{}, capacity: p.Capacity, seats: map[string]given{}, joined: map[string]int{}, byRuling: map[string]bool{}, unfit: map[string]bool{},
	}
}

func holds(s admission.Status) bool {
	return s == admission.StatusOffered || s == admission.StatusAccepted
}

func gone(s admission.Status) bool {
	return s == admission.StatusDeclined || s == admission.StatusExpired || s == admission.StatusWithdrawn || s == admission.StatusRemoved
}

// apply reports whether an event is possible, and applies it if it is.
func (sim *simulation) apply(e admission.Event) bool {
	switch {
	case e.Applied != nil:
		return sim.applied(*e.Applied, e)
	case e.Reviewed != nil:
		return sim.reviewed(*e.Reviewed, e)
	case e.Ruled != nil:
		return sim.ruled(*e.Ruled, e)
	case e.Answered != nil:
		return sim.answered(*e.Answered, e)
	case e.Seats != nil:
		sim.capacity = e.Seats.Capacity
	case e.PromotionsEnd != nil:
		sim.until = e.PromotionsEnd.Until
	case e.Selected != nil:
		return sim.selection(e)
	}
	sim.promote(e)
	return true
}

func (sim *simulation) applied(a admission.Applicant, e admission.Event) bool {
	old, known := sim.status[a.ID]
	if old == admission.StatusRemoved {
		return false
	}
	sim.facts[a.ID] = a
	if !sim.selected {
		if !known || gone(old) {
			sim.status[a.ID] = admission.StatusApplied
		}
		return true
	}
	if !holds(old) {
		if gone(old) {
			delete(sim.back, a.ID)
		}
		sim.judge(a.ID)
	}
	sim.promote(e)
	return true
}

func (sim *simulation) reviewed(v admission.Reviewed, e admission.Event) bool {
	a, known := sim.facts[v.Applicant]
	if !known {
		return false
	}
	reviews := slices.Clone(a.Reviews)
	find := func(name string) int {
		return slices.IndexFunc(reviews, func(r admission.Review) bool { return r.Reviewer == name })
	}
	if v.Struck {
		i := find(v.Reviewer)
		if i < 0 {
			return false
		}
		reviews = slices.Delete(reviews, i, i+1)
	} else if i := find(v.Review.Reviewer); i >= 0 {
		reviews[i] = *v.Review
	} else {
		reviews = append(reviews, *v.Review)
	}
	a.Reviews = reviews
	sim.facts[a.ID] = a
	if sim.selected && !holds(sim.status[a.ID]) && !gone(sim.status[a.ID]) {
		sim.judge(a.ID)
	}
	sim.promote(e)
	return true
}

func (sim *simulation) ruled(v admission.Ruled, e admission.Event) bool {
	id, old := v.Applicant, sim.status[v.Applicant]
	if old == "" {
		return false
	}
	_, had := sim.rulings[id]
	switch {
	case v.Decision == admission.Lift && !had:
		return false
	case v.Decision == admission.Lift:
		delete(sim.rulings, id)
		delete(sim.byRuling, id)
	case v.Decision == admission.Exclude && holds(old):
		return false
	case v.Decision == admission.Admit && sim.selected:
		if !holds(old) {
			if len(sim.held) >= sim.capacity {
				return false
			}
			sim.seat(id)
			seat := sim.seats[id]
			seat.ruling = true
			sim.seats[id] = seat
			delete(sim.back, id)
		}
		sim.byRuling[id] = true
		sim.rulings[id] = admission.Admit
		sim.promote(e)
		return true
	case v.Decision == admission.Admit:
		n := 1
		for other, d := range sim.rulings {
			if d == admission.Admit && other != id {
				n++
			}
		}
		if n > sim.capacity {
			return false
		}
		sim.rulings[id] = v.Decision
	default:
		sim.rulings[id] = v.Decision
	}
	if sim.selected && !holds(old) && !gone(old) {
		sim.judge(id)
	}
	sim.promote(e)
	return true
}

func (sim *simulation) answered(v admission.Answered, e admission.Event) bool {
	old := sim.status[v.Applicant]
	if old == "" {
		return false
	}
	switch {
	case v.Answer == old:
	case v.Answer == admission.StatusReinstated && !gone(old):
		return sim.back[v.Applicant] > 0
	case v.Answer == admission.StatusReinstated && !sim.selected:
		sim.status[v.Applicant] = admission.StatusApplied
	case v.Answer == admission.StatusReinstated:
		sim.returns++
		sim.back[v.Applicant] = sim.returns
		if !sim.judge(v.Applicant) {
			delete(sim.back, v.Applicant)
		}
	case v.Answer == admission.StatusWithdrawn || v.Answer == admission.StatusRemoved:
		if gone(old) || old == admission.StatusIneligible {
			return false
		}
		sim.leave(v)
	case old != admission.StatusOffered:
		return false
	case v.Answer == admission.StatusAccepted:
		sim.status[v.Applicant] = v.Answer
	default:
		sim.leave(v)
	}
	sim.promote(e)
	return true
}

func (sim *simulation) leave(v admission.Answered) {
	if holds(sim.status[v.Applicant]) {
		sim.left = append(sim.left, v.Applicant)
	}
	delete(sim.byRuling, v.Applicant)
	sim.status[v.Applicant] = v.Answer
	sim.held = slices.DeleteFunc(sim.held, func(id string) bool { return id == v.Applicant })
}

func (sim *simulation) seat(id string) {
	sim.seats[id] = given{sim.hall(), sim.facts[id], sim.events, sim.back[id], sim.status[id] != admission.StatusWaiting}
	sim.status[id] = admission.StatusOffered
	sim.held, sim.left = append(sim.held, id), nil
	delete(sim.unfit, id)
}

// judge gives a person without a seat the status that follows from the facts and rulings,
// and reports whether the person waits.
func (sim *simulation) judge(id string) bool {
	switch outcome := outcomeShared(sim.p, sim.facts[id]); {
	case sim.rulings[id] == admission.Exclude, outcome == admission.Ineligible:
		sim.status[id] = admission.StatusIneligible
	case outcome == admission.Incomplete:
		sim.status[id] = admission.StatusIncomplete
	default:
		sim.status[id] = admission.StatusWaiting
		sim.joined[id] = sim.events
		delete(sim.unfit, id)
		return true
	}
	delete(sim.back, id)
	sim.unfit[id] = true
	return false
}

func (sim *simulation) selection(e admission.Event) bool {
	admitted := 0
	for _, d := range sim.rulings {
		if d == admission.Admit {
			admitted++
		}
	}
	if sim.selected || admitted > sim.capacity {
		return false
	}
	sim.selected = true
	var all []string
	for id, status := range sim.status {
		if status == admission.StatusApplied {
			all = append(all, id)
		}
	}
	slices.Sort(all)
	for _, id := range all {
		if sim.rulings[id] == admission.Admit {
			sim.byRuling[id] = true
			sim.seat(id)
		} else {
			sim.judge(id)
		}
	}
	until := sim.until
	sim.until = time.Time{} // seats that the selection gives are no promotions, so sim.until does not stop them
	sim.promote(e)
	sim.until = until
	return true
}

// waiting returns everybody who waits, by merit.
func (sim *simulation) waiting() []admission.Applicant {
	var as []admission.Applicant
	for id, status := range sim.status {
		if status == admission.StatusWaiting {
			as = append(as, sim.facts[id])
		}
	}
	slices.SortFunc(as, func(a, b admission.Applicant) int {
		x, y := sim.back[a.ID], sim.back[b.ID]
		switch {
		case a.ID == b.ID:
			return 0
		case x != y && (y == 0 || x > 0 && x < y):
			return -1
		case x != y:
			return 1
		case ahead(sim.p, seed, a, b):
			return -1
		}
		return 1
	})
	return as
}

func (sim *simulation) hall() hall {
	h := hall{p: sim.p, seats: sim.capacity}
	for _, id := range sim.held {
		h.held = append(h.held, sim.facts[id])
	}
	return h
}

func (sim *simulation) promote(e admission.Event) {
	if !sim.selected || !sim.until.IsZero() && !e.At.Before(sim.until) {
		return
	}
	for len(sim.held) < sim.capacity {
		waiting := sim.waiting()
		i := sim.hall().next(waiting)
		if i < 0 {
			return
		}
		sim.seat(waiting[i].ID)
	}
}

// order returns the people who wait, in the order in which they would be called.
func (sim *simulation) order() []string {
	seated, queue, never := sim.hall().fill(sim.waiting())
	return ids(slices.Concat(seated, queue, never), applicantID)
}

// requireWaits requires that exactly the people who would never be called have groups
// that exclude them.
func (sim *simulation) requireWaits(t *testing.T, r admission.Roster) {
	t.Helper()
	_, _, never := sim.hall().fill(sim.waiting())
	for _, e := range r.Entries {
		is := slices.ContainsFunc(never, func(a admission.Applicant) bool { return a.ID == e.ID })
		require.Equal(t, is, len(e.Waits) > 0, e.ID)
	}
}

// requireReasons works out each reason from the situation in which the seat was given,
// and compares it with the explanation.
func (sim *simulation) requireReasons(t *testing.T, sel *admission.Selector, r admission.Roster, instance int) {
	t.Helper()
	all, err := sel.Explain(r)
	require.NoError(t, err)
	for _, holder := range r.Seats() {
		against, err := sel.ExplainAgainst(r, holder, waiters(r)...)
		require.NoError(t, err)
		for _, e := range against {
			require.True(t, len(waiters(r)) == 0 || e.Status != admission.StatusWaiting || e.Against == holder)
		}
		all = append(all, against...)
	}
	now := sim.hall()
	now.free = max(1, now.seats-len(now.held))
	for _, e := range all {
		if e.Status == admission.StatusWaiting {
			require.ElementsMatch(t, now.waits(sim.facts[e.ID]), e.Waits, "instance %d, %s", instance, e.ID)
		}
		if e.Against == "" {
			continue
		}
		holder, other := e.ID, e.Against
		if e.Status == admission.StatusWaiting {
			holder, other = e.Against, e.ID
		}
		seat := sim.seats[holder]
		switch {
		case seat.ruling && !sim.byRuling[holder] && len(sim.p.Priority) == 0:
			// The holder got the seat by a ruling, and the ruling was lifted afterwards. If
			// the policy has no keys, the roster does not show that a ruling gave the seat.
			// DecidedBy may then name the lottery or a share, so the test checks came_later
			// only.
			require.Equal(t, sim.joined[other] > seat.event, e.DecidedBy == "came_later", "instance %d", instance)
		case seat.ruling || sim.byRuling[holder]:
			require.Equal(t, "ruling", e.DecidedBy, "instance %d", instance)
		case sim.joined[other] > seat.event:
			require.Equal(t, "came_later", e.DecidedBy, "instance %d", instance)
		case seat.back != sim.back[other] && (sim.back[other] == 0 || seat.back > 0 && seat.back < sim.back[other]):
			require.Equal(t, "reinstated", e.DecidedBy, "instance %d", instance)
		case seat.back != sim.back[other]:
			require.Contains(t, shareCodes(sim.p), e.DecidedBy, "instance %d", instance)
		default:
			require.Equal(t, seat.hall.why(seat.facts, sim.facts[other]), e.DecidedBy, "instance %d: %s before %s", instance, holder, other)
		}
	}
}

func shareCodes(p admission.Policy) []string {
	return ids(p.Shares, func(s admission.Share) string { return s.Code })
}

// requireShares compares what a roster says of its shares with the people who hold a
// seat.
func (sim *simulation) requireShares(t *testing.T, r admission.Roster) {
	t.Helper()
	require.Len(t, r.Shares, len(sim.p.Shares))
	h := sim.hall()
	for i, share := range sim.p.Shares {
		kept := true
		require.ElementsMatch(t, h.bounded(share, sim.waiting()), ids(r.Shares[i].Groups, func(g admission.GroupUse) string { return g.Group }))
		for _, use := range r.Shares[i].Groups {
			want := h.use(share, use.Group, sim.waiting())
			if want.Why == "outranked" && slices.ContainsFunc(sim.left, func(id string) bool {
				listed := sim.status[id] == admission.StatusWaiting || gone(sim.status[id]) && !sim.unfit[id]
				return listed && slices.Contains(groupsOf(sim.p, share, sim.facts[id]), use.Group)
			}) {
				want.Why = "left"
			}
			require.Equal(t, want, use)
			kept = kept && want.Kept
		}
		require.Equal(t, kept, r.Shares[i].Kept)
	}
}

// outcomeShared returns the eligibility of an applicant under a policy and its shares. A
// person is incomplete if a fact is missing that an at_most share asks for.
func outcomeShared(p admission.Policy, a admission.Applicant) admission.Eligibility {
	sel, err := admission.Compile(admission.Policy{Capacity: p.Capacity, Requirements: p.Requirements, Priority: p.Priority, Shares: p.Shares, Lists: p.Lists, Overrides: p.Overrides})
	if err != nil {
		panic(err)
	}
	e, _ := sel.Eligibility(a)
	return e
}

// Random events are applied to a roster and to the simulation. Both then have the same
// statuses, the same people with seats, and the same order of those who wait. The events
// give the same roster one by one, in one batch and when they are replayed, and
// VerifyRoster accepts it.
func TestRosterEqualsSimulation(t *testing.T) {
	t.Parallel()
	for i := range rounds(60, 20_000) {
		r := newRandom(uint64(i))
		p := r.sharePolicy()
		if i%4 == 0 {
			p.Shares = nil
		}
		sel, sim := compile(t, p), newSimulation(p)
		as := r.sharePool(3 + r.IntN(9))
		roster, started := sel.Roster(), sel.Roster()
		live, err := sel.Live(roster)
		require.NoError(t, err)
		var log []admission.Event
		var recorded []admission.Decided
		for n := range 40 {
			e := r.event(as, p, day(n), n)
			next, decided, err := sel.Apply(roster, e)
			possible := sim.apply(e)
			require.Equal(t, possible, err == nil, "instance %d, event %d: %v", i, n, err)
			if err != nil {
				_, err := live.Apply(e)
				require.Error(t, err, "instance %d, event %d", i, n)
				continue // and the live roster goes on as if there had been no event
			}
			sim.events++
			one, err := live.Apply(e)
			require.NoError(t, err)
			requireSame(t, decided[0], one, "instance %d, event %d: one by one in memory", i, n)
			roster, log, recorded = next, append(log, e), append(recorded, decided...)
			require.Equal(t, sim.status, statuses(roster), "instance %d, event %d", i, n)
			require.Equal(t, append([]string{}, sim.held...), roster.Seats(), "instance %d, event %d", i, n)
			if sim.selected {
				require.Equal(t, sim.order(), waiters(roster), "instance %d, event %d", i, n)
				sim.requireShares(t, roster)
				sim.requireWaits(t, roster)
				sim.requireReasons(t, sel, roster, i)
			}
		}
		batch, decided, err := sel.Apply(started, log...)
		require.NoError(t, err)
		requireSame(t, roster, batch, "instance %d: a batch gives what its events give one by one", i)
		requireSame(t, recorded, decided, "instance %d", i)
		requireSame(t, roster, live.Roster(), "instance %d: kept in memory", i)
		explained, err := sel.Explain(roster)
		require.NoError(t, err)
		require.Equal(t, explained, live.Explain(), "instance %d: explained from memory", i)
		replayed, err := sel.Replay(started, reread(t, log), reread(t, recorded))
		require.NoError(t, err, "instance %d", i)
		requireSame(t, roster, replayed, "instance %d: replayed", i)
		half := len(log) / 2
		part, err := sel.Replay(started, log[:half], recorded[:half])
		require.NoError(t, err)
		part, _, err = sel.Apply(reread(t, part), log[half:]...)
		require.NoError(t, err)
		requireSame(t, roster, part, "instance %d: replayed by half", i)
		require.Empty(t, sel.VerifyRoster(started, log, reread(t, roster)), "instance %d", i)
		_, err = sel.Explain(roster)
		require.NoError(t, err)
	}
}

func waiters(r admission.Roster) []string {
	out := []string{}
	for _, e := range r.Entries {
		if e.Status == admission.StatusWaiting {
			out = append(out, e.ID)
		}
	}
	return out
}

// event returns event n of an admission. The events begin with one application of each
// person; after two random events comes the selection. All other events are random.
func (r random) event(as []admission.Applicant, p admission.Policy, at time.Time, n int) admission.Event {
	e := admission.Event{At: at}
	someone := as[r.IntN(len(as))]
	kind := r.IntN(14)
	switch {
	case n < len(as):
		e.Applied = &as[n]
		return e
	case n == len(as)+2:
		e.Selected = &admission.Selected{Seed: seed}
		return e
	}
	switch {
	case kind < 2:
		late := r.sharePool(1)[0]
		late.ID = pick(r, someone.ID, "late"+string(rune('a'+r.IntN(4))))
		e.Applied = &late
	case kind < 3:
		review := r.plenty("x").Reviews[0]
		e.Reviewed = &admission.Reviewed{Applicant: someone.ID, Review: &review}
		if r.IntN(2) == 0 {
			e.Reviewed = &admission.Reviewed{Applicant: someone.ID, Reviewer: pick(r, "Z", "A"), Struck: true, Reason: "r"}
		}
	case kind < 5:
		e.Ruled = &admission.Ruled{Applicant: someone.ID, Decision: pick(r, admission.Admit, admission.Exclude, admission.Lift), Reason: "r"}
	case kind < 6:
		e.Seats = &admission.Seats{Capacity: max(0, p.Capacity+r.IntN(4)-1)}
	case kind < 7 && r.IntN(3) == 0:
		e.PromotionsEnd = &admission.PromotionsEnd{Until: day(r.IntN(60))}
	default:
		e.Answered = &admission.Answered{Applicant: someone.ID, Answer: pick(r,
			admission.StatusAccepted, admission.StatusDeclined, admission.StatusExpired, admission.StatusWithdrawn,
			admission.StatusRemoved, admission.StatusReinstated, admission.StatusReinstated)}
	}
	return e
}

// requireSame compares two values as they are stored, and shows where they first differ.
func requireSame(t *testing.T, want, got any, message string, args ...any) {
	t.Helper()
	a, err := json.Marshal(want)
	require.NoError(t, err)
	b, err := json.Marshal(got)
	require.NoError(t, err)
	if bytes.Equal(a, b) {
		return
	}
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	near := func(text []byte) string { return string(text[max(0, i-200):min(len(text), i+100)]) }
	require.Equal(t, near(a), near(b), fmt.Sprintf(message, args...))
}

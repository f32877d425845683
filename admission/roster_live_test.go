package admission_test

import (
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An [admission.Live] refuses the same events as Apply, with the same codes and paths,
// and shares nothing with the caller.
func TestLiveIsStrict(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	live := func() *admission.Live {
		live, err := sel.Live(opened(t, sel, as, s))
		require.NoError(t, err)
		return live
	}
	for _, c := range []struct {
		code, path string
		event      admission.Event
	}{
		{"time-order", "at", answered(-1, "a", "accepted")},
		{"required", "answered.applicant", answered(1, "", "accepted")},
		{"unknown-id", "answered.applicant", answered(1, "z", "accepted")},
		{"status", "answered.applicant", answered(1, "e", "accepted")},
	} {
		_, err := live().Apply(c.event)
		assert.Equal(t, [][2]string{{c.code, c.path}}, codes(t, err))
	}
	l := live()
	_, err := l.Apply(answered(0, "a", "accepted"))
	assert.NoError(t, err, "at the instant of the one before")
	late := as[4]
	late.ID, late.Documents = "late", map[string]bool{"cv": true}
	_, err = l.Apply(applied(1, late))
	require.NoError(t, err)
	late.Documents["cv"] = false
	r := l.Roster()
	assert.True(t, r.Applicants[len(r.Applicants)-1].Documents["cv"])
	r.Applicants[len(r.Applicants)-1].Documents["cv"] = false
	again := l.Roster()
	assert.True(t, again.Applicants[len(again.Applicants)-1].Documents["cv"])

	entry, found := l.Find("late")
	assert.True(t, found)
	assert.Equal(t, admission.StatusWaiting, entry.Status)
	entry, found = l.Find("nobody")
	assert.False(t, found)
	assert.Empty(t, entry)
}

// The roster of an [admission.Live] has only the rulings in force: a ruling that was
// lifted is gone.
func TestLiveRulings(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r, _, err := sel.Apply(opened(t, sel, as, s), ruled(1, "c", admission.Exclude), ruled(1, "d", admission.Exclude))
	require.NoError(t, err)
	live, err := sel.Live(r)
	require.NoError(t, err)
	_, err = live.Apply(ruled(2, "c", admission.Lift))
	require.NoError(t, err)
	assert.Equal(t, []string{"d"}, ids(live.Roster().Rulings, func(g admission.Ruling) string { return g.ID }))
}

// A roster in memory ([admission.Live]) replays recorded decisions as Selector.Replay
// does.
func TestLiveReplays(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r := opened(t, sel, as, s)
	decline := answered(1, "b", "declined")
	_, decided, err := sel.Apply(r, decline)
	require.NoError(t, err)
	require.Equal(t, "c", decided[0].Changes[1].ID)
	decided[0].Changes[1].ID = "d" // as if d had been promoted when this was recorded
	live, err := sel.Live(r)
	require.NoError(t, err)
	require.NoError(t, live.Replay(decline, decided[0]))
	assert.Equal(t, []string{"a", "d"}, live.Roster().Seats())
}

// An [admission.Live] that was not made by a Selector has nobody on it and refuses every
// event.
func TestLiveOfNobody(t *testing.T) {
	t.Parallel()
	for _, live := range []*admission.Live{nil, {}} {
		_, err := live.Apply(seats(1, 1))
		assert.Equal(t, [][2]string{{"not-compiled", ""}}, codes(t, err))
		assert.Error(t, live.Replay(seats(1, 1), admission.Decided{}))
		_, found := live.Find("a")
		assert.False(t, found)
		assert.Empty(t, live.Roster())
		assert.Nil(t, live.Explain())
	}
}

// If an [admission.Live] refuses an event, its roster stays as it was. This holds even
// for an event that lifts a ruling: the ruling has to be lifted before it is known that
// the person ties with somebody who waits.
func TestLiveAfterARefusal(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r, _, err := sel.Apply(opened(t, sel, as, s), ruled(1, "c", admission.Exclude))
	require.NoError(t, err)
	tie := as[2]
	tie.ID = "tie"
	r, _, err = sel.Apply(r, applied(1, tie))
	require.NoError(t, err)
	live, err := sel.Live(r)
	require.NoError(t, err)
	for _, c := range []struct {
		code, path string
		event      admission.Event
	}{
		{"seed-required", "ruled", ruled(3, "c", admission.Lift)},
		{"seed-required", "applied", func() admission.Event { a := as[2]; a.ID = "late"; return applied(3, a) }()},
		{"status", "answered.applicant", answered(3, "tie", "accepted")},
		{"full-house", "ruled.decision", ruled(3, "tie", admission.Admit)},
		{"unknown-review", "reviewed.reviewer", admission.Event{At: day(3), Reviewed: &admission.Reviewed{Applicant: "a", Reviewer: "q", Struck: true, Reason: "r"}}},
		{"selected", "selected", admission.Event{At: day(3), Selected: &admission.Selected{Seed: "s"}}},
	} {
		decided, err := live.Apply(c.event)
		assert.Equal(t, [][2]string{{c.code, c.path}}, codes(t, err))
		assert.Empty(t, decided)
		requireSame(t, r, live.Roster(), "%s %s", c.code, c.path)
	}
	again, err := live.Apply(answered(2, "b", "declined"))
	require.NoError(t, err, "an earlier time than that of the refused events")
	assert.Equal(t, []string{"b", "tie"}, ids(again.Changes, func(c admission.Change) string { return c.ID }))
}

// A replayed event has at least the number that is recorded with it, and the next event has
// the number after that. No event has a number above a thousand million.
func TestReplayKeepsNumbers(t *testing.T) {
	t.Parallel()
	const last = 1_000_000_000
	sel, as, s := twoSeats(t)
	start := opened(t, sel, as, s)
	decline := answered(1, "a", "declined")
	_, decided, err := sel.Apply(start, decline)
	require.NoError(t, err)
	own := start.Events + 1
	replayed := func(number int) (admission.Roster, error) {
		d := decided[0]
		d.Changes = slices.Clone(d.Changes)
		for i := range d.Changes {
			d.Changes[i].Event = number
		}
		return sel.Replay(start, []admission.Event{decline}, []admission.Decided{d})
	}
	for number, want := range map[int]int{-1: own, 0: own, own - 1: own, own: own, own + 7: own + 7, last: last} {
		r, err := replayed(number)
		require.NoError(t, err)
		assert.Equal(t, want, r.Events)
		assert.Equal(t, want, r.History[len(r.History)-1].Event)
	}
	_, err = replayed(last + 1)
	assert.Equal(t, [][2]string{{"too-many", "[0]"}}, codes(t, err))
	r, err := replayed(own + 7)
	require.NoError(t, err)
	_, next, err := sel.Apply(r, answered(2, "b", "declined"))
	require.NoError(t, err)
	assert.Equal(t, own+8, next[0].Changes[0].Event)
	r, err = replayed(last)
	require.NoError(t, err)
	_, _, err = sel.Apply(r, answered(2, "b", "declined"))
	assert.Equal(t, [][2]string{{"too-many", "[0]"}}, codes(t, err))

	// Who begins to wait in an event with a smaller recorded number begins to wait in that
	// event: after everything that came before it.
	late := as[4]
	late.ID, late.Documents = "late", map[string]bool{"cv": true}
	_, decided, err = sel.Apply(start, applied(1, late))
	require.NoError(t, err)
	d := decided[0]
	d.Entry = new(*d.Entry)
	d.Entry.Joined, d.Changes[0].Event = 1, 1
	r, err = sel.Replay(start, []admission.Event{applied(1, late)}, []admission.Decided{d})
	require.NoError(t, err)
	entry := r.Entries[slices.IndexFunc(r.Entries, func(e admission.Entry) bool { return e.ID == "late" })]
	assert.Equal(t, [2]int{own, own}, [2]int{r.Events, entry.Joined})
}

package admission_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEventsRefused(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r := opened(t, sel, as, s)
	r, _, err := sel.Apply(r, answered(1, "b", "withdrawn"), answered(1, "d", "removed"))
	require.NoError(t, err)
	at := func(e admission.Event) admission.Event { e.At = day(2); return e }
	review := func(v admission.Reviewed) admission.Event { return at(admission.Event{Reviewed: &v}) }
	one := admission.Review{Reviewer: "r"}
	late := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	draw := admission.Draw{Source: "s", At: day(3)}
	for _, c := range []struct {
		code, path string
		event      admission.Event
	}{
		{"status", "[0].answered.applicant", answered(2, "b", "accepted")},
		{"status", "[0].answered.applicant", answered(2, "d", "withdrawn")},
		{"status", "[0].answered.applicant", answered(2, "e", "accepted")},
		{"status", "[0].answered.applicant", answered(2, "e", "declined")},
		{"status", "[0].answered.applicant", answered(2, "e", "expired")},
		{"status", "[0].answered.applicant", answered(2, "a", "reinstated")},
		{"unknown-id", "[0].answered.applicant", answered(2, "z", "accepted")},
		{"unknown-value", "[0].answered.answer", answered(2, "a", "waiting")},
		{"unknown-value", "[0].answered.answer", answered(2, "a", "offered")},
		{"required", "[0].answered.answer", answered(2, "a", "")},
		{"required", "[0].answered.applicant", answered(2, "", "accepted")},
		{"id", "[0].answered.applicant", answered(2, "a\nb", "accepted")},
		{"text", "[0].answered.reason", at(admission.Event{Answered: &admission.Answered{Applicant: "a", Answer: "accepted", Reason: "a\nb"}})},
		{"required", "[0].at", admission.Event{Answered: &admission.Answered{Applicant: "a", Answer: "accepted"}}},
		{"range", "[0].at", admission.Event{At: late, Seats: &admission.Seats{}}},
		{"range", "[0].promotions_end.until", at(admission.Event{PromotionsEnd: &admission.PromotionsEnd{Until: time.Date(0, 12, 31, 23, 59, 59, 0, time.UTC)}})},
		{"required", "[0].reviewed.applicant", review(admission.Reviewed{Review: &one})},
		{"required", "[0].ruled.applicant", ruled(2, "", admission.Admit)},
		{"time-order", "[0].at", admission.Event{At: day(1).Add(-1), Seats: &admission.Seats{}}},
		{"one-of", "[0]", at(admission.Event{})},
		{"one-of", "[0]", at(admission.Event{Seats: &admission.Seats{}, PromotionsEnd: &admission.PromotionsEnd{Until: day(9)}})},
		{"text", "[0].by", admission.Event{At: day(2), By: "a\nb", Seats: &admission.Seats{}}},
		{"range", "[0].seats.capacity", seats(2, -1)},
		{"range", "[0].seats.capacity", seats(2, 1_000_001)},
		{"required", "[0].promotions_end.until", at(admission.Event{PromotionsEnd: &admission.PromotionsEnd{}})},
		{"range", "[0].promotions_end.until", at(admission.Event{PromotionsEnd: &admission.PromotionsEnd{Until: late}})},
		{"required", "[0].applied.id", applied(2, admission.Applicant{})},
		{"unknown-country", "[0].applied.country", applied(2, admission.Applicant{ID: "x", Country: "Kenya"})},
		{"status", "[0].applied.id", applied(2, as[3])},
		{"required", "[0].reviewed.review", review(admission.Reviewed{Applicant: "a"})},
		{"not-used", "[0].reviewed.reviewer", review(admission.Reviewed{Applicant: "a", Review: &one, Reviewer: "r"})},
		{"not-used", "[0].reviewed.review", review(admission.Reviewed{Applicant: "a", Review: &one, Reviewer: "r", Struck: true, Reason: "x"})},
		{"required", "[0].reviewed.reviewer", review(admission.Reviewed{Applicant: "a", Struck: true, Reason: "x"})},
		{"required", "[0].reviewed.reason", review(admission.Reviewed{Applicant: "a", Struck: true, Reviewer: "r"})},
		{"unknown-review", "[0].reviewed.reviewer", review(admission.Reviewed{Applicant: "a", Struck: true, Reviewer: "q", Reason: "x"})},
		{"unknown-id", "[0].reviewed.applicant", review(admission.Reviewed{Applicant: "z", Review: &one})},
		{"score-range", `[0].reviewed.review.scores["a"]`, review(admission.Reviewed{Applicant: "a", Review: &admission.Review{Reviewer: "q", Scores: map[string]exact.Decimal{"a": dec("11")}}})},
		{"required", "[0].ruled.decision", ruled(2, "a", "")},
		{"unknown-value", "[0].ruled.decision", ruled(2, "a", "keep")},
		{"required", "[0].ruled.reason", at(admission.Event{Ruled: &admission.Ruled{Applicant: "a", Decision: "admit"}})},
		{"unknown-id", "[0].ruled.applicant", ruled(2, "z", admission.Admit)},
		{"status", "[0].ruled.applicant", ruled(2, "a", admission.Exclude)},
		{"no-ruling", "[0].ruled.applicant", ruled(2, "a", admission.Lift)},
		{"full-house", "[0].ruled.decision", ruled(2, "e", admission.Admit)},
		{"selected", "[0].selected", at(admission.Event{Selected: &admission.Selected{Seed: "x"}})},
		{"seed", "[0].selected.seed", at(admission.Event{Selected: &admission.Selected{Seed: "a\nb"}})},
		{"range", "[0].selected.answer_by", at(admission.Event{Selected: &admission.Selected{AnswerBy: late}})},
		{"required", "[0].closed.nonce", at(admission.Event{Closed: &admission.Closed{Draw: draw}})},
		{"id", "[0].closed.nonce", at(admission.Event{Closed: &admission.Closed{Draw: draw, Nonce: "a\nb"}})},
		{"text", "[0].closed.draw.otherwise", at(admission.Event{Closed: &admission.Closed{Draw: admission.Draw{Source: "s", At: day(3), Otherwise: "a\nb"}, Nonce: "n"}})},
		{"required", "[0].closed.draw.source", at(admission.Event{Closed: &admission.Closed{Draw: admission.Draw{At: day(3)}, Nonce: "n"}})},
		{"required", "[0].closed.draw.at", at(admission.Event{Closed: &admission.Closed{Draw: admission.Draw{Source: "s"}, Nonce: "n"}})},
		{"draw-time", "[0].closed.draw.at", at(admission.Event{Closed: &admission.Closed{Draw: admission.Draw{Source: "s", At: day(1)}, Nonce: "n"}})},
	} {
		_, _, err := sel.Apply(r, c.event)
		assert.Equal(t, [][2]string{{c.code, c.path}}, codes(t, err), "%+v", c.event)
	}
	// An event of two kinds is refused, and a mistake in the first kind is reported as
	// well.
	_, _, err = sel.Apply(r, at(admission.Event{Seats: &admission.Seats{Capacity: -1}, PromotionsEnd: &admission.PromotionsEnd{Until: day(9)}}))
	assert.Equal(t, [][2]string{{"one-of", "[0]"}, {"range", "[0].seats.capacity"}}, codes(t, err))

	// All violations are reported at once, and then no event has been applied.
	_, _, err = sel.Apply(r, answered(2, "a", "accepted"), answered(2, "z", "accepted"), answered(2, "b", "accepted"))
	assert.Equal(t, [][2]string{{"unknown-id", "[1].answered.applicant"}, {"status", "[2].answered.applicant"}}, codes(t, err))
	assert.Equal(t, admission.StatusOffered, statuses(r)["a"])

	// An event at the same instant as the event before it is accepted. The smallest and
	// the largest capacity are accepted too.
	_, _, err = sel.Apply(r, answered(1, "a", "accepted"), seats(1, 1_000_000), seats(1, 0))
	assert.NoError(t, err)
}

// Before the closing, and between the closing and the selection, only some events are
// possible. The others are refused.
func TestPhases(t *testing.T) {
	t.Parallel()
	sel, as, _ := twoSeats(t)
	events := applications(as)
	r, decided, err := sel.Apply(sel.Roster(), events...)
	require.NoError(t, err)
	assert.Equal(t, []string{"15 a  applied", "15 b  applied", "15 c  applied", "15 d  applied", "15 e  applied"}, changes(decided))
	refused := func(r admission.Roster, code, path string, e admission.Event) {
		t.Helper()
		_, _, err := sel.Apply(r, e)
		assert.Equal(t, [][2]string{{code, path}}, codes(t, err))
	}
	refused(r, "status", "[0].answered.applicant", answered(1, "a", "accepted"))
	r, _, err = sel.Apply(r, ruled(1, "a", admission.Admit), ruled(1, "b", admission.Admit))
	require.NoError(t, err)
	refused(r, "capacity", "[0].ruled.decision", ruled(1, "c", admission.Admit))
	fewer, _, err := sel.Apply(r, seats(1, 1))
	require.NoError(t, err)
	refused(fewer, "capacity", "[0].selected", admission.Event{At: day(2), Selected: &admission.Selected{}})
	r, decided, err = sel.Apply(r, ruled(1, "a", admission.Lift), ruled(1, "b", admission.Lift), answered(1, "d", "withdrawn"), answered(1, "d", "reinstated"), answered(1, "d", "withdrawn"), applied(1, as[3]), answered(1, "d", "withdrawn"))
	require.NoError(t, err)
	assert.Equal(t, []string{"16 d applied withdrawn", "16 d withdrawn applied", "16 d applied withdrawn", "16 d withdrawn applied", "16 d applied withdrawn"}, changes(decided))

	closing := admission.Event{At: day(2), Closed: &admission.Closed{Draw: admission.Draw{Source: "beacon, round 7", At: day(3)}, Nonce: "n"}}
	r, decided, err = sel.Apply(r, closing)
	require.NoError(t, err)
	require.NotNil(t, decided[0].Commitment)
	assert.Equal(t, decided[0].Commitment, r.Commitment)
	refused(r, "closed", "[0].applied", applied(2, as[3]))
	refused(r, "closed", "[0].reviewed", admission.Event{At: day(2), Reviewed: &admission.Reviewed{Applicant: "a", Review: &admission.Review{Reviewer: "q"}}})
	refused(r, "closed", "[0].ruled", ruled(2, "a", admission.Admit))
	refused(r, "closed", "[0].answered", answered(2, "d", "reinstated"))
	refused(r, "closed", "[0].closed", closing)
	refused(r, "too-early", "[0].selected", admission.Event{At: day(3).Add(-1), Selected: &admission.Selected{Seed: "x"}})
	refused(r, "time-order", "[0].selected.answer_by", admission.Event{At: day(3), Selected: &admission.Selected{Seed: "x", AnswerBy: day(2)}})
	r, decided, err = sel.Apply(r, admission.Event{At: day(3), Selected: &admission.Selected{Seed: "x", AnswerBy: day(5)}})
	require.NoError(t, err)
	assert.Equal(t, *r.Commitment, decided[0].Selection.Audit.Digests, "what was committed to")
	assert.Equal(t, "beacon, round 7", decided[0].Selection.Audit.Draw.Source)
	assert.Equal(t, []string{"a", "b"}, r.Seats())
	assert.Equal(t, admission.StatusWithdrawn, statuses(r)["d"], "took no part")
	refused(r, "closed", "[0].closed", admission.Event{At: day(3), Closed: &admission.Closed{Draw: admission.Draw{Source: "s", At: day(4)}, Nonce: "n"}})

	// No offer expires before answer_by. From that instant on, Overdue lists the offers
	// that were not answered.
	assert.Empty(t, r.Overdue(day(5).Add(-1), 0))
	refused(r, "answer-by", "[0].answered.answer", answered(4, "a", "expired"))
	r, _, err = sel.Apply(r, answered(4, "b", "accepted"))
	require.NoError(t, err)
	assert.Equal(t, []admission.Event{{At: day(5), Answered: &admission.Answered{Applicant: "a", Answer: "expired"}}}, r.Overdue(day(5), 48*time.Hour))
	assert.Empty(t, r.Overdue(day(5), 48*time.Hour+1))
	r, _, err = sel.Apply(r, r.Overdue(day(5), 0)...)
	require.NoError(t, err)
	assert.Equal(t, []string{"b", "c"}, r.Seats())
}

// An event that repeats the present state changes nothing, and a mistaken event can be
// corrected.
func TestAgainAndMended(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r := opened(t, sel, as, s)
	r, decided, err := sel.Apply(r,
		answered(1, "a", "accepted"), answered(2, "a", "accepted"), answered(2, "b", "declined"), answered(3, "b", "declined"),
		answered(4, "b", "reinstated"), answered(5, "b", "reinstated"), answered(6, "a", "withdrawn"), answered(7, "b", "reinstated"), ruled(8, "c", admission.Admit))
	require.NoError(t, err)
	assert.Equal(t, []string{
		"16 a offered accepted", "17 b offered declined", "17 c waiting offered", "19 b declined waiting", "21 a accepted withdrawn", "21 b waiting offered",
	}, changes(decided), "b waits ahead of d, who has the better claim of those left")
	assert.Equal(t, []string{"c", "b"}, r.Seats())
	assert.True(t, r.Entries[slices.IndexFunc(r.Entries, func(e admission.Entry) bool { return e.ID == "c" })].Ruled)
	assert.Equal(t, day(2), r.Entries[slices.IndexFunc(r.Entries, func(e admission.Entry) bool { return e.ID == "c" })].Since)

	// If a ruling is lifted, a person whom it excluded comes back, and a person whom it
	// admitted keeps the seat.
	r, decided, err = sel.Apply(r, ruled(9, "d", admission.Exclude), ruled(9, "d", admission.Lift), ruled(9, "c", admission.Lift), seats(9, 3), ruled(9, "e", admission.Exclude))
	require.NoError(t, err)
	assert.Equal(t, []string{"24 d waiting ineligible", "24 d ineligible waiting", "24 d waiting offered", "24 e incomplete ineligible"}, changes(decided))
	assert.Equal(t, []string{"c", "b", "d"}, r.Seats())
	assert.Equal(t, []string{"ruling"}, r.Entries[len(r.Entries)-1].Reasons)
}

// Nobody is promoted at the date that the caller sets, or after it. A nanosecond before
// that date, people are still promoted.
func TestPromotionsStop(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	end := func(n, until int) admission.Event {
		return admission.Event{At: day(n), PromotionsEnd: &admission.PromotionsEnd{Until: day(until)}}
	}
	for _, c := range []struct {
		at       time.Time
		promoted admission.Status
	}{{day(3).Add(-1), "offered"}, {day(3), "waiting"}, {day(3).Add(1), "waiting"}} {
		decline := answered(1, "a", "declined")
		decline.At = c.at
		r, _, err := sel.Apply(opened(t, sel, as, s), end(1, 3), decline)
		require.NoError(t, err)
		assert.Equal(t, c.promoted, statuses(r)["c"], c.at)

		// If another event sets a later end of promotions, people who wait are called at
		// once.
		r, _, err = sel.Apply(r, end(4, 5))
		require.NoError(t, err)
		assert.Equal(t, admission.StatusOffered, statuses(r)["c"])
	}
}

// A tie with a person who waits is decided by lot, and lots need a seed. The seed comes
// from a draw that is announced after the selection.
func TestSeedForTiesToCome(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r := opened(t, sel, as, s)
	tie := as[4]
	tie.Documents, tie.Reviews = map[string]bool{"cv": true}, as[2].Reviews
	_, _, err := sel.Apply(r, applied(1, tie))
	assert.Equal(t, [][2]string{{"seed-required", "[0].applied"}}, codes(t, err))
	_, _, err = sel.Apply(r, admission.Event{At: day(1), Selected: &admission.Selected{Seed: "x"}})
	assert.Equal(t, [][2]string{{"selected", "[0].selected"}}, codes(t, err), "not without an announcement")

	closing := admission.Event{At: day(1), Closed: &admission.Closed{Draw: admission.Draw{Source: "s", At: day(2)}, Nonce: "n"}}
	early := admission.Event{At: day(1), Selected: &admission.Selected{Seed: "draw"}}
	_, _, err = sel.Apply(r, closing, early)
	assert.Equal(t, [][2]string{{"too-early", "[1].selected"}}, codes(t, err))
	seeded, _, err := sel.Apply(r, closing, admission.Event{At: day(2), Selected: &admission.Selected{Seed: "draw"}}, applied(2, tie))
	require.NoError(t, err)
	want := []string{"c", "e", "d"}
	if slices.Compare(lot("draw", "e"), lot("draw", "c")) < 0 {
		want = []string{"e", "c", "d"}
	}
	assert.Equal(t, want, waiters(seeded))
	_, _, err = sel.Apply(seeded, admission.Event{At: day(3), Selected: &admission.Selected{Seed: "another"}})
	assert.Equal(t, [][2]string{{"selected", "[0].selected"}}, codes(t, err), "a second seed")

	// A tie with a person who left needs no seed.
	r, _, err = sel.Apply(r, answered(1, "c", "withdrawn"), applied(1, tie))
	require.NoError(t, err)
	assert.Equal(t, admission.StatusWaiting, statuses(r)["e"])
}

// A roster that no selection and no events can make is refused.
func TestMalformedRosters(t *testing.T) {
	t.Parallel()
	sel, in, s := busy(t)
	r, err := sel.Open(in, s, day(0))
	require.NoError(t, err)
	find := func(status admission.Status) int {
		return slices.IndexFunc(r.Entries, func(e admission.Entry) bool { return e.Status == status && !e.Ruled })
	}
	offered, waiting, incomplete := find("offered"), find("waiting"), find("incomplete")
	entry := func(i int, field string) string { return "entries[" + strconv.Itoa(i) + "]" + field }
	for _, c := range []struct {
		code, path string
		corrupt    func(*admission.Roster)
	}{
		{"format", "format", func(r *admission.Roster) { r.Format = 2 }},
		{"other-policy", "policy", func(r *admission.Roster) { r.Policy = "" }},
		{"range", "events", func(r *admission.Roster) { r.Events = -1 }},
		{"range", "events", func(r *admission.Roster) { r.Events = 1_000_000_001 }},
		{"required", "at", func(r *admission.Roster) { r.At = time.Time{} }},
		{"range", "capacity", func(r *admission.Roster) { r.Capacity = -1 }},
		{"range", "capacity", func(r *admission.Roster) { r.Capacity = 1_000_001 }},
		{"seed", "seed", func(r *admission.Roster) { r.Seed = "a\nb" }},
		{"unknown-id", entry(0, ".id"), func(r *admission.Roster) { r.Entries[0].ID = "" }},
		{"duplicate-id", entry(1, ".id"), func(r *admission.Roster) { r.Entries[1].ID = r.Entries[0].ID }},
		{"unknown-value", entry(offered, ".status"), func(r *admission.Roster) { r.Entries[offered].Status = "gone" }},
		{"unknown-value", entry(offered, ".status"), func(r *admission.Roster) { r.Entries[offered].Status = "reinstated" }},
		{"status", entry(waiting, ".status"), func(r *admission.Roster) { r.Entries[waiting].Status = "applied" }},
		{"order", entry(offered, ".rank"), func(r *admission.Roster) { r.Entries[offered].Rank = 0 }},
		{"order", entry(waiting, ".rank"), func(r *admission.Roster) { r.Entries[waiting].Rank = 7 }},
		{"order", entry(waiting, ".rank"), func(r *admission.Roster) { r.Entries[waiting].Ruled = true }},
		{"range", entry(waiting, ".rank"), func(r *admission.Roster) { r.Entries[waiting].Joined = -1 }},
		{"range", entry(waiting, ".rank"), func(r *admission.Roster) { r.Entries[waiting].Rank = -1 }},
		{"range", entry(waiting, ".rank"), func(r *admission.Roster) { r.Entries[waiting].Reinstated = -1 }},
		{"keys", entry(waiting, ".keys"), func(r *admission.Roster) { r.Entries[waiting].Keys = nil }},
		{"keys", entry(offered, ".keys"), func(r *admission.Roster) { r.Entries[offered].Keys = r.Entries[offered].Keys[:1] }},
		{"range", "promotions_end", func(r *admission.Roster) { r.PromotionsEnd = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }},
		{"range", "answer_by", func(r *admission.Roster) { r.AnswerBy = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }},
		{"required", "closed.nonce", func(r *admission.Roster) { r.Closed = &admission.Closed{Draw: admission.Draw{Source: "s", At: day(1)}} }},
		{"text", "rulings[0].by", func(r *admission.Roster) { r.Rulings[0].By = "a\nb" }},
		{"time-order", entry(waiting, ".since"), func(r *admission.Roster) { r.Entries[waiting].Since = day(1) }},
		{"order", entry(incomplete, ".rank"), func(r *admission.Roster) { r.Entries[incomplete].Rank = 1 }},
		{"keys", entry(waiting, ".keys"), func(r *admission.Roster) { r.Entries[waiting].Keys = r.Entries[waiting].Keys[1:] }},
		{"keys", entry(waiting, ".keys[0].code"), func(r *admission.Roster) { r.Entries[waiting].Keys[0].Code = "women" }},
		{"format", entry(waiting, ".keys[0].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[0].Value = "outside" }},
		{"format", entry(waiting, ".keys[1].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[1].Value = "yes" }},
		{"format", entry(waiting, ".keys[2].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[2].Value = "1e999999999" }},
		{"format", entry(waiting, ".keys[2].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[2].Value = "1/0" }},
		{"format", entry(waiting, ".keys[2].value"), func(r *admission.Roster) { r.Entries[waiting].Keys[2].Value = strings.Repeat("1", 1025) }},
		{"unknown-value", entry(waiting, ".groups[0].share"), func(r *admission.Roster) {
			r.Entries[waiting].Groups = []admission.ShareGroup{{Share: "europe", Group: "met"}}
		}},
		{"text", entry(waiting, ".groups[0].group"), func(r *admission.Roster) { r.Entries[waiting].Groups = []admission.ShareGroup{{Share: "men"}} }},
		{"people", "entries", func(r *admission.Roster) { r.Entries = r.Entries[1:] }},
		{"unknown-id", "rulings[0].id", func(r *admission.Roster) { r.Rulings[0].ID = "nobody" }},
		{"unknown-id", "history[0].id", func(r *admission.Roster) { r.History[0].ID = "nobody" }},
		{"range", "history[0].capacity", func(r *admission.Roster) { r.History[0].Capacity = 1_000_001 }},
		{"unknown-value", "history[0].to", func(r *admission.Roster) { r.History[0].To = "gone" }},
		{"required", "applicants[3].country", func(r *admission.Roster) { r.Applicants[3].Country = "" }},
	} {
		broken := reread(t, r)
		c.corrupt(&broken)
		_, _, err := sel.Apply(broken)
		assert.Contains(t, codes(t, err), [2]string{c.code, c.path})
		_, err = sel.Explain(broken)
		assert.Error(t, err)
	}
	timeless := reread(t, r)
	timeless.At = time.Time{}
	_, _, err = sel.Apply(timeless)
	assert.Equal(t, [][2]string{{"required", "at"}}, codes(t, err), "nothing is after an instant that is not there")
	fine := reread(t, r)
	fine.Entries[offered].Keys, fine.Rulings[0].By = nil, ""
	fine.Entries[waiting].Keys[1].Value = "outside"
	fine.Entries[waiting].Keys[2].Value = strings.Repeat("1", 1024)
	fine.Entries[incomplete].Status = admission.StatusWithdrawn
	for _, capacity := range []int{0, 1_000_000} {
		fine.Capacity, fine.History[0].Capacity = capacity, capacity
		_, _, err = sel.Apply(fine)
		assert.NoError(t, err)
	}

	// Violations of the intake and of the instant are reported with their own paths.
	wrong := in
	wrong.Seed = "a\nb"
	_, err = sel.Open(wrong, s, time.Time{})
	assert.Equal(t, [][2]string{{"required", "at"}, {"seed", "seed"}}, codes(t, err))

	// A selection of another policy, of other people or for another number of seats is
	// refused.
	_, err = compile(t, drawOnly).Open(admission.Intake{Applicants: people(3), Seed: seed}, s, day(0))
	assert.Contains(t, codes(t, err), [2]string{"other-policy", "selected"})
	for _, c := range []struct {
		code    string
		corrupt func(*admission.Selection)
	}{
		{"unknown-id", func(s *admission.Selection) { s.Waitlist[0].ID = "nobody" }},
		{"unknown-id", func(s *admission.Selection) { s.Waitlist = append(s.Waitlist, s.Waitlist[0]) }},
		{"recorded", func(s *admission.Selection) { s.Waitlist = s.Waitlist[1:] }},
		{"recorded", func(s *admission.Selection) { s.Audit.Seed = "x" }},
		{"format", func(s *admission.Selection) { s.Format = 0 }},
		{"keys", func(s *admission.Selection) { s.Waitlist[0].Keys = nil }},
		{"unknown-value", func(s *admission.Selection) { s.Waitlist[0].Eligibility = "" }},
		{"unknown-value", func(s *admission.Selection) { s.Admitted[0].Eligibility = "eligible " }},
	} {
		broken := s.Kept()
		c.corrupt(&broken)
		_, err = sel.Open(in, broken, day(0))
		require.Error(t, err)
		found := codes(t, err)
		assert.True(t, slices.ContainsFunc(found, func(x [2]string) bool { return x[0] == c.code }), "%v", found)
	}
}

// If events have more violations than a report holds, the error has 10,000 of these
// violations and a last violation with the code "and-more". No event is applied.
func TestManyMalformedEvents(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r := opened(t, sel, as, s)
	events := make([]admission.Event, 10_001)
	_, _, err := sel.Apply(r, append(events, seats(1, -1))...)
	assert.Len(t, codes(t, err), 10_001)
	assert.NotEmpty(t, sel.VerifyRoster(r, events, r))
}

// A roster that is stored and read back keeps its instants, even instants from time.Now
// and from a zone whose offset is not in whole minutes.
func TestInstantsAreStored(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	odd := time.FixedZone("", -2670) // not in whole minutes
	now := time.Now()
	accepted, declined := answered(1, "a", "accepted"), answered(1, "b", "declined")
	accepted.At, declined.At = accepted.At.Add(10*time.Second), declined.At.Add(20*time.Second).In(odd)
	start := opened(t, sel, as, s)
	events := []admission.Event{accepted, declined, {At: now, PromotionsEnd: &admission.PromotionsEnd{Until: now.Add(time.Hour).In(odd)}}}
	r, decided, err := sel.Apply(start, events...)
	require.NoError(t, err)
	assert.Equal(t, r, reread(t, r))
	assert.Empty(t, sel.VerifyRoster(start, events, reread(t, r)))
	assert.Equal(t, day(1).Add(20*time.Second), decided[1].Changes[0].At)
	last := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	_, _, err = sel.Apply(r, admission.Event{At: last, PromotionsEnd: &admission.PromotionsEnd{Until: last}}, admission.Event{At: last, PromotionsEnd: &admission.PromotionsEnd{Until: time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC)}})
	assert.NoError(t, err, "the first and the last year")
}

// The methods of a nil or zero Selector return an error, a finding or Incomplete. Roster
// and Codes, which return no error, do not panic. A zero roster is refused, and a zero
// Top has no result.
func TestNothingFailsOpen(t *testing.T) {
	t.Parallel()
	for _, sel := range []*admission.Selector{nil, {}} {
		_, err := sel.Select(admission.Intake{})
		assert.Equal(t, [][2]string{{"not-compiled", ""}}, codes(t, err))
		_, _, err = sel.Apply(admission.Roster{})
		assert.Error(t, err)
		_, err = sel.Open(admission.Intake{}, admission.Selection{}, day(0))
		assert.Error(t, err)
		_, err = sel.Top(1, "")
		assert.Error(t, err)
		_, err = sel.ParseIntake([]byte("{}"))
		assert.Error(t, err)
		_, err = sel.ParseApplicants([]byte("[]"))
		assert.Error(t, err)
		_, err = sel.Commit(admission.Intake{})
		assert.Error(t, err)
		_, err = sel.Receipts(admission.Intake{})
		assert.Error(t, err)
		_, err = sel.Explain(admission.Roster{})
		assert.Error(t, err)
		_, err = sel.Lint(admission.Intake{})
		assert.Error(t, err)
		_, err = sel.Live(admission.Roster{})
		assert.Equal(t, [][2]string{{"not-compiled", ""}}, codes(t, err))
		assert.Equal(t, [][2]string{{"not-compiled", ""}}, codes(t, sel.ValidateApplicants(nil)))
		e, _ := sel.Eligibility(qualified("a"))
		assert.Equal(t, admission.Incomplete, e)
		assert.Equal(t, admission.Incomplete, sel.Assess(qualified("a")).Eligibility)
		assert.NotEmpty(t, sel.Verify(admission.Intake{}, admission.Selection{}))
		assert.NotEmpty(t, sel.VerifyRoster(admission.Roster{}, nil, admission.Roster{}))
		assert.NotPanics(t, func() { sel.Roster(); sel.Codes(admission.ReasonSet{}) })
	}
	sel, _, _ := twoSeats(t)
	_, _, err := sel.Apply(admission.Roster{})
	assert.Equal(t, [][2]string{{"format", "format"}, {"other-policy", "policy"}}, codes(t, err))
	var top admission.Top
	assert.NotPanics(t, func() { top.Add(qualified("a")); top.Applicants() })
	assert.Error(t, top.Merge(&top))
	assert.Error(t, top.Merge(nil))
	_, err = top.Result()
	assert.Equal(t, [][2]string{{"not-compiled", ""}}, codes(t, err))
}

// A person who leaves after the list was closed still takes part in the draw, because the
// digests of the list are published. The person leaves when the selection is made.
func TestLeavingAClosedList(t *testing.T) {
	t.Parallel()
	sel, as, _ := twoSeats(t)
	events := applications(as)
	events = append(events,
		admission.Event{At: day(1), Closed: &admission.Closed{Draw: admission.Draw{Source: "s", At: day(2)}, Nonce: "n"}},
		answered(1, "a", "withdrawn"), answered(1, "b", "withdrawn"), answered(1, "d", "removed"), answered(1, "b", "reinstated"),
		admission.Event{At: day(3), Selected: &admission.Selected{Seed: "x"}},
	)
	r, decided, err := sel.Apply(sel.Roster(), events...)
	require.NoError(t, err)
	made := decided[len(decided)-1]
	assert.Equal(t, []string{"a", "b"}, ids(made.Selection.Admitted, placementID))
	assert.Equal(t, *r.Commitment, made.Selection.Audit.Digests)
	assert.Equal(t, []string{"18 a offered withdrawn", "18 d waiting removed", "18 c waiting offered"}, changes(decided[len(decided)-1:]))
	assert.Equal(t, []string{"b", "c"}, r.Seats())
	assert.Equal(t, map[string]admission.Status{"a": "withdrawn", "b": "offered", "c": "offered", "d": "removed", "e": "incomplete"}, statuses(r))
	replayed, err := sel.Replay(sel.Roster(), events, decided)
	require.NoError(t, err)
	assert.Equal(t, r, replayed)
	by := explained(t, sel, r)
	assert.Equal(t, "Has left: withdrawn.", by["a"].Text)
}

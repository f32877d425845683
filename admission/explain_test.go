package admission_test

import (
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// explained returns the explanations of a roster by id.
func explained(t testing.TB, sel *admission.Selector, r admission.Roster) map[string]admission.Explanation {
	t.Helper()
	all, err := sel.Explain(r)
	require.NoError(t, err)
	by := map[string]admission.Explanation{}
	for _, e := range all {
		by[e.ID] = e
	}
	require.Len(t, by, len(r.Entries))
	return by
}

func TestExplainReference(t *testing.T) {
	t.Parallel()
	sel, as := reference(t)
	s := choose(t, sel, as)
	by := explained(t, sel, opened(t, sel, as, s))
	last, first := s.Admitted[31].ID, s.Waitlist[0].ID
	for _, c := range []struct {
		id, against, by string
		status          admission.Status
	}{
		{s.Admitted[0].ID, first, "women", "offered"},
		{last, first, "lottery", "offered"},
		{first, last, "lottery", "waiting"},
		{s.Waitlist[5].ID, last, "review", "waiting"},
		{"A043", last, "developing-country", "waiting"},
		{s.Incomplete[0].ID, "", "", "incomplete"},
		{s.Ineligible[0].ID, "", "", "ineligible"},
	} {
		e := by[c.id]
		assert.Equal(t, c.status, e.Status)
		assert.Equal(t, [2]string{c.against, c.by}, [2]string{e.Against, e.DecidedBy}, c.id)
		assert.Equal(t, c.by == "women" || c.by == "review" || c.by == "developing-country", e.Own != nil)
		assert.NotEmpty(t, e.Text)
	}
	for id, text := range map[string]string{
		s.Admitted[0].ID: "Has a seat. This person ranks ahead by: women.",
		"A043":           "On the waitlist, place 20. Without developing-country this person would have a seat. The last person who got a seat ranks ahead by: developing-country.",
		"A035":           "Not decided yet. Still missing: fluent-english.",
		"A001":           "Not eligible. Requirements not met: fluent-english.",
	} {
		assert.Equal(t, text, by[id].Text)
	}
	// If one key alone cost a person the seat, the person's text names that key right
	// after the place.
	lost := 0
	for _, k := range s.Audit.Keys {
		for _, id := range k.Lost {
			assert.Contains(t, by[id].Without, k.Code, id)
			assert.Regexp(t, `^On the waitlist, place \d+\. Without .*\b`+k.Code, by[id].Text, id)
			lost++
		}
		for _, id := range k.Gained {
			assert.Contains(t, by[id].Without, k.Code, id)
		}
	}
	assert.Positive(t, lost)

	some, err := sel.Explain(opened(t, sel, as, s), "A043", "A001")
	require.NoError(t, err)
	assert.Equal(t, []admission.Explanation{by["A043"], by["A001"]}, some)
	_, err = sel.Explain(opened(t, sel, as, s), "A043", "nobody")
	assert.Equal(t, [][2]string{{"unknown-id", "ids[1]"}}, codes(t, err))

	some, err = sel.ExplainAgainst(opened(t, sel, as, s), s.Admitted[0].ID, "A043")
	require.NoError(t, err)
	assert.Equal(t, s.Admitted[0].ID, some[0].Against)
	assert.Equal(t, "developing-country", some[0].Own.Code)
	assert.Equal(t, "On the waitlist, place 20. Without developing-country this person would have a seat. The other person ranks ahead by: developing-country.", some[0].Text)
	for holder, code := range map[string]string{"nobody": "unknown-id", "A043": "status", "": "unknown-id"} {
		_, err = sel.ExplainAgainst(opened(t, sel, as, s), holder)
		assert.Equal(t, [][2]string{{code, "holder"}}, codes(t, err), holder)
	}
	_, err = (&admission.Selector{}).ExplainAgainst(opened(t, sel, as, s), s.Admitted[0].ID)
	assert.Equal(t, [][2]string{{"not-compiled", ""}}, codes(t, err))
}

// The holder is in the groups of both shares, but the person who waits is in the group of
// only one. The reason names the other share.
func TestExplainNamesAShareThatTheLoserIsNotIn(t *testing.T) {
	t.Parallel()
	p := floors("50", "50")
	p.Capacity = 1
	p.Shares[0].Title, p.Shares[1].Title = "half of the seats for women", "half of the seats for least developed countries"
	sel := compile(t, p)
	as := ranked("", "a", "ab")
	s := choose(t, sel, as)
	require.Equal(t, []string{"m3", "m1", "m2"}, called(s))
	assert.Equal(t, []string{"a", "b"}, s.Admitted[0].Shares, "both passed over a person of better merit")
	by := explained(t, sel, opened(t, sel, as, s))
	assert.Equal(t, "b", by["m2"].DecidedBy, "m2 is in a")
	assert.Equal(t, "a", by["m1"].DecidedBy)
	assert.Equal(t, "On the waitlist, place 2. Without half of the seats for least developed countries this person would have a seat. "+
		"The last person who got a seat has it because of: half of the seats for least developed countries.", by["m2"].Text)
	assert.Empty(t, sel.Verify(admission.Intake{Applicants: as, Seed: seed}, s))
}

// An explanation names the share or the ruling that cost a person the seat, no matter
// with whom the person is compared.
func TestWithoutNamesWhatCostTheSeat(t *testing.T) {
	t.Parallel()
	p := floors("20")
	p.Capacity = 5
	sel := compile(t, p)
	as := ranked("", "", "", "", "", "a")
	s := choose(t, sel, as)
	by := explained(t, sel, opened(t, sel, as, s))
	assert.Equal(t, []string{"a"}, by["m5"].Without)
	assert.Equal(t, []string{"a"}, by["m6"].Without)
	in := admission.Intake{Applicants: as, Seed: seed, Rulings: []admission.Ruling{{ID: "m4", Decision: admission.Admit, By: "o", Reason: "r"}, {ID: "m1", Decision: admission.Exclude, By: "o", Reason: "r"}}}
	p.Capacity, p.Shares = 2, nil
	sel = compile(t, p)
	s, err := sel.Select(in)
	require.NoError(t, err)
	require.Equal(t, []string{"m4", "m2", "m3", "m5", "m6"}, called(s))
	r, err := sel.Open(in, s, day(0))
	require.NoError(t, err)
	by = explained(t, sel, r)
	assert.Contains(t, by["m2"].Without, "ruling:m1")
	assert.Contains(t, by["m3"].Without, "ruling:m4")
	assert.Equal(t, "On the waitlist, place 1. Without score, or without a ruling of the organisers this person would have a seat. The last person who got a seat ranks ahead by: score.", by["m3"].Text)
	assert.Equal(t, "Has a seat by a ruling of the organisers.", by["m4"].Text)
	assert.Equal(t, "ruling", by["m4"].DecidedBy)
	assert.Equal(t, "Not eligible. Requirements not met: a ruling of the organisers.", by["m1"].Text)
}

// Explanations take earlier events into account: a later application, a reinstatement, a
// group that became full, and people who left.
func TestExplainOverTime(t *testing.T) {
	t.Parallel()
	p := floors()
	p.Capacity = 2
	p.Shares = []admission.Share{{Code: "two-a-country", Title: "at most one a country", Of: admission.ShareOf{Country: "served"}, AtMost: &admission.Bound{Count: new(1)}}}
	sel := compile(t, p)
	as := ranked("", "", "", "", "")
	for i, code := range []string{"KE", "KE", "FR", "KE", "CH"} {
		as[i].Country = code
	}
	late := as[4]
	late.ID = "late"
	late.Reviews = as[0].Reviews
	s := choose(t, sel, as)
	r := opened(t, sel, as, s)
	by := explained(t, sel, r)
	assert.Equal(t, []string{"m5", "m2", "m4"}, waiters(r))
	assert.Equal(t, "On the waitlist, place 2. Without score, or without at most one a country this person would have a seat. At most one a country is at its most: 1 of 1 seat held by KE. The last person who got a seat has it because of: at most one a country.", by["m2"].Text)
	assert.Equal(t, []admission.ShareGroup{{Share: "two-a-country", Group: "KE"}}, by["m2"].Waits)

	r, _, err := sel.Apply(r, applied(1, late))
	require.NoError(t, err)
	by = explained(t, sel, r)
	assert.Equal(t, []string{"late", "m2", "m4", "m5"}, waiters(r), "m5 is of the country of late")
	assert.Equal(t, [2]string{"m3", "came_later"}, [2]string{by["late"].Against, by["late"].DecidedBy})
	assert.Equal(t, 1, by["late"].Place)
	assert.Equal(t, "came_later", by["m3"].DecidedBy)
	assert.Equal(t, "Has a seat. Without at most one a country this person would have none. This person got the seat before the other person began to wait with the present facts.", by["m3"].Text)

	r, _, err = sel.Apply(r, answered(2, "m3", "declined"), answered(3, "m1", "withdrawn"))
	require.NoError(t, err)
	assert.Equal(t, []string{"late", "m2"}, r.Seats())
	r, _, err = sel.Apply(r, answered(4, "m1", "reinstated"), answered(4, "m3", "reinstated"), answered(5, "late", "removed"))
	require.NoError(t, err)
	by = explained(t, sel, r)
	assert.Equal(t, []string{"m2", "m3"}, r.Seats(), "m1 waits ahead, but a seat of KE is held")
	assert.Equal(t, "reinstated", by["m5"].DecidedBy)
	assert.Equal(t, "two-a-country", by["m1"].DecidedBy)
	assert.Equal(t, "Has left: removed.", by["late"].Text)
	assert.Equal(t, "On the waitlist, place 1. The last person who got a seat was reinstated, and came first.", by["m5"].Text)
}

// The reason why a person got a seat is found with the groups that people had at that
// time. If people answer or state new facts later, the reason stays the same.
func TestExplainByTheGroupsOfThen(t *testing.T) {
	t.Parallel()
	p := floors("50")
	p.Capacity = 2
	sel := compile(t, p)
	as := ranked("", "", "", "a")
	s := choose(t, sel, as)
	r := opened(t, sel, as, s)
	require.Equal(t, []string{"m4", "m1"}, r.Seats())
	other := as[3]
	other.Documents = map[string]bool{"a": false}
	for _, e := range []admission.Event{answered(1, "m4", "accepted"), applied(2, other), answered(3, "m1", "accepted")} {
		var err error
		r, _, err = sel.Apply(r, e)
		require.NoError(t, err)
		by := explained(t, sel, r)
		assert.Equal(t, [2]string{"m2", "a"}, [2]string{by["m4"].Against, by["m4"].DecidedBy}, "%+v", e)
		assert.Equal(t, [2]string{"m1", "score"}, [2]string{by["m2"].Against, by["m2"].DecidedBy}, "%+v", e)
	}
}

// The reason for a seat depends on the groups that people had when the seat was given. m4
// held a seat for share a, so m3 got the next seat for share b. Then m4 left and applied
// again with other facts.
func TestExplainByTheGroupsOfThoseWhoLeft(t *testing.T) {
	t.Parallel()
	p := floors("50", "50")
	p.Capacity = 2
	sel := compile(t, p)
	as := ranked("", "", "ab", "a")
	in := admission.Intake{Applicants: as, Seed: seed, Rulings: []admission.Ruling{{ID: "m4", Decision: admission.Admit, By: "o", Reason: "r"}}}
	s, err := sel.Select(in)
	require.NoError(t, err)
	r, err := sel.Open(in, s, day(0))
	require.NoError(t, err)
	require.Equal(t, []string{"m4", "m3"}, r.Seats())
	other := as[3]
	other.Documents = map[string]bool{"a": false, "b": false}
	r, _, err = sel.Apply(r, answered(1, "m4", "withdrawn"), applied(2, other))
	require.NoError(t, err)
	require.Equal(t, []string{"m3", "m1"}, r.Seats())
	by := explained(t, sel, r)
	assert.Equal(t, [2]string{"m2", "b"}, [2]string{by["m3"].Against, by["m3"].DecidedBy})
}

// On a roster to which nothing has happened since the selection, every reason equals the
// reason of the oracle. Each holder is compared with the first person who waits, and
// everybody who waits with every holder.
func TestEveryReasonIsTrue(t *testing.T) {
	t.Parallel()
	for i := range rounds(300, 100_000) {
		r := newRandom(uint64(i))
		p := r.sharePolicy()
		as := r.sharePool(r.IntN(13))
		sel := compile(t, p)
		in := admission.Intake{Applicants: as, Seed: seed}
		s, err := sel.Select(in)
		require.NoError(t, err)
		roster, err := sel.Open(in, s.Kept(), day(0))
		require.NoError(t, err)
		by := map[string]admission.Applicant{}
		for _, a := range as {
			by[a.ID] = a
		}
		all, err := sel.Explain(roster)
		require.NoError(t, err)
		for _, holder := range roster.Seats() {
			against, err := sel.ExplainAgainst(roster, holder)
			require.NoError(t, err)
			require.Len(t, against, len(roster.Entries))
			all = append(all, against...)
		}
		for _, e := range all {
			if e.Against == "" {
				continue
			}
			id, holder, other := e.ID, e.ID, e.Against
			if e.Status == admission.StatusWaiting {
				holder, other = e.Against, id
			}
			h := hall{p: p, seats: p.Capacity}
			for _, x := range s.Admitted {
				if x.ID == holder {
					break
				}
				h.held = append(h.held, by[x.ID])
			}
			require.Equal(t, h.why(by[holder], by[other]), e.DecidedBy, "instance %d: %s before %s", i, holder, other)
			require.Equal(t, withoutCodes(s, id, e.Status), e.Without, "instance %d", i)
		}
	}
}

// withoutCodes returns the codes of the keys and shares for which the audit lists the
// person under Gained, if the person has a seat, or under Lost, if the person waits.
func withoutCodes(s admission.Selection, id string, status admission.Status) []string {
	var out []string
	add := func(code string, gained, lost []string) {
		if status == admission.StatusOffered && slices.Contains(gained, id) || status == admission.StatusWaiting && slices.Contains(lost, id) {
			out = append(out, code)
		}
	}
	for _, k := range s.Audit.Keys {
		add(k.Code, k.Gained, k.Lost)
	}
	for _, k := range s.Audit.Shares {
		add(k.Code, k.Gained, k.Lost)
	}
	return out
}

// After any events, if a key is the reason why one person got a seat and another did not,
// the two people have different values of this key.
func TestReasonsAfterEvents(t *testing.T) {
	t.Parallel()
	for i := range rounds(40, 20_000) {
		r := newRandom(uint64(i))
		p := r.sharePolicy()
		sel := compile(t, p)
		as := r.sharePool(3 + r.IntN(9))
		roster := sel.Roster()
		for n := range 30 {
			next, _, err := sel.Apply(roster, r.event(as, p, day(n), n))
			if err != nil {
				continue
			}
			roster = next
			facts := map[string]admission.Applicant{}
			for _, a := range roster.Applicants {
				facts[a.ID] = a
			}
			for _, e := range explained(t, sel, roster) {
				if e.Own == nil {
					continue
				}
				k := p.Priority[slices.IndexFunc(p.Priority, func(k admission.Priority) bool { return k.Code == e.DecidedBy })]
				require.Equal(t, e.DecidedBy, e.Own.Code)
				require.NotEqual(t, e.Own.Value, e.Others.Value, "instance %d, event %d, %s", i, n, k.Code)
			}
		}
	}
}

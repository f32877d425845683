package admission_test

import (
	"errors"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/require"
)

// After a selection without a seed, an application is refused exactly if it ties in all
// keys with another person who waits and was not reinstated. This holds after any earlier
// applications and answers, for a stored roster and for one that is kept in memory.
func TestTiesWithoutASeed(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 2, Priority: []admission.Priority{
		{Code: "woman", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}}},
		{Code: "review", Key: admission.Key{Score: &admission.ScoreKey{Parts: []admission.ScorePart{{Name: "s", Weight: dec("1")}}, Max: dec("3"), OverReviewers: "mean"}}},
		{Code: "at", Key: admission.Key{Number: &admission.NumberKey{Name: "at", First: "lowest"}}},
	}}
	sel := compile(t, p)
	refused, taken := 0, 0
	for i := range rounds(60, 3000) {
		r := newRandom(uint64(i))
		person := func(id string) admission.Applicant {
			a := admission.Applicant{ID: id, Country: "KE", Gender: pick[admission.Gender](r, "woman", "man", "other", "")}
			a.Reviews = []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{"s": dec(pick(r, "1", "1.0", "2"))}}}
			if r.IntN(3) > 0 {
				a.Numbers = map[string]exact.Decimal{"at": dec(pick(r, "1", "1.00", "-1", "10"))}
			}
			return a
		}
		roster, _, err := sel.Apply(sel.Roster(), applied(0, person("a")), admission.Event{At: day(0), Selected: &admission.Selected{}})
		require.NoError(t, err)
		live, err := sel.Live(roster)
		require.NoError(t, err)
		for n := range 25 {
			id := "p" + strconv.Itoa(r.IntN(8))
			e := applied(n, person(id))
			if r.IntN(3) == 0 {
				e = answered(n, id, pick[admission.Status](r, "withdrawn", "declined", "reinstated", "reinstated", "removed"))
			}
			next, decided, err := sel.Apply(roster, e)
			if e.Applied != nil {
				require.Equal(t, tiesWith(sel, roster, *e.Applied), isRefused(err, "seed-required"), "instance %d, event %d", i, n)
			}
			if err != nil {
				if isRefused(err, "seed-required") {
					refused++
				}
				_, err := live.Apply(e)
				require.Error(t, err)
				continue
			}
			taken++
			same, err := live.Apply(e)
			require.NoError(t, err)
			require.Equal(t, decided[0], same)
			roster = next
		}
	}
	require.Greater(t, refused, taken/10)
}

// tiesWith reports whether an application ties with a person who waits, by the facts that
// the keys read.
func tiesWith(sel *admission.Selector, r admission.Roster, a admission.Applicant) bool {
	var own *admission.Entry
	facts := map[string]admission.Applicant{}
	for _, x := range r.Applicants {
		facts[x.ID] = x
	}
	for i := range r.Entries {
		if r.Entries[i].ID == a.ID {
			own = &r.Entries[i]
		}
	}
	if own != nil && (own.Status == "removed" || own.Status.Seated() || own.Status == "waiting" && own.Reinstated > 0) {
		return false // refused, keeps the seat, or stays ahead of the others
	}
	ranks := func(x admission.Applicant) [3]string {
		number, stated := x.Numbers["at"]
		at := ""
		if stated {
			at = number.Rat().RatString()
		}
		return [3]string{strconv.FormatBool(x.Gender == "woman"), x.Reviews[0].Scores["s"].Rat().RatString(), at}
	}
	for _, e := range r.Entries {
		if e.Status == admission.StatusWaiting && e.Reinstated == 0 && e.ID != a.ID && ranks(facts[e.ID]) == ranks(a) {
			return true
		}
	}
	return false
}

func isRefused(err error, code string) bool {
	var vs rule.Violations
	return errors.As(err, &vs) && vs[0].Code == code
}

// If the record of an event has an entry, Replay takes the groups of this entry, even if
// other groups follow from the facts. It does so for a ruling that admits a person, for
// new facts of a person with a seat, and for a new application. If the record has no
// entry, Replay computes the groups from the facts for the ruling and for the new facts,
// and refuses the application.
func TestReplayTakesRecordedGroups(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 3, Shares: []admission.Share{{Code: "sector", Of: admission.ShareOf{Attribute: "sector"}, AtMost: &admission.Bound{Count: new(2)}}}}
	sel := compile(t, p)
	of := func(id, sector string) admission.Applicant {
		return admission.Applicant{ID: id, Attributes: map[string]string{"sector": sector}}
	}
	start, _, err := sel.Apply(sel.Roster(), applied(0, of("a", "it")), applied(0, of("b", "it")), applied(0, of("c", "it")),
		admission.Event{At: day(0), Selected: &admission.Selected{Seed: seed}})
	require.NoError(t, err)
	require.Len(t, start.Seats(), 2)
	waits := waiters(start)[0]
	group := func(r admission.Roster, id string) string {
		for _, e := range r.Entries {
			if e.ID == id {
				return e.Groups[0].Group
			}
		}
		return ""
	}
	for _, c := range []struct {
		id    string
		event admission.Event
		fact  string
		bare  bool // whether Replay accepts a record without an entry
	}{
		{waits, admission.Event{At: day(1), Ruled: &admission.Ruled{Applicant: waits, Decision: admission.Admit, Reason: "r"}}, "it", true},
		{start.Seats()[0], applied(1, of(start.Seats()[0], "health")), "health", true},
		{"new", applied(1, of("new", "water")), "water", false},
	} {
		_, decided, err := sel.Apply(start, c.event)
		require.NoError(t, err)
		require.Equal(t, c.fact, decided[0].Entry.Groups[0].Group)
		decided[0].Entry.Groups[0].Group = "recorded"
		replayed, err := sel.Replay(start, []admission.Event{c.event}, decided)
		require.NoError(t, err)
		require.Equal(t, "recorded", group(replayed, c.id))
		decided[0].Entry = nil
		replayed, err = sel.Replay(start, []admission.Event{c.event}, decided)
		if c.bare {
			require.NoError(t, err)
			require.Equal(t, c.fact, group(replayed, c.id))
		} else {
			require.Equal(t, [][2]string{{"recorded", "[0].applied"}}, codes(t, err))
		}
	}
	late := applied(1, of("new", "water"))
	for name, corrupt := range map[string]func(*admission.Entry){
		"another policy's share": func(e *admission.Entry) { e.Groups[0].Share = "region" },
		"a group without a name": func(e *admission.Entry) { e.Groups[0].Group = "" },
		"a key the policy lacks": func(e *admission.Entry) { e.Keys = []admission.KeyValue{{Code: "k", Value: "met"}} },
		"another person":         func(e *admission.Entry) { e.ID = "a" },
		"a rank":                 func(e *admission.Entry) { e.Rank = 3 },
		"a seat":                 func(e *admission.Entry) { e.Status = admission.StatusAccepted },
		"left":                   func(e *admission.Entry) { e.Status = admission.StatusWithdrawn },
		"no status":              func(e *admission.Entry) { e.Status = "gone" },
		"before the start":       func(e *admission.Entry) { e.Joined = -1 },
	} {
		_, decided, err := sel.Apply(start, late)
		require.NoError(t, err)
		corrupt(decided[0].Entry)
		_, err = sel.Replay(start, []admission.Event{late}, decided)
		require.Equal(t, [][2]string{{"recorded", "[0].applied"}}, codes(t, err), name)
	}
}

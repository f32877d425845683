package admission_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// busy returns an intake and its selection, in which many rules matter: shares change the
// order, lots decide at the cut, there are rulings of both kinds, and some requirements
// are unknown or not met.
func busy(t testing.TB) (*admission.Selector, admission.Intake, admission.Selection) {
	t.Helper()
	var p admission.Policy
	read(t, "policy.json", &p)
	p.Capacity = 31
	p.Shares = []admission.Share{
		floor("africa", "45", admission.Test{Country: &admission.CountryTest{List: "ldc", Status: "member", On: on("2024-10-30")}}),
		floor("men", "15", admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"man"}}}),
	}
	p.Requirements = append(p.Requirements, admission.Requirement{Code: "postgraduate", Level: "desired",
		Test: admission.Test{Degree: &admission.DegreeTest{AtLeast: "postgraduate"}}, Source: &rule.Source{Section: "entry", Item: 1}})
	sel := compile(t, p)
	_, as := reference(t)
	in := admission.Intake{Applicants: as, Seed: seed, Rulings: []admission.Ruling{
		{ID: as[5].ID, Decision: admission.Admit, By: "organiser", Reason: "guest"},
		{ID: as[1].ID, Decision: admission.Admit, By: "organiser", Reason: "guest"},
		{ID: "A005", Decision: admission.Exclude, By: "organiser", Reason: "conflict"},
	}}
	s, err := sel.Select(in)
	require.NoError(t, err)
	return sel, in, s
}

// reread writes a value as JSON and reads it back, as happens to a value that is
// published.
func reread[T any](t testing.TB, v T) T {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var back T
	require.NoError(t, json.Unmarshal(text, &back))
	return back
}

func TestVerifyNamesTheRule(t *testing.T) {
	t.Parallel()
	sel, in, s := busy(t)
	assert.Empty(t, sel.Verify(in, s))
	assert.Empty(t, sel.Verify(in, reread(t, s)))

	place := func(find func(i int) bool) int {
		for i := 1; i < len(s.Admitted); i++ {
			if find(i) {
				return i
			}
		}
		t.Fatal("the intake has no such place")
		return 0
	}
	swap := func(i int) func(*admission.Selection) {
		return func(s *admission.Selection) { s.Admitted[i-1], s.Admitted[i] = s.Admitted[i], s.Admitted[i-1] }
	}
	plain := func(i int) bool {
		return s.Admitted[i].Merit == s.Admitted[i-1].Merit+1 && s.Admitted[i].Merit > 1 && len(s.Admitted[i].Shares)+len(s.Admitted[i-1].Shares) == 0
	}
	for _, c := range []struct {
		code    string
		corrupt func(*admission.Selection)
	}{
		{"order", swap(place(func(i int) bool { return plain(i) && s.Admitted[i].DecidedBy == "review" }))},
		{"lottery", swap(place(func(i int) bool { return plain(i) && s.Admitted[i].DecidedBy == "lottery" }))},
		{"share", swap(place(func(i int) bool { return s.Admitted[i].Merit > 0 && s.Admitted[i-1].Merit > s.Admitted[i].Merit }))},
		{"ruling", swap(2)},
		{"ruling", func(s *admission.Selection) { s.Ineligible[0].Ruling = &admission.Ruling{ID: s.Ineligible[0].ID} }},
		{"people", func(s *admission.Selection) { s.Waitlist = s.Waitlist[1:] }},
		{"people", func(s *admission.Selection) { s.Waitlist = append(s.Waitlist, s.Waitlist[0]) }},
		{"people", func(s *admission.Selection) { s.Waitlist[0].ID = "nobody" }},
		{"people", func(s *admission.Selection) { s.Waitlist = append(s.Waitlist, admission.Placement{ID: "nobody"}) }},
		{"share", func(s *admission.Selection) { s.Admitted[3].Shares = []string{"africa"} }},
		{"order", func(s *admission.Selection) {
			last := len(s.Waitlist) - 1 // a key decides between these two
			s.Waitlist[0], s.Waitlist[last] = s.Waitlist[last], s.Waitlist[0]
		}},
		{"capacity", func(s *admission.Selection) {
			s.Admitted = append(s.Admitted, s.Waitlist[0])
			s.Waitlist = s.Waitlist[1:]
		}},
		{"capacity", func(s *admission.Selection) {
			last := len(s.Admitted) - 1
			s.Waitlist = append([]admission.Placement{s.Admitted[last]}, s.Waitlist...)
			s.Admitted = s.Admitted[:last]
		}},
		{"list", func(s *admission.Selection) {
			s.Waitlist, s.Incomplete = append(s.Waitlist, s.Incomplete[0]), s.Incomplete[1:]
		}},
		{"list", func(s *admission.Selection) {
			s.Ineligible, s.Incomplete = append(s.Ineligible, s.Incomplete[0]), s.Incomplete[1:]
		}},
		{"rank", func(s *admission.Selection) { s.Admitted[7].Rank++ }},
		{"rank", func(s *admission.Selection) { s.Admitted[7].Merit-- }},
		{"eligibility", func(s *admission.Selection) { s.Waitlist[2].Eligibility = admission.Incomplete }},
		{"eligibility", func(s *admission.Selection) { s.Waitlist[2].Eligibility = "" }},
		{"reasons", func(s *admission.Selection) { s.Ineligible[3].Reasons = nil }},
		{"findings", func(s *admission.Selection) { s.Ineligible[3].Findings[0].Verdict = rule.Unknown }},
		{"findings", func(s *admission.Selection) { s.Ineligible[3].Findings[4].Parts[2].Parts[0].Have = "?" }},
		{"keys", func(s *admission.Selection) { s.Admitted[9].Keys[2].Value = "10" }},
		{"explanation", func(s *admission.Selection) { s.Admitted[9].DecidedBy += "x" }},
		{"share", func(s *admission.Selection) {
			s.Admitted[9].Groups = []admission.ShareGroup{{Share: "men", Group: "x"}}
		}},
		{"share", func(s *admission.Selection) {
			s.Waitlist[9].Waits = []admission.ShareGroup{{Share: "men", Group: "met"}}
		}},
		{"lottery", func(s *admission.Selection) { s.Admitted[9].Lottery = strings.Repeat("0", 64) }},
		{"order", func(s *admission.Selection) { slices.Reverse(s.Incomplete) }},
		{"order", func(s *admission.Selection) {
			s.Incomplete[0], s.Incomplete[1] = s.Incomplete[1], s.Incomplete[0]
		}},
		{"order", func(s *admission.Selection) { slices.Reverse(s.Ineligible) }},
		{"list", func(s *admission.Selection) { s.Incomplete = nil }},
		{"audit", func(s *admission.Selection) { s.Audit.Capacity++ }},
		{"audit", func(s *admission.Selection) { s.Audit.Seed = "another" }},
		{"audit", func(s *admission.Selection) { s.Audit.Counts.Eligible-- }},
		{"audit", func(s *admission.Selection) { s.Audit.Digests.Order = "" }},
		{"audit", func(s *admission.Selection) { s.Audit.Lists = nil }},
		{"audit", func(s *admission.Selection) { s.Audit.Keys[1].Lost = nil }},
		{"audit", func(s *admission.Selection) { s.Audit.Shares[0].Groups[0].Have++ }},
		{"audit", func(s *admission.Selection) { s.Audit.Lottery.Seats = 99 }},
		{"audit", func(s *admission.Selection) { s.Audit.Rulings[0].Reason = "" }},
	} {
		broken := reread(t, s)
		c.corrupt(&broken)
		var found []string
		for _, f := range sel.Verify(in, broken) {
			assert.Equal(t, rule.NotMet, f.Verdict)
			found = append(found, f.Code)
		}
		assert.Contains(t, found, c.code)
	}

	// The order is not checked for a person who never applied.
	stranger := reread(t, s)
	stranger.Waitlist[0].ID = "nobody"
	for _, f := range sel.Verify(in, stranger) {
		assert.Equal(t, "people", f.Code)
	}

	// If the intake has no seed, or another seed than the published one, Verify does not
	// accept the selection.
	other := in
	other.Seed = ""
	assert.Equal(t, "intake", sel.Verify(other, s)[0].Code)
	other.Seed = "ITU-DPG-2024/2024-10-15"
	assert.NotEmpty(t, sel.Verify(other, s))
}

// Verify finds every change of a value or of a list in a published selection.
func TestVerifyFindsEveryCorruption(t *testing.T) {
	t.Parallel()
	sel, in, _ := busy(t)
	in.Applicants = slices.Clone(in.Applicants[:40]) // fewer people, so that Verify is quick
	in.Rulings = slices.DeleteFunc(slices.Clone(in.Rulings), func(g admission.Ruling) bool {
		return !slices.ContainsFunc(in.Applicants, func(a admission.Applicant) bool { return a.ID == g.ID })
	})
	s, err := sel.Select(in)
	require.NoError(t, err)
	text, err := json.Marshal(s)
	require.NoError(t, err)
	total := corruptions(t, text, rounds(997, 1), 0, func(path string, corrupted []byte) {
		var broken admission.Selection
		if json.Unmarshal(corrupted, &broken) != nil {
			return // the value does not fit its field
		}
		require.NotEmpty(t, sel.Verify(in, broken), path)
	})
	assert.Greater(t, total, 1000)
}

// Verify finds every change in the selections of random policies and pools. Each
// selection is tried with a random choice of changes.
func TestVerifyRejectsRandomCorruption(t *testing.T) {
	t.Parallel()
	for i := range rounds(50, 100_000) {
		r := newRandom(uint64(i))
		p := r.policy(i%2 == 1)
		in := admission.Intake{Applicants: r.pool(1 + r.IntN(6)), Seed: seed}
		sel := compile(t, p)
		text, err := json.Marshal(choose(t, sel, in.Applicants))
		require.NoError(t, err)
		corruptions(t, text, 1000, r.IntN(1000), func(path string, corrupted []byte) {
			var broken admission.Selection
			if json.Unmarshal(corrupted, &broken) == nil {
				require.NotEmpty(t, sel.Verify(in, broken), "instance %d, %s", i, path)
			}
		})
	}
}

// corruptions makes versions of a JSON text in which one leaf is changed, one element of
// a list is dropped, doubled or exchanged with the one before it, or a list is null. The
// versions are numbered from 1. The function try is called with each version whose number
// has the same remainder as start when it is divided by step. The result is the number of
// all versions.
func corruptions(t *testing.T, text []byte, step, start int, try func(path string, corrupted []byte)) int {
	t.Helper()
	var document any
	require.NoError(t, json.Unmarshal(text, &document))
	n := 0
	attempt := func(path string, change func(), undo func()) {
		if n++; n%step != start%step {
			return
		}
		change()
		corrupted, err := json.Marshal(document)
		require.NoError(t, err)
		undo()
		try(path, corrupted)
	}
	var walk func(path string, value any, set func(any))
	walk = func(path string, value any, set func(any)) {
		change := func(to any) { attempt(path, func() { set(to) }, func() { set(value) }) }
		switch value := value.(type) {
		case string:
			change(value + "x")
			for _, name := range []string{"met", "not_met", "unknown", "eligible", "ineligible"} {
				if name != value {
					change(name)
				}
			}
		case float64:
			change(value + 1)
			change(value - 1)
		case bool:
			change(!value)
		case []any:
			change(nil)
			for i := range value {
				change(slices.Delete(slices.Clone(value), i, i+1))
				change(slices.Insert(slices.Clone(value), i, value[i]))
				if i > 0 && !reflect.DeepEqual(value[i-1], value[i]) {
					swapped := slices.Clone(value)
					swapped[i-1], swapped[i] = swapped[i], swapped[i-1]
					change(swapped)
				}
				walk(rule.Index(path, i), value[i], func(to any) { value[i] = to })
			}
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(value)) {
				walk(rule.Field(path, key), value[key], func(to any) { value[key] = to })
			}
		}
	}
	walk("", document, func(to any) { document = to })
	return n
}

// VerifyRoster finds every change in a stored roster.
func TestVerifyRosterFindsEveryCorruption(t *testing.T) {
	t.Parallel()
	sel, in, s := busy(t)
	start, err := sel.Open(in, s, day(0))
	require.NoError(t, err)
	events := []admission.Event{
		answered(1, s.Admitted[3].ID, admission.StatusDeclined),
		answered(2, s.Waitlist[3].ID, admission.StatusWithdrawn),
		ruled(2, s.Waitlist[5].ID, admission.Exclude),
		seats(3, 25),
		{At: day(4), PromotionsEnd: &admission.PromotionsEnd{Until: day(6)}},
	}
	r, decided, err := sel.Apply(start, events...)
	require.NoError(t, err)
	assert.Empty(t, sel.VerifyRoster(start, events, reread(t, r)))
	text, err := json.Marshal(r)
	require.NoError(t, err)
	corruptions(t, text, rounds(997, 7), 0, func(path string, corrupted []byte) {
		var broken admission.Roster
		if json.Unmarshal(corrupted, &broken) != nil {
			return // the value does not fit its field
		}
		require.NotEmpty(t, sel.VerifyRoster(start, events, broken), path)
	})
	for code, corrupt := range map[string]func(*admission.Roster){
		"order":  func(r *admission.Roster) { r.Entries[31], r.Entries[32] = r.Entries[32], r.Entries[31] },
		"status": func(r *admission.Roster) { r.Entries[30].Status = admission.StatusExpired },
		"people": func(r *admission.Roster) { r.Entries = r.Entries[1:] },
		"roster": func(r *admission.Roster) { r.Capacity++ },
	} {
		broken := reread(t, r)
		corrupt(&broken)
		found := ids(sel.VerifyRoster(start, events, broken), func(f rule.Finding) string { return f.Code })
		assert.Contains(t, found, code)
	}
	assert.Equal(t, "log", sel.VerifyRoster(start, append(events, answered(9, "nobody", admission.StatusAccepted)), r)[0].Code)

	// Recorded decisions are replayed, and decisions that cannot have been made are
	// refused.
	replayed, err := sel.Replay(start, events, decided)
	require.NoError(t, err)
	assert.Equal(t, r, replayed)
	for name, corrupt := range map[string]func([]admission.Decided) []admission.Decided{
		"one fewer":      func(d []admission.Decided) []admission.Decided { return d[1:] },
		"the last fewer": func(d []admission.Decided) []admission.Decided { return d[:len(d)-1] },
		"one more":       func(d []admission.Decided) []admission.Decided { return append(d, admission.Decided{}) },
		"one promoted to a full house": func(d []admission.Decided) []admission.Decided {
			d[2].Changes = append(d[2].Changes, admission.Change{ID: s.Waitlist[7].ID, From: "waiting", To: "offered"})
			return d
		},
		"another person": func(d []admission.Decided) []admission.Decided { d[0].Changes[0].ID = "A001"; return d },
		"not who waits":  func(d []admission.Decided) []admission.Decided { d[0].Changes[1].ID = s.Admitted[4].ID; return d },
		"twice": func(d []admission.Decided) []admission.Decided {
			d[0].Changes = append(d[0].Changes, d[0].Changes[1])
			return d
		},
		"more than seats": func(d []admission.Decided) []admission.Decided {
			d[1].Changes = append(d[1].Changes, admission.Change{ID: s.Waitlist[7].ID, From: "waiting", To: "offered"})
			return d
		},
		"no entry":           func(d []admission.Decided) []admission.Decided { d[2].Entry = nil; return d },
		"an entry of others": func(d []admission.Decided) []admission.Decided { d[2].Entry.ID = "A001"; return d },
		"a seat by entry":    func(d []admission.Decided) []admission.Decided { d[2].Entry.Status = "offered"; return d },
	} {
		_, err := sel.Replay(start, events, corrupt(reread(t, decided)))
		require.Error(t, err, name)
		found := codes(t, err)
		assert.True(t, slices.ContainsFunc(found, func(c [2]string) bool { return c[0] == "recorded" }), "%s: %v", name, found)
	}
}

// If a selection was made with another edition of a list, Verify says whether that
// edition gave the same answers.
func TestVerifyTellsEditionsApart(t *testing.T) {
	t.Parallel()
	sel, in, s := busy(t)
	older := reread(t, s)
	for i := range older.Audit.Lists {
		older.Audit.Lists[i].Edition = "2024-12-31"
	}
	found := sel.Verify(in, older)
	require.Len(t, found, 2)
	for _, f := range found {
		assert.Equal(t, "edition", f.Code)
		assert.Equal(t, rule.Met, f.Verdict)
		assert.Equal(t, "2024-12-31", f.Have)
	}
	older.Audit.Lists[0].Said["KE"] = "x"
	found = sel.Verify(in, older)
	require.Len(t, found, 2)
	assert.Equal(t, rule.NotMet, found[0].Verdict)
	assert.Equal(t, "another edition, which said other things of KE", found[0].Detail)
	older.Audit.Lists[1].On = on("2020-01-01")
	assert.Contains(t, ids(sel.Verify(in, older), func(f rule.Finding) string { return f.Code + " " + f.Path }), "audit audit.lists[1]")
}

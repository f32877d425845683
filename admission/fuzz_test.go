package admission_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/require"
)

// Any text is either refused with violations, or read as a policy that is the same after
// it was written to JSON and read back. Verify accepts the selections of such a policy.
func FuzzPolicy(f *testing.F) {
	data, err := os.ReadFile("testdata/policy.json")
	require.NoError(f, err)
	f.Add(data)
	for i := range 30 {
		data, err := json.Marshal(newRandom(uint64(i)).policy(i%2 == 1))
		require.NoError(f, err)
		f.Add(data)
		data, err = json.Marshal(newRandom(uint64(i)).sharePolicy())
		require.NoError(f, err)
		f.Add(data)
	}
	pool := newRandom(1).pool(12)
	f.Fuzz(func(t *testing.T, data []byte) {
		var p admission.Policy
		err := document.Parse(data, &p, func(r *rule.Report) { p.Check(r) })
		sel, compileErr := admission.Compile(p)
		if err != nil {
			return // Compile may accept or refuse a policy that was read in part
		}
		require.NoError(t, compileErr)
		text, err := json.Marshal(p)
		require.NoError(t, err)
		var back admission.Policy
		require.NoError(t, document.Decode(text, &back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		require.Equal(t, string(text), string(again))

		in := admission.Intake{Applicants: pool, Seed: seed}
		s, err := sel.Select(in)
		if err != nil {
			return // scores above this policy's max
		}
		require.Empty(t, sel.Verify(in, reread(t, s)))
		merit := meritOrder(p, seed, pool)
		if slices.ContainsFunc(pool, func(a admission.Applicant) bool { e, _ := sel.Eligibility(a); return e != outcome(p, a) }) {
			return // a share asks for facts that the oracle of floors does not know
		}
		seated, queue, never := hall{p: p, seats: p.Capacity}.fill(merit)
		require.Equal(t, ids(slices.Concat(seated, queue, never), applicantID), called(s))
	})
}

// Any text is either refused with violations, or read as applicants who are all placed as
// the oracle says.
func FuzzApplicants(f *testing.F) {
	for i := range 20 {
		r := newRandom(uint64(i))
		as := r.pool(1 + i%4)
		for j := range as {
			if r.IntN(2) == 0 {
				as[j] = qualified(as[j].ID)
			}
		}
		data, err := json.Marshal(as)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		sel, _ := fuzzed(t)
		as, err := sel.ParseApplicants(data)
		for _, a := range as {
			sel.Assess(a) // must not panic, whatever a holds
		}
		if err != nil {
			return
		}
		in := admission.Intake{Applicants: as, Seed: seed}
		s, err := sel.Select(in)
		require.NoError(t, err)
		require.Len(t, as, len(s.Admitted)+len(s.Waitlist)+len(s.Incomplete)+len(s.Ineligible))
		_, p := fuzzed(t)
		for _, a := range as {
			got, _ := sel.Eligibility(a)
			require.Equal(t, outcome(p, a), got)
		}
		require.Empty(t, sel.Verify(in, reread(t, s)))
	})
}

func fuzzed(t testing.TB) (*admission.Selector, admission.Policy) {
	t.Helper()
	var p admission.Policy
	read(t, "policy.json", &p)
	p.Shares = []admission.Share{floor("ldc", "20", admission.Test{Country: &admission.CountryTest{List: "ldc", Status: "member", On: on("2024-10-30")}})}
	return compile(t, p), p
}

// For any stored roster and any events, Apply returns violations or a new roster. The new
// roster can be explained, and the events can be replayed. Nothing panics.
func FuzzRoster(f *testing.F) {
	sel, as, s := twoSeats(f)
	roster, err := json.Marshal(opened(f, sel, as, s))
	require.NoError(f, err)
	f.Add(roster, []byte(`[{"at": "2024-10-16T09:00:00Z", "answered": {"applicant": "a", "answer": "declined"}}]`))
	f.Add(roster, []byte(`[{"at": "2024-10-16T09:00:00Z", "applied": {"id": "e", "country": "KE", "documents": {"cv": true}, "reviews": [{"reviewer": "r", "scores": {"a": "7.5"}}]}}]`))
	f.Add(roster, []byte(`[{"at": "2024-10-16T09:00:00Z", "ruled": {"applicant": "c", "decision": "exclude", "reason": "r"}}, {"at": "2024-10-16T09:00:00Z", "reviewed": {"applicant": "c", "reviewer": "r", "struck": true, "reason": "r"}}]`))
	empty, err := json.Marshal(sel.Roster())
	require.NoError(f, err)
	f.Add(empty, []byte(`[{"at": "2024-10-16T09:00:00Z", "applied": {"id": "e"}}, {"at": "2024-10-16T09:00:00Z", "closed": {"draw": {"source": "s", "at": "2024-10-17T09:00:00Z"}, "nonce": "n"}}, {"at": "2024-10-17T09:00:00Z", "selected": {"seed": "s"}}]`))
	f.Fuzz(func(t *testing.T, roster, log []byte) {
		var r admission.Roster
		var events []admission.Event
		if document.Decode(roster, &r) != nil || document.Decode(log, &events) != nil {
			return
		}
		next, decided, err := sel.Apply(r, events...)
		if err != nil {
			return
		}
		require.Len(t, decided, len(events))
		_, err = sel.Explain(next)
		require.NoError(t, err)
		again, err := sel.Replay(r, events, decided)
		require.NoError(t, err)
		require.Equal(t, next.Seats(), again.Seats())
	})
}

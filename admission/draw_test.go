package admission_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func sum(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

func drawn(as []admission.Applicant, seed string) admission.Intake {
	return admission.Intake{Applicants: as, Seed: seed, Closed: &admission.Closed{
		Draw: admission.Draw{Source: "beacon round 1000", At: day(1), Otherwise: "round 1001"}, Nonce: "7fd1ef22",
	}}
}

// The commitment depends on the list, the draw and the nonce, and not on the seed.
func TestCommitment(t *testing.T) {
	t.Parallel()
	sel := compile(t, drawOnly)
	in := drawn(people(5), "")
	committed, err := sel.Commit(in)
	require.NoError(t, err)
	s, err := sel.Select(drawn(people(5), "anything"))
	require.NoError(t, err)
	assert.Equal(t, committed, s.Audit.Digests)
	assert.Equal(t, in.Closed.Draw, *s.Audit.Draw)
	for name, change := range map[string]func(*admission.Intake){
		"source": func(in *admission.Intake) { in.Closed.Draw.Source = "beacon round 1001" },
		"moment": func(in *admission.Intake) { in.Closed.Draw.At = day(2) },
		"nonce":  func(in *admission.Intake) { in.Closed.Nonce = "7fd1ef23" },
		"person": func(in *admission.Intake) { in.Applicants = in.Applicants[1:] },
		"fact":   func(in *admission.Intake) { in.Applicants[0].Role = "other" },
	} {
		other := drawn(people(5), "")
		change(&other)
		changed, err := sel.Commit(other)
		require.NoError(t, err)
		assert.NotEqual(t, committed, changed, name)
	}
	text, err := json.Marshal(s.Kept())
	require.NoError(t, err)
	assert.NotContains(t, string(text), "7fd1ef22", "the nonce stays with the organiser")
}

// An organiser who tries seeds until a friend is first must use a seed that the announced
// source did not show. A person who draws with the seed that the source showed finds the
// difference.
func TestOrganiserTriesSeeds(t *testing.T) {
	t.Parallel()
	sel := compile(t, drawOnly)
	as := people(50)
	var bent admission.Selection
	found := false
	for i := range 1000 {
		s, err := sel.Select(drawn(as, "seed "+strconv.Itoa(i)))
		require.NoError(t, err)
		if s.Admitted[0].ID == "p7" {
			bent, found = s, true
			break
		}
	}
	require.True(t, found, "with seeds of one's own choice it is easy")
	honest := drawn(as, "the value of round 1000")
	committed, err := sel.Commit(honest)
	require.NoError(t, err)
	assert.Equal(t, committed, bent.Audit.Digests, "the digests do not show it")
	findings := sel.Verify(honest, bent)
	assert.True(t, slices.ContainsFunc(findings, hasPath("audit.seed")))
	// If the source is not the announced one, the digests differ.
	other := drawn(as, bent.Audit.Seed)
	other.Closed.Draw.Source = "my own"
	changed, err := sel.Commit(other)
	require.NoError(t, err)
	assert.NotEqual(t, committed, changed)
	// A roster refuses a seed before the instant of the draw, and a second seed.
	var events []admission.Event
	for _, a := range as {
		events = append(events, applied(0, a))
	}
	r, _, err := sel.Apply(sel.Roster(), append(events, admission.Event{At: day(0), Closed: honest.Closed})...)
	require.NoError(t, err)
	_, _, err = sel.Apply(r, admission.Event{At: day(1).Add(-1), Selected: &admission.Selected{Seed: bent.Audit.Seed}})
	assert.Equal(t, [][2]string{{"too-early", "[0].selected"}}, codes(t, err))
	r, _, err = sel.Apply(r, admission.Event{At: day(1), Selected: &admission.Selected{Seed: honest.Seed}})
	require.NoError(t, err)
	_, _, err = sel.Apply(r, admission.Event{At: day(2), Selected: &admission.Selected{Seed: bent.Audit.Seed}})
	assert.Equal(t, [][2]string{{"selected", "[0].selected"}}, codes(t, err))
}

// An applicant who knew the seed could choose an id that comes first. If the seed is
// drawn later, the choice gains nothing: over many seeds the chosen id comes first as
// often as any other.
func TestApplicantChoosesAnID(t *testing.T) {
	t.Parallel()
	sel := compile(t, admission.Policy{Capacity: 1})
	best, lowest := "", ""
	for i := range 5000 {
		if h := hex.EncodeToString(lot("known", "x"+strconv.Itoa(i))); best == "" || h < lowest {
			best, lowest = "x"+strconv.Itoa(i), h
		}
	}
	as := append(people(9), admission.Applicant{ID: best})
	known, err := sel.Select(admission.Intake{Applicants: as, Seed: "known"})
	require.NoError(t, err)
	assert.Equal(t, best, known.Admitted[0].ID)
	first := 0
	for i := range 1000 {
		s, err := sel.Select(admission.Intake{Applicants: as, Seed: "later " + strconv.Itoa(i)})
		require.NoError(t, err)
		if s.Admitted[0].ID == best {
			first++
		}
	}
	assert.InDelta(t, 100, first, 40, "of 1000, with ten people")
}

// An applicant can compute the digest of his or her receipt from the salt and the
// application. If the application was dropped before the digests were published, this
// digest is not among them.
func TestReceipts(t *testing.T) {
	t.Parallel()
	sel := compile(t, drawOnly)
	as := people(4)
	as[2].Numbers = map[string]exact.Decimal{"n": dec("1.50")}
	in := drawn(as, "")
	receipts, err := sel.Receipts(in)
	require.NoError(t, err)
	require.Len(t, receipts, 4)
	own := receipts[2]
	assert.Equal(t, "p2", own.ID)
	assert.Equal(t, sum("cohort-receipt-v1\n"+own.Salt+"\n"+`{"country":"KE","id":"p2","numbers":{"n":"1.5"}}`), own.Digest)
	published := func(as []admission.Applicant) []string {
		receipts, err := sel.Receipts(drawn(as, ""))
		require.NoError(t, err)
		var all []string
		for _, r := range receipts {
			all = append(all, r.Digest)
		}
		slices.Sort(all)
		return all
	}
	committed, err := sel.Commit(in)
	require.NoError(t, err)
	assert.Equal(t, sum(strings.Join(published(as), "\n")+"\n"), committed.Receipts)
	assert.Contains(t, published(as), own.Digest)
	dropped := slices.Delete(slices.Clone(as), 2, 3)
	assert.NotContains(t, published(dropped), own.Digest, "the applicant sees it")
	for i, r := range receipts {
		for _, other := range receipts[:i] {
			assert.NotEqual(t, other.Salt, r.Salt, "each has a salt of its own")
		}
	}
	_, err = sel.Receipts(drawn([]admission.Applicant{{ID: "a"}, {ID: "a"}}, ""))
	assert.Equal(t, [][2]string{{"duplicate-id", "applicants[1].id"}}, codes(t, err))
	_, err = sel.Receipts(admission.Intake{Applicants: as})
	assert.Equal(t, [][2]string{{"required", "closed"}}, codes(t, err))
}

// Ids that look alike are reported, in groups.
func TestAlikeIDs(t *testing.T) {
	t.Parallel()
	var as []admission.Applicant
	for _, id := range []string{"A1", "a1", "B2", "e\u0301", "é", "E", "c 3", "c3", "C 3", "AB", "aB", "Ab"} {
		as = append(as, admission.Applicant{ID: id})
	}
	s := choose(t, compile(t, drawOnly), as)
	assert.Equal(t, [][]string{{"A1", "a1"}, {"AB", "Ab", "aB"}, {"C 3", "c 3"}, {"E", "e\u0301"}}, s.Audit.Alike)
	assert.Empty(t, choose(t, compile(t, drawOnly), people(20)).Audit.Alike)
}

func hasPath(path string) func(rule.Finding) bool {
	return func(f rule.Finding) bool { return f.Path == path }
}

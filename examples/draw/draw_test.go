//go:build linux

package draw_test

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const seed = "ITU-DPG-2024/2024-10-14"

// run returns the output of a command for an input.
func run(t *testing.T, input []string, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = strings.NewReader(strings.Join(input, "\n") + "\n")
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.Output()
	require.NoError(t, err, errors.String())
	return string(out)
}

func selection(t *testing.T) admission.Selection {
	t.Helper()
	data, err := os.ReadFile("../dpg/intake/applicants.json")
	require.NoError(t, err)
	var applicants []admission.Applicant
	require.NoError(t, document.Decode(data, &applicants))
	selector, err := admission.Compile(*dpg.Definition().Admission)
	require.NoError(t, err)
	s, err := selector.Select(admission.Intake{Applicants: applicants, Seed: seed})
	require.NoError(t, err)
	return s
}

// For the intake, the script draws the same lots as the library: the hashes are the
// same, and so is the order within each group of people who tie, including the group at
// the cut.
func TestScriptDrawsTheSameLots(t *testing.T) {
	t.Parallel()
	s := selection(t)
	var groups [][]admission.Placement
	for _, p := range slices.Concat(s.Admitted, s.Waitlist) {
		if p.DecidedBy == "lottery" {
			groups[len(groups)-1] = append(groups[len(groups)-1], p)
		} else {
			groups = append(groups, []admission.Placement{p})
		}
	}
	drawn, cut := 0, false
	for _, group := range groups {
		if len(group) == 1 {
			continue
		}
		drawn += len(group)
		var want strings.Builder
		var ids []string
		for _, p := range group {
			want.WriteString(p.Lottery + "  " + p.ID + "\n")
			ids = append(ids, p.ID)
		}
		slices.Sort(ids) // the input's order is irrelevant
		cut = cut || slices.Equal(ids, s.Audit.Lottery.Tied)
		assert.Equal(t, want.String(), run(t, ids, "sh", "draw.sh", seed))
	}
	assert.Equal(t, s.Audit.Lottery.Drawn, drawn)
	assert.True(t, cut, "the last seats are among them")
}

// The digest that the library commits to is the hash of the sorted ids of everybody in
// the draw: those admitted and those on the waitlist.
func TestCommitment(t *testing.T) {
	t.Parallel()
	s := selection(t)
	var ids []string
	for _, p := range slices.Concat(s.Admitted, s.Waitlist) {
		ids = append(ids, p.ID)
	}
	hash, _, _ := strings.Cut(run(t, ids, "sh", "-c", "LC_ALL=C sort | sha256sum"), " ")
	assert.Equal(t, s.Audit.Digests.Order, hash)
}

func TestUsage(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("sh", "draw.sh")
	out, err := cmd.CombinedOutput()
	assert.Error(t, err)
	assert.Contains(t, string(out), "draw.sh SEED < ids")
	assert.Contains(t, string(out), "draw.sh -beacon < signature")
}

// Round 367 of the drand chain that began in 2020, as the beacon shows it.
const (
	signature = "90957ebc0719f8bfb67640aff8ca219bf9f2c5240e60a8711c968d93370d38f87b38ed234a8c63863eb81f234efce55b" +
		"047478848c0de025527b3d3476dfe860632c1b799550de50a6b9540463e9fb66c8016b89c04a9f52dabdc988e69463c1"
	randomness = "3439d92d58e47d342131d446a3abe264396dd264717897af30525c98408c834f"
)

// The test runs the whole protocol on a roster, and checks it as a stranger would, with
// draw.sh and what was published.
func TestProtocol(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../dpg/intake/applicants.json")
	require.NoError(t, err)
	selector, err := admission.Compile(*dpg.Definition().Admission)
	require.NoError(t, err)
	applicants, err := selector.ParseApplicants(data)
	require.NoError(t, err)
	day := func(n int) time.Time { return time.Date(2024, 10, n, 12, 0, 0, 0, time.UTC) }

	// Steps 1 to 3: the list is closed, and what is published is fixed.
	var events []admission.Event
	for i := range applicants {
		events = append(events, admission.Event{At: day(1), Applied: &applicants[i]})
	}
	closed := admission.Closed{Draw: admission.Draw{Source: "drand, default chain, round 367", At: day(14)}, Nonce: "5f0c6e9a"}
	events = append(events, admission.Event{At: day(13), Closed: &closed})
	roster, decided, err := selector.Apply(selector.Roster(), events...)
	require.NoError(t, err)
	committed := *decided[len(decided)-1].Commitment
	receipts, err := selector.Receipts(admission.Intake{Applicants: applicants, Closed: &closed})
	require.NoError(t, err)
	var published []string
	for _, r := range receipts {
		published = append(published, r.Digest)
	}
	assert.Equal(t, committed.Receipts, strings.TrimSpace(run(t, published, "sh", "draw.sh", "-receipts")))

	// Step 4: the beacon shows its round. A selection before that moment is refused.
	assert.Equal(t, randomness, strings.TrimSpace(run(t, []string{signature}, "sh", "draw.sh", "-beacon")))
	_, _, err = selector.Apply(roster, admission.Event{At: day(14).Add(-1), Selected: &admission.Selected{Seed: randomness}})
	require.ErrorIs(t, err, rule.Violation{Code: "too-early"})
	_, decided, err = selector.Apply(roster, admission.Event{At: day(14), Selected: &admission.Selected{Seed: randomness}})
	require.NoError(t, err)
	s := decided[0].Selection

	// Step 5: a stranger checks what was announced, and the lots.
	assert.Equal(t, committed, s.Audit.Digests)
	assert.Equal(t, closed.Draw, *s.Audit.Draw)
	assert.Equal(t, randomness, s.Audit.Seed)
	var order []string
	lots := map[string]string{}
	for _, p := range slices.Concat(s.Admitted, s.Waitlist) {
		order = append(order, p.ID)
		if p.Lottery != "" {
			lots[p.ID] = p.Lottery
		}
	}
	assert.Equal(t, committed.Order, strings.TrimSpace(run(t, order, "sh", "draw.sh", "-order")))
	for line := range strings.Lines(run(t, order, "sh", "draw.sh", s.Audit.Seed)) {
		hash, id, _ := strings.Cut(strings.TrimSpace(line), "  ")
		if lots[id] != "" {
			assert.Equal(t, lots[id], hash)
		}
	}
	assert.Len(t, lots, s.Audit.Lottery.Drawn)
	intake := admission.Intake{Applicants: applicants, Seed: randomness, Closed: &closed}
	full, err := selector.Select(intake)
	require.NoError(t, err)
	assert.Empty(t, selector.Verify(intake, full))
}

// A receipt is the hash of the application exactly as it was sent.
func TestReceiptOfAnApplication(t *testing.T) {
	t.Parallel()
	selector, err := admission.Compile(admission.Policy{Capacity: 1})
	require.NoError(t, err)
	receipts, err := selector.Receipts(admission.Intake{
		Applicants: []admission.Applicant{{ID: "A1", Country: "KE", Role: "policymaker"}},
		Closed:     &admission.Closed{Draw: admission.Draw{Source: "drand", At: time.Date(2024, 10, 14, 12, 0, 0, 0, time.UTC)}, Nonce: "5f0c6e9a"},
	})
	require.NoError(t, err)
	cmd := exec.Command("sh", "draw.sh", "-receipt", receipts[0].Salt)
	cmd.Stdin = strings.NewReader(`{"country":"KE","id":"A1","role":"policymaker"}`)
	out, err := cmd.Output()
	require.NoError(t, err)
	assert.Equal(t, receipts[0].Digest, strings.TrimSpace(string(out)))
}

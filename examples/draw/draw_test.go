//go:build linux

package draw_test

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const seed = "ITU-DPG-2024/2024-10-14"

// run returns what a command writes for an input.
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

// Every lot drawn for the intake, hash by hash, and the order within each group
// of people who tie, those at the cut among them.
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

// The commitment to the ids that take part.
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
}

package admission_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type shareState struct {
	Seats    []string `json:"seats"`
	Waitlist []string `json:"waitlist"`
}

type shareCase struct {
	shareState

	ID         string              `json:"id"`
	Policy     admission.Policy    `json:"policy"`
	Intake     admission.Intake    `json:"intake"`
	Incomplete []string            `json:"incomplete"`
	Waits      map[string][]string `json:"waits"`
	Kept       map[string]bool     `json:"kept"`
	After      []map[string]string `json:"after"`
	Then       *shareState         `json:"then"`
}

// readCases reads the examples; they state more than a decoder of ours accepts.
func readCases(t testing.TB) []shareCase {
	t.Helper()
	data, err := os.ReadFile("testdata/shares.json")
	require.NoError(t, err)
	var cases []shareCase
	require.NoError(t, json.Unmarshal(data, &cases))
	return cases
}

// Worked examples of shares, declines included.
func TestShareCases(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t) {
		sel := compile(t, c.Policy)
		s, err := sel.Select(c.Intake)
		require.NoError(t, err, c.ID)
		assert.Equal(t, c.Seats, ids(s.Admitted, placementID), c.ID)
		assert.Equal(t, c.Waitlist, ids(s.Waitlist, placementID), c.ID)
		assert.Equal(t, append([]string{}, c.Incomplete...), ids(s.Incomplete, placementID), c.ID)
		for _, p := range s.Waitlist {
			var waits []string
			for _, g := range p.Waits {
				waits = append(waits, g.Share)
			}
			assert.Equal(t, c.Waits[p.ID], waits, c.ID)
		}
		for _, share := range s.Audit.Shares {
			if kept, said := c.Kept[share.Code]; said {
				assert.Equal(t, kept, share.Kept, "%s: %s", c.ID, share.Code)
			}
		}
		assert.Empty(t, sel.Verify(c.Intake, reread(t, s)), c.ID)
		if c.Then == nil {
			continue
		}
		r, err := sel.Open(c.Intake, s, day(0))
		require.NoError(t, err)
		for i, event := range c.After {
			r, _, err = sel.Apply(r, answered(i+1, event["declined"], admission.StatusDeclined))
			require.NoError(t, err)
		}
		assert.ElementsMatch(t, c.Then.Seats, r.Seats(), c.ID)
		waiting := []string{}
		for _, e := range r.Entries {
			if e.Status == admission.StatusWaiting {
				waiting = append(waiting, e.ID)
			}
		}
		assert.Equal(t, c.Then.Waitlist, waiting, c.ID)
	}
}

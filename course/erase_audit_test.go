package course_test

import (
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The audit of a selection contains lists of the people who gained a seat by a priority.
// Erasing a person also removes the person from these lists, and the chain still holds.
func TestErasedFromTheAuditOfASelection(t *testing.T) {
	t.Parallel()
	c := courseOf(t, dpg.Definition())
	run := c.Run()
	people := applicants(t)
	var entries []course.Entry
	for i := range people {
		entries = append(entries, course.Entry{Applied: &people[i], Salt: "salt"})
	}
	record(t, run, append(entries, course.Entry{Selected: &admission.Selected{Seed: "a seed"}, Salt: "salt"})...)
	selected := run.Journal()[len(people)+1].Decided.Selection
	gained := selected.Audit.Keys[0].Gained
	require.NotEmpty(t, gained)
	id := gained[0]
	last := run.Digest()

	record(t, run, course.Entry{Erased: &course.Erased{ID: id}})
	journal := run.Journal()
	assert.Equal(t, last, journal[len(people)+1].Digest)
	assert.Equal(t, 1, strings.Count(text(t, journal), `"`+id+`"`), "only the entry that says so")
	assert.Equal(t, gained[1:], journal[len(people)+1].Decided.Selection.Audit.Keys[0].Gained)
	again, err := c.Resume(rewritten(t, journal))
	require.NoError(t, err)
	assert.Equal(t, text(t, run.State()), text(t, again.State()))
}

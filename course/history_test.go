package course_test

import (
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// From a given instant on, History returns the changes that each entry reported when it
// was recorded.
func TestHistoryIsWhatWasRecorded(t *testing.T) {
	t.Parallel()
	for seed := range uint64(rounds(6, 300)) {
		l := live(t, 130000+seed, 50)
		run := l.course.Run()
		want := map[string][]course.Step{}
		for _, e := range l.given {
			recorded, err := run.Record(e)
			require.NoError(t, err)
			if e.Erased != nil {
				want = nil
				break // changes that followed from erased parts are gone
			}
			place := len(run.Journal()) - len(recorded)
			for n, r := range recorded {
				mine := map[string][]course.Change{}
				for _, c := range r.Changes {
					mine[c.Participant] = append(mine[c.Participant], c)
				}
				for id, changes := range mine {
					want[id] = append(want[id], course.Step{Entry: place + n, At: r.Entry.At, Changes: changes})
				}
			}
		}
		for id, steps := range want {
			assert.Equal(t, steps, run.History(id, time.Time{}), "seed %d, %s", seed, id)
			half := steps[len(steps)/2].At
			for _, step := range run.History(id, half) {
				assert.False(t, step.At.Before(half))
			}
			assert.Empty(t, run.History(id, l.now.Add(time.Hour)))
		}
	}
	assert.Empty(t, (*course.Run)(nil).History("p1", time.Time{}))
	assert.Empty(t, workshop(t).Run().History("p1", time.Time{}))
}

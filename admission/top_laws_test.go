package admission_test

import (
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/stretchr/testify/require"
)

// Applicants are spread over several Tops, which are then merged in a random order. The
// result equals the people admitted by one selection from all applicants, for the same
// number of seats. This holds also for policies with shares.
func TestMergeLaws(t *testing.T) {
	t.Parallel()
	for i := range rounds(200, 50_000) {
		r := newRandom(uint64(i))
		p := r.sharePolicy()
		if i%4 == 0 {
			p = r.policy(true)
		}
		sel := compile(t, p)
		as := r.sharePool(r.IntN(20))
		want := ids(choose(t, sel, as).Admitted, placementID)
		shards := make([]*admission.Top, 1+r.IntN(6))
		for n := range shards {
			shards[n] = topOf(t, sel, p.Capacity)
		}
		for _, a := range r.shuffled(as) {
			shards[r.IntN(len(shards))].Add(a)
		}
		for len(shards) > 1 {
			into, from := r.IntN(len(shards)), r.IntN(len(shards))
			require.NoError(t, shards[into].Merge(shards[from]))
			if into != from {
				shards = append(shards[:from], shards[from+1:]...)
			}
		}
		require.Equal(t, want, ids(result(t, shards[0]), placementID), "instance %d", i)
		again := topOf(t, sel, p.Capacity, shards[0].Applicants()...)
		require.Equal(t, want, ids(result(t, again), placementID), "instance %d: sent as applicants", i)
	}
}

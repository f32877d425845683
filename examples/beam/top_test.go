package main

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) { ptest.Main(m) }

func reference(t *testing.T, seats int) *topFn {
	t.Helper()
	policy, err := json.Marshal(dpg.Definition().Admission)
	require.NoError(t, err)
	return &topFn{Policy: policy, Seats: seats, Seed: "a seed"}
}

// In-process runners select the same people as the plain loop.
func TestPipeline(t *testing.T) {
	for _, runner := range []string{"prism", "direct"} {
		want, err := reference(t, 32).alone(20_000)
		require.NoError(t, err)
		require.Len(t, want, 32)
		p, s := beam.NewPipelineWithRoot()
		beam.ParDo0(s, report, pipeline(s, reference(t, 32), 20_000, 7))
		report(nil)
		_, err = beam.Run(t.Context(), runner, p)
		require.NoError(t, err, runner)
		assert.Equal(t, want, found.ids, runner)
	}
}

// On a cluster, accumulators are sent between workers and merged in any order and
// grouping. A runner in a single process need not send or merge them, so the test does
// both. The selected people must be those of the plain loop.
func TestMerge(t *testing.T) {
	const people = 3000
	f := reference(t, 40)
	want, err := f.alone(people)
	require.NoError(t, err)
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 1))
		workers := make([]best, 1+r.IntN(9))
		for _, i := range r.Perm(people) {
			at := r.IntN(len(workers))
			workers[at], err = f.AddInput(workers[at], applicant(i))
			require.NoError(t, err)
		}
		for len(workers) > 1 {
			i := r.IntN(len(workers) - 1)
			for j := range workers {
				if r.IntN(2) == 0 {
					workers[j] = travel(t, workers[j])
				}
			}
			// A new topFn stands for another worker.
			merged, err := reference(t, 40).MergeAccumulators(workers[i], workers[len(workers)-1])
			if err == nil {
				workers[i] = travel(t, merged)
			}
			require.NoError(t, err)
			workers = workers[:len(workers)-1]
		}
		got, err := f.ExtractOutput(travel(t, workers[0]))
		require.NoError(t, err)
		assert.Equal(t, want, got, "seed %d", seed)
	}
}

func travel(t *testing.T, b best) best {
	t.Helper()
	data, err := encodeBest(b)
	require.NoError(t, err)
	arrived, err := decodeBest(data)
	require.NoError(t, err)
	return arrived
}

// A broken policy stops the pipeline.
func TestBrokenPolicy(t *testing.T) {
	f := &topFn{Policy: []byte(`{"capacity": 0}`), Seats: 3, Seed: "a seed"}
	_, err := f.AddInput(f.CreateAccumulator(), applicant(1))
	assert.Error(t, err)
	_, err = f.ExtractOutput(f.CreateAccumulator())
	assert.Error(t, err)
	p, s := beam.NewPipelineWithRoot()
	pipeline(s, f, 10, 2)
	assert.Error(t, ptest.Run(p))
}

func TestRun(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(&out, 5000, 32, 5))
	assert.Contains(t, out.String(), "the same 32 people")
}

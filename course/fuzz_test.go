package course_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A definition from a stranger either is refused with violations or compiles. It never
// causes a panic, and a definition that is accepted survives a round trip.
func FuzzParse(f *testing.F) {
	for _, d := range []course.Definition{dpg.Definition(), small(), {}} {
		text, err := json.Marshal(d)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Add([]byte(`{"version":1,"grading":{"components":[{"award":{"items":{"combine":"sum"}},"weight":"1"}],"certificate":{"above":"0"}},"schedule":{"zone":"Local","sessions":[{}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := course.Parse(data)
		compiled, compileErr := course.Compile(d, time.LoadLocation)
		if err != nil {
			require.NotEmpty(t, lines(t, err))
			return
		}
		back, err := json.Marshal(d)
		require.NoError(t, err)
		again, err := course.Parse(back)
		require.NoError(t, err, "what was accepted is accepted when written out")
		assert.Equal(t, d, again)
		if compileErr != nil {
			require.NotEmpty(t, lines(t, compileErr))
			return
		}
		compiled.Lint()
	})
}

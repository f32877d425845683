package course_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A value that cannot be read is one violation, wherever in a definition it is: nothing that
// only follows from it is reported as well.
func TestOneMistakeIsReportedOnce(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../examples/courses/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	tried := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		var definition any
		require.NoError(t, json.Unmarshal(text, &definition))
		eachValue(definition, "", func(path string, set func(any)) {
			for _, wrong := range []any{true, nil, "a\x00b"} {
				set(wrong)
				text, err := json.Marshal(definition)
				require.NoError(t, err)
				_, err = course.Load(text, time.LoadLocation)
				var found rule.Violations
				errors.As(err, &found)
				if tried++; len(found) > 1 {
					assert.Len(t, found, 1, "%s: %s is %v", filepath.Base(file), path, wrong)
				}
			}
		})
	}
	assert.Greater(t, tried, 1000)
}

// eachValue calls visit for each value inside v, with its path and a function that puts
// another value in its place. After the visit, the value is what it was.
func eachValue(v any, path string, visit func(path string, set func(any))) {
	inside := func(path string, value any, set func(any)) {
		visit(path, set)
		set(value)
		eachValue(value, path, visit)
	}
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			inside(path+"."+key, value, func(other any) { v[key] = other })
		}
	case []any:
		for i, value := range v {
			inside(path+"["+strconv.Itoa(i)+"]", value, func(other any) { v[i] = other })
		}
	}
}

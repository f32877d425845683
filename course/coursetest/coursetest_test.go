package coursetest_test

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/coursetest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLibrary runs the kit on this module.
func TestLibrary(t *testing.T) {
	coursetest.Run(t, func() coursetest.Engine { return library{} })
	require.NoError(t, coursetest.Check(library{}))
}

func TestVectors(t *testing.T) {
	t.Parallel()
	all := coursetest.Vectors()
	require.NotEmpty(t, all)
	ids, rules := map[string]bool{}, map[string]int{}
	for _, v := range all {
		assert.False(t, ids[v.ID], v.ID)
		ids[v.ID] = true
		assert.True(t, strings.HasPrefix(v.ID, v.Family+"-"), v.ID)
		assert.NotEmpty(t, v.Harm)
		assert.Equal(t, v.Refuse, v.Want == nil, v.ID)
		assert.Equal(t, v.Refuse, strings.HasPrefix(v.Rule, "refuse: ") || v.Rule != "" && v.Want == nil, v.ID)
		assert.Less(t, len(v.Input), 16<<10)
		rules[v.Family]++
	}
	for _, family := range []string{"grading", "attendance", "admission", "schedule", "grouping", "run"} {
		assert.GreaterOrEqual(t, rules[family], 5, family)
	}
	assert.Less(t, len(all), 500)
	all[0].Input[0] = 'x'
	assert.NotEqual(t, all[0].Input, coursetest.Vectors()[0].Input, "the caller owns the vectors")
}

// TestFilesHaveNothingElse checks that the vectors in the files have no members other
// than the fields of Vector.
func TestFilesHaveNothingElse(t *testing.T) {
	t.Parallel()
	names, err := os.ReadDir("vectors")
	require.NoError(t, err)
	n := 0
	for _, name := range names {
		if name.Name() == "schema.json" {
			continue
		}
		data, err := os.ReadFile("vectors/" + name.Name())
		require.NoError(t, err)
		d := json.NewDecoder(strings.NewReader(string(data)))
		d.DisallowUnknownFields()
		var file struct {
			Family  string              `json:"family"`
			Vectors []coursetest.Vector `json:"vectors"`
		}
		require.NoError(t, d.Decode(&file), name.Name())
		assert.Equal(t, name.Name(), file.Family+".json")
		n += len(file.Vectors)
	}
	assert.Len(t, coursetest.Vectors(), n)
}

// answers is an engine made from a function.
type answers func(family string, input []byte) ([]byte, error)

func (a answers) Decide(family string, input []byte) ([]byte, error) { return a(family, input) }

func TestCheck(t *testing.T) {
	t.Parallel()
	refused, unsupported := errors.New("no"), errors.ErrUnsupported
	require.EqualError(t, coursetest.Check(nil), "coursetest: no engine")
	require.EqualError(t, coursetest.Check(answers(func(string, []byte) ([]byte, error) { return nil, unsupported })), "coursetest: the engine supports no vector")

	only := func(family string) coursetest.Engine {
		return answers(func(f string, input []byte) ([]byte, error) {
			if f != family {
				return nil, unsupported
			}
			clear := append([]byte(nil), input...)
			for i := range input {
				input[i] = 0 // an engine may change its input
			}
			return library{}.Decide(f, clear)
		})
	}
	require.NoError(t, coursetest.Check(only("schedule")))
	require.NoError(t, coursetest.Check(only("schedule")))

	refuses := failed(t, coursetest.Check(answers(func(string, []byte) ([]byte, error) { return nil, refused })))
	nothing := failed(t, coursetest.Check(answers(func(string, []byte) ([]byte, error) { return nil, nil })))
	empty := failed(t, coursetest.Check(answers(func(string, []byte) ([]byte, error) { return []byte("{}"), nil })))
	list := failed(t, coursetest.Check(answers(func(string, []byte) ([]byte, error) { return []byte("[]"), nil })))
	for _, v := range coursetest.Vectors() {
		if v.Refuse {
			assert.NotContains(t, refuses, v.ID)
			assert.Equal(t, "it is not refused", nothing[v.ID].Difference)
			continue
		}
		assert.Equal(t, "it is refused: no", refuses[v.ID].Difference)
		assert.Equal(t, refused, refuses[v.ID].Err)
		assert.Equal(t, "the answer is no JSON", nothing[v.ID].Difference)
		assert.Contains(t, empty[v.ID].Difference, "have null")
		assert.JSONEq(t, "{}", string(empty[v.ID].Got))
		assert.Contains(t, list[v.ID].Difference, "the answer: want {")
	}
}

// TestLongAnswers checks that a message shows up to 200 bytes of an answer.
func TestLongAnswers(t *testing.T) {
	t.Parallel()
	for n, cut := range map[int]bool{200: false, 201: true} {
		answer := `"` + strings.Repeat("x", n-2) + `"`
		fs := failed(t, coursetest.Check(answers(func(string, []byte) ([]byte, error) { return []byte(answer), nil })))
		f := fs["grading-above-is-strict"]
		require.NotNil(t, f)
		if cut {
			assert.True(t, strings.HasSuffix(f.Difference, `, have "`+strings.Repeat("x", 199)+"… (201 bytes)"), f.Difference)
		} else {
			assert.True(t, strings.HasSuffix(f.Difference, ", have "+answer), f.Difference)
		}
	}
}

// TestRefusalsAlone checks that an engine passes if it refuses what is to be refused and
// supports no other input.
func TestRefusalsAlone(t *testing.T) {
	t.Parallel()
	all := coursetest.Vectors()
	require.NoError(t, coursetest.Check(answers(func(_ string, input []byte) ([]byte, error) {
		for _, v := range all {
			if v.Refuse && string(v.Input) == string(input) {
				return nil, errors.New("no")
			}
		}
		return nil, errors.ErrUnsupported
	})))
}

// TestComparison changes a right answer and checks whether it still counts as right.
func TestComparison(t *testing.T) {
	t.Parallel()
	all := coursetest.Vectors()
	answer := func(id, from, to string) error {
		i := slices.IndexFunc(all, func(v coursetest.Vector) bool { return v.ID == id })
		return coursetest.Check(answers(func(_ string, input []byte) ([]byte, error) {
			if string(all[i].Input) == string(input) {
				return []byte(strings.Replace(string(all[i].Want), from, to, 1)), nil
			}
			return nil, errors.ErrUnsupported
		}))
	}
	for _, tt := range []struct {
		id, from, to string
		same         bool
	}{
		{"grading-above-is-strict", `"80"`, `"80"`, true},
		{"grading-above-is-strict", `"80"`, `"80.00"`, true},
		{"grading-above-is-strict", `"80"`, `"160/2"`, true},
		{"grading-above-is-strict", `"80"`, `80`, false},
		{"grading-above-is-strict", `"80"`, `"80.0000000000000000000001"`, false},
		{"grading-above-is-strict", `"80"`, `"8e1"`, false},
		{"grading-above-is-strict", `"80"`, `"1/0"`, false},
		{"grading-above-is-strict", `"80"`, `"160.0/2"`, false},
		{"grading-above-is-strict", `"80"`, `" 80"`, false},
		{"grading-above-is-strict", `"80"`, `null`, false},
		{"grading-above-is-strict", `"80"`, `"` + strings.Repeat("0", 4094) + `80"`, true},
		{"grading-above-is-strict", `"80"`, `"` + strings.Repeat("0", 4095) + `80"`, false},
		{"grading-above-is-strict", `"not_certified"`, `"Not_certified"`, false},
		{"grading-above-is-strict", `{`, `{"more": [1], `, true},
		{"grading-float-above", `"0.3"`, `"3/10"`, true},
		{"grading-float-above", `"0.3"`, `".3"`, false},
		{"grading-fraction", `"1400/17"`, `"2800/34"`, true},
		{"grading-fraction", `"1400/17"`, `"82.352941176470588"`, false},
		{"schedule-overlap-earlier", `"2024-10-27T00:30:00Z"`, `"2024-10-27T02:30:00+02:00"`, true},
		{"schedule-overlap-earlier", `"2024-10-27T00:30:00Z"`, `"2024-10-27T00:30:00.000Z"`, true},
		{"schedule-overlap-earlier", `"2024-10-27T00:30:00Z"`, `"2024-10-27T00:30:00"`, false},
		{"schedule-viewer-45-minutes", `"2024-10-23T18:45:00+05:45"`, `"2024-10-23T13:00:00Z"`, false},
		{"schedule-deadline-on-time", `true`, `"true"`, false},
		{"schedule-deadline-on-time", `true`, `1`, false},
		{"admission-second-key", `["eve"]`, `["eve", "ada"]`, false},
		{"admission-second-key", `["eve"]`, `"eve"`, false},
		{"admission-lottery", `"p03", "p05"`, `"p05", "p03"`, false},
		{"grouping-even-sizes", `6, 5`, `5, 6`, false},
	} {
		if err := answer(tt.id, tt.from, tt.to); tt.same {
			assert.NoError(t, err, "%s %s", tt.id, tt.to)
		} else {
			var f *coursetest.Failure
			require.ErrorAs(t, err, &f, "%s %.30s", tt.id, tt.to)
			assert.Less(t, len(f.Difference), 600)
		}
	}
}

// FuzzAnswers checks that no answer makes the runner panic and that wrong answers fail.
func FuzzAnswers(f *testing.F) {
	for _, v := range coursetest.Vectors()[:30] {
		f.Add(string(v.Want))
	}
	f.Add(`{"total": "1/0", "decision": {"a": [null]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		err := coursetest.Check(answers(func(family string, input []byte) ([]byte, error) {
			if family != "grading" {
				return nil, errors.ErrUnsupported
			}
			return []byte(text), nil
		}))
		if err == nil {
			t.Fatal("one answer cannot be right for all")
		}
		_ = err.Error()
	})
}

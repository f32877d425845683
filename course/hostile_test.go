package course_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A literal that contains itself, or shares its parts too often, is a violation
// of the definition, and quickly so.
func TestLiteralsThatContainThemselves(t *testing.T) {
	t.Parallel()
	not, all := admission.Test{}, admission.Test{All: make([]admission.Test, 1)}
	not.Not = &not
	all.All[0].All = all.All
	anyOf := admission.Test{Any: make([]admission.Test, 2)}
	anyOf.Any[1].Any = anyOf.Any
	shared := &admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}
	for range 40 {
		shared = &admission.Test{All: []admission.Test{*shared, *shared}}
	}
	group := grading.GroupAward{Components: make([]grading.Component, 1)}
	group.Components[0] = grading.Component{ID: "g", Award: grading.Award{Group: &group}}
	with := func(test admission.Test) course.Definition {
		d := dpg.Definition()
		d.Admission.Requirements[0].Test = test
		return d
	}
	gradedBy := dpg.Definition()
	gradedBy.Grading.Components[0].Award = grading.Award{Group: &group}
	for name, d := range map[string]course.Definition{
		"not": with(not), "all": with(all), "any": with(anyOf), "shared 40 times": with(*shared), "a group of components": gradedBy,
	} {
		for step, check := range map[string]func() error{
			"validate":           d.Validate,
			"compile":            func() error { _, err := course.Compile(d, time.LoadLocation); return err },
			"validate the part":  d.Admission.Validate,
			"compile the part":   func() error { _, err := admission.Compile(*d.Admission); return err },
			"compile the scheme": func() error { _, err := grading.Compile(d.Grading); return err },
		} {
			start := time.Now()
			err := check()
			if strings.HasSuffix(step, "part") == (name != "a group of components") || step == "validate" || step == "compile" {
				assert.Error(t, err, "%s: %s", name, step)
			}
			assert.Less(t, time.Since(start), time.Second, "%s: %s", name, step)
		}
	}
}

// Seven megabytes of nested tests are refused without taking up memory out of
// proportion.
func TestLargeDocumentsOfEmptyTests(t *testing.T) {
	list := "[{}" + strings.Repeat(",{}", 180_000) + "]"
	requirement := `{"test":{"all":` + list + `}}`
	document := []byte(`{"admission":{"requirements":[` + requirement + strings.Repeat(","+requirement, 14) + `]}}`)
	require.Greater(t, len(document), 7<<20)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	_, err := course.Parse(document)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	assert.Error(t, err)
	t.Logf("%v, %d MiB", took, (after.TotalAlloc-before.TotalAlloc)>>20)
	assert.Less(t, (after.TotalAlloc-before.TotalAlloc)>>20, uint64(400))
}

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

// A literal that contains itself, or that shares its parts too often, quickly yields a
// violation of the definition.
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
			var err error
			took := time.Hour
			for tries := 0; tries < 100 && took >= 10*time.Millisecond; tries++ { // again, since the machine may be busy
				start := time.Now()
				err = check()
				took = time.Since(start)
			}
			if strings.HasSuffix(step, "part") == (name != "a group of components") || step == "validate" || step == "compile" {
				assert.Error(t, err, "%s: %s", name, step)
			}
			assert.Less(t, took, 10*time.Millisecond, "%s: %s", name, step)
		}
	}
}

// Each document has over seven megabytes of nested parts. Refusing it allocates less than
// 200 MiB in all, or 400 MiB for the document of many short lists. The test is not
// parallel, because memory is measured for the whole process.
func TestLargeDocumentsOfNestedParts(t *testing.T) {
	list := "[{}" + strings.Repeat(",{}", 180_000) + "]"
	requirement := `{"test":{"all":` + list + `}}`
	for name, document := range map[string]string{
		"wide":   `{"admission":{"requirements":[` + requirement + strings.Repeat(","+requirement, 14) + `]}}`,
		"deep":   `{"admission":{"requirements":[{}` + strings.Repeat(`,{"test":`+strings.Repeat(`{"all":[`, 29)+`{}`+strings.Repeat(`]}`, 29)+`}`, 24_000) + `]}}`,
		"not":    `{"admission":{"requirements":[{}` + strings.Repeat(`,{"test":`+strings.Repeat(`{"not":`, 59)+`{}`+strings.Repeat(`}`, 59)+`}`, 15_000) + `]}}`,
		"groups": `{"grading":{"components":[{}` + strings.Repeat(`,{"award":{"group":{"components":[{},{},{},{},{}]}}}`, 140_000) + `]}}`,
	} {
		require.Greater(t, len(document), 7_000_000, name)
		text := []byte(document)
		var err error
		start := time.Now()
		all, peak := memory(func() { _, err = course.Parse(text) })
		t.Logf("%s: %v, %d MiB in all, %d MiB at once", name, time.Since(start), all>>20, peak>>20)
		assert.Error(t, err, name)
		limit := uint64(200 << 20)
		if name == "groups" { // it has 140,000 short lists, each of which grows
			limit = 400 << 20
		}
		assert.Less(t, all, limit, name)
	}
}

// memory calls the given function. It returns the number of bytes allocated during the
// call, and the largest growth of the heap in bytes.
func memory(run func()) (all, peak uint64) {
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done, largest := make(chan bool), make(chan uint64)
	go func() {
		var at runtime.MemStats
		largest <- func() (peak uint64) {
			for {
				runtime.ReadMemStats(&at)
				peak = max(peak, at.HeapAlloc)
				select {
				case <-done:
					return peak
				case <-time.After(time.Millisecond):
				}
			}
		}()
	}()
	run()
	done <- true
	peak = <-largest
	runtime.ReadMemStats(&now)
	return now.TotalAlloc - before.TotalAlloc, max(peak, before.HeapAlloc) - before.HeapAlloc
}

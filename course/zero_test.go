package course_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A nil or zero engine was not made by Compile. Its methods return a violation or, if
// they cannot fail, an empty result.
func TestEnginesThatNobodyMade(t *testing.T) {
	t.Parallel()
	for _, engine := range []any{
		(*course.Course)(nil), &course.Course{}, (*course.Run)(nil), &course.Run{},
		(*admission.Selector)(nil), &admission.Selector{}, (*admission.Live)(nil), &admission.Live{}, (*admission.Top)(nil), &admission.Top{},
		(*schedule.Timetable)(nil), &schedule.Timetable{},
		(*grading.Grader)(nil), &grading.Grader{},
		(*grouping.Grouper)(nil), &grouping.Grouper{},
	} {
		eachMethod(t, engine, func(name string, results []reflect.Value) {
			for _, result := range results {
				if result.Type() == reflect.TypeFor[error]() && assert.False(t, result.IsNil(), name) {
					assert.ErrorAs(t, result.Interface().(error), new(rule.Violations), name)
				}
			}
		})
	}
}

// No method of an engine, a definition or a result panics when its arguments are zero: no
// zone, no location, no other engine, no data.
func TestMethodsThatAreGivenNothing(t *testing.T) {
	t.Parallel()
	c := courseOf(t, dpg.Definition())
	live, err := c.Admission().Live(c.Admission().Roster())
	require.NoError(t, err)
	top, err := c.Admission().Top(3, "seed")
	require.NoError(t, err)
	calls := 0
	for _, v := range []any{
		c, c.Run(), c.Admission(), live, top, c.Schedule(), c.Grading(), c.Grouping(),
		dpg.Definition(), course.Definition{}, admission.Policy{}, admission.Selection{}, admission.Roster{}, schedule.Plan{}, schedule.Pattern{}, schedule.Claims{},
		schedule.AttendanceRule{}, schedule.Presence{}, schedule.Planned{}, schedule.Record{}, schedule.Fairness{}, schedule.Ranking{},
		grading.Scheme{}, grading.Result{}, grading.Entry{}, grading.Mark{}, grouping.Policy{}, grouping.Sizes{}, grouping.Formation{}, grouping.Availability{},
		course.Entry{}, course.State{}, course.Person{}, rule.Report{}, rule.Violations(nil), rule.Violation{}, rule.Verdict(9),
	} {
		eachMethod(t, v, func(string, []reflect.Value) { calls++ })
	}
	assert.Greater(t, calls, 100)
}

// eachMethod calls every method of v with zero arguments, or with a report where one is
// wanted, and passes its name and results to visit.
func eachMethod(t *testing.T, v any, visit func(name string, results []reflect.Value)) {
	t.Helper()
	value := reflect.ValueOf(v)
	for i := range value.NumMethod() {
		method, name := value.Method(i), value.Type().String()+"."+value.Type().Method(i).Name
		var args []reflect.Value
		for j := range method.Type().NumIn() {
			switch in := method.Type().In(j); {
			case method.Type().IsVariadic() && j == method.Type().NumIn()-1:
			case in == reflect.TypeFor[*rule.Report]():
				args = append(args, reflect.ValueOf(&rule.Report{}))
			default:
				args = append(args, reflect.Zero(in))
			}
		}
		var results []reflect.Value
		if assert.NotPanics(t, func() { results = method.Call(args) }, name) {
			visit(name, results)
		}
	}
}

// No method of an engine takes a Report. Only a definition that can be part of a larger
// definition has such a method.
func TestNoEngineTakesAReport(t *testing.T) {
	t.Parallel()
	methods := 0
	for _, engine := range []reflect.Type{
		reflect.TypeFor[*course.Course](), reflect.TypeFor[*course.Run](), reflect.TypeFor[*admission.Selector](), reflect.TypeFor[*admission.Live](),
		reflect.TypeFor[*admission.Top](), reflect.TypeFor[*schedule.Timetable](), reflect.TypeFor[*grading.Grader](), reflect.TypeFor[*grouping.Grouper](),
	} {
		for method := range engine.Methods() {
			methods++
			for in := range method.Type.Ins() {
				assert.NotContains(t, in.String(), "rule.Report", "%s.%s", engine, method.Name)
			}
		}
	}
	assert.Greater(t, methods, 60)
}

// Timetable.In takes a nil location as UTC. Run.Person accepts a nil location, too.
func TestNilLocations(t *testing.T) {
	t.Parallel()
	c := courseOf(t, dpg.Definition())
	for _, s := range c.Schedule().In(nil) {
		assert.Equal(t, time.UTC, s.Start.Location())
	}
	run := c.Run()
	record(t, run, applied("a"))
	p, known := run.Person("a", nil)
	assert.True(t, known)
	assert.Equal(t, "a", p.ID)
}

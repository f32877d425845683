package grading_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// changed returns the reference scheme with one change.
func changed(change func(*grading.Scheme)) grading.Scheme {
	s := reference()
	change(&s)
	return s
}

func points(s *grading.Scheme) *grading.PointsAward { return s.Components[2].Award.Points }

func levels(s *grading.Scheme) *grading.LevelsAward { return s.Components[3].Award.Levels }

// items turns the quiz into a list of items.
func items(s *grading.Scheme, a grading.ItemsAward) {
	s.Components[0].Award = grading.Award{Items: &a}
}

// Each change breaks one rule for schemes, and Compile reports no other rule. Changes
// that are just within a rule are accepted.
func TestSchemeViolations(t *testing.T) {
	t.Parallel()
	huge := exact.Decimal{Decimal: decimal.New(1, 30_000_000)}
	for name, c := range map[string]struct {
		change func(*grading.Scheme)
		want   []string
	}{
		"no components":            {func(s *grading.Scheme) { s.Components = nil }, []string{"components required"}},
		"101 components":           {func(s *grading.Scheme) { fill(s, 101) }, []string{"components too-many"}},
		"100 components":           {func(s *grading.Scheme) { fill(s, 100) }, nil},
		"weights of no name":       {func(s *grading.Scheme) { s.Weights = "shares" }, []string{"weights unknown-value"}},
		"weights of 99":            {func(s *grading.Scheme) { s.Components[0].Weight = dec("9") }, []string{"components weights-total"}},
		"weights a hair above 100": {func(s *grading.Scheme) { s.Components[0].Weight = dec("10.000000000000000001") }, []string{"components weights-total"}},
		"weights of 100 in all but extra credit": {func(s *grading.Scheme) {
			s.Components = append(s.Components, grading.Component{ID: "blog", Weight: dec("5"), ExtraCredit: true, Award: grading.Award{Completion: &grading.CompletionAward{}}})
		}, nil},
		"relative weights of nothing": {func(s *grading.Scheme) {
			s.Weights = "relative"
			for i := range s.Components {
				s.Components[i].Weight = dec("0")
			}
			s.Components = append(s.Components, grading.Component{ID: "blog", Weight: dec("5"), ExtraCredit: true, Award: grading.Award{Completion: &grading.CompletionAward{}}})
		}, []string{"components weights-total"}},
		"a weight below 0":           {func(s *grading.Scheme) { s.Components[0].Weight = dec("-1") }, []string{"components[0].weight range"}},
		"a weight of 0":              {func(s *grading.Scheme) { s.Components[0].Weight = dec("0"); s.Components[1].Weight = dec("25") }, nil},
		"a weight not stated":        {func(s *grading.Scheme) { s.Components[0].Weight = exact.Decimal{} }, []string{"components[0].weight required"}},
		"a weight without bounds":    {func(s *grading.Scheme) { s.Components[0].Weight = huge }, []string{"components[0].weight decimal"}},
		"no id":                      {func(s *grading.Scheme) { s.Components[0].ID = "" }, []string{"components[0].id required"}},
		"an id twice":                {func(s *grading.Scheme) { s.Components[2].ID = "quiz" }, []string{"components[2].id duplicate-id"}},
		"a title too long":           {func(s *grading.Scheme) { s.Components[0].Title = strings.Repeat("a", 201) }, []string{"components[0].title too-long"}},
		"no award":                   {func(s *grading.Scheme) { s.Components[0].Award = grading.Award{} }, []string{"components[0].award one-of"}},
		"two awards":                 {func(s *grading.Scheme) { s.Components[2].Award.Completion = &grading.CompletionAward{} }, []string{"components[2].award one-of"}},
		"a minimum below 0":          {func(s *grading.Scheme) { s.Components[0].Minimum = new(dec("-0.1")) }, []string{"components[0].minimum range"}},
		"a minimum of 0":             {func(s *grading.Scheme) { s.Components[0].Minimum = new(dec("0")) }, nil},
		"a minimum of 100":           {func(s *grading.Scheme) { s.Components[0].Minimum = new(dec("100")) }, nil},
		"a minimum above 100":        {func(s *grading.Scheme) { s.Components[0].Minimum = new(dec("100.1")) }, []string{"components[0].minimum range"}},
		"a minimum not stated":       {func(s *grading.Scheme) { s.Components[0].Minimum = new(exact.Decimal{}) }, []string{"components[0].minimum required"}},
		"a minimum without bounds":   {func(s *grading.Scheme) { s.Components[0].Minimum = &huge }, []string{"components[0].minimum decimal"}},
		"no threshold":               {func(s *grading.Scheme) { s.Certificate = grading.Certificate{} }, []string{"certificate one-of"}},
		"two thresholds":             {func(s *grading.Scheme) { s.Certificate.AtLeast = new(dec("80")) }, []string{"certificate one-of"}},
		"a threshold below 0":        {func(s *grading.Scheme) { s.Certificate.Above = new(dec("-1")) }, []string{"certificate.above range"}},
		"a threshold below 0, too":   {func(s *grading.Scheme) { s.Certificate = grading.Certificate{AtLeast: new(dec("-1"))} }, []string{"certificate.at_least range"}},
		"a threshold of 0":           {func(s *grading.Scheme) { s.Certificate.Above = new(dec("0")) }, nil},
		"a threshold not stated":     {func(s *grading.Scheme) { s.Certificate.Above = new(exact.Decimal{}) }, []string{"certificate.above required"}},
		"a threshold without bounds": {func(s *grading.Scheme) { s.Certificate.Above = &huge }, []string{"certificate.above decimal"}},
		"a source without section":   {func(s *grading.Scheme) { s.Components[0].Source = &rule.Source{} }, []string{"components[0].source.section required"}},
		"no sessions":                {func(s *grading.Scheme) { s.Components[1].Award.Attendance.Sessions = 0 }, []string{"components[1].award.attendance.sessions range"}},
		"1001 sessions":              {func(s *grading.Scheme) { s.Components[1].Award.Attendance.Sessions = 1001 }, []string{"components[1].award.attendance.sessions range"}},
		"1000 sessions":              {func(s *grading.Scheme) { s.Components[1].Award.Attendance.Sessions = 1000 }, nil},
		"credit of no name":          {func(s *grading.Scheme) { s.Components[1].Award.Attendance.Credit = "" }, []string{"components[1].award.attendance.credit unknown-value"}},
		"a maximum of 0":             {func(s *grading.Scheme) { points(s).Max = dec("0"); points(s).Step = exact.Decimal{} }, []string{"components[2].award.points.max range"}},
		"a maximum not stated":       {func(s *grading.Scheme) { points(s).Max = exact.Decimal{} }, []string{"components[2].award.points.max required"}},
		"a maximum without bounds":   {func(s *grading.Scheme) { points(s).Max = huge }, []string{"components[2].award.points.max decimal"}},
		"a step of 0":                {func(s *grading.Scheme) { points(s).Step = dec("0") }, []string{"components[2].award.points.step range"}},
		"a step below 0":             {func(s *grading.Scheme) { points(s).Step = dec("-1") }, []string{"components[2].award.points.step range"}},
		"a step of the maximum":      {func(s *grading.Scheme) { points(s).Step = dec("15") }, nil},
		"a step above the maximum":   {func(s *grading.Scheme) { points(s).Step = dec("15.01") }, []string{"components[2].award.points.step range"}},
		"a step without bounds":      {func(s *grading.Scheme) { points(s).Step = huge }, []string{"components[2].award.points.step decimal"}},
		"a step of 33 characters":    {func(s *grading.Scheme) { points(s).Step = dec("1." + strings.Repeat("0", 31)) }, []string{"components[2].award.points.step too-long"}},
		"a step of 32 characters":    {func(s *grading.Scheme) { points(s).Step = dec("1." + strings.Repeat("0", 30)) }, nil},
		"no levels":                  {func(s *grading.Scheme) { levels(s).Levels = nil }, []string{"components[3].award.levels.levels required"}},
		"a level twice":              {func(s *grading.Scheme) { levels(s).Levels[2].Name = "good" }, []string{"components[3].award.levels.levels[2].name duplicate-id"}},
		"a level without name":       {func(s *grading.Scheme) { levels(s).Levels[2].Name = "" }, []string{"components[3].award.levels.levels[2].name required"}},
		"a level below 0":            {func(s *grading.Scheme) { levels(s).Levels[0].Points = dec("-1") }, []string{"components[3].award.levels.levels[0].points range"}},
		"a level without bounds":     {func(s *grading.Scheme) { levels(s).Levels[0].Points = huge }, []string{"components[3].award.levels.levels[0].points decimal"}},
		"levels of a bad maximum":    {func(s *grading.Scheme) { levels(s).Max = huge }, []string{"components[3].award.levels.max decimal"}},
		"a level of 0":               {func(s *grading.Scheme) { levels(s).Levels[0].Points = dec("0") }, nil},
		"a level above the maximum":  {func(s *grading.Scheme) { levels(s).Levels[2].Points = dec("60.001") }, []string{"components[3].award.levels.levels[2].points range"}},
		"a level without points":     {func(s *grading.Scheme) { levels(s).Levels[2].Points = exact.Decimal{} }, []string{"components[3].award.levels.levels[2].points required"}},
		"a maximum of levels of 0":   {func(s *grading.Scheme) { levels(s).Max = dec("0") }, []string{"components[3].award.levels.max range"}},
		"no way to combine":          {func(s *grading.Scheme) { items(s, grading.ItemsAward{}) }, []string{"components[0].award.items.combine unknown-value"}},
		"drops below 0": {func(s *grading.Scheme) {
			items(s, grading.ItemsAward{Combine: "sum", DropLowest: -1, DropHighest: 1001})
		},
			[]string{"components[0].award.items.drop_lowest range", "components[0].award.items.drop_highest range"}},
		"as many drops as may be": {func(s *grading.Scheme) { items(s, grading.ItemsAward{Combine: "sum", DropLowest: 1000}) }, nil},
		"an item protected twice": {func(s *grading.Scheme) {
			items(s, grading.ItemsAward{Combine: "sum", NeverDrop: []string{"a", "b", "a"}})
		}, []string{"components[0].award.items.never_drop[2] duplicate-id"}},
		"a protected item unnamed": {func(s *grading.Scheme) {
			items(s, grading.ItemsAward{Combine: "sum", NeverDrop: []string{"", ""}})
		}, []string{"components[0].award.items.never_drop[0] required", "components[0].award.items.never_drop[1] required"}},
		"items to fill up a sum":    {func(s *grading.Scheme) { items(s, grading.ItemsAward{Combine: "sum", MinItems: 1}) }, []string{"components[0].award.items.min_items min-items"}},
		"items to fill up a mean":   {func(s *grading.Scheme) { items(s, grading.ItemsAward{Combine: "mean", MinItems: 1000}) }, nil},
		"too many items to fill up": {func(s *grading.Scheme) { items(s, grading.ItemsAward{Combine: "mean", MinItems: 1001}) }, []string{"components[0].award.items.min_items range"}},
	} {
		s := changed(c.change)
		g, err := grading.Compile(s)
		if c.want == nil {
			assert.NoError(t, err, name)
			continue
		}
		assert.Nil(t, g, name)
		t.Run(name, func(t *testing.T) { assertViolations(t, err, c.want...) })
	}
}

// fill gives a scheme n components of equal weight.
func fill(s *grading.Scheme, n int) {
	s.Weights, s.Components = "relative", nil
	for i := range n {
		s.Components = append(s.Components, grading.Component{
			ID: strings.Repeat("c", i+1), Weight: dec("1"), Award: grading.Award{Completion: &grading.CompletionAward{}},
		})
	}
}

// Everything that is wrong with a scheme is reported at once, in the order of the JSON
// text.
func TestSchemeAllAtOnce(t *testing.T) {
	t.Parallel()
	_, err := grading.Parse([]byte(`{
		"certificate": {"above": 80},
		"components": [
			{"id": "a", "weight": "1e999999", "award": {"completion": {}, "points": {"max": "-3"}}},
			{"id": "a", "weigth": "3", "award": {"levels": {"max": "10", "levels": [{"name": "x", "points": "11"}]}}}
		],
		"weights": null}`))
	assertViolations(t, err, "certificate.above type", "components[0].weight decimal", "components[0].award one-of",
		"components[0].award.points.max range", "components[1].weight required", "components[1].id duplicate-id",
		"components[1].weigth unknown-key", "components[1].award.levels.levels[0].points range", "weights null")
}

func TestSchemeRoundTrip(t *testing.T) {
	t.Parallel()
	r := random("round trip")
	for range 200 {
		s := anyScheme(r)
		data, err := json.Marshal(s)
		require.NoError(t, err)
		back, err := grading.Parse(data)
		require.NoError(t, err)
		assert.Equal(t, s, back)
		assert.Equal(t, s, compiled(t, s).Scheme())
	}
}

// A grader shares no memory with the scheme it was compiled from, nor with the copies and
// results it hands out.
func TestGraderIsFrozen(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components[0].Minimum, s.Components[0].Source = new(dec("50")), &rule.Source{Section: "a", Item: 1}
	s.Components = append(s.Components, grading.Component{ID: "hw", Weight: dec("0"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "sum", NeverDrop: []string{"x"}}}})
	g := compiled(t, s)
	marks := refMarks(true, 5, "15", "good")
	want, err := g.Grade(marks)
	require.NoError(t, err)
	text := func() string {
		data, err := json.Marshal(g.Scheme())
		require.NoError(t, err)
		return string(data)
	}
	before := text()
	spoil := func(s grading.Scheme) {
		*s.Certificate.Above, s.Certificate.Source.Section = dec("0"), "b"
		*s.Components[0].Minimum, s.Components[0].Source.Section = dec("0"), "b"
		s.Components[1].Award.Attendance.Sessions = 6
		*s.Components[2].Award.Points = grading.PointsAward{Max: dec("99")}
		s.Components[3].Award.Levels.Levels[1].Points = dec("1")
		s.Components[4].Award.Items.NeverDrop[0] = "y"
		s.Components[0].ID = "b"
	}
	spoil(s)
	spoil(g.Scheme())
	got, err := g.Grade(marks)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, before, text())
	*got.Certificate.Above, got.Certificate.Source.Section, got.Parts[0].Source.Section = dec("0"), "b", "b"
	got.Findings[1].Source.Section = "c"
	again, err := g.Grade(marks)
	require.NoError(t, err)
	assert.Equal(t, want, again)
	for o, err := range g.Outcomes() {
		assert.Error(t, err)
		assert.Empty(t, o)
	}
	for _, f := range g.Lint() {
		if f.Source != nil {
			f.Source.Section = "b"
		}
	}
	assert.Equal(t, before, text())
}

// hostile returns documents, each under a name that says what is in it. The parameter
// size is about the length of each document in bytes.
func hostile(size int) map[string]string {
	return map[string]string{
		"digits":     `{"certificate": {"above": "` + strings.Repeat("9", size) + `"}}`,
		"brackets":   strings.Repeat("[", size),
		"components": `{"components": [` + strings.Repeat(`{"id":"a"},`, size/11) + `{}]}`,
		"keys":       `{` + strings.Repeat(`"weight":1,`, size/11) + `"weights":"percent"}`,
	}
}

// Hostile documents and literals are refused. The test would never end if
// grading computed with a value before checking its bounds. BenchmarkHostile
// measures how fast documents are refused.
func TestHostile(t *testing.T) {
	t.Parallel()
	for name, text := range hostile(rounds(1<<20, 1<<17)) {
		_, err := grading.Parse([]byte(text))
		assert.Error(t, err, name)
		if name == "components" {
			assertViolations(t, err, "certificate one-of", "components too-many")
		}
	}
	g := compiled(t, reference())
	for _, exponent := range []int32{30_000_000, -30_000_000, 1<<31 - 1, -1 << 31} {
		d := exact.Decimal{Decimal: decimal.New(1, exponent)}
		_, err := grading.Compile(changed(func(s *grading.Scheme) { s.Components[0].Weight = d }))
		assertViolations(t, err, "components[0].weight decimal")
		_, err = g.Grade(grading.Marks{"participation": {Points: &d}})
		assertViolations(t, err, `["participation"].points decimal`)
	}
}

// spoil changes everything that can be reached through a value: what pointers
// point to, the elements of slices and of maps.
func spoil(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			spoil(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			spoil(v.Index(i))
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			v.SetMapIndex(key, reflect.ValueOf(dec("77")))
		}
	case reflect.Struct:
		if d, ok := v.Addr().Interface().(*exact.Decimal); ok {
			*d = dec("77")
			return
		}
		for i := range v.NumField() {
			spoil(v.Field(i))
		}
	case reflect.String:
		v.SetString("spoiled")
	case reflect.Int:
		v.SetInt(77)
	}
}

// A grader shares no memory with the scheme that it was compiled from or with the schemes
// that it returns. Changing them, even in groups and weightings, does not change the
// grader.
func TestGraderSharesNothing(t *testing.T) {
	t.Parallel()
	const text = `{"components": [
	  {"id": "g", "weight": "60", "source": {"section": "s"}, "award": {"group": {"weightings": [{"p": "1"}, {"l": "2"}], "components": [
	    {"id": "p", "weight": "1", "award": {"points": {"max": "10", "step": "1", "up_to": "12"}}},
	    {"id": "l", "weight": "1", "award": {"levels": {"max": "10", "levels": [{"name": "good", "points": "7"}]}}},
	    {"id": "h", "weight": "1", "award": {"group": {"components": [{"id": "i", "weight": "1", "award": {"items": {"combine": "sum", "never_drop": ["x"]}}}]}}}]}}},
	  {"id": "a", "weight": "20", "award": {"attendance": {"sessions": 3, "credit": "per_session"}}},
	  {"id": "c", "weight": "20", "award": {"completion": {}}}],
	 "weightings": [{"g": "100"}, {"a": "100"}],
	 "outcomes": [{"name": "o", "certifies": true, "above": "50", "needs": [{"component": "g", "at_least": "30"}, {"component": "a", "above": "30"}], "source": {"section": "t"}}]}`
	s := parsed(t, text)
	g := compiled(t, s)
	stored := func() string {
		data, err := json.Marshal(g.Scheme())
		require.NoError(t, err)
		return string(data)
	}
	before := stored()
	spoil(reflect.ValueOf(&s))
	assert.Equal(t, before, stored())
	handed := g.Scheme()
	spoil(reflect.ValueOf(&handed))
	assert.Equal(t, before, stored())
	handed = g.Scheme()
	handed.Components[0].Award.Group.Weightings[0]["new"] = dec("1")
	handed.Weightings[1]["new"] = dec("1")
	assert.Equal(t, before, stored())

	short := reference()
	short.Components[0].Minimum, short.Components[0].Source = new(dec("50")), &rule.Source{Section: "s"}
	g = compiled(t, short)
	before = stored()
	spoil(reflect.ValueOf(&short))
	assert.Equal(t, before, stored())
	handed = g.Scheme()
	spoil(reflect.ValueOf(&handed))
	assert.Equal(t, before, stored())
}

// Every number of a scheme is accepted at its limit and refused beyond it.
func TestNumbersOfASchemeAtTheirLimits(t *testing.T) {
	t.Parallel()
	one := func(award, more string) string {
		return `{"components": [{"id": "a", "weight": "100"` + more + `, "award": ` + award + `}], "certificate": {"above": "80"}}`
	}
	const award, points = "components[0].award.", `{"points": {"max": "10"}}`
	digits := func(n int) string { return "0." + strings.Repeat("0", n-3) + "1" }
	for _, c := range []struct{ scheme, want string }{
		{one(`{"points": {"max": "10", "up_to": "10"}}`, ``), ""},
		{one(`{"points": {"max": "10", "up_to": "9.99"}}`, ``), award + "points.up_to range"},
		{one(`{"points": {"max": "10", "up_to": "0"}}`, ``), award + "points.up_to range"},
		{one(`{"points": {"max": "10", "up_to": "-11"}}`, ``), award + "points.up_to range"},
		{one(`{"points": {"max": "10", "step": "10"}}`, ``), ""},
		{one(`{"points": {"max": "10", "step": "10.01"}}`, ``), award + "points.step range"},
		{one(`{"points": {"max": "10", "step": "0"}}`, ``), award + "points.step range"},
		{one(`{"points": {"max": "10", "step": "`+digits(32)+`"}}`, ``), ""},
		{one(`{"points": {"max": "10", "step": "`+digits(33)+`"}}`, ``), award + "points.step too-long"},
		{one(`{"points": {"max": "0"}}`, ``), award + "points.max range"},
		{one(`{"points": {"max": "-1"}}`, ``), award + "points.max range"},
		{one(`{"levels": {"max": "0.01", "levels": [{"name": "l", "points": "0.01"}]}}`, ``), ""},
		{one(`{"levels": {"max": "10", "levels": [{"name": "l", "points": "0"}, {"name": "m", "points": "10"}]}}`, ``), ""},
		{one(`{"levels": {"max": "10", "levels": [{"name": "l", "points": "10.01"}]}}`, ``), award + "levels.levels[0].points range"},
		{one(`{"levels": {"max": "10", "levels": [{"name": "l", "points": "-0.01"}]}}`, ``), award + "levels.levels[0].points range"},
		{one(`{"levels": {"max": "10", "levels": [{"name": "l", "points": "1"}, {"name": "l", "points": "2"}]}}`, ``), award + "levels.levels[1].name duplicate-id"},
		{one(`{"items": {"combine": "sum", "up_to_percent": "100"}}`, ``), ""},
		{one(`{"items": {"combine": "sum", "up_to_percent": "99.99"}}`, ``), award + "items.up_to_percent range"},
		{one(`{"items": {"combine": "sum", "up_to_percent": "50"}}`, ``), award + "items.up_to_percent range"},
		{one(`{"items": {"combine": "sum", "up_to_percent": "-150"}}`, ``), award + "items.up_to_percent range"},
		{one(`{"items": {"combine": "sum", "min_items": 1}}`, ``), award + "items.min_items min-items"},
		{one(`{"items": {"combine": "sum", "min_items": 0}}`, ``), ""},
		{one(`{"items": {"combine": "mean", "min_items": 1000}}`, ``), ""},
		{one(`{"items": {"combine": "mean", "never_drop": ["x", "y", "x"]}}`, ``), award + "items.never_drop[2] duplicate-id"},
		{one(points, `, "minimum": "0"`), ""},
		{one(points, `, "minimum": "100"`), ""},
		{one(points, `, "minimum": "100.01"`), "components[0].minimum range"},
		{one(points, `, "minimum": "-0.01"`), "components[0].minimum range"},
		{strings.Replace(one(points, ``), `"above": "80"`, `"above": "0"`, 1), ""},
		{strings.Replace(one(points, ``), `"above": "80"`, `"above": "-0.01"`, 1), "certificate.above range"},
		{strings.Replace(one(points, ``), `"above": "80"`, `"at_least": "-0.01"`, 1), "certificate.at_least range"},
		{strings.Replace(one(points, ``), `{"components"`, `{"cap": "0.01", "components"`, 1), ""},
		{strings.Replace(one(points, ``), `{"components"`, `{"cap": "0", "components"`, 1), "cap range"},
		{strings.Replace(one(points, ``), `"weight": "100"`, `"weight": "-100"`, 1), "components[0].weight range"},
	} {
		_, err := grading.Parse([]byte(c.scheme))
		if c.want == "" {
			assert.NoError(t, err, c.scheme)
			continue
		}
		assertViolations(t, err, c.want)
	}
}

package grading_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLint(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*grading.Scheme)
		want   []string
	}{
		"inclusive: submission can": {func(s *grading.Scheme) { s.Certificate = grading.Certificate{AtLeast: new(dec("80"))} }, nil},
		"below a minimum": {func(s *grading.Scheme) {
			s.Certificate = grading.Certificate{AtLeast: new(dec("80"))}
			s.Components[3].Minimum = new(dec("66.67"))
		}, []string{`components[3].award.levels.levels[0] dead-level "submission" can never certify: it lies below the minimum of 66.67%`}},
		"exactly at a minimum": {func(s *grading.Scheme) {
			s.Certificate = grading.Certificate{AtLeast: new(dec("80"))}
			levels(s).Levels[0].Points = dec("42")
			s.Components[3].Minimum = new(dec("70"))
		}, nil},
		"full marks do not certify": {func(s *grading.Scheme) { s.Certificate = grading.Certificate{Above: new(dec("100"))} },
			[]string{`certificate certificate-unreachable full marks in everything do not certify: at most 100, above 100 is needed, and every minimum`}},
		"a minimum out of reach": {func(s *grading.Scheme) {
			s.Certificate = grading.Certificate{Above: new(dec("10"))}
			levels(s).Levels = levels(s).Levels[:1]
			s.Components[3].Minimum = new(dec("70"))
		}, []string{
			`certificate certificate-unreachable full marks in everything do not certify: at most 80, above 10 is needed, and every minimum`,
			`components[3].award full-unreachable "project" cannot reach its maximum: at most 40 of 60`,
		}},
		"nobody can miss it": {func(s *grading.Scheme) { s.Certificate = grading.Certificate{AtLeast: new(dec("0"))} }, []string{`certificate certificate-certain nobody can miss the certificate`}},
		"nobody but for a minimum": {func(s *grading.Scheme) {
			s.Certificate = grading.Certificate{AtLeast: new(dec("0"))}
			s.Components[0].Minimum = new(dec("1"))
		}, nil},
		"a step that does not reach": {func(s *grading.Scheme) {
			s.Certificate = grading.Certificate{Above: new(dec("79"))}
			points(s).Step = dec("4")
		}, []string{`components[2].award full-unreachable "participation" cannot reach its maximum: at most 12 of 15`,
			`components[3].award.levels.levels[0] dead-level "submission" can never certify: at most 77, not above 79`}},
		"no weight": {func(s *grading.Scheme) {
			s.Certificate = grading.Certificate{AtLeast: new(dec("80"))}
			s.Components = append(s.Components, grading.Component{ID: "talk", Weight: dec("0"), Award: grading.Award{Completion: &grading.CompletionAward{}}})
		}, []string{`components[4].weight weightless "talk" neither counts nor has a minimum`}},
		"no weight but a minimum": {func(s *grading.Scheme) {
			s.Certificate = grading.Certificate{AtLeast: new(dec("80"))}
			s.Components = append(s.Components, grading.Component{ID: "talk", Weight: dec("0"), Minimum: new(dec("1")), Award: grading.Award{Completion: &grading.CompletionAward{}}})
		}, nil},
		"extra credit wakes a level": {func(s *grading.Scheme) {
			s.Components = append(s.Components, grading.Component{ID: "blog", Weight: dec("0.01"), ExtraCredit: true, Award: grading.Award{Completion: &grading.CompletionAward{}}})
		}, nil},
	} {
		var got []string
		for _, f := range compiled(t, changed(c.change)).Lint() {
			got = append(got, f.Path+" "+f.Code+" "+f.Detail)
			assert.Equal(t, rule.NotMet, f.Verdict)
		}
		assert.Equal(t, c.want, got, name)
	}
}

// Lint reports a level as dead if no possible marks with this level certify, but some
// marks without it do. The test enumerates all possible marks.
func TestDeadLevelsAreDead(t *testing.T) {
	t.Parallel()
	r, dead := random("dead"), 0
	for range rounds(2_000, 150) {
		s := discreteScheme(r)
		g := compiled(t, s)
		alive, any := map[string]bool{}, false
		for o, err := range g.Outcomes() {
			require.NoError(t, err)
			if o.Decision == grading.Certified {
				any = true
				for id, m := range o.Marks {
					alive[id+m.Level] = true
				}
			}
		}
		found := map[string]bool{}
		for _, f := range g.Lint() {
			if f.Code == "certificate-unreachable" {
				assert.False(t, any)
			}
			if f.Code == "dead-level" {
				found[f.Path] = true
			}
		}
		for i, c := range s.Components {
			for j, l := range levelsOf(c) {
				path := rule.Index(rule.Index("components", i)+".award.levels.levels", j)
				assert.Equal(t, any && !alive[c.ID+l.Name], found[path], path)
				if found[path] {
					dead++
				}
			}
		}
	}
	assert.Positive(t, dead)
}

func levelsOf(c grading.Component) []grading.Level {
	if c.Award.Levels == nil {
		return nil
	}
	return c.Award.Levels.Levels
}

// Each kind of finding about groups, outcomes and lists is tested with schemes just
// inside and just outside its condition.
func TestLintOfEveryRule(t *testing.T) {
	t.Parallel()
	const level = `{"levels": {"max": "10", "levels": [{"name": "low", "points": "5"}, {"name": "high", "points": "10"}]}}`
	const exam = `{"id": "exam", "weight": "50", "award": {"points": {"max": "10"}}}`
	group := func(drops, components string) string {
		return `{"components": [{"id": "g", "weight": "50", "award": {"group": {` + drops + `"components": [` + components + `]}}}, ` + exam + `], "certificate": {"at_least": "50"}}`
	}
	const p, q = `{"id": "p", "weight": "1", "award": {"points": {"max": "10"}}}`, `{"id": "q", "weight": "1", "never_drop": true, "award": {"points": {"max": "10"}}}`
	list := func(items string) string {
		return `{"components": [{"id": "hw", "weight": "50", "award": {"items": {` + items + `}}}, ` + exam + `], "certificate": {"at_least": "50"}}`
	}
	for name, c := range map[string]struct {
		scheme string
		want   []string
	}{
		"a level of a group": {`{"components": [{"id": "g", "weight": "50", "award": {"group": {"components": [{"id": "l", "weight": "1", "award": ` + level + `}]}}}, ` + exam + `],
		  "certificate": {"above": "80"}}`, []string{`components[0].award.group.components[0].award.levels.levels[0] dead-level "low" can never certify: at most 75, not above 80`}},
		"a level of a group, exactly": {`{"components": [{"id": "g", "weight": "50", "award": {"group": {"components": [{"id": "l", "weight": "1", "award": ` + level + `}]}}}, ` + exam + `],
		  "certificate": {"at_least": "75"}}`, nil},
		"a level at its own minimum, below that of its group": {`{"components": [{"id": "g", "weight": "50", "minimum": "60", "award": {"group": {"components": [
		  {"id": "l", "weight": "1", "minimum": "50", "award": ` + level + `}]}}}, ` + exam + `], "certificate": {"at_least": "10"}}`,
			[]string{`components[0].award.group.components[0].award.levels.levels[0] dead-level "low" can never certify: a group that holds it stays below its minimum`}},
		"a level under outcomes": {`{"components": [{"id": "l", "weight": "50", "award": ` + level + `}, ` + exam + `],
		  "outcomes": [{"name": "o", "certifies": true, "above": "75"}]}`,
			[]string{`components[0].award.levels.levels[0] dead-level "low" can never certify: at most 75 reaches no outcome that certifies`}},
		"a weightless component with a need of nothing": {`{"components": [{"id": "talk", "weight": "0", "award": {"completion": {}}}, {"id": "e", "weight": "100", "award": {"points": {"max": "10"}}}],
		  "outcomes": [{"name": "o", "certifies": true, "above": "75", "needs": [{"component": "talk", "at_least": "0"}]}]}`,
			[]string{`components[0].weight weightless "talk" neither counts nor has a minimum`}},
		"a weightless component with a need": {`{"components": [{"id": "talk", "weight": "0", "award": {"completion": {}}}, {"id": "e", "weight": "100", "award": {"points": {"max": "10"}}}],
		  "outcomes": [{"name": "o", "certifies": true, "above": "75", "needs": [{"component": "talk", "at_least": "1"}]}]}`, nil},
		"a sum with items that are never dropped": {list(`"combine": "sum", "never_drop": ["x"]`),
			[]string{`components[0].award.items open-ended-list "hw" is complete however few items it shows: state min_items, or a group of components`}},
		"a mean with items that are never dropped":            {list(`"combine": "mean", "never_drop": ["x"]`), nil},
		"a mean with a number":                                {list(`"combine": "mean", "min_items": 1`), nil},
		"a group of one that drops nothing":                   {group(``, p), nil},
		"never dropped, where nothing is":                     {group(``, p+`,`+q), []string{`components[0].award.group.components[1].never_drop nothing-dropped "q" is in no group that drops anything`}},
		"never dropped, of those that are lowest and highest": {group(`"drop_lowest": 1, "drop_highest": 1, `, p+`, {"id": "r", "weight": "1", "award": {"points": {"max": "10"}}},`+q), nil},
		"all but one never dropped":                           {group(`"drop_lowest": 1, "drop_highest": 1, `, p+`,`+q), []string{`components[0].award.group.drop_lowest nothing-dropped nothing is dropped: at most one component may be, and the last that may stays`}},
	} {
		var got []string
		for _, f := range compiled(t, parsed(t, c.scheme)).Lint() {
			got = append(got, f.Path+" "+f.Code+" "+f.Detail)
		}
		assert.Equal(t, c.want, got, name)
	}
}

// In a scheme with thousands of levels, Lint checks as many levels as its
// documentation says.
func TestLintIsBounded(t *testing.T) {
	t.Parallel()
	levels := &grading.LevelsAward{Max: dec("100")}
	for i := range 100 {
		levels.Levels = append(levels.Levels, grading.Level{Name: "l" + strconv.Itoa(i), Points: dec(strconv.Itoa(i + 1))})
	}
	s, w := grading.Scheme{Weights: "relative", Certificate: grading.Certificate{AtLeast: new(dec("100"))}}, grading.Weighting{}
	for i := range 100 {
		c := grading.Component{ID: "c" + strconv.Itoa(i), Weight: dec("1"), Award: grading.Award{Levels: levels}}
		s.Components, w[c.ID] = append(s.Components, c), dec("1")
	}
	for range 20 {
		s.Weightings = append(s.Weightings, w)
	}
	dead := map[string]int{}
	for _, f := range compiled(t, s).Lint() {
		dead[f.Code]++
	}
	// Lint checks 2^21 / (100 · 21 weights) = 998 levels. Nine of them are the
	// highest levels of their components, which are not dead.
	assert.Equal(t, map[string]int{"dead-level": 989}, dead)
	// With 6200 digits in the sizes and weights, the method effort returns 13 times the
	// value that it returns above. So Lint checks only 76 levels.
	levels.Max = dec("1" + strings.Repeat("0", 60))
	for i := range levels.Levels {
		levels.Levels[i].Points = dec(strconv.Itoa(i+1) + strings.Repeat("0", 58))
	}
	assert.Len(t, compiled(t, s).Lint(), 76)
}

// Lint reports a pair of outcomes if the upper outcome can be reached without the lower
// one, even if only just. It reports no other pair.
func TestLintOfNestedOutcomes(t *testing.T) {
	t.Parallel()
	const total, more = `outcomes[1] "u" can be reached without "l", which wants a higher total`, `outcomes[1] "u" can be reached without "l", which wants more of "a"`
	for _, c := range []struct {
		upper, lower string
		want         []string
	}{
		// With 40% of component a and full marks in b, the total is 70.
		{`"at_least": "71"`, `"at_least": "10", "needs": [{"component": "a", "at_least": "40"}]`, nil},
		{`"at_least": "69"`, `"at_least": "10", "needs": [{"component": "a", "at_least": "40"}]`, []string{more}},
		{`"at_least": "70"`, `"at_least": "10", "needs": [{"component": "a", "at_least": "40"}]`, nil},
		{`"at_least": "70"`, `"at_least": "10", "needs": [{"component": "a", "above": "40"}]`, []string{more}},
		{`"above": "70"`, `"at_least": "10", "needs": [{"component": "a", "above": "40"}]`, nil},
		{`"above": "70"`, `"at_least": "10", "needs": [{"component": "a", "at_least": "40"}]`, nil},
		{`"above": "69"`, `"at_least": "10", "needs": [{"component": "a", "above": "40"}]`, []string{more}},
		// In these cases, the upper outcome has a need, too.
		{`"at_least": "20", "needs": [{"component": "a", "at_least": "40"}]`, `"at_least": "10", "needs": [{"component": "a", "at_least": "40"}]`, nil},
		{`"at_least": "20", "needs": [{"component": "a", "at_least": "40"}]`, `"at_least": "10", "needs": [{"component": "a", "above": "40"}]`, []string{more}},
		{`"at_least": "20", "needs": [{"component": "a", "above": "40"}]`, `"at_least": "10", "needs": [{"component": "a", "above": "40"}]`, nil},
		{`"at_least": "20", "needs": [{"component": "a", "at_least": "39"}]`, `"at_least": "10", "needs": [{"component": "a", "at_least": "40"}]`, []string{more}},
		{`"at_least": "20", "needs": [{"component": "b", "at_least": "50"}]`, `"at_least": "10", "needs": [{"component": "a", "at_least": "40"}]`, []string{more}},
		// A need of at least 0 always holds; a need of more than 0 does not.
		{`"at_least": "20"`, `"at_least": "10", "needs": [{"component": "a", "at_least": "0"}]`, nil},
		{`"at_least": "20"`, `"at_least": "10", "needs": [{"component": "a", "above": "0"}]`, []string{more}},
		// The outcomes differ only in their thresholds on the total.
		{`"at_least": "50"`, `"at_least": "50"`, nil},
		{`"above": "50"`, `"above": "50"`, nil},
		{`"above": "50"`, `"at_least": "50"`, nil},
		{`"at_least": "50"`, `"above": "50"`, []string{total}},
		{`"at_least": "50"`, `"at_least": "51"`, []string{total}},
	} {
		s := parsed(t, `{"components": [{"id": "a", "weight": "50", "award": {"points": {"max": "10"}}}, {"id": "b", "weight": "50", "award": {"points": {"max": "10"}}}],
		 "outcomes": [{"name": "u", "certifies": true, `+c.upper+`}, {"name": "l", "certifies": true, `+c.lower+`}]}`)
		var got []string
		for _, f := range compiled(t, s).Lint() {
			assert.Equal(t, "not-nested", f.Code)
			got = append(got, f.Path+" "+f.Detail)
		}
		assert.Equal(t, c.want, got, "%s, %s", c.upper, c.lower)
	}
}

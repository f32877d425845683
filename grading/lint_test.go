package grading_test

import (
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

// A dead level is one that no outcome with it certifies, by enumeration.
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

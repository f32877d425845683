package admission

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Selector is a compiled [Policy]. It is frozen and safe for concurrent use.
type Selector struct {
	capacity     int
	requirements []requirement
	keys         []key
	scores       []*scorer // those of the keys
	floors       []floor
	lists        []ListUse
	maxima       map[string]exact.Decimal // least Max of the keys that use a part
	findings     int                      // of one assessment, parts included
	reviewNeed   string
	digest       string
}

type requirement struct {
	code     string
	required bool
	source   *rule.Source
	test     node
}

// key is a matching key with its test, or a score key.
type key struct {
	code   string
	source *rule.Source
	test   node
	within int // index of the outer key, or -1
	score  *scorer
	place  int // of the score among those of a candidate
}

type floor struct {
	code    string
	source  *rule.Source
	test    node
	percent int64 // in units of 10^-MaxPercentPlaces percent
}

// Compile checks a policy and makes it ready for use. The error is
// [rule.Violations], all of them at once.
func Compile(p Policy) (*Selector, error) {
	if err := document.Check(p, p.Check); err != nil {
		return nil, err
	}
	s := &Selector{capacity: p.Capacity, maxima: map[string]exact.Decimal{}, digest: digest(p)}
	for _, q := range p.Requirements {
		compiled := requirement{code: q.Code, required: q.Level == Required, source: clone(q.Source), test: p.compile(q.Test)}
		s.requirements = append(s.requirements, compiled)
		s.findings += compiled.test.size
	}
	for _, k := range p.Priority {
		s.keys = append(s.keys, s.compileKey(p, k))
	}
	if len(s.scores) > 0 {
		s.findings++
	}
	for _, score := range s.scores {
		for _, part := range score.parts {
			score.most = append(score.most, s.maxima[part])
		}
	}
	for _, f := range p.Floors {
		percent, _ := f.Percent.Scaled(MaxPercentPlaces)
		s.floors = append(s.floors, floor{code: f.Code, source: clone(f.Source), test: p.compile(f.Test), percent: percent})
	}
	s.lists = p.listsUsed()
	return s, nil
}

func (s *Selector) compileKey(p Policy, k Priority) key {
	compiled := key{code: k.Code, source: clone(k.Source), within: -1}
	if k.Key.Score != nil {
		compiled.score = compileScore(*k.Key.Score)
		compiled.place = len(s.scores)
		s.scores = append(s.scores, compiled.score)
		for _, part := range k.Key.Score.Parts {
			if least, there := s.maxima[part.Name]; !there || compareDecimals(k.Key.Score.Max, least) < 0 {
				s.maxima[part.Name] = k.Key.Score.Max
			}
		}
		if s.reviewNeed != "" {
			s.reviewNeed += "; "
		}
		s.reviewNeed += k.Key.Score.need()
		return compiled
	}
	compiled.test = p.compile(k.Key.Matching.Test)
	for i, outer := range s.keys {
		if outer.code == k.Key.Matching.Within && outer.score == nil {
			compiled.within = i
		}
	}
	return compiled
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

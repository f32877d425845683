package admission

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Selector is a compiled [Policy]. It is frozen and safe for concurrent use.
type Selector struct {
	policy       Policy
	capacity     int
	people       int // largest number that an intake or a roster may hold
	requirements []requirement
	keys         []key
	scores       []*scorer // the scorers of all score keys
	numbers      int       // number of number keys
	shares       []share
	lists        []listQuestion
	maxima       map[string]exact.Decimal // by part: smallest Max of the score keys that use it
	findings     int                      // number of findings in one assessment: parts count, shares do not
	reviewNeed   string
	wantsCountry bool // whether a rule asks for the country served
	digest       string
}

type requirement struct {
	code, title string
	required    bool
	source      *rule.Source
	test        node
}

// key is a matching key with its test, a score key or a number key.
type key struct {
	code, title string
	source      *rule.Source
	test        node
	within      int // index of the outer key, or -1
	score       *scorer
	number      *NumberKey
	place       int // index among the scores or the numbers of a candidate
}

// Compile checks a policy and makes it ready for use. The error is [rule.Violations] with
// all mistakes at once.
func Compile(p Policy) (*Selector, error) {
	if err := document.Check(p, p.Check); err != nil {
		return nil, err
	}
	p = p.clone()
	s := &Selector{policy: p, capacity: p.Capacity, people: maxApplicants, maxima: map[string]exact.Decimal{}, digest: digest(p.meaning()), lists: p.listQuestions()}
	for _, k := range p.Priority {
		s.keys = append(s.keys, s.compileKey(k))
	}
	for _, score := range s.scores {
		for _, part := range score.parts {
			most := s.maxima[part]
			limit, _ := most.Scaled(scorePlaces) // 0 if it does not fit
			score.most, score.limits = append(score.most, most), append(score.limits, limit)
		}
	}
	for i, k := range p.Priority {
		if k.Key.Matching != nil {
			s.keys[i].test = s.compile(p, k.Key.Matching.Test)
		}
	}
	for _, q := range p.Requirements {
		compiled := requirement{code: q.Code, title: q.Title, required: q.Level == "required", source: q.Source, test: s.compile(p, q.Test)}
		s.requirements = append(s.requirements, compiled)
		s.findings += compiled.test.size
	}
	if len(s.scores) > 0 {
		s.findings++
	}
	for _, sh := range p.Shares {
		s.shares = append(s.shares, s.compileShare(p, sh))
	}
	s.wantsCountry = p.asksCountry()
	return s, nil
}

// compileKey compiles a key without its test, as the test may read a score key that comes
// later.
func (s *Selector) compileKey(k Priority) key {
	compiled := key{code: k.Code, title: k.Title, source: k.Source, within: -1}
	switch {
	case k.Key.Score != nil:
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
	case k.Key.Number != nil:
		compiled.number, compiled.place = k.Key.Number, s.numbers
		s.numbers++
	default:
		for i, outer := range s.keys {
			if outer.code == k.Key.Matching.Within && outer.score == nil && outer.number == nil {
				compiled.within = i
			}
		}
	}
	return compiled
}

// asksCountry reports whether a rule reads the country served.
func (p Policy) asksCountry() bool {
	asks := false
	p.eachTest(func(_ string, t Test) {
		asks = asks || t.Country != nil && (t.Country.Of == "" || t.Country.Of == served)
	})
	for _, s := range p.Shares {
		asks = asks || s.Of.Country == served || s.Of.Region == served
	}
	return asks
}

// ready returns an error if s was not made by Compile.
func (s *Selector) ready() error {
	if s == nil || s.digest == "" {
		return rule.Violations{{Code: "not-compiled", Detail: "a Selector is made by Compile"}}
	}
	return nil
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	c := *p
	return &c
}

package schedule

import (
	"cmp"
	"errors"
	"slices"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Ranking is what [Fairest] found: every start time, the fairest first.
type Ranking struct {
	Options []Option `json:"options"`
	// Published is the index of the plan's own start in Options.
	Published int `json:"published"`
	// Front lists the options that trade the worst burden against the total, as
	// their places in the list, by Worst: no other option is better in one of
	// the two and at least as good in the other.
	Front []int `json:"front"`
	// Refused lists the start times at which the plan would be wrong, such
	// as one that falls into a clock change.
	Refused []Refusal `json:"refused,omitzero"`
	// Rotation is as Turns asked: [Fairness.PlanAt] of its Starts. It is
	// never worse than the best option.
	Rotation *Option `json:"rotation,omitzero"`
	// Sittings is the answer to Fairness.Sittings: [Fairness.RepeatAt] of its
	// Starts. It is absent where sittings of different sessions would always be at
	// once.
	Sittings *Option `json:"sittings,omitzero"`
	Burden   []int   `json:"burden"` // as it was used
}

// Option is one start time, or several, and whom that costs what. Burdens are in
// the units of the table, times minutes.
type Option struct {
	Start  civil.TimeOfDay   `json:"start,omitzero"`  // one
	Starts []civil.TimeOfDay `json:"starts,omitzero"` // several
	Worst  int64             `json:"worst"`
	Total  int64             `json:"total"`
	Shares []Share           `json:"shares"` // by participant's id
}

// Share is what an option costs one participant, and the local times it means.
type Share struct {
	Participant string  `json:"participant"`
	Burden      int64   `json:"burden"`
	Hours       []Hours `json:"hours"` // by time of the sessions
}

// Hours is when a session is on a participant's clock.
type Hours struct {
	Session string         `json:"session"`
	Start   civil.DateTime `json:"start"`
	End     civil.DateTime `json:"end"`
}

// Refusal is a start time at which the plan would be wrong, and why.
type Refusal struct {
	Start      civil.TimeOfDay `json:"start"`
	Violations rule.Violations `json:"violations"`
}

// Fairest ranks start times. Of two it prefers the one whose worst-off
// participant has the lower burden; where these are equal the one whose second
// worst-off has, and so on (leximin, so that equal ones are equal in total too);
// then the earlier. The order of participants and starts is irrelevant. The
// error is nil or [rule.Violations].
func Fairest(f Fairness, zones civil.Zones) (Ranking, error) {
	var s *search
	err := document.Check(f, func(r *rule.Report) { s = newSearch(f, zones, r) })
	if err != nil {
		return Ranking{}, err
	}
	ranking := Ranking{Burden: s.table}
	for _, start := range s.f.starts() {
		var c candidate
		if err := s.try(&c, start); err != nil {
			var vs rule.Violations
			errors.As(err, &vs)
			ranking.Refused = append(ranking.Refused, Refusal{start, vs})
			continue
		}
		s.candidates = append(s.candidates, c)
	}
	order := slices.Clone(s.candidates)
	slices.SortStableFunc(order, func(a, b candidate) int { return slices.Compare(a.leximin, b.leximin) })
	for _, c := range order {
		if c.start == s.f.published() {
			ranking.Published = len(ranking.Options)
		}
		worst, total := c.leximin[0], sum(c.leximin)
		ranking.Options = append(ranking.Options, Option{Start: c.start, Worst: worst, Total: total, Shares: s.shares(c.sessions)})
	}
	ranking.Front = front(ranking.Options)
	if f.Turns > 0 {
		ranking.Rotation = s.rotate(f.Turns)
	}
	if f.Sittings != 0 {
		ranking.Sittings = s.repeat(f.Sittings)
	}
	return ranking, nil
}

// front returns the options that no other beats in both worst and total.
func front(options []Option) []int {
	order := sorted(len(options), func(a, b int) int {
		return cmp.Or(cmp.Compare(options[a].Worst, options[b].Worst), cmp.Compare(options[a].Total, options[b].Total))
	})
	var best []int
	for _, i := range order {
		if n := len(best); n == 0 || options[i].Total < options[best[n-1]].Total ||
			options[i].Total == options[best[n-1]].Total && options[i].Worst == options[best[n-1]].Worst {
			best = append(best, i)
		}
	}
	return best
}

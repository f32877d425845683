package schedule

import (
	"cmp"
	"errors"
	"slices"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Ranking is the result of [Fairest]: the start times at which the plan is valid, the
// fairest first, and the refused ones.
type Ranking struct {
	Options []Option `json:"options"`
	// Published is the index of the plan's own start in Options.
	Published int `json:"published"`
	// Front is the Pareto front of Worst and Total, as indexes of Options, ordered by
	// Worst. It has each option for which no other option is better in one of the two
	// and at least as good in the other.
	Front []int `json:"front"`
	// Refused lists the start times at which the plan would be wrong, such as a time that
	// clocks skip.
	Refused []Refusal `json:"refused,omitzero"`
	// Rotation is the fairest way for the sessions to take turns, if Fairness.Turns is
	// set. [Fairness.PlanAt] makes a plan from Rotation.Starts. A rotation is never worse
	// than the best option.
	Rotation *Option `json:"rotation,omitzero"`
	// Sittings is the fairest way to hold each session at several start times, if
	// Fairness.Sittings is set. [Fairness.RepeatAt] makes a plan from Sittings.Starts.
	// The field is absent if no choice of start times makes a valid plan, for example
	// because sittings of different sessions would always overlap.
	Sittings *Option `json:"sittings,omitzero"`
	Burden   []int   `json:"burden"` // the table that was used
}

// Option is one start time, or a combination of several, with its burden on each
// participant. A burden is the sum, over the minutes of all sessions, of the cost of
// the minute in Fairness.Burden.
type Option struct {
	Start  civil.TimeOfDay   `json:"start,omitzero"`  // of an option with one start
	Starts []civil.TimeOfDay `json:"starts,omitzero"` // of a rotation or of sittings
	Worst  int64             `json:"worst"`
	Total  int64             `json:"total"`
	Shares []Share           `json:"shares"` // by participant's id
}

// Share is an option's burden on one participant, with the sessions' local times.
type Share struct {
	Participant string  `json:"participant"`
	Burden      int64   `json:"burden"`
	Hours       []Hours `json:"hours"` // by time of the sessions
}

// Hours is the time of a session on a participant's clock. If the session has several
// sittings, it is the time of the one that costs the participant least.
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

// Fairest ranks start times. It prefers the start time whose worst-off participant has
// the lower burden. If these burdens are equal, it compares the second worst-off
// participants, and so on (leximin). If two start times are equal in all burdens, they
// are also equal in their totals, and the earlier time comes first. The order of
// participants and starts is irrelevant. The error is nil or [rule.Violations].
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

// front returns the Pareto front of the options, as [Ranking] describes it.
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

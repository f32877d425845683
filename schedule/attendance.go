package schedule

import (
	"cmp"
	"math/big"
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Rule says what counts as attended.
type Rule struct {
	// AtLeastPercent is the share of a session's scheduled time that must be
	// reached, more than 0 and at most 100.
	AtLeastPercent exact.Decimal `json:"at_least_percent" validate:"required,bounded"`
	MissingLeave   MissingLeave  `json:"missing_leave,omitzero" validate:"omitempty,name=reject until_end zero_length"`
}

// Check reports all that is wrong with by.
func (by Rule) Check(r *rule.Report) {
	r.AddAll(document.Shape(by))
	if r.Clean("at_least_percent") && (by.AtLeastPercent.Sign() <= 0 || by.AtLeastPercent.Rat().Cmp(hundred()) > 0) {
		// At 0 percent those who never came would have attended.
		r.Add("at_least_percent", "percent", "must be more than 0 and at most 100")
	}
}

func hundred() *big.Rat { return big.NewRat(100, 1) }

// needed returns the least whole number of nanoseconds that is at least the
// share of scheduled. Since presence is a whole number of nanoseconds too,
// comparing with it decides exactly.
func (by Rule) needed(scheduled time.Duration) time.Duration {
	share := new(big.Rat).Quo(by.AtLeastPercent.Rat(), hundred())
	share.Mul(share, new(big.Rat).SetInt64(int64(scheduled)))
	whole, rest := new(big.Int).QuoRem(share.Num(), share.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return time.Duration(whole.Int64())
}

// Attendance decides who was present at which session. For each person and
// session the rows are clipped to the scheduled time, united where they overlap
// or touch, and summed; a session is attended when the sum is at least the
// rule's share of the scheduled time, exactly. The order of rows is irrelevant.
// The error is nil or [rule.Violations], of the rule and of all rows.
func (t *Timetable) Attendance(segments []Segment, by Rule) (Presence, error) {
	err := document.Check(segments, func(r *rule.Report) {
		by.Check(r)
		t.CheckSegments(segments, by, r)
	})
	if err != nil {
		return Presence{}, err
	}
	p := Presence{Sessions: make([]Scheduled, len(t.slots)), People: []PersonPresence{}}
	needed := make([]time.Duration, len(t.slots))
	for i, s := range t.slots {
		p.Sessions[i] = Scheduled{s.id, s.start.UTC(), s.end.UTC()}
		needed[i] = by.needed(s.end.Sub(s.start))
	}
	stays := t.stays(segments, by)
	for first := range stays {
		if first == 0 || stays[first].participant != stays[first-1].participant {
			p.People = append(p.People, PersonPresence{
				Participant: stays[first].participant,
				Sessions:    make([]SessionPresence, 0, len(t.slots)),
			})
		}
	}
	for i := range p.People {
		q := &p.People[i]
		for n, s := range p.Sessions {
			var stretches []stretch
			for len(stays) > 0 && stays[0].participant == q.Participant && stays[0].session == n {
				stretches = unite(stretches, stays[0].stretch)
				stays = stays[1:]
			}
			q.Sessions = append(q.Sessions, s.presence(stretches, needed[n]))
			if q.Sessions[n].Attended {
				q.Attended++
			}
		}
	}
	return p, nil
}

// unite adds a stretch that begins no earlier than the last of the others.
func unite(stretches []stretch, next stretch) []stretch {
	last := len(stretches) - 1
	switch {
	case next.from >= next.to:
		return stretches
	case last >= 0 && next.from <= stretches[last].to:
		stretches[last].to = max(stretches[last].to, next.to)
		return stretches
	default:
		return append(stretches, next)
	}
}

// stay is a segment clipped to its session.
type stay struct {
	participant string
	session     int
	stretch
}

// stays returns the segments clipped, by participant, session and begin. A
// segment outside of its session's time stays as an empty one, since its person
// has a row.
func (t *Timetable) stays(segments []Segment, by Rule) []stay {
	stays := make([]stay, len(segments))
	for i, s := range segments {
		n := t.index[s.Session]
		slot := t.slots[n]
		stays[i] = stay{s.Participant, n, stretch{slot.clip(s.Join), slot.clip(slot.leave(s, by))}}
	}
	slices.SortFunc(stays, func(a, b stay) int {
		return cmp.Or(cmp.Compare(a.participant, b.participant), cmp.Compare(a.session, b.session), cmp.Compare(a.from, b.from))
	})
	return stays
}

// leave returns when a row's stay ends.
func (s slot) leave(row Segment, by Rule) time.Time {
	switch {
	case row.Leave != nil:
		return *row.Leave
	case by.MissingLeave == ZeroLength:
		return row.Join
	case row.MeetingEnd != nil && row.MeetingEnd.Before(s.end):
		return *row.MeetingEnd
	default:
		return s.end
	}
}

// clip returns how far into s an instant is, 0 before it and its length after.
func (s slot) clip(at time.Time) time.Duration {
	switch {
	case at.Before(s.start):
		return 0
	case at.After(s.end):
		return s.end.Sub(s.start)
	default:
		return at.Sub(s.start)
	}
}

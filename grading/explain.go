package grading

import (
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// explainer makes the parts of a result from what a person's marks are worth.
type explainer struct {
	g       *Grader
	ws      []worth
	sources []rule.Source // room for the sources of the parts
}

// parts returns the results of a group's weightings and the parts of its components. The
// parameter low holds the weighting and the drops of the group in the worst case. The
// parameters worst and best are what full marks in the group add to the total in the
// worst and in the best case.
func (e *explainer) parts(gr *group, low choice, worst, best exact.Rational) ([]Alternative, []Part) {
	high, open := low, e.open(gr)
	if open {
		high = e.g.choose(gr, e.ws, true)
	}
	parts := make([]Part, len(gr.children))
	for i, child := range gr.children {
		e.part(&parts[i], child, worst.Times(gr.factor(&low, i)), best.Times(gr.factor(&high, i)))
		parts[i].Dropped = low.dropped != nil && low.dropped[i]
	}
	return e.alternatives(gr, low.weighting, open), parts
}

// open reports whether anything in the group is open. If so, the weighting and
// the drops of the best case may differ from those of the worst case.
func (e *explainer) open(gr *group) bool {
	for _, child := range gr.children {
		if e.ws[child].status == StatusPending {
			return true
		}
	}
	return false
}

// alternatives returns the result of each weighting that can be used. It returns nil for
// a group with one weighting. The parameter counted is the index of the weighting that
// counts.
func (e *explainer) alternatives(gr *group, counted int, open bool) []Alternative {
	if len(gr.weightings) == 1 {
		return nil
	}
	var list []Alternative
	for n := range gr.weightings {
		low, offered := e.g.weigh(gr, n, e.ws, false)
		if !offered {
			continue
		}
		high := low
		if open {
			high, _ = e.g.weigh(gr, n, e.ws, true)
		}
		list = append(list, Alternative{
			Weighting: n, Percent: low.share.Times(hundred), Best: high.share.Times(hundred), Counted: n == counted,
		})
	}
	return list
}

// part fills in the part of a component. The parameters worst and best are what full
// marks in the component add to the total in the worst and in the best case.
func (e *explainer) part(p *Part, at int, worst, best exact.Rational) {
	c, s := &e.g.components[at], &e.ws[at]
	if s.status == StatusExcused {
		worst, best = exact.Rational{}, exact.Rational{}
	}
	*p = Part{
		Component: c.ID, Title: c.Title, Status: s.status, Points: worst.Times(s.worst), Full: worst,
		Need: c.need, Have: s.have, Items: s.items,
	}
	if s.need != "" {
		p.Need = s.need
	}
	if p.Best = p.Points; best != worst || s.best != s.worst {
		p.Best = best.Times(s.best)
	}
	for i := range p.Items {
		p.Items[i].Points = worst.Times(p.Items[i].Points)
	}
	if c.Source != nil {
		e.sources[0] = *c.Source
		p.Source, e.sources = &e.sources[0], e.sources[1:]
	}
	if c.group != nil {
		p.Weightings, p.Parts = e.parts(c.group, s.chosen, worst, best)
		p.Have = groupHave(p)
	}
}

// groupHave returns the text of the field Have for the part of a group, such as "67.5%
// over the 3 components that count (1 dropped)".
func groupHave(p *Part) string {
	counted, dropped := 0, 0
	for i := range p.Parts {
		switch part := &p.Parts[i]; {
		case part.Dropped:
			dropped++
		case part.Status != StatusExcused:
			counted++
		}
	}
	switch {
	case p.Status == StatusExcused:
		return "excused"
	case p.Full.Sign() == 0:
		return overCount("", "component", counted, dropped)
	}
	return overCount(about(p.Points.Over(p.Full).Times(hundred), shownPlaces)+"% over ", "component", counted, dropped)
}

// overCount returns text followed by words such as "the 3 items that count (1
// dropped)".
func overCount(text, noun string, counted, dropped int) string {
	text += "the " + strconv.Itoa(counted) + " " + noun
	if counted == 1 {
		text += " that counts"
	} else {
		text += "s that count"
	}
	if dropped > 0 {
		text += " (" + strconv.Itoa(dropped) + " dropped)"
	}
	return text
}

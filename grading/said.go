package grading

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
)

// Said is a piece of a sentence: a code for what it says, and the values in it. A
// sentence can be put into any language by translating its pieces one after another. The
// package documentation lists the codes with their English texts. A piece with the title
// of a component also has the id of the component. A piece with the title of an outcome
// also has the name of the outcome.
type Said struct {
	Code   string            `json:"code"`
	Values map[string]string `json:"values,omitzero"`
}

// saying is a sentence in pieces.
type saying []Said

// add appends a piece. The parameter pairs lists the names and values in turn: a name,
// its value, the next name, and so on.
func (s *saying) add(code string, pairs ...string) {
	said := Said{Code: code}
	for pair := range slices.Chunk(pairs, 2) {
		if said.Values == nil {
			said.Values = map[string]string{}
		}
		said.Values[pair[0]] = pair[1]
	}
	*s = append(*s, said)
}

// atBest adds the value that can still be reached (parameter best), if it is more than
// the present value (parameter now).
func (s *saying) atBest(best, now exact.Rational, places int) {
	if best.Compare(now) > 0 { // best may be less if a group then counts other components
		s.add("best", "best", about(best, places))
	}
}

// limit adds what a threshold requires. For the text "above 80", the piece has the code
// followed by "_above", and the value 80 under the name "limit".
func (s *saying) limit(code, text string, pairs ...string) {
	if number, above := strings.CutPrefix(text, "above "); above {
		s.add(code+"_above", append(pairs, "limit", number)...)
	} else if number, atLeast := strings.CutPrefix(text, "at least "); atLeast {
		s.add(code+"_at_least", append(pairs, "limit", number)...)
	}
}

// counted adds which weighting counts, and the highest percentage under another
// weighting. It adds nothing if there is only one weighting.
func (s *saying) counted(list []Alternative) {
	counts, next := -1, exact.Rational{}
	for i, a := range list {
		switch {
		case a.Counted:
			counts = i
		case a.Percent.Compare(next) > 0:
			next = a.Percent
		}
	}
	if counts < 0 || len(list) < 2 {
		return
	}
	if n := list[counts].Weighting; n > 0 {
		s.add("weighting", "weighting", strconv.Itoa(n), "next", about(next, shownPlaces))
	} else {
		s.add("own_weights", "next", about(next, shownPlaces))
	}
}

// seen returns the pieces of the part's text Have. If this package did not write the
// text, it returns a single piece with the code "have".
func (p *Part) seen() []Said {
	list := p.read()
	if text := pieces(list); text != p.Have && (len(list) == 0 || list[0].Code != "points") {
		return []Said{{"have", map[string]string{"have": p.Have}}}
	}
	return list
}

// read splits Have into pieces.
func (p *Part) read() []Said {
	var list saying
	switch p.Have {
	case stillOpen, handedIn, neverMarked, nothingThere, "excused", "completed", "not completed", "excused from every session", "every item excused":
		if p.Status != StatusGraded || p.Need == "completion" {
			list.add(strings.ReplaceAll(strings.ReplaceAll(p.Have, ",", ""), " ", "_"))
			return list
		}
	}
	switch {
	case p.Parts != nil:
		text, _, over := strings.Cut(p.Have, "% over ")
		if over {
			list.add("percent", "percent", text)
		}
		counted, dropped := tally(p.Parts, func(p Part) (Status, bool) { return p.Status, p.Dropped })
		list.kept("components", counted, dropped)
	case p.Items != nil:
		if text, mean := strings.CutPrefix(p.Have, "mean "); mean {
			percent, _, _ := strings.Cut(text, "% over ")
			list.add("mean", "percent", percent)
		} else {
			earned, rest, _ := strings.Cut(p.Have, " of ")
			possible, _, _ := strings.Cut(rest, " points in ")
			list.add("sum", "earned", earned, "possible", possible)
		}
		counted, dropped := tally(p.Items, func(i ItemPart) (Status, bool) { return i.Status, i.Dropped })
		list.kept("items", counted, dropped)
	case strings.HasSuffix(p.Need, " sessions"):
		attended, rest, _ := strings.Cut(p.Have, " of ")
		held, excused, _ := strings.Cut(rest, " sessions")
		list.add("sessions", "attended", attended, "held", held)
		if excused = strings.TrimSuffix(strings.TrimPrefix(excused, ", "), " excused"); excused != "" {
			list.add("sessions_excused", "excused", excused)
		}
	case strings.HasSuffix(p.Need, " points"):
		earned, full := strings.TrimSuffix(p.Have, " points"), strings.TrimSuffix(p.Need, " points")
		if earned != p.Have && p.worth(earned, full) {
			list.add("points", "earned", earned, "possible", full)
		} else {
			list.add("level", "level", p.Have)
		}
	}
	return list
}

// fullNeeds adds the piece that says what it takes to get full marks.
func (s *saying) fullNeeds(need string) {
	sessions, attendance := strings.CutSuffix(need, " sessions")
	all, every := strings.CutPrefix(sessions, "all ")
	switch {
	case need == "completion":
		s.add("full_needs_completion")
	case need == everyItem:
		s.add("full_needs_every_item_in_full")
	case need == countedItems:
		s.add("full_needs_counted_items")
	case need == everyComponent:
		s.add("full_needs_every_component_in_full")
	case need == countedComponents:
		s.add("full_needs_counted_components")
	case attendance && every:
		s.add("full_needs_all_sessions", "sessions", all)
	case attendance:
		s.add("full_needs_sessions", "sessions", sessions)
	default:
		s.add("full_needs", "need", need)
	}
}

// need returns the text of what full marks need. If items or components are excused, full
// marks need only those that count.
func (p *Part) need() string {
	excused := slices.ContainsFunc(p.Items, func(i ItemPart) bool { return i.Status == StatusExcused }) ||
		slices.ContainsFunc(p.Parts, func(c Part) bool { return c.Status == StatusExcused })
	switch {
	case excused && p.Need == everyItem:
		return countedItems
	case excused && p.Need == everyComponent:
		return countedComponents
	}
	return p.Need
}

// open adds how many items or components of a part are still open, and how many items were
// handed in and have no mark.
func (s *saying) open(p *Part) {
	var open, unmarked, never int
	for _, i := range p.Items {
		switch {
		case i.Status == StatusPending && i.HandedIn:
			unmarked++
		case i.Status == StatusPending:
			open++
		case i.Status == StatusMissing && i.HandedIn:
			never++
		}
	}
	for _, c := range p.Parts {
		switch {
		case c.Full.Sign() == 0 && !c.Dropped: // a component that adds nothing to the total
		case c.Status == StatusPending && c.Have == handedIn:
			unmarked++
		case c.Status == StatusPending:
			open++
		case c.Status == StatusMissing && c.Have == neverMarked:
			never++
		}
	}
	for _, found := range []struct {
		code string
		n    int
	}{{"some_open", open}, {"some_handed_in", unmarked}, {"some_never_marked", never}} {
		if found.n > 0 {
			s.add(found.code, "number", strconv.Itoa(found.n))
		}
	}
}

// worth reports whether a mark of the given points, out of the given full points, adds
// exactly the points of the part. So points are told from a level whose name looks like
// points, such as "30 points". If full marks add nothing to the total, worth returns
// false.
func (p *Part) worth(earned, full string) bool {
	var e, f exact.Rational
	if e.UnmarshalText([]byte(earned)) != nil || f.UnmarshalText([]byte(full)) != nil || p.Full.Sign() == 0 {
		return false
	}
	return e.Times(p.Full).Compare(f.Times(p.Points)) == 0
}

// kept adds how many items or components count and how many were dropped. The parameter
// noun is "items" or "components".
func (s *saying) kept(noun string, counted, dropped int) {
	code := noun + "_count"
	if counted == 1 {
		code = "one_of_" + noun + "_counts"
	}
	s.add(code, "counted", strconv.Itoa(counted))
	if dropped > 0 {
		s.add("of_them_dropped", "dropped", strconv.Itoa(dropped))
	}
}

// tally returns how many elements of the list are counted and how many are dropped. An
// excused element that is not dropped is neither.
func tally[T any](list []T, state func(T) (Status, bool)) (counted, dropped int) {
	for _, v := range list {
		switch status, out := state(v); {
		case out:
			dropped++
		case status != StatusExcused:
			counted++
		}
	}
	return counted, dropped
}

package grading

import (
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
)

// maxItems is how many items one mark may list.
const maxItems = 1000

// maxMeans is the largest total length, in bits, of the denominators of all means in a
// scheme. One list of 1000 items can need about as much, if its sizes are as long as
// allowed and have no common factor. With this limit, means add up quickly, and package
// exact can read every total that it writes.
const maxMeans = 120_000

// ItemPart is the result of one item.
type ItemPart struct {
	ID      string `json:"id,omitzero"`
	Status  Status `json:"status"`
	Dropped bool   `json:"dropped,omitzero"`
	// HandedIn says that an item without a mark was handed in.
	HandedIn bool `json:"handed_in,omitzero"`
	// Percent is what the item earned, in percent of its own full marks. Points
	// is what it adds to the total; the points of the items add up to the
	// points of the part.
	Percent exact.Rational `json:"percent,omitzero"`
	Points  exact.Rational `json:"points,omitzero"`
}

// item is an item of a list, or a component of a group, with its earned and its possible
// points. For a list combined by mean, the earned points are the item's share and the
// possible points are 1. For a component, the possible points are its weight, or 0 if it
// is extra credit.
type item struct {
	id               string
	status           Status
	position         int
	protected        bool // never dropped
	earned, possible exact.Rational
	gain, cost       exact.Rational // gain - cost is a multiple of the surplus over a share, see rank
}

// readItems returns what a list of items is worth, or adds to f what is wrong with the
// list.
func (c *component) readItems(marks []ItemMark, f *faults) worth {
	award := c.Award.Items
	marks = append(slices.Clip(marks), award.expected(marks)...)
	if len(marks) > maxItems {
		f.add("items", "too-many", "at most "+strconv.Itoa(maxItems)+", with those the award still asks for")
		return worth{}
	}
	if len(marks) == 0 {
		return c.pending()
	}
	items := award.readAll(marks, f)
	if f.found || !f.clean("") {
		return worth{}
	}
	s := worth{status: StatusGraded, items: make([]ItemPart, len(items))}
	for i, it := range items {
		s.items[i] = ItemPart{ID: it.id, Status: it.status, HandedIn: marks[i].HandedIn, Percent: it.earned.Over(it.possible).Times(hundred)}
	}
	items = slices.DeleteFunc(items, func(it item) bool { return it.status == StatusExcused })
	if len(items) == 0 {
		s.status, s.have = StatusExcused, "every item excused"
		return s
	}
	t := newTrim(items, award.DropLowest, award.DropHighest)
	kept := t.solve()
	for _, it := range items {
		s.items[it.position].Points = it.earned.Over(kept.possible) // a part of the share; the explainer multiplies it by what full marks add
	}
	for _, it := range t.dropped() {
		s.items[it.position].Dropped, s.items[it.position].Points = true, exact.Rational{}
	}
	s.worst = kept.share()
	s.best = s.worst
	s.have = award.have(kept, len(items)-t.low-t.high, t.low+t.high)
	if t.finish(award.most()) {
		s.status, s.best = StatusPending, t.solve().share()
	}
	if award.Combine == combineMean && max(denominator(s.worst), denominator(s.best)) > c.bits {
		f.add("items", "too-long", "the sizes have so little in common that the mean is a fraction of too many digits")
		return worth{}
	}
	return s
}

// denominator returns the number of bits of the denominator of r. To save time, it returns
// 64 if the numerator and the denominator both fit in 64 bits.
func denominator(r exact.Rational) int {
	if _, _, fits := r.Fraction(); fits {
		return 64
	}
	return r.Rat().Denom().BitLen()
}

// readAll reads one item from each mark. The last marks are pending marks for the items
// that are still expected (see expected); they are always valid.
func (a *ItemsAward) readAll(marks []ItemMark, f *faults) []item {
	items := make([]item, len(marks))
	seen := make(map[string]bool, len(marks))
	for i := range items {
		m, in := &marks[i], f.item(i)
		if id := m.ID; id != "" {
			if seen[id] {
				in.add("id", "duplicate-id", "another item has this id")
			}
			if !document.ValidID(id) {
				in.add("id", "id", "1 to 128 bytes of characters that can be seen, without spaces around them")
			}
			seen[id] = true
		}
		items[i] = a.readOne(m, &in)
		items[i].position = i
		f.found = f.found || in.found
	}
	return items
}

// readOne reads an item from its mark, or adds to f what is wrong with the mark.
func (a *ItemsAward) readOne(m *ItemMark, f *faults) item {
	it := item{id: m.ID, status: m.status(), protected: m.ID != "" && slices.Contains(a.NeverDrop, m.ID)}
	if it.status == "" {
		if f.clean("") {
			f.add("", "one-of", "exactly one of earned, missing, excused and pending must be set")
		}
		return it
	}
	var sized, marked bool
	it.possible, sized = a.size(m, f)
	if m.Earned != nil {
		it.earned, marked = f.decimal(*m.Earned, "earned")
		if marked && sized && it.earned.Compare(it.possible.Times(a.most())) > 0 {
			f.add("earned", "above-maximum", a.tooMuch())
		}
	}
	if a.Combine == combineMean {
		it.earned, it.possible = it.earned.Over(it.possible), one
	}
	return it
}

// size returns the possible points of an item, and reports whether they are stated and
// valid.
func (a *ItemsAward) size(m *ItemMark, f *faults) (exact.Rational, bool) {
	if m.Possible.IsZero() {
		if m.Earned != nil || a.Combine == combineSum && !m.Excused {
			f.add("possible", "required", "is required")
		}
		return exact.Rational{}, false
	}
	possible, ok := f.decimal(m.Possible, "possible")
	if ok && possible.Sign() == 0 {
		f.add("possible", "range", "more than 0")
		ok = false
	}
	return possible, ok
}

// status returns the status that the mark states, or "" if the mark does not state
// exactly one.
func (m *ItemMark) status() Status {
	found, n := Status(""), 0
	for _, group := range [...]struct {
		set    bool
		status Status
	}{{m.Earned != nil, StatusGraded}, {m.Missing, StatusMissing}, {m.Excused, StatusExcused}, {m.open(), StatusPending}} {
		if group.set {
			found, n = group.status, n+1
		}
	}
	if n != 1 {
		return ""
	}
	return found
}

// tooMuch returns the detail of the violation of an item that earned too much.
func (a *ItemsAward) tooMuch() string {
	if a.UpToPercent.IsZero() {
		return "at most what was possible"
	}
	return "at most " + a.UpToPercent.String() + "% of what was possible"
}

// have returns the text of [Part.Have] for a list of items, such as "18 of 21 points in
// the 3 items that count (2 dropped)".
func (a *ItemsAward) have(k kept, counted, dropped int) string {
	text := k.earned.String() + " of " + k.possible.String() + " points in "
	if a.Combine == combineMean {
		text = "mean " + about(k.share().Times(hundred), shownPlaces) + "% over "
	}
	return overCount(text, "item", counted, dropped)
}

package grading

import "slices"

// Open describes what is still to come in one component: the parts that
// [Grader.Close] makes missing.
type Open struct {
	Component string `json:"component"`
	// HandedIn says that something was handed in and is not marked yet.
	HandedIn bool `json:"handed_in,omitzero"`
	// Sessions is how many sessions are still to be held, Items how many items of a list
	// are still to come. Both are 0 if the component is open as a whole: it has no mark
	// or a pending one, or its list is empty and the scheme expects no items.
	Sessions int `json:"sessions,omitzero"`
	Items    int `json:"items,omitzero"`
}

// Open returns what is still to come, in the order of the scheme. Marks that do
// not fit the scheme are not open.
func (g *Grader) Open(marks Marks) []Open {
	list := []Open{}
	for _, leaf := range g.leaves() {
		c := &g.components[leaf]
		if o, open := c.open(markOr(marks, c.ID)); open {
			list = append(list, o)
		}
	}
	return list
}

// Close returns the marks at the end of the course. Everything that [Grader.Open] lists
// becomes missing; HandedIn stays as it is. Sessions not held yet count as held and not
// attended. Items that a list does not show yet are added to the list as missing. Marks
// that do not fit the scheme stay as they are. The result is a copy that shares no memory
// with the given marks.
func (g *Grader) Close(marks Marks) Marks {
	closed := make(Marks, len(marks))
	for id, m := range marks {
		closed[id] = m.copied()
	}
	for _, leaf := range g.leaves() {
		c := &g.components[leaf]
		closed[c.ID] = c.close(markOr(closed, c.ID))
	}
	return closed
}

// markOr returns the mark of a component, or a pending mark if the component has none.
func markOr(marks Marks, id string) Mark {
	if m, there := marks[id]; there {
		return m
	}
	return Mark{Pending: true}
}

// open returns the open parts of a component that has the mark m, and reports
// whether any part is open.
func (c *component) open(m Mark) (Open, bool) {
	o := Open{Component: c.ID, HandedIn: m.open() && m.HandedIn}
	switch award := c.Award; {
	case m.groups() != 1:
		return o, false
	case m.open() || c.unlisted(m):
		return o, true
	case award.Attendance != nil && m.Attended != nil && m.Held != nil:
		o.Sessions = max(award.Attendance.Sessions-*m.Held, 0)
		return o, o.Sessions > 0
	case award.Items != nil && m.Items != nil:
		o.Items = len(award.Items.expected(m.Items))
		for _, it := range m.Items {
			if it.open() {
				o.Items++
				o.HandedIn = o.HandedIn || it.HandedIn
			}
		}
		return o, o.Items > 0
	}
	return o, false
}

// unlisted reports whether the mark is an empty list for which the scheme expects no
// items. Such a list is open as a whole.
func (c *component) unlisted(m Mark) bool {
	a := c.Award.Items
	return a != nil && m.Items != nil && len(m.Items) == 0 && len(a.expected(nil)) == 0
}

// close returns the mark at the end of the course.
func (c *component) close(m Mark) Mark {
	switch award := c.Award; {
	case m.groups() != 1:
	case m.open() || c.unlisted(m):
		return Mark{Missing: true, HandedIn: m.HandedIn}
	case award.Attendance != nil && m.Attended != nil && m.Held != nil:
		m.Held = new(max(*m.Held, award.Attendance.Sessions))
	case award.Items != nil && m.Items != nil:
		m.Items = append(m.Items, award.Items.expected(m.Items)...)
		for i := range m.Items {
			if it := &m.Items[i]; it.open() {
				it.Pending, it.Missing = false, true
			}
		}
	}
	return m
}

func (m *ItemMark) open() bool { return m.Pending || m.HandedIn && !m.Missing }

// expected returns the items that a list must still show, all pending: those that
// NeverDrop names, and then others until there are MinItems. For a sum it returns none,
// since an item that is not listed has no size.
func (a *ItemsAward) expected(listed []ItemMark) []ItemMark {
	if a.Combine != combineMean {
		return nil
	}
	var list []ItemMark
	for _, id := range a.NeverDrop {
		if !slices.ContainsFunc(listed, func(m ItemMark) bool { return m.ID == id }) {
			list = append(list, ItemMark{ID: id, Pending: true})
		}
	}
	for range a.MinItems - len(listed) - len(list) {
		list = append(list, ItemMark{Pending: true})
	}
	return list
}

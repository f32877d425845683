package admission

import "strconv"

// wait puts a candidate among those who wait.
func (m *motion) wait(c *candidate) {
	m.waiting[c.id] = c
	m.line.wait(c)
	m.tie(c, 1)
}

// tie adds 1 or -1 to the number of people who wait with the same values in all keys as
// the candidate. The numbers are needed only while there is no seed, since a tie cannot
// be decided then.
func (m *motion) tie(c *candidate, by int) {
	if m.r.Seed == "" && c.first == 0 {
		m.ties[m.s.equals(c)] += by
	}
}

// tied reports whether a seed is needed to rank c and is not yet known. This is so if
// another person who waits has the same values in all keys as c. Reinstated people never
// tie, since they are in the order of their reinstatement.
func (m *motion) tied(c *candidate) bool {
	if m.r.Seed != "" || c.first != 0 {
		return false
	}
	key := m.s.equals(c)
	others := m.ties[key]
	if own := m.waiting[c.id]; own != nil && own.first == 0 && m.s.equals(own) == key {
		others--
	}
	return others > 0
}

// equals returns a text that is the same for candidates who tie in all keys.
func (s *Selector) equals(c *candidate) string {
	text := strconv.AppendUint(nil, c.met, 16)
	for i := range s.keys {
		switch k := &s.keys[i]; {
		case k.score != nil:
			text = append(append(text, ' '), c.scores[k.place].String()...)
		case k.number != nil && c.met>>i&1 == 1:
			text = append(append(text, ' '), shortest(c.numbers[k.place]).String()...)
		}
	}
	return string(text)
}

// drop removes a person from those who wait. It does nothing if the person does not wait.
func (m *motion) drop(id string) {
	if c := m.waiting[id]; c != nil {
		c.gone = true
		m.leaves(c)
	}
}

// leaves removes a candidate from m.waiting and m.ties, but not from m.line.
func (m *motion) leaves(c *candidate) {
	delete(m.waiting, c.id)
	m.tie(c, -1)
}

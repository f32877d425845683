package admission

// calling is the outcome of giving seats to people in the order of merit.
type calling struct {
	order    []*candidate // those who get a seat, then those who wait
	seated   int          // how many people in order get a seat
	callable int          // how many people in order get a seat, or would get one if seats were added one by one
	shares   [][]int      // the shares that passed over a person of better merit, by place
	free     []int64      // by place: the number of free places, including that place
	waits    [][]*group   // for each person in order after the callable people: the groups that exclude the person
}

// call gives a seat to everybody in the slice head, and the other seats to people in the
// slice merit, which is sorted. It ignores the share whose index is skip.
//
// The order of the result holds the people of the slice merit. First are those who get a
// seat. Then come those who would be called if seats were added one by one and nobody
// left, with the maxima of the shares computed at the given capacity. Those who would
// never be called come last, by merit. If whole is false, people who get no seat may be
// missing.
func (s *Selector) call(head, merit []*candidate, capacity, skip int, whole bool) calling {
	seats := max(0, min(capacity-len(head), len(merit)))
	if len(s.shares) == 0 {
		return calling{order: merit, seated: seats, callable: len(merit)}
	}
	for i, c := range merit {
		c.merit = i + 1
	}
	st := newSeating(newTally(s.shares, capacity, skip), func(a, b *candidate) bool { return a.merit < b.merit })
	for _, c := range head {
		st.seat(c.groups, 1)
	}
	for _, c := range merit {
		st.wait(c)
	}
	out := calling{order: make([]*candidate, 0, len(merit))}
	for st.held < st.capacity && out.next(st, st.capacity-st.held) {
		out.seated++
	}
	out.callable = out.seated
	if whole {
		out.queue(st, merit)
	}
	return out
}

// next gives one place, and reports whether there was anybody to call.
func (out *calling) next(st *seating, free int64) bool {
	c, shares := st.pick(free)
	if c == nil {
		return false
	}
	st.take(c)
	out.order, out.shares, out.free = append(out.order, c), append(out.shares, shares), append(out.free, free)
	return true
}

// queue appends the people who wait in st: first those who would be called, then the
// others, with the groups that exclude them. The slice merit holds everybody in the order
// of merit. The seating st cannot be used afterwards.
func (out *calling) queue(st *seating, merit []*candidate) {
	// A minimum stated as a count excludes people only while at most st.missing() seats
	// are free. Above that number, further free seats make nobody else callable, so the
	// loop stops.
	free := max(st.capacity-st.held, 0)
	for free <= st.missing() {
		for free = st.enough(free + 1); free > 0 && out.next(st, free); free-- {
			out.callable++
		}
	}
	called := make(map[*candidate]bool, len(out.order))
	for _, c := range out.order {
		called[c] = true
	}
	for _, c := range merit {
		if !called[c] && !c.gone {
			out.order = append(out.order, c)
			out.waits = append(out.waits, st.excluders(st.numbers(c.groups), free, false))
		}
	}
}

// keeper is a share with leave_open and its shortfall.
type keeper struct {
	share int
	shortfall
}

func (st *seating) keepers() []keeper {
	var all []keeper
	for i := range st.shares {
		if st.shares[i].leaveOpen && i != st.skip {
			all = append(all, keeper{i, st.shortfall(i)})
		}
	}
	return all
}

// opens returns the least number of free places at which all keepers let the people of a
// tier take the next place. It returns infinity if no number is enough. It does not
// consider maxima. The method mark must have been called before.
func (st *seating) opens(t *tier, keepers []keeper) int64 {
	free := int64(0)
	for _, k := range keepers {
		free = max(free, st.opening(k.share, k.shortfall, t.groups))
	}
	return free
}

// enough returns the least number of free places with which somebody can be called, but
// at least the parameter free. If nobody can ever be called, it returns the least number
// with which no place is kept for a minimum stated as a count. Counts can add up to many
// millions, so it does not try one number after the other.
func (st *seating) enough(free int64) int64 {
	st.mark()
	keepers, least := st.keepers(), st.missing()+1
	for _, t := range st.tiers {
		if opens := st.opens(t, keepers); opens < least && st.head(t) != nil {
			least = opens
		}
	}
	return max(least, free)
}

// missing returns the number of seats that groups still need to reach their counts, over
// all shares with leave_open. Minima stated as a percentage are not included.
func (t *tally) missing() int64 {
	n := int64(0)
	for i := range t.shares {
		if t.shares[i].leaveOpen {
			n += t.shortfall(i).missing
		}
	}
	return n
}

// reasons returns, for each person in the order, the reason why this person comes after
// the person just before. A reason is the code of a key, the code of a share,
// "reinstated" or "lottery". The first person has no reason.
func (s *Selector) reasons(head []*candidate, out calling, capacity int) []string {
	codes := make([]string, len(out.order))
	t := newTally(s.shares, capacity, none)
	for _, c := range head {
		t.seat(c.groups, 1)
	}
	for i, c := range out.order {
		if i+1 < len(out.order) {
			next := out.order[i+1]
			if len(s.shares) == 0 || c.merit < next.merit {
				codes[i+1] = s.decider(c, next)
			} else if share := t.reason(c.groups, next.groups, out.free[i]); share != none {
				codes[i+1] = s.shares[share].code
			}
		}
		t.seat(c.groups, 1)
	}
	return codes
}

// decider returns "reinstated", the code of the first key in which two candidates differ,
// or "lottery".
func (s *Selector) decider(a, b *candidate) string {
	if a.first != b.first {
		return codeReinstated
	}
	if _, i := s.compare(a, b, none); i != none {
		return s.keys[i].code
	}
	return codeLottery
}

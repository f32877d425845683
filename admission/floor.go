package admission

// percentUnit is how many units of Floor.percent make one percent.
const percentUnit = 1_000_000_000

// call turns the order of merit into the call order: at each place, the floors
// that would fall short without one of their carriers narrow the choice, earlier
// floors first, each only while carriers are left among the chosen; of those
// that remain the best by merit is called. by holds the floor that passed
// somebody over, or none, for each place. The floor to skip does not bind.
func (s *Selector) call(merit []*candidate, skip int) (order []*candidate, by []int) {
	by = make([]int, len(merit))
	for i := range by {
		by[i] = none
	}
	if len(s.floors) == 0 {
		return merit, by
	}
	// One queue for each set of floors that somebody carries.
	var queues []queue
	index := map[uint64]int{}
	for i, c := range merit {
		at, there := index[c.carries]
		if !there {
			at = len(queues)
			index[c.carries] = at
			queues = append(queues, queue{carries: c.carries})
		}
		queues[at].places = append(queues[at].places, i)
	}
	called := make([]int64, len(s.floors))
	order = make([]*candidate, 0, len(merit))
	for n := range merit {
		next := best(queues, 0)
		want := uint64(0) // the floors that bind
		for f := range s.floors {
			// Short of its share if the next one does not carry it.
			if f == skip || called[f]*100*percentUnit >= s.floors[f].percent*int64(n+1) {
				continue
			}
			if q := best(queues, want|1<<f); q >= 0 {
				want |= 1 << f
				if q != next && by[n] == none {
					by[n] = f
				}
				next = q
			}
		}
		c := merit[queues[next].places[0]]
		queues[next].places = queues[next].places[1:]
		for f := range s.floors {
			if c.carries&(1<<f) != 0 {
				called[f]++
			}
		}
		order = append(order, c)
	}
	return order, by
}

// queue holds the places, in the order of merit, of those who carry the same
// floors and are not called yet.
type queue struct {
	carries uint64
	places  []int
}

// best returns the queue whose head has the best place among those that carry
// all that is wanted, or -1.
func best(queues []queue, want uint64) int {
	found := -1
	for i := range queues {
		q := &queues[i]
		if len(q.places) > 0 && q.carries&want == want && (found < 0 || q.places[0] < queues[found].places[0]) {
			found = i
		}
	}
	return found
}

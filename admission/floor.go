package admission

// percentUnit is how many units of Floor.percent make one percent.
const percentUnit = 1_000_000_000

// call turns the order of merit into the call order; by holds for each place the
// floor that passed somebody over, or none. The floor to skip does not bind.
func (s *Selector) call(merit []*candidate, skip int) (order []*candidate, by []int) {
	carries := make([]uint64, len(merit))
	for i, c := range merit {
		carries[i] = c.carries
	}
	places, by := s.callOrder(nil, carries, skip)
	order = make([]*candidate, len(merit))
	for n, place := range places {
		order[n] = merit[place]
	}
	return order, by
}

// callOrder continues a call order. Called and merit say which floors people
// carry: those called already, in any order, and those to come, in the order of
// merit. At each place, the floors that would fall short without one of their
// carriers narrow the choice, earlier floors first, each only while carriers
// are left among the chosen; of those that remain the best by merit is called.
// The result holds places in merit.
func (s *Selector) callOrder(called, merit []uint64, skip int) (order, by []int) {
	order, by = make([]int, 0, len(merit)), make([]int, len(merit))
	counts := make([]int64, len(s.floors))
	count := func(carries uint64) {
		for f := range counts {
			counts[f] += int64(carries >> f & 1)
		}
	}
	for _, carries := range called {
		count(carries)
	}
	queues := queuesOf(merit)
	for n := range merit {
		next, want := best(queues, 0), uint64(0)
		by[n] = none
		for f := range s.floors {
			place := int64(len(called) + n + 1)
			if f == skip || counts[f]*100*percentUnit >= s.floors[f].percent*place {
				continue // the share holds even if this place goes to somebody else
			}
			q := best(queues, want|1<<f)
			if q < 0 {
				continue
			}
			if q != next && by[n] == none {
				by[n] = f
			}
			next, want = q, want|1<<f
		}
		q := &queues[next]
		order = append(order, q.places[0])
		q.places = q.places[1:]
		count(q.carries)
	}
	return order, by
}

// queuesOf makes one queue for each set of floors that somebody carries.
func queuesOf(merit []uint64) []queue {
	var queues []queue
	index := map[uint64]int{}
	for place, carries := range merit {
		at, there := index[carries]
		if !there {
			at = len(queues)
			index[carries] = at
			queues = append(queues, queue{carries: carries})
		}
		queues[at].places = append(queues[at].places, place)
	}
	return queues
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

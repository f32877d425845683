package admission

import (
	"container/heap"
	"encoding/binary"
)

// seating gives seats, one at a time, to those who wait.
//
// People who are in exactly the same groups form a queue, by merit. Queues form a tier if
// they agree in the groups for which a share sets a minimum. Each tier offers its best
// person, and the shares choose among the tiers. So giving one seat takes time in
// proportion to the number of tiers, and a few comparisons. If a group may hold no
// further seat, its queues are parked: they leave their tiers until a seat of the group
// is given up or the number of seats changes.
type seating struct {
	*tally

	better func(a, b *candidate) bool
	queues map[string]*queue
	byTier map[string]*tier
	tiers  []*tier
	key    []byte // scratch
}

// queue is a line of people of the same groups, kept as a heap by merit.
type queue struct {
	st     *seating
	groups []int
	tier   *tier
	people []*candidate
	pos    int // the index in the tier, or none
	parked bool
}

// tier is a heap of queues that agree in the groups for which a share sets a minimum. The
// queue with the best first person is on top.
type tier struct {
	groups []int // the groups with a minimum
	queues []*queue
}

func newSeating(t *tally, better func(a, b *candidate) bool) *seating {
	return &seating{tally: t, better: better, queues: map[string]*queue{}, byTier: map[string]*tier{}}
}

// queueOf returns the queue of a candidate.
func (st *seating) queueOf(c *candidate) *queue {
	key := st.key[:0]
	for _, m := range c.groups {
		if m.share != st.skip {
			key = binary.AppendUvarint(key, uint64(st.group(m)))
		}
	}
	st.key = key
	if k, known := st.queues[string(key)]; known {
		return k
	}
	k := &queue{st: st, groups: st.numbers(c.groups), pos: none}
	st.queues[string(key)] = k
	key = key[:0]
	var needs []int
	for _, n := range k.groups {
		if st.groups[n].least.set {
			needs = append(needs, n)
			key = binary.AppendUvarint(key, uint64(n))
		}
	}
	if k.tier = st.byTier[string(key)]; k.tier == nil {
		k.tier = &tier{groups: needs}
		st.byTier[string(key)] = k.tier
		st.tiers = append(st.tiers, k.tier)
	}
	return k
}

// wait puts a candidate among those who wait.
func (st *seating) wait(c *candidate) {
	k := st.queueOf(c)
	heap.Push(k, c)
	k.settle()
}

// settle puts a queue where it belongs in its tier.
func (k *queue) settle() {
	switch {
	case k.parked:
	case len(k.people) == 0:
		if k.pos != none {
			heap.Remove(k.tier, k.pos)
		}
	case k.pos == none:
		heap.Push(k.tier, k)
	default:
		heap.Fix(k.tier, k.pos)
	}
}

// head returns the best of the people of a tier who are in no full group, or nil if there
// is no such person. It parks the queues of full groups that it meets (see seating).
func (st *seating) head(t *tier) *candidate {
	for len(t.queues) > 0 {
		k := t.queues[0]
		if k.people[0].gone {
			for len(k.people) > 0 && k.people[0].gone {
				heap.Pop(k)
			}
			k.settle()
			continue
		}
		full := st.fullOf(k.groups)
		if full == nil {
			return k.people[0]
		}
		heap.Remove(t, k.pos)
		k.parked = true
		full.parked = append(full.parked, k)
	}
	return nil
}

func (st *seating) fullOf(groups []int) *group {
	for _, n := range groups {
		if g := st.groups[n]; st.full(g) {
			return g
		}
	}
	return nil
}

// take gives the next seat to a candidate at the head of a queue.
func (st *seating) take(c *candidate) {
	k := st.queueOf(c)
	heap.Pop(k)
	k.settle()
	st.seat(c.groups, 1)
}

// leave gives up the seat of a person who is in the given groups.
func (st *seating) leave(groups []member) {
	st.seat(groups, -1)
	for _, m := range groups {
		st.unpark(st.groups[st.group(m)])
	}
}

func (st *seating) unpark(g *group) {
	parked := g.parked
	g.parked = nil
	for _, k := range parked {
		k.parked = false
		k.settle()
	}
}

// resize changes the number of seats. The maxima in percent change with it.
func (st *seating) resize(capacity int) {
	st.capacity = int64(capacity)
	for _, g := range st.groups {
		st.unpark(g)
	}
}

// top is the best person of a tier, if no share excludes that person from the next place.
type top struct {
	tier *tier
	c    *candidate
}

// pick returns the candidate who gets the next place, and the shares that passed over a
// person of better merit when they narrowed the choice. The parameter free is the number
// of free places. The candidate is nil if nobody can be called.
func (st *seating) pick(free int64) (*candidate, []int) {
	needed := st.mark()
	choice := st.choice(free)
	if len(choice) == 0 {
		return nil, nil
	}
	if !needed {
		return st.best(choice), nil
	}
	type passed struct {
		share int
		best  *candidate
	}
	var dropped []passed
	for i := range st.shares {
		var in, out []top
		for _, t := range choice {
			if st.shortIn(t.tier.groups, i) {
				in = append(in, t)
			} else {
				out = append(out, t)
			}
		}
		if len(in) > 0 && len(out) > 0 {
			dropped = append(dropped, passed{i, st.best(out)})
			choice = in
		}
	}
	called := st.best(choice)
	var shares []int
	for _, d := range dropped {
		if st.better(d.best, called) {
			shares = append(shares, d.share)
		}
	}
	return called, shares
}

// choice returns the best person of each tier, leaving out people whom a share excludes
// from the place.
func (st *seating) choice(free int64) []top {
	keepers := st.keepers()
	choice := make([]top, 0, len(st.tiers))
	for _, t := range st.tiers {
		if st.opens(t, keepers) > free {
			continue
		}
		if c := st.head(t); c != nil {
			choice = append(choice, top{t, c})
		}
	}
	return choice
}

func (st *seating) best(choice []top) *candidate {
	best := choice[0].c
	for _, t := range choice[1:] {
		if st.better(t.c, best) {
			best = t.c
		}
	}
	return best
}

// Len, Less, Swap, Push and Pop make a queue a heap of people.
func (k *queue) Len() int           { return len(k.people) }
func (k *queue) Less(i, j int) bool { return k.st.better(k.people[i], k.people[j]) }
func (k *queue) Swap(i, j int)      { k.people[i], k.people[j] = k.people[j], k.people[i] }
func (k *queue) Push(c any)         { k.people = append(k.people, c.(*candidate)) }

// Pop removes the last person and returns it.
func (k *queue) Pop() any {
	last := len(k.people) - 1
	c := k.people[last]
	k.people = k.people[:last]
	return c
}

// Len, Less, Swap, Push and Pop make a tier a heap of queues.
func (t *tier) Len() int { return len(t.queues) }
func (t *tier) Less(i, j int) bool {
	return t.queues[i].st.better(t.queues[i].people[0], t.queues[j].people[0])
}
func (t *tier) Swap(i, j int) {
	t.queues[i], t.queues[j] = t.queues[j], t.queues[i]
	t.queues[i].pos, t.queues[j].pos = i, j
}

// Push appends a queue.
func (t *tier) Push(k any) {
	k.(*queue).pos = len(t.queues)
	t.queues = append(t.queues, k.(*queue))
}

// Pop removes the last queue and returns it.
func (t *tier) Pop() any {
	last := len(t.queues) - 1
	k := t.queues[last]
	t.queues, k.pos = t.queues[:last], none
	return k
}

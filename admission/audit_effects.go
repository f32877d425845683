package admission

import (
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

func (p *pool) audit() Audit {
	a := Audit{Capacity: p.capacity, Seed: p.in.Seed, Counts: p.counts}
	if p.in.Closed != nil {
		a.Draw = clone(&p.in.Closed.Draw)
	}
	a.Counts.AdmittedByRuling = len(p.head)
	a.Counts.ExcludedByRuling = len(p.in.Rulings) - len(p.head)
	a.Counts.Admitted = len(p.head) + p.calling.seated
	a.Counts.Waitlisted = len(p.cs) - p.calling.seated
	a.Digests = p.digests()
	a.Lists = p.s.listUses(p.in.Applicants)
	a.Lottery = p.lotteryUse()
	a.Alike = alike(p.in.Applicants)
	seated := sortedIDs(p.calling.order[:p.calling.seated])
	for i := range p.s.shares {
		a.Shares = append(a.Shares, p.shareEffect(i, seated))
	}
	for _, ruling := range sortedRulings(p.in.Rulings) {
		a.Rulings = append(a.Rulings, p.rulingEffect(ruling, seated))
	}
	for i := range p.s.keys {
		a.Keys = append(a.Keys, p.keyEffect(i, seated))
	}
	return a
}

// keyEffect compares the selection with a selection without key i.
func (p *pool) keyEffect(i int, seated []string) KeyEffect {
	k := &p.s.keys[i]
	e := KeyEffect{Code: k.code, Gained: []string{}, Lost: []string{}}
	for _, c := range p.cs {
		switch {
		case k.score != nil || k.within >= 0 && c.met&(1<<k.within) == 0:
		case k.number != nil && c.met>>i&1 == 0:
			e.Unknown++
		case k.number != nil || c.met>>i&1 == 1:
			e.Met++
		case k.test.eval(c.a) == rule.Unknown:
			e.Unknown++
		}
	}
	merit := p.s.rank(p.contenders(i), p.lots, i)
	if p.in.Seed == "" && p.s.tied(merit, i) {
		e.Undecided = true
		return e
	}
	without := p.s.call(p.head, merit, p.capacity, none, false)
	e.Gained, e.Lost = differences(seated, sortedIDs(without.order[:without.seated]))
	return e
}

// contenders returns the people who could hold a seat if the key were left out, in the
// order of merit with the key. In the order without the key, people who come after every
// person with a seat cannot gain a seat. contenders leaves these people out if the policy
// has no shares and the intake has a seed. Otherwise it returns everybody, as shares can
// skip people, and without a seed all ties must be found.
func (p *pool) contenders(key int) []*candidate {
	seated := p.calling.order[:p.calling.seated]
	if len(p.s.shares) > 0 || p.in.Seed == "" || len(seated) == 0 {
		return p.merit
	}
	order := func(a, b *candidate) int { return p.s.merit(a, b, p.lots, key) }
	worst := slices.MaxFunc(seated, order)
	return slices.DeleteFunc(slices.Clone(p.merit), func(c *candidate) bool { return order(c, worst) > 0 })
}

// shareEffect compares the selection with a selection without share i, and reports
// whether the share is kept.
func (p *pool) shareEffect(i int, seated []string) ShareEffect {
	holding := slices.Concat(p.head, p.calling.order[:p.calling.seated])
	e := p.s.shareUse(i, holding, p.calling.order[p.calling.seated:], p.capacity, nil)
	without := p.s.call(p.head, p.merit, p.capacity, i, false)
	e.Gained, e.Lost = differences(seated, sortedIDs(without.order[:without.seated]))
	return e
}

// rulingEffect compares the selection with a selection without the ruling.
func (p *pool) rulingEffect(ruling Ruling, seated []string) RulingEffect {
	head, merit := p.head, p.merit
	if ruling.Decision == Admit {
		i := slices.IndexFunc(head, func(c *candidate) bool { return c.id == ruling.ID })
		about := head[i]
		head = slices.Delete(slices.Clone(head), i, i+1)
		merit = p.with(about.a)
		seated = with(seated, ruling.ID)
	} else {
		for _, a := range p.excluded {
			if a.ID == ruling.ID {
				merit = p.with(a)
			}
		}
	}
	without := p.s.call(head, merit, p.capacity, none, false)
	e := RulingEffect{ID: ruling.ID, Decision: ruling.Decision, By: ruling.By, Reason: ruling.Reason}
	e.Gained, e.Lost = differences(seated, sortedIDs(without.order[:without.seated]))
	return e
}

// with returns the order of merit with one more applicant at his or her place. If that
// applicant is not eligible, it returns the order unchanged.
func (p *pool) with(a *Applicant) []*candidate {
	if eligibility, _ := p.s.eligibility(a); eligibility != Eligible {
		return p.merit
	}
	c := p.s.candidate(a)
	at, _ := slices.BinarySearchFunc(p.merit, c, func(x, c *candidate) int { return p.s.merit(x, c, p.lots, none) })
	return slices.Insert(slices.Clone(p.merit), at, c)
}

// with returns a copy of sorted ids with one more id at its place.
func with(ids []string, id string) []string {
	at, _ := slices.BinarySearch(ids, id)
	return slices.Insert(slices.Clone(ids), at, id)
}

// differences compares two sorted lists. It returns the ids that only the first list has
// (gained), and the ids that only the second list has (lost).
func differences(seated, other []string) (gained, lost []string) {
	return minus(seated, other), minus(other, seated)
}

// minus returns the ids that are in a and not in b. Both lists are sorted.
func minus(a, b []string) []string {
	rest, i := []string{}, 0
	for _, id := range a {
		for i < len(b) && b[i] < id {
			i++
		}
		if i == len(b) || b[i] != id {
			rest = append(rest, id)
		}
	}
	return rest
}

func (p *pool) lotteryUse() LotteryUse {
	var use LotteryUse
	for i := range p.merit {
		if p.tiedAt(i) {
			use.Drawn++
		}
	}
	seated := make(map[*candidate]bool, p.calling.seated)
	for _, c := range p.calling.order[:p.calling.seated] {
		seated[c] = true
	}
	for from := 0; from < len(p.merit); {
		to := from + 1
		for to < len(p.merit) && p.s.tied(p.merit[to-1:to+1], none) {
			to++
		}
		// The slice ties holds people who are equal in all keys, the best lot first. Lots
		// decided between a person with a seat and a later person without a seat.
		// Everybody from the first person with a seat to the last person without a seat
		// is in such a pair.
		ties := p.merit[from:to]
		from = to
		in := slices.IndexFunc(ties, func(c *candidate) bool { return seated[c] })
		if in < 0 {
			continue
		}
		decided := ties[in:]
		for len(decided) > 0 && seated[decided[len(decided)-1]] {
			decided = decided[:len(decided)-1]
		}
		for _, c := range decided {
			use.Tied = append(use.Tied, c.id)
			if seated[c] {
				use.Seats++
			}
		}
	}
	slices.Sort(use.Tied)
	return use
}

func sortedIDs(cs []*candidate) []string {
	ids := make([]string, len(cs))
	for i, c := range cs {
		ids[i] = c.id
	}
	slices.Sort(ids)
	return ids
}

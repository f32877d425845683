package admission

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// candidate is an eligible applicant with the values of the keys.
type candidate struct {
	a       *Applicant
	met     uint64  // bit k: meets matching key k, and the keys that one is within
	scores  []score // by the place of the key
	carries uint64  // bit f: meets the test of floor f
	lot     [sha256.Size]byte
	drawn   bool // whether lot holds the lottery hash
}

// candidate evaluates the keys and floors for an eligible applicant.
func (s *Selector) candidate(a *Applicant) *candidate {
	c := &candidate{a: a, carries: s.carries(a)}
	for i := range s.keys {
		k := &s.keys[i]
		if k.score != nil {
			score, _ := k.score.of(a)
			c.scores = append(c.scores, score)
		} else if k.meets(a, c.met) {
			c.met |= 1 << i
		}
	}
	return c
}

// meets reports whether a matching key ranks an applicant first who meets the
// earlier ones given as bits. Who does not meet the outer key never does, and
// so is not compared by this one.
func (k *key) meets(a *Applicant, met uint64) bool {
	return (k.within < 0 || met>>k.within&1 == 1) && k.test.eval(a) == rule.Met
}

// carries returns the floors whose test an applicant meets, as bits.
func (s *Selector) carries(a *Applicant) uint64 {
	carries := uint64(0)
	for i := range s.floors {
		if s.floors[i].test.eval(a) == rule.Met {
			carries |= 1 << i
		}
	}
	return carries
}

// none is the index of no key and of no floor.
const none = -1

// compare orders two candidates by the keys but the one to skip, better first.
// It returns 0 for a tie, and the first key in which they differ.
//
// Each key is a value of the person alone (a bit, a number), so this is a
// lexicographic order and no cycle is possible, whatever key is left out.
func (s *Selector) compare(a, b *candidate, skip int) (order, differs int) {
	for i := range s.keys {
		k, order := &s.keys[i], 0
		switch {
		case i == skip:
		case k.score != nil:
			order = k.score.compare(a.scores[k.place], b.scores[k.place])
		default:
			order = cmp.Compare(b.met>>i&1, a.met>>i&1)
		}
		if order != 0 {
			return order, i
		}
	}
	return 0, none
}

// lottery draws lots: ascending SHA-256 of the prefix, the seed and the id.
type lottery struct{ text []byte }

const lotteryPrefix = "cohort-lottery-v1\n"

func newLottery(seed string) *lottery {
	text := make([]byte, 0, len(lotteryPrefix)+2*document.MaxID) // room for an id
	return &lottery{text: append(text, lotteryPrefix+seed+"\n"...)}
}

// draw fills in the hash of c, once.
func (l *lottery) draw(c *candidate) {
	if !c.drawn {
		c.lot, c.drawn = sha256.Sum256(append(l.text, c.a.ID...)), true
	}
}

// compare orders by lot, then by id.
func (l *lottery) compare(a, b *candidate) int {
	l.draw(a)
	l.draw(b)
	return cmp.Or(bytes.Compare(a.lot[:], b.lot[:]), strings.Compare(a.a.ID, b.a.ID))
}

// rank sorts candidates by the keys but skip, then by lot.
func (s *Selector) rank(cs []*candidate, l *lottery, skip int) []*candidate {
	order := slices.Clone(cs)
	slices.SortFunc(order, func(a, b *candidate) int {
		if order, _ := s.compare(a, b, skip); order != 0 {
			return order
		}
		return l.compare(a, b)
	})
	return order
}

// tied reports whether two neighbours of an order tie in all keys but skip.
func (s *Selector) tied(order []*candidate, skip int) bool {
	for i := 1; i < len(order); i++ {
		if same, _ := s.compare(order[i-1], order[i], skip); same == 0 {
			return true
		}
	}
	return false
}

package admission

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// candidate is an eligible applicant, or a person with a seat, with the values of the
// keys and the groups of the shares.
type candidate struct {
	id      string
	a       *Applicant
	met     uint64           // bit k: meets matching key k and the keys that it is within, or states number key k
	scores  []exact.Rational // of score keys, by key.place
	numbers []exact.Decimal  // of number keys, by key.place
	groups  []member
	first   int // order of reinstatement, 0 for people who were not reinstated
	lot     [sha256.Size]byte
	drawn   bool // whether lot holds the lottery hash
	gone    bool // whether the person no longer waits
	merit   int  // place in a sorted order, from 1; 0 if not known
	room    [1]exact.Rational
}

// member identifies a group by the index of its share and the name of the group.
type member struct {
	share int
	group string
}

// candidate evaluates the keys and shares for an eligible applicant.
func (s *Selector) candidate(a *Applicant) *candidate {
	c := &candidate{id: a.ID, a: a, groups: s.groups(a)}
	c.scores = c.room[:0]
	for i := range s.keys {
		k := &s.keys[i]
		switch {
		case k.score != nil:
			score, _ := k.score.of(a)
			c.scores = append(c.scores, score)
		case k.number != nil:
			d := a.Numbers[k.number.Name]
			if usable(d) {
				c.met |= 1 << i
			}
			c.numbers = append(c.numbers, d)
		case k.meets(a, c.met):
			c.met |= 1 << i
		}
	}
	return c
}

// groups returns the groups of a person, in the order of the shares.
func (s *Selector) groups(a *Applicant) []member {
	var groups []member
	for i := range s.shares {
		s.shares[i].each(a, func(group string) { groups = append(groups, member{i, group}) })
	}
	return groups
}

// meets reports whether the matching key k favours an applicant. The parameter met says
// which of the earlier keys the applicant meets: bit i is the answer for key i. If k is
// within an outer key, it favours only applicants who meet the outer key.
func (k *key) meets(a *Applicant, met uint64) bool {
	return (k.within < 0 || met>>k.within&1 == 1) && k.test.eval(a) == rule.Met
}

// none is the index that stands for the absence of a key or share.
const none = -1

// compare orders two candidates by their keys, better first, and returns the index of the
// first key in which they differ. It ignores the key whose index is skip. If the two tie,
// it returns 0 and the constant none.
//
// Each key is a value of the person alone (a bit or a number), so this is a lexicographic
// order. No cycle is possible, whatever key is ignored.
func (s *Selector) compare(a, b *candidate, skip int) (order, index int) {
	for i := range s.keys {
		if i == skip {
			continue
		}
		k := &s.keys[i]
		var order int
		switch {
		case k.score != nil:
			order = b.scores[k.place].Compare(a.scores[k.place])
		default:
			order = cmp.Compare(b.met>>i&1, a.met>>i&1)
			if order == 0 && k.number != nil && a.met>>i&1 == 1 {
				order = k.number.compare(a.numbers[k.place], b.numbers[k.place])
			}
		}
		if order != 0 {
			return order, i
		}
	}
	return 0, none
}

// compare orders two numbers, the lowest or the highest first, as k.First says.
func (k *NumberKey) compare(a, b exact.Decimal) int {
	if k.First == highest {
		a, b = b, a
	}
	return compareDecimals(a, b)
}

// lottery draws lots. The lot of a person is the SHA-256 of the prefix, the seed and the
// id, and the lowest lot comes first.
type lottery struct{ text []byte }

const lotteryPrefix = "cohort-lottery-v1\n"

func newLottery(seed string) *lottery {
	text := make([]byte, 0, len(lotteryPrefix)+2*document.MaxID) // room for the seed and an id
	return &lottery{text: append(text, lotteryPrefix+seed+"\n"...)}
}

// draw computes the lot of c, unless c has it already.
func (l *lottery) draw(c *candidate) {
	if !c.drawn {
		c.lot, c.drawn = sha256.Sum256(append(l.text, c.id...)), true
	}
}

// compare orders two candidates by lot, then by id.
func (l *lottery) compare(a, b *candidate) int {
	l.draw(a)
	l.draw(b)
	return cmp.Or(bytes.Compare(a.lot[:], b.lot[:]), strings.Compare(a.id, b.id))
}

// merit orders two candidates: reinstated people first, then by the keys, then by lot. It
// ignores the key whose index is skip.
func (s *Selector) merit(a, b *candidate, l *lottery, skip int) int {
	if a.first != b.first {
		if a.first == 0 || b.first == 0 {
			return cmp.Compare(b.first, a.first)
		}
		return cmp.Compare(a.first, b.first)
	}
	if order, _ := s.compare(a, b, skip); order != 0 {
		return order
	}
	return l.compare(a, b)
}

// rank sorts candidates by merit. It ignores the key whose index is skip.
func (s *Selector) rank(cs []*candidate, l *lottery, skip int) []*candidate {
	order := slices.Clone(cs)
	slices.SortFunc(order, func(a, b *candidate) int { return s.merit(a, b, l, skip) })
	return order
}

// tied reports whether any two neighbours in the given order tie in all keys. It ignores
// the key whose index is skip.
func (s *Selector) tied(order []*candidate, skip int) bool {
	for i := 1; i < len(order); i++ {
		if same, _ := s.compare(order[i-1], order[i], skip); same == 0 {
			return true
		}
	}
	return false
}

package admission

import (
	"cmp"
	"slices"
)

// lineup holds the people still to come, in one list for each combination of groups, best
// merit first.
type lineup struct {
	index map[string]int
	heads [][]Placement
}

func lineUp(order []Placement) *lineup {
	l := &lineup{index: map[string]int{}}
	byMerit := slices.Clone(order)
	slices.SortFunc(byMerit, func(a, b Placement) int { return cmp.Compare(a.Merit, b.Merit) })
	for _, p := range byMerit {
		key := kindKey(p)
		i, known := l.index[key]
		if !known {
			i = len(l.heads)
			l.index[key] = i
			l.heads = append(l.heads, nil)
		}
		if p.Merit > 0 {
			l.heads[i] = append(l.heads[i], p)
		}
	}
	return l
}

// leave takes a person out of the line if nobody with the same groups is ahead of the
// person.
func (l *lineup) leave(p Placement) {
	i := l.index[kindKey(p)]
	if len(l.heads[i]) > 0 && l.heads[i][0].ID == p.ID {
		l.heads[i] = l.heads[i][1:]
	}
}

func kindKey(p Placement) string {
	key := ""
	for _, g := range p.Groups {
		key += g.Share + "\n" + g.Group + "\n"
	}
	return key
}

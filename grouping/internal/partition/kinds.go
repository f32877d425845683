package partition

import "slices"

// kind is a set of interchangeable groups: either groups of one size that are no member's
// home, or a single group that is a home.
type kind struct {
	size   int
	class  int32
	home   int32 // the group, if it is a home; otherwise -1
	groups []int32
	makeup *makeup // nil for groups of any members
}

// makeup states how many members of each type a group holds. The types are those that the
// first tiers distinguish (see [Problem.types]).
type makeup struct {
	types *types
	many  []int64
}

// holds reports whether a group has this makeup. A nil makeup fits every group.
func (u *makeup) holds(group []int32) bool {
	if u == nil {
		return true
	}
	left := slices.Clone(u.many)
	for _, m := range group {
		left[u.types.index[m]]--
	}
	return !slices.ContainsFunc(left, func(n int64) bool { return n != 0 })
}

// kinds returns the kinds of groups, in the order of their first groups.
func (p *Problem) kinds() []kind {
	named := make([]bool, len(p.Sizes)+1)
	for _, t := range p.Homes {
		for _, home := range t.Home {
			if home >= 0 {
				named[home] = true
			}
		}
	}
	var all []kind
	at := map[int32]int{} // of each class of sizes: the index of the kind whose groups are no homes
	for g, size := range p.Sizes {
		k, ok := at[p.class[g]]
		if named[g] || !ok {
			k = len(all)
			all = append(all, kind{size: size, class: p.class[g], home: -1})
			if named[g] {
				all[k].home = int32(g)
			} else {
				at[p.class[g]] = k
			}
		}
		all[k].groups = append(all[k].groups, int32(g))
	}
	return all
}

// types divides members into types: no term of the first tiers distinguishes two members
// of one type.
type types struct {
	index []uint8 // of each member: its type
	first []int32 // of each type: its first member
	many  []int64 // of each type: the number of its members
}

// types returns the types of members that the terms up to a tier distinguish; there
// are at most 64 members.
func (p *Problem) types(tier int) *types {
	return p.typesBy(func(a, b int32) bool { return p.alike(a, b, upTo(tier)) })
}

// typesBy returns the types of members; alike reports whether two members are of one
// type.
func (p *Problem) typesBy(alike func(a, b int32) bool) *types {
	t := &types{index: make([]uint8, p.N)}
	for m := range int32(p.N) {
		at := slices.IndexFunc(t.first, func(first int32) bool { return alike(m, first) })
		if at < 0 {
			at = len(t.first)
			t.first, t.many = append(t.first, m), append(t.many, 0)
		}
		t.index[m] = uint8(at)
		t.many[at]++
	}
	return t
}

// upTo returns a function that reports whether a tier is the given one or a more
// important one (a lower number).
func upTo(tier int) func(tier int) bool { return func(t int) bool { return t <= tier } }

// alike reports whether members a and b are the same for all terms of the chosen tiers.
func (p *Problem) alike(a, b int32, chosen func(tier int) bool) bool {
	for _, t := range p.Counts {
		if chosen(t.Tier) && t.Value[a] != t.Value[b] {
			return false
		}
	}
	for _, t := range p.Sums {
		if chosen(t.Tier) && t.Part[a] != t.Part[b] {
			return false
		}
	}
	for _, t := range p.Lists {
		if chosen(t.Tier) && t.Alike[a] != t.Alike[b] {
			return false
		}
	}
	for _, t := range p.Homes {
		if chosen(t.Tier) && t.Home[a] != t.Home[b] {
			return false
		}
	}
	return true
}

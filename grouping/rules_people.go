package grouping

// TogetherRule wants the members of each set in one group. For each person in a set, the
// cost counts the people of the set who are in other groups. Here and in the rules below,
// people who are not members are left out.
type TogetherRule struct {
	Sets [][]string `json:"sets" validate:"min=1,max=100000"`
}

// ApartRule wants no two members of a set in one group. Its cost is the number of pairs
// of a set who are in one group.
type ApartRule struct {
	Sets [][]string `json:"sets" validate:"min=1,max=100000"`
}

// PinRule wants certain people in certain groups; see [Pin]. Larger groups are listed
// first. A pinned group keeps its position, and the other groups of its size are listed
// around it in the order of their members' smallest ids. The cost is the number of people
// who are not in the group to which they are pinned.
type PinRule struct {
	Pins []Pin `json:"pins" validate:"min=1,max=100000,dive"`
}

// Pin names a group by its position, from 1, and people who belong there.
type Pin struct {
	Group   int      `json:"group" validate:"min=1,max=1000000"`
	Members []string `json:"members" validate:"min=1,max=1000000,dive,id"`
}

// AvoidRepeatRule wants people to meet new people: no two members of an earlier group in
// one group again. The groups of several earlier formations may be listed together. Its
// cost is the number of pairs that repeat; a pair counts once for each earlier group that
// it was in.
type AvoidRepeatRule struct {
	Groups [][]string `json:"groups" validate:"min=1,max=100000"`
}

// KeepRule wants the people of an earlier group to stay in one group. For each person in
// an earlier group, the cost counts the people of the earlier group who are now in other
// groups.
type KeepRule struct {
	Groups [][]string `json:"groups" validate:"min=1,max=100000"`
}

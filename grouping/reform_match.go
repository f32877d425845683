package grouping

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// maxMatched is the largest number of new or earlier groups for which [reform.continued]
// finds the best matching. The time is cubic in the number of groups.
const maxMatched = 256

// shared counts the members that each group of an assignment has in common with each
// earlier group. A member who was swapped counts for more than all other members.
type shared map[slotGroup]int64

type slotGroup struct{ slot, group int32 }

func (r *reform) shared(seat []int32) shared {
	common, at := shared{}, 0
	for slot, size := range r.sizes {
		for _, m := range seat[at : at+size] {
			if pair := (slotGroup{int32(slot), r.old[m]}); r.old[m] >= 0 {
				common[pair]++
				if r.swapped[m] {
					common[pair] += int64(len(r.members))
				}
			}
		}
		at += size
	}
	return common
}

// sum adds up, over all groups, the count of members whom a group has in common with the
// earlier group that it continues.
func (s shared) sum(slots []int32) (total int64) {
	for slot, g := range slots {
		total += s[slotGroup{int32(slot), g}]
	}
	return total
}

// continued matches new groups to earlier groups so that the fewest members have moved.
// For each new group it returns the earlier group that it continues, or -1. If there are
// more than maxMatched groups, continued is greedy: it matches the two groups with the
// most members in common first, so more members may have moved.
func (r *reform) continued(common shared) []int32 {
	slots := slices.Repeat([]int32{-1}, len(r.sizes))
	earlier := slices.Sorted(maps.Keys(r.present()))
	if max(len(slots), len(earlier)) > maxMatched {
		pairs := slices.SortedFunc(maps.Keys(common), func(a, b slotGroup) int {
			return cmp.Or(cmp.Compare(common[b], common[a]), cmp.Compare(a.slot, b.slot), cmp.Compare(a.group, b.group))
		})
		taken := map[int32]bool{}
		for _, pair := range pairs {
			if slots[pair.slot] < 0 && !taken[pair.group] {
				slots[pair.slot], taken[pair.group] = pair.group, true
			}
		}
		return slots
	}
	gain := make([][]int64, len(slots))
	for slot := range slots {
		gain[slot] = make([]int64, max(len(slots), len(earlier)))
		for k, g := range earlier {
			gain[slot][k] = common[slotGroup{int32(slot), g}]
		}
	}
	for slot, k := range partition.Assign(gain) {
		if gain[slot][k] > 0 {
			slots[slot] = earlier[k]
		}
	}
	return slots
}

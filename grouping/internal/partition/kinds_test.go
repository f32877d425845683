package partition_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// A group has a makeup if it holds exactly the stated numbers of members of each type.
func TestMakeups(t *testing.T) {
	p := partition.New(5, []int{3, 2}, 2)
	p.Counts = append(p.Counts, spread(p, 1, 2, []int32{0, 1, 0, 1, -1})) // types: 0 and 2, 1 and 3, 4
	for _, test := range []struct {
		many  []int64
		group []int32
		want  bool
	}{
		{nil, []int32{0, 1}, true},
		{[]int64{1, 1, 0}, []int32{0, 1}, true},
		{[]int64{1, 1, 0}, []int32{3, 2}, true},
		{[]int64{1, 1, 0}, []int32{0, 2}, false},
		{[]int64{1, 1, 0}, []int32{0, 4}, false},
		{[]int64{2, 0, 1}, []int32{4, 0, 2}, true},
		{[]int64{2, 0, 1}, []int32{4, 0, 1}, false},
		{[]int64{1, 1, 1}, []int32{0, 1}, false},
	} {
		assert.Equal(t, test.want, p.Holds(1, test.many, test.group), "%+v", test)
	}
	assert.True(t, p.Holds(0, []int64{3}, []int32{0, 1, 4}), "tier 0 distinguishes nobody")
}

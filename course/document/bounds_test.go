package document_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/document"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Shape does not enter a part that another package checks, or a field that is in no
// document. These may have any depth and size.
func TestShapeLeavesWhatOthersCheck(t *testing.T) {
	t.Parallel()
	type whole struct {
		ID     string `json:"id" validate:"id"`
		Part   *node  `json:"part,omitzero" validate:"-"`
		Hidden *node  `json:"-" validate:"-"`
		inside *node
	}
	self := node{}
	self.Next = &self
	assert.Empty(t, document.Shape(whole{ID: "a", Part: &self}))
	assert.Empty(t, document.Shape(whole{ID: "a", Hidden: &self}))
	assert.Empty(t, document.Shape(whole{ID: "a", inside: &self}))
	large := node{List: make([]node, 200_001)}
	assert.Empty(t, document.Shape(whole{ID: "a", Part: &large}))
}

// link can point to itself through a chain of pointers and interfaces alone.
type link struct {
	To any `json:"to,omitzero"`
}

// Each pointer and interface of a chain counts as one level of depth; 64 are allowed.
func TestShapeBoundsPointersToPointers(t *testing.T) {
	t.Parallel()
	chain := func(hops int) any {
		var v any = 3
		for range hops {
			inner := v
			v = &inner
		}
		return v
	}
	assert.Empty(t, document.Shape(link{To: chain(32)}))
	assert.Equal(t, []string{"to depth"}, lines(t, document.Shape(link{To: chain(33)}).Err()), "a pointer and an interface each")
	var self any
	self = &self
	assert.Equal(t, []string{"to depth"}, lines(t, document.Shape(link{To: self}).Err()))
}

// If a value is nested too deep, the violation has the path of the outermost value that
// has another value of its own type inside.
func TestShapeSaysWhereTheNestingBegins(t *testing.T) {
	t.Parallel()
	deep := func() node {
		root := node{}
		for range 70 {
			root = node{List: []node{root}}
		}
		return root
	}
	for name, c := range map[string]struct {
		value any
		want  string
	}{
		"a field": {holder{ID: "a", Root: deep()}, "root depth"},
		"an element": {struct {
			Many []holder `json:"many"`
		}{[]holder{{ID: "a"}, {ID: "b", Root: deep()}}}, "many[1].root depth"},
		"an element of an array": {struct {
			Two [2]holder `json:"two"`
		}{[2]holder{{ID: "a"}, {ID: "b", Root: deep()}}}, "two[1].root depth"},
		"a value of a map": {struct {
			Named map[string]*holder `json:"named"`
		}{map[string]*holder{"x": {ID: "b", Root: deep()}}}, `named["x"].root depth`},
	} {
		assert.Equal(t, []string{c.want}, lines(t, document.Shape(c.value).Err()), name)
	}
}

// A violation of depth has the path of the outermost value that contains another value of
// its own type, even if it contains only one. A map of several values is accepted if none
// of the values is nested too deep.
func TestShapeOfTwoOfAType(t *testing.T) {
	t.Parallel()
	type pair struct {
		Other *pair `json:"other,omitzero" validate:"-"`
		Of    *pair `json:"of,omitzero"`
		Root  node  `json:"root"`
	}
	deep := node{}
	for range 70 {
		deep = node{List: []node{deep}}
	}
	assert.Equal(t, []string{"root depth"}, lines(t, document.Shape(pair{Root: deep}).Err()))
	assert.Equal(t, []string{"depth"}, lines(t, document.Shape(pair{Of: &pair{Root: deep}}).Err()))
	assert.Empty(t, document.Shape(pair{Root: node{Named: map[string]node{"a": {}, "b": {}, "c": {Named: map[string]node{"d": {}}}}}}))
}

// wide is a value that contains 10,000 values of type T.
type wide[T any] struct {
	A [10_000]T `json:"a"`
}

// bytesOf returns the number of bytes that the decoder counts for a value of type T. It
// finds the shortest text in which a list of such values is accepted.
func bytesOf[T any](t *testing.T) int {
	t.Helper()
	// Find a number of elements that take up a little more than a mebibyte.
	fits := func(elements, length int) bool {
		text := "[" + strings.TrimSuffix(strings.Repeat("{},", elements), ",")
		text += strings.Repeat(" ", max(length-len(text)-1, 0)) + "]"
		var list []wide[T]
		err := document.Decode([]byte(text), &list)
		if err != nil {
			require.Equal(t, []string{"too-many"}, lines(t, err))
		}
		return err == nil
	}
	elements := 1
	for fits(elements, 0) {
		elements++
	}
	low, high := 0, 1<<20
	for low < high {
		if middle := (low + high) / 2; fits(elements, middle) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return (20*low + 1<<20) / (elements * 10_000)
}

// The decoder counts the memory of a value in the same way on every machine: without
// padding, and as on a machine of 64 bits.
func TestDecodeCountsMemory(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ want, got int }{
		"bool":    {1, bytesOf[bool](t)},
		"int8":    {1, bytesOf[int8](t)},
		"int16":   {2, bytesOf[int16](t)},
		"int32":   {4, bytesOf[int32](t)},
		"int64":   {8, bytesOf[int64](t)},
		"int":     {8, bytesOf[int](t)},
		"pointer": {8, bytesOf[*string](t)},
		"map":     {8, bytesOf[map[string]string](t)},
		"text":    {16, bytesOf[string](t)},
		"list":    {24, bytesOf[[]string](t)},
		"array":   {10, bytesOf[[10]bool](t)},
		"struct": {9, bytesOf[struct {
			A bool `json:"a"`
			B int  `json:"b"`
		}](t)},
	} {
		assert.Equal(t, c.want, c.got, name)
	}
}

// The limit on the memory of decoded values is exact to the byte: 20 times the length of
// the text, plus a mebibyte. So a text of 424 bytes may decode to 132 values that take up
// 8,008 bytes each, and a text of 423 bytes may not.
func TestDecodeBoundsMemoryToTheByte(t *testing.T) {
	t.Parallel()
	type part struct {
		A [1001]int64 `json:"a"`
	}
	list := "[" + strings.Repeat("{},", 131) + "{}"
	padded := func(length int) []byte { return []byte(list + strings.Repeat(" ", length-len(list)-1) + "]") }
	var parts []part
	assert.NoError(t, document.Decode(padded(424), &parts))
	assert.Equal(t, []string{"too-many"}, lines(t, document.Decode(padded(423), &parts)))
	// Each pointer takes up 8 more bytes. For 132 pointers, the text needs 52.8 more bytes.
	var pointers []*part
	assert.NoError(t, document.Decode(padded(424+53), &pointers))
	assert.Equal(t, []string{"[131] too-many"}, lines(t, document.Decode(padded(424+52), &pointers)))
	// In a map only the values count. For 134 values, the text must have 1,225 bytes.
	named := "{"
	for i := range 134 {
		named += fmt.Sprintf(`"%03d":{},`, i)
	}
	named = strings.TrimSuffix(named, ",")
	var values map[string]part
	assert.NoError(t, document.Decode([]byte(named+strings.Repeat(" ", 1225-len(named)-1)+"}"), &values))
	assert.Equal(t, []string{"too-many"}, lines(t, document.Decode([]byte(named+strings.Repeat(" ", 1224-len(named)-1)+"}"), &values)))
}

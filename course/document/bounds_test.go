package document_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/document"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A part that another package checks, and a field that is in no document, are
// not entered: they may be as deep and as large as they like.
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

// link is a pointer that can point to itself through nothing but interfaces.
type link struct {
	To any `json:"to,omitzero"`
}

// A chain of pointers and interfaces counts as depth: at most 64 of them.
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

// The path of what is nested too deep is that of the outermost value with
// another one of its type inside.
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

// wide is a value that takes up 10,000 of the same.
type wide[T any] struct {
	A [10_000]T `json:"a"`
}

// bytesOf is how many bytes a value of type T is counted as, found by trying how
// long a text has to be for a list of them.
func bytesOf[T any](t *testing.T) int {
	t.Helper()
	// So many elements take up a mebibyte and something.
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

// What a value takes up is counted alike on every machine: without padding, and
// as on a machine of 64 bits.
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

// Values may take up 20 times the text and a mebibyte, to the byte: 132 values
// of 8,008 bytes are 20 times 424 bytes and a mebibyte.
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
	// A pointer takes up 8 bytes more: 132 of them are 52.8 bytes of text.
	var pointers []*part
	assert.NoError(t, document.Decode(padded(424+53), &pointers))
	assert.Equal(t, []string{"[131] too-many"}, lines(t, document.Decode(padded(424+52), &pointers)))
	// Of a map only the values count: 134 of them are 1,225 bytes of text.
	named := "{"
	for i := range 134 {
		named += fmt.Sprintf(`"%03d":{},`, i)
	}
	named = strings.TrimSuffix(named, ",")
	var values map[string]part
	assert.NoError(t, document.Decode([]byte(named+strings.Repeat(" ", 1225-len(named)-1)+"}"), &values))
	assert.Equal(t, []string{"too-many"}, lines(t, document.Decode([]byte(named+strings.Repeat(" ", 1224-len(named)-1)+"}"), &values)))
}

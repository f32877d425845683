package document_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// node is a type that can contain itself in every possible way.
type node struct {
	Next  *node           `json:"next,omitzero"`
	List  []node          `json:"list,omitzero" validate:"omitempty,dive"`
	Named map[string]node `json:"named,omitzero"`
	Any   any             `json:"any,omitzero"`
	Ways  []*node         `json:"ways,omitzero" validate:"omitempty,dive"`
}

// holder holds a node, so that the report can name where the nesting begins.
type holder struct {
	ID   string `json:"id" validate:"id"`
	Root node   `json:"root"`
}

// Shape refuses a literal that contains itself, is nested too deep or shares its parts
// too often, and it does so quickly. The path of the violation is where the nesting
// begins.
func TestShapeOfLiteralsThatContainThemselves(t *testing.T) {
	t.Parallel()
	pointer, list, named, boxed, ways := node{}, node{List: make([]node, 1)}, node{Named: map[string]node{}}, node{}, node{}
	pointer.Next = &pointer
	list.List[0].List = list.List
	named.Named["a"] = named
	boxed.Any = &boxed
	ways.Ways = []*node{&ways, &ways}
	shared := &node{}
	for range 40 {
		shared = &node{Ways: []*node{shared, shared}}
	}
	deep := &node{}
	for range 100 {
		deep = &node{Next: deep}
	}
	for name, c := range map[string]struct {
		root node
		want string
	}{
		"a pointer to itself":   {pointer, "root depth"},
		"a list within itself":  {list, "root depth"},
		"a map within itself":   {named, "root depth"},
		"an interface":          {boxed, "root depth"},
		"two ways":              {ways, "root depth"},
		"parts shared 40 times": {*shared, "root depth"},
		"nested 100 deep":       {*deep, "root depth"},
	} {
		start := time.Now()
		got := lines(t, document.Shape(holder{ID: "a", Root: c.root}).Err())
		assert.Equal(t, []string{c.want}, got, name)
		assert.Less(t, time.Since(start), time.Second, name)
	}
	wide := &node{}
	for range 20 {
		wide = &node{Ways: []*node{wide, wide}}
	}
	assert.Equal(t, []string{"too-many"}, lines(t, document.Shape(holder{ID: "a", Root: *wide}).Err()), "a million parts out of twenty")
	assert.Empty(t, document.Shape(holder{ID: "a", Root: node{Next: &node{}}}))
}

func TestShapeOfWhatHasNone(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]any{"nil": nil, "a list": []room{{}}, "a nil pointer": (*room)(nil), "a number": 3, "a pointer to a list": &[]room{}} {
		assert.Equal(t, []string{"type"}, lines(t, document.Shape(v).Err()), name)
	}
}

// The limits of nodes and of depth are tested on both sides.
func TestShapeLimits(t *testing.T) {
	t.Parallel()
	chain := func(n int) holder {
		last := &node{}
		for range n - 1 {
			last = &node{Next: last}
		}
		return holder{ID: "a", Root: *last}
	}
	assert.Empty(t, document.Shape(chain(64-1)))
	assert.Equal(t, []string{"root depth"}, lines(t, document.Shape(chain(64)).Err()))
	// The holder, the root and its list are three nodes.
	wide := holder{ID: "a", Root: node{List: make([]node, 200_000-3)}}
	assert.Empty(t, document.Shape(wide))
	wide.Root.List = append(wide.Root.List, node{})
	assert.Equal(t, []string{"too-many"}, lines(t, document.Shape(wide).Err()))
}

func TestDecodeTargets(t *testing.T) {
	t.Parallel()
	for name, into := range map[string]any{
		"nil": nil, "not a pointer": room{}, "a nil pointer": (*room)(nil), "keys that are not text": &map[int]string{}, "a number of floating point": new(float64),
		"an interface": new(any), "a channel inside": &struct {
			C chan int `json:"c"`
		}{},
	} {
		assert.NotPanics(t, func() {
			assert.Equal(t, []string{"target"}, lines(t, document.Decode([]byte(`{}`), into)), name)
		}, name)
	}
}

func TestDecodeSkipsMarkAndSchema(t *testing.T) {
	t.Parallel()
	var r room
	require.NoError(t, document.Decode([]byte("\ufeff"+`{"$schema":"https://example.org/x.json","id":"a"}`), &r))
	assert.Equal(t, "a", r.ID)
	assert.Equal(t, []string{`rooms[0]["$schema"] unknown-key`}, lines(t, document.Decode([]byte(`{"id":"a","rooms":[{"$schema":"x","id":"b"}]}`), &r)), "of the outermost object alone")
	assert.Equal(t, []string{"syntax"}, lines(t, document.Decode([]byte("\ufeff\ufeff{}"), &r)))
}

// The values of a document may take up 20 times the bytes of its text, plus 1 MiB.
func TestDecodeBoundsMemory(t *testing.T) {
	t.Parallel()
	var r room
	text := `{"id":"a","rooms":[{}` + strings.Repeat(`,{}`, 150_000) + `]}`
	assert.Equal(t, []string{"rooms too-many"}, lines(t, document.Decode([]byte(text), &r)))
	var prices struct {
		Many map[string]struct {
			One, Two room `json:"-"`
		} `json:"many"`
	}
	var b strings.Builder
	b.WriteString(`{"many":{"x":{}`)
	for i := range 50_000 {
		b.WriteString(`,"` + string(rune('a'+i%26)) + string(rune(0x4e00+i/26)) + `":{}`)
	}
	b.WriteString(`}}`)
	assert.Equal(t, []string{"many too-many"}, lines(t, document.Decode([]byte(b.String()), &prices)))
	assert.NoError(t, document.Decode([]byte(`{"id":"a","tags":["abc"`+strings.Repeat(`,"abc"`, 150_000)+`]}`), &r), "texts take up little more than they are")
}

func TestIDsThatCannotBeSeen(t *testing.T) {
	t.Parallel()
	for _, id := range []string{
		"\u3164", "A1\u3164", "A1\u115f", "A1\uffa0", "A1\u2800", "A1\u034f", "A1\ufe0f", "A1\U000e0100", "A1\u180b", "A1\u17b4", "A1\ufffe", "A1\U0001ffff", "A1\ufdd0",
		"\u200d", "A1\u200c", "\u200cA1", "A1\u200d2", "1\u200cA", "\ufe0f", "\u0301", "\u0301A",
	} {
		assert.False(t, document.ValidID(id), "%+q", id)
	}
	for _, id := range []string{"A1", "नि\u200dय", "می\u200cخواهم", "é", "e\u0301", "日本", "😀"} {
		assert.True(t, document.ValidID(id), "%+q", id)
	}
	assert.True(t, document.ValidLine("I ❤\ufe0f courses"), "a selector of an emoji in a title")
	assert.False(t, document.ValidLine("a\u3164b"))
}

func TestSkeleton(t *testing.T) {
	t.Parallel()
	for _, alike := range [][2]string{{"A1", "a1"}, {"e\u0301", "E"}, {"a  b", "a b"}, {"a\u2800b", "A B"}, {"ſ", "S"}, {"\u212a1", "k1"}, {"می\u200cخ", "میخ"}, {"a\u00a0b", "a b"}} {
		assert.Equal(t, document.Skeleton(alike[0]), document.Skeleton(alike[1]), "%+q", alike)
	}
	for id, want := range map[string]string{"a": "A", "a  bc\u2800d": "A BC D", " a ": " A", "1e\u0301\u200d2": "1E2"} {
		assert.Equal(t, want, document.Skeleton(id), "%+q", id)
	}
	for _, apart := range [][2]string{{"A1", "A2"}, {"ab", "a b"}, {"A", "А"}} {
		assert.NotEqual(t, document.Skeleton(apart[0]), document.Skeleton(apart[1]), "%+q", apart)
	}
}

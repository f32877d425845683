package document_test

import (
	"testing"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// letters has members that are not in alphabetical order.
type letters struct {
	Z      []letters          `json:"z,omitzero"`
	Hidden int                `json:"-"`
	M      map[string]letters `json:"m,omitzero"`
	B      *letters           `json:"b,omitzero"`
	A      string             `json:"a,omitzero"`
}

// backwards reports a violation at each path, the last one first.
func backwards(paths ...string) func(r *rule.Report) {
	return func(r *rule.Report) {
		for i := len(paths) - 1; i >= 0; i-- {
			r.Note(paths[i], "x", "")
		}
	}
}

func withCode(paths []string) []string {
	list := make([]string, len(paths))
	for i, path := range paths {
		list[i] = path + " x"
	}
	list[0] = "x" // a violation of the whole has no path
	return list
}

// Check puts the violations of a Go value in the order of its fields, elements and sorted
// keys. The violations of an absent value come directly after those of the value that
// should contain it.
func TestCheckOrder(t *testing.T) {
	t.Parallel()
	paths := []string{"", "z", "z[2].m", "z[2].a", "z[10].z", "z[11]", `m["k"].b`, `m["k"].b.b`, `m["k"].a`, `m["l"].z`, "b.m", "b.a", "a"}
	v := letters{Z: make([]letters, 11), M: map[string]letters{"l": {}, "k": {B: &letters{}}}, B: &letters{}}
	assert.Equal(t, withCode([]string{"", "z", "z[11]", "z[2].m", "z[2].a", "z[10].z", `m["k"].b`, `m["k"].b.b`, `m["k"].a`, `m["l"].z`, "b.m", "b.a", "a"}),
		lines(t, document.Check(v, backwards(paths...))))
	assert.Equal(t, withCode([]string{"", "z[2]", "z[10]"}), lines(t, document.Check(&v, backwards("", "z[2]", "z[10]"))))
	assert.Equal(t, []string{"x"}, lines(t, document.Check((*letters)(nil), backwards(""))))
	assert.NoError(t, document.Check(v, backwards()))
	many := func(r *rule.Report) {
		for i := range 10_001 {
			r.Note(rule.Index("z", 10_000-i), "x", "")
		}
	}
	got := lines(t, document.Check(v, many))
	assert.Equal(t, "and-more", got[10_000], "last, though it is of the whole")
}

// Parse puts the violations in the order of the text.
func TestParseOrder(t *testing.T) {
	t.Parallel()
	text := `{"a": 1, "b": {"a": 1, "z": 1}, "m": {"y": {"a": 1, "z": 1}, "l": {"a": 1}, "b": 1},
		"z": [{}, {}, {"a": 1, "m": 1}, {}, {}, {}, {}, {}, {}, {}, {"a": 1}, {"b": 1}], "other": 1}`
	assert.Equal(t, []string{
		"x", "a type", "b.a type", "b.z type", `m["y"].a type`, `m["y"].z type`, `m["l"].a type`, `m["b"] type`, "z[2].a type", "z[2].m type", "z[9].a x", "z[10].a type", "z[11].b type", "other unknown-key",
	}, lines(t, document.Parse([]byte(text), new(letters), func(r *rule.Report) { r.Note("z[9].a", "x", ""); r.Note("", "x", "") })))
	list := `[{"a": "1"}, {}, {"a": 1}, {}, {}, {}, {}, {}, {}, {}, {"a": 1}]`
	assert.Equal(t, []string{"[2].a type", "[10].a type"}, lines(t, document.Decode([]byte(list), new([]letters))))
}

// Decode reads maps with values of every type. A value that cannot be read is left out.
func TestDecodeMaps(t *testing.T) {
	t.Parallel()
	var maps struct {
		Numbers map[string]int            `json:"numbers"`
		Bools   map[string]bool           `json:"bools"`
		Texts   map[string]string         `json:"texts"`
		Prices  map[string]exact.Decimal  `json:"prices"`
		Lists   map[string][]int          `json:"lists"`
		Pairs   map[string][2]int         `json:"pairs"`
		Objects map[string]letters        `json:"objects"`
		Maps    map[string]map[string]int `json:"maps"`
		Refs    map[string]*int           `json:"refs"`
	}
	const text = `{"numbers":{"a":0},"bools":{"a":true},"texts":{"a":"x"},"prices":{"a":"1.5"},"lists":{"a":[0,1]},"pairs":{"a":[1,2]},"objects":{"a":{"a":"x"}},"maps":{"a":{"b":1}},"refs":{"a":-1}}`
	require.NoError(t, document.Decode([]byte(text), &maps))
	assert.Equal(t, map[string]int{"a": 0}, maps.Numbers)
	assert.Equal(t, map[string]bool{"a": true}, maps.Bools)
	assert.Equal(t, map[string]string{"a": "x"}, maps.Texts)
	assert.Equal(t, map[string]exact.Decimal{"a": exact.MustDecimal("1.5")}, maps.Prices)
	assert.Equal(t, map[string][]int{"a": {0, 1}}, maps.Lists)
	assert.Equal(t, map[string][2]int{"a": {1, 2}}, maps.Pairs)
	assert.Equal(t, map[string]letters{"a": {A: "x"}}, maps.Objects)
	assert.Equal(t, map[string]map[string]int{"a": {"b": 1}}, maps.Maps)
	assert.Equal(t, map[string]*int{"a": new(-1)}, maps.Refs)
	err := document.Decode([]byte(`{"numbers":{"a":"x","b":2},"prices":{"a":1,"b":"2"},"pairs":{"a":[1],"b":[3,4]}}`), &maps)
	assert.Equal(t, []string{`numbers["a"] type`, `prices["a"] type`, `pairs["a"] too-few`}, lines(t, err))
	assert.Equal(t, map[string]int{"b": 2}, maps.Numbers, "what could not be read is not there")
	assert.Equal(t, map[string][2]int{"b": {3, 4}}, maps.Pairs)
	assert.Len(t, maps.Prices, 1)
}

// The detail for an unknown key lists the known keys, without fields that have no JSON
// name.
func TestKeysThatThereAre(t *testing.T) {
	t.Parallel()
	assert.EqualError(t, document.Decode([]byte(`{"q": 1}`), new(letters)), "q: unknown-key: no such key; there are z, m, b and a")
}

// A field of a sum type counts as set even if its value could not be read.
func TestKindsThatCouldNotBeRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`{"any": 5}`:                 {"choice.any type"},
		`{"left": 5}`:                {"choice.left type"},
		`{"left": 5, "any": null}`:   {"choice one-of", "choice.left type", "choice.any null"},
		`{"right": {"far": "x"}}`:    {"choice.right.far type"},
		`{"any": [{"left": 1}, {}]}`: {"choice.any[0].left type", "choice.any[1] one-of"},
	} {
		var r room
		err := document.Parse([]byte(`{"id":"a","choice":`+text+`}`), &r, func(report *rule.Report) { report.Put(document.Shape(r)...) })
		assert.Equal(t, want, lines(t, err), text)
	}
	var vs rule.Violations
	require.ErrorAs(t, document.Shape(room{ID: "a", Choice: &choice{}}).Err(), &vs)
	assert.Equal(t, "choice: one-of: no kind is set; want left, right or any", vs[0].Error())
	require.ErrorAs(t, document.Shape(room{ID: "a", Choice: &choice{Left: &struct{}{}, Any: []choice{{Left: &struct{}{}}}}}).Err(), &vs)
	assert.Equal(t, "choice: one-of: two or more kinds are set: left and any; keep one", vs[0].Error())
}

package document_test

import (
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
)

func TestShapeCodes(t *testing.T) {
	t.Parallel()
	least := exact.Decimal{Decimal: decimal.New(1, 30_000_000)}
	for _, c := range []struct {
		code string
		room room
		want []string
	}{
		{"fits", room{ID: "a", Seats: 500, Colour: "red", Tags: []string{"ab", "abcd"}, Rooms: []room{{ID: "b"}}, Choice: &choice{Left: &struct{}{}}}, nil},
		{"required", room{}, []string{"id required"}},
		{"id", room{ID: strings.Repeat("x", 129)}, []string{"id id"}},
		{"id", room{ID: "a\nb"}, []string{"id id"}},
		{"range", room{ID: "a", Seats: 501}, []string{"seats range"}},
		{"range", room{ID: "a", Seats: -1}, []string{"seats range"}},
		{"decimal", room{ID: "a", Least: &least}, []string{"least decimal"}},
		{"unknown-value", room{ID: "a", Colour: "green"}, []string{"colour unknown-value"}},
		{"too-few and too-many", room{ID: "a", Tags: []string{"a", "abcde", "ab", "ab"}}, []string{"tags too-many"}},
		{"too-short and too-long", room{ID: "a", Tags: []string{"a", "abcde"}}, []string{"tags[0] too-short", "tags[1] too-long"}},
		{"one-of", room{ID: "a", Choice: &choice{}}, []string{"choice one-of"}},
		{"one-of", room{ID: "a", Choice: &choice{Left: &struct{}{}, Any: []choice{{}}}}, []string{"choice one-of", "choice.any[0] one-of"}},
		{"nested", room{ID: "a", Rooms: []room{{ID: "b"}, {Rooms: []room{{}}}}}, []string{"rooms[1].id required", "rooms[1].rooms[0].id required"}},
	} {
		assert.Equal(t, c.want, lines(t, document.Shape(c.room).Err()), c.code)
		assert.Equal(t, c.want, lines(t, document.Shape(&c.room).Err()), "%s, by pointer", c.code)
	}
}

func TestValidID(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]bool{
		"A001": true, "é/x y": true, "क्\u200dष": true, strings.Repeat("x", 128): true,
		"": false, strings.Repeat("x", 129): false, "a\n": false, " a": false, "a ": false, "\ufeffa": false, "\u202ea": false, "a\x00": false, "a\x7f": false, "a\u0085": false, "a\u2028": false, "\xff": false,
	} {
		assert.Equal(t, want, document.ValidID(id), "%q", id)
	}
}

func TestValidLineAndText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"": true, " a b ": true, "Côte d’Ivoire": true, "\u0646\u200c\u0627": true,
		"a\tb": false, "a\x1b[31m": false, "a\u2028b": false, "\u202ea": false, "\xff": false, "a\r": false,
	} {
		assert.Equal(t, want, document.ValidLine(text), "%q", text)
		assert.Equal(t, want, document.ValidText(text), "%q", text)
	}
	assert.False(t, document.ValidLine("a\nb"))
	assert.True(t, document.ValidText("a\nb"))
}

func TestKinds(t *testing.T) {
	t.Parallel()
	assert.Empty(t, document.Kinds(choice{}))
	assert.Equal(t, []string{"left", "any"}, document.Kinds(choice{Left: &struct{}{}, Any: []choice{}}), "an empty list is set")
	assert.Equal(t, []string{"left"}, document.Kinds(&choice{Left: &struct{}{}}))
	assert.Empty(t, document.Kinds((*choice)(nil)))
	assert.Empty(t, document.Kinds(3))
}

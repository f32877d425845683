package document_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// room has a field of every kind that the decoder reads.
type room struct {
	ID      string                   `json:"id" validate:"id"`
	Seats   int                      `json:"seats,omitzero" validate:"min=0,max=500"`
	Tiny    int8                     `json:"tiny,omitzero"`
	Open    *bool                    `json:"open,omitzero"`
	Since   *time.Time               `json:"since,omitzero"`
	Fee     exact.Decimal            `json:"fee,omitzero" validate:"bounded"`
	Least   *exact.Decimal           `json:"least,omitzero" validate:"omitempty,bounded"`
	Colour  colour                   `json:"colour,omitzero" validate:"omitempty,name=red blue"`
	Tags    []string                 `json:"tags,omitzero" validate:"max=3,dive,min=2,max=4"`
	Names   map[string]string        `json:"names,omitzero"`
	Prices  map[string]exact.Decimal `json:"prices,omitzero"`
	Pair    *[2]string               `json:"pair,omitzero"`
	Rooms   []room                   `json:"rooms,omitzero" validate:"omitempty,dive"`
	Choice  *choice                  `json:"choice,omitzero" validate:"omitempty,oneof1"`
	Verdict rule.Verdict             `json:"verdict,omitzero"`
	Hidden  string                   `json:"-"`
}

type choice struct {
	Left  *struct{} `json:"left,omitzero"`
	Right *struct {
		Far int `json:"far"`
	} `json:"right,omitzero"`
	Any []choice `json:"any,omitzero" validate:"omitempty,dive,oneof1"`
}

type colour string

// lines returns path and code of every violation, in order.
func lines(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var vs rule.Violations
	require.True(t, errors.As(err, &vs), "%T", err)
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = strings.TrimSpace(v.Path + " " + v.Code)
	}
	return out
}

func TestDecodeCodes(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat(`{"rooms":[`, 32) + `{"id":"x"}` + strings.Repeat(`]}`, 32)
	for _, c := range []struct {
		code, text string
		want       []string
	}{
		{"syntax", ``, []string{"syntax"}},
		{"syntax", `{"id":`, []string{"syntax"}},
		{"syntax", `{"id":"a"} {}`, []string{"syntax"}},
		{"syntax", `{"id":"a",}`, []string{"syntax"}},
		{"syntax", `{'id':"a"}`, []string{"syntax"}},
		{"syntax, reported alone", `{"colour":1,"id":"a"`, []string{"syntax"}},
		{"text", "{\"id\":\"\xff\"}", []string{"text"}},
		{"text", `{"id":"\ud800"}`, []string{"id text"}},
		{"text", `{"names":{"\udc00":"a"}}`, []string{`names["` + "\uFFFD" + `"] text`}},
		{"depth", strings.Repeat("[", 65) + strings.Repeat("]", 65), []string{"depth"}},
		{"depth", deep, []string{"depth"}},
		{"null", `null`, []string{"null"}},
		{"null", `{"id":null,"seats":null,"open":null,"tags":[null],"names":{"en":null}}`, []string{"id null", "seats null", "open null", "tags[0] null", `names["en"] null`}},
		{"type", `[]`, []string{"type"}},
		{"type", `{"id":1,"seats":"1","open":"yes","fee":1.5,"tags":{},"names":[],"rooms":[[]],"since":2024}`, []string{"id type", "seats type", "open type", "fee type", "tags type", "names type", "rooms[0] type", "since type"}},
		{"type", `{"seats":1.5,"tiny":1e2}`, []string{"seats type", "tiny type"}},
		{"range", `{"seats":9223372036854775808,"tiny":-129}`, []string{"seats range", "tiny range"}},
		{"unknown-key", `{"ID":"a","id ":"b","x-y":{"id":null},"__proto__":[1,[2]],"":1,"Hidden":"h","-":1}`, []string{"ID unknown-key", `["id "] unknown-key`, "x-y unknown-key", "__proto__ unknown-key", `[""] unknown-key`, "Hidden unknown-key", "- unknown-key"}},
		{"duplicate-key", `{"id":"a","id":"b","names":{"en":"a","en":"b"}}`, []string{"id duplicate-key", `names["en"] duplicate-key`}},
		{"duplicate-key", `{"id":"a","i\u0064":"b"}`, []string{"id duplicate-key"}},
		{"no offset", `{"since":"2021-11-19T10:07:44"}`, []string{"since format"}},
		{"format", `{"since":"yesterday","verdict":"Met"}`, []string{"since format", "verdict format"}},
		{"decimal", `{"fee":"1e999999","least":"","prices":{"a":"NaN"}}`, []string{"fee decimal", "least decimal", `prices["a"] decimal`}},
	} {
		var r room
		assert.Equal(t, c.want, lines(t, document.Decode([]byte(c.text), &r)), "%s: %s", c.code, c.text)
	}
}

func TestDecodeLimits(t *testing.T) {
	t.Parallel()
	var r room
	fits := strings.Repeat(`{"rooms":[`, 31) + `{"id":"x","rooms":[]}` + strings.Repeat(`]}`, 31)
	assert.NoError(t, document.Decode([]byte(fits), &r), "64 levels")

	large := make([]byte, document.MaxBytes+1)
	for i := range large {
		large[i] = ' '
	}
	assert.Equal(t, []string{"document-size"}, lines(t, document.Decode(large, &r)))
	copy(large, `{"id":"a"}`)
	assert.NoError(t, document.Decode(large[:document.MaxBytes], &r), "64 MiB")
}

// Each wrong value is reported once, and everything else is still read.
func TestDecodeReadsTheRest(t *testing.T) {
	t.Parallel()
	var r room
	err := document.Decode([]byte(`{"id":"a","seats":"x","open":false,"colour":"green","names":{"en":1,"fr":"b"},"rooms":[{"id":"b"},7,{"id":"c"}]}`), &r)
	assert.Equal(t, []string{"seats type", `names["en"] type`, "rooms[1] type"}, lines(t, err))
	assert.Equal(t, room{ID: "a", Open: new(false), Colour: "green", Names: map[string]string{"fr": "b"}, Rooms: []room{{ID: "b"}, {}, {ID: "c"}}}, r)
}

func TestDecodeRoundTrip(t *testing.T) {
	t.Parallel()
	const text = `{"id":"a","seats":32,"tiny":-128,"open":false,"since":"2024-10-30T14:00:00Z","fee":"0","least":"0.50","colour":"red","tags":[],"names":{"":"x","en":"ü😀\u0001"},"rooms":[{"id":"b"}],"choice":{"any":[{"left":{}},{"right":{"far":3}}]},"verdict":"met"}`
	var r room
	require.NoError(t, document.Decode([]byte(text), &r))
	back, err := json.Marshal(r)
	require.NoError(t, err)
	assert.JSONEq(t, text, string(back))
	var again room
	require.NoError(t, document.Decode(back, &again))
	assert.Equal(t, r, again)
}

// What is wrong with the text itself and what is wrong with the meaning of its values are
// reported together, in the order of the text. Consequences of a value that could not be
// read are not reported.
func TestParseReportsTextAndMeaningTogether(t *testing.T) {
	t.Parallel()
	var r room
	err := document.Parse([]byte(`{
		"choice": {"left": 5},
		"rooms": [{"id": "x", "tags": ["a"], "shoe": 1}, {"seats": 501}],
		"colour": "green", "fee": 1,
		"seats": 7
	}`), &r, func(report *rule.Report) {
		report.Put(document.Shape(r)...)
		if report.Clean("fee") {
			report.Add("fee", "too-cheap", "reads a value that is not there")
		}
		report.Note("seats", "odd", "an odd number of seats")
		report.Note("rooms", "total", "a sum over the rooms")
	})
	assert.Equal(t, []string{
		"id required", "choice.left type", "rooms total", "rooms[0].tags[0] too-short", "rooms[0].shoe unknown-key",
		"rooms[1].id required", "rooms[1].seats range", "colour unknown-value", "fee type", "seats odd",
	}, lines(t, err))
}

func TestCheckOrdersAGoValue(t *testing.T) {
	t.Parallel()
	r := room{Seats: 501, Names: map[string]string{"b": "", "a": ""}, Rooms: []room{{ID: "x"}, {}}}
	err := document.Check(r, func(report *rule.Report) {
		for _, path := range []string{"verdict", `names["b"]`, `names["a"]`, "rooms[1].id", "rooms", "", "rooms[0].tags"} {
			report.Note(path, "later", "")
			report.Note(path, "earlier", "")
		}
	})
	got := lines(t, err)
	assert.Equal(t, []string{
		"earlier", "later", `names["a"] earlier`, `names["a"] later`, `names["b"] earlier`, `names["b"] later`,
		"rooms earlier", "rooms later", "rooms[0].tags earlier", "rooms[0].tags later", "rooms[1].id earlier", "rooms[1].id later",
		"verdict earlier", "verdict later",
	}, got)
	assert.NoError(t, document.Check(r, func(*rule.Report) {}))
}

// The texts of violations never quote a value.
func TestDecodeQuotesNoValue(t *testing.T) {
	t.Parallel()
	const secret = "Wanjiru"
	var r room
	for _, text := range []string{
		`{"id":["` + secret + `"],"since":"` + secret + `","fee":"` + secret + `","verdict":"` + secret + `","seats":"` + secret + `","names":{"en":["` + secret + `"]}}`,
		`{"id":"` + secret, `"` + secret + `"`, secret,
	} {
		err := document.Decode([]byte(text), &r)
		require.Error(t, err)
		assert.NotContains(t, err.Error(), secret)
	}
}

// Hostile documents of about a megabyte are refused with a bounded number of violations.
// With -v the test logs the time, which is milliseconds.
func TestDecodeHostileMegabyte(t *testing.T) {
	t.Parallel()
	var otherKeys strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&otherKeys, `"k%d":1,`, i)
	}
	for name, text := range map[string]string{
		"nesting":     strings.Repeat("[", 1<<20),
		"one number":  `{"seats":` + strings.Repeat("9", 1<<20) + `}`,
		"one decimal": `{"fee":"` + strings.Repeat("9", 1<<20) + `"}`,
		"one key":     `{"` + strings.Repeat("k", 1<<20) + `":1}`,
		"same keys":   `{` + strings.Repeat(`"a":1,`, 1<<20/6) + `"a":1}`,
		"quotes":      strings.Repeat(`"\"`, 1<<20/3),
		"nulls":       `{"tags":[` + strings.Repeat("null,", 1<<20/5) + `null]}`,
		"other keys":  `{` + otherKeys.String() + `"a":1}`,
	} {
		var r room
		start := time.Now()
		err := document.Decode([]byte(text), &r)
		t.Log(name, time.Since(start))
		require.Error(t, err, name)
		assert.LessOrEqual(t, len(lines(t, err)), 10_001, name)
	}
}

func TestDecodeCountsWhatItDoesNotList(t *testing.T) {
	t.Parallel()
	var r room
	got := lines(t, document.Decode([]byte(`{"tags":[`+strings.Repeat("null,", 20_000)+`null]}`), &r))
	require.Len(t, got, 10_001)
	assert.Equal(t, "tags[9999] null", got[9_999])
	assert.Equal(t, "and-more", got[10_000])
}

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"id":"a","rooms":[{"id":"b","tags":["xy"]}]}`, `{"id":null,"x":[{}]}`, `{"fee":"1.50","names":{"a":"b","a":"c"}}`,
		`{"choice":{"any":[{"left":{}},{"right":{"far":1}}]}}`, `[1]`, `{"since":"2024-10-30T14:00:00Z"}`, `{"id":"\ud800"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var r room
		err := document.Parse(data, &r, func(report *rule.Report) { report.Put(document.Shape(r)...) })
		if err != nil {
			require.NotEmpty(t, lines(t, err))
			return
		}
		// A document that is accepted is JSON that encoding/json reads to the same value,
		// and it survives a round trip.
		var loose room
		require.NoError(t, json.Unmarshal(data, &loose))
		back, err := json.Marshal(r)
		require.NoError(t, err)
		expected, err := json.Marshal(loose)
		require.NoError(t, err)
		assert.JSONEq(t, string(expected), string(back))
		var again room
		require.NoError(t, document.Decode(back, &again))
	})
}

func BenchmarkDecode(b *testing.B) {
	var text strings.Builder
	text.WriteString(`{"id":"a","rooms":[`)
	for i := range 10_000 {
		if i > 0 {
			text.WriteByte(',')
		}
		fmt.Fprintf(&text, `{"id":"room-%d","seats":32,"fee":"12.50","tags":["aa","bb"],"names":{"en":"x","fr":"y"}}`, i)
	}
	text.WriteString(`]}`)
	data := []byte(text.String())
	b.Run("strict", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			var r room
			require.NoError(b, document.Decode(data, &r))
		}
	})
	b.Run("encoding/json", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			var r room
			require.NoError(b, json.Unmarshal(data, &r))
		}
	})
}

func TestDecodeListLimit(t *testing.T) {
	t.Parallel()
	var r room
	many := strings.Repeat(`"ab",`, 200_000-1)
	require.NoError(t, document.Decode([]byte(`{"tags":[`+many+`"ab"],"id":"a"}`), &r))
	assert.Len(t, r.Tags, 200_000)
	r = room{}
	assert.Equal(t, []string{"tags too-many"}, lines(t, document.Decode([]byte(`{"tags":[`+many+`"ab",{"x":[1]}],"id":"a"}`), &r)))
	assert.Equal(t, "a", r.ID, "what follows is read")
}

// Brackets within text do not count as nesting, even after an escaped quote.
func TestDecodeDepthIsOfBrackets(t *testing.T) {
	t.Parallel()
	var r room
	for _, inside := range []string{strings.Repeat("[", 90), strings.Repeat("]", 90), strings.Repeat("}", 90), "},]", ",,,"} {
		assert.NoError(t, document.Decode([]byte(`{"id":"\\\"`+inside+`","tags":["`+inside+`"]}`), &r), inside)
	}
}

// If a key is listed twice, the first value counts, and violations are ordered by the
// place of the first value.
func TestDecodeRanksTheFirstOfEqualKeys(t *testing.T) {
	t.Parallel()
	var r room
	err := document.Decode([]byte(`{"tags":[1],"seats":"x","tags":[]}`), &r)
	assert.Equal(t, []string{"tags duplicate-key", "tags[0] type", "seats type"}, lines(t, err))
}

// A number that is too large for its field is refused by Shape with the limits of the
// field, even on a machine where int has 32 bits.
func TestDecodeLargeNumbersAlike(t *testing.T) {
	t.Parallel()
	var r room
	err := document.Parse([]byte(`{"id":"a","seats":3000000000}`), &r, func(report *rule.Report) { report.Put(document.Shape(r)...) })
	assert.Equal(t, rule.Violations{{Code: "range", Path: "seats", Detail: "want 0 to 500"}}, err)
}

func TestDecodeOfAnArray(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		pair  *[2]string
		lines []string
	}{
		`["a", "b"]`:          {&[2]string{"a", "b"}, nil},
		`["a", 1]`:            {&[2]string{"a", ""}, []string{"pair[1] type"}},
		`["a"]`:               {&[2]string{"a", ""}, []string{"pair too-few"}},
		`[]`:                  {&[2]string{}, []string{"pair too-few"}},
		`["a", "b", "c", []]`: {&[2]string{"a", "b"}, []string{"pair too-many"}},
		`"ab"`:                {nil, []string{"pair type"}},
		`[null, null]`:        {&[2]string{}, []string{"pair[0] null", "pair[1] null"}},
	} {
		var r room
		err := document.Decode([]byte(`{"id": "x", "pair": `+text+`}`), &r)
		assert.Equal(t, want.lines, lines(t, err), text)
		assert.Equal(t, want.pair, r.Pair, text)
	}
	var r room
	assert.ErrorContains(t, document.Decode([]byte(`{"pair": {}}`), &r), "want a list of 2")
	assert.ErrorContains(t, document.Decode([]byte(`{"pair": []}`), &r), "want a list of 2")
	pairs := [][2]string{{"", ""}}
	err := document.Check(pairs, func(r *rule.Report) {
		r.Add("[0][1]", "second", "")
		r.Add("[0][0]", "first", "")
	})
	assert.Equal(t, []string{"[0][0] first", "[0][1] second"}, lines(t, err))
}

package document_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// experience has its own UnmarshalText, whose error gives no detail.
type experience int

func (e *experience) UnmarshalText(text []byte) error {
	if string(text) != "none" {
		return assert.AnError
	}
	return nil
}

type kind int

func (k *kind) UnmarshalText(text []byte) error { return new(experience).UnmarshalText(text) }

// all has a member of every type that can be read.
type all struct {
	Text   string         `json:"text"`
	Bool   bool           `json:"bool"`
	Int    int            `json:"int"`
	Int8   int8           `json:"int8"`
	Int16  int16          `json:"int16"`
	Int32  int32          `json:"int32"`
	Int64  int64          `json:"int64"`
	List   []int          `json:"list"`
	Pair   [2]int         `json:"pair"`
	Map    map[string]int `json:"map"`
	Struct struct{}       `json:"struct"`
	Fee    exact.Decimal  `json:"fee"`
	Fees   *exact.Decimal `json:"fees"`
	Time   time.Time      `json:"time"`
	Exp    experience     `json:"exp"`
	Kind   **kind         `json:"kind"`
}

// For a value of the wrong type, the violation names the type that is wanted.
func TestDetailsOfTypes(t *testing.T) {
	t.Parallel()
	const inQuotes = "type: want text in quotes"
	for name, want := range map[string]map[string]string{
		"text":   {`1`: inQuotes, `true`: inQuotes, `[]`: inQuotes, `{}`: inQuotes, `null`: "null: leave the key out instead of null"},
		"bool":   {`1`: "type: want true or false", `"true"`: "type: want true or false", `{}`: "type: want true or false"},
		"int":    {`"1"`: "type: want a whole number", `true`: "type: want a whole number", `1.0`: "type: want a whole number", `1e1`: "type: want a whole number", `-9223372036854775809`: "range: too large a number"},
		"int8":   {`128`: "range: too large a number", `-129`: "range: too large a number", `[]`: "type: want a whole number"},
		"int16":  {`32768`: "range: too large a number"},
		"int32":  {`2147483648`: "range: too large a number"},
		"int64":  {`9223372036854775808`: "range: too large a number"},
		"list":   {`{}`: "type: want a list", `"1"`: "type: want a list", `1`: "type: want a list"},
		"pair":   {`{}`: "type: want a list of 2", `[1]`: "too-few: want a list of 2", `[1,2,3]`: "too-many: want a list of 2"},
		"map":    {`[]`: "type: want an object", `1`: "type: want an object"},
		"struct": {`[]`: "type: want an object", `true`: "type: want an object"},
		"fee":    {`1`: inQuotes + ": a number in quotes stays exact", `-1`: inQuotes + ": a number in quotes stays exact", `9`: inQuotes + ": a number in quotes stays exact", `0`: inQuotes + ": a number in quotes stays exact", `true`: inQuotes, `[]`: inQuotes, `{}`: inQuotes},
		"fees":   {`1`: inQuotes + ": a number in quotes stays exact"},
		"time":   {`1`: inQuotes, `{}`: inQuotes, `"2024-10-30"`: "format: want a time with its offset from UTC, such as 2024-10-30T15:00:00+01:00 or 2024-10-30T14:00:00Z"},
		"exp":    {`1`: inQuotes, `"some"`: "format: not an experience"},
		"kind":   {`1`: inQuotes, `"some"`: "format: not a kind", `true`: inQuotes},
	} {
		for text, detail := range want {
			err := document.Decode([]byte(`{"`+name+`":`+text+`}`), new(all))
			require.Error(t, err, "%s: %s", name, text)
			assert.Equal(t, name+": "+detail, err.Error(), text)
		}
	}
	for _, text := range []string{
		`{"text":"x","bool":true,"int":3000000000,"int8":127,"int16":-32768,"int32":2147483647,"int64":-9223372036854775808,"list":[1],"pair":[1,2],"map":{"a":1},"struct":{},"fee":"1","fees":"1","time":"2024-10-30T14:00:00Z","exp":"none","kind":"none"}`,
		`{"int":0,"int8":-0}`, `{"int":9223372036854775807}`, `{"int":-9223372036854775808}`,
		`{"bool":false,"int8":-128,"int16":32767,"int32":-2147483648,"int64":9223372036854775807,"list":[],"map":{}}`,
	} {
		assert.NoError(t, document.Decode([]byte(text), new(all)), text)
	}
	var a all
	require.NoError(t, document.Decode([]byte(`{"int":2000000000,"int64":-3000000000}`), &a))
	assert.Equal(t, []int64{2000000000, -3000000000}, []int64{int64(a.Int), a.Int64}, "numbers are read whole")
}

// A document may be a single value. Anything after the value is a syntax error.
func TestDecodeOfASingleValue(t *testing.T) {
	t.Parallel()
	var n int
	for text, want := range map[string]int{"5": 5, "-17": -17, " 42\n": 42} {
		require.NoError(t, document.Decode([]byte(text), &n), text)
		assert.Equal(t, want, n)
	}
	var b bool
	require.NoError(t, document.Decode([]byte("true"), &b))
	assert.True(t, b)
	var s string
	require.NoError(t, document.Decode([]byte(` "a\"b" `), &s))
	assert.Equal(t, `a"b`, s)
	assert.Equal(t, []string{"syntax"}, lines(t, document.Decode([]byte("5 5"), &n)))
	assert.Equal(t, []string{"range"}, lines(t, document.Decode([]byte("99999999999999999999"), &n)))
	assert.Equal(t, []string{"type"}, lines(t, document.Decode([]byte("5."+"5"), &n)))
}

// A replacement character in a document is accepted. Half of a surrogate pair is refused,
// even next to a replacement character, although both are read as the same character.
func TestDecodeOfReplacementCharacters(t *testing.T) {
	t.Parallel()
	for text, whole := range map[string]bool{
		`"\ufffd"`: true, `"\uFFFD"`: true, `"\uFffd \ufFFD"`: true, "\"\uFFFD\"": true, "\"\uFFFD\\n\\ufffd\"": true, "\"\uFFFD\\n\"": true,
		`"\ud83d\ude00"`: true, `"\ud83d\ude00\ufffd"`: true, `"\\ufffd"`: true,
		`"\ud83d"`: false, `"\ude00"`: false, `"\ufffd\ud83d"`: false, "\"\uFFFD\\ud83d\"": false, `"\ude00\ud83d"`: false, `"\ud83d\ud83d\ude00"`: false,
	} {
		var s string
		err := document.Decode([]byte(text), &s)
		if whole {
			assert.NoError(t, err, text)
		} else {
			assert.Equal(t, []string{"text"}, lines(t, err), text)
		}
	}
}

// A syntax error is reported with its line and column. Both count from 1, and columns
// count characters.
func TestPositions(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                         "syntax: line 1, column 1: not JSON",
		"{":                        "syntax: line 1, column 1: not JSON",
		"{]":                       "syntax: line 1, column 2: not JSON",
		"{\"é\":]":                 "syntax: line 1, column 6: not JSON",
		"{\n]":                     "syntax: line 2, column 1: not JSON",
		"{\n\n  \"a\": x}":         "syntax: line 3, column 8: not JSON",
		"{\"a\": 1, // b\n}":       "syntax: line 1, column 10: not JSON: JSON has no comments",
		"{ # b\n}":                 "syntax: line 1, column 3: not JSON: JSON has no comments",
		"{\"a\": 1,\n}":            "syntax: line 2, column 1: not JSON: no comma after the last element",
		"[1, ]":                    "syntax: line 1, column 5: not JSON: no comma after the last element",
		"{'a': 1}":                 "syntax: line 1, column 2: not JSON: texts stand in double quotes",
		"{\"a\": \"b\"\n\"c\": 1}": "syntax: line 2, column 1: not JSON: a comma or a colon is missing before it",
		"[{} {}]":                  "syntax: line 1, column 5: not JSON: a comma or a colon is missing before it",
		"[[] []]":                  "syntax: line 1, column 5: not JSON: a comma or a colon is missing before it",
		"{\"a\": 1, /* b */}":      "syntax: line 1, column 10: not JSON: JSON has no comments",
		"{\"a\": 1/2}":             "syntax: line 1, column 8: not JSON",
		"{\"a\": \"it\\'s\"}":      "syntax: line 1, column 11: not JSON",
		"{\"a\": \"x\\#\"}":        "syntax: line 1, column 10: not JSON",
		"{\"a\": \"http:/":         "syntax: line 1, column 13: not JSON",
		"{\"a\": \"\"":             "syntax: line 1, column 8: not JSON",
		"[\"a,]":                   "syntax: line 1, column 5: not JSON",
		"[\"a\\\"\" \"b\"]":        "syntax: line 1, column 8: not JSON: a comma or a colon is missing before it",
		"{/":                       "syntax: line 1, column 2: not JSON",
		"{/}":                      "syntax: line 1, column 2: not JSON",
		"[[]":                      "syntax: line 1, column 3: not JSON",
		"[{}, {":                   "syntax: line 1, column 6: not JSON",
		"[\"]\" \"b\"]":            "syntax: line 1, column 6: not JSON: a comma or a colon is missing before it",
		"[\"[\"] \"b\"]":           "syntax: line 1, column 7: not JSON",
		"#":                        "syntax: line 1, column 1: not JSON",
		"{}\n{}":                   "syntax: line 2, column 1: not JSON",
		"\xff":                     "text: line 1, column 1: not valid UTF-8",
		"{\"é\":\n \"a\xffb\"}":    "text: line 2, column 4: not valid UTF-8",
		"\"\uFFFD\xc3\"":           "text: line 1, column 3: not valid UTF-8",
	} {
		err := document.Decode([]byte(text), new(room))
		require.Error(t, err, "%q", text)
		assert.Equal(t, want, err.Error(), "%q", text)
	}
}

// If a text is nested too deep, the violation has the code "depth", even if the text is
// not JSON.
func TestDepthOfWhatIsNoJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		strings.Repeat("[", 64): "syntax", strings.Repeat("[", 65): "depth",
		strings.Repeat("{\"a\":", 64): "syntax", strings.Repeat("{\"a\":", 65): "depth",
		strings.Repeat("[]", 65): "syntax", strings.Repeat("{}", 65): "syntax", `"` + strings.Repeat("[", 65): "syntax",
		`"\"` + strings.Repeat("[", 65): "syntax", `"\\"` + strings.Repeat("[", 65): "depth", `"]]]"` + strings.Repeat("[", 65): "depth",
	} {
		assert.Equal(t, []string{want}, lines(t, document.Decode([]byte(text), new(room))), text)
	}
}

// If an unknown key looks like the name of a field, it is written in a path as it is.
// Otherwise it is quoted, and a long key is cut.
func TestPathsOfUnknownKeys(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("k", 64)
	for key, want := range map[string]string{
		"azAZ09_-": "azAZ09_-", "a.b": `["a.b"]`, "a/b": `["a/b"]`, "a:b": `["a:b"]`, "a@b": `["a@b"]`, "a[b": `["a[b"]`, "a`b": "[\"a`b\"]", "a{b": `["a{b"]`, "é": `["é"]`,
		long: long, long + "k": `["` + long + `"]`,
	} {
		err := document.Decode([]byte(`{"`+key+`":1}`), new(all))
		assert.Equal(t, []string{want + " unknown-key"}, lines(t, err), key)
	}
}

// limited has a limit of every kind.
type limited struct {
	Both  int      `json:"both" validate:"min=2,max=1000"`
	Least int      `json:"least" validate:"min=2000"`
	Most  int      `json:"most" validate:"max=3"`
	Each  []int    `json:"each" validate:"min=1,max=2,dive,min=5,max=6"`
	Short string   `json:"short" validate:"min=2"`
	Long  string   `json:"long" validate:"max=1500"`
	Inner *limited `json:"inner,omitzero"`
	One   []int    `json:"one" validate:"max=3,dive,min=5"`
	Name  string   `json:"name" validate:"omitempty,name=red blue"`
	Level grade    `json:"level" validate:"omitempty,name=low high"`
	Plain int      `json:"plain" validate:"omitempty,name=low high"`
	Must  inner    `json:"must" validate:"required"`
}

// inner has a required member.
type inner struct {
	Of  string `json:"of" validate:"required"`
	Any string `json:"any"`
}

// grade is a scale that has texts.
type grade int

func (g grade) MarshalText() ([]byte, error) { return []byte([]string{"none", "low", "high"}[g]), nil }

// The detail of a violation states the limit and its unit, such as characters.
func TestDetailsOfLimits(t *testing.T) {
	t.Parallel()
	fine := limited{Both: 2, Least: 2000, Most: 3, Each: []int{5, 6}, Short: "ab", Long: strings.Repeat("é", 1500), Level: 2, Must: inner{Of: "a"}}
	require.Empty(t, document.Shape(fine))
	fine.Both, fine.Each, fine.Name, fine.Level = 1000, []int{6}, "blue", 1
	require.Empty(t, document.Shape(fine))
	for want, change := range map[string]func(l *limited){
		"both: range: want 2 to 1000":                   func(l *limited) { l.Both = 1 },
		"least: range: want at least 2,000":             func(l *limited) { l.Least = 1999 },
		"most: range: want at most 3":                   func(l *limited) { l.Most = 4 },
		"each: too-few: at least 1 elements":            func(l *limited) { l.Each = []int{} },
		"each: too-many: at most 2 elements":            func(l *limited) { l.Each = []int{5, 5, 5} },
		"each[1]: range: want 5 to 6":                   func(l *limited) { l.Each[1] = 7 },
		"one[1]: range: want at least 5":                func(l *limited) { l.One = []int{5, 4} },
		"short: too-short: at least 2 characters":       func(l *limited) { l.Short = "é" },
		"long: too-long: at most 1,500 characters":      func(l *limited) { l.Long += "x" },
		"inner.both: range: want 2 to 1000":             func(l *limited) { inner := fine; inner.Both = 1001; l.Inner = &inner },
		"inner.inner.least: range: want at least 2,000": func(l *limited) { deep, inner := fine, fine; deep.Least = 0; inner.Inner = &deep; l.Inner = &inner },
		"name: unknown-value: want red or blue":         func(l *limited) { l.Name = "redblue" },
		"plain: unknown-value: want low or high":        func(l *limited) { l.Plain = 1 },
		"must: required: is required":                   func(l *limited) { l.Must = inner{} },
		"must.of: required: is required":                func(l *limited) { l.Must = inner{Any: "a"} },
	} {
		l := fine
		l.Each = []int{5, 6}
		change(&l)
		vs := document.Shape(l)
		require.Len(t, vs, 1, want)
		assert.Equal(t, want, vs[0].Error())
	}
}

// The first and the last printable ASCII characters, a space and a tilde, are accepted.
// The control characters next to them are refused.
func TestPlainTexts(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"a b": true, "a~": true, "~": true, "a\x1fb": false, "a\x7f": false, "a\u0080": false, "a\u00a0b": true, "\x00": false, "\x1f": false, "\x7f": false, "\n": false, "\ufffe": false, "\uffff": false, "\U0010fffe": false, "\U0010ffff": false, "\ufdef": false, "\ufdf0": true, "\ufffd": true} {
		assert.Equal(t, want, document.ValidLine(text), "%q", text)
		assert.Equal(t, want, document.ValidID(text), "%q", text)
	}
}

package document_test

import (
	"testing"

	"github.com/cohortkit/cohort/course/document"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A key whose value is either a bool or a number has a field for each of the two types.
func TestDecodeAKeyOfTwoTypes(t *testing.T) {
	t.Parallel()
	type mark struct {
		Excused  bool `json:"excused"`
		Sessions int  `json:"-" number:"excused"`
	}
	for text, want := range map[string]mark{
		`{"excused": true}`: {Excused: true},
		`{"excused": 12}`:   {Sessions: 12},
		`{"excused": -1}`:   {Sessions: -1},
		`{"excused": 0}`:    {},
		`{"excused": 9}`:    {Sessions: 9},
		`{}`:                {},
	} {
		var got mark
		require.NoError(t, document.Decode([]byte(text), &got), text)
		assert.Equal(t, want, got, text)
	}
	for _, text := range []string{`{"excused": "1"}`, `{"excused": 1.5}`, `{"excused": 1, "excused": true}`, `{"Sessions": 1}`, `{"\u0000excused": 1}`, `{"excused": null}`} {
		assert.Error(t, document.Decode([]byte(text), new(mark)), text)
	}
}

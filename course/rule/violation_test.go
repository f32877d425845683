package rule_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestViolationIs(t *testing.T) {
	t.Parallel()
	err := error(rule.Violations{{Code: "null", Path: "zone", Detail: "x"}, {Code: "type", Path: "sessions[1].id"}})
	assert.ErrorIs(t, err, rule.Violation{Code: "null"}, "the code alone")
	assert.ErrorIs(t, err, rule.Violation{Code: "type", Path: "sessions[1].id"}, "code and path")
	assert.NotErrorIs(t, err, rule.Violation{Code: "type", Path: "sessions[2].id"}, "another path")
	assert.NotErrorIs(t, err, rule.Violation{Path: "zone"}, "a path alone names no violation")
	assert.NotErrorIs(t, err, errors.New("null"))

	var first rule.Violation
	require.ErrorAs(t, err, &first)
	assert.Equal(t, "zone", first.Path)
	assert.Equal(t, "zone: null: x\nsessions[1].id: type", err.Error())
}

func TestViolationsAreNeverATypedNil(t *testing.T) {
	t.Parallel()
	var none rule.Violations
	assert.True(t, none.Err() == nil)
	assert.True(t, rule.Violations{}.Err() == nil)
	assert.True(t, new(rule.Report).Violations().Err() == nil)
}

func TestViolationsMarshalAsAList(t *testing.T) {
	t.Parallel()
	for want, vs := range map[string]rule.Violations{
		`[]`: nil,
		`[{"code":"null","path":"zone","detail":"d"}]`: {{Code: "null", Path: "zone", Detail: "d"}},
	} {
		got, err := json.Marshal(vs)
		require.NoError(t, err)
		assert.JSONEq(t, want, string(got))
	}
}

func TestPaths(t *testing.T) {
	t.Parallel()
	at := rule.Index(rule.Field(rule.Field("", "grading"), "components"), 2)
	assert.Equal(t, "grading.components[2]", at)
	assert.Equal(t, `marks["quiz"].points`, rule.Field(rule.Key("marks", "quiz"), "points"))
	assert.Equal(t, `[3].country`, rule.Field(rule.Index("", 3), "country"))
	assert.Equal(t, "grading.components", rule.Join("grading", "components"))
	assert.Equal(t, "list[0]", rule.Join("list", "[0]"))
	assert.Equal(t, "list", rule.Join("list", ""))
	assert.Equal(t, "list", rule.Join("", "list"))
	assert.Equal(t, rule.Violations{{Code: "null", Path: "grading.weights"}}, rule.Violations{{Code: "null", Path: "weights"}}.At("grading"))
}

// Keys are untrusted input. They are cut at 64 bytes, on a rune's boundary, and quoted,
// including control characters.
func TestKeyIsCutAndQuoted(t *testing.T) {
	t.Parallel()
	assert.Equal(t, `m["a\"]\n"]`, rule.Key("m", "a\"]\n"))
	assert.Equal(t, `m["`+strings.Repeat("x", 64)+`"]`, rule.Key("m", strings.Repeat("x", 64)))
	assert.Equal(t, `m["`+strings.Repeat("x", 64)+`"]`, rule.Key("m", strings.Repeat("x", 65)))
	assert.Equal(t, `m["`+strings.Repeat("x", 64)+`"]`, rule.Key("m", strings.Repeat("x", 5000)))
	assert.Equal(t, `m["`+strings.Repeat("x", 63)+`"]`, rule.Key("m", strings.Repeat("x", 63)+"é"), "é would end at byte 65")
	assert.Equal(t, `m["`+strings.Repeat("x", 62)+`é"]`, rule.Key("m", strings.Repeat("x", 62)+"éé"))
}

func TestParentUndoesEveryStep(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", "a", "a.b", "a[2]", `a["k"]`, "[7]", `["k"]`} {
		for name, child := range map[string]string{
			"field": rule.Field(path, "name"), "index": rule.Index(path, 12), "key": rule.Key(path, "en"),
			"hostile key": rule.Key(path, `a"].b["c\`), "a quote first": rule.Key(path, `"x.y`), "a bracket last": rule.Key(path, "x["), "empty key": rule.Key(path, ""), "bracket key": rule.Key(path, `["`),
		} {
			assert.Equal(t, path, rule.Parent(child), "%s of %s: %s", name, path, child)
		}
	}
	assert.Equal(t, "", rule.Parent(""))
	assert.Equal(t, "", rule.Parent(`a"]`), "no path of ours")
}

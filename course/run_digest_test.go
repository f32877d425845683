package course_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// chainOf computes the digest of an entry that follows another one. It uses only the
// entry's JSON and the specification in the documentation of package course.
func chainOf(t testing.TB, before string, entry map[string]any) string {
	t.Helper()
	c := chain{entry: entry}
	whole := map[string]any{}
	for name, value := range entry {
		switch name {
		case "digest", "salt", "salts", "removed":
		default:
			whole[name] = c.sealed(name, value)
		}
	}
	for path := range c.texts("removed") {
		// Content that was removed is replaced by its digest.
		if !strings.Contains(path, ".") {
			whole[path] = c.texts("removed")[path]
		} else if path == "decided.entry" {
			decided, _ := whole["decided"].(map[string]any)
			decided["entry"] = c.texts("removed")[path]
		}
	}
	return sum(before + "\n" + canonicalText(t, whole))
}

type chain struct{ entry map[string]any }

func (c chain) texts(name string) map[string]string {
	out := map[string]string{}
	list, _ := c.entry[name].(map[string]any)
	for path, value := range list {
		out[path] = value.(string)
	}
	return out
}

func sum(text string) string {
	digest := sha256.Sum256([]byte(text))
	return hex.EncodeToString(digest[:])
}

// canonicalText returns the RFC 8785 text of a tree of ASCII strings, whole numbers,
// lists and objects. For such trees encoding/json writes the same text.
func canonicalText(t testing.TB, tree any) string {
	t.Helper()
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	require.NoError(t, encoder.Encode(tree))
	return strings.TrimSuffix(out.String(), "\n")
}

var wholeParts = []string{"applied", "reviewed", "ruled", "answered", "marked", "overridden", "issued", "revoked", "decided.entry"}

var partLists = []string{
	"held.rows", "excused.participants", "grouped.swaps", "decided.changes", "decided.final",
	"decided.selection.admitted", "decided.selection.waitlist", "decided.selection.incomplete", "decided.selection.ineligible",
	"decided.selection.audit.rulings", "decided.selection.audit.lottery.tied",
}

// sealed returns the value at a path with its parts replaced by their digests.
func (c chain) sealed(path string, value any) any {
	switch {
	case slices.Contains(wholeParts, path):
		return c.part(path, value)
	case slices.Contains(partLists, path):
		return c.list(path, value)
	case path == "grouped.groups":
		groups := map[string]any{}
		for name, group := range value.(map[string]any) {
			groups[name] = c.list(path+"."+name, group)
		}
		return groups
	case path == "decided.groups.groups", path == "decided.selection.audit.alike":
		lists := []any{}
		for i, list := range value.([]any) {
			lists = append(lists, c.list(path+"."+strconv.Itoa(i), list))
		}
		return lists
	case (strings.HasPrefix(path, "decided.selection.audit.keys.") || strings.HasPrefix(path, "decided.selection.audit.shares.")) && (strings.HasSuffix(path, ".gained") || strings.HasSuffix(path, ".lost")):
		return c.list(path, value)
	}
	switch value := value.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, inner := range value {
			out[name] = c.sealed(path+"."+name, inner)
		}
		return out
	case []any:
		out := []any{}
		for i, inner := range value {
			out = append(out, c.sealed(path+"."+strconv.Itoa(i), inner))
		}
		return out
	}
	return value
}

// list returns the digests of the parts of a list, including removed parts at their
// places.
func (c chain) list(path string, value any) []any {
	removed, out := c.texts("removed"), []any{}
	rest := value.([]any)
	for i := 0; ; i++ {
		at := path + "." + strconv.Itoa(i)
		switch digest, gone := removed[at]; {
		case gone:
			out = append(out, digest)
		case len(rest) == 0:
			return out
		default:
			out, rest = append(out, c.part(at, rest[0])), rest[1:]
		}
	}
}

func (c chain) part(path string, value any) string {
	salt := c.texts("salts")[path]
	if own, _ := c.entry["salt"].(string); own != "" && salt == "" {
		salt = sum(own + "\n" + path)
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value)
	return sum(salt + "\n" + strings.TrimSuffix(out.String(), "\n"))
}

// A program written from the documentation alone computes the same digests, both of
// complete journals and of journals in which people were erased.
func TestDigestsAreAsSpecified(t *testing.T) {
	t.Parallel()
	check := func(journal []course.Entry, name string) {
		before := ""
		for i, e := range journal {
			require.Equal(t, e.Digest, chainOf(t, before, sealedTree(t, e)), "%s, entry %d: %s", name, i, text(t, e))
			before = e.Digest
		}
	}
	for name, journal := range scenarios(t) {
		run := workshop(t).Run()
		_, err := run.Record(journal...)
		require.NoError(t, err)
		check(run.Journal(), name)
	}
	erased := 0
	for seed := range uint64(rounds(12, 1000)) {
		l := live(t, 80000+seed, 50)
		check(l.run.Journal(), fmt.Sprint("seed ", seed))
		for _, e := range l.run.Journal() {
			erased += len(e.Removed)
		}
	}
	assert.Greater(t, erased, 10)
}

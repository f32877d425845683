package course_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
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
	return sum(before + "\n" + canonicalText(whole))
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

// canonicalText returns a tree as RFC 8785 writes it. encoding/json writes texts and
// whole numbers; the members of an object are sorted by the UTF-16 code units of their
// names.
func canonicalText(tree any) string {
	var parts []string
	switch v := tree.(type) {
	case map[string]any:
		names := slices.SortedFunc(maps.Keys(v), func(a, b string) int { return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b))) })
		for _, name := range names {
			parts = append(parts, canonicalText(name)+":"+canonicalText(v[name]))
		}
		return "{" + strings.Join(parts, ",") + "}"
	case []any:
		for _, element := range v {
			parts = append(parts, canonicalText(element))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(tree); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

var wholeParts = []string{"applied", "reviewed", "ruled", "answered", "marked", "overridden", "issued", "revoked", "decided.entry"}

var partLists = []string{
	"held.rows", "excused.participants", "grouped.swaps", "decided.changes", "decided.final",
	"decided.selection.admitted", "decided.selection.waitlist", "decided.selection.incomplete", "decided.selection.ineligible",
	"decided.selection.audit.rulings", "decided.selection.audit.lottery.tied",
}

// sealed returns the value at a path, with a digest in place of each part that the value
// contains.
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

// list returns the digests of the parts of a list. The digest of a part that was removed
// by an erasure comes from the entry, at the place that the part had.
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
	return sum(salt + "\n" + canonicalText(value))
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

// A program written from the documentation alone also computes the same digests for marks
// of every form, and for texts with characters that JSON escapes.
func TestDigestsOfMarksAndTexts(t *testing.T) {
	t.Parallel()
	d := small()
	award := func(id string, weight string, award grading.Award) grading.Component {
		return grading.Component{ID: id, Weight: exact.MustDecimal(weight), Award: award}
	}
	d.Grading.Components = []grading.Component{
		award("quiz", "20", grading.Award{Completion: &grading.CompletionAward{}}),
		award("there", "20", grading.Award{Attendance: &grading.AttendanceAward{Sessions: 4, Credit: "per_session"}}),
		award("tasks", "30", grading.Award{Items: &grading.ItemsAward{Combine: "sum"}}),
		award("level", "30", grading.Award{Levels: &grading.LevelsAward{Max: exact.MustDecimal("30"), Levels: []grading.Level{{Name: `"good" \ é 😀`, Points: exact.MustDecimal("30")}}}}),
	}
	run := courseOf(t, d).Run()
	record(t, run, course.Entry{Applied: &admission.Applicant{ID: `a "b" \ c`, Country: "KE", Attributes: map[string]string{"ﬀ": "1", "😀": "2", `"`: "3", "a": "4"}}, Salt: "s"})
	for component, marks := range map[string][]string{
		"quiz":  {`{"completed":true}`, `{"completed":false}`, `{"missing":true}`, `{"excused":true}`, `{"pending":true}`, `{"handed_in":true}`, `{"handed_in":true,"missing":true}`},
		"there": {`{"attended":1,"held":3}`, `{"attended":1,"held":4,"excused":2}`, `{"attended":0,"held":0}`},
		"tasks": {`{"items":[]}`, `{"items":[{"id":"x","earned":"1.50","possible":"2"},{"id":"y","possible":"3","missing":true},{"id":"z","excused":true}]}`},
		"level": {`{"level":"\"good\" \\ é 😀"}`},
	} {
		for _, mark := range marks {
			line, err := json.Marshal(map[string]any{"at": start.AddDate(0, 0, 1), "salt": "\"\\", "marked": map[string]any{
				"participant": `a "b" \ c`, "component": component, "mark": json.RawMessage(mark), "reason": "two\nlines of \"text\" \\ <b> & 😀",
			}})
			require.NoError(t, err)
			recordLines(t, run, string(line))
		}
	}
	journal := run.Journal()
	for i, e := range rechainedAsItIs(t, journal) {
		require.Equal(t, journal[i].Digest, e.Digest, text(t, e))
	}
}

// The digest of an entry does not depend on the time zones in which a program states the
// instants of the entry.
func TestDigestsOfInstants(t *testing.T) {
	t.Parallel()
	record := func(at, start, end, join string) *course.Run {
		run := halfway(t)
		recordLines(t, run, `{"at":"`+at+`","held":{"session":"s2","start":"`+start+`","end":"`+end+`","rows":[{"participant":"a1","join":"`+join+`"}]}}`)
		return run
	}
	utc := record("2025-03-11T09:00:00Z", "2025-03-10T09:00:00Z", "2025-03-10T10:00:00Z", "2025-03-10T09:00:00Z")
	same(t, allOf(t, utc), allOf(t, record("2025-03-11T10:00:00+01:00", "2025-03-10T09:00:00.000Z", "2025-03-10T15:45:00+05:45", "2025-03-10T01:00:00-08:00")), "in other zones")
}

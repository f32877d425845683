package grading_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// If a scheme has more than fewVectors vectors, a short test checks only the prefix: the
// first prefixLength vectors. Later vectors come from stages that are checked in full
// with other schemes.
const (
	prefixLength = 400
	fewVectors   = 1100
)

// pinned are schemes of every kind, each with the number and the digest of its vectors.
// If a scheme has more than fewVectors vectors, the field prefix holds the digest of the
// first prefixLength vectors.
var pinned = []struct {
	name, scheme   string
	count          int
	digest, prefix string
}{
	{"one completion", `{"components": [{"id": "a", "weight": "100", "award": {"completion": {}}}], "certificate": {"at_least": "100"}}`, 7, "e37cea90e2b13d77", ""},
	{"levels", `{"components": [
	  {"id": "a", "weight": "80", "award": {"levels": {"max": "60", "levels": [{"name": "good", "points": "50"}, {"name": "poor", "points": "0"}, {"name": "fair", "points": "20"}]}}},
	  {"id": "b", "weight": "20", "award": {"completion": {}}}], "certificate": {"at_least": "50"}}`, 51, "bd82332e94fccb0d", ""},
	{"a single level, and outcomes without a certificate", `{"components": [
	  {"id": "a", "weight": "50", "award": {"levels": {"max": "10", "levels": [{"name": "pass", "points": "10"}]}}},
	  {"id": "b", "weight": "30", "award": {"points": {"max": "4", "step": "1"}}}, {"id": "c", "weight": "20", "award": {"points": {"max": "4", "step": "1"}}}],
	 "outcomes": [{"name": "first", "certifies": true, "at_least": "90"}, {"name": "second", "at_least": "75", "needs": [{"component": "b", "at_least": "50"}]}, {"name": "third", "above": "55"}, {"name": "fourth", "at_least": "25"}]}`, 422, "26a32033295396ee", ""},
	{"a certificate out of reach", `{"components": [
	  {"id": "a", "weight": "50", "award": {"points": {"max": "4", "step": "1"}}}, {"id": "b", "weight": "30", "award": {"points": {"max": "3", "step": "1"}}}, {"id": "c", "weight": "20", "award": {"completion": {}}}],
	 "outcomes": [{"name": "first", "certifies": true, "at_least": "101"}, {"name": "second", "at_least": "75"}, {"name": "third", "above": "55"}, {"name": "fourth", "at_least": "25"}]}`, 424, "a70abed3c5fa4f12", ""},
	{"needs of points without steps", `{"components": [
	  {"id": "a", "weight": "40", "award": {"points": {"max": "7"}}}, {"id": "b", "weight": "30", "award": {"points": {"max": "3"}}}, {"id": "c", "weight": "30", "award": {"completion": {}}}],
	 "outcomes": [{"name": "first", "certifies": true, "at_least": "80", "needs": [{"component": "a", "at_least": "50"}]}, {"name": "second", "certifies": true, "at_least": "60", "needs": [{"component": "b", "above": "30"}]},
	  {"name": "third", "at_least": "10"}]}`, 2023, "ae89f6b9c15ca7b5", "d7f9631dfeb8a304"},
	{"points with steps", `{"components": [
	  {"id": "a", "weight": "70", "award": {"points": {"max": "10", "step": "2.5"}}},
	  {"id": "b", "weight": "30", "award": {"points": {"max": "9", "step": "2", "up_to": "11"}}, "minimum": "25"}], "certificate": {"above": "50"}}`, 100, "793f06410b4ea7ad", ""},
	{"attendance, all or nothing", `{"components": [
	  {"id": "a", "weight": "40", "award": {"attendance": {"sessions": 7, "credit": "all_sessions", "may_miss": 1}}},
	  {"id": "b", "weight": "60", "award": {"points": {"max": "20", "step": "1"}}}], "certificate": {"at_least": "60"}}`, 362, "455da314a8464383", ""},
	{"outcomes with needs", `{"components": [
	  {"id": "a", "weight": "50", "award": {"points": {"max": "20", "step": "1"}}},
	  {"id": "b", "weight": "50", "award": {"points": {"max": "20", "step": "1"}}}],
	 "outcomes": [{"name": "first", "certifies": true, "at_least": "90", "needs": [{"component": "a", "above": "80"}, {"component": "b", "at_least": "50"}]},
	  {"name": "second", "certifies": true, "above": "70", "needs": [{"component": "b", "at_least": "66.6"}]}, {"name": "third", "at_least": "50"}]}`, 420, "ff1a134d0c28af1f", ""},
	{"points without steps", `{"weights": "relative", "components": [
	  {"id": "a", "weight": "2", "award": {"points": {"max": "7"}}},
	  {"id": "b", "weight": "1", "award": {"points": {"max": "30", "up_to": "36"}}}], "cap": "100", "certificate": {"at_least": "66.6"}}`, 477, "ec192150c289c984", ""},
	{"attendance, short and long", `{"components": [
	  {"id": "a", "weight": "40", "award": {"attendance": {"sessions": 3, "credit": "per_session"}}},
	  {"id": "b", "weight": "60", "award": {"attendance": {"sessions": 14, "credit": "per_session", "may_miss": 2}}}], "certificate": {"above": "66.6"}}`, 494, "1b5a787b65c76be6", ""},
	{"weightings and extra credit", `{"components": [
	  {"id": "a", "weight": "60", "award": {"points": {"max": "10", "step": "0.5"}}}, {"id": "b", "weight": "40", "award": {"points": {"max": "10", "step": "0.5"}}},
	  {"id": "x", "weight": "5", "extra_credit": true, "award": {"completion": {}}}], "weightings": [{"a": "30", "b": "70"}], "certificate": {"at_least": "75"}}`, 709, "d873381b105dffa5", ""},
	{"items, sum", `{"components": [
	  {"id": "lab", "weight": "50", "award": {"items": {"combine": "sum", "drop_lowest": 1, "drop_highest": 2, "up_to_percent": "110"}}},
	  {"id": "b", "weight": "50", "award": {"attendance": {"sessions": 2, "credit": "per_session"}}}], "certificate": {"above": "72.5"}}`, 998, "7f661ab60eedb223", ""},
	{"reference", course, 1019, "bb43db458caff770", ""},
	{"what only an excuse decides", `{"components": [
	  {"id": "a", "weight": "95", "award": {"completion": {}}},
	  {"id": "g", "weight": "5", "award": {"group": {"drop_lowest": 1, "components": [
	    {"id": "b", "weight": "3", "award": {"points": {"max": "7"}}}, {"id": "c", "weight": "1", "award": {"points": {"max": "15", "step": "5"}}}, {"id": "d", "weight": "2", "award": {"completion": {}}}]}}}],
	 "outcomes": [{"name": "first", "certifies": true, "at_least": "95", "needs": [{"component": "d", "at_least": "50"}]}, {"name": "second", "certifies": true, "at_least": "80"}]}`, 1099, "c90a285c4e37bcce", ""},
	{"a group that drops", `{"components": [
	  {"id": "hw", "weight": "60", "award": {"group": {"drop_lowest": 1, "drop_highest": 1, "components": [
	    {"id": "a", "weight": "1", "award": {"points": {"max": "10", "step": "1"}}}, {"id": "b", "weight": "2", "award": {"points": {"max": "10", "step": "1"}}},
	    {"id": "c", "weight": "1", "never_drop": true, "award": {"completion": {}}}, {"id": "d", "weight": "1", "award": {"completion": {}}}]}}},
	  {"id": "e", "weight": "40", "award": {"completion": {}}}], "certificate": {"above": "50"}}`, 1276, "806aeebe51c6be20", "b1992ae818a9d963"},
	{"items, mean", `{"components": [
	  {"id": "hw", "weight": "60", "award": {"items": {"combine": "mean", "min_items": 4, "drop_lowest": 1, "never_drop": ["essay"]}}},
	  {"id": "b", "weight": "40", "award": {"completion": {}}}], "certificate": {"at_least": "60"}}`, 1627, "491ee46558a384e6", "2148576110b786f7"},
	{"a list beside points", `{"components": [
	  {"id": "hw", "weight": "50", "award": {"items": {"combine": "sum", "up_to_percent": "110"}}},
	  {"id": "b", "weight": "50", "award": {"points": {"max": "7"}}}], "certificate": {"at_least": "60"}}`, 2106, "f7d310b9e1eadaf8", "042bf636d071d93f"},
	{"what is dropped beside what is dropped", `{"components": [
	  {"id": "a", "weight": "95", "award": {"completion": {}}},
	  {"id": "g", "weight": "5", "award": {"group": {"drop_lowest": 1, "components": [
	    {"id": "b", "weight": "2", "never_drop": true, "award": {"points": {"max": "7"}}},
	    {"id": "c", "weight": "10", "award": {"points": {"max": "15", "step": "1"}}},
	    {"id": "h", "weight": "2", "award": {"group": {"drop_lowest": 1, "components": [
	      {"id": "d", "weight": "10", "award": {"attendance": {"sessions": 9, "credit": "per_session"}}},
	      {"id": "e", "weight": "2", "award": {"completion": {}}},
	      {"id": "f", "weight": "3", "award": {"points": {"max": "10", "step": "5"}}},
	      {"id": "k", "weight": "2", "award": {"levels": {"max": "60", "levels": [{"name": "good", "points": "60"}, {"name": "fair", "points": "50"}]}}}]}}}]}}}],
	 "outcomes": [{"name": "first", "certifies": true, "at_least": "95"}, {"name": "second", "certifies": true, "at_least": "80"}]}`, 2135, "452f7c125e74fd1a", "7edd63d2fdb67e19"},
	{"needs of groups", needsOfGroups, 2984, "4768bb129bb70577", "b5e4a90dff1c5c51"},
}

// Vectors of schemes of every kind pass all checks of this package, and are the same on
// every machine, so a platform can compare them with those it stored. A digest changes
// only if Vectors chooses other vectors; such a change must be intended.
func TestVectorsOfEveryKind(t *testing.T) {
	t.Parallel()
	for _, c := range pinned {
		t.Run(c.name, func(t *testing.T) {
			g := compiled(t, parsed(t, c.scheme))
			if testing.Short() && c.count > fewVectors {
				list := []grading.Vector{}
				for v := range g.Vectors() {
					if list = append(list, v); len(list) == prefixLength {
						break
					}
				}
				vectorsAgree(t, g, list)
				assert.Equal(t, c.prefix, digestOf(t, list))
				return
			}
			list := vectorsOf(g)
			vectorsAgree(t, g, list)
			vectorsHaveStates(t, list)
			vectorsHaveSides(t, list)
			most := vectorsHaveNeighbours(t, list)
			if !strings.Contains(c.scheme, "outcomes") && !strings.Contains(c.scheme, "minimum") { // the total is the only comparison
				assert.LessOrEqual(t, most, 4)
			}
			assert.Equal(t, c.count, len(list), "vectors")
			assert.Equal(t, c.digest, digestOf(t, list))
		})
	}
}

// digestOf returns the first eight bytes of the SHA-256 digest of the vectors, as JSON
// with one line each.
func digestOf(t *testing.T, list []grading.Vector) string {
	t.Helper()
	h := sha256.New()
	for _, v := range list {
		line, err := json.Marshal(v)
		require.NoError(t, err)
		h.Write(append(line, '\n'))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

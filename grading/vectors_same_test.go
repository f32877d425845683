package grading_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pinned are schemes of every kind, each with the number and the digest of its
// vectors. Schemes with few vectors come first.
var pinned = []struct {
	name, scheme string
	count        int
	digest       string
}{
	{"one completion", `{"components": [{"id": "a", "weight": "100", "award": {"completion": {}}}], "certificate": {"at_least": "100"}}`, 7, "e37cea90e2b13d77"},
	{"levels", `{"components": [
	  {"id": "a", "weight": "80", "award": {"levels": {"max": "60", "levels": [{"name": "good", "points": "50"}, {"name": "poor", "points": "0"}, {"name": "fair", "points": "20"}]}}},
	  {"id": "b", "weight": "20", "award": {"completion": {}}}], "certificate": {"at_least": "50"}}`, 51, "653b8971c545cdb4"},
	{"points with steps", `{"components": [
	  {"id": "a", "weight": "70", "award": {"points": {"max": "10", "step": "2.5"}}},
	  {"id": "b", "weight": "30", "award": {"points": {"max": "9", "step": "2", "up_to": "11"}}, "minimum": "25"}], "certificate": {"above": "50"}}`, 100, "307800fec49228cd"},
	{"attendance, all or nothing", `{"components": [
	  {"id": "a", "weight": "40", "award": {"attendance": {"sessions": 7, "credit": "all_sessions", "may_miss": 1}}},
	  {"id": "b", "weight": "60", "award": {"points": {"max": "20", "step": "1"}}}], "certificate": {"at_least": "60"}}`, 362, "3b8752298d55feaf"},
	{"outcomes with needs", `{"components": [
	  {"id": "a", "weight": "50", "award": {"points": {"max": "20", "step": "1"}}},
	  {"id": "b", "weight": "50", "award": {"points": {"max": "20", "step": "1"}}}],
	 "outcomes": [{"name": "first", "certifies": true, "at_least": "90", "needs": [{"component": "a", "above": "80"}, {"component": "b", "at_least": "50"}]},
	  {"name": "second", "certifies": true, "above": "70", "needs": [{"component": "b", "at_least": "66.6"}]}, {"name": "third", "at_least": "50"}]}`, 420, "7cc0ddaaeb42a27a"},
	{"points without steps", `{"weights": "relative", "components": [
	  {"id": "a", "weight": "2", "award": {"points": {"max": "7"}}},
	  {"id": "b", "weight": "1", "award": {"points": {"max": "30", "up_to": "36"}}}], "cap": "100", "certificate": {"at_least": "66.6"}}`, 477, "ee22416189ea0ee9"},
	{"attendance, short and long", `{"components": [
	  {"id": "a", "weight": "40", "award": {"attendance": {"sessions": 3, "credit": "per_session"}}},
	  {"id": "b", "weight": "60", "award": {"attendance": {"sessions": 14, "credit": "per_session", "may_miss": 2}}}], "certificate": {"above": "66.6"}}`, 494, "d3f5dd3ee4b50939"},
	{"weightings and extra credit", `{"components": [
	  {"id": "a", "weight": "60", "award": {"points": {"max": "10", "step": "0.5"}}}, {"id": "b", "weight": "40", "award": {"points": {"max": "10", "step": "0.5"}}},
	  {"id": "x", "weight": "5", "extra_credit": true, "award": {"completion": {}}}], "weightings": [{"a": "30", "b": "70"}], "certificate": {"at_least": "75"}}`, 709, "f5145947a5530205"},
	{"items, sum", `{"components": [
	  {"id": "lab", "weight": "50", "award": {"items": {"combine": "sum", "drop_lowest": 1, "drop_highest": 2, "up_to_percent": "110"}}},
	  {"id": "b", "weight": "50", "award": {"attendance": {"sessions": 2, "credit": "per_session"}}}], "certificate": {"above": "72.5"}}`, 998, "7ea6318a3b6cabe8"},
	{"reference", course, 1016, "001802cadb8ef6cc"},
	{"what only an excuse decides", `{"components": [
	  {"id": "a", "weight": "95", "award": {"completion": {}}},
	  {"id": "g", "weight": "5", "award": {"group": {"drop_lowest": 1, "components": [
	    {"id": "b", "weight": "3", "award": {"points": {"max": "7"}}}, {"id": "c", "weight": "1", "award": {"points": {"max": "15", "step": "5"}}}, {"id": "d", "weight": "2", "award": {"completion": {}}}]}}}],
	 "outcomes": [{"name": "first", "certifies": true, "at_least": "95", "needs": [{"component": "d", "at_least": "50"}]}, {"name": "second", "certifies": true, "at_least": "80"}]}`, 1093, "bd6e305d80ba3786"},
	{"a group that drops", `{"components": [
	  {"id": "hw", "weight": "60", "award": {"group": {"drop_lowest": 1, "drop_highest": 1, "components": [
	    {"id": "a", "weight": "1", "award": {"points": {"max": "10", "step": "1"}}}, {"id": "b", "weight": "2", "award": {"points": {"max": "10", "step": "1"}}},
	    {"id": "c", "weight": "1", "never_drop": true, "award": {"completion": {}}}, {"id": "d", "weight": "1", "award": {"completion": {}}}]}}},
	  {"id": "e", "weight": "40", "award": {"completion": {}}}], "certificate": {"above": "50"}}`, 1270, "dddab98ce98fa1d1"},
	{"items, mean", `{"components": [
	  {"id": "hw", "weight": "60", "award": {"items": {"combine": "mean", "min_items": 4, "drop_lowest": 1, "never_drop": ["essay"]}}},
	  {"id": "b", "weight": "40", "award": {"completion": {}}}], "certificate": {"at_least": "60"}}`, 1627, "c13f1fa7718d5fdb"},
	{"a list beside points", `{"components": [
	  {"id": "hw", "weight": "50", "award": {"items": {"combine": "sum", "up_to_percent": "110"}}},
	  {"id": "b", "weight": "50", "award": {"points": {"max": "7"}}}], "certificate": {"at_least": "60"}}`, 2106, "43d6333adf8c0d53"},
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
	 "outcomes": [{"name": "first", "certifies": true, "at_least": "95"}, {"name": "second", "certifies": true, "at_least": "80"}]}`, 2113, "87eaf18adc899505"},
}

// The vectors of schemes of every kind keep the rules of vectors and are the
// same on every machine, so that a platform that stored them can compare. The
// digest is of the JSON of the vectors, one line each. It changes only if
// Vectors chooses other vectors, which must be intended.
func TestVectorsOfEveryKind(t *testing.T) {
	t.Parallel()
	for _, c := range pinned {
		t.Run(c.name, func(t *testing.T) {
			g := compiled(t, parsed(t, c.scheme))
			list := vectorsOf(g)
			vectorsAgree(t, g, list)
			vectorsHaveStates(t, list)
			vectorsHaveSides(t, list)
			most := vectorsHaveNeighbours(t, list)
			if !strings.Contains(c.scheme, "outcomes") && !strings.Contains(c.scheme, "minimum") { // one comparison
				assert.LessOrEqual(t, most, 4)
			}
			h := sha256.New()
			for _, v := range list {
				line, err := json.Marshal(v)
				require.NoError(t, err)
				h.Write(append(line, '\n'))
			}
			assert.Equal(t, c.count, len(list), "vectors")
			assert.Equal(t, c.digest, hex.EncodeToString(h.Sum(nil)[:8]))
		})
	}
}

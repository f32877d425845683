package grading_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// brief returns a mark as a short text: "7.5", "fair", "4 of 5 (1 excused)",
// "missing", and a list as "x:60/100 item2:missing".
func brief(m grading.Mark) string {
	switch {
	case m.Completed != nil:
		return fmt.Sprintf("completed: %v", *m.Completed)
	case m.Held != nil && m.ExcusedSessions > 0:
		return fmt.Sprintf("%d of %d (%d excused)", *m.Attended, *m.Held, m.ExcusedSessions)
	case m.Held != nil:
		return fmt.Sprintf("%d of %d", *m.Attended, *m.Held)
	case m.Points != nil:
		return m.Points.String()
	case m.Items != nil:
		var list []string
		for _, it := range m.Items {
			text := stateOf(it.Missing, it.Excused, it.Pending, it.HandedIn)
			if it.Earned != nil {
				text = it.Earned.String() + "/" + it.Possible.String()
			}
			list = append(list, it.ID+":"+text)
		}
		return strings.Join(list, " ")
	case m.Level != "":
		return m.Level
	}
	return stateOf(m.Missing, m.Excused, m.Pending, m.HandedIn)
}

func stateOf(missing, excused, pending, handedIn bool) string {
	switch {
	case missing:
		return "missing"
	case excused:
		return "excused"
	case pending:
		return "pending"
	case handedIn:
		return "handed in"
	}
	return "none"
}

// topic returns what a vector is about: v.Why without the sentence of the result.
func topic(v grading.Vector) string {
	text, _, _ := strings.Cut(v.Why, ". ")
	return text
}

// marksAbout returns the marks that the component has in vectors whose topic begins
// with the text about. Each mark comes once, in the order of the vectors.
func marksAbout(g *grading.Grader, id, about string) []string {
	list := []string{}
	for v := range g.Vectors() {
		if text := brief(v.Marks[id]); strings.HasPrefix(topic(v), about) && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// vectorsAgree checks what is true of all vectors: their numbers have no gap, no marks
// occur twice, the answers are those of the grader, and the text v.Why is a topic
// followed by the sentence of the result.
func vectorsAgree(t *testing.T, g *grading.Grader, list []grading.Vector) {
	t.Helper()
	seen := map[string]bool{}
	for i, v := range list {
		require.Equal(t, fmt.Sprintf("v%04d", i+1), v.ID)
		text, err := json.Marshal(v.Marks)
		require.NoError(t, err)
		require.False(t, seen[string(text)], "%s", text)
		seen[string(text)] = true
		r, err := g.Grade(v.Marks)
		require.NoError(t, err)
		require.Equal(t, []any{r.Total, r.Decision, r.Outcome}, []any{v.Total, v.Decision, v.Outcome})
		require.NotEmpty(t, topic(v))
		require.Equal(t, topic(v)+". "+r.Shown(2).Sentence, v.Why)
	}
	require.GreaterOrEqual(t, len(list), 4)
	for i, text := range []string{"Nothing is marked", "Everything in full", "Nothing was earned", "Everything is excused"} {
		require.Equal(t, text, topic(list[i]), "the first ones are the simplest")
	}
}

// Changing the marks of a vector does not change later vectors.
func TestVectorsShareNothing(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, `{"components": [
	  {"id": "a", "weight": "50", "award": {"items": {"combine": "sum"}}},
	  {"id": "b", "weight": "50", "award": {"points": {"max": "10"}}}], "certificate": {"at_least": "60"}}`))
	want, n := vectorsOf(g), 0
	for v := range g.Vectors() {
		require.Equal(t, want[n].Marks, v.Marks)
		n++
		for id, m := range v.Marks {
			if m.Points != nil {
				*m.Points = dec("1")
			}
			for i := range m.Items {
				m.Items[i].ID = "changed"
			}
			delete(v.Marks, id)
		}
	}
	assert.Len(t, want, n)
}

// oneComponent returns a scheme with a certificate for at least 60 percent. Its only
// component has the id "a".
func oneComponent(award string) string {
	return `{"components": [{"id": "a", "weight": "100", "award": ` + award + `}], "certificate": {"at_least": "60"}}`
}

// The vectors around what is needed have the mark that is exactly needed, if
// there is one, and the next marks below and above it, in coarse and in fine
// steps. Marks of zero and full marks are missing here, since earlier vectors have them.
func TestVectorsAroundWhatIsNeeded(t *testing.T) {
	t.Parallel()
	for award, want := range map[string][]string{
		`{"points": {"max": "10"}}`:                                               {"6", "5", "7", "5.99", "6.01", "5.99999", "6.00001"},
		`{"points": {"max": "7"}}`:                                                {"4.2", "4", "5", "4.19", "4.21", "4.19999", "4.20001"},
		`{"points": {"max": "1.5"}}`:                                              {"0.9", "1", "0.89", "0.91", "0.89999", "0.90001"},
		`{"points": {"max": "1", "up_to": "1.2"}}`:                                {"0.6", "1", "0.59", "0.61", "0.59999", "0.60001"},
		`{"points": {"max": "0.02"}}`:                                             {"0.012", "0.01", "0.01199", "0.01201"},
		`{"points": {"max": "0.00000000002"}}`:                                    {"0.000000000012"},
		`{"points": {"max": "0.000000000002"}}`:                                   {},
		`{"points": {"max": "9", "step": "2"}}`:                                   {"6", "4"},
		`{"points": {"max": "10", "step": "2"}}`:                                  {"6", "4", "8"},
		`{"completion": {}}`:                                                      {},
		`{"attendance": {"sessions": 5, "credit": "all_sessions"}}`:               {},
		`{"attendance": {"sessions": 5, "credit": "per_session"}}`:                {"3 of 5", "2 of 5", "4 of 5", "2 of 5 (1 excused)"},
		`{"attendance": {"sessions": 3, "credit": "per_session"}}`:                {"2 of 3", "1 of 3", "1 of 3 (1 excused)"},
		`{"attendance": {"sessions": 7, "credit": "per_session", "may_miss": 2}}`: {"3 of 7", "2 of 7", "4 of 7", "2 of 7 (1 excused)"},
		`{"levels": {"max": "10", "levels": [{"name": "b", "points": "6"}, {"name": "d", "points": "9"}, {"name": "c", "points": "8"}, {"name": "a", "points": "3"}]}}`: {"b", "a", "c"},
		`{"levels": {"max": "10", "levels": [{"name": "b", "points": "7"}, {"name": "d", "points": "9"}, {"name": "c", "points": "8"}, {"name": "a", "points": "3"}]}}`: {"b", "a"},
		`{"items": {"combine": "mean"}}`: {"item1:60/100 item2:60/100", "item1:59/100 item2:59/100", "item1:61/100 item2:61/100", "item1:59.99/100 item2:59.99/100",
			"item1:60.01/100 item2:60.01/100", "item1:59.99999/100 item2:59.99999/100", "item1:60.00001/100 item2:60.00001/100"},
	} {
		assert.Equal(t, want, marksAbout(compiled(t, parsed(t, oneComponent(award))), "a", "Around what the certificate needs of a"), award)
	}
}

// Vectors tries up to 39 excused sessions to find the attendance nearest to what is
// needed. If 39 of 80 sessions are excused, 41 are left, and 20 of 41 is just enough. Of
// 81 sessions, 40 would have to be excused for that.
func TestVectorsOfManyExcusedSessions(t *testing.T) {
	t.Parallel()
	for sessions, nearest := range map[string]string{"80": "20 of 80 (39 excused)", "81": "20 of 81 (40 excused)"} {
		list := marksAbout(compiled(t, parsed(t, `{"components": [{"id": "a", "weight": "100", "award": {"attendance": {"sessions": `+sessions+`, "credit": "per_session"}}}],
		  "certificate": {"at_least": "48.7804"}}`)), "a", "Around")
		assert.Equal(t, sessions == "80", slices.Contains(list, nearest), "%s: %v", sessions, list)
	}
}

// A list with full marks has at most 1,000 items, however many items the award drops.
func TestVectorsOfListsThatDropMany(t *testing.T) {
	t.Parallel()
	for v := range compiled(t, parsed(t, oneComponent(`{"items": {"combine": "sum", "drop_lowest": 1000, "never_drop": ["x", "y"]}}`))).Vectors() {
		if topic(v) == "Everything in full" {
			assert.Len(t, v.Marks["a"].Items, 1000)
			return
		}
	}
	assert.Fail(t, "no vector with full marks")
}

// No vector goes below the lowest mark of an award or above the highest. If the needed
// share must be exceeded, there are vectors with that share and with the step above it.
func TestVectorsAtTheEnds(t *testing.T) {
	t.Parallel()
	const levels = `{"levels": {"max": "10", "levels": [{"name": "fair", "points": "5"}, {"name": "good", "points": "10"}]}}`
	for _, c := range []struct{ award, certificate, want string }{
		{levels, `"above": "50"`, "missing, fair, good"},
		{levels, `"at_least": "100"`, "fair, good"},
		{levels, `"above": "75"`, "fair, missing, good"},
		{`{"attendance": {"sessions": 2, "credit": "per_session"}}`, `"above": "50"`, "0 of 2, 1 of 2, 2 of 2"},
		{`{"attendance": {"sessions": 2, "credit": "per_session"}}`, `"at_least": "100"`, "1 of 2, 2 of 2"},
		{`{"points": {"max": "10"}}`, `"above": "50"`, "0, 1, 0.01, 0.00001, 5, 4, 6, 4.99, 5.01, 4.99999, 5.00001"},
		{`{"points": {"max": "10"}}`, `"at_least": "100"`, "9, 9.99, 9.99999, 10"},
		{`{"points": {"max": "3"}}`, `"at_least": "99.9"`, "2.994, 2, 2.99, 2.99399, 2.99401, 2.997, 3, 2.99699, 2.99701"},
		{`{"items": {"combine": "sum"}}`, `"at_least": "100"`, "item1:99/100 item2:99/100, item1:99.99/100 item2:99.99/100, item1:99.99999/100 item2:99.99999/100, item1:100/100 item2:100/100"},
	} {
		g := compiled(t, parsed(t, `{"components": [{"id": "b", "weight": "50", "award": {"completion": {}}}, {"id": "a", "weight": "50", "award": `+c.award+`}], "certificate": {`+c.certificate+`}}`))
		assert.Equal(t, c.want, strings.Join(marksAbout(g, "a", "Around what the certificate needs of a"), ", "), c)
	}
}

// For a course of at most six sessions there are marks with every combination of sessions
// attended and held. For a longer course the number of held sessions is 0, 1, half of the
// sessions, all but one, or all. The number of attended sessions is 0, 1, or one of three
// limits: the number held, the number held minus may_miss, and the number that full
// credit takes. It can also be one below each of these limits. There are also marks with
// excused sessions: 1, 2, may_miss + 1, all sessions but one, and all sessions. The lists
// below lack marks that earlier vectors have, such as marks of zero and full marks.
func TestVectorsOfSessions(t *testing.T) {
	t.Parallel()
	for award, want := range map[string]string{
		`{"sessions": 1, "credit": "all_sessions"}`: "0 of 0, 0 of 1 (1 excused)",
		`{"sessions": 2, "credit": "per_session"}`:  "0 of 0, 0 of 1, 1 of 1, 0 of 2 (1 excused), 0 of 1 (1 excused), 1 of 2 (1 excused), 0 of 2 (2 excused)",
		`{"sessions": 6, "credit": "all_sessions", "may_miss": 1}`: "0 of 0, 0 of 1, 1 of 1, 0 of 2, 1 of 2, 2 of 2, 0 of 3, 1 of 3, 2 of 3, 3 of 3, 0 of 4, 1 of 4, 2 of 4, 3 of 4, 4 of 4, 0 of 5, 1 of 5, 2 of 5, 3 of 5, " +
			"4 of 5, 5 of 5, 1 of 6, 2 of 6, 3 of 6, 4 of 6, 6 of 6, 0 of 6 (1 excused), 0 of 5 (1 excused), 3 of 6 (1 excused), 3 of 5 (1 excused), " +
			"4 of 6 (1 excused), 4 of 5 (1 excused), 0 of 6 (2 excused), 0 of 5 (2 excused), 2 of 6 (2 excused), 2 of 5 (2 excused), 3 of 6 (2 excused), " +
			"3 of 5 (2 excused), 0 of 6 (5 excused), 0 of 5 (5 excused), 1 of 6 (5 excused), 0 of 6 (6 excused)",
		`{"sessions": 7, "credit": "all_sessions", "may_miss": 1}`: "0 of 0, 0 of 1, 1 of 1, 0 of 3, 1 of 3, 2 of 3, 3 of 3, 0 of 6, 1 of 6, 4 of 6, 5 of 6, 6 of 6, 1 of 7, 5 of 7, 7 of 7, 0 of 7 (1 excused), " +
			"0 of 6 (1 excused), 4 of 7 (1 excused), 4 of 6 (1 excused), 5 of 7 (1 excused), 5 of 6 (1 excused), 0 of 7 (2 excused), 0 of 6 (2 excused), " +
			"3 of 7 (2 excused), 3 of 6 (2 excused), 4 of 7 (2 excused), 4 of 6 (2 excused), 0 of 7 (6 excused), 0 of 6 (6 excused), 1 of 7 (6 excused), " +
			"0 of 7 (7 excused)",
		`{"sessions": 40, "credit": "all_sessions", "may_miss": 3}`: "0 of 0, 0 of 1, 1 of 1, 0 of 20, 1 of 20, 16 of 20, 17 of 20, 19 of 20, 20 of 20, 0 of 39, 1 of 39, 35 of 39, 36 of 39, 38 of 39, 39 of 39, 37 of 39, " +
			"1 of 40, 36 of 40, 39 of 40, 40 of 40, 0 of 40 (1 excused), 0 of 39 (1 excused), 35 of 40 (1 excused), 35 of 39 (1 excused), 36 of 40 (1 excused), " +
			"36 of 39 (1 excused), 0 of 40 (2 excused), 0 of 39 (2 excused), 34 of 40 (2 excused), 34 of 39 (2 excused), 35 of 40 (2 excused), 35 of 39 (2 excused), " +
			"0 of 40 (4 excused), 0 of 39 (4 excused), 32 of 40 (4 excused), 32 of 39 (4 excused), 33 of 40 (4 excused), 33 of 39 (4 excused), 0 of 40 (39 excused), " +
			"0 of 39 (39 excused), 1 of 40 (39 excused), 0 of 40 (40 excused)",
	} {
		list := marksAbout(compiled(t, parsed(t, oneComponent(`{"attendance": `+award+`}`))), "a", "Sessions of a")
		assert.Equal(t, want, strings.Join(list, ", "), award)
	}
}

// Some lists have two items of different sizes, whose mean or sum is the needed share,
// and as many other items as the award drops. Other lists have equal items: one fewer
// than the award asks for, exactly as many, and one more. Each length comes twice: with
// all items that are never dropped, and without the last of them. The last of these lists
// comes again with one more item, which is missing, excused, pending or handed in. All
// lists come again for shares a thousandth below, a thousandth above and a twentieth
// below the needed share.
func TestVectorsOfLists(t *testing.T) {
	t.Parallel()
	for award, want := range map[string]string{
		`{"combine": "mean"}`: "item1:100/100 item2:180/900, item1:100/100 item2:500/900, item1:900/900 item2:20/100, item1:600/900 item2:0/100, item1:300/300 item2:140/700, " +
			"item1:300/300 item2:300/700, item1:60/100, item1:60/100 item2:missing, item1:60/100 item2:excused, item1:60/100 item2:pending, " +
			"item1:60/100 item2:handed in",
		`{"combine": "sum", "up_to_percent": "150"}`: "item1:120/100 item2:0/900, item1:150/100 item2:450/900, item1:1080/900 item2:0/100, item1:600/900 item2:0/100, item1:360/300 item2:0/700, " +
			"item1:450/300 item2:150/700, item1:60/100, item1:60/100 item2:missing, item1:60/100 item2:excused, item1:60/100 item2:pending, " +
			"item1:60/100 item2:handed in",
		`{"combine": "mean", "min_items": 2, "never_drop": ["x", "y"]}`: "item1:100/100 item2:180/900, x:100/100 item2:180/900, item1:100/100 x:180/900, item1:100/100 item2:500/900, x:100/100 item2:500/900, " +
			"item1:100/100 x:500/900, item1:900/900 item2:20/100, x:900/900 item2:20/100, item1:900/900 x:20/100, item1:600/900 item2:0/100, x:600/900 item2:0/100, " +
			"item1:600/900 x:0/100, item1:300/300 item2:140/700, x:300/300 item2:140/700, item1:300/300 x:140/700, item1:300/300 item2:300/700, " +
			"x:300/300 item2:300/700, item1:300/300 x:300/700, x:60/100 y:60/100 item3:60/100, x:60/100, x:60/100 item2:60/100, x:60/100 item2:60/100 item3:60/100, " +
			"x:60/100 item2:60/100 item3:60/100 item4:missing, x:60/100 item2:60/100 item3:60/100 item4:excused, x:60/100 item2:60/100 item3:60/100 item4:pending, " +
			"x:60/100 item2:60/100 item3:60/100 item4:handed in",
		`{"combine": "mean", "min_items": 4}`: "item1:100/100 item2:180/900, item1:100/100 item2:500/900, item1:900/900 item2:20/100, item1:600/900 item2:0/100, item1:300/300 item2:140/700, " +
			"item1:300/300 item2:300/700, item1:60/100 item2:60/100 item3:60/100, item1:60/100 item2:60/100 item3:60/100 item4:60/100 item5:60/100, " +
			"item1:60/100 item2:60/100 item3:60/100 item4:60/100 item5:60/100 item6:missing, " +
			"item1:60/100 item2:60/100 item3:60/100 item4:60/100 item5:60/100 item6:excused, " +
			"item1:60/100 item2:60/100 item3:60/100 item4:60/100 item5:60/100 item6:pending, " +
			"item1:60/100 item2:60/100 item3:60/100 item4:60/100 item5:60/100 item6:handed in",
		`{"combine": "sum", "drop_lowest": 1, "drop_highest": 2}`: "item1:100/100 item2:180/900 item3:0/900 item4:900/900 item5:900/900, item1:100/100 item2:500/900 item3:0/900 item4:900/900 item5:900/900, " +
			"item1:900/900 item2:20/100 item3:0/100 item4:100/100 item5:100/100, item1:600/900 item2:0/100 item3:0/100 item4:100/100 item5:100/100, " +
			"item1:300/300 item2:140/700 item3:0/700 item4:700/700 item5:700/700, item1:300/300 item2:300/700 item3:0/700 item4:700/700 item5:700/700, item1:60/100, " +
			"item1:60/100 item2:missing, item1:60/100 item2:excused, item1:60/100 item2:pending, item1:60/100 item2:handed in",
	} {
		list := marksAbout(compiled(t, parsed(t, oneComponent(`{"items": `+award+`}`))), "a", "Items of a around")
		last := slices.IndexFunc(list, func(text string) bool { return strings.HasSuffix(text, "handed in") })
		assert.Equal(t, want, strings.Join(list[:last+1], ", "), award)
		assert.Contains(t, list[last+1:], strings.ReplaceAll(list[last], "60", "59.9"))
		assert.Contains(t, list[last+1:], strings.ReplaceAll(list[last], "60", "60.1"))
		assert.Contains(t, list[last+1:], strings.ReplaceAll(list[last], "60", "55"))
	}
}

// vectorsHaveStates checks that there are two vectors for each leaf and each state of the
// leaf: in one, all other leaves have full marks; in the other, they have marks of zero.
func vectorsHaveStates(t *testing.T, list []grading.Vector) {
	t.Helper()
	have, full, nothing := map[string]bool{}, list[1].Marks, list[2].Marks
	for _, v := range list {
		for id := range full {
			have[id+" "+briefOf(v.Marks, id)+" beside "+others(v.Marks, id)] = true
		}
	}
	for id := range full {
		for _, beside := range []grading.Marks{full, nothing} {
			for _, state := range []string{"none", "missing", "excused", "pending", "handed in", brief(full[id]), brief(nothing[id])} {
				require.True(t, have[id+" "+state+" beside "+others(beside, id)], "%s %s", id, state)
			}
		}
	}
}

// Each id that Vectors makes up for an item differs from all other ids in the list, even
// if never_drop names an id of the same form.
func TestVectorsOfListsHaveUnlikeIDs(t *testing.T) {
	t.Parallel()
	list := marksAbout(compiled(t, parsed(t, oneComponent(`{"items": {"combine": "mean", "never_drop": ["item2"], "min_items": 3}}`))), "a", "Everything in full")
	assert.Equal(t, []string{"item2:100/100 item3:100/100 item4:100/100"}, list)
	list = marksAbout(compiled(t, parsed(t, oneComponent(`{"items": {"combine": "mean", "never_drop": ["item3"], "drop_lowest": 1, "drop_highest": 1}}`))), "a", "Everything in full")
	assert.Equal(t, []string{"item3:100/100 item2:100/100 item4:100/100 item5:100/100"}, list)
}

// briefOf returns the mark of a component as a short text.
func briefOf(marks grading.Marks, id string) string {
	if _, there := marks[id]; !there {
		return "none"
	}
	return brief(marks[id])
}

// others returns the marks of all components except the one with the id, as a text.
func others(marks grading.Marks, id string) string {
	var list []string
	for _, other := range slices.Sorted(maps.Keys(marks)) {
		if other != id {
			list = append(list, other+"="+brief(marks[other]))
		}
	}
	return strings.Join(list, "; ")
}

// vectorsHaveSides checks each vector that is about what an outcome needs of a component:
// some other vector differs from it only in this component, and has another decision or
// outcome.
func vectorsHaveSides(t *testing.T, list []grading.Vector) {
	t.Helper()
	sides := map[string]map[string]bool{}
	for _, v := range list {
		for id := range v.Marks {
			key := id + " beside " + others(v.Marks, id)
			if sides[key] == nil {
				sides[key] = map[string]bool{}
			}
			sides[key][string(v.Decision)+" "+v.Outcome] = true
		}
	}
	for _, v := range list {
		if _, rest, found := strings.Cut(topic(v), " needs of "); found {
			id, _, _ := strings.Cut(rest, ",")
			require.Greater(t, len(sides[id+" beside "+others(v.Marks, id)]), 1, v.ID)
		}
	}
}

// vectorsHaveNeighbours checks each vector whose topic says that all else is as in
// another vector: the two vectors differ in the state of one component, and in the
// decision or the outcome. It groups these vectors by the component, its new state and
// the decisions of the two vectors, and returns the size of the largest group. If either
// of the two vectors has nothing to grade, the vector is in no group.
func vectorsHaveNeighbours(t *testing.T, list []grading.Vector) (most int) {
	t.Helper()
	all, kinds := map[string]grading.Vector{}, map[string]int{}
	for _, v := range list {
		all[v.ID] = v
		about, origin, found := strings.Cut(topic(v), ", all else as in ")
		if !found {
			continue
		}
		id, state, _ := strings.Cut(about, " ")
		first := all[origin]
		require.Equal(t, others(first.Marks, id), others(v.Marks, id))
		require.NotEqual(t, string(first.Decision)+first.Outcome, string(v.Decision)+v.Outcome)
		before, after := briefOf(first.Marks, id), briefOf(v.Marks, id)
		require.NotEqual(t, before, after)
		switch state {
		case "is missing", "is excused", "is pending":
			require.Equal(t, state, "is "+after)
		case "is handed in and not marked":
			require.Equal(t, "handed in", after)
		case "is excused from a session":
			require.Equal(t, first.Marks[id].ExcusedSessions+1, v.Marks[id].ExcusedSessions)
			require.Equal(t, *first.Marks[id].Attended, *v.Marks[id].Attended)
		default:
			item := strings.TrimPrefix(state, "has an item ")
			require.Equal(t, strings.Count(before, item)+1, strings.Count(after, item))
			require.Equal(t, strings.Count(before, "/")-1, strings.Count(after, "/"), "it had points")
		}
		if !strings.Contains(first.Why+v.Why, "Nothing to grade") {
			kind := strings.Join([]string{about, string(first.Decision), string(v.Decision)}, ", ")
			kinds[kind]++
			most = max(most, kinds[kind])
		}
	}
	return most
}

// stages returns the stages that make the vectors of a scheme, each with the number
// of vectors before it.
func stages(t *testing.T, s grading.Scheme) string {
	t.Helper()
	var list []string
	n, last := 0, ""
	for v := range compiled(t, s).Vectors() {
		now := stage(topic(v))
		if now != last {
			list = append(list, fmt.Sprintf("%s from %d", now, n))
		}
		n, last = n+1, now
	}
	return strings.Join(append(list, fmt.Sprintf("end at %d", n)), ", ")
}

// Each stage has its part of the 4,999 vectors, however many it could make.
func TestVectorsOfAWideScheme(t *testing.T) {
	t.Parallel()
	s := grading.Scheme{Weights: "relative"}
	for i := range 18 {
		award := grading.Award{Attendance: &grading.AttendanceAward{Sessions: 40, Credit: "per_session"}}
		if i < 10 {
			award = grading.Award{Items: &grading.ItemsAward{Combine: "mean"}}
		}
		s.Components = append(s.Components, grading.Component{ID: fmt.Sprintf("c%d", i), Weight: dec("1"), Award: award})
	}
	for i := range 10 {
		s.Outcomes = append(s.Outcomes, grading.OutcomeRule{Name: fmt.Sprintf("o%d", i), Certifies: true, AtLeast: new(dec(fmt.Sprint(95 - 5*i)))})
	}
	assert.Equal(t, "thresholds from 0, steps from 1800, thresholds from 2700, chance from 3150, states from 3250, lists from 4050, neighbours from 4500, end at 4999", stages(t, s))
}

// Marks with many items take long to grade, so there are fewer vectors of lists that drop
// many items. Each stage still has its part of the work.
func TestVectorsOfLongLists(t *testing.T) {
	t.Parallel()
	for drop, want := range map[int]string{
		38:   "thresholds from 0, steps from 18, thresholds from 45, chance from 59, states from 1800, lists from 1821, neighbours from 1925, end at 2033",
		100:  "thresholds from 0, steps from 18, thresholds from 45, chance from 59, states from 383, lists from 405, neighbours from 500, end at 596",
		1000: "thresholds from 0, chance from 29, states from 31, lists from 42, neighbours from 86, end at 166",
	} {
		s := grading.Scheme{Certificate: grading.Certificate{Above: new(dec("80"))}, Components: []grading.Component{
			{ID: "hw", Weight: dec("50"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "sum", DropLowest: drop}}},
			{ID: "exam", Weight: dec("50"), Award: grading.Award{Points: &grading.PointsAward{Max: dec("10")}}},
		}}
		assert.Equal(t, want, stages(t, s), "%d dropped", drop)
	}
}

// Each stage has its part of the work: a scheme that takes long to grade has few vectors,
// but still vectors of several stages.
func TestVectorsOfASlowScheme(t *testing.T) {
	t.Parallel()
	s := grading.Scheme{Weights: "relative", Certificate: grading.Certificate{AtLeast: new(dec("50"))}}
	weighting := grading.Weighting{}
	for i := range 100 {
		c := grading.Component{ID: fmt.Sprintf("c%d", i), Weight: dec("1"), Award: grading.Award{Completion: &grading.CompletionAward{}}}
		s.Components = append(s.Components, c)
		weighting[c.ID] = dec("1")
	}
	for range 20 {
		s.Weightings = append(s.Weightings, weighting)
	}
	assert.Equal(t, "thresholds from 0, chance from 4, states from 10, end at 27", stages(t, s))
}

// stage returns the stage that makes vectors about a topic.
func stage(about string) string {
	for _, s := range [...][2]string{
		{"all else as in", "neighbours"}, {"chance", "chance"}, {"Items", "lists"}, {"others in part", "thresholds"}, {" in part", "steps"}, {"is pending, and", "steps"}, {"needs", "thresholds"}, {"thing ", "thresholds"},
	} {
		if strings.Contains(about, s[0]) {
			return s[1]
		}
	}
	return "states"
}

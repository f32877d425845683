package grading_test

import (
	"cmp"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every sentence is made of codes and values, and a result that is stored and read back
// has the same sentences.
func TestEverythingSaidHasACode(t *testing.T) {
	t.Parallel()
	r, codes := random("said"), map[string]bool{}
	english := documented(t)
	check := func(s grading.Scheme, marks grading.Marks) {
		g := compiled(t, s)
		for _, m := range []grading.Marks{marks, g.Close(marks)} {
			result, err := g.Grade(m)
			require.NoError(t, err)
			shown := result.Shown(2)
			assert.Equal(t, shown.Sentence, joined(english, shown.Said))
			note(codes, shown.Said)
			checkSaid(t, codes, english, result.Parts, shown.Parts)
			data, err := json.Marshal(result)
			require.NoError(t, err)
			var back grading.Result
			require.NoError(t, json.Unmarshal(data, &back))
			assert.Equal(t, shown, back.Shown(2))
		}
	}
	for n := range rounds(20_000, 600) {
		s := anyTree(r)
		check(s, anyTreeMarks(r, s, n%4))
		s = anyScheme(r)
		check(s, anyMarks(r, s))
	}
	// Cases that random schemes rarely produce.
	check(itemsScheme(grading.ItemsAward{Combine: "mean"}), list("x", "x"))
	check(homework(grading.ItemsAward{Combine: "mean"}), grading.Marks{"hw": {Items: []grading.ItemMark{{HandedIn: true}}}})
	check(sessionsOf(grading.AttendanceAward{Sessions: 3, Credit: "per_session"}), grading.Marks{"a": {Attended: new(0), Held: new(3), ExcusedSessions: 3}})
	s := reference()
	s.Components[3].Minimum = new(dec("50"))
	check(s, grading.Marks{"project": {HandedIn: true}})
	for _, code := range []string{
		"certified", "not_certified", "pending", "nothing_to_grade", "outcome", "total", "total_so_far", "capped", "best", "possible",
		"required_above", "required_at_least", "for_outcome", "needs_above", "needs_at_least", "needs_mark", "needs_mark_of_handed_in", "has", "has_so_far", "own_weights",
		"weighting", "component", "still_open", "handed_in_not_marked_yet", "handed_in_never_marked", "nothing_handed_in", "excused",
		"excused_from_every_session", "every_item_excused", "completed", "not_completed", "sessions", "sessions_excused", "points", "level", "sum", "mean",
		"percent", "some_open", "some_handed_in", "some_never_marked", "items_count", "one_of_items_counts", "components_count", "one_of_components_counts", "of_them_dropped", "not_counted", "dropped",
		"counts_nothing", "equals", "adds", "full_needs_completion", "full_needs_all_sessions", "full_needs_sessions",
		"full_needs_every_item_in_full", "full_needs_every_component_in_full", "full_needs_counted_items", "full_needs_counted_components",
	} {
		assert.True(t, codes[code], code)
	}
}

// documented returns the English texts of the codes, as the documentation of the package
// lists them.
func documented(t *testing.T) map[string]string {
	t.Helper()
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, list, _ := strings.Cut(string(doc), "# Sentences")
	list, _, _ = strings.Cut(list, "# Codes")
	english := map[string]string{}
	for line := range strings.Lines(list) {
		if row, ok := strings.CutPrefix(line, "//\t"); ok {
			code, text, _ := strings.Cut(row, " ")
			english[code] = strings.TrimSpace(text)
		}
	}
	return english
}

// joined translates the pieces of a sentence and joins them as the documentation says: a
// space stands between two pieces, except before a comma, a semicolon or a colon.
func joined(english map[string]string, said []grading.Said) string {
	var b strings.Builder
	for i, s := range said {
		text := cmp.Or(english[s.Code], "no text for "+s.Code)
		if i > 0 && !strings.ContainsAny(text[:1], ",;:") {
			b.WriteString(" ")
		}
		for name, value := range s.Values {
			text = strings.ReplaceAll(text, "{"+name+"}", value)
		}
		b.WriteString(text)
	}
	return b.String() + "."
}

// note adds the codes of a sentence to the given set.
func note(codes map[string]bool, said []grading.Said) {
	for _, s := range said {
		codes[s.Code] = true
	}
}

func checkSaid(t *testing.T, codes map[string]bool, english map[string]string, parts []grading.Part, shown []grading.ShownPart) {
	t.Helper()
	for i, p := range parts {
		assert.Equal(t, shown[i].Sentence, joined(english, shown[i].Said))
		note(codes, shown[i].Said)
		assert.True(t, strings.HasPrefix(shown[i].Sentence, cmp.Or(p.Title, p.Component)+": "), shown[i].Sentence)
		assert.NotEqual(t, "have", shown[i].Said[1].Code, "%+v", p)
		checkSaid(t, codes, english, p.Parts, shown[i].Parts)
	}
}

// A level may have any name. In the sentence, the name is a piece with the code "level",
// unless the name states exactly the points of the level.
func TestLevelsOfAnyName(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"50 points", "30 points", "completed", "still open", "excused", "4 of 5 sessions", "{earned}", "nothing handed in"} {
		s := reference()
		s.Components[3].Title = "Project"
		s.Components[3].Award.Levels.Levels = []grading.Level{{Name: name, Points: dec("30")}}
		r, err := compiled(t, s).Grade(grading.Marks{"project": {Level: name}})
		require.NoError(t, err)
		code := "level"
		want := "Project: " + name + "; 30 of 60 % of the total."
		if name == "30 points" { // what the level is worth
			want, code = "Project: 30 of 60 points = 30 of 60 % of the total.", "points"
		}
		assert.Equal(t, code, r.Shown(2).Parts[3].Said[1].Code)
		assert.Equal(t, want, r.Shown(2).Parts[3].Sentence)
	}
}

// Full marks do not need sessions that a person is excused from.
func TestSessionsAskedOfTheExcused(t *testing.T) {
	t.Parallel()
	for excused, want := range map[int]string{
		0: "a: 9 of 14 sessions; 75 of 100 % of the total; full marks need 12 sessions.",
		1: "a: 9 of 14 sessions, 1 excused; 81.82 of 100 % of the total; full marks need 11 sessions.",
		3: "a: 9 of 14 sessions, 3 excused; 100 of 100 % of the total.",
	} {
		g := compiled(t, sessionsOf(grading.AttendanceAward{Sessions: 14, Credit: "per_session", MayMiss: 2}))
		r, err := g.Grade(grading.Marks{"a": {Attended: new(9), Held: new(14), ExcusedSessions: excused}})
		require.NoError(t, err)
		assert.Equal(t, want, r.Shown(2).Parts[0].Sentence)
	}
}

// Something handed in and never marked counts as zero at the end. The sentence
// says that it was handed in.
func TestHandedInAndNeverMarked(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	closed := g.Close(grading.Marks{"project": {HandedIn: true}})
	assert.Equal(t, grading.Mark{Missing: true, HandedIn: true}, closed["project"])
	assert.Equal(t, grading.Mark{Missing: true}, closed["quiz"])
	assert.Empty(t, g.Open(closed))
	r, err := g.Grade(closed)
	require.NoError(t, err)
	assert.Equal(t, grading.StatusMissing, r.Parts[3].Status)
	shown := r.Shown(2)
	assert.Equal(t, "Final group project: handed in, never marked; 0 of 60 % of the total.", shown.Parts[3].Sentence)
	assert.Equal(t, "Pre-class knowledge check: nothing handed in; 0 of 10 % of the total; full marks need completion.", shown.Parts[0].Sentence)
	text, err := json.Marshal(closed["project"])
	require.NoError(t, err)
	assert.Equal(t, `{"missing":true,"handed_in":true}`, string(text))
	again, err := g.ParseMarks([]byte(`{"project":` + string(text) + `}`))
	require.NoError(t, err)
	assert.Equal(t, closed["project"], again["project"])
	assertViolations(t, g.CheckMark("project", grading.Mark{Excused: true, HandedIn: true}), "one-of")
	assertViolations(t, g.CheckMark("project", grading.Mark{Missing: true, Pending: true, HandedIn: true}), "one-of")

	g = compiled(t, homework(grading.ItemsAward{Combine: "mean"}))
	marks := grading.Marks{"hw": {Items: []grading.ItemMark{{HandedIn: true}, {Pending: true}, {Missing: true, HandedIn: true}}}}
	assert.Equal(t, []grading.Open{{Component: "hw", HandedIn: true, Items: 2}}, g.Open(marks))
	closed = g.Close(marks)
	assert.Equal(t, []grading.ItemMark{{Missing: true, HandedIn: true}, {Missing: true}, {Missing: true, HandedIn: true}}, closed["hw"].Items)
	assert.Empty(t, g.Open(closed))
	r, err = g.Grade(closed)
	require.NoError(t, err)
	assert.Equal(t, grading.ItemPart{Status: grading.StatusMissing, HandedIn: true}, r.Parts[0].Items[0])
	assert.Equal(t, grading.ItemPart{Status: grading.StatusMissing}, r.Parts[0].Items[1])
}

// The sentence of a list or group says how many of its items or components are still
// open. If one of them is excused, full marks need only those that count.
func TestSaidOfWhatIsOpen(t *testing.T) {
	t.Parallel()
	g := compiled(t, homework(grading.ItemsAward{Combine: "mean", MinItems: 6, DropLowest: 1}))
	earned := func(points string) grading.ItemMark {
		return grading.ItemMark{Earned: new(dec(points)), Possible: dec("10")}
	}
	handedIn := grading.ItemMark{HandedIn: true}
	for _, c := range []struct {
		items []grading.ItemMark
		end   bool
		want  string
	}{
		{[]grading.ItemMark{earned("10")}, false, "mean 20% over the 5 items that count (1 dropped), 5 still open; 20 of 100 % of the total, at best 100; full marks need every item that counts in full."},
		{[]grading.ItemMark{earned("10"), handedIn}, false, "mean 20% over the 5 items that count (1 dropped), 4 still open, 1 handed in, not marked yet; 20 of 100 % of the total, at best 100; full marks need every item that counts in full."},
		{[]grading.ItemMark{earned("10"), handedIn}, true, "mean 20% over the 5 items that count (1 dropped), 1 handed in, never marked; 20 of 100 % of the total; full marks need every item that counts in full."},
	} {
		marks := grading.Marks{"hw": {Items: c.items}}
		if c.end {
			marks = g.Close(marks)
		}
		r, err := g.Grade(marks)
		require.NoError(t, err)
		assert.Equal(t, "hw: "+c.want, r.Shown(2).Parts[0].Sentence)
	}

	g = compiled(t, homework(grading.ItemsAward{Combine: "mean"}))
	r, err := g.Grade(grading.Marks{"hw": {Items: []grading.ItemMark{earned("8"), {Excused: true}}}})
	require.NoError(t, err)
	assert.Equal(t, "hw: mean 80% over the 1 item that counts; 80 of 100 % of the total; full marks need every item that counts in full.", r.Shown(2).Parts[0].Sentence)

	g = compiled(t, homework(grading.ItemsAward{Combine: "mean", DropHighest: 1}))
	r, err = g.Grade(grading.Marks{"hw": {Items: []grading.ItemMark{earned("8"), earned("6")}}})
	require.NoError(t, err)
	assert.Equal(t, "every item that counts in full", r.Parts[0].Need)

	g = compiled(t, parsed(t, `{"components": [{"id": "work", "title": "Coursework", "weight": "100", "award": {"group": {"components": [
	 {"id": "a", "weight": "1", "award": {"points": {"max": "10"}}}, {"id": "b", "weight": "1", "award": {"points": {"max": "10"}}}, {"id": "c", "weight": "2", "award": {"points": {"max": "10"}}}]}}}],
	 "certificate": {"at_least": "50"}}`))
	r, err = g.Grade(grading.Marks{"a": {Points: new(dec("8"))}, "b": {Excused: true}})
	require.NoError(t, err)
	part := r.Shown(2).Parts[0]
	assert.Equal(t, "Coursework: 26.67% over the 2 components that count, 1 still open; 26.67 of 100 % of the total, at best 93.33; full marks need every component that counts in full.", part.Sentence)
	assert.Equal(t, grading.Said{Code: "component", Values: map[string]string{"component": "Coursework", "id": "work"}}, part.Said[0])
	marks := grading.Marks{"a": {Points: new(dec("8"))}, "b": {Excused: true}, "c": {HandedIn: true}}
	r, err = g.Grade(marks)
	require.NoError(t, err)
	assert.Contains(t, r.Shown(2).Parts[0].Sentence, "over the 2 components that count, 1 handed in, not marked yet; ")
	r, err = g.Grade(g.Close(marks))
	require.NoError(t, err)
	assert.Contains(t, r.Shown(2).Parts[0].Sentence, "over the 2 components that count, 1 handed in, never marked; ")

	// A stored result can say that an item with a mark was handed in. The sentence does not
	// call this item "never marked".
	r = grading.Result{Parts: []grading.Part{{Component: "hw", Status: grading.StatusGraded, Full: exact.Whole(100), Items: []grading.ItemPart{{Status: grading.StatusGraded, HandedIn: true}}}}}
	assert.NotContains(t, r.Shown(2).Parts[0].Sentence, "never marked")
}

// The sentence says that a total is capped, and what the parts add up to.
func TestCapIsSaid(t *testing.T) {
	t.Parallel()
	s := onePoints(grading.Certificate{Above: new(dec("80"))})
	s.Cap = dec("90")
	r, err := compiled(t, s).Grade(grading.Marks{"exam": {Points: new(dec("95"))}})
	require.NoError(t, err)
	assert.Equal(t, "Certified: the total is 90 (capped; the parts add up to 95); more than 80 is required.", r.Shown(2).Sentence)
	r, err = compiled(t, s).Grade(grading.Marks{"exam": {Points: new(dec("90"))}})
	require.NoError(t, err)
	assert.Equal(t, "Certified: the total is 90; more than 80 is required.", r.Shown(2).Sentence)
}

// Texts of a stored result that this package did not write are shown as they
// are.
func TestSaidOfForeignTexts(t *testing.T) {
	t.Parallel()
	r, err := compiled(t, reference()).Grade(refMarks(true, 4, "12.5", "good"))
	require.NoError(t, err)
	for i, have := range []string{"done", "four sessions", "a dozen points", ""} {
		r.Parts[i].Have = have
		part := r.Shown(2).Parts[i]
		want := []grading.Said{{Code: "have", Values: map[string]string{"have": have}}}
		if i >= 2 { // any text may be the name of a level
			want = []grading.Said{{Code: "level", Values: map[string]string{"level": have}}}
		}
		assert.Equal(t, want, part.Said[1:2])
		assert.Contains(t, part.Sentence, ": "+have+"; ")
	}
	r.Findings[0].Need = "enough"
	assert.Equal(t, "Not certified: the total is 72.5.", r.Shown(2).Sentence)
}

// If there are several weightings, the sentence says which of them counts.
func TestSaidOfWeightings(t *testing.T) {
	t.Parallel()
	s := parsed(t, `{"components": [{"id": "a", "weight": "100", "award": {"points": {"max": "10"}}}, {"id": "b", "weight": "0", "award": {"points": {"max": "10"}}}],
	 "weightings": [{"b": "100"}, {"a": "50", "b": "50"}], "certificate": {"at_least": "50"}}`)
	for _, c := range []struct {
		a, b grading.Mark
		want string
	}{
		{grading.Mark{Points: new(dec("6"))}, grading.Mark{Points: new(dec("8"))}, "the total is 80; at least 50 is required; weighting 1 counts, no other way to weigh gives more than 70%."},
		{grading.Mark{Points: new(dec("6"))}, grading.Mark{Points: new(dec("4"))}, "the total is 60; at least 50 is required; its own weights count, no other way to weigh gives more than 50%."},
		{grading.Mark{Excused: true}, grading.Mark{Points: new(dec("8"))}, "the total is 80; at least 50 is required; weighting 1 counts, no other way to weigh gives more than 40%."},
	} {
		r, err := compiled(t, s).Grade(grading.Marks{"a": c.a, "b": c.b})
		require.NoError(t, err)
		assert.Equal(t, "Certified: "+c.want, r.Shown(2).Sentence)
	}
	s.Weightings = s.Weightings[:1] // a is excused below, so the components' own weights cannot be used
	r, err := compiled(t, s).Grade(grading.Marks{"a": {Excused: true}, "b": {Points: new(dec("8"))}})
	require.NoError(t, err)
	assert.Equal(t, "Certified: the total is 80; at least 50 is required.", r.Shown(2).Sentence)
}

// A stored result may have texts that this package did not write. Its sentences then say
// only what can be read from these texts.
func TestSaidOfForeignNeeds(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components[3].Minimum = new(dec("80"))
	graded := func() grading.Result {
		r, err := compiled(t, s).Grade(refMarks(true, 4, "12.5", "submission"))
		require.NoError(t, err)
		return r
	}
	const head = "Not certified: the total is 62.5; more than 80 is required"
	assert.Equal(t, head+", and at least 80% in Final group project (it has 66.67%).", graded().Shown(2).Sentence)
	r := graded()
	r.Parts[3].Component = "other"
	assert.Equal(t, head+`, and at least 80% in ["project"].`, r.Shown(2).Sentence)
	r = graded()
	r.Findings[1].Have = "two thirds"
	assert.Equal(t, head+", and at least 80% in Final group project.", r.Shown(2).Sentence)
	r = graded()
	r.Findings[1].Need = "much"
	assert.Equal(t, head+" (it has 66.67%).", r.Shown(2).Sentence)
	r = graded()
	r.Parts[1].Need = "patience"
	assert.Contains(t, r.Shown(2).Parts[1].Sentence, "; full marks need patience.")
}

// If a need is just missed, the sentence has enough decimal places to show the
// difference.
func TestSaidOfWhatIsJustMissed(t *testing.T) {
	t.Parallel()
	s := onePoints(grading.Certificate{AtLeast: new(dec("20"))})
	s.Components[0].Minimum = new(dec("40"))
	r, err := compiled(t, s).Grade(grading.Marks{"exam": {Points: new(dec("39.9996"))}})
	require.NoError(t, err)
	assert.Equal(t, "Not certified: the total is 40; at least 20 is required, and at least 40% in exam (it has 39.9996%).", r.Shown(2).Sentence)
}

// The sentence of a certified person states the best case only if a better
// outcome is possible.
func TestSaidOfTheCertified(t *testing.T) {
	t.Parallel()
	open := refMarks(true, 5, "15", "excellent")
	delete(open, "participation")
	r, err := compiled(t, reference()).Grade(open)
	require.NoError(t, err)
	assert.Equal(t, "Certified: the total is 85; more than 80 is required.", r.Shown(2).Sentence)
	s := reference()
	s.Certificate = grading.Certificate{}
	s.Outcomes = []grading.OutcomeRule{{Name: "good", Certifies: true, AtLeast: new(dec("90"))}, {Name: "pass", Certifies: true, AtLeast: new(dec("80"))}}
	r, err = compiled(t, s).Grade(open)
	require.NoError(t, err)
	assert.Equal(t, "Certified, pass: the total is 85, at best 100 (good); at least 80 is required.", r.Shown(2).Sentence)
	open["quiz"] = grading.Mark{Completed: new(false)}
	r, err = compiled(t, s).Grade(open)
	require.NoError(t, err)
	assert.Equal(t, "Still open: the total is 75 so far, at best 90 (good); at least 80 is required for pass.", r.Shown(2).Sentence)
}

// A component with a mark so far is not called unmarked, even if the mark is
// worth nothing yet.
func TestSentenceOfSessionsSoFar(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components[1].Minimum = new(dec("70"))
	g := compiled(t, s)
	for held, want := range map[int]string{0: "(it has 0% so far)", 1: "(it has 0% so far)", -1: "(not marked yet)"} {
		marks := grading.Marks{}
		if held >= 0 {
			marks["attendance"] = grading.Mark{Attended: new(0), Held: &held}
		}
		result, err := g.Grade(marks)
		require.NoError(t, err)
		assert.Contains(t, result.Shown(2).Sentence, "and at least 70% in Attendance at all live sessions "+want, "%d", held)
	}
}

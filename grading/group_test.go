package grading_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seminar is a scheme with a further weighting and two outcomes. Its group drops one
// component, but never the essay. Two sessions may be missed.
const seminar = `{"components": [
  {"id": "coursework", "title": "Coursework", "weight": "40", "award": {"group": {"drop_lowest": 1, "components": [
    {"id": "hw1", "weight": "1", "award": {"points": {"max": "10"}}},
    {"id": "hw2", "weight": "1", "award": {"points": {"max": "10"}}},
    {"id": "essay", "weight": "2", "never_drop": true, "award": {"points": {"max": "40"}}}]}}},
  {"id": "attendance", "weight": "10", "award": {"attendance": {"sessions": 14, "credit": "all_sessions", "may_miss": 2}}},
  {"id": "midterm", "weight": "20", "award": {"points": {"max": "100"}}},
  {"id": "final", "title": "Final exam", "weight": "30", "award": {"points": {"max": "100"}}}],
 "weightings": [{"coursework": "40", "attendance": "10", "final": "50"}],
 "outcomes": [
  {"name": "distinction", "title": "with distinction", "certifies": true, "at_least": "85", "needs": [{"component": "final", "at_least": "85"}]},
  {"name": "pass", "certifies": true, "above": "80", "needs": [{"component": "coursework", "at_least": "40"}]}]}`

func parsed(t testing.TB, text string) grading.Scheme {
	t.Helper()
	s, err := grading.Parse([]byte(text))
	require.NoError(t, err)
	return s
}

// seminarMarks returns marks with 8 and 4 of 10 points of homework, 34 of 40
// points of the essay and 12 of 14 sessions.
func seminarMarks(midterm, final string) grading.Marks {
	return grading.Marks{
		"hw1": {Points: new(dec("8"))}, "hw2": {Points: new(dec("4"))}, "essay": {Points: new(dec("34"))},
		"attendance": {Attended: new(12), Held: new(14)}, "midterm": {Points: new(dec(midterm))}, "final": {Points: new(dec(final))},
	}
}

func TestGroups(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, seminar))
	r, err := g.Grade(seminarMarks("50", "90"))
	require.NoError(t, err)
	// Coursework without hw2: (8/10 + 2·34/40)/3 = 5/6; 40·5/6 + 10 + 50·0.9.
	assert.Equal(t, "265/3", r.Total.String())
	assert.Equal(t, []string{"certified", "distinction", "distinction"}, []string{string(r.Decision), r.Outcome, r.Possible})
	require.Len(t, r.Parts, 4)
	p := r.Parts[0]
	assert.Equal(t, []string{"100/3", "40", "83.33% over the 2 components that count (1 dropped)", "every component that counts in full"}, []string{p.Points.String(), p.Full.String(), p.Have, p.Need})
	var parts []string
	for _, below := range p.Parts {
		parts = append(parts, fmt.Sprint(below.Component, " ", below.Points, "/", below.Full, " ", below.Dropped))
	}
	assert.Equal(t, []string{"hw1 32/3/40/3 false", "hw2 0/0 true", "essay 68/3/80/3 false"}, parts)
	assert.Equal(t, []grading.Alternative{
		{Weighting: 0, Percent: exact.Ratio(241, 3), Best: exact.Ratio(241, 3)},
		{Weighting: 1, Percent: exact.Ratio(265, 3), Best: exact.Ratio(265, 3), Counted: true},
	}, r.Weightings)
	assert.Equal(t, "0", r.Parts[2].Full.String(), "the midterm does not count")

	shown := r.Shown(2)
	assert.Equal(t, "Certified, with distinction: the total is 88.33; at least 85 is required; weighting 1 counts, no other way to weigh gives more than 80.33%.", shown.Sentence)
	assert.Equal(t, []string{
		"Coursework: 83.33% over the 2 components that count (1 dropped); 33.33 of 40 % of the total; full marks need every component that counts in full.",
		"attendance: 12 of 14 sessions; 10 of 10 % of the total.",
		"midterm: 50 points; it counts nothing in the total.",
		"Final exam: 90 of 100 points = 45 of 50 % of the total.",
	}, sentences(shown.Parts))
	assert.Equal(t, []string{
		"hw1: 8 of 10 points = 10.66 of 13.33 % of the total.", "hw2: 4 points, dropped.", "essay: 34 of 40 points = 22.67 of 26.67 % of the total.",
	}, sentences(shown.Parts[0].Parts))
}

func sentences(parts []grading.ShownPart) (list []string) {
	for _, p := range parts {
		list = append(list, p.Sentence)
	}
	return list
}

func TestOutcomeSentences(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, seminar))
	low := seminarMarks("60", "55")
	low["essay"] = grading.Mark{Points: new(dec("3"))}
	open := seminarMarks("60", "55")
	delete(open, "final")
	delete(open, "essay")
	handed := seminarMarks("60", "55")
	handed["final"] = grading.Mark{HandedIn: true}
	for _, c := range []struct {
		marks grading.Marks
		want  string
	}{
		{seminarMarks("80", "84"), "Certified, pass: the total is 85.33; more than 80 is required; weighting 1 counts, no other way to weigh gives more than 84.53%."},
		{seminarMarks("60", "55"), "Not certified: the total is 71.83; more than 80 is required for pass; its own weights count, no other way to weigh gives more than 70.83%."},
		{low, "Not certified: the total is 51.17; more than 80 is required for pass, and at least 40% in Coursework (it has 31.67%); its own weights count, no other way to weigh gives more than 50.17%."},
		{open, "Still open: the total is 32.67 so far, at best 97.33 (with distinction); more than 80 is required for pass, and at least 40% in Coursework (it has 26.67% so far); its own weights count, no other way to weigh gives more than 20.67%."},
		{handed, "Still open: the total is 55.33 so far, at best 93.33 (with distinction); more than 80 is required for pass; its own weights count, no other way to weigh gives more than 43.33%."},
	} {
		r, err := g.Grade(c.marks)
		require.NoError(t, err)
		assert.Equal(t, c.want, r.Shown(2).Sentence)
		checkTree(t, r)
	}
	// If a part counts for less in the best case than in the worst case, its sentence
	// does not mention the best case.
	r, err := g.Grade(grading.Marks{"hw1": {Points: new(dec("9"))}, "essay": {Points: new(dec("0"))}})
	require.NoError(t, err)
	assert.Equal(t, "hw1: 9 of 10 points = 12 of 13.33 % of the total.", r.Shown(2).Parts[0].Parts[0].Sentence)
	assert.Equal(t, "hw2: still open, dropped.", r.Shown(2).Parts[0].Parts[1].Sentence)
	s := parsed(t, seminar)
	s.Outcomes[1].Needs = append(s.Outcomes[1].Needs, grading.Need{Component: "final", Above: new(dec("50"))})
	r, err = compiled(t, s).Grade(handed)
	require.NoError(t, err)
	assert.Contains(t, r.Shown(2).Sentence, "and more than 50% in Final exam (handed in, not marked yet);")
	almost := seminarMarks("100", "50")
	r, err = compiled(t, s).Grade(almost)
	require.NoError(t, err)
	assert.Contains(t, r.Shown(2).Sentence, "and more than 50% in Final exam (it has 50%);")
}

// Each outcome has a finding, whose parts are its total and its needs.
func TestOutcomeFindings(t *testing.T) {
	t.Parallel()
	s := parsed(t, seminar)
	s.Outcomes = append(s.Outcomes, grading.OutcomeRule{Name: "taken part", AtLeast: new(dec("1")), Source: &rule.Source{Section: "x"}})
	r, err := compiled(t, s).Grade(seminarMarks("80", "84"))
	require.NoError(t, err)
	var lines []string
	for _, f := range r.Findings {
		lines = append(lines, fmt.Sprint(f.Code, " ", f.Path, " ", f.Verdict, " ", f.Need))
		for _, p := range f.Parts {
			lines = append(lines, fmt.Sprint("  ", p.Code, " ", p.Path, " ", p.Verdict, " ", p.Need, " ", p.Have))
		}
	}
	assert.Equal(t, []string{
		`certificate outcomes["distinction"] not_met at least 85`,
		`  total  met at least 85 256/3`,
		`  need ["final"] not_met at least 85% of full marks 84%`,
		`certificate outcomes["pass"] met above 80`,
		`  total  met above 80 256/3`,
		`  need ["coursework"] met at least 40% of full marks 250/3%`,
		`outcome outcomes["taken part"] met at least 1`,
		`  total  met at least 1 256/3`,
	}, lines)
	assert.Equal(t, "x", r.Findings[2].Source.Section)
}

// A group is excused if all its components with a weight are excused. A need on
// a group does not bind a person who is excused from the group.
func TestExcusedGroup(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, seminar))
	marks := seminarMarks("90", "90")
	for _, id := range []string{"hw1", "hw2", "essay"} {
		marks[id] = grading.Mark{Excused: true}
	}
	r, err := g.Grade(marks)
	require.NoError(t, err)
	assert.Equal(t, grading.StatusExcused, r.Parts[0].Status)
	assert.Equal(t, "excused", r.Parts[0].Have)
	assert.Equal(t, "275/3", r.Total.String(), "(10 + 18 + 27)/60")
	assert.Len(t, r.Findings[1].Parts, 1, "the need of coursework is gone")
	checkTree(t, r)
}

func TestGroupViolations(t *testing.T) {
	t.Parallel()
	group := func(s *grading.Scheme) *grading.GroupAward { return s.Components[0].Award.Group }
	many := make(grading.Weighting)
	for i := range 101 {
		many["x"+strconv.Itoa(i)] = dec("1")
	}
	for name, c := range map[string]struct {
		change func(*grading.Scheme)
		want   []string
	}{
		"as it is":            {func(*grading.Scheme) {}, nil},
		"an empty group":      {func(s *grading.Scheme) { group(s).Components = nil }, []string{"components[0].award.group.components required"}},
		"a weight of nothing": {func(s *grading.Scheme) { zeroWeights(group(s).Components) }, []string{"components[0].award.group.components weights-total"}},
		"an id twice":         {func(s *grading.Scheme) { group(s).Components[1].ID = "final" }, []string{"components[3].id duplicate-id"}},
		"an id of a group":    {func(s *grading.Scheme) { group(s).Components[1].ID = "coursework" }, []string{"components[0].award.group.components[1].id duplicate-id"}},
		"drops below 0": {func(s *grading.Scheme) { group(s).DropLowest, group(s).DropHighest = -1, 101 },
			[]string{"components[0].award.group.drop_lowest range", "components[0].award.group.drop_highest range"}},
		"a weighting of a stranger below 0": {func(s *grading.Scheme) { s.Weightings[0]["hw1"] = dec("-1") }, []string{`weightings[0]["hw1"] unknown-component`}},
		"a weighting of strangers":          {func(s *grading.Scheme) { s.Weightings[0]["hw1"] = dec("0") }, []string{`weightings[0]["hw1"] unknown-component`}},
		"a weighting of 99":                 {func(s *grading.Scheme) { s.Weightings[0]["final"] = dec("49") }, []string{"weightings[0] weights-total"}},
		"a weighting below 0":               {func(s *grading.Scheme) { s.Weightings[0]["final"] = dec("-50") }, []string{`weightings[0]["final"] range`}},
		"a weighting not stated":            {func(s *grading.Scheme) { s.Weightings[0]["final"] = exact.Decimal{} }, []string{`weightings[0]["final"] required`}},
		"a weighting of nothing":            {func(s *grading.Scheme) { group(s).Weightings = []grading.Weighting{{"hw1": dec("0")}, {}} }, []string{"components[0].award.group.weightings[0] weights-total", "components[0].award.group.weightings[1] weights-total"}},
		"a weighting of many":               {func(s *grading.Scheme) { s.Weightings[0] = many }, []string{"weightings[0] too-many"}},
		"20 weightings":                     {func(s *grading.Scheme) { s.Weightings = repeat(s.Weightings[0], 20) }, nil},
		"21 weightings":                     {func(s *grading.Scheme) { s.Weightings = repeat(s.Weightings[0], 21) }, []string{"weightings too-many"}},
		"a cap of 0":                        {func(s *grading.Scheme) { s.Cap = dec("0") }, []string{"cap range"}},
		"a cap":                             {func(s *grading.Scheme) { s.Cap = dec("100") }, nil},
		"certificate beside outcomes":       {func(s *grading.Scheme) { s.Certificate.Above = new(dec("80")) }, []string{"certificate one-of"}},
		"minimum beside outcomes":           {func(s *grading.Scheme) { group(s).Components[0].Minimum = new(dec("10")) }, []string{"components[0].award.group.components[0].minimum one-of"}},
		"neither":                           {func(s *grading.Scheme) { s.Outcomes = nil }, []string{"certificate one-of"}},
		"an outcome without a name":         {func(s *grading.Scheme) { s.Outcomes[0].Name = "" }, []string{"outcomes[0].name required"}},
		"an outcome twice":                  {func(s *grading.Scheme) { s.Outcomes[1].Name = "distinction" }, []string{"outcomes[1].name duplicate-id"}},
		"a title of two lines":              {func(s *grading.Scheme) { s.Outcomes[1].Title = "a\nb" }, []string{"outcomes[1].title text"}},
		"a certificate below":               {func(s *grading.Scheme) { s.Outcomes[0].Certifies = false }, []string{"outcomes[1].certifies order"}},
		"no threshold":                      {func(s *grading.Scheme) { s.Outcomes[0].AtLeast = nil }, []string{"outcomes[0] one-of"}},
		"a threshold below 0":               {func(s *grading.Scheme) { s.Outcomes[0].AtLeast = new(dec("-1")) }, []string{"outcomes[0].at_least range"}},
		"a need of a stranger":              {func(s *grading.Scheme) { s.Outcomes[0].Needs[0].Component = "finals" }, []string{"outcomes[0].needs[0].component unknown-component"}},
		"a need of nothing":                 {func(s *grading.Scheme) { s.Outcomes[0].Needs[0].Component = "" }, []string{"outcomes[0].needs[0].component required"}},
		"a need twice":                      {func(s *grading.Scheme) { s.Outcomes[0].Needs = append(s.Outcomes[0].Needs, s.Outcomes[0].Needs[0]) }, []string{"outcomes[0].needs[1].component duplicate-id"}},
		"a need without threshold":          {func(s *grading.Scheme) { s.Outcomes[0].Needs[0].AtLeast = nil }, []string{"outcomes[0].needs[0] one-of"}},
		"a need above 100":                  {func(s *grading.Scheme) { s.Outcomes[0].Needs[0].AtLeast = new(dec("100.5")) }, []string{"outcomes[0].needs[0].at_least range"}},
		"a need of 100":                     {func(s *grading.Scheme) { s.Outcomes[0].Needs[0].AtLeast = new(dec("100")) }, nil},
		"a need not stated":                 {func(s *grading.Scheme) { s.Outcomes[0].Needs[0].AtLeast = new(exact.Decimal{}) }, []string{"outcomes[0].needs[0].at_least required"}},
		"20 outcomes":                       {func(s *grading.Scheme) { moreOutcomes(s, 20) }, nil},
		"21 outcomes":                       {func(s *grading.Scheme) { moreOutcomes(s, 21) }, []string{"outcomes too-many"}},
		"8 deep":                            {func(s *grading.Scheme) { nest(s, 7) }, nil},
		"9 deep":                            {func(s *grading.Scheme) { nest(s, 8) }, []string{"components depth"}},
		"up to less than the maximum":       {func(s *grading.Scheme) { s.Components[2].Award.Points.UpTo = dec("99.9") }, []string{"components[2].award.points.up_to range"}},
		"up to the maximum":                 {func(s *grading.Scheme) { s.Components[2].Award.Points.UpTo = dec("100") }, nil},
	} {
		s := parsed(t, seminar)
		c.change(&s)
		err := s.Validate()
		if c.want == nil {
			assert.NoError(t, err, name)
			continue
		}
		t.Run(name, func(t *testing.T) { assertViolations(t, err, c.want...) })
	}
}

func zeroWeights(list []grading.Component) {
	for i := range list {
		list[i].Weight = dec("0")
	}
}

func repeat(w grading.Weighting, n int) (list []grading.Weighting) {
	for range n {
		list = append(list, w)
	}
	return list
}

func moreOutcomes(s *grading.Scheme, n int) {
	for len(s.Outcomes) < n {
		s.Outcomes = append(s.Outcomes, grading.OutcomeRule{Name: "o" + strconv.Itoa(len(s.Outcomes)), AtLeast: new(dec("1"))})
	}
}

// nest puts the coursework n groups deeper.
func nest(s *grading.Scheme, n int) {
	for i := range n {
		inner := s.Components[0]
		outer := grading.Component{ID: "outer" + strconv.Itoa(i), Weight: dec("40"), Award: grading.Award{Group: &grading.GroupAward{Components: []grading.Component{inner}}}}
		s.Components[0] = outer
	}
	s.Weightings = nil
}

// The violations of a misspelt id and of a mark for a group say what would be
// right.
func TestMarksOfATree(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, seminar))
	_, err := g.ParseMarks([]byte(`{"coursework": {"excused": true}, "hv1": {"points": "3"}, "hw2": {"points": "10.5"}}`))
	assertViolations(t, err, `["coursework"] mark-kind`, `["hv1"] unknown-component`, `["hw2"].points above-maximum`)
	assert.ErrorContains(t, err, "hw1, hw2 and essay")
	assert.ErrorContains(t, err, "the nearest is hw1")
	_, err = g.Needed(nil, "coursework")
	assertViolations(t, err, "mark-kind")
	assertViolations(t, g.CheckMark("coursework", grading.Mark{Pending: true}), "mark-kind")
	err = g.GradeColumns(map[string]grading.Column{"coursework": {Status: []grading.Status{grading.StatusExcused}}}, make([]grading.Standing, 1))
	assertViolations(t, err, `[0]["coursework"] mark-kind`)
}

// GradeColumns grades trees as Grade does, and Close and Open work on the
// leaves of a tree.
func TestTreeColumnsAndClose(t *testing.T) {
	t.Parallel()
	r := random("tree columns")
	for range rounds(20_000, 100) {
		s := anyTree(r)
		g := compiled(t, s)
		flat := s
		flat.Components = leavesOf(s.Components)
		people := []grading.Marks{anyTreeMarks(r, s, 2), anyTreeMarks(r, s, 2)}
		assertColumns(t, g, flat, people)
		before, err := g.Grade(people[0])
		require.NoError(t, err)
		closed := g.Close(people[0])
		assert.Empty(t, g.Open(closed))
		after, err := g.Grade(closed)
		require.NoError(t, err)
		assert.Zero(t, before.Total.Compare(after.Total))
		if before.Decision != grading.Pending {
			assert.Equal(t, before.Decision, after.Decision)
		}
		assert.Equal(t, before.Outcome, after.Outcome)
	}
}

// SoFar returns the total without what is open.
func TestSoFar(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	for _, c := range []struct {
		marks grading.Marks
		want  string
	}{
		{nil, "0"},
		{grading.Marks{"quiz": {Completed: new(true)}}, "100"},
		{grading.Marks{"quiz": {Completed: new(true)}, "project": {Level: "submission"}}, "500/7"},
		{grading.Marks{"quiz": {Completed: new(true)}, "project": {HandedIn: true}, "attendance": {Attended: new(2), Held: new(3)}}, "40"},
		{grading.Marks{"attendance": {Attended: new(2), Held: new(2)}, "quiz": {Missing: true}}, "60"},
		{grading.Marks{"attendance": {Attended: new(0), Held: new(0)}, "quiz": {Completed: new(true)}}, "100"},
		{refMarks(true, 5, "15", "good"), "90"},
	} {
		got, err := g.SoFar(c.marks)
		require.NoError(t, err)
		assert.Equal(t, c.want, got.String(), "%+v", c.marks)
	}
	_, err := g.SoFar(grading.Marks{"quiz": {Level: "x"}})
	assertViolations(t, err, `["quiz"] mark-kind`)
	g = compiled(t, itemsScheme(grading.ItemsAward{Combine: "mean", MinItems: 5, NeverDrop: []string{"x"}, DropLowest: 1}))
	got, err := g.SoFar(list("6/10", "?", "9/10"))
	require.NoError(t, err)
	assert.Equal(t, "90", got.String())
	got, err = g.SoFar(list("?"))
	require.NoError(t, err)
	assert.Equal(t, "0", got.String())

	r := random("so far")
	for range rounds(20_000, 200) {
		s := anyTree(r)
		g, marks := compiled(t, s), anyTreeMarks(r, s, 2)
		excused := grading.Marks{}
		for _, c := range leavesOf(s.Components) {
			m, there := marks[c.ID]
			if !there {
				m = grading.Mark{Excused: true}
			}
			if m.Held != nil {
				m.ExcusedSessions += c.Award.Attendance.Sessions - *m.Held
				m.Held = &c.Award.Attendance.Sessions
			}
			excused[c.ID] = m
		}
		got, err := g.SoFar(marks)
		require.NoError(t, err)
		assert.Equal(t, judge(s, excused).total.RatString(), got.Rat().RatString())
	}
}

// Marks above the maximum count only if the scheme allows them. A result states
// what a cap cuts off.
func TestBeyondTheMaximum(t *testing.T) {
	t.Parallel()
	s := grading.Scheme{
		Components: []grading.Component{
			{ID: "exam", Weight: dec("60"), Award: grading.Award{Points: &grading.PointsAward{Max: dec("10"), UpTo: dec("12")}}},
			{ID: "hw", Weight: dec("40"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "sum", UpToPercent: dec("150")}}},
		},
		Certificate: grading.Certificate{AtLeast: new(dec("60"))},
	}
	g := compiled(t, s)
	marks := func(exam, hw string) grading.Marks {
		return grading.Marks{"exam": {Points: new(dec(exam))}, "hw": {Items: []grading.ItemMark{{Earned: new(dec(hw)), Possible: dec("8")}}}}
	}
	r, err := g.Grade(marks("12", "12"))
	require.NoError(t, err)
	assert.Equal(t, "132", r.Total.String())
	_, err = g.Grade(marks("12.01", "12.01"))
	assertViolations(t, err, `["exam"].points above-maximum`, `["hw"].items[0].earned above-maximum`)
	assert.ErrorContains(t, err, "at most 12")
	assert.ErrorContains(t, err, "at most 150% of what was possible")
	r, err = g.Grade(grading.Marks{"hw": {Items: []grading.ItemMark{{Pending: true, Possible: dec("8")}}}})
	require.NoError(t, err)
	assert.Equal(t, "132", r.Best.String(), "what is open may come to more than the maximum")

	s.Cap = dec("100")
	g = compiled(t, s)
	r, err = g.Grade(marks("12", "4"))
	require.NoError(t, err)
	assert.Equal(t, []string{"92", "0"}, []string{r.Total.String(), r.AboveCap.String()})
	r, err = g.Grade(marks("12", "9"))
	require.NoError(t, err)
	assert.Equal(t, []string{"100", "100", "17"}, []string{r.Total.String(), r.Best.String(), r.AboveCap.String()})
	checkTree(t, r)
	assert.Equal(t, "100.00", r.Shown(2).Total)
	assert.Equal(t, []string{"72.00", "45.00"}, []string{r.Shown(2).Parts[0].Points, r.Shown(2).Parts[1].Points})
	for _, c := range []struct {
		certificate grading.Certificate
		answer      grading.Answer
	}{
		{grading.Certificate{AtLeast: new(dec("100"))}, grading.ThisMuch},
		{grading.Certificate{Above: new(dec("100"))}, grading.Impossible},
	} {
		s.Certificate = c.certificate
		n, err := compiled(t, s).Needed(marks("12", "4"), "hw")
		require.NoError(t, err)
		assert.Equal(t, c.answer, n.Answer)
	}
}

// If the answer is WithOthers, Needed also lists what is needed in other components.
func TestNeededElsewhere(t *testing.T) {
	t.Parallel()
	n, err := compiled(t, reference()).Needed(nil, "project")
	require.NoError(t, err)
	data, err := json.Marshal(n)
	require.NoError(t, err)
	// The total must be above 80. With full marks in everything else (40), a good project
	// (50) is enough, and a submission (40) is not. The list elsewhere is empty: with an
	// excellent project (60), any two of the other three components can give the rest.
	assert.JSONEq(t, `{"answer": "with_others", "mark": {"level": "good"}, "percent": "250/3", "points": "50"}`, string(data))
	n, err = compiled(t, reference()).Needed(grading.Marks{"quiz": {Missing: true}}, "project")
	require.NoError(t, err)
	data, err = json.Marshal(n)
	require.NoError(t, err)
	assert.JSONEq(t, `{"answer": "with_others", "mark": {"level": "excellent"}, "percent": "100", "points": "60", "elsewhere": [
		{"component": "attendance", "answer": "this_much", "mark": {"attended": 5, "held": 5}, "percent": "100", "points": "5"},
		{"component": "participation", "answer": "this_much", "mark": {"points": "5.5"}, "percent": "110/3", "points": "5.5"}]}`, string(data))

	// In a list of items, Needed asks for no more than the open items can give.
	g := compiled(t, homework(grading.ItemsAward{Combine: "mean"}))
	n, err = g.Needed(list("6/10", "?"), "hw")
	require.NoError(t, err)
	assert.Equal(t, grading.Impossible, n.Answer)
	n, err = g.Needed(list("6.2/10", "?"), "hw")
	require.NoError(t, err)
	assert.Equal(t, []any{grading.ThisMuch, "80", true}, []any{n.Answer, n.Percent.String(), n.Exceed})
}

// Lint checks groups and outcomes.
func TestLintOfTrees(t *testing.T) {
	t.Parallel()
	group := func(s *grading.Scheme) *grading.GroupAward { return s.Components[0].Award.Group }
	for name, c := range map[string]struct {
		change func(*grading.Scheme)
		want   []string
	}{
		"as it is, implied by the total": {func(*grading.Scheme) {}, nil},
		"a need of the lower alone":      {coursework("67.5"), []string{"outcomes[1] not-nested"}},
		"a need that the total implies":  {coursework("62.4"), nil},
		"at the total":                   {coursework("62.5"), nil},
		"a need of both": {func(s *grading.Scheme) {
			coursework("70")(s)
			s.Outcomes[0].Needs = append(s.Outcomes[0].Needs, s.Outcomes[1].Needs...)
		}, nil},
		"implied by the total": {func(s *grading.Scheme) {
			s.Outcomes[1].Needs = []grading.Need{{Component: "final", AtLeast: new(dec("40"))}}
		}, nil},
		"a lower total above": {func(s *grading.Scheme) {
			s.Outcomes[1].Needs, s.Outcomes[1].Above = nil, new(dec("85"))
		}, []string{"outcomes[1] not-nested"}},
		"nothing certifies": {func(s *grading.Scheme) {
			s.Outcomes = s.Outcomes[1:]
			s.Outcomes[0].Certifies, s.Outcomes[0].Needs = false, nil
		}, []string{"outcomes certificate-unreachable"}},
		"everything certifies": {func(s *grading.Scheme) {
			s.Outcomes = []grading.OutcomeRule{{Name: "a", Certifies: true, AtLeast: new(dec("0"))}}
		}, []string{"outcomes certificate-certain"}},
		"weightless": {func(s *grading.Scheme) {
			s.Outcomes = s.Outcomes[:1]
			group(s).Components[1].Weight = dec("0")
		}, []string{"components[0].award.group.components[1].weight weightless", "components[0].award.group.drop_lowest nothing-dropped"}},
		"protected all": {func(s *grading.Scheme) {
			s.Outcomes = s.Outcomes[:1]
			group(s).Components[0].NeverDrop, group(s).Components[1].NeverDrop = true, true
		}, []string{"components[0].award.group.drop_lowest nothing-dropped"}},
		"protected where nothing drops": {func(s *grading.Scheme) {
			s.Outcomes = s.Outcomes[:1]
			s.Components[2].NeverDrop = true
		}, []string{"components[2].never_drop nothing-dropped"}},
		"a list without a number": {func(s *grading.Scheme) {
			s.Outcomes = s.Outcomes[:1]
			s.Components[2].Award = grading.Award{Items: &grading.ItemsAward{Combine: "mean"}}
		}, []string{"components[2].award.items open-ended-list"}},
		"a list with a number": {func(s *grading.Scheme) {
			s.Outcomes = s.Outcomes[:1]
			s.Components[2].Award = grading.Award{Items: &grading.ItemsAward{Combine: "mean", MinItems: 3}}
		}, nil},
		"every session may be missed": {func(s *grading.Scheme) {
			s.Outcomes = s.Outcomes[:1]
			s.Components[1].Award.Attendance.MayMiss = 14
		}, []string{"components[1].award.attendance.may_miss may-miss"}},
		"dead levels": {func(s *grading.Scheme) {
			s.Outcomes = s.Outcomes[:1]
			s.Components[3].Award = grading.Award{Levels: &grading.LevelsAward{Max: dec("10"), Levels: []grading.Level{{Name: "weak", Points: dec("8")}, {Name: "good", Points: dec("8.5")}, {Name: "best", Points: dec("10")}}}}
		}, []string{"components[3].award.levels.levels[0] dead-level"}},
	} {
		s := parsed(t, seminar)
		c.change(&s)
		var got []string
		for _, f := range compiled(t, s).Lint() {
			got = append(got, f.Path+" "+f.Code)
			assert.NotEmpty(t, f.Detail)
		}
		assert.Equal(t, c.want, got, name)
	}
	var details []string
	s := parsed(t, seminar)
	coursework("70")(&s)
	for _, f := range compiled(t, s).Lint() {
		details = append(details, f.Detail)
	}
	assert.Equal(t, `"distinction" can be reached without "pass", which wants more of "coursework"`, strings.Join(details, "\n"))
}

// coursework returns a function that changes a scheme. In the changed scheme, the outcome
// "pass" needs the given percentage in coursework.
func coursework(limit string) func(*grading.Scheme) {
	return func(s *grading.Scheme) { s.Outcomes[1].Needs[0].AtLeast = new(dec(limit)) }
}

// Prove, Outcomes and Combinations agree with a second way to judge all marks that the
// leaves of a tree can have.
func TestProveOfATree(t *testing.T) {
	t.Parallel()
	r := random("prove trees")
	proved := 0
	for range rounds(5_000, 100) {
		s := anyTree(r)
		leaves, ways := leavesOf(s.Components), 1
		for i := range leaves {
			if a := leaves[i].Award.Points; a != nil && a.Step.IsZero() {
				a.Step = dec("5")
				if !a.UpTo.IsZero() {
					a.UpTo = dec("15")
				}
			}
			ways *= len(gridOf(leaves[i].Award))
		}
		if ways > 500 {
			continue
		}
		g := compiled(t, s)
		want := grading.Proof{}
		complete(grading.Marks{}, leaves, func(m grading.Marks) {
			j := judge(s, m)
			want.Outcomes++
			if j.decision == grading.Certified {
				want.Certified++
			}
			for _, o := range s.Outcomes {
				limit := o.Above
				if limit == nil {
					limit = o.AtLeast
				}
				if o.Certifies && j.total.Cmp(rat(*limit)) == 0 {
					want.OnThreshold++
					break
				}
			}
		})
		got, err := g.Prove()
		require.NoError(t, err)
		want.Least = got.Least
		assert.Equal(t, want, got)
		n := 0
		for o, err := range g.Outcomes() {
			require.NoError(t, err)
			n++
			if n%7 == 0 {
				j := judge(s, o.Marks)
				assert.Equal(t, []string{j.total.RatString(), string(j.decision), j.outcome}, []string{o.Total.Rat().RatString(), string(o.Decision), o.Outcome})
			}
		}
		assert.Equal(t, want.Outcomes, n)
		combinations, err := g.Combinations(nil)
		require.NoError(t, err)
		for _, c := range combinations {
			for _, leaf := range leaves {
				if _, there := c[leaf.ID]; !there {
					c[leaf.ID] = grading.Mark{Missing: true}
				}
			}
			assert.Equal(t, grading.Certified, judge(s, c).decision)
		}
		proved++
	}
	assert.Positive(t, proved)
}

// If several weightings give the same share, the first of them counts. A group's
// own weights come before all further weightings.
func TestEqualWeightings(t *testing.T) {
	t.Parallel()
	s := parsed(t, seminar)
	s.Weightings = []grading.Weighting{{"final": dec("100")}, {"midterm": dec("100")}}
	g := compiled(t, s)
	counted := func(marks grading.Marks) (list []int) {
		r, err := g.Grade(marks)
		require.NoError(t, err)
		for _, a := range r.Weightings {
			if a.Counted {
				list = append(list, a.Weighting)
			}
		}
		return list
	}
	full := seminarMarks("100", "100")
	for id, points := range map[string]string{"hw1": "10", "hw2": "10", "essay": "40"} {
		full[id] = grading.Mark{Points: new(dec(points))}
	}
	assert.Equal(t, []int{0}, counted(full))
	assert.Equal(t, []int{1}, counted(seminarMarks("95", "95")))
	assert.Equal(t, []int{2}, counted(seminarMarks("96", "95")))
}

// If every component that counts under a group's own weights is excused, only
// the further weightings can be used, whether or not the group drops components.
func TestOwnWeightsNotOffered(t *testing.T) {
	t.Parallel()
	for _, drop := range []int{0, 1} {
		g := compiled(t, grading.Scheme{
			Components: []grading.Component{{ID: "g", Weight: dec("100"), Award: grading.Award{Group: &grading.GroupAward{
				DropLowest: drop,
				Components: []grading.Component{
					{ID: "a", Weight: dec("1"), Award: grading.Award{Completion: &grading.CompletionAward{}}},
					{ID: "b", Weight: dec("0"), Award: grading.Award{Completion: &grading.CompletionAward{}}},
				},
				Weightings: []grading.Weighting{{"b": dec("1")}},
			}}}},
			Certificate: grading.Certificate{AtLeast: new(dec("50"))},
		})
		r, err := g.Grade(grading.Marks{"a": {Excused: true}, "b": {Completed: new(false)}})
		require.NoError(t, err)
		assert.Equal(t, []grading.Alternative{{Weighting: 1, Counted: true}}, r.Parts[0].Weightings)
		assert.Equal(t, grading.NotCertified, r.Decision)
		r, err = g.Grade(grading.Marks{"b": {Excused: true}, "a": {Completed: new(true)}})
		require.NoError(t, err)
		assert.Equal(t, []int{0, 1}, []int{r.Parts[0].Weightings[0].Weighting, r.Parts[0].Weightings[1].Weighting})
		assert.Equal(t, "100", r.Total.String())
		r, err = g.Grade(grading.Marks{"a": {Excused: true}, "b": {Excused: true}})
		require.NoError(t, err)
		assert.Equal(t, []grading.Alternative{{Weighting: 1, Counted: true}}, r.Parts[0].Weightings)
	}
}

// A group is pending if one of its components is pending, missing if all are
// missing, and otherwise graded. Excused components do not count; if all are
// excused, the group is excused.
func TestStatusOfAGroup(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, seminar))
	points, missing, excused := grading.Mark{Points: new(dec("3"))}, grading.Mark{Missing: true}, grading.Mark{Excused: true}
	for _, c := range []struct {
		hw1, hw2, essay grading.Mark
		want            grading.Status
	}{
		{points, points, points, grading.StatusGraded},
		{missing, points, missing, grading.StatusGraded},
		{points, missing, missing, grading.StatusGraded},
		{missing, missing, missing, grading.StatusMissing},
		{missing, missing, excused, grading.StatusMissing},
		{excused, points, excused, grading.StatusGraded},
		{points, grading.Mark{Pending: true}, missing, grading.StatusPending},
		{missing, grading.Mark{HandedIn: true}, missing, grading.StatusPending},
		{grading.Mark{Pending: true}, points, points, grading.StatusPending},
		{excused, excused, excused, grading.StatusExcused},
	} {
		r, err := g.Grade(grading.Marks{"hw1": c.hw1, "hw2": c.hw2, "essay": c.essay})
		require.NoError(t, err)
		assert.Equal(t, c.want, r.Parts[0].Status, "%+v", c)
	}
}

// If everything that counts is excused there is nothing to grade, even if a
// further weighting would give extra credit.
func TestNothingToGradeWithExtraCredit(t *testing.T) {
	t.Parallel()
	s := parsed(t, `{"components": [
	  {"id": "a", "weight": "100", "award": {"points": {"max": "10"}}},
	  {"id": "x", "weight": "10", "extra_credit": true, "award": {"points": {"max": "10"}}}],
	 "weightings": [{"a": "100", "x": "20"}], "certificate": {"at_least": "10"}}`)
	r, err := compiled(t, s).Grade(grading.Marks{"a": {Excused: true}, "x": {Points: new(dec("10"))}})
	require.NoError(t, err)
	assert.Equal(t, grading.Pending, r.Decision)
	assert.Zero(t, r.Total.Sign())
	for _, p := range r.Parts {
		assert.Zero(t, p.Points.Sign())
		assert.Zero(t, p.Full.Sign())
	}
	assert.Equal(t, "nothing-to-grade", r.Findings[0].Code)
}

// The sentence of a group without weight says how many components count, but
// states no percentage.
func TestGroupThatCountsNothing(t *testing.T) {
	t.Parallel()
	s := parsed(t, `{"weights": "relative", "components": [
	  {"id": "g", "weight": "0", "minimum": "10", "award": {"group": {"components": [
	    {"id": "a", "weight": "1", "award": {"points": {"max": "10"}}},
	    {"id": "b", "weight": "1", "award": {"points": {"max": "10"}}}]}}},
	  {"id": "c", "weight": "1", "award": {"points": {"max": "10"}}}], "certificate": {"at_least": "10"}}`)
	r, err := compiled(t, s).Grade(grading.Marks{"a": {Points: new(dec("3"))}, "b": {Excused: true}, "c": {Points: new(dec("3"))}})
	require.NoError(t, err)
	assert.Equal(t, "the 1 component that counts", r.Parts[0].Have)
	shown := r.Shown(2)
	assert.Equal(t, "g: the 1 component that counts; it counts nothing in the total.", shown.Parts[0].Sentence)
	assert.Equal(t, "a: 3 points; it counts nothing in the total.", shown.Parts[0].Parts[0].Sentence)
}

// Each mistake is reported once, at its own path.
func TestOneViolationEach(t *testing.T) {
	t.Parallel()
	const exam = `{"id": "exam", "weight": "100", "award": {"points": {"max": "10"}}}`
	deep := exam
	for i := range 9 {
		deep = `{"id": "g` + strconv.Itoa(i) + `", "weight": "100", "award": {"group": {"components": [` + deep + `]}}}`
	}
	for i := range 90 { // deep then has 100 components: groups, components in groups and others
		deep += `, {"id": "c` + strconv.Itoa(i) + `", "weight": "0", "award": {"completion": {}}}`
	}
	for scheme, want := range map[string][]string{
		`{"components": [` + deep + `], "certificate": {"above": "80"}}`:                                                                                                                   {"components depth"},
		`{"components": [` + deep + `, ` + exam + `], "certificate": {"above": "80"}}`:                                                                                                     {"components too-many"},
		`{"weights": "odd", "components": [{"id": "exam", "weight": "99", "award": {"points": {"max": "10"}}}], "certificate": {"above": "80"}}`:                                           {"weights unknown-value"},
		`{"components": [{"id": "exam", "weight": "100", "minimum": "40", "award": {"points": {"max": "10"}}}], "outcomes": [{"name": "o", "certifies": true, "above": "80"}]}`:            {"components[0].minimum one-of"},
		`{"components": [` + exam + `], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "", "above": "40"}]}]}`:                                                          {"outcomes[0].needs[0].component required"},
		`{"components": [` + exam + `], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": 5, "above": "40"}]}]}`:                                                           {"outcomes[0].needs[0].component type"},
		`{"components": [` + exam + `], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "exan", "above": "40"}]}]}`:                                                      {"outcomes[0].needs[0].component unknown-component"},
		`{"components": [{"id": 5, "weight": "100", "award": {"points": {"max": "10"}}}], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "exan", "above": "40"}]}]}`:    {"components[0].id type"},
		`{"components": [{"id": "x ", "weight": "100", "award": {"points": {"max": "10"}}}], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "exan", "above": "40"}]}]}`: {"components[0].id id"},
		`{"components": [{"id": "exam", "weight": "x", "award": {"points": {"max": "10"}}}], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "exan", "above": "40"}]}]}`: {"components[0].weight decimal", "outcomes[0].needs[0].component unknown-component"},
		`{"components": [{"id": "exam", "weight": "x", "award": {"points": {"max": "10"}}}], "weightings": [{"exan": "100"}], "certificate": {"above": "80"}}`:                             {"components[0].weight decimal", `weightings[0]["exan"] unknown-component`},
		`{"components": [{"id": "a", "weight": "100", "award": {"group": 5}}], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "b", "above": "40"}]}]}`:                  {"components[0].award.group type"},
		`{"components": [{"id": "a", "weight": "100", "award": {"group": {"components": 5}}}], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "b", "above": "40"}]}]}`:  {"components[0].award.group.components type"},
		`{"components": [{"id": "a", "weight": "100", "award": 5}], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "b", "above": "40"}]}]}`:                             {"components[0].award type"},
		`{"components": [{"id": "a", "weight": "100", "award": {"points": {"max": 5}}}], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "b", "above": "40"}]}]}`:        {"components[0].award.points.max type", "outcomes[0].needs[0].component unknown-component"},
		`{"components": 5, "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "exan", "above": "40"}]}]}`:                                                                   {"components type"},
		`{"components": [` + exam + `, {"id": 5, "weight": "0", "award": {"completion": {}}}], "weightings": [{"quiz": "100"}], "certificate": {"above": "80"}}`:                           {"components[1].id type"},
		`{"components": 5, "weightings": [{"quiz": "100"}], "certificate": {"above": "80"}}`:                                                                                               {"components type"},
		`{"components": [` + exam + `, ` + exam + `], "weightings": [{"quiz": "100"}], "certificate": {"above": "80"}}`:                                                                    {"components weights-total", "components[1].id duplicate-id", `weightings[0]["quiz"] unknown-component`},
		`{"components": [{"id": "exam", "weight": "90", "extra_credit": 5, "award": {"points": {"max": "10"}}}], "certificate": {"above": "80"}}`:                                          {"components[0].extra_credit type"},
		`{"components": [` + exam + `], "outcomes": 5}`: {"outcomes type"},
		`{"components": [` + exam + `], "outcomes": [{"name": "a", "certifies": 5, "above": "90"}, {"name": "b", "certifies": true, "above": "80"}]}`: {"outcomes[0].certifies type"},
		`{"components": [` + exam + `], "outcomes": [{"name": "o", "above": "80", "needs": [{"component": "x ", "above": "40"}]}]}`:                   {"outcomes[0].needs[0].component id"},
		`{"components": [` + exam + `], "weightings": [{"exam": 100}], "certificate": {"above": "80"}}`:                                               {`weightings[0]["exam"] type`},
	} {
		_, err := grading.Parse([]byte(scheme))
		assertViolations(t, err, want...)
	}
	// A Go literal can have a decimal that a document cannot have.
	s := parsed(t, `{"components": [`+exam+`], "weightings": [{"exam": "100"}], "certificate": {"above": "80"}}`)
	s.Weightings[0]["exam"] = exact.Decimal{Decimal: decimal.New(1, 1<<30)}
	assertViolations(t, refusal(s), `weightings[0]["exam"] decimal`)
}

// A weighting may name at most a hundred components.
func TestWeightingOfAHundred(t *testing.T) {
	t.Parallel()
	s, w := grading.Scheme{Weights: "relative", Certificate: grading.Certificate{Above: new(dec("80"))}}, grading.Weighting{}
	for i := range 100 {
		id := "c" + strconv.Itoa(i)
		s.Components = append(s.Components, grading.Component{ID: id, Weight: dec("1"), Award: grading.Award{Completion: &grading.CompletionAward{}}})
		w[id] = dec("1")
	}
	s.Weightings = []grading.Weighting{w}
	assert.NoError(t, s.Validate())
	w["more"] = dec("1")
	assertViolations(t, refusal(s), "weightings[0] too-many")
}

// SoFar leaves out sessions not held yet and items without a mark, even if there is only
// one of them.
func TestSoFarWithOneLeft(t *testing.T) {
	t.Parallel()
	for held, want := range map[int]string{5: "20", 4: "25", 3: "100/3", 1: "100"} {
		g := compiled(t, sessionsOf(grading.AttendanceAward{Sessions: 5, Credit: "per_session"}))
		total, err := g.SoFar(grading.Marks{"a": {Attended: new(1), Held: &held}})
		require.NoError(t, err)
		assert.Equal(t, want, total.String(), "%d held", held)
	}
	for _, c := range []struct {
		marks grading.Marks
		want  string
	}{{list("5/10", "?"), "50"}, {list("5/10", "?", "?"), "50"}, {list("5/10", "9/10"), "70"}, {list("?"), "0"}, {list("5/10"), "50"}} {
		total, err := compiled(t, itemsScheme(grading.ItemsAward{Combine: "mean", MinItems: 2})).SoFar(c.marks)
		require.NoError(t, err)
		assert.Equal(t, c.want, total.String())
	}
}

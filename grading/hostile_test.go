package grading_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unrelated returns n items whose sizes are different primes with the given
// number of digits. Their shares add up to a whole number plus 1/(the product
// of the sizes), which is the worst case for exact fractions. It also returns
// that sum if n is at most 40.
func unrelated(n, digits int) ([]grading.ItemMark, *big.Rat) {
	sizes := make([]*big.Int, n)
	product := big.NewInt(1)
	candidate := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(digits)), nil)
	for i := range sizes {
		for candidate.Sub(candidate, big.NewInt(1)); !candidate.ProbablyPrime(4); candidate.Sub(candidate, big.NewInt(1)) {
		}
		sizes[i] = new(big.Int).Set(candidate)
		product.Mul(product, sizes[i])
	}
	// If each item earns (product/size)^-1 mod size, the shares add up to a whole number
	// plus 1/product, by the Chinese remainder theorem.
	sum, items := new(big.Rat), make([]grading.ItemMark, n)
	for i, size := range sizes {
		earned := new(big.Int).Quo(product, size)
		earned.ModInverse(earned, size)
		items[i] = grading.ItemMark{ID: "i" + strconv.Itoa(i), Earned: new(dec(earned.String())), Possible: dec(size.String())}
		if n <= 40 {
			sum.Add(sum, new(big.Rat).SetFrac(earned, size))
		}
	}
	return items, sum
}

// quickly runs f up to five times, and fails if every run takes longer than the limit.
func quickly(t *testing.T, name string, limit time.Duration, f func()) {
	t.Helper()
	best := time.Hour
	for range 5 {
		start := time.Now()
		f()
		if best = min(best, time.Since(start)); best <= limit {
			break
		}
	}
	t.Logf("%s: %v", name, best)
	assert.LessOrEqual(t, best, limit, name)
}

// Grade and Shown take only a moment for 64 KB of legal marks, in which the sizes of
// the items share no factor.
func TestUnrelatedSizes(t *testing.T) {
	for _, c := range []struct {
		n, digits, low, high int
	}{{1000, 18, 0, 0}, {1000, 18, 250, 250}, {600, 34, 100, 100}} {
		items, _ := unrelated(c.n, c.digits)
		s := itemsScheme(grading.ItemsAward{Combine: "mean", DropLowest: c.low, DropHighest: c.high})
		s.Certificate.AtLeast = new(dec("50"))
		g := compiled(t, s)
		marks := grading.Marks{"hw": {Items: items}}
		text, err := json.Marshal(marks)
		require.NoError(t, err)
		name := fmt.Sprintf("%+v (%d KB)", c, len(text)/1000)
		quickly(t, name, 50*time.Millisecond*slack(), func() {
			r, err := g.Grade(marks)
			require.NoError(t, err)
			r.Shown(2)
		})
	}
}

// All lists of a scheme together may have only as many digits in their means as one list
// alone. So every total can be written and read back in a moment. The longest totals come
// from groups within groups in which neither the sizes nor the weights have a common
// factor.
func TestLongestTotals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lists, items, digits int
		fits                 bool
	}{{1, 1000, 36, true}, {2, 1000, 19, false}, {25, 40, 33, true}, {25, 45, 33, false}} {
		primes, _ := unrelated(c.lists*c.items, c.digits)
		random := rand.New(rand.NewPCG(14, 14))
		long := func(k int) exact.Decimal {
			text := "0."
			if k%2 == 0 {
				text = "" // whole numbers and fractions in turn add up to 126 digits
			}
			for len(text) < 64 {
				text += strconv.Itoa(1 + random.IntN(9))
			}
			return dec(text)
		}
		// grow returns a tree with the given number of leaves, and two components in each
		// group.
		n, marks := 0, grading.Marks{}
		var grow func(leaves int) grading.Component
		grow = func(leaves int) grading.Component {
			n++
			out := grading.Component{ID: "c" + strconv.Itoa(n), Weight: long(n)}
			if leaves > 1 {
				out.Award.Group = &grading.GroupAward{Components: []grading.Component{grow(leaves / 2), grow(leaves - leaves/2)}}
				out.Award.Group.Components[0].Weight, out.Award.Group.Components[1].Weight = long(0), long(1)
				return out
			}
			if len(primes) > 0 {
				out.Award.Items, marks[out.ID] = &grading.ItemsAward{Combine: "mean"}, grading.Mark{Items: primes[:c.items]}
				primes = primes[c.items:]
				return out
			}
			out.Award.Points, marks[out.ID] = &grading.PointsAward{Max: long(0)}, grading.Mark{Points: new(dec("0." + strings.Repeat("7", 34)))}
			return out
		}
		s := grading.Scheme{Components: []grading.Component{grow(50)}, Certificate: grading.Certificate{AtLeast: new(dec("50"))}}
		s.Components[0].Weight = dec("100")
		r, err := compiled(t, s).Grade(marks)
		if !c.fits {
			require.Error(t, err)
			assert.Contains(t, err.Error(), "items: too-long", "%+v", c)
			continue
		}
		require.NoError(t, err, "%+v", c)
		text, err := json.Marshal(r)
		require.NoError(t, err)
		t.Logf("%+v: %d characters", c, len(r.Total.String()))
		var again grading.Result
		require.NoError(t, json.Unmarshal(text, &again), "%+v", c)
		assert.Zero(t, r.Total.Compare(again.Total), "%+v", c)
	}
}

// unrelatedTree returns a scheme and marks for it. The scheme is one group of n leaves.
// The maxima and weights of the leaves are different primes with the given number of
// digits.
func unrelatedTree(n, digits, low, high int) (grading.Scheme, grading.Marks) {
	sizes, _ := unrelated(2*n, digits)
	a, marks := &grading.GroupAward{DropLowest: low, DropHighest: high}, grading.Marks{}
	for i := range n {
		id := "c" + strconv.Itoa(i)
		a.Components = append(a.Components, grading.Component{
			ID: id, Weight: sizes[n+i].Possible, Award: grading.Award{Points: &grading.PointsAward{Max: sizes[i].Possible}},
		})
		marks[id] = grading.Mark{Points: sizes[i].Earned}
	}
	return grading.Scheme{
		Components:  []grading.Component{{ID: "all", Weight: dec("100"), Award: grading.Award{Group: a}}},
		Certificate: grading.Certificate{AtLeast: new(dec("50"))},
	}, marks
}

// Grade and Needed take only a moment for a group in which the sizes and weights of the
// components share no factor.
func TestUnrelatedTree(t *testing.T) {
	for _, c := range []struct{ n, digits, low, high int }{{99, 34, 0, 0}, {99, 34, 40, 30}, {20, 34, 3, 3}} {
		s, marks := unrelatedTree(c.n, c.digits, c.low, c.high)
		g := compiled(t, s)
		quickly(t, fmt.Sprintf("%+v", c), 50*time.Millisecond*slack(), func() {
			r, err := g.Grade(marks)
			require.NoError(t, err)
			r.Shown(2)
		})
		quickly(t, fmt.Sprintf("needed %+v", c), 50*time.Millisecond*slack(), func() {
			_, err := g.Needed(marks, "c3")
			require.NoError(t, err)
		})
	}
}

// Vectors takes a bounded time for components with a million steps, and so does Lint for
// ten thousand levels.
func TestManySteps(t *testing.T) {
	s := grading.Scheme{Weights: "relative", Certificate: grading.Certificate{Above: new(dec("80"))}}
	for i := range 4 {
		s.Components = append(s.Components, grading.Component{
			ID: "c" + strconv.Itoa(i), Weight: dec("25"), Award: grading.Award{Points: &grading.PointsAward{Max: dec("100"), Step: dec("0.0001")}},
		})
	}
	g := compiled(t, s)
	quickly(t, "vectors of a million steps", 250*time.Millisecond*slack(), func() {
		n := 0
		for range g.Vectors() {
			n++
		}
		assert.Greater(t, n, 500)
	})
	levels := &grading.LevelsAward{Max: dec("1000")}
	for i := range 100 {
		levels.Levels = append(levels.Levels, grading.Level{Name: "l" + strconv.Itoa(i), Points: dec(strconv.Itoa(i))})
	}
	s.Components, s.Certificate.Above = nil, new(dec("1"))
	w := grading.Weighting{}
	for i := range 100 {
		c := grading.Component{ID: "c" + strconv.Itoa(i), Weight: dec("1"), Award: grading.Award{Levels: levels}}
		s.Components = append(s.Components, c)
		w[c.ID] = dec(strconv.Itoa(i))
	}
	for range 20 {
		s.Weightings = append(s.Weightings, w)
	}
	g = compiled(t, s)
	quickly(t, "lint of ten thousand levels", 500*time.Millisecond*slack(), func() { assert.NotEmpty(t, g.Lint()) })
}

// slack returns the factor by which a test may exceed its time limit. The factor is 1
// only in a long run, because other runs may be in parallel, under the race detector or
// in an interpreter.
func slack() time.Duration {
	if os.Getenv("COHORT_LONG") != "" {
		return 1
	}
	return 20
}

// For a few components, Prove and Combinations answer in a moment; for many, they refuse
// in a moment.
func TestManyCombinations(t *testing.T) {
	for _, n := range []int{8, 14, 20, 21, 60} {
		var s grading.Scheme
		fill(&s, n)
		s.Certificate.AtLeast = new(dec("50"))
		quickly(t, fmt.Sprintf("%d completions", n), 50*time.Millisecond*slack(), func() {
			g := compiled(t, s)
			_, err := g.Prove()
			assert.Equal(t, n > 14, err != nil)
			found, err := g.Combinations(grading.Marks{"c": {Completed: new(true)}})
			assert.Equal(t, n > 14, err != nil)
			if err == nil {
				assert.NotEmpty(t, found)
			}
		})
		s.Cap = dec("100") // a scheme with a cap has no fast path
		quickly(t, fmt.Sprintf("%d completions, one by one", n), 50*time.Millisecond*slack(), func() {
			_, err := compiled(t, s).Prove()
			assert.Equal(t, n > 14, err != nil)
		})
	}
}

// Storing a result of the largest possible size and reading it back does not
// change it.
func TestLargestResult(t *testing.T) {
	t.Parallel()
	s := grading.Scheme{Weights: "relative"}
	var needs []grading.Need
	for i := range 100 {
		id := strings.Repeat("c", 126) + fmt.Sprintf("%02d", i)
		s.Components = append(s.Components, grading.Component{
			ID: id, Title: strings.Repeat("é", 200), Weight: dec("1"), Award: grading.Award{Points: &grading.PointsAward{Max: dec("10")}},
		})
		needs = append(needs, grading.Need{Component: id, AtLeast: new(dec("40"))})
	}
	for i := range 20 {
		s.Outcomes = append(s.Outcomes, grading.OutcomeRule{
			Name: strings.Repeat("o", 126) + fmt.Sprintf("%02d", i), Certifies: i < 10, AtLeast: new(dec(strconv.Itoa(100 - i))), Needs: needs,
		})
	}
	last := s.Components[99].ID
	r, err := compiled(t, s).Grade(grading.Marks{last: {Points: new(dec("3"))}})
	require.NoError(t, err)
	data, err := json.Marshal(r)
	require.NoError(t, err)
	var back grading.Result
	require.NoError(t, json.Unmarshal(data, &back))
	assert.Equal(t, r, back)
	// Long names that differ only at the end are different names.
	sentence := back.Shown(2).Sentence
	assert.True(t, strings.Contains(sentence, "for "+s.Outcomes[9].Name+","))
	assert.Equal(t, 99, strings.Count(sentence, "(not marked yet)"))
	assert.Equal(t, 1, strings.Count(sentence, "(it has 30%"))
}

// A stored result that was altered is refused when it is read back. A result in
// a Go literal whose points do not add up is shown without a panic.
func TestForgedResults(t *testing.T) {
	t.Parallel()
	const forged = `{"total":{"exact":"10","shown":""},"decision":"certified","certificate":{"above":"80"},"parts":[{"component":"q","status":"graded","points":{"exact":"20","shown":""},"best":"20","full":"20","need":"","have":""}],"findings":[]}`
	var r grading.Result
	err := json.Unmarshal([]byte(forged), &r)
	assertViolations(t, err, "decision decision", "parts points-total")
	r = grading.Result{Total: whole(10), Parts: []grading.Part{{Component: "q", Points: whole(20)}, {Component: "p", Parts: []grading.Part{{Points: whole(3)}}}}}
	for places := range 4 {
		assert.NotPanics(t, func() { r.Shown(places) })
	}
	_, err = json.Marshal(r)
	require.NoError(t, err)
	r = grading.Result{Total: whole(3), Certificate: grading.Certificate{Above: &exact.Decimal{Decimal: decimal.New(1, 1<<31-1)}}}
	assert.Equal(t, "3.00", r.Shown(2).Total, "a threshold without bounds takes no time")
	r = grading.Result{Total: whole(1 << 40), Parts: []grading.Part{{Component: "q"}}}
	assert.NotPanics(t, func() { r.Shown(2) })

	honest, err := compiled(t, reference()).Grade(refMarks(true, 5, "15", "good"))
	require.NoError(t, err)
	data, err := json.Marshal(honest)
	require.NoError(t, err)
	for old, change := range map[string]struct{ now, want string }{
		`"exact":"90"`:                {`"exact":"89"`, "parts points-total"},
		`"decision":"certified"`:      {`"decision":"passed"`, "decision unknown-value"},
		`"status":"graded"`:           {`"status":"done"`, "parts[0].status unknown-value"},
		`"component":"quiz"`:          {`"component":""`, "parts[0].component id"},
		`"best":"90"`:                 {`"best":"89"`, "best range"},
		`"have":"completed"`:          {`"have":"a\u0007b"`, "parts[0].have text"},
		`"certificate":{"above":"80"`: {`"certificate":{"above":"90"`, "decision decision"},
		`"findings"`:                  {`"result":1,"findings"`, "result unknown-key"},
		`"verdict":"met"`:             {`"verdict":"maybe"`, "findings[0].verdict format"},
	} {
		text := string(data)
		assert.Contains(t, text, old)
		var back grading.Result
		err := json.Unmarshal([]byte(replaceFirst(text, old, change.now)), &back)
		assertViolations(t, err, change.want)
		assert.Empty(t, back, "nothing is read")
	}
	// Older stored results have no key "best". They can still be read.
	var back grading.Result
	require.NoError(t, json.Unmarshal([]byte(replaceFirst(string(data), `"best":"90",`, "")), &back))
	assert.Equal(t, honest, back)
}

// A total close to the threshold is shown with as many decimal places as it
// takes to tell the two apart. If that is more than 20, the text says "just
// above" or "just below".
func TestJustAbove(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ points, want string }{
		{"80.00000000000000000001", "80.00000000000000000001"},
		{"80.000000000000000000001", "just above 80"},
		{"79.999999999999999999999", "just below 80"},
		{"80.0000000000000000000000000000001", "just above 80"},
	} {
		r, err := compiled(t, onePoints(grading.Certificate{Above: new(dec("80"))})).Grade(grading.Marks{"exam": {Points: new(dec(c.points))}})
		require.NoError(t, err)
		assert.Equal(t, c.want, r.Shown(2).Total)
		data, err := json.Marshal(r)
		require.NoError(t, err)
		var back grading.Result
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, r, back)
		assert.Contains(t, r.Shown(0).Sentence, c.want)
	}
	// A total that is equal to the threshold is shown in full, and its parts add up to
	// it.
	limit := "80." + zeros(29) + "1"
	for _, c := range []grading.Certificate{{Above: new(dec(limit))}, {AtLeast: new(dec(limit))}} {
		r, err := compiled(t, onePoints(c)).Grade(grading.Marks{"exam": {Points: new(dec(limit))}})
		require.NoError(t, err)
		assert.Equal(t, limit, r.Shown(2).Total)
		assert.Equal(t, limit, r.Shown(2).Parts[0].Points)
	}
	// Shown takes the threshold from the certificate of a result if the result has no
	// findings.
	for _, c := range []grading.Certificate{{Above: new(dec("80"))}, {AtLeast: new(dec("80"))}} {
		assert.Equal(t, "79.999", grading.Result{Total: dec("79.999").Rational(), Certificate: c}.Shown(2).Total)
	}
	// A stored total with very many zeros is refused quickly.
	zeros := `{"total":{"exact":"80.` + zeros(64_000) + `1","shown":""},"decision":"certified","certificate":{"above":"80"},"parts":[],"findings":[]}`
	quickly(t, "64,000 zeros", 50*time.Millisecond*slack(), func() {
		var r grading.Result
		assert.Error(t, json.Unmarshal([]byte(zeros), &r))
	})
}

func zeros(n int) string { return fmt.Sprintf("%0*d", n, 0) }

func whole(n uint64) exact.Rational { return exact.Whole(n) }

func replaceFirst(text, old, now string) string { return strings.Replace(text, old, now, 1) }

// A scheme that contains itself is refused.
func TestSchemeThatContainsItself(t *testing.T) {
	t.Parallel()
	group := &grading.GroupAward{}
	group.Components = []grading.Component{{ID: "a", Weight: dec("1"), Award: grading.Award{Group: group}}}
	s := reference()
	s.Components[0].Award = grading.Award{Group: group}
	assertViolations(t, s.Validate(), "components depth")
	for range 20 {
		group.Components = append(group.Components, group.Components[0])
	}
	assertViolations(t, s.Validate(), "components too-many")
}

// A decimal in a mark may have at most 36 characters.
func TestLengthOfMarks(t *testing.T) {
	t.Parallel()
	g := compiled(t, onePoints(grading.Certificate{Above: new(dec("80"))}))
	check := func(text string) error { return g.CheckMark("exam", grading.Mark{Points: new(dec(text))}) }
	for _, text := range []string{"1." + zeros(34), "0" + zeros(33) + "1", "+1." + zeros(33), "99." + zeros(33)} {
		assert.NoError(t, check(text), text)
	}
	for _, text := range []string{"1." + zeros(35), "99." + zeros(34), "0." + zeros(60) + "1"} {
		assertViolations(t, check(text), "points decimal")
	}
	// Whole numbers may have at most 36 characters too, even if a Go literal states
	// them with an exponent.
	s := onePoints(grading.Certificate{Above: new(dec("80"))})
	s.Components[0].Award.Points.Max = dec("9" + zeros(40))
	long := compiled(t, s)
	for _, c := range []struct {
		points exact.Decimal
		fits   bool
	}{
		{dec("1" + zeros(35)), true}, {dec("1" + zeros(36)), false}, {exact.Decimal{Decimal: decimal.New(1, 35)}, true},
		{exact.Decimal{Decimal: decimal.New(1, 36)}, false}, {exact.Decimal{Decimal: decimal.New(12, 34)}, true}, {exact.Decimal{Decimal: decimal.New(12, 35)}, false},
	} {
		if err := long.CheckMark("exam", grading.Mark{Points: &c.points}); c.fits {
			assert.NoError(t, err, "%v", c.points)
		} else {
			assertViolations(t, err, "points decimal")
		}
	}
	g = compiled(t, itemsScheme(grading.ItemsAward{Combine: "mean"}))
	assertViolations(t, g.CheckMark("hw", grading.Mark{Items: []grading.ItemMark{{Earned: new(dec("0." + zeros(35))), Possible: dec("1." + zeros(35))}}}),
		"items[0].earned decimal", "items[0].possible decimal")
}

// Stored results are checked when they are read back, and each mistake is
// reported once. The test tries each rule at its boundary.
func TestStoredResults(t *testing.T) {
	t.Parallel()
	leaf := func(points uint64) grading.Part {
		return grading.Part{Component: "p", Status: grading.StatusGraded, Points: exact.Whole(points)}
	}
	nested := func(depth int, points uint64) grading.Part {
		p := leaf(points)
		for range depth {
			p = grading.Part{Component: "g", Status: grading.StatusGraded, Points: exact.Whole(points), Parts: []grading.Part{p}}
		}
		return p
	}
	result := func(parts ...grading.Part) grading.Result {
		r := grading.Result{Decision: grading.Pending, Parts: parts, Best: exact.Whole(100)}
		for _, p := range parts {
			r.Total = r.Total.Plus(p.Points)
		}
		return r
	}
	changed := func(change func(*grading.Result), parts ...grading.Part) grading.Result {
		r := result(parts...)
		change(&r)
		return r
	}
	long := func(n int) grading.Part {
		return grading.Part{Component: "p", Status: grading.StatusGraded, Title: strings.Repeat("a", n)}
	}
	items := func(n int) grading.Part {
		p := grading.Part{Component: "p", Status: grading.StatusGraded}
		for range n {
			p.Items = append(p.Items, grading.ItemPart{Status: grading.StatusMissing})
		}
		return p
	}
	many := func(n int) []grading.Part { return slices.Repeat([]grading.Part{leaf(0)}, n) }
	eighty := new(dec("80"))
	for name, c := range map[string]struct {
		result grading.Result
		want   []string
	}{
		"nothing":                       {grading.Result{}, nil},
		"no decision":                   {changed(func(r *grading.Result) { r.Decision = "" }, leaf(5)), []string{"decision unknown-value"}},
		"another decision":              {grading.Result{Decision: "passed"}, []string{"decision unknown-value"}},
		"eight deep":                    {result(nested(8, 5)), nil},
		"nine deep":                     {result(nested(9, 5)), []string{strings.Repeat("parts[0].", 9) + "parts too-many"}},
		"a hundred parts":               {result(many(100)...), nil},
		"more than a hundred":           {result(many(101)...), []string{"parts too-many"}},
		"more than a hundred, deep":     {result(append(many(99), nested(1, 0))...), []string{"parts[99].parts too-many"}},
		"a hundred, deep":               {result(append(many(98), nested(1, 0))...), nil},
		"a group that does not add up":  {result(grading.Part{Component: "g", Status: grading.StatusGraded, Points: exact.Whole(5), Parts: []grading.Part{leaf(4)}}), []string{"parts[0].parts points-total"}},
		"parts that do not add up":      {changed(func(r *grading.Result) { r.Total = exact.Whole(6) }, leaf(5)), []string{"parts points-total"}},
		"a status, and nothing of sums": {changed(func(r *grading.Result) { r.Total, r.Parts[0].Status = exact.Whole(6), "late" }, leaf(5)), []string{"parts[0].status unknown-value"}},
		"a best below the total":        {changed(func(r *grading.Result) { r.Best = exact.Whole(4) }, leaf(5)), []string{"best range"}},
		"a best that is the total":      {changed(func(r *grading.Result) { r.Best = exact.Whole(5) }, leaf(5)), nil},
		"a title":                       {result(long(200)), nil},
		"a longer title":                {result(long(201)), []string{"parts[0].title too-long"}},
		"a thousand items":              {result(items(1000)), nil},
		"more than a thousand":          {result(items(1001)), []string{"parts[0].items too-many"}},
		"two thresholds":                {changed(func(r *grading.Result) { r.Certificate = grading.Certificate{Above: eighty, AtLeast: eighty} }, leaf(5)), []string{"certificate one-of"}},
		"a source": {changed(func(r *grading.Result) {
			r.Certificate = grading.Certificate{Above: eighty, Source: &rule.Source{Section: strings.Repeat("s", 64)}}
		}, leaf(5)), nil},
		"a longer source": {changed(func(r *grading.Result) {
			r.Certificate = grading.Certificate{Above: eighty, Source: &rule.Source{Section: strings.Repeat("s", 65)}}
		}, leaf(5)), []string{"certificate.source.section too-long"}},
		"certified at the threshold": {changed(func(r *grading.Result) {
			r.Decision, r.Certificate.AtLeast = grading.Certified, eighty
		}, leaf(80)), nil},
		"certified at the threshold that is to be exceeded": {changed(func(r *grading.Result) {
			r.Decision, r.Certificate.Above = grading.Certified, eighty
		}, leaf(80)), []string{"decision decision"}},
		"a finding of another code": {changed(func(r *grading.Result) {
			r.Findings = []rule.Finding{{Code: "a\nb", Verdict: rule.Met}}
		}, leaf(5)), []string{"findings[0].code id"}},
		"findings three deep": {changed(func(r *grading.Result) {
			r.Findings = []rule.Finding{{Code: "a", Verdict: rule.Met, Parts: []rule.Finding{{Code: "b", Verdict: rule.Met, Parts: []rule.Finding{{Code: "c", Verdict: rule.Met}}}}}}
		}, leaf(5)), nil},
		"findings four deep": {changed(func(r *grading.Result) {
			r.Findings = []rule.Finding{{Code: "a", Verdict: rule.Met, Parts: []rule.Finding{{Code: "b", Verdict: rule.Met, Parts: []rule.Finding{{Code: "c", Verdict: rule.Met,
				Parts: []rule.Finding{{Code: "d", Verdict: rule.Met}}}}}}}}
		}, leaf(5)), []string{"findings[0].parts[0].parts[0].parts too-many"}},
		"as many findings as there can be": {changed(func(r *grading.Result) {
			r.Findings = slices.Repeat([]rule.Finding{{Code: "a", Verdict: rule.Met}}, 2040)
		}, leaf(5)), nil},
		"more findings": {changed(func(r *grading.Result) {
			r.Findings = slices.Repeat([]rule.Finding{{Code: "a", Verdict: rule.Met}}, 2041)
		}, leaf(5)), []string{"findings too-many"}},
	} {
		data, err := json.Marshal(c.result)
		require.NoError(t, err, name)
		var back grading.Result
		err = json.Unmarshal(data, &back)
		if c.want == nil {
			assert.NoError(t, err, name)
			continue
		}
		assertViolations(t, err, c.want...)
		assert.Equal(t, grading.Result{}, back, name)
	}
	// Regrade refuses an earlier result whose points do not add up, even if it
	// is a Go literal.
	g := compiled(t, onePoints(grading.Certificate{Above: eighty}))
	for _, r := range []grading.Result{
		result(grading.Part{Component: "g", Status: grading.StatusGraded, Points: exact.Whole(5), Parts: []grading.Part{leaf(4)}}),
		result(grading.Part{Component: "h", Points: exact.Whole(5), Parts: []grading.Part{{Component: "g", Points: exact.Whole(5), Parts: []grading.Part{leaf(4)}}}}),
		changed(func(r *grading.Result) { r.Total = exact.Whole(6) }, leaf(5)),
	} {
		_, _, err := g.Regrade(grading.Entry{ID: "A001", Result: r}, grading.Record{ID: "A001"})
		assertViolations(t, err, "result points-total")
	}
}

package grading_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unrelated returns n items whose sizes share no factor, each of the given number of digits,
// and shares that add up to a whole number and a bit: the worst there is for
// exact fractions.
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
	// Chinese remainders: earned = (product/size)^-1 mod size.
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

// quickly runs f up to five times and fails if even the shortest time is over
// most.
func quickly(t *testing.T, name string, most time.Duration, f func()) {
	t.Helper()
	best := time.Hour
	for range 5 {
		start := time.Now()
		f()
		if best = min(best, time.Since(start)); best <= most {
			break
		}
	}
	t.Logf("%s: %v", name, best)
	assert.LessOrEqual(t, best, most, name)
}

// 64 KB of legal marks are graded and shown in a moment.
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

// slack is how much longer than its bound work may take in the gate, which runs
// beside other tests, under the race detector and in an interpreter.
func slack() time.Duration { return time.Duration(rounds(1, 20)) }

// Least sets and combinations of many components are found in a moment or
// refused.
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
		s.Cap = dec("100") // no fast path
		quickly(t, fmt.Sprintf("%d completions, one by one", n), 50*time.Millisecond*slack(), func() {
			_, err := compiled(t, s).Prove()
			assert.Equal(t, n > 14, err != nil)
		})
	}
}

// A result that was altered is refused where it comes back, and shown without a
// panic where it is a literal.
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
	// Stored before there was a best.
	var back grading.Result
	require.NoError(t, json.Unmarshal([]byte(replaceFirst(string(data), `"best":"90",`, "")), &back))
	assert.Equal(t, honest, back)
}

// A total close to the threshold is shown in one step, and said to be close
// where no sensible number of places tells.
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
	// As many zeros as a stored total can have.
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

// The bound on the length of a mark's decimal.
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
	g = compiled(t, itemsScheme(grading.ItemsAward{Combine: "mean"}))
	assertViolations(t, g.CheckMark("hw", grading.Mark{Items: []grading.ItemMark{{Earned: new(dec("0." + zeros(35))), Possible: dec("1." + zeros(35))}}}),
		"items[0].earned decimal", "items[0].possible decimal")
}

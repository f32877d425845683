package grading_test

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"
)

// fourParts is a scheme of four components that award points, with the marks of n people.
// The marks have two decimal places and are stored in each form that the benchmarks
// compare.
type fourParts struct {
	grader  *grading.Grader
	columns map[string]grading.Column
	marks   []grading.Marks
	floats  [4][]float64
	max     [4]float64
	weight  [4]float64
	decimal [4][]decimal.Decimal
	most    [4]decimal.Decimal
	weights [4]decimal.Decimal
}

func newFourParts(t testing.TB, people int) *fourParts {
	t.Helper()
	f := &fourParts{columns: map[string]grading.Column{}, marks: make([]grading.Marks, people)}
	var s grading.Scheme
	s.Certificate.Above = new(dec("80"))
	chance := random("four parts")
	for i, c := range []struct{ id, weight, max string }{{"quiz", "10", "12"}, {"attendance", "15", "15"}, {"participation", "15", "18"}, {"project", "60", "60"}} {
		s.Components = append(s.Components, grading.Component{
			ID: c.id, Weight: dec(c.weight), Award: grading.Award{Points: &grading.PointsAward{Max: dec(c.max)}},
		})
		f.most[i], f.weights[i] = dec(c.max).Decimal, dec(c.weight).Decimal
		f.max[i], f.weight[i] = f.most[i].InexactFloat64(), f.weights[i].InexactFloat64()
		limit := f.most[i].IntPart() * 100
		column := make([]exact.Decimal, people)
		for p := range people {
			d := decimal.New(chance.Int64N(limit+1), -2)
			column[p] = exact.Decimal{Decimal: d}
			f.decimal[i] = append(f.decimal[i], d)
			f.floats[i] = append(f.floats[i], d.InexactFloat64())
			if f.marks[p] == nil {
				f.marks[p] = grading.Marks{}
			}
			f.marks[p][c.id] = grading.Mark{Points: &column[p]}
		}
		f.columns[c.id] = grading.Column{Points: column}
	}
	f.grader = compiled(t, s)
	return f
}

func perPerson(b *testing.B, people int) {
	b.Helper()
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(people), "ns/person")
}

// BenchmarkPerPerson measures the cost per person of naive float64 sums, of the
// bulk path, of Grade with its full explanation, of decimal's Div and Mul, and
// of big.Rat.
func BenchmarkPerPerson(b *testing.B) {
	const people = 1000
	f := newFourParts(b, people)
	b.Run("float64", func(b *testing.B) {
		certified := 0
		for b.Loop() {
			for p := range people {
				total := 0.0
				for i := range 4 {
					total += f.floats[i][p] / f.max[i] * f.weight[i]
				}
				if total > 80 {
					certified++
				}
			}
		}
		perPerson(b, people)
	})
	b.Run("columns", func(b *testing.B) {
		standings := make([]grading.Standing, people)
		b.ReportAllocs()
		for b.Loop() {
			require.NoError(b, f.grader.GradeColumns(f.columns, standings))
		}
		perPerson(b, people)
	})
	b.Run("Grade", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for p := range people {
				if _, err := f.grader.Grade(f.marks[p]); err != nil {
					b.Fatal(err)
				}
			}
		}
		perPerson(b, people)
	})
	b.Run("decimal", func(b *testing.B) {
		certified := 0
		for b.Loop() {
			for p := range people {
				total := decimal.Zero
				for i := range 4 {
					total = total.Add(f.decimal[i][p].Div(f.most[i]).Mul(f.weights[i]))
				}
				if total.GreaterThan(decimal.NewFromInt(80)) {
					certified++
				}
			}
		}
		perPerson(b, people)
	})
	b.Run("big.Rat", func(b *testing.B) {
		certified, limit := 0, big.NewRat(80, 1)
		for b.Loop() {
			for p := range people {
				total := new(big.Rat)
				for i := range 4 {
					part := f.decimal[i][p].Rat()
					part.Quo(part, f.most[i].Rat())
					total.Add(total, part.Mul(part, f.weights[i].Rat()))
				}
				if total.Cmp(limit) > 0 {
					certified++
				}
			}
		}
		perPerson(b, people)
	})
}

// BenchmarkReference grades one person of the reference course.
func BenchmarkReference(b *testing.B) {
	g, marks := compiled(b, reference()), refMarks(true, 5, "12.5", "good")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := g.Grade(marks); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCohort shows that the bulk path takes time linear in the number of
// people.
func BenchmarkCohort(b *testing.B) {
	for _, people := range []int{1_000, 10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			f := newFourParts(b, people)
			standings := make([]grading.Standing, people)
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, f.grader.GradeColumns(f.columns, standings))
			}
			perPerson(b, people)
		})
	}
}

// BenchmarkHostile measures how long it takes to refuse hostile documents of a megabyte.
func BenchmarkHostile(b *testing.B) {
	for name, text := range hostile(1 << 20) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := grading.Parse([]byte(text)); err == nil {
					b.Fatal("accepted")
				}
			}
		})
	}
}

// BenchmarkTree grades one person by a tree of 30 leaves with two weightings
// and, for comparison, by the flat reference scheme.
func BenchmarkTree(b *testing.B) {
	var s grading.Scheme
	marks, ids := grading.Marks{}, grading.Weighting{}
	for i := range 5 {
		a := &grading.GroupAward{DropLowest: 1}
		for k := range 6 {
			id := fmt.Sprintf("g%dc%d", i, k)
			a.Components = append(a.Components, grading.Component{ID: id, Weight: dec("1"), Award: grading.Award{Points: &grading.PointsAward{Max: dec("20")}}})
			marks[id] = grading.Mark{Points: new(dec(fmt.Sprintf("%d.5", (i*7+k*5)%19)))}
		}
		group := grading.Component{ID: fmt.Sprintf("g%d", i), Weight: dec("20"), Award: grading.Award{Group: a}}
		s.Components = append(s.Components, group)
		ids[group.ID] = dec("15")
	}
	ids["g0"] = dec("40")
	s.Weightings = []grading.Weighting{ids}
	s.Certificate.Above = new(dec("80"))
	flat := grading.Scheme{Certificate: s.Certificate}
	flat.Components = reference().Components
	for name, c := range map[string]struct {
		g     *grading.Grader
		marks grading.Marks
	}{"30 leaves": {compiled(b, s), marks}, "reference": {compiled(b, flat), refMarks(true, 5, "12.5", "good")}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.g.Grade(c.marks); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkUnrelated grades and shows a list of items whose possible points have no
// common factor.
func BenchmarkUnrelated(b *testing.B) {
	items, _ := unrelated(1000, 18)
	g := compiled(b, itemsScheme(grading.ItemsAward{Combine: "mean", DropLowest: 250, DropHighest: 250}))
	for b.Loop() {
		r, err := g.Grade(grading.Marks{"hw": {Items: items}})
		if err != nil {
			b.Fatal(err)
		}
		r.Shown(2)
	}
}

// BenchmarkVectors makes all test vectors of a scheme.
func BenchmarkVectors(b *testing.B) {
	for name, s := range map[string]grading.Scheme{"reference": reference(), "tree": parsed(b, seminar)} {
		g := compiled(b, s)
		b.Run(name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				for range g.Vectors() {
					n++
				}
			}
			b.ReportMetric(float64(n)/float64(b.N), "vectors")
		})
	}
}

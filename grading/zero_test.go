package grading_test

import (
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
)

// A grader that Compile did not make can do nothing: its methods return the violation
// not-compiled. Methods without an error return an empty result, and Close returns the
// marks as they are.
func TestZeroGrader(t *testing.T) {
	t.Parallel()
	for _, g := range []*grading.Grader{nil, {}} {
		for name, call := range map[string]func() error{
			"Grade":         func() error { _, err := g.Grade(nil); return err },
			"SoFar":         func() error { _, err := g.SoFar(nil); return err },
			"Needed":        func() error { _, err := g.Needed(nil, "a"); return err },
			"Combinations":  func() error { _, err := g.Combinations(nil); return err },
			"Prove":         func() error { _, err := g.Prove(); return err },
			"GradeRecord":   func() error { _, err := g.GradeRecord(grading.Record{}); return err },
			"Regrade":       func() error { _, _, err := g.Regrade(grading.Entry{ID: "a"}, grading.Record{ID: "a"}); return err },
			"GradeColumns":  func() error { return g.GradeColumns(nil, make([]grading.Standing, 1)) },
			"ParseMarks":    func() error { _, err := g.ParseMarks([]byte(`{}`)); return err },
			"ParseRecord":   func() error { _, err := g.ParseRecord([]byte(`{}`)); return err },
			"CheckMark":     func() error { return g.CheckMark("a", grading.Mark{}) },
			"ReadMark":      func() error { _, err := g.ReadMark("a", grading.Mark{}); return err },
			"GradeReadings": func() error { _, err := g.GradeReadings(nil); return err },
			"Outcomes": func() (err error) {
				for _, err = range g.Outcomes() {
				}
				return err
			},
		} {
			t.Run(name, func(t *testing.T) { assertViolations(t, call(), "not-compiled") })
		}
		assert.Empty(t, g.Lint())
		assert.Empty(t, g.Scheme())
		assert.Equal(t, []grading.Open{}, g.Open(grading.Marks{"a": {Pending: true}}))
		assert.Equal(t, grading.Marks{"a": {Pending: true}}, g.Close(grading.Marks{"a": {Pending: true}}))
		for range g.Vectors() {
			assert.Fail(t, "a vector of nothing")
		}
	}
}

// A list has fewer items than the scheme expects. If items are added to the list, the
// total does not fall and the best total does not rise. A decision that was not pending
// stays the same.
func TestAddingItems(t *testing.T) {
	t.Parallel()
	r := random("adding items")
	for range rounds(20_000, 300) {
		a := *anyItems(r).Items
		a.Combine, a.MinItems = "mean", 1+r.IntN(6)
		s := itemsScheme(a)
		g := compiled(t, s)
		var items []grading.ItemMark
		before, err := g.Grade(grading.Marks{"hw": {Items: []grading.ItemMark{}}})
		assert.NoError(t, err)
		for len(items) < a.MinItems {
			m := anyItem(r, len(items))
			if m.Excused {
				m.Excused, m.Missing = false, true
			}
			if len(items) >= a.MinItems-len(a.NeverDrop) && r.IntN(2) == 0 {
				break // the rest are never_drop items
			}
			items = append(items, m)
			expected := 0
			for _, id := range a.NeverDrop {
				listed := false
				for _, it := range items {
					listed = listed || it.ID == id
				}
				if !listed {
					expected++
				}
			}
			if len(items)+expected > max(a.MinItems, len(a.NeverDrop)) {
				break // more than the list may have
			}
			now, err := g.Grade(grading.Marks{"hw": {Items: items}})
			assert.NoError(t, err)
			assert.GreaterOrEqual(t, now.Total.Compare(before.Total), 0)
			assert.LessOrEqual(t, now.Best.Compare(before.Best), 0)
			if before.Decision != grading.Pending {
				assert.Equal(t, before.Decision, now.Decision)
			}
			before = now
		}
	}
}

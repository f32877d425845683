package grading_test

import (
	"fmt"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// readings reads each mark by itself.
func readings(t *testing.T, g *grading.Grader, marks grading.Marks) map[string]grading.Reading {
	t.Helper()
	read := map[string]grading.Reading{}
	for component, mark := range marks {
		reading, err := g.ReadMark(component, mark)
		require.NoError(t, err)
		read[component] = reading
	}
	return read
}

// GradeReadings returns the same result as Grade, no matter how often it grades
// the same readings and what is done to the results.
func TestReadingsGradeAsMarks(t *testing.T) {
	t.Parallel()
	r := random("readings")
	for n := range rounds(20_000, 500) {
		s := anyScheme(r)
		marks := anyMarks(r, s)
		if n%2 == 1 {
			s = anyTree(r)
			marks = anyTreeMarks(r, s, 2)
		}
		g := compiled(t, s)
		want, err := g.Grade(marks)
		require.NoError(t, err)
		read := readings(t, g, marks)
		for range 2 {
			got, err := g.GradeReadings(read)
			require.NoError(t, err)
			require.Equal(t, want, got)
			for _, part := range got.Parts {
				clear(part.Items)
			}
		}
	}
}

func TestReadingsRefused(t *testing.T) {
	t.Parallel()
	g, other := compiled(t, reference()), compiled(t, reference())
	done, good := grading.Mark{Completed: new(true)}, grading.Mark{Level: "good"}
	quiz, err := g.ReadMark("quiz", done)
	require.NoError(t, err)
	foreign, err := other.ReadMark("project", good)
	require.NoError(t, err)
	_, err = g.GradeReadings(map[string]grading.Reading{"quiz": quiz, "project": foreign, "attendance": quiz, "participation": {}, "essay": quiz})
	assertViolations(t, err, `["attendance"] other-reading`, `["essay"] unknown-component`, `["participation"] other-reading`, `["project"] other-reading`)
	_, err = g.GradeReadings(map[string]grading.Reading{"quiz": quiz, "essay": quiz})
	assertViolations(t, err, `["essay"] unknown-component`)
	for _, refused := range []struct {
		component string
		mark      grading.Mark
		want      string
	}{
		{"project", grading.Mark{Level: "great"}, "level unknown-level"},
		{"quiz", good, "mark-kind"},
		{"essay", done, "unknown-component"},
	} {
		reading, err := g.ReadMark(refused.component, refused.mark)
		assertViolations(t, err, refused.want)
		assert.Zero(t, reading)
	}
}

// A platform that grades again after each new mark reads each mark only once.
func ExampleGrader_GradeReadings() {
	g := grader()
	read := map[string]grading.Reading{}
	for _, entered := range []struct {
		component string
		mark      grading.Mark
	}{
		{"quiz", grading.Mark{Completed: new(true)}},
		{"project", grading.Mark{Level: "excellent"}},
	} {
		reading, err := g.ReadMark(entered.component, entered.mark)
		if err != nil {
			fmt.Println(err)
			return
		}
		read[entered.component] = reading
		result, err := g.GradeReadings(read)
		fmt.Println(result.Total, result.Decision, err)
	}
	// Output:
	// 10 pending <nil>
	// 70 pending <nil>
}

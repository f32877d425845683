package dpg_test

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDefinitionCompiles(t *testing.T) {
	t.Parallel()
	_, err := course.Compile(dpg.Definition(), time.LoadLocation)
	require.NoError(t, err)
}

// A definition that is written as a document and read back equals the original. A second
// document, written from the definition that was read, equals the first document.
func TestDefinitionRoundTrip(t *testing.T) {
	t.Parallel()
	text, err := json.MarshalIndent(dpg.Definition(), "", " ")
	require.NoError(t, err)
	back, err := course.Parse(text)
	require.NoError(t, err)
	assert.Equal(t, dpg.Definition(), back)
	again, err := json.MarshalIndent(back, "", " ")
	require.NoError(t, err)
	assert.Equal(t, string(text), string(again))
}

func TestDefinitionIsNewEachTime(t *testing.T) {
	t.Parallel()
	d := dpg.Definition()
	d.Admission.Requirements[0].Code, d.Outcomes[0], d.Outline[0].Topics[0] = "changed", "changed", "changed"
	d.Schedule.Sessions[0].ID, d.Grading.Components[0].ID, d.Delivery.Methods[0] = "changed", "changed", "changed"
	assert.NotEqual(t, d, dpg.Definition())
	_, err := course.Compile(dpg.Definition(), time.LoadLocation)
	assert.NoError(t, err)
}

// The definition has the figures of the course page.
func TestDefinitionFigures(t *testing.T) {
	t.Parallel()
	d := dpg.Definition()
	assert.Equal(t, 32, d.Admission.Capacity)
	assert.Len(t, d.Outcomes, 6)
	assert.Len(t, d.Instructors, 4)
	var topics, points []int
	for _, s := range d.Outline {
		topics, points = append(topics, len(s.Topics)), append(points, len(s.KeyLearningPoints))
	}
	assert.Equal(t, []int{4, 3, 5, 5, 2}, topics)
	assert.Equal(t, []int{5, 4, 4, 4, 3}, points)
	assert.Equal(t, "session-4", d.Project.ReleasedAfter)
	assert.Equal(t, "session-5", d.Project.PresentedIn)
}

// Every part that decides something names its source on the page.
func TestDefinitionSources(t *testing.T) {
	t.Parallel()
	d := dpg.Definition()
	for _, r := range d.Admission.Requirements {
		assert.NotNil(t, r.Source, r.Code)
	}
	for _, p := range d.Admission.Priority {
		assert.NotNil(t, p.Source, p.Code)
	}
	for _, s := range d.Schedule.Sessions {
		assert.NotNil(t, s.Source, s.ID)
	}
	for _, p := range d.Grouping.Prefer {
		assert.NotNil(t, p.Source, p.Code)
	}
	for _, c := range d.Grading.Components {
		assert.NotNil(t, c.Source, c.ID)
	}
	assert.NotNil(t, d.Grading.Certificate.Source)
	assert.NotNil(t, d.Certificate.Source)
	assert.NotNil(t, d.Project.Source)
	assert.NotNil(t, d.Stated.Capacity.Source)
	assert.NotNil(t, d.Stated.GroupSizes.Source)
}

// Lint finds the two places where the page contradicts itself, and no others.
func TestLintOfTheReferenceCourse(t *testing.T) {
	t.Parallel()
	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
	require.NoError(t, err)
	findings := c.Lint()
	require.Len(t, findings, 2)
	assert.Equal(t, "dead-level", findings[0].Code)
	assert.Equal(t, "grading.components[3].award.levels.levels[0]", findings[0].Path)
	assert.Equal(t, "stated-minutes", findings[1].Code)
	assert.Equal(t, "schedule.sessions[4]", findings[1].Path)
	assert.Equal(t, "120", findings[1].Need)
	assert.Equal(t, "180", findings[1].Have)
	assert.NotNil(t, findings[1].Source)
}

// readings are the codes of the readings in the package documentation.
var readings = []string{
	"capacity", "who", "basics", "degree", "service", "english", "papers", "country", "priority", "women", "undisclosed",
	"selection", "ties", "zone", "length", "weeks", "held", "attended", "joined-later", "all-sessions", "quiz", "participation",
	"project", "own-mark", "leaves", "threshold", "end", "sizes", "balance",
}

func TestReadingsAreDocumented(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	var stated []string
	for _, m := range regexp.MustCompile(`(?m)^//\t([a-z-]+) {2,}\S`).FindAllStringSubmatch(string(doc), -1) {
		stated = append(stated, m[1])
	}
	assert.ElementsMatch(t, readings, stated)
}

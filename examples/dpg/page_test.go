package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The page is pinned: each line that differs is a change that people would see.
func TestPage(t *testing.T) {
	t.Parallel()
	status, out, errs := start("-html")
	require.Zero(t, status, errs)
	want, err := os.ReadFile("testdata/page.html")
	require.NoError(t, err)
	assert.Equal(t, string(want), out)
	wellFormed(t, out)
}

// wellFormed requires that every element is closed. The style sheet and the elements
// that HTML leaves open are not XML, so they are removed first.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	_, page, found := strings.Cut(page, "</style>")
	require.True(t, found)
	page = "<html><head>" + strings.ReplaceAll(page, "<br>", "")
	d := xml.NewDecoder(strings.NewReader(page))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		require.NoError(t, err)
	}
}

// Texts of a definition are escaped everywhere on the page.
func TestPageEscapes(t *testing.T) {
	t.Parallel()
	const hostile = `</title></style><script>alert(1)</script>`
	name := definition(t,
		replace(`"title": "Digital Public Goods and open source"`, `"title": "`+hostile+`"`),
		replace(`"title": "Pre-class knowledge check"`, `"title": "`+hostile+`"`),
		replace(`"title": "Wrapping It Up"`, `"title": "`+hostile+`"`),
		replace(`"code": "women"`, `"code": "women", "title": "`+hostile+`"`))
	status, out, errs := start("-html", "-course", name)
	require.Zero(t, status, errs)
	assert.NotContains(t, out, "<script")
	assert.GreaterOrEqual(t, strings.Count(out, "&lt;script&gt;"), 5)
	wellFormed(t, out)
}

// The page of a course without admission, sessions and groups shows the marks alone.
func TestPageOfASmallCourse(t *testing.T) {
	t.Parallel()
	small := filepath.Join(t.TempDir(), "small.json")
	require.NoError(t, os.WriteFile(small, []byte(`{"version": 1, "id": "small", "title": "Small", "grading": {
		"components": [{"id": "quiz", "weight": "100", "award": {"points": {"max": "9"}}}],
		"outcomes": [{"name": "merit", "certifies": true, "at_least": "90"}, {"name": "pass", "certifies": true, "at_least": "33.3"}]}}`), 0o600))
	dir := folder(t, map[string]func(string) string{
		presenceFile: func(string) string { return "[]" },
		marksFile: func(string) string {
			return `{"records": [{"id": "A001", "marks": {"quiz": {"points": "3"}}}, {"id": "A002", "marks": {"quiz": {"points": "9"}}}]}`
		},
	})
	status, out, errs := start("-html", "-course", small, "-in", dir)
	require.Zero(t, status, errs)
	assert.Contains(t, out, "2 of 120 are certified. The dashed line is the threshold: at least 33.3 is required.")
	assert.Contains(t, out, `<path class="limit" d="M333 -2V12"/>`)
	assert.Less(t, strings.Index(out, "<b>A002</b>: 100.00, <b>certified</b>"), strings.Index(out, "<b>A001</b>: 33.33, <b>certified</b>"), "the highest first")
	for _, heading := range []string{"Selection", "Sessions", "Groups"} {
		assert.NotContains(t, out, "<h2>"+heading)
	}
	wellFormed(t, out)
}

// A session that crosses midnight is drawn at both ends of the strip.
func TestPageOfANight(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]func(string) string{applicantsFile: func(text string) string {
		return strings.ReplaceAll(text, `"time_zone": "Asia/Kolkata"`, `"time_zone": "Pacific/Auckland"`)
	}})
	status, out, errs := start("-html", "-in", dir)
	require.Zero(t, status, errs)
	assert.True(t, strings.Contains(out, `<rect class="session" x="180" y="0" width="120" height="5"/>`))
	assert.True(t, strings.Contains(out, "03:00–05:00 the next day"))
	assert.Equal(t, []box{{1380, 12, 60}, {0, 12, 90}}, boxesAt(t, "23:00", 150, 12))
}

func boxesAt(t *testing.T, at string, minutes, y int) []box {
	t.Helper()
	start, err := time.Parse("15:04", at)
	require.NoError(t, err)
	return boxes(schedule.LocalSession{Start: start, End: start.Add(time.Duration(minutes) * time.Minute)}, y)
}

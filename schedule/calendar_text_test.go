package schedule_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// unescape reverses the escaping of TEXT (RFC 5545, 3.3.11), following its grammar.
func unescape(t testing.TB, text string) string {
	t.Helper()
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == ';' || text[i] == ',':
			t.Fatalf("not escaped: %q", text)
		case text[i] != '\\':
			b.WriteByte(text[i])
			continue
		}
		i++
		switch {
		case i == len(text) || !strings.ContainsRune(`\;,n`, rune(text[i])):
			t.Fatalf("no such escape: %q", text)
		case text[i] == 'n':
			b.WriteByte('\n')
		default:
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// summary returns the summary that a reader finds for a session of the given title.
func summary(t testing.TB, title string) string {
	t.Helper()
	table, err := schedule.Compile(schedule.Plan{Zone: "UTC", Sessions: []schedule.Session{
		{ID: "s", Title: title, Start: civil.MustDateTime("2024-10-30T15:00"), End: civil.MustDateTime("2024-10-30T16:00")},
	}}, pinned)
	require.NoError(t, err)
	text, err := table.Calendar(schedule.Record{}, plainOptions())
	require.NoError(t, err)
	for _, line := range unfold(t, text) {
		if escaped, ok := strings.CutPrefix(line, "SUMMARY:"); ok {
			return unescape(t, escaped)
		}
	}
	t.Fatal("no summary")
	return ""
}

func TestTextOfCalendars(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"plain":                  "plain",
		`a\n; b, c:"d"`:          `a\n; b, c:"d"`,
		"a;b,c\\":                "a;b,c\\",
		strings.Repeat("漢", 190): strings.Repeat("漢", 190),
	} {
		assert.Equal(t, want, summary(t, title), "%q", title)
	}
	// A description may have several lines. Texts that would break a calendar or
	// look different in it are refused.
	session := schedule.Session{ID: "s", Start: civil.MustDateTime("2024-10-30T15:00"), End: civil.MustDateTime("2024-10-30T16:00"), Description: "a\nb; c"}
	table, err := schedule.Compile(schedule.Plan{Zone: "UTC", Sessions: []schedule.Session{session}}, pinned)
	require.NoError(t, err)
	text, err := table.Calendar(schedule.Record{}, plainOptions())
	require.NoError(t, err)
	assert.Contains(t, string(text), "DESCRIPTION:a\\nb\\; c\r\n")
	for _, title := range []string{"a\nb", "a\r\nb", "a\u0085b", "a\u2028c", "bell\a", "null\x00", "del\x7f", "c1\u009b", "broken \xff", "bidi \u202e"} {
		session.Title, session.Location, session.Description = title, title, title+"\a"
		plan := schedule.Plan{Zone: "UTC", Sessions: []schedule.Session{session}}
		assert.Equal(t, []string{"sessions[0].title text", "sessions[0].location text", "sessions[0].description text"}, faults(plan.Validate()), "%q", title)
	}
}

// Titles of many lengths, with runes of one to four bytes, are written to a calendar,
// where long lines are folded. Reading the calendar must return the same titles.
func TestFolding(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 45))
	for n := 1; n <= 190; n += 1 + n/80 {
		for _, runes := range []string{"a", "aé", "a漢", "𝕏", "aé漢𝕏"} {
			letters := []rune(runes)
			var b strings.Builder
			for range n {
				b.WriteRune(letters[random.IntN(len(letters))])
			}
			require.Equal(t, b.String(), summary(t, b.String()))
		}
	}
}

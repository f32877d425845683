package rule_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
)

func TestKinds(t *testing.T) {
	t.Parallel()
	many := make([]string, 25)
	for i := range many {
		many[i] = string(rune('a' + i))
	}
	for want, v := range map[string]rule.Violation{
		"p: required: is required":                                                rule.Required("p"),
		"p: duplicate-id: is listed twice":                                        rule.Duplicate("p", "duplicate-id"),
		"p: unknown-value: want woman, man or other":                              rule.UnknownValue("p", "woman", "man", "other"),
		"p: unknown-value: want woman":                                            rule.UnknownValue("p", "woman"),
		"p: unknown-session: no such session; there are none":                     rule.UnknownName("p", "unknown-session", "session", "s1", nil),
		"p: unknown-session: no such session; there is s10":                       rule.UnknownName("p", "unknown-session", "session", "week", []string{"s10"}),
		"p: unknown-key: no such key; the nearest is weight":                      rule.UnknownName("p", "unknown-key", "key", "wieght", []string{"weight"}),
		"p: unknown-key: no such key; the nearest is zone; there are zone and id": rule.UnknownName("p", "unknown-key", "key", "zones", []string{"zone", "id"}),
		"p: unknown-key: no such key; there are zone and sessions":                rule.UnknownName("p", "unknown-key", "key", "q", []string{"zone", "sessions"}),
		"p: unknown-key: no such key; there are a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s and t, and 5 more": rule.UnknownName("p", "unknown-key", "key", "zz", many),
		"p: range: want 1 to 6 groups":             rule.Range("p", 1, 6, "groups"),
		"p: range: want -5 to 6":                   rule.Range("p", -5, 6, ""),
		"p: too-many: at most 1,000,000 members":   rule.TooMany("p", 1_000_000, "members"),
		"p: too-many: at most 999 members":         rule.TooMany("p", 999, "members"),
		"p: too-many: at most 1,000 members":       rule.TooMany("p", 1000, "members"),
		"p: too-many: at most -1,000,000 members":  rule.TooMany("p", -1_000_000, "members"),
		"p: too-many: at most -999 members":        rule.TooMany("p", -999, "members"),
		"p: too-many: at most 123,456,789 members": rule.TooMany("p", 123_456_789, "members"),
	} {
		assert.Equal(t, want, v.Error())
	}
}

// The nearest name is given if it needs at most one edit for every three bytes of the
// unknown name, and at most three edits in all.
func TestUnknownNameNamesTheNearest(t *testing.T) {
	t.Parallel()
	known := []string{"attendance", "participation", "quiz", "project"}
	for name, want := range map[string]string{
		"atendance": "attendance", "Attendance": "attendance", "quizz": "quiz", "qu": "", "projects": "project", "prject": "project",
		"pa": "", "": "", "participationist": "participation", "participationists": "", "zzzz": "",
	} {
		assert.Equal(t, want, near(name, known...), name)
	}
	assert.Equal(t, "ab1", near("ab3", "ab1", "ab2"), "the first of equals")
}

// A detail lists up to 20 names.
func TestUnknownNameListsTwentyNames(t *testing.T) {
	t.Parallel()
	names := make([]string, 21)
	for i := range names {
		names[i] = "name-" + string(rune('a'+i))
	}
	for _, c := range []struct {
		name  string
		known int
		want  string
	}{
		{"zzz", 20, "no such name; there are name-a, "}, {"zzz", 21, ", and 1 more"},
		{"name-", 20, "; there are name-a, "}, {"name-", 21, "the nearest is name-a"},
	} {
		detail := rule.UnknownName("p", "unknown-name", "name", c.name, names[:c.known]).Detail
		assert.Contains(t, detail, c.want)
		assert.Equal(t, c.known == 21 && c.name == "zzz", strings.HasSuffix(detail, " more"), detail)
		assert.Equal(t, c.known == 20, strings.HasSuffix(detail, " and name-t"), detail)
	}
}

// The nearest name is the one that a simple recursive search finds.
func TestNearestAgainstTheDefinition(t *testing.T) {
	t.Parallel()
	var distance func(a, b string) int
	distance = func(a, b string) int {
		switch {
		case a == "":
			return len(b)
		case b == "":
			return len(a)
		case a[0] == b[0]:
			return distance(a[1:], b[1:])
		}
		return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))
	}
	random := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		letters := make([]byte, random.IntN(8))
		for i := range letters {
			letters[i] = "ab"[random.IntN(2)]
		}
		return string(letters)
	}
	found := 0
	for range 2000 {
		name, known := word(), []string{word(), word(), word()}
		want, least := "", min(len(name)/3, 3)+1
		for _, k := range known {
			if d := distance(name, k); d < least {
				want, least = k, d
			}
		}
		assert.Equal(t, want, near(name, known...), "%q in %q", name, known)
		if want != "" {
			found++
		}
	}
	assert.Greater(t, found, 300)
}

// Names of more than 64 bytes are not compared, whether they are the unknown name or a
// known one.
func TestNearestOfLongNames(t *testing.T) {
	t.Parallel()
	x := strings.Repeat("x", 63)
	assert.Equal(t, x+"y", near(x+"x", x+"y"))
	assert.Empty(t, near(x+"xx", x+"x"))
	assert.Empty(t, near(x+"x", x+"xy"))
}

// near returns the name that a violation gives as the nearest one, or "".
func near(name string, known ...string) string {
	_, rest, _ := strings.Cut(rule.UnknownName("p", "unknown-key", "key", name, known).Detail, "the nearest is ")
	nearest, _, _ := strings.Cut(rest, ";")
	return nearest
}

package rule_test

import (
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

// The nearest name is within an edit for every three bytes, three at most.
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

// near returns the name that a violation says is the nearest, empty for none.
func near(name string, known ...string) string {
	_, rest, _ := strings.Cut(rule.UnknownName("p", "unknown-key", "key", name, known).Detail, "the nearest is ")
	nearest, _, _ := strings.Cut(rest, ";")
	return nearest
}

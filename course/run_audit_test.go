package course_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Audit finds nothing in an honest journal that another program wrote. Only a decision
// about seats or about formed groups may have a finding, if a person on whom the decision
// can depend was erased later.
func TestAuditOfHonestJournals(t *testing.T) {
	t.Parallel()
	for seed := range uint64(rounds(12, 2000)) {
		l := live(t, 90000+seed, 50)
		journal := rewritten(t, l.run.Journal())
		for _, f := range l.course.Audit(journal) {
			require.Equal(t, "erased", f.Code, "seed %d: %v", seed, f)
			var i int
			_, err := fmt.Sscanf(f.Path, "[%d]", &i)
			require.NoError(t, err)
			require.True(t, slices.ContainsFunc(journal[i:], func(e course.Entry) bool { return e.Erased != nil }), "seed %d: %v", seed, f)
			e := journal[i]
			require.True(t, e.Held == nil && e.Ended == nil && (e.Grouped == nil || len(e.Removed) > 0), "seed %d: %v", seed, f)
		}
	}
}

// If one value anywhere in a journal is changed, Audit returns exactly one finding and
// Resume refuses the journal.
func TestAuditOfAlteredJournals(t *testing.T) {
	t.Parallel()
	want, altered := rounds(100, 1000), 0
	for seed := uint64(0); altered < want; seed++ {
		l := live(t, 100000+seed, 40)
		random := rand.New(rand.NewPCG(seed, 5))
		journal := l.run.Journal()
		if slices.ContainsFunc(journal, func(e course.Entry) bool { return e.Erased != nil }) {
			continue
		}
		for range 12 {
			i := random.IntN(len(journal))
			tree := sealedTree(t, journal[i])
			where := alter(tree, random)
			if where == "" {
				continue
			}
			e, err := course.ParseEntry([]byte(text(t, tree)))
			if err != nil {
				continue // the change is found even before the audit
			}
			changed := slices.Clone(journal)
			changed[i] = e
			if text(t, e) == text(t, journal[i]) {
				continue
			}
			altered++
			findings := l.course.Audit(changed)
			require.Len(t, findings, 1, "seed %d, entry %d, %s", seed, i, where)
			require.Equal(t, "altered", findings[0].Code, "seed %d, entry %d, %s", seed, i, where)
			require.Equal(t, fmt.Sprintf("[%d]", i), findings[0].Path)
			_, err = l.course.Resume(changed)
			require.Error(t, err, "seed %d, entry %d, %s", seed, i, where)
		}
	}
}

// alter changes one value of a tree and returns its path. It does not change a salt: in
// an entry without parts the salt has no effect, so that such a change could not be
// found.
func alter(tree map[string]any, random *rand.Rand) string {
	var leaves []func() string
	var walk func(path string, value any, set func(any))
	walk = func(path string, value any, set func(any)) {
		change := func(to any) {
			leaves = append(leaves, func() string { set(to); return path })
		}
		switch v := value.(type) {
		case map[string]any:
			for _, name := range slices.Sorted(maps.Keys(v)) {
				walk(path+"."+name, v[name], func(to any) { v[name] = to })
			}
		case []any:
			for i := range v {
				walk(path+"."+strconv.Itoa(i), v[i], func(to any) { v[i] = to })
			}
			if len(v) > 1 {
				change(v[1:])
			}
		case string:
			if path == ".salt" || v == "" {
				return
			}
			last := v[len(v)-1]
			change(v[:len(v)-1] + string('0'+(last+1)%10))
			change(v + "0")
		case float64:
			change(v + 1)
		case bool:
			change(!v)
		}
	}
	walk("", tree, nil)
	if len(leaves) == 0 {
		return ""
	}
	return leaves[random.IntN(len(leaves))]()
}

// If somebody alters a decision and computes the digests again, Audit still finds that
// the decision comes out differently. If a person was erased, Audit still finds altered
// results and times, but it may not know who gets a seat and what groups cost.
func TestAuditOfForgedDecisions(t *testing.T) {
	t.Parallel()
	forged := map[string]int{}
	for seed := range uint64(rounds(90, 1000)) {
		l := live(t, 110000+seed, 50)
		journal := l.run.Journal()
		erased := slices.ContainsFunc(journal, func(e course.Entry) bool { return e.Erased != nil })
		for i, e := range journal {
			tree := sealedTree(t, e)
			decided, _ := tree["decided"].(map[string]any)
			kind := forge(decided)
			if kind == "dropped" {
				delete(tree, "decided")
			}
			if kind == "" || erased && kind != "final" && kind != "held" {
				continue
			}
			counted := kind
			if erased {
				counted += " beside an erasure"
			}
			if forged[counted] >= rounds(5, 10_000) {
				continue
			}
			findings := slices.DeleteFunc(l.course.Audit(rechained(t, journal, i, tree)), func(f rule.Finding) bool { return f.Code == "erased" })
			if kind != "held" && kind != "dropped" { // later decisions can differ as well
				require.Len(t, findings, 1, "seed %d, entry %d, %s: %v", seed, i, kind, findings)
			}
			require.NotEmpty(t, findings, "seed %d, entry %d, %s", seed, i, kind)
			require.Equal(t, "differs", findings[0].Code, "seed %d, entry %d, %s: %v", seed, i, kind, findings)
			require.Equal(t, fmt.Sprintf("[%d]", i), findings[0].Path)
			forged[counted]++
		}
	}
	for _, kind := range []string{"selection", "final", "held", "dropped", "groups", "final beside an erasure", "held beside an erasure"} {
		assert.NotZero(t, forged[kind], kind)
	}
}

// If nobody was erased, an entry that falsely records parts as removed hides nothing:
// Audit still finds that the decision comes out differently.
func TestAuditOfDecisionsThatSayTheyWereErased(t *testing.T) {
	t.Parallel()
	run := workshop(t).Run()
	_, err := run.Record(append(until(t), entries(t, toTheEnd)...)...)
	require.NoError(t, err)
	journal := run.Journal()
	last := len(journal) - 1
	journal[last].Decided.Final[0].Decision = "not_certified"
	journal[last].Decided.Final[1].Decision = "certified"
	journal[last].Removed = map[string]string{"decided.final.99": strings.Repeat("0", 64)}
	findings := run.Course().Audit(rechainedAsItIs(t, journal))
	require.Len(t, findings, 1)
	assert.Equal(t, "differs", findings[0].Code)
}

// forge changes a decision in a way that lets the run continue, and returns the kind of
// decision.
func forge(decided map[string]any) string {
	at := func(names ...string) any {
		var v any = decided
		for _, name := range names {
			object, _ := v.(map[string]any)
			v = object[name]
		}
		return v
	}
	if list, _ := at("selection", "admitted").([]any); len(list) > 1 {
		list[0], list[1] = list[1], list[0]
		return "selection"
	}
	if list, _ := at("final").([]any); len(list) > 0 {
		list[0].(map[string]any)["total"] = "99"
		return "final"
	}
	if held, _ := at("held").(map[string]any); held != nil {
		held["start"] = "2024-01-02T00:00:00Z"
		return "held"
	}
	if tiers, _ := at("groups", "tiers").([]any); len(tiers) > 0 {
		tiers[0].(map[string]any)["cost"] = 77
		return "groups"
	}
	if list, _ := at("changes").([]any); len(list) == 1 && decided["entry"] == nil {
		if list[0].(map[string]any)["to"] == "offered" {
			return "dropped" // a promotion that is left out
		}
	}
	return ""
}

// rechained returns a copy of a journal. In the copy, the entry with index `at` is
// replaced by the given tree, and all digests are computed again.
func rechained(t testing.TB, journal []course.Entry, at int, tree map[string]any) (again []course.Entry) {
	t.Helper()
	before := ""
	for i, e := range journal {
		here := sealedTree(t, e)
		if i == at {
			here = tree
		}
		here["digest"] = chainOf(t, before, here)
		before = here["digest"].(string)
		e, err := course.ParseEntry([]byte(text(t, here)))
		require.NoError(t, err)
		again = append(again, e)
	}
	return again
}

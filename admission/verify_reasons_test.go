package admission_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Verify makes the selection again and compares each published reason with it. Separate
// code also works out why a person comes directly after the previous person, unless the
// previous person has a ruling. Each of these two checks finds a wrong reason.
func TestVerifyWorksReasonsOut(t *testing.T) {
	t.Parallel()
	tried := map[string]int{}
	for i := range rounds(40, 20_000) {
		r := newRandom(uint64(i))
		p := r.sharePolicy()
		as := r.sharePool(2 + r.IntN(9))
		in := admission.Intake{Applicants: as, Seed: seed}
		if i%3 == 0 {
			in.Rulings = []admission.Ruling{{ID: as[0].ID, Decision: admission.Admit, By: "x", Reason: "y"}}
		}
		sel := compile(t, p)
		s, err := sel.Select(in)
		require.NoError(t, err)
		n := len(s.Admitted)
		path := func(i int) string {
			if i < n {
				return rule.Index("admitted", i)
			}
			return rule.Index("waitlist", i-n)
		}
		broken := func(i int, corrupt func(*admission.Placement)) []string {
			b := s
			b.Admitted, b.Waitlist = slices.Clone(s.Admitted), slices.Clone(s.Waitlist)
			if i < n {
				corrupt(&b.Admitted[i])
			} else {
				corrupt(&b.Waitlist[i-n])
			}
			return ids(sel.Verify(in, b), func(f rule.Finding) string { return f.Code + " " + f.Path })
		}
		order := slices.Concat(s.Admitted, s.Waitlist)
		if n > 1 {
			swapped := s
			swapped.Admitted = slices.Clone(s.Admitted)
			swapped.Admitted[0], swapped.Admitted[1] = s.Admitted[1], s.Admitted[0]
			require.NotContains(t, ids(sel.Verify(in, swapped), func(f rule.Finding) string { return f.Code }), "reason", "in an order that is wrong, no reason is looked at")
		}
		for k, x := range order {
			found := broken(k, func(x *admission.Placement) { x.DecidedBy += "x" })
			want := []string{"explanation " + path(k) + ".decided_by"}
			if k > 0 && order[k-1].Ruling == nil {
				want = append(want, "reason "+path(k-1))
				tried["pair"]++
			}
			require.Equal(t, want, found, "instance %d, place %d", i, k)
			if x.Ruling == nil && len(x.Waits) == 0 {
				found = broken(k, func(x *admission.Placement) { x.Shares = append(slices.Clone(x.Shares), "x") })
				require.Equal(t, []string{"share " + path(k) + ".shares", "reason " + path(k) + ".shares"}, found, "instance %d, place %d", i, k)
				tried["shares"]++
			}
			require.NotEmpty(t, broken(k, func(x *admission.Placement) { x.Merit = -x.Merit - 1 }), "instance %d, place %d", i, k)
		}
	}
	assert.Greater(t, min(tried["pair"], tried["shares"]), 100, "%v", tried)
}

// Verify reads any text as the published value of a key, and reports wrong values. The
// text may be no number, may be too long, or may stand for a number with too many digits
// to write down.
func TestVerifyReadsAnyValue(t *testing.T) {
	t.Parallel()
	sel, in, s := busy(t)
	for _, value := range []string{"", "x", "/", "1/0", "--1", "1e999999", "0x1p99999", strings.Repeat("1", 2000)} {
		b := reread(t, s)
		for i := range b.Waitlist {
			b.Waitlist[i].Keys[2].Value = value
		}
		assert.Contains(t, ids(sel.Verify(in, b), func(f rule.Finding) string { return f.Code }), "keys", value)
	}
	// A number with a superfluous zero is reported as a wrong value of the key. It causes
	// no finding about reasons, since it stands for the same number.
	b := reread(t, s)
	b.Waitlist[0].Keys[2].Value += ".0"
	assert.Equal(t, []string{"keys waitlist[0].keys"}, ids(sel.Verify(in, b), func(f rule.Finding) string { return f.Code + " " + f.Path }))
}

// If a person is listed twice, Verify reports that, and nothing else about the second
// listing.
func TestVerifyOfAPersonListedTwice(t *testing.T) {
	t.Parallel()
	sel, in, s := busy(t)
	twice := reread(t, s)
	again := s.Waitlist[0]
	again.Rank = 99
	twice.Waitlist = append(twice.Waitlist, again)
	twice.Incomplete = slices.Insert(twice.Incomplete, 1, twice.Incomplete[0])
	found := ids(sel.Verify(in, twice), func(f rule.Finding) string { return f.Code + " " + f.Path })
	assert.Equal(t, []string{"people " + rule.Index("waitlist", len(s.Waitlist)), "people incomplete[1]"}, found)
}

// Each finding has the path of the place that is wrong, and no finding is only a
// consequence of another finding.
func TestVerifyPlaces(t *testing.T) {
	t.Parallel()
	sel, in, s := busy(t)
	places := func(fs []rule.Finding) []string {
		return ids(fs, func(f rule.Finding) string { return f.Code + " " + f.Path })
	}
	last := len(s.Waitlist) - 1
	swapped := reread(t, s)
	swapped.Waitlist[1], swapped.Waitlist[last] = swapped.Waitlist[last], swapped.Waitlist[1]
	assert.Contains(t, places(sel.Verify(in, swapped)), "order waitlist[1]")
	unranked := reread(t, s)
	unranked.Waitlist[0], unranked.Incomplete[0] = unranked.Incomplete[0], unranked.Waitlist[0]
	found := ids(sel.Verify(in, unranked), func(f rule.Finding) string { return f.Code })
	assert.Contains(t, found, "list")
	assert.NotContains(t, found, "reason")

	admitted, waitlist := idsOf(s.Admitted), idsOf(s.Waitlist)
	for name, c := range map[string]struct {
		change func(a, w []string) ([]string, []string)
		want   []string
	}{
		"twice":        {func(a, w []string) ([]string, []string) { return a, slices.Insert(w, 0, a[3]) }, []string{"people waitlist[0]"}},
		"not eligible": {func(a, w []string) ([]string, []string) { return a, slices.Insert(w, 0, s.Ineligible[0].ID) }, []string{"eligibility waitlist[0]"}},
		"not eligible, with a seat": {func(a, w []string) ([]string, []string) { a[3] = s.Ineligible[0].ID; return a, w },
			[]string{"eligibility admitted[3]", "people admitted"}},
	} {
		a, w := c.change(slices.Clone(admitted), slices.Clone(waitlist))
		assert.Equal(t, c.want, places(sel.VerifyLists(in, a, w)), name)
	}
}

// VerifyRoster reports an entry of a person who never applied, and the applicant who has
// no entry.
func TestVerifyRosterOfAStranger(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	start := opened(t, sel, as, s)
	broken := reread(t, start)
	broken.Entries[4].ID = "nobody"
	found := ids(sel.VerifyRoster(start, nil, broken), func(f rule.Finding) string { return f.Code + " " + f.Path })
	assert.Equal(t, []string{"people entries[4]", "people entries"}, found)
}

// If a test names an unknown list, the violation gives the names of all known lists,
// including the lists of the policy.
func TestUnknownListNamesTheLists(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 1, Lists: []admission.List{{Name: "ours", Source: "s", AsOf: on("2024-01-01"), Status: map[string]string{"KE": "a"}}}}
	p.Requirements = []admission.Requirement{{Code: "q", Level: "desired", Test: admission.Test{Country: &admission.CountryTest{List: "theirs", Status: "a"}}}}
	assert.Contains(t, p.Validate().Error(), "want unsd-2021-12, ldc, lldc, sids or ours")
}

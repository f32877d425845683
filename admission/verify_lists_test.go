package admission_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func idsOf(people []admission.Placement) []string {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = p.ID
	}
	return ids
}

// TestVerifyListsNamesTheRule breaks correct lists, each time in one way.
func TestVerifyListsNamesTheRule(t *testing.T) {
	t.Parallel()
	sel, in, s := busy(t)
	admitted, waitlist := idsOf(s.Admitted), idsOf(s.Waitlist)
	assert.Empty(t, sel.VerifyLists(in, admitted, waitlist))
	backwards := slices.Clone(admitted)
	slices.Reverse(backwards)
	assert.Empty(t, sel.VerifyLists(in, backwards, waitlist), "the admitted are a set")

	// trade exchanges a person who holds a seat and a person who waits.
	trade := func(seat, wait int) func(a, w []string) ([]string, []string) {
		return func(a, w []string) ([]string, []string) {
			a[seat], w[wait] = w[wait], a[seat]
			return a, w
		}
	}
	waits := func(code string) func(a, w []string) ([]string, []string) {
		i := slices.IndexFunc(s.Waitlist, func(p admission.Placement) bool { return p.DecidedBy == code && p.Rank > s.Waitlist[0].Rank })
		require.Positive(t, i, code)
		return func(a, w []string) ([]string, []string) {
			w[i-1], w[i] = w[i], w[i-1]
			return a, w
		}
	}
	seated := slices.IndexFunc(s.Admitted, func(p admission.Placement) bool { return p.Ruling != nil })
	last := slices.IndexFunc(s.Waitlist, func(p admission.Placement) bool {
		return p.Merit == slices.MaxFunc(s.Waitlist, func(a, b admission.Placement) int { return a.Merit - b.Merit }).Merit
	})
	best := slices.IndexFunc(s.Waitlist, func(p admission.Placement) bool {
		return p.Merit == slices.MinFunc(s.Waitlist, func(a, b admission.Placement) int { return a.Merit - b.Merit }).Merit
	})
	merit := slices.IndexFunc(s.Admitted, func(p admission.Placement) bool { return p.Ruling == nil && p.Merit < s.Waitlist[last].Merit })
	shared := slices.IndexFunc(s.Admitted, func(p admission.Placement) bool { return p.Ruling == nil && p.Merit > s.Waitlist[best].Merit })
	require.True(t, seated >= 0 && merit >= 0 && shared >= 0)
	for _, tt := range []struct {
		name, code, path string
		change           func(a, w []string) ([]string, []string)
	}{
		{"a stranger", "people", "admitted[31]", func(a, w []string) ([]string, []string) { return append(a, "nobody"), w }},
		{"twice", "people", "waitlist[0]", func(a, w []string) ([]string, []string) { return a, slices.Insert(w, 0, a[0]) }},
		{"nowhere", "people", "waitlist", func(a, w []string) ([]string, []string) { return a, w[1:] }},
		{"a seat is lost", "people", "admitted", func(a, w []string) ([]string, []string) { return a[:30], w }},
		{"not eligible", "eligibility", "waitlist[0]", func(a, w []string) ([]string, []string) { return a, slices.Insert(w, 0, s.Ineligible[0].ID) }},
		{"not complete", "eligibility", "waitlist[0]", func(a, w []string) ([]string, []string) { return a, slices.Insert(w, 0, s.Incomplete[0].ID) }},
		{"excluded", "ruling", "waitlist[0]", func(a, w []string) ([]string, []string) { return a, slices.Insert(w, 0, "A005") }},
		{"a ruling is passed", "ruling", fmt.Sprintf("admitted[%d]", seated), trade(seated, 0)},
		{"merit is passed", "order", fmt.Sprintf("admitted[%d]", merit), trade(merit, last)},
		{"a share is passed", "share", fmt.Sprintf("admitted[%d]", shared), trade(shared, best)},
		{"a score is passed", "order", "", waits("review")},
		{"a lot is passed", "lottery", "", waits("lottery")},
		{"one too many", "capacity", "admitted", func(a, w []string) ([]string, []string) { return append(a, w[0]), w[1:] }},
		{"one too few", "capacity", "admitted", func(a, w []string) ([]string, []string) { return a[:30], slices.Insert(w, 0, a[30]) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, w := tt.change(slices.Clone(admitted), slices.Clone(waitlist))
			var found []string
			for _, f := range sel.VerifyLists(in, a, w) {
				if f.Code == tt.code {
					found = append(found, f.Path)
				}
			}
			require.NotEmpty(t, found, "%v", sel.VerifyLists(in, a, w))
			if tt.path != "" {
				assert.Contains(t, found, tt.path)
			}
		})
	}
	seedless := in
	seedless.Seed = ""
	found := sel.VerifyLists(seedless, admitted, waitlist)
	require.Len(t, found, 1)
	assert.Equal(t, "intake", found[0].Code)
	assert.Equal(t, "intake", new(admission.Selector).VerifyLists(admission.Intake{Applicants: []admission.Applicant{{}}}, nil, nil)[0].Code)
}

func ExampleSelector_VerifyLists() {
	s, err := admission.Compile(admission.Policy{Capacity: 1, Priority: []admission.Priority{
		{Code: "women", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	in := admission.Intake{Applicants: []admission.Applicant{{ID: "ada", Gender: "woman"}, {ID: "bob", Gender: "man"}}}
	for _, f := range s.VerifyLists(in, []string{"bob"}, []string{"ada"}) {
		fmt.Println(f.Path, f.Code+":", f.Detail)
	}
	// Output: admitted[0] order: comes before a person who is ahead by women
}

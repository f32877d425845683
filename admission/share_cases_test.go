package admission_test

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type shareState struct {
	Seats    []string `json:"seats"`
	Waitlist []string `json:"waitlist"`
}

type shareCase struct {
	shareState

	ID         string              `json:"id"`
	Policy     admission.Policy    `json:"policy"`
	Intake     admission.Intake    `json:"intake"`
	Incomplete []string            `json:"incomplete"`
	Waits      map[string][]string `json:"waits"`
	Kept       map[string]bool     `json:"kept"`
	After      []map[string]string `json:"after"`
	Then       *shareState         `json:"then"`
}

// readCases reads the examples. It uses no strict decoder, since the examples have more
// fields than a shareCase.
func readCases(t testing.TB) []shareCase {
	t.Helper()
	data, err := os.ReadFile("testdata/shares.json")
	require.NoError(t, err)
	var cases []shareCase
	require.NoError(t, json.Unmarshal(data, &cases))
	return cases
}

// Select gives the results that the worked examples of shares state, and Apply gives the
// stated results after offers were declined.
func TestShareCases(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t) {
		sel := compile(t, c.Policy)
		s, err := sel.Select(c.Intake)
		require.NoError(t, err, c.ID)
		assert.Equal(t, c.Seats, ids(s.Admitted, placementID), c.ID)
		assert.Equal(t, c.Waitlist, ids(s.Waitlist, placementID), c.ID)
		assert.Equal(t, append([]string{}, c.Incomplete...), ids(s.Incomplete, placementID), c.ID)
		for _, p := range s.Waitlist {
			var waits []string
			for _, g := range p.Waits {
				waits = append(waits, g.Share)
			}
			assert.Equal(t, c.Waits[p.ID], waits, c.ID)
		}
		for _, share := range s.Audit.Shares {
			if kept, said := c.Kept[share.Code]; said {
				assert.Equal(t, kept, share.Kept, "%s: %s", c.ID, share.Code)
			}
		}
		assert.Empty(t, sel.Verify(c.Intake, reread(t, s)), c.ID)
		if c.Then == nil {
			continue
		}
		r, err := sel.Open(c.Intake, s, day(0))
		require.NoError(t, err)
		for i, event := range c.After {
			r, _, err = sel.Apply(r, answered(i+1, event["declined"], admission.StatusDeclined))
			require.NoError(t, err)
		}
		assert.ElementsMatch(t, c.Then.Seats, r.Seats(), c.ID)
		waiting := []string{}
		for _, e := range r.Entries {
			if e.Status == admission.StatusWaiting {
				waiting = append(waiting, e.ID)
			}
		}
		assert.Equal(t, c.Then.Waitlist, waiting, c.ID)
	}
}

// Seats that one group holds beyond its minimum do not count for the minimum of another
// group.
func TestLeaveOpenCountsEachGroup(t *testing.T) {
	t.Parallel()
	p := floors()
	p.Capacity = 3
	one := &admission.Bound{Count: new(1)}
	p.Shares = []admission.Share{{Code: "sector", Of: admission.ShareOf{Attribute: "sector"}, Else: "leave_open",
		Groups: map[string]admission.Bounds{"it": {AtLeast: one}, "health": {AtLeast: one}}}}
	as := ranked("", "", "", "")
	for i, sector := range []string{"justice", "it", "it", "health"} {
		as[i].Attributes = map[string]string{"sector": sector}
	}
	in := admission.Intake{Applicants: as, Seed: seed, Rulings: []admission.Ruling{
		{ID: "m2", Decision: admission.Admit, By: "o", Reason: "r"}, {ID: "m3", Decision: admission.Admit, By: "o", Reason: "r"}}}
	sel := compile(t, p)
	s, err := sel.Select(in)
	require.NoError(t, err)
	assert.Equal(t, []string{"m2", "m3", "m4"}, ids(s.Admitted, placementID))

	// If nobody in the group "health" applies, the seat of that group stays free. The
	// next person is called only when a further seat is added.
	in.Applicants = as[:3]
	s, err = sel.Select(in)
	require.NoError(t, err)
	assert.Equal(t, []string{"m2", "m3"}, ids(s.Admitted, placementID))
	assert.Equal(t, []string{"m1"}, ids(s.Waitlist, placementID))
	assert.Empty(t, s.Waitlist[0].Waits, "called once a seat is added")
	assert.Equal(t, "nobody", s.Audit.Shares[0].Groups[0].Why)
	r, err := sel.Open(in, s, day(0))
	require.NoError(t, err)
	by := explained(t, sel, r)
	assert.Equal(t, []admission.ShareGroup{{Share: "sector", Group: "health"}}, by["m1"].Waits)
	assert.Contains(t, by["m1"].Text, "Sector keeps seats open for health.")
	r, _, err = sel.Apply(r, seats(1, 4))
	require.NoError(t, err)
	assert.Equal(t, []string{"m2", "m3", "m1"}, r.Seats())
}

// Select finds who would be called if seats were added, without adding them one by one:
// here 300 groups keep 300,000,000 seats open.
func TestLeaveOpenOfManyCounts(t *testing.T) {
	t.Parallel()
	groups := map[string]admission.Bounds{}
	for i := range 300 {
		groups["g"+strconv.Itoa(i)] = admission.Bounds{AtLeast: &admission.Bound{Count: new(1_000_000)}}
	}
	sel := compile(t, admission.Policy{Capacity: 10, Shares: []admission.Share{{Code: "sector", Of: admission.ShareOf{Attribute: "sector"}, Else: "leave_open", Groups: groups}}})
	in := admission.Intake{Seed: seed, Applicants: []admission.Applicant{{ID: "a"}, {ID: "b", Attributes: map[string]string{"sector": "g0"}}}}
	begin := time.Now()
	s, err := sel.Select(in)
	require.NoError(t, err)
	assert.Empty(t, s.Admitted, "every place is kept for a group that lacks more")
	assert.Equal(t, []string{"b", "a"}, ids(s.Waitlist, placementID), "the person of a group is called one place earlier")
	assert.Empty(t, slices.Concat(s.Waitlist[0].Waits, s.Waitlist[1].Waits))
	assert.Empty(t, sel.Verify(in, reread(t, s)))
	_, err = sel.Lint(in)
	require.NoError(t, err)
	assert.Less(t, time.Since(begin), 10*time.Second)
}

// The report says why a minimum is not kept. If the group has a person who waits and whom
// no share excludes, the code is "left" or "outranked". It is "left" if a person of the
// group left after the last seat was given.
func TestWhyALeastIsNotKept(t *testing.T) {
	t.Parallel()
	p := floors("50", "50")
	p.Capacity = 2
	sel := compile(t, p)
	as := ranked("b", "", "a", "a", "b")
	in := admission.Intake{Applicants: as, Seed: seed}
	s, err := sel.Select(in)
	require.NoError(t, err)
	require.Equal(t, []string{"m3", "m1"}, ids(s.Admitted, placementID))
	r, err := sel.Open(in, s, day(0))
	require.NoError(t, err)
	assert.Equal(t, 1, r.Entries[slices.IndexFunc(r.Entries, func(e admission.Entry) bool { return e.ID == "m4" })].Joined, "with the selection")
	until := admission.Event{At: day(1), PromotionsEnd: &admission.PromotionsEnd{Until: day(1)}}
	other := as[2]
	other.Documents = map[string]bool{"a": true, "b": true}
	r, _, err = sel.Apply(r, until, answered(2, "m1", "withdrawn"))
	require.NoError(t, err)
	assert.True(t, r.Shares[0].Kept)
	assert.Equal(t, "left", r.Shares[1].Groups[0].Why)
	none := as[2]
	none.Documents = nil
	r, _, err = sel.Apply(r, applied(3, none))
	require.NoError(t, err)
	assert.Equal(t, "left", r.Shares[1].Groups[0].Why, "changed facts of others are no call")
	assert.Equal(t, "outranked", r.Shares[0].Groups[0].Why)
	r, _, err = sel.Apply(r, answered(4, "m5", "withdrawn"), applied(5, other))
	require.NoError(t, err)
	assert.True(t, r.Shares[0].Kept && r.Shares[1].Kept)
}

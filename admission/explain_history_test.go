package admission_test

import (
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// queued returns a person whose number called "rank" has the given value. The person
// handed in the given documents, out of "a" and "b", and stated that the others are not
// handed in.
func queued(id, rank, country string, documents ...string) admission.Applicant {
	a := admission.Applicant{ID: id, Country: country, Numbers: map[string]exact.Decimal{"rank": dec(rank)}, Documents: map[string]bool{"a": false, "b": false}}
	for _, name := range documents {
		a.Documents[name] = true
	}
	return a
}

// inOrder returns a policy whose only key is the number called "rank", lowest first.
func inOrder(capacity int, shares ...admission.Share) admission.Policy {
	return admission.Policy{Capacity: capacity, Shares: shares, Priority: []admission.Priority{{Code: "rank", Key: admission.Key{Number: &admission.NumberKey{Name: "rank", First: "lowest"}}}}}
}

// The reason for a seat uses the number of seats at the time when the seat was given.
// Seats that were added later do not change the reason.
func TestReasonByTheSeatsOfThen(t *testing.T) {
	t.Parallel()
	half := admission.Share{Code: "half", Of: admission.ShareOf{Country: "served"}, AtMost: &admission.Bound{Percent: dec("50")}}
	sel := compile(t, inOrder(2, half))
	as := []admission.Applicant{queued("a", "1", "KE"), queued("b", "2", "KE"), queued("c", "3", "CH")}
	r := opened(t, sel, as, choose(t, sel, as))
	require.Equal(t, []string{"a", "c"}, r.Seats())
	r, _, err := sel.Apply(r, admission.Event{At: day(1), PromotionsEnd: &admission.PromotionsEnd{Until: day(1)}}, seats(2, 4))
	require.NoError(t, err)
	require.Equal(t, []string{"a", "c"}, r.Seats())
	b := explained(t, sel, r)["b"]
	assert.Equal(t, [2]string{"c", "half"}, [2]string{b.Against, b.DecidedBy})
	assert.Empty(t, b.Waits, "now nothing is full")
}

// The reason is the share that excludes the person who waits. It is not an earlier share
// that prefers the holder because the holder's group is short of its minimum. Here the
// share "partners" keeps the second seat open.
func TestReasonIsTheShareThatExcludes(t *testing.T) {
	t.Parallel()
	two := &admission.Bound{Count: new(2)}
	share := func(code, document string) admission.Share {
		return admission.Share{Code: code, Of: admission.ShareOf{Test: &admission.Test{Document: &admission.DocumentTest{Name: document}}}, AtLeast: two}
	}
	partners := share("partners", "b")
	partners.Else = "leave_open"
	sel := compile(t, inOrder(2, share("members", "a"), partners))
	as := []admission.Applicant{queued("x", "1", "KE"), queued("p", "2", "KE", "a", "b"), queued("q", "3", "KE", "a", "b")}
	s := choose(t, sel, as)
	require.Equal(t, []string{"p", "q"}, ids(s.Admitted, placementID))
	assert.Equal(t, "partners", s.Waitlist[0].DecidedBy)
	x := explained(t, sel, opened(t, sel, as, s))["x"]
	assert.Equal(t, [2]string{"q", "partners"}, [2]string{x.Against, x.DecidedBy})
}

// Explanation.Without is empty for a person who gave up the seat that the selection gave,
// and for a person who got a seat only later.
func TestWithoutIsOfThoseItStillConcerns(t *testing.T) {
	t.Parallel()
	p := inOrder(1)
	women := admission.Priority{Code: "women", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}}}
	p.Priority = append([]admission.Priority{women}, p.Priority...)
	sel := compile(t, p)
	as := []admission.Applicant{queued("m", "1", "KE"), queued("w", "2", "KE"), queued("z", "3", "KE")}
	as[1].Gender = "woman"
	r := opened(t, sel, as, choose(t, sel, as))
	by := explained(t, sel, r)
	assert.Equal(t, []string{"women"}, by["w"].Without)
	assert.Equal(t, []string{"women"}, by["m"].Without)
	// Ids in a stored audit that are not on the roster are ignored.
	strange := reread(t, r)
	strange.Audit.Keys[0].Gained, strange.Audit.Keys[0].Lost = []string{"nobody", "w"}, []string{"m", "nobody"}
	assert.Equal(t, by, explained(t, sel, strange))

	r, _, err := sel.Apply(r, answered(1, "w", "declined"))
	require.NoError(t, err)
	by = explained(t, sel, r)
	require.Equal(t, []string{"m"}, r.Seats())
	assert.Empty(t, by["w"].Without)
	assert.Empty(t, by["m"].Without)
	assert.Equal(t, "Has a seat. This person ranks ahead by: rank.", by["m"].Text)
}

// If there is nobody to compare with, the only possible reason is a ruling.
func TestNobodyOnTheOtherSide(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(3))
	in := admission.Intake{Applicants: []admission.Applicant{queued("a", "1", "KE"), queued("b", "2", "KE")}, Rulings: []admission.Ruling{{ID: "b", Decision: admission.Admit, By: "o", Reason: "r"}}}
	s, err := sel.Select(in)
	require.NoError(t, err)
	r, err := sel.Open(in, s, day(0))
	require.NoError(t, err)
	by := explained(t, sel, r)
	assert.Equal(t, [3]string{"", "", "Has a seat: there are seats for everybody who can be called."}, [3]string{by["a"].Against, by["a"].DecidedBy, by["a"].Text})
	assert.Equal(t, [3]string{"", "ruling", "Has a seat by a ruling of the organisers."}, [3]string{by["b"].Against, by["b"].DecidedBy, by["b"].Text})
}

// There are texts for people before the selection, and for people who wait while nobody
// holds a seat. In all texts, requirements, keys and shares appear by their titles.
func TestTextsWithoutAHolder(t *testing.T) {
	t.Parallel()
	p := inOrder(1, admission.Share{
		Code: "zones", Title: "zones of crisis", Of: admission.ShareOf{Test: &admission.Test{Document: &admission.DocumentTest{Name: "a"}}}, AtLeast: &admission.Bound{Count: new(1)}, Else: "leave_open",
	}, admission.Share{Code: "école", Of: admission.ShareOf{Country: "served"}, Groups: map[string]admission.Bounds{"KE": {AtLeast: &admission.Bound{Count: new(1)}}}, Else: "leave_open"})
	p.Requirements = []admission.Requirement{{Code: "cv", Title: "a CV", Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: "b"}}}}
	sel := compile(t, p)
	as := []admission.Applicant{queued("x", "1", "CH", "b"), queued("y", "2", "KE")}
	r, _, err := sel.Apply(sel.Roster(), applied(1, as[0]))
	require.NoError(t, err)
	assert.Equal(t, "Applied: the selection is still to come.", explained(t, sel, r)["x"].Text)
	by := explained(t, sel, opened(t, sel, as, choose(t, sel, as)))
	assert.Equal(t, "On the waitlist, place 1. Zones of crisis keeps seats open for people who meet it. École keeps seats open for KE.", by["x"].Text)
	assert.Equal(t, "Not eligible. Requirements not met: a CV.", by["y"].Text)

	titled := inOrder(1)
	titled.Priority[0].Title = "the date of registration"
	sel = compile(t, titled)
	by = explained(t, sel, opened(t, sel, as, choose(t, sel, as)))
	assert.Contains(t, by["x"].Text, "This person ranks ahead by: the date of registration.")
}

// If a person applies again with better facts, the wait begins again. The text says that
// the seat was given before the person waited with the present facts.
func TestTextOfFactsThatCameLater(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(1))
	as := []admission.Applicant{queued("a", "2", "KE"), queued("b", "3", "KE")}
	r, _, err := sel.Apply(opened(t, sel, as, choose(t, sel, as)), applied(1, queued("b", "1", "KE")))
	require.NoError(t, err)
	by := explained(t, sel, r)
	assert.Equal(t, "Has a seat. This person got the seat before the other person began to wait with the present facts.", by["a"].Text)
	assert.Equal(t, "On the waitlist, place 1. The last person who got a seat got the seat before this person began to wait with the present facts.", by["b"].Text)
}

// If a share keeps a seat open, the text for a person outside the share's group says so.
// It says so even if the group has as many seats as it may have.
func TestTextOfASeatThatStaysOpen(t *testing.T) {
	t.Parallel()
	percent := func() *admission.Bound { return &admission.Bound{Percent: exact.MustDecimal("90")} }
	sel := compile(t, inOrder(2, admission.Share{
		Code: "partners", Title: "partners", Of: admission.ShareOf{Test: &admission.Test{Document: &admission.DocumentTest{Name: "b"}}},
		AtLeast: percent(), AtMost: percent(), Else: "leave_open",
	}))
	as := []admission.Applicant{queued("a", "1", "KE", "b"), queued("b", "2", "KE"), queued("c", "3", "KE", "b")}
	by := explained(t, sel, opened(t, sel, as, choose(t, sel, as)))
	assert.Contains(t, by["b"].Text, "Partners keeps seats open for people who meet it.")
	assert.Contains(t, by["c"].Text, "Partners is at its most: 1 of 1 seat held by people who meet it.")
}

// A person may hold a seat by a ruling that was lifted later. If the other person has the
// better lot and the policy has no keys, the reason is still the ruling.
func TestLiftedRulingWithoutKeys(t *testing.T) {
	t.Parallel()
	sel := compile(t, admission.Policy{Capacity: 1})
	as := []admission.Applicant{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	s := choose(t, sel, as)
	first, second, last := s.Admitted[0].ID, s.Waitlist[0].ID, s.Waitlist[1].ID
	stop := admission.Event{At: day(1), PromotionsEnd: &admission.PromotionsEnd{Until: day(1)}}
	r, _, err := sel.Apply(opened(t, sel, as, s), stop, answered(1, first, "declined"), ruled(2, last, admission.Admit), ruled(3, last, admission.Lift))
	require.NoError(t, err)
	require.Equal(t, []string{last}, r.Seats())
	by := explained(t, sel, r)
	assert.Equal(t, [2]string{"ruling", "ruling"}, [2]string{by[second].DecidedBy, by[last].DecidedBy})
	assert.Equal(t, "On the waitlist, place 1. The last person who got a seat has it by a ruling of the organisers.", by[second].Text)
}

package admission_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// begun applies events to an empty roster.
func begun(t testing.TB, sel *admission.Selector, events ...admission.Event) (admission.Roster, []admission.Decided) {
	t.Helper()
	r, decided, err := sel.Apply(sel.Roster(), events...)
	require.NoError(t, err)
	return r, decided
}

// selectedBy returns the event of a selection on day n, with a seed.
func selectedBy(n int, seed string) admission.Event {
	return admission.Event{At: day(n), Selected: &admission.Selected{Seed: seed}}
}

// closed returns the event of a closing on day n, for a draw on the next day.
func closed(n int) admission.Event {
	return admission.Event{At: day(n), Closed: &admission.Closed{Draw: admission.Draw{Source: "s", At: day(n + 1)}, Nonce: "n"}}
}

func entryOf(r admission.Roster, id string) admission.Entry {
	return r.Entries[slices.IndexFunc(r.Entries, func(e admission.Entry) bool { return e.ID == id })]
}

// inSector returns a person with a rank and a sector.
func inSector(id, rank, sector string) admission.Applicant {
	a := queued(id, rank, "KE")
	a.Attributes = map[string]string{"sector": sector}
	return a
}

// sectors allows at most two seats for each sector.
var sectors = admission.Share{Code: "sector", Of: admission.ShareOf{Attribute: "sector"}, AtMost: &admission.Bound{Count: new(2)}}

// Before the selection only the latest ruling on a person is in force. A person takes up
// a seat only if this ruling admits the person.
func TestRulingsBeforeTheSelection(t *testing.T) {
	t.Parallel()
	sel := compile(t, admission.Policy{Capacity: 1})
	list := []admission.Event{applied(0, admission.Applicant{ID: "a"}), applied(0, admission.Applicant{ID: "b"}), applied(0, admission.Applicant{ID: "c"})}
	for name, rulings := range map[string][]admission.Event{
		"again":    {ruled(1, "a", admission.Admit), ruled(1, "a", admission.Admit)},
		"changed":  {ruled(1, "a", admission.Admit), ruled(1, "a", admission.Exclude), ruled(1, "b", admission.Admit)},
		"excluded": {ruled(1, "a", admission.Exclude), ruled(1, "b", admission.Exclude), ruled(1, "c", admission.Admit)},
		"lifted":   {ruled(1, "a", admission.Admit), ruled(1, "a", admission.Lift), ruled(1, "b", admission.Admit)},
	} {
		_, _, err := sel.Apply(sel.Roster(), append(slices.Clone(list), rulings...)...)
		assert.NoError(t, err, name)
	}
	_, _, err := sel.Apply(sel.Roster(), append(slices.Clone(list), ruled(1, "a", admission.Admit), ruled(1, "a", admission.Admit), ruled(1, "b", admission.Admit))...)
	assert.Equal(t, [][2]string{{"capacity", "[5].ruled.decision"}}, codes(t, err))
	two := append(slices.Clone(list), seats(0, 2), ruled(1, "a", admission.Admit), ruled(1, "b", admission.Admit), seats(1, 1), ruled(2, "a", admission.Admit))
	_, _, err = sel.Apply(sel.Roster(), two...)
	assert.Equal(t, [][2]string{{"capacity", "[7].ruled.decision"}}, codes(t, err), "fewer seats than people admitted")
}

// A roster makes the same selection as Select does from the same people and rulings. A
// roster has no history and no shares before the selection.
func TestRosterSelectsAsSelect(t *testing.T) {
	t.Parallel()
	half := floor("half", "50", admission.Test{Document: &admission.DocumentTest{Name: "a"}})
	sel := compile(t, inOrder(2, half))
	as := []admission.Applicant{queued("d", "1", "KE"), queued("c", "2", "KE"), queued("b", "3", "KE", "a"), queued("a", "4", "KE", "a")}
	events := applications(as)
	admit := ruled(1, "c", admission.Admit)
	admit.By = "o"
	before, decided := begun(t, sel, append(events, applied(1, as[1]), admit)...)
	assert.Empty(t, before.History)
	assert.Nil(t, before.Shares)
	assert.Equal(t, []string{"a", "b", "c", "d"}, ids(before.Applicants, applicantID))
	assert.Equal(t, []string{"15 d  applied", "15 c  applied", "15 b  applied", "15 a  applied"}, changes(decided), "c applied twice")
	r, decided, err := sel.Apply(before, selectedBy(2, seed))
	require.NoError(t, err)
	want, err := sel.Select(admission.Intake{Applicants: as, Seed: seed, Rulings: []admission.Ruling{{ID: "c", Decision: admission.Admit, By: "o", Reason: "r"}}})
	require.NoError(t, err)
	assert.Equal(t, want.Kept(), *decided[0].Selection)
	assert.Len(t, r.History, 2)
	assert.Len(t, r.Shares, 1)

	// If the caller changes the results of an event, the roster does not change.
	stored := reread(t, r)
	decided[0].Selection.Waitlist[0].Keys[0].Value, decided[0].Selection.Admitted[1].Groups[0].Group = "99", "x"
	assert.Equal(t, stored, reread(t, r))

	// As in Select, two people who tie need a seed.
	tie := as[0]
	tie.ID = "e"
	_, _, err = sel.Apply(before, applied(1, tie), selectedBy(2, ""))
	assert.Equal(t, [][2]string{{"seed-required", "[1].selected.seed"}}, codes(t, err))
}

// People who withdraw after the list was closed leave when the selection is made. After
// the selection they do not wait, and a seat becomes free only if the selection gave it
// to one of them.
func TestWhoLeftAClosedListWaitsNoMore(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(2))
	var events []admission.Event
	for i, id := range []string{"a", "b", "c", "d", "e"} {
		events = append(events, applied(0, queued(id, string(rune('1'+i)), "KE")))
	}
	r, _ := begun(t, sel, append(events, closed(1), answered(1, "a", "withdrawn"), answered(1, "c", "withdrawn"), selectedBy(3, "x"))...)
	assert.Equal(t, []string{"b", "d"}, r.Seats())
	assert.Equal(t, []string{"e"}, waiters(r))
}

// A ruling gives a free seat to a person of any status. If the person waited, the new
// entry has no keys and no reinstatement. If the person had left, the change records the
// groups that the person had before.
func TestAdmittedLater(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(3, sectors))
	stop := admission.Event{At: day(1), PromotionsEnd: &admission.PromotionsEnd{Until: day(1)}}
	r, _ := begun(t, sel, applied(0, inSector("a", "1", "it")), applied(0, inSector("b", "2", "it")), applied(0, inSector("c", "3", "it")), applied(0, inSector("d", "4", "law")), selectedBy(0, seed),
		stop, answered(1, "d", "declined"), answered(1, "a", "declined"), answered(1, "a", "reinstated"))
	require.Equal(t, []string{"b"}, r.Seats())
	require.Positive(t, entryOf(r, "a").Reinstated)
	r, decided, err := sel.Apply(r, ruled(2, "a", admission.Admit), ruled(2, "d", admission.Admit))
	require.NoError(t, err)
	group := func(name string) []admission.ShareGroup {
		return []admission.ShareGroup{{Share: "sector", Group: name}}
	}
	assert.Equal(t, []admission.Change{{At: day(2), Event: 10, ID: "a", From: "waiting", To: "offered", Capacity: 3}}, decided[0].Changes)
	assert.Equal(t, []admission.Change{{At: day(2), Event: 11, ID: "d", From: "declined", To: "offered", Capacity: 3, Groups: group("law")}}, decided[1].Changes)
	want := admission.Entry{ID: "a", Status: "offered", Since: day(2), Rank: 4, Ruled: true, Groups: group("it")}
	assert.Equal(t, want, entryOf(r, "a"))
	assert.Equal(t, want, *decided[0].Entry)
}

// After the selection, a draw for later ties can be announced once. It has no commitment,
// since the selection is made already.
func TestDrawAfterTheSelection(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(1))
	as := []admission.Applicant{queued("a", "1", "KE"), queued("b", "2", "KE")}
	s, err := sel.Select(admission.Intake{Applicants: as})
	require.NoError(t, err)
	r, decided, err := sel.Apply(opened(t, sel, as, s), closed(1))
	require.NoError(t, err)
	assert.Nil(t, r.Commitment)
	assert.Nil(t, decided[0].Commitment)
	_, _, err = sel.Apply(r, closed(1))
	assert.Equal(t, [][2]string{{"closed", "[0].closed"}}, codes(t, err))
	_, _, err = sel.Apply(opened(t, sel, as, choose(t, sel, as)), closed(1))
	assert.Equal(t, [][2]string{{"closed", "[0].closed"}}, codes(t, err), "there is a seed")
}

// A person who waits and a person who has left can tie while there is no seed. Their lots
// may then have been drawn with an empty seed. When the seed becomes known, all lots are
// drawn again.
func TestLotsAreOfTheSeed(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(1))
	as := []admission.Applicant{queued("a", "1", "KE"), queued("b", "2", "KE")}
	s, err := sel.Select(admission.Intake{Applicants: as})
	require.NoError(t, err)
	before := opened(t, sel, as, s)
	for _, seed := range []string{"1", "2", "3", "4", "5", "6", "7", "8"} {
		r, _, err := sel.Apply(before, answered(1, "b", "withdrawn"), applied(1, queued("c", "2", "KE")), closed(1), selectedBy(2, seed), applied(3, queued("d", "2.0", "KE")))
		require.NoError(t, err)
		want := []string{"c", "d"}
		if slices.Compare(lot(seed, "d"), lot(seed, "c")) < 0 {
			want = []string{"d", "c"}
		}
		assert.Equal(t, want, waiters(r), seed)
	}
}

// If people state the same facts again, their entries stay the same. A person with a seat
// keeps the groups, and a person who waits keeps the start of the wait.
func TestTheSameFactsAgain(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(1, sectors))
	r, _ := begun(t, sel, applied(0, inSector("a", "1", "it")), applied(0, inSector("b", "2", "it")), selectedBy(1, seed))
	r, decided, err := sel.Apply(r, applied(2, inSector("a", "1", "it")), applied(3, inSector("b", "2", "it")))
	require.NoError(t, err)
	assert.Equal(t, []string{"18 b waiting waiting"}, changes(decided))
	assert.Nil(t, decided[1].Changes[0].Groups)
	assert.Equal(t, []time.Time{day(1), day(1)}, ids(r.Entries, func(e admission.Entry) time.Time { return e.Since }))
	_, decided, err = sel.Apply(r, applied(4, inSector("a", "1", "law")))
	require.NoError(t, err)
	assert.Equal(t, []string{"19 a offered offered"}, changes(decided))
}

// Replay takes a recorded commitment as it is. It refuses a record without the selection,
// with a selection for another number of seats, or without the changes of an answer.
func TestReplayOfASelection(t *testing.T) {
	t.Parallel()
	sel, as, _ := twoSeats(t)
	events := applications(as)
	n := len(events) // the index of the closing in events
	events = append(events, closed(1), selectedBy(2, "x"), answered(3, "a", "declined"))
	_, decided := begun(t, sel, events...)
	for _, p := range slices.Concat(decided[n+1].Selection.Admitted, decided[n+1].Selection.Waitlist) {
		assert.Nil(t, p.Findings, "the policy and the applicants give them again")
	}
	for name, c := range map[string]struct {
		path    string
		corrupt func([]admission.Decided)
	}{
		"no selection":   {"[6].selected", func(d []admission.Decided) { d[n+1].Selection = nil }},
		"other capacity": {"[6].selected", func(d []admission.Decided) { d[n+1].Selection.Audit.Capacity = 3 }},
		"no changes":     {"[7]", func(d []admission.Decided) { d[n+2].Changes = nil }},
	} {
		broken := reread(t, decided)
		c.corrupt(broken)
		_, err := sel.Replay(sel.Roster(), events, broken)
		assert.Equal(t, [2]string{"recorded", c.path}, codes(t, err)[0], name)
	}
	other := reread(t, decided)
	other[n].Commitment.Intake = strings.Repeat("0", 64)
	r, err := sel.Replay(sel.Roster(), events, other)
	require.NoError(t, err)
	assert.Equal(t, other[n].Commitment, r.Commitment, "what was published")

	// The same holds for admission.Live: a person who got a seat by a recorded decision
	// no longer waits.
	live, err := sel.Live(sel.Roster())
	require.NoError(t, err)
	for i, e := range events {
		require.NoError(t, live.Replay(e, decided[i]))
	}
	_, err = live.Apply(answered(4, "b", "declined"))
	require.NoError(t, err)
	assert.Equal(t, []string{"c", "d"}, live.Roster().Seats())
}

// An event that adds one review more than a person may have is refused. The violation has
// the path of the reviews.
func TestTooManyReviewsOneByOne(t *testing.T) {
	t.Parallel()
	sel := compile(t, admission.Policy{Capacity: 1})
	a := admission.Applicant{ID: "a"}
	for i := range 100 {
		a.Reviews = append(a.Reviews, admission.Review{Reviewer: strconv.Itoa(i)})
	}
	review := func(reviewer string) admission.Event {
		return admission.Event{At: day(1), Reviewed: &admission.Reviewed{Applicant: "a", Review: &admission.Review{Reviewer: reviewer}}}
	}
	r, _ := begun(t, sel, applied(0, a))
	_, _, err := sel.Apply(r, review("99"))
	assert.NoError(t, err, "in place of an earlier one")
	_, _, err = sel.Apply(r, review("100"))
	assert.Equal(t, [][2]string{{"too-many", "[0].reviewed.reviews"}}, codes(t, err))
}

// Open takes the number of seats from the selection, and the closing from the intake.
func TestOpenTakesSeatsAndClosing(t *testing.T) {
	t.Parallel()
	sel, as, _ := twoSeats(t)
	odd := time.FixedZone("", -2670) // not in whole minutes
	in := admission.Intake{Applicants: as, Closed: &admission.Closed{Draw: admission.Draw{Source: "s", At: day(0).Add(10 * time.Second).In(odd)}, Nonce: "n"}}
	events := append([]admission.Event{seats(0, 3)}, applications(as)...)
	events = append(events, admission.Event{At: day(0), Closed: in.Closed}, admission.Event{At: day(1), Selected: &admission.Selected{AnswerBy: day(2).Add(10 * time.Second).In(odd)}})
	r, decided := begun(t, sel, events...)
	assert.Equal(t, r, reread(t, r), "instants as they are stored")
	made := *decided[len(decided)-1].Selection
	o, err := sel.Open(in, made, day(1))
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b", "c"}, o.Seats())
	assert.Equal(t, 3, o.Capacity)
	assert.Equal(t, r.Closed, o.Closed)
	assert.Equal(t, made.Audit.Digests, *o.Commitment)
	assert.Equal(t, o, reread(t, o))

	broken := reread(t, made)
	broken.Audit.Capacity = 2
	_, err = sel.Open(in, broken, day(1))
	assert.Equal(t, [][2]string{{"recorded", "selected"}}, codes(t, err), "more people than seats")
	broken = reread(t, made)
	broken.Waitlist[0] = admission.Placement{ID: "nobody"}
	_, err = sel.Open(in, broken, day(1))
	assert.Equal(t, [][2]string{{"unknown-id", "selected.waitlist[0].id"}, {"recorded", "selected"}}, codes(t, err), "nothing else is said of a stranger")
}

// Groups in the history of a stored roster are ignored if the policy does not have their
// share.
func TestHistoryOfOtherShares(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(1, sectors))
	r, _ := begun(t, sel, applied(0, inSector("a", "1", "it")), applied(0, inSector("b", "2", "it")), selectedBy(1, seed), applied(2, inSector("a", "1", "law")))
	last := len(r.History) - 1
	require.Equal(t, []admission.ShareGroup{{Share: "sector", Group: "it"}}, r.History[last].Groups)
	want := explained(t, sel, r)
	r.History[last].Groups = append(r.History[last].Groups, admission.ShareGroup{Share: "gone", Group: "met"})
	assert.Equal(t, want, explained(t, sel, r))
}

// The refusal of an answer says who can give such an answer.
func TestWhoCanAnswer(t *testing.T) {
	t.Parallel()
	sel, as, s := twoSeats(t)
	r, _, err := sel.Apply(opened(t, sel, as, s), answered(1, "b", "declined"))
	require.NoError(t, err)
	for answer, want := range map[admission.Status]string{
		"accepted": "only a person with an offer can answer it", "expired": "only a person with an offer can answer it",
		"withdrawn": "only a person who is neither ineligible nor gone can leave", "removed": "only a person who is neither ineligible nor gone can leave",
	} {
		_, _, err = sel.Apply(r, answered(2, "b", answer))
		require.Error(t, err)
		assert.Contains(t, err.Error(), "not possible for a person who is declined: "+want)
	}
}

// The reasons of a person who is excluded are the requirements that are not met, and the
// ruling, sorted. Requirements that are unknown are no longer among the reasons.
func TestReasonsOfPeopleExcludedLater(t *testing.T) {
	t.Parallel()
	p := inOrder(1)
	for _, code := range []string{"z", "a"} {
		p.Requirements = append(p.Requirements, admission.Requirement{Code: code, Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: code}}})
	}
	none, open := queued("none", "1", "KE"), queued("open", "2", "KE", "a")
	none.Documents = map[string]bool{"a": false, "z": false}
	r, _ := begun(t, compile(t, p), applied(0, none), applied(0, open), selectedBy(1, ""))
	require.Equal(t, admission.StatusIncomplete, entryOf(r, "open").Status)
	r, _, err := compile(t, p).Apply(r, ruled(2, "none", admission.Exclude), ruled(2, "open", admission.Exclude))
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "ruling", "z"}, entryOf(r, "none").Reasons)
	assert.Equal(t, []string{"ruling"}, entryOf(r, "open").Reasons)
}

// Without a seed two people who wait must not tie. A person who was reinstated comes
// first and ties with nobody. A person who has left ties with nobody, either.
func TestTiesOfPeopleWhoComeBack(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(1))
	as := []admission.Applicant{queued("a", "1", "KE"), queued("b", "2", "KE"), queued("c", "3", "KE")}
	s, err := sel.Select(admission.Intake{Applicants: as})
	require.NoError(t, err)
	r := opened(t, sel, as, s)
	withdrawn, back, tie := answered(1, "b", "withdrawn"), answered(1, "b", "reinstated"), applied(1, queued("t", "2", "KE"))
	for name, events := range map[string][]admission.Event{
		"reinstated, then a tie": {withdrawn, back, tie},
		"a tie, then reinstated": {withdrawn, tie, back},
	} {
		after, _, err := sel.Apply(r, events...)
		require.NoError(t, err, name)
		assert.Equal(t, []string{"b", "t", "c"}, waiters(after), name)
	}
	_, _, err = sel.Apply(r, withdrawn, tie, applied(1, queued("b", "2", "KE")))
	assert.Equal(t, [][2]string{{"seed-required", "[2].applied"}}, codes(t, err), "applied again")
}

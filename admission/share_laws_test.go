package admission_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Three laws of shares hold for random policies and pools. Among people of the same
// groups the better merit comes first, no group exceeds its maximum, and removing a
// person who was not selected changes no seat.
func TestSharesLaws(t *testing.T) {
	t.Parallel()
	for i := range rounds(250, 100_000) {
		r := newRandom(uint64(i))
		p := r.sharePolicy()
		as := r.sharePool(2 + r.IntN(10))
		sel := compile(t, p)
		s := choose(t, sel, as)
		requireEqualsByMerit(t, s, i)
		requireMosts(t, p, as, s, i)
		for _, out := range slices.Concat(s.Waitlist, s.Incomplete, s.Ineligible) {
			rest := slices.DeleteFunc(slices.Clone(as), func(a admission.Applicant) bool { return a.ID == out.ID })
			require.Equal(t, ids(s.Admitted, placementID), ids(choose(t, sel, rest).Admitted, placementID), "instance %d without %s", i, out.ID)
		}
	}
}

// requireEqualsByMerit requires that among people of the same groups the better merit
// comes first.
func requireEqualsByMerit(t *testing.T, s admission.Selection, instance int) {
	t.Helper()
	order := slices.Concat(s.Admitted, s.Waitlist)
	for a := range order {
		for b := a + 1; b < len(order); b++ {
			if slices.Equal(order[a].Groups, order[b].Groups) {
				require.Less(t, order[a].Merit, order[b].Merit, "instance %d", instance)
			}
		}
	}
}

// requireMosts requires that no group holds more seats than its maximum.
func requireMosts(t *testing.T, p admission.Policy, as []admission.Applicant, s admission.Selection, instance int) {
	t.Helper()
	h := hall{p: p, seats: p.Capacity}
	for _, x := range s.Admitted {
		i := slices.IndexFunc(as, func(a admission.Applicant) bool { return a.ID == x.ID })
		h.held = append(h.held, as[i])
	}
	for n, share := range p.Shares {
		for _, use := range s.Audit.Shares[n].Groups {
			require.Equal(t, h.count(share, use.Group), int64(use.Have), "instance %d", instance)
			if use.Most != nil {
				require.LessOrEqual(t, use.Have, *use.Most, "instance %d", instance)
			}
		}
	}
}

// All minima are kept if no share has a maximum, the minima together ask for no more
// seats than there are, and enough people apply.
func TestMinimaAreKept(t *testing.T) {
	t.Parallel()
	for i := range rounds(300, 100_000) {
		r := newRandom(uint64(i))
		p := r.policy(false)
		p.Requirements, p.Priority = nil, slices.DeleteFunc(p.Priority, func(k admission.Priority) bool { return k.Key.Score != nil })
		for k := range p.Priority {
			if p.Priority[k].Key.Matching != nil {
				p.Priority[k].Key.Matching.Within = ""
			}
		}
		as := r.sharePool(12)
		left := 3 + r.IntN(8)
		p.Capacity = left
		p.Shares = nil
		for n, sector := range []string{"it", "health", "justice"} {
			people := 0
			for _, a := range as {
				if a.Attributes["sector"] == sector {
					people++
				}
			}
			count := min(r.IntN(4), left, people)
			left -= count
			test := admission.Test{Attribute: &admission.AttributeTest{Name: "sector", Equals: sector}}
			p.Shares = append(p.Shares, admission.Share{Code: "s" + strconv.Itoa(n), Of: admission.ShareOf{Test: &test}, AtLeast: &admission.Bound{Count: &count}})
		}
		s := choose(t, compile(t, p), as)
		for _, share := range s.Audit.Shares {
			require.True(t, share.Kept, "instance %d", i)
		}
	}
}

// A person who states a fact that only minima use never loses the seat by doing so.
func TestStatingAFactForMinima(t *testing.T) {
	t.Parallel()
	tried := 0
	for i := range rounds(400, 100_000) {
		r := newRandom(uint64(i))
		p := r.sharePolicy()
		p.Requirements, p.Priority = nil, nil
		for n := range p.Shares {
			p.Shares[n].AtMost = nil
			for name, b := range p.Shares[n].Groups {
				b.AtMost = nil
				p.Shares[n].Groups[name] = b
			}
		}
		p.Shares = slices.DeleteFunc(p.Shares, func(s admission.Share) bool {
			return s.AtLeast == nil || len(s.Groups) > 0 || s.Of.Country == "served" || s.Of.Region == "served" || s.Of.Test != nil
		})
		as := r.sharePool(10)
		sel := compile(t, p)
		seats := ids(choose(t, sel, as).Admitted, placementID)
		for n := range as {
			if !slices.Contains(seats, as[n].ID) {
				continue
			}
			for _, state := range []func(*admission.Applicant){
				func(a *admission.Applicant) {
					a.Attributes = map[string]string{"sector": pick(r, "it", "health", "justice")}
				},
				func(a *admission.Applicant) { a.Countries.Nationality = []string{pick(r, "KE", "FR", "IN", "DE")} },
			} {
				other := slices.Clone(as)
				other[n].Attributes, other[n].Countries.Nationality = nil, nil
				hidden := ids(choose(t, sel, other).Admitted, placementID)
				state(&other[n])
				if slices.Contains(hidden, as[n].ID) {
					require.Contains(t, ids(choose(t, sel, other).Admitted, placementID), as[n].ID, "instance %d", i)
					tried++
				}
			}
		}
	}
	assert.Positive(t, tried)
}

// If all shares are minima in percent, adding seats costs nobody a seat.
func TestMoreSeatsCostNobodyASeat(t *testing.T) {
	t.Parallel()
	for i := range rounds(200, 100_000) {
		r := newRandom(uint64(i))
		p := r.policy(true)
		as := r.pool(12)
		fewer := ids(choose(t, compile(t, p), as).Admitted, placementID)
		p.Capacity += 1 + r.IntN(3)
		more := ids(choose(t, compile(t, p), as).Admitted, placementID)
		require.Equal(t, fewer, more[:len(fewer)], "instance %d", i)
	}
}

// One in four offers, drawn at random, is declined. At the end, a share of half of the
// seats is kept, or nobody of its group waits.
func TestHalfAfterDeclines(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 32, Shares: []admission.Share{floor("women", "50", admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}})}}
	sel := compile(t, p)
	for run := range rounds(60, 1000) {
		r := newRandom(uint64(run))
		as := people(120)
		for i := range as {
			as[i].Gender = "man"
			if i%3 == 0 {
				as[i].Gender = "woman"
			}
		}
		in := admission.Intake{Applicants: as, Seed: strconv.Itoa(run)}
		s, err := sel.Select(in)
		require.NoError(t, err)
		roster, err := sel.Open(in, s, day(0))
		require.NoError(t, err)
		live, err := sel.Live(roster)
		require.NoError(t, err)
		offered := roster.Seats()
		for n := 1; len(offered) > 0; n++ {
			answer := admission.StatusAccepted
			if r.IntN(4) == 0 {
				answer = admission.StatusDeclined
			}
			decided, err := live.Apply(answered(n, offered[0], answer))
			require.NoError(t, err)
			offered = offered[1:]
			for _, c := range decided.Changes {
				if c.To == admission.StatusOffered {
					offered = append(offered, c.ID)
				}
			}
		}
		roster = live.Roster()
		use := roster.Shares[0].Groups[0]
		require.True(t, use.Kept || use.Wait == 0, "run %d: %+v", run, use)
		require.Len(t, roster.Seats(), 32)
	}
}

// official returns the call order of the French admission system, written as in its
// published algorithm, for two minima in whole percents.
func official(percents [2]int, flags [][2]bool) []int {
	var order []int
	var called [2]int
	left := make([]bool, len(flags))
	for i := range left {
		left[i] = true
	}
	for range flags {
		var constrained [2]bool
		for f, percent := range percents {
			there := slices.ContainsFunc(flags, func([2]bool) bool { return true }) && anyLeft(left, flags, func(x [2]bool) bool { return x[f] })
			constrained[f] = there && called[f]*100 < percent*(len(order)+1)
		}
		fits := func(x [2]bool) bool { return (!constrained[0] || x[0]) && (!constrained[1] || x[1]) }
		if constrained[0] && constrained[1] && !anyLeft(left, flags, fits) {
			fits = func(x [2]bool) bool { return x[0] }
		}
		for i, x := range flags {
			if left[i] && fits(x) {
				left[i] = false
				order = append(order, i)
				for f := range called {
					if x[f] {
						called[f]++
					}
				}
				break
			}
		}
	}
	return order
}

func anyLeft(left []bool, flags [][2]bool, is func([2]bool) bool) bool {
	for i, x := range flags {
		if left[i] && is(x) {
			return true
		}
	}
	return false
}

// A policy has two shares. Each share is a minimum in percent for the people who meet a
// test. Then the call order is the one that the function official returns.
func TestOrderIsTheOfficialOne(t *testing.T) {
	t.Parallel()
	for i := range rounds(150, 10_000) {
		r := newRandom(uint64(i))
		percents := [2]int{r.IntN(101), r.IntN(101)}
		var flags [][2]bool
		var letters []string
		for range 1 + r.IntN(40) {
			x := [2]bool{r.IntN(4) == 0, r.IntN(3) == 0}
			text := ""
			if x[0] {
				text += "a"
			}
			if x[1] {
				text += "b"
			}
			flags, letters = append(flags, x), append(letters, text)
		}
		p := floors(strconv.Itoa(percents[0]), strconv.Itoa(percents[1]))
		p.Capacity = 1 + r.IntN(40)
		var want []string
		for _, place := range official(percents, flags) {
			want = append(want, "m"+strconv.Itoa(place+1))
		}
		require.Equal(t, want, called(choose(t, compile(t, p), ranked(letters...))), "instance %d", i)
	}
}

// Lint finds shares that cannot be meant as they are written.
func TestLint(t *testing.T) {
	t.Parallel()
	test := &admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}
	p := admission.Policy{Capacity: 5, Shares: []admission.Share{
		{Code: "none", Of: admission.ShareOf{Country: "nationality"}, AtMost: &admission.Bound{Percent: dec("19.9")}},
		{Code: "one", Of: admission.ShareOf{Country: "nationality"}, AtMost: &admission.Bound{Percent: dec("20")}},
		{Code: "both", Of: admission.ShareOf{Test: test}, AtLeast: &admission.Bound{Percent: dec("50")}, AtMost: &admission.Bound{Percent: dec("50")}},
		{Code: "many", Of: admission.ShareOf{Attribute: "age"}, Groups: map[string]admission.Bounds{"a": {AtLeast: &admission.Bound{Count: new(3)}}, "b": {AtLeast: &admission.Bound{Count: new(3)}}, "f": {AtMost: &admission.Bound{Count: new(0)}}, "e": {AtMost: &admission.Bound{Count: new(0)}}, "d": {AtMost: &admission.Bound{Count: new(0)}}, "c": {AtMost: &admission.Bound{Count: new(0)}}}},
		{Code: "same", Of: admission.ShareOf{Test: test}, AtLeast: &admission.Bound{Percent: dec("60")}, AtMost: &admission.Bound{Percent: dec("60")}},
		{Code: "all", Of: admission.ShareOf{Attribute: "age"}, Groups: map[string]admission.Bounds{"a": {AtLeast: &admission.Bound{Count: new(3)}}, "b": {AtLeast: &admission.Bound{Count: new(2)}}}},
	}}
	found, err := compile(t, p).Lint(admission.Intake{})
	require.NoError(t, err)
	assert.Equal(t, []string{"no-seat shares[0].at_most", "both-bounds shares[2]", `no-seat shares[3].groups["c"].at_most`, `no-seat shares[3].groups["d"].at_most`, `no-seat shares[3].groups["e"].at_most`, `no-seat shares[3].groups["f"].at_most`, "too-many shares[3]"}, ids(found, func(f rule.Finding) string { return f.Code + " " + f.Path }))
	assert.Equal(t, "in a full house the least is 3 seats and the most 2", found[1].Detail)
	assert.Equal(t, [2]string{"at most 5", "6"}, [2]string{found[6].Need, found[6].Have})

	// Two minima need the same seats. Whichever share is first, only one of the minima is
	// kept.
	q := floors()
	q.Capacity = 2
	one := &admission.Bound{Count: new(1)}
	q.Shares = []admission.Share{
		{Code: "loose", Of: admission.ShareOf{Test: &admission.Test{Document: &admission.DocumentTest{Name: "a"}}}, AtLeast: &admission.Bound{Percent: dec("100")}},
		{Code: "tight", Of: admission.ShareOf{Test: &admission.Test{Document: &admission.DocumentTest{Name: "b"}}}, AtLeast: one},
	}
	in := admission.Intake{Applicants: ranked("a", "a", "b"), Seed: seed}
	sel := compile(t, q)
	found, err = sel.Lint(in)
	require.NoError(t, err)
	assert.Empty(t, found, "either order keeps one")
	q.Shares[0].AtLeast = &admission.Bound{Percent: dec("50")}
	q.Shares = append(q.Shares, admission.Share{Code: "most", Of: admission.ShareOf{Test: &admission.Test{Document: &admission.DocumentTest{Name: "c"}}}, AtMost: one})
	in.Applicants = ranked("ac", "c", "bc", "a", "b")
	found, err = compile(t, q).Lint(in)
	require.NoError(t, err)
	assert.Empty(t, found)
	_, err = sel.Lint(admission.Intake{Applicants: []admission.Applicant{{}}})
	assert.Error(t, err)
}

// Lint finds score tests that are one of several ways to meet a requirement: people who
// take another way need a review too.
func TestLintOfScores(t *testing.T) {
	t.Parallel()
	score := admission.Test{Score: &admission.ScoreTest{Key: "interview", AtLeast: dec("6")}}
	cv := admission.Test{Document: &admission.DocumentTest{Name: "cv"}}
	p := admission.Policy{Capacity: 1, Requirements: []admission.Requirement{
		{Code: "score", Level: "required", Test: score},
		{Code: "all", Level: "required", Test: admission.Test{All: []admission.Test{cv, score}}},
		{Code: "not", Level: "required", Test: admission.Test{Not: &score}},
		{Code: "any", Level: "desired", Test: admission.Test{Any: []admission.Test{cv, score}}},
		{Code: "deep", Level: "required", Test: admission.Test{Any: []admission.Test{{All: []admission.Test{cv, {Not: &score}}}, cv}}},
		{Code: "both", Level: "required", Test: admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 2, Tests: []admission.Test{cv, score}}}},
		{Code: "one", Level: "required", Test: admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 1, Tests: []admission.Test{cv, score}}}},
	}, Priority: []admission.Priority{{Code: "interview", Key: admission.Key{Score: &admission.ScoreKey{Parts: []admission.ScorePart{{Name: "voice", Weight: dec("1")}}, Max: dec("10"), OverReviewers: "mean"}}}}}
	found, err := compile(t, p).Lint(admission.Intake{})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"review-for-all requirements[3].test.any[1].score",
		"review-for-all requirements[4].test.any[0].all[1].not.score",
		"review-for-all requirements[6].test.at_least_of.tests[1].score",
	}, ids(found, func(f rule.Finding) string { return f.Code + " " + f.Path }))
}

// Lint finds requirements that nobody can fail, and keys and shares without effect.
func TestLintRules(t *testing.T) {
	t.Parallel()
	woman := admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}
	all := admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman", "man", "other"}}}
	cv := admission.Test{Document: &admission.DocumentTest{Name: "cv"}}
	score := admission.Test{Number: &admission.NumberTest{Name: "n", AtLeast: dec("1.0")}}
	same := admission.Test{Number: &admission.NumberTest{Name: "n", AtLeast: dec("1")}}
	key := func(code string, test admission.Test, within string) admission.Priority {
		return admission.Priority{Code: code, Key: admission.Key{Matching: &admission.MatchingKey{Test: test, Within: within}}}
	}
	p := admission.Policy{
		Capacity: 9,
		Requirements: []admission.Requirement{
			{Code: "cv", Level: "required", Test: cv}, {Code: "all", Level: "desired", Test: all},
			{Code: "either", Level: "required", Test: admission.Test{Any: []admission.Test{score, {Not: &same}}}},
			{Code: "women", Level: "desired", Test: woman},
			{Code: "fine", Level: "desired", Test: admission.Test{Any: []admission.Test{score, {Not: &cv}}}},
		},
		Priority: []admission.Priority{key("a", cv, ""), key("b", woman, ""), key("c", woman, ""), key("d", all, ""), key("e", score, "b"), key("f", same, "")},
		Shares: []admission.Share{
			floor("s", "0.5", woman), floor("t", "0", woman), floor("u", "50", cv), floor("v", "1", woman),
			{Code: "w", Of: admission.ShareOf{Attribute: "x"}, AtLeast: &admission.Bound{Count: new(0)}},
			{Code: "x", Of: admission.ShareOf{Attribute: "x"}, AtMost: &admission.Bound{Percent: dec("0.99")}},
			{Code: "y", Of: admission.ShareOf{Attribute: "x"}, Groups: map[string]admission.Bounds{"b": {AtLeast: &admission.Bound{Percent: dec("0.5")}}, "a": {AtLeast: &admission.Bound{Percent: dec("0.25")}, AtMost: &admission.Bound{Percent: dec("1")}}, "c": {AtMost: &admission.Bound{Percent: dec("0.9")}}}},
		},
	}
	found, err := compile(t, p).Lint(admission.Intake{})
	require.NoError(t, err)
	assert.Equal(t, []string{
		"cannot-fail requirements[1].test", "cannot-fail requirements[2].test",
		"no-effect priority[0].key.matching.test", "no-effect priority[2].key.matching.test", "no-effect priority[3].key.matching.test",
		"below-one-percent shares[0].at_least.percent", "no-effect shares[2].of.test", "no-effect shares[4].at_least",
		"below-one-percent shares[5].at_most.percent", `below-one-percent shares[6].groups["a"].at_least.percent`,
		`below-one-percent shares[6].groups["b"].at_least.percent`, `below-one-percent shares[6].groups["c"].at_most.percent`,
		"no-seat shares[5].at_most", `no-seat shares[6].groups["a"].at_most`, `no-seat shares[6].groups["c"].at_most`,
	}, ids(found, func(f rule.Finding) string { return f.Code + " " + f.Path }))
}

// A minimum in percent is rounded up, even from the smallest part of a seat, and a
// maximum in percent is rounded down.
func TestPercentsAreRounded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		least, most string
		need, limit int
	}{
		{"0", "100", 0, 4}, {"0.000000001", "99.999999999", 1, 3}, {"25", "75", 1, 3}, {"25.000000001", "74.999999999", 2, 2}, {"75", "25", 3, 1}, {"0.1", "24.999999999", 1, 0},
	} {
		bounds := map[string]admission.Bounds{"a": {AtLeast: &admission.Bound{Percent: dec(c.least)}}, "b": {AtMost: &admission.Bound{Percent: dec(c.most)}}}
		share := admission.Share{Code: "s", Of: admission.ShareOf{Attribute: "s"}, Groups: bounds}
		as := people(4)
		for i := range as {
			as[i].Attributes = map[string]string{"s": "c"}
		}
		uses := choose(t, compile(t, admission.Policy{Capacity: 4, Shares: []admission.Share{share}}), as).Audit.Shares[0].Groups
		assert.Equal(t, [2]int{c.need, c.limit}, [2]int{*uses[0].Need, *uses[1].Most}, "%+v", c)
	}
	// For one seat, the smallest possible percentage is rounded up to the whole seat.
	least := floor("s", "0.000000001", admission.Test{Document: &admission.DocumentTest{Name: "d"}})
	s := choose(t, compile(t, admission.Policy{Capacity: 1, Shares: []admission.Share{least}}), people(1))
	assert.Equal(t, 1, *s.Audit.Shares[0].Groups[0].Need)
}

// The waitlist of a full house begins with the person who would get the first seat that
// is added: a share that keeps seats open also keeps the added seat open.
func TestFirstSeatAddedToAFullHouse(t *testing.T) {
	t.Parallel()
	partners := admission.Share{Code: "partners", Of: admission.ShareOf{Test: &admission.Test{Document: &admission.DocumentTest{Name: "a"}}}, AtLeast: &admission.Bound{Count: new(1)}, Else: "leave_open"}
	in := admission.Intake{
		Applicants: []admission.Applicant{queued("r", "3", "KE"), queued("x", "1", "KE"), queued("p", "2", "KE", "a")},
		Seed:       seed, Rulings: []admission.Ruling{{ID: "r", Decision: admission.Admit, By: "o", Reason: "r"}},
	}
	sel := compile(t, inOrder(1, partners))
	s, err := sel.Select(in)
	require.NoError(t, err)
	assert.Equal(t, []string{"p", "x"}, ids(s.Waitlist, placementID))
	r, err := sel.Open(in, s, day(0))
	require.NoError(t, err)
	r, _, err = sel.Apply(r, seats(1, 2))
	require.NoError(t, err)
	assert.Equal(t, []string{"r", "p"}, r.Seats())
}

// A maximum in percent grows with the number of seats. People whom it kept out are then
// called at once, even if their group was found to be full when an earlier seat was
// given.
func TestMoreSeatsRaiseAMost(t *testing.T) {
	t.Parallel()
	sel := compile(t, inOrder(2, admission.Share{Code: "half", Of: admission.ShareOf{Country: "served"}, AtMost: &admission.Bound{Percent: dec("50")}}))
	as := []admission.Applicant{queued("a", "1", "KE"), queued("b", "2", "KE"), queued("c", "3", "CH"), queued("d", "4", "FR")}
	r := opened(t, sel, as, choose(t, sel, as))
	require.Equal(t, []string{"a", "c"}, r.Seats())
	r, decided, err := sel.Apply(r, answered(1, "c", "declined"), seats(2, 4))
	require.NoError(t, err)
	assert.Equal(t, []string{"16 c offered declined", "16 d waiting offered", "17 b waiting offered"}, changes(decided))
	assert.Equal(t, []string{"a", "d", "b"}, r.Seats())
}

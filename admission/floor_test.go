package admission_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
)

// ranked returns people in a known order of merit, the best first. A floor is a share
// that asks for a minimum of people who meet a test; these people are the group of the
// floor. Each argument stands for one person. Its letters name the floors to whose groups
// the person belongs.
func ranked(persons ...string) []admission.Applicant {
	var as []admission.Applicant
	for i, letters := range persons {
		a := admission.Applicant{ID: "m" + strconv.Itoa(i+1), Country: "KE", Documents: map[string]bool{}}
		for _, letter := range letters {
			a.Documents[string(letter)] = true
		}
		a.Reviews = []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{"s": dec(strconv.Itoa(100 - i))}}}
		as = append(as, a)
	}
	return as
}

func floors(percents ...string) admission.Policy {
	p := admission.Policy{Capacity: 3, Priority: []admission.Priority{{Code: "score", Key: admission.Key{Score: &admission.ScoreKey{
		Parts: []admission.ScorePart{{Name: "s", Weight: dec("1")}}, Max: dec("100"), OverReviewers: "mean",
	}}}}}
	for i, percent := range percents {
		letter := string(rune('a' + i))
		p.Shares = append(p.Shares, floor(letter, percent, admission.Test{Document: &admission.DocumentTest{Name: letter}}))
	}
	return p
}

// Among ten people, only the best and the worst by merit are in the group of the floor.
// The percentage decides at which place the worst is called.
func TestFloorPercentExactly(t *testing.T) {
	t.Parallel()
	as := ranked("a", "", "", "", "", "", "", "", "", "a")
	for percent, place := range map[string]int{
		"0": 10, "0.000000001": 10, "11.111111111": 10, "11.111111112": 9,
		"16.666666666": 7, "16.666666667": 6, "19.999999999": 6, "20": 6, "20.000000001": 5,
		"24.999999999": 5, "25": 5, "25.000000001": 4, "50": 3, "50.000000001": 2, "100": 2,
	} {
		order := called(choose(t, compile(t, floors(percent)), as))
		assert.Equal(t, place, slices.Index(order, "m10")+1, percent)
	}
}

// Select calls people in the orders that were worked out by hand.
func TestCallOrders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		percents []string
		persons  []string
		order    []int
	}{
		{"no member", []string{"50"}, []string{"", ""}, []int{1, 2}},
		{"one floor", []string{"50"}, []string{"", "", "a", "a"}, []int{3, 1, 4, 2}},
		{"members run out", []string{"100"}, []string{"", "", "a"}, []int{3, 1, 2}},
		{"both at once", []string{"50", "50"}, []string{"", "a", "b", "ab"}, []int{4, 1, 2, 3}},
		{"the earlier one wins", []string{"100", "100"}, []string{"", "b", "a"}, []int{3, 2, 1}},
		{"the earlier one wins while it can", []string{"50", "100"}, []string{"", "b", "a", "b"}, []int{3, 2, 4, 1}},
		{"of both members the better", []string{"50"}, []string{"a", "", "a"}, []int{1, 2, 3}},
		{"three floors", []string{"34", "34", "34"}, []string{"", "a", "b", "c", "abc"}, []int{5, 1, 2, 3, 4}},
	} {
		var want []string
		for _, merit := range c.order {
			want = append(want, "m"+strconv.Itoa(merit))
		}
		assert.Equal(t, want, called(choose(t, compile(t, floors(c.percents...)), ranked(c.persons...))), c.name)
	}
}

// For each floor, the audit says how many people of its group hold a seat, how many wait,
// and who gained or lost a seat by the floor.
func TestFloorEffect(t *testing.T) {
	t.Parallel()
	s := choose(t, compile(t, floors("34", "0")), ranked("", "b", "", "a", "a"))
	assert.Equal(t, []string{"m4", "m1", "m5", "m2", "m3"}, called(s))
	assert.Equal(t, []admission.ShareEffect{
		{Code: "a", Kept: true, Groups: []admission.GroupUse{{Group: "met", Need: new(2), Have: 2, Kept: true}}, Gained: []string{"m4", "m5"}, Lost: []string{"m2", "m3"}},
		{Code: "b", Kept: true, Groups: []admission.GroupUse{{Group: "met", Need: new(0), Wait: 1, Kept: true}}, Gained: []string{}, Lost: []string{}},
	}, s.Audit.Shares)
	assert.Equal(t, []string{"a"}, s.Admitted[0].Shares)
	assert.Empty(t, s.Admitted[1].Shares)
	assert.Equal(t, 4, s.Admitted[0].Merit)
}

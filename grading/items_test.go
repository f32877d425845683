package grading_test

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func itemsScheme(a grading.ItemsAward) grading.Scheme {
	return grading.Scheme{
		Components:  []grading.Component{{ID: "hw", Weight: dec("100"), Award: grading.Award{Items: &a}}},
		Certificate: grading.Certificate{AtLeast: new(dec("60"))},
	}
}

// list returns marks for the component hw, with an item for each entry. The entry "3/4"
// means 3 points earned of 4 possible. Instead of the earned points, an entry may have
// "-" (missing), "x" (excused) or "?" (pending); then the possible points may be left
// out. The items are named i0, i1 and so on.
func list(entries ...string) grading.Marks {
	items := []grading.ItemMark{}
	for i, entry := range entries {
		m := grading.ItemMark{ID: "i" + strconv.Itoa(i)}
		var earned, possible string
		if at := slices.Index([]byte(entry), '/'); at >= 0 {
			earned, possible = entry[:at], entry[at+1:]
			m.Possible = dec(possible)
		} else {
			earned = entry
		}
		switch earned {
		case "-":
			m.Missing = true
		case "x":
			m.Excused = true
		case "?":
			m.Pending = true
		default:
			m.Earned = new(dec(earned))
		}
		items = append(items, m)
	}
	return grading.Marks{"hw": {Items: items}}
}

func TestItems(t *testing.T) {
	t.Parallel()
	const sum, mean = "sum", "mean"
	for name, c := range map[string]struct {
		award   grading.ItemsAward
		marks   grading.Marks
		total   string
		best    string
		status  grading.Status
		dropped string
		have    string
	}{
		"sum": {grading.ItemsAward{Combine: sum}, list("2/20", "16/16"), "50", "50", "graded", "[]", "18 of 36 points in the 2 items that count"},
		"mean": {
			grading.ItemsAward{Combine: mean}, list("2/20", "16/16"), "55", "55", "graded", "[]",
			"mean 55% over the 2 items that count",
		},
		"drop lowest by effect, not by points": {
			grading.ItemsAward{Combine: sum, DropLowest: 1}, list("80/100", "20/100", "1/20"), "67.5", "", "graded", "[i1]", "81 of 120 points in the 2 items that count (1 dropped)",
		},
		"a tie drops the larger": {
			grading.ItemsAward{Combine: sum, DropLowest: 1}, list("10/10", "0/20", "0/30"), "100/3", "", "graded", "[i2]", "10 of 30 points in the 2 items that count (1 dropped)",
		},
		"equals drop by name": {
			grading.ItemsAward{Combine: mean, DropLowest: 1, DropHighest: 1}, list("1/2", "1/2", "1/2"), "50", "", "graded", "[i0 i2]", "mean 50% over the 1 item that counts (2 dropped)",
		},
		"what was missing is dropped first": {
			grading.ItemsAward{Combine: sum, DropLowest: 1}, list("1/10", "-/10"), "10", "", "graded", "[i1]", "1 of 10 points in the 1 item that counts (1 dropped)",
		},
		"excused items do not count": {
			grading.ItemsAward{Combine: sum, DropLowest: 1}, list("9/10", "x", "1/10", "x/5"), "90", "", "graded", "[i2]", "9 of 10 points in the 1 item that counts (1 dropped)",
		},
		"every item excused": {grading.ItemsAward{Combine: sum}, list("x", "x"), "0", "0", "excused", "[]", "every item excused"},
		"pending": {
			grading.ItemsAward{Combine: sum}, list("5/10", "?/30"), "12.5", "87.5", "pending", "[]", "5 of 40 points in the 2 items that count",
		},
		"pending may save what is dropped": {
			grading.ItemsAward{Combine: mean, DropLowest: 1}, list("5/10", "?"), "50", "100", "pending", "[i1]", "mean 50% over the 1 item that counts (1 dropped)",
		},
		"a protected item may be pending": {
			grading.ItemsAward{Combine: mean, DropLowest: 1, NeverDrop: []string{"i1"}}, list("5/10", "?", "1/10"), "25", "75", "pending", "[i2]", "mean 25% over the 2 items that count (1 dropped)",
		},
		"the last that may be dropped stays": {
			grading.ItemsAward{Combine: mean, DropLowest: 2, NeverDrop: []string{"i0", "i1"}}, list("0/10", "5/10", "9/10"), "140/3", "", "graded", "[]", "mean 46.67% over the 3 items that count",
		},
		"the last stays, the lowest go first": {
			grading.ItemsAward{Combine: mean, DropLowest: 1, DropHighest: 2, NeverDrop: []string{"i0"}}, list("0/10", "5/10", "9/10"), "45", "", "graded", "[i1]", "mean 45% over the 2 items that count (1 dropped)",
		},
		"one excused, and nothing can be dropped": {
			grading.ItemsAward{Combine: sum, DropLowest: 1}, list("4/10", "x"), "40", "40", "graded", "[]", "4 of 10 points in the 1 item that counts",
		},
		"a protected item that is not listed is open": {
			grading.ItemsAward{Combine: mean, DropLowest: 2, NeverDrop: []string{"hw06"}, MinItems: 3}, list("9/10", "7/10"), "45", "95", "pending", "[i1]", "mean 45% over the 2 items that count (1 dropped)",
		},
		"items still to show": {
			grading.ItemsAward{Combine: mean, MinItems: 4, DropLowest: 1}, list("10/10", "x"), "50", "100", "pending", "[#2]", "mean 50% over the 2 items that count (1 dropped)",
		},
		"nothing yet":                  {grading.ItemsAward{Combine: mean}, list(), "0", "100", "pending", "[]", "still open"},
		"nothing of what is asked for": {grading.ItemsAward{Combine: mean, MinItems: 2}, list(), "0", "100", "pending", "[]", "mean 0% over the 2 items that count"},
	} {
		r, err := compiled(t, itemsScheme(c.award)).Grade(c.marks)
		require.NoError(t, err, name)
		assert.Equal(t, c.total, r.Total.String(), name)
		p := r.Parts[0]
		if c.best != "" {
			assert.Equal(t, c.best, p.Best.String(), name)
		} else {
			assert.Zero(t, p.Best.Compare(p.Points), name)
		}
		assert.Equal(t, c.status, p.Status, name)
		assert.Equal(t, c.have, p.Have, name)
		dropped := []string{}
		for i, it := range p.Items {
			if it.Dropped && it.ID == "" {
				it.ID = "#" + strconv.Itoa(i)
			}
			if it.Dropped {
				dropped = append(dropped, it.ID)
			}
		}
		assert.Equal(t, c.dropped, fmt.Sprint(dropped), name)
	}
}

// With the lowest and the highest items dropped, for sums and means, the total equals the
// one that brute force finds. A raised mark never lowers the total. The total and the
// dropped items stay the same if the items are listed in another order. For a mean, they
// also stay the same if the earned and the possible points are multiplied by the same
// number.
func TestDrops(t *testing.T) {
	t.Parallel()
	r := random("drops")
	for range rounds(100_000, 4_000) {
		award := *anyItems(r).Items
		s := itemsScheme(award)
		g := compiled(t, s)
		var items []grading.ItemMark
		for i := range 3 + r.IntN(4) {
			items = append(items, anyItem(r, i))
		}
		result, err := g.Grade(grading.Marks{"hw": {Items: items}})
		require.NoError(t, err)
		total, _ := oracle(s, grading.Marks{"hw": {Items: items}})
		require.Equal(t, total.RatString(), result.Total.Rat().RatString(), "%+v %+v", award, items)

		raised, k := slices.Clone(items), r.IntN(len(items))
		if m := raised[k]; m.Earned != nil {
			raised[k].Earned = new(m.Possible)
			higher, err := g.Grade(grading.Marks{"hw": {Items: raised}})
			require.NoError(t, err)
			assert.GreaterOrEqual(t, higher.Total.Compare(result.Total), 0, "%+v %+v", award, items)
		}
		if award.MinItems == 0 {
			shuffled := slices.Clone(items)
			slices.Reverse(shuffled)
			for i, m := range shuffled {
				if m.Earned != nil && award.Combine == "mean" {
					shuffled[i].Earned = new(dec(rat(*m.Earned).Mul(rat(*m.Earned), ratio(5, 2)).FloatString(1)))
					shuffled[i].Possible = dec(rat(m.Possible).Mul(rat(m.Possible), ratio(5, 2)).FloatString(1))
				}
			}
			other, err := g.Grade(grading.Marks{"hw": {Items: shuffled}})
			require.NoError(t, err)
			assert.Zero(t, other.Total.Compare(result.Total))
			assert.ElementsMatch(t, result.Parts[0].Items, other.Parts[0].Items, "the same items are dropped")
		}
	}
}

// The longest allowed list is graded under the hardest rule: a sum with drops
// on both sides.
func TestManyItems(t *testing.T) {
	t.Parallel()
	r := random("many items")
	g := compiled(t, itemsScheme(grading.ItemsAward{Combine: "sum", DropLowest: 300, DropHighest: 300}))
	items := make([]grading.ItemMark, 1000)
	for i := range items {
		items[i] = anyItem(r, i)
	}
	result, err := g.Grade(grading.Marks{"hw": {Items: items}})
	require.NoError(t, err)
	dropped := 0
	for _, it := range result.Parts[0].Items {
		if it.Dropped {
			dropped++
		}
	}
	assert.Equal(t, 600, dropped)
	_, err = g.Grade(grading.Marks{"hw": {Items: append(items, items[0])}})
	assertViolations(t, err, `["hw"].items too-many`)
}

func TestItemViolations(t *testing.T) {
	t.Parallel()
	sum := compiled(t, itemsScheme(grading.ItemsAward{Combine: "sum"}))
	mean := compiled(t, itemsScheme(grading.ItemsAward{Combine: "mean"}))
	huge := dec("1")
	huge.Decimal = huge.Shift(30_000_000)
	marks := grading.Marks{"hw": {Items: []grading.ItemMark{
		{},
		{Missing: true, Pending: true},
		{Earned: new(dec("1"))},
		{Missing: true},
		{Pending: true},
		{Excused: true},
		{Earned: new(dec("3")), Possible: dec("2")},
		{Earned: new(dec("-1")), Possible: dec("2")},
		{Earned: new(dec("0")), Possible: dec("0")},
		{Earned: new(dec("0")), Possible: dec("-2")},
		{Earned: &huge, Possible: dec("2")},
		{Earned: new(dec("1")), Possible: huge},
		{ID: "a\n", Excused: true},
		{ID: "b", Excused: true},
		{ID: "b", Excused: true},
		{Earned: new(grading.PointsAward{}.Step), Possible: dec("2")},
		{Earned: new(dec("2")), Possible: dec("2")},
	}}}
	want := []string{
		`["hw"].items[0] one-of`, `["hw"].items[1] one-of`, `["hw"].items[2].possible required`, `["hw"].items[3].possible required`,
		`["hw"].items[4].possible required`, `["hw"].items[6].earned above-maximum`, `["hw"].items[7].earned range`,
		`["hw"].items[8].possible range`, `["hw"].items[9].possible range`, `["hw"].items[10].earned decimal`, `["hw"].items[11].possible decimal`,
		`["hw"].items[12].id id`, `["hw"].items[14].id duplicate-id`, `["hw"].items[15].earned required`,
	}
	_, err := sum.Grade(marks)
	assertViolations(t, err, want...)
	_, err = mean.Grade(marks)
	assertViolations(t, err, slices.Delete(slices.Clone(want), 3, 5)...)

	// A value that could not be read hides no other fault and is not reported
	// twice.
	_, err = sum.ParseMarks([]byte(`{"hw": {"items": [{"earned": 1, "possible": "2"}, {"earned": "3", "possible": "2"}, {"possible": "x", "pending": true}, {"earned": "1", "possible": "0"}]}}`))
	assertViolations(t, err, `["hw"].items[0].earned type`, `["hw"].items[1].earned above-maximum`, `["hw"].items[2].possible decimal`, `["hw"].items[3].possible range`)
	assert.ErrorIs(t, err, rule.Violation{Code: "range"})
	one := compiled(t, itemsScheme(grading.ItemsAward{Combine: "sum", DropLowest: 1}))
	_, err = one.ParseMarks([]byte(`{"hw": {"items": [{"excused": "yes"}]}}`))
	assertViolations(t, err, `["hw"].items[0].excused type`)
	_, err = one.Grade(list("3/2"))
	assertViolations(t, err, `["hw"].items[0].earned above-maximum`)
}

// The scale of items does not affect the result, even beyond 64 bits: if all
// sizes of a list are multiplied by the same number, the total, the best case
// and the dropped items stay the same.
func TestItemsScaled(t *testing.T) {
	t.Parallel()
	r, factor, open := random("items scaled"), huge("100000000000000000000000000007"), 0
	for range rounds(20_000, 400) {
		award := *anyItems(r).Items
		s := itemsScheme(award)
		mark, there := anyMark(r, s.Components[0].Award)
		if !there || mark.Items == nil {
			continue
		}
		g := compiled(t, s)
		want, err := g.Grade(grading.Marks{"hw": mark})
		require.NoError(t, err)
		scaled := slices.Clone(mark.Items)
		for i := range scaled {
			it := &scaled[i]
			it.Possible = dec(new(big.Rat).Mul(rat(it.Possible), factor).FloatString(0))
			if it.Earned != nil {
				it.Earned = new(dec(new(big.Rat).Mul(rat(*it.Earned), factor).FloatString(0)))
			}
		}
		got, err := g.Grade(grading.Marks{"hw": {Items: scaled}})
		require.NoError(t, err)
		assert.Equal(t, want.Total.String(), got.Total.String())
		assert.Equal(t, want.Best.String(), got.Best.String())
		for i := range want.Parts[0].Items {
			assert.Equal(t, want.Parts[0].Items[i].Dropped, got.Parts[0].Items[i].Dropped)
		}
		if want.Best != want.Total {
			open++
		}
	}
	assert.Positive(t, open)
}

// Long lists are added up as exactly as short ones.
func TestLongLists(t *testing.T) {
	t.Parallel()
	for n := range 40 {
		var entries []string
		earned, mean := new(big.Rat), new(big.Rat)
		possible := 0
		for i := range n + 1 { // 1/1, 1/2, 1/3 and so on
			entries = append(entries, "1/"+strconv.Itoa(i+1))
			earned.Add(earned, ratio(1, 1))
			mean.Add(mean, big.NewRat(1, int64(i+1)))
			possible += i + 1
		}
		for combine, want := range map[grading.Combine]*big.Rat{
			"sum": earned.Quo(earned, ratio(possible, 100)), "mean": mean.Quo(mean, ratio(n+1, 100)),
		} {
			r, err := compiled(t, itemsScheme(grading.ItemsAward{Combine: combine})).Grade(list(entries...))
			require.NoError(t, err)
			assert.Zero(t, want.Cmp(r.Total.Rat()), "%s of %d", combine, n+1)
		}
		// If all items but two are dropped, the best two are left: 1/1 and 1/2.
		if n > 1 {
			r, err := compiled(t, itemsScheme(grading.ItemsAward{Combine: "sum", DropLowest: n - 1})).Grade(list(entries...))
			require.NoError(t, err)
			assert.Equal(t, "200/3", r.Total.String())
		}
	}
}

// If an item earned too much, the violation says what the item can earn at most.
func TestMostOfAnItem(t *testing.T) {
	t.Parallel()
	for award, want := range map[*grading.ItemsAward]string{
		{Combine: "sum"}: "at most what was possible",
		{Combine: "sum", UpToPercent: dec("120")}: "at most 120% of what was possible",
	} {
		err := compiled(t, itemsScheme(*award)).CheckMark("hw", list("12.01/10")["hw"])
		assert.EqualError(t, err, "items[0].earned: above-maximum: "+want)
	}
}

// Open items count correctly beyond 64 bits, even if the earned points have
// more decimal places than the possible points.
func TestOpenItemsBeyond64Bits(t *testing.T) {
	t.Parallel()
	f := func(n string) string { return n + strings.Repeat("0", 30) }
	marks := list(f("2")+".5/"+f("4"), "?/"+f("8"), f("5")+".5/"+f("6"))
	share := func(earned, possible string) string {
		return ratio(100, 1).Mul(ratio(100, 1), new(big.Rat).Quo(huge(earned), huge(possible))).RatString()
	}
	for low, want := range map[int][2]string{
		0: {share(f("7")[:30]+"1", f("18")), share(f("15")[:31]+"1", f("18"))}, // 7·10^30 + 1 of 18·10^30, and 15·10^30 + 1
		1: {share(f("7")[:30]+"1", f("10")), share(f("13")+".5", f("14"))},
	} {
		r, err := compiled(t, itemsScheme(grading.ItemsAward{Combine: "sum", DropLowest: low})).Grade(marks)
		require.NoError(t, err)
		assert.Equal(t, want[0], r.Total.Rat().RatString())
		assert.Equal(t, want[1], r.Best.Rat().RatString())
	}
}

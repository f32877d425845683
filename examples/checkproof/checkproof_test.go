// Package checkproof has a checker of certificates that does not use the library. Its
// test runs the checker on certificates made by the library.
package checkproof

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// run passes documents to the program and returns its output.
func run(t *testing.T, node string, documents ...any) string {
	t.Helper()
	dir, args := t.TempDir(), []string{"checkproof.mjs"}
	for i, d := range documents {
		data, err := json.Marshal(d)
		require.NoError(t, err)
		file := filepath.Join(dir, fmt.Sprint(i, ".json"))
		require.NoError(t, os.WriteFile(file, data, 0o600))
		args = append(args, file)
	}
	out, err := exec.Command(node, args...).CombinedOutput()
	if err != nil {
		require.IsType(t, &exec.ExitError{}, err, "%s", out)
	}
	return strings.TrimSpace(string(out))
}

// people returns members with categories, a number, a list and times for the rules to
// read.
func people(n int) []grouping.Member {
	var members []grouping.Member
	topics := []string{"health", "maps", "payments", "registry"}
	for i := range n {
		from := time.Date(2025, 3, 3, i*5%9, 30*(i%2), 0, 0, time.UTC)
		members = append(members, grouping.Member{
			ID: fmt.Sprintf("p%02d", i),
			Categories: map[string]string{
				"gender": []string{"woman", "man", "woman"}[i*7%3],
				"region": []string{"Africa", "Asia", "Americas", "Europe"}[i*i%11%4],
				"sector": []string{"policy", "software", "procurement", "it", "media"}[i*3%13%5],
			},
			Numbers:   map[string]exact.Decimal{"years": exact.MustDecimal(fmt.Sprint(i*i%17, ".5"))},
			Lists:     map[string][]string{"topic": []string{topics[i%4], topics[(i+1+i%3)%4]}[:1+i%2]},
			Available: []civil.Interval{{Start: from, End: from.Add(3 * time.Hour)}, {Start: from.Add(2 * time.Hour), End: from.Add(6 * time.Hour)}},
		})
	}
	return members
}

func spread(tier int, category string) grouping.Preference {
	return grouping.Preference{Code: category, Tier: tier, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: category}}}
}

// The program accepts certificates that the library made, and refuses altered ones.
func TestCheckproof(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		t.Log("there is no node on this machine: nothing to run")
		return
	}
	years := grouping.Rule{Balance: &grouping.BalanceRule{Number: "years", Unit: exact.MustDecimal("0.5")}}
	most := grouping.Rule{AtMost: &grouping.AtMostRule{Category: "region", Count: new(3)}}
	pin := grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 2, Members: []string{"p03"}}}}}
	apart := grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"p00", "p01", "p02"}}}}
	together := grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"p04", "p05"}}}}
	alone := grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"man"}}}
	gap := grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: exact.MustDecimal("0.5"), Within: exact.MustDecimal("9")}}
	agree := grouping.Rule{Agree: &grouping.AgreeRule{List: "topic", Costs: []exact.Decimal{exact.MustDecimal("0"), exact.MustDecimal("1")}, Otherwise: exact.MustDecimal("3")}}
	hours := grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 240, Stretch: 30}}
	skill := grouping.Rule{AtLeast: &grouping.AtLeastRule{List: "topic", In: []string{"maps"}, Count: 2}}
	few := grouping.Rule{AtMost: &grouping.AtMostRule{List: "topic", Count: new(4)}}
	lone := grouping.Rule{NotAlone: &grouping.NotAloneRule{List: "topic"}}
	rounded := grouping.Rule{Balance: &grouping.BalanceRule{Number: "years", Unit: exact.MustDecimal("2"), Round: true}}
	for name, p := range map[string]grouping.Policy{
		"per":   {Sizes: grouping.Sizes{Min: 3, Max: 5, Per: "gender"}, Prefer: []grouping.Preference{spread(1, "sector"), {Code: "years", Tier: 2, Rule: years}}},
		"lists": {Sizes: grouping.Sizes{Min: 4, Max: 5}, Prefer: []grouping.Preference{{Code: "topic", Tier: 1, Rule: agree}, {Code: "skill", Tier: 2, Rule: skill}, {Code: "few", Tier: 2, Rule: few}, {Code: "lone", Tier: 2, Rule: lone}, {Code: "rounded", Tier: 3, Rule: rounded}}},
		"hours": {Sizes: grouping.Sizes{Min: 4, Max: 5}, Prefer: []grouping.Preference{{Code: "hours", Tier: 1, Rule: hours}, spread(2, "gender")}},
		"tiers": {Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: []grouping.Preference{
			spread(1, "gender"), spread(2, "region"), spread(3, "sector"), {Code: "years", Tier: 4, Rule: years}}},
		"one tier": {Sizes: grouping.Sizes{Min: 4, Max: 5}, Prefer: []grouping.Preference{spread(1, "gender"), spread(1, "region"), spread(1, "sector")}},
		"required": {Sizes: grouping.Sizes{Min: 4, Max: 5}, Prefer: []grouping.Preference{spread(1, "sector"), {Code: "gap", Tier: 2, Rule: gap}},
			Must: []grouping.Requirement{{Code: "most", Rule: most}, {Code: "pin", Rule: pin}, {Code: "apart", Rule: apart}, {Code: "together", Rule: together}, {Code: "alone", Rule: alone}}},
	} {
		t.Run(name, func(t *testing.T) {
			gr, err := grouping.Compile(p)
			require.NoError(t, err)
			members := people(20)
			f, err := gr.Form(members, grouping.Options{Seed: "check", Proof: true})
			require.NoError(t, err)
			require.NotNil(t, f.Proof, "%+v", f.Tiers)
			require.NoError(t, gr.CheckProof(members, f))
			assert.Equal(t, "holds: no formation in groups of these sizes costs less", run(t, node, p, members, f))

			altered := func(change func(f *grouping.Formation)) string {
				data, err := json.Marshal(f)
				require.NoError(t, err)
				c, err := grouping.ParseFormation(data)
				require.NoError(t, err)
				change(&c)
				require.Error(t, gr.CheckProof(members, c))
				return run(t, node, p, members, c)
			}
			assert.Contains(t, altered(func(f *grouping.Formation) {
				f.Tiers[0].Cost, f.Tiers[0].Bound, f.Proof.Tiers[0].Cost = f.Tiers[0].Cost-2, f.Tiers[0].Cost-2, f.Tiers[0].Cost-2
			}), "refused")
			assert.Contains(t, altered(func(f *grouping.Formation) {
				f.Groups[0][0], f.Groups[1][0] = f.Groups[1][0], f.Groups[0][0]
			}), "refused")
			assert.Contains(t, altered(func(f *grouping.Formation) {
				f.Groups[0][0], f.Groups[1][0] = f.Groups[1][0], f.Groups[0][0]
				scored, err := gr.Assess(f.Groups, members, grouping.Options{Steps: 1})
				require.NoError(t, err)
				for i, tier := range scored.Tiers {
					f.Tiers[i].Cost, f.Tiers[i].Bound, f.Proof.Tiers[i].Cost = tier.Cost, tier.Cost, tier.Cost
				}
			}), "refused")
			assert.Contains(t, altered(func(f *grouping.Formation) { delete(f.Proof.Tiers[0].Prices, "p07") }), "refused")
		})
	}
}

// The program accepts the certificates of all cohorts whose optima are known. This
// takes long, so the test runs on request only.
func TestCheckproofOfKnownOptima(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil || os.Getenv("COHORT_LONG") == "" {
		t.Log("only where there is node, with COHORT_LONG=1")
		return
	}
	years := grouping.Rule{Balance: &grouping.BalanceRule{Number: "years", Unit: exact.MustDecimal("1")}}
	files, err := filepath.Glob("../../grouping/testdata/n3*.csv")
	require.NoError(t, err)
	require.Len(t, files, 36)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		require.NoError(t, err)
		var members []grouping.Member
		for _, row := range rows[1:] {
			m := grouping.Member{ID: row[0], Categories: map[string]string{}, Numbers: map[string]exact.Decimal{"years": exact.MustDecimal(row[6])}}
			for c, name := range rows[0][1:6] {
				m.Categories[name] = row[c+1]
			}
			members = append(members, m)
		}
		for _, p := range []grouping.Policy{
			{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: []grouping.Preference{spread(1, "gender"), spread(2, "region"), spread(3, "sector"), spread(3, "organisation"), {Code: "years", Tier: 4, Rule: years}}},
			{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: []grouping.Preference{spread(1, "gender"), spread(1, "country"), spread(1, "region"), spread(1, "sector"), spread(1, "organisation")}},
		} {
			gr, err := grouping.Compile(p)
			require.NoError(t, err)
			f, err := gr.Form(members, grouping.Options{Seed: "check", Proof: true})
			require.NoError(t, err)
			require.NotNil(t, f.Proof, "%s %+v", file, f.Tiers)
			assert.Equal(t, "holds: no formation in groups of these sizes costs less", run(t, node, p, members, f), file)
		}
	}
}

package grading_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// needsOfGroups is a scheme whose outcomes have needs on a group. Marks that reach the
// total of the first or the second outcome also meet that outcome's need on the group.
const needsOfGroups = `{"components": [
  {"id": "a", "weight": "20", "award": {"points": {"max": "5", "step": "1"}}},
  {"id": "g", "weight": "60", "award": {"group": {"components": [
    {"id": "b", "weight": "1", "award": {"points": {"max": "4", "step": "1"}}},
    {"id": "c", "weight": "1", "award": {"levels": {"max": "10", "levels": [{"name": "fair", "points": "5"}, {"name": "good", "points": "10"}]}}},
    {"id": "d", "weight": "1", "award": {"points": {"max": "4", "step": "1"}}},
    {"id": "e", "weight": "1", "award": {"completion": {}}},
    {"id": "f", "weight": "1", "award": {"points": {"max": "4", "step": "1"}}}]}}},
  {"id": "h", "weight": "20", "award": {"points": {"max": "5", "step": "1"}}}],
 "outcomes": [
  {"name": "first", "certifies": true, "at_least": "75", "needs": [{"component": "g", "at_least": "20"}, {"component": "a", "at_least": "80"}]},
  {"name": "second", "certifies": true, "at_least": "80", "needs": [{"component": "h", "at_least": "40"}, {"component": "g", "at_least": "20"}]},
  {"name": "third", "certifies": true, "at_least": "40", "needs": [{"component": "g", "at_least": "40"}]}]}`

// oracleResult is the oracle's result for marks: the outcome, and whether each comparison
// of the scheme holds.
type oracleResult struct {
	outcome string
	holds   map[string]bool
}

// oracleOf returns the oracle's result for marks. Open marks count as zero.
func oracleOf(s grading.Scheme, marks grading.Marks) oracleResult {
	o, x := treeOracle{scheme: s, marks: marks}, oracleResult{judge(s, marks).outcome, map[string]bool{}}
	total, _ := o.total()
	for _, r := range s.Outcomes {
		x.holds["the total of "+r.Name] = total.Cmp(rat(*r.AtLeast)) >= 0
		for _, n := range r.Needs {
			c, _ := find(s.Components, n.Component)
			share, _ := o.share(c)
			x.holds[r.Name+" needs of "+n.Component] = new(big.Rat).Mul(share, ratio(100, 1)).Cmp(rat(*n.AtLeast)) >= 0
		}
	}
	return x
}

// onlyOne returns the only comparison that differs between two results. It returns "" if
// several comparisons differ, or if the outcomes are the same.
func onlyOne(x, y oracleResult) string {
	var only string
	for name, holds := range x.holds {
		switch {
		case x.outcome == y.outcome || holds == y.holds[name]:
		case only != "":
			return ""
		default:
			only = name
		}
	}
	return only
}

// The first stage of Vectors lowers the other components one after the other. For each
// component and each comparison asserted below, it makes two vectors that differ only in
// the mark of this component. The two vectors have different outcomes, and they differ in
// this comparison and in no other. For a component in a group, the other components of
// the group are lowered first. So the need on the group decides, and not the total. A
// better outcome could hide the tested outcome. So in these vectors one need of the
// better outcome is not met. This fails if all marks that reach the tested total meet
// that need. So in further vectors a second need of the better outcome is not met.
func TestVectorsOfNeedsOfGroups(t *testing.T) {
	t.Parallel()
	s := parsed(t, needsOfGroups)
	alike, decides := map[string][]oracleResult{}, map[string]bool{}
	for v := range compiled(t, s).Vectors() {
		if stage(topic(v)) != "thresholds" {
			break
		}
		want := judge(s, v.Marks)
		require.Equal(t, want.total.RatString(), v.Total.Rat().RatString(), v.ID)
		require.Equal(t, []string{string(want.decision), want.outcome}, []string{string(v.Decision), v.Outcome}, v.ID)
		x := oracleOf(s, v.Marks)
		for id := range v.Marks {
			key := id + " beside " + others(v.Marks, id)
			for _, y := range alike[key] {
				decides[id+" by "+onlyOne(x, y)] = true
			}
			alike[key] = append(alike[key], x)
		}
	}
	for _, id := range []string{"b", "c", "d", "e", "f"} {
		assert.True(t, decides[id+" by third needs of g"], id)
	}
	for _, id := range []string{"a", "b", "c", "d", "e", "f", "h"} {
		assert.True(t, decides[id+" by the total of second"], id)
		assert.True(t, decides[id+" by the total of third"], id)
	}
}

// thresholdsAbout returns what marksAbout returns, but only from the vectors of the first
// stage.
func thresholdsAbout(g *grading.Grader, id, about string) []string {
	list := []string{}
	for v := range g.Vectors() {
		if stage(topic(v)) != "thresholds" {
			break
		}
		if text := brief(v.Marks[id]); strings.HasPrefix(topic(v), about) && !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	return list
}

// A better outcome could hide the tested outcome. So in these vectors one need of the
// better outcome is not met: the component that the need names has a thousandth of full
// marks less than needed. If the need is less than a thousandth, this is impossible, and
// no vector tests the outcome "second".
func TestVectorsOfNeedsJustNotMet(t *testing.T) {
	t.Parallel()
	for need, want := range map[string]string{"10": "99000", "0.1": "0", "0.05": ""} {
		g := compiled(t, parsed(t, `{"components": [
		  {"id": "a", "weight": "30", "award": {"points": {"max": "4", "step": "1"}}}, {"id": "b", "weight": "20", "award": {"points": {"max": "4", "step": "1"}}},
		  {"id": "p", "weight": "10", "award": {"points": {"max": "1000000"}}},
		  {"id": "c", "weight": "20", "award": {"points": {"max": "4", "step": "1"}}}, {"id": "d", "weight": "20", "award": {"points": {"max": "4", "step": "1"}}}],
		 "outcomes": [{"name": "first", "certifies": true, "at_least": "75", "needs": [{"component": "p", "at_least": "`+need+`"}]}, {"name": "second", "certifies": true, "at_least": "75"}]}`))
		assert.Equal(t, want, strings.Join(thresholdsAbout(g, "p", "Around what second needs of a"), ", "), need)
	}
}

// To find vectors in which component a decides, the other components are lowered in steps
// of a fourth, then of a sixteenth, then of a sixty-fourth. The certificate needs 60, and
// component a adds 2. So a decides if component p adds at least 58 and less than 60. The
// larger steps miss this range. The steps of a sixty-fourth reach it at 39 of 64 points,
// which add 59.72.
func TestVectorsLowerInFinerSteps(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, `{"components": [
	  {"id": "a", "weight": "2", "award": {"completion": {}}}, {"id": "p", "weight": "98", "award": {"points": {"max": "64"}}}], "certificate": {"at_least": "60"}}`))
	assert.Equal(t, []string{"39"}, thresholdsAbout(g, "p", "Around what the certificate needs of a"))
}

// The marks of the other components have at most two decimal places, in points or, for
// items, in percent.
func TestVectorsOfOthersInHundredths(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, `{"components": [
	  {"id": "a", "weight": "40", "award": {"items": {"combine": "sum", "up_to_percent": "100.5"}}},
	  {"id": "b", "weight": "40", "award": {"points": {"max": "1.5"}}}, {"id": "c", "weight": "20", "award": {"completion": {}}}], "certificate": {"at_least": "60"}}`))
	for id, part := range map[string]string{"a": "item1:50.25/100 item2:50.25/100", "b": "0.67"} {
		list := marksAbout(g, id, "Around what the certificate needs of c")
		assert.Contains(t, list, part)
		for _, text := range list {
			assert.NotRegexp(t, `\.\d{3}`, text)
		}
	}
}

// Component a has a fixed mark, and the vectors lie around the mark that component p then
// needs, because p has the most different marks. If component a has up to 15 different
// marks, all of them are tried; otherwise at most every second mark is tried.
func TestVectorsOfSteps(t *testing.T) {
	t.Parallel()
	for most, each := range map[string]bool{"14": true, "15": false} {
		g := compiled(t, parsed(t, `{"components": [
		  {"id": "a", "weight": "10", "award": {"points": {"max": "`+most+`", "step": "1"}}}, {"id": "b", "weight": "40", "award": {"points": {"max": "4", "step": "1"}}},
		  {"id": "p", "weight": "50", "award": {"points": {"max": "10"}}}], "certificate": {"at_least": "50"}}`))
		marks := map[string]bool{}
		for v := range g.Vectors() {
			if about, found := strings.CutSuffix(topic(v), ", a in part"); found {
				assert.Equal(t, "Around what the certificate needs of p", about)
				marks[brief(v.Marks["a"])] = true
			}
		}
		assert.True(t, marks["2"], most)
		assert.Equal(t, each, marks["1"], most)
	}
}

// If all other components are excused, there is nothing to grade, whatever mark the extra
// credit has. So no outcome then needs a mark of the extra credit, and no vector says
// that one does.
func TestVectorsBesideNothingToGrade(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, `{"components": [
	  {"id": "a", "weight": "100", "award": {"points": {"max": "10"}}},
	  {"id": "x", "weight": "10", "extra_credit": true, "award": {"points": {"max": "10"}}}],
	 "weightings": [{"a": "100", "x": "20"}], "certificate": {"at_least": "10"}}`))
	vectorsHaveSides(t, vectorsOf(g))
}

package rule_test

import (
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
)

func codes(r *rule.Report) []string {
	var all []string
	for _, v := range r.Violations() {
		all = append(all, v.Path+" "+v.Code)
	}
	return all
}

func TestReportKeepsEachPathAndCodeOnce(t *testing.T) {
	t.Parallel()
	var r rule.Report
	r.Add("a", "required", "first")
	r.Add("a", "required", "second")
	r.Add("a", "id", "another code")
	r.Put(rule.Violations{{Code: "required", Path: "b"}}...)
	assert.Equal(t, []string{"a required", "a id", "b required"}, codes(&r))
	assert.Equal(t, "first", r.Violations()[0].Detail)
}

// Clean is false for a spoilt value and for the values that contain it. It is true for
// the values next to a spoilt value, and for values inside a value that was reported as a
// whole.
func TestReportClean(t *testing.T) {
	t.Parallel()
	var r rule.Report
	assert.True(t, r.Clean("components", ""))
	r.Add("components[2].weight", "required", "")
	for path, clean := range map[string]bool{
		"": false, "components": false, "components[2]": false, "components[2].weight": false,
		"components[2].id": true, "components[1]": true, "components[2].weight.x": true, "certificate": true,
	} {
		assert.Equal(t, clean, r.Clean(path), path)
	}
	assert.False(t, r.Clean("certificate", "components"))
}

func TestReportAsideSpoilsNothing(t *testing.T) {
	t.Parallel()
	var r rule.Report
	r.Note("components[0].colour", "unknown-key", "")
	assert.True(t, r.Clean("components", "components[0].colour"))
	assert.Equal(t, []string{"components[0].colour unknown-key"}, codes(&r))
}

// A value that could not be read has no further violations, neither at its path nor below
// it.
func TestReportLose(t *testing.T) {
	t.Parallel()
	var r rule.Report
	r.Unreadable("award", "type", "")
	r.Add("award", "required", "")
	r.Add("award.points.max", "required", "")
	r.Note("award.points", "one-of", "")
	r.Add("awards", "required", "")
	assert.Equal(t, []string{"award type", "awards required"}, codes(&r))
	assert.False(t, r.Clean("award.points"))
	assert.False(t, r.Clean("award.points.max"))

	var whole rule.Report
	whole.Unreadable("", "type", "")
	whole.Add("anything", "required", "")
	assert.Equal(t, []string{" type"}, codes(&whole))
}

func TestReportAtSharesOneLog(t *testing.T) {
	t.Parallel()
	var r rule.Report
	part := r.At("grading")
	part.At("components[0]").Add("weight", "required", "")
	part.Unreadable("certificate", "null", "")
	assert.Equal(t, []string{"grading.components[0].weight required", "grading.certificate null"}, codes(&r))
	assert.False(t, r.Clean("grading.components"))
	assert.False(t, part.Clean("components[0]"))
	assert.True(t, part.Clean("weights"))
	assert.False(t, part.Clean("certificate.above"))
}

// A hostile document cannot make the report grow without bound. Violations that are not
// kept are counted.
func TestReportIsBounded(t *testing.T) {
	t.Parallel()
	var r rule.Report
	for i := range 10_000 {
		r.Add(rule.Index("list", i), "null", "")
	}
	assert.Len(t, r.Violations(), 10_000, "the last one that fits")
	assert.True(t, r.Clean("elsewhere"))
	r.Add("list[10000]", "null", "")
	assert.Equal(t, rule.Violation{Code: "and-more", Detail: "1 more violation"}, r.Violations()[10_000])
	assert.False(t, r.Clean("elsewhere"), "what is wrong is no longer remembered")
	r.Unreadable("list[10001]", "null", "")
	r.Add("list[10001].a", "required", "")
	r.Note("other", "unknown-key", "")
	vs := r.Violations()
	assert.Len(t, vs, 10_001)
	assert.Equal(t, rule.Violation{Code: "and-more", Detail: "4 more violations"}, vs[10_000])
	assert.False(t, r.Clean("elsewhere"), "what is wrong is no longer remembered")
}

// A nil Report keeps no violations, and its method Clean always returns false.
func TestNilReport(t *testing.T) {
	t.Parallel()
	var r *rule.Report
	r.Add("a", "range", "")
	r.Put(rule.Required("b"))
	r.Note("c", "text", "")
	r.Unreadable("d", "type", "")
	r.At("e").Add("f", "range", "")
	assert.False(t, r.Clean())
	assert.False(t, r.At("e").Clean("g"))
	assert.Nil(t, r.Violations())
}

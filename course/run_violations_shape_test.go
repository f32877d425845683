package course_test

import (
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grouping"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// In each case the last entry is refused.
func TestViolationsAroundTheSelection(t *testing.T) {
	t.Parallel()
	closed := `{"at":"2025-02-10T09:00:00Z","closed":{"draw":{"source":"s","at":"2025-02-20T12:00:00Z"},"nonce":"n"}}` + "\n"
	for _, c := range []struct{ name, lines, want string }{
		{"no-seat", `{"at":"2025-02-10T09:00:00Z","marked":{"participant":"a1","component":"quiz","mark":{"completed":true}}}`, "marked.participant no-seat"},
		{"groups", `{"at":"2025-02-10T09:00:00Z","grouped":{}}`, "grouped order"},
		{"a project", `{"at":"2025-02-10T09:00:00Z","project":{"group":"1","mark":{"level":"good"}}}`, "project.group unknown-group"},
		{"an answer", `{"at":"2025-02-10T09:00:00Z","answered":{"applicant":"a1","answer":"accepted"}}`, "answered.applicant status"},
		{"the seed", `{"at":"2025-02-10T09:00:00Z","selected":{}}`, "selected.seed seed-required"},
		{"too-early", closed + `{"at":"2025-02-20T11:59:59Z","selected":{"seed":"s"}}`, "selected too-early"},
		{"closed: applied", closed + `{"at":"2025-02-11T09:00:00Z","applied":{"id":"a8","country":"KE"}}`, "applied closed"},
		{"closed: reviewed", closed + `{"at":"2025-02-11T09:00:00Z","reviewed":{"applicant":"a1","reviewer":"r","struck":true,"reason":"r"}}`, "reviewed closed"},
		{"closed: ruled", closed + `{"at":"2025-02-11T09:00:00Z","ruled":{"applicant":"a1","decision":"admit","reason":"r"}}`, "ruled closed"},
		{"closed twice", closed + `{"at":"2025-02-11T09:00:00Z","closed":{"draw":{"source":"s","at":"2025-02-21T12:00:00Z"},"nonce":"n"}}`, "closed closed"},
		{"answer-by", `{"at":"2025-02-20T12:00:00Z","selected":{"seed":"s","answer_by":"2025-02-25T12:00:00Z"}}
			{"at":"2025-02-25T11:59:59Z","answered":{"applicant":"a1","answer":"expired"}}`, "answered.answer answer-by"},
	} {
		run := workshopWith(t, 7)
		list := entries(t, c.lines)
		_, err := run.Record(list[:len(list)-1]...)
		require.NoError(t, err, c.name)
		_, err = run.Record(list[len(list)-1])
		assert.Equal(t, []string{"[0]." + c.want}, lines(t, err), c.name)
	}
}

// ParseEntry finds the violations that can be found without a run.
func TestViolationsOfShape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`{"at":"2025-01-01T00:00:00Z"}`:                                         {"one-of"},
		`{"at":"2025-01-01T00:00:00Z","ended":{},"cancelled":{"session":"s1"}}`: {"one-of"},
		`{"ended":{}}`: {"at required"},
		`{"at":"2025-01-01T00:00:00","ended":{}}`:                                                                        {"at format"},
		`{"at":"1969-12-31T00:00:00Z","ended":{}}`:                                                                       {"at range"},
		`{"at":"2025-01-01T00:00:00Z","key":"a b ","ended":{}}`:                                                          {"key id"},
		`{"at":"2025-01-01T00:00:00Z","ended":{},"colour":1}`:                                                            {"colour unknown-key"},
		`{"at":"2025-01-01T00:00:00Z","opened":{"course":"c","format":2}}`:                                               {"opened.format version"},
		`{"at":"2025-01-01T00:00:00Z","planned":{"session":"s","deadline":"d","start":"2025-01-01T10:00"}}`:              {"planned one-of"},
		`{"at":"2025-01-01T00:00:00Z","planned":{"session":"s","end":"2025-01-01T10:00"}}`:                               {"planned.start required"},
		`{"at":"2025-01-01T00:00:00Z","planned":{"deadline":"s","start":"2025-01-01T10:00","end":"2025-01-01T10:00"}}`:   {"planned.end one-of"},
		`{"at":"2025-01-01T00:00:00Z","excused":{"participants":[],"session":"s"}}`:                                      {"excused.participants too-few"},
		`{"at":"2025-01-01T00:00:00Z","excused":{"participants":["a"],"session":"s","component":"c"}}`:                   {"excused one-of"},
		`{"at":"2025-01-01T00:00:00Z","excused":{"participants":["a"]}}`:                                                 {"excused one-of"},
		`{"at":"2025-01-01T00:00:00Z","overridden":{"participant":"a"}}`:                                                 {"overridden one-of"},
		`{"at":"2025-01-01T00:00:00Z","overridden":{"participant":"a","decision":"certified"}}`:                          {"overridden.reason required"},
		`{"at":"2025-01-01T00:00:00Z","overridden":{"participant":"a","decision":"pending","reason":"r"}}`:               {"overridden.decision unknown-value"},
		`{"at":"2025-01-01T00:00:00Z","grouped":{"moves":1,"groups":{"1":["a"]}}}`:                                       {"grouped one-of"},
		`{"at":"2025-01-01T00:00:00Z","grouped":{"groups":{" ":["a"]}}}`:                                                 {`grouped.groups[" "] id`},
		`{"at":"2025-01-01T00:00:00Z","revoked":{"certificate":"c"}}`:                                                    {"revoked.reason required"},
		`{"at":"2025-01-01T00:00:00Z","amended":{"course":"c"}}`:                                                         {"amended.reason required"},
		`{"at":"2025-01-01T00:00:00Z","marked":{"component":"c","mark":{}}}`:                                             {"marked.participant required"},
		`{"at":"1970-01-01T00:00:00Z","ended":{}}`:                                                                       nil,
		`{"at":"1970-01-01T00:59:59+01:00","ended":{}}`:                                                                  {`at range`},
		`{"at":"9998-12-31T23:59:59Z","ended":{}}`:                                                                       nil,
		`{"at":"9999-01-01T00:30:00+01:00","ended":{}}`:                                                                  nil,
		`{"at":"9999-01-01T00:00:00Z","ended":{}}`:                                                                       {`at range`},
		`{"at":"2025-01-01T00:00:00Z","planned":{"start":"2025-01-01T10:00"}}`:                                           {`planned one-of`},
		`{"at":"2025-01-01T00:00:00Z","planned":{"deadline":"d"}}`:                                                       {`planned.start required`},
		`{"at":"2025-01-01T00:00:00Z","planned":{"session":"s"}}`:                                                        {`planned.start required`},
		`{"at":"2025-01-01T00:00:00Z","planned":{"deadline":"d","start":"2025-01-01T10:00"}}`:                            nil,
		`{"at":"2025-01-01T00:00:00Z","planned":{"deadline":"d","end":"2025-01-01T10:00"}}`:                              nil,
		`{"at":"2025-01-01T00:00:00Z","planned":{"session":"s","start":"2025-01-01T10:00"}}`:                             nil,
		`{"at":"2025-01-01T00:00:00Z","planned":{"session":"s","start":"2025-01-01T10:00","end":"2025-01-01T11:00"}}`:    nil,
		`{"at":"2025-01-01T00:00:00Z","planned":{"session":"s","start":"10:00"}}`:                                        {`planned.start wall-time`},
		`{"at":"2025-01-01T00:00:00Z","overridden":{"participant":"a","decision":"certified","lift":true,"reason":"r"}}`: {`overridden one-of`},
		`{"at":"2025-01-01T00:00:00Z","overridden":{"participant":"a","decision":"certified","reason":" \n "}}`:          {`overridden.reason required`},
		`{"at":"2025-01-01T00:00:00Z","overridden":{"participant":"a","decision":"certified","reason":"\u0007"}}`:        {`overridden.reason text`},
		`{"at":"2025-01-01T00:00:00Z","overridden":{"participant":"a","lift":true}}`:                                     nil,
		`{"at":"2025-01-01T00:00:00Z","overridden":{"participant":"a","decision":"not_certified","reason":"r"}}`:         nil,
		`{"at":"2025-01-01T00:00:00Z","excused":{"participants":["a"],"component":"c"}}`:                                 nil,
		`{"at":"2025-01-01T00:00:00Z","excused":{"participants":["a"],"session":"c"}}`:                                   nil,
		`{"at":"2025-01-01T00:00:00Z","grouped":{"groups":{"1":["a"]},"swaps":[["a","b"]]}}`:                             {`grouped one-of`},
		`{"at":"2025-01-01T00:00:00Z","grouped":{"moves":1,"swaps":[["a","b"]]}}`:                                        nil,
		`{"at":"2025-01-01T00:00:00Z","grouped":{"groups":{"1":["a","b "]}}}`:                                            {`grouped.groups["1"][1] id`},
		`{"at":"2025-01-01T00:00:00Z","grouped":{"swaps":[["a","b"],[" a","b"]]}}`:                                       {"grouped.swaps[1][0] id"},
		`{"at":"2025-01-01T00:00:00Z","grouped":{"swaps":[["a"," b"],[" a",""]]}}`:                                       {`grouped.swaps[0][1] id`, `grouped.swaps[1][0] id`, `grouped.swaps[1][1] id`},
		`{"at":"2025-01-01T00:00:00Z","opened":{"course":"c","format":1}}`:                                               nil,
		`{"at":"2025-01-01T00:00:00Z","opened":{"course":"c","format":0}}`:                                               {`opened.format range`},
		`{"at":"2025-01-01T00:00:00Z","excused":{"participants":[],"session":"s"},"removed":{"excused.participants.0":"0000000000000000000000000000000000000000000000000000000000000000"}}`:                           nil,
		`{"at":"2025-01-01T00:00:00Z","excused":{"participants":[],"session":"s"},"removed":{"held.rows.0":"0000000000000000000000000000000000000000000000000000000000000000"}}`:                                      {`excused.participants too-few`},
		`{"at":"2025-01-01T00:00:00Z","excused":{"participants":[],"session":"s"},"removed":{"excused.participants":"0000000000000000000000000000000000000000000000000000000000000000"}}`:                             {`excused.participants too-few`},
		`{"at":"2025-01-01T00:00:00Z","removed":{"applied":"000000000000000000000000000000000000000000000000000000000000000f"}}`:                                                                                      nil,
		`{"at":"2025-01-01T00:00:00Z","removed":{"applied":"000000000000000000000000000000000000000000000000000000000000000"}}`:                                                                                       {`removed["applied"] text`},
		`{"at":"2025-01-01T00:00:00Z","removed":{"applied":"00000000000000000000000000000000000000000000000000000000000000000"}}`:                                                                                     {`removed["applied"] text`},
		`{"at":"2025-01-01T00:00:00Z","removed":{"applied":"0000000000000000000000000000000000000000000000000000000000000009"},"salts":{"ruled":"000000000000000000000000000000000000000000000000000000000000000a"}}`: nil,
		`{"at":"2025-01-01T00:00:00Z","removed":{"applied":"000000000000000000000000000000000000000000000000000000000000000F"}}`:                                                                                      {`removed["applied"] text`},
		`{"at":"2025-01-01T00:00:00Z","removed":{"applied":"000000000000000000000000000000000000000000000000000000000000000g"}}`:                                                                                      {`removed["applied"] text`},
		`{"at":"2025-01-01T00:00:00Z","removed":{"applied":"000000000000000000000000000000000000000000000000000000000000000/"}}`:                                                                                      {`removed["applied"] text`},
		`{"at":"2025-01-01T00:00:00Z","removed":{"applied":"000000000000000000000000000000000000000000000000000000000000000:"}}`:                                                                                      {`removed["applied"] text`},
		`{"at":"2025-01-01T00:00:00Z","removed":{"applied":"000000000000000000000000000000000000000000000000000000000000000\u0060"}}`:                                                                                 {`removed["applied"] text`},
		`{"at":"2025-01-01T00:00:00Z","removed":{"app\u0007":"0000000000000000000000000000000000000000000000000000000000000000"}}`:                                                                                    {`removed["app\a"] text`},
		`{"at":"2025-01-01T00:00:00Z","ended":{},"salts":{"applied":"000000000000000000000000000000000000000000000000000000000000000"}}`:                                                                              {`salts["applied"] text`},
	} {
		_, err := course.ParseEntry([]byte(text))
		assert.Equal(t, want, lines(t, err), text)
	}
}

// Record reports the shape violations of the whole batch, and the other violations of the
// first entry that is refused.
func TestViolationsOfABatch(t *testing.T) {
	t.Parallel()
	run := workshop(t).Run()
	_, err := run.Record(until(t)...)
	require.NoError(t, err)
	batch := entries(t, `
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a2","component":"quiz","mark":{"completed":true}}}
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"zz","component":"exam","mark":{"completed":true}}}
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"yy","component":"exam","mark":{"completed":true}}}`)
	batch = append(batch, course.Entry{}, course.Entry{At: batch[0].At, Ended: &course.Ended{}, Digest: "d"})
	_, err = run.Record(batch...)
	assert.Equal(t, []string{"[1].marked.participant unknown-applicant", "[1].marked.component unknown-component", "[3] one-of", "[3].at required", "[4] recorded"}, lines(t, err))
	recorded, err := run.Record(batch[0])
	require.NoError(t, err)
	assert.Equal(t, []course.Change{{Participant: "a2", What: "total", From: "0", To: "10"}}, recorded[0].Changes)
}

// If people cannot be split into groups of the allowed sizes, the error is a
// *grouping.SizeError.
func TestGroupsThatCannotBeFormed(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Grouping.Sizes = grouping.Sizes{Min: 3, Max: 3}
	run := courseOf(t, d).Run()
	_, err := run.Record(until(t)[:8]...)
	require.NoError(t, err)
	before := allOf(t, run)
	_, err = run.Record(entries(t, `
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a2","component":"quiz","mark":{"completed":true}}}
		{"at":"2025-03-05T09:00:00Z","grouped":{}}`)...)
	assert.ErrorAs(t, err, new(*grouping.SizeError))
	same(t, before, allOf(t, run), "refused")
}

// Methods of a nil or zero course or run return an error or an empty result, and never
// panic.
func TestZeroValues(t *testing.T) {
	t.Parallel()
	for _, c := range []*course.Course{nil, {}} {
		_, err := c.Resume(nil)
		assert.Equal(t, []string{"order"}, lines(t, err))
		_, err = c.Run().Record(until(t)[0])
		assert.Equal(t, []string{"order"}, lines(t, err))
		assert.Len(t, c.Audit(nil), 1)
	}
	for _, r := range []*course.Run{nil, {}, (&course.Run{}).Clone(), (*course.Run)(nil).Clone()} {
		_, err := r.Record(until(t)[0])
		assert.Equal(t, []string{"order"}, lines(t, err))
		_, err = r.WhatIf(workshop(t))
		assert.Equal(t, []string{"order"}, lines(t, err))
		_, known := r.Person("a1", nil)
		assert.False(t, known)
		assert.Empty(t, r.About("a1"))
		assert.Empty(t, r.Journal())
		assert.Empty(t, r.Digest())
		assert.Nil(t, r.Course())
		assert.NotContains(t, text(t, r.State()), "null")
	}
	run := workshop(t).Run()
	recorded, err := run.Record()
	require.NoError(t, err)
	assert.Empty(t, recorded)
	for _, other := range []*course.Course{nil, {}} {
		_, err = run.WhatIf(other)
		assert.Equal(t, []string{"order"}, lines(t, err))
	}
	assert.NotContains(t, text(t, run.State()), "null")
}

// After a malformed entry in a batch, only the shape of the later entries is checked.
func TestViolationsBehindAMalformedEntry(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	batch := append([]course.Entry{{}}, entries(t, `
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"zz","component":"quiz","mark":{"completed":true}}}
		{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s2"}}`)...)
	_, err := run.Record(batch...)
	assert.Equal(t, []string{"[0] one-of", "[0].at required"}, lines(t, err))
}

// The key of an entry in a refused batch can still be used, wherever in the batch the
// entry was. The key of a recorded entry cannot be used for other content.
func TestKeysOfARefusedBatch(t *testing.T) {
	t.Parallel()
	const keyed = `{"at":"2025-03-05T09:00:00Z","key":"k","cancelled":{"session":"s2"}}`
	const other = `{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s3"}}`
	const wrong = `{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s9"}}`
	for _, batch := range []string{keyed + "\n" + wrong, other + "\n" + keyed + "\n" + wrong, other + "\n" + other + "\n" + keyed + "\n" + wrong} {
		run := halfway(t)
		before := len(run.Journal())
		_, err := run.Record(entries(t, batch)...)
		require.Error(t, err)
		recordLines(t, run, other)
		assert.Len(t, recordLines(t, run, keyed), 1, "it is new")
		assert.Empty(t, recordLines(t, run, keyed), "it is known")
		assert.Len(t, run.Journal(), before+2)
		_, err = run.Record(entries(t, `{"at":"2025-03-05T09:00:00Z","key":"k","cancelled":{"session":"s3"}}`)...)
		assert.Equal(t, []string{"[0].key other-content"}, lines(t, err))
	}
	run := halfway(t)
	_, err := run.Record(entries(t, keyed+"\n"+wrong)...)
	require.Error(t, err)
	assert.Len(t, recordLines(t, run, keyed), 1, "at the same place")
	assert.Empty(t, recordLines(t, run.Clone(), keyed), "a clone knows it")
}

// After a refused batch, seats are as they were before it, whatever is recorded next.
func TestSeatsOfARefusedBatch(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	seats := run.State().Seats
	_, err := run.Record(entries(t, `
		{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}
		{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s9"}}`)...)
	assert.Equal(t, []string{"[1].cancelled.session unknown-session"}, lines(t, err))
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s2"}}`)
	assert.Equal(t, seats, run.State().Seats)
	assert.Empty(t, run.State().Left)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}`)
	requireResumes(t, run)
}

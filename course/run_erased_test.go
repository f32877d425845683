package course_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recordLines records the entries in lines, one on each line.
func recordLines(t testing.TB, run *course.Run, lines string) []course.Recorded {
	t.Helper()
	recorded, err := run.Record(entries(t, lines)...)
	require.NoError(t, err)
	return recorded
}

// halfway returns a run of the workshop after its first session.
func halfway(t testing.TB) *course.Run {
	t.Helper()
	run := workshop(t).Run()
	list := until(t)
	for i := range list {
		list[i].Salt = fmt.Sprint("salt-", i)
	}
	_, err := run.Record(list...)
	require.NoError(t, err)
	return run
}

// workshopWith returns a run of the workshop with its first n entries.
func workshopWith(t testing.TB, n int) *course.Run {
	t.Helper()
	run := workshop(t).Run()
	_, err := run.Record(until(t)[:n]...)
	require.NoError(t, err)
	return run
}

// requireResumes requires that resuming the stored journal of a run yields an equal run,
// and returns the resumed run.
func requireResumes(t testing.TB, run *course.Run) *course.Run {
	t.Helper()
	again, err := run.Course().Resume(rewritten(t, run.Journal()))
	require.NoError(t, err)
	same(t, allOf(t, run), allOf(t, again), "resumed")
	return again
}

func stored(t testing.TB, run *course.Run) string {
	t.Helper()
	var out strings.Builder
	for _, e := range run.Journal() {
		out.WriteString(text(t, e) + "\n")
	}
	return out.String()
}

// If a person declined and is erased later, the person who got the free seat keeps it. If
// a person who holds a seat is erased, the seat goes to another person, who keeps it in
// the resumed run.
func TestErasedSeatsStayWithOthers(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a2","answer":"declined"}}`)
	assert.Equal(t, []string{"a1", "a3", "a4", "a5"}, slices.Sorted(slices.Values(run.State().Seats)))
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a5","component":"quiz","mark":{"completed":true}}}
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a2"}}`)
	state := run.State()
	assert.Equal(t, []string{"a1", "a3", "a4", "a5"}, slices.Sorted(slices.Values(state.Seats)))
	assert.Empty(t, state.Left)
	assert.NotContains(t, strings.ReplaceAll(stored(t, run), `"erased":{"id":"a2"}`, ""), `"a2"`)
	requireResumes(t, run)
	same(t, allOf(t, run), allOf(t, run.Clone()), "with a roster that is made again")

	recordLines(t, run, `{"at":"2025-03-05T10:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}`)
	recorded := recordLines(t, run, `{"at":"2025-03-05T10:00:00Z","erased":{"id":"a3"}}`)
	assert.Contains(t, recorded[0].Changes, course.Change{Participant: "a8", What: "status", From: "waiting", To: "offered"}, "the erasure says who got the seat")
	assert.Equal(t, []string{"a1", "a4", "a5", "a8"}, slices.Sorted(slices.Values(run.State().Seats)))
	assert.Equal(t, "excused", string(run.State().Attendance["a8"]["s1"]), "from when the seat was free, not before")
	requireResumes(t, run)
}

// People can be erased at any time: several in one batch, people who never had a seat,
// and people after the end. Nothing about them is left, and no earlier digest changes.
func TestErasedAtAnyTime(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string]string{
		"two of one entry":  `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}` + "\n" + `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}`,
		"who waits":         `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a5"}}`,
		"who is ineligible": `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a6"}}` + "\n" + `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a7"}}`,
		"after the end":     toTheEnd + `{"at":"2025-03-21T09:00:00Z","erased":{"id":"a1"}}`,
		"excused": `{"at":"2025-03-05T09:00:00Z","salt":"s","excused":{"participants":["a2","a1"],"session":"s2"}}
			{"at":"2025-03-05T09:00:00Z","salt":"t","excused":{"participants":["a2"],"component":"essay"}}
			{"at":"2025-03-05T09:00:00Z","erased":{"id":"a2"}}`,
		"certificates": `{"at":"2025-03-05T09:00:00Z","revoked":{"certificate":"W-1","reason":"r"}}
			{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}`,
		"everybody": `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}
			{"at":"2025-03-05T09:00:00Z","erased":{"id":"a2"}}
			{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}
			{"at":"2025-03-05T09:00:00Z","erased":{"id":"a4"}}
			{"at":"2025-03-05T09:00:00Z","erased":{"id":"a5"}}
			{"at":"2025-03-05T09:00:00Z","erased":{"id":"a6"}}
			{"at":"2025-03-05T09:00:00Z","erased":{"id":"a7"}}`,
	} {
		run := halfway(t)
		digests := digestsOf(run)
		recordLines(t, run, lines)
		assert.Equal(t, digests, digestsOf(run)[:len(digests)], name)
		for _, e := range run.Journal() {
			if len(e.Removed) > 0 {
				assert.Empty(t, e.Salt, "%s: with the salt a part could be guessed", name)
			}
			for path := range e.Removed {
				assert.NotContains(t, e.Salts, path, name)
			}
			if e.Erased != nil {
				id := e.Erased.ID
				_, known := run.Person(id, nil)
				assert.False(t, known, name)
				assert.Empty(t, run.About(id), name)
				assert.NotContains(t, strings.ReplaceAll(stored(t, run), text(t, e.Erased), ""), `"`+id+`"`, name)
				assert.NotContains(t, text(t, run.State()), `"`+id+`"`, name)
			}
		}
		again, err := run.Course().Resume(rewritten(t, run.Journal()))
		require.NoError(t, err, name)
		same(t, allOf(t, run), allOf(t, again), "%s", name)
		for _, f := range run.Course().Audit(rewritten(t, run.Journal())) {
			assert.Equal(t, "erased", f.Code, name)
		}
	}
	assert.NotContains(t, func() string {
		run := halfway(t)
		recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","revoked":{"certificate":"W-1","reason":"r"}}`+"\n"+`{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}`)
		return stored(t, run)
	}(), "W-1", "a certificate is about its person")
}

func digestsOf(run *course.Run) (list []string) {
	for _, e := range run.Journal() {
		list = append(list, e.Digest)
	}
	return list
}

// A person who is erased before the selection is not selected.
func TestErasedBeforeTheSelection(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 7)
	recordLines(t, run, `
		{"at":"2025-02-10T09:00:00Z","closed":{"draw":{"source":"s","at":"2025-02-20T12:00:00Z"},"nonce":"n"}}
		{"at":"2025-02-11T09:00:00Z","erased":{"id":"a1"}}
		{"at":"2025-02-20T12:00:00Z","selected":{"seed":"s"}}`)
	assert.Equal(t, []string{"a2", "a3", "a4", "a5"}, slices.Sorted(slices.Values(run.State().Seats)))
	requireResumes(t, run)
}

// A person who was erased may apply again and is then a new person.
func TestErasedAndAppliedAgain(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}
		{"at":"2025-03-05T09:00:00Z","applied":{"id":"a1","country":"KE","gender":"man","languages":{"en":"fluent"}}}`)
	assert.Equal(t, []string{"a1"}, run.State().Waitlist)
	again := requireResumes(t, run)
	recordLines(t, again, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}`)
	assert.Empty(t, again.State().Waitlist)
}

// A program may append an entry of kind erased to the journal and leave the earlier
// entries as they are. Even then the resumed run holds nothing about the person.
func TestErasedIsMadeGoodOnResume(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	old := run.Journal()
	recorded := recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a2"}}`)
	given := append(old, recorded[0].Entry)
	before := text(t, given)
	again, err := run.Course().Resume(given)
	require.NoError(t, err)
	assert.Equal(t, before, text(t, given), "the journal that was given stays as it was")
	same(t, allOf(t, run), allOf(t, again), "resumed")
}

// A refused batch that contains an erasure leaves the run unchanged: a seat that becomes
// free later is given only once.
func TestErasedInARefusedBatch(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	before := allOf(t, run)
	batch := entries(t, `
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"zz"}}`)
	_, err := run.Record(batch...)
	assert.Equal(t, []string{"[1].erased.id unknown-applicant"}, lines(t, err))
	same(t, before, allOf(t, run), "refused")
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}`)
	assert.Equal(t, []string{"a1", "a2", "a4", "a5"}, slices.Sorted(slices.Values(run.State().Seats)))
}

// The key of an entry that was erased is still known: a second delivery of the entry is
// ignored, and an entry of another kind with the same key is refused.
func TestKeysAfterAnErasure(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}`)
	recorded := recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","key":"form-1","applied":{"id":"a1","country":"KE","gender":"woman","languages":{"en":"fluent"}}}`)
	assert.Empty(t, recorded)
	_, known := run.Person("a1", nil)
	assert.False(t, known, "a delivery that comes late does not bring the person back")
	// A second delivery is also ignored if its instant is before the instant of the last
	// entry.
	assert.Empty(t, recordLines(t, run, `{"at":"2025-02-01T09:01:00Z","key":"form-1","applied":{"id":"a1","country":"KE","gender":"woman","languages":{"en":"fluent"}}}`))
	_, err := run.Record(entries(t, `{"at":"2025-03-05T09:00:00Z","key":"form-1","cancelled":{"session":"s2"}}`)...)
	assert.Equal(t, []string{"[0].key other-content"}, lines(t, err))
}

// The entries that Record returns for a batch contain nothing about a person whom the
// batch erases.
func TestErasedInABatch(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	before := run.Journal()
	recorded := recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","salt":"s","marked":{"participant":"a2","component":"essay","mark":{"points":"7"}}}
		{"at":"2025-03-05T09:00:00Z","salt":"t","excused":{"participants":["a1","a2"],"session":"s2"}}
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a2"}}`)
	require.Len(t, recorded, 3)
	changed := 0
	for i, e := range run.Journal()[:15] {
		if len(e.Removed) > 0 {
			changed++
		} else {
			assert.Equal(t, text(t, before[i]), text(t, e), "an entry that is not about the person")
		}
	}
	assert.Equal(t, 3, changed, "the application, the selection and the groups")
	for i, r := range recorded[:2] {
		assert.NotContains(t, text(t, r.Entry), `"a2"`)
		assert.Equal(t, text(t, run.Journal()[15+i]), text(t, r.Entry))
	}
	assert.Nil(t, recorded[0].Entry.Marked)
	assert.Equal(t, []string{"a1"}, recorded[1].Entry.Excused.Participants)
}

// If entries were recorded without salts, erasing a person removes the person's parts and
// adds no salts.
func TestErasedWithoutSalts(t *testing.T) {
	t.Parallel()
	run := workshop(t).Run()
	_, err := run.Record(until(t)...)
	require.NoError(t, err)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a1"}}`)
	assert.NotContains(t, stored(t, run), `"salt`)
	assert.Contains(t, stored(t, run), `"removed"`)
}

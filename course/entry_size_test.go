package course_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// requireReadsBack requires that ParseEntry and Resume read a stored run.
func requireReadsBack(t *testing.T, run *course.Run, where string) {
	t.Helper()
	var journal []course.Entry
	for _, e := range run.Journal() {
		line, err := json.Marshal(e)
		require.NoError(t, err, where)
		back, err := course.ParseEntry(line)
		require.NoError(t, err, where)
		journal = append(journal, back)
	}
	again, err := run.Course().Resume(journal)
	require.NoError(t, err, where)
	require.Equal(t, run.Digest(), again.Digest(), where)
}

// What Record accepts can be stored and read back, whatever the entry contains. Each
// entry of random runs is changed in one place and recorded, in courses with admission
// rules and in courses without.
func TestWhatIsRecordedReadsBack(t *testing.T) {
	t.Parallel()
	accepted, refused := 0, 0
	for seed := range uint64(rounds(24, 2000)) {
		l := live(t, 90000+seed, 40)
		rnd := rand.New(rand.NewPCG(seed, 9))
		c := l.course
		if seed%2 == 0 {
			d := c.Definition()
			d.Admission = nil
			c = courseOf(t, d)
		}
		run := c.Run()
		for n, e := range l.given {
			for range 3 {
				spoilt := e
				spoilt.Key = ""
				where := fmt.Sprintf("seed %d, entry %d, %s", seed, n, spoil(rnd, reflect.ValueOf(&spoilt).Elem()))
				trial := run.Clone()
				if _, err := trial.Record(spoilt); err != nil {
					refused++
					continue
				}
				accepted++
				requireReadsBack(t, trial, where)
			}
			_, _ = run.Record(e)
		}
	}
	assert.Greater(t, accepted, 200)
	assert.Greater(t, refused, 200)
}

// spoil changes one place in v, which must be settable, and returns a text that says how.
// It first copies what v refers to.
func spoil(rnd *rand.Rand, v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		inner := reflect.New(v.Type().Elem())
		if !v.IsNil() {
			inner.Elem().Set(v.Elem())
		}
		v.Set(inner)
		return spoil(rnd, inner.Elem())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			at := []time.Time{
				{}, time.Date(9999, 12, 31, 23, 59, 59, 0, time.FixedZone("", -3600)), time.Date(0, 1, 1, 0, 0, 0, 0, time.FixedZone("", 3600)), time.Unix(1<<40, 0),
				time.Now(), time.Date(2025, 3, 20, 9, 0, 0, 1, time.FixedZone("X", 90)),
			}[rnd.IntN(6)]
			v.Set(reflect.ValueOf(at))
			return at.String()
		}
		var set []int // fields with a value, or any field if there are none
		for i := range v.NumField() {
			if v.Field(i).CanSet() && (!v.Field(i).IsZero() || rnd.IntN(8) == 0) {
				set = append(set, i)
			}
		}
		if len(set) == 0 {
			return "nothing"
		}
		i := set[rnd.IntN(len(set))]
		return v.Type().Field(i).Name + "." + spoil(rnd, v.Field(i))
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), 1+rnd.IntN(2), 2)
		reflect.Copy(list, v)
		if v.Len() > 0 && rnd.IntN(3) > 0 {
			v.Set(list)
			return spoil(rnd, v.Index(0))
		}
		v.Set([]reflect.Value{reflect.Zero(v.Type()), reflect.MakeSlice(v.Type(), 0, 0), list}[rnd.IntN(3)])
		return fmt.Sprint(v.Len(), " elements")
	case reflect.Map:
		m := reflect.MakeMap(v.Type())
		element := reflect.New(v.Type().Elem()).Elem()
		said := spoil(rnd, element)
		m.SetMapIndex(reflect.ValueOf(odd(rnd)).Convert(v.Type().Key()), element)
		v.Set([]reflect.Value{reflect.Zero(v.Type()), reflect.MakeMap(v.Type()), m}[rnd.IntN(3)])
		return said
	case reflect.String:
		v.SetString(odd(rnd))
		return fmt.Sprintf("%.20q", v.String())
	case reflect.Bool:
		v.SetBool(!v.Bool())
		return "other"
	case reflect.Int:
		v.SetInt([]int64{0, -1, 1 << 30, 1}[rnd.IntN(4)])
		return fmt.Sprint(v.Int())
	}
	return "nothing"
}

func odd(rnd *rand.Rand) string {
	return []string{"", " ", "p1", "\xff", "\x1b[2J", "a\nb", "\u2028<&>", "\ufeff", "e\u0301", "withdrawn", "removed", tooLong}[rnd.IntN(12)]
}

var tooLong = strings.Repeat("x", 100_000)

// A decision about many people can be read back. Here the selection among 12,000 people
// has more than 200,000 objects and lists. A definition may not have as many.
func TestLargeDecisionsReadBack(t *testing.T) {
	t.Parallel()
	d := small()
	d.Admission = &admission.Policy{Capacity: 10}
	for i := range 16 {
		d.Admission.Priority = append(d.Admission.Priority, admission.Priority{
			Code: fmt.Sprint("key-", i), Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Country: &admission.CountryTest{In: []string{"KE"}}}}},
		})
	}
	run := courseOf(t, d).Run()
	batch := make([]course.Entry, 12_000)
	for i := range batch {
		batch[i] = at(0, applied(learner(i)))
	}
	record(t, run, append(batch, at(1, course.Entry{Selected: &admission.Selected{Seed: "a seed"}}))...)
	requireReadsBack(t, run, "after the selection")
}

// A sitting with more rows than a list of a document may have is refused, and nothing of
// its batch is kept.
func TestRowsThatCannotBeReadBackAreRefused(t *testing.T) {
	t.Parallel()
	run := openCourse(t).Run()
	record(t, run, at(0, applied("A")))
	session := run.Course().Schedule().Sessions()[0]
	held := &schedule.Held{Session: session.ID, Rows: make([]schedule.Segment, 200_001)}
	for i := range held.Rows {
		held.Rows[i] = row("A", session.Start, session.End)
	}
	before := run.Digest()
	_, err := run.Record(at(1, applied("B")), course.Entry{At: session.End, Held: held})
	assert.Equal(t, []string{"[1].held.rows too-many"}, lines(t, err))
	assert.Equal(t, before, run.Digest())
	assert.Len(t, run.State().Seats, 1)
	if rounds(0, 1) > 0 {
		held.Rows = held.Rows[1:]
		record(t, run, course.Entry{At: session.End, Held: held})
		requireReadsBack(t, run, "200,000 rows")
	}
}

// An entry must leave room for the salts that an erasure keeps. Otherwise the run could
// not be stored after the erasure.
func TestSaltsFindRoom(t *testing.T) {
	t.Parallel()
	run := openCourse(t).Run()
	id := strings.Repeat("A", 128)
	record(t, run, at(0, applied(id)))
	session := run.Course().Schedule().Sessions()[0]
	held := &schedule.Held{Session: session.ID, Rows: make([]schedule.Segment, rounds(1000, 200_000))}
	for i := range held.Rows {
		held.Rows[i] = row(id, session.Start, session.End)
		held.Rows[i].Session, held.Rows[i].MeetingEnd = session.ID, &session.End
	}
	if len(held.Rows) == 200_000 { // the text alone has room, but not with salts
		text, err := json.Marshal(held)
		require.NoError(t, err)
		require.Less(t, len(text), 64<<20)
		_, err = run.Record(course.Entry{At: session.End, Held: held})
		assert.Equal(t, []string{"[0] document-size"}, lines(t, err))
		held.Rows = held.Rows[:150_000]
	}
	record(t, run, course.Entry{At: session.End, Held: held, Salt: "a salt"})
	record(t, run, course.Entry{At: session.End, Erased: &course.Erased{ID: id}})
	requireReadsBack(t, run, "after the erasure")
}

// Every way into a run refuses an entry that is too large to be walked, or that contains
// itself, before it copies the entry.
func TestLiteralsOfEntriesAreBounded(t *testing.T) {
	t.Parallel()
	itself := make([]rule.Finding, 2)
	itself[0].Parts, itself[1].Parts = itself, itself
	shared := []rule.Finding{}
	for range 40 {
		shared = []rule.Finding{{Parts: shared}, {Parts: shared}}
	}
	reasons := make([]string, 2048)
	for name, c := range map[string]struct {
		admitted []admission.Placement
		want     string
	}{
		"contains itself":    {[]admission.Placement{{Findings: itself}}, "[0] depth"},
		"shared 40 times":    {[]admission.Placement{{Findings: shared}}, "[0] depth"},
		"nested 65 deep":     {[]admission.Placement{{Findings: nested(30)}}, "[0] depth"},
		"one element beyond": {many(2048-1, admission.Placement{Reasons: reasons}), "[0] too-many"},
	} {
		e := at(0, course.Entry{Decided: &course.Decided{Selection: &admission.Selection{Admitted: c.admitted}}})
		if name == "one element beyond" {
			e.Decided.Selection.Waitlist = make([]admission.Placement, 2048*2048-(2048-1)*(2048+1)+1)
		}
		run := small()
		_, err := courseOf(t, run).Run().Record(e)
		assert.Equal(t, []string{c.want}, lines(t, err), name)
		_, err = courseOf(t, run).Resume([]course.Entry{e})
		assert.Equal(t, []string{c.want}, lines(t, err), name)
		e.Digest = strings.Repeat("0", 64)
		_, err = courseOf(t, run).Resume([]course.Entry{e})
		assert.Equal(t, []string{c.want}, lines(t, err), name)
		findings := courseOf(t, run).Audit([]course.Entry{e})
		require.Len(t, findings, 1, name)
		assert.Equal(t, "altered", findings[0].Code, name)
		if name == "one element beyond" {
			e.Decided.Selection.Waitlist = e.Decided.Selection.Waitlist[1:]
			_, err = courseOf(t, run).Resume([]course.Entry{e})
			assert.NotContains(t, lines(t, err), c.want, "just within the limit")
		}
	}
	// An entry may be nested 64 deep, like a document. The outermost finding is 7 deep,
	// and each further level adds 2.
	for levels, want := range map[int]bool{29: false, 30: true} {
		e := at(0, course.Entry{Digest: strings.Repeat("0", 64), Decided: &course.Decided{Selection: &admission.Selection{Admitted: []admission.Placement{{Findings: nested(levels)}}}}})
		_, err := courseOf(t, small()).Resume([]course.Entry{e})
		assert.Equal(t, want, slices.Contains(lines(t, err), "[0] depth"), levels)
		line, err := json.Marshal(e)
		require.NoError(t, err)
		_, err = course.ParseEntry(line)
		assert.Equal(t, want, err != nil && strings.Contains(err.Error(), "depth"), levels)
	}
}

// nested returns findings within findings.
func nested(levels int) []rule.Finding {
	findings := []rule.Finding{}
	for range levels {
		findings = []rule.Finding{{Parts: findings}}
	}
	return findings
}

// many returns a list of n copies of a value.
func many[T any](n int, v T) []T {
	list := make([]T, n)
	for i := range list {
		list[i] = v
	}
	return list
}

package course_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// If a batch is refused, its entries neither issue nor revoke certificates. A clone and a
// resumed run know the certificates of the run. The run does not know the certificates
// that they issue later.
func TestCertificatesOfRefusedBatches(t *testing.T) {
	t.Parallel()
	run := courseOf(t, small()).Run()
	for _, id := range []string{"a", "b", "c"} {
		record(t, run, applied(id), marked(id, "quiz", grading.Mark{Completed: new(true)}))
	}
	issued := func(id, number string) course.Entry {
		return course.Entry{Issued: &course.Issued{Participant: id, Certificate: number}}
	}
	revoked := func(number string) course.Entry {
		return course.Entry{Revoked: &course.Revoked{Certificate: number, Reason: "r"}}
	}
	refused := func(run *course.Run, code string, list ...course.Entry) {
		t.Helper()
		before := run.State().Certificates
		for i := range list {
			list[i] = at(len(run.Journal()), list[i])
		}
		_, err := run.Record(list...)
		require.Equal(t, []string{rule.Index("", len(list)-1) + code}, lines(t, err))
		require.Equal(t, before, run.State().Certificates)
	}
	refused(run, ".revoked.certificate unknown-certificate", issued("a", "1"), revoked("2"))
	record(t, run, issued("b", "1"))
	refused(run, ".issued.certificate duplicate-certificate", issued("a", "1"))
	refused(run, ".issued.participant has-certificate", issued("a", "2"), issued("b", "3"))
	refused(run, ".revoked.certificate unknown-certificate", revoked("2"))
	refused(run, ".revoked.certificate revoked", revoked("1"), revoked("1"))
	assert.Equal(t, map[string]string{"b": "1"}, run.State().Certificates)
	clone := run.Clone()
	record(t, clone, revoked("1"), issued("b", "2"), issued("c", "3"))
	record(t, run, issued("a", "2"), revoked("1"))
	for _, again := range []*course.Run{run, requireResumes(t, run), run.Clone()} {
		refused(again, ".issued.certificate duplicate-certificate", issued("b", "1"))
		refused(again, ".revoked.certificate revoked", revoked("1"))
		record(t, again, issued("b", "3"))
		assert.Equal(t, map[string]string{"a": "2", "b": "3"}, again.State().Certificates)
	}
	assert.Equal(t, map[string]string{"b": "2", "c": "3"}, clone.State().Certificates)
}

// Issuing or revoking a certificate takes about as long as recording a mark, however many
// people there are. An implementation in which each entry searched all people took six
// times as long in a run of 16,000 people.
func TestCertificatesOfManyPeople(t *testing.T) {
	t.Parallel()
	const people = 16_000
	run := courseOf(t, small()).Run()
	batch := func(entry func(id string) course.Entry) time.Duration {
		t.Helper()
		list := make([]course.Entry, people)
		for i := range list {
			list[i] = entry("p" + strconv.Itoa(i))
			list[i].At = start
		}
		began := time.Now()
		_, err := run.Record(list...)
		require.NoError(t, err)
		return time.Since(began)
	}
	batch(applied)
	marks := batch(func(id string) course.Entry { return marked(id, "quiz", grading.Mark{Completed: new(true)}) })
	issued := batch(func(id string) course.Entry {
		return course.Entry{Issued: &course.Issued{Participant: id, Certificate: "c" + id}}
	})
	revoked := batch(func(id string) course.Entry {
		return course.Entry{Revoked: &course.Revoked{Certificate: "c" + id, Reason: "r"}}
	})
	assert.Less(t, issued+revoked, 5*marks)
	assert.Empty(t, run.State().Certificates)
}

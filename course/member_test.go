package course_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// meeting returns the definition of a course with the given meeting hours. The members of
// each group must have two hours in common.
func meeting(hours *course.MeetingHours) course.Definition {
	d := small()
	d.MeetingHours = hours
	d.Grouping = &grouping.Policy{
		Sizes: grouping.Sizes{Count: 2},
		Must:  []grouping.Requirement{{Code: "meet", Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 120}}}},
	}
	return d
}

var evenings = &course.MeetingHours{From: "18:00", To: "21:00", First: civil.MustDate("2025-03-03"), Last: civil.MustDate("2025-03-03")}

// A member is available in the course's meeting hours in the person's own time zone. A
// person without a known time zone has no times.
func TestMeetingHours(t *testing.T) {
	t.Parallel()
	c := courseOf(t, meeting(evenings))
	times := c.Member(admission.Applicant{ID: "a", TimeZone: "Africa/Nairobi"}).Available
	require.Len(t, times, 1)
	assert.Equal(t, "2025-03-03T15:00:00Z", times[0].Start.UTC().Format(time.RFC3339))
	assert.Equal(t, "2025-03-03T18:00:00Z", times[0].End.UTC().Format(time.RFC3339))
	for _, zone := range []string{"", "CET", "Mars/Olympus"} {
		assert.Empty(t, c.Member(admission.Applicant{ID: "a", TimeZone: zone}).Available, zone)
	}
}

// Times that an applicant states replace the meeting hours. An empty list of times does
// so, too: the applicant is never available. Stated times are also used in a course
// without meeting hours.
func TestStatedTimes(t *testing.T) {
	t.Parallel()
	hour := []civil.Interval{{Start: time.Date(2025, 3, 3, 6, 0, 0, 0, time.UTC), End: time.Date(2025, 3, 3, 7, 0, 0, 0, time.UTC)}}
	for _, c := range []*course.Course{courseOf(t, meeting(evenings)), courseOf(t, meeting(nil))} {
		a := admission.Applicant{ID: "a", TimeZone: "Africa/Nairobi", Available: hour}
		got := c.Member(a).Available
		assert.Equal(t, hour, got)
		got[0].End = got[0].Start
		assert.Equal(t, 7, a.Available[0].End.Hour(), "the member shares nothing with the applicant")
		never := c.Member(admission.Applicant{ID: "a", TimeZone: "Africa/Nairobi", Available: []civil.Interval{}}).Available
		assert.NotNil(t, never)
		assert.Empty(t, never)
	}
}

// Available times that applicants state in the journal are used to form groups: two
// people who share an hour are in one group.
func TestGroupsByStatedTimes(t *testing.T) {
	t.Parallel()
	run := courseOf(t, meeting(nil)).Run()
	for id, day := range map[string]string{"a1": "03", "b1": "04", "a2": "03", "b2": "04"} {
		var a admission.Applicant
		require.NoError(t, json.Unmarshal([]byte(`{"id": "`+id+`", "available": [{"start": "2025-03-`+day+`T06:00:00Z", "end": "2025-03-`+day+`T10:00:00+02:00"}]}`), &a))
		record(t, run, course.Entry{Applied: &a})
	}
	record(t, run, course.Entry{Grouped: &course.Grouped{}})
	groups := run.State().Groups
	assert.ElementsMatch(t, [][]string{{"a1", "a2"}, {"b1", "b2"}}, [][]string{groups["1"], groups["2"]})
	_, err := run.Record(at(9, course.Entry{Applied: &admission.Applicant{ID: "c", Available: []civil.Interval{{}}}}))
	assert.Equal(t, []string{"[0].applied.available[0].start required", "[0].applied.available[0].end required"}, lines(t, err))
}

// If groups must have common hours, they consist of people who can meet in the course's
// meeting hours.
func TestGroupsThatCanMeet(t *testing.T) {
	t.Parallel()
	run := courseOf(t, meeting(evenings)).Run()
	for id, zone := range map[string]string{"k1": "Africa/Nairobi", "k2": "Africa/Nairobi", "l1": "America/Lima", "l2": "America/Lima"} {
		record(t, run, course.Entry{Applied: &admission.Applicant{ID: id, TimeZone: zone}})
	}
	record(t, run, course.Entry{Grouped: &course.Grouped{}})
	groups := run.State().Groups
	assert.ElementsMatch(t, [][]string{{"k1", "k2"}, {"l1", "l2"}}, [][]string{groups["1"], groups["2"]})
}

// The state has a finding for each person with a seat whose time zone cannot be used. The
// finding does not repeat what the person wrote.
func TestUnknownTimeZonesAreFindings(t *testing.T) {
	t.Parallel()
	run := courseOf(t, meeting(evenings)).Run()
	for _, who := range [][2]string{
		{"a", "Africa/Nairobi"}, {"b", "America/Sao_Paolo"}, {"c", "Sao Paulo"}, {"d", ""}, {"e", "America/Sao_Paolo"}, {"f", "America/Sao_Paolo"}, {"g", "EST"},
	} {
		record(t, run, course.Entry{Applied: &admission.Applicant{ID: who[0], TimeZone: who[1]}})
	}
	record(t, run, course.Entry{Answered: &admission.Answered{Applicant: "f", Answer: admission.StatusWithdrawn}})
	var found []string
	for _, f := range run.State().Findings {
		assert.Equal(t, rule.Unknown, f.Verdict)
		assert.NotContains(t, f.Need, "Paolo", "what a person wrote is not repeated")
		found = append(found, f.Path+" "+f.Code)
	}
	assert.Equal(t, []string{`["b"].time_zone unknown-zone`, `["c"].time_zone zone-name`, `["e"].time_zone unknown-zone`, `["g"].time_zone zone-name`}, found)
}

func TestMeetingHoursCodes(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		hours course.MeetingHours
		want  []string
	}{
		"no dates and no sessions": {course.MeetingHours{From: "08:00", To: "21:00"}, []string{"meeting_hours.first required", "meeting_hours.last required"}},
		"no hour":                  {course.MeetingHours{From: "8", To: "25:00", First: evenings.First, Last: evenings.Last}, []string{"meeting_hours.from format", "meeting_hours.to format"}},
		"last before first":        {course.MeetingHours{From: "08:00", To: "21:00", First: civil.MustDate("2025-03-04"), Last: evenings.Last}, []string{"meeting_hours.last interval"}},
		"a day there is not":       {course.MeetingHours{From: "08:00", To: "21:00", Days: []civil.Weekday{"payday"}, First: evenings.First, Last: evenings.Last}, []string{"meeting_hours.days[0] unknown-value"}},
	} {
		assert.Equal(t, c.want, lines(t, meeting(&c.hours).Validate()), name)
	}
	d := meeting(&course.MeetingHours{From: "08:00", To: "21:00"})
	d.Schedule = workshop(t).Definition().Schedule
	assert.NoError(t, d.Validate(), "the dates are those of the sessions")
}

// A member has a list of the person's languages, best known first. A language with the
// level none is left out.
func TestLanguagesOfAMember(t *testing.T) {
	t.Parallel()
	c := (*course.Course)(nil)
	m := c.Member(admission.Applicant{ID: "a", Languages: map[string]admission.LanguageLevel{"en": "fluent", "fr": "native", "de": "fluent", "es": "none"}})
	assert.Equal(t, map[string][]string{"language": {"fr", "de", "en"}}, m.Lists)
	assert.Nil(t, c.Member(admission.Applicant{ID: "a"}).Lists)
}

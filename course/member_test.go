package course_test

import (
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/grouping"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// meeting is a course whose groups are to have two hours in common.
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

// The meeting hours of the course, in the person's own zone, are the times of the
// member; a person without a zone states none.
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

// So groups are formed of people who can meet.
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

// Languages are a list, best known first; a language that is not spoken is none.
func TestLanguagesOfAMember(t *testing.T) {
	t.Parallel()
	m := course.Member(admission.Applicant{ID: "a", Languages: map[string]admission.LanguageLevel{"en": admission.Fluent, "fr": admission.Native, "de": admission.Fluent, "es": admission.NoLanguage}})
	assert.Equal(t, map[string][]string{"language": {"fr", "de", "en"}}, m.Lists)
	assert.Nil(t, course.Member(admission.Applicant{ID: "a"}).Lists)
}

package dpg_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// variant returns the reference course changed by edits, so that it follows another reading
// of the page.
func variant(edits ...func(*course.Definition)) course.Definition {
	d := dpg.Definition()
	for _, edit := range edits {
		edit(&d)
	}
	return d
}

func compile(t *testing.T, d course.Definition) *course.Course {
	t.Helper()
	c, err := course.Compile(d, time.LoadLocation)
	require.NoError(t, err)
	return c
}

// somebody returns an applicant who is an eligible man from a developing country, changed
// by edits.
func somebody(id string, edits ...func(*admission.Applicant)) admission.Applicant {
	a := admission.Applicant{
		ID: id, Country: "KE", Gender: "man", Role: "policymaker",
		Degree:    &admission.Degree{Level: "undergraduate", Relevant: new(true)},
		Languages: map[string]admission.LanguageLevel{"en": "fluent"},
		Documents: map[string]bool{"questionnaire": true, "cv": true, "recommendation_letter": true, "motivation_letter": false},
		Numbers:   map[string]exact.Decimal{"digital_services": exact.MustDecimal("1")},
		Reviews:   []admission.Review{review("R1", "5", "5")},
	}
	for _, edit := range edits {
		edit(&a)
	}
	return a
}

func review(by, questionnaire, letter string) admission.Review {
	return admission.Review{Reviewer: by, Scores: map[string]exact.Decimal{
		"questionnaire": exact.MustDecimal(questionnaire), "letter": exact.MustDecimal(letter),
	}}
}

func scored(score string) func(*admission.Applicant) {
	return func(a *admission.Applicant) { a.Reviews = []admission.Review{review("R1", score, score)} }
}

func from(country string) func(*admission.Applicant) {
	return func(a *admission.Applicant) { a.Country = country }
}

func woman(a *admission.Applicant) { a.Gender = "woman" }

func assess(t *testing.T, d course.Definition, edits ...func(*admission.Applicant)) admission.Eligibility {
	t.Helper()
	return compile(t, d).Admission().Assess(somebody("a", edits...)).Eligibility
}

// order returns the ids of the people in call order.
func order(t *testing.T, d course.Definition, people ...admission.Applicant) []string {
	t.Helper()
	s, err := compile(t, d).Admission().Select(admission.Intake{Applicants: people, Seed: "a seed"})
	require.NoError(t, err)
	var ids []string
	for _, p := range append(s.Admitted, s.Waitlist...) {
		ids = append(ids, p.ID)
	}
	return ids
}

func grade(t *testing.T, d course.Definition, marks grading.Marks) grading.Result {
	t.Helper()
	result, err := compile(t, d).Grading().Grade(marks)
	require.NoError(t, err)
	return result
}

// fullBut returns full marks, except for one component, which has the given mark.
func fullBut(component string, mark grading.Mark) grading.Marks {
	marks := grading.Marks{
		"quiz": {Completed: new(true)}, "attendance": {Attended: new(5), Held: new(5)},
		"participation": {Points: new(exact.MustDecimal("15"))}, "project": {Level: "excellent"},
	}
	marks[component] = mark
	return marks
}

func points(t *testing.T, r grading.Result, component string) string {
	t.Helper()
	for _, part := range r.Parts {
		if part.Component == component {
			return part.Points.String()
		}
	}
	require.Fail(t, "no such component", component)
	return ""
}

// lived returns a run that begins with five people in one group, followed by the given
// entries.
func lived(t *testing.T, d course.Definition, entries ...course.Entry) *course.Run {
	t.Helper()
	run, begin := compile(t, d).Run(), time.Date(2024, 10, 20, 0, 0, 0, 0, time.UTC)
	var all []course.Entry
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		who := somebody(id)
		all = append(all, course.Entry{Applied: &who})
	}
	all = append(all, course.Entry{Selected: &admission.Selected{Seed: "a seed"}}, course.Entry{Grouped: &course.Grouped{}})
	for i := range all {
		all[i].At = begin
	}
	_, err := run.Record(append(all, entries...)...)
	require.NoError(t, err)
	return run
}

// session1 and session5 are the instants at which these sessions begin.
var (
	session1 = time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC)
	session5 = time.Date(2024, 11, 22, 13, 0, 0, 0, time.UTC)
)

// The names of the subtests are the codes of the readings in the package documentation.
// Each subtest tests the reading that we took. Most of them also test other readings, by
// changing only the definition.
func TestReadings(t *testing.T) {
	t.Parallel()
	tests := map[string]func(t *testing.T){
		"capacity": func(t *testing.T) {
			var people []admission.Applicant
			for i := range 33 {
				people = append(people, somebody(fmt.Sprintf("%02d", i)))
			}
			admitted := func(d course.Definition, people []admission.Applicant) int {
				s, err := compile(t, d).Admission().Select(admission.Intake{Applicants: people, Seed: "a seed"})
				require.NoError(t, err)
				return len(s.Admitted)
			}
			assert.Equal(t, 32, admitted(dpg.Definition(), people), "at most 32")
			assert.Equal(t, 32, admitted(dpg.Definition(), people[:32]), "the 32nd seat")
			assert.Equal(t, 31, admitted(dpg.Definition(), people[:31]), "fewer is fine")
			assert.Equal(t, 33, admitted(variant(func(d *course.Definition) { d.Admission.Capacity = 40 }), people))
		},
		"who": func(t *testing.T) {
			private := func(a *admission.Applicant) { a.Role = "private_sector" }
			for _, role := range []string{"government_official", "policymaker", "public_sector_professional"} {
				assert.Equal(t, admission.Eligible, assess(t, dpg.Definition(), func(a *admission.Applicant) { a.Role = role }), role)
			}
			assert.Equal(t, admission.Ineligible, assess(t, dpg.Definition(), private))
			assert.Equal(t, admission.Eligible, assess(t, variant(func(d *course.Definition) {
				d.Admission.Requirements[0].Test.Role.In = []string{"policymaker", "private_sector"}
			}), private))
		},
		"basics": func(t *testing.T) {
			basics := variant(func(d *course.Definition) {
				d.Admission.Requirements = append(d.Admission.Requirements, admission.Requirement{
					Code: "basics", Level: "desired", Test: admission.Test{Attribute: &admission.AttributeTest{Name: "basics", Equals: "yes"}},
				})
			})
			assert.Equal(t, admission.Eligible, assess(t, dpg.Definition()))
			assert.Equal(t, admission.Eligible, assess(t, basics), "desired is reported and excludes nobody")
			findings := compile(t, basics).Admission().Assess(somebody("a")).Findings
			assert.Contains(t, findings, rule.Finding{Code: "basics", Verdict: rule.Unknown, Path: `attributes["basics"]`, Need: "yes", Detail: "not stated"})
		},
		"degree": func(t *testing.T) {
			with := func(level admission.DegreeLevel, relevant bool, months int) func(*admission.Applicant) {
				return func(a *admission.Applicant) {
					a.Degree, a.ExperienceMonths = &admission.Degree{Level: level, Relevant: &relevant}, &months
				}
			}
			literal := variant(func(d *course.Definition) {
				degree := admission.Test{Degree: &admission.DegreeTest{AtLeast: "undergraduate"}}
				d.Admission.Requirements[1].Test.Any[1] = admission.Test{All: []admission.Test{
					{Not: &degree}, {Experience: &admission.ExperienceTest{AtLeastMonths: 36}},
				}}
			})
			for _, c := range []struct {
				name         string
				person       func(*admission.Applicant)
				ours, theirs admission.Eligibility
			}{
				{"relevant degree", with("undergraduate", true, 0), admission.Eligible, admission.Eligible},
				{"no degree, 36 months", with("none", false, 36), admission.Eligible, admission.Eligible},
				{"no degree, 35 months", with("none", false, 35), admission.Ineligible, admission.Ineligible},
				{"another degree, 36 months", with("postgraduate", false, 36), admission.Eligible, admission.Ineligible},
			} {
				assert.Equal(t, c.ours, assess(t, dpg.Definition(), c.person), c.name)
				assert.Equal(t, c.theirs, assess(t, literal, c.person), "%s, literally", c.name)
			}
		},
		"service": func(t *testing.T) {
			none := func(a *admission.Applicant) { a.Numbers["digital_services"] = exact.MustDecimal("0") }
			absent := func(a *admission.Applicant) { delete(a.Numbers, "digital_services") }
			desired := variant(func(d *course.Definition) { d.Admission.Requirements[2].Level = "desired" })
			assert.Equal(t, admission.Ineligible, assess(t, dpg.Definition(), none))
			assert.Equal(t, admission.Incomplete, assess(t, dpg.Definition(), absent))
			assert.Equal(t, admission.Eligible, assess(t, desired, none))
			assert.Equal(t, admission.Eligible, assess(t, desired, absent))
		},
		"english": func(t *testing.T) {
			speaks := func(level admission.LanguageLevel) func(*admission.Applicant) {
				return func(a *admission.Applicant) { a.Languages["en"] = level }
			}
			assert.Equal(t, admission.Eligible, assess(t, dpg.Definition(), speaks("native")))
			assert.Equal(t, admission.Eligible, assess(t, dpg.Definition(), speaks("fluent")))
			assert.Equal(t, admission.Ineligible, assess(t, dpg.Definition(), speaks("intermediate")))
			assert.Equal(t, admission.Eligible, assess(t, variant(func(d *course.Definition) {
				d.Admission.Requirements[3].Test.Language.AtLeast = "intermediate"
			}), speaks("intermediate")))
		},
		"papers": func(t *testing.T) {
			papers := func(documents map[string]bool) func(*admission.Applicant) {
				return func(a *admission.Applicant) { a.Documents = documents }
			}
			letter := papers(map[string]bool{"questionnaire": true, "cv": true, "recommendation_letter": false, "motivation_letter": true})
			noCV := papers(map[string]bool{"questionnaire": true, "cv": false, "recommendation_letter": true, "motivation_letter": true})
			open := papers(map[string]bool{"questionnaire": true, "cv": true, "recommendation_letter": false})
			all := papers(map[string]bool{"questionnaire": true, "cv": true, "recommendation_letter": true, "motivation_letter": true})
			documents := variant().Admission.Requirements[4].Test.All
			any := variant(func(d *course.Definition) {
				d.Admission.Requirements[4].Test = admission.Test{Any: []admission.Test{documents[0], documents[1], documents[2]}}
			})
			every := variant(func(d *course.Definition) {
				d.Admission.Requirements[4].Test = admission.Test{All: append(documents[:2:2], documents[2].Any...)}
			})
			for _, c := range []struct {
				name              string
				person            func(*admission.Applicant)
				ours, some, whole admission.Eligibility
			}{
				{"one letter", letter, admission.Eligible, admission.Eligible, admission.Ineligible},
				{"no CV", noCV, admission.Ineligible, admission.Eligible, admission.Ineligible},
				{"a letter still open", open, admission.Incomplete, admission.Eligible, admission.Ineligible},
				{"all", all, admission.Eligible, admission.Eligible, admission.Eligible},
			} {
				assert.Equal(t, c.ours, assess(t, dpg.Definition(), c.person), c.name)
				assert.Equal(t, c.some, assess(t, any, c.person), "%s, any one document", c.name)
				assert.Equal(t, c.whole, assess(t, every, c.person), "%s, all documents", c.name)
			}
		},
		"country": func(t *testing.T) {
			people := []admission.Applicant{somebody("kosovo", from("XK"), scored("9")), somebody("kenya", scored("5")), somebody("ukraine", from("UA"), scored("7"))}
			assert.Equal(t, []string{"kenya", "kosovo", "ukraine"}, order(t, dpg.Definition(), people...))
			assert.Equal(t, []string{"kosovo", "kenya", "ukraine"}, order(t, variant(func(d *course.Definition) {
				d.Admission.Overrides = []admission.Override{{List: "unsd-2021-12", Country: "XK", Status: "developing"}}
			}), people...), "an override")
			assert.Equal(t, []string{"ukraine", "kosovo", "kenya"}, order(t, variant(func(d *course.Definition) {
				d.Admission.Lists = []admission.List{{Name: "ours", Source: "the organisers", AsOf: civil.MustDate("2024-10-01"), Status: map[string]string{"UA": "developing"}}}
				d.Admission.Priority[0].Key.Matching.Test.Country.List = "ours"
			}), people...), "another list")
		},
		"priority": func(t *testing.T) {
			people := []admission.Applicant{somebody("swiss", from("CH"), scored("9")), somebody("kenyan", scored("5"))}
			assert.Equal(t, []string{"kenyan", "swiss"}, order(t, dpg.Definition(), people...))
			assert.Equal(t, []string{"swiss", "kenyan"}, order(t, variant(func(d *course.Definition) {
				p := d.Admission.Priority
				d.Admission.Priority = []admission.Priority{p[2], p[0], p[1]}
			}), people...), "after the score")
			floor := variant(func(d *course.Definition) {
				test := d.Admission.Priority[0].Key.Matching.Test
				d.Admission.Priority = d.Admission.Priority[2:]
				d.Admission.Shares = []admission.Share{{Code: "developing-country", Of: admission.ShareOf{Test: &test}, AtLeast: &admission.Bound{Percent: exact.MustDecimal("50")}}}
			})
			assert.Equal(t, []string{"kenyan", "swiss"}, order(t, floor, people...), "a floor of half of every prefix")
			officials := variant(func(d *course.Definition) {
				test := d.Admission.Priority[0].Key.Matching.Test
				d.Admission.Priority[0].Key.Matching.Test = admission.Test{All: []admission.Test{test, {Role: &admission.RoleTest{In: []string{"government_official"}}}}}
			})
			assert.Equal(t, []string{"swiss", "kenyan"}, order(t, officials, people...), "some roles only")
		},
		"women": func(t *testing.T) {
			people := []admission.Applicant{
				somebody("kenyan man", scored("9")), somebody("kenyan woman", woman, scored("5")),
				somebody("swiss man", from("CH"), scored("9")), somebody("swiss woman", from("CH"), woman, scored("5")),
			}
			assert.Equal(t, []string{"kenyan woman", "kenyan man", "swiss man", "swiss woman"}, order(t, dpg.Definition(), people...))
			assert.Equal(t, []string{"kenyan woman", "kenyan man", "swiss woman", "swiss man"}, order(t, variant(func(d *course.Definition) {
				d.Admission.Priority[1].Key.Matching.Within = ""
			}), people...), "everywhere")
			assert.Equal(t, []string{"kenyan man", "kenyan woman", "swiss man", "swiss woman"}, order(t, variant(func(d *course.Definition) {
				p := d.Admission.Priority
				d.Admission.Priority = []admission.Priority{p[0], p[2], p[1]}
			}), people...), "after the score")
			assert.Equal(t, []string{"kenyan man", "kenyan woman", "swiss man", "swiss woman"}, order(t, variant(func(d *course.Definition) {
				p := d.Admission.Priority
				d.Admission.Priority = []admission.Priority{p[0], p[2]}
			}), people...), "none")
		},
		"undisclosed": func(t *testing.T) {
			undisclosed := func(a *admission.Applicant) { a.Gender = "undisclosed" }
			silent := func(a *admission.Applicant) { a.Gender = "" }
			assert.Equal(t, admission.Eligible, assess(t, dpg.Definition(), undisclosed))
			assert.Equal(t, admission.Eligible, assess(t, dpg.Definition(), silent))
			assert.Equal(t, []string{"a", "b", "c"}, order(t, dpg.Definition(),
				somebody("a", undisclosed, scored("9")), somebody("b", scored("8")), somebody("c", silent, scored("7"))), "no loss against a man")
		},
		"selection": func(t *testing.T) {
			twice := func(a *admission.Applicant) {
				a.Reviews = []admission.Review{review("R1", "10", "4"), review("R2", "6", "6"), review("R3", "0", "0")}
			}
			people := []admission.Applicant{somebody("steady", scored("5")), somebody("disputed", twice)}
			assert.Equal(t, []string{"steady", "disputed"}, order(t, dpg.Definition(), people...), "mean 13/3")
			assert.Equal(t, []string{"disputed", "steady"}, order(t, variant(func(d *course.Definition) {
				d.Admission.Priority[2].Key.Score.OverReviewers = "median"
			}), people...), "median 6")
			assert.Equal(t, []string{"disputed", "steady"}, order(t, variant(func(d *course.Definition) {
				parts := d.Admission.Priority[2].Key.Score.Parts
				parts[0].Weight, parts[1].Weight = exact.MustDecimal("99"), exact.MustDecimal("1")
			}), people...), "nearly the questionnaire alone: 5.31")
			unread := func(a *admission.Applicant) { delete(a.Reviews[0].Scores, "letter") }
			assert.Equal(t, admission.Incomplete, assess(t, dpg.Definition(), unread), "a review counts when it has every part")
			s, err := compile(t, dpg.Definition()).Admission().Select(admission.Intake{Applicants: people, Seed: "a seed",
				Rulings: []admission.Ruling{{ID: "disputed", Decision: admission.Exclude, By: "the organisers", Reason: "withdrew"}}})
			require.NoError(t, err)
			require.Len(t, s.Admitted, 1)
			assert.Equal(t, "steady", s.Admitted[0].ID)
			assert.Equal(t, "withdrew", s.Audit.Rulings[0].Reason)
		},
		"ties": func(t *testing.T) {
			people := []admission.Applicant{somebody("a"), somebody("b")}
			first := map[string]bool{}
			for seed := range 20 {
				s, err := compile(t, dpg.Definition()).Admission().Select(admission.Intake{Applicants: people, Seed: fmt.Sprint(seed)})
				require.NoError(t, err)
				first[s.Admitted[0].ID] = true
			}
			assert.Len(t, first, 2, "chance decides")
			assert.Equal(t, []string{"b", "a"}, order(t, variant(func(d *course.Definition) {
				d.Admission.Priority = append(d.Admission.Priority, admission.Priority{Code: "months", Key: admission.Key{Matching: &admission.MatchingKey{Test: admission.Test{Experience: &admission.ExperienceTest{AtLeastMonths: 60}}}}})
			}), somebody("a"), somebody("b", func(a *admission.Applicant) { a.ExperienceMonths = new(60) })), "a further key")
		},
		"zone": func(t *testing.T) {
			first := compile(t, dpg.Definition()).Schedule().Sessions()[0].Start
			assert.Equal(t, "2024-10-30T14:00:00Z", first.UTC().Format(time.RFC3339))
			nairobi := compile(t, variant(func(d *course.Definition) { d.Schedule.Zone = "Africa/Nairobi" }))
			assert.Equal(t, "2024-10-30T12:00:00Z", nairobi.Schedule().Sessions()[0].Start.UTC().Format(time.RFC3339))
			_, err := course.Compile(variant(func(d *course.Definition) { d.Schedule.Zone = "+01:00" }), time.LoadLocation)
			assert.Error(t, err, "a fixed offset")
		},
		"length": func(t *testing.T) {
			s := compile(t, dpg.Definition()).Schedule().Sessions()
			for i, minutes := range []float64{120, 120, 120, 120, 180} {
				assert.Equal(t, minutes, s[i].End.Sub(s[i].Start).Minutes())
			}
		},
		"weeks": func(t *testing.T) {
			var days []string
			for _, s := range compile(t, dpg.Definition()).Schedule().Sessions() {
				days = append(days, s.Start.Format("Mon 2"))
			}
			assert.Equal(t, []string{"Wed 30", "Fri 1", "Wed 6", "Fri 8", "Fri 22"}, days)
		},
		"held": func(t *testing.T) {
			early := session1.Add(time.Hour)
			run := lived(t, dpg.Definition(), course.Entry{At: early, Held: &schedule.Held{Session: "session-1", End: &early, Rows: []schedule.Segment{
				{Participant: "a", Join: session1, Leave: new(session1.Add(48 * time.Minute))},
				{Participant: "b", Join: session1, Leave: new(session1.Add(47 * time.Minute))},
			}}}, course.Entry{At: early, Cancelled: &course.Cancelled{Session: "session-2"}})
			assert.Equal(t, schedule.StatusAttended, run.State().Attendance["a"]["session-1"], "80% of the hour it lasted")
			assert.Equal(t, schedule.StatusNotAttended, run.State().Attendance["b"]["session-1"])
			assert.Equal(t, schedule.StatusCancelled, run.State().Attendance["b"]["session-2"])
			assert.Equal(t, schedule.StatusOpen, run.State().Attendance["b"]["session-3"])
		},
		"joined-later": func(t *testing.T) {
			late := somebody("z")
			entries := []course.Entry{
				{At: session1.Add(2 * time.Hour), Held: &schedule.Held{Session: "session-1"}},
				{At: session1.Add(3 * time.Hour), Applied: &late},
			}
			status := func(d course.Definition) schedule.Status {
				return lived(t, d, entries...).State().Attendance["z"]["session-1"]
			}
			assert.Equal(t, schedule.StatusExcused, status(dpg.Definition()))
			assert.Equal(t, schedule.StatusNotAttended, status(variant(func(d *course.Definition) { d.Attendance.JoinedLater = "absent" })))
		},
		"attended": func(t *testing.T) {
			attended := func(d course.Definition, present time.Duration) bool {
				c := compile(t, d)
				start := c.Schedule().Sessions()[0].Start
				there, err := c.Schedule().Attend(schedule.Held{Session: "session-1", Rows: []schedule.Segment{{Participant: "a", Join: start, Leave: new(start.Add(present))}}}, *d.Attendance)
				require.NoError(t, err)
				return there.People[0].Attended
			}
			assert.True(t, attended(dpg.Definition(), 96*time.Minute), "80% of two hours")
			assert.False(t, attended(dpg.Definition(), 96*time.Minute-time.Nanosecond))
			half := variant(func(d *course.Definition) { d.Attendance.AtLeastPercent = exact.MustDecimal("50") })
			assert.True(t, attended(half, 60*time.Minute))
		},
		"all-sessions": func(t *testing.T) {
			four := fullBut("attendance", grading.Mark{Attended: new(4), Held: new(5)})
			assert.Equal(t, "0", points(t, grade(t, dpg.Definition(), four), "attendance"))
			per := variant(func(d *course.Definition) { d.Grading.Components[1].Award.Attendance.Credit = "per_session" })
			assert.Equal(t, "12", points(t, grade(t, per, four), "attendance"))
			four["project"] = grading.Mark{Level: "good"}
			assert.Equal(t, grading.NotCertified, grade(t, dpg.Definition(), four).Decision, "75")
			assert.Equal(t, grading.Certified, grade(t, per, four).Decision, "87")
		},
		"quiz": func(t *testing.T) {
			assert.Equal(t, "10", points(t, grade(t, dpg.Definition(), fullBut("quiz", grading.Mark{Completed: new(true)})), "quiz"))
			assert.Equal(t, "0", points(t, grade(t, dpg.Definition(), fullBut("quiz", grading.Mark{Completed: new(false)})), "quiz"))
			scored := variant(func(d *course.Definition) {
				d.Grading.Components[0].Award = grading.Award{Points: &grading.PointsAward{Max: exact.MustDecimal("20")}}
			})
			assert.Equal(t, "7.5", points(t, grade(t, scored, fullBut("quiz", grading.Mark{Points: new(exact.MustDecimal("15"))})), "quiz"))
		},
		"participation": func(t *testing.T) {
			half := fullBut("participation", grading.Mark{Points: new(exact.MustDecimal("7.5"))})
			assert.Equal(t, "7.5", points(t, grade(t, dpg.Definition(), half), "participation"))
			whole := variant(func(d *course.Definition) {
				d.Grading.Components[2].Award.Points.Step = exact.MustDecimal("1")
			})
			_, err := compile(t, whole).Grading().Grade(half)
			assert.Error(t, err, "off the step of one")
		},
		"project": func(t *testing.T) {
			for level, want := range map[string]string{"submission": "40", "good": "50", "excellent": "60"} {
				assert.Equal(t, want, points(t, grade(t, dpg.Definition(), fullBut("project", grading.Mark{Level: level})), "project"))
			}
			assert.Equal(t, "0", points(t, grade(t, dpg.Definition(), fullBut("project", grading.Mark{Missing: true})), "project"))
			member := variant(func(d *course.Definition) { d.Project = nil })
			run, when := compile(t, member).Run(), time.Date(2024, 10, 1, 0, 0, 0, 0, time.UTC)
			who := somebody("a")
			_, err := run.Record(course.Entry{At: when, Applied: &who}, course.Entry{At: when, Selected: &admission.Selected{Seed: "a seed"}},
				course.Entry{At: when, Marked: &course.Marked{Participant: "a", Component: "project", Mark: grading.Mark{Level: "good"}}})
			require.NoError(t, err)
			assert.Equal(t, "50", run.State().Results["a"].Points["project"].String(), "a mark per member")
		},
		"own-mark": func(t *testing.T) {
			run := lived(t, dpg.Definition(),
				course.Entry{At: session5, Project: &course.ProjectMark{Group: "1", Mark: grading.Mark{Level: "good"}}},
				course.Entry{At: session5, Marked: &course.Marked{Participant: "a", Component: "project", Mark: grading.Mark{Level: "excellent"}, Reason: "led the work"}})
			assert.Equal(t, "60", run.State().Results["a"].Points["project"].String())
			assert.Equal(t, "50", run.State().Results["b"].Points["project"].String())
		},
		"leaves": func(t *testing.T) {
			good := grading.Mark{Level: "good"}
			run := lived(t, dpg.Definition(),
				course.Entry{At: session5, Marked: &course.Marked{Participant: "a", Component: "quiz", Mark: grading.Mark{Completed: new(true)}}},
				course.Entry{At: session5, Answered: &admission.Answered{Applicant: "a", Answer: admission.StatusWithdrawn}},
				course.Entry{At: session5, Project: &course.ProjectMark{Group: "1", Mark: good}})
			result := run.State().Results["a"]
			assert.Equal(t, "left", result.Decision)
			assert.Equal(t, "10", result.Total.String(), "the quiz, and nothing of the project")
			assert.Equal(t, "50", run.State().Results["b"].Points["project"].String())
		},
		"threshold": func(t *testing.T) {
			eighty := fullBut("project", grading.Mark{Level: "submission"})
			assert.Equal(t, grading.NotCertified, grade(t, dpg.Definition(), eighty).Decision)
			assert.Equal(t, grading.Certified, grade(t, variant(func(d *course.Definition) {
				d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("80"))}
			}), eighty).Decision)
		},
		"end": func(t *testing.T) {
			open := fullBut("project", grading.Mark{Pending: true})
			assert.Equal(t, grading.Pending, grade(t, dpg.Definition(), open).Decision)
			assert.Equal(t, grading.NotCertified, grade(t, dpg.Definition(), compile(t, dpg.Definition()).Grading().Close(open)).Decision)
		},
		"sizes": func(t *testing.T) {
			sizes, err := dpg.Definition().Grouping.Sizes.Split(60)
			require.NoError(t, err)
			assert.Len(t, sizes, 10, "the smallest number of groups")
			twelve := variant(func(d *course.Definition) { d.Grouping.Sizes.Count = 12 })
			sizes, err = twelve.Grouping.Sizes.Split(60)
			require.NoError(t, err)
			assert.Len(t, sizes, 12)
			_, err = dpg.Definition().Grouping.Sizes.Split(19)
			assert.Error(t, err, "never outside of 5 and 6")
		},
		"balance": func(t *testing.T) {
			var tiers []string
			for _, p := range dpg.Definition().Grouping.Prefer {
				tiers = append(tiers, fmt.Sprint(p.Tier, " ", p.Code))
			}
			assert.Equal(t, []string{"1 gender", "2 region", "3 sector", "3 employer", "4 experience"}, tiers)
		},
	}
	for _, code := range readings {
		require.Contains(t, tests, code)
		t.Run(code, tests[code])
	}
	assert.Len(t, tests, len(readings))
}

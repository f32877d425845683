package dpg

import (
	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// These are the sections of the course page. The source of a rule names one of them. The
// package documentation says how the items of a section are counted.
const (
	participants      = "participants" // who the course is for, how many, who has priority
	entry             = "entry"        // the list of additional requirements
	sessionsAndGroups = "delivery"     // sessions, groups and the project
	timeline          = "timeline"     // the live sessions
	evaluation        = "evaluation"   // marks, weights and the threshold
)

func from(section string, item int) *rule.Source { return &rule.Source{Section: section, Item: item} }

// Definition returns the reference course. Each call returns a new value, which
// the caller may change.
func Definition() course.Definition {
	return course.Definition{
		Version:     1,
		ID:          "itu-dpg-2024",
		Title:       "Digital Public Goods and open source",
		Topic:       "Digital transformation",
		Language:    "en",
		Level:       "Intermediate",
		Provider:    "ITU Academy",
		Instructors: []string{"Anna Ackermann", "Dhani Spiller", "Queenie Tam", "Ghazi Mabrouk"},
		Funding:     "Free of charge for those selected, supported by the Global Gateway initiative of the European Union",

		Description:   description,
		Audience:      audience(),
		Areas:         areas(),
		Prerequisites: prerequisites(),
		Outcomes:      outcomes(),
		Delivery:      delivery(),
		Outline:       outline(),
		Project: &course.Project{
			ReleasedAfter: "session-4",
			PresentedIn:   "session-5",
			Covers:        projectCovers(),
			Component:     "project",
			Source:        from(sessionsAndGroups, 6),
		},

		Admission:   entryRequirements(),
		Schedule:    sessions(),
		Attendance:  attended(),
		Grouping:    groups(),
		Grading:     evaluationScheme(),
		Certificate: &course.Certificate{Title: "ITU certificate", Issuer: "ITU Academy", Source: from(evaluation, 6)},
		Stated:      stated(),
	}
}

// entryRequirements returns the admission policy: who may join (five requirements) and in
// which order (three keys, then the lottery with a published seed).
func entryRequirements() *admission.Policy {
	return &admission.Policy{
		Capacity: 32,
		Requirements: []admission.Requirement{
			{
				Code: "public-sector-role", Level: "required", Source: from(participants, 1),
				Test: admission.Test{Role: &admission.RoleTest{In: []string{"government_official", "policymaker", "public_sector_professional"}}},
			},
			{
				Code: "degree-or-experience", Level: "required", Source: from(entry, 1),
				Test: admission.Test{Any: []admission.Test{
					{Degree: &admission.DegreeTest{AtLeast: "undergraduate", Relevant: true}},
					{Experience: &admission.ExperienceTest{AtLeastMonths: 36}},
				}},
			},
			{
				Code: "digital-service", Level: "required", Source: from(entry, 2),
				Test: admission.Test{Number: &admission.NumberTest{Name: "digital_services", AtLeast: exact.MustDecimal("1")}},
			},
			{
				Code: "fluent-english", Level: "required", Source: from(entry, 3),
				Test: admission.Test{Language: &admission.LanguageTest{Tag: "en", AtLeast: "fluent"}},
			},
			{
				Code: "application-complete", Level: "required", Source: from(entry, 4),
				Test: admission.Test{All: []admission.Test{
					{Document: &admission.DocumentTest{Name: "questionnaire"}},
					{Document: &admission.DocumentTest{Name: "cv"}},
					{Any: []admission.Test{
						{Document: &admission.DocumentTest{Name: "recommendation_letter"}},
						{Document: &admission.DocumentTest{Name: "motivation_letter"}},
					}},
				}},
			},
		},
		Priority: []admission.Priority{
			{
				Code: "developing-country", Source: from(participants, 7),
				Key: admission.Key{Matching: &admission.MatchingKey{
					Test: admission.Test{Country: &admission.CountryTest{List: string(country.UNSD202112), Status: string(country.Developing)}},
				}},
			},
			{
				Code: "women", Source: from(entry, 5),
				Key: admission.Key{Matching: &admission.MatchingKey{
					Test:   admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}},
					Within: "developing-country",
				}},
			},
			{
				Code: "review", Source: from(entry, 6),
				Key: admission.Key{Score: &admission.ScoreKey{
					Parts: []admission.ScorePart{
						{Name: "questionnaire", Weight: exact.MustDecimal("50")},
						{Name: "letter", Weight: exact.MustDecimal("50")},
					},
					Max:           exact.MustDecimal("10"),
					OverReviewers: "mean",
				}},
			},
		},
	}
}

// sessions returns the timeline: four sessions of two hours in two weeks, and one of
// three hours two weeks later, all in Central European Time.
func sessions() *schedule.Plan {
	session := func(item int, id, title, start, end string) schedule.Session {
		return schedule.Session{ID: id, Title: title, Start: civil.MustDateTime(start), End: civil.MustDateTime(end), Source: from(timeline, item)}
	}
	return &schedule.Plan{
		Zone: "Europe/Zurich",
		Sessions: []schedule.Session{
			session(1, "session-1", "Introduction to DPGs and OSS", "2024-10-30T15:00", "2024-10-30T17:00"),
			session(2, "session-2", "Implementing DPGs and Other OSS", "2024-11-01T15:00", "2024-11-01T17:00"),
			session(3, "session-3", "Policy Considerations for Advocacy, Adoption, and Maintenance", "2024-11-06T15:00", "2024-11-06T17:00"),
			session(4, "session-4", "Strategies for Evaluation, Advocacy, and Stakeholder Engagement", "2024-11-08T15:00", "2024-11-08T17:00"),
			session(5, "session-5", "Wrapping It Up", "2024-11-22T14:00", "2024-11-22T17:00"),
		},
	}
}

// attended returns the rule that says when a session counts as attended. The page has no
// such rule. We require presence for at least 80% of the session.
func attended() *schedule.AttendanceRule {
	return &schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80"), MissingLeave: "reject"}
}

// groups returns the policy for groups of 5 or 6, which are mixed by gender first, then
// by region, then by sector and employer, and then by experience.
func groups() *grouping.Policy {
	spread := func(code string, tier int, category string) grouping.Preference {
		return grouping.Preference{Code: code, Tier: tier, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: category}}, Source: from(sessionsAndGroups, 5)}
	}
	return &grouping.Policy{
		Sizes: grouping.Sizes{Min: 5, Max: 6},
		Prefer: []grouping.Preference{
			spread("gender", 1, "gender"),
			spread("region", 2, "region"),
			spread("sector", 3, "sector"),
			spread("employer", 3, "organisation"),
			{Code: "experience", Tier: 4, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "experience_months", Unit: exact.MustDecimal("1")}}, Source: from(sessionsAndGroups, 5)},
		},
	}
}

// evaluationScheme returns the scheme with the four marks. A total of more than 80
// certifies.
func evaluationScheme() grading.Scheme {
	return grading.Scheme{
		Components: []grading.Component{
			{
				ID: "quiz", Title: "Pre-class knowledge check", Weight: exact.MustDecimal("10"), Source: from(evaluation, 1),
				Award: grading.Award{Completion: &grading.CompletionAward{}},
			},
			{
				ID: "attendance", Title: "Attendance at all live sessions", Weight: exact.MustDecimal("15"), Source: from(evaluation, 2),
				Award: grading.Award{Attendance: &grading.AttendanceAward{Sessions: 5, Credit: "all_sessions"}},
			},
			{
				ID: "participation", Title: "Active contributions", Weight: exact.MustDecimal("15"), Source: from(evaluation, 3),
				Award: grading.Award{Points: &grading.PointsAward{Max: exact.MustDecimal("15"), Step: exact.MustDecimal("0.5")}},
			},
			{
				ID: "project", Title: "Final group project", Weight: exact.MustDecimal("60"), Source: from(evaluation, 4),
				Award: grading.Award{Levels: &grading.LevelsAward{
					Max: exact.MustDecimal("60"),
					Levels: []grading.Level{
						{Name: "submission", Points: exact.MustDecimal("40")},
						{Name: "good", Points: exact.MustDecimal("50")},
						{Name: "excellent", Points: exact.MustDecimal("60")},
					},
				}},
			},
		},
		Certificate: grading.Certificate{Above: new(exact.MustDecimal("80")), Source: from(evaluation, 6)},
	}
}

// stated returns the figures that the page states in prose, although other parts of the
// definition determine them.
func stated() *course.Stated {
	return &course.Stated{
		Timetable: &schedule.Claims{
			Sessions: &schedule.CountClaim{Count: 5, Source: from(sessionsAndGroups, 2)},
			Minutes:  &schedule.MinutesClaim{Each: 120, Source: from(sessionsAndGroups, 2)},
			Weekly: []schedule.WeeklyClaim{
				{Of: []string{"session-1", "session-2", "session-3", "session-4"}, Each: 2, Weeks: 2, Source: from(sessionsAndGroups, 3)},
			},
			Between: []schedule.BetweenClaim{{From: "session-4", To: "session-5", Days: 14, Source: from(sessionsAndGroups, 3)}},
		},
		Capacity:   &course.Claim{Is: 32, Source: from(participants, 4)},
		GroupSizes: &course.RangeClaim{Min: 5, Max: 6, Source: from(sessionsAndGroups, 5)},
	}
}

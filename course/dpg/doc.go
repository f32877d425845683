// Package dpg is the reference course as one value: the ITU Academy course "Digital
// Public Goods and open source", announced for October and November 2024. [Definition]
// holds every rule that the course page states, each with its source. Titles and figures
// are the page's; prose is in our own words.
//
//	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
//
// # Sources
//
// A source names a section of the page and an item in it, counted from 1. An item is a
// sentence or an entry of a list. The sections are participants (who the course is for,
// how many, who has priority; sentences), entry (the additional requirements; entries),
// delivery (sessions, groups and project; sentences), timeline (the live sessions;
// entries) and evaluation (marks: its four entries, then the sentence with the weights as
// item 5 and the sentence with the threshold as item 6).
//
// # Readings
//
// Where the page leaves something open, this list states the reading that we took, under
// a code, and how a definition takes another reading.
//
//	capacity       "Limited to 32": at most 32, fewer is fine.
//	               Other: admission.capacity.
//	who            Officials, policymakers and public sector professionals are
//	               eligible; "mid-level" and "primarily" describe the audience
//	               and decide nothing. Other: change the list of the role test.
//	basics         The basic understanding is a prerequisite in prose and decides
//	               nothing. Other: make it a desired requirement.
//	degree         A relevant degree, undergraduate or higher, or at least 36
//	               months in the course's areas, with any degree or none: gaining
//	               a degree never ends eligibility. Other: count months only
//	               without a degree, by a "not" of the degree test.
//	service        At least one digital service is required. Other: level desired.
//	english        Fluent or native, as the applicant or a test states it.
//	               Other: the level of the language test.
//	papers         Questionnaire and CV and one of the two letters, since the page
//	               later speaks of the recommendation or motivation letter. The
//	               caller must attest that the CV is up to date and that a letter
//	               is the employer's. A document stated as false is not met; an
//	               absent one is open. Other: any one document, or all of them.
//	country        Developing as in the last list of the UN Statistics Division
//	               (December 2021), by the country of the government or employer
//	               that the person serves. A place without a status has no
//	               priority, and a finding says so. Other: another list, or
//	               overrides.
//	priority       A key before the score, for every eligible role. Other: after
//	               the score; a share; only for some roles, by an "all" in the
//	               key's test.
//	women          A second key within developing countries: it does not move women
//	               from other countries. Other: in all countries, by leaving out
//	               the field "within"; after the score; a share; none.
//	undisclosed    Applicants need not state their gender. The value "undisclosed"
//	               is allowed. Applicants who state it rank like all others who do
//	               not have the priority of women.
//	selection      A third key: a complete review has two scores and counts as
//	               their mean, and the key is the mean over the complete reviews.
//	               Rulings of the organisers are recorded with name and reason.
//	               Other: weights, median, the order of the keys.
//	ties           A lottery whose seed is published. Other: a further key.
//	zone           Central European Time is the time of Zurich, where the ITU has
//	               its seat, with its clock changes. Other: any zone; a fixed
//	               offset is refused.
//	length         The timetable counts: session 5 lasts 180 minutes, and lint
//	               reports the page's claim of two hours (stated-minutes).
//	weeks          Twice a week and two weeks later are counted in calendar days:
//	               Wednesday and Friday, 14 days.
//	held           A session counts as it was held, without its breaks. A cancelled
//	               session is required of nobody; a session to come is open.
//	attended       A session is attended by being present for at least 80% of
//	               it. Other: attendance.at_least_percent.
//	joined-later   A session that began before a person had a seat is excused.
//	               Other: joined_later "absent" in the attendance rule.
//	all-sessions   All or nothing: 15 points for all five sessions. Other: credit
//	               per_session.
//	quiz           Completed or not, with any score. The caller must attest that it
//	               was done before session 1. Other: a points award.
//	participation  0 to 15 in steps of a half. Other: another step, or completion.
//	project        Points out of 60; no submission is 0. The group's level is given
//	               to each member, even to one who missed session 5. Other: a mark
//	               for each member, without the project in the definition.
//	own-mark       A mark that the instructors give to one member replaces the
//	               group's mark for that member.
//	leaves         People who leave keep their marks and get no certificate. A
//	               project's mark is for the members that the group has when the
//	               mark is entered.
//	threshold      More than 80 of 100, strictly, on the exact total. Other:
//	               at_least.
//	end            At the end of the course open components count as missing.
//	               Other: no certificate, and the decision stays pending.
//	sizes          Only groups of 5 and 6, and the smallest possible number of
//	               groups. Other: a count, or an exact list.
//	balance        Gender, then region, then sector and employer, then experience.
//	               Other: the tiers.
package dpg

// Package dpg is the reference course as one value: the ITU Academy course
// "Digital Public Goods and open source", announced for October and November
// 2024. [Definition] holds every rule its page states, each with its source;
// titles and figures are the page's, prose is in our own words.
//
//	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
//
// # Sources
//
// A source names a section of the page and, counted from 1, the sentence or the
// entry of a list in it: participants (who the course is for, how many, who
// comes first; sentences), entry (the additional requirements; entries),
// delivery (sessions, groups and project; sentences), timeline (the live
// sessions; entries), evaluation (marks: its four entries, then the sentences
// with weights, 5, and threshold, 6).
//
// # Readings
//
// Where the page leaves something open, this is the reading taken and how a
// definition takes another. Each stands here under its code.
//
//	capacity       "Limited to 32": at most 32, fewer is fine.
//	               Other: admission.capacity.
//	who            Officials, policymakers and public sector professionals are
//	               eligible; "mid-level" and "primarily" describe the audience
//	               and decide nothing. Other: the list of the role test.
//	basics         The basic understanding is a prerequisite in prose and decides
//	               nothing. Other: a desired requirement.
//	degree         A relevant degree, undergraduate or higher, or at least 36
//	               months in the course's areas whatever the degree: gaining a
//	               degree never loses eligibility. Other: months count only
//	               without a degree, by not over the degree test.
//	service        At least one digital service is required. Other: level desired.
//	english        Fluent or native, as the applicant or a test states it.
//	               Other: the level of the language test.
//	papers         Questionnaire and CV and one of the two letters, since the page
//	               later speaks of the recommendation or motivation letter. That
//	               the CV is up to date and a letter the employer's is for the
//	               caller to attest: false is a no, absent is open. Other: any one
//	               document, or all of them.
//	country        Developing as in the last list of the UN Statistics Division
//	               (December 2021), by the country of the government or employer
//	               served. A place without a status has no priority, and a finding
//	               says so. Other: another list, or overrides.
//	priority       A key before the score, for every eligible role. Other: after
//	               the score; a share; some roles only, by all in the key's test.
//	women          A second key within developing countries: women from elsewhere
//	               are not moved by it. Other: everywhere, without within; after
//	               the score; a share; none.
//	undisclosed    Gender is the applicant's to tell: undisclosed is no error and
//	               no loss against others who carry no priority.
//	selection      A third key: the mean over complete reviews of the mean of both
//	               scores. Rulings of the organisers are recorded with name and
//	               reason. Other: weights, median, the order of the keys.
//	ties           A lottery whose seed is published. Other: a further key.
//	zone           Central European Time is the time of Zurich, where the ITU has
//	               its seat, with its clock changes. Other: any zone; a fixed
//	               offset is refused.
//	length         The timetable holds: session 5 lasts 180 minutes, and lint
//	               reports the page's claim of two hours (stated-minutes).
//	weeks          Twice a week and two weeks later are counted in calendar days:
//	               Wednesday and Friday, 14 days.
//	held           A session counts as it was held, without its breaks. One that
//	               was cancelled asks nothing of anybody; one to come is open.
//	attended       A session is attended by being present for at least 80% of
//	               it. Other: attendance.at_least_percent.
//	joined-later   A session that began before a person had a seat is excused.
//	               Other: attendance.joined_later absent.
//	all-sessions   All or nothing: 15 points for all five sessions. Other: credit
//	               per_session.
//	quiz           Completed or not, whatever the score; that it was before session
//	               1 is for the caller to attest. Other: a points award.
//	participation  0 to 15 in steps of a half. Other: another step, or completion.
//	project        Points of 60, nothing handed in is 0. The group's level goes to
//	               each member, also to one who missed session 5. Other: a mark
//	               per member, without the project in the definition.
//	own-mark       A mark that the instructors give a member comes before the
//	               group's.
//	leaves         People who leave keep their marks and get no certificate. A
//	               project's mark is for the members the group has when it is
//	               entered.
//	threshold      More than 80 of 100, strictly, on the exact total. Other:
//	               at_least.
//	end            At the end of the course what is still open counts as missing.
//	               Other: do not certify, and it stays pending.
//	sizes          Never outside of 5 and 6, and the smallest number of groups that
//	               fits. Other: a count, or an exact list.
//	balance        Gender, then region, then sector and employer, then experience.
//	               Other: the tiers.
package dpg

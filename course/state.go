package course

import (
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// State is the present state of a run as plain data. Ids in groups are sorted, and no map
// is nil.
type State struct {
	Seats      []string            `json:"seats"`    // in the order given; by id without admission rules
	Waitlist   []string            `json:"waitlist"` // in call order
	Left       map[string]string   `json:"left"`     // status of each person who left, by id
	Incomplete map[string][]string `json:"incomplete"`
	Ineligible map[string][]string `json:"ineligible"`
	Groups     map[string][]string `json:"groups"` // by name
	// Sessions gives the status of each session: open, held or cancelled.
	Sessions map[string]schedule.Status `json:"sessions"`
	// Attendance and Results have the people who take part. They also have people who
	// left if a mark, an excuse, a project's mark or presence was recorded for them.
	Attendance map[string]map[string]schedule.Status `json:"attendance"`
	Results    map[string]Result                     `json:"results"`
	Ended      bool                                  `json:"ended"`
	// TakenAsMissing lists, by the id of the person, the components that were open at the
	// end.
	TakenAsMissing map[string][]string `json:"taken_as_missing"`
	Certificates   map[string]string   `json:"certificates"`
	// Strangers counts, by session, the people in a meeting who never applied.
	Strangers map[string]int `json:"strangers"`
	// Findings name the rules that the groups break, as [grouping.Grouper.Assess] does.
	// Only people who have a seat now count as members. People may have left since the
	// groups were formed, so a group can be too small. People who got a seat since then
	// are in no group. Findings also name people with a seat whose time zone cannot be
	// used. The course's meeting hours do not apply to these people, and they see times
	// in the schedule's zone.
	Findings []rule.Finding `json:"findings"`
}

// Result is the result of one person's marks. Numbers are exact.
type Result struct {
	Total exact.Rational `json:"total"`
	// Best is the total if everything that is open gets full points. For people who left,
	// and after the end, it is the total.
	Best exact.Rational `json:"best"`
	// Decision is certified, not_certified, pending, or left.
	Decision string `json:"decision"`
	Outcome  string `json:"outcome,omitzero"` // the best outcome that is certain
	// EverCertified reports whether the decision was certified at any time. In an amended
	// run, earlier decisions are judged by the present definition. EverCertified is also
	// true if a certificate was issued, or if the decision recorded at the end was
	// certified.
	EverCertified bool                      `json:"ever_certified"`
	Points        map[string]exact.Rational `json:"points"` // by component
	Open          []string                  `json:"open"`   // open components
}

// State returns the present state.
func (r *Run) State() State {
	s := State{
		Seats: []string{}, Waitlist: []string{}, Left: map[string]string{}, Incomplete: map[string][]string{}, Ineligible: map[string][]string{},
		Groups: map[string][]string{}, Sessions: map[string]schedule.Status{}, Attendance: map[string]map[string]schedule.Status{},
		Results: map[string]Result{}, TakenAsMissing: map[string][]string{}, Certificates: map[string]string{}, Strangers: map[string]int{},
		Findings: []rule.Finding{},
	}
	if r == nil || r.course == nil {
		return s
	}
	r.seatsOf(&s)
	s.Ended = r.state.ended
	s.Findings = append(s.Findings, r.groupFindings()...)
	for _, session := range r.course.sessions {
		s.Sessions[session.id] = r.state.became(session)
		for _, i := range session.sittings {
			if n := r.state.sittings[i].strangers; n > 0 {
				s.Strangers[session.id] += n
			}
		}
	}
	for _, name := range r.state.names {
		s.Groups[name] = []string{}
	}
	zones := map[string]rule.Violations{}
	for i := range r.state.people.n {
		p := r.state.people.at(i)
		r.personOf(&s, p)
		s.Findings = append(s.Findings, r.zoneFinding(p, zones)...)
	}
	for name := range s.Groups {
		slices.Sort(s.Groups[name])
	}
	return s
}

// became returns the status of a session: held, open or cancelled.
func (s *state) became(of session) schedule.Status {
	became := schedule.StatusCancelled
	for _, i := range of.sittings {
		switch s.sittings[i].status {
		case schedule.StatusHeld:
			return schedule.StatusHeld
		case schedule.StatusOpen:
			became = schedule.StatusOpen
		}
	}
	return became
}

// personOf fills in the state of one person who takes part or took part.
func (r *Run) personOf(s *State, p *person) {
	if !p.took() {
		return
	}
	if p.seated() && p.group != "" {
		s.Groups[p.group] = append(s.Groups[p.group], p.id)
	}
	if p.number != "" {
		s.Certificates[p.id] = p.number
	}
	if len(p.closed) > 0 {
		s.TakenAsMissing[p.id] = slices.Clone(p.closed)
	}
	if !p.counts() {
		return
	}
	s.Attendance[p.id] = map[string]schedule.Status{}
	for _, session := range r.course.sessions {
		s.Attendance[p.id][session.id] = r.state.attendance(p, session)
	}
	s.Results[p.id] = r.resultOf(p)
}

// resultOf returns the result of a person with the points of each component.
func (r *Run) resultOf(p *person) Result {
	result := Result{
		Total: p.result.total, Best: p.result.best, Decision: decisionOf(p), Outcome: p.result.outcome, EverCertified: p.result.ever,
		Points: map[string]exact.Rational{}, Open: []string{},
	}
	d := draft{Run: r, state: r.state}
	marks := d.marksOf(p)
	graded, _ := r.course.grading.Grade(marks) // every mark was read when it was entered
	addPoints(result.Points, graded.Parts)
	for _, open := range r.course.grading.Open(marks) { // none after the end
		result.Open = append(result.Open, open.Component)
	}
	return result
}

// addPoints collects the points of parts by component.
func addPoints(points map[string]exact.Rational, parts []grading.Part) {
	for _, part := range parts {
		points[part.Component] = part.Points
		addPoints(points, part.Parts)
	}
}

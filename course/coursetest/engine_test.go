package coursetest_test

import (
	"encoding/json"
	"errors"
	"slices"
	"time"
	_ "time/tzdata" // for machines without zone data

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// library is this module as an engine, written like a platform's adapter.
type library struct{}

func (library) Decide(family string, input []byte) ([]byte, error) {
	var in struct {
		Scheme, Marks            json.RawMessage
		Plan, Rule, Record       json.RawMessage
		Policy, Intake, Members  json.RawMessage
		Course                   json.RawMessage
		Journal                  []json.RawMessage
		Zone, Deadline, At, Seed string
	}
	if err := json.Unmarshal(input, &in); err != nil {
		return nil, err
	}
	var out any
	var err error
	switch family {
	case "grading":
		out, err = grade(in.Scheme, in.Marks)
	case "attendance":
		out, err = attend(in.Plan, in.Rule, in.Record)
	case "admission":
		out, err = admit(in.Policy, in.Intake)
	case "schedule":
		out, err = plan(in.Plan, in.Zone, in.Deadline, in.At)
	case "grouping":
		out, err = group(in.Policy, in.Members, in.Seed)
	case "run":
		out, err = run(in.Course, in.Journal)
	default:
		return nil, errors.ErrUnsupported
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

func grade(scheme, marks []byte) (any, error) {
	s, err := grading.Parse(scheme)
	if err != nil {
		return nil, err
	}
	g, err := grading.Compile(s)
	if err != nil {
		return nil, err
	}
	m, err := g.ParseMarks(marks)
	if err != nil {
		return nil, err
	}
	r, err := g.Grade(m)
	return map[string]any{"total": r.Total, "best": r.Best, "decision": r.Decision, "outcome": r.Outcome}, err
}

func timetable(text []byte) (*schedule.Timetable, error) {
	p, err := schedule.Parse(text)
	if err != nil {
		return nil, err
	}
	return schedule.Compile(p, time.LoadLocation)
}

func attend(planText, ruleText, record []byte) (any, error) {
	table, err := timetable(planText)
	if err != nil {
		return nil, err
	}
	var by schedule.AttendanceRule
	if err := json.Unmarshal(ruleText, &by); err != nil {
		return nil, err
	}
	r, err := table.ParseRecord(record, by)
	if err != nil {
		return nil, err
	}
	presence, err := table.Attendance(r, by)
	people := map[string]map[string]schedule.Status{}
	for _, p := range presence.People {
		people[p.Participant] = map[string]schedule.Status{}
		for _, s := range p.Sessions {
			people[p.Participant][s.Session] = s.Status
		}
	}
	return map[string]any{"people": people}, err
}

func admit(policy, intake []byte) (any, error) {
	p, err := admission.Parse(policy)
	if err != nil {
		return nil, err
	}
	s, err := admission.Compile(p)
	if err != nil {
		return nil, err
	}
	in, err := s.ParseIntake(intake)
	if err != nil {
		return nil, err
	}
	made, err := s.Select(in)
	ids := func(people []admission.Placement) []string {
		list := []string{}
		for _, p := range people {
			list = append(list, p.ID)
		}
		return list
	}
	admitted := ids(made.Admitted)
	slices.Sort(admitted)
	return map[string]any{
		"admitted": admitted, "waitlist": ids(made.Waitlist), "incomplete": ids(made.Incomplete), "ineligible": ids(made.Ineligible),
	}, err
}

func plan(text []byte, zone, deadline, at string) (any, error) {
	table, err := timetable(text)
	if err != nil {
		return nil, err
	}
	if deadline != "" {
		instant, err := time.Parse(time.RFC3339Nano, at)
		if err != nil {
			return nil, err
		}
		in, err := table.InTime(deadline, instant)
		return map[string]any{"in_time": in}, err
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return nil, err
	}
	sessions := map[string]any{}
	for _, s := range table.In(loc) {
		sessions[s.ID] = map[string]any{"start": s.Start.UTC(), "end": s.End.UTC(), "local": s.Start}
	}
	return map[string]any{"sessions": sessions}, nil
}

func group(policy, members []byte, seed string) (any, error) {
	p, err := grouping.Parse(policy)
	if err != nil {
		return nil, err
	}
	g, err := grouping.Compile(p)
	if err != nil {
		return nil, err
	}
	m, err := g.ParseMembers(members)
	if err != nil {
		return nil, err
	}
	f, err := g.Form(m, grouping.Options{Seed: seed})
	if err != nil {
		return nil, err
	}
	sizes := []int{}
	for _, ids := range f.Groups {
		sizes = append(sizes, len(ids))
	}
	slices.Sort(sizes)
	slices.Reverse(sizes)
	return map[string]any{"sizes": sizes, "groups": f.Groups}, nil
}

func run(definition []byte, journal []json.RawMessage) (any, error) {
	c, err := course.Load(definition, time.LoadLocation)
	if err != nil {
		return nil, err
	}
	r := c.Run()
	for _, line := range journal {
		entry, err := course.ParseEntry(line)
		if err != nil {
			return nil, err
		}
		if _, err := r.Record(entry); err != nil {
			return nil, err
		}
	}
	return r.State(), nil
}

package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/grouping"
)

//go:embed page.html
var pageText string

// page is the content of -html: the decisions of a run, as pictures and tables. All
// of it comes from the results of the run. The template escapes every value.
type page struct {
	Title    string
	About    []string
	Counts   []count
	Selected *selectedView
	Sessions *sessionsView
	Groups   *groupsView
	Marks    marksView
	Findings []string
}

// count is a figure at the top of the page.
type count struct {
	Number int
	Of     string
}

// writePage writes the run as one page that needs no script and no other file.
func writePage(w io.Writer, o outcome) {
	t := template.Must(template.New("page").Funcs(template.FuncMap{
		"join":    func(ids []string) string { return strings.Join(ids, ", ") },
		"columns": func(groups int) int { return groups + 2 },
		"fill":    func(component int) int { return component % fills },
	}).Parse(pageText))
	_ = t.Execute(w, pageOf(o)) // w is buffered and reports on Flush
}

func pageOf(o outcome) page {
	r := report{outcome: o}
	p := page{Title: o.definition.Title, About: r.about(), Marks: r.marksView(), Findings: r.lines()}
	state := o.run.State()
	if o.course.Admission() != nil {
		c := o.selected.Audit.Counts
		p.Counts = append(p.Counts, count{c.Applicants, "applied"}, count{c.Eligible, "were eligible"})
		p.Selected = r.selectedView()
	}
	p.Counts = append(p.Counts, count{len(state.Seats), "had a seat"}, count{p.Marks.Certified, "were certified"})
	if o.course.Grouping() != nil {
		p.Groups = r.groupsView()
	}
	if o.course.Schedule() != nil {
		p.Sessions = r.sessionsView()
	}
	return p
}

// selectedView shows who got a seat, and for whom each priority made the difference.
type selectedView struct {
	Seats      int
	Lists      []string
	Lottery    string
	Priorities []priorityView
	Keys       []string // the titles of the priorities
	Admitted   []placeView
	Waitlist   []placeView
	Unknown    []string
	Incomplete []reasonView
	Ineligible []reasonView
}

// priorityView shows one priority: the call order as a row of bars, and the people for
// whom the priority made the difference.
type priorityView struct {
	Title        string
	Gained, Lost []string
	Bars         []bar
	Width, Cut   int // width of the picture, and position at which the seats end
}

// bar is one person in the call order. Its class is "seat", "wait", "in" (the priority
// gave the person a seat) or "out" (the priority cost the person a seat).
type bar struct {
	X     int
	Class string
}

type placeView struct {
	Rank        int
	ID, Country string
	Keys        []string
	By          string
}

const (
	barStep = 10
	maxBars = 400 // in a picture; more bars could not be distinguished
)

func (r report) selectedView() *selectedView {
	s := r.selected
	v := &selectedView{Seats: s.Audit.Capacity, Admitted: r.places(s.Admitted), Waitlist: r.places(s.Waitlist), Unknown: r.unknown(),
		Incomplete: reasons(s.Incomplete), Ineligible: reasons(s.Ineligible)}
	for _, list := range s.Audit.Lists {
		v.Lists = append(v.Lists, fmt.Sprintf("%s, as of %s", list.Name, list.AsOf))
	}
	if l := s.Audit.Lottery; len(l.Tied) > 0 {
		v.Lottery = r.lottery(l)
	}
	for i, k := range s.Audit.Keys {
		title := r.definition.Admission.Priority[i].Title
		if title == "" {
			title = k.Code
		}
		v.Keys = append(v.Keys, title)
		v.Priorities = append(v.Priorities, r.priority(title, k))
	}
	return v
}

func (r report) priority(title string, k admission.KeyEffect) priorityView {
	v := priorityView{Title: title, Gained: k.Gained, Lost: k.Lost, Cut: len(r.selected.Admitted) * barStep}
	order := slices.Concat(r.selected.Admitted, r.selected.Waitlist)
	if len(order) > maxBars {
		return v
	}
	v.Width = len(order) * barStep
	for i, p := range order {
		class := "seat"
		switch {
		case slices.Contains(k.Gained, p.ID):
			class = "in"
		case slices.Contains(k.Lost, p.ID):
			class = "out"
		case i >= len(r.selected.Admitted):
			class = "wait"
		}
		v.Bars = append(v.Bars, bar{i * barStep, class})
	}
	return v
}

func (r report) places(list []admission.Placement) []placeView {
	var views []placeView
	for _, p := range list {
		v := placeView{Rank: p.Rank, ID: p.ID, Country: r.country(p.ID), By: p.DecidedBy}
		for _, k := range p.Keys {
			v.Keys = append(v.Keys, keyValue(k.Value))
		}
		views = append(views, v)
	}
	return views
}

// groupsView shows who works with whom, and how the groups compare.
type groupsView struct {
	Groups []groupView
	Tiers  []string
	Rules  []ruleView
}

type groupView struct {
	Name string
	IDs  []string
}

// ruleView shows how one rule is kept: a table with a row for each value and a cell for
// each group.
type ruleView struct {
	Code string
	Rows []balanceView
	Note string // in place of rows
}

type balanceView struct {
	Value, Total string
	Cells        []cell
}

// cell is a number in a table, with a shade. The least number of a row has shade 0 and
// the greatest has shade 4; the shades between are in proportion to the numbers.
type cell struct {
	Text  string
	Shade int
}

func (r report) groupsView() *groupsView {
	v := &groupsView{}
	for i, ids := range r.formation.Groups {
		v.Groups = append(v.Groups, groupView{strconv.Itoa(i + 1), ids})
	}
	for _, tier := range r.formation.Tiers {
		v.Tiers = append(v.Tiers, tierText(tier))
	}
	for _, rule := range r.formation.Rules {
		v.Rules = append(v.Rules, ruleOf(rule))
	}
	return v
}

func ruleOf(rule grouping.RuleReport) ruleView {
	v := ruleView{Code: rule.Code}
	if len(rule.Values) > fewValues {
		v.Note = fmt.Sprintf("%d values; %s", len(rule.Values), crowded(rule.Values))
		return v
	}
	for _, value := range rule.Values {
		v.Rows = append(v.Rows, balanceView{value.Value, strconv.Itoa(value.Total), cells(value.Groups)})
	}
	if len(rule.Groups) > 0 {
		v.Rows = append(v.Rows, balanceView{measure[rule.Kind], "", cells(rule.Groups)})
	}
	return v
}

func cells[N int | int64](numbers []N) []cell {
	least, most := slices.Min(numbers), slices.Max(numbers)
	list := make([]cell, len(numbers))
	for i, n := range numbers {
		list[i].Text = fmt.Sprint(n)
		if most > least {
			list[i].Shade = int((n - least) * 4 / (most - least))
		}
	}
	return list
}

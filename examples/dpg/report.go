package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// report writes the report for people. Its writer is buffered and reports errors on
// Flush.
type report struct {
	w io.Writer
	outcome
}

func writeReport(w io.Writer, o outcome) {
	r := report{w, o}
	r.title()
	if r.course.Admission() != nil {
		r.selection()
		r.waitlist()
		r.turnedDown()
	}
	if r.course.Grouping() != nil {
		r.groups()
	}
	if r.course.Schedule() != nil {
		r.sessions()
	}
	r.certificates()
	r.findings()
}

func (r report) line(format string, args ...any) { _, _ = fmt.Fprintf(r.w, format+"\n", args...) }

func (r report) section(title string) { r.line("\n%s\n%s", title, strings.Repeat("-", len(title))) }

// table writes rows in columns; the first row is the header.
func (r report) table(rows [][]string) {
	t := tabwriter.NewWriter(r.w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		_, _ = fmt.Fprintln(t, "  "+strings.TrimRight(strings.Join(row, "\t"), "\t"))
	}
	_ = t.Flush()
}

// list writes items, wrapped at 100 columns.
func (r report) list(indent string, items []string) {
	line := indent
	for i, item := range items {
		if i < len(items)-1 {
			item += ","
		}
		if len(line)+len(item) > 100 && line != indent {
			r.line("%s", strings.TrimRight(line, " "))
			line = indent
		}
		line += item + " "
	}
	if len(items) > 0 {
		r.line("%s", strings.TrimRight(line, " "))
	}
}

func (r report) title() {
	r.line("%s", r.definition.Title)
	if about := r.about(); len(about) > 0 {
		r.line("%s", strings.Join(about, ", "))
	}
}

// about returns the provider, the level and the language that the definition states.
func (r report) about() []string {
	d := r.definition
	return slices.DeleteFunc([]string{d.Provider, d.Level, d.Language}, func(s string) bool { return s == "" })
}

func (r report) selection() {
	s := r.selected
	c := s.Audit.Counts
	r.section("Selection")
	r.line("%d applied: %d eligible, %d incomplete, %d ineligible. %d seats: %d admitted, %d on the waitlist.",
		c.Applicants, c.Eligible, c.Incomplete, c.Ineligible, s.Audit.Capacity, c.Admitted, c.Waitlisted)
	for _, list := range s.Audit.Lists {
		r.line("Countries by %s, as of %s.", list.Name, list.AsOf)
	}
	r.line("")
	r.placements(s.Admitted)
	r.line("")
	if l := s.Audit.Lottery; len(l.Tied) > 0 {
		r.line("%s", r.lottery(l))
	}
	r.line("What each priority did (the same selection without it):")
	for _, k := range s.Audit.Keys {
		if len(k.Gained) == 0 {
			r.line("  %s: the same people are admitted.", k.Code)
			continue
		}
		r.line("  %s: a seat for %d, in place of %d.", k.Code, len(k.Gained), len(k.Lost))
		r.list("    in:  ", k.Gained)
		r.list("    out: ", k.Lost)
	}
}

func (r report) lottery(l admission.LotteryUse) string {
	return fmt.Sprintf("The last %s decided by lottery with seed %q: %s tie in every key.", seats(l.Seats), r.selected.Audit.Seed, strings.Join(l.Tied, ", "))
}

func seats(n int) string {
	if n == 1 {
		return "seat was"
	}
	return fmt.Sprintf("%d seats were", n)
}

// placements writes the call order with the value of each key. For each person it
// states the key that decided between this person and the person above.
func (r report) placements(list []admission.Placement) {
	header := []string{"rank", "id", "country"}
	for _, p := range r.definition.Admission.Priority {
		header = append(header, p.Code)
	}
	rows := [][]string{append(header, "after the one above by")}
	for _, p := range list {
		row := []string{fmt.Sprint(p.Rank), p.ID, r.country(p.ID)}
		for _, k := range p.Keys {
			row = append(row, keyValue(k.Value))
		}
		rows = append(rows, append(row, p.DecidedBy))
	}
	r.table(rows)
}

// keyValue returns the value of a key as the report shows it.
func keyValue(value string) string {
	switch value {
	case rule.Met.String():
		return "yes"
	case rule.NotMet.String():
		return "no"
	case "outside":
		return "-"
	}
	return value
}

func (r report) country(id string) string { return country.Alpha2(r.people[id].Country).Name() }

func (r report) waitlist() {
	r.section("Waitlist, in the order of the call")
	r.placements(r.selected.Waitlist)
	for _, line := range r.unknown() {
		r.line("  %s", line)
	}
}

// unknown returns a line for each applicant and priority whose value is unknown.
func (r report) unknown() []string {
	var list []string
	for _, p := range slices.Concat(r.selected.Admitted, r.selected.Waitlist) {
		for _, f := range p.Findings {
			if f.Verdict == rule.Unknown {
				list = append(list, fmt.Sprintf("%s: %s is unknown. %s", p.ID, f.Code, f.Detail))
			}
		}
	}
	return list
}

// turnedDown lists the incomplete and the ineligible applicants, with the reasons.
func (r report) turnedDown() {
	r.section("Incomplete: what is still open")
	for _, p := range r.selected.Incomplete {
		r.line("  %s: %s", p.ID, strings.Join(p.Reasons, ", "))
	}
	r.section("Ineligible: what is not met")
	for _, v := range reasons(r.selected.Ineligible) {
		r.line("  %s:", v.Reason)
		r.list("    ", v.IDs)
	}
}

// reasonView lists the people for whom the same requirements are not met or still open.
type reasonView struct {
	Reason string
	IDs    []string
}

// reasons groups people by the requirements that are not met or still open.
func reasons(list []admission.Placement) []reasonView {
	var views []reasonView
	for _, p := range list {
		reason := strings.Join(p.Reasons, ", ")
		i := slices.IndexFunc(views, func(v reasonView) bool { return v.Reason == reason })
		if i < 0 {
			i = len(views)
			views = append(views, reasonView{Reason: reason})
		}
		views[i].IDs = append(views[i].IDs, p.ID)
	}
	slices.SortFunc(views, func(a, b reasonView) int { return strings.Compare(a.Reason, b.Reason) })
	return views
}

func (r report) groups() {
	f := r.formation
	r.section("Groups")
	for i, group := range f.Groups {
		r.line("  %d (%d): %s", i+1, len(group), strings.Join(group, " "))
	}
	r.line("")
	r.line("What was balanced, and how far from even it had to stay:")
	for _, tier := range f.Tiers {
		r.line("  %s", tierText(tier))
	}
	r.line("")
	rows := [][]string{{"rule", "value", "people", "in each group"}}
	for _, report := range f.Rules {
		if len(report.Values) > fewValues {
			rows = append(rows, []string{report.Code, fmt.Sprintf("%d values", len(report.Values)), "", crowded(report.Values)})
			continue
		}
		for _, v := range report.Values {
			rows = append(rows, []string{report.Code, v.Value, fmt.Sprint(v.Total), numbers(v.Groups)})
		}
		if len(report.Groups) > 0 {
			rows = append(rows, []string{report.Code, measure[report.Kind], "", numbers(report.Groups)})
		}
	}
	r.table(rows)
}

func tierText(tier grouping.Tier) string {
	proof := fmt.Sprintf("at least %d", tier.Bound)
	if tier.Proved {
		proof = "proved best"
	}
	return fmt.Sprintf("tier %d: cost %d, %s", tier.Number, tier.Cost, proof)
}

// fewValues is the largest number of values of a category for which the report and the
// page show each value.
const fewValues = 8

// measure names the figure that a rule over numbers or times compares between groups.
var measure = map[string]string{"balance": "sum", "range": "largest less smallest", "common_hours": "minutes in common"}

func numbers[N int | int64](list []N) string {
	return strings.Trim(fmt.Sprint(list), "[]")
}

package export

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

type achievement struct {
	ID           string        `json:"id"`
	Type         []string      `json:"type"`
	Kind         string        `json:"achievementType"`
	Name         string        `json:"name"`
	Description  string        `json:"description"`
	Language     string        `json:"inLanguage,omitzero"`
	Criteria     criteria      `json:"criteria"`
	Descriptions []description `json:"resultDescription"`
}

type criteria struct {
	Narrative string `json:"narrative"`
}

type description struct {
	ID       string   `json:"id"`
	Type     []string `json:"type"`
	Name     string   `json:"name"`
	Kind     string   `json:"resultType"`
	Allowed  []string `json:"allowedValue,omitzero"`
	Min      string   `json:"valueMin,omitzero"`
	Max      string   `json:"valueMax,omitzero"`
	Required string   `json:"requiredValue,omitzero"`
	Levels   []level  `json:"rubricCriterionLevel,omitzero"`
}

type level struct {
	ID     string   `json:"id"`
	Type   []string `json:"type"`
	Name   string   `json:"name"`
	Level  string   `json:"level"`
	Points string   `json:"points"`
}

// language matches the language tags that the standard accepts.
var language = regexp.MustCompile(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

// maker makes the achievement of a scheme and the results of a person's marks.
type maker struct {
	scheme grading.Scheme
	base   string // address of the achievement
	marks  grading.Marks
}

func (m maker) achievement(d course.Definition, b Badge) achievement {
	a := achievement{
		ID: m.base, Type: []string{"Achievement"}, Kind: "Certificate", Name: title(d), Description: d.Title,
		Criteria: criteria{m.narrative()}, Descriptions: m.descriptions(),
	}
	if language.MatchString(d.Language) {
		a.Language = d.Language
	}
	for _, text := range []string{d.Description, b.Description} {
		if text != "" {
			a.Description = text
		}
	}
	return a
}

// descriptions returns the descriptions of all possible results: the total, the outcome,
// and the components, each group before its own components.
func (m maker) descriptions() []description {
	total := description{ID: m.base + "#total", Type: resultDescription(), Name: "Total in percent", Kind: "Percent", Min: "0"}
	switch {
	case m.scheme.Certificate.AtLeast != nil:
		total.Required = m.scheme.Certificate.AtLeast.String()
	case len(m.scheme.Outcomes) > 0:
		if last := m.lastCertifying(); last != nil && last.AtLeast != nil {
			total.Required = last.AtLeast.String()
		}
	}
	list := []description{total}
	if len(m.scheme.Outcomes) > 0 {
		outcome := description{ID: m.base + "#outcome", Type: resultDescription(), Name: "Outcome", Kind: "PerformanceLevel"}
		for i := len(m.scheme.Outcomes) - 1; i >= 0; i-- { // the lowest first
			outcome.Allowed = append(outcome.Allowed, m.scheme.Outcomes[i].Name)
		}
		if last := m.lastCertifying(); last != nil {
			outcome.Required = last.Name
		}
		list = append(list, outcome)
	}
	return m.components(list, m.scheme.Components)
}

func resultDescription() []string { return []string{"ResultDescription"} }

// lastCertifying returns the lowest outcome that comes with a certificate.
func (m maker) lastCertifying() *grading.OutcomeRule {
	var last *grading.OutcomeRule
	for i := range m.scheme.Outcomes {
		if m.scheme.Outcomes[i].Certifies {
			last = &m.scheme.Outcomes[i]
		}
	}
	return last
}

func (m maker) components(list []description, components []grading.Component) []description {
	for _, c := range components {
		d := description{ID: m.base + "#component-" + escaped(c.ID), Type: resultDescription(), Name: name(c), Kind: "Percent", Min: "0"}
		if c.Minimum != nil {
			d.Required = c.Minimum.String()
		}
		if award := c.Award.Levels; award != nil {
			d.Kind = "RubricCriterionLevel"
			for i, l := range award.Levels {
				d.Levels = append(d.Levels, level{ID: m.levelID(c.ID, i), Type: []string{"RubricCriterionLevel"}, Name: l.Name, Level: l.Name, Points: l.Points.String()})
			}
		}
		list = append(list, d)
		if c.Award.Group != nil {
			list = m.components(list, c.Award.Group.Components)
		}
	}
	return list
}

func (m maker) levelID(id string, i int) string {
	return m.base + "#level-" + escaped(id) + "-" + strconv.Itoa(i+1)
}

// results returns the results that the person reached.
func (m maker) results(r grading.Result) []result {
	list := []result{}
	if r.Total.Compare(r.Best) == 0 {
		list = append(list, m.result("#total", r.Total.String()))
	}
	if r.Outcome != "" {
		list = append(list, m.result("#outcome", r.Outcome))
	}
	return m.parts(list, m.scheme.Components, r.Parts)
}

func (m maker) parts(list []result, components []grading.Component, parts []grading.Part) []result {
	for i, c := range components {
		p := parts[i]
		if percent, known := m.percent(c); known && !p.Dropped && (p.Status == grading.StatusGraded || p.Status == grading.StatusMissing) {
			reached := m.result("#component-"+escaped(c.ID), percent.String())
			reached.Level = m.level(c)
			list = append(list, reached)
		}
		if c.Award.Group != nil && !p.Dropped {
			list = m.parts(list, c.Award.Group.Components, p.Parts)
		}
	}
	return list
}

// level returns the id of the level that the mark in a component names, or "" if the
// component has no levels or the mark names none.
func (m maker) level(c grading.Component) string {
	if c.Award.Levels == nil {
		return ""
	}
	n := slices.IndexFunc(c.Award.Levels.Levels, func(l grading.Level) bool { return l.Name == m.marks[c.ID].Level })
	if n < 0 {
		return ""
	}
	return m.levelID(c.ID, n)
}

func (m maker) result(fragment, value string) result {
	return result{Type: []string{"Result"}, Description: m.base + fragment, Value: value}
}

// percent returns the result of a component in percent of its own full marks. It is the
// total of a scheme that has only this component.
func (m maker) percent(c grading.Component) (exact.Rational, bool) {
	none := exact.MustDecimal("0")
	alone := grading.Component{ID: c.ID, Weight: exact.MustDecimal("100"), Award: c.Award}
	g, err := grading.Compile(grading.Scheme{Components: []grading.Component{alone}, Certificate: grading.Certificate{AtLeast: &none}})
	if err != nil {
		return exact.Rational{}, false
	}
	marks := grading.Marks{}
	m.pick(marks, []grading.Component{alone})
	r, err := g.Grade(marks)
	return r.Total, err == nil
}

// pick adds the marks of the components to the map dst. For a group, it adds the marks of
// the components inside the group.
func (m maker) pick(dst grading.Marks, components []grading.Component) {
	for _, c := range components {
		if c.Award.Group != nil {
			m.pick(dst, c.Award.Group.Components)
		} else if mark, there := m.marks[c.ID]; there {
			dst[c.ID] = mark
		}
	}
}

func name(c grading.Component) string {
	if c.Title != "" {
		return c.Title
	}
	return c.ID
}

// escaped encodes an id for the fragment of an address.
func escaped(id string) string {
	const safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
	var b strings.Builder
	for i := range len(id) {
		if c := id[i]; strings.IndexByte(safe, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)|0x100, 16)[1:]))
		}
	}
	return b.String()
}

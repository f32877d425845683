package export

import (
	"strings"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// narrative returns, in Markdown, what is needed for the achievement: thresholds first,
// then components.
func (m maker) narrative() string {
	var b strings.Builder
	if len(m.scheme.Outcomes) == 0 {
		b.WriteString("The total must be " + threshold(m.scheme.Certificate.Above, m.scheme.Certificate.AtLeast) + ".\n")
	}
	for _, o := range m.scheme.Outcomes {
		m.outcome(&b, o)
	}
	b.WriteString("\nTotals are exact and are compared before any rounding. What counts:\n\n")
	unit := "%"
	if m.scheme.Weights == "relative" {
		unit = " parts of the whole"
	}
	lines(&b, "- ", unit, m.scheme.Components)
	return strings.TrimSpace(b.String())
}

func (m maker) outcome(b *strings.Builder, o grading.OutcomeRule) {
	text := o.Title
	if text == "" {
		text = o.Name
	}
	b.WriteString("- " + plain(text))
	if !o.Certifies {
		b.WriteString(" (without a certificate)")
	}
	b.WriteString(": the total must be " + threshold(o.Above, o.AtLeast))
	for _, need := range o.Needs {
		b.WriteString(", and " + plain(m.nameOf(need.Component, m.scheme.Components)) + " " + threshold(need.Above, need.AtLeast))
	}
	b.WriteString(".\n")
}

// threshold says in words which totals are enough. For a strict threshold it also says
// that the threshold itself is not enough.
func threshold(above, atLeast *exact.Decimal) string {
	switch {
	case above != nil:
		return "more than " + above.String() + "% (exactly " + above.String() + "% is not enough)"
	case atLeast != nil:
		return "at least " + atLeast.String() + "%"
	}
	return "stated"
}

func lines(b *strings.Builder, indent, unit string, components []grading.Component) {
	for _, c := range components {
		b.WriteString(indent + plain(name(c)) + ": " + c.Weight.String() + unit)
		if c.ExtraCredit {
			b.WriteString(", extra credit")
		}
		if c.Minimum != nil {
			b.WriteString("; at least " + c.Minimum.String() + "% of its full marks is required")
		}
		b.WriteString("\n")
		if c.Award.Group != nil {
			lines(b, "  "+indent, " parts of the group", c.Award.Group.Components)
		}
	}
}

func (m maker) nameOf(id string, components []grading.Component) string {
	for _, c := range components {
		if c.ID == id {
			return name(c)
		}
		if c.Award.Group != nil {
			if found := m.nameOf(id, c.Award.Group.Components); found != "" {
				return found
			}
		}
	}
	return ""
}

// plain escapes the characters that have a meaning in Markdown and HTML.
func plain(text string) string {
	var b strings.Builder
	for _, c := range text {
		if strings.ContainsRune("\\`*_{}[]()<>#+!|~&$", c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}

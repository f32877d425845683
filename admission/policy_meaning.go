package admission

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
)

// meaning returns a copy of p that is equal for all policies with the same meaning:
// without titles, sources and the format, with numbers in their shortest form, sets in
// order, and defaults in one form. The digest of the copy is a digest of what the policy
// decides. p is not changed.
func (p Policy) meaning() Policy {
	p = p.clone()
	p.Format = 0
	for i := range p.Requirements {
		q := &p.Requirements[i]
		q.Title, q.Source = "", nil
		q.Test.normalize()
	}
	for i := range p.Priority {
		k := &p.Priority[i]
		k.Title, k.Source = "", nil
		if k.Key.Matching != nil {
			k.Key.Matching.Test.normalize()
		}
		if k.Key.Score != nil {
			k.Key.Score.Max = shortest(k.Key.Score.Max)
			for j := range k.Key.Score.Parts {
				k.Key.Score.Parts[j].Weight = shortest(k.Key.Score.Parts[j].Weight)
			}
			slices.SortFunc(k.Key.Score.Parts, func(a, b ScorePart) int { return strings.Compare(a.Name, b.Name) })
		}
	}
	for i := range p.Shares {
		s := &p.Shares[i]
		s.Title, s.Source = "", nil
		if s.Of.Test != nil {
			s.Of.Test.normalize()
		}
		s.AtLeast.normalize()
		s.AtMost.normalize()
		for _, b := range s.Groups {
			b.AtLeast.normalize()
			b.AtMost.normalize()
		}
	}
	for i := range p.Overrides {
		p.Overrides[i].Reason = ""
	}
	slices.SortFunc(p.Lists, func(a, b List) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(p.Overrides, func(a, b Override) int {
		return cmp.Or(cmp.Compare(a.List, b.List), cmp.Compare(a.Country, b.Country))
	})
	return p
}

func (b *Bound) normalize() {
	if b != nil {
		b.Percent = shortest(b.Percent)
	}
}

func (t *Test) normalize() {
	switch {
	case t.Role != nil:
		set(t.Role.In)
	case t.Gender != nil:
		set(t.Gender.In)
	case t.Country != nil:
		set(t.Country.In)
		if t.Country.Of == served {
			t.Country.Of = ""
		}
		if t.Country.List == "" && t.Country.In == nil {
			t.Country.List = defaultList
		}
	case t.Language != nil:
		t.Language.AtLeast = t.Language.AtLeast.plain()
	case t.Number != nil:
		t.Number.AtLeast, t.Number.AtMost = shortest(t.Number.AtLeast), shortest(t.Number.AtMost)
	case t.Score != nil:
		t.Score.AtLeast = shortest(t.Score.AtLeast)
	case t.Attribute != nil:
		set(t.Attribute.In)
	}
	for _, list := range t.inner() {
		for i := range list {
			list[i].normalize()
		}
	}
}

// set sorts values that are read as a set.
func set[T cmp.Ordered](values []T) { slices.Sort(values) }

// shortest returns a number without needless zeros: 40 for 40.0.
func shortest(d exact.Decimal) exact.Decimal {
	if d.IsZero() || d.Exponent() == 0 {
		return d
	}
	text := d.String()
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	short, err := exact.ParseDecimal(text)
	if err != nil {
		return d
	}
	return short
}

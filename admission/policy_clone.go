package admission

import (
	"maps"
	"slices"
)

// clone returns a copy of a checked policy that shares nothing with p.
func (p Policy) clone() Policy {
	p.Requirements = slices.Clone(p.Requirements)
	for i := range p.Requirements {
		q := &p.Requirements[i]
		q.Test, q.Source = q.Test.clone(), clone(q.Source)
	}
	p.Priority = slices.Clone(p.Priority)
	for i := range p.Priority {
		k := &p.Priority[i]
		k.Source = clone(k.Source)
		k.Key = Key{Matching: clone(k.Key.Matching), Score: clone(k.Key.Score), Number: clone(k.Key.Number)}
		if k.Key.Matching != nil {
			k.Key.Matching.Test = k.Key.Matching.Test.clone()
		}
		if k.Key.Score != nil {
			k.Key.Score.Parts = slices.Clone(k.Key.Score.Parts)
		}
	}
	p.Shares = slices.Clone(p.Shares)
	for i := range p.Shares {
		p.Shares[i] = p.Shares[i].clone()
	}
	p.Lists = slices.Clone(p.Lists)
	for i := range p.Lists {
		p.Lists[i].Status = maps.Clone(p.Lists[i].Status)
	}
	p.Overrides = slices.Clone(p.Overrides)
	return p
}

func (s Share) clone() Share {
	s.AtLeast, s.AtMost, s.Source = s.AtLeast.clone(), s.AtMost.clone(), clone(s.Source)
	if s.Of.Test != nil {
		s.Of.Test = new(s.Of.Test.clone())
	}
	s.Groups = maps.Clone(s.Groups)
	for name, b := range s.Groups {
		s.Groups[name] = Bounds{b.AtLeast.clone(), b.AtMost.clone()}
	}
	return s
}

func (b *Bound) clone() *Bound {
	if b == nil {
		return nil
	}
	return &Bound{Count: clone(b.Count), Percent: b.Percent}
}

func (t Test) clone() Test {
	t.Role, t.Gender, t.Country, t.Degree = clone(t.Role), clone(t.Gender), clone(t.Country), clone(t.Degree)
	t.Experience, t.Language, t.Document = clone(t.Experience), clone(t.Language), clone(t.Document)
	t.Number, t.Attribute, t.Score, t.AtLeastOf = clone(t.Number), clone(t.Attribute), clone(t.Score), clone(t.AtLeastOf)
	if t.Role != nil {
		t.Role.In = slices.Clone(t.Role.In)
	}
	if t.Gender != nil {
		t.Gender.In = slices.Clone(t.Gender.In)
	}
	if t.Country != nil {
		t.Country.In = slices.Clone(t.Country.In)
	}
	if t.Attribute != nil {
		t.Attribute.In = slices.Clone(t.Attribute.In)
	}
	t.All, t.Any = clones(t.All), clones(t.Any)
	if t.Not != nil {
		t.Not = new(t.Not.clone())
	}
	if t.AtLeastOf != nil {
		t.AtLeastOf.Tests = clones(t.AtLeastOf.Tests)
	}
	return t
}

func clones(tests []Test) []Test {
	tests = slices.Clone(tests)
	for i := range tests {
		tests[i] = tests[i].clone()
	}
	return tests
}

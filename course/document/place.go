package document

import "github.com/cohortkit/cohort/course/rule"

// place is the position of a value. Its path is built only when there is something to
// report. A nil place is the document itself. While an object or a list is read, its
// members share one place, which is moved from member to member.
type place struct {
	up    *place
	kind  step
	name  string
	index int
}

type step uint8

const (
	isField step = iota
	isKey
	isIndex
)

// String returns the path.
func (p *place) String() string {
	if p == nil {
		return ""
	}
	switch up := p.up.String(); p.kind {
	case isIndex:
		return rule.Index(up, p.index)
	case isKey:
		return rule.Key(up, p.name)
	default:
		return rule.Field(up, p.name)
	}
}

// unknown returns the path of a key that the object does not have. The key is written
// like a field if it looks like a name, and quoted otherwise.
func unknown(path, key string) string {
	if len(key) > 64 || key == "" {
		return rule.Key(path, key)
	}
	for _, c := range key {
		if c != '_' && c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') {
			return rule.Key(path, key)
		}
	}
	return rule.Field(path, key)
}

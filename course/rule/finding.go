package rule

// Finding is what a rule found: the rule's code, the path of the value it read,
// its verdict, what it needed, what it saw (Have, the only place where a
// person's own value may stand), a sentence where those do not suffice, the
// source of the rule and the findings it is made of.
type Finding struct {
	Code    string    `json:"code"`
	Path    string    `json:"path,omitzero"`
	Verdict Verdict   `json:"verdict"`
	Need    string    `json:"need,omitzero"`
	Have    string    `json:"have,omitzero"`
	Detail  string    `json:"detail,omitzero"`
	Source  *Source   `json:"source,omitzero"`
	Parts   []Finding `json:"parts,omitzero"`
}

// Source names where a rule was read off: a section of the course page and,
// from 1, the item in it.
type Source struct {
	Section string `json:"section" validate:"required,max=64,line"`
	Item    int    `json:"item,omitzero" validate:"min=0,max=1000"`
}

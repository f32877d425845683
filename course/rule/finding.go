package rule

// Finding is the result of a rule: the rule's code, the path of the value that it read,
// its verdict, what it needed, and the value that it found (Have, the only field that may
// hold a person's own value). Detail is a sentence for what Need and Have leave unclear.
// Source is the source of the rule, and Parts are the findings of which this one
// consists.
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

// Source names the place from which a rule was taken: a section of the course page and
// the item in that section, counted from 1.
type Source struct {
	Section string `json:"section" validate:"required,max=64,line"`
	Item    int    `json:"item,omitzero" validate:"min=0,max=1000"`
}

package coursetest

import (
	"embed"
	"encoding/json"
)

// families are the families of vectors, in order. The vectors of a family are in the file
// of the same name.
var families = [...]string{"grading", "attendance", "admission", "schedule", "grouping", "run"}

//go:embed vectors/*.json
var files embed.FS

// Vector is one input and the right answer to it.
type Vector struct {
	ID     string `json:"id"`
	Family string `json:"family"`
	// Rule is the rule that the vector tests, and Harm the harm of a wrong answer.
	Rule  string          `json:"rule"`
	Harm  string          `json:"harm"`
	Input json.RawMessage `json:"input"`
	// Want is the right answer; it is absent if the input must be refused.
	Want   json.RawMessage `json:"want,omitzero"`
	Refuse bool            `json:"refuse,omitzero"`
}

// Vectors returns all vectors, by family. The caller owns them.
func Vectors() []Vector {
	var all []Vector
	for _, family := range families {
		var file struct {
			Vectors []Vector `json:"vectors"`
		}
		data, _ := files.ReadFile("vectors/" + family + ".json") // part of the package
		if err := json.Unmarshal(data, &file); err != nil {
			panic("coursetest: " + err.Error())
		}
		for _, v := range file.Vectors {
			v.Family = family
			all = append(all, v)
		}
	}
	return all
}

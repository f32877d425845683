package grouping

import "strings"

// ConflictError says that no formation was found that keeps every rule in must.
type ConflictError struct {
	// Codes are the rules in conflict, in the order of the policy.
	Codes []string `json:"codes"`
}

// Error names the rules.
func (e *ConflictError) Error() string {
	return "grouping: no formation keeps all of " + strings.Join(e.Codes, ", ")
}

func (gr *Grouper) conflict() *ConflictError {
	e := &ConflictError{}
	for _, m := range gr.policy.Must {
		e.Codes = append(e.Codes, m.Code)
	}
	return e
}

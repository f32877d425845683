package grouping

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Options of [Grouper.Form] and [Grouper.Assess]. The same members, policy, Seed
// and Steps give the same formation on every machine.
type Options struct {
	// Seed is the source of chance, at most 128 bytes. Publish it to let others
	// repeat the formation. It may be empty.
	Seed string `json:"seed"`
	// Steps bounds the work of the call: a step is one swap weighed. 0 asks for a number
	// that depends on the members, the tiers and whether there are rules in must.
	Steps int `json:"steps,omitzero" validate:"min=0"`
	// Proof asks for the certificate, [Formation.Proof]. Looking for it can take up to
	// 50,000,000 steps where Steps are fewer.
	Proof bool `json:"proof,omitzero"`
	// Progress, if not nil, is called now and then with the steps done and the
	// steps there are at most. If it returns false, the call ends with a
	// [*StopError] and nothing else.
	Progress func(done, total int64) bool `json:"-"`
}

func (o Options) check(r *rule.Report) {
	r.Put(document.Shape(o)...)
	checkSeed(o.Seed, r)
}

func checkSeed(seed string, r *rule.Report) {
	if seed != "" && !document.ValidID(seed) {
		r.Add("seed", "seed", "at most 128 bytes without control characters")
	}
}

// ReformOptions are the options of [Grouper.Reform].
type ReformOptions struct {
	// Seed, Steps and Progress are those of [Options].
	Seed     string                       `json:"seed"`
	Steps    int                          `json:"steps,omitzero" validate:"min=0"`
	Progress func(done, total int64) bool `json:"-"`
	// Moves is how many members may change groups; absent, one for each member
	// who left.
	Moves *int `json:"moves,omitzero" validate:"omitempty,min=0"`
	// Swaps are pairs of members who change places with each other and stay
	// there; they do not count as moves.
	Swaps [][2]string `json:"swaps,omitzero"`
}

func (o ReformOptions) check(r *rule.Report) {
	r.Put(document.Shape(o)...)
	checkSeed(o.Seed, r)
}

// StopError says that Progress ended a call.
type StopError struct {
	Done int64 `json:"done"` // steps
}

// Error says that the caller stopped the search.
func (e *StopError) Error() string { return "grouping: stopped by the caller" }

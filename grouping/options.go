package grouping

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Options are the options of [Grouper.Form] and [Grouper.Assess]. The same members,
// policy, Seed, Steps and Proof give the same formation on every machine.
type Options struct {
	// Seed is the source of chance, at most 128 bytes. Publish it to let others
	// repeat the formation. It may be empty.
	Seed string `json:"seed"`
	// Steps limits the work of the call; weighing one swap is one step. It is at most
	// 2,147,483,647. If Steps is 0, the limit depends on the members, the tiers and
	// whether there are required rules.
	Steps int `json:"steps,omitzero" validate:"min=0,max=2147483647"`
	// Proof asks for the certificate, [Formation.Proof]. The search for it can take up to
	// 50,000,000 steps, even if Steps is less.
	Proof bool `json:"proof,omitzero"`
	// Progress, if not nil, is called now and then with the number of steps done and the
	// largest number of steps that the call can take. If it returns false, the call ends
	// with a [*StopError] and returns nothing else.
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
	// Seed, Steps and Progress have the same meaning as in [Options].
	Seed     string                       `json:"seed"`
	Steps    int                          `json:"steps,omitzero" validate:"min=0,max=2147483647"`
	Progress func(done, total int64) bool `json:"-"`
	// Moves is how many members may change groups. If it is absent, one move is allowed
	// for each member who left.
	Moves *int `json:"moves,omitzero" validate:"omitempty,min=0"`
	// Swaps are pairs of members who exchange places and then stay there. They do not
	// count as moves.
	Swaps [][2]string `json:"swaps,omitzero"`
}

func (o ReformOptions) check(r *rule.Report) {
	r.Put(document.Shape(o)...)
	checkSeed(o.Seed, r)
}

// StopError says that Progress ended a call.
type StopError struct {
	Done int64 `json:"done"` // steps done
}

// Error says that the caller stopped the search.
func (e *StopError) Error() string { return "grouping: stopped by the caller" }

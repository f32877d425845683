package admission

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Commit returns what to publish before the seed of the lottery is known: the
// digests that a selection of the same intake will show in its audit, whatever
// the seed turns out to be.
func (s *Selector) Commit(in Intake) (Digests, error) {
	if err := document.Check(in, func(r *rule.Report) { s.CheckIntake(in, r) }); err != nil {
		return Digests{}, err
	}
	return s.pool(in).digests(), nil
}

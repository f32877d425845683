package schedule

import (
	"math/big"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// AttendanceRule says what counts as attended.
type AttendanceRule struct {
	// AtLeastPercent is the share of a sitting that must be attended, more than 0
	// and at most 100. It is a share of the sitting as it was held, without its
	// breaks.
	AtLeastPercent exact.Decimal `json:"at_least_percent" validate:"required,bounded"`
	// MissingLeave says how to read a row without the time at which the participant left.
	// With "reject", the default, such a row is a violation. With "until_end" the
	// participant was present until the end of the sitting or of the meeting, whichever
	// is earlier. With "zero_length" the row adds no presence.
	MissingLeave string `json:"missing_leave,omitzero" validate:"omitempty,name=reject until_end zero_length"`
	// JoinedLater says how to count a session that began before a participant
	// joined the course and that the participant did not attend: "excused",
	// the default, or "absent", like any other session.
	JoinedLater string `json:"joined_later,omitzero" validate:"max=128,line"`
}

// Check reports everything wrong with the rule.
func (by AttendanceRule) Check(r *rule.Report) {
	r.Put(document.Shape(by)...)
	if r.Clean("at_least_percent") && (by.AtLeastPercent.Sign() <= 0 || by.AtLeastPercent.Rat().Cmp(hundred()) > 0) {
		// At 0 percent, even people who never came would have attended.
		r.Add("at_least_percent", "percent", "must be more than 0 and at most 100")
	}
	if r.Clean("joined_later") && by.JoinedLater != "" && by.JoinedLater != "excused" && by.JoinedLater != "absent" {
		r.Add("joined_later", "unknown-value", "want excused or absent")
	}
}

func hundred() *big.Rat { return big.NewRat(100, 1) }

// needed returns the least whole number of nanoseconds that is at least the required
// share of the time taught. Since presence is a whole number of nanoseconds too,
// comparing the two decides exactly.
func (by AttendanceRule) needed(taught time.Duration) time.Duration {
	share := new(big.Rat).Quo(by.AtLeastPercent.Rat(), hundred())
	share.Mul(share, new(big.Rat).SetInt64(int64(taught)))
	whole, rest := new(big.Int).QuoRem(share.Num(), share.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return time.Duration(whole.Int64())
}

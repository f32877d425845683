package rule

import "errors"

// Verdict is the outcome of a rule: [Met], [NotMet], or [Unknown] where a fact
// it asked for is absent. The zero value is Unknown. Its text is met, not_met
// or unknown.
type Verdict uint8

// The three outcomes of strong Kleene logic.
const (
	Unknown Verdict = iota
	NotMet
	Met
)

var errVerdict = errors.New("not a verdict: want met, not_met or unknown")

// Of returns Met for true and NotMet for false: the verdict of a fact that is
// there.
func Of(met bool) Verdict {
	if met {
		return Met
	}
	return NotMet
}

// All is met when every verdict is (also when there is none), not met as soon
// as one is not, and unknown otherwise.
func All(verdicts ...Verdict) Verdict {
	all := Met
	for _, v := range verdicts {
		switch v {
		case Met:
		case NotMet:
			return NotMet
		default:
			all = Unknown
		}
	}
	return all
}

// Any is met as soon as one verdict is, not met when every one is not (also
// when there is none), and unknown otherwise.
func Any(verdicts ...Verdict) Verdict {
	any := NotMet
	for _, v := range verdicts {
		switch v {
		case Met:
			return Met
		case NotMet:
		default:
			any = Unknown
		}
	}
	return any
}

// Not swaps met and not met, and keeps unknown: a negation never turns an
// absent fact into an answer.
func Not(v Verdict) Verdict {
	switch v {
	case Met:
		return NotMet
	case NotMet:
		return Met
	default:
		return Unknown
	}
}

// String returns met, not_met or unknown.
func (v Verdict) String() string {
	switch v {
	case Met:
		return "met"
	case NotMet:
		return "not_met"
	default:
		return "unknown"
	}
}

// MarshalText returns the text of v.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText accepts met, not_met and unknown.
func (v *Verdict) UnmarshalText(text []byte) error {
	for _, known := range []Verdict{Unknown, NotMet, Met} {
		if known.String() == string(text) {
			*v = known
			return nil
		}
	}
	return errVerdict
}

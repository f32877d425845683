package rule

import "errors"

// Verdict is the outcome of a rule: [Met], [NotMet], or [Unknown] if a fact that the rule
// needs is absent. The zero value is Unknown. Its text is met, not_met or unknown.
type Verdict uint8

// These are the three values of strong Kleene logic.
const (
	Unknown Verdict = iota
	NotMet
	Met
)

var errVerdict = errors.New("not a verdict: want met, not_met or unknown")

// Of returns the verdict of a fact that is known: Met for true and NotMet for false.
func Of(met bool) Verdict {
	if met {
		return Met
	}
	return NotMet
}

// All returns Met if every verdict is Met, even for an empty list. It returns NotMet if
// at least one verdict is NotMet, and Unknown otherwise.
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

// Any returns Met if at least one verdict is Met. It returns NotMet if every verdict is
// NotMet, even for an empty list, and Unknown otherwise.
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

// Not swaps Met and NotMet, and keeps Unknown: a negation never turns an absent fact into
// an answer.
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

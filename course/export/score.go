package export

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
)

// Score is a score of LTI Assignment and Grade Services 2.0. As JSON it is the body of
// the request that sends it (application/vnd.ims.lis.v1.score+json).
type Score struct {
	UserID    string    `json:"userId"`
	Timestamp time.Time `json:"timestamp"`
	// ScoreGiven and ScoreMaximum are absent while something is open.
	ScoreGiven   json.Number `json:"scoreGiven,omitzero"`
	ScoreMaximum json.Number `json:"scoreMaximum,omitzero"`
	// ActivityProgress is Initialized, InProgress or Completed. GradingProgress is
	// NotReady, Pending or FullyGraded.
	ActivityProgress string `json:"activityProgress"`
	GradingProgress  string `json:"gradingProgress"`
	// Comment explains the decision to the person.
	Comment string `json:"comment"`
}

// LTIScore returns the score of a result at an instant, for the platform's user with the
// given id. Each new score of a user must have a later instant than the user's earlier
// scores. The error is nil or rule.Violations.
func LTIScore(userID string, r grading.Result, at time.Time) (Score, error) {
	type input struct {
		UserID    string    `json:"user_id" validate:"required,max=255,line"`
		Timestamp time.Time `json:"timestamp" validate:"required"`
	}
	in := input{userID, at}
	err := document.Check(in, func(report *rule.Report) {
		report.Put(document.Shape(in)...)
		if year := at.UTC().Year(); !at.IsZero() && (year < 1970 || year > 9998) {
			report.Add("timestamp", "range", "the year must be 1970 to 9998")
		}
	})
	if err != nil {
		return Score{}, err
	}
	s := Score{UserID: userID, Timestamp: at.UTC(), Comment: r.Shown(2).Sentence}
	seen := count(r.Parts)
	switch {
	case seen.open > 0 && seen.open+seen.excused == seen.all && r.Total.Sign() == 0, seen.all == 0:
		s.ActivityProgress, s.GradingProgress = "Initialized", "NotReady"
	case seen.open > 0:
		s.ActivityProgress, s.GradingProgress = "InProgress", "Pending"
	case seen.excused == seen.all:
		s.ActivityProgress, s.GradingProgress = "Completed", "NotReady"
	default:
		s.ActivityProgress, s.GradingProgress = "Completed", "FullyGraded"
		s.ScoreGiven, s.ScoreMaximum, err = numbers(r)
	}
	return s, err
}

// counts holds the number of components, without groups, and how many of them are open
// and how many are excused.
type counts struct{ all, open, excused int }

func count(parts []grading.Part) counts {
	var n counts
	for _, p := range parts {
		if p.Parts != nil {
			below := count(p.Parts)
			n.all, n.open, n.excused = n.all+below.all, n.open+below.open, n.excused+below.excused
			continue
		}
		n.all++
		switch p.Status {
		case grading.StatusPending:
			n.open++
		case grading.StatusExcused:
			n.excused++
		}
	}
	return n
}

// most is the largest whole number up to which a float64 represents all whole numbers.
const most = 1 << 53

// numbers returns the score and its maximum.
func numbers(r grading.Result) (given, maximum json.Number, err error) {
	text := r.Total.String()
	if !strings.Contains(text, "/") && len(text) <= 16 {
		return json.Number(text), "100", nil
	}
	if n, d, fits := lowest(r.Total); fits && n <= most && d <= most/100 {
		return json.Number(strconv.FormatUint(n, 10)), json.Number(strconv.FormatUint(100*d, 10)), nil
	}
	text = r.Shown(10).Total
	if _, err := exact.ParseDecimal(text); err != nil {
		return "", "", rule.Violations{{Code: "range", Detail: "no number of twenty places tells the total from the threshold"}}
	}
	return json.Number(text), "100", nil
}

// lowest returns t as a fraction in lowest terms, and whether it fits in 64 bits.
func lowest(t exact.Rational) (n, d uint64, fits bool) {
	r := t.Rat()
	return r.Num().Uint64(), r.Denom().Uint64(), r.Num().IsUint64() && r.Denom().IsUint64()
}

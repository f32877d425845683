package admission

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Closed fixes the list of applicants, and with it the draw and a nonce. The nonce is a
// text that nobody can guess. The digests include it, so that people who know almost all
// of an application cannot confirm a guess at the rest. Keep the nonce secret and give
// out receipts.
type Closed struct {
	Draw  Draw   `json:"draw"`
	Nonce string `json:"nonce"`
}

// Draw announces where the seed of the lottery will come from: a public source whose
// value nobody knows yet and nobody controls, such as a round of a randomness beacon.
type Draw struct {
	Source    string    `json:"source"`
	At        time.Time `json:"at"`                 // instant from which the value can be known
	Otherwise string    `json:"otherwise,omitzero"` // what is used if the source fails
}

func (c *Closed) check(r *rule.Report) {
	checkLine(r, "draw.source", c.Draw.Source, true)
	checkLine(r, "draw.otherwise", c.Draw.Otherwise, false)
	checkInstant(r, "draw.at", c.Draw.At)
	switch {
	case c.Nonce == "":
		r.Add("nonce", "required", "is required: a text that nobody can guess")
	case !document.ValidID(c.Nonce):
		r.Add("nonce", "id", wantID)
	}
}

// Commit returns the digests to publish before the seed of the lottery is known. Every
// selection of the same intake will show them in its audit, whatever the seed is. Publish
// them together with the draw of the closing, before the instant that the draw names.
func (s *Selector) Commit(in Intake) (Digests, error) {
	if err := s.ready(); err != nil {
		return Digests{}, err
	}
	if err := document.Check(in, func(r *rule.Report) { s.checkIntake(in, r) }); err != nil {
		return Digests{}, err
	}
	return s.pool(in, s.capacity).digests(), nil
}

// Receipt lets one applicant see that his or her application is in the list that was
// committed to. Digest is the SHA-256 of "cohort-receipt-v1\n" + Salt + "\n" + the
// canonical JSON of the application; Salt is different for each applicant. Publish the
// sorted digests, whose hash is in [Digests], and give each applicant only his or her own
// receipt.
type Receipt struct {
	ID     string `json:"id"`
	Salt   string `json:"salt"`
	Digest string `json:"digest"`
}

// Receipts returns a receipt for each applicant, sorted by id. The intake must be closed,
// because receipts are made with its nonce. The error is [rule.Violations].
func (s *Selector) Receipts(in Intake) ([]Receipt, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	err := document.Check(in, func(r *rule.Report) {
		s.checkIntake(in, r)
		if in.Closed == nil {
			r.Add("closed", "required", "is required: receipts are made with its nonce")
		}
	})
	if err != nil {
		return nil, err
	}
	return in.receipts(&applicantWriter{}), nil
}

func (in Intake) receipts(w *applicantWriter) []Receipt {
	receipts := make([]Receipt, 0, len(in.Applicants))
	var text []byte
	for _, a := range in.byID() {
		salt := hash("cohort-salt-v1\n", in.Closed.Nonce, "\n", a.ID)
		text = append(append(append(text[:0], "cohort-receipt-v1\n"...), salt...), '\n')
		text = append(text, w.applicant(a)...)
		sum := sha256.Sum256(text)
		receipts = append(receipts, Receipt{ID: a.ID, Salt: salt, Digest: hex.EncodeToString(sum[:])})
	}
	return receipts
}

func hash(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "")))
	return hex.EncodeToString(sum[:])
}

// alike returns the ids that look alike, in groups.
func alike(as []Applicant) [][]string {
	byLook := make(map[string]string, len(as))
	groups := map[string][]string{}
	for i := range as {
		id := as[i].ID
		look := document.Skeleton(id)
		if first, there := byLook[look]; !there {
			byLook[look] = id
		} else {
			if groups[look] == nil {
				groups[look] = []string{first}
			}
			groups[look] = append(groups[look], id)
		}
	}
	var all [][]string
	for _, ids := range groups {
		slices.Sort(ids)
		all = append(all, ids)
	}
	slices.SortFunc(all, slices.Compare[[]string])
	return all
}

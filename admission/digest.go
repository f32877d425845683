package admission

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// Digests are SHA-256 hashes in hexadecimal.
//
// Policy and Intake are taken over canonical JSON: keys sorted, no white space.
// Intake covers the applicants, by id, their reviews, by reviewer, and the
// rulings, by id, but not the seed: it can be published before the seed is
// known. Order covers the sorted ids of everybody in the call order, each with
// a line break after it, as sort and sha256sum would.
type Digests struct {
	Policy string `json:"policy"`
	Intake string `json:"intake"`
	Order  string `json:"order"`
}

func (p *pool) digests() Digests {
	return Digests{Policy: p.s.digest, Intake: p.in.digest(), Order: commitment(sortedIDs(p.cs))}
}

// commitment is the hash of ids, one a line.
func commitment(ids []string) string {
	h := sha256.New()
	for _, id := range ids {
		h.Write([]byte(id + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// digest is the hash of the canonical JSON of a checked value.
func digest(v any) string {
	var text bytes.Buffer
	write := json.NewEncoder(&text)
	write.SetEscapeHTML(false)
	var sorted any
	if err := write.Encode(v); err != nil {
		return "" // a checked value always marshals: a test digests every kind
	}
	read := json.NewDecoder(&text)
	read.UseNumber()
	if err := read.Decode(&sorted); err != nil {
		return ""
	}
	text.Reset()
	if err := write.Encode(sorted); err != nil {
		return ""
	}
	sum := sha256.Sum256(bytes.TrimSuffix(text.Bytes(), []byte("\n")))
	return hex.EncodeToString(sum[:])
}

func (in Intake) digest() string {
	applicants := append([]Applicant{}, in.Applicants...)
	slices.SortFunc(applicants, func(a, b Applicant) int { return strings.Compare(a.ID, b.ID) })
	for i := range applicants {
		reviews := slices.Clone(applicants[i].Reviews)
		slices.SortFunc(reviews, func(a, b Review) int { return strings.Compare(a.Reviewer, b.Reviewer) })
		applicants[i].Reviews = reviews
	}
	return digest(struct {
		Applicants []Applicant `json:"applicants"`
		Rulings    []Ruling    `json:"rulings"`
	}{applicants, sortedRulings(in.Rulings)})
}

func sortedRulings(rulings []Ruling) []Ruling {
	sorted := append([]Ruling{}, rulings...)
	slices.SortFunc(sorted, func(a, b Ruling) int { return strings.Compare(a.ID, b.ID) })
	return sorted
}

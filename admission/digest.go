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

// canonical returns the canonical JSON of a checked value, which always has one.
func canonical(v any) []byte {
	var text bytes.Buffer
	write := json.NewEncoder(&text)
	write.SetEscapeHTML(false)
	_ = write.Encode(v)
	read := json.NewDecoder(bytes.NewReader(text.Bytes()))
	read.UseNumber()
	var sorted any // maps are written with their keys sorted
	_ = read.Decode(&sorted)
	text.Reset()
	_ = write.Encode(sorted)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}

func digest(v any) string {
	sum := sha256.Sum256(canonical(v))
	return hex.EncodeToString(sum[:])
}

// digest writes one applicant at a time, so that a large intake takes no more
// memory than a small one.
func (in Intake) digest() string {
	order := make([]*Applicant, len(in.Applicants))
	for i := range in.Applicants {
		order[i] = &in.Applicants[i]
	}
	slices.SortFunc(order, byID)
	h := sha256.New()
	h.Write([]byte(`{"applicants":[`))
	for i, a := range order {
		if i > 0 {
			h.Write([]byte(","))
		}
		sorted := *a
		sorted.Reviews = slices.Clone(a.Reviews)
		slices.SortFunc(sorted.Reviews, func(a, b Review) int { return strings.Compare(a.Reviewer, b.Reviewer) })
		h.Write(canonical(sorted))
	}
	h.Write([]byte(`],"rulings":`))
	h.Write(canonical(sortedRulings(in.Rulings)))
	h.Write([]byte("}"))
	return hex.EncodeToString(h.Sum(nil))
}

func byID(a, b *Applicant) int { return strings.Compare(a.ID, b.ID) }

func sortedRulings(rulings []Ruling) []Ruling {
	sorted := append([]Ruling{}, rulings...)
	slices.SortFunc(sorted, func(a, b Ruling) int { return strings.Compare(a.ID, b.ID) })
	return sorted
}

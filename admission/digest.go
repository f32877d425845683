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
// Policy and Intake are the hashes of canonical JSON: keys sorted, no white space,
// numbers in their shortest form, sets in order; titles and sources are left out. Intake
// covers the applicants and the rulings, both sorted by id, the reviews, sorted by
// reviewer, and the closing with its nonce. It does not cover the seed, so it can be
// published before the seed is known.
//
// Order is the hash of the sorted ids of the people who are ranked by merit. People
// admitted by ruling are not among them. Each id is followed by a line break, so the
// commands sort and sha256sum compute the same hash in the C locale. If there is a nonce,
// Receipts is the hash of the digests of [Selector.Receipts], sorted and each followed by
// a line break.
type Digests struct {
	Policy   string `json:"policy"`
	Intake   string `json:"intake"`
	Order    string `json:"order"`
	Receipts string `json:"receipts,omitzero"`
}

func (p *pool) digests() Digests {
	d := Digests{Policy: p.s.digest, Order: lines(sortedIDs(p.cs))}
	w := applicantWriter{}
	d.Intake = p.in.digest(&w)
	if p.in.Closed != nil {
		var all []string
		for _, receipt := range p.in.receipts(&w) {
			all = append(all, receipt.Digest)
		}
		slices.Sort(all)
		d.Receipts = lines(all)
	}
	return d
}

// lines returns the hash of texts, each followed by a line break.
func lines(texts []string) string {
	h := sha256.New()
	var line []byte
	for _, text := range texts {
		line = append(append(line[:0], text...), '\n')
		h.Write(line)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// canonical returns the canonical JSON of a checked value, which can always be encoded.
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

// digest returns the hash of the intake. It writes one applicant at a time, so that the
// texts of a large intake take no more memory than those of a small one.
func (in Intake) digest(w *applicantWriter) string {
	h := sha256.New()
	h.Write([]byte(`{"applicants":[`))
	for i, a := range in.byID() {
		if i > 0 {
			h.Write([]byte(","))
		}
		h.Write(w.applicant(a))
	}
	h.Write([]byte("]"))
	if in.Closed != nil {
		h.Write([]byte(`,"closed":`))
		h.Write(canonical(in.Closed))
	}
	h.Write([]byte(`,"rulings":`))
	h.Write(canonical(sortedRulings(in.Rulings)))
	h.Write([]byte("}"))
	return hex.EncodeToString(h.Sum(nil))
}

// byID returns the applicants in the order of their ids.
func (in Intake) byID() []*Applicant {
	order := make([]*Applicant, len(in.Applicants))
	for i := range in.Applicants {
		order[i] = &in.Applicants[i]
	}
	slices.SortFunc(order, byID)
	return order
}

func byID(a, b *Applicant) int { return strings.Compare(a.ID, b.ID) }

func sortedRulings(rulings []Ruling) []Ruling {
	sorted := append([]Ruling{}, rulings...)
	slices.SortFunc(sorted, func(a, b Ruling) int { return strings.Compare(a.ID, b.ID) })
	return sorted
}

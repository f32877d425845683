package export

import (
	"encoding/hex"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// Badge holds the values of a credential other than the result. Addresses are absolute:
// https://…, did:…, mailto:…, urn:uuid:….
type Badge struct {
	// ID is the address of this credential; every credential needs its own.
	ID string `json:"id" validate:"required,max=2000"`
	// Issuer is the address of the issuer. Achievement is the address of the course as an
	// achievement, the same for everybody who reaches it.
	Issuer      string `json:"issuer" validate:"required,max=2000"`
	Achievement string `json:"achievement" validate:"required,max=2000"`
	// Subject is the address of the person.
	Subject string `json:"subject" validate:"required,max=2000"`
	// ValidFrom is the instant from which the credential is valid.
	ValidFrom time.Time `json:"valid_from" validate:"required"`
	// Start and End are the instants of the course's start and end; both may be left out.
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
	// Journal is the digest of the run's journal.
	Journal string `json:"journal" validate:"required,max=64"`
	// Description describes the achievement. If it is absent, the course's description is
	// used, or its title.
	Description string `json:"description,omitzero" validate:"max=5000,text"`
}

func (b Badge) check(r *rule.Report) {
	for _, address := range []struct{ name, text string }{
		{"id", b.ID}, {"issuer", b.Issuer}, {"achievement", b.Achievement}, {"subject", b.Subject},
	} {
		if r.Clean(address.name) && !isURI(address.text) {
			r.Add(address.name, "uri", "want an absolute address such as https://example.org/1 or urn:uuid:…, everything but ASCII encoded")
		}
	}
	if r.Clean("achievement") && strings.Contains(b.Achievement, "#") {
		r.Add("achievement", "uri", "want an address without a fragment: its results are its fragments")
	}
	if sum, err := hex.DecodeString(b.Journal); r.Clean("journal") && (err != nil || len(sum) != 32) {
		r.Add("journal", "digest", "want a SHA-256 as 64 hexadecimal digits")
	}
	for _, moment := range []struct {
		name string
		at   time.Time
	}{{"valid_from", b.ValidFrom}, {"start", b.Start}, {"end", b.End}} {
		if year := moment.at.UTC().Year(); !moment.at.IsZero() && (year < 1970 || year > 9998) {
			r.Add(moment.name, "range", "the year must be 1970 to 9998")
		}
	}
	if r.Clean("start", "end") && !b.End.IsZero() && b.End.Before(b.Start) {
		r.Add("end", "date-order", "must not be before the start")
	}
	if r.Clean("valid_from", "end") && b.ValidFrom.Before(b.End) {
		r.Add("valid_from", "date-order", "must not be before the end of the course")
	}
}

// isURI reports whether text has a scheme and, after it, only characters that a URI may
// have (RFC 3986).
func isURI(text string) bool {
	scheme, rest, found := strings.Cut(text, ":")
	if !found || rest == "" || scheme == "" || !letter(scheme[0]) {
		return false
	}
	for i := range len(scheme) {
		if c := scheme[i]; !letter(c) && (c < '0' || c > '9') && !strings.ContainsRune("+-.", rune(c)) {
			return false
		}
	}
	for i := range len(rest) {
		switch c := rest[i]; {
		case c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			return false
		case c == '%' && (i+2 >= len(rest) || !hexDigits(rest[i+1:i+3])):
			return false
		}
	}
	return true
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func hexDigits(text string) bool {
	_, err := hex.DecodeString(text)
	return err == nil
}

package export

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
)

// contexts are the addresses of the vocabularies that the standards define.
var contexts = [2]string{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}

// credential is the JSON of an OpenBadgeCredential, limited to the members used here.
type credential struct {
	Context   [2]string  `json:"@context"`
	ID        string     `json:"id"`
	Type      []string   `json:"type"`
	Name      string     `json:"name"`
	Issuer    profile    `json:"issuer"`
	ValidFrom time.Time  `json:"validFrom"`
	Subject   subject    `json:"credentialSubject"`
	Evidence  []evidence `json:"evidence"`
}

type profile struct {
	ID   string   `json:"id"`
	Type []string `json:"type"`
	Name string   `json:"name"`
}

type subject struct {
	ID          string      `json:"id"`
	Type        []string    `json:"type"`
	Start       time.Time   `json:"activityStartDate,omitzero"`
	End         time.Time   `json:"activityEndDate,omitzero"`
	Achievement achievement `json:"achievement"`
	Results     []result    `json:"result"`
}

type result struct {
	Type        []string `json:"type"`
	Description string   `json:"resultDescription"`
	Value       string   `json:"value"`
	Level       string   `json:"achievedLevel,omitzero"`
}

type evidence struct {
	ID        string   `json:"id"`
	Type      []string `json:"type"`
	Name      string   `json:"name"`
	Narrative string   `json:"narrative"`
}

// OpenBadge returns the unsigned credential of a certified person, as the package
// documentation describes it. The error is nil or rule.Violations. They are violations of
// the badge, or have an empty path and one of two codes: not-certified or other-course.
func OpenBadge(c *course.Course, p course.Person, b Badge) ([]byte, error) {
	err := document.Check(b, func(r *rule.Report) {
		r.Put(document.Shape(b)...)
		b.check(r)
		switch {
		case c == nil || c.Grading() == nil || p.Result != nil && !fits(c.Grading().Scheme(), *p.Result):
			r.Note("", "other-course", "want a result of this course")
		case p.Decision != string(grading.Certified) || p.Result == nil:
			r.Note("", "not-certified", "want a person whose decision is certified")
		}
	})
	if err != nil {
		return nil, err
	}
	d := c.Definition()
	m := maker{scheme: d.Grading, base: b.Achievement, marks: p.Marks}
	out := credential{
		Context: contexts, ID: b.ID, Type: []string{"VerifiableCredential", "OpenBadgeCredential"},
		Name:      title(d),
		Issuer:    profile{ID: b.Issuer, Type: []string{"Profile"}, Name: issuer(d)},
		ValidFrom: b.ValidFrom.UTC(),
		Subject: subject{
			ID: b.Subject, Type: []string{"AchievementSubject"}, Start: b.Start.UTC(), End: b.End.UTC(),
			Achievement: m.achievement(d, b),
			Results:     m.results(*p.Result),
		},
		Evidence: []evidence{journal(b.Journal, p)},
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(out); err != nil {
		return nil, rule.Violations{{Code: "range", Detail: "an instant has no JSON text"}}
	}
	return bytes.TrimSpace(text.Bytes()), nil
}

// fits reports whether a result has the parts of a scheme's components, in the order of
// the components.
func fits(s grading.Scheme, r grading.Result) bool {
	return sameParts(s.Components, r.Parts)
}

func sameParts(components []grading.Component, parts []grading.Part) bool {
	if len(components) != len(parts) {
		return false
	}
	for i, c := range components {
		var below []grading.Component
		if c.Award.Group != nil {
			below = c.Award.Group.Components
		}
		if c.ID != parts[i].Component || !sameParts(below, parts[i].Parts) {
			return false
		}
	}
	return true
}

func title(d course.Definition) string {
	if d.Certificate != nil {
		return d.Certificate.Title
	}
	return d.Title
}

func issuer(d course.Definition) string {
	switch {
	case d.Certificate != nil:
		return d.Certificate.Issuer
	case d.Provider != "":
		return d.Provider
	}
	return d.Title
}

// journal returns the evidence: the journal from which the decision follows.
func journal(digest string, p course.Person) evidence {
	sum, _ := hex.DecodeString(digest)
	text := "The decision follows from the journal of the run, whose last entry has the SHA-256 digest " + strings.ToLower(digest) + "."
	if p.Override != nil {
		text += " It was taken by the organisers, not by the marks."
	}
	return evidence{
		ID:   "ni:///sha-256;" + base64.RawURLEncoding.EncodeToString(sum),
		Type: []string{"Evidence"}, Name: "Journal of the run", Narrative: text,
	}
}

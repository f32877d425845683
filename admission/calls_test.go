package admission_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// call is a public call for applications: its policy, and the rules that a policy cannot
// express.
type call struct {
	Call   string          `json:"call"`
	Policy json.RawMessage `json:"policy"`
	Cannot []string        `json:"cannot"`
}

func readCall(t testing.TB, name string) admission.Policy {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "calls", name))
	require.NoError(t, err)
	var c call
	require.NoError(t, json.Unmarshal(data, &c))
	assert.NotEmpty(t, c.Call)
	assert.NotNil(t, c.Cannot)
	p, err := admission.Parse(c.Policy)
	require.NoError(t, err, name)
	return p
}

// The policies of ten calls for applications select from random pools. No maximum is
// exceeded, and neither Lint nor Verify finds anything.
func TestCalls(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/calls/*.json")
	require.NoError(t, err)
	require.Len(t, files, 10)
	for i, file := range files {
		p := readCall(t, filepath.Base(file))
		sel := compile(t, p)
		found, err := sel.Lint(admission.Intake{})
		require.NoError(t, err)
		assert.Empty(t, found, file)
		r := newRandom(uint64(i))
		in := admission.Intake{Seed: seed}
		for n := range 150 {
			in.Applicants = append(in.Applicants, r.caller("c"+strconv.Itoa(n), p))
		}
		s, err := sel.Select(in)
		require.NoError(t, err, file)
		assert.NotEmpty(t, s.Admitted, file)
		for _, share := range s.Audit.Shares {
			for _, use := range share.Groups {
				assert.True(t, use.Most == nil || use.Have <= *use.Most, "%s: %s %s", file, share.Code, use.Group)
			}
		}
		assert.Empty(t, sel.Verify(in, s), file)
		roster, err := sel.Open(in, s, day(0))
		require.NoError(t, err)
		for _, e := range explained(t, sel, roster) {
			assert.NotContains(t, e.Text, "at_", "titles, no codes")
		}
	}
}

// caller returns an applicant with every fact that a call can ask for.
func (r random) caller(id string, p admission.Policy) admission.Applicant {
	countries := []string{"KE", "UG", "TZ", "RW", "BI", "ET", "NP", "GH", "NG", "SN", "ZM", "IN", "FJ", "BO", "BR", "MK", "UA", "PG", "KH", "HT", "BD", "MW", "ML", "NE"}
	a := admission.Applicant{
		ID: id, Country: pick(r, countries...), Gender: pick[admission.Gender](r, "woman", "man"), ExperienceMonths: new(r.IntN(120)),
		Degree:     &admission.Degree{Level: pick[admission.DegreeLevel](r, "undergraduate", "postgraduate"), Relevant: new(r.IntN(8) > 0)},
		Languages:  map[string]admission.LanguageLevel{"en": pick[admission.LanguageLevel](r, "intermediate", "fluent", "c2")},
		Documents:  map[string]bool{"form": r.IntN(9) > 0, "nomination": r.IntN(9) > 0, "earlier_grant": r.IntN(9) == 0},
		Numbers:    map[string]exact.Decimal{},
		Attributes: map[string]string{"organisation": "o" + strconv.Itoa(r.IntN(90)), "household": "h" + strconv.Itoa(r.IntN(120)), "group": pick(r, "partner", "partner", "programme"), "association": pick(r, "A", "B", "C"), "disability": pick(r, "yes", "no", "no", "no"), "level": pick(r, "grassroots", "state")},
	}
	a.Countries.Nationality = []string{a.Country}
	if second := pick(r, countries...); r.IntN(6) == 0 && second != a.Country {
		a.Countries.Nationality = append(a.Countries.Nationality, second)
	}
	a.Countries.Residence = []string{pick(r, a.Country, a.Country, pick(r, countries...))}
	for name, most := range map[string]int{"gdp_per_head": 4000, "received": 0, "fellowships_this_year": 2, "applications": 5, "months_in_programme_countries": 20, "born": 0, "earlier_courses": 2, "years": 9, "registered": 10000} {
		switch name {
		case "received":
			a.Numbers[name] = dec(pick(r, "20260930", "20261001", "20261002"))
		case "born":
			a.Numbers[name] = dec(strconv.Itoa(1975+r.IntN(30)) + pick(r, "0101", "0702", "1231"))
		default:
			a.Numbers[name] = dec(strconv.Itoa(r.IntN(most)))
		}
	}
	for _, share := range p.Shares {
		if names := slices.Sorted(maps.Keys(share.Groups)); share.Of.Attribute != "" && len(names) > 0 {
			a.Attributes[share.Of.Attribute] = pick(r, names...)
		}
	}
	for _, reviewer := range []string{"R1", "R2", "R3"}[:1+r.IntN(3)] {
		scores := map[string]exact.Decimal{}
		for _, part := range []string{"merit", "academic", "motivation", "panel", "dossier", "interview", "committee", "education", "experience", "form"} {
			scores[part] = dec(strconv.Itoa(40 + r.IntN(61)))
		}
		a.Reviews = append(a.Reviews, admission.Review{Reviewer: reviewer, Scores: scores})
	}
	return a
}

// The policy of a citizens' panel has seven shares. In random selections, every maximum
// and more than 95% of the minima are kept.
func TestCitizensPanel(t *testing.T) {
	t.Parallel()
	p := readCall(t, "citizens-panel.json")
	sel := compile(t, p)
	whole, minima, kept := 0, 0, 0
	for draw := range rounds(20, 500) {
		r := newRandom(uint64(draw))
		in := admission.Intake{Seed: strconv.Itoa(draw)}
		for n := range 150 {
			in.Applicants = append(in.Applicants, r.caller("c"+strconv.Itoa(n), p))
		}
		s, err := sel.Select(in)
		require.NoError(t, err)
		require.LessOrEqual(t, len(s.Admitted), 22)
		if len(s.Admitted) == 22 {
			whole++
		}
		for _, share := range s.Audit.Shares {
			for _, use := range share.Groups {
				require.True(t, use.Most == nil || use.Have <= *use.Most)
				if use.Need != nil {
					minima++
					if use.Have >= *use.Need {
						kept++
					}
				}
				require.Equal(t, use.Kept, use.Why == "", "a least that is not kept says why")
			}
		}
	}
	assert.Greater(t, whole*10, rounds(20, 500)*8, "the panel is full")
	assert.Greater(t, kept*100, minima*95, strings.Join([]string{strconv.Itoa(kept), "of", strconv.Itoa(minima)}, " "))
}

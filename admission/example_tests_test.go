package admission_test

import (
	"fmt"
	"strings"

	"github.com/cohortkit/cohort/admission"
)

// ask prints the verdict of a test on each of the given applicants. An applicant is given
// as JSON without an id.
func ask(test string, applicants ...string) {
	policy := `{"capacity": 1, "requirements": [{"code": "q", "level": "required", "test": ` + test + `}],
		"priority": [{"code": "review", "key": {"score": {"parts": [{"name": "letter", "weight": "1"}], "max": "10", "over_reviewers": "mean"}}}]}`
	p, err := admission.Parse([]byte(policy))
	if err != nil {
		fmt.Println(err)
		return
	}
	selector, err := admission.Compile(p)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, facts := range applicants {
		list, err := selector.ParseApplicants([]byte(`[` + strings.Replace(facts, "{", `{"id": "a", `, 1) + `]`))
		if err != nil {
			fmt.Println(err)
			continue
		}
		f := selector.Assess(list[0]).Findings[0]
		fmt.Printf("%s: want %q, have %q\n", f.Verdict, f.Need, f.Have)
	}
}

func ExampleRoleTest() {
	ask(`{"role": {"in": ["policymaker", "official"]}}`, `{"role": "official"}`, `{"role": "student"}`, `{"country": "KE"}`)
	// Output:
	// met: want "policymaker, official", have "official"
	// not_met: want "policymaker, official", have "student"
	// unknown: want "policymaker, official", have ""
}

func ExampleGenderTest() {
	ask(`{"gender": {"in": ["woman", "other"]}}`, `{"gender": "woman"}`, `{"gender": "man"}`, `{"gender": "undisclosed"}`)
	// Output:
	// met: want "woman, other", have "woman"
	// not_met: want "woman, other", have "man"
	// unknown: want "woman, other", have "undisclosed"
}

func ExampleCountryTest() {
	ask(`{"country": {"in": ["KE", "UG"]}}`, `{"country": "KE"}`, `{"country": "DE"}`)
	ask(`{"country": {"status": "developing"}}`, `{"country": "KE"}`, `{"country": "DE"}`, `{"country": "TW"}`)
	// Output:
	// met: want "KE, UG", have "KE"
	// not_met: want "KE, UG", have "DE"
	// met: want "developing in unsd-2021-12", have "KE"
	// not_met: want "developing in unsd-2021-12", have "DE"
	// unknown: want "developing in unsd-2021-12", have "TW"
}

// The list called "ldc" (least developed countries) has members that change over time, so
// the test states a day. The first test asks about nationalities. A test may state a day
// after the end of the list only if it also states "beyond": "as_known".
func ExampleCountryTest_list() {
	ask(`{"country": {"of": "nationality", "list": "ldc", "status": "member", "on": "2024-12-13"}}`,
		`{"country": "CH", "countries": {"nationality": ["ST"]}}`, `{"country": "CH", "countries": {"nationality": ["ST", "NP"]}}`)
	ask(`{"country": {"list": "ldc", "status": "member", "on": "2027-03-01"}}`)
	ask(`{"country": {"list": "ldc", "status": "member", "on": "2027-03-01", "beyond": "as_known"}}`, `{"country": "LA"}`, `{"country": "BD"}`)
	// Output:
	// not_met: want "member in ldc on 2024-12-13", have "ST"
	// met: want "member in ldc on 2024-12-13", have "NP, ST"
	// requirements[0].test.country.on: date-range: from 1971-01-01 to 2025-12-31; for a later day state beyond: as_known
	// not_met: want "member in ldc on 2027-03-01", have "LA"
	// unknown: want "member in ldc on 2027-03-01", have "BD"
}

func ExampleDegreeTest() {
	ask(`{"degree": {"at_least": "undergraduate", "relevant": true}}`,
		`{"degree": {"level": "postgraduate", "relevant": true}}`, `{"degree": {"level": "postgraduate"}}`, `{"degree": {"level": "none"}}`)
	// Output:
	// met: want "at least undergraduate, relevant", have "postgraduate, relevant"
	// unknown: want "at least undergraduate, relevant", have "postgraduate"
	// not_met: want "at least undergraduate, relevant", have "none"
}

func ExampleExperienceTest() {
	ask(`{"experience": {"at_least_months": 36}}`, `{"experience_months": 36}`, `{"experience_months": 0}`)
	// Output:
	// met: want "at least 36", have "36"
	// not_met: want "at least 36", have "0"
}

func ExampleLanguageTest() {
	ask(`{"language": {"tag": "en", "at_least": "b2"}}`,
		`{"languages": {"en": "intermediate"}}`, `{"languages": {"en": "b1"}}`, `{"languages": {"en-GB": "native"}}`)
	// Output:
	// met: want "at least intermediate", have "intermediate"
	// not_met: want "at least intermediate", have "b1"
	// unknown: want "at least intermediate", have ""
}

func ExampleLanguageLevel_Compare() {
	fmt.Println(admission.LanguageLevel("c1").Compare("fluent"), admission.LanguageLevel("b1").Compare("b2"), admission.LanguageLevel("none").Compare(""))
	// Output: 0 -1 1
}

func ExampleDocumentTest() {
	ask(`{"document": {"name": "cv"}}`, `{"documents": {"cv": true}}`, `{"documents": {"cv": false}}`, `{"documents": {"letter": true}}`)
	// Output:
	// met: want "true", have "true"
	// not_met: want "true", have "false"
	// unknown: want "true", have ""
}

// A number can hold a date, such as a date of birth: here from 1 January 1990 to 31
// December 2006.
func ExampleNumberTest() {
	ask(`{"number": {"name": "born", "at_least": "19900101", "at_most": "20061231"}}`, `{"numbers": {"born": "19900101"}}`, `{"numbers": {"born": "19891231"}}`)
	// Output:
	// met: want "at least 19900101, at most 20061231", have "19900101"
	// not_met: want "at least 19900101, at most 20061231", have "19891231"
}

func ExampleAttributeTest() {
	ask(`{"attribute": {"name": "sector", "in": ["health", "water"]}}`, `{"attributes": {"sector": "water"}}`, `{"attributes": {"sector": "energy"}}`)
	// Output:
	// met: want "health, water", have "water"
	// not_met: want "health, water", have "energy"
}

// The test asks for two reviews. The verdict is unknown until the applicant has them.
func ExampleScoreTest() {
	ask(`{"score": {"key": "review", "at_least": "6", "reviews": 2}}`,
		`{"reviews": [{"reviewer": "r1", "scores": {"letter": "5"}}]}`,
		`{"reviews": [{"reviewer": "r1", "scores": {"letter": "5"}}, {"reviewer": "r2", "scores": {"letter": "7"}}]}`,
		`{"reviews": [{"reviewer": "r1", "scores": {"letter": "5"}}, {"reviewer": "r2", "scores": {"letter": "6"}}]}`)
	// Output:
	// unknown: want "at least 6, 2 complete reviews", have "5, 1 complete review"
	// met: want "at least 6, 2 complete reviews", have "6, 2 complete reviews"
	// not_met: want "at least 6, 2 complete reviews", have "5.5, 2 complete reviews"
}

// A test "all" is not met if one of its tests is not met, and a test "any" is met if one
// of its tests is met. Otherwise an unknown answer makes the result unknown.
func ExampleTest_all() {
	ask(`{"all": [{"document": {"name": "cv"}}, {"document": {"name": "letter"}}]}`, `{"documents": {"cv": false}}`, `{"documents": {"cv": true}}`)
	ask(`{"any": [{"document": {"name": "cv"}}, {"document": {"name": "letter"}}]}`, `{"documents": {"cv": false}}`, `{"documents": {"cv": true}}`)
	ask(`{"not": {"role": {"in": ["student"]}}}`, `{"role": "official"}`, `{"role": "student"}`)
	// Output:
	// not_met: want "", have ""
	// unknown: want "", have ""
	// unknown: want "", have ""
	// met: want "", have ""
	// met: want "", have ""
	// not_met: want "", have ""
}

func ExampleAtLeastOfTest() {
	ask(`{"at_least_of": {"count": 2, "tests": [{"document": {"name": "cv"}}, {"document": {"name": "letter"}}, {"document": {"name": "plan"}}]}}`,
		`{"documents": {"cv": true, "plan": true}}`, `{"documents": {"cv": true}}`, `{"documents": {"cv": false, "plan": false}}`)
	// Output:
	// met: want "at least 2", have ""
	// unknown: want "at least 2", have ""
	// not_met: want "at least 2", have ""
}

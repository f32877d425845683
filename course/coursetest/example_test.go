package coursetest_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/cohortkit/cohort/course/coursetest"
)

// platform knows attendance alone, and thinks that a person who was there for 80
// percent must have been there for more.
type platform struct{}

func (platform) Decide(family string, input []byte) ([]byte, error) {
	if family != "attendance" {
		return nil, errors.ErrUnsupported
	}
	answer, err := library{}.Decide(family, input)
	var in struct {
		Record struct {
			Held []struct{ Rows []struct{ Leave string } }
		}
	}
	if json.Unmarshal(input, &in) == nil && len(in.Record.Held) == 1 && len(in.Record.Held[0].Rows) == 1 &&
		in.Record.Held[0].Rows[0].Leave == "2025-03-03T11:36:00Z" {
		answer = []byte(`{"people": {"ada": {"s1": "not_attended"}}}`)
	}
	return answer, err
}

func ExampleCheck() {
	fmt.Println(coursetest.Check(platform{}))
	// Output: attendance-on-the-share: share: exactly 80% is attended; people.ada.s1: want "attended", have "not_attended". Harm: People who stayed as long as asked are absent.
}

func ExampleVectors() {
	for _, v := range coursetest.Vectors()[:2] {
		fmt.Println(v.ID, "-", v.Rule)
	}
	// Output:
	// grading-above-is-strict - above: a total on the threshold is not enough
	// grading-above-next-step - above: the next possible total is enough
}

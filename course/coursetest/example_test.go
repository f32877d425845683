package coursetest_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/cohortkit/cohort/course/coursetest"
)

// platform supports only attendance. By mistake it requires more than 80 percent where
// exactly 80 percent is enough.
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

// Each failure holds its vector and the engine's answer.
func ExampleFailure() {
	err := coursetest.Check(platform{})
	var all interface{ Unwrap() []error }
	if !errors.As(err, &all) {
		return
	}
	for _, one := range all.Unwrap() {
		var f *coursetest.Failure
		if errors.As(one, &f) {
			fmt.Println(f.Vector.Family, f.Vector.ID)
			fmt.Println("want", string(f.Vector.Want))
			fmt.Println("got ", string(f.Got))
		}
	}
	// Output:
	// attendance attendance-on-the-share
	// want {"people": {"ada": {"s1": "attended"}}}
	// got  {"people": {"ada": {"s1": "not_attended"}}}
}

// The test of a platform runs a subtest for each vector.
func ExampleRun() {
	test := func(t *testing.T) {
		coursetest.Run(t, func() coursetest.Engine { return platform{} })
	}
	_ = test // go test would call it
}

func ExampleVectors() {
	for _, v := range coursetest.Vectors()[:2] {
		fmt.Println(v.ID, "-", v.Rule)
	}
	// Output:
	// grading-above-is-strict - above: a total on the threshold is not enough
	// grading-above-next-step - above: the next possible total is enough
}

package coursetest

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
)

// Engine is an implementation that is to be checked.
type Engine interface {
	// Decide returns the answer to one input of a family; both are JSON. If the error is
	// errors.ErrUnsupported, the engine does not support the family or the input. Any
	// other error means that the engine refuses the input.
	Decide(family string, input []byte) ([]byte, error)
}

// Failure is a vector that an engine answered wrongly.
type Failure struct {
	Vector Vector
	// Got is the engine's answer. Err is the engine's error, if it refused an input that
	// has an answer.
	Got json.RawMessage
	Err error
	// Difference is the first difference, with its path in the answer.
	Difference string
}

// Error names the vector, the rule, the difference and the harm.
func (f *Failure) Error() string {
	if f == nil {
		return "<nil>"
	}
	return f.Vector.ID + ": " + f.Vector.Rule + "; " + f.Difference + ". Harm: " + f.Vector.Harm
}

// failures holds everything that is wrong with an engine.
type failures []error

func (fs failures) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

func (fs failures) Unwrap() []error { return fs }

var (
	errNoEngine = errors.New("coursetest: no engine")
	errNothing  = errors.New("coursetest: the engine supports no vector")
)

// Check runs all vectors on an engine. The error holds a [*Failure] for each wrong
// answer; errors.As finds the first, and Unwrap() []error returns all. A nil engine and
// an engine that supports no vector are errors without a Failure.
func Check(e Engine) error {
	if e == nil {
		return errNoEngine
	}
	var found failures
	supported := false
	for _, v := range Vectors() {
		f, known := ask(e, v)
		supported = supported || known
		if f != nil {
			found = append(found, f)
		}
	}
	switch {
	case len(found) > 0:
		return found
	case !supported:
		return errNothing
	}
	return nil
}

// Run runs all vectors, each in a subtest with the vector's id as its name and with a new
// engine.
func Run(t *testing.T, newEngine func() Engine) {
	t.Helper()
	supported := false
	for _, v := range Vectors() {
		t.Run(v.ID, func(t *testing.T) {
			e := newEngine()
			if e == nil {
				t.Fatal(errNoEngine)
			}
			f, known := ask(e, v)
			supported = supported || known
			if f != nil {
				t.Error(f)
			}
		})
	}
	if !supported && !t.Failed() {
		t.Error(errNothing)
	}
}

// ask runs one vector. It returns the failure, if any, and whether the engine supports
// the input.
func ask(e Engine, v Vector) (*Failure, bool) {
	got, err := e.Decide(v.Family, append([]byte(nil), v.Input...))
	if errors.Is(err, errors.ErrUnsupported) {
		return nil, false
	}
	return judge(v, got, err), true
}

// judge returns what is wrong with the answer to a vector, or nil.
func judge(v Vector, got []byte, err error) *Failure {
	switch {
	case err != nil && v.Refuse:
		return nil
	case err != nil:
		return &Failure{Vector: v, Err: err, Difference: "it is refused: " + err.Error()}
	case v.Refuse:
		return &Failure{Vector: v, Got: got, Difference: "it is not refused"}
	}
	if difference := compare(v.Want, got); difference != "" {
		return &Failure{Vector: v, Got: got, Difference: difference}
	}
	return nil
}

// quoted returns the JSON text of a value for a message. A long text is cut.
func quoted(v any) string {
	text, _ := json.Marshal(v)
	if len(text) > 200 {
		return string(text[:200]) + "… (" + strconv.Itoa(len(text)) + " bytes)"
	}
	return string(text)
}

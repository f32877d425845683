package coursetest

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
)

// Engine is an implementation that is checked.
type Engine interface {
	// Decide answers one input of a family, both as JSON. An error is a refusal,
	// and errors.ErrUnsupported says that the engine does not know such inputs.
	Decide(family string, input []byte) ([]byte, error)
}

// Failure is a vector that an engine answered wrongly.
type Failure struct {
	Vector Vector
	// Got is the answer, and Err the refusal of what must not be refused.
	Got json.RawMessage
	Err error
	// Difference is the first one, with its path in the answer.
	Difference string
}

// Error names the vector, the rule, the difference and the harm.
func (f *Failure) Error() string {
	return f.Vector.ID + ": " + f.Vector.Rule + "; " + f.Difference + ". Harm: " + f.Vector.Harm
}

// failures are all that is wrong with an engine.
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

// Check asks an engine all vectors. The error is nil or holds a [*Failure] for
// each wrong answer, which errors.As and a type with Unwrap() []error find.
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

// Run asks an engine all vectors, each in a subtest of its id with an engine of
// its own.
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

// ask asks one vector. It returns whether the engine knows such inputs.
func ask(e Engine, v Vector) (*Failure, bool) {
	got, err := e.Decide(v.Family, append([]byte(nil), v.Input...))
	switch {
	case errors.Is(err, errors.ErrUnsupported):
		return nil, false
	case err != nil && v.Refuse:
		return nil, true
	case err != nil:
		return &Failure{Vector: v, Err: err, Difference: "it is refused: " + err.Error()}, true
	case v.Refuse:
		return &Failure{Vector: v, Got: got, Difference: "it is not refused"}, true
	}
	if difference := compare(v.Want, got); difference != "" {
		return &Failure{Vector: v, Got: got, Difference: difference}, true
	}
	return nil, true
}

// quoted writes a value for a message, cut where it is long.
func quoted(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "a value without JSON"
	}
	if len(text) > 200 {
		return string(text[:200]) + "… (" + strconv.Itoa(len(text)) + " bytes)"
	}
	return string(text)
}

package main

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/cohortkit/cohort/admission"
)

// A worker must know the types and functions of the pipeline before main runs.
func init() {
	register.Combiner3[best, admission.Applicant, []string](&topFn{})
	register.DoFn2x0[int, func(admission.Applicant)](&applyFn{})
	register.Emitter1[admission.Applicant]()
	beam.RegisterCoder(reflect.TypeFor[best](), encodeBest, decodeBest)
	beam.RegisterCoder(reflect.TypeFor[admission.Applicant](), encodeApplicant, decodeApplicant)
}

// topFn combines applications into the ids of the people who are admitted, in the order
// in which they are called. Its exported fields are sent to the workers.
type topFn struct {
	Policy []byte // JSON
	Seats  int
	Seed   string

	selector *admission.Selector
}

// best is the accumulator: the people kept so far. It is a list of people while it is
// sent between workers, and an [admission.Top] otherwise.
type best struct {
	kept []admission.Applicant // the people of an accumulator that has arrived and is not open yet
	top  *admission.Top
}

// open returns the accumulator b with its field top set. An accumulator that is new, or
// that has just arrived from another worker, has no top yet, so open makes one from the
// people in b.kept.
func (f *topFn) open(b best) (best, error) {
	if b.top != nil {
		return b, nil
	}
	if f.selector == nil {
		policy, err := admission.Parse(f.Policy)
		if err != nil {
			return b, err
		}
		if f.selector, err = admission.Compile(policy); err != nil {
			return b, err
		}
	}
	top, err := f.selector.Top(f.Seats, f.Seed)
	if err != nil {
		return b, err
	}
	for _, a := range b.kept {
		top.Add(a)
	}
	return best{top: top}, nil
}

// CreateAccumulator returns an accumulator without people.
func (f *topFn) CreateAccumulator() best { return best{} }

// AddInput adds one applicant.
func (f *topFn) AddInput(b best, a admission.Applicant) (best, error) {
	b, err := f.open(b)
	if err == nil {
		b.top.Add(a)
	}
	return b, err
}

// MergeAccumulators adds the people of accumulator b, whom another worker kept, to
// accumulator a.
func (f *topFn) MergeAccumulators(a, b best) (best, error) {
	a, err := f.open(a)
	if err != nil {
		return a, err
	}
	if b, err = f.open(b); err != nil {
		return a, err
	}
	return a, a.top.Merge(b.top)
}

// ExtractOutput returns the ids of the people who are admitted.
func (f *topFn) ExtractOutput(b best) ([]string, error) {
	b, err := f.open(b)
	if err != nil {
		return nil, err
	}
	return admitted(b.top)
}

func admitted(top *admission.Top) ([]string, error) {
	placements, err := top.Result()
	ids := make([]string, len(placements))
	for i, p := range placements {
		ids[i] = p.ID
	}
	return ids, err
}

func encodeBest(b best) ([]byte, error) {
	if b.top != nil {
		b.kept = b.top.Applicants()
	}
	return json.Marshal(b.kept)
}

func decodeBest(data []byte) (b best, err error) {
	err = json.Unmarshal(data, &b.kept)
	return b, err
}

func encodeApplicant(a admission.Applicant) ([]byte, error) { return json.Marshal(a) }

func decodeApplicant(data []byte) (a admission.Applicant, err error) {
	err = json.Unmarshal(data, &a)
	return a, err
}

// pipeline selects from n applications, which come in parts.
func pipeline(s beam.Scope, f *topFn, n, parts int) beam.PCollection {
	numbers := make([]any, parts)
	for i := range numbers {
		numbers[i] = i
	}
	applications := beam.ParDo(s, &applyFn{N: n, Parts: parts}, beam.Create(s, numbers...))
	return beam.Combine(s, f, applications)
}

// alone selects from n applications in one loop, without Beam.
func (f *topFn) alone(n int) ([]string, error) {
	b, err := f.open(best{})
	if err != nil {
		return nil, fmt.Errorf("the policy: %w", err)
	}
	for i := range n {
		b.top.Add(applicant(i))
	}
	return admitted(b.top)
}

package admission_test

import (
	"errors"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/require"
)

// codes returns code and path of each violation, in their order.
func codes(t testing.TB, err error) [][2]string {
	t.Helper()
	require.Error(t, err)
	var vs rule.Violations
	require.True(t, errors.As(err, &vs), "%T", err)
	var out [][2]string
	for _, v := range vs {
		out = append(out, [2]string{v.Code, v.Path})
	}
	return out
}

//go:build !js

package coursetest_test

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/coursetest"
	"github.com/stretchr/testify/assert"
)

// engineOfChild is an environment variable. It names the engine for the second process of
// TestRunInAChild. The test calls Run in a second process because Run fails the test in
// which it is called. This file is not built for GOOS=js, where a program cannot start
// another one.
const engineOfChild = "COHORT_COURSETEST_ENGINE"

func TestRunInAChild(t *testing.T) {
	made := map[string]func() coursetest.Engine{
		"none": func() coursetest.Engine { return nil },
		"unsupported": func() coursetest.Engine {
			return answers(func(string, []byte) ([]byte, error) { return nil, errors.ErrUnsupported })
		},
		"wrong": func() coursetest.Engine {
			return answers(func(family string, input []byte) ([]byte, error) {
				if family == "run" {
					return []byte("{}"), nil
				}
				return nil, errors.ErrUnsupported
			})
		},
		"schedule": func() coursetest.Engine {
			return answers(func(family string, input []byte) ([]byte, error) {
				if family != "schedule" {
					return nil, errors.ErrUnsupported
				}
				return library{}.Decide(family, input)
			})
		},
	}
	if name := os.Getenv(engineOfChild); name != "" {
		coursetest.Run(t, made[name])
		return
	}
	for name, want := range map[string]string{
		"none": "coursetest: no engine", "unsupported": "coursetest: the engine supports no vector", "wrong": ", have null. Harm: ", "schedule": "",
	} {
		child := exec.Command(os.Args[0], "-test.run=^TestRunInAChild$")
		child.Env = append(os.Environ(), engineOfChild+"="+name)
		output, err := child.CombinedOutput()
		if want == "" {
			assert.NoError(t, err, "%s: %s", name, output)
			continue
		}
		assert.Error(t, err, name)
		assert.Contains(t, string(output), want, name)
		assert.NotContains(t, string(output), "panic", name)
		assert.Equal(t, name == "unsupported", strings.Contains(string(output), "supports no vector"), name)
	}
}

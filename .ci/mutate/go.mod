module github.com/cohortkit/cohort/ci/mutate

go 1.26.0

package civil_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// zoneFiles returns the zone data of these tests by zone name. The data is that of
// lib/time/zoneinfo.zip as shipped with Go 1.26 (IANA release 2025c), so that no result
// depends on the data of the machine.
var zoneFiles = sync.OnceValues(func() (map[string][]byte, error) {
	packed, err := os.ReadFile("testdata/zoneinfo-2025c.tar.gz")
	if err != nil {
		return nil, err
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for archive := tar.NewReader(unzipped); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		if files[header.Name], err = io.ReadAll(archive); err != nil {
			return nil, err
		}
	}
})

// pinned is the source of zones in these tests (see Zones). It reads zoneFiles.
func pinned(name string) (*time.Location, error) {
	files, err := zoneFiles()
	if err != nil {
		return nil, err
	}
	if name == "UTC" {
		return time.UTC, nil
	}
	data, ok := files[name]
	if !ok {
		return nil, errors.New("unknown zone")
	}
	return time.LoadLocationFromTZData(name, data)
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := pinned(name)
	require.NoError(t, err, name)
	return loc
}

// zoneNames returns all names of the pinned data, sorted.
func zoneNames(t testing.TB) []string {
	t.Helper()
	files, err := zoneFiles()
	require.NoError(t, err)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	require.Greater(t, len(names), 590)
	return names
}

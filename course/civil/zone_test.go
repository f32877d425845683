package civil_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// load checks the name of a zone and loads the zone. It returns the violations, if any.
func load(name string, zones civil.Zones) error {
	var r rule.Report
	if civil.CheckZone("zone", name, &r); r.Clean("zone") {
		if loc := civil.LoadZone("zone", name, zones, &r); (loc == nil) == r.Clean("zone") {
			return errors.New("a zone and a violation, or neither")
		}
	}
	return r.Violations().Err()
}

// Names that time.LoadLocation or a user may take for zones, but that are not the name of
// a place, are refused. Names of places and UTC are accepted.
func TestZoneNames(t *testing.T) {
	t.Parallel()
	const abbreviation, offset, machine = "an abbreviation", "a fixed offset", "the machine"
	for name, want := range map[string]struct{ code, says string }{
		"":                             {"required", "is required"},
		"CET":                          {"zone-name", "Europe/Zurich"},
		"EAT":                          {"zone-name", "Africa/Nairobi"},
		"IST":                          {"zone-name", "Asia/Kolkata, Asia/Jerusalem or Europe/Dublin"},
		"WAT":                          {"zone-name", "Africa/Lagos"},
		"EST":                          {"zone-name", "America/New_York"},
		"EST5EDT":                      {"zone-name", abbreviation},
		"W-SU":                         {"zone-name", "Europe/Moscow"},
		"GB":                           {"zone-name", "Europe/London"},
		"XYZ":                          {"zone-name", abbreviation},
		"LONGERTHANANY":                {"zone-name", abbreviation},
		"ABC09":                        {"zone-name", abbreviation},
		"Local":                        {"zone-name", machine},
		"local":                        {"zone-name", machine},
		"localtime":                    {"zone-name", machine},
		"+01:00":                       {"zone-name", offset},
		"-5":                           {"zone-name", offset},
		"01:00":                        {"zone-name", offset},
		"UTC+1":                        {"zone-name", offset},
		"GMT":                          {"zone-name", offset},
		"GMT0":                         {"zone-name", offset},
		"Etc/GMT-1":                    {"zone-name", offset},
		"Etc/GMT":                      {"zone-name", offset},
		"Zulu":                         {"zone-name", offset},
		"Z":                            {"zone-name", offset},
		"Factory":                      {"zone-name", "a place"},
		"posixrules":                   {"zone-name", "a place"},
		"right/UTC":                    {"zone-name", "a place"},
		"posix/UTC":                    {"zone-name", "a place"},
		"../../etc/fstab":              {"zone-name", "a place"},
		"/etc/localtime":               {"zone-name", "a place"},
		"Europe/../x":                  {"zone-name", "a place"},
		"Europe//Zurich":               {"zone-name", "a place"},
		"Europe/":                      {"zone-name", "a place"},
		"Europe/Zürich":                {"zone-name", "a place"},
		"Europe/Zurich ":               {"zone-name", "a place"},
		"europe/zurich":                {"zone-name", "a place"},
		"Europe\\Zurich":               {"zone-name", "a place"},
		"A/" + strings.Repeat("x", 63): {"zone-name", "a place"},
		"A/" + strings.Repeat("x", 62): {"unknown-zone", "zone data"},
		"Europe/Geneva":                {"unknown-zone", "zone data"},
		"W. Europe Standard Time":      {"zone-name", "windowsZones"},
		"Romance Daylight Time":        {"zone-name", "a name of Windows"},
		"UTC+01 Time":                  {"zone-name", offset},
		"Europe/Zurich Time":           {"zone-name", "windowsZones"},
		"Time":                         {"unknown-zone", "zone data"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := load(name, pinned)
			var vs rule.Violations
			require.ErrorAs(t, err, &vs)
			require.Len(t, vs, 1)
			assert.Equal(t, want.code, vs[0].Code)
			assert.Equal(t, "zone", vs[0].Path)
			assert.Contains(t, vs[0].Detail, want.says)
		})
	}
	for _, name := range []string{"UTC", "Etc/UTC", "Europe/Zurich", "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "America/North_Dakota/New_Salem", "Singapore", "Asia/Ust-Nera"} {
		assert.NoError(t, load(name, pinned), name)
	}
}

// Every name in the zone database that names a place is accepted. The refused names are
// listed here, so that a change in the database makes this test fail.
func TestZoneNamesOfTheDatabase(t *testing.T) {
	t.Parallel()
	var refused []string
	for _, name := range zoneNames(t) {
		if err := load(name, pinned); err != nil {
			require.ErrorIs(t, err, rule.Violation{Code: "zone-name", Path: "zone"}, name)
			if !strings.HasPrefix(name, "Etc/") {
				refused = append(refused, name)
			}
		}
	}
	assert.Equal(t, strings.Fields("CET CST6CDT EET EST EST5EDT Factory GB GMT GMT+0 GMT-0 GMT0 Greenwich HST MET MST MST7MDT "+
		"NZ NZ-CHAT PRC PST8PDT ROC ROK UCT Universal W-SU WET Zulu"), refused)
}

func TestZoneSources(t *testing.T) {
	t.Parallel()
	unknown := rule.Violation{Code: "unknown-zone", Path: "zone"}
	assert.ErrorIs(t, load("Europe/Zurich", nil), unknown)
	assert.ErrorIs(t, load("Europe/Zurich", func(string) (*time.Location, error) { return nil, nil }), unknown)
	secret := errors.New("open /home/somebody/zoneinfo: no such file")
	err := load("Europe/Zurich", func(string) (*time.Location, error) { return nil, secret })
	assert.ErrorIs(t, err, unknown)
	assert.NotContains(t, err.Error(), "somebody")

	// A source that falls back to another zone is refused.
	for _, other := range []*time.Location{time.UTC, zone(t, "Asia/Tokyo"), {}, time.FixedZone("CET", 3600)} {
		other := func(string) (*time.Location, error) { return other, nil }
		assert.ErrorIs(t, load("Europe/Zurich", other), rule.Violation{Code: "other-zone", Path: "zone"})
	}
	assert.ErrorIs(t, load("UTC", func(string) (*time.Location, error) { return zone(t, "Asia/Tokyo"), nil }), rule.Violation{Code: "other-zone"})

	asked := 0
	require.NoError(t, load("Europe/Zurich", func(name string) (*time.Location, error) {
		asked++
		return pinned(name)
	}))
	assert.Equal(t, 1, asked)
}

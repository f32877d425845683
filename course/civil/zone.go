package civil

import (
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// Zones is a source of zone data, such as time.LoadLocation. A source is asked only for
// names that have the form of a zone name. It returns an error for a name that it does
// not know.
type Zones = func(name string) (*time.Location, error)

// CheckZone reports a zone name at path that is not UTC and cannot be the name of a
// place; [LoadZone] finds out whether the zone exists. An abbreviation may mean several
// zones, and the abbreviations that happen to be in the zone database have rules of their
// own (EST has no summer time, CET does). A fixed offset is an hour off for half of the
// year wherever clocks change. UTC is accepted: it means the same to everybody, its
// clocks never change, and some courses are announced in UTC.
func CheckZone(path, name string, r *rule.Report) {
	area, _, inArea := strings.Cut(name, "/")
	switch {
	case name == "UTC" || name == "Etc/UTC":
	case name == "":
		r.Put(rule.Required(path))
	case strings.EqualFold(name, "local") || name == "localtime":
		r.Add(path, "zone-name", "the zone of the machine is no place; "+wantZone)
	case area == "Etc" || isOffset(name):
		r.Add(path, "zone-name", "a fixed offset knows no clock changes; "+wantZone)
	case !inArea && isAbbreviation(name):
		r.Add(path, "zone-name", "an abbreviation; "+instead(name))
	case strings.HasSuffix(name, " Time"):
		r.Add(path, "zone-name", "a name of Windows, such as those of Outlook, Teams and Graph; "+wantZone+": windowsZones of Unicode CLDR has the one that is meant")
	case name == "Factory" || !isName(name):
		r.Add(path, "zone-name", wantZone)
	}
}

const wantZone = "want the name of a place in the IANA time zone database, such as Europe/Zurich, or UTC"

func isOffset(name string) bool {
	switch name {
	case "Greenwich", "Universal", "Zulu", "UCT", "Z":
		return true
	}
	for _, prefix := range []string{"UTC", "GMT"} {
		if rest, ok := strings.CutPrefix(name, prefix); ok && !strings.Contains(rest, "/") {
			return true
		}
	}
	return strings.IndexAny(name, "+-0123456789") == 0
}

// isAbbreviation reports whether name consists of capital letters, digits and hyphens
// only, like CET, EST5EDT or W-SU.
func isAbbreviation(name string) bool {
	return !strings.ContainsFunc(name, func(c rune) bool {
		return (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-'
	})
}

// isName reports whether name has the form of a name in the zone database. Such a name
// begins with a capital letter and consists of parts separated by slashes; the parts
// consist of letters, digits, underscores, hyphens and pluses. The database has copies of
// its names under right/ and posix/. These are refused, because they begin with a small
// letter.
func isName(name string) bool {
	if len(name) > 64 || name[0] < 'A' || name[0] > 'Z' {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || strings.ContainsFunc(part, func(c rune) bool {
			return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' && c != '-' && c != '+'
		}) {
			return false
		}
	}
	return true
}

// instead returns the text that tells users what to write instead of an abbreviation.
func instead(abbreviation string) string {
	var places string
	switch abbreviation {
	case "CET", "CEST", "MET", "MEZ":
		places = "Europe/Zurich, Europe/Paris or Africa/Algiers"
	case "EET", "EEST":
		places = "Europe/Helsinki, Africa/Cairo or Asia/Beirut"
	case "WET", "WEST":
		places = "Europe/Lisbon or Atlantic/Canary"
	case "BST", "GB":
		places = "Europe/London or Asia/Dhaka"
	case "CAT":
		places = "Africa/Maputo or Africa/Lusaka"
	case "EAT":
		places = "Africa/Nairobi or Africa/Addis_Ababa"
	case "WAT":
		places = "Africa/Lagos or Africa/Kinshasa"
	case "SAST":
		places = "Africa/Johannesburg"
	case "IST":
		places = "Asia/Kolkata, Asia/Jerusalem or Europe/Dublin"
	case "PKT":
		places = "Asia/Karachi"
	case "SGT":
		places = "Asia/Singapore"
	case "WIB":
		places = "Asia/Jakarta"
	case "JST":
		places = "Asia/Tokyo"
	case "PRC":
		places = "Asia/Shanghai"
	case "ROC":
		places = "Asia/Taipei"
	case "KST", "ROK":
		places = "Asia/Seoul"
	case "MSK", "W-SU":
		places = "Europe/Moscow"
	case "AEST", "AEDT":
		places = "Australia/Sydney or Australia/Brisbane"
	case "NZ", "NZST", "NZDT":
		places = "Pacific/Auckland"
	case "NZ-CHAT":
		places = "Pacific/Chatham"
	case "AST":
		places = "America/Halifax, America/Puerto_Rico or Asia/Riyadh"
	case "CST", "CDT", "CST6CDT":
		places = "America/Chicago, America/Havana or Asia/Shanghai"
	case "EST", "EDT", "EST5EDT":
		places = "America/New_York or America/Jamaica"
	case "HST":
		places = "Pacific/Honolulu"
	case "MST", "MDT", "MST7MDT":
		places = "America/Denver or America/Phoenix"
	case "PST", "PDT", "PST8PDT":
		places = "America/Los_Angeles or Asia/Manila"
	default:
		return wantZone
	}
	return "name the place that is meant, such as " + places
}

// LoadZone returns the zone with the given name, which must have passed [CheckZone]. It
// reports a violation at path and returns nil if there is no zone source, if the source
// does not know the name, or if the source returns a zone with another name.
func LoadZone(path, name string, zones Zones, r *rule.Report) *time.Location {
	if zones == nil {
		r.Add(path, "unknown-zone", "no zone data was given")
		return nil
	}
	// The text of this error can name files, so it is not repeated.
	loc, err := zones(name)
	if err != nil || loc == nil {
		r.Add(path, "unknown-zone", "not in the zone data that was given")
		return nil
	}
	if loc.String() != name {
		// Some sources return UTC or the machine's zone for a name that they do not know.
		r.Add(path, "other-zone", "the zone data that was given returns another zone for this name")
		return nil
	}
	return loc
}

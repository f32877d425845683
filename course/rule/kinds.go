package rule

import (
	"slices"
	"strconv"
	"strings"
)

// maxNames is the largest number of names that a detail lists.
const maxNames = 20

// Required returns the violation of a value that is left out.
func Required(path string) Violation {
	return Violation{Code: "required", Path: path, Detail: "is required"}
}

// Duplicate returns the violation of a value that an earlier element of the same list
// already has. The code is one such as duplicate-id.
func Duplicate(path, code string) Violation {
	return Violation{Code: code, Path: path, Detail: "is listed twice"}
}

// UnknownValue returns the violation of a value that is not one of a fixed set.
func UnknownValue(path string, valid ...string) Violation {
	return Violation{Code: "unknown-value", Path: path, Detail: "want " + List("or", valid...)}
}

// UnknownName returns the violation of a name that is not one of the known names. The
// code is one such as unknown-session. The detail gives the nearest known name, and all
// known names if there are few. Names of people must not be passed.
func UnknownName(path, code, thing, name string, known []string) Violation {
	detail := "no such " + thing
	switch near := nearest(name, known); {
	case len(known) == 0:
		detail += "; there are none"
	case near != "":
		detail += "; the nearest is " + near
		if len(known) > 1 && len(known) <= maxNames {
			detail += "; there are " + List("and", known...)
		}
	case len(known) > maxNames:
		detail += "; there are " + List("and", known[:maxNames]...) + ", and " + strconv.Itoa(len(known)-maxNames) + " more"
	case len(known) == 1:
		detail += "; there is " + known[0]
	default:
		detail += "; there are " + List("and", known...)
	}
	return Violation{Code: code, Path: path, Detail: detail}
}

// Range returns the violation of a number below low or above high. The parameter unit is
// the unit of the number, such as minutes, or empty.
func Range(path string, low, high int, unit string) Violation {
	detail := "want " + strconv.Itoa(low) + " to " + strconv.Itoa(high)
	if unit != "" {
		detail += " " + unit
	}
	return Violation{Code: "range", Path: path, Detail: detail}
}

// TooMany returns the violation of a list that has more than limit elements. The
// parameter things is the plural noun for the elements, such as "applicants".
func TooMany(path string, limit int, things string) Violation {
	return Violation{Code: "too-many", Path: path, Detail: "at most " + Thousands(limit) + " " + things}
}

// Thousands returns n with commas between groups of three digits.
func Thousands(n int) string {
	text := strconv.Itoa(n)
	start := len(text) - 3
	for ; start > 0 && text[start-1] != '-'; start -= 3 {
		text = text[:start] + "," + text[start:]
	}
	return text
}

// List joins names for a sentence: "a, b or c".
func List(conjunction string, names ...string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:last], ", ") + " " + conjunction + " " + names[last]
}

// nearest returns, out of the known names, the one that differs from name by the fewest
// insertions, deletions and substitutions of a byte. Upper and lower case are the same.
// It returns "" if more than 3 of these edits are needed, or more than a third of the
// length of name. If several names are equally near, it returns the first. Names of more
// than 64 bytes are not compared.
func nearest(name string, known []string) string {
	if len(name) > maxKey {
		return ""
	}
	found, least := "", min(len(name)/3, 3)+1
	for _, k := range known {
		if len(k) <= maxKey {
			if d := distance(strings.ToLower(name), strings.ToLower(k), least); d < least {
				found, least = k, d
			}
		}
	}
	return found
}

// distance returns the Levenshtein distance of a and b, or limit if the distance is at
// least limit.
func distance(a, b string, limit int) int {
	if max(len(a), len(b))-min(len(a), len(b)) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0] // the value of the row above, one to the left
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost = min(before, row[j], row[j+1]) + 1
			}
			before, row[j+1] = row[j+1], cost
		}
		if slices.Min(row) >= limit { // no later row has a smaller value
			return limit
		}
	}
	return min(row[len(b)], limit)
}

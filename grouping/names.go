package grouping

import (
	"strconv"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// numbered returns the names of n new groups: "1", "2" and so on.
func numbered(n int) []string {
	names := make([]string, n)
	for g := range names {
		names[g] = strconv.Itoa(g + 1)
	}
	return names
}

// checkNames reports names that are not valid, and names that two groups have.
func (f Formation) checkNames(r *rule.Report) {
	if len(f.Names) == 0 {
		return // a formation of an earlier version, whose groups are numbered
	}
	if len(f.Names) != len(f.Groups) {
		r.Add("names", "formation", "want one name for each group")
		return
	}
	taken := map[string]bool{}
	for g, name := range f.Names {
		switch at := rule.Index("names", g); {
		case !document.ValidID(name):
			r.Add(at, "id", "a name has 1 to 128 bytes of characters that can be seen, without spaces around them")
		case taken[name]:
			r.Add(at, "duplicate-id", "another group has this name")
		}
		taken[name] = true
	}
}

// renamed returns the names of the new groups, which replace the groups of f. If
// continues[g] is above 0, group g continues the group of f at that position (from 1) and
// keeps its name. If continues[g] is 0, group g is new, and its name is the next free
// number. The numbers start after the largest number below a million that is a name in f.
func (f Formation) renamed(continues []int) []string {
	earlier := f.Names
	if len(earlier) == 0 {
		earlier = numbered(len(f.Groups))
	}
	last, taken := 0, make(map[string]bool, len(earlier))
	for _, name := range earlier {
		taken[name] = true
		if n, err := strconv.Atoi(name); err == nil && strconv.Itoa(n) == name && n < maxMembers {
			last = max(last, n)
		}
	}
	names := make([]string, len(continues))
	for g, from := range continues {
		if from > 0 {
			names[g] = earlier[from-1]
			continue
		}
		for last++; taken[strconv.Itoa(last)]; last++ { // numbers from a million up may be taken
		}
		names[g] = strconv.Itoa(last)
	}
	return names
}

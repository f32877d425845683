package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxID is how many bytes an identifier may have.
const MaxID = 128

// ValidID reports whether id can name something. An id has 1 to 128 bytes, is a
// [ValidLine], neither begins nor ends with a space, does not begin with an accent that
// belongs on a letter, and has no invisible characters. A joiner is allowed inside a word
// of a script that needs it.
func ValidID(id string) bool {
	if id == "" || len(id) > MaxID || !ValidLine(id) || strings.TrimFunc(id, unicode.IsSpace) != id {
		return false
	}
	if plain(id) {
		return true
	}
	before := ' '
	for i, c := range id {
		if i == 0 && unicode.IsMark(c) {
			return false // it would be shown on the character before the id
		}
		if unicode.Is(unicode.Variation_Selector, c) || c == brailleBlank {
			return false
		}
		if isJoiner(c) {
			after, _ := utf8.DecodeRuneInString(id[i+utf8.RuneLen(c):])
			if !inWord(before) || !inWord(after) {
				return false
			}
		}
		before = c
	}
	return true
}

// brailleBlank is the Braille pattern without dots: it looks like a space.
const brailleBlank = '\u2800'

func isJoiner(c rune) bool { return c == '\u200c' || c == '\u200d' }

func inWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsMark(c) }

// ValidLine reports whether text is UTF-8 that stays on its line and looks like what it
// is: it has no control characters, no line separators, no marks that change the
// direction of writing, no invisible fillers and no code points that are not characters.
// The joiners of some scripts and the selectors of emoji are allowed.
func ValidLine(text string) bool {
	return plain(text) || utf8.ValidString(text) && !strings.ContainsFunc(text, func(c rune) bool {
		switch {
		case isJoiner(c):
			return false
		case unicode.In(c, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point):
			return true
		}
		return unicode.Is(unicode.Noncharacter_Code_Point, c)
	})
}

// plain reports whether text is printable ASCII, as most texts are.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// ValidText is [ValidLine] for a text of several lines.
func ValidText(text string) bool {
	return ValidLine(strings.ReplaceAll(text, "\n", ""))
}

// Skeleton returns id reduced to what a glance shows: without case, combining accents,
// joiners and selectors, and with each run of spaces as one space. Two ids with the same
// skeleton can be mistaken for each other. Some ids that look alike still have different
// skeletons: similar letters of two scripts differ, and so do the two ways to write an
// accented letter (as one character, or as a letter and a combining accent). To find such
// ids, one needs tables that the standard library does not have.
func Skeleton(id string) string {
	var b strings.Builder
	space := false
	for _, c := range id {
		switch {
		case unicode.IsSpace(c) || c == brailleBlank:
			space = true
			continue
		case unicode.IsMark(c) || isJoiner(c) || unicode.Is(unicode.Other_Default_Ignorable_Code_Point, c):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(folded(c))
	}
	return b.String()
}

// folded returns the smallest rune among c and the runes that differ from c only in case.
func folded(c rune) rune {
	least := c
	for f := unicode.SimpleFold(c); f != c; f = unicode.SimpleFold(f) {
		least = min(least, f)
	}
	return least
}

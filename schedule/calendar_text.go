package schedule

import (
	"strings"
	"time"
	"unicode/utf8"
)

// contentLines is iCalendar text: lines of at most 75 octets, each followed by CRLF.
// Longer lines are folded (RFC 5545, 3.1).
type contentLines struct {
	bytes []byte
	zone  string       // of the course
	rules []observance // of the zone; without any, all times are in UTC
}

const maxLine = 75

// line writes one line, folded between runes. A continuation begins with a space,
// which counts towards its length.
func (w *contentLines) line(text string) {
	room := maxLine
	for len(text) > room {
		end := room
		for !utf8.RuneStart(text[end]) {
			end--
		}
		w.bytes = append(w.bytes, text[:end]...)
		w.bytes = append(w.bytes, "\r\n "...)
		text, room = text[end:], maxLine-1
	}
	w.bytes = append(w.bytes, text...)
	w.bytes = append(w.bytes, "\r\n"...)
}

// text writes a property of type TEXT.
func (w *contentLines) text(property, value string) { w.line(property + ":" + escape(value)) }

var escapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

// escape returns value as TEXT (RFC 5545, 3.3.11). Texts have been checked: line
// breaks are their only control characters.
func escape(value string) string { return escapes.Replace(value) }

// uidPart returns an id in letters, digits, hyphens and underscores; all other bytes
// are percent-encoded. The result contains no point (.), so different pairs of ids
// stay different when they are joined by a point.
func uidPart(id string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for _, c := range []byte(id) {
		if c == '-' || c == '_' || isAlphanumeric(rune(c)) {
			b.WriteByte(c)
		} else {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
		}
	}
	return b.String()
}

func localTime(t time.Time) string { return t.Format("20060102T150405") }

func utcTime(t time.Time) string { return localTime(t.UTC()) + "Z" }

package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/cohortkit/cohort/course/rule"
)

// syntax returns a violation if data is not a JSON document within the limits.
func syntax(data []byte) *rule.Violation {
	if len(data) > MaxBytes {
		return &rule.Violation{Code: "document-size", Detail: "more than 64 MiB"}
	}
	if bad := invalidUTF8(data); bad >= 0 {
		return &rule.Violation{Code: "text", Detail: position(data, bad+1) + "not valid UTF-8"}
	}
	var raw json.RawMessage
	err := json.Unmarshal(data, &raw)
	if err == nil {
		if tooDeep(data) {
			return &rule.Violation{Code: "depth", Detail: "objects and lists nested more than 64 deep"}
		}
		return nil
	}
	var at *json.SyntaxError
	if !errors.As(err, &at) {
		return &rule.Violation{Code: "syntax", Detail: "not JSON"}
	}
	if tooDeep(data) {
		return &rule.Violation{Code: "depth", Detail: "objects and lists nested more than 64 deep"}
	}
	return &rule.Violation{Code: "syntax", Detail: position(data, int(at.Offset)) + "not JSON" + mistake(data, int(at.Offset))}
}

// mistake explains a syntax error if it is one of the usual mistakes. The error was found
// at the byte before offset.
func mistake(data []byte, offset int) string {
	if offset < 2 || offset > len(data) {
		return ""
	}
	depth, quoted := nesting(data[:offset-1])
	before := bytes.TrimRight(data[:offset-1], " \t\r\n")
	if quoted || len(before) == 0 {
		return ""
	}
	last, previous := data[offset-1], before[len(before)-1]
	switch {
	case last == '#', last == '/' && offset < len(data) && (data[offset] == '/' || data[offset] == '*'):
		return ": JSON has no comments"
	case last == '\'':
		return ": texts stand in double quotes"
	case previous == ',' && (last == '}' || last == ']'):
		return ": no comma after the last element"
	case depth > 0 && (last == '"' || last == '{' || last == '[') && (previous == '"' || previous == '}' || previous == ']'):
		return ": a comma or a colon is missing before it"
	}
	return ""
}

// nesting reads the beginning of a document. It returns how many objects and lists are
// open at the end of data, and whether this end is inside a string.
func nesting(data []byte) (depth int, quoted bool) {
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			i++
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
	}
	return depth, quoted
}

// position returns the line and column of the byte before offset, such as "line 3, column
// 7: ".
func position(data []byte, offset int) string {
	before := data[:min(offset, len(data))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("line %d, column %d: ", line, max(column, 1))
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	i := 0
	for {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
}

// Lists of more than largeList elements are counted before they are read, so that their
// memory is allocated once instead of grown.
const largeList = 256

// largeLists returns the number of elements of each large list in a well-formed text. The
// key of a list is the offset of its opening bracket.
func largeLists(data []byte) map[int]int {
	type open struct{ at, commas int }
	var stack []open
	large := map[int]int{}
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '"':
			i += quoted(data[i:]) - 1
		case '{', '[':
			stack = append(stack, open{i, 0})
		case ',':
			stack[len(stack)-1].commas++
		case '}', ']':
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if data[i] == ']' && last.commas >= largeList {
				large[last.at] = last.commas + 1
			}
		}
	}
	return large
}

// tooDeep reports whether brackets outside of strings are nested more than maxDepth deep.
func tooDeep(data []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

package document

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// cursor moves through a text that encoding/json has found well-formed, so that it need
// not check the syntax again. It exists because json.Decoder does not give the offsets of
// values and allocates memory for each token.
type cursor struct {
	data []byte
	at   int
}

// peek returns the first byte of the next value or key, or the bracket that
// ends a list or an object.
func (c *cursor) peek() byte {
	for {
		switch b := c.data[c.at]; b {
		case ' ', '\t', '\r', '\n', ',', ':':
			c.at++
		default:
			return b
		}
	}
}

// more reports whether the object or list that c is in has another element. After the
// last element it moves c out of the object or list.
func (c *cursor) more() bool {
	if first := c.peek(); first != '}' && first != ']' {
		return true
	}
	c.at++
	return false
}

// leave moves c to the end of the object or list that c is in, and out of it.
func (c *cursor) leave() {
	for c.more() {
		c.skip()
	}
}

// text reads a string. If the string has an escape for only half of a surrogate pair,
// text reads that escape as U+FFFD and returns false.
func (c *cursor) text() (text string, whole bool) {
	source := c.skip()
	if !bytes.ContainsRune(source, '\\') {
		return string(source[1 : len(source)-1]), true
	}
	if err := json.Unmarshal(source, &text); err != nil {
		return "", false
	}
	if !strings.ContainsRune(text, utf8.RuneError) {
		return text, true
	}
	stated := bytes.Count(source, []byte("\uFFFD")) + bytes.Count(bytes.ToLower(source), []byte(`\ufffd`))
	return text, strings.Count(text, "\uFFFD") <= stated
}

// skip steps over the next value and returns the value's text.
func (c *cursor) skip() []byte {
	c.peek()
	start, depth := c.at, 0
	for {
		switch c.data[c.at] {
		case '"':
			c.at += quoted(c.data[c.at:])
		case '{', '[':
			depth++
			c.at++
		case '}', ']':
			depth--
			c.at++
		case ' ', '\t', '\r', '\n', ',', ':': // inside an object or a list
			c.at++
		default:
			c.at += plainLength(c.data[c.at:])
		}
		if depth == 0 {
			return c.data[start:c.at]
		}
	}
}

// quoted returns the length of the quoted string at the start of text.
func quoted(text []byte) int {
	for i := 1; ; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

// plainLength returns the length of the number or word at the start of text.
func plainLength(text []byte) int {
	if i := bytes.IndexAny(text, " \t\r\n,:]}"); i >= 0 {
		return i
	}
	return len(text)
}

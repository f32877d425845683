package course

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// The parts of an entry that are about a person: a field tagged part:"person"
// is one, and each element of a list (of lists) tagged part:"each" is. In the
// text that an entry's digest is made of, a part is replaced by a digest of its
// own, so that the part can be removed later and the digest still holds.
const (
	partPerson = "person"
	partEach   = "each"
)

// seal is where the writer is inside an entry, and what is known of its parts.
// A nil seal writes parts as they are.
type seal struct {
	entry *Entry
	path  string
}

func (s *seal) at(name string) *seal {
	if s == nil {
		return nil
	}
	if s.path != "" {
		name = s.path + "." + name
	}
	return &seal{s.entry, name}
}

// holds reports whether a part at the path or below it was removed.
func (s *seal) holds() bool {
	if s == nil || len(s.entry.Removed) == 0 {
		return false
	}
	for path := range s.entry.Removed {
		if path == s.path || strings.HasPrefix(path, s.path+".") {
			return true
		}
	}
	return false
}

// sealed appends the digest of one part.
func (c *canonical) sealed(b []byte, v reflect.Value, s *seal) []byte {
	if digest, removed := s.entry.Removed[s.path]; removed {
		return appendString(b, digest)
	}
	return appendString(b, c.partDigest(v, s))
}

// partDigest returns SHA-256 of the part's salt, a line break and the part's
// text, in hexadecimal.
func (c *canonical) partDigest(v reflect.Value, s *seal) string {
	text := append([]byte(s.entry.partSalt(s.path)), '\n')
	return hash(c.value(text, v, nil))
}

// partSalt returns the salt of the part at path: one that was kept when another
// part was removed, or SHA-256 of the entry's salt, a line break and the path.
// An entry without a salt has parts without one.
func (e *Entry) partSalt(path string) string {
	if salt, kept := e.Salts[path]; kept {
		return salt
	}
	if e.Salt == "" {
		return ""
	}
	return hash([]byte(e.Salt + "\n" + path))
}

// each appends a list whose elements are parts, with those that were removed in
// their places.
func (c *canonical) each(b []byte, v reflect.Value, s *seal) []byte {
	if v.Kind() == reflect.Map {
		return c.eachOf(b, v, s)
	}
	b = append(b, '[')
	next := 0
	for i := 0; ; i++ {
		inner := s.at(strconv.Itoa(i))
		digest, removed := s.entry.Removed[inner.path]
		if !removed && next == v.Len() {
			return append(b, ']')
		}
		if i > 0 {
			b = append(b, ',')
		}
		switch {
		case removed:
			b = appendString(b, digest)
			continue
		case v.Index(next).Kind() == reflect.Slice:
			b = c.each(b, v.Index(next), inner)
		default:
			b = c.sealed(b, v.Index(next), inner)
		}
		next++
	}
}

// eachOf is each for a map of lists.
func (c *canonical) eachOf(b []byte, v reflect.Value, s *seal) []byte {
	b = append(b, '{')
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return compareNames(a.String(), b.String()) })
	for i, key := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, key.String()), ':')
		b = c.each(b, v.MapIndex(key), s.at(key.String()))
	}
	return append(b, '}')
}

// digest returns the digest of an entry after the one before: SHA-256 of that
// digest, a line break and the text of the entry without digest and salts and
// with its parts sealed, in hexadecimal.
func (c *canonical) digest(before string, e Entry) string {
	source := e
	e.Digest, e.Salt, e.Salts, e.Removed = "", "", nil, nil
	text := append([]byte(before), '\n')
	return hash(c.value(text, reflect.ValueOf(e), &seal{entry: &source}))
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

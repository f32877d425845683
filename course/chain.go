package course

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// These are the values of the struct tag called "part", which marks the parts of an entry
// that are about a person. A field tagged part:"person" is one part. In a list tagged
// part:"each", each element is a part. If the elements are lists, or if the field is a
// map of lists, the elements of these inner lists are the parts. In the text from which
// an entry's digest is computed, each part is replaced by its own digest. The part can
// then be removed later and the entry's digest still holds.
const (
	partPerson = "person"
	partEach   = "each"
)

// seal says what is being written: an entry, and the path of a place in this entry. If
// the seal is nil, parts are written as they are.
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

// sealed appends the digest of one part: the recorded digest if the part was removed,
// otherwise a computed one.
func (c *canonical) sealed(b []byte, v reflect.Value, s *seal) []byte {
	if digest, removed := s.entry.Removed[s.path]; removed {
		return appendString(b, digest)
	}
	return appendString(b, c.partDigest(v, s))
}

// partDigest returns the SHA-256, in hexadecimal, of the part's salt, a line break and
// the part's text.
func (c *canonical) partDigest(v reflect.Value, s *seal) string {
	text := append([]byte(s.entry.partSalt(s.path)), '\n')
	return hash(c.value(text, v, nil))
}

// partSalt returns the salt of the part at path: the salt that was kept when another part
// was removed, otherwise the SHA-256 of the entry's salt, a line break and the path.
// Parts of an entry without a salt have no salt.
func (e *Entry) partSalt(path string) string {
	if salt, kept := e.Salts[path]; kept {
		return salt
	}
	if e.Salt == "" {
		return ""
	}
	return hash([]byte(e.Salt + "\n" + path))
}

// each appends a list whose elements are parts. Removed elements are written as digests
// at the places that they had.
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

// eachOf appends a map of lists. It appends each list as canonical.each does.
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

// digest returns the digest of an entry. It is the SHA-256, in hexadecimal, of the digest
// of the previous entry, a line break, and the text of the entry. This text leaves out
// the fields digest, salt, salts and removed, and has the digest of each part in place of
// the part.
func (c *canonical) digest(previous string, e Entry) string {
	source := e
	e.Digest, e.Salt, e.Salts, e.Removed = "", "", nil, nil
	text := append([]byte(previous), '\n')
	return hash(c.value(text, reflect.ValueOf(e), &seal{entry: &source}))
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

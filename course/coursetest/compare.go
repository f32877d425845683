package coursetest

import (
	"encoding/json"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"
)

// maxNumber is the largest number of characters of a text that is compared as a number.
const maxNumber = 4096

// compare returns the first difference between the wanted and the actual answer, or "".
func compare(want, got []byte) string {
	var w, g any
	_ = json.Unmarshal(want, &w) // a vector is JSON
	if err := json.Unmarshal(got, &g); err != nil {
		return "the answer is no JSON"
	}
	return differ("", w, g)
}

// differ returns the first difference at path or below it, or "".
func differ(path string, want, got any) string {
	switch w := want.(type) {
	case map[string]any:
		if g, is := got.(map[string]any); is {
			return differObject(path, w, g)
		}
	case []any:
		if g, is := got.([]any); is && slices.EqualFunc(w, g, func(w, g any) bool { return differ("", w, g) == "" }) {
			return ""
		}
	case string:
		if g, is := got.(string); is && sameText(w, g) {
			return ""
		}
	default: // a number, true, false or null
		if want == got {
			return ""
		}
	}
	return said(path, want, got)
}

func differObject(path string, want, got map[string]any) string {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if d := differ(join(path, key), want[key], got[key]); d != "" {
			return d
		}
	}
	return ""
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func said(path string, want, got any) string {
	if path == "" {
		path = "the answer"
	}
	return path + ": want " + quoted(want) + ", have " + quoted(got)
}

// sameText reports whether two texts mean the same. They do if they are equal, or if both
// state the same exact number. If the wanted text is an instant in UTC, the other text
// may state the same instant in another form.
func sameText(want, got string) bool {
	if want == got {
		return true
	}
	if w, is := number(want); is {
		g, is := number(got)
		return is && w.Cmp(g) == 0
	}
	if w, err := time.Parse(time.RFC3339Nano, want); err == nil && strings.HasSuffix(want, "Z") {
		g, err := time.Parse(time.RFC3339Nano, got)
		return err == nil && w.Equal(g)
	}
	return false
}

// number reads plain digits, with or without a point, or a fraction of two whole numbers.
func number(text string) (*big.Rat, bool) {
	if text == "" || len(text) > maxNumber || strings.Trim(text, "0123456789./") != "" {
		return nil, false
	}
	if _, err := strconv.Atoi(text[:1]); err != nil {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}

package grading

// HasQuick reports whether the scheme has a quick path.
func HasQuick(g *Grader) bool { return g.quick != nil }

// English joins pieces of a sentence in English.
func English(said []Said) string { return pieces(said) }

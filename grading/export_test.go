package grading

// HasQuick reports whether the scheme has a quick path.
func HasQuick(g *Grader) bool { return g.quick != nil }

// Package draw holds draw.sh, which re-runs the lottery of a selection with
// sha256sum and sort alone. Its test draws the lots of the reference course's
// intake both ways.
package draw

package grading

import "strings"

// english joins the pieces of a sentence in English and adds the full stop.
func english(said []Said) string { return pieces(said) + "." }

// pieces joins pieces of a sentence in English.
func pieces(said []Said) string {
	var b strings.Builder
	for _, s := range said {
		rest := inEnglish(s.Code)
		for rest != "" {
			text, after, _ := strings.Cut(rest, "{")
			name, after, _ := strings.Cut(after, "}")
			b.WriteString(text)
			b.WriteString(s.Values[name])
			rest = after
		}
	}
	return b.String()
}

// inEnglish returns the English text of a code, with the names of its values in
// braces.
func inEnglish(code string) string {
	for _, said := range [...][2]string{
		// The decision and its reasons.
		{"overridden_certified", "Certified by a decision of the organisers; by the marks: "},
		{"overridden_not_certified", "Not certified by a decision of the organisers; by the marks: "},
		{"certified", "Certified"},
		{"not_certified", "Not certified"},
		{"pending", "Still open"},
		{"nothing_to_grade", "Nothing to grade: everything that counts is excused"},
		{"outcome", ", {outcome}"},
		{"total", ": the total is {total}"},
		{"total_so_far", ": the total is {total} so far"},
		{"capped", " (capped; the parts add up to {sum})"},
		{"best", ", at best {best}"},
		{"possible", " ({outcome})"},
		{"required_above", "; more than {limit} is required"},
		{"required_at_least", "; at least {limit} is required"},
		{"for_outcome", " for {outcome}"},
		{"needs_above", ", and more than {limit}% in {component}"},
		{"needs_at_least", ", and at least {limit}% in {component}"},
		{"needs_mark", " (not marked yet)"},
		{"needs_mark_of_handed_in", " (handed in, not marked yet)"},
		{"has", " (it has {percent}%)"},
		{"has_so_far", " (it has {percent}% so far)"},
		{"own_weights", "; its own weights count, no other way to weigh gives more than {next}%"},
		{"weighting", "; weighting {weighting} counts, no other way to weigh gives more than {next}%"},
		// The mark of a component.
		{"component", "{component}: "},
		{"still_open", stillOpen},
		{"handed_in_not_marked_yet", handedIn},
		{"handed_in_never_marked", neverMarked},
		{"nothing_handed_in", nothingThere},
		{"excused", "excused"},
		{"excused_from_every_session", "excused from every session"},
		{"every_item_excused", "every item excused"},
		{"completed", "completed"},
		{"not_completed", "not completed"},
		{"sessions", "{attended} of {held} sessions"},
		{"sessions_excused", ", {excused} excused"},
		{"points", "{earned} of {possible} points"},
		{"level", "{level}"},
		{"sum", "{earned} of {possible} points in "},
		{"mean", "mean {percent}% over "},
		{"percent", "{percent}% over "},
		{"items_count", "the {counted} items that count"},
		{"one_of_items_counts", "the 1 item that counts"},
		{"components_count", "the {counted} components that count"},
		{"one_of_components_counts", "the 1 component that counts"},
		{"of_them_dropped", " ({dropped} dropped)"},
		{"some_open", ", {number} still open"},
		{"some_handed_in", ", {number} handed in, not marked yet"},
		{"some_never_marked", ", {number} handed in, never marked"},
		{"have", "{have}"},
		// The points that the component adds, and what full marks need.
		{"not_counted", ", not counted"},
		{"dropped", ", dropped"},
		{"counts_nothing", "; it counts nothing in the total"},
		{"equals", " = {points} of {full} % of the total"},
		{"adds", "; {points} of {full} % of the total"},
		{"full_needs_completion", "; full marks need completion"},
		{"full_needs_all_sessions", "; full marks need all {sessions} sessions"},
		{"full_needs_sessions", "; full marks need {sessions} sessions"},
		{"full_needs_every_item_in_full", "; full marks need every item in full"},
		{"full_needs_counted_items", "; full marks need every item that counts in full"},
		{"full_needs_every_component_in_full", "; full marks need every component in full"},
		{"full_needs_counted_components", "; full marks need every component that counts in full"},
		{"full_needs", "; full marks need {need}"},
	} {
		if said[0] == code {
			return said[1]
		}
	}
	return ""
}

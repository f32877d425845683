package admission

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// text returns the sentences for the codes of an explanation. Rules appear by their
// titles.
func (x *explainer) text(e *Explanation, compared bool) string {
	switch {
	case e.Status == StatusIncomplete:
		return "Not decided yet. Still missing: " + x.s.titles(e.Reasons) + "."
	case e.Status == StatusIneligible:
		return "Not eligible. Requirements not met: " + x.s.titles(e.Reasons) + "."
	case e.Status == StatusWaiting:
		return x.waitingText(e, compared)
	case e.Status.Seated():
		return x.seatedText(e, compared)
	case e.Status == StatusApplied:
		return "Applied: the selection is still to come."
	}
	return "Has left: " + string(e.Status) + "."
}

func (x *explainer) waitingText(e *Explanation, compared bool) string {
	text := "On the waitlist, place " + strconv.Itoa(e.Place) + "."
	if len(e.Without) > 0 {
		text += " " + x.s.alternatives(e.Without) + " this person would have a seat."
	}
	for _, g := range e.Waits {
		text += " " + x.full(e.ID, g)
	}
	if compared {
		subject := "The last person who got a seat"
		if x.named {
			subject = "The other person"
		}
		text += " " + x.s.sentence(e.DecidedBy, subject, "this person")
	}
	return text
}

func (x *explainer) seatedText(e *Explanation, compared bool) string {
	switch {
	case e.DecidedBy == codeRuling:
		return "Has a seat by a ruling of the organisers."
	case !compared:
		return "Has a seat: there are seats for everybody who can be called."
	}
	text := "Has a seat."
	if len(e.Without) > 0 {
		text += " " + x.s.alternatives(e.Without) + " this person would have none."
	}
	return text + " " + x.s.sentence(e.DecidedBy, "This person", "the other person")
}

// full returns the sentence that says why a person gets no seat because of group g.
// Either the person belongs to the group, and the group holds as many seats as it may. Or
// the person does not belong to the group, and seats are kept for it.
func (x *explainer) full(id string, g ShareGroup) string {
	sh := &x.s.shares[x.s.share(g.Share)]
	group := g.Group
	if sh.test != nil {
		group = "people who meet it"
	}
	if slices.Contains(x.entries[id].Groups, g) {
		most := int(sh.limits(g.Group).most.most(int64(x.r.Capacity)))
		return upper(x.s.title(g.Share)) + " is at its most: " + strconv.Itoa(x.held[g]) + " of " + count(most, "seat") + " held by " + group + "."
	}
	return upper(x.s.title(g.Share)) + " keeps seats open for " + group + "."
}

// sentence returns the sentence that says why the subject is ahead of the other person.
// The parameter rival is the phrase for that other person.
func (s *Selector) sentence(code, subject, rival string) string {
	switch code {
	case codeLottery:
		return subject + " is equal in every criterion, and the lottery decided."
	case codeRuling:
		return subject + " has it by a ruling of the organisers."
	case codeReinstated:
		return subject + " was reinstated, and came first."
	case codeLater:
		return subject + " got the seat before " + rival + " began to wait with the present facts."
	}
	if s.share(code) != none {
		return subject + " has it because of: " + s.title(code) + "."
	}
	return subject + " ranks ahead by: " + s.title(code) + "."
}

// alternatives returns the beginning of a sentence that names rules and rulings, each of
// which made the difference alone.
func (s *Selector) alternatives(codes []string) string {
	text := "Without "
	for i, code := range codes {
		switch {
		case i > 0 && i == len(codes)-1:
			text += ", or without "
		case i > 0:
			text += ", without "
		}
		if strings.HasPrefix(code, codeRuling+":") {
			text += "a ruling of the organisers"
		} else {
			text += s.title(code)
		}
	}
	return text
}

func (s *Selector) titles(codes []string) string {
	titles := make([]string, len(codes))
	for i, code := range codes {
		titles[i] = s.title(code)
	}
	return strings.Join(titles, ", ")
}

// title returns the title of a requirement, key or share, or the code if it has no title.
func (s *Selector) title(code string) string {
	switch code {
	case codeReview:
		return "a complete review"
	case codeRuling:
		return "a ruling of the organisers"
	}
	for i := range s.keys {
		if s.keys[i].code == code && s.keys[i].title != "" {
			return s.keys[i].title
		}
	}
	for i := range s.shares {
		if s.shares[i].code == code && s.shares[i].title != "" {
			return s.shares[i].title
		}
	}
	for i := range s.requirements {
		if s.requirements[i].code == code && s.requirements[i].title != "" {
			return s.requirements[i].title
		}
	}
	return code
}

// upper returns text with a capital first letter.
func upper(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

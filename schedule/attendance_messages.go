package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Message is one event that a meeting tool reports: a participant joined, a participant
// left, or the meeting ended. Exactly one of Joined, Left and Ended must be set.
type Message struct {
	At     time.Time `json:"at"`
	Joined string    `json:"joined,omitzero"` // id of a participant
	Left   string    `json:"left,omitzero"`   // id of a participant
	Ended  bool      `json:"ended,omitzero"`
	// Meeting is the id of the meeting. It is needed if several meetings of a sitting run
	// at once. Device is the id of the participant's device, if the tool reports one.
	Meeting string `json:"meeting,omitzero"`
	Device  string `json:"device,omitzero"`
}

// Rows turns the messages of a sitting's meetings, in any order, into the rows of the
// sitting's record. A message that was delivered twice counts once. Participants who are
// still in the meeting when it ends leave at its end. If no message says when a
// participant left, the row has no Leave. If a message says that a participant left, but
// none says when the participant joined, there is no row. Instead there is a finding with
// the code "left-without-join". The error is nil or [rule.Violations].
func Rows(messages []Message) ([]Segment, []rule.Finding, error) {
	if err := document.Check(messages, func(r *rule.Report) { checkMessages(messages, r) }); err != nil {
		return nil, nil, err
	}
	order := sorted(len(messages), func(a, b int) int { return messages[a].compare(messages[b]) })
	m := meetings{of: map[string]*meeting{}}
	for n, i := range order {
		if n == 0 || messages[i].compare(messages[order[n-1]]) != 0 {
			m.take(i, messages[i])
		}
	}
	slices.SortFunc(m.rows, func(a, b Segment) int {
		return cmp.Or(a.Join.Compare(b.Join), cmp.Compare(a.Participant, b.Participant), a.until().Compare(b.until()))
	})
	slices.SortFunc(m.lost, cmp.Compare)
	var findings []rule.Finding
	for _, i := range m.lost {
		findings = append(findings, rule.Finding{Code: "left-without-join", Path: rule.Index("", i), Verdict: rule.Unknown,
			Detail: "no message says when this participant joined; there is no row of it"})
	}
	return m.rows, findings, nil
}

func checkMessages(messages []Message, r *rule.Report) {
	if len(messages) > maxSegments {
		r.Put(rule.TooMany("", maxSegments, "messages"))
		return
	}
	for i, m := range messages {
		wrong := func(field, code, detail string) { r.Add(rule.Join(rule.Index("", i), field), code, detail) }
		kinds := 0
		for _, set := range []bool{m.Joined != "", m.Left != "", m.Ended} {
			if set {
				kinds++
			}
		}
		if kinds != 1 {
			wrong("", "one-of", "want exactly one of joined, left and ended")
		}
		for _, text := range []struct{ field, id string }{{"joined", m.Joined}, {"left", m.Left}, {"meeting", m.Meeting}, {"device", m.Device}} {
			if text.id != "" {
				requireID(text.id, text.field, wrong)
			}
		}
		checkTime("at", m.At, wrong)
	}
}

// rank orders the messages of one instant. Joining comes before leaving and before the
// end of the meeting.
func (m Message) rank() int {
	if m.Joined != "" {
		return 0
	}
	return 1
}

func (m Message) compare(n Message) int {
	return cmp.Or(m.At.Compare(n.At), cmp.Compare(m.rank(), n.rank()), cmp.Compare(m.Meeting, n.Meeting),
		cmp.Compare(m.Joined+m.Left, n.Joined+n.Left), cmp.Compare(m.Device, n.Device))
}

// until returns the leave time of a row. If the row has none, it returns a time later
// than any leave time.
func (s Segment) until() time.Time {
	if s.Leave == nil {
		return time.Unix(1<<62, 0)
	}
	return *s.Leave
}

// connection is one participant on one device.
type connection struct {
	participant, device string
}

// meeting holds the indexes of the rows of one meeting, by connection. The map open has
// the rows without a leave time so far. The map ended has the rows whose leave time is
// the end of the meeting.
type meeting struct {
	open, ended map[connection][]int
}

// meetings turns messages into rows. It takes the messages in order of time.
type meetings struct {
	rows []Segment
	of   map[string]*meeting
	lost []int // indexes of leave messages without a join
}

func (m *meetings) take(index int, message Message) {
	of := m.of[message.Meeting]
	if of == nil {
		of = &meeting{map[connection][]int{}, map[connection][]int{}}
		m.of[message.Meeting] = of
	}
	c := connection{message.Joined + message.Left, message.Device}
	switch {
	case message.Joined != "":
		of.open[c] = append(of.open[c], len(m.rows))
		m.rows = append(m.rows, Segment{Participant: message.Joined, Join: message.At})
	case message.Ended:
		m.end(of, message.At)
	case len(of.open[c]) > 0:
		m.rows[of.open[c][0]].Leave = new(message.At)
		of.open[c] = of.open[c][1:]
	case len(of.ended[c]) > 0: // the tool reported the leave after the end of the meeting
		of.ended[c] = of.ended[c][1:]
	default:
		m.lost = append(m.lost, index)
	}
}

// end closes all open rows of a meeting: the end of the meeting becomes their leave time.
func (m *meetings) end(of *meeting, at time.Time) {
	for c, rows := range of.open {
		for _, i := range rows {
			m.rows[i].Leave = new(at)
		}
		of.ended[c] = append(of.ended[c], rows...)
	}
	of.open = map[connection][]int{} // a cleared map would stay as slow to range over as it was when it was large
}

package partition

// Meter counts the steps of one call, over all its problems, and lets the caller
// watch and stop the call.
type Meter struct {
	Total   int64
	Report  func(done, total int64) bool // may be nil
	Done    int64
	Stopped bool

	next int64
}

// Spend adds steps. A nil meter counts nothing.
func (m *Meter) Spend(steps int64) {
	if m == nil {
		return
	}
	m.Done += max(0, steps)
	if m.Report == nil || m.Done < m.next || m.Stopped {
		return
	}
	m.next = m.Done + max(1, m.Total/500)
	m.Stopped = !m.Report(min(m.Done, m.Total), m.Total)
}

// stopped reports whether the caller stopped the call.
func (m *Meter) stopped() bool { return m != nil && m.Stopped }

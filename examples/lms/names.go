package main

import (
	"encoding/json"
	"errors"

	"github.com/cohortkit/cohort/schedule"
)

// Names returns the names that people gave, by id.
func (s *Store) Names() (map[string]string, error) {
	rows, err := s.db.Query(`SELECT id, name FROM names`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	names := map[string]string{}
	for rows.Next() {
		var id, name string
		if err := rows.Scan(&id, &name); err != nil {
			return nil, err
		}
		names[id] = name
	}
	return names, rows.Err()
}

// Name stores the name of a person.
func (s *Store) Name(id, name string) error {
	_, err := s.db.Exec(`INSERT OR REPLACE INTO names VALUES (?, ?)`, id, name)
	return err
}

// errOtherMessage is returned for a key that came with a different message before.
var errOtherMessage = errors.New("an earlier message of this key says something else")

// Receive stores a message of a meeting. The result fresh is false for a message that
// was delivered before.
func (s *Store) Receive(key, session string, m schedule.Message) (fresh bool, err error) {
	text, err := json.Marshal(m)
	if err != nil {
		return false, err
	}
	done, err := s.db.Exec(`INSERT OR IGNORE INTO inbox VALUES (?, ?, ?, ?)`, key, session, m.Joined+m.Left, string(text))
	if err != nil {
		return false, err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return n == 1, err
	}
	var kept, of string
	err = s.db.QueryRow(`SELECT session, message FROM inbox WHERE key = ?`, key).Scan(&of, &kept)
	if err == nil && (of != session || kept != string(text)) {
		err = errOtherMessage
	}
	return false, err
}

// Messages returns the messages of a session's meetings.
func (s *Store) Messages(session string) ([]schedule.Message, error) {
	rows, err := s.db.Query(`SELECT message FROM inbox WHERE session = ? ORDER BY key`, session)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var list []schedule.Message
	for rows.Next() {
		var text []byte
		var m schedule.Message
		if err := errors.Join(rows.Scan(&text), json.Unmarshal(text, &m)); err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, rows.Err()
}

// Waiting returns the number of messages by session.
func (s *Store) Waiting() (map[string]int, error) {
	rows, err := s.db.Query(`SELECT session, COUNT(*) FROM inbox GROUP BY session`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	counts := map[string]int{}
	for rows.Next() {
		var session string
		var n int
		if err := rows.Scan(&session, &n); err != nil {
			return nil, err
		}
		counts[session] = n
	}
	return counts, rows.Err()
}

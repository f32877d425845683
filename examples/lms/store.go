package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cohortkit/cohort/course"
	"modernc.org/sqlite"
)

const schema = `
CREATE TABLE IF NOT EXISTS journal (
	place INTEGER PRIMARY KEY, before TEXT NOT NULL UNIQUE, digest TEXT NOT NULL UNIQUE, entry TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS names (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS inbox (
	key TEXT PRIMARY KEY, session TEXT NOT NULL, participant TEXT NOT NULL, message TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`

// Store keeps the journal of one run in a file, and the run itself in memory.
type Store struct {
	db     *sql.DB
	course *course.Course
	mu     sync.Mutex
	run    *course.Run // nil: not read yet, or no longer valid
	last   time.Time   // of the last entry
	places int
}

// Open opens or makes the file of a run.
func Open(file string, c *course.Course) (*Store, error) {
	db, err := sql.Open("sqlite", "file:"+file+"?_txlock=immediate&_pragma=busy_timeout(10000)"+
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=secure_delete(ON)")
	if err != nil {
		return nil, err
	}
	if _, err = db.Exec(schema); err != nil {
		_ = db.Close()
		return nil, err
	}
	return &Store{db: db, course: c}, nil
}

// Close closes the file.
func (s *Store) Close() error { return s.db.Close() }

// Read calls action with the stored run. The function action must not keep the run.
func (s *Store) Read(action func(*course.Run) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.catchUp(); err != nil {
		return err
	}
	return action(s.run)
}

// Record records and stores the entries that action returns. The times of the entries are
// set to now, or to the time of the last stored entry if that time is later. If another
// process has stored entries meanwhile, Record calls action again. Record returns the
// entries that are new: an entry that had already been recorded is not returned.
func (s *Store) Record(now time.Time, action func(*course.Run) ([]course.Entry, error)) ([]course.Recorded, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		if err := s.catchUp(); err != nil {
			return nil, err
		}
		entries, err := action(s.run)
		if err != nil {
			return nil, err
		}
		for i := range entries {
			entries[i].At = later(now, s.last)
		}
		before := s.run.Digest()
		recorded, err := s.run.Record(entries...)
		if err != nil || len(recorded) == 0 {
			return nil, err
		}
		err = s.write(before, recorded)
		if err == nil {
			s.last, s.places = recorded[len(recorded)-1].Entry.At, s.places+len(recorded)
			return recorded, nil
		}
		s.run = nil // the run is ahead of the file
		var refused *sqlite.Error
		if !errors.As(err, &refused) || refused.Code()&0xff != 19 { // SQLITE_CONSTRAINT: another process was faster
			return nil, err
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// catchUp reads the run from the file, unless the run in memory already has all
// stored entries.
func (s *Store) catchUp() error {
	var digest string
	err := s.db.QueryRow(`SELECT digest FROM journal ORDER BY place DESC LIMIT 1`).Scan(&digest)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if s.run != nil && s.run.Digest() == digest {
		return nil
	}
	journal, err := s.journal()
	if err != nil {
		return err
	}
	if s.run, err = s.course.Resume(journal); err != nil {
		return fmt.Errorf("the stored journal: %w", err)
	}
	if s.places = len(journal); s.places > 0 {
		s.last = journal[s.places-1].At
	}
	return nil
}

// journal reads all entries.
func (s *Store) journal() ([]course.Entry, error) {
	rows, err := s.db.Query(`SELECT entry FROM journal ORDER BY place`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var journal []course.Entry
	for rows.Next() {
		var text []byte
		if err := rows.Scan(&text); err != nil {
			return nil, err
		}
		e, err := course.ParseEntry(text)
		if err != nil {
			return nil, fmt.Errorf("the stored journal, entry %d: %w", len(journal), err)
		}
		journal = append(journal, e)
	}
	return journal, rows.Err()
}

// write stores entries after the entry whose digest is `before`. With an erasure it
// also deletes the person's name and messages.
func (s *Store) write(before string, recorded []course.Recorded) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	erased := false
	for i, r := range recorded {
		text, err := json.Marshal(r.Entry)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO journal VALUES (?, ?, ?, ?)`, s.places+i, before, r.Entry.Digest, string(text)); err != nil {
			return err
		}
		before = r.Entry.Digest
		if e := r.Entry.Erased; e != nil {
			erased = true
			if _, err := tx.Exec(`DELETE FROM names WHERE id = ?`, e.ID); err != nil {
				return err
			}
			if _, err := tx.Exec(`DELETE FROM inbox WHERE participant = ?`, e.ID); err != nil {
				return err
			}
		}
	}
	if !erased {
		return tx.Commit()
	}
	return s.rewrite(tx)
}

// rewrite stores every entry again after a person was erased from them.
func (s *Store) rewrite(tx *sql.Tx) error {
	for place, e := range s.run.Journal() {
		text, err := json.Marshal(e)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE journal SET entry = ? WHERE place = ? AND entry <> ?`, string(text), place, string(text)); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err := s.db.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`) // the write-ahead log has the old text
	return err
}

// Setting returns a setting, or an empty text if there is none.
func (s *Store) Setting(name string) (value string, err error) {
	err = s.db.QueryRow(`SELECT value FROM settings WHERE name = ?`, name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return value, err
}

// Set stores a setting. If fresh is true, a setting that already exists stays unchanged.
func (s *Store) Set(name, value string, fresh bool) error {
	or := "REPLACE"
	if fresh {
		or = "IGNORE"
	}
	_, err := s.db.Exec(`INSERT OR `+or+` INTO settings VALUES (?, ?)`, name, value)
	return err
}

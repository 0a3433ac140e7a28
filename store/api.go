package store

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"attache/briefings"
	"attache/store/search"
)

var errSoon = errors.New("not there yet")

// A Stamp says who does something, and when.
type Stamp struct {
	By briefings.PersonID
	At time.Time
}

// Options are the settings of Open. The zero Options is fine.
type Options struct {
	Log   *slog.Logger // nil discards
	Index search.Index // nil is an index of the store's own
}

// A Store keeps everything.
type Store struct{}

// An AuditEntry is one line of the audit.
type AuditEntry struct {
	Seq    uint64             `json:"seq"`
	At     time.Time          `json:"at"`
	By     briefings.PersonID `json:"by"`
	Action string             `json:"action"`           // a verb, such as "publish" or "ask"
	Object string             `json:"object,omitempty"` // what it was done to: a slug, a source, a person
	Detail string             `json:"detail,omitempty"` // such as the invocation, or why it was refused
	Prev   string             `json:"prev,omitempty"`   // hash of the entry before
	Hash   string             `json:"hash"`             // hash of this entry
}

// An Answer is one given answer.
type Answer struct {
	ID        string                 `json:"id"`
	Text      string                 `json:"text"` // the invocation
	By        briefings.PersonID     `json:"by"`
	At        time.Time              `json:"at"`
	Seq       briefings.Seq          `json:"seq"`
	Citations []briefings.PassageRef `json:"citations,omitempty"`
}

// A Problem is something Verify found.
type Problem struct {
	Key  string
	What string
}

// Open opens a store.
func Open(ctx context.Context, spec string, opts Options) (*Store, error) { return &Store{}, nil }

func (s *Store) Close() error { return nil }
func (s *Store) AddSource(ctx context.Context, src briefings.Source, st Stamp) (kept *briefings.Source, added bool, err error) {
	return nil, false, errSoon
}
func (s *Store) Source(ctx context.Context, id briefings.SourceID) (*briefings.Source, error) {
	return nil, errSoon
}
func (s *Store) Sources(ctx context.Context) ([]*briefings.Source, error)         { return nil, nil }
func (s *Store) SaveDraft(ctx context.Context, d briefings.Draft, st Stamp) error { return errSoon }
func (s *Store) Draft(ctx context.Context, slug briefings.Slug) (briefings.Draft, error) {
	return briefings.Draft{}, errSoon
}
func (s *Store) Drafts(ctx context.Context) ([]briefings.Draft, error) { return nil, nil }
func (s *Store) Publish(ctx context.Context, slug briefings.Slug, st Stamp) (briefings.Edition, error) {
	return briefings.Edition{}, errSoon
}
func (s *Store) Retire(ctx context.Context, slug briefings.Slug, note string, st Stamp) (briefings.Briefing, error) {
	return briefings.Briefing{}, errSoon
}
func (s *Store) Briefing(ctx context.Context, slug briefings.Slug) (briefings.Briefing, error) {
	return briefings.Briefing{}, errSoon
}
func (s *Store) Briefings(ctx context.Context) ([]briefings.Briefing, error) { return nil, nil }
func (s *Store) Edition(ctx context.Context, slug briefings.Slug, n int) (briefings.Edition, error) {
	return briefings.Edition{}, errSoon
}
func (s *Store) Published(ctx context.Context) ([]*briefings.Source, error) { return nil, nil }
func (s *Store) Seq(ctx context.Context) (briefings.Seq, error)             { return 0, nil }
func (s *Store) Changes(ctx context.Context, after briefings.Seq, limit int) ([]briefings.Change, error) {
	return nil, nil
}
func (s *Store) Follow(ctx context.Context, after briefings.Seq, visit func(briefings.Change) error) error {
	return errSoon
}
func (s *Store) Search(ctx context.Context, q search.Query) (search.Result, error) {
	return search.Result{}, errSoon
}
func (s *Store) Reindex(ctx context.Context, progress func(done, total int)) error { return errSoon }
func (s *Store) Record(ctx context.Context, e AuditEntry) error                    { return errSoon }
func (s *Store) AuditEntries(ctx context.Context, after uint64, limit int) ([]AuditEntry, error) {
	return nil, nil
}
func (s *Store) VerifyAudit(ctx context.Context) error { return errSoon }
func (s *Store) Person(ctx context.Context, id briefings.PersonID) (briefings.Person, error) {
	return briefings.Person{ID: id, Role: briefings.Reader}, nil
}
func (s *Store) SavePerson(ctx context.Context, p briefings.Person, st Stamp) error { return errSoon }
func (s *Store) SaveAnswer(ctx context.Context, a Answer, st Stamp) error           { return errSoon }
func (s *Store) Answer(ctx context.Context, id string) (Answer, error)              { return Answer{}, errSoon }
func (s *Store) Verify(ctx context.Context) ([]Problem, error)                      { return nil, nil }

package kv

import "context"

// A Rev numbers the states of one key. It is 0 while the key is absent and
// grows with every write; a key that is deleted and written again does not get
// an old number back. Revisions of different keys cannot be compared.
type Rev uint64

// An Item is a key with what it holds. Err is set, and Value nil, when the
// value is damaged; it is then a [*CorruptError].
type Item struct {
	Key   string
	Value []byte
	Rev   Rev
	Err   error
}

// DB is an ordered key-value store. All methods may be called from many
// goroutines at once. Values handed out belong to the caller.
//
// After Close every method fails with [ErrClosed]. When ctx has ended, methods
// fail with its error and have done nothing.
type DB interface {
	// Get returns what key holds. An absent key is no error: its Rev is 0 and
	// its value nil. A damaged value is a [*CorruptError].
	Get(ctx context.Context, key string) (value []byte, rev Rev, err error)

	// Scan returns the keys k with from <= k < to, in byte order, at most limit
	// of them; limit 0 means all, an empty to means to the end. The items are of
	// one moment. A damaged value does not end the scan: its Item says so.
	Scan(ctx context.Context, from, to string, limit int) ([]Item, error)

	// Commit does all of the batch or nothing, durably, and returns the revision
	// that the keys it wrote now have. It fails with [ErrConflict] when a
	// condition does not hold, and with a [*LimitError] when the batch breaks
	// the rules of [Batch]. A batch without writes only checks its conditions and
	// returns 0.
	Commit(ctx context.Context, b *Batch) (Rev, error)

	// Wake returns a channel that is closed once a key with the prefix may have
	// changed after the call. It may wake for nothing, and closes when the DB does.
	Wake(prefix string) <-chan struct{}

	// Lock waits for the named lock, exclusive among all processes that share
	// the data, and returns the function that gives it up. That function may be
	// called twice.
	Lock(ctx context.Context, name string) (unlock func(), err error)

	// Close waits for running calls and gives up what the DB holds. It may be
	// called twice.
	Close() error
}

// PrefixEnd returns the smallest key above all keys with the prefix, for use as
// the end of [DB.Scan]. It is empty when there is none.
func PrefixEnd(prefix string) string {
	for i := len(prefix) - 1; i >= 0; i-- {
		if prefix[i] < 0xff {
			return prefix[:i] + string([]byte{prefix[i] + 1})
		}
	}
	return ""
}

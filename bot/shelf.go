package bot

import (
	"context"

	"attache/store"
)

// shelf keeps in the store what buttons and forms of the platforms cannot hold.
type shelf struct{ store *store.Store }

// Put implements [intake.Shelf].
func (s shelf) Put(ctx context.Context, key, text string) error {
	return s.store.KeepText(ctx, key, text)
}

// Get implements [intake.Shelf].
func (s shelf) Get(ctx context.Context, key string) (text string, ok bool, err error) {
	return s.store.Text(ctx, key)
}

package bolt_test

import (
	"path/filepath"
	"testing"

	"attache/store/bolt"
	"attache/store/kv"
	"attache/store/kv/kvtest"
)

func open(t *testing.T, path string) *bolt.DB {
	t.Helper()
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return db
}

func TestBolt(t *testing.T) {
	kvtest.TestDB(t, func(t *testing.T) kv.DB { return open(t, filepath.Join(t.TempDir(), "deep", "er", "store.db")) })
}

package bolt_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"attache/store/bolt"
	"attache/store/kv"
)

// wantUnusable fails unless path is refused with words that contain want, and
// is left as it was.
func wantUnusable(t *testing.T, path, want string) {
	t.Helper()
	before, _ := os.ReadFile(path)
	db, err := bolt.Open(path)
	if err == nil {
		db.Close()
	}
	var unusable *kv.UnusableError
	if !errors.As(err, &unusable) || !errors.Is(err, kv.ErrUnusable) || unusable.Path != path {
		t.Errorf("Open: %v, want an UnusableError of %s", err, path)
		return
	}
	if !strings.Contains(unusable.Reason, want) || strings.Contains(unusable.Reason, "\n") {
		t.Errorf("the reason is %q, want it to contain %q", unusable.Reason, want)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file was changed")
	}
}

// storeFile makes a store with several levels of pages, large values and free
// pages, and returns its path.
func storeFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "store.db")
	db := open(t, path)
	for round := range 2 {
		for from := range 10 {
			var b kv.Batch
			for i := range 100 {
				b.Put(fmt.Sprintf("key/%04d", from*100+i), bytes.Repeat([]byte{byte(round)}, 20+2*i))
			}
			if round%2 == 1 {
				b = kv.Batch{}
				b.Delete(fmt.Sprintf("key/%04d", from*100))
				b.Put(fmt.Sprintf("large/%d", from), bytes.Repeat([]byte("x"), 9000+round))
			}
			if _, err := db.Commit(t.Context(), &b); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTruncated(t *testing.T) {
	whole, err := os.ReadFile(storeFile(t))
	if err != nil {
		t.Fatal(err)
	}
	if len(whole) < 110000 {
		t.Fatalf("the file has only %d bytes", len(whole))
	}
	for _, size := range []int{1, 15, 80, 4095, 4096, 4097, 8191, 8192, 8193, 12288, 16383, 16384, 100000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			if err := os.WriteFile(path, whole[:size], 0o600); err != nil {
				t.Fatal(err)
			}
			want := "cut short"
			if size < 80 {
				want = "not a store"
			}
			wantUnusable(t, path, want)
		})
	}
}

func TestEmptied(t *testing.T) {
	path := storeFile(t)
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	wantUnusable(t, path, "held a store before")
	if err := os.Remove(path + ".lock"); err != nil {
		t.Fatal(err)
	}
	// Without the note an empty file is what mktemp or touch makes: a place.
	db := open(t, path)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestForeign(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	wantUnusable(t, write("text", []byte(strings.Repeat("Dear all, please find attached.\n", 2000))), "not a store")
	wantUnusable(t, write("zeros", make([]byte, 1<<20)), "not a store")
	wantUnusable(t, folder, "is a folder")
	wantUnusable(t, filepath.Join(write("file", nil), "store.db"), "cannot be opened")

	foreign := filepath.Join(folder, "foreign.db")
	db, err := bbolt.Open(foreign, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucket([]byte("someone"))
		if err != nil {
			return err
		}
		return b.Put([]byte("a"), []byte("b"))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	wantUnusable(t, foreign, "another program")

	secret := storeFile(t)
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(secret); err == nil {
		f.Close()
		t.Log("this user may read everything; the file without permissions is left out")
		return
	}
	wantUnusable(t, secret, "permissions")
}

// TestLostMeta damages the first pages one at a time and together: a store
// whose last commit was torn opens in the state before it.
func TestLostMeta(t *testing.T) {
	for _, pages := range [][]int64{{0}, {1}, {0, 1}} {
		path := storeFile(t)
		f, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, page := range pages {
			if _, err := f.WriteAt([]byte("????"), page*4096+24); err != nil {
				t.Fatal(err)
			}
		}
		f.Close()
		if len(pages) == 2 {
			wantUnusable(t, path, "first pages cannot be read")
			continue
		}
		db, err := bolt.Open(path)
		if err != nil {
			t.Errorf("first page %v damaged: %v", pages, err)
			continue
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestDamage changes bits all over the file but in its first two pages, most of
// them where the structure is: whatever happens, a store is refused or serves what is sound, and neither
// dies nor hangs nor hands out a wrong value.
func TestDamage(t *testing.T) {
	whole, err := os.ReadFile(storeFile(t))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "store.db")
	sound := contents(t, whole, path)
	rng := rand.New(rand.NewPCG(5, 6))
	refused, noticed := 0, 0
	const rounds = 200
	for round := range rounds {
		damaged := bytes.Clone(whole)
		for range 1 + rng.IntN(3) {
			at := 2*4096 + rng.IntN(len(whole)/4096-2)*4096 + rng.IntN(80)
			if round%4 == 0 {
				at = 2*4096 + rng.IntN(len(whole)-2*4096)
			}
			damaged[at] ^= byte(1 << rng.IntN(8))
		}
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		db, err := bolt.Open(path)
		if err != nil {
			if !errors.Is(err, kv.ErrUnusable) {
				t.Fatalf("round %d: %v", round, err)
			}
			refused++
			continue
		}
		items, err := db.Scan(t.Context(), "", "", 0)
		if err != nil && !errors.Is(err, kv.ErrUnusable) {
			t.Fatalf("round %d: %v", round, err)
		}
		for _, item := range items {
			if item.Err != nil {
				noticed++
			} else if sound[item.Key] != string(item.Value) {
				t.Errorf("round %d: %q holds what was never written there", round, item.Key)
			}
		}
		db.Close()
	}
	if refused < rounds/10 || noticed == 0 {
		t.Errorf("of %d damaged files %d were refused, and %d damaged values noticed: the test has no teeth", rounds, refused, noticed)
	}
}

// contents opens the file and returns what it holds.
func contents(t *testing.T, file []byte, path string) map[string]string {
	t.Helper()
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	db := open(t, path)
	defer db.Close()
	items, err := db.Scan(t.Context(), "", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, item := range items {
		all[item.Key] = string(item.Value)
	}
	return all
}

// TestTruncatedWhileOpen cuts the file under a running store: calls fail, the
// process lives, and the store can still be closed.
func TestTruncatedWhileOpen(t *testing.T) {
	path := storeFile(t)
	db := open(t, path)
	if err := os.Truncate(path, 2*4096); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_, scanErr := db.Scan(t.Context(), "", "", 0)
		var b kv.Batch
		b.Put("key/0001", []byte("new"))
		_, commitErr := db.Commit(t.Context(), &b)
		for name, err := range map[string]error{"Scan": scanErr, "Commit": commitErr} {
			if !errors.Is(err, kv.ErrUnusable) {
				t.Errorf("%s: %v, want an UnusableError", name, err)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Errorf("Close: %v", err)
	}
}

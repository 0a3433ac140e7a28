// Package kvtest checks that an engine keeps the contract of [kv.DB].
package kvtest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"attache/store/kv"
)

// TestDB checks engines that open hands out, each time a new and empty one. It
// closes them.
func TestDB(t *testing.T, open func(t *testing.T) kv.DB) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, db kv.DB)
	}{
		{"absent", testAbsent},
		{"revisions", testRevisions},
		{"conditions", testConditions},
		{"scan", testScan},
		{"owned values", testOwnedValues},
		{"limits", testLimits},
		{"wake", testWake},
		{"lock", testLock},
		{"counter", testCounter},
		{"ended context", testEndedContext},
		{"closed", testClosed},
		{"model", testModel},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := open(t)
			defer func() {
				if err := db.Close(); err != nil {
					t.Errorf("Close: %v", err)
				}
			}()
			test.run(t, db)
		})
	}
}

func mustGet(t *testing.T, db kv.DB, key string) (string, kv.Rev) {
	t.Helper()
	value, rev, err := db.Get(t.Context(), key)
	if err != nil {
		t.Fatalf("Get(%q): %v", key, err)
	}
	return string(value), rev
}

// mustCommit puts the pairs of key and value; an empty value deletes.
func mustCommit(t *testing.T, db kv.DB, pairs ...string) kv.Rev {
	t.Helper()
	var b kv.Batch
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			b.Delete(pairs[i])
		} else {
			b.Put(pairs[i], []byte(pairs[i+1]))
		}
	}
	rev, err := db.Commit(t.Context(), &b)
	if err != nil {
		t.Fatalf("Commit(%q): %v", pairs, err)
	}
	return rev
}

func scan(t *testing.T, db kv.DB, from, to string, limit int) string {
	t.Helper()
	items, err := db.Scan(t.Context(), from, to, limit)
	if err != nil {
		t.Fatalf("Scan(%q, %q, %d): %v", from, to, limit, err)
	}
	var keys []string
	for _, item := range items {
		if item.Err != nil || item.Rev == 0 {
			t.Errorf("Scan gives %q with revision %d and error %v", item.Key, item.Rev, item.Err)
		}
		keys = append(keys, item.Key+"="+string(item.Value))
	}
	return strings.Join(keys, " ")
}

func testAbsent(t *testing.T, db kv.DB) {
	if value, rev := mustGet(t, db, "nothing"); value != "" || rev != 0 {
		t.Errorf("absent key holds %q at revision %d", value, rev)
	}
	mustCommit(t, db, "nothing", "")
	if got := scan(t, db, "", "", 0); got != "" {
		t.Errorf("empty store holds %s", got)
	}
	if rev, err := db.Commit(t.Context(), new(kv.Batch)); rev != 0 || err != nil {
		t.Errorf("an empty batch gives %d, %v", rev, err)
	}
}

func testRevisions(t *testing.T, db kv.DB) {
	var last kv.Rev
	for i, value := range []string{"one", "two", "", "three"} {
		rev := mustCommit(t, db, "a", value, "other", fmt.Sprint(i))
		if rev <= last {
			t.Errorf("commit %d has revision %d after %d", i, rev, last)
		}
		last = rev
		want := rev
		if value == "" {
			want = 0
		}
		if got, now := mustGet(t, db, "a"); got != value || now != want {
			t.Errorf("after commit %d a holds %q at %d, want %q at %d", i, got, now, value, want)
		}
	}
	mustCommit(t, db, "b", "x")
	if _, now := mustGet(t, db, "a"); now != last {
		t.Errorf("writing b moved a from %d to %d", last, now)
	}
}

func testConditions(t *testing.T, db kv.DB) {
	first := mustCommit(t, db, "a", "1")
	second := mustCommit(t, db, "a", "2")
	for _, test := range []struct {
		name       string
		conditions []kv.Condition
		want       error
	}{
		{"present though expected absent", []kv.Condition{{Key: "a"}}, kv.ErrConflict},
		{"older revision", []kv.Condition{{Key: "a", Rev: first}}, kv.ErrConflict},
		{"absent though expected present", []kv.Condition{{Key: "b", Rev: second}}, kv.ErrConflict},
		{"second of two fails", []kv.Condition{{Key: "a", Rev: second}, {Key: "b", Rev: 1}}, kv.ErrConflict},
		{"both hold", []kv.Condition{{Key: "a", Rev: second}, {Key: "b"}}, nil},
	} {
		var b kv.Batch
		for _, c := range test.conditions {
			b.Expect(c.Key, c.Rev)
		}
		if _, err := db.Commit(t.Context(), &b); !errors.Is(err, test.want) {
			t.Errorf("%s, nothing written: got %v, want %v", test.name, err, test.want)
		}
		b.Put("c", []byte("written"))
		b.Delete("a")
		if _, err := db.Commit(t.Context(), &b); !errors.Is(err, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, err, test.want)
		}
		want := "a=2"
		if test.want == nil {
			want = "c=written"
		}
		if got := scan(t, db, "", "", 0); got != want {
			t.Errorf("%s: the store holds %q, want %q", test.name, got, want)
		}
	}
}

func testScan(t *testing.T, db kv.DB) {
	mustCommit(t, db, "a/2", "2", "b", "3", "a/10", "1", "a/~", "x", "a", "0", "ä/é", "4")
	for _, test := range []struct {
		from, to string
		limit    int
		want     string
	}{
		{"", "", 0, "a=0 a/10=1 a/2=2 a/~=x b=3 ä/é=4"},
		{"", "", 2, "a=0 a/10=1"},
		{"a/", kv.PrefixEnd("a/"), 0, "a/10=1 a/2=2 a/~=x"},
		{"a/10\x00", "b", 1, "a/2=2"},
		{"b", "b", 0, ""},
		{"b", "a", 0, ""},
		{"c", "", 0, "ä/é=4"},
	} {
		if got := scan(t, db, test.from, test.to, test.limit); got != test.want {
			t.Errorf("Scan(%q, %q, %d) = %s, want %s", test.from, test.to, test.limit, got, test.want)
		}
	}
}

func testOwnedValues(t *testing.T, db kv.DB) {
	mustCommit(t, db, "a", "kept", "b", "")
	value, _, err := db.Get(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	value[0] = 'X'
	items, err := db.Scan(t.Context(), "", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	items[0].Value[1] = 'X'
	if got, _ := mustGet(t, db, "a"); got != "kept" {
		t.Errorf("a reader changed the value to %q", got)
	}
	var b kv.Batch
	b.Put("empty", nil)
	if _, err := db.Commit(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if value, rev := mustGet(t, db, "empty"); value != "" || rev == 0 {
		t.Errorf("an empty value is %q at revision %d", value, rev)
	}
}

func testLimits(t *testing.T, db kv.DB) {
	fill := func(ops, size int) *kv.Batch {
		var b kv.Batch
		for i := range ops {
			b.Put(fmt.Sprintf("key/%04d", i), make([]byte, size))
		}
		return &b
	}
	var twice, noKey, longKey kv.Batch
	twice.Put("a", nil)
	twice.Delete("a")
	noKey.Put("", nil)
	longKey.Expect(strings.Repeat("k", kv.MaxKey+1), 0)
	conditions := fill(kv.MaxOps, 1)
	conditions.Expect("z", 0)
	for name, b := range map[string]*kv.Batch{
		"too many writes":           fill(kv.MaxOps+1, 1),
		"too many with a condition": conditions,
		"too large":                 fill(1, kv.MaxBytes),
		"too large together":        fill(3, kv.MaxBytes/3),
		"a key twice":               &twice,
		"an empty key":              &noKey,
		"a long key":                &longKey,
	} {
		var limit *kv.LimitError
		if _, err := db.Commit(t.Context(), b); !errors.As(err, &limit) || !errors.Is(err, kv.ErrLimit) {
			t.Errorf("%s: got %v, want a LimitError", name, err)
		}
	}
	if got := scan(t, db, "", "", 0); got != "" {
		t.Errorf("a refused batch wrote %s", got)
	}
	for name, b := range map[string]*kv.Batch{
		"many writes": fill(kv.MaxOps, 1),
		"large":       fill(1, kv.MaxBytes-1000),
	} {
		if _, err := db.Commit(t.Context(), b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func testEndedContext(t *testing.T, db kv.DB) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var b kv.Batch
	b.Put("a", nil)
	_, _, getErr := db.Get(ctx, "a")
	_, scanErr := db.Scan(ctx, "", "", 0)
	_, commitErr := db.Commit(ctx, &b)
	_, lockErr := db.Lock(ctx, "a")
	for name, err := range map[string]error{"Get": getErr, "Scan": scanErr, "Commit": commitErr, "Lock": lockErr} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s with an ended context: %v", name, err)
		}
	}
	if got := scan(t, db, "", "", 0); got != "" {
		t.Errorf("a commit with an ended context wrote %s", got)
	}
}

func testClosed(t *testing.T, db kv.DB) {
	waiting := db.Wake("a")
	if err := db.Close(); err != nil {
		t.Fatalf("Close: %v", err)
	}
	<-waiting
	<-db.Wake("b")
	var b kv.Batch
	b.Put("a", nil)
	_, _, getErr := db.Get(t.Context(), "a")
	_, scanErr := db.Scan(t.Context(), "", "", 0)
	_, commitErr := db.Commit(t.Context(), &b)
	_, lockErr := db.Lock(t.Context(), "a")
	for name, err := range map[string]error{"Get": getErr, "Scan": scanErr, "Commit": commitErr, "Lock": lockErr} {
		if !errors.Is(err, kv.ErrClosed) {
			t.Errorf("%s after Close: %v", name, err)
		}
	}
}

// testCounter lets many add to one number; none may be lost.
func testCounter(t *testing.T, db kv.DB) {
	const people, turns = 8, 10
	var wg sync.WaitGroup
	for range people {
		wg.Go(func() {
			for done := 0; done < turns; {
				value, rev, err := db.Get(t.Context(), "n")
				if err != nil {
					t.Error(err)
					return
				}
				var b kv.Batch
				b.Expect("n", rev)
				b.Put("n", append(value, '|'))
				switch _, err := db.Commit(t.Context(), &b); {
				case err == nil:
					done++
				case !errors.Is(err, kv.ErrConflict):
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	if value, _ := mustGet(t, db, "n"); len(value) != people*turns {
		t.Errorf("%d of %d additions are there", len(value), people*turns)
	}
}

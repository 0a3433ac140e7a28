package kvtest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"attache/store/kv"
)

// testModel does random commits and compares every outcome, and every range,
// with a plain map.
func testModel(t *testing.T, db kv.DB) {
	rng := rand.New(rand.NewPCG(1, 2))
	key := func() string { return fmt.Sprintf("k/%02d", rng.IntN(30)) }
	values, revs := map[string]string{}, map[string]kv.Rev{}
	for step := range 300 {
		var b kv.Batch
		holds := true
		if c := key(); rng.IntN(2) == 0 {
			rev := revs[c]
			if rng.IntN(4) == 0 {
				rev++
			}
			holds = rev == revs[c]
			b.Expect(c, rev)
		}
		puts, drops := map[string]string{}, map[string]bool{}
		for range rng.IntN(4) {
			k := key()
			if _, again := puts[k]; again || drops[k] {
				continue
			}
			if rng.IntN(3) == 0 {
				drops[k] = true
				b.Delete(k)
			} else {
				puts[k] = strings.Repeat(fmt.Sprint(step), rng.IntN(400))
				b.Put(k, []byte(puts[k]))
			}
		}
		rev, err := db.Commit(t.Context(), &b)
		if holds != (err == nil) || err != nil && !errors.Is(err, kv.ErrConflict) {
			t.Fatalf("step %d: conditions hold is %v, error is %v", step, holds, err)
		}
		if holds {
			for k, v := range puts {
				values[k], revs[k] = v, rev
			}
			for k := range drops {
				delete(values, k)
				delete(revs, k)
			}
		}
		compareRange(t, db, key(), key(), rng.IntN(5), values, revs)
	}
}

func compareRange(t *testing.T, db kv.DB, from, to string, limit int, values map[string]string, revs map[string]kv.Rev) {
	t.Helper()
	items, err := db.Scan(t.Context(), from, to, limit)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, k := range slices.Sorted(maps.Keys(values)) {
		if k >= from && k < to && (limit == 0 || len(want) < limit) {
			want = append(want, k)
		}
	}
	var got []string
	for _, item := range items {
		got = append(got, item.Key)
		if string(item.Value) != values[item.Key] || item.Rev != revs[item.Key] {
			t.Fatalf("%q is at revision %d with %d bytes, want %d with %d", item.Key, item.Rev, len(item.Value), revs[item.Key], len(values[item.Key]))
		}
	}
	if !slices.Equal(got, want) {
		t.Fatalf("Scan(%q, %q, %d) = %q, want %q", from, to, limit, got, want)
	}
}

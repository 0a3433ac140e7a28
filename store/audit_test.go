package store_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
	"attache/store/bolt"
	"attache/store/kv"
)

// TestAudit does every kind of write and reads what it has left.
func TestAudit(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		id := mustAdd(t, s, document("one.txt", "Ports are slow.")).ID
		mustPublish(t, s, "ports", 0, id)
		mustRetire(t, s, "ports")
		if err := s.SavePerson(ctx, briefings.Person{ID: "slack/T/U", Role: "editor"}, stamp(4)); err != nil {
			t.Fatal(err)
		}
		if err := s.SaveAnswer(ctx, store.Answer{ID: "A7K2", Text: "ask ports"}, entry(5)); err != nil {
			t.Fatal(err)
		}
		if err := s.Record(ctx, store.AuditEntry{At: stamp(6).At, By: "slack/T/U", Action: "refused", Object: "retire", Detail: "bad \xff byte"}); err != nil {
			t.Fatal(err)
		}
		entries, err := s.AuditEntries(ctx, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i, e := range entries {
			if e.Seq != uint64(i+1) || e.At.IsZero() || e.By == "" {
				t.Errorf("entry %d is %+v", i+1, e)
			}
			got = append(got, strings.Join([]string{e.Action, e.Object, e.Detail}, " | "))
		}
		want := []string{
			"import | S-0001 | one.txt", "draft | ports | revision 1", "publish | ports | edition 1", "retire | ports | ",
			"person | slack/T/U | editor", "ask |  | ask ports", "refused | retire | bad \ufffd byte",
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("audit (-want +got):\n%s", diff)
		}
		page, err := s.AuditEntries(ctx, 2, 3)
		if diff := cmp.Diff(entries[2:5], page); err != nil || diff != "" {
			t.Errorf("three entries after 2: %v (-want +got):\n%s", err, diff)
		}
		if err := s.VerifyAudit(ctx); err != nil {
			t.Errorf("VerifyAudit: %v", err)
		}
	})
}

// TestAuditTampered changes the audit in ways that leave every checksum right.
func TestAuditTampered(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	const entry = "audit/00000000000000000002"
	change := func(old, new string) func(*kv.Batch, map[string]string) {
		return func(b *kv.Batch, all map[string]string) {
			if !strings.Contains(all[entry], old) {
				t.Fatalf("%s does not hold %q", all[entry], old)
			}
			b.Put(entry, []byte(strings.Replace(all[entry], old, new, 1)))
		}
	}
	for _, test := range []struct {
		name  string
		at    string
		wrong func(*kv.Batch, map[string]string)
	}{
		{"detail", "entry 2", change("second", "sccond")},
		{"person", "entry 2", change("ana", "bob")},
		{"time", "entry 2", change("2026", "2025")},
		{"removed", "entry 2", func(b *kv.Batch, _ map[string]string) { b.Delete(entry) }},
		{"cut off", "entry 3", func(b *kv.Batch, _ map[string]string) { b.Delete("audit/00000000000000000003") }},
		{"added", "entry 4", func(b *kv.Batch, all map[string]string) {
			b.Put("audit/00000000000000000004", []byte(all["audit/00000000000000000003"]))
		}},
		{"swapped", "entry 2", func(b *kv.Batch, all map[string]string) {
			b.Put(entry, []byte(all["audit/00000000000000000003"]))
			b.Put("audit/00000000000000000003", []byte(all[entry]))
		}},
		{"head", "entry 3", func(b *kv.Batch, all map[string]string) {
			b.Put("meta/audit", []byte(strings.Replace(all["meta/audit"], `"hash":"`, `"hash":"0`, 1)))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := path + test.name
			s := open(t, "bolt:"+path)
			for _, detail := range []string{"first", "second", "third"} {
				if err := s.Record(t.Context(), store.AuditEntry{At: day, By: "ana", Action: "ask", Detail: detail}); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			tamper(t, path, test.wrong)
			s = open(t, "bolt:"+path)
			err := s.VerifyAudit(t.Context())
			wantKind(t, "VerifyAudit", err, briefings.Unusable)
			if err != nil && !strings.Contains(err.Error(), test.at+";") {
				t.Errorf("%v, want it to name %s", err, test.at)
			}
			if problems, err := s.Verify(t.Context()); err != nil || len(problems) == 0 {
				t.Errorf("Verify finds %v, %v", problems, err)
			}
		})
	}
}

// putKeys returns what [tamper] takes to put the values under their keys.
func putKeys(values map[string]string) func(*kv.Batch, map[string]string) {
	return func(b *kv.Batch, _ map[string]string) {
		for key, value := range values {
			b.Put(key, []byte(value))
		}
	}
}

// tamper changes the store in the file beneath the store's own rules.
func tamper(t *testing.T, path string, wrong func(b *kv.Batch, all map[string]string)) {
	t.Helper()
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	items, err := db.Scan(t.Context(), "", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string)
	for _, item := range items {
		all[item.Key] = string(item.Value)
	}
	var b kv.Batch
	wrong(&b, all)
	if _, err := db.Commit(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestManyWriters lets many record at once; the chain must hold them all.
func TestManyWriters(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for range 5 {
					if err := s.Record(context.WithoutCancel(t.Context()), store.AuditEntry{At: day, Action: "ask"}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		entries, err := s.AuditEntries(t.Context(), 0, 0)
		if err != nil || len(entries) != 40 {
			t.Errorf("%d entries, %v", len(entries), err)
		}
		if err := s.VerifyAudit(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestLongDetail records what is too long to keep whole.
func TestLongDetail(t *testing.T) {
	s := open(t, "mem")
	if err := s.Record(t.Context(), store.AuditEntry{At: day.In(time.FixedZone("x", 3600)), Action: "ask", Detail: strings.Repeat("word ", 1<<19)}); err != nil {
		t.Fatal(err)
	}
	entries, err := s.AuditEntries(t.Context(), 0, 0)
	if err != nil || len(entries) != 1 || len(entries[0].Detail) > 5000 || !entries[0].At.Equal(day) {
		b, _ := json.Marshal(entries)
		t.Errorf("%.300s, %v", b, err)
	}
	if err := s.VerifyAudit(t.Context()); err != nil {
		t.Error(err)
	}
}

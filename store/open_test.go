package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"attache/briefings"
	"attache/store"
	"attache/store/kv"
	"attache/store/search"
)

func TestOpenRefuses(t *testing.T) {
	folder := t.TempDir()
	text := filepath.Join(folder, "notes.txt")
	if err := os.WriteFile(text, []byte("Dear all,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	newer, _ := filled(t)
	tamper(t, newer, func(b *kv.Batch, _ map[string]string) { b.Put("meta/schema", []byte(`{"version":99}`)) })
	nameless, _ := filled(t)
	tamper(t, nameless, func(b *kv.Batch, _ map[string]string) { b.Delete("meta/schema") })
	garbled, _ := filled(t)
	tamper(t, garbled, func(b *kv.Batch, _ map[string]string) { b.Put("meta/schema", []byte(`x`)) })
	half, _ := filled(t)
	tamper(t, half, func(b *kv.Batch, _ map[string]string) { b.Put("meta/loading", []byte(`{}`)) })
	held := filepath.Join(folder, "held.db")
	open(t, "bolt:"+held)

	for _, test := range []struct {
		spec string
		kind briefings.Kind
	}{
		{"", briefings.Invalid},
		{"bolt", briefings.Invalid},
		{"bolt:", briefings.Invalid},
		{"mem:x", briefings.Invalid},
		{"/srv/store.db", briefings.Invalid},
		{"etcd:a,b/c", briefings.Unsupported},
		{"bolt:" + folder, briefings.Unusable},
		{"bolt:" + text, briefings.Unusable},
		{"bolt:" + filepath.Join(text, "store.db"), briefings.Unusable},
		{"bolt:" + newer, briefings.Unusable},
		{"bolt:" + nameless, briefings.Unusable},
		{"bolt:" + garbled, briefings.Unusable},
		{"bolt:" + half, briefings.Unusable},
		{"bolt:" + held, briefings.Unusable},
	} {
		s, err := store.Open(t.Context(), test.spec, store.Options{Index: search.NewScan()})
		wantKind(t, "Open "+test.spec, err, test.kind)
		if err == nil {
			s.Close()
		}
	}
}

func TestClosed(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		for range 2 {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		}
		_, seqErr := s.Seq(t.Context())
		_, searchErr := s.Search(t.Context(), search.Query{Text: "ports"})
		_, _, addErr := s.AddSource(t.Context(), document("a.txt", "Ports."), stamp(0))
		for name, err := range map[string]error{
			"Seq": seqErr, "Search": searchErr, "AddSource": addErr, "Record": s.Record(t.Context(), store.AuditEntry{Action: "ask"}),
		} {
			if err == nil {
				t.Errorf("%s works on a closed store", name)
			}
		}
	})
}

package store_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"attache/briefings"
	"attache/store"
	"attache/store/search"
)

// anchored opens a store in memory with an anchor at the path.
func anchored(t *testing.T, path string, log *slog.Logger) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan(), Anchor: path, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func record(t *testing.T, s *store.Store, times int) {
	t.Helper()
	for range times {
		if err := s.Record(t.Context(), store.AuditEntry{At: day, By: "ana", Action: "ask"}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestAnchor demands that the head is in the file after each commit, and that what
// a crash has cut off there does no harm.
func TestAnchor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anchor")
	s := anchored(t, path, nil)
	record(t, s, 3)
	head, err := s.AuditHead(t.Context())
	if err != nil || head.Seq != 3 {
		t.Fatalf("%+v, %v", head, err)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Count(string(text), "\n") != 3 || !strings.Contains(string(text), head.Hash) {
		t.Fatalf("%v in the anchor:\n%s", err, text)
	}
	if err := os.WriteFile(path, text[:len(text)-20], 0o600); err != nil {
		t.Fatal(err)
	}
	if report, err := s.InspectAudit(t.Context()); err != nil || report.Err() != nil || report.Anchored.Seq != 2 || report.Head.Seq != 3 || report.Path != path {
		t.Errorf("after a crash: %+v, %v", report, err)
	}
	record(t, s, 1)
	if report, err := s.InspectAudit(t.Context()); err != nil || report.Err() != nil || report.Anchored.Seq != 4 {
		t.Errorf("after the next entry: %+v, %v", report, err)
	}
}

// TestAnchorStaysShort writes more lines than an anchor keeps. It is still held
// against every thousandth entry and the newest, and what contradicts the store
// does not go with the rest.
func TestAnchorStaysShort(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anchor")
	s := anchored(t, path, nil)
	record(t, s, 1)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	record(t, s, 4200)
	lines := func() int {
		t.Helper()
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Count(text, []byte("\n"))
	}
	if n := lines(); n < 1000 || n > 1500 {
		t.Errorf("%d lines are left", n)
	}
	if report, err := s.InspectAudit(t.Context()); err != nil || report.Err() != nil || report.Anchored.Seq != 4201 {
		t.Errorf("%+v, %v", report, err)
	}
	if err := s.CheckAnchor(t.Context()); err != nil {
		t.Error(err)
	}
	other := strings.Replace(string(text), `"seq":1,`, `"seq":7,`, 1)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err == nil {
		_, err = f.WriteString(other)
	}
	if err != nil || f.Close() != nil {
		t.Fatal(err)
	}
	record(t, s, 4200)
	if n := lines(); n > 4500 {
		t.Errorf("%d lines are left", n)
	}
	wantKind(t, "CheckAnchor", s.CheckAnchor(t.Context()), briefings.Unusable)
	if report, err := s.InspectAudit(t.Context()); err != nil || report.Astray != 7 {
		t.Errorf("%+v, %v", report, err)
	}
}

// TestAnchorOutOfReach writes where it cannot: the entry is kept, and the log is
// told once.
func TestAnchorOutOfReach(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "gone")
	var log bytes.Buffer
	s := anchored(t, filepath.Join(folder, "anchor"), slog.New(slog.NewTextHandler(&log, nil)))
	record(t, s, 3)
	if n := strings.Count(log.String(), "audit not anchored"); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, log.String())
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	record(t, s, 1)
	if report, err := s.InspectAudit(t.Context()); err != nil || report.Err() != nil || report.Anchored.Seq != 4 || !strings.Contains(log.String(), "anchored again") {
		t.Errorf("%+v, %v\n%s", report, err, log.String())
	}
	wantKind(t, "AcceptAudit", func() error { _, err := s.AcceptAudit(t.Context(), stamp(9)); return err }(), briefings.Conflict)
}

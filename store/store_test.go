package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/store"
	"attache/store/search"
)

// day is when things happen in these tests.
var day = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

func stamp(minute int) store.Stamp {
	return store.Stamp{By: "console/local/ana", At: day.Add(time.Duration(minute) * time.Minute)}
}

// entry is the audit entry of an ask in that minute.
func entry(minute int) store.AuditEntry {
	return store.AuditEntry{At: stamp(minute).At, By: stamp(minute).By, Action: "ask", Detail: "ask ports"}
}

// onBoth runs the test on a store in memory and on one in a file.
func onBoth(t *testing.T, test func(t *testing.T, s *store.Store)) {
	t.Run("mem", func(t *testing.T) { test(t, open(t, "mem")) })
	t.Run("bolt", func(t *testing.T) { test(t, open(t, "bolt:"+filepath.Join(t.TempDir(), "store.db"))) })
}

// open opens a store with an index in plain Go and closes it after the test.
func open(t testing.TB, spec string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), spec, store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatalf("Open(%q): %v", spec, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

// document returns a source whose passages are the sentences, under one
// heading, with a footnote mark in the first.
func document(name string, sentences ...string) briefings.Source {
	src := briefings.Source{File: name, Format: "text", Meta: briefings.Metadata{Title: "On " + name, Authors: []string{"A. Writer"}}}
	text := "Chapter one\n\n"
	src.Outline = []briefings.Heading{{Level: 1, Text: "Chapter one", Spans: []briefings.Span{{Start: 0, End: 11}}}}
	for i, sentence := range sentences {
		raw := sentence
		if i == 0 {
			raw += "[1]"
		}
		span := briefings.Span{Start: len(text), End: len(text) + len(raw)}
		text += raw + "\n"
		p := briefings.Passage{N: i + 1, Kind: briefings.Sentence, Text: briefings.Normal(raw), Spans: []briefings.Span{span}, Paragraph: i + 1}
		if i != 1 {
			p.Section = []string{"Chapter one"}
		}
		src.Passages = append(src.Passages, p)
	}
	src.Text = text
	sum := sha256.Sum256([]byte(text))
	src.SHA256 = hex.EncodeToString(sum[:])
	return src
}

func mustAdd(t testing.TB, s *store.Store, src briefings.Source) *briefings.Source {
	t.Helper()
	kept, added, err := s.AddSource(t.Context(), src, stamp(0))
	if err != nil || !added {
		t.Fatalf("AddSource(%s): added is %v, error is %v", src.File, added, err)
	}
	return kept
}

// draft returns a draft on top of edition base that cites the first passage of
// each source.
func draft(slug briefings.Slug, base int, sources ...briefings.SourceID) briefings.Draft {
	content := briefings.Content{Title: "About " + string(slug), Topics: []string{"trade"}, Marking: briefings.Green, Sources: sources}
	for _, id := range sources {
		content.Judgements = append(content.Judgements, briefings.Statement{Text: "So it is.", Citations: []briefings.PassageRef{{Source: id, N: 1}}})
	}
	return briefings.Draft{Slug: slug, Base: base, Text: content}
}

func mustPublish(t testing.TB, s *store.Store, slug briefings.Slug, base int, sources ...briefings.SourceID) briefings.Edition {
	t.Helper()
	if err := s.SaveDraft(t.Context(), draft(slug, base, sources...), stamp(1)); err != nil {
		t.Fatalf("SaveDraft(%q): %v", slug, err)
	}
	edition, err := s.Approve(t.Context(), slug, 0, stamp(2))
	if err != nil {
		t.Fatalf("Approve(%q): %v", slug, err)
	}
	return edition
}

// wantKind fails unless err is a mistake of the kind, told in one sentence.
func wantKind(t *testing.T, doing string, err error, kind briefings.Kind) {
	t.Helper()
	if briefings.KindOf(err) != kind {
		t.Errorf("%s: error is %v, want one of kind %s", doing, err, kind)
		return
	}
	if text := err.Error(); !strings.HasSuffix(text, ".") && !strings.HasSuffix(text, ")") || strings.Contains(text, "\n") {
		t.Errorf("%s: %q is not a sentence", doing, text)
	}
}

func ids(sources []*briefings.Source) string {
	var all []string
	for _, src := range sources {
		all = append(all, string(src.ID))
	}
	return strings.Join(all, " ")
}

func lines(n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf("Sentence %d says what no other says.", i)
	}
	return all
}

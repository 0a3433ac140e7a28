package search_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store/search"
)

// opened lists the implementations by name, each newly made.
func opened(t *testing.T) map[string]search.Index {
	t.Helper()
	disk, err := search.Open(filepath.Join(t.TempDir(), "index"))
	if err != nil {
		t.Fatal(err)
	}
	memory, err := search.Open("")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]search.Index{"scan": search.NewScan(), "memory": memory, "disk": disk}
	t.Cleanup(func() {
		for _, index := range all {
			index.Close()
		}
	})
	return all
}

// each runs a test on every implementation.
func each(t *testing.T, test func(t *testing.T, index search.Index)) {
	t.Helper()
	for name, index := range opened(t) {
		t.Run(name, func(t *testing.T) { test(t, index) })
	}
}

// source makes a source of sentences, each a paragraph.
func source(n int, sentences ...string) *briefings.Source {
	src := &briefings.Source{ID: briefings.NewSourceID(n), File: fmt.Sprintf("%d.txt", n)}
	for i, s := range sentences {
		src.Passages = append(src.Passages, briefings.Passage{N: i + 1, Kind: briefings.Sentence, Text: s, Paragraph: i + 1})
	}
	return src
}

func mustApply(t testing.TB, index search.Index, seq briefings.Seq, add []*briefings.Source, remove ...briefings.SourceID) {
	t.Helper()
	if err := index.Apply(context.Background(), seq, add, remove); err != nil {
		t.Error(err)
	}
}

// found returns the references that a query finds, best first.
func found(t testing.TB, index search.Index, q search.Query) []string {
	t.Helper()
	result, err := index.Search(context.Background(), q)
	if err != nil {
		t.Error(err)
	}
	return refs(result.Hits)
}

func refs(hits []search.Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Ref.String())
	}
	return out
}

func want(t testing.TB, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

func TestApply(t *testing.T) {
	each(t, func(t *testing.T, index search.Index) {
		mustApply(t, index, 3, []*briefings.Source{
			source(1, "The harbour master inspects every ferry.", "Cranes are painted in spring."),
			source(2, "A ferry sank in the storm."),
		})
		want(t, found(t, index, search.Query{Text: "storm"}), "S-0002#1")
		mustApply(t, index, 4, []*briefings.Source{source(2, "The lighthouse was sold.")})
		want(t, found(t, index, search.Query{Text: "storm"}))
		want(t, found(t, index, search.Query{Text: "lighthouse"}), "S-0002#1")
		mustApply(t, index, 5, []*briefings.Source{source(1, "The harbour is closed.")}, briefings.NewSourceID(1), briefings.NewSourceID(2), briefings.NewSourceID(7))
		want(t, found(t, index, search.Query{Text: "lighthouse"}))
		want(t, found(t, index, search.Query{Text: "cranes"}))
		want(t, found(t, index, search.Query{Text: "harbour"}), "S-0001#1")
		if seq, err := index.Seq(context.Background()); seq != 5 || err != nil {
			t.Errorf("Seq is %d, %v; want 5", seq, err)
		}
		if err := index.Reset(context.Background()); err != nil {
			t.Fatal(err)
		}
		want(t, found(t, index, search.Query{Text: "harbour"}))
		if seq, err := index.Seq(context.Background()); seq != 0 || err != nil {
			t.Errorf("Seq is %d, %v after Reset; want 0", seq, err)
		}
	})
}

func TestFilters(t *testing.T) {
	each(t, func(t *testing.T, index search.Index) {
		first := source(1, "Ferries carry grain.", "Grain is stored in silos.")
		first.Passages[1].Kind = briefings.Note
		mustApply(t, index, 1, []*briefings.Source{first, source(2, "Grain prices fell."), source(3, "Nobody eats grain in silence.")})
		if got := found(t, index, search.Query{Text: "grain"}); len(got) != 4 {
			t.Errorf("found %v, want all four", got)
		}
		want(t, found(t, index, search.Query{Text: "grain", Kinds: []briefings.PassageKind{briefings.Note}}), "S-0001#2")
		want(t, found(t, index, search.Query{Text: "grain", Sources: []briefings.SourceID{"S-0002"}}), "S-0002#1")
		want(t, found(t, index, search.Query{Text: "grain", Sources: []briefings.SourceID{"S-0009"}}))
		if got := found(t, index, search.Query{Text: "grain", Limit: 2}); len(got) != 2 {
			t.Errorf("found %v with limit 2", got)
		}
	})
}

func TestTiesStandInOrder(t *testing.T) {
	each(t, func(t *testing.T, index search.Index) {
		var sources []*briefings.Source
		var all []string
		for n := range 30 {
			sources = append(sources, source(n+1, "A sentence with more words than the others have stands here.", "The same sentence stands here again."))
			all = append(all, fmt.Sprintf("S-%04d#2", n+1))
		}
		slices.Reverse(sources)
		mustApply(t, index, 1, sources)
		want(t, found(t, index, search.Query{Text: "sentence", Limit: 25}), all[:25]...)
	})
}

func TestEmptyQuery(t *testing.T) {
	each(t, func(t *testing.T, index search.Index) {
		mustApply(t, index, 1, []*briefings.Source{source(1, "A ferry sank in the storm.")})
		for _, text := range []string{"", "  ", "?!", "the of", "\x00\xff", "\"\""} {
			result, err := index.Search(context.Background(), search.Query{Text: text})
			if err != nil || len(result.Hits)+len(result.Nearest) > 0 {
				t.Errorf("%q found %v, %v", text, result, err)
			}
		}
	})
}

func TestNearest(t *testing.T) {
	each(t, func(t *testing.T, index search.Index) {
		mustApply(t, index, 1, []*briefings.Source{source(1, "A ferry sank in the storm.", "The port was closed.", "Ferry fares rose.", "A ferry line opened.", "Ferry crews met.")})
		query := search.Query{Text: "Which submarine cables did the ferry damage off Iceland?"}
		result, err := index.Search(context.Background(), query)
		if err != nil || len(result.Hits) > 0 || len(result.Nearest) != 3 {
			t.Errorf("got %v, %v; want no hit and three nearest", result, err)
		}
		query.Loose = true
		if result, err = index.Search(context.Background(), query); err != nil || len(result.Hits) == 0 || len(result.Nearest) > 0 {
			t.Errorf("got %v, %v; want hits and no nearest", result, err)
		}
	})
}

func TestClosed(t *testing.T) {
	each(t, func(t *testing.T, index search.Index) {
		if err := index.Close(); err != nil {
			t.Fatal(err)
		}
		ctx := context.Background()
		_, seqErr := index.Seq(ctx)
		_, searchErr := index.Search(ctx, search.Query{Text: "x"})
		for _, err := range []error{seqErr, searchErr, index.Reset(ctx), index.Apply(ctx, 1, nil, nil)} {
			if !errors.Is(err, search.ErrClosed) {
				t.Errorf("error %v, want ErrClosed", err)
			}
		}
		if err := index.Close(); err != nil {
			t.Errorf("second Close: %v", err)
		}
	})
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "index")
	index, err := search.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, index, 8, []*briefings.Source{source(1, "A ferry sank in the storm."), source(2, "Ferries sail again.")}, "S-0003")
	if _, err := search.Open(path); !errors.Is(err, search.ErrLocked) {
		t.Errorf("second Open: %v, want ErrLocked", err)
	}
	if err := index.Close(); err != nil {
		t.Fatal(err)
	}
	if index, err = search.Open(path); err != nil {
		t.Fatal(err)
	}
	defer index.Close()
	if seq, err := index.Seq(context.Background()); seq != 8 || err != nil {
		t.Errorf("Seq is %d, %v; want 8", seq, err)
	}
	mustApply(t, index, 9, nil, "S-0002")
	want(t, found(t, index, search.Query{Text: "ferry"}), "S-0001#1")
}

func TestOpenWhatIsNoIndex(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	folder := filepath.Join(dir, "folder")
	damaged := filepath.Join(dir, "damaged")
	index, err := search.Open(damaged)
	if err != nil {
		t.Fatal(err)
	}
	mustApply(t, index, 1, []*briefings.Source{source(1, "A ferry sank in the storm.")})
	index.Close()
	for _, name := range []string{file, filepath.Join(folder, "letter.txt"), filepath.Join(damaged, "store", "root.bolt")} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("not an index at all"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for path, want := range map[string]error{file: search.ErrForeign, folder: search.ErrForeign, damaged: search.ErrCorrupt} {
		if _, err := search.Open(path); !errors.Is(err, want) {
			t.Errorf("Open(%s): %v, want %v", filepath.Base(path), err, want)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "letter.txt")); err != nil {
		t.Errorf("a stranger's file is gone: %v", err)
	}
}

// TestDamagedFiles cuts and overwrites the files of an index. Whatever happens
// must be an error, never a crash.
func TestDamagedFiles(t *testing.T) {
	for _, damage := range []string{"half", "none", "noise"} {
		t.Run(damage, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "index")
			index, err := search.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			mustApply(t, index, 1, fleet(30))
			if err := index.Close(); err != nil {
				t.Fatal(err)
			}
			files, _ := filepath.Glob(filepath.Join(path, "store", "*.zap"))
			if len(files) == 0 {
				t.Fatal("no segment to damage")
			}
			for _, name := range files {
				b, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				switch damage {
				case "half":
					b = b[:len(b)/2]
				case "none":
					b = nil
				case "noise":
					for i := range b {
						b[i] ^= byte(i * 7)
					}
				}
				if err := os.WriteFile(name, b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			index, err = search.Open(path)
			if err == nil {
				_, err = index.Search(context.Background(), search.Query{Text: "ferries"})
				index.Close()
			}
			if !errors.Is(err, search.ErrCorrupt) {
				t.Errorf("error %v, want ErrCorrupt", err)
			}
		})
	}
}

// TestAtOnce searches while sources come and go.
func TestAtOnce(t *testing.T) {
	each(t, func(t *testing.T, index search.Index) {
		both := []*briefings.Source{source(1, "A ferry sank."), source(2, "The ferry was raised.")}
		mustApply(t, index, 1, both)
		var group sync.WaitGroup
		group.Go(func() {
			for seq := range briefings.Seq(20) {
				if seq%2 == 0 {
					mustApply(t, index, seq+2, nil, "S-0001", "S-0002")
				} else {
					mustApply(t, index, seq+2, both)
				}
			}
		})
		for range 3 {
			group.Go(func() {
				for range 20 {
					if n := len(found(t, index, search.Query{Text: "ferry"})); n != 0 && n != 2 {
						t.Errorf("found %d passages of a pair", n)
					}
				}
			})
		}
		group.Wait()
	})
}

func TestScanInVirtualTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		index := search.NewScan()
		mustApply(t, index, 1, []*briefings.Source{source(1, "A ferry sank in the storm.")})
		want(t, found(t, index, search.Query{Text: "storm"}), "S-0001#1")
	})
}

// TestSameAnswers asks every implementation the same and compares.
func TestSameAnswers(t *testing.T) {
	all := opened(t)
	for _, index := range all {
		mustApply(t, index, 1, fleet(40))
		mustApply(t, index, 2, []*briefings.Source{fleet(3)[2]}, "S-0001", "S-0007")
	}
	for _, text := range []string{
		"Which ports inspect ferries?", "storm grain", "\"grain silos\"", "Jae Mung", "US tariffs", "관세", "what does the harbour master advise?",
		"lighthouse", "quantum gravity", "ferrys", "HPA inspections",
	} {
		for _, loose := range []bool{false, true} {
			query := search.Query{Text: text, Loose: loose, Limit: 15}
			first, err := all["scan"].Search(context.Background(), query)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"memory", "disk"} {
				other, err := all[name].Search(context.Background(), query)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(first, other); diff != "" {
					t.Errorf("%q: scan and %s differ:\n%s", text, name, diff)
				}
			}
		}
	}
}

// fleet makes n sources of sentences that differ a little.
func fleet(n int) []*briefings.Source {
	ports := []string{"Busan", "Osaka", "Rotterdam", "Halifax", "Incheon"}
	var out []*briefings.Source
	for i := range n {
		port := ports[i%len(ports)]
		src := source(i+1,
			fmt.Sprintf("The %s Port Authority (%cPA) inspects %d ferries a year.", port, port[0], 100+i),
			fmt.Sprintf("After the storm of %d, grain silos in %s stood empty.", 1990+i, port),
			fmt.Sprintf("The harbour master should close pier %d.", i),
		)
		if i%7 == 0 {
			src.Passages[2].Paragraph = 2
		}
		if i%9 == 0 {
			src.Passages = append(src.Passages, briefings.Passage{N: 4, Kind: briefings.Sentence, Paragraph: 4, Section: []string{"Trade"},
				Text: fmt.Sprintf("Lee Jae-myung met envoys in %s over U.S. tariffs.", port)})
		}
		out = append(out, src)
	}
	return out
}

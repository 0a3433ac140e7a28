package store_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
)

func TestAddSource(t *testing.T) {
	path := "bolt:" + t.TempDir() + "/store.db"
	s := open(t, path)
	src := document("one.txt", "Ports are slow.", "Ships wait.", "Nobody *really* knows.")
	src.Footnotes = []briefings.Footnote{{N: 1, Text: "See there.", Spans: []briefings.Span{{Start: 0, End: 3}}, URLs: []string{"https://example.org/a?b=<c>&d"}}}
	src.Marking = briefings.Amber
	kept := mustAdd(t, s, src)
	want := src
	want.ID, want.By, want.Imported = "S-0001", stamp(0).By, stamp(0).At
	if diff := cmp.Diff(&want, kept); diff != "" {
		t.Errorf("source returned (-want +got):\n%s", diff)
	}
	again, added, err := s.AddSource(t.Context(), src, stamp(9))
	if err != nil || added || again != kept {
		t.Errorf("the same again: added is %v, error is %v, same pointer is %v", added, err, again == kept)
	}
	mustAdd(t, s, document("two.txt", "Another."))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	s = open(t, path)
	read, err := s.Source(t.Context(), "S-0001")
	if diff := cmp.Diff(&want, read); err != nil || diff != "" {
		t.Errorf("source after opening again: %v (-want +got):\n%s", err, diff)
	}
	if all, err := s.Sources(t.Context()); err != nil || ids(all) != "S-0001 S-0002" || all[0] != read {
		t.Errorf("Sources = %s, %v", ids(all), err)
	}
	if third := mustAdd(t, s, document("three.txt", "A third.")); third.ID != "S-0003" {
		t.Errorf("the third source is %s", third.ID)
	}
	for _, id := range []briefings.SourceID{"S-0004", "S-0001/000000", "", "s-0001"} {
		_, err = s.Source(t.Context(), id)
		wantKind(t, "source "+string(id), err, briefings.NotFound)
	}
}

// TestLargeSource keeps a source whose body does not fit into one commit.
func TestLargeSource(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		rng := rand.New(rand.NewPCG(3, 4))
		var noise strings.Builder // does not compress
		for noise.Len() < 3<<20 {
			noise.WriteByte(byte('0' + rng.IntN(75)))
		}
		src := document("large.txt", "Ports are slow.")
		src.Text += noise.String()
		if kept := mustAdd(t, s, src); kept.Text != src.Text {
			t.Error("the text came back changed")
		}
		mustPublish(t, s, "large", 0, "S-0001")
	})
}

func TestAddSourceRefuses(t *testing.T) {
	s := open(t, "mem")
	broken := document("broken.txt", "Ports are slow.")
	broken.Passages[0].Text = "Ports are fast."
	_, _, err := s.AddSource(t.Context(), broken, stamp(0))
	wantKind(t, "a passage that is not in its text", err, briefings.Invalid)
	if all, err := s.Sources(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("a refused source is kept: %s, %v", ids(all), err)
	}
}

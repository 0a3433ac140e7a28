package store_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
	"attache/store/search"
)

var update = flag.Bool("update", false, "write the dump of the newest schema anew")

// TestDumpLoad carries a store from one engine to another and back.
func TestDumpLoad(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		fill(t, s)
		var first, second bytes.Buffer
		if err := s.Dump(t.Context(), &first); err != nil {
			t.Fatal(err)
		}
		other := open(t, "bolt:"+filepath.Join(t.TempDir(), "other.db"))
		if err := other.Load(t.Context(), bytes.NewReader(first.Bytes())); err != nil {
			t.Fatal(err)
		}
		if err := other.Dump(t.Context(), &second); err != nil {
			t.Fatal(err)
		}
		if first.String() != second.String() {
			t.Errorf("the dump changed on its way:\n%s\n\n%s", first.String(), second.String())
		}
		if problems, err := other.Verify(t.Context()); err != nil || len(problems) > 0 {
			t.Errorf("problems %v, %v", problems, err)
		}
		if published, err := other.Published(t.Context()); err != nil || ids(published) != "S-0001 S-0002" {
			t.Errorf("published are %s, %v", ids(published), err)
		}
		got, err := other.Search(t.Context(), search.Query{Text: "slow ports", Loose: true})
		if err != nil || len(got.Hits) == 0 {
			t.Errorf("nothing is found after loading: %+v, %v", got, err)
		}
		wantKind(t, "loading twice", other.Load(t.Context(), bytes.NewReader(first.Bytes())), briefings.Conflict)
	})
}

func TestLoadRefuses(t *testing.T) {
	s := open(t, "mem")
	fill(t, s)
	var dump bytes.Buffer
	if err := s.Dump(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	whole := dump.String()
	lines := strings.SplitAfter(whole, "\n")
	for _, test := range []struct {
		name, text string
		opens      bool // the store can be opened afterwards
	}{
		{"nothing", "", true},
		{"another text", "Dear all,\n", true},
		{"cut off", whole[:len(whole)/2], true},
		{"cut in the last line", whole[:len(whole)-2], true},
		{"a line lost", strings.Join(append(lines[:3:3], lines[4:]...), ""), true},
		{"newer schema", strings.Replace(whole, `"version":1`, `"version":99`, 1), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			spec := "bolt:" + filepath.Join(t.TempDir(), "store.db")
			s := open(t, spec)
			kind := briefings.Invalid
			if !test.opens {
				kind = briefings.Unusable
			}
			wantKind(t, "Load", s.Load(t.Context(), strings.NewReader(test.text)), kind)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			_, err := store.Open(t.Context(), spec, store.Options{Index: search.NewScan()})
			if !test.opens {
				wantKind(t, "opening it again", err, briefings.Unusable)
			}
		})
	}
}

// TestSchema1 opens the oldest stores there are. The dump stands for them; it
// is never written again once a newer schema exists.
func TestSchema1(t *testing.T) {
	const path = "testdata/schema-1.dump"
	if *update {
		s := open(t, "mem")
		fill(t, s)
		var dump bytes.Buffer
		if err := s.Dump(t.Context(), &dump); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, dump.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	dump, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer dump.Close()
	s := open(t, "mem")
	if err := s.Load(t.Context(), dump); err != nil {
		t.Fatal(err)
	}
	if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("problems %v, %v", problems, err)
	}
	sameAsFilled(t, s)
}

// sameAsFilled compares what can be read with a store that was filled today.
func sameAsFilled(t *testing.T, s *store.Store) {
	t.Helper()
	fresh := open(t, "mem")
	fill(t, fresh)
	var old, now bytes.Buffer
	if err := s.Dump(t.Context(), &old); err != nil {
		t.Fatal(err)
	}
	if err := fresh.Dump(t.Context(), &now); err != nil {
		t.Fatal(err)
	}
	oldLines, nowLines := strings.Split(old.String(), "\n"), strings.Split(now.String(), "\n")
	if len(oldLines) != len(nowLines) {
		t.Fatalf("%d keys, want %d", len(oldLines), len(nowLines))
	}
	for i, line := range nowLines {
		// Bodies may be compressed otherwise; they are compared as sources below.
		if !strings.HasPrefix(line, "meta/schema\t") && !strings.Contains(line, "\t=") && oldLines[i] != line {
			t.Errorf("got  %s\nwant %s", oldLines[i], line)
		}
	}
	got, gotErr := s.Sources(t.Context())
	want, wantErr := fresh.Sources(t.Context())
	if diff := cmp.Diff(want, got); gotErr != nil || wantErr != nil || diff != "" {
		t.Errorf("sources: %v, %v (-want +got):\n%s", gotErr, wantErr, diff)
	}
}

package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"attache/briefings"
	"attache/store"
	"attache/store/kv"
	"attache/store/search"
)

// crashVar tells a child process which store to write to until it is killed,
// and crashWork what.
const (
	crashVar  = "ATTACHE_TEST_CRASH"
	crashWork = "ATTACHE_TEST_CRASH_WORK"
)

func TestMain(m *testing.M) {
	path := os.Getenv(crashVar)
	switch {
	case path == "":
		os.Exit(m.Run())
	case os.Getenv(crashWork) == "digests":
		fmt.Println(planForEver(path))
	default:
		fmt.Println(writeForEver(path))
	}
	os.Exit(1)
}

// writeForEver imports and publishes one document after another and prints the
// number of each once it is done.
func writeForEver(path string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, "bolt:"+path, store.Options{Index: search.NewScan()})
	if err != nil {
		return err
	}
	seq, err := s.Seq(ctx)
	for n := int(seq) + 1; err == nil; n++ {
		var src *briefings.Source
		if src, _, err = s.AddSource(ctx, document(fmt.Sprint(n), lines(n%50+1)...), stamp(0)); err != nil {
			return err
		}
		slug := briefings.Slug(fmt.Sprint("b", n))
		if err = s.SaveDraft(ctx, draft(slug, 0, src.ID), stamp(1)); err != nil && briefings.KindOf(err) != briefings.Conflict {
			return err
		}
		if _, err = s.Approve(ctx, slug, 0, stamp(2)); err == nil {
			fmt.Println(n)
		}
	}
	return err
}

// TestCrash kills a writer in the middle of its work, several times. Whatever
// it had called done is there, and nothing is there by half.
func TestCrash(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	rng := rand.New(rand.NewPCG(7, 8))
	for round := range 6 {
		done := killAfter(t, path, "sources", 3+rng.IntN(12))
		afterCrash(t, path, round, done)
	}
}

// killAfter runs a child on the store until it has called so much work done, or
// a little more, kills it, and returns the last number that it printed.
func killAfter(t *testing.T, path, work string, lines int) (done int) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), crashVar+"="+path, crashWork+"="+work)
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	out := bufio.NewScanner(stdout)
	for range lines {
		if !out.Scan() {
			break
		}
		if _, err := fmt.Sscan(out.Text(), &done); err != nil {
			t.Fatalf("the child says %q", out.Text())
		}
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for out.Scan() { // what it had called done before it died
		fmt.Sscan(out.Text(), &done)
	}
	child.Wait()
	return done
}

// afterCrash opens the store and expects the work up to done.
func afterCrash(t *testing.T, path string, round, done int) {
	t.Helper()
	s := open(t, "bolt:"+path)
	if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("round %d: problems %v, %v", round, problems, err)
	}
	seq, err := s.Seq(t.Context())
	if err != nil || int(seq) < done || int(seq) > done+1 || done == 0 {
		t.Errorf("round %d: %d changes are there, %d were done, %v", round, seq, done, err)
	}
	for n := 1; n <= done; n++ {
		edition, err := s.Edition(t.Context(), briefings.Slug(fmt.Sprint("b", n)), 1)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		if _, err := s.Source(t.Context(), edition.Text.Sources[0]); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestHalfImport leaves parts of a large body behind, as a crash in the middle
// of an import does: nobody sees them, and the next import takes their place.
func TestHalfImport(t *testing.T) {
	path, _ := filled(t)
	tamper(t, path, func(b *kv.Batch, _ map[string]string) {
		for part := range 5 {
			b.Put(fmt.Sprintf("source/S-0003/%06d", part), []byte("half"))
		}
	})
	s := open(t, "bolt:"+path)
	if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Errorf("problems %v, %v", problems, err)
	}
	_, err := s.Source(t.Context(), "S-0003")
	wantKind(t, "the source that never was", err, briefings.NotFound)
	third := mustAdd(t, s, document("three.txt", "A third."))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	tamper(t, path, func(_ *kv.Batch, all map[string]string) {
		if _, left := all["source/S-0003/000001"]; left {
			t.Error("a part of the import before is still there")
		}
	})
	if src, err := open(t, "bolt:"+path).Source(t.Context(), third.ID); err != nil || src.ID != "S-0003" || src.Text != third.Text {
		t.Errorf("the third source is %+v, %v", src, err)
	}
}

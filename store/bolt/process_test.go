package bolt_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"attache/store/bolt"
)

// holdVar tells a child process which store to hold until its input ends.
const holdVar = "ATTACHE_TEST_HOLD"

func TestMain(m *testing.M) {
	if path := os.Getenv(holdVar); path != "" {
		if _, err := bolt.Open(path); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("held")
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0) // without closing the store, as in a crash
	}
	os.Exit(m.Run())
}

// TestHeld opens a store that another process holds, and opens it once that
// process has died.
func TestHeld(t *testing.T) {
	path := storeFile(t)
	child := exec.Command(os.Args[0], "serve")
	child.Env = append(os.Environ(), holdVar+"="+path)
	stdin, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	defer child.Wait()
	defer stdin.Close()
	if line, err := bufio.NewReader(stdout).ReadString('\n'); line != "held\n" {
		t.Fatalf("the child says %q, %v", line, err)
	}

	begun := time.Now()
	wantUnusable(t, path, fmt.Sprintf("is in use by process %d (", child.Process.Pid))
	wantUnusable(t, path, " serve)")
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("two refusals took %v", took)
	}

	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait()
	db := open(t, path)
	if note, err := os.ReadFile(path + ".lock"); !strings.HasPrefix(string(note), fmt.Sprint(os.Getpid(), " ")) {
		t.Errorf("the note of the holder is %q, %v", note, err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// TestCreatedAtOnce lets several processes' worth of openers make one store:
// one gets it, the others are told that it is held.
func TestCreatedAtOnce(t *testing.T) {
	path := t.TempDir() + "/store.db"
	const openers = 4
	got := make(chan *bolt.DB, openers)
	for range openers {
		go func() {
			db, err := bolt.Open(path)
			if err != nil && !strings.Contains(err.Error(), "in use") {
				t.Error(err)
			}
			got <- db
		}()
	}
	winners := 0
	for range openers {
		if db := <-got; db != nil {
			winners++
			defer db.Close()
		}
	}
	if winners != 1 {
		t.Errorf("%d openers hold the store", winners)
	}
}

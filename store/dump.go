package store

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"attache/briefings"
	"attache/store/kv"
)

// A dump is text: a first line, then one line for each key, in byte order, and
// a last line with their number. A key's line is the key, a tab, and the value:
// JSON as it is, anything else as base64 after an equals sign.
const (
	dumpFirst = "attache dump 1"
	dumpLast  = "end "
	dumpPage  = 64
)

var errDump = briefings.Errorf(briefings.Invalid, "This is not a whole dump of a store; make it again with the dump command.")

// Dump writes everything as text that [Store.Load] reads, whatever the engine.
// The search index is not part of it. Writes of this process wait meanwhile; it
// is an error of kind Conflict when another process writes.
func (s *Store) Dump(ctx context.Context, w io.Writer) error {
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	_, before, err := s.db.Get(ctx, keyAudit)
	if err != nil {
		return fmt.Errorf("dump: %w", err)
	}
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, dumpFirst)
	count := 0
	for from := ""; ; {
		items, err := s.db.Scan(ctx, from, "", dumpPage)
		if err != nil {
			return fmt.Errorf("dump: %w", err)
		}
		for _, item := range items {
			if item.Err != nil {
				return damaged(fmt.Errorf("dump: %w", item.Err), "The value of "+item.Key)
			}
			fmt.Fprintf(out, "%s\t%s\n", item.Key, dumpValue(item.Value))
			from = item.Key + "\x00"
			count++
		}
		if len(items) < dumpPage {
			break
		}
	}
	fmt.Fprintf(out, "%s%d\n", dumpLast, count)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("dump: %w", err)
	}
	_, after, err := s.db.Get(ctx, keyAudit)
	if err != nil {
		return fmt.Errorf("dump: %w", err)
	}
	if after != before {
		return briefings.Errorf(briefings.Conflict, "The store was changed while it was dumped; dump it again.")
	}
	return nil
}

func dumpValue(value []byte) string {
	if len(value) > 0 && value[0] == '{' && json.Valid(value) && !strings.ContainsAny(string(value), "\n\r") {
		return string(value)
	}
	return "=" + base64.StdEncoding.EncodeToString(value)
}

// Load reads a dump into the store, which must be empty, and brings it up to
// the newest schema. It is an error of kind Conflict when the store holds
// anything, and of kind Invalid when r is not a whole dump. A store that was
// not loaded to the end cannot be opened again; it has to be deleted.
func (s *Store) Load(ctx context.Context, r io.Reader) error {
	select {
	case s.writing <- struct{}{}:
		defer func() { <-s.writing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if err := s.holdIndex(ctx); err != nil {
		return err
	}
	defer func() { <-s.indexing }()
	held, err := s.db.Scan(ctx, "", "", 2)
	if err != nil {
		return fmt.Errorf("load: %w", err)
	}
	if len(held) != 1 || held[0].Key != keySchema {
		return briefings.Errorf(briefings.Conflict, "The store is not empty; load the dump into a new one.")
	}
	in := bufio.NewReaderSize(r, 1<<16)
	if line, err := in.ReadString('\n'); err != nil || line != dumpFirst+"\n" {
		return notWhole(err)
	}
	if err := s.loadLines(ctx, in); err != nil {
		return err
	}
	var done kv.Batch
	done.Delete(keyLoading)
	if _, err := s.db.Commit(ctx, &done); err != nil {
		return fmt.Errorf("load: %w", err)
	}
	identity, err := migrate(ctx, s.db, "of the dump", migrations())
	if err != nil {
		return err
	}
	s.identity.Store(&identity)
	return nil
}

// loadLines commits the keys of a dump, some at a time. The first commit also
// marks the store as being loaded.
func (s *Store) loadLines(ctx context.Context, in *bufio.Reader) error {
	b := new(kv.Batch)
	b.Put(keyLoading, []byte("{}"))
	flush := func() error {
		_, err := s.db.Commit(ctx, b)
		b = new(kv.Batch)
		if err != nil {
			return fmt.Errorf("load: %w", err)
		}
		return nil
	}
	for count := 0; ; count++ {
		line, err := in.ReadString('\n')
		if err != nil {
			return notWhole(err)
		}
		line = strings.TrimSuffix(line, "\n")
		if total, last := strings.CutPrefix(line, dumpLast); last {
			if total != fmt.Sprint(count) {
				return errDump
			}
			return flush()
		}
		key, text, found := strings.Cut(line, "\t")
		value := []byte(text)
		if coded, is := strings.CutPrefix(text, "="); is {
			value, err = base64.StdEncoding.DecodeString(coded)
		}
		if !found || err != nil || key == keyLoading || len(key)+len(value) > kv.MaxBytes/2 {
			return errDump
		}
		if b.Ops() == kv.MaxOps || b.Size()+len(key)+len(value) > kv.MaxBytes/2 {
			if err := flush(); err != nil {
				return err
			}
		}
		b.Put(key, value)
	}
}

// notWhole says that a dump ends too early, or why it cannot be read.
func notWhole(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return errDump
	}
	return fmt.Errorf("load: %w", err)
}

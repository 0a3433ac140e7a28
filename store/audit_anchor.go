package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Nowhere is the [Options.Anchor] of a store whose audit is anchored in no file.
const Nowhere = "off"

// When an anchor is made shorter, and what is left of it. Every line is a
// statement of its own, so that any of them can go; what stays lets a change be
// placed within a thousand entries, and the newest ones exactly.
const (
	anchorGrowth = 3000 // lines that are added before it is made shorter again
	anchorRecent = 1000 // newest lines that stay
	anchorStride = 1000 // of the older entries one in so many keeps its line
)

// An anchorLine says that the audit of a store held an entry with the number and
// hash. Accepted begins a new segment: what stands above it is held against the
// store no longer.
type anchorLine struct {
	Store    string    `json:"store"`
	Seq      uint64    `json:"seq"`
	Hash     string    `json:"hash"`
	At       time.Time `json:"at"`
	Accepted bool      `json:"accepted,omitempty"`
}

// An anchor is a text file outside the store to which the head of the audit is
// appended after each commit. What is changed in the store alone, even by
// somebody who makes the whole chain anew or puts another store in its place, no
// longer agrees with it.
//
// It is of one store. Processes that share that store may share the file or each
// have their own: every line is a statement for itself, the file is opened for
// each one, and their order means nothing but for an accepted one. A crash between commit
// and line leaves the anchor behind, which is no contradiction.
//
// Its methods but read are for whoever holds the store's turn to write.
type anchor struct {
	path    string // empty is nowhere
	log     *slog.Logger
	lines   int  // in the file, as far as it is known
	due     int  // lines at which it is made shorter; 0 before the first look
	failing bool // the last line could not be written, which has been logged
}

// newAnchor returns the anchor that the option names, of a store in the file at
// path, empty for one in memory.
func newAnchor(option, path string, log *slog.Logger) *anchor {
	switch {
	case option == Nowhere:
		option = ""
	case option == "" && path != "":
		option = path + ".anchor"
	}
	return &anchor{path: option, log: log}
}

// note appends a line. An anchor that cannot be written stands in nobody's way:
// it is logged when it begins and when it ends, and the commit stays done.
func (a *anchor) note(line anchorLine) {
	if a.path == "" {
		return
	}
	err := a.add(line)
	switch {
	case err != nil && !a.failing:
		a.log.Warn("audit not anchored; the anchor stays behind until it can be written", "anchor", a.path, "seq", line.Seq, "error", err)
	case err == nil && a.failing:
		a.log.Info("audit anchored again", "anchor", a.path, "seq", line.Seq)
	}
	a.failing = err != nil
	a.lines++
}

func (a *anchor) add(line anchorLine) (err error) {
	f, err := os.OpenFile(a.path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("open anchor: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	text := append(encode(a.path, line), '\n')
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("look at anchor: %w", err)
	}
	if last := make([]byte, 1); info.Size() > 0 {
		if _, err := f.ReadAt(last, info.Size()-1); err != nil {
			return fmt.Errorf("read anchor: %w", err)
		}
		if last[0] != '\n' { // a line that a crash has cut
			text = append([]byte{'\n'}, text...)
		}
	}
	if _, err := f.Write(text); err != nil {
		return fmt.Errorf("write anchor: %w", err)
	}
	return nil
}

// read returns what the anchor holds against the store: its lines from the last
// accepted one on. No file is no line.
func (a *anchor) read() ([]anchorLine, error) {
	if a.path == "" {
		return nil, nil
	}
	text, err := os.ReadFile(a.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read anchor: %w", err)
	}
	return linesInForce(text), nil
}

// linesInForce returns the lines of an anchor's text from the last accepted one
// on. What is no line as the anchor writes it, such as one that a crash has cut,
// says nothing.
func linesInForce(text []byte) []anchorLine {
	var lines []anchorLine
	for raw := range bytes.Lines(text) {
		line, ok := parseAnchor(raw)
		if !ok {
			continue
		}
		if line.Accepted {
			lines = nil
		}
		lines = append(lines, line)
	}
	return lines
}

func parseAnchor(raw []byte) (line anchorLine, ok bool) {
	raw, whole := bytes.CutSuffix(raw, []byte("\n"))
	if !whole || json.Unmarshal(raw, &line) != nil {
		return anchorLine{}, false
	}
	return line, bytes.Equal(encode("anchor", line), raw)
}

// shorten drops older lines once there are many. A line goes only when agrees
// says that the store holds its entry: a contradiction stays until it is
// accepted. A line that another process adds at that very moment may be lost.
func (a *anchor) shorten(agrees func(anchorLine) (bool, error)) {
	if a.path == "" || a.due > 0 && a.lines < a.due {
		return
	}
	text, err := os.ReadFile(a.path)
	if err != nil {
		return // note has said so, or will
	}
	if a.lines = bytes.Count(text, []byte("\n")); a.lines < anchorRecent+anchorGrowth {
		a.due = anchorRecent + anchorGrowth
		return
	}
	kept, err := shortened(text, agrees)
	if err == nil {
		err = replaceFile(a.path, kept)
	}
	if err != nil {
		a.log.Warn("anchor not made shorter", "anchor", a.path, "error", err)
	} else {
		a.lines = bytes.Count(kept, []byte("\n"))
	}
	a.due = a.lines + anchorGrowth
}

// shortened returns what stays of an anchor's text.
func shortened(text []byte, agrees func(anchorLine) (bool, error)) ([]byte, error) {
	all := slices.Collect(bytes.Lines(text))
	var kept []byte
	next := uint64(0) // the number from which on an older line stays again
	for i, raw := range all {
		line, ok := parseAnchor(raw)
		if ok && !line.Accepted && i < len(all)-anchorRecent && line.Seq < next {
			agreed, err := agrees(line)
			if err != nil {
				return nil, err
			}
			if agreed {
				continue
			}
		}
		if ok {
			next = (line.Seq/anchorStride + 1) * anchorStride
		}
		kept = append(kept, raw...)
	}
	return kept, nil
}

// replaceFile puts the text in the place of a file, all of it or none.
func replaceFile(path string, text []byte) error {
	half, err := os.CreateTemp(filepath.Dir(path), ".anchor-*")
	if err != nil {
		return fmt.Errorf("make file: %w", err)
	}
	defer os.Remove(half.Name())
	_, err = half.Write(text)
	if err = errors.Join(err, half.Sync(), half.Close()); err == nil {
		err = os.Rename(half.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("replace file: %w", err)
	}
	return nil
}

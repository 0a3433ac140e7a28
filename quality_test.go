package main_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestQuality builds the program, has it read documents whose content is known,
// and holds what it read, recommended and summarised against floors:
//
//	go test . -run TestQuality -v
//
// The samples subtest grades the program's own sample documents. The corpus
// subtest grades a collection that is kept beside the checkout, with that
// collection's own scorer; without it the subtest skips.
func TestQuality(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program; run without -short")
	}
	binary := filepath.Join(t.TempDir(), "attache")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("build the program: %v\n%s", err, out)
	}
	t.Run("samples", func(t *testing.T) { gradeSamples(t, binary) })
	t.Run("corpus", func(t *testing.T) { gradeCorpus(t, binary, filepath.Join("..", "shared")) })
}

// A figure is one number of one document and the least that it may be.
type figure struct {
	document, name string
	got, floor     float64
	shown          string // how the number is written; empty for four decimals
	faults         bool   // got and floor are numbers of faults, below zero
	lowered        bool   // the labels ask for less than the ordinary floor
	unbound        bool   // no floor: the number is only shown
}

// count returns the figure of so many right out of all, none of which may be wrong.
func count(document, name string, right, all int) figure {
	return figure{document: document, name: name, got: ratio(right, all), floor: 1, shown: fmt.Sprintf("%d/%d", right, all)}
}

// none returns the figure of faults of which there may be none.
func none(document, name string, faults int) figure {
	return figure{document: document, name: name, got: -float64(faults), shown: strconv.Itoa(faults), faults: true}
}

// report prints the figures as a table and fails for each that is under its floor.
func report(t *testing.T, figures []figure) {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, "\n%-20s %-30s %9s %7s\n", "document", "number", "got", "floor")
	for _, f := range figures {
		if f.shown == "0/0" {
			continue
		}
		shown, floor, verdict := f.shown, fmt.Sprintf("%.3f", f.floor), "PASS"
		if shown == "" {
			shown = fmt.Sprintf("%.4f", f.got)
		}
		if f.faults {
			floor = strconv.Itoa(int(-f.floor))
		}
		if f.lowered {
			verdict = "PASS (lowered floor)"
		}
		switch {
		case f.unbound:
			floor, verdict = "-", ""
		case f.got < f.floor-1e-9:
			verdict = "short"
			t.Errorf("%s: %s is %s; the floor is %s", f.document, f.name, shown, floor)
		}
		fmt.Fprintf(&b, "%-20s %-30s %9s %7s  %s\n", f.document, f.name, shown, floor, verdict)
	}
	t.Log(b.String())
}

// read returns what the program's read -json prints for the files.
func read(t *testing.T, binary string, files []string) []json.RawMessage {
	t.Helper()
	lines := jsonLines(t, exec.Command(binary, append([]string{"read", "-json"}, files...)...))
	if len(lines) != len(files) {
		t.Fatalf("read -json printed %d lines for %d files", len(lines), len(files))
	}
	return lines
}

// jsonLines runs the command and returns the lines of its output.
func jsonLines(t *testing.T, command *exec.Cmd) []json.RawMessage {
	t.Helper()
	var trouble bytes.Buffer
	command.Stderr = &trouble
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(command.Args[1:], " "), err, trouble.Bytes())
	}
	var lines []json.RawMessage
	in := bufio.NewScanner(bytes.NewReader(out))
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		lines = append(lines, append(json.RawMessage(nil), in.Bytes()...))
	}
	if err := in.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

func gradeSamples(t *testing.T, binary string) {
	all := loadLabels(t)
	var files []string
	for _, l := range all {
		files = append(files, filepath.Join("bot", "samples", l.File))
	}
	var figures []figure
	for i, line := range read(t, binary, files) {
		var got reading
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatalf("%s: %v", files[i], err)
		}
		figures = append(figures, lower(t, newGrader(all[i], got).figures(), all[i].Floors)...)
	}
	report(t, figures)
}

// lower puts the lowered floors in the place of the ordinary ones.
func lower(t *testing.T, figures []figure, floors map[string]float64) []figure {
	t.Helper()
	for name, floor := range floors {
		i := slices.IndexFunc(figures, func(f figure) bool { return f.name == name })
		if i < 0 {
			t.Fatalf("%q has a floor and is no figure", name)
		}
		f := &figures[i]
		if f.faults {
			floor = -floor
		}
		if floor >= f.floor {
			t.Fatalf("%s: the floor of %s is not a lower one", f.document, name)
		}
		f.floor, f.lowered = floor, true
	}
	return figures
}

// figures returns the numbers of one sample with their floors.
func (g *grader) figures() []figure {
	doc := g.File
	least := func(name string, got, floor float64) figure {
		return figure{document: doc, name: name, got: got, floor: floor}
	}
	right, all := g.metadata()
	out := []figure{
		least("sentence F1", g.sentences(), .99),
		least("body recall", g.recall(), .998),
		least("boilerplate dropped", g.keptOut(g.dropped), .995),
		least("notes and tables kept out", g.keptOut(g.apart), 1),
		count(doc, "metadata", right, all),
		least("outline F1", g.outline(), 1),
		least("sections and notes attached", g.sections(), .99),
	}
	right, all = g.joins()
	out = append(out, count(doc, "page joins", right, all))
	notes := g.footnotes()
	out = append(out,
		count(doc, "footnotes", notes.notes, len(g.Footnotes)),
		count(doc, "footnote URLs", notes.urls, notes.allURLs),
		count(doc, "Ibid resolved", notes.ibid, notes.allIbid),
		least("table cell F1", g.tables(), 1),
		count(doc, "pull quotes kept out", g.pullQuotesOut(), len(g.pullQuotes)))
	right, all = g.provenance()
	out = append(out, count(doc, "provenance", right, all))
	a := g.advice()
	return append(out,
		least("recommendation precision", ratio(a.right, a.right+a.wrong), .95),
		least("recommendation recall", ratio(a.right, a.right+a.missed), .95),
		none(doc, "recommendation traps hit", a.traps),
		least("addressees right", ratio(a.addressed, a.right), .9),
		least("nugget@5", g.nuggets(), .75))
}

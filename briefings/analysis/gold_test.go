package analysis_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"attache/briefings"
)

// goldDirs are folders of labelled documents that stand beside a working copy
// of the project and are no part of it.
func goldDirs(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("ATTACHE_GOLD")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "quality", "gold")
	}
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no labelled documents beside the project")
	}
	return dir
}

// load decodes one label file; it reports whether the file is there.
func load(t testing.TB, into any, parts ...string) bool {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(parts...))
	if os.IsNotExist(err) {
		return false
	}
	if err == nil {
		err = json.Unmarshal(b, into)
	}
	if err != nil {
		t.Fatal(err)
	}
	return true
}

// A labelled document: its source, and the label of each passage.
type labelled struct {
	src *briefings.Source
	ids []string // of passage n at n-1
}

// labelledSource builds a source from the labelled sentences, tables and
// metadata of one document.
func labelledSource(t testing.TB, dir, id string) labelled {
	t.Helper()
	var sentences []struct {
		ID        string   `json:"id"`
		Para      string   `json:"para"`
		Text      string   `json:"text"`
		Section   []string `json:"section"`
		Role      string   `json:"role"`
		Footnotes []int    `json:"footnotes"`
	}
	if !load(t, &sentences, dir, id, "sentences.json") {
		t.Skip("no labels for " + id)
	}
	var meta struct {
		Title, Subtitle, Publisher, Date, Kind *string
		Authors                                []string
	}
	load(t, &meta, dir, id, "meta.json")
	doc := labelled{src: &briefings.Source{File: id + ".txt", SHA256: "-"}}
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	doc.src.Meta = briefings.Metadata{Title: text(meta.Title), Subtitle: text(meta.Subtitle), Date: text(meta.Date), Kind: text(meta.Kind), Authors: meta.Authors}
	paragraphs := map[string]int{}
	for i, s := range sentences {
		if paragraphs[s.Para] == 0 {
			paragraphs[s.Para] = len(paragraphs) + 1
		}
		kind := briefings.Sentence
		if s.Role == "runin" {
			kind = briefings.RunIn
		}
		doc.src.Passages = append(doc.src.Passages, briefings.Passage{N: i + 1, Kind: kind, Text: briefings.Normal(s.Text), Section: s.Section, Paragraph: paragraphs[s.Para], Footnotes: s.Footnotes})
		doc.ids = append(doc.ids, s.ID)
	}
	var tables []struct {
		Header []string   `json:"header"`
		Rows   [][]string `json:"rows"`
	}
	load(t, &tables, dir, id, "tables.json")
	for i, table := range tables {
		doc.src.Tables = append(doc.src.Tables, briefings.Table{Header: table.Header, Rows: table.Rows})
		for _, row := range table.Rows {
			n := len(doc.src.Passages) + 1
			doc.src.Passages = append(doc.src.Passages, briefings.Passage{N: n, Kind: briefings.Row, Text: fmt.Sprint(row), Table: i + 1})
			doc.ids = append(doc.ids, fmt.Sprintf("table %d", i+1))
		}
	}
	return doc
}

package search_test

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"attache/briefings"
	"attache/store/search"
)

// shared is where the labels for measuring lie beside a checkout.
const shared = "../../../shared/quality"

// readLabels reads one labelled file, or skips the test in a bare clone.
func readLabels(t testing.TB, name string, into any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(shared, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("no labels beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

// A labelled is a source made of labels, with the label and paragraph of each
// passage.
type labelled struct {
	source     *briefings.Source
	ids, paras []string
}

func (l *labelled) add(p briefings.Passage, id, para string) {
	p.N = len(l.source.Passages) + 1
	l.source.Passages = append(l.source.Passages, p)
	l.ids, l.paras = append(l.ids, id), append(l.paras, para)
}

// readLabelled makes a source of the labels of one document.
func readLabelled(t testing.TB, n int, doc string) *labelled {
	var meta struct {
		Title, Subtitle, Publisher, Date, Kind string
		Authors                                []string
		File                                   string
	}
	var sentences []struct {
		ID, Para, Role, Text string
		Section              []string
		Footnotes            []int
	}
	readLabels(t, "gold/"+doc+"/meta.json", &meta)
	readLabels(t, "gold/"+doc+"/sentences.json", &sentences)
	l := &labelled{source: &briefings.Source{ID: briefings.NewSourceID(n), File: meta.File, Meta: briefings.Metadata{
		Title: meta.Title, Subtitle: meta.Subtitle, Publisher: meta.Publisher, Authors: meta.Authors, Date: meta.Date, Kind: meta.Kind}}}
	paragraph, last := 0, ""
	for _, s := range sentences {
		if s.Para != last {
			paragraph, last = paragraph+1, s.Para
		}
		kind := briefings.Sentence
		if s.Role == "runin" {
			kind = briefings.RunIn
		}
		l.add(briefings.Passage{Kind: kind, Text: s.Text, Section: s.Section, Paragraph: paragraph, Footnotes: s.Footnotes}, s.ID, s.Para)
	}
	if _, err := os.Stat(filepath.Join(shared, "gold", doc, "footnotes.json")); err == nil {
		l.addNotesAndTables(t, doc)
	}
	return l
}

func (l *labelled) addNotesAndTables(t testing.TB, doc string) {
	var notes []struct {
		N    int
		Text string
	}
	var tables []struct {
		Number int
		Title  string
		Header []string
		Rows   [][]string
	}
	readLabels(t, "gold/"+doc+"/footnotes.json", &notes)
	readLabels(t, "gold/"+doc+"/tables.json", &tables)
	for i, tab := range tables {
		l.source.Tables = append(l.source.Tables, briefings.Table{Number: tab.Number, Caption: tab.Title, Header: tab.Header, Rows: tab.Rows})
		for _, row := range tab.Rows {
			id := "t1"
			if i > 0 {
				id = "t2:" + row[0]
			}
			l.add(briefings.Passage{Kind: briefings.Row, Text: strings.Join(row, " · "), Table: i + 1}, id, id)
		}
	}
	for _, n := range notes {
		id := "fn:" + itoa(n.N)
		l.add(briefings.Passage{Kind: briefings.Note, Text: n.Text, NoteN: n.N}, id, id)
	}
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }

// ndcg is trec_eval's ndcg_cut_10 with linear gain.
func ndcg(ranked []string, grades map[string]int) float64 {
	dcg := func(list []int) (sum float64) {
		for i, g := range list[:min(10, len(list))] {
			sum += float64(g) / math.Log2(float64(i+2))
		}
		return sum
	}
	var got, ideal []int
	for _, id := range ranked {
		got = append(got, grades[id])
	}
	for _, g := range grades {
		ideal = append(ideal, g)
	}
	slices.SortFunc(ideal, func(a, b int) int { return b - a })
	return dcg(got) / dcg(ideal)
}

type labelledQuestion struct {
	ID, Query, Type, Half string
	Sentences             map[string]int `json:"sentence_qrels"`
	Paragraphs            map[string]int `json:"paragraph_qrels"`
}

func TestSearchQuality(t *testing.T) {
	var questions []labelledQuestion
	readLabels(t, "gold/questions.json", &questions)
	docs := map[briefings.SourceID]*labelled{}
	var sources []*briefings.Source
	for i, doc := range []string{"000", "001", "002", "003"} {
		l := readLabelled(t, i+1, doc)
		docs[l.source.ID] = l
		sources = append(sources, l.source)
	}
	index := search.NewScan()
	defer index.Close()
	if err := index.Apply(context.Background(), 1, sources, nil); err != nil {
		t.Fatal(err)
	}
	type sums struct{ sentence, paragraph, n float64 }
	by := map[string]*sums{}
	silent, wrong := 0, 0
	for _, q := range questions {
		result, err := index.Search(context.Background(), search.Query{Text: q.Query, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		var ids, paras []string
		for _, h := range result.Hits {
			l := docs[h.Ref.Source]
			id, para := l.ids[h.Ref.N-1], l.paras[h.Ref.N-1]
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
			if !slices.Contains(paras, para) {
				paras = append(paras, para)
			}
		}
		if len(q.Sentences) == 0 {
			if len(ids) == 0 {
				silent++
			} else {
				wrong++
				t.Logf("%s %q answered by %v", q.ID, q.Query, ids)
			}
			continue
		}
		s, p := ndcg(ids, q.Sentences), ndcg(paras, q.Paragraphs)
		if testing.Verbose() {
			t.Logf("%s %-11s %.3f %.3f %q", q.ID, q.Type, s, p, q.Query)
		}
		if os.Getenv("SEARCH_SHOW") != "" {
			for _, h := range result.Hits {
				l := docs[h.Ref.Source]
				id := l.ids[h.Ref.N-1]
				t.Logf("    %d %-12s %.2f [%s] %.150s", q.Sentences[id], id, h.Score, h.Why, l.source.Passages[h.Ref.N-1].Text)
			}
			for id, g := range q.Sentences {
				if g >= 2 && !slices.Contains(ids, id) {
					for _, l := range docs {
						if k := slices.Index(l.ids, id); k >= 0 {
							t.Logf("    MISSED %d %s %v %.200s", g, id, l.source.Passages[k].Section, l.source.Passages[k].Text)
						}
					}
				}
			}
		}
		for _, key := range []string{"all", q.Half, q.Type} {
			if by[key] == nil {
				by[key] = &sums{}
			}
			by[key].sentence += s
			by[key].paragraph += p
			by[key].n++
		}
	}
	var keys []string
	for k := range by {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		b := by[k]
		t.Logf("nDCG@10 %-6s %2.0f questions: sentence %.3f paragraph %.3f", k, b.n, b.sentence/b.n, b.paragraph/b.n)
	}
	t.Logf("unanswerable left unanswered: %d of %d", silent, silent+wrong)
}

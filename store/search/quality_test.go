package search_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
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
		id := fmt.Sprintf("fn:%d", n.N)
		l.add(briefings.Passage{Kind: briefings.Note, Text: n.Text, NoteN: n.N}, id, id)
	}
}

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

// A tally is the sum of what the questions of one sort reached.
type tally struct{ sentence, paragraph, n float64 }

// labelledIndex is an index of the labelled documents.
func labelledIndex(t testing.TB) (search.Index, map[briefings.SourceID]*labelled) {
	t.Helper()
	docs := map[briefings.SourceID]*labelled{}
	var sources []*briefings.Source
	for i, doc := range []string{"000", "001", "002", "003"} {
		l := readLabelled(t, i+1, doc)
		docs[l.source.ID] = l
		sources = append(sources, l.source)
	}
	index, err := search.Open("")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { index.Close() })
	mustApply(t, index, 1, sources)
	return index, docs
}

// labels returns the labels of the hits and of their paragraphs, each once.
func labels(hits []search.Hit, docs map[briefings.SourceID]*labelled) (ids, paras []string) {
	for _, h := range hits {
		l := docs[h.Ref.Source]
		if id := l.ids[h.Ref.N-1]; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
		if para := l.paras[h.Ref.N-1]; !slices.Contains(paras, para) {
			paras = append(paras, para)
		}
	}
	return ids, paras
}

// TestSearchQuality measures on labelled questions; go test -v prints the
// figures. The floors are a little under what is reached.
func TestSearchQuality(t *testing.T) {
	var questions []labelledQuestion
	readLabels(t, "gold/questions.json", &questions)
	index, docs := labelledIndex(t)
	by := map[string]*tally{}
	for _, q := range questions {
		result, err := index.Search(context.Background(), search.Query{Text: q.Query, Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		ids, paras := labels(result.Hits, docs)
		if len(q.Sentences) == 0 {
			if len(ids) > 0 {
				t.Errorf("%s %q answered by %v", q.ID, q.Query, ids)
			}
			continue
		}
		s, p := ndcg(ids, q.Sentences), ndcg(paras, q.Paragraphs)
		t.Logf("%s %-5s sentence %.3f paragraph %.3f %q", q.ID, q.Type, s, p, q.Query)
		for _, key := range []string{"all", q.Half, q.Type} {
			if by[key] == nil {
				by[key] = &tally{}
			}
			by[key].sentence += s
			by[key].paragraph += p
			by[key].n++
		}
	}
	for _, key := range slices.Sorted(maps.Keys(by)) {
		b := by[key]
		t.Logf("nDCG@10 %-6s %2.0f questions: sentence %.3f paragraph %.3f", key, b.n, b.sentence/b.n, b.paragraph/b.n)
	}
	if all := by["all"]; all.sentence/all.n < 0.79 || all.paragraph/all.n < 0.8 {
		t.Errorf("nDCG@10 is under the floor of 0.79 for sentences and 0.80 for paragraphs")
	}
}

// TestOffTopic asks the labelled documents what they say nothing about.
func TestOffTopic(t *testing.T) {
	index, docs := labelledIndex(t)
	answered := 0
	for _, text := range offTopic {
		result, err := index.Search(context.Background(), search.Query{Text: text})
		if err != nil {
			t.Fatal(err)
		}
		if len(result.Hits) > 0 {
			answered++
			ids, _ := labels(result.Hits[:1], docs)
			t.Logf("%q answered by %v: %s", text, ids, result.Hits[0].Why)
		}
	}
	t.Logf("%d of %d questions off the subject answered", answered, len(offTopic))
	if answered > 5 {
		t.Errorf("%d questions off the subject answered, want 5 at most", answered)
	}
}

var offTopic = strings.Split(`Bundesliga results
How do I renew my passport in Seoul?
EU carbon border tax on Korean steel
Who won the 2022 World Cup?
price of apartments in Gangnam
Brazilian soybean exports to China
cookie policy
podcast subscription
sign up for our newsletter
What is the recipe for kimchi?
Israeli strikes on Iran's nuclear facilities
birth rate in South Korea
South Korean court ruling on same-sex marriage
Samsung dividend
typhoon damage in Busan
한국 출산율
서울 부동산 가격
베트남 쌀 수출
축구 국가대표
Philippine Coast Guard clash at Scarborough Shoal
India's chip subsidies
Ukraine grain corridor
who designed the website
Nigerian election results
copper prices in Chile
BTS world tour
Taiwan presidential election turnout
Gaza ceasefire hostages
share on Facebook
terms and conditions of use
Mongolian coal exports to China
Japanese whaling policy
What is the population of Busan?
Elon Musk Starlink contract
Seoul subway fares
How does the European Central Bank set interest rates?
Kashmir border clashes between India and Pakistan
quantum computing export licences
Australian bushfire relief
Saudi oil production cuts
related articles about Ukraine
North Korean football team
South Korean drought
호주 산불
삼성전자 배당금
기후변화 대응 탄소세
Brexit negotiations fisheries
lithium mining in Bolivia
Swiss banking secrecy
advertisement sponsored content`, "\n")

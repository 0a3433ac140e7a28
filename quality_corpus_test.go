package main_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// An export is what the collection's scorer reads: for each document what
// read -json printed, and for each question what was found, best first.
type export struct {
	Docs   map[string]json.RawMessage `json:"docs"`
	Search map[string][]exportHit     `json:"search"`
}

type exportHit struct {
	Doc   string `json:"doc"`
	Spans []span `json:"spans"`
}

// scores are the scorer's answer. A score is a number, or a text such as 6/6.
type scores struct {
	Total map[string]any            `json:"total"`
	Docs  map[string]map[string]any `json:"docs"`
}

func gradeCorpus(t *testing.T, binary, shared string) {
	scorer := filepath.Join(shared, "quality", "scorers", "score_seed.py")
	if _, err := os.Stat(scorer); err != nil {
		t.Skipf("no labelled collection in %s", shared)
	}
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skip("the collection's scorer needs python3")
	}
	ids, files := corpusFiles(t, shared)
	e := export{Docs: map[string]json.RawMessage{}}
	for i, line := range read(t, binary, files) {
		e.Docs[ids[i]] = line
	}
	e.Search = searchCorpus(t, binary, shared, ids, files)

	name := filepath.Join(t.TempDir(), "export.json")
	data, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.Command("python3", "-B", scorer, name, "--json")
	var trouble bytes.Buffer
	command.Stderr = &trouble
	out, err := command.Output()
	if err != nil {
		t.Fatalf("score the export: %v\n%s", err, trouble.Bytes())
	}
	var s scores
	if err := json.Unmarshal(out, &s); err != nil {
		t.Fatalf("read the scores: %v", err)
	}
	report(t, append(s.figures(t, ids), falseAlarms(t, e)))
}

// corpusFiles returns the collection's documents: their short names, and the
// paths of their files in the same order.
func corpusFiles(t *testing.T, shared string) (ids, files []string) {
	t.Helper()
	labelled, err := filepath.Glob(filepath.Join(shared, "quality", "gold", "*", "meta.json"))
	if err != nil || len(labelled) == 0 {
		t.Fatalf("no labels of the collection: %v", err)
	}
	for _, name := range labelled {
		var meta struct {
			File string `json:"file"`
		}
		readJSON(t, name, &meta)
		ids = append(ids, filepath.Base(filepath.Dir(name)))
		files = append(files, filepath.Join(shared, "corpus", meta.File))
	}
	return ids, files
}

// searchCorpus imports and publishes the files into a store of their own and
// asks every question of the collection.
func searchCorpus(t *testing.T, binary, shared string, ids, files []string) map[string][]exportHit {
	t.Helper()
	var questions []struct {
		ID    string `json:"id"`
		Query string `json:"query"`
	}
	readJSON(t, filepath.Join(shared, "quality", "gold", "questions.json"), &questions)
	spec := "bolt:" + filepath.Join(t.TempDir(), "quality.db")
	add := exec.Command(binary, append([]string{"import", "-store", spec, "-publish"}, files...)...)
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("import the collection: %v\n%s", err, out)
	}
	var lines strings.Builder
	for _, q := range questions {
		lines.WriteString("ask limit:10 " + q.Query + "\n")
	}
	ask := exec.Command(binary, "run", "-store", spec, "-json")
	ask.Stdin = strings.NewReader(lines.String())
	replies := jsonLines(t, ask)
	if len(replies) != len(questions) {
		t.Fatalf("run -json printed %d replies to %d questions", len(replies), len(questions))
	}
	found := map[string][]exportHit{}
	for i, line := range replies {
		var reply struct {
			Hits []struct {
				File  string `json:"file"`
				Spans []span `json:"spans"`
			} `json:"hits"`
			Error json.RawMessage `json:"error"`
		}
		if err := json.Unmarshal(line, &reply); err != nil {
			t.Fatalf("%s: %v", questions[i].Query, err)
		}
		if len(reply.Error) > 0 && string(reply.Error) != "null" {
			t.Errorf("%q was answered with %s", questions[i].Query, reply.Error)
		}
		hits := []exportHit{}
		for _, h := range reply.Hits {
			at := slices.IndexFunc(files, func(f string) bool { return filepath.Base(f) == h.File })
			if at < 0 {
				t.Fatalf("%q found something in %q, which was not imported", questions[i].Query, h.File)
			}
			hits = append(hits, exportHit{Doc: ids[at], Spans: h.Spans})
		}
		found[questions[i].ID] = hits
	}
	return found
}

// floors are the least that each number of the scorer may be, per document. A
// number that the scorer does not give for a document is not asked of it.
var floors = []struct {
	key, name string
	least     float64
}{
	{"sent_F1", "sentence F1", .99},
	{"body_R", "body recall", .998},
	{"boilerplate_dropped", "boilerplate dropped", .995},
	{"meta_acc", "metadata", 1},
	{"outline_F1", "outline F1", 1},
	{"footnotes_found", "footnotes", 1},
	{"footnote_urls", "footnote URLs", 1},
	{"ibid_resolved", "Ibid resolved", 1},
	{"page_joins", "page joins", 1},
	{"table1_cell_F1", "table 1 cell F1", 1},
	{"table2_cell_F1", "table 2 cell F1", 1},
	{"pullquotes_kept_out", "pull quotes kept out", 1},
	{"rec_P", "recommendation precision", .95},
	{"rec_R", "recommendation recall", .95},
	{"nugget@5", "nugget@5", .75},
}

// metaFields is how many fields of metadata the scorer's share is a share of.
const metaFields = 7

// figures returns the numbers with their floors, and then, without a floor,
// what else the scorer measures of the findings and the search.
func (s scores) figures(t *testing.T, ids []string) (all []figure) {
	t.Helper()
	for _, floor := range floors {
		asked := 0
		for _, id := range ids {
			if score, ok := s.Docs[id][floor.key]; ok {
				f := figureOf(t, id, floor.name, score)
				if floor.key == "meta_acc" {
					f = count(id, floor.name, int(math.Round(f.got*metaFields)), metaFields)
				}
				f.floor = floor.least
				all = append(all, f)
				asked++
			}
		}
		if asked == 0 {
			t.Errorf("the scorer does not give %s of any document", floor.key)
		}
	}
	whole := figureOf(t, "all", "provenance", s.Total["provenance_verbatim"])
	whole.floor = 1
	hit, _, _ := strings.Cut(s.Total["rec_traps_hit"].(string), "/")
	traps, err := strconv.Atoi(hit)
	if err != nil {
		t.Fatalf("traps hit: %v", err)
	}
	all = append(all, whole, none("all", "recommendation traps hit", traps))
	var rest []string
	for key := range s.Total {
		if strings.HasPrefix(key, "search_") || strings.HasPrefix(key, "timeline_") ||
			key == "rec_addressee_acc" || key == "mean_actor_recall" {
			rest = append(rest, key)
		}
	}
	slices.Sort(rest)
	for _, key := range rest {
		f := figureOf(t, "all", key, s.Total[key])
		f.unbound = true
		all = append(all, f)
	}
	return all
}

// figureOf reads a score: a number, or how many are right of how many.
func figureOf(t *testing.T, document, name string, score any) figure {
	t.Helper()
	switch v := score.(type) {
	case float64:
		return figure{document: document, name: name, got: v}
	case string:
		right, all, _ := strings.Cut(v, "/")
		r, err := strconv.Atoi(right)
		n, err2 := strconv.Atoi(all)
		if err == nil && err2 == nil {
			return count(document, name, r, n)
		}
	}
	t.Fatalf("%s of %s is %v, which is no score", name, document, score)
	return figure{}
}

// advisesNobody is the document of the collection that reports and advises
// nobody; the scorer has no labels of advice for it.
const advisesNobody = "001"

// falseAlarms returns the number of recommendations found where there are none.
func falseAlarms(t *testing.T, e export) figure {
	t.Helper()
	var got reading
	if err := json.Unmarshal(e.Docs[advisesNobody], &got); err != nil {
		t.Fatalf("document %s: %v", advisesNobody, err)
	}
	return none(advisesNobody, "recommendation false alarms", len(got.Recommendations))
}

// readJSON reads a file of the collection.
func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	data, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

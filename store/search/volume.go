package search

import (
	"cmp"
	"slices"
	"strings"

	"attache/briefings"
)

// A volume is what an index keeps of a source's passages. It does not keep
// their text. It is never changed once made.
type volume struct {
	records []record
	groups  [][]int    // passages that help one another, as places in records
	heads   [][]uint32 // terms of headings, sorted
}

// A record holds the terms of a passage with their places.
type record struct {
	n      int // the passage's number
	kind   briefings.PassageKind
	length int     // words of the passage, stop words left out
	own    []place // by position
	group  int     // the paragraph, or for a note the passages that bear its mark; -1 when there is none
	head   int     // the section's headings, or the caption over a row
}

// A place is one term of a passage and the word it stands at.
type place struct {
	term uint32
	at   uint16
}

// hash returns the number that stands for a term: 32-bit FNV-1a. That two terms
// of a question and a passage share a number is as good as excluded.
func hash(term string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(term); i++ {
		h = (h ^ uint32(term[i])) * 16777619
	}
	return h
}

// A posting is the terms of one passage, spelt out.
type posting struct {
	n      int
	kind   briefings.PassageKind
	terms  []string // with repetitions
	around []string // of its group and head, each once
}

// analyse returns what an index keeps of a source, and what it looks it up by.
func analyse(src *briefings.Source) (*volume, []posting) {
	a := analysed{src: src, volume: &volume{}, terms: make([][]term, len(src.Passages)), heads: map[string]int{}}
	for i, p := range src.Passages {
		list := words(p.Text)
		found, length := terms(list)
		head := a.head(p)
		if p.InMainText() && advises(list) {
			found = append([]term{{adviceTerm, 0}}, found...)
		}
		r := record{n: p.N, kind: p.Kind, length: length, own: make([]place, len(found)), group: -1, head: head}
		for k, t := range found {
			r.own[k] = place{hash(t.text), uint16(min(t.at, 1<<16-1))}
		}
		a.terms[i] = found
		a.volume.records = append(a.volume.records, r)
	}
	a.group()
	out := make([]posting, len(src.Passages))
	for i := range out {
		out[i] = a.posting(i)
	}
	return a.volume, out
}

// An analysed source is the state of [analyse].
type analysed struct {
	src       *briefings.Source
	volume    *volume
	terms     [][]term
	heads     map[string]int // places in volume.heads
	headTerms [][]string
}

// head returns the place of the texts that stand over the passage.
func (a *analysed) head(p briefings.Passage) int {
	list := slices.Clone(p.Section)
	if p.Table >= 1 && p.Table <= len(a.src.Tables) {
		t := a.src.Tables[p.Table-1]
		list = append(append(list, t.Caption), t.Header...)
	}
	text := strings.Join(list, " . ")
	at, known := a.heads[text]
	if !known {
		at = len(a.volume.heads)
		a.heads[text] = at
		found, _ := terms(words(text))
		a.headTerms = append(a.headTerms, distinct(found))
		a.volume.heads = append(a.volume.heads, hashes(a.headTerms[at]))
	}
	return at
}

// group finds the passages that help one another.
func (a *analysed) group() {
	paragraphs, marks := map[int]int{}, map[int]int{}
	join := func(groups map[int]int, key, i int) int {
		g, known := groups[key]
		if !known {
			g = len(a.volume.groups)
			groups[key] = g
			a.volume.groups = append(a.volume.groups, nil)
		}
		a.volume.groups[g] = append(a.volume.groups[g], i)
		return g
	}
	for i, p := range a.src.Passages {
		if p.Paragraph > 0 {
			a.volume.records[i].group = join(paragraphs, p.Paragraph, i)
		}
		for _, n := range p.Footnotes {
			join(marks, n, i)
		}
	}
	for i, p := range a.src.Passages {
		if g, marked := marks[p.NoteN]; marked && p.Kind == briefings.Note {
			a.volume.records[i].group = g
		}
	}
}

// posting spells out the terms of passage i and those around it.
func (a *analysed) posting(i int) posting {
	r := a.volume.records[i]
	out := posting{n: r.n, kind: r.kind, around: slices.Clone(a.headTerms[r.head])}
	for _, t := range a.terms[i] {
		out.terms = append(out.terms, t.text)
	}
	if r.group >= 0 {
		for _, j := range a.volume.groups[r.group] {
			if j != i {
				out.around = append(out.around, distinct(a.terms[j])...)
			}
		}
	}
	out.around = compact(out.around)
	return out
}

func compact(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

func hashes(list []string) []uint32 {
	out := make([]uint32, len(list))
	for i, t := range list {
		out[i] = hash(t)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func distinct(list []term) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.text
	}
	return compact(out)
}

// byRef orders references as a reader would: by source, then by passage.
func byRef(a, b briefings.PassageRef) int {
	if c := cmp.Compare(len(a.Source), len(b.Source)); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.N, b.N))
}

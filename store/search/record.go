package search

import (
	"cmp"
	"encoding/binary"
	"errors"
	"slices"

	"attache/briefings"
)

// A record is what an index keeps of a passage: the terms it holds with their
// places, and the terms around it. It does not keep the text.
type record struct {
	ref    briefings.PassageRef
	kind   briefings.PassageKind
	length int      // words of the passage, stop words left out
	own    []place  // by position
	near   []uint32 // the other sentences of the paragraph, what a note or row belongs to; sorted
	head   []uint32 // the section's headings; sorted
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

// A posting is what one passage adds to an index: its record, and its terms
// spelt out.
type posting struct {
	record record
	terms  []string // with repetitions
	around []string // of near and head, each once
}

// postings returns those of a source in the order of its passages.
func postings(src *briefings.Source) []posting {
	a := newSurroundings(src)
	out := make([]posting, len(src.Passages))
	for i := range src.Passages {
		out[i] = a.posting(i)
	}
	return out
}

// The surroundings hold the terms of a source's passages while its postings are
// made.
type surroundings struct {
	src        *briefings.Source
	own        [][]term
	lengths    []int
	paragraphs map[int][]int       // passages of a paragraph
	anchors    map[int][]int       // passages that bear the mark of a note
	heads      map[string][]string // terms of a heading
}

func newSurroundings(src *briefings.Source) *surroundings {
	a := &surroundings{src: src, own: make([][]term, len(src.Passages)), lengths: make([]int, len(src.Passages)),
		paragraphs: map[int][]int{}, anchors: map[int][]int{}, heads: map[string][]string{}}
	for i, p := range src.Passages {
		a.own[i], a.lengths[i] = terms(words(p.Text))
		if p.Paragraph > 0 {
			a.paragraphs[p.Paragraph] = append(a.paragraphs[p.Paragraph], i)
		}
		for _, n := range p.Footnotes {
			a.anchors[n] = append(a.anchors[n], i)
		}
		for _, h := range append(slices.Clone(p.Section), a.caption(p)...) {
			if _, done := a.heads[h]; !done {
				list, _ := terms(words(h))
				a.heads[h] = distinct(list)
			}
		}
	}
	return a
}

// caption returns the texts that stand over a table row.
func (a *surroundings) caption(p briefings.Passage) []string {
	if p.Table < 1 || p.Table > len(a.src.Tables) {
		return nil
	}
	t := a.src.Tables[p.Table-1]
	return append([]string{t.Caption}, t.Header...)
}

// posting makes the posting of passage i, counted from 0.
func (a *surroundings) posting(i int) posting {
	p := a.src.Passages[i]
	out := posting{record: record{
		ref: briefings.PassageRef{Source: a.src.ID, N: p.N}, kind: p.Kind, length: a.lengths[i],
	}}
	for _, t := range a.own[i] {
		out.terms = append(out.terms, t.text)
		out.record.own = append(out.record.own, place{hash(t.text), uint16(min(t.at, 1<<16-1))})
	}
	neighbours := a.paragraphs[p.Paragraph]
	if p.Kind == briefings.Note {
		neighbours = a.anchors[p.NoteN]
	}
	var near, head []string
	for _, j := range neighbours {
		if j != i {
			near = append(near, distinct(a.own[j])...)
		}
	}
	for _, h := range append(slices.Clone(p.Section), a.caption(p)...) {
		head = append(head, a.heads[h]...)
	}
	if advises(p, head) {
		out.add(adviceTerm)
	}
	near, head = compact(near), compact(head)
	out.around = compact(append(slices.Clone(near), head...))
	out.record.near, out.record.head = hashes(near), hashes(head)
	return out
}

// add gives the passage a term that stands for what sort of sentence it is.
func (p *posting) add(term string) {
	if !slices.Contains(p.terms, term) {
		p.terms = append(p.terms, term)
		p.record.own = append([]place{{hash(term), 0}}, p.record.own...)
	}
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

// recordForm is the version of what [record.encode] writes and of the analysis
// behind it. An index of another version is stale.
const recordForm = "1"

var errRecord = errors.New("a passage's record cannot be read")

// encode returns the record without its reference.
func (r *record) encode() []byte {
	out := binary.AppendUvarint(nil, uint64(len(r.kind)))
	out = append(out, r.kind...)
	out = binary.AppendUvarint(out, uint64(r.length))
	out = binary.AppendUvarint(out, uint64(len(r.own)))
	for _, p := range r.own {
		out = binary.LittleEndian.AppendUint32(out, p.term)
		out = binary.LittleEndian.AppendUint16(out, p.at)
	}
	for _, list := range [][]uint32{r.near, r.head} {
		out = binary.AppendUvarint(out, uint64(len(list)))
		for _, t := range list {
			out = binary.LittleEndian.AppendUint32(out, t)
		}
	}
	return out
}

// decode reads what encode wrote.
func (r *record) decode(b []byte) error {
	next := func() int {
		v, n := binary.Uvarint(b)
		if n <= 0 || v > 1<<24 {
			b = nil
			return -1
		}
		b = b[n:]
		return int(v)
	}
	n := next()
	if n < 0 || len(b) < n {
		return errRecord
	}
	r.kind, b = briefings.PassageKind(b[:n]), b[n:]
	r.length = next()
	if n = next(); n < 0 || len(b) < 6*n {
		return errRecord
	}
	r.own = make([]place, n)
	for i := range r.own {
		r.own[i] = place{binary.LittleEndian.Uint32(b[6*i:]), binary.LittleEndian.Uint16(b[6*i+4:])}
	}
	b = b[6*n:]
	for _, list := range []*[]uint32{&r.near, &r.head} {
		n := next()
		if n < 0 || len(b) < 4*n {
			return errRecord
		}
		*list = make([]uint32, n)
		for i := range *list {
			(*list)[i] = binary.LittleEndian.Uint32(b[4*i:])
		}
		b = b[4*n:]
	}
	return nil
}

// byRef orders references as a reader would: by source, then by passage.
func byRef(a, b briefings.PassageRef) int {
	if c := cmp.Compare(len(a.Source), len(b.Source)); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.N, b.N))
}

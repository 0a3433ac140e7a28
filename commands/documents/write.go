package documents

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
	"attache/briefings/analysis"
)

// sentencesOf returns the sentences of a paragraph as ranges of it.
func sentencesOf(text string) []briefings.Span { return analysis.Sentences(text) }

// A paragraph is running text that may be cut into pieces by what stood between
// them on the page.
type paragraph struct {
	blocks []int
	bullet bool
}

// write fills the source in with what the steps found.
func (p *page) write(src *briefings.Source) {
	w := writer{page: p, src: src}
	for i := 0; i < len(p.blocks); i++ {
		b := &p.blocks[i]
		switch b.kind {
		case heading:
			w.heading(b)
		case prose:
			if !w.done[i] {
				w.paragraph(p.paragraphAt(i))
			}
		case row:
			w.row(i)
		case left:
			w.drop(b.span, b.why)
		case pullQuote:
			w.drop(b.span, whyPullQuote)
			src.PullQuotes = append(src.PullQuotes, briefings.PullQuote{Text: briefings.Normal(b.text), Spans: []briefings.Span{b.body}})
		case frontLine:
			w.drop(b.span, whyMeta)
		}
	}
	w.notes()
	src.Meta = p.meta
	for i := range p.tables {
		src.Tables = append(src.Tables, p.finished(&p.tables[i]))
	}
	src.Meta.Title = briefings.Normal(src.Meta.Title)
	src.Meta.Subtitle = briefings.Normal(src.Meta.Subtitle)
	src.Meta.Publisher = briefings.Normal(src.Meta.Publisher)
	w.linkPullQuotes()
}

// paragraphAt returns the paragraph that begins with block i, joined across
// whatever cut it.
func (p *page) paragraphAt(i int) paragraph {
	para := paragraph{blocks: []int{i}, bullet: p.blocks[i].bullet}
	for {
		last := para.blocks[len(para.blocks)-1]
		next := p.next(last, func(b *block) bool { return b.kind == prose || b.kind == heading })
		if next >= len(p.blocks) || p.blocks[next].kind == heading || !p.joins(last, next) {
			return para
		}
		para.blocks = append(para.blocks, next)
	}
}

// joins reports whether the paragraph in block i goes on in block j. It does
// when the first breaks off and the second starts in the middle of a sentence,
// or when only notes, running heads and the like stand between them.
func (p *page) joins(i, j int) bool {
	a, b := &p.blocks[i], &p.blocks[j]
	if b.continues {
		return true
	}
	if b.bullet || a.fixed || b.fixed {
		return false
	}
	lower := opensLower(b.text)
	if ended(a.text) {
		return lower && !strings.HasSuffix(strings.TrimSpace(stripMarks(a.text)), ":") && endsAbbreviated(a.text)
	}
	if lower {
		return true
	}
	text := strings.TrimSpace(stripMarks(a.text))
	last, _ := utf8.DecodeLastRuneInString(text)
	if strings.ContainsRune(",;–—-(", last) || breaksOff(text) {
		return true
	}
	return j > i+1 && p.interrupts(i+1, j) && !b.glue
}

// endsAbbreviated reports whether the text ends with an abbreviation.
func endsAbbreviated(text string) bool {
	joined := strings.TrimSpace(text) + " next"
	return len(sentencesOf(joined)) == len(sentencesOf(text))
}

// interrupts reports whether what stands from i to j can cut a paragraph in
// two: notes, a table, or what belongs to the page.
func (p *page) interrupts(i, j int) bool {
	for ; i < j; i++ {
		switch b := &p.blocks[i]; b.kind {
		case note, row, caption, sourceRow, pullQuote:
			return true
		case left:
			if b.why == whyRunningHead || b.why == whyPageNumber || b.why == whyCaption || b.why == whyMenu {
				return true
			}
		}
	}
	return false
}

// A writer puts passages into a source and knows where in it they stand.
type writer struct {
	page    *page
	src     *briefings.Source
	section []string
	paras   int
	done    map[int]bool
}

func (w *writer) drop(span briefings.Span, why string) {
	if n := len(w.src.Dropped); n > 0 && w.src.Dropped[n-1].Why == why {
		last := &w.src.Dropped[n-1]
		end := last.Spans[len(last.Spans)-1].End
		if strings.TrimSpace(w.page.text[end:span.Start]) == "" {
			last.Spans[len(last.Spans)-1].End = span.End
			return
		}
	}
	w.src.Dropped = append(w.src.Dropped, briefings.Dropped{Spans: []briefings.Span{span}, Why: why})
}

func (w *writer) heading(b *block) {
	h := briefings.Heading{Level: b.level, Text: briefings.Normal(b.text), Spans: []briefings.Span{b.body}}
	w.enter(h)
}

// enter adds the heading to the outline and to the path of the passages below.
func (w *writer) enter(h briefings.Heading) {
	w.src.Outline = append(w.src.Outline, h)
	keep := min(h.Level-1, len(w.section))
	w.section = append(append([]string(nil), w.section[:keep]...), h.Text)
}

// paragraph writes the sentences of a paragraph. A bold opening that ends as a
// sentence is a run-in: in a list item a passage of its own, elsewhere a
// heading, and so is a short first sentence in title case.
func (w *writer) paragraph(para paragraph) {
	p := w.page
	if w.done == nil {
		w.done = make(map[int]bool)
	}
	var joined strings.Builder
	var pieces []briefings.Span // where each block's body lies in the source
	var starts []int            // and where it lies in the joined text
	for n, i := range para.blocks {
		w.done[i] = true
		if n > 0 {
			joined.WriteByte('\n')
		}
		starts = append(starts, joined.Len())
		pieces = append(pieces, p.blocks[i].body)
		joined.WriteString(p.quote(p.blocks[i].body))
	}
	text := joined.String()
	ranges := sentencesOf(text)
	if len(ranges) == 0 {
		return
	}
	opening := briefings.Span{}
	if len(ranges) > 1 || para.bullet {
		opening = ranges[0]
	}
	kind := openingKind(text, opening, para.bullet, len(ranges))
	if kind == titledOpening {
		h := briefings.Heading{Level: w.runInLevel(), Text: headingText(text[opening.Start:opening.End]), Spans: mapBack(pieces, starts, opening), RunIn: true}
		w.enter(h)
		ranges = ranges[1:]
	}
	w.paras++
	for n, r := range ranges {
		passage := briefings.Passage{Kind: briefings.Sentence, Paragraph: w.paras, Page: p.blocks[para.blocks[0]].page}
		if n == 0 && kind == boldOpening {
			passage.Kind = briefings.RunIn
		}
		w.add(passage, mapBack(pieces, starts, r))
	}
}

// runInLevel returns the level of a run-in heading: below the last heading that
// stands on a line of its own.
func (w *writer) runInLevel() int {
	for i := len(w.src.Outline) - 1; i >= 0; i-- {
		if h := w.src.Outline[i]; !h.RunIn {
			return h.Level + 1
		}
	}
	return 1
}

// add writes one passage.
func (w *writer) add(passage briefings.Passage, spans []briefings.Span) {
	raw := briefings.Quote(w.page.text, spans)
	passage.Text = briefings.Normal(raw)
	if passage.Text == "" {
		return
	}
	passage.N = len(w.src.Passages) + 1
	passage.Spans = spans
	passage.Section = w.section
	passage.Footnotes = w.page.notesMarked(raw)
	w.src.Passages = append(w.src.Passages, passage)
}

// notesMarked returns the numbers of the document's notes whose marks stand in
// the text.
func (p *page) notesMarked(raw string) []int {
	var numbers []int
	for _, label := range noteMarks(raw) {
		if n := p.notes[label]; n > 0 {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

// row writes a row of a table as a passage; the header is no passage.
func (w *writer) row(i int) {
	p := w.page
	b := &p.blocks[i]
	if b.table == 0 || p.tables[b.table-1].rows[0] == i {
		return
	}
	passage := briefings.Passage{N: len(w.src.Passages) + 1, Kind: briefings.Row, Spans: []briefings.Span{b.span}, Section: w.section, Table: b.table, Page: b.page}
	var cells []string
	for _, c := range b.cells {
		raw := p.quote(c)
		if t := briefings.Normal(raw); t != "" {
			cells = append(cells, t)
		}
		passage.Footnotes = append(passage.Footnotes, p.notesMarked(raw)...)
	}
	if passage.Text = strings.Join(cells, " | "); passage.Text != "" {
		w.src.Passages = append(w.src.Passages, passage)
	}
}

// notes writes the footnotes, and each as a passage behind all others.
func (w *writer) notes() {
	w.src.Footnotes = w.page.footnotes()
	for _, f := range w.src.Footnotes {
		w.src.Passages = append(w.src.Passages, briefings.Passage{
			N: len(w.src.Passages) + 1, Kind: briefings.Note, Text: f.Text, Spans: f.Spans, NoteN: f.N,
		})
	}
}

// linkPullQuotes finds the passage that each pull quote repeats.
func (w *writer) linkPullQuotes() {
	if len(w.src.PullQuotes) == 0 {
		return
	}
	texts := make([]string, len(w.src.Passages))
	for j, p := range w.src.Passages {
		if p.InMainText() {
			texts[j] = strings.Join(tokensOf(p.Text), " ")
		}
	}
	for i := range w.src.PullQuotes {
		q := strings.Join(tokensOf(w.src.PullQuotes[i].Text), " ")
		w.src.PullQuotes[i].Of = 1 + slices.IndexFunc(texts, func(s string) bool { return overlap(q, s) })
	}
}

// overlap reports whether all of the words of the quote, but for the first and
// the last few, stand in a row in the sentence.
func overlap(quote, sentence string) bool {
	words := strings.Fields(quote)
	cut := len(words) / 10
	return len(words) > 6 && strings.Contains(sentence, strings.Join(words[cut+1:len(words)-cut-1], " "))
}

// mapBack returns the spans in the source of a range of the joined text.
func mapBack(pieces []briefings.Span, starts []int, r briefings.Span) []briefings.Span {
	var spans []briefings.Span
	for n, piece := range pieces {
		from := max(r.Start, starts[n])
		to := min(r.End, starts[n]+piece.Len())
		if from < to {
			spans = append(spans, briefings.Span{Start: piece.Start + from - starts[n], End: piece.Start + to - starts[n]})
		}
	}
	return spans
}

// How a paragraph opens.
const (
	plainOpening  = iota
	boldOpening   // a bold sentence of a list item
	titledOpening // a heading that runs into the paragraph
)

var boldForm = regexp.MustCompile(`^(?:\*\*|__)[^*_]+(?:\*\*|__)[.:]?$`)

func openingKind(text string, opening briefings.Span, bullet bool, sentences int) int {
	if opening.Len() == 0 {
		return plainOpening
	}
	first := text[opening.Start:opening.End]
	switch {
	case boldForm.MatchString(first) && bullet:
		return boldOpening
	case boldForm.MatchString(first) && words(first) <= 16 && sentences > 1:
		return titledOpening
	case !bullet && sentences > 1 && inTitleCase(first):
		return titledOpening
	}
	return plainOpening
}

// headingText returns the text of a run-in heading without its stop.
func headingText(raw string) string {
	text := briefings.Normal(raw)
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, ":") {
		text = strings.TrimRight(text, ".:")
	}
	return text
}

// inTitleCase reports whether the sentence is a heading in title case: short,
// ended by a full stop, and with a capital on every word but the small ones.
func inTitleCase(sentence string) bool {
	text := briefings.Normal(sentence)
	parts := strings.Fields(text)
	if len(parts) < 3 || len(parts) > 14 || !strings.HasSuffix(text, ".") || strings.ContainsAny(text, "0123456789“\"") {
		return false
	}
	capitals := 0
	for i, w := range parts {
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "'‘("))
		switch {
		case unicode.IsUpper(r):
			capitals++
		case i > 0 && strings.Contains(" a an the of in on at to for from with by and or but nor as vs ", " "+w+" "):
		default:
			return false
		}
	}
	return capitals >= 3 && (len(parts) > 3 || titleWord(parts[0]) || titleWord(parts[1]))
}

// titleWord reports whether a word with a capital is one that no name contains,
// so that the line it stands in is a title.
func titleWord(w string) bool {
	return strings.Contains(" what how why who when where which should would could can will must may is are was does do has have not no more less than if after before from next new ", " "+strings.ToLower(strings.Trim(w, ",:;.?!"))+" ")
}

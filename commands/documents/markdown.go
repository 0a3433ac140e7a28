package documents

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"attache/briefings"
)

var (
	atxHeading  = regexp.MustCompile(`(?m)^#{1,6} \S`)
	frontMatter = regexp.MustCompile(`^\x{feff}?---[ \t]*\r?\n((?:[^\n]*\n)*?)---[ \t]*(?:\r?\n|$)`)
)

// looksLikeMarkdown reports whether text without a telling file name has at
// least two headings with number signs.
func looksLikeMarkdown(text string) bool {
	return len(atxHeading.FindAllStringIndex(text, 2)) == 2
}

// markdownBlocks cuts Markdown (CommonMark with tables and footnotes) into
// blocks. What the markup says outright is fixed: headings and their levels,
// list items, notes, rows. Code and raw HTML are left out.
func markdownBlocks(source string) []block {
	offset := 0
	var blocks []block
	if m := frontMatter.FindStringIndex(source); m != nil {
		offset = m[1]
		for _, l := range splitLines(source[:offset]) {
			b := newBlock(source, []line{l})
			b.bullet = false
			b.body, b.text = b.span, l.text
			if strings.Trim(l.text, "-\ufeff ") == "" {
				b.leaveOut(whyMark)
			}
			b.front = true
			blocks = append(blocks, b)
		}
	}
	if nestsDeeply(source[offset:]) {
		return textBlocks(source)
	}
	w := markdown{text: source, offset: offset, blocks: blocks}
	w.walk(blockParser().Parse(text.NewReader([]byte(source[offset:]))), false)
	// The parser hands the notes out last, wherever they stand.
	slices.SortStableFunc(w.blocks, func(a, b block) int { return a.span.Start - b.span.Start })
	return w.blocks
}

// blockParser returns a parser that finds blocks and leaves their text alone:
// emphasis and links are undone later, by the normal form, and what runs within
// a paragraph costs a parser of Markdown the most time.
func blockParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(append(parser.DefaultBlockParsers(), util.Prioritized(extension.NewFootnoteBlockParser(), 999))...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(), util.Prioritized(extension.NewTableParagraphTransformer(), 200))...),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}

// maxNesting is how many quotations and lists may lie within one another. What
// nests deeper is no text but an attack on the parser, and is read as plain
// text.
const maxNesting = 24

func nestsDeeply(source string) bool {
	for l := range strings.SplitSeq(source, "\n") {
		if marks := nesting.FindString(l); strings.Count(marks, ">")+len(strings.Fields(strings.ReplaceAll(marks, ">", " "))) > maxNesting {
			return true
		}
		if indent := len(l) - len(strings.TrimLeft(l, " \t")); indent > 6*maxNesting {
			return true
		}
	}
	return false
}

var nesting = regexp.MustCompile(`^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]))*`)

// markdown gathers blocks from a parsed document.
type markdown struct {
	text   string
	offset int // of the parsed part in the text
	blocks []block
	notes  int // how many there have been
}

func (w *markdown) walk(parent ast.Node, item bool) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Heading:
			w.add(n, block{kind: heading, level: n.Level, fixed: true})
		case *ast.Paragraph, *ast.TextBlock:
			w.paragraph(n, item && n == parent.FirstChild())
		case *ast.ListItem:
			w.walk(n, true)
		case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
			b := block{fixed: true}
			b.leaveOut("code or markup")
			w.add(n, b)
		case *extast.Table:
			w.table(n)
		case *extast.Footnote:
			w.note(n)
		default:
			w.walk(n, false)
		}
	}
}

// spans returns where the lines of a node lie in the text, without white space.
func (w *markdown) spans(n ast.Node) []briefings.Span {
	var spans []briefings.Span
	lines := n.Lines()
	for i := range lines.Len() {
		seg := lines.At(i)
		if s, e := trimSpan(w.text, w.offset+seg.Start, w.offset+seg.Stop); s < e {
			spans = append(spans, briefings.Span{Start: s, End: e})
		}
	}
	return spans
}

// add appends the block with the lines of the node as its body.
func (w *markdown) add(n ast.Node, b block) {
	spans := w.spans(n)
	if len(spans) == 0 {
		return
	}
	b.span = briefings.Span{Start: spans[0].Start, End: spans[len(spans)-1].End}
	b.body, b.gap, b.lines = b.span, 1, len(spans)
	b.text = w.text[b.body.Start:b.body.End]
	w.blocks = append(w.blocks, b)
}

// paragraph adds a paragraph. Where more than white space stands between its
// lines, as the marks of a quotation do, every line is a block of its own that
// continues the one before.
func (w *markdown) paragraph(n ast.Node, bullet bool) {
	spans := w.spans(n)
	whole := true
	for i := 1; i < len(spans); i++ {
		whole = whole && strings.TrimSpace(w.text[spans[i-1].End:spans[i].Start]) == ""
	}
	if whole {
		w.add(n, block{bullet: bullet})
		return
	}
	for i, s := range spans {
		w.blocks = append(w.blocks, block{span: s, body: s, text: w.text[s.Start:s.End], gap: 1, lines: 1, bullet: bullet && i == 0, continues: i > 0})
	}
}

func (w *markdown) table(t *extast.Table) {
	for r := t.FirstChild(); r != nil; r = r.NextSibling() {
		b := block{kind: row, fixed: true, gap: 1, lines: 1}
		for c := r.FirstChild(); c != nil; c = c.NextSibling() {
			if spans := w.spans(c); len(spans) > 0 {
				b.cells = append(b.cells, briefings.Span{Start: spans[0].Start, End: spans[len(spans)-1].End})
			} else if len(b.cells) > 0 {
				end := b.cells[len(b.cells)-1].End
				b.cells = append(b.cells, briefings.Span{Start: end, End: end})
			}
		}
		if len(b.cells) == 0 {
			continue
		}
		b.span = briefings.Span{Start: b.cells[0].Start, End: b.cells[len(b.cells)-1].End}
		b.body, b.text = b.span, w.text[b.span.Start:b.span.End]
		w.blocks = append(w.blocks, b)
	}
}

// note adds a footnote. Its label is its number if it is one, and otherwise its
// place among the notes.
func (w *markdown) note(f *extast.Footnote) {
	first := len(w.blocks)
	w.walk(f, false)
	if len(w.blocks) == first {
		return
	}
	b := w.blocks[first]
	b.body.End = w.blocks[len(w.blocks)-1].body.End
	b.span.End = b.body.End
	b.text = w.text[b.body.Start:b.body.End]
	b.kind, b.fixed, b.bullet = note, true, false
	b.label = string(f.Ref)
	w.notes++
	if b.note = atoi(b.label); b.note == 0 || strings.Trim(b.label, "0123456789") != "" {
		b.note = w.notes
	}
	w.blocks = append(w.blocks[:first], b)
}

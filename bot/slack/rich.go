package slack

import "github.com/slack-go/slack"

// A richWriter packs lines and bullets into rich_text blocks. Neighbouring
// lines share a section and neighbouring bullets a list.
type richWriter struct {
	blocks []slack.Block
	parts  []slack.RichTextElement
	size   int // of the open block
	open   element
}

// An element is what the last element of the open block is.
type element int

const (
	nothingOpen element = iota
	sectionOpen
	listOpen
)

// richBlocks draws pieces as rich text: groups in bold, statements as bullets,
// labels in italics.
func richBlocks(pieces []piece) []slack.Block {
	w := &richWriter{}
	var group inert
	for _, p := range pieces {
		if p.text.empty() {
			continue
		}
		w.reserve(p.cost())
		if p.group != group && !p.group.empty() {
			w.line(p.group.rich(&slack.RichTextSectionTextStyle{Bold: true}))
		}
		group = p.group
		italic := &slack.RichTextSectionTextStyle{Italic: true}
		if !p.before.empty() {
			w.line(led("Before: ", p.before).rich(italic))
		}
		var style *slack.RichTextSectionTextStyle
		if !p.before.empty() || !p.after.empty() {
			style = &slack.RichTextSectionTextStyle{Bold: true}
		}
		text := p.text.rich(style)
		if p.address {
			text = p.text.linked()
		}
		text = append(text, p.numbers().rich(nil)...)
		if !p.label.empty() {
			text = append(text, own("  (").plus(p.label, own(")")).rich(italic)...)
		}
		if p.bullet {
			w.bullet(text)
		} else {
			w.line(text)
		}
		if !p.after.empty() {
			w.line(led("After: ", p.after).rich(italic))
		}
	}
	w.close()
	return w.blocks
}

// reserve begins a new block if the open one cannot take that much text.
func (w *richWriter) reserve(size int) {
	if w.size+size > maxRichText {
		w.close()
	}
	w.size += size
}

func (w *richWriter) close() {
	if len(w.parts) > 0 {
		w.blocks = append(w.blocks, slack.NewRichTextBlock("", w.parts...))
	}
	w.parts, w.size, w.open = nil, 0, nothingOpen
}

func (w *richWriter) line(text []slack.RichTextSectionElement) {
	if w.open == sectionOpen {
		s := w.parts[len(w.parts)-1].(*slack.RichTextSection)
		s.Elements = append(append(s.Elements, own("\n").rich(nil)...), text...)
		return
	}
	w.parts = append(w.parts, section(text))
	w.open = sectionOpen
}

func (w *richWriter) bullet(text []slack.RichTextSectionElement) {
	if w.open == listOpen {
		l := w.parts[len(w.parts)-1].(*slack.RichTextList)
		l.Elements = append(l.Elements, section(text))
		return
	}
	w.parts = append(w.parts, slack.NewRichTextList(slack.RTEListBullet, 0, section(text)))
	w.open = listOpen
}

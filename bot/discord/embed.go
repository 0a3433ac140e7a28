package discord

import (
	"slices"
	"strings"
)

// An embed is a box of text under a message, without the parts of Discord's that
// are not used.
type embed struct {
	Description string       `json:"description"` // markdown
	Footer      *embedFooter `json:"footer,omitempty"`
}

// An embedFooter is shown as it stands: no markdown is read in it.
type embedFooter struct {
	Text string `json:"text"`
}

// embeds draws the page for clients and channels in which components are lost:
// the head and the bottom line as text, which also is what a notification shows,
// the rest in an embed, and rows of buttons. What is one section among
// components is one block of lines here, with an empty line before the next.
func (s *sheet) embeds() (content string, embeds []embed, rows []component) {
	head := slices.Concat(s.headLines(), s.leadLines())
	foot := s.sourceLines(s.page)
	var blocks []string
	if head.size() > maxContent {
		head = section{s.notice.escaped}
		blocks = append(blocks, slices.Concat(s.headLines(), s.leadLines()).String())
	}
	for _, lines := range sectionsOf(s.page.body) {
		blocks = append(blocks, lines.String())
	}
	if len(foot) > 0 {
		blocks = append(blocks, foot.String())
	}
	if len(blocks) == 0 {
		if !s.footer.empty() {
			head = append(head, small+s.footer.escaped)
		}
		return head.String(), nil, s.rows.drawn(s.sources)
	}
	e := embed{Description: strings.Join(blocks, "\n\n")}
	if !s.footer.empty() {
		e.Footer = &embedFooter{Text: s.footer.plain()}
	}
	return head.String(), []embed{e}, s.rows.drawn(s.sources)
}

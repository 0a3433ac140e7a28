package documents

import (
	"regexp"
	"strings"

	"attache/briefings"
)

var (
	aboutHead  = regexp.MustCompile(`(?i)^(?:about (?:the )?(?:authors?|contributors?|editors?)|the authors?|notes on (?:the )?contributors?|contributors|author biograph(?:y|ies)|저자 소개)$`)
	thanksHead = regexp.MustCompile(`(?i)^(?:acknowledge?ments?|thanks|funding|감사의 (?:말|글))$`)
	aboutUs    = regexp.MustCompile(`(?i)^about (?:the |this )?(?:\p{L}+ )?(?:institute|organi[sz]ation|programme|program|project|series|centre|center|foundation|society|publisher|journal|report|paper)$|^about us$`)
	listHead   = regexp.MustCompile(`(?i)^(?:references|bibliography|works cited|further reading|참고 ?문헌)$`)
	annexHead  = regexp.MustCompile(`(?i)^(?:annex|appendix|부록)\b`)
	// sectionName matches the usual names of the sections of a paper.
	sectionName = regexp.MustCompile(`(?i)^(?:(?:executive )?summary|abstract|foreword|preface|introduction|background|key (?:points|findings|messages|takeaways)|methodology|discussion|conclusions?(?: and recommendations)?|(?:policy |key )?recommendations|요약|서론|결론|정책 제언|제언)$`)
)

func isSectionName(text string) bool {
	text = strings.TrimRight(strings.TrimSpace(text), ":. ")
	return sectionName.MatchString(text) || aboutHead.MatchString(text) || thanksHead.MatchString(text) || listHead.MatchString(text)
}

// findBack finds where the body ends: at a heading such as "About the author"
// or at the first licence line behind most of the text. What follows is left
// out, though a heading of it stays in the outline.
func (p *page) findBack() {
	total, seen := 0, 0
	for i := p.body; i < len(p.blocks); i++ {
		if p.blocks[i].isProse() {
			total += len(p.blocks[i].text)
		}
	}
	why := ""
	for i := p.body; i < len(p.blocks); i++ {
		b := &p.blocks[i]
		if b.isProse() {
			seen += len(b.text)
		}
		if b.kind == prose && (legalForm.MatchString(b.text) || isLegalNotice(b)) && (len(b.text) < 600) {
			b.leaveOut(whyLegal)
			if seen*10 >= total*7 && why == "" {
				why = whyImprint
				p.tail = min(p.tail, i)
			}
			if why != "" {
				why = whyImprint
			}
			continue
		}
		if head := backHead(b); head != "" && seen*10 >= total*6 {
			why = head
			p.tail = min(p.tail, i)
			b.kind, b.level = heading, 1
			if head == whyReferences {
				b.kind = prose
				b.leaveOut(whyReferences)
			}
			continue
		}
		if why != "" && undecided(b) {
			if b.kind == prose && annexHead.MatchString(b.text) && !ended(b.text) {
				why, p.tail = "", len(p.blocks)
				continue
			}
			b.leaveOut(why)
		}
	}
	if p.tail == len(p.blocks) {
		p.dropSignature()
	}
}

// isLegalNotice reports whether a paragraph is nothing but a licence.
func isLegalNotice(b *block) bool {
	lower := strings.ToLower(b.text)
	return len(lower) < 500 && strings.Contains(lower, "all rights reserved") || strings.Contains(lower, "creative commons attribution")
}

// backHead returns the reason for leaving out what stands under the heading, or
// "" when the block is not such a heading.
func backHead(b *block) string {
	if b.kind != prose && b.kind != heading || b.lines > 1 {
		return ""
	}
	text := strings.TrimRight(briefings.Normal(b.text), ":. ")
	switch {
	case aboutHead.MatchString(text):
		return whyAbout
	case thanksHead.MatchString(text):
		return whyThanks
	case aboutUs.MatchString(text):
		return whyPublisher
	case listHead.MatchString(text):
		return whyReferences
	}
	return ""
}

var signatureForm = regexp.MustCompile(`^(?:\*|_|\()?((?:The (?:author|writer)|(?:\p{Lu}[\p{L}'’.-]+ ){1,3}\p{Lu}[\p{L}'’-]+)) (?:is|was) (?:a|an|the)\b[^.]{0,200}\b(?:fellow|professor|director|analyst|researcher|lecturer|editor|correspondent|writer|columnist|scholar|associate|adviser|advisor|student|author|ambassador|historian|journalist)\b`)

// dropSignature leaves out a last paragraph that says who the author is.
func (p *page) dropSignature() {
	last := p.previous(len(p.blocks), func(b *block) bool { return b.kind == prose })
	if last <= p.body {
		return
	}
	b := &p.blocks[last]
	if m := signatureForm.FindStringSubmatch(b.text); m != nil && words(b.text) < 90 {
		if p.isAuthor(m[1]) || strings.HasPrefix(m[1], "The ") {
			b.leaveOut(whyAbout)
		}
	}
}

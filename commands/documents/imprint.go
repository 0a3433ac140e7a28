package documents

import (
	"regexp"
	"strings"
	"unicode"

	"attache/briefings"
)

var (
	doiForm  = regexp.MustCompile(`10\.\d{4,9}/[^\s<>"“”]*[^\s<>"“”.,;)]`)
	isbnForm = regexp.MustCompile(`(?i)ISBN(?:-1[03])?:?\s*((?:97[89][ -]?)?\d[\d -]{7,14}[\dXx])`)
	kindForm = regexp.MustCompile(`(?i)^(?:(research|working|policy|discussion|briefing|occasional|white|issue|position|expert)[\s-]+)?(paper|report|brief|briefing|note|memo)$|^(policy brief|policy memo|issue brief|expert comment|expert analysis|journal article|research article|special report|annual report|op-ed|opinion|commentary|comment|analysis|essay|editorial|blog(?: post)?|interview|review|explainer|feature|column|speech|testimony|press release|backgrounder|fact sheet)$`)
)

// kindOf returns the kind of document that the whole text names, in small
// letters, or "".
func kindOf(text string) string {
	text = strings.ToLower(strings.Join(strings.Fields(strings.Trim(text, " .:")), " "))
	if !kindForm.MatchString(text) {
		return ""
	}
	switch text {
	case "opinion":
		return "op-ed"
	case "blog":
		return "blog post"
	case "comment":
		return "commentary"
	}
	return text
}

// findSelfCitation marks the line that tells how to cite the document.
func (p *page) findSelfCitation() {
	for i := range p.blocks {
		if b := &p.blocks[i]; b.kind == prose && !b.fixed && selfCiteForm.MatchString(b.text) {
			b.kind = frontLine
			if !selfCiteText(b.text) && i+1 < len(p.blocks) {
				p.blocks[i+1].kind = frontLine
			}
		}
	}
}

// selfCiteText reports whether the citation stands behind its label rather than
// on the next line.
func selfCiteText(text string) bool {
	return len(text)-len(selfCiteForm.FindString(text)) > 30
}

// selfCitation returns the document's own citation without its label, or "".
func (p *page) selfCitation() string {
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != frontLine || !selfCiteForm.MatchString(b.text) {
			continue
		}
		if !selfCiteText(b.text) && i+1 < len(p.blocks) {
			return briefings.Normal(p.blocks[i+1].text)
		}
		return briefings.Normal(b.text[len(selfCiteForm.FindString(b.text)):])
	}
	return ""
}

// readTail takes what the imprint says: the document's own citation, its
// numbers, and who published it.
func (p *page) readTail() {
	if cited := p.selfCitation(); cited != "" {
		p.readSelfCitation(cited)
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind == note || b.kind == row || i >= p.body && b.isProse() && !legalForm.MatchString(b.text) && len(b.text) > 300 {
			continue
		}
		if m := isbnForm.FindStringSubmatch(b.text); m != nil {
			setOnce(&p.meta.ISBN, isbnDigits(m[1]))
		}
		if legalForm.MatchString(b.text) && len(b.text) < 120 {
			setOnce(&p.meta.DOI, doiForm.FindString(b.text))
		}
	}
	p.findPublisher()
	if p.meta.Kind == "" {
		p.meta.Kind = p.inferredKind()
	}
	p.meta.Language = language(p.text)
}

// readSelfCitation reads a citation of the form
// Name, A. (2025), Title: Subtitle, Research Paper, London: Publisher, address.
func (p *page) readSelfCitation(cited string) {
	setOnce(&p.meta.DOI, doiForm.FindString(cited))
	rest := cited
	if title := briefings.Normal(p.meta.Title); title != "" {
		_, behind, found := strings.Cut(cited, title)
		if found {
			rest = behind
		}
	}
	for part := range strings.SplitSeq(rest, ",") {
		if k := kindOf(part); k != "" {
			setOnce(&p.meta.Kind, k)
		}
	}
	if m := placeForm.FindStringSubmatch(rest); m != nil {
		setOnce(&p.meta.Publisher, m[1])
	}
	if m := citedAuthor.FindStringSubmatch(cited); m != nil && len(p.meta.Authors) > 0 {
		// The title page spells the name out; the citation only confirms it.
		if !strings.Contains(p.meta.Authors[0], m[1]) {
			for i := range p.blocks[:p.body] {
				if b := &p.blocks[i]; strings.HasSuffix(b.text, m[1]) && isName(b.text) {
					p.meta.Authors = []string{b.text}
				}
			}
		}
	}
}

var (
	placeForm   = regexp.MustCompile(`(?:^|[,.]\s*)\p{Lu}[\p{L}. ]{2,30}:\s*([^,<:]{3,80}?)\s*(?:,|<|\.|$)`)
	citedAuthor = regexp.MustCompile(`^(\p{Lu}[\p{L}'’-]+),`)
)

var (
	publishedBy  = regexp.MustCompile(`(?i)\bpublished by (?:the )?((?-i:\p{Lu})[\p{L}\p{N}&'’.-]*(?: (?:(?-i:\p{Lu})[\p{L}\p{N}&'’.-]*|of|the|for|and|on|in the))*)`)
	copyrightOf  = regexp.MustCompile(`(?i)^(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:(?:19|20)\d{2}(?:[–-]\d{2,4})?,?\s*)?(?:by\s+)?(?:the\s+)?(\p{Lu}[^,.|\d]{2,80}?)\s*(?:,?\s*(?:19|20)\d{2}.*|[.|,].*|all rights reserved.*)?$`)
	institution  = regexp.MustCompile(`^(?:The )?(\p{Lu}[\p{L}\p{N}&'’. -]{2,80}?)(?:,[^,]{3,80},)? (?:is|are) (?:a|an|the|one of the)\b`)
	staffOf      = regexp.MustCompile(`(?i)\b(?:favou?rite|our|from|of|by) (?:the )?((?-i:\p{Lu})[\p{L}\p{N}&'’.]*(?: (?-i:\p{Lu})[\p{L}\p{N}&'’.]*){0,4}) (?:contributors|reporters|writers|columnists|correspondents|newsletter|staff writers|journalists|editors)\b`)
	offeredBy    = regexp.MustCompile(`\b(?:[Mm]embers? of|[Rr]eceive|[Bb]est of|[Ss]ubscribe to|[Ss]upport|[Nn]ews from|[Ss]tories on|[Mm]ore from|[Gg]et) (?:the )?(\p{Lu}[\p{L}\p{N}&'’]*(?: \p{Lu}[\p{L}\p{N}&'’]*){0,4})(?: every| each| in your| stories| news| updates| today| now|[.!,?]|$)`)
	closingPlace = regexp.MustCompile(` (?:in|of) \p{Lu}[\p{L}]+(?:,? [\p{L}.]+)*$`)
)

// findPublisher looks for the publisher where documents name it: "published
// by", the copyright line, what an institution says about itself, and whose
// writers a newsletter offers.
func (p *page) findPublisher() {
	if p.meta.Publisher != "" {
		return
	}
	for _, form := range []*regexp.Regexp{publishedBy, copyrightOf, institution, staffOf, offeredBy} {
		for i := range p.blocks {
			b := &p.blocks[i]
			if b.kind != left && b.kind != frontLine {
				if form != copyrightOf || b.kind == note {
					if form != publishedBy && form != staffOf && form != offeredBy || i >= p.body && b.isProse() && i < p.lastProse() {
						continue
					}
				}
			}
			if form == copyrightOf && (!strings.ContainsAny(b.text, "©(Cc") || len(b.text) > 300 || isCredit(b.text)) {
				continue
			}
			if form == institution && (!blurbForm.MatchString(b.text) || i >= p.body && b.why != whyPromotion && b.why != whyPublisher && b.why != whyMenu) {
				continue
			}
			if m := form.FindStringSubmatch(briefings.Normal(b.text)); m != nil {
				name := strings.TrimRight(m[1], " .,")
				if form == publishedBy {
					name = closingPlaceOff(name)
				}
				if !p.isAuthor(name) {
					p.meta.Publisher = name
					return
				}
			}
		}
	}
}

func (p *page) isAuthor(name string) bool {
	for _, a := range p.meta.Authors {
		if a == name {
			return true
		}
	}
	return false
}

// closingPlaceOff takes " in Washington" off the end of a publisher's name.
func closingPlaceOff(name string) string {
	if i := strings.LastIndex(name, " in "); i > 0 && closingPlace.MatchString(name[i:]) {
		return name[:i]
	}
	return name
}

func (p *page) lastProse() int {
	return p.previous(len(p.blocks), (*block).isProse)
}

// inferredKind says what the form of the document shows: a page with notes and
// a table of contents is a report, anything else an article.
func (p *page) inferredKind() string {
	if p.meta.Journal != "" {
		return "journal article"
	}
	if len(p.contents) > 0 {
		return "report"
	}
	return "article"
}

func isbnDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) || r == 'X' || r == 'x' {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

// language returns "ko" when at least a fifth of the letters are Hangul, and
// otherwise "en".
func language(text string) string {
	letters, hangul := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
			if unicode.Is(unicode.Hangul, r) {
				hangul++
			}
		}
	}
	if hangul*5 >= letters && letters > 0 {
		return "ko"
	}
	return "en"
}

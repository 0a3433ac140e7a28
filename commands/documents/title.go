package documents

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"attache/briefings"
)

// findMarkedTitle takes the title from a format that marks it: the only heading
// of the first level, above all others, or an entry of the metadata before the
// text.
func (p *page) findMarkedTitle() {
	first := p.next(-1, func(b *block) bool { return b.kind == heading && b.fixed })
	for i := range p.blocks[:min(first, len(p.blocks))] {
		if b := &p.blocks[i]; b.front && b.kind == prose {
			if m := entryForm.FindStringSubmatch(b.text); m != nil {
				p.readEntry(strings.ToLower(m[1]), strings.Trim(m[2], `"' `))
			}
			b.kind = frontLine
		}
	}
	if first >= len(p.blocks) || p.blocks[first].level != 1 {
		return
	}
	if p.next(first, func(b *block) bool { return b.kind == heading && b.level == 1 }) < len(p.blocks) {
		return
	}
	if p.previous(first, func(b *block) bool { return b.kind == prose && !b.front && b.isProse() }) < 0 {
		setOnce(&p.meta.Title, p.blocks[first].text)
		p.blocks[first].kind = frontLine
	}
}

var entryForm = regexp.MustCompile(`^([\w-]+):\s*(\S.*)$`)

// readEntry takes one entry of the metadata before a Markdown text.
func (p *page) readEntry(key, value string) {
	switch key {
	case "title":
		setOnce(&p.meta.Title, value)
	case "subtitle":
		setOnce(&p.meta.Subtitle, value)
	case "author", "authors":
		p.setAuthors(names(strings.Trim(value, "[]")))
	case "kind", "type", "genre":
		setOnce(&p.meta.Kind, strings.ToLower(value))
	default:
		p.readLabel(key, value)
	}
}

// findTitle picks the title among the lines of the front that are left: the one
// that the document's own citation names, or else the first that stands alone
// and is long enough.
func (p *page) findTitle() {
	groups := p.frontGroups()
	if len(groups) == 0 {
		return
	}
	title := p.titleGroup(groups)
	if title < 0 || p.meta.Title != "" {
		return
	}
	p.meta.Title = groups[title].text
	p.takeGroup(groups[title])
	if title+1 < len(groups) {
		p.readSubtitle(groups[title+1])
	}
	for _, g := range groups {
		if len(p.meta.Authors) == 0 && g.first > groups[title].first && p.isPaper() {
			if who := names(g.text); len(who) > 0 && !p.isOrganisation(g.text) {
				p.setAuthors(who)
				p.takeGroup(g)
			}
		}
	}
}

// A group is one or more lines of the front that stand together.
type group struct {
	first, last int // blocks
	text        string
	alone       bool // a blank line before and after, or the edge of the document
}

// frontGroups returns the undecided lines of the front. On a title page, lines
// without a blank line between them are one.
func (p *page) frontGroups() []group {
	var groups []group
	titlePage := p.isPaper() && p.sparse
	cited := spaced(p.selfCitation())
	for i := range p.blocks[:p.body] {
		b := &p.blocks[i]
		if b.kind != prose || b.isProse() && len(b.text) > 200 {
			continue
		}
		follows := i+1 >= len(p.blocks) || p.blocks[i+1].gap > 0
		if n := len(groups); n > 0 && b.gap == 0 && groups[n-1].last == i-1 && len(groups[n-1].text) < 400 {
			both := groups[n-1].text + " " + b.text
			if titlePage || kindOf(both) != "" || cited != "" && words(b.text) > 1 && strings.Contains(cited, spaced(both)) {
				groups[n-1].last, groups[n-1].text = i, both
				continue
			}
		}
		groups = append(groups, group{first: i, last: i, text: b.text, alone: (i == 0 || b.gap > 0) && follows})
	}
	kept := groups[:0]
	for _, g := range groups {
		if k := kindOf(g.text); k != "" {
			setOnce(&p.meta.Kind, k)
			p.takeGroup(g)
			continue
		}
		kept = append(kept, g)
	}
	return kept
}

// spaced returns the text in normal form and small letters with straight
// quotation marks.
func spaced(text string) string {
	return strings.ToLower(strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`).Replace(briefings.Normal(text)))
}

func (p *page) takeGroup(g group) {
	for i := g.first; i <= g.last; i++ {
		p.blocks[i].kind = frontLine
	}
}

func (p *page) titleGroup(groups []group) int {
	if cited := fold(p.selfCitation()); cited != "" {
		for i, g := range groups {
			if words(g.text) >= 3 && strings.Contains(cited, fold(g.text)) {
				return i
			}
		}
	}
	if p.isPlain() && len(groups) > 2 {
		groups = groups[:1] // points in a list, of which only the first may be a title
	}
	anyAlone := false
	for _, g := range groups {
		anyAlone = anyAlone || g.alone
	}
	for _, least := range []int{4, 2} {
		for i, g := range groups {
			n := words(g.text)
			if n < least || n > 30 || anyAlone && !g.alone || least == 2 && len(groups) > 1 || p.isJournalName(g.text) || isSectionName(g.text) {
				continue
			}
			if !anyAlone && i+1 < len(groups) && mostlyNames(g.text) && words(groups[i+1].text) > n && !p.blocks[groups[i+1].first].isProse() {
				continue // the description of a picture
			}
			if p.describesPicture(groups[i:]) {
				continue
			}
			if noticeHeading.MatchString(g.text) || isCredit(g.text) || blurbForm.MatchString(g.text) || strings.HasSuffix(g.text, ":") {
				continue
			}
			return i
		}
	}
	return -1
}

// describesPicture reports whether the first of the groups is the description
// of a picture over the title: a short line before a longer one that a
// standfirst, longer still, follows.
func (p *page) describesPicture(groups []group) bool {
	if len(groups) < 3 || p.isPaper() || !groups[1].alone || !groups[2].alone {
		return false
	}
	a, b, c := words(groups[0].text), words(groups[1].text), words(groups[2].text)
	return a <= 6 && b >= 6 && b > a && c > b
}

// mostlyNames reports whether a short line has a capital on all words but one.
func mostlyNames(text string) bool {
	small := 0
	for w := range strings.FieldsSeq(text) {
		if titleWord(w) {
			return false
		}
		if r, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(r) {
			small++
		}
	}
	return words(text) <= 7 && small <= 1
}

// isJournalName reports whether the line names the periodical rather than the
// article: it comes back with a volume number.
func (p *page) isJournalName(text string) bool {
	return p.meta.Journal != "" && strings.Contains(fold(p.meta.Journal), fold(text))
}

var organisationWords = regexp.MustCompile(`(?i)\b(?:institute|programme|program|university|council|centre|center|foundation|ministry|department|house|school|society|association|committee|commission|group|agency|office|press|policy|studies|affairs|initiative|project|fund|bank|forum|network|review|journal)\b`)

func (p *page) isOrganisation(text string) bool { return organisationWords.MatchString(text) }

// readSubtitle takes the line behind the title. On a title page it is the
// subtitle. On an article's page a line of at least seven words is its
// standfirst, which belongs to the text.
func (p *page) readSubtitle(g group) {
	switch {
	case p.isPaper():
		if len(names(g.text)) == 0 && !p.isOrganisation(g.text) && p.sparse {
			p.meta.Subtitle = g.text
			p.takeGroup(g)
		}
	case (g.alone || !p.sparse) && words(g.text) >= 7 && g.first == g.last && !blurbForm.MatchString(g.text):
		p.blocks[g.first].fixed = true
		p.meta.Subtitle = g.text
	}
}

package documents

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Reasons for leaving text out, as they are shown in the quality report.
const (
	whyContents    = "table of contents"
	whyPageNumber  = "page number"
	whyChapter     = "chapter number"
	whyRunningHead = "running head"
	whyButton      = "button or menu"
	whyCredit      = "picture credit or caption"
	whyPromotion   = "newsletter or promotion"
	whyResidue     = "citation residue"
	whyTeaser      = "teaser of another story"
	whyPublisher   = "about the publisher"
	whyLegal       = "licence or legal line"
	whyImprint     = "imprint"
	whyAbout       = "about the author"
	whyThanks      = "acknowledgements"
	whyReferences  = "list of references"
	whyPullQuote   = "pull quote"
	whyMark        = "list mark"
	whyCaption     = "caption"
	whyMenu        = "menu or page furniture"
	whyMeta        = "about the document"
)

// buttonForm matches the words of a button, a menu entry or a counter that make
// up a whole line of a scraped page.
var buttonForm = regexp.MustCompile(`(?i)^(?:` + strings.Join([]string{
	`(?:download|view|get|open|print|save|share|listen to|email|export|cite|read)(?: (?:the|this|as|a|full|our))*(?: ?(?:pdf|page|article|story|report|paper|post|issue|version|link|e-?book|citation))?`,
	`tweet|pin(?: it)?|like|reply|bookmark|subscribe(?: now| today)?|donate(?: now)?|menu|search|home|log ?in|sign (?:in|up|out)|register|close|next|previous|prev|back|more|follow|listen|play|pause|expand|collapse`,
	`(?:share|tweet|follow|find|like|join)(?: (?:this|us|me))?(?: (?:article|story|post|page))? (?:on|via) [\w ,&/]+`,
	`follow us.{0,30}|connect with us|share this.{0,20}|copy(?: the)? link|link copied!?`,
	`skip to (?:main )?content|back to (?:the )?top|(?:load|show|see|view|read) (?:more|less|all)(?: [\w ]{0,20})?|(?:keep|continue) reading`,
	`(?:most|more) (?:read|popular|viewed|shared|recent)|trending(?: now)?|latest(?: news| stories)?|popular(?: now)?|editor[’']?s?[’']? (?:picks?|choice)`,
	`(?:related|recommended|suggested|similar)(?: (?:stories|articles|content|posts|reading|topics|news))?(?: for you)?|you (?:may|might) also (?:like|enjoy)|more (?:from|on|in|stories|like this)(?: .{0,40})?|up next|read next|also read`,
	`advertisements?|ads?|sponsored(?: content| links)?|promoted(?: content)?|paid post|partner content|continue after (?:the )?ad.{0,20}|(?:article|story|content) continues (?:after|below).{0,30}`,
	`(?:related|also read|read also|see also|read more|read next|more|watch|listen|don[’']t miss)\s*:\s*\S.{3,90}|your e-?mail(?: address)?|enter your .{0,30}`,
	`newsletters?|(?:join|sign up for|get|subscribe to) (?:our|the|your)(?: [\w-]+){0,4}`,
	`(?:\d[\d,.]*k?|no) (?:comments?|shares?|likes?|views?|retweets?|replies|reads?)(?: yet)?|comments?(?: \(\d+\)| off| closed)?|(?:leave|post|add) a (?:comment|reply)|join the (?:conversation|discussion)|be the first to comment`,
	`\d{1,3}[ -]?min(?:ute)?s?(?: read)?|reading time:? .{0,20}`,
	`(?:accept|reject|allow|manage|decline)(?: all)?(?: cookies| preferences| settings)?|cookie (?:policy|settings|preferences|notice)|privacy (?:policy|notice)|terms (?:of (?:use|service)|and conditions)|(?:your )?privacy choices`,
	`from the (?:issue|archives?|magazine)|explore(?: .{0,20})?|browse(?: .{0,20})?|all (?:issues|articles|topics)`,
	`(?:click|tap) here.{0,60}|(?:want|looking for) more\b.{0,60}|enjoy(?:ed|ing)? (?:this|our) .{0,40}`,
	`add us on .{0,20}`,
	`facebook|twitter|x|linkedin|whatsapp|telegram|reddit|email|e-mail|instagram|youtube|rss|threads|bluesky|mastodon`,
}, `|`) + `)[.!?:…»›→▾+]*$`)

// isButton reports whether the text is nothing but the words of one or more
// buttons that may have run together.
func isButton(text string) bool {
	text = strings.TrimSpace(text)
	if text == "" || utf8.RuneCountInString(text) > 90 {
		return false
	}
	if buttonForm.MatchString(text) {
		return true
	}
	for _, i := range joints(text, len(text)) {
		if buttonForm.MatchString(text[:i]) && isButton(text[i:]) {
			return true
		}
	}
	for _, sep := range []string{" | ", " · ", " • ", " / "} {
		if parts := strings.Split(text, sep); len(parts) > 1 {
			all := true
			for _, p := range parts {
				all = all && buttonForm.MatchString(strings.TrimSpace(p))
			}
			if all {
				return true
			}
		}
	}
	return false
}

// promotionForm matches a longer call to subscribe, donate or join.
var promotionForm = regexp.MustCompile(`(?i)^(?:subscribe|sign up|join|support|become a member|thank you for reading|enjoy(?:ing|ed)? our|donate|register|get|become|stay|never miss|don[’']t miss|follow|like what you|enter your e-?mail|thank you for|we use cookies|this (?:site|website) uses cookies|by (?:clicking|continuing|signing))\b`)

var promotionWords = regexp.MustCompile(`(?i)newsletter|inbox|round-?up|subscri|member(?:ship)?s?\b|donat|cookies?\b|e-?mail|updates?\b|weekly|daily digest|sign up|contributors|free trial|unsubscribe|privacy`)

// breadcrumb matches the path to a page: Home » World » Asia.
var breadcrumb = regexp.MustCompile(`^(?:[\p{L}\p{N}&' -]{2,30}\s*[»›>]\s*)+[\p{L}\p{N}&' -]{2,40}$|^(?i:home)\s*/\s*\S.{0,80}$`)

// appeal matches the words with which a publisher asks for support.
var appeal = regexp.MustCompile(`(?i)support (?:our|us|independent)|\bdonat(?:e|ion)|newsletter|subscri`)

// isPromotion reports whether the text is a call to subscribe or the like, or a
// notice about cookies.
func isPromotion(text string) bool {
	return len(text) < 500 && promotionForm.MatchString(text) && promotionWords.MatchString(text)
}

// creditForm matches a line about a picture.
var creditForm = regexp.MustCompile(`(?i)^(?:(?:top|lead|main|header|hero|cover|featured?|banner|file)[ -])?(?:photo(?:graph)?|image|picture|illustration|photo illustration|video|graphic|credit|caption)s?(?: (?:credit|by|caption|courtesy|source|via|from)s?)?\s*(?::|©|/|by )`)

var creditTail = regexp.MustCompile(`(?i)(?:shutterstock|getty images|/getty|/ap\b|/afp|/reuters|\(ap photo|\(reuters|ap photo|afp via|via reuters|wikimedia|creative commons|flickr|unsplash|/pool|/epa|\bdvids\b|public domain|(?:photo|image)[: ]+(?:by|courtesy))[^.]{0,60}\)?\.?\)?$`)

// isCredit reports whether the text names the origin of a picture.
func isCredit(text string) bool {
	return creditForm.MatchString(text) || len(text) < 320 && creditTail.MatchString(text)
}

// legalForm matches the first words of licences, disclaimers and imprints.
var legalForm = regexp.MustCompile(`(?i)^(?:all rights reserved|저작권자|무단 ?전재|ⓒ|copyright\b|©|\(c\) ?\d{4}|no (?:part|portion) of this (?:publication|document|report|work)|this (?:publication|report|document|paper|work|article) (?:is|was|has been) (?:printed|published under|licen[sc]ed|distributed|made available|protected)|printed (?:on|in|by)\b|front cover\b|designed by|design(?:ed)? and (?:layout|typeset)|typeset|licen[sc]ed under|reprinted|republished|this work is licen[sc]ed|the (?:views|opinions)(?: and (?:views|opinions))? (?:expressed|presented|stated)|views expressed|the (?:views|opinions) (?:here|in this|contained)|(?:the )?\S.{0,60} does not (?:express|hold|take|endorse) (?:\w+ )?(?:opinions|views|positions)|isbn\b|issn\b|doi\b|https?://(?:dx\.)?doi\.org|registered (?:charity|office|company)|charity (?:registration|no|number)|company (?:no|number|registration))`)

// selfCiteForm matches the line that tells how to cite the document.
var selfCiteForm = regexp.MustCompile(`(?i)^(?:cite (?:this|as)|citation|suggested citation|recommended citation|how to cite|to cite|please cite|cited as)\b[^:]{0,60}:\s*`)

// captionForm matches the line over a table or figure.
var captionForm = regexp.MustCompile(`^(?i:(table|figure|fig\.|box|chart|exhibit|map)|(표|그림))\s*(\d{1,3}|[A-Z]\d?)\s*(?:[.:–—|-]\s*|\s+|$)`)

// sourceForm matches the line under a table or figure.
var sourceForm = regexp.MustCompile(`^(?i:sources?|data|note|notes|출처|자료)\s*[:：]`)

// blurbForm matches the first sentence of a paragraph in which an institution
// or a journal describes itself.
var blurbForm = regexp.MustCompile(`(?i)^[^.!?]{0,140}\b(?:is|are) (?:a|an|the|one of the)\b[^.!?]{0,120}\b(?:journal|magazine|institute|institution|think[ -]tank|publication|newspaper|website|forum|platform|charity|non-?profit|non-?partisan|organi[sz]ation|centre|center|society|outlet|newsroom|series)\b|\b(?:our|its) mission is\b|^(?:founded|established) in \d{4}`)

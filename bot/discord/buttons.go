package discord

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/commands"
)

// What a component does, as the first part of its custom_id.
const (
	kindRun     = "run"     // its text is run as if it had been typed
	kindPage    = "page"    // the invocation in its text is answered again and page n shown
	kindShare   = "share"   // the invocation in its text is answered again, for the channel to see
	kindProblem = "problem" // the reader reports a problem with the answer to the invocation in its text
	kindOpen    = "open"    // step n of the form in its text is opened; see formText
	kindForm    = "form"    // the modal of step n of the form in its text
	kindSelect  = "select"  // the value that is chosen is a custom_id itself
	kindSure    = "sure"    // its text is run once they say that they are sure; see sureText
)

// A pressed is what a custom_id says. Either Text stands in it or Key, under
// which the text is kept.
type pressed struct {
	Kind string
	N    int
	Text string
	Key  string
}

// The marks between the number and the text or the key of a custom_id.
const (
	textMark = ":"
	keyMark  = "!"
)

// maxKey is the longest key under which a text may be kept.
const maxKey = 24

// customID returns the custom_id of a component. The number sets it apart in its
// message; of a page's button it is the page. It is false if the text does not fit.
func customID(kind string, n int, text string) (string, bool) {
	id := kind + "." + strconv.Itoa(n) + textMark + text
	return id, units(id) <= maxCustomID
}

// keyID is customID for a text that is kept under a key.
func keyID(kind string, n int, key string) string {
	return kind + "." + strconv.Itoa(n) + keyMark + key
}

// parseCustomID reads a custom_id, or returns false when it is none of ours. A
// client may send anything, so that nothing of it is to be trusted.
func parseCustomID(id string) (pressed, bool) {
	at := strings.IndexAny(id, textMark+keyMark)
	if at < 0 || units(id) > maxCustomID {
		return pressed{}, false
	}
	kind, number, _ := strings.Cut(id[:at], ".")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || strconv.Itoa(n) != number {
		return pressed{}, false
	}
	p := pressed{Kind: kind, N: n}
	if rest := id[at+1:]; id[at:at+1] == textMark {
		p.Text = rest
	} else if p.Key = rest; rest == "" || len(rest) > maxKey {
		return pressed{}, false
	}
	switch kind {
	case kindRun, kindPage, kindShare, kindProblem, kindOpen, kindForm, kindSelect, kindSure:
		return p, true
	}
	return pressed{}, false
}

// keeper makes custom_ids. A text that does not fit is kept, once a message.
type keeper struct {
	keep func(text string) string // nil keeps nothing
	keys map[string]string
}

func newKeeper(keep func(string) string) *keeper {
	return &keeper{keep: keep, keys: map[string]string{}}
}

// id returns the custom_id of a component with the text, or false if it can
// neither hold the text nor have it kept.
func (k *keeper) id(kind string, n int, text string) (string, bool) {
	if id, ok := customID(kind, n, text); ok {
		return id, true
	}
	if k.keep == nil {
		return "", false
	}
	key, known := k.keys[text]
	if !known {
		key = k.keep(text)
		k.keys[text] = key
	}
	return keyID(kind, n, key), key != "" && len(key) <= maxKey
}

// A button is one button of a message.
type button struct {
	id     string
	label  string // as people read it; no markdown is read there
	text   string // what it runs; empty when that cannot be typed
	danger bool
}

// The most buttons of a message beside those of the passages, and the most
// passages of a page that have a button each: more are listed in a select.
const (
	maxButtons   = 2 * maxRowButtons
	mostPassages = maxRowButtons
)

// rows are the components that can be used, as they stand below a page.
type rows struct {
	passages []button // of each passage that the page shows
	more     []button // what the reply offers, the other pages, Share and Report
}

// rowsOf returns what can be pressed on a page. What is too long for a component
// and cannot be kept, or is one too many, is left out.
func rowsOf(reply commands.Reply, opts renderOpts, p *page, k *keeper) rows {
	var out rows
	numbered, others := offered(reply)
	for i, n := range p.cites {
		text, ok := numbered[n]
		if !ok {
			text = refOf(reply, n)
		}
		if id, fits := k.id(kindRun, i, text); fits && text != "" {
			out.passages = append(out.passages, button{id: id, label: "[" + strconv.Itoa(n) + "]", text: text})
		}
	}
	last := lastButtons(reply, opts, p, k)
	for i, a := range others {
		if len(out.more) == maxButtons-len(last) {
			break
		}
		label := shortPlain(a.Label, maxButtonLabel)
		kind, carried := kindRun, a.Text
		if a.Confirm != "" {
			kind, carried = kindSure, sureText(a)
		}
		if label == "" || a.Text == "" {
			continue
		}
		if id, fits := k.id(kind, len(p.cites)+i, carried); fits {
			out.more = append(out.more, button{id: id, label: label, text: a.Text, danger: a.Confirm != ""})
		}
	}
	out.more = append(out.more, last...)
	return out
}

// lastButtons returns the buttons that ask for the same again.
func lastButtons(reply commands.Reply, opts renderOpts, p *page, k *keeper) []button {
	var out []button
	add := func(kind string, n int, label string) {
		if id, fits := k.id(kind, n, opts.Asked); fits && opts.Asked != "" {
			out = append(out, button{id: id, label: label})
		}
	}
	if p.number > 1 {
		add(kindPage, p.number-1, "◀ Page "+strconv.Itoa(p.number-1))
	}
	if p.number < p.of {
		add(kindPage, p.number+1, "Page "+strconv.Itoa(p.number+1)+" ▶")
	}
	if reply.Error == nil && len(reply.Citations) > 0 {
		if reply.Private && !opts.Public && !opts.NoShare {
			add(kindShare, 0, "Share")
		}
		add(kindProblem, 0, "Report")
	}
	return out
}

// offered returns the actions of a reply: those of its passages by number, which
// name the answer and so lead back to it, and the others.
func offered(reply commands.Reply) (numbered map[int]string, others []commands.Action) {
	numbered = map[int]string{}
	for _, a := range reply.Actions {
		n, err := strconv.Atoi(a.Label)
		if err == nil && a.Confirm == "" && slices.ContainsFunc(reply.Citations, func(c commands.Citation) bool { return c.N == n }) {
			numbered[n] = a.Text
			continue
		}
		others = append(others, a)
	}
	return numbered, others
}

// refOf returns the invocation that shows a passage.
func refOf(reply commands.Reply, n int) string {
	for _, c := range reply.Citations {
		if c.N == n {
			return "cite ref:" + c.Ref.String()
		}
	}
	return ""
}

// drawn returns the rows as components; sources name the options of the select
// that lists many passages.
func (r rows) drawn(sources map[int]inert) []component {
	var out []component
	if len(r.passages) > mostPassages {
		out = append(out, discordgo.ActionsRow{Components: []component{passagesSelect(r.passages, sources)}})
	} else {
		out = append(out, buttonRows(r.passages)...)
	}
	return append(out, buttonRows(r.more)...)
}

// buttonRows returns buttons in rows of five.
func buttonRows(buttons []button) []component {
	var out []component
	for row := range slices.Chunk(buttons, maxRowButtons) {
		var parts []component
		for _, b := range row {
			style := discordgo.SecondaryButton
			if b.danger {
				style = discordgo.DangerButton
			}
			parts = append(parts, discordgo.Button{Label: b.label, Style: style, CustomID: b.id})
		}
		out = append(out, discordgo.ActionsRow{Components: parts})
	}
	return out
}

// passagesSelect returns a select among the passages of a page.
func passagesSelect(passages []button, sources map[int]inert) component {
	id, _ := customID(kindSelect, 0, "")
	s := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: id, Placeholder: "Passages"}
	for _, b := range passages {
		label := b.label
		if n, err := strconv.Atoi(strings.Trim(b.label, "[]")); err == nil && !sources[n].empty() {
			label = shortPlain(sources[n].plain(), maxOptionText)
		}
		s.Options = append(s.Options, discordgo.SelectMenuOption{Label: label, Value: b.id})
	}
	return s
}

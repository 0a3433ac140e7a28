package discord

import (
	"cmp"
	"strconv"

	"attache/commands"
)

// Discord asks nothing before a button is taken at its word. A button that
// destroys something therefore leads to a question that only the asker sees, and
// the button below the question does it.

// sureText returns what the button of an action with a question carries: the
// question and the label in quotation marks, and what is run.
func sureText(a commands.Action) string {
	return strconv.Quote(oneLine(a.Confirm)) + strconv.Quote(shortPlain(a.Label, maxButtonLabel)) + a.Text
}

// parseSure reads what sureText has written, or returns false for anything else.
func parseSure(text string) (commands.Action, bool) {
	confirm, rest, ok := cutQuoted(text)
	if !ok {
		return commands.Action{}, false
	}
	label, rest, ok := cutQuoted(rest)
	return commands.Action{Confirm: confirm, Label: label, Text: rest}, ok && rest != ""
}

// cutQuoted returns what stands in quotation marks at the beginning of a text,
// and the rest of it.
func cutQuoted(text string) (quoted, rest string, ok bool) {
	prefix, err := strconv.QuotedPrefix(text)
	if err != nil {
		return "", text, false
	}
	quoted, err = strconv.Unquote(prefix)
	return quoted, text[len(prefix):], err == nil
}

// sureMessage returns the question of an action, to be shown to the asker alone,
// with the button that does it. keep is as in renderOpts.
func sureMessage(a commands.Action, keep func(string) string) message {
	s := &sheet{title: own("Please confirm"), marks: own("Only you can see this. Dismiss it, and nothing is done."),
		page: &page{lead: statementPieces(piece{text: inertOf(a.Confirm).shortened(maxPiece)}), number: 1, of: 1}}
	s.notice = joinInert([]inert{s.title, s.page.lead[0].text}, " — ").shortened(maxNotice)
	if id, fits := newKeeper(keep).id(kindRun, 0, a.Text); fits {
		s.rows.more = []button{{id: id, label: cmp.Or(shortPlain(a.Label, maxButtonLabel), "Go ahead"), text: a.Text, danger: true}}
	}
	m := s.message()
	m.Ephemeral = true
	return m
}

package discord

import (
	"cmp"
	"strings"

	"attache/commands"
)

// Discord asks nothing before a button is taken at its word. A button that
// destroys something therefore leads to a question that only the asker sees, and
// the button below the question does it.

// sureText returns what the button of an action with a question carries: the
// question, the label and what is run, a line each. A text has no line of its
// own, since a question and a label are shown on one.
func sureText(a commands.Action) string {
	return strings.Join([]string{oneLine(a.Confirm), shortPlain(a.Label, maxButtonLabel), a.Text}, "\n")
}

// parseSure reads what sureText has written, or returns false for anything else.
func parseSure(text string) (commands.Action, bool) {
	lines := strings.SplitN(text, "\n", 3)
	if len(lines) != 3 || lines[2] == "" {
		return commands.Action{}, false
	}
	return commands.Action{Confirm: lines[0], Label: lines[1], Text: lines[2]}, true
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

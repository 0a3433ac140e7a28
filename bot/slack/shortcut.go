package slack

import (
	"context"
	"strings"

	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// The callback IDs of the shortcuts.
const (
	shortcutCheck  = "check"
	shortcutDraft  = "draft"
	shortcutSearch = "search"
)

// A shortcut is an entry of one of Slack's menus. Its name has 24 characters at
// most.
type shortcut struct {
	id, name, does string
	kind           slack.ShortcutType
}

// shortcuts returns the shortcuts as the manifest registers them.
func shortcuts() []shortcut {
	return []shortcut{
		{shortcutCheck, "Check against briefings", "Look up what the briefings say about this message", slack.MessageShortcut},
		{shortcutDraft, "Save to briefing draft", "Keep this message and its files as sources of a draft", slack.MessageShortcut},
		{shortcutSearch, "Search briefings", "Find passages by their words", slack.GlobalShortcut},
	}
}

// messageShortcut returns the work for a shortcut on a message. The reply is for
// the one who called it alone.
func (p *Platform) messageShortcut(a actionPayload, in inbound) func(context.Context) {
	if a.Message == nil || a.Callback != shortcutCheck && a.Callback != shortcutDraft {
		p.unknown(a.Callback)
		return nil
	}
	q := ask{origin: a.origin(), at: in.Received}
	q.message, q.thread = "", a.Message.Thread
	text := typed(a.Message.Text, noBot)
	if a.Callback == shortcutCheck {
		return func(ctx context.Context) { p.check(ctx, q, text) }
	}
	return func(ctx context.Context) { p.saveDraft(ctx, q, text, a.Message) }
}

// maxChecked is how much of a message is looked up: a question may have as much.
const maxChecked = 300

// check asks what the briefings say about a message.
func (p *Platform) check(ctx context.Context, q ask, text string) {
	text = strings.Join(strings.Fields(commands.Clean(text)), " ")
	if text == "" {
		p.tell(ctx, q, briefings.Errorf(briefings.Invalid, "This message has no words to look up; choose one that has."))
		return
	}
	q.text = commands.Invocation{Verb: "ask", Values: map[string]string{"question": briefings.Shorten(text, maxChecked)}}.String()
	p.serve(ctx, q)
}

// saveDraft imports the files of a message, or its text when it has none.
func (p *Platform) saveDraft(ctx context.Context, q ask, text string, m *messagePayload) {
	q.text, q.files = intake.Import, m.Files
	switch {
	case len(m.Files) > 0:
	case text == "":
		p.tell(ctx, q, briefings.Errorf(briefings.Invalid, "This message has neither files nor words to keep; choose one that has."))
		return
	default:
		q.given = []commands.File{{Name: "message-" + stamp(m.TS) + ".txt", Data: []byte(text + "\n")}}
	}
	p.serve(ctx, q)
}

// stamp returns a message's timestamp as it may stand in a file's name.
func stamp(ts string) string { return strings.ReplaceAll(intake.FileName(ts), ".", "-") }

// globalShortcut returns the work for a shortcut that belongs to no message.
func (p *Platform) globalShortcut(a actionPayload, in inbound) func(context.Context) {
	if a.Callback != shortcutSearch {
		p.unknown(a.Callback)
		return nil
	}
	o := a.origin()
	return func(ctx context.Context) { p.openForm(ctx, o, in, form{verb: "find"}) }
}

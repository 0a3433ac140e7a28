package discord

import (
	"context"
	"regexp"
	"strings"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// The names of the commands on a message, as they are registered.
const (
	checkMessage = "Check against briefings"
	draftMessage = "Save to briefing draft"
)

// onMessage decides about a command on a message. The reply is for the one who
// called it alone.
func (p *Platform) onMessage(i interaction) reaction {
	m, ok := i.Data.Resolved.Messages[i.Data.Target]
	if !ok || i.Data.Name != checkMessage && i.Data.Name != draftMessage {
		p.unknown("command " + i.Data.Name)
		return p.sentence(i, noLonger)
	}
	a, words := ask{interaction: i}, m.words(i.Data.Resolved.Users)
	return p.working(i, func(ctx context.Context, t *turn) {
		if i.Data.Name == checkMessage {
			p.check(ctx, t, a, words)
		} else {
			p.saveDraft(ctx, t, a, words, m)
		}
	})
}

// maxChecked is how much of a message is looked up: a question may have as much.
const maxChecked = 300

// check asks what the briefings say about a message.
func (p *Platform) check(ctx context.Context, t *turn, a ask, words string) {
	words = oneLine(words)
	if words == "" {
		p.tell(ctx, t, a, briefings.Errorf(briefings.Invalid, "This message has no words to look up; choose one that has."))
		return
	}
	a.text = commands.Invocation{Verb: "ask", Values: map[string]string{"question": briefings.Shorten(words, maxChecked)}}.String()
	p.serve(ctx, t, a)
}

// saveDraft imports the files of a message, or its words when it has none.
func (p *Platform) saveDraft(ctx context.Context, t *turn, a ask, words string, m messagePayload) {
	a.text, a.files = intake.Import, m.allFiles()
	switch {
	case len(a.files) > 0:
	case words == "":
		a.text = ""
		p.tell(ctx, t, a, briefings.Errorf(briefings.Invalid, "This message has neither files nor words to keep; choose one that has."))
		return
	default:
		a.given = []commands.File{{Name: "message-" + intake.FileName(m.ID) + ".txt", Data: []byte(words + "\n")}}
	}
	p.serve(ctx, t, a)
}

// words returns what people read in a message: its text, those of its embeds and
// components, and those of what it forwards. Names stand for those mentioned.
func (m messagePayload) words(people map[string]userPayload) string {
	parts := []string{m.Content}
	for _, e := range m.Embeds {
		parts = append(parts, e.Title, e.Description)
		for _, f := range e.Fields {
			parts = append(parts, f.Name, f.Value)
		}
	}
	parts = append(parts, wordsIn(m.Components)...)
	for _, f := range m.Forwarded {
		if f.Message != nil {
			once := *f.Message
			once.Forwarded = nil
			parts = append(parts, once.words(people))
		}
	}
	known := map[string]string{}
	for id, u := range people {
		known[id] = nameOf(u, "")
	}
	for _, u := range m.Mentions {
		known[u.ID] = nameOf(u, "")
	}
	var lines []string
	for _, part := range parts {
		if line := strings.TrimSpace(typed(part, known)); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

func wordsIn(parts []shownPayload) []string {
	var out []string
	for _, part := range parts {
		out = append(append(out, part.Content), wordsIn(part.Components)...)
	}
	return out
}

// allFiles returns the files of a message and of what it forwards.
func (m messagePayload) allFiles() []attachmentPayload {
	out := m.Attachments
	for _, f := range m.Forwarded {
		if f.Message != nil {
			out = append(out, f.Message.Attachments...)
		}
	}
	return out
}

// controlForm is what Discord writes for what people see as a name, a picture, a
// moment or a command.
var controlForm = regexp.MustCompile(`<(@!?|@&|#|a?:\w+:|t:|/[^:<>]+:)(-?\d+)(?::\w)?>`)

// typed returns a text with what people see in place of Discord's own codes.
func typed(text string, names map[string]string) string {
	return controlForm.ReplaceAllStringFunc(text, func(code string) string {
		m := controlForm.FindStringSubmatch(code)
		switch {
		case m[1] == "@" || m[1] == "@!":
			if name := names[m[2]]; name != "" {
				return "@" + name
			}
			return "@somebody"
		case m[1] == "@&":
			return "@a role"
		case m[1] == "#":
			return "#a channel"
		case m[1] == "t:":
			if at, ok := unixOf(m[2]); ok {
				return at.UTC().Format(plainStamp)
			}
			return ""
		case strings.HasPrefix(m[1], "/"):
			return strings.TrimSuffix(m[1], ":")
		}
		return strings.TrimPrefix(m[1], "a")
	})
}

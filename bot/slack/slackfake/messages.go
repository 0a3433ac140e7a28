package slackfake

import (
	"encoding/json"
	"slices"
	"time"
)

// A Message is one message as people see it.
type Message struct {
	TS, Thread, Channel string
	From                string // user ID of the author
	To                  string // the only user who sees it; "" is everyone in the channel
	Text                string // notification text
	Blocks              json.RawMessage
	Metadata            json.RawMessage
	Files               []File
	Edited, Deleted     bool
	UnfurlOff           bool   // links and media do not unfurl
	Via                 string // "chat.postMessage", "response_url", "ack", "user" ...
	Delivery            string // the delivery it answers, where Slack can tell
	ClientID            string // client_msg_id
}

// Ephemeral reports whether only one person sees the message.
func (m Message) Ephemeral() bool { return m.To != "" }

// Buttons returns the buttons of the message in reading order.
func (m Message) Buttons() []Button { return buttons(decodeList(m.Blocks)) }

// Plain returns everything the message shows as text, in reading order, a line
// for each part: blocks where it has any, else Text.
func (m Message) Plain() string {
	if blocks := decodeList(m.Blocks); len(blocks) > 0 {
		return plain(blocks)
	}
	return m.Text
}

// Messages returns what a channel shows, oldest first, without what was
// deleted; messages for one person only are among them.
func (s *Slack) Messages(channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Message
	for _, m := range s.channels[channel] {
		if !m.Deleted {
			out = append(out, *m)
		}
	}
	return out
}

// Seen returns the messages of a channel that a user sees.
func (s *Slack) Seen(channel, user string) []Message {
	return slices.DeleteFunc(s.Messages(channel), func(m Message) bool { return m.To != "" && m.To != user })
}

// Say posts a message as a user and returns it. The app does not hear of it:
// [Slack.Mention] and [Slack.DirectMessage] are what it hears.
func (s *Slack) Say(user, channel, thread, text string) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return *s.say(user, channel, thread, text)
}

// say adds a message of a user. The caller holds the lock.
func (s *Slack) say(user, channel, thread, text string) *Message {
	m := &Message{TS: s.timestamp(), Thread: thread, Channel: channel, From: user, Text: text, Via: "user"}
	s.channels[channel] = append(s.channels[channel], m)
	return m
}

// post shows a message of the app. The caller holds the lock.
func (s *Slack) post(m *Message, delivery string) *Message {
	m.TS = s.timestamp()
	s.channels[m.Channel] = append(s.channels[m.Channel], m)
	kind := "message"
	if m.To != "" {
		kind = "ephemeral"
	}
	s.happen(Effect{Kind: kind, Channel: m.Channel, User: m.To, TS: m.TS, Delivery: delivery})
	s.watch(m)
	if s.cfg.Echo && m.To == "" && s.place(m.Channel).DirectWith != "" {
		s.send(s.directEvent(m))
	}
	return m
}

// replace puts new content into a message. The caller holds the lock.
func (s *Slack) replace(old, now *Message, delivery string) {
	old.Text, old.Blocks, old.Edited = now.Text, now.Blocks, true
	if now.Metadata != nil {
		old.Metadata = now.Metadata
	}
	s.happen(Effect{Kind: "update", Channel: old.Channel, User: old.To, TS: old.TS, Delivery: delivery})
	s.watch(old)
}

// remove takes a message away. The caller holds the lock.
func (s *Slack) remove(m *Message, delivery string) {
	m.Deleted = true
	s.happen(Effect{Kind: "delete", Channel: m.Channel, User: m.To, TS: m.TS, Delivery: delivery})
}

// happen records an effect. The caller holds the lock.
func (s *Slack) happen(e Effect) {
	e.At = time.Now()
	s.effects = append(s.effects, e)
}

// watch records the control sequences of a message. The caller holds the lock.
func (s *Slack) watch(m *Message) {
	payload := map[string]any{"text": m.Text}
	if m.Blocks != nil {
		payload["blocks"] = decode(m.Blocks)
	}
	s.actives = append(s.actives, FindActive(payload)...)
}

// find returns a message of a channel that everyone sees. The caller holds the lock.
func (s *Slack) find(channel, ts string) *Message {
	list := s.channels[channel]
	for i := len(list) - 1; i >= 0; i-- {
		if m := list[i]; m.TS == ts && !m.Deleted {
			return m
		}
	}
	return nil
}

// object returns a message as Slack's JSON shows it.
func (s *Slack) object(m *Message, metadata bool) map[string]any {
	out := map[string]any{"type": "message", "ts": m.TS, "user": m.From, "text": m.Text, "team": s.world.Team}
	if m.From == s.world.BotUser {
		out["bot_id"], out["app_id"] = s.world.BotID, s.world.App
	}
	if m.Thread != "" {
		out["thread_ts"] = m.Thread
	}
	if m.Blocks != nil {
		out["blocks"] = m.Blocks
	}
	if m.Edited {
		out["edited"] = map[string]any{"user": m.From, "ts": m.TS}
	}
	if m.ClientID != "" {
		out["client_msg_id"] = m.ClientID
	}
	if metadata && m.Metadata != nil {
		out["metadata"] = m.Metadata
	}
	if len(m.Files) > 0 {
		var files []any
		for _, f := range m.Files {
			files = append(files, fileObject(f))
		}
		out["files"] = files
	}
	return out
}

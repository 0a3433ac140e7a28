package slackfake

import "encoding/json"

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
}

// A File is a file that the app shared.
type File struct {
	ID, Name, Title, URL string
	Data                 []byte
}

// A Button is something to press in a message or view.
type Button struct {
	Label, ActionID, BlockID, Value, URL, Style string
	Confirm                                     string // text of its confirmation dialog
}

// Ephemeral reports whether only one person sees the message.
func (m Message) Ephemeral() bool { return m.To != "" }

// Buttons returns the buttons of the message in reading order.
func (m Message) Buttons() []Button { return nil }

// Plain returns everything the message shows as text, in reading order, a line
// for each part: blocks where it has any, else Text.
func (m Message) Plain() string { return "" }

// Messages returns what a channel shows, oldest first, without what was
// deleted; messages for one person only are among them.
func (s *Slack) Messages(channel string) []Message { return nil }

// Seen returns the messages of a channel that a user sees.
func (s *Slack) Seen(channel, user string) []Message { return nil }

// Say posts a message as a user and returns it; the app hears of it if it is a
// member and the message is a direct one.
func (s *Slack) Say(user, channel, thread, text string) Message { return Message{} }

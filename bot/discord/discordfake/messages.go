package discordfake

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Flags of a message.
const (
	flagNoEmbeds  = 1 << 2
	flagEphemeral = 1 << 6
	flagLoading   = 1 << 7
	flagSilent    = 1 << 12
	flagV2        = 1 << 15
)

// A Message is one that a channel shows, to everybody or to one person.
type Message struct {
	ID, Channel, Author string
	At                  time.Time
	Edited              time.Time // zero for never
	Edits               int
	Ephemeral           bool
	ForUser             string // who alone sees an ephemeral message
	Loading             bool   // "is thinking…"
	Flags               int
	Content             string
	Embeds, Components  json.RawMessage // nil for none
	Attachments         []Attachment
	Nonce               string
	Reply               string // message that it replies to
	Thread              string // thread that was started from it
	Via                 string // "channel", "callback" or "followup"; "person" for what somebody wrote
	Interaction         string // what it answers
	Kind                int    // Discord's type of message; 0 is an ordinary one

	gone bool
	hook *Delivery
}

// copied returns the message as a test may keep it.
func (m *Message) copied() Message {
	out := *m
	out.Loading = m.Flags&flagLoading != 0
	out.Attachments = slices.Clone(m.Attachments)
	return out
}

// V2 reports whether the message is made of components alone.
func (m Message) V2() bool { return m.Flags&flagV2 != 0 }

// Text returns what the message shows, a line for each text: content, embeds,
// text displays, labels and options.
func (m Message) Text() string {
	var lines []string
	if m.Content != "" {
		lines = append(lines, m.Content)
	}
	for _, raw := range []json.RawMessage{m.Embeds, m.Components} {
		var v any
		json.Unmarshal(raw, &v)
		lines = gather(lines, v)
	}
	return strings.Join(lines, "\n")
}

// gather adds the texts of a value in reading order. Identifiers, values and
// addresses are not shown, so they are left out.
func gather(lines []string, v any) []string {
	switch v := v.(type) {
	case list:
		for _, item := range v {
			lines = gather(lines, item)
		}
	case object:
		for _, field := range []string{"author", "title", "name", "label", "description", "content", "value", "fields", "components", "component", "accessory", "placeholder", "options", "footer", "text"} {
			if field == "value" && v["label"] != nil {
				continue // the value of an option
			}
			if text, ok := v[field].(string); ok {
				if text != "" {
					lines = append(lines, text)
				}
				continue
			}
			lines = gather(lines, v[field])
		}
	}
	return lines
}

// A Control is something to press or to choose from in a message or modal.
type Control struct {
	Type               int // 2 button, 3 string select, 4 text input, 5 to 8 selects, 19 upload, 21 radio, 22 and 23 boxes
	CustomID           string
	Label, Placeholder string
	URL                string
	Style              int
	Disabled           bool
	Values             []string // of the options
	raw                object
	id                 any
}

// Preset returns what a field of a form holds before anybody has touched it: its
// text, or the value that is chosen.
func (c Control) Preset() string {
	for _, o := range objects(c.raw["options"]) {
		if chosen, _ := o["default"].(bool); chosen {
			return word(o, "value")
		}
	}
	return word(c.raw, "value")
}

// Controls returns what can be pressed or chosen in the message, in reading
// order.
func (m Message) Controls() []Control {
	var v any
	json.Unmarshal(m.Components, &v)
	return controls(v, "")
}

// controls looks for controls in components; label is that of a label component.
func controls(v any, label string) []Control {
	var out []Control
	for _, o := range objects(v) {
		kind, _ := number(o, "type")
		switch kind {
		case typeRow, typeContainer:
			out = append(out, controls(o["components"], "")...)
		case typeSection:
			out = append(out, controls(list{o["accessory"]}, "")...)
		case typeLabel:
			out = append(out, controls(list{o["component"]}, word(o, "label"))...)
		case typeText, typeThumbnail, typeGallery, typeFile, typeSeparator:
		default:
			style, _ := number(o, "style")
			c := Control{
				Type: kind, CustomID: word(o, "custom_id"), Label: word(o, "label"), Placeholder: word(o, "placeholder"),
				URL: word(o, "url"), Style: style, Disabled: flag(o, "disabled"), raw: o, id: o["id"],
			}
			if label != "" {
				c.Label = label
			}
			for _, option := range objects(o["options"]) {
				c.Values = append(c.Values, word(option, "value"))
			}
			out = append(out, c)
		}
	}
	return out
}

// Messages returns what a channel shows, ephemeral messages among it, oldest
// first. Deleted messages are not there.
func (d *Discord) Messages(channel string) []Message {
	d.mu.Lock()
	defer d.mu.Unlock()
	var out []Message
	for _, m := range d.channels[channel] {
		out = append(out, m.copied())
	}
	return out
}

// Message returns a message by its ID, and whether there is one.
func (d *Discord) Message(id string) (Message, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if m := d.lookup(id); m != nil {
		return m.copied(), true
	}
	return Message{}, false
}

// lookup finds a message in any channel. The caller holds the lock.
func (d *Discord) lookup(id string) *Message {
	for _, messages := range d.channels {
		for _, m := range messages {
			if m.ID == id {
				return m
			}
		}
	}
	return nil
}

// Say lets a person write in a channel. The app hears nothing of it; the
// message can be acted on with [Discord.MessageCommand].
func (d *Discord) Say(user, channel, text string, files ...Attachment) Message {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.place(channel)
	return d.post(&Message{Channel: channel, Author: d.person(user).ID, Content: text, Attachments: files, Via: "person"}).copied()
}

// post shows a message. The caller holds the lock.
func (d *Discord) post(m *Message) *Message {
	m.ID, m.At = d.id(), time.Now()
	d.channels[m.Channel] = append(d.channels[m.Channel], m)
	kind := "message"
	if m.Ephemeral {
		kind = "ephemeral"
	}
	d.happen(Effect{Kind: kind, Channel: m.Channel, User: m.ForUser, Message: m.ID, Interaction: m.Interaction})
	return m
}

// remove takes a message away. The caller holds the lock.
func (d *Discord) remove(m *Message) {
	m.gone = true
	d.channels[m.Channel] = slices.DeleteFunc(d.channels[m.Channel], func(have *Message) bool { return have == m })
	d.happen(Effect{Kind: "delete", Channel: m.Channel, User: m.ForUser, Message: m.ID, Interaction: m.Interaction})
}

// compose makes a message of what the app sends, or answers what is wrong with
// it. Before is the message that is edited; nil for a new one. The caller holds
// the lock.
func (c *call) compose(data object, before *Message) (*Message, answer) {
	whole := data
	if before != nil {
		whole = merged(before, data)
	}
	problems := append(CheckMessage(whole), manners(data)...)
	problems = append(problems, c.attached(data)...)
	if a := c.wrong(problems); a.status != 0 {
		return nil, a
	}
	flags, _ := number(whole, "flags")
	m := &Message{
		Content: strings.TrimSpace(word(whole, "content")), Flags: flags, // Discord strips what stands around a text
		Embeds: rawList(whole["embeds"]), Components: rawList(whole["components"]),
		Reply: word(child(data, "message_reference"), "message_id"),
	}
	return m, answer{}
}

// merged returns the message as it stands after an edit. Its flag for
// components v2 stays.
func merged(before *Message, data object) object {
	flags, given := number(data, "flags")
	if !given {
		flags = before.Flags &^ flagLoading
	}
	keep := before.Flags & (flagV2 | flagEphemeral)
	out := object{"content": before.Content, "flags": float64(flags | keep)}
	for name, raw := range map[string]json.RawMessage{"embeds": before.Embeds, "components": before.Components} {
		var v any
		json.Unmarshal(raw, &v)
		out[name] = v
	}
	if len(before.Attachments) > 0 {
		out["attachments"] = list{object{"id": before.Attachments[0].ID}}
	}
	for name, v := range data {
		if name != "flags" {
			out[name] = v
		}
	}
	return out
}

// rawList returns a list as JSON, nil for none.
func rawList(v any) json.RawMessage {
	if items, ok := v.(list); !ok || len(items) == 0 {
		return nil
	}
	return mustJSON(v)
}

// change edits a message in place. The caller holds the lock.
func (c *call) change(m *Message, data object, interaction string) answer {
	now, a := c.compose(data, m)
	if a.status != 0 {
		return a
	}
	m.Content, m.Embeds, m.Components = now.Content, now.Embeds, now.Components
	m.Flags = now.Flags &^ flagLoading
	if _, given := data["attachments"]; given {
		m.Attachments = c.kept(m, data)
	}
	c.attach(m)
	m.Edits++
	m.Edited = time.Now()
	c.happen(Effect{Kind: "update", Channel: m.Channel, User: m.ForUser, Message: m.ID, Interaction: interaction})
	return answer{}
}

// kept returns the attachments of a message that an edit names.
func (c *call) kept(m *Message, data object) []Attachment {
	var out []Attachment
	for _, o := range objects(data["attachments"]) {
		for _, have := range m.Attachments {
			if have.ID == word(o, "id") {
				out = append(out, have)
			}
		}
	}
	return out
}

// messageObject returns a message as Discord's JSON shows it. The caller holds
// the lock.
func (d *Discord) messageObject(m *Message) object {
	out := object{
		"id": m.ID, "channel_id": m.Channel, "author": d.userObject(d.person(m.Author)), "content": m.Content,
		"timestamp": stamp(m.At), "edited_timestamp": nil, "tts": false, "mention_everyone": false, "mentions": list{},
		"mention_roles": list{}, "attachments": list{}, "embeds": list{}, "components": list{}, "pinned": false,
		"type": m.Kind, "flags": m.Flags,
	}
	if m.Edits > 0 {
		out["edited_timestamp"] = stamp(m.Edited)
	}
	if m.Embeds != nil {
		out["embeds"] = m.Embeds
	}
	if m.Components != nil {
		out["components"] = m.Components
	}
	if m.Nonce != "" {
		out["nonce"] = m.Nonce
	}
	var files list
	for _, f := range m.Attachments {
		files = append(files, f.object())
	}
	if files != nil {
		out["attachments"] = files
	}
	if m.Via == "callback" || m.Via == "followup" {
		out["webhook_id"], out["application_id"] = AppID, AppID
	}
	if m.Interaction != "" {
		if v := m.hook; v != nil {
			out["interaction_metadata"] = object{
				"id": v.ID, "type": v.kind, "user": d.userObject(d.person(v.user)), "authorizing_integration_owners": object{"0": v.guild},
			}
		}
	}
	if m.Reply != "" {
		out["message_reference"] = object{"message_id": m.Reply, "channel_id": m.Channel}
	}
	if m.Thread != "" {
		if c := d.world.channels[m.Thread]; c != nil {
			out["thread"] = d.channelObject(c)
		}
	}
	return out
}

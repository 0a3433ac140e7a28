package slackfake

import (
	"encoding/json"
	"slices"
)

// message returns the message that the arguments describe.
func (c *call) message() *Message {
	m := &Message{Text: c.args.text("text"), Thread: c.args.text("thread_ts"), ClientID: c.args.text("client_msg_id")}
	if c.args.has("blocks") {
		m.Blocks = slices.Clone(c.args["blocks"])
	}
	if c.args.has("metadata") {
		m.Metadata = slices.Clone(c.args["metadata"])
	}
	if markdown := c.args.text("markdown_text"); markdown != "" {
		m.Text = markdown
		m.Blocks, _ = json.Marshal([]any{map[string]any{"type": "markdown", "text": markdown}})
	}
	links, linksGiven := c.args.truth("unfurl_links")
	media, mediaGiven := c.args.truth("unfurl_media")
	m.UnfurlOff = linksGiven && mediaGiven && !links && !media
	return m
}

// checkMessage judges the message in the arguments and returns the error it
// earns. Broken rules are recorded. The caller holds the lock.
func (c *call) checkMessage() string {
	content := map[string]json.RawMessage{}
	for _, name := range []string{"text", "blocks", "attachments", "metadata", "markdown_text"} {
		if c.args.has(name) {
			content[name] = c.args[name]
		}
	}
	if len(content) == 0 {
		c.violate(c.method, "the message is empty")
		return "no_text"
	}
	if v, _ := c.args.truth("reply_broadcast"); v {
		c.violate(c.method, "reply_broadcast sends a thread's reply to the whole channel")
	}
	if v, _ := c.args.truth("link_names"); v || c.args.text("parse") == "full" {
		c.violate(c.method, "link_names and parse=full turn plain names into mentions")
	}
	c.problems = Check(content)
	for _, p := range c.problems {
		c.violate(c.method, "%s", p)
	}
	if len(c.problems) > 0 {
		return c.problems[0].Code
	}
	return ""
}

// openChannel returns the channel of the arguments if the app may post there.
// The caller holds the lock.
func (c *call) openChannel() (*Channel, string) {
	id := c.args.text("channel")
	ch := c.world.channels[id]
	if ch == nil && c.world.users[id] != nil {
		ch = c.world.direct(id)
	}
	switch {
	case ch == nil, ch.Private && !ch.member(c.world.BotUser):
		return nil, "channel_not_found"
	case ch.Archived:
		return nil, "is_archived"
	case ch.DirectWith == "" && !ch.member(c.world.BotUser) && !c.publicWriter():
		return nil, "not_in_channel"
	}
	return ch, ""
}

// publicWriter reports whether the app may write where it is not a member.
func (c *call) publicWriter() bool {
	return slices.Contains(c.cfg.Scopes, "chat:write.public")
}

func (c *call) postMessage() (reply, string) {
	ch, code := c.openChannel()
	if code != "" {
		return nil, code
	}
	if c.args.has("markdown_text") && (c.args.has("text") || c.args.has("blocks")) {
		c.violate(c.method, "markdown_text excludes text and blocks")
		return nil, "markdown_text_conflict"
	}
	if code := c.checkMessage(); code != "" {
		return nil, code
	}
	m := c.message()
	if m.Thread != "" && c.find(ch.ID, m.Thread) == nil {
		c.violate(c.method, "there is no message %q to answer in a thread", m.Thread)
		return nil, "thread_not_found"
	}
	if !m.UnfurlOff {
		c.violate(c.method, "unfurl_links and unfurl_media are not both false")
	}
	m.Channel, m.From, m.Via = ch.ID, c.world.BotUser, c.method
	c.post(m, "")
	return reply{"channel": ch.ID, "ts": m.TS, "message": c.object(m, true)}, ""
}

func (c *call) postEphemeral() (reply, string) {
	ch, code := c.openChannel()
	if code != "" {
		return nil, code
	}
	user := c.args.text("user")
	switch {
	case c.world.users[user] == nil:
		return nil, "user_not_found"
	case !ch.member(user):
		return nil, "user_not_in_channel"
	}
	if code := c.checkMessage(); code != "" {
		return nil, code
	}
	m := c.message()
	if m.Thread != "" && c.find(ch.ID, m.Thread) == nil {
		c.violate(c.method, "there is no message %q to answer in a thread", m.Thread)
		return nil, "thread_not_found"
	}
	m.Channel, m.From, m.To, m.Via = ch.ID, c.world.BotUser, user, c.method
	c.post(m, "")
	return reply{"message_ts": m.TS}, ""
}

// own returns the message named by the arguments if the app wrote it and
// everyone sees it: nobody can edit a message for one person by its ts.
func (c *call) own() (*Message, string) {
	ch, code := c.openChannel()
	if code != "" {
		return nil, code
	}
	m := c.find(ch.ID, c.args.text("ts"))
	if m == nil || m.To != "" {
		return nil, "message_not_found"
	}
	return m, ""
}

func (c *call) updateMessage() (reply, string) {
	m, code := c.own()
	if code != "" {
		return nil, code
	}
	if m.From != c.world.BotUser {
		c.violate(c.method, "the message is another author's")
		return nil, "cant_update_message"
	}
	if code := c.checkMessage(); code != "" {
		return nil, code
	}
	c.replace(m, c.message(), "")
	return reply{"channel": m.Channel, "ts": m.TS, "text": m.Text, "message": c.object(m, true)}, ""
}

func (c *call) deleteMessage() (reply, string) {
	m, code := c.own()
	if code != "" {
		return nil, code
	}
	if m.From != c.world.BotUser {
		c.violate(c.method, "the message is another author's")
		return nil, "cant_delete_message"
	}
	c.remove(m, "")
	return reply{"channel": m.Channel, "ts": m.TS}, ""
}

func (c *call) permalink() (reply, string) {
	channel, ts := c.args.text("channel"), c.args.text("message_ts")
	switch {
	case c.world.channels[channel] == nil:
		return nil, "channel_not_found"
	case c.find(channel, ts) == nil:
		return nil, "message_not_found"
	}
	return reply{"channel": channel, "permalink": "https://fake.slack.com/archives/" + channel + "/p" + ts}, ""
}

// validateBlocks is Slack's own check without an effect.
func (c *call) validateBlocks() (reply, string) {
	c.problems = Check(map[string]json.RawMessage{"text": []byte(`"x"`), "blocks": c.args["blocks"]})
	if len(c.problems) > 0 {
		return nil, "invalid_blocks"
	}
	return reply{}, ""
}

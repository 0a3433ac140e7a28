package discordfake

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// A nonce is a message that was created with one.
type nonce struct {
	message *Message
	at      time.Time
}

// compareIDs orders snowflakes by time.
func compareIDs(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) }

// where returns the channel of a request, or why the bot cannot do there what
// needs these permissions. The caller holds the lock.
func (c *call) where(need Permissions) (*Channel, answer) {
	ch := c.world.channels[c.params["channel_id"]]
	switch {
	case ch == nil:
		return nil, refuse(404, codeChannel)
	case ch.Guild != "" && (c.world.guilds[ch.Guild] == nil || c.world.members[memberKey{ch.Guild, BotID}] == nil):
		return nil, refuse(403, codeAccess)
	}
	have := c.world.permissions(BotID, ch)
	switch {
	case !have.Has(ViewChannel):
		return nil, refuse(403, codeAccess)
	case !have.Has(need):
		return nil, refuse(403, codePermission)
	}
	return ch, answer{}
}

func (c *call) channel() answer {
	ch, a := c.where(0)
	if a.status != 0 {
		return a
	}
	return okay(c.channelObject(ch))
}

// createMessage posts a message of the bot's own accord. Without a nonce that
// is enforced it could come twice, so that is a violation.
func (c *call) createMessage() answer {
	ch, a := c.where(0)
	if a.status != 0 {
		return a
	}
	need := SendMessages
	if ch.thread() {
		need = SendInThreads
	}
	if len(c.files) > 0 {
		need |= AttachFiles
	}
	if ch, a = c.where(need); a.status != 0 {
		return a
	}
	data := c.fields()
	key, name := c.nonce(ch, data)
	if n, known := c.nonces[key]; key != "" && known && c.cfg.NonceWindow > 0 && time.Since(n.at) < c.cfg.NonceWindow {
		return okay(c.messageObject(n.message))
	}
	if flags, _ := number(data, "flags"); flags&flagEphemeral != 0 {
		c.violate(c.route.name(), "only the answer to an interaction can be ephemeral")
	}
	switch {
	case ch.Kind == DirectChannel && c.person(ch.With).NoDirect:
		return refuse(403, codeNoDirect)
	case ch.Archived && ch.Locked && !c.world.permissions(BotID, ch).Has(ManageThreads):
		return refuse(403, codeLocked)
	}
	if wait := c.slow(ch); wait > 0 {
		out := refuse(429, codeSlowmode)
		out.body.(object)["retry_after"] = wait.Seconds()
		return out
	}
	if ref := child(data, "message_reference"); ref != nil && ref["fail_if_not_exists"] != false {
		if m := c.lookup(word(ref, "message_id")); m == nil || m.Channel != ch.ID {
			return refuse(400, codeForm, Problem{Path: "message_reference", Rule: "Unknown message", Code: "REPLIES_UNKNOWN_MESSAGE"})
		}
	}
	m, a := c.compose(data, nil)
	if a.status != 0 {
		return a
	}
	ch.Archived = false
	m.Channel, m.Author, m.Via, m.Nonce = ch.ID, BotID, "channel", name
	m.Flags &^= flagEphemeral
	c.attach(m)
	c.post(m)
	if key != "" {
		c.nonces[key] = nonce{m, time.Now()}
	}
	return okay(c.messageObject(m))
}

// nonce returns under what a nonce is remembered, "" when it is not enforced,
// and the nonce.
func (c *call) nonce(ch *Channel, data object) (key, name string) {
	name = word(data, "nonce")
	if n, ok := number(data, "nonce"); ok {
		name = strconv.Itoa(n)
	}
	if name == "" || !flag(data, "enforce_nonce") {
		c.violate(c.route.name(), "a message is created without a nonce that is enforced, and could come twice")
		return "", name
	}
	return ch.ID + " " + name, name
}

// slow returns how long the bot has to wait in a channel with slow mode.
func (c *call) slow(ch *Channel) time.Duration {
	if ch.Slowmode == 0 || c.world.permissions(BotID, ch).Has(ManageMessages) {
		return 0
	}
	for _, m := range slices.Backward(c.channels[ch.ID]) {
		if m.Author == BotID && m.Via == "channel" {
			return ch.Slowmode - time.Since(m.At)
		}
	}
	return 0
}

// listMessages returns the messages of a channel, newest first.
func (c *call) listMessages() answer {
	ch, a := c.where(0)
	if a.status != 0 {
		return a
	}
	limit, err := strconv.Atoi(cmp.Or(c.query.Get("limit"), "50"))
	if err != nil || limit < 1 || limit > 100 {
		c.violate(c.route.name(), "limit %q is not 1 to 100", c.query.Get("limit"))
		return refuse(400, codeForm, Problem{Path: "limit", Rule: "int value should be between 1 and 100."})
	}
	after, before := c.query.Get("after"), c.query.Get("before")
	for _, id := range []string{after, before} {
		if id != "" && !snowflake(id) {
			c.violate(c.route.name(), "%q is no snowflake", id)
			return refuse(400, codeForm, Problem{Path: "after", Rule: "is not snowflake"})
		}
	}
	var found []*Message
	for _, m := range c.Discord.channels[ch.ID] {
		if !m.Ephemeral && (after == "" || compareIDs(m.ID, after) > 0) && (before == "" || compareIDs(m.ID, before) < 0) {
			found = append(found, m)
		}
	}
	if !c.world.permissions(BotID, ch).Has(ReadHistory) {
		found = nil
	}
	if len(found) > limit {
		if after != "" {
			found = found[:limit]
		} else {
			found = found[len(found)-limit:]
		}
	}
	out := list{}
	for _, m := range slices.Backward(found) {
		out = append(out, c.messageObject(m))
	}
	return okay(out)
}

// named returns the message of a request, or why it cannot be used.
func (c *call) named() (*Message, answer) {
	ch, a := c.where(0)
	if a.status != 0 {
		return nil, a
	}
	m := c.lookup(c.params["message_id"])
	if m == nil || m.Channel != ch.ID || m.Ephemeral {
		return nil, refuse(404, codeMessage)
	}
	return m, answer{}
}

func (c *call) getMessage() answer {
	m, a := c.named()
	if a.status != 0 {
		return a
	}
	return okay(c.messageObject(m))
}

func (c *call) editMessage() answer {
	m, a := c.named()
	switch {
	case a.status != 0:
		return a
	case m.Author != BotID:
		return refuse(403, codeOthers)
	case c.place(m.Channel).Archived:
		return refuse(400, codeArchived)
	}
	if a := c.change(m, c.fields(), ""); a.status != 0 {
		return a
	}
	return okay(c.messageObject(m))
}

func (c *call) deleteMessage() answer {
	m, a := c.named()
	if a.status != 0 {
		return a
	}
	if m.Author != BotID && !c.world.permissions(BotID, c.place(m.Channel)).Has(ManageMessages) {
		return refuse(403, codePermission)
	}
	c.remove(m)
	return done()
}

func (c *call) typing() answer {
	if _, a := c.where(SendMessages); a.status != 0 {
		return a
	}
	return done()
}

// startThread starts a thread from a message, or without one.
func (c *call) startThread() answer {
	ch, a := c.where(CreateThreads)
	if a.status != 0 {
		return a
	}
	name := word(c.fields(), "name")
	if problem := length("name", name, 1, threadName); problem != nil {
		return c.wrong(problem)
	}
	if ch.thread() || ch.Kind == DirectChannel {
		c.violate(c.route.name(), "no thread can be started in a channel of type %d", ch.Kind)
		return refuse(400, 50024)
	}
	t := &Channel{ID: c.id(), Guild: ch.Guild, Name: name, Kind: PublicThread, Parent: ch.ID}
	if ch.Kind == NewsChannel {
		t.Kind = NewsThread
	}
	if c.params["message_id"] != "" {
		m, a := c.named()
		switch {
		case a.status != 0:
			return a
		case m.Thread != "":
			return refuse(400, codeHasThread)
		}
		t.ID, t.Started, m.Thread = m.ID, m.ID, m.ID
	} else if kind, given := number(c.fields(), "type"); given {
		t.Kind = kind
	} else {
		t.Kind = PrivateThread // what Discord makes of a thread without a type
	}
	c.world.channels[t.ID] = t
	c.happen(Effect{Kind: "thread", Channel: t.ID})
	c.broadcast(ch.Guild, "THREAD_CREATE", c.channelObject(t))
	return answer{status: 201, body: c.channelObject(t)}
}

// editChannel renames, archives or locks a thread.
func (c *call) editChannel() answer {
	ch, a := c.where(0)
	if a.status != 0 {
		return a
	}
	if !ch.thread() {
		return refuse(403, codePermission)
	}
	var edit struct {
		Name             *string
		Archived, Locked *bool
	}
	json.Unmarshal(c.raw, &edit)
	if edit.Name != nil {
		if problem := length("name", *edit.Name, 1, threadName); problem != nil {
			return c.wrong(problem)
		}
		ch.Name = *edit.Name
	}
	if edit.Locked != nil {
		if !c.world.permissions(BotID, ch).Has(ManageThreads) {
			return refuse(403, codePermission)
		}
		ch.Locked = *edit.Locked
	}
	if edit.Archived != nil {
		ch.Archived = *edit.Archived
	}
	return okay(c.channelObject(ch))
}

// snowflake reports whether a text is an ID of Discord.
func snowflake(text string) bool {
	n, err := strconv.ParseUint(text, 10, 64)
	return err == nil && fmt.Sprint(n) == text
}

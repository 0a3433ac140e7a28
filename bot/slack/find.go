package slack

import (
	"context"
	"fmt"
	"strings"

	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// How a delivery is looked for: from before it was taken up, by as much as this
// clock may be ahead of Slack's, through so many pages. Its ID is nobody else's,
// so that looking further back costs pages and no mistakes.
const (
	findBefore = mostSkew
	findPage   = 200
	findPages  = 50
)

// Find looks for a delivery by its metadata in what the app has posted to its
// channel or thread since it was taken up. It has not arrived only if Slack has
// shown everything since then.
func (p *Platform) Find(ctx context.Context, d briefings.Delivery) (message string, found bool, err error) {
	channel, err := p.conversationOf(ctx, d.Channel)
	if err != nil {
		return "", false, unknowable(err)
	}
	self, err := p.state.homes.Get(ctx, "")
	if err != nil {
		return "", false, unknowable(err)
	}
	since := d.Started
	if since.IsZero() {
		since = d.Slot
	}
	micros := since.Add(-findBefore).UnixMicro()
	oldest := fmt.Sprintf("%d.%06d", micros/1e6, micros%1e6)
	for cursor, at := "", 0; at < findPages; at++ {
		messages, next, err := p.page(ctx, channel, d.Thread, oldest, cursor)
		if err != nil {
			return "", false, unknowable(err)
		}
		for _, m := range messages {
			if self.wrote(m) && m.Metadata.EventType == markerType && m.Metadata.EventPayload[markerKey] == string(d.ID) {
				return m.Timestamp, true, nil
			}
		}
		if cursor = next; cursor == "" {
			return "", false, nil
		}
	}
	return "", false, &intake.PostError{Fate: intake.Doubtful, Code: "too much was posted since to look through"}
}

// wrote reports whether a message is the app's own: anybody's may bear the same
// metadata.
func (h home) wrote(m slack.Message) bool {
	return h.bot != "" && m.BotID == h.bot || h.user != "" && m.User == h.user
}

// page returns one page of a channel, or of a thread of it, and where the next
// one begins; "" when there is none.
func (p *Platform) page(ctx context.Context, channel, thread, oldest, cursor string) (messages []slack.Message, next string, err error) {
	method, more := "conversations.history", false
	if thread != "" {
		method = "conversations.replies"
	}
	err = p.call(ctx, method, func(ctx context.Context) error {
		if thread != "" {
			var err error
			messages, more, next, err = p.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
				ChannelID: channel, Timestamp: thread, Oldest: oldest, Inclusive: true, Limit: findPage, Cursor: cursor, IncludeAllMetadata: true})
			return err
		}
		got, err := p.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
			ChannelID: channel, Oldest: oldest, Inclusive: true, Limit: findPage, Cursor: cursor, IncludeAllMetadata: true})
		if err == nil {
			messages, more, next = got.Messages, got.HasMore, got.ResponseMetaData.NextCursor
		}
		return err
	})
	if err == nil && more && next == "" {
		err = &intake.PostError{Fate: intake.Doubtful, Code: "slack names no next page"}
	}
	return messages, next, err
}

// unknowable says whether Slack will ever tell what was posted.
func unknowable(err error) error {
	e := fateOf(err)
	switch {
	case e.Fate == intake.Stopped:
		return e
	case e.Code == "invalid_cursor": // the next look begins anew
	case barred(err) || e.Fate == intake.Refused:
		return &intake.PostError{Fate: intake.Refused, Code: e.Code}
	}
	return &intake.PostError{Fate: intake.Doubtful, Code: e.Code, Err: err}
}

// Look says what is known of a channel.
func (p *Platform) Look(ctx context.Context, c briefings.Channel) (commands.ChannelFacts, error) {
	if _, ok := c.Person(); ok {
		return commands.ChannelFacts{Name: "own conversation", Clearance: p.cfg.DirectClearance, Postable: true}, nil
	}
	here, err := p.state.homes.Get(ctx, "")
	if err != nil {
		return commands.ChannelFacts{}, unseen(err)
	}
	facts := commands.ChannelFacts{Name: c.ID, Clearance: p.cfg.Clearance}
	if c.Workspace != here.team && c.Workspace != here.enterprise {
		facts.Why = "The channel is of another workspace; choose one of your own."
		return facts, nil
	}
	facts.Clearance = p.clearance(c, false)
	got, err := p.conversationInfo(ctx, c.ID)
	if err == nil {
		facts.Open = shared(got)
		facts.Clearance = p.clearance(c, facts.Open)
		if got.Name != "" {
			facts.Name = "#" + got.Name
		}
		if got.IsIM {
			facts.Clearance = p.cfg.DirectClearance
		}
		facts.Why = unpostable(got, p.cfg.AllowExternal)
	}
	switch slackWord(err) {
	case "channel_not_found", "not_in_channel", "method_not_supported_for_channel_type":
		facts.Why, err = "Attaché does not see this channel; invite it there with /invite.", nil
	}
	if err != nil {
		return facts, unseen(err)
	}
	facts.Postable = facts.Why == ""
	return facts, nil
}

// unseen is the error of a look that Slack has not answered.
func unseen(err error) error {
	if e := fateOf(err); e.Fate == intake.Stopped {
		err = e
	}
	return fmt.Errorf("look at a channel: %w", err)
}

// conversationInfo returns what Slack says about a conversation. Those that the
// app is in are asked for all at once: Slack tells about one of them at a time
// more slowly than it takes messages.
func (p *Platform) conversationInfo(ctx context.Context, id string) (*slack.Channel, error) {
	if joined, err := p.state.joined.Get(ctx, ""); err == nil {
		if c, ok := joined[id]; ok {
			return &c, nil
		}
	}
	var got *slack.Channel
	err := p.call(ctx, "conversations.info", func(ctx context.Context) (err error) {
		got, err = p.api.GetConversationInfoContext(ctx, conversation(id))
		return err
	})
	return got, err
}

// askJoined returns the channels that the app is in, by ID.
func (p *Platform) askJoined(ctx context.Context, _ string) (map[string]slack.Channel, error) {
	all := map[string]slack.Channel{}
	for cursor := ""; ; {
		var next string
		err := p.call(ctx, "users.conversations", func(ctx context.Context) error {
			page, after, err := p.api.GetConversationsForUserContext(ctx, &slack.GetConversationsForUserParameters{
				Cursor: cursor, Types: []string{"public_channel", "private_channel"}, Limit: 999})
			for _, c := range page {
				c.IsMember = true
				all[c.ID] = c
			}
			next = after
			return err
		})
		if cursor = next; err != nil || cursor == "" {
			return all, err
		}
	}
}

// shared reports whether people of another organisation are in a conversation, or
// are invited.
func shared(c *slack.Channel) bool {
	return c.IsExtShared || c.IsPendingExtShared || len(c.PendingShared) > 0
}

// unpostable says why nothing can be posted in a conversation, or "".
func unpostable(c *slack.Channel, external bool) string {
	switch {
	case c.IsArchived:
		return "The channel is archived; choose one in use."
	case shared(c) && !external:
		return "The channel is shared with another organisation; choose one of your own."
	case !c.IsMember && !c.IsIM && !c.IsMpIM:
		return "Attaché is not in the channel; invite it there with /invite."
	}
	return ""
}

// Tell sends a person a message in their own conversation with the app.
func (p *Platform) Tell(ctx context.Context, person briefings.PersonID, text string) error {
	parts := strings.Split(string(person), "/")
	if len(parts) != 3 || parts[0] != p.Name() {
		return fmt.Errorf("%s is nobody on Slack", person)
	}
	reply := commands.Reply{Private: true, Title: "About a digest", Text: text}
	return p.sendDirect(ctx, spot{user: parts[2]}, render(reply, renderOpts{NoShare: true}))
}

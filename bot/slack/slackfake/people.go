package slackfake

import (
	"fmt"
	"strings"
	"time"
)

// Command types a slash command, such as "/brief ask who pays?", in a channel
// or in the conversation with the app ([Slack.Direct]).
func (s *Slack) Command(user, channel, text string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.command(user, channel, text)
	s.send(d)
	return d
}

// command makes the delivery of a slash command. The caller holds the lock.
func (s *Slack) command(user, channel, text string) *Delivery {
	name, rest, _ := strings.Cut(text, " ")
	d := s.newDelivery("slash_commands")
	d.bodied = true
	s.equip(d, hook{user: user, channel: channel, delivery: d.ID}, "")
	ch := s.place(channel)
	d.payload = map[string]any{
		"token": "verification", "team_id": s.world.Team, "team_domain": "fake", "api_app_id": s.world.App,
		"channel_id": channel, "channel_name": channelName(ch), "user_id": user, "user_name": s.person(user).Name,
		"command": name, "text": strings.TrimSpace(rest), "is_enterprise_install": "false",
		"response_url": d.Hook, "trigger_id": d.Trigger,
	}
	return d
}

// equip gives a delivery its trigger and, in a channel, its response URL. The
// caller holds the lock.
func (s *Slack) equip(d *Delivery, h hook, view string) {
	d.Trigger = s.newTrigger(h.user, view, d.ID)
	if h.channel != "" {
		d.Hook = s.newHook(h)
		d.hook = s.hooks[d.Hook[strings.LastIndex(d.Hook, "/")+1:]]
	}
}

// person returns a user of the workspace; a test that names nobody is wrong.
func (s *Slack) person(id string) *User {
	u := s.world.users[id]
	if u == nil {
		panic(fmt.Sprintf("slackfake: the workspace has no user %q", id))
	}
	return u
}

// place returns a channel of the workspace; a test that names none is wrong.
func (s *Slack) place(id string) *Channel {
	if user, ok := strings.CutPrefix(id, "D_"); ok && s.world.users[user] != nil {
		return s.world.direct(user)
	}
	ch := s.world.channels[id]
	if ch == nil {
		panic(fmt.Sprintf("slackfake: the workspace has no channel %q", id))
	}
	return ch
}

func channelName(ch *Channel) string {
	switch {
	case ch.DirectWith != "":
		return "directmessage"
	case ch.Private:
		return "privategroup"
	}
	return ch.Name
}

// Mention speaks to the app in a channel, in the thread if one is named. An app
// that is not a member does not hear it.
func (s *Slack) Mention(user, channel, thread, text string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.place(channel)
	m := s.say(s.person(user).ID, channel, thread, "<@"+s.world.BotUser+"> "+text)
	if !ch.member(s.world.BotUser) {
		return s.refused("events_api", "the app is not a member of %s", channel)
	}
	d := s.event("app_mention", s.spoken(m))
	s.send(d)
	return d
}

// DirectMessage writes to the app in its own conversation with the user.
func (s *Slack) DirectMessage(user, thread, text string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	ch := s.world.direct(s.person(user).ID)
	d := s.directEvent(s.say(user, ch.ID, thread, text))
	s.send(d)
	return d
}

// directEvent makes the delivery of a message in a conversation with the app.
// The caller holds the lock.
func (s *Slack) directEvent(m *Message) *Delivery {
	event := s.spoken(m)
	event["channel_type"] = "im"
	return s.event("message", event)
}

// spoken returns the event of a message. The caller holds the lock.
func (s *Slack) spoken(m *Message) map[string]any {
	event := s.object(m, false)
	event["channel"], event["event_ts"] = m.Channel, m.TS
	event["client_msg_id"] = s.id("client-")
	return event
}

// Direct returns the ID of the user's conversation with the app.
func (s *Slack) Direct(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.direct(s.person(user).ID).ID
}

// OpenHome opens the app's Home tab.
func (s *Slack) OpenHome(user string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	event := map[string]any{"user": s.person(user).ID, "channel": s.world.direct(user).ID, "tab": "home", "event_ts": s.timestamp()}
	if v := s.homes[user]; v != nil {
		event["view"] = s.viewObject(v)
	}
	d := s.event("app_home_opened", event)
	s.send(d)
	return d
}

// OpenThread starts a new thread of the app's own conversation, the agent view,
// while the user looks at a channel; "" is none. The thread is in
// [Delivery.Thread].
func (s *Slack) OpenThread(user, channel string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	root := s.say(s.world.BotUser, s.world.direct(s.person(user).ID).ID, "", "New thread")
	context := map[string]any{"team_id": s.world.Team}
	if channel != "" {
		context["channel_id"] = channel
	}
	d := s.event("assistant_thread_started", map[string]any{
		"event_ts": root.TS,
		"assistant_thread": map[string]any{
			"user_id": user, "context": context, "channel_id": root.Channel, "thread_ts": root.TS,
		},
	})
	d.Thread = root.TS
	s.send(d)
	return d
}

// Event delivers any event of the Events API, such as one that the app does
// not know. The kind is set in it.
func (s *Slack) Event(kind string, event map[string]any) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.event(kind, event)
	s.send(d)
	return d
}

// event makes the delivery of an event. The caller holds the lock.
func (s *Slack) event(kind string, event map[string]any) *Delivery {
	inner := map[string]any{"type": kind}
	for name, v := range event {
		if name != "type" {
			inner[name] = v
		}
	}
	channel, _ := event["channel"].(string)
	ch := s.world.channels[channel]
	d := s.newDelivery("events_api")
	d.payload = map[string]any{
		"token": "verification", "team_id": s.world.Team, "context_team_id": s.world.Team, "api_app_id": s.world.App,
		"type": "event_callback", "event_id": s.id("Ev"), "event_time": time.Now().Unix(), "event": inner,
		"is_ext_shared_channel": ch != nil && ch.External,
		"authorizations": []any{map[string]any{
			"team_id": s.world.Team, "user_id": s.world.BotUser, "is_bot": true, "is_enterprise_install": false,
		}},
	}
	return d
}

// MessageShortcut calls a shortcut on a message.
func (s *Slack) MessageShortcut(user, callback string, m Message) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.interaction("message_action", user)
	s.equip(d, hook{user: user, channel: m.Channel, thread: m.Thread, delivery: d.ID}, "")
	d.payload["callback_id"], d.payload["trigger_id"], d.payload["response_url"] = callback, d.Trigger, d.Hook
	d.payload["message_ts"], d.payload["message"] = m.TS, s.object(&m, false)
	d.payload["channel"] = map[string]any{"id": m.Channel, "name": channelName(s.place(m.Channel))}
	d.payload["action_ts"] = s.timestamp()
	s.send(d)
	return d
}

// GlobalShortcut calls a shortcut from the search bar.
func (s *Slack) GlobalShortcut(user, callback string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.interaction("shortcut", user)
	s.equip(d, hook{user: user, delivery: d.ID}, "")
	d.payload["callback_id"], d.payload["trigger_id"] = callback, d.Trigger
	d.payload["action_ts"] = s.timestamp()
	s.send(d)
	return d
}

// interaction makes the delivery of something pressed, chosen or submitted.
// The caller holds the lock.
func (s *Slack) interaction(kind, user string) *Delivery {
	d := s.newDelivery("interactive")
	d.bodied = kind == "view_submission" || kind == "block_suggestion"
	u := s.person(user)
	team := s.world.Team
	if u.Team != "" {
		team = u.Team
	}
	d.payload = map[string]any{
		"type": kind, "token": "verification", "api_app_id": s.world.App,
		"user":                  map[string]any{"id": user, "username": u.Name, "name": u.Name, "team_id": team},
		"team":                  map[string]any{"id": s.world.Team, "domain": "fake"},
		"is_enterprise_install": false, "enterprise": nil,
	}
	return d
}

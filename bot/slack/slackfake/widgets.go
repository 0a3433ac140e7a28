package slackfake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A surface is where something was pressed: a message or a view.
type surface struct {
	blocks  []map[string]any
	message *Message
	view    *View
}

// found returns the element that the user means, by label or action ID, and its
// block. A test that names none is wrong.
func (sf surface) found(name string, wanted func(kind string) bool) (element, block map[string]any) {
	var have []string
	for _, b := range sf.blocks {
		for _, e := range interactive(b) {
			if !wanted(word(e, "type")) {
				continue
			}
			if word(e, "action_id") == name || caption(e, "text") == name {
				return e, b
			}
			have = append(have, fmt.Sprintf("%q (%s)", caption(e, "text"), word(e, "action_id")))
		}
	}
	panic(fmt.Sprintf("slackfake: nothing is called %q; there are %s", name, strings.Join(have, ", ")))
}

func (s *Slack) onMessage(user string, m Message) surface {
	if m.To != "" && m.To != user {
		panic(fmt.Sprintf("slackfake: %s cannot see the message for %s", user, m.To))
	}
	return surface{blocks: decodeList(m.Blocks), message: &m}
}

func (s *Slack) onView(user string, v View) surface {
	now := s.views[v.ID]
	if now == nil || now.User != user {
		panic(fmt.Sprintf("slackfake: %s has no view %s open", user, v.ID))
	}
	return surface{blocks: now.blocks(), view: now}
}

// Press presses a button of a message, named by its label or action ID, and
// agrees to its confirmation. It panics if there is none such that the user sees.
func (s *Slack) Press(user string, m Message, button string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.press(user, s.onMessage(user, m), button)
}

// PressView presses a button of an open modal or the App Home.
func (s *Slack) PressView(user string, v View, button string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.press(user, s.onView(user, v), button)
}

func (s *Slack) press(user string, sf surface, button string) *Delivery {
	e, b := sf.found(button, func(kind string) bool { return kind == "button" })
	action := map[string]any{"type": "button", "text": e["text"]}
	if v := word(e, "value"); v != "" {
		action["value"] = v
	}
	return s.act(user, sf, e, b, action)
}

// Select chooses values in a select menu, radio group or the like of a message,
// named by its action ID.
func (s *Slack) Select(user string, m Message, action string, values ...string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.choose(user, s.onMessage(user, m), action, values)
}

// SelectView does the same in an open modal or the App Home.
func (s *Slack) SelectView(user string, v View, action string, values ...string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.choose(user, s.onView(user, v), action, values)
}

func (s *Slack) choose(user string, sf surface, name string, values []string) *Delivery {
	e, b := sf.found(name, func(kind string) bool { return kind != "button" })
	state := s.state(sf, e, values)
	if sf.view != nil {
		keep(sf.view.values, word(b, "block_id"), word(e, "action_id"), state)
	}
	if word(b, "type") == "input" && !flag(b, "dispatch_action") {
		return s.refused("interactive", "an input is only sent when the modal is submitted")
	}
	return s.act(user, sf, e, b, state)
}

// act makes and sends the delivery of an action. The caller holds the lock.
func (s *Slack) act(user string, sf surface, e, b, state map[string]any) *Delivery {
	d := s.interaction("block_actions", user)
	action := map[string]any{"action_id": word(e, "action_id"), "block_id": word(b, "block_id"), "action_ts": s.timestamp()}
	for name, v := range state {
		action[name] = v
	}
	d.payload["actions"] = []any{action}
	s.locate(d, user, sf)
	d.payload["trigger_id"] = d.Trigger
	if d.Hook != "" {
		d.payload["response_url"] = d.Hook
	}
	if sf.message != nil {
		values := map[string]any{}
		if word(e, "type") != "button" {
			keep(values, word(b, "block_id"), word(e, "action_id"), state)
		}
		d.payload["state"] = map[string]any{"values": values}
	}
	s.send(d)
	return d
}

// locate says where the user acted, and hands out trigger and response URL.
// The caller holds the lock.
func (s *Slack) locate(d *Delivery, user string, sf surface) {
	if v := sf.view; v != nil {
		inModal := v.ID
		if v.Type == "home" {
			inModal = ""
		}
		s.equip(d, hook{user: user, delivery: d.ID}, inModal)
		d.payload["view"] = s.viewObject(v)
		d.payload["container"] = map[string]any{"type": "view", "view_id": v.ID}
		return
	}
	m := sf.message
	h := hook{user: user, channel: m.Channel, thread: m.Thread, delivery: d.ID}
	for _, have := range s.channels[m.Channel] {
		if have.TS == m.TS {
			h.message = have
		}
	}
	s.equip(d, h, "")
	container := map[string]any{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.To != ""}
	if m.Thread != "" {
		container["thread_ts"] = m.Thread
	}
	d.payload["container"] = container
	d.payload["channel"] = map[string]any{"id": m.Channel, "name": channelName(s.place(m.Channel))}
	if m.To == "" {
		d.payload["message"] = s.object(m, false)
	}
}

// Options types into a type-ahead select of an open view and asks for choices,
// which are in the acknowledgement's Options.
func (s *Slack) Options(user string, v View, action, typed string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.suggest(user, s.onView(user, v), action, typed)
}

// OptionsIn does the same in a message.
func (s *Slack) OptionsIn(user string, m Message, action, typed string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.suggest(user, s.onMessage(user, m), action, typed)
}

func (s *Slack) suggest(user string, sf surface, name, typed string) *Delivery {
	e, b := sf.found(name, func(kind string) bool { return strings.HasSuffix(kind, "external_select") })
	least := 3
	if n, ok := e["min_query_length"].(float64); ok {
		least = int(n)
	}
	if len([]rune(typed)) < least {
		return s.refused("interactive", "%d characters are to be typed first", least)
	}
	d := s.interaction("block_suggestion", user)
	d.payload["action_id"], d.payload["block_id"], d.payload["value"] = word(e, "action_id"), word(b, "block_id"), typed
	s.locate(d, user, sf)
	d.offer = word(e, "action_id")
	s.send(d)
	return d
}

// state returns the state of an element after the user chose or typed values.
// The caller holds the lock.
func (s *Slack) state(sf surface, e map[string]any, values []string) map[string]any {
	kind := word(e, "type")
	one := strings.Join(values[:min(1, len(values))], "")
	out := map[string]any{"type": kind}
	options := func() []any {
		list := []any{}
		for _, v := range values {
			list = append(list, s.option(e, v))
		}
		return list
	}
	switch kind {
	case "static_select", "external_select", "radio_buttons", "overflow":
		out["selected_option"] = nil
		if one != "" {
			out["selected_option"] = s.option(e, one)
		}
	case "multi_static_select", "multi_external_select", "checkboxes":
		out["selected_options"] = options()
	case "users_select":
		out["selected_user"] = one
	case "channels_select":
		out["selected_channel"] = one
	case "conversations_select":
		out["selected_conversation"] = one
	case "multi_users_select":
		out["selected_users"] = values
	case "multi_channels_select":
		out["selected_channels"] = values
	case "multi_conversations_select":
		out["selected_conversations"] = values
	case "datepicker":
		out["selected_date"] = one
	case "timepicker":
		out["selected_time"] = one
	case "datetimepicker":
		out["selected_date_time"], _ = strconv.Atoi(one)
	case "file_input":
		files := []any{}
		for _, id := range values {
			files = append(files, fileObject(s.uploads[id].file))
		}
		out["files"] = files
	default:
		out["value"] = nil
		if one != "" {
			out["value"] = one
		}
	}
	return out
}

// option returns the option of an element with the value; a test that names one
// which is not offered is wrong.
func (s *Slack) option(e map[string]any, value string) map[string]any {
	list := objects(e["options"])
	for _, g := range objects(e["option_groups"]) {
		list = append(list, objects(g["options"])...)
	}
	for _, o := range list {
		if word(o, "value") == value {
			return map[string]any{"text": o["text"], "value": value}
		}
	}
	if strings.HasSuffix(word(e, "type"), "external_select") {
		text := value
		offered := s.offered[word(e, "action_id")]
		if i := slices.IndexFunc(offered, func(o Option) bool { return o.Value == value }); i >= 0 {
			text = offered[i].Text
		}
		return map[string]any{"text": map[string]any{"type": "plain_text", "text": text}, "value": value}
	}
	panic(fmt.Sprintf("slackfake: %q offers no %q", word(e, "action_id"), value))
}

// keep puts the state of an element where the payload has it.
func keep(values map[string]any, block, action string, state map[string]any) {
	values[block] = map[string]any{action: state}
}

// flag returns a truth value of an object.
func flag(o map[string]any, field string) bool {
	v, _ := o[field].(bool)
	return v
}

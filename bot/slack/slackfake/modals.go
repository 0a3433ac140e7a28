package slackfake

import (
	"fmt"
	"unicode/utf8"
)

// Submit fills a modal in and submits it. Values are by block ID or action ID;
// what is not named keeps its initial value. Inputs that Slack's client checks
// itself, such as a required one left empty, make a Delivery with Refused set.
func (s *Slack) Submit(user string, v View, values map[string][]string) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	sf := s.onView(user, v)
	now := sf.view
	used := map[string]bool{}
	for _, b := range sf.blocks {
		if word(b, "type") != "input" {
			continue
		}
		e := child(b, "element")
		given, name, named := filled(values, b, e)
		used[name] = named
		state, before := s.initial(e), child(child(now.values, word(b, "block_id")), word(e, "action_id"))
		if before != nil {
			state = before
		}
		if named {
			state = s.state(sf, e, given)
		}
		if why := unfit(b, e, state); why != "" {
			return s.refused("interactive", "%s: %s", word(b, "block_id"), why)
		}
		keep(now.values, word(b, "block_id"), word(e, "action_id"), state)
	}
	for name := range values {
		if !used[name] {
			panic(fmt.Sprintf("slackfake: the modal has no input %q; it has %q", name, now.Fields()))
		}
	}
	d := s.interaction("view_submission", user)
	s.equip(d, hook{user: user, delivery: d.ID}, now.ID)
	d.view = now.ID
	d.payload["trigger_id"], d.payload["view"], d.payload["response_urls"] = d.Trigger, s.viewObject(now), []any{}
	s.send(d)
	return d
}

// filled returns the values that a test names for an input.
func filled(values map[string][]string, b, e map[string]any) (given []string, name string, named bool) {
	for _, name := range []string{word(b, "block_id"), word(e, "action_id")} {
		if given, ok := values[name]; ok && name != "" {
			return given, name, true
		}
	}
	return nil, "", false
}

// initial returns the state of an element that nobody touched.
func (s *Slack) initial(e map[string]any) map[string]any {
	out := map[string]any{"type": word(e, "type")}
	for from, to := range map[string]string{
		"initial_value": "value", "initial_option": "selected_option", "initial_options": "selected_options",
		"initial_user": "selected_user", "initial_channel": "selected_channel", "initial_conversation": "selected_conversation",
		"initial_users": "selected_users", "initial_channels": "selected_channels", "initial_conversations": "selected_conversations",
		"initial_date": "selected_date", "initial_time": "selected_time", "initial_date_time": "selected_date_time",
	} {
		if v, ok := e[from]; ok {
			out[to] = v
		}
	}
	if len(out) == 1 {
		return s.state(surface{}, e, nil)
	}
	return out
}

// unfit returns why Slack's client would not submit an input, or "".
func unfit(b, e, state map[string]any) string {
	content, has := any(nil), false
	for name, v := range state {
		if name != "type" {
			content, has = v, v != nil && v != "" && v != 0
		}
	}
	if list, ok := content.([]any); ok {
		has = len(list) > 0
	}
	if list, ok := content.([]string); ok {
		has = len(list) > 0
	}
	if !has {
		if flag(b, "optional") {
			return ""
		}
		return "required, and empty"
	}
	text, ok := content.(string)
	if !ok || word(e, "type") != "plain_text_input" {
		return ""
	}
	n := float64(utf8.RuneCountInString(text))
	if least, ok := e["min_length"].(float64); ok && n < least {
		return "too short"
	}
	if most, ok := e["max_length"].(float64); n > inputText || ok && n > most {
		return "too long"
	}
	return ""
}

// CloseView closes a modal and what lies on it; the app hears of it if it asked
// to, else the Delivery has Refused set.
func (s *Slack) CloseView(user string, v View) *Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.onView(user, v).view
	object, told := s.viewObject(now), now.notifyClose
	s.pop(user, now.ID)
	if !told {
		return s.refused("interactive", "the app did not ask to hear of it")
	}
	d := s.interaction("view_closed", user)
	d.payload["view"], d.payload["is_cleared"] = object, false
	s.send(d)
	return d
}

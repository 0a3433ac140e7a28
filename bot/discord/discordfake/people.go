package discordfake

import (
	"fmt"
	"slices"
)

// Command types a slash command in a channel or in a conversation with the bot.
// It has to be registered, and to be filled in as it was registered.
func (d *Discord) Command(user, channel, name string, options ...Opt) *Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.enter(commandKind, user, channel, name, options)
}

// Autocomplete asks for choices while a command is typed; one option is marked
// by [Focus].
func (d *Discord) Autocomplete(user, channel, name string, options ...Opt) *Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.enter(autocompleteKind, user, channel, name, options)
}

// enter sends what is typed. The caller holds the lock.
func (d *Discord) enter(kind int, user, channel, name string, options []Opt) *Delivery {
	v := d.typed(kind, user, channel, name, options)
	return d.send(v)
}

// typed makes the delivery of a slash command or of its completion. The caller
// holds the lock.
func (d *Discord) typed(kind int, user, channel, name string, options []Opt) *Delivery {
	c := d.place(channel)
	known, problem := d.offered(1, user, c, name)
	if problem != "" {
		return d.refused(kind, "%s: %s", spelled(name, options), problem)
	}
	id := d.id()
	if known != nil {
		id = known.ID
		if problem := fill(objects(known.object["options"]), options, kind == autocompleteKind); problem != "" {
			return d.refused(kind, "%s: %s", spelled(name, options), problem)
		}
	}
	data := object{"id": id, "name": name, "type": 1}
	if known != nil && known.Guild != "" {
		data["guild_id"] = known.Guild
	}
	if len(options) > 0 {
		filled := list{}
		for _, o := range options {
			filled = append(filled, o.object())
		}
		data["options"] = filled
	}
	if resolved := d.resolved(c.Guild, user, options); len(resolved) > 0 {
		data["resolved"] = resolved
	}
	return d.newDelivery(kind, user, c, data)
}

// MessageCommand chooses a message command from the menu of a message.
func (d *Discord) MessageCommand(user, channel, name, message string) *Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.place(channel)
	known, problem := d.offered(3, user, c, name)
	if problem != "" {
		return d.refused(commandKind, "%s: %s", name, problem)
	}
	m := d.lookup(message)
	if m == nil || m.Channel != channel {
		return d.refused(commandKind, "%s: there is no message %s in %s", name, message, channel)
	}
	id := d.id()
	if known != nil {
		id = known.ID
	}
	return d.send(d.newDelivery(commandKind, user, c, object{
		"id": id, "name": name, "type": 3, "target_id": m.ID,
		"resolved": object{"messages": object{m.ID: d.messageObject(m)}},
	}))
}

// Press presses a button of a message.
func (d *Discord) Press(user, message, customID string) *Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	m, control, problem := d.reach(user, message, customID)
	switch {
	case problem != "":
		return d.refused(componentKind, "%s", problem)
	case control.Type != typeButton || control.URL != "":
		return d.refused(componentKind, "%s is no button of the app", customID)
	}
	return d.send(d.act(user, m, control, nil))
}

// Select chooses values of a select menu of a message: values of its options,
// or IDs of users, roles or channels.
func (d *Discord) Select(user, message, customID string, values ...string) *Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	m, control, problem := d.reach(user, message, customID)
	if problem == "" {
		problem = chosen(control, values)
	}
	if problem != "" {
		return d.refused(componentKind, "%s", problem)
	}
	return d.send(d.act(user, m, control, values))
}

// reach finds a control of a message that a user can act on. The caller holds
// the lock.
func (d *Discord) reach(user, message, customID string) (*Message, Control, string) {
	m := d.lookup(message)
	switch {
	case m == nil:
		return nil, Control{}, fmt.Sprintf("there is no message %s", message)
	case m.ForUser != "" && m.ForUser != user:
		return nil, Control{}, fmt.Sprintf("message %s is for another user alone", message)
	case !d.world.permissions(user, d.place(m.Channel)).Has(ViewChannel):
		return nil, Control{}, fmt.Sprintf("the user does not see channel %s", m.Channel)
	}
	for _, c := range m.copied().Controls() {
		switch {
		case c.CustomID != customID || customID == "":
		case c.Disabled:
			return nil, Control{}, fmt.Sprintf("%s is disabled", customID)
		default:
			return m, c, ""
		}
	}
	return nil, Control{}, fmt.Sprintf("message %s has no %s", message, customID)
}

// chosen returns why a select menu would not take values, "" when it would.
func chosen(c Control, values []string) string {
	if c.Type != typeSelect && (c.Type < typeUsers || c.Type > typeChannels) {
		return fmt.Sprintf("%s is no select menu", c.CustomID)
	}
	least, most := span(c.raw, 1, 1)
	if len(values) < least || len(values) > most {
		return fmt.Sprintf("%s takes %d to %d values, not %d", c.CustomID, least, most, len(values))
	}
	for _, v := range values {
		if c.Type == typeSelect && !slices.Contains(c.Values, v) {
			return fmt.Sprintf("%s has no option %q", c.CustomID, v)
		}
	}
	return ""
}

// span returns min_values and max_values of a control, or what they are when
// left out.
func span(o object, least, most int) (int, int) {
	if n, ok := number(o, "min_values"); ok {
		least = n
	}
	if n, ok := number(o, "max_values"); ok {
		most = n
	}
	return least, most
}

// act makes the delivery of a press or choice. The caller holds the lock.
func (d *Discord) act(user string, m *Message, control Control, values []string) *Delivery {
	c := d.place(m.Channel)
	data := object{"custom_id": control.CustomID, "component_type": control.Type, "id": control.id}
	if values != nil {
		data["values"] = values
		if resolved := d.resolved(c.Guild, user, picks(control.Type, values, nil)); len(resolved) > 0 {
			data["resolved"] = resolved
		}
	}
	v := d.newDelivery(componentKind, user, c, data)
	v.message = m
	v.payload["message"] = d.messageObject(m)
	return v
}

// picks returns what a select menu or upload names as options, to be resolved.
func picks(kind int, values []string, files []Attachment) []Opt {
	kinds := map[int]int{typeUsers: userOption, typeRoles: roleOption, typeMentions: mentionOption, typeChannels: channelOption}
	var out []Opt
	for _, v := range values {
		if k := kinds[kind]; k != 0 {
			out = append(out, Opt{Kind: k, Value: v})
		}
	}
	for _, f := range files {
		out = append(out, Opt{Kind: attachmentOption, Value: f.ID, file: f})
	}
	return out
}

// Forge sends an interaction of any kind with any data, as a modified client
// could: nothing is held against what was registered or shown.
func (d *Discord) Forge(user, channel string, kind int, data map[string]any) *Delivery {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.send(d.newDelivery(kind, user, d.place(channel), data))
}

// Replay delivers an interaction a second time, unchanged, as a faulty network
// in front of the app could.
func (d *Discord) Replay(v *Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.address != "" {
		go d.callBack(v)
		return
	}
	d.broadcast(v.guild, "INTERACTION_CREATE", v.payload)
}

package discordfake

import "time"

// hook returns the interaction that a webhook address belongs to, or why it
// cannot be used.
func (c *call) hook() (*Delivery, answer) {
	v := c.tokens[c.params["webhook_token"]]
	switch {
	case c.params["webhook_id"] != AppID || v == nil || !v.responded || v.void:
		return nil, refuse(404, codeWebhook)
	case time.Since(v.sent) >= TokenLife:
		return nil, refuse(401, codeToken)
	}
	return v, answer{}
}

// followUp shows a further message. Right after a deferred response it becomes
// that response, and its ephemeral flag does not count.
func (c *call) followUp() answer {
	v, a := c.hook()
	if a.status != 0 {
		return a
	}
	if v.deferred && v.original != nil && !v.original.gone {
		v.deferred = false
		if a := c.change(v.original, c.fields(), v.ID); a.status != 0 {
			v.deferred = true
			return a
		}
		return okay(c.messageObject(v.original))
	}
	m, a := c.compose(c.fields(), nil)
	if a.status != 0 {
		return a
	}
	return okay(c.messageObject(c.publish(v, m, "followup")))
}

// hooked returns the message that a webhook address names: the original
// response, or a follow-up of the same interaction.
func (c *call) hooked() (*Delivery, *Message, answer) {
	v, a := c.hook()
	if a.status != 0 {
		return nil, nil, a
	}
	m := v.original
	if id := c.params["message_id"]; id != "" && (m == nil || m.ID != id) {
		if m = c.lookup(id); m != nil && m.hook != v {
			m = nil
		}
	}
	if m == nil || m.gone {
		return nil, nil, refuse(404, codeMessage)
	}
	return v, m, answer{}
}

func (c *call) hookMessage() answer {
	_, m, a := c.hooked()
	if a.status != 0 {
		return a
	}
	return okay(c.messageObject(m))
}

func (c *call) editHookMessage() answer {
	v, m, a := c.hooked()
	if a.status != 0 {
		return a
	}
	if a := c.change(m, c.fields(), v.ID); a.status != 0 {
		return a
	}
	if m == v.original {
		v.deferred = false
	}
	return okay(c.messageObject(m))
}

func (c *call) removeHookMessage() answer {
	v, m, a := c.hooked()
	if a.status != 0 {
		return a
	}
	if m == v.original {
		v.deferred = false
	}
	c.remove(m)
	return done()
}

// ExpireToken makes the token of an interaction invalid before its time.
func (d *Discord) ExpireToken(v *Delivery) {
	d.mu.Lock()
	defer d.mu.Unlock()
	v.void = true
}

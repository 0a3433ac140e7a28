package slackfake

import (
	"bytes"
	"encoding/json"
)

// apply does what the body of an acknowledgement asks for. The caller holds the
// lock.
func (s *Slack) apply(d *Delivery, body json.RawMessage) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 || string(body) == "null" || string(body) == "{}" || string(body) == `""` {
		s.accept(d)
		return
	}
	given := args{}
	if err := json.Unmarshal(body, &given); err != nil {
		s.violate(d.Kind, "the body of the acknowledgement is not a JSON object: %s", shortened(string(body), 60))
		return
	}
	c := &call{Slack: s, method: "ack", args: given}
	kind, _ := d.payload["type"].(string)
	switch {
	case d.Kind == "slash_commands":
		s.respond(c, d.hook, "ack")
	case kind == "block_suggestion":
		s.offer(d, body)
	case kind == "view_submission":
		s.submitted(c, d)
	default:
		s.violate(d.Kind, "the acknowledgement of %q has a body, which Slack does not read", kind)
	}
}

// accept is what an empty acknowledgement means: a modal that was submitted
// closes. The caller holds the lock.
func (s *Slack) accept(d *Delivery) {
	if v := s.views[d.view]; v != nil {
		s.pop(v.User, v.ID)
	}
}

// offer keeps the choices of a type-ahead select.
func (s *Slack) offer(d *Delivery, body json.RawMessage) {
	for _, p := range CheckOptions(body) {
		s.violate("block_suggestion", "%s", p)
	}
	s.offered[d.offer] = Ack{Body: body}.Options()
}

// submitted does what the app answers to a modal that was submitted.
func (s *Slack) submitted(c *call, d *Delivery) {
	v := s.views[d.view]
	if v == nil {
		return // closed meanwhile
	}
	v.Errors = nil
	switch action := c.args.text("response_action"); action {
	case "clear":
		s.pop(v.User, "")
	case "errors":
		var errors map[string]string
		json.Unmarshal(c.args["errors"], &errors)
		s.fieldErrors(v, errors)
	case "update", "push":
		c.method = "view_submission"
		now, code := c.readView(c.args["view"], "modal")
		if code != "" {
			return
		}
		if action == "update" {
			s.put(v, now, d.ID)
			return
		}
		s.push(now, v.User, d.ID)
	default:
		s.violate("view_submission", "response_action %q is none of errors, update, push and clear", action)
	}
}

// fieldErrors shows validation errors under the fields of a modal.
func (s *Slack) fieldErrors(v *View, errors map[string]string) {
	if len(errors) == 0 {
		s.violate("view_submission", "response_action errors without any error")
	}
	fields := map[string]bool{}
	for _, f := range v.Fields() {
		fields[f] = true
	}
	for field, text := range errors {
		if !fields[field] {
			s.violate("view_submission", "an error for %q, which is no input of the modal", field)
		}
		if text == "" {
			s.violate("view_submission", "the error for %q is empty", field)
		}
	}
	v.Errors = errors
	s.happen(Effect{Kind: "errors", User: v.User, View: v.ID})
}

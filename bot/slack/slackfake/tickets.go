package slackfake

import (
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// How long what Slack hands out with a delivery is good for.
const (
	TriggerLife = 3 * time.Second
	HookLife    = 30 * time.Minute
	HookUses    = 5
)

// A trigger lets the app open one modal for the user who acted.
type trigger struct {
	user, delivery string
	view           string // the modal it was pressed in; "" outside of one
	made           time.Time
	used           bool
}

// newTrigger hands out a trigger. The caller holds the lock.
func (s *Slack) newTrigger(user, view, delivery string) string {
	id := s.id("1.2.")
	s.triggers[id] = &trigger{user: user, view: view, delivery: delivery, made: time.Now()}
	if s.serial%256 == 0 {
		s.expire(time.Now())
	}
	return id
}

// spend uses a trigger up. The caller holds the lock.
func (c *call) spend() (*trigger, string) {
	t := c.triggers[c.args.text("trigger_id")]
	switch {
	case t == nil:
		c.violate(c.method, "trigger_id is not one that Slack gave")
		return nil, "invalid_trigger_id"
	case t.used:
		c.violate(c.method, "trigger_id was used before")
		return nil, "exchanged_trigger_id"
	case time.Since(t.made) > TriggerLife:
		return nil, "expired_trigger_id"
	}
	t.used = true
	return t, ""
}

// A hook is a response URL: a way to answer one delivery where it was made.
type hook struct {
	user, channel, thread, delivery string
	message                         *Message // the message that was acted on, or the last one posted through it
	made                            time.Time
	uses, refused                   int
}

// newHook hands out a response URL. The caller holds the lock.
func (s *Slack) newHook(h hook) string {
	id := s.id("hook")
	h.made = time.Now()
	s.hooks[id] = &h
	return s.base + "/hooks/" + id
}

// expire forgets what is long past use. The caller holds the lock.
func (s *Slack) expire(now time.Time) {
	for id, t := range s.triggers {
		if now.Sub(t.made) > time.Minute {
			delete(s.triggers, id)
		}
	}
	for id, h := range s.hooks {
		if now.Sub(h.made) > 2*HookLife {
			delete(s.hooks, id)
		}
	}
}

// refusals is how often an app may try a spent response URL before it counts as
// a loop.
const refusals = 3

// serveHook answers one use of a response URL.
func (s *Slack) serveHook(w http.ResponseWriter, r *http.Request, id string) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	given := args{}
	if err != nil || json.Unmarshal(body, &given) != nil {
		s.note("response_url", "the body is not a JSON object")
		http.Error(w, "invalid_payload", http.StatusBadRequest)
		return
	}
	c := &call{Slack: s, method: "response_url", args: given}
	fault := s.fault(c.method)
	if fault != nil && !fault.before(w, r) {
		s.record(c, fault.name(), fault)
		fault.cut()
		return
	}
	var code string
	var status int
	if fault == nil || fault.Error == "" || fault.AfterEffect {
		code, status = s.useHook(c, id)
	}
	if fault != nil && fault.Error != "" {
		code, status = fault.Error, http.StatusBadRequest
	}
	s.record(c, code, &Fault{Status: status})
	if fault != nil && fault.AfterEffect {
		fault.cut()
	}
	if code == "" {
		code = "ok"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	io.WriteString(w, code)
}

// useHook carries one use out and returns the text and status of the answer.
func (s *Slack) useHook(c *call, id string) (string, int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := s.hooks[id]
	if h == nil {
		s.violate("response_url", "there is no such response URL")
		return "invalid_url", http.StatusNotFound
	}
	over := ""
	switch {
	case time.Since(h.made) > HookLife:
		over = "expired_url"
	case h.uses >= HookUses:
		over = "used_url"
	}
	if over != "" {
		if h.refused++; h.refused > refusals {
			s.violate("response_url", "tried again %d times after %s", h.refused-1, over)
		}
		return over, http.StatusNotFound
	}
	h.uses++
	if code := s.respond(c, h, "response_url"); code != "" {
		return code, http.StatusBadRequest
	}
	return "", http.StatusOK
}

// respond shows a message where a delivery was made: the body of an
// acknowledgement or of a response URL. The caller holds the lock.
func (s *Slack) respond(c *call, h *hook, via string) string {
	where := c.args.text("response_type")
	if remove, _ := c.args.truth("delete_original"); remove {
		if h.message != nil {
			s.remove(h.message, h.delivery)
		}
		return ""
	}
	replace, _ := c.args.truth("replace_original")
	if where == "" && !replace {
		s.violate(via, "response_type is not set: name ephemeral or in_channel")
	}
	if code := c.checkMessage(); code != "" {
		return code
	}
	m := c.message()
	m.Via, m.Delivery, m.Channel, m.From = via, h.delivery, h.channel, s.world.BotUser
	if replace && h.message != nil {
		s.replace(h.message, m, h.delivery)
		return ""
	}
	if where != "in_channel" {
		m.To = h.user
	}
	if m.Thread == "" {
		m.Thread = h.thread
	}
	h.message = s.post(m, h.delivery)
	return ""
}

package slack

import (
	"fmt"
	"sync"

	"attache/briefings"
)

// Health says how the platform stands with Slack.
type Health struct {
	Connected bool   // something Slack sends would arrive
	Stopped   bool   // Slack has refused a token for good; nothing more is asked of it
	Text      string // one sentence: what is wrong and how to mend it; empty when all is well
}

// health is the live form of [Health].
type health struct {
	mu      sync.Mutex
	refused *refusal
	trouble string // why the last attempt to connect failed; empty after one that did not
	open    int    // roads open now
	ever    bool   // one has been open
	ended   chan struct{}
}

// Health returns how things stand at this moment.
func (p *Platform) Health() Health { return p.health.now() }

func (h *health) now() Health {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.refused != nil:
		return Health{Stopped: true, Text: h.refused.sentence()}
	case h.open > 0:
		return Health{Connected: true, Text: h.trouble}
	case h.trouble == "":
		return Health{Text: "Not connected to Slack yet; wait a moment."}
	}
	return Health{Text: h.trouble}
}

// connected notes that a road has opened, and that nothing is wrong any more.
func (h *health) connected() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open++
	h.ever = true
	h.trouble = ""
}

// everConnected reports whether a road has ever been open.
func (h *health) everConnected() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.ever
}

func (h *health) disconnected() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open--
}

func (h *health) failed(sentence string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.trouble = sentence
}

// refuse notes that Slack has refused a token for good, and reports whether that
// is news.
func (h *health) refuse(r *refusal) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refused != nil {
		return false
	}
	h.refused = r
	close(h.stopping())
	return true
}

// stopping is called with the lock held.
func (h *health) stopping() chan struct{} {
	if h.ended == nil {
		h.ended = make(chan struct{})
	}
	return h.ended
}

// stopped returns a channel that is closed once Slack has refused a token.
func (h *health) stopped() <-chan struct{} {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stopping()
}

// refusal returns why Slack is asked nothing more, or nil.
func (h *health) refusal() *refusal {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.refused
}

// A refusal is Slack's last word about a token.
type refusal struct{ code string }

// Error returns Slack's word for it.
func (r *refusal) Error() string { return "slack refuses the token: " + r.code }

// sentence says what happened and how to mend it.
func (r *refusal) sentence() string {
	what, mend := r.code, "install the app again and set its tokens anew"
	switch r.code {
	case "invalid_auth", "not_authed":
		mend = "copy the tokens again from the app's settings and set them anew"
	case "account_inactive", "app_uninstalled", "user_removed_from_team", "team_disabled":
		mend = "install the app in the workspace again and set its tokens anew"
	}
	return fmt.Sprintf("Slack refused a token (%s); nothing more is asked of it; %s, then start again.", what, mend)
}

// unusable returns the refusal as the mistake it is: a setting.
func (r *refusal) unusable() error {
	return briefings.Errorf(briefings.Unusable, "%s", r.sentence())
}

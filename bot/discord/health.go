package discord

import (
	"fmt"
	"sync"

	"attache/briefings"
)

// Health says how the platform stands with Discord.
type Health struct {
	Connected bool   // something Discord sends would arrive
	Stopped   bool   // Discord has refused the bot for good; nothing more is asked of it
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

// newHealth returns the health of a platform that has not connected yet.
func newHealth() *health { return &health{ended: make(chan struct{})} }

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
		return Health{Text: "Not connected to Discord yet; wait a moment."}
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

// refuse notes that Discord has refused the bot for good, and reports whether
// that is news.
func (h *health) refuse(r *refusal) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refused != nil {
		return false
	}
	h.refused = r
	close(h.ended)
	return true
}

// stopped returns a channel that is closed once Discord has refused the bot.
func (h *health) stopped() <-chan struct{} { return h.ended }

// refusal returns why Discord is asked nothing more, or nil.
func (h *health) refusal() *refusal {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.refused
}

// refuse stops everything at Discord's last word, and says so once in the log
// and in the metrics. The code is a status of the REST API or a close code of
// the gateway.
func (p *Platform) refuse(code int) {
	if r := (&refusal{code: code}); p.health.refuse(r) {
		p.counts.revoked.Store(1)
		p.log.Error("discord stopped", "reason", code, "mend", r.sentence())
	}
}

// A refusal is Discord's last word about the bot: a status of the REST API or
// a close code of the gateway after which nobody may come back.
type refusal struct{ code int }

// Error returns Discord's code.
func (r *refusal) Error() string { return fmt.Sprintf("discord refuses the bot: %d", r.code) }

// sentence says what happened and how to mend it.
func (r *refusal) sentence() string {
	mend := ""
	switch r.code {
	case closeShard, closeSharded:
		mend = "Discord asks for this bot to be sharded, as bots in more than 2,500 servers are; take it out of servers that do not need it"
	case closeVersion:
		mend = "Discord no longer speaks the version of its gateway that this program knows; install a newer one"
	case closeIntents, closeUnpermitted:
		mend = "Discord does not let the bot hear of its servers; look at the page Bot of the application, or install a newer program"
	default:
		return fmt.Sprintf("Discord refused the bot's token (%d); nothing more is asked of it; reset the token on the page Bot of the application, set it anew, then start again.", r.code)
	}
	return fmt.Sprintf("Discord refused the connection (%d): %s, then start again.", r.code, mend)
}

// unusable returns the refusal as the mistake it is: a setting.
func (r *refusal) unusable() error {
	return briefings.Errorf(briefings.Unusable, "%s", r.sentence())
}

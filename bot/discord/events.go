package discord

import (
	"encoding/json"
	"time"
)

// take deals with one frame. It does not wait for what an interaction needs.
func (w *wire) take(f frame, now time.Time) {
	switch *f.Op {
	case opDispatch:
		// Noted first: an event that breaks something must not come again and again.
		w.session.saw(f.Seq)
		w.event(f, now)
	case opHeartbeat:
		notify(w.asked)
	case opAck:
		notify(w.acks)
	case opReconnect:
		w.end(errReconnect)
	case opInvalid:
		var resumable bool
		if json.Unmarshal(f.Data, &resumable) != nil {
			w.g.p.counts.malformed.Add(1)
		}
		w.end(invalid{resumable})
	case opHello: // a second one
	default:
		w.g.p.counts.unknown.Add(1)
	}
}

// notify wakes whoever waits, if anybody does.
func notify(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// event deals with one event.
func (w *wire) event(f frame, now time.Time) {
	p := w.g.p
	switch f.Type {
	case "READY":
		var g greeting
		if lenient(f.Data, &g) != nil || g.Session == "" {
			p.counts.malformed.Add(1)
			return
		}
		w.session.open(g, w.g.first)
		for _, id := range p.state.servers.all() { // what went while nobody listened
			if !g.names(id) {
				p.guildGone(id, false)
			}
		}
		w.greeted()
	case "RESUMED":
		p.counts.resumes.Add(1)
		w.greeted()
	case "INTERACTION_CREATE":
		w.g.interaction(f.Data, now, !w.ready.Load())
	case "GUILD_CREATE", "GUILD_UPDATE":
		p.guildSeen(f.Data)
	case "GUILD_DELETE":
		var gone struct {
			ID          string `json:"id"`
			Unavailable bool   `json:"unavailable"`
		}
		if lenient(f.Data, &gone) != nil || gone.ID == "" {
			p.counts.malformed.Add(1)
			return
		}
		p.guildGone(gone.ID, gone.Unavailable)
	default:
		p.counts.unknown.Add(1)
	}
}

// greeted notes that Discord has greeted, once for each wire.
func (w *wire) greeted() {
	if w.ready.Swap(true) {
		return
	}
	w.g.p.health.connected()
	w.g.p.log.Debug("discord connected", "resumed", w.resuming)
}

// interaction takes in one interaction. It waits for a place among those that
// are being taken in, but not for one that is of no use any more.
func (g *gateway) interaction(payload json.RawMessage, now time.Time, replayed bool) {
	in, h, err := inboundOf(payload, now)
	switch {
	case err != nil:
		g.p.counts.malformed.Add(1)
		return
	case g.p.outOfTime(in, replayed):
		return
	}
	in.Ack = g.p.callback(in)
	g.slots <- struct{}{}
	g.wg.Go(func() {
		defer func() { <-g.slots }()
		g.p.room.Safely(func() { g.p.receive(g.door, in, h) })
	})
}

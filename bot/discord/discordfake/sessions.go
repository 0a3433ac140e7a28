package discordfake

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A session is what survives a connection: who listens, and what it was told.
//
//	identified -> connected -> lost -> resumed
//	                  |          +---> forgotten after its life
//	                  +-> dead: closed with 1000 or 1001, or refused
type session struct {
	id      string
	shard   [2]int
	intents int64
	seq     int64
	events  []event // not yet confirmed by a heartbeat
	link    *link   // nil while there is no connection
	lost    time.Time
	dead    bool
}

// An event is one dispatch of a session.
type event struct {
	seq  int64
	kind string
	data any
}

// forget drops events up to a confirmed one.
func (s *session) forget(seq int64) {
	for len(s.events) > 0 && s.events[0].seq <= seq {
		s.events = s.events[1:]
	}
}

// dispatch sends an event, or keeps it for a resume. It reports whether it was
// written to a connection that is not mute. The caller holds the lock.
func (s *session) dispatch(kind string, data any) bool {
	s.seq++
	s.events = append(s.events, event{s.seq, kind, data})
	if s.link == nil {
		return false
	}
	s.link.push(opDispatch, kind, s.seq, data)
	return !s.link.muted
}

// identifyBudget is how many sessions an app may start in a day, and
// identifyPeriod the time in which only MaxConcurrency may.
const (
	identifyBudget = 1000
	identifyPeriod = 5 * time.Second
)

// guildIntent is the intent that brings servers; privileged are those that an
// app has to be allowed, and knownIntents all there are.
const (
	guildIntent  = 1 << 0
	privileged   = 1<<1 | 1<<8 | 1<<15
	knownIntents = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)

// guildsPerShard is how many servers one shard may hold.
const guildsPerShard = 2500

// identity is what the app says of itself.
type identity struct {
	Token      string
	Intents    *int64
	Properties map[string]any
	Shard      *[2]int
}

// identify starts a session. The caller holds the lock.
func (l *link) identify(data json.RawMessage) {
	d := l.fake
	var who identity
	if json.Unmarshal(data, &who) != nil || who.Properties == nil {
		d.violate("identify", "cannot be read, or has no properties")
		l.shutWith(closeDecode)
		return
	}
	if l.session != nil {
		d.violate("identify", "came twice on one connection")
		l.shutWith(closeTwice)
		return
	}
	if d.barred[bareToken(who.Token)] {
		d.violate("identify", "came after the token was refused")
	}
	shard := [2]int{0, 1}
	if who.Shard != nil {
		shard = *who.Shard
	}
	if !d.spendIdentify(shard) {
		l.push(opInvalid, "", 0, false)
		return
	}
	code := d.door.identify
	if code == 0 {
		code = d.judgeIdentity(who, shard)
	}
	if code != 0 {
		if code == closeToken {
			d.barred[bareToken(who.Token)] = true
		}
		l.shutWith(code)
		return
	}
	s := &session{id: d.secret("session"), shard: shard, intents: *who.Intents, link: l}
	d.sessions[s.id], l.session = s, s
	d.ready(s)
}

// spendIdentify counts an identify; false is one too many at once. Beyond the
// day's budget Discord ends all sessions and resets the token. The caller holds
// the lock.
func (d *Discord) spendIdentify(shard [2]int) bool {
	now := time.Now()
	if now.Sub(d.budgetSince) >= 24*time.Hour {
		d.budget, d.budgetSince = identifyBudget, now
	}
	recent := 0
	for _, at := range d.identifies {
		if now.Sub(at) < identifyPeriod {
			recent++
		}
	}
	d.identifies = append(d.identifies, now)
	if d.budget--; d.budget < 0 {
		d.violate("identify", "more than %d in a day", identifyBudget)
		d.revoke()
	}
	if recent >= d.cfg.MaxConcurrency {
		d.violate("identify", "%d within %v, more than max_concurrency %d", recent+1, identifyPeriod, d.cfg.MaxConcurrency)
		return false
	}
	return true
}

// budgetLeft returns when the day's budget is whole again.
func (d *Discord) budgetLeft() time.Duration {
	return max(0, 24*time.Hour-time.Since(d.budgetSince))
}

// judgeIdentity returns the close code that an identity deserves, 0 for none.
func (d *Discord) judgeIdentity(who identity, shard [2]int) int {
	switch {
	case !d.valid(who.Token):
		return closeToken
	case who.Intents == nil || *who.Intents&^knownIntents != 0:
		d.violate("identify", "intents are missing or unknown")
		return closeIntents
	case *who.Intents&privileged != 0:
		d.violate("identify", "intents %d hold privileged ones", *who.Intents)
		return closeUnpermitted
	case shard[1] < 1 || shard[0] < 0 || shard[0] >= shard[1]:
		d.violate("identify", "there is no shard %v", shard)
		return closeShard
	case len(d.world.guilds) > guildsPerShard*shard[1]:
		return closeSharding
	}
	return 0
}

// valid reports whether a token, with or without the word Bot, is the bot's.
func (d *Discord) valid(token string) bool {
	return !d.revoked && bareToken(token) == d.cfg.Token
}

// bareToken returns a token without the word that says whose it is.
func bareToken(token string) string { return strings.TrimPrefix(token, "Bot ") }

// ready tells a new session who and where it is. The caller holds the lock.
func (d *Discord) ready(s *session) {
	var guilds list
	for _, id := range d.world.order {
		if d.guildShard(id, s.shard[1]) == s.shard[0] {
			guilds = append(guilds, object{"id": id, "unavailable": true})
		}
	}
	s.dispatch("READY", object{
		"v": 10, "user": d.userObject(d.world.users[BotID]), "guilds": guilds, "session_id": s.id,
		"resume_gateway_url": "ws://" + d.resumeAt(), "shard": s.shard, "application": object{"id": AppID, "flags": 0},
		"private_channels": list{}, "user_settings": object{}, "_trace": list{"fake"},
	})
	if s.intents&guildIntent == 0 {
		return
	}
	for _, id := range d.world.order {
		g := d.world.guilds[id]
		if g != nil && !g.Unavailable && d.guildShard(id, s.shard[1]) == s.shard[0] {
			s.dispatch("GUILD_CREATE", d.guildCreate(g))
		}
	}
}

// resume takes a session up again and replays what it missed. The caller holds
// the lock.
func (l *link) resume(data json.RawMessage) {
	d := l.fake
	var again struct {
		Token     string
		SessionID string `json:"session_id"`
		Seq       *int64
	}
	if json.Unmarshal(data, &again) != nil || again.Seq == nil {
		d.violate("resume", "cannot be read, or has no seq")
		l.shutWith(closeDecode)
		return
	}
	if d.barred[bareToken(again.Token)] {
		d.violate("resume", "came after the token was refused")
	}
	if l.host != d.resumeAt() {
		d.violate("resume", "came to %s, not to resume_gateway_url", l.host)
	}
	s := d.sessions[again.SessionID]
	switch {
	case !d.valid(again.Token):
		d.barred[bareToken(again.Token)] = true
		l.shutWith(closeToken)
	case d.door.resume == "drop":
		l.shutWith(cutOff)
	case d.door.resume == "silent":
	case d.door.resume == "invalid", s == nil, s.dead, s.link == nil && time.Since(s.lost) > d.cfg.SessionLife:
		if s != nil {
			s.dead = true
		}
		l.push(opInvalid, "", 0, false)
	case d.door.resume != "":
		code, _ := strconv.Atoi(d.door.resume)
		l.shutWith(code)
	case *again.Seq > s.seq:
		d.violate("resume", "seq %d, and only %d events were sent", *again.Seq, s.seq)
		l.shutWith(closeSequence)
		s.dead = true
	default:
		if s.link != nil && s.link != l {
			s.link.session = nil
			s.link.shutWith(closeUnknown)
		}
		s.link, l.session = l, s
		s.forget(*again.Seq)
		for _, e := range s.events {
			l.push(opDispatch, e.kind, e.seq, e.data)
		}
		s.dispatch("RESUMED", object{"_trace": list{"fake"}})
	}
}

// guildShard returns the shard of a server; conversations are on the first.
func (d *Discord) guildShard(guild string, shards int) int {
	n, _ := strconv.ParseInt(guild, 10, 64)
	return int(n >> 22 % int64(max(shards, 1)))
}

// broadcast sends an event to every session that is to hear of a server. It
// reports whether a session has it on a connection. The caller holds the lock.
func (d *Discord) broadcast(guild, kind string, data any) bool {
	delivered := false
	for _, id := range d.sessionIDs() {
		s := d.sessions[id]
		if s.dead || s.link == nil && time.Since(s.lost) > d.cfg.SessionLife {
			delete(d.sessions, id)
			continue
		}
		if strings.HasPrefix(kind, "GUILD_") && s.intents&guildIntent == 0 || d.guildShard(guild, s.shard[1]) != s.shard[0] {
			continue
		}
		delivered = s.dispatch(kind, data) || delivered
	}
	return delivered
}

// sessionIDs returns the sessions in a settled order.
func (d *Discord) sessionIDs() []string {
	var out []string
	for id := range d.sessions {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

package discord

import "sync/atomic"

// Metrics says how often what has happened since the platform was made.
type Metrics struct {
	Inbounds   int64 // interactions that came in by either road, duplicates among them
	Acks       int64 // first responses that Discord took
	FailedAcks int64 // first responses that it did not take
	Unanswered int64 // requests of HTTP mode that nothing answered in time
	Stale      int64 // interactions that came too late to be answered
	Duplicates int64 // interactions that came again and were not done again
	Unknown    int64 // frames, events and interactions of a type that means nothing here
	Malformed  int64 // frames and bodies that cannot be read
	Huge       int64 // frames larger than is read
	Refused    int64 // HTTP requests turned away: forged, stale, replayed or too large
	Shed       int64 // interactions declined because too much was in hand
	Dropped    int64 // of them, those whose sender could not be told
	Broken     int64 // doors and works ended by a panic
	Connects   int64 // websockets on which Discord said hello
	Identifies int64 // sessions asked for
	Resumes    int64 // sessions that were taken up again
	Zombies    int64 // websockets given up because a heartbeat was not acknowledged
	Sockets    int64 // websockets open now
	Calls      int64 // calls of the REST API
	Limited    int64 // of them, those answered 429
	Invalid    int64 // of them, those that Discord counts against its ban: 401, 403 and 429
	Withheld   int64 // calls not made, because of a limit that Discord would enforce
	Expired    int64 // answers that came too late for the token of their interaction
	Fallbacks  int64 // messages that had to be drawn more simply
	Revoked    int64 // 1 once Discord has refused the bot for good
}

// counters is the live form of [Metrics].
type counters struct {
	inbounds, acks, failedAcks, unanswered, stale, duplicates, unknown, malformed, huge, refused,
	shed, dropped, broken, connects, identifies, resumes, zombies, sockets, calls, limited, invalid,
	withheld, expired, fallbacks, revoked atomic.Int64
}

// Metrics returns the counts of this moment.
func (p *Platform) Metrics() Metrics {
	c := p.counts
	return Metrics{
		Inbounds: c.inbounds.Load(), Acks: c.acks.Load(), FailedAcks: c.failedAcks.Load(),
		Unanswered: c.unanswered.Load(), Stale: c.stale.Load(), Duplicates: c.duplicates.Load(),
		Unknown: c.unknown.Load(), Malformed: c.malformed.Load(), Huge: c.huge.Load(),
		Refused: c.refused.Load(), Shed: c.shed.Load(), Dropped: c.dropped.Load(), Broken: c.broken.Load(),
		Connects: c.connects.Load(), Identifies: c.identifies.Load(), Resumes: c.resumes.Load(),
		Zombies: c.zombies.Load(), Sockets: c.sockets.Load(), Calls: c.calls.Load(),
		Limited: c.limited.Load(), Invalid: c.invalid.Load(), Withheld: c.withheld.Load(),
		Expired: c.expired.Load(), Fallbacks: c.fallbacks.Load(), Revoked: c.revoked.Load(),
	}
}

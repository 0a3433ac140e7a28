package slack

import "sync/atomic"

// Metrics says how often what has happened since the platform was made.
type Metrics struct {
	Inbounds   int64 // that came in by either road, duplicates among them
	Acks       int64 // acknowledgements written
	LateAcks   int64 // of them, those written bare because the door took too long
	Oversized  int64 // of them, those too large for Slack and written bare instead
	FailedAcks int64 // acknowledgements that could not be written
	Unknown    int64 // inbounds of a type that means nothing here
	Malformed  int64 // frames and bodies that cannot be read
	Duplicates int64 // inbounds acknowledged again and not done again
	Refused    int64 // HTTP requests turned away: forged, stale, replayed or too large
	Shed       int64 // inbounds declined because too much was in hand
	Dropped    int64 // of them, those whose sender could not be told
	Broken     int64 // doors and works ended by a panic
	Reconnects int64 // websockets opened after the first of each line
	HalfOpen   int64 // websockets given up because nothing came from them
	Sockets    int64 // websockets open now
	Calls      int64 // calls of the Web API
	Limited    int64 // of them, those answered 429
	Revoked    int64 // 1 once Slack has refused a token for good
}

// counters is the live form of [Metrics].
type counters struct {
	inbounds, acks, lateAcks, oversized, failedAcks, unknown, malformed, duplicates, refused,
	shed, dropped, broken, reconnects, halfOpen, sockets, calls, limited, revoked atomic.Int64
}

// Metrics returns the counts of this moment.
func (p *Platform) Metrics() Metrics {
	c := p.counts
	return Metrics{
		Inbounds: c.inbounds.Load(), Acks: c.acks.Load(), LateAcks: c.lateAcks.Load(),
		Oversized: c.oversized.Load(), FailedAcks: c.failedAcks.Load(),
		Unknown: c.unknown.Load(), Malformed: c.malformed.Load(),
		Duplicates: c.duplicates.Load(), Refused: c.refused.Load(), Shed: c.shed.Load(),
		Dropped: c.dropped.Load(), Broken: c.broken.Load(), Reconnects: c.reconnects.Load(),
		HalfOpen: c.halfOpen.Load(), Sockets: c.sockets.Load(), Calls: c.calls.Load(),
		Limited: c.limited.Load(), Revoked: c.revoked.Load(),
	}
}

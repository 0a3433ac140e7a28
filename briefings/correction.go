package briefings

import (
	"fmt"
	"strings"
	"time"
)

// A CorrectionID names a correction, such as C-0001.
type CorrectionID string

// NewCorrectionID returns the ID of the n-th correction, counted from 1.
func NewCorrectionID(n int) CorrectionID { return CorrectionID(fmt.Sprintf("C-%04d", n)) }

// A CorrectionWay says how messages are corrected.
type CorrectionWay string

// The ways of correcting a message.
const (
	ByReply CorrectionWay = "reply" // a message in its thread says what holds now
	ByEdit  CorrectionWay = "edit"  // its text is put in place of what it said
)

// A Correction is an order to set right what messages of ours have said. It is
// never changed; what became of each message its deliveries say.
type Correction struct {
	ID   CorrectionID // given by the store; empty for a new one
	Of   string       // the briefing or the source that the messages rested on
	Way  CorrectionWay
	Note string // of who ordered it, for the readers
	By   PersonID
	Name string // how readers are told who ordered it
	At   time.Time
	Seq  Seq // the change up to which it is true
	// Targets are the messages, in the order of their deliveries.
	Targets []Posting
	// Spread says that every target has its delivery.
	Spread bool
}

// MostTargets is how many messages one correction sets right.
const MostTargets = 500

// Validate returns nil when the correction can be ordered.
func (c *Correction) Validate() error {
	switch {
	case c.Way != ByReply && c.Way != ByEdit:
		return Errorf(Invalid, "%q is no way to correct a message; choose reply or edit.", Shorten(string(c.Way), 40))
	case len(c.Targets) == 0:
		return Errorf(Invalid, "A correction needs a message that it sets right.")
	case len(c.Targets) > MostTargets:
		return Errorf(Limit, "One correction sets %d messages right at most, and these are %d; order several.", MostTargets, len(c.Targets))
	}
	for i := range c.Targets {
		if err := c.Targets[i].Validate(); err != nil {
			return err
		}
	}
	return nil
}

// correctionParts is how many parts each message of a correction may take: the
// first, and those that follow it when it is long.
const correctionParts = 8

// Deliveries returns what is owed for the correction: one planned delivery for
// each target, the same whenever it is asked. The part of a delivery leads back
// to its target, see [Correction.Target].
func (c *Correction) Deliveries() []Delivery {
	var all []Delivery
	for i, t := range c.Targets {
		d := Delivery{Subscription: SubscriptionID(c.ID), Slot: c.At, Channel: t.Channel, Part: 1 + i*correctionParts,
			To: c.Seq, State: Planned, NotBefore: c.At, About: aboutCorrection + string(c.ID)}
		d.ID = NewDeliveryID(d.Subscription, d.Slot, d.Channel, d.Part)
		switch {
		case c.Way == ByEdit:
			d.Amends, d.Thread = t.Message, t.Thread
		case t.Thread != "":
			d.Thread = t.Thread
		default:
			d.Thread = t.Message
		}
		all = append(all, d)
	}
	return all
}

// Target returns the index of the target that a delivery of the correction
// belongs to, or false when it is none of its.
func (c *Correction) Target(d Delivery) (i int, ok bool) {
	i = (d.Part - 1) / correctionParts
	return i, d.Part > 0 && i < len(c.Targets) && d.Subscription == SubscriptionID(c.ID)
}

// What a delivery is about when it is no digest.
const (
	aboutCorrection = "correction "
	aboutRequest    = "rfi "
)

// Correction returns the ID of the correction that the delivery brings, or
// false when it brings none.
func (d *Delivery) Correction() (CorrectionID, bool) {
	id, ok := strings.CutPrefix(d.About, aboutCorrection)
	return CorrectionID(id), ok
}

// Request returns the ID of the request for information that the delivery brings
// an answer to, or false when it brings none.
func (d *Delivery) Request() (RFIID, bool) {
	id, ok := strings.CutPrefix(d.About, aboutRequest)
	return RFIID(id), ok
}

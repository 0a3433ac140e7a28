package briefings

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
	"strings"
	"time"
)

// A DeliveryID names one message that is owed: 25 characters in the alphabet of
// base32, lower case. It follows from what is owed, so that the same debt has the
// same ID in every process and after every restore.
type DeliveryID string

// NewDeliveryID returns the ID of one part of the digest that a subscription
// owes a channel for a time due.
func NewDeliveryID(subscription SubscriptionID, slot time.Time, channel Channel, part int) DeliveryID {
	sum := sha256.Sum256([]byte(strings.Join([]string{string(subscription), slot.UTC().Format(time.RFC3339Nano),
		channel.Platform, channel.Workspace, channel.ID, strconv.Itoa(part)}, "\x00")))
	return DeliveryID(strings.ToLower(base32.StdEncoding.EncodeToString(sum[:])[:25]))
}

// A DeliveryState says how far a delivery has come.
type DeliveryState string

// The states of a delivery. Those up to Uncertain are open; the others are final,
// but for Parked, which a person may reopen.
const (
	Planned    DeliveryState = "planned"    // owed; its text is not yet made
	Waiting    DeliveryState = "waiting"    // its text is frozen; the part before it is not sent yet
	Ready      DeliveryState = "ready"      // its text is frozen; it was surely not sent
	Sending    DeliveryState = "sending"    // a process has taken it up, and may have sent it
	Uncertain  DeliveryState = "uncertain"  // an attempt ended and nobody knows how
	Sent       DeliveryState = "sent"       // the platform has it, under Message
	Parked     DeliveryState = "parked"     // nobody can find out whether it was sent
	Failed     DeliveryState = "failed"     // the platform will not take it
	Expired    DeliveryState = "expired"    // it came too late to be of use
	Superseded DeliveryState = "superseded" // a later digest holds what it would have
	Idle       DeliveryState = "idle"       // nothing had changed, so nothing was sent
)

// Open reports whether something is still to be done about a delivery.
func (s DeliveryState) Open() bool {
	switch s {
	case Planned, Waiting, Ready, Sending, Uncertain:
		return true
	}
	return false
}

// A Delivery is one message owed to one channel: part 0 of a digest is the
// message in the channel, each further part a message in its thread.
type Delivery struct {
	ID           DeliveryID
	Subscription SubscriptionID
	Slot         time.Time // the time due
	Channel      Channel
	Part         int // from 0
	Edition      int // of the subscription's digests
	From, To     Seq // the changes after From up to To are in it; a zero To is open while it is planned

	State     DeliveryState
	Reason    string    // why, for people and logs: of states other than Planned and Sent
	NotBefore time.Time // it is not touched before
	Payload   []byte    // the frozen text, in the platform's own form; empty while planned
	Attempt   int       // how often it was taken up
	Owner     string    // the process that took it up
	Started   time.Time // when it was taken up
	Deadline  time.Time // after which no byte of that attempt may leave
	Retries   int       // attempts that surely sent nothing
	Thread    string    // of parts after 0: the message they belong under
	Message   string    // the platform's ID of the message, once known
	Finished  time.Time // when it reached a final state

	// About names what is delivered when it is no digest, such as a correction or
	// the answer to a request; empty is a digest. Its Subscription is then that name.
	About string
	// Amends is the platform's ID of the message that is changed in place, which
	// can be done any number of times; empty is a new message.
	Amends  string
	Marking Marking      // the strictest of what the frozen text holds; empty while planned
	Cites   []PassageRef // the passages that the frozen text rests on
	Known   Seq          // the last change that the frozen text surely takes account of

	Rev uint64 // of the record it was read from; 0 for a new one
}

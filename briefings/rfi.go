package briefings

import (
	"fmt"
	"strings"
	"time"
)

// An RFIID names a request for information, such as RFI-0001.
type RFIID string

// NewRFIID returns the ID of the n-th request, counted from 1.
func NewRFIID(n int) RFIID { return RFIID(fmt.Sprintf("RFI-%04d", n)) }

// An RFIState says how far a request for information has come.
type RFIState string

// The states of a request for information. The first two wait for the desk.
const (
	RFIOpen     RFIState = "open"
	RFIAssigned RFIState = "assigned" // somebody looks after it
	RFIAnswered RFIState = "answered"
	RFIClosed   RFIState = "closed" // without an answer, or after one
)

// Waits reports whether the desk still has to do something about the request.
func (s RFIState) Waits() bool { return s == RFIOpen || s == RFIAssigned }

// An RFI is a request for information: what somebody has asked the desk to find
// out.
type RFI struct {
	ID       RFIID // given by the store; empty for a new one
	Question string
	Asker    PersonID
	Name     string // of the asker, as they are called where they asked
	// Place is where it was asked, and Clearance what might be shown there.
	Place     Channel
	Clearance Marking
	Zone      string // of the asker's clock; empty is UTC
	At        time.Time
	Due       time.Time // by when the asker needs it
	State     RFIState
	Owner     PersonID     // who looks after it; empty is nobody yet
	Answer    string       // the desk's own words
	Refs      []PassageRef // the passages that the answer cites
	Own       bool         // the answer is the desk's own judgement, which no passage makes
	Note      string       // why it was closed
	Replied   time.Time    // when it was answered, or closed unanswered; zero is not yet
	History   []RFIStep
	Rev       uint64 // of the record it was read from; 0 for a new one
}

// An RFIStep is one thing that was done about a request.
type RFIStep struct {
	At   time.Time `json:"at"`
	By   PersonID  `json:"by"`
	What string    `json:"what"` // such as "assigned to slack/T1/U1"
}

// Overdue reports whether the asker needed it before now and still waits.
func (r *RFI) Overdue(now time.Time) bool { return r.State.Waits() && now.After(r.Due) }

// Validate returns nil when the request can be kept.
func (r *RFI) Validate() error {
	switch {
	case strings.TrimSpace(r.Question) == "":
		return Errorf(Invalid, "Say what the desk is to find out.")
	case r.Asker == "":
		return Errorf(Invalid, "A request needs somebody who asks.")
	case r.State == RFIAnswered && len(r.Refs) == 0 && !r.Own:
		return Errorf(Invalid, "The answer cites nothing; name passages with refs:, or say that it is the desk's own with own:yes.")
	}
	return nil
}

// Channel returns the conversation of the asker with the bot alone, in which the
// answer arrives. An asker whose ID has another form than platform/workspace/id
// has one where they asked.
func (r *RFI) Channel() Channel {
	parts := strings.Split(string(r.Asker), "/")
	if len(parts) != 3 {
		return Channel{Platform: r.Place.Platform, Workspace: r.Place.Workspace, ID: "@" + parts[len(parts)-1]}
	}
	return Channel{Platform: parts[0], Workspace: parts[1], ID: "@" + parts[2]}
}

// Delivery returns the message that is owed to the asker for what was replied,
// the same whenever it is asked.
func (r *RFI) Delivery() Delivery {
	d := Delivery{Subscription: SubscriptionID(r.ID), Slot: r.Replied, Channel: r.Channel(), State: Planned, NotBefore: r.Replied,
		About: aboutRequest + string(r.ID)}
	d.ID = NewDeliveryID(d.Subscription, d.Slot, d.Channel, 0)
	return d
}

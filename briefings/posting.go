package briefings

import "time"

// A Posting is a message of ours that stands in a channel where others can see
// it, and what it rests on.
type Posting struct {
	Channel Channel `json:"channel"`
	Message string  `json:"message"` // the platform's ID of it
	// Thread is what it stands in: the message that the thread belongs to, or the
	// thread itself where the platform has IDs for those. Empty is the channel.
	Thread  string       `json:"thread,omitempty"`
	At      time.Time    `json:"at"`
	By      PersonID     `json:"by,omitempty"`     // who had it posted
	Verb    string       `json:"verb,omitempty"`   // that answered; digest for one
	Title   string       `json:"title,omitempty"`  // what it said, in a line
	Answer  string       `json:"answer,omitempty"` // the ID of the answer; empty when it was none
	Refs    []PassageRef `json:"refs,omitempty"`   // the passages that it cites
	Seq     Seq          `json:"seq"`              // the change up to which it is true
	Marking Marking      `json:"marking,omitempty"`
}

// Validate returns nil when the posting can be kept: it has a channel and the ID
// of a message there.
func (p *Posting) Validate() error {
	if _, err := ParseChannel(p.Channel.String()); err != nil {
		return err
	}
	if p.Message == "" {
		return Errorf(Invalid, "A message in %s without an ID cannot be found again.", p.Channel)
	}
	return nil
}

// MessageGone is the reason of a delivery that belongs to a message which
// somebody has deleted.
const MessageGone = "the message has been deleted"

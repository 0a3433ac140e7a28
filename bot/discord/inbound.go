package discord

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"
)

// The types of interaction. discord.com/developers/docs/interactions/receiving-and-responding
const (
	typePing         = 1
	typeCommand      = 2
	typeComponent    = 3
	typeAutocomplete = 4
	typeModal        = 5
)

// A head is what has to be known of an interaction before the door sees it.
type head struct {
	ID     string `json:"id"`
	Token  string `json:"token"`
	Type   int    `json:"type"`
	User   userID `json:"user"` // in a conversation with the bot
	Member struct {
		User userID `json:"user"`
	} `json:"member"` // in a server
}

// A userID is the ID of a user object; anything else is empty.
type userID string

// UnmarshalJSON never fails, so that a new shape of one field loses no inbound.
func (u *userID) UnmarshalJSON(data []byte) error {
	var object struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(data, &object) == nil {
		*u = userID(object.ID)
	}
	return nil
}

// who returns the ID of the person that an interaction comes from, or "".
func (h head) who() string {
	if h.Member.User != "" {
		return string(h.Member.User)
	}
	return string(h.User)
}

var errShape = errors.New("payload is no object of the expected shape")

// lenient decodes an object and leaves fields of an unexpected shape out: it is
// better to do without one than without the whole.
func lenient(data []byte, into any) error {
	if !bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) {
		return errShape
	}
	err := json.Unmarshal(data, into)
	if _, odd := errors.AsType[*json.UnmarshalTypeError](err); odd {
		return nil
	}
	return err
}

// inboundOf returns what a payload says, without a way to respond. A payload
// without ID, token or type is an error.
func inboundOf(payload json.RawMessage, now time.Time) (inbound, head, error) {
	var h head
	if lenient(payload, &h) != nil || h.ID == "" || h.Token == "" || h.Type == 0 {
		return inbound{}, h, errShape
	}
	return inbound{ID: h.ID, Token: h.Token, Type: h.Type, Payload: payload, Received: now}, h, nil
}

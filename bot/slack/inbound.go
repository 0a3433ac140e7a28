package slack

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"
)

// An envelope is one frame of a websocket.
type envelope struct {
	Type    string          `json:"type"`
	ID      string          `json:"envelope_id"`
	Payload json.RawMessage `json:"payload"`
	Retry   int             `json:"retry_attempt"`
	Bodied  *bool           `json:"accepts_response_payload"` // absent is true

	Reason string `json:"reason"` // of a disconnect
	Debug  struct {
		Life int `json:"approximate_connection_time"` // seconds; zero is unknown
	} `json:"debug_info"` // of a hello
}

// A head is what has to be known of a payload before the door sees it.
type head struct {
	Type    string `json:"type"`
	Trigger string `json:"trigger_id"`
	EventID string `json:"event_id"`
	UserID  name   `json:"user_id"`
	User    name   `json:"user"`
	Event   struct {
		Type string `json:"type"`
		User name   `json:"user"`

		Tokens struct {
			Bot []string `json:"bot"` // the bot users whose token was revoked
		} `json:"tokens"`
	} `json:"event"`
	View struct {
		Blocks []struct {
			Type string `json:"type"`
			ID   string `json:"block_id"`
		} `json:"blocks"`
	} `json:"view"`
	Challenge string `json:"challenge"`
}

// A name is an ID that stands by itself or in an object; anything else is empty.
type name string

// UnmarshalJSON never fails, so that a new shape of one field loses no inbound.
func (n *name) UnmarshalJSON(data []byte) error {
	var id string
	var object struct {
		ID string `json:"id"`
	}
	switch {
	case json.Unmarshal(data, &id) == nil:
		*n = name(id)
	case json.Unmarshal(data, &object) == nil:
		*n = name(object.ID)
	}
	return nil
}

// who returns the ID of the person that a payload comes from, or "".
func (h head) who() string {
	for _, id := range []name{h.UserID, h.User, h.Event.User} {
		if id != "" {
			return string(id)
		}
	}
	return ""
}

var errShape = errors.New("payload is no object of the expected shape")

// headOf reads the head of a payload. A field of an odd shape is left out; a
// payload that is no object is an error.
func headOf(payload json.RawMessage) (head, error) {
	var h head
	if !bytes.HasPrefix(bytes.TrimSpace(payload), []byte("{")) {
		return h, errShape
	}
	if lenient(payload, &h) != nil {
		return h, errShape
	}
	return h, nil
}

// lenient decodes JSON and leaves fields of an unexpected shape out: it is
// better to do without one than without the whole.
func lenient(data []byte, into any) error {
	err := json.Unmarshal(data, into)
	if _, odd := errors.AsType[*json.UnmarshalTypeError](err); odd {
		return nil
	}
	return err
}

// inboundOf returns what a payload says. The fallback is the ID of a payload
// that has none of its own, such as that of its envelope.
func inboundOf(kind string, payload json.RawMessage, h head, fallback string, now time.Time, retry int) inbound {
	in := inbound{Kind: kind, ID: fallback, Payload: payload, Received: now, Retry: retry}
	switch {
	case h.EventID != "":
		in.ID = h.EventID
	case h.Trigger != "":
		in.ID = h.Trigger
	}
	if kind == kindAction && h.Type == "block_suggestion" {
		in.Kind = kindOptions
	}
	return in
}

// bodyOf returns the kind and the payload of the body of an HTTP request: an
// event is JSON, an action a form with one JSON field, a command a form. The
// kind of a form that is none of these is empty.
func bodyOf(mediaType string, body []byte) (kind string, payload json.RawMessage, err error) {
	switch mediaType {
	case "application/json":
		return kindEvent, body, nil
	case "application/x-www-form-urlencoded":
	default:
		return "", nil, errShape
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return "", nil, errShape
	}
	if form.Has("payload") {
		return kindAction, json.RawMessage(form.Get("payload")), nil
	}
	if !form.Has("command") {
		return "", nil, nil
	}
	fields := map[string]string{}
	for key := range form {
		fields[key] = strings.ToValidUTF8(form.Get(key), "\uFFFD")
	}
	payload, err = json.Marshal(fields)
	return kindCommand, payload, err
}

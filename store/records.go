package store

import (
	"strings"
	"time"

	"attache/briefings"
)

// The stored forms. They are apart from the types of briefings, so that those
// can change without touching what is on disk; parts whose JSON is fixed by
// briefings itself (spans, metadata, statements) are used as they are. A change
// of any form here needs a migration and a new dump in testdata.

// schemaRecord is meta/schema.
type schemaRecord struct {
	Version int    `json:"version"`
	Store   string `json:"store"` // identity: the index of another store is not ours
}

// seqRecord is meta/seq.
type seqRecord struct {
	Seq briefings.Seq `json:"seq"`
}

// countRecord is meta/sources, meta/subscriptions and revised/<slug>.
type countRecord struct {
	N int `json:"n"`
}

// headRecord is meta/audit.
type headRecord struct {
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash"`
}

// digestRecord is digest/<sha256>.
type digestRecord struct {
	Source briefings.SourceID `json:"source"`
}

// sourceRecord is source/<id>. The body stands in Parts parts and is Size bytes
// long before compression.
type sourceRecord struct {
	ID       briefings.SourceID `json:"id"`
	File     string             `json:"file"`
	Format   string             `json:"format"`
	SHA256   string             `json:"sha256"`
	Parts    int                `json:"parts"`
	Size     int                `json:"size"`
	Imported time.Time          `json:"imported"`
	By       briefings.PersonID `json:"by,omitempty"`
	Marking  briefings.Marking  `json:"marking,omitempty"`

	Unattributed bool `json:"unattributed,omitempty"`
}

// handlingRecord is handling/<id>.
type handlingRecord struct {
	Source       briefings.SourceID `json:"source"`
	Marking      briefings.Marking  `json:"marking,omitempty"`
	Unattributed bool               `json:"unattributed,omitempty"`
	Note         string             `json:"note,omitempty"`
	At           time.Time          `json:"at"`
	By           briefings.PersonID `json:"by"`
}

// changeRecord is change/<seq>.
type changeRecord struct {
	Seq     briefings.Seq        `json:"seq"`
	Kind    briefings.ChangeKind `json:"kind"`
	Slug    briefings.Slug       `json:"slug"`
	Edition int                  `json:"edition"`
	Sources []briefings.SourceID `json:"sources,omitempty"`
	Gone    []briefings.SourceID `json:"gone,omitempty"`
	At      time.Time            `json:"at"`
	By      briefings.PersonID   `json:"by"`
	Note    string               `json:"note,omitempty"`
}

// personRecord is person/<platform>/<workspace>/<id>.
type personRecord struct {
	ID   briefings.PersonID `json:"id"`
	Name string             `json:"name,omitempty"`
	Role briefings.Role     `json:"role"`
}

// answerRecord is answer/<id>.
type answerRecord struct {
	ID        string                 `json:"id"`
	Text      string                 `json:"text"`
	By        briefings.PersonID     `json:"by"`
	At        time.Time              `json:"at"`
	Seq       briefings.Seq          `json:"seq"`
	Citations []briefings.PassageRef `json:"citations,omitempty"`
}

// meterRecord is meter/<name>: the times in order, at most maxMeter of them.
type meterRecord struct {
	Name string      `json:"name"`
	At   []time.Time `json:"at"`
}

// keptRecord is text/<key>.
type keptRecord struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// channelRecord is channel/<platform>/<workspace>/<id>.
type channelRecord struct {
	Channel briefings.Channel `json:"channel"`
	Topic   string            `json:"topic,omitempty"`
	Zone    string            `json:"zone,omitempty"`
	PerDay  int               `json:"per_day,omitempty"`
	Quiet   briefings.Quiet   `json:"quiet,omitzero"`

	Clearance briefings.Marking `json:"clearance,omitempty"`
}

// subscriptionRecord is subscription/<id>.
type subscriptionRecord struct {
	ID      briefings.SubscriptionID `json:"id"`
	Name    string                   `json:"name,omitempty"`
	By      briefings.PersonID       `json:"by"`
	Topics  []string                 `json:"topics,omitempty"`
	Targets []targetRecord           `json:"targets"`
	Timing  briefings.Timing         `json:"timing"`
	Paused  bool                     `json:"paused,omitempty"`
	Until   time.Time                `json:"until,omitzero"`
	CatchUp time.Duration            `json:"catch_up,omitempty"` // nanoseconds
	Idle    bool                     `json:"idle,omitempty"`
	Repost  bool                     `json:"repost,omitempty"`
	Seen    briefings.Seq            `json:"seen"`
	Due     time.Time                `json:"due,omitzero"`
	Edition int                      `json:"edition"`
	Made    time.Time                `json:"made,omitzero"`
}

// targetRecord is one channel of a subscriptionRecord.
type targetRecord struct {
	Channel briefings.Channel `json:"channel"`
	Faults  int               `json:"faults,omitempty"`
	Off     string            `json:"off,omitempty"`
}

// deliveryRecord is delivery/<id>.
type deliveryRecord struct {
	ID           briefings.DeliveryID     `json:"id"`
	Subscription briefings.SubscriptionID `json:"subscription"`
	Slot         time.Time                `json:"slot"`
	Channel      briefings.Channel        `json:"channel"`
	Part         int                      `json:"part"`
	Edition      int                      `json:"edition"`
	From         briefings.Seq            `json:"from"`
	To           briefings.Seq            `json:"to"`
	State        briefings.DeliveryState  `json:"state"`
	Reason       string                   `json:"reason,omitempty"`
	NotBefore    time.Time                `json:"not_before,omitzero"`
	Payload      []byte                   `json:"payload,omitempty"` // base64: it has to come back byte for byte
	Attempt      int                      `json:"attempt,omitempty"`
	Owner        string                   `json:"owner,omitempty"`
	Started      time.Time                `json:"started,omitzero"`
	Deadline     time.Time                `json:"deadline,omitzero"`
	Retries      int                      `json:"retries,omitempty"`
	Thread       string                   `json:"thread,omitempty"`
	Message      string                   `json:"message,omitempty"`
	Finished     time.Time                `json:"finished,omitzero"`
	About        string                   `json:"about,omitempty"`
	Amends       string                   `json:"amends,omitempty"`
	Marking      briefings.Marking        `json:"marking,omitempty"`
	Cites        []briefings.PassageRef   `json:"cites,omitempty"`
	Known        briefings.Seq            `json:"known,omitempty"`
}

// dueEntry is due/<time>/<id>. The key says the same: entries of an index are
// found by it, and a damaged value costs nothing.
type dueEntry struct {
	Subscription briefings.SubscriptionID `json:"subscription"`
}

// deliveryEntry is pending/<time>/<id> and history/<subscription>/<slot>/<id>.
type deliveryEntry struct {
	Delivery briefings.DeliveryID `json:"delivery"`
}

// validText returns s as JSON will give it back.
func validText(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// storedTime returns t as JSON will give it back.
func storedTime(t time.Time) time.Time { return t.UTC().Round(0) }

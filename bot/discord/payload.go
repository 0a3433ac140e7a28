package discord

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strconv"
	"time"
)

// The payloads below hold the parts of Discord's that are used, and no more: a
// part that nobody reads cannot make a payload unreadable.

// An interaction is who did what, and where. All of it is Discord's word, but
// what is in its data a client may have made up.
type interaction struct {
	ID        string            `json:"-"`
	At        time.Time         `json:"-"` // when it came in
	GuildID   string            `json:"guild_id"`
	Guild     *serverPayload    `json:"guild"`
	ChannelID string            `json:"channel_id"`
	Channel   channelPayload    `json:"channel"`
	Member    *memberPayload    `json:"member"`                         // in a server
	User      userPayload       `json:"user"`                           // elsewhere
	Message   *messagePayload   `json:"message"`                        // whose component was used
	Owners    map[string]string `json:"authorizing_integration_owners"` // by way of installation
	Context   *int              `json:"context"`
	May       *permissions      `json:"app_permissions"` // the bot's, here; nil is unknown
	Data      dataPayload       `json:"data"`
}

type serverPayload struct {
	ID       string   `json:"id"`
	Features []string `json:"features"`
}

type channelPayload struct {
	ID     string `json:"id"`
	Type   int    `json:"type"`
	Parent string `json:"parent_id"` // of a thread: its channel
}

type userPayload struct {
	ID      string `json:"id"`
	Name    string `json:"username"`
	Display string `json:"global_name"`
	Bot     bool   `json:"bot"`
	System  bool   `json:"system"`
}

type memberPayload struct {
	User  userPayload  `json:"user"`
	Nick  string       `json:"nick"`
	Roles []string     `json:"roles"`
	Flags int          `json:"flags"`
	May   *permissions `json:"permissions"` // in the channel of the interaction; nil is unknown
}

// dataPayload is what was typed, pressed, chosen or filled in.
type dataPayload struct {
	Name     string          `json:"name"` // of a command
	Kind     int             `json:"type"` // of a command
	Options  []optionPayload `json:"options"`
	Target   string          `json:"target_id"` // of a command on a message
	CustomID string          `json:"custom_id"`
	Values   []string        `json:"values"`     // of a select
	Fields   json.RawMessage `json:"components"` // of a modal
	Resolved resolvedPayload `json:"resolved"`
}

// An optionPayload is an option as it was typed, or a subcommand with its own.
type optionPayload struct {
	Name    string          `json:"name"`
	Kind    int             `json:"type"`
	Value   json.RawMessage `json:"value"`
	Options []optionPayload `json:"options"`
	Focused bool            `json:"focused"`
}

type resolvedPayload struct {
	Users       map[string]userPayload       `json:"users"`
	Messages    map[string]messagePayload    `json:"messages"`
	Attachments map[string]attachmentPayload `json:"attachments"`
}

// A messagePayload is a message: that of a component, or one that a command is
// about.
type messagePayload struct {
	ID          string              `json:"id"`
	Content     string              `json:"content"`
	Flags       int                 `json:"flags"`
	Mentions    []userPayload       `json:"mentions"`
	Attachments []attachmentPayload `json:"attachments"`
	Embeds      []embedPayload      `json:"embeds"`
	Components  []shownPayload      `json:"components"`
	Forwarded   []struct {
		Message *messagePayload `json:"message"`
	} `json:"message_snapshots"`
}

// An attachmentPayload is a file as a message or a form names it.
type attachmentPayload struct {
	ID   string `json:"id"`
	Name string `json:"filename"`
	Size int64  `json:"size"`
	URL  string `json:"url"`
}

type embedPayload struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Fields      []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"fields"`
}

// A shownPayload is a component: one with text, one that can be pressed, or one
// around others.
type shownPayload struct {
	ID         string         `json:"custom_id"`
	Label      string         `json:"label"`
	Content    string         `json:"content"`
	Components []shownPayload `json:"components"`
}

// permissions are bits of what somebody may do.
type permissions uint64

// The permissions that count here. docs.discord.com/developers/topics/permissions
const (
	mayAdminister    permissions = 1 << 3
	mayView          permissions = 1 << 10
	maySend          permissions = 1 << 11
	mayReadHistory   permissions = 1 << 16
	maySendInThreads permissions = 1 << 38
)

// UnmarshalJSON reads the decimal number that Discord writes as a string. What
// is none allows nothing.
func (p *permissions) UnmarshalJSON(data []byte) error {
	n, err := strconv.ParseUint(string(bytes.Trim(data, `"`)), 10, 64)
	if err != nil {
		n = 0
	}
	*p = permissions(n)
	return nil
}

// has reports whether all of the others are among the permissions. What is not
// known allows everything: Discord has the last word.
func (p *permissions) has(all permissions) bool {
	return p == nil || *p&mayAdminister != 0 || *p&all == all
}

// read reads the payload of an inbound. A field of an unexpected shape is left
// out: it is better to do without it than without the whole.
func (p *Platform) read(in inbound) (interaction, bool) {
	i := interaction{ID: in.ID, At: in.Received}
	if lenient(in.Payload, &i) != nil {
		p.counts.malformed.Add(1)
		return i, false
	}
	i.ChannelID = cmp.Or(i.ChannelID, i.Channel.ID)
	return i, true
}

// user returns who did it.
func (i interaction) user() userPayload {
	if i.Member != nil && i.Member.User.ID != "" {
		return i.Member.User
	}
	return i.User
}

// byServer is the way of installation of an app that the server has.
const byServer = "0"

// inDirect is the context of the person's conversation with the bot.
const inDirect = 1

// The types of channel that count here.
const (
	channelDirect        = 1
	channelNewsThread    = 10
	channelPrivateThread = 12
)

// direct reports whether it was done in the person's own conversation with the
// bot. Without Discord's word for that, only a conversation of two that the bot
// itself is in counts as one.
func (i interaction) direct() bool {
	if i.GuildID != "" {
		return false
	}
	if i.Context != nil {
		return *i.Context == inDirect
	}
	_, installed := i.Owners[byServer]
	return i.Channel.Type == channelDirect && (installed || len(i.Owners) == 0)
}

// installed reports whether it was done in a server that has the app itself:
// somebody may have brought it along. What is not said is taken for granted.
func (i interaction) installed() bool {
	return i.GuildID != "" && (len(i.Owners) == 0 || i.Owners[byServer] == i.GuildID)
}

// inThread reports whether it was done in a thread.
func (i interaction) inThread() bool {
	return i.Channel.Type >= channelNewsThread && i.Channel.Type <= channelPrivateThread
}

// own reports whether nobody but the person sees the message whose component
// was used, so that it may be changed for them.
func (i interaction) own() bool {
	return i.Message != nil && (i.Message.Flags&flagEphemeral != 0 || i.direct())
}

// label returns what stands on the button that was pressed, "" when the message
// does not say.
func (i interaction) label() string {
	if i.Message == nil {
		return ""
	}
	return labelIn(i.Message.Components, i.Data.CustomID)
}

func labelIn(parts []shownPayload, id string) string {
	for _, part := range parts {
		if part.ID == id {
			return part.Label
		}
		if label := labelIn(part.Components, id); label != "" {
			return label
		}
	}
	return ""
}

// text returns the value of an option as it would be typed: yes or no for one
// that is true or false.
func (o optionPayload) text() string {
	var s string
	var b bool
	switch {
	case json.Unmarshal(o.Value, &s) == nil:
		return s
	case json.Unmarshal(o.Value, &b) == nil && b:
		return "yes"
	case string(bytes.TrimSpace(o.Value)) == "false":
		return "no"
	}
	return string(bytes.TrimSpace(o.Value)) // a number
}

package discord

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// The two roads by which Discord reaches the platform, for Config.Mode.
const (
	Gateway = "gateway" // Discord is dialled; no public address is needed
	HTTP    = "http"    // Discord posts signed requests to a listener
)

// The two ways in which replies are drawn, for Config.Render.
const (
	Components = "components" // Components v2
	Embeds     = "embeds"     // embeds, for clients and channels without components
)

// Config is what the owner of a bot sets.
type Config struct {
	Token     intake.Secret // of the bot, without the word Bot
	PublicKey string        // of the application, in hexadecimal; only HTTP mode needs it
	Mode      string        // Gateway or HTTP; empty is Gateway
	Listen    string        // in HTTP mode, the address of the listener, such as ":8080"
	API       string        // base address of the REST API without a slash at the end; empty is Discord's own, version 10
	Render    string        // Components or Embeds; empty is Components

	Servers         []string                  // the servers that are trusted; empty is every one, unless anybody may invite the bot
	Roles           map[string]briefings.Role // by ID of the Discord role
	Owners          []string                  // user IDs that are always owners
	Role            briefings.Role            // of a member to whom nothing gives a higher one; empty is reader
	Clearance       briefings.Marking         // of a channel of a trusted server; empty is TLP:GREEN
	DirectClearance briefings.Marking         // of a conversation with the bot alone; empty is Clearance
	// ChannelClearance says up to which label a channel was set to show things,
	// from memory; false is Clearance. Nil is for none. A channel that people from
	// outside may be in shows TLP:CLEAR whatever is set.
	ChannelClearance func(briefings.Channel) (briefings.Marking, bool)

	Ledger Ledger          // where sessions opened are counted; nil counts them in memory
	Shelf  intake.Shelf    // where buttons keep what does not fit on them; nil keeps it in memory
	Posted intake.Remember // what is posted for everybody in a channel; nil is not remembered

	HTTPClient *http.Client      // nil is one with a timeout of 10 s
	Dialer     *websocket.Dialer // of the gateway; nil is one of the package's own
	Log        *slog.Logger      // nil discards
}

// A Ledger remembers when sessions were opened, so that a process that crashes
// again and again does not use up what Discord allows in a day. It may be called
// from many goroutines at once.
type Ledger interface {
	// Opened returns the times of the last day at which a session was opened, in order.
	Opened(ctx context.Context) ([]time.Time, error)
	// Note adds one. What it has returned nil for is there after a crash.
	Note(ctx context.Context, at time.Time) error
}

// A Platform is one bot on Discord, in all its servers. Its methods may be
// called from many goroutines at once; Run may be called once.
type Platform struct {
	cfg      Config
	dir      intake.Directory
	log      *slog.Logger
	counts   *counters
	health   *health
	rest     *rest // every call of the REST API
	seen     *intake.Seen
	ages     ages         // of what comes in
	room     *intake.Room // for the work of the doors
	lobby    *intake.Room // for telling people that there is no room
	state    *state
	troubles *troubles       // what the owners know
	answer   commands.Answer // set by Run before anything comes in
	runs     atomic.Bool
}

// New returns the platform of a bot, without calling Discord. The error is of
// kind Unusable and names the settings that cannot be used.
func New(cfg Config, dir intake.Directory) (*Platform, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	p := &Platform{cfg: cfg, dir: dir, log: cfg.Log, counts: &counters{}, health: newHealth()}
	p.rest = newRest(p)
	p.troubles = newTroubles()
	p.seen = intake.NewSeen()
	p.room = intake.NewRoom(intake.RoomFor, intake.RoomEach, p.log, &p.counts.broken)
	p.lobby = intake.NewRoom(intake.LobbyFor, intake.LobbyFor, p.log, &p.counts.broken)
	p.state = newState(p)
	return p, nil
}

// Name returns the name of the platform.
func (p *Platform) Name() string { return "discord" }

// An inbound is one interaction, by either road. It is authentic and has not
// been seen before.
type inbound struct {
	ID       string
	Token    string // of the interaction; a secret for 15 minutes
	Type     int    // one of Discord's interaction types
	Payload  json.RawMessage
	Received time.Time
	// Ack sends the first response. It is called once, within 3 s.
	Ack func(ctx context.Context, r response) error
}

// A response is the first thing said to an interaction, in Discord's form. Data
// is nil where the type has none.
type response struct {
	Type  int             `json:"type"`
	Data  any             `json:"data,omitempty"`
	Files []commands.File `json:"-"`
	Draft bool            `json:"-"` // a plainer one is sent when Discord fails on this one
}

// The types of response. discord.com/developers/docs/interactions/receiving-and-responding
const (
	responsePong     = 1
	responseMessage  = 4
	responseDeferred = 5 // a message follows
	responseUnmoved  = 6 // a component's message may be changed later
	responseUpdate   = 7 // a component's message is changed
	responseChoices  = 8 // of an autocompletion
	responseModal    = 9
)

// A reaction is what a door does about an inbound: Now alone, or Work. It is
// decided from memory without any input or output.
type reaction struct {
	Now *response // sent at once, and all there is unless there is work too
	// Late is sent when the work has not said anything soon enough; it is unused
	// when Now is there.
	Late response
	// Work is done in a goroutine of its own; its ctx ends a minute later, or when
	// the process stops. It says what there is to say through the turn.
	Work func(ctx context.Context, t *turn)
}

// A door decides about one inbound.
type door func(in inbound) reaction

func (c Config) withDefaults() Config {
	c.Mode = cmp.Or(c.Mode, Gateway)
	c.Render = cmp.Or(c.Render, Components)
	c.API = cmp.Or(c.API, "https://discord.com/api/v10")
	c.Role = cmp.Or(c.Role, briefings.Reader)
	c.Clearance = cmp.Or(c.Clearance, briefings.Green)
	c.DirectClearance = cmp.Or(c.DirectClearance, c.Clearance)
	if c.HTTPClient == nil {
		c.HTTPClient = &http.Client{Timeout: 10 * time.Second}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

// validate never puts a value into its error: it may be a secret in the wrong place.
func (c Config) validate() error {
	var lines []string
	need := func(ok bool, line string) {
		if !ok {
			lines = append(lines, line)
		}
	}
	token := string(c.Token)
	need(c.Mode == Gateway || c.Mode == HTTP, "discord.mode: Choose gateway or http.")
	need(c.Render == Components || c.Render == Embeds, "discord.render: Choose components or embeds.")
	need(token != "" && !strings.ContainsAny(token, " \t\r\n"), "discord.token: Give the bot's token as its page Bot shows it, without the word Bot before it.")
	if c.Mode == HTTP {
		key, err := hex.DecodeString(c.PublicKey)
		need(err == nil && len(key) == 32, "discord.public_key: Give the application's public key, 64 hexadecimal digits; without it nobody could tell Discord from a stranger.")
		need(c.Listen != "", "discord.listen: Give the address to listen on, such as :8080.")
	}
	need(!strings.HasSuffix(c.API, "/"), "discord.api: Leave out the slash at the end of the address.")
	if len(lines) == 0 {
		return nil
	}
	return &briefings.Error{Kind: briefings.Unusable, Text: strings.Join(lines, "\n")}
}

package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// The two roads by which Slack reaches the platform, for Config.Mode.
const (
	Socket = "socket" // Slack is dialled; no public address is needed
	HTTP   = "http"   // Slack posts signed requests to a listener
)

// Config is what a workspace's owner sets.
type Config struct {
	BotToken      intake.Secret // begins with xoxb-
	AppToken      intake.Secret // begins with xapp-; only Socket Mode needs it
	SigningSecret intake.Secret // only HTTP mode needs it
	Mode          string        // Socket or HTTP; empty is Socket
	Listen        string        // in HTTP mode, the address of the listener, such as ":8080"
	API           string        // base address of the Web API, ending in a slash; empty is Slack's own

	Roles           map[string]briefings.Role // by ID of the user group
	Owners          []string                  // user IDs that are always owners
	Role            briefings.Role            // of a member to whom nothing gives a higher one; empty is reader
	Clearance       briefings.Marking         // of a channel; empty is TLP:GREEN
	DirectClearance briefings.Marking         // of a conversation with the bot alone; empty is Clearance
	// ChannelClearance says up to which label a channel was set to show things,
	// from memory; false is Clearance. Nil is for none. A channel that people from
	// outside may be in shows TLP:CLEAR whatever is set.
	ChannelClearance func(briefings.Channel) (briefings.Marking, bool)

	AllowExternal bool // answer in channels shared with other organisations
	AllowGuests   bool // answer guests of the workspace

	// PostsPerMinute is how many messages of digests are posted in the workspace in
	// a minute; zero is 60. Each channel gets one a second at most.
	PostsPerMinute int

	Shelf  intake.Shelf    // where buttons and forms keep what does not fit on them; nil keeps it in memory
	Posted intake.Remember // what is posted for everybody in a channel; nil is not remembered

	PingInterval time.Duration     // between pings on a websocket; zero is 15 s
	HTTPClient   *http.Client      // nil is one with a timeout of 10 s
	Dialer       *websocket.Dialer // of the websockets; nil is one of the package's own
	Log          *slog.Logger      // nil discards
}

// A Platform is one workspace of Slack. Its methods may be called from many
// goroutines at once; Run may be called once.
type Platform struct {
	cfg    Config
	dir    intake.Directory
	log    *slog.Logger
	http   *http.Client  // for calls without a token, such as to a response_url
	gate   *gate         // what every call of the Web API passes
	api    *slack.Client // for calls of the Web API; it stops at a refused token
	counts *counters
	health *health
	seen   *intake.Seen
	room   *intake.Room // for the work of the doors
	lobby  *intake.Room // for telling people that there is no room
	state  *state
	answer commands.Answer // set by Run before anything comes in
	runs   atomic.Bool
}

// New returns the platform of a workspace, without calling Slack. The error is
// of kind Unusable and names the settings that cannot be used.
func New(cfg Config, dir intake.Directory) (*Platform, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	p := &Platform{cfg: cfg, dir: dir, log: cfg.Log, http: cfg.HTTPClient, counts: &counters{}, health: &health{}}
	p.gate = &gate{client: cfg.HTTPClient, counts: p.counts, health: p.health, log: p.log}
	options := []slack.Option{
		slack.OptionHTTPClient(p.gate),
		slack.OptionAppLevelToken(string(cfg.AppToken)),
	}
	if cfg.API != "" {
		options = append(options, slack.OptionAPIURL(cfg.API))
	}
	p.api = slack.New(string(cfg.BotToken), options...)
	p.seen = intake.NewSeen()
	p.room = intake.NewRoom(intake.RoomFor, intake.RoomEach, p.log, &p.counts.broken)
	p.lobby = intake.NewRoom(intake.LobbyFor, intake.LobbyFor, p.log, &p.counts.broken)
	p.state = newState(p)
	return p, nil
}

// Name returns the name of the platform.
func (p *Platform) Name() string { return "slack" }

// An inbound is one thing that Slack sent, by either road. It is authentic and
// has not been seen before.
type inbound struct {
	Kind     string          // one of the kinds below
	ID       string          // of the event or the trigger, else of the envelope
	Payload  json.RawMessage // as Socket Mode has it: a form has become an object
	Received time.Time
	Retry    int // how often Slack has sent it before
}

// The kinds of inbound.
const (
	kindCommand = "slash_commands"
	kindAction  = "interactive" // buttons, shortcuts and views
	kindEvent   = "events_api"
	kindOptions = "options" // a select asks what it may offer
)

// A door decides about one inbound. The ack is the body of the acknowledgement,
// nil for an empty one; it is decided from memory without any input or output.
// The work, if not nil, is done once the acknowledgement has been written, in a
// goroutine of its own; its ctx ends a minute later, or when the process stops.
type door func(in inbound) (ack any, work func(ctx context.Context))

func (c Config) withDefaults() Config {
	c.Mode = cmp.Or(c.Mode, Socket)
	c.Role = cmp.Or(c.Role, briefings.Reader)
	c.Clearance = cmp.Or(c.Clearance, briefings.Green)
	c.DirectClearance = cmp.Or(c.DirectClearance, c.Clearance)
	c.PostsPerMinute = cmp.Or(c.PostsPerMinute, 60)
	c.PingInterval = cmp.Or(c.PingInterval, 15*time.Second)
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
	need(c.Mode == Socket || c.Mode == HTTP, "slack.mode: Choose socket or http.")
	need(strings.HasPrefix(string(c.BotToken), "xoxb-"), "slack.bot_token: Give the bot token of the app; it begins with xoxb-.")
	if c.Mode == Socket {
		need(strings.HasPrefix(string(c.AppToken), "xapp-"), "slack.app_token: Give an app-level token with connections:write; it begins with xapp-.")
	}
	if c.Mode == HTTP {
		need(strings.TrimSpace(string(c.SigningSecret)) != "", "slack.signing_secret: Give the signing secret of the app; without it nobody could tell Slack from a stranger.")
		need(c.Listen != "", "slack.listen: Give the address to listen on, such as :8080.")
	}
	need(c.API == "" || strings.HasSuffix(c.API, "/"), "slack.api: End the address with a slash.")
	need(c.PostsPerMinute >= 1 && c.PostsPerMinute <= 6000, "slack.posts: Choose a number from 1 to 6000.")
	need(c.PingInterval >= time.Second && c.PingInterval <= 20*time.Second, "slack.ping: Choose a time from 1s to 20s.")
	if len(lines) == 0 {
		return nil
	}
	return &briefings.Error{Kind: briefings.Unusable, Text: strings.Join(lines, "\n")}
}

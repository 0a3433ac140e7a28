package slackfake

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Base is the address of a fake that is reached in memory.
const Base = "http://slack.fake"

// Config is the workspace a fake starts with. The zero value is a workspace
// with the tokens [BotToken] and [AppToken], the people and channels of
// [DefaultWorld], sockets that live an hour, and Slack's usual rates.
type Config struct {
	World         World  // people, channels and groups; a zero World is [DefaultWorld]
	BotToken      string // "" is [BotToken]
	AppToken      string // "" is [AppToken]
	SigningSecret string // "" is [SigningSecret]

	// Scopes are what the bot token may do; nil is everything but writing in
	// channels without being a member, for which chat:write.public is to be named.
	Scopes []string
	// Echo lets the app hear its own messages in its conversations with people,
	// as it does when it subscribes to message.im.
	Echo bool
	// Rates replaces the rate of a method, in calls a minute; 0 is no limit.
	// Methods that are not named keep Slack's tier.
	Rates map[string]int
	// Ping is how often a socket is pinged; 0 is 10 s, negative is never.
	Ping time.Duration
	// Life is how long a socket lives; 0 is an hour, negative is for ever. A
	// warning comes 10 s before its end and a request to refresh at its end.
	Life time.Duration
	// Drain is how long a socket stays open, and may be given envelopes, after
	// it was asked to refresh; 0 is 10 s.
	Drain time.Duration
	// FreshEnvelopes gives an envelope a new ID with each redelivery, so that
	// only what it carries shows that it came before.
	FreshEnvelopes bool
	// Seed decides which socket an envelope goes to.
	Seed uint64
}

// Credentials of a fake whose Config names no others. They are shaped like
// Slack's and open nothing.
const (
	BotToken      = "xoxb-fake-bot"
	AppToken      = "xapp-fake-app"
	SigningSecret = "fake-signing-secret"
)

// A Slack is one fake workspace with one app installed. All methods may be
// called from many goroutines at once.
type Slack struct {
	cfg  Config
	done chan struct{}

	methods map[string]method

	mu         sync.Mutex
	base       string // address that clients are told: [Base], or the listener's
	closed     bool
	serial     int
	lastTS     time.Time
	random     *rand.Rand
	world      world
	revoked    string                // error name for every call with the bot or app token
	channels   map[string][]*Message // by channel, oldest first
	views      map[string]*View
	stacks     map[string][]string // open modals by user, the topmost last
	homes      map[string]*View
	offered    map[string][]Option // choices last offered, by view and action
	triggers   map[string]*trigger
	hooks      map[string]*hook
	uploads    map[string]*upload
	sockets    []*socket
	tickets    map[string]bool
	waiting    []*Delivery // envelopes without a socket to go to
	deliveries map[string]*Delivery
	faults     []*Fault
	meters     map[string]*meter
	endpoint   http.RoundTripper
	address    string // where signed callbacks go
	refuse     string
	silent     bool
	steer      int
	assistant  map[string]Assistant

	calls      []Call
	latencies  []Latency
	forgotten  bool // some deliveries were forgotten
	effects    []Effect
	actives    []Active
	violations []Violation
	server     *http.Server
}

// New returns a running fake. The caller closes it.
func New(cfg Config) *Slack {
	cfg = withDefaults(cfg)
	return &Slack{
		cfg: cfg, done: make(chan struct{}), base: Base, methods: methods(),
		random: rand.New(rand.NewPCG(cfg.Seed, 1)), world: newWorld(cfg.World),
		channels: map[string][]*Message{}, views: map[string]*View{}, stacks: map[string][]string{},
		homes: map[string]*View{}, offered: map[string][]Option{}, triggers: map[string]*trigger{}, hooks: map[string]*hook{},
		uploads: map[string]*upload{}, tickets: map[string]bool{}, deliveries: map[string]*Delivery{},
		meters: map[string]*meter{}, assistant: map[string]Assistant{},
	}
}

// withDefaults returns the settings with nothing left out.
func withDefaults(cfg Config) Config {
	set := func(field *string, value string) {
		if *field == "" {
			*field = value
		}
	}
	period := func(field *time.Duration, value time.Duration) {
		if *field == 0 {
			*field = value
		}
	}
	set(&cfg.BotToken, BotToken)
	set(&cfg.AppToken, AppToken)
	set(&cfg.SigningSecret, SigningSecret)
	period(&cfg.Ping, 10*time.Second)
	period(&cfg.Life, time.Hour)
	period(&cfg.Drain, 10*time.Second)
	if cfg.World.Team == "" {
		cfg.World = DefaultWorld()
	}
	return cfg
}

// API returns the base address of the Web API, with its trailing slash.
func (s *Slack) API() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.base + "/api/"
}

// Close ends every connection and every retry. Deliveries that still wait end
// without an acknowledgement. It may be called twice.
func (s *Slack) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.done)
	sockets, server := s.sockets, s.server
	for _, d := range s.deliveries {
		d.finish()
	}
	s.mu.Unlock()
	for _, so := range sockets {
		so.shut()
	}
	if server != nil {
		server.Close()
	}
}

// id returns a new ID with the prefix. The caller holds the lock.
func (s *Slack) id(prefix string) string {
	s.serial++
	return fmt.Sprintf("%s%07d", prefix, s.serial)
}

// timestamp returns a message ID: seconds and microseconds, never the same
// twice. The caller holds the lock.
func (s *Slack) timestamp() string {
	now := time.Now()
	if !now.After(s.lastTS) {
		now = s.lastTS.Add(time.Microsecond)
	}
	s.lastTS = now.Truncate(time.Microsecond).Add(time.Microsecond)
	return fmt.Sprintf("%d.%06d", s.lastTS.Unix(), s.lastTS.Nanosecond()/1000)
}

// shortened returns at most n characters of a text for a report.
func shortened(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > n {
		return string(r[:n]) + "…"
	}
	return text
}

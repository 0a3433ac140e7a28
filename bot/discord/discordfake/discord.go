package discordfake

import (
	"crypto/ed25519"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Base is the address of a fake that is reached in memory.
const Base = "http://discord.fake"

// BotToken is the token of a fake whose Config names no other. It is shaped
// like Discord's and opens nothing.
const BotToken = "fake-bot.token.of-nobody"

// Config is the Discord a fake starts with. The zero value has the token
// [BotToken], the servers and people of [DefaultWorld] and Discord's usual
// limits and periods.
type Config struct {
	World World  // a zero World is [DefaultWorld]
	Token string // "" is [BotToken]

	// AnyCommand lets people type commands that were never registered, so that
	// a test of an answer need not register first.
	AnyCommand bool
	// Schema judges the bodies of requests; nil judges by the rules in this
	// package alone.
	Schema *Schema

	// Heartbeat is what HELLO asks for; 0 is 41.25 s.
	Heartbeat time.Duration
	// SessionLife is how long a session without a connection can be resumed;
	// 0 is 10 minutes.
	SessionLife time.Duration
	// MaxConcurrency is how many shards may identify within 5 s; 0 is 1.
	MaxConcurrency int
	// Shards is how many shards are recommended; 0 is 1.
	Shards int
	// NonceWindow is how long a nonce is remembered; 0 is 3 minutes, negative
	// is not at all.
	NonceWindow time.Duration

	// GlobalRate is how many requests a second the bot may make; 0 is 50,
	// negative is no limit.
	GlobalRate int
	// RouteRates replaces the rate of a route such as
	// "POST /channels/{channel_id}/messages"; a Limit of 0 is no limit.
	RouteRates map[string]Rate
	// Sliding refills a rate bit by bit. Otherwise a window opens with the
	// first request and everything is free again at its end. Discord promises
	// neither.
	Sliding bool
}

// A Rate is how many requests may be made in a period.
type Rate struct {
	Limit int
	Per   time.Duration
}

// A Discord is one fake with one app. All methods may be called from many
// goroutines at once.
type Discord struct {
	cfg  Config
	done chan struct{}
	key  ed25519.PrivateKey

	mu     sync.Mutex
	base   string // address that clients are told: [Base], or the listener's
	closed bool
	serial int64
	lastID int64
	random *rand.Rand
	world  world
	server *http.Server

	revoked     bool
	barred      map[string]bool // bot tokens that the app was told are invalid
	channels    map[string][]*Message
	nonces      map[string]nonce
	uploads     map[string]*upload
	global      []*Command
	local       map[string][]*Command // by guild
	creations   map[string][]time.Time
	deliveries  map[string]*Delivery // by interaction ID
	tokens      map[string]*Delivery // by interaction token
	modals      map[string]*Modal
	faults      []*Fault
	meters      map[string]*meter
	dead        map[string]time.Time // interaction tokens that the app was told are invalid
	links       []*link
	sessions    map[string]*session
	identifies  []time.Time
	budget      int // identifies left; counted down, refilled after a day
	budgetSince time.Time
	door        door
	endpoint    http.RoundTripper
	address     string // where signed interactions go; "" is the gateway

	requests   []Request
	latencies  []Latency
	effects    []Effect
	violations []Violation
	invalid    []Invalid
}

// New returns a running fake. The caller closes it.
func New(cfg Config) *Discord {
	cfg = withDefaults(cfg)
	return &Discord{
		cfg: cfg, done: make(chan struct{}), base: Base, key: newKey(),
		random: rand.New(rand.NewPCG(1, 2)), world: newWorld(cfg.World),
		channels: map[string][]*Message{}, nonces: map[string]nonce{}, uploads: map[string]*upload{},
		local: map[string][]*Command{}, creations: map[string][]time.Time{},
		deliveries: map[string]*Delivery{}, tokens: map[string]*Delivery{}, modals: map[string]*Modal{},
		meters: map[string]*meter{}, dead: map[string]time.Time{}, barred: map[string]bool{}, sessions: map[string]*session{},
		budget: identifyBudget, budgetSince: time.Now(),
	}
}

// withDefaults returns the settings with nothing left out.
func withDefaults(cfg Config) Config {
	period := func(field *time.Duration, value time.Duration) {
		if *field == 0 {
			*field = value
		}
	}
	number := func(field *int, value int) {
		if *field == 0 {
			*field = value
		}
	}
	if cfg.Token == "" {
		cfg.Token = BotToken
	}
	period(&cfg.Heartbeat, 41250*time.Millisecond)
	period(&cfg.SessionLife, 10*time.Minute)
	period(&cfg.NonceWindow, 3*time.Minute)
	number(&cfg.MaxConcurrency, 1)
	number(&cfg.Shards, 1)
	number(&cfg.GlobalRate, 50)
	if len(cfg.World.Guilds) == 0 {
		cfg.World = DefaultWorld()
	}
	return cfg
}

// API returns the base address of the REST interface, without a trailing slash.
func (d *Discord) API() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.base + "/api/v10"
}

// Close ends every connection and every wait. Deliveries that still wait end
// without a response. It may be called twice.
func (d *Discord) Close() {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return
	}
	d.closed = true
	close(d.done)
	links, server := d.links, d.server
	for _, v := range d.deliveries {
		v.finish()
	}
	d.mu.Unlock()
	for _, l := range links {
		l.shut()
	}
	if server != nil {
		server.Close()
	}
}

// Discord counts time from its own first day. A synctest bubble starts before
// that day, so there IDs count from an earlier one: an ID is never negative and
// looks like a real one.
func snowflakeEpoch(now time.Time) time.Time {
	first := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC)
	if now.Before(first.AddDate(1, 0, 0)) {
		return time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return first
}

// id returns a new snowflake, greater than every one before. The caller holds
// the lock.
func (d *Discord) id() string {
	now := time.Now()
	next := now.Sub(snowflakeEpoch(now)).Milliseconds() << 22
	d.lastID = max(next, d.lastID+1)
	return strconv.FormatInt(d.lastID, 10)
}

// secret returns a name that nobody else has. The caller holds the lock.
func (d *Discord) secret(prefix string) string {
	d.serial++
	return fmt.Sprintf("%s%08x%06d", prefix, d.random.Uint32(), d.serial)
}

// shortened returns at most n characters of a text for a report.
func shortened(text string, n int) string {
	text = strings.Join(strings.Fields(text), " ")
	if r := []rune(text); len(r) > n {
		return string(r[:n]) + "…"
	}
	return text
}

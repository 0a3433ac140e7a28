package bot

import (
	"context"
	"encoding/json"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/commands"
	"attache/store"
	"attache/store/search"
)

// What the store of the rehearsal holds: a briefing in force, a draft, and a document
// that somebody brings.
const (
	ports = `# Port inspections

By Ines Faber, Harbour Institute

Research paper, 2 June 2025

## Chapter 1. Costs

Who should pay for port inspections has been argued over since 2021. The levy covered 40 per cent of the costs of port inspections in 2024.[^1] Seoul should raise the levy on port inspections by 2027. The port authority must publish the results of every inspection within a month.

| Port | Inspections | Levy |
|------|-------------|------|
| Busan | 412 | 1.2 million |
| Incheon | 377 | 0.9 million |
| Ulsan | 268 | 0.6 million |
| Mokpo | 120 | 0.2 million |
| Yeosu | 98 | 0.1 million |

## Chapter 2. Tariffs

On 3 March 2025 the ministry announced a tariff on scrap. What is advised on tariffs depends on the port. The National Assembly should review the tariff every year & report "in full" <@U1> to *the public*. In 2025 two ports changed their rules, says @everyone.

[^1]: Harbour Institute, Annual Report 2024, p. 12.
`
	dues   = "# Harbour dues\n\n## Dues\n\nThe council should freeze harbour dues until 2028. Dues rose twice in 2024.\n"
	pilots = "# Pilots\n\n## Boats\n\nThe pilots should buy two boats by 2026. Pilots were short of boats in 2023.\n"
)

// A rehearsal is a desk on a store that holds the same on every platform, and one
// platform on it.
type rehearsal struct {
	t       *testing.T
	start   time.Time
	store   *store.Store
	known   *directory
	clerk   *clerk
	seat    seat
	log     []exchange
	before  map[string]string // the text of each message that was there before
	pressed map[string]int    // how many answers of a verb have had their buttons pressed
	stop    []func()
}

// newRehearsal returns the rehearsal without a platform.
func newRehearsal(t *testing.T) *rehearsal {
	t.Helper()
	st, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	desk := commands.New(st, commands.Options{SelfApproval: true})
	for _, d := range []struct {
		name, text string
		publish    bool
	}{{"ports.md", ports, true}, {"dues.md", dues, false}} {
		if _, err := desk.Import(t.Context(), commands.File{Name: d.name, Data: []byte(d.text)}, owner(), time.Now(), d.publish); err != nil {
			t.Fatal(err)
		}
	}
	s := &rehearsal{t: t, start: time.Now(), store: st, known: newDirectory(st, slog.New(slog.DiscardHandler)), pressed: map[string]int{}}
	s.clerk = &clerk{answer: s.known.touching(desk.Answer)}
	s.stop = append(s.stop, func() { st.Close() }, s.known.kept(t.Context()))
	return s
}

// runs runs a platform until the rehearsal ends.
func (s *rehearsal) runs(p Platform) {
	ctx, cancel := context.WithCancel(s.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, s.clerk.hear) }()
	s.stop = append(s.stop, func() {
		cancel()
		if err := <-ended; err != nil {
			s.t.Errorf("%s ended with %v", p.Name(), err)
		}
	})
	time.Sleep(time.Minute) // it connects, and tells what it offers
}

// end ends everything in the opposite order of its start.
func (s *rehearsal) end() {
	if s.seat != nil {
		s.seat.ends()
	}
	for i := range s.stop {
		s.stop[len(s.stop)-1-i]()
	}
}

// A clerk keeps what the desk answers.
type clerk struct {
	answer commands.Answer
	mu     sync.Mutex
	told   []commands.Reply
	plain  []commands.Reply // the same, without what names the platform
}

func (c *clerk) hear(ctx context.Context, r commands.Request) commands.Reply {
	reply := c.answer(ctx, r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told, c.plain = append(c.told, reply), append(c.plain, neutral(reply, r))
	return reply
}

// take returns what was answered since it was last called, without what names
// the platform and with it.
func (c *clerk) take() (plain, told []commands.Reply) {
	c.mu.Lock()
	defer c.mu.Unlock()
	plain, told = c.plain, c.told
	c.plain, c.told = nil, nil
	return plain, told
}

// messageFile is how a message is called that was saved as a document.
var messageFile = regexp.MustCompile(`message-[0-9-]+\.txt`)

// auditNumber is where a change stands in the audit, which holds what each
// platform has asked of its own.
var auditNumber = regexp.MustCompile(`audit [0-9]+`)

// ofAudit finds the numbers, times and hashes of the audit, which holds who asked
// what: no two platforms have the same.
var ofAudit = regexp.MustCompile(`[0-9a-f]{64}|\d+`)

// proposalID is the ID of a change that was shown, which is made of who made it too.
var proposalID = regexp.MustCompile(`\b(?:proposal|forget):([0-9A-Z]{4,12})\b`)

// neutral returns a reply with words in the place of those that say who asks and
// where, which no two platforms can have in common.
func neutral(reply commands.Reply, r commands.Request) commands.Reply {
	if reply.Verb == "ops audit" {
		reply.Instants, reply.Files = nil, nil
	}
	// A form takes a moment longer to fill in on one platform than on the other.
	reply.Instants = slices.Clone(reply.Instants)
	for i := range reply.Instants {
		reply.Instants[i].At = reply.Instants[i].At.Truncate(time.Minute)
	}
	text, err := json.Marshal(reply)
	if err != nil {
		panic(err)
	}
	plain := strings.NewReplacer(
		string(r.Person.ID), "who", r.Place.Platform+"/"+r.Place.Workspace+"/"+r.Place.Channel, "channel", r.Place.Workspace+" › "+r.Place.Channel, "where", `"`+r.Place.Platform+" › ", `"`, r.Person.Name, "name", r.Place.Channel, "channel",
		r.Place.Platform+"/"+r.Place.Workspace+"/", "workspace/",
		string(r.Person.ID[strings.LastIndexByte(string(r.Person.ID), '/')+1:]), "who").Replace(string(text))
	for _, id := range proposalID.FindAllStringSubmatch(plain, -1) {
		plain = strings.ReplaceAll(plain, id[1], "proposal")
	}
	plain = messageFile.ReplaceAllString(plain, "message.txt")
	plain = auditNumber.ReplaceAllString(plain, "audit")
	if reply.Verb == "ops audit" {
		plain = ofAudit.ReplaceAllString(plain, "0")
	}
	var out commands.Reply
	if err := json.Unmarshal([]byte(plain), &out); err != nil {
		panic(err)
	}
	return out
}

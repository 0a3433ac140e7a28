package slack

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"attache/commands"

	"attache/bot/intake"
	"attache/briefings"
)

const testSecret = "signing-secret-of-a-test"

// blank is a directory that knows nothing.
type blank struct{}

func (blank) Complete(context.Context, string, string, commands.Place, int) []intake.Choice {
	return nil
}
func (blank) New(context.Context, commands.Place) []string { return nil }

func (blank) Granted(briefings.PersonID) briefings.Role { return "" }

// openPlatform returns a platform with credentials that open nothing.
func openPlatform(t testing.TB, cfg Config) *Platform {
	t.Helper()
	cfg.BotToken = cmp.Or(cfg.BotToken, "xoxb-of-a-test")
	cfg.AppToken = cmp.Or(cfg.AppToken, "xapp-of-a-test")
	cfg.SigningSecret = cmp.Or(cfg.SigningSecret, testSecret)
	p, err := New(cfg, blank{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A tally counts what a door is given and what of it is worked on.
type tally struct {
	mu     sync.Mutex
	came   []inbound
	worked map[string]int // by ID of the inbound
	wg     sync.WaitGroup
}

// door returns a door that acknowledges with ack and notes its work.
func (c *tally) door(ack any) door {
	return func(in inbound) (any, func(context.Context)) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.came = append(c.came, in)
		if in.Kind == kindOptions { // whose work is its acknowledgement
			return ack, nil
		}
		c.wg.Add(1)
		return ack, func(context.Context) {
			defer c.wg.Done()
			c.mu.Lock()
			defer c.mu.Unlock()
			if c.worked == nil {
				c.worked = map[string]int{}
			}
			c.worked[in.ID]++
		}
	}
}

// done waits for the work in hand and returns how often anything was worked on.
func (c *tally) done() int {
	c.wg.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, times := range c.worked {
		n += times
	}
	return n
}

// A diary is a log that a test reads.
type diary struct {
	mu   sync.Mutex
	text strings.Builder
}

func (d *diary) Write(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(b)
}

func (d *diary) log() *slog.Logger {
	return slog.New(slog.NewTextHandler(d, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (d *diary) count(part string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Count(d.text.String(), part)
}

package discord

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

// A tally counts what a door is given and what of it is worked on.
type tally struct {
	mu     sync.Mutex
	came   []inbound
	worked map[string]int // by ID of the inbound
}

// door returns a door that responds with a sentence and notes its work.
func (c *tally) door() door {
	return func(in inbound) reaction {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.came = append(c.came, in)
		if in.Type == typeAutocomplete {
			r := apology(in, "")
			return reaction{Now: &r}
		}
		r := apology(in, "Noted.")
		return reaction{Now: &r, Work: func(context.Context, *turn) {
			c.mu.Lock()
			defer c.mu.Unlock()
			if c.worked == nil {
				c.worked = map[string]int{}
			}
			c.worked[in.ID]++
		}}
	}
}

// done returns how often anything has been worked on.
func (c *tally) done() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := 0
	for _, times := range c.worked {
		n += times
	}
	return n
}

// A cable is a platform connected to a fake Discord, with a door of the test's own.
type cable struct {
	fake *discordfake.Discord
	p    *Platform
	log  *diary
	stop context.CancelFunc
	done chan struct{} // closed when the platform has hung up
}

// cabled returns the settings of a platform that talks to a fake.
func cabled(fake *discordfake.Discord, log *diary) Config {
	return Config{Token: discordfake.BotToken, PublicKey: fake.PublicKey(), API: fake.API(),
		HTTPClient: fake.HTTPClient(), Dialer: fake.Dialer(), Log: log.log()}
}

// plug runs a test in a bubble of virtual time, with the session up for a second.
func plug(t *testing.T, cfg discordfake.Config, door door, act func(c *cable)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { plugged(t, cfg, nil, door, act) })
}

// plugged is what a test does in a bubble of its own, with a ledger of its own.
func plugged(t *testing.T, cfg discordfake.Config, ledger Ledger, door door, act func(c *cable)) {
	t.Helper()
	cfg.AnyCommand, cfg.Schema = true, openSchema()
	c := &cable{fake: discordfake.New(cfg), log: &diary{}, done: make(chan struct{})}
	defer c.fake.Close()
	settings := cabled(c.fake, c.log)
	settings.Ledger = ledger
	c.p = openPlatform(t, settings)
	ctx, cancel := context.WithCancel(t.Context())
	c.stop = cancel
	go func() {
		defer close(c.done)
		c.p.connect(ctx, door)
		c.p.room.Close(grace)
	}()
	time.Sleep(time.Second)
	act(c)
	cancel()
	<-c.done
	c.p.lobby.Close(0)
}

// ask sends a command of Anna's.
func (c *cable) ask() *discordfake.Delivery {
	return c.fake.Command(discordfake.Anna, discordfake.Desk, "brief", discordfake.Sub("help"))
}

// open returns the links that the fake has open.
func (c *cable) open() []discordfake.Link {
	var out []discordfake.Link
	for _, l := range c.fake.Links() {
		if !l.Closed {
			out = append(out, l)
		}
	}
	return out
}

func (c *cable) clean(t *testing.T) {
	t.Helper()
	for _, v := range c.fake.Violations() {
		t.Error("violation:", v)
	}
}

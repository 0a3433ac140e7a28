package discord

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"
	"time"
)

// troubles remembers what the owners have been told, so that they are told once. It
// may be used from many goroutines at once.
type troubles struct {
	mu   sync.Mutex
	said map[string]bool // by ID of a channel or a server
}

func newTroubles() *troubles { return &troubles{said: map[string]bool{}} }

// mostTold bounds what is remembered; beyond it something is told again rather
// than never.
const mostTold = 10_000

// news reports whether the owners do not know of a trouble yet.
func (t *troubles) news(about string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.said[about] {
		return false
	}
	if len(t.said) >= mostTold {
		clear(t.said)
	}
	t.said[about] = true
	return true
}

// mended notes that a trouble is over: should it come again, it is news.
func (t *troubles) mended(about string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.said, about)
}

// snowflakeForm is an ID of Discord's.
var snowflakeForm = regexp.MustCompile(`^[0-9]{1,20}$`)

// kicked tells the owners once that the bot has been taken out of a server. It
// returns at once.
func (p *Platform) kicked(guild string) {
	if !snowflakeForm.MatchString(guild) {
		return
	}
	p.tellOwners(guild, fmt.Sprintf("Attaché has been taken out of the server %s, so nothing is answered there any more. "+
		"If that was not meant, invite it again with the address that attache manifest discord prints.", guild))
}

// welcomed notes that the bot is in a server.
func (p *Platform) welcomed(guild string) { p.troubles.mended(guild) }

// lostChannel tells the owners once that nothing can be posted in a channel any
// more, with Discord's code for why. It returns at once.
func (p *Platform) lostChannel(channel string, code int) {
	if !snowflakeForm.MatchString(channel) {
		return
	}
	why := "Discord does not let it"
	mend := "look at what Attaché may do there"
	switch code {
	case 10003, 10004:
		why, mend = "it is no longer there", "choose another channel"
	case 50001:
		why, mend = "Attaché can no longer see it", "give Attaché View Channel there"
	case 50013:
		why, mend = "Attaché lacks a permission there", "give Attaché View Channel, Send Messages, Embed Links and Attach Files there"
	case 50083, 160005:
		why, mend = "the thread is archived or locked", "open it again"
	}
	// The channel is named by its ID, which Discord shows as its name to those
	// who may see it.
	p.tellOwners(channel, fmt.Sprintf("Attaché cannot post in the channel <#%s>: %s. To mend it, %s.", channel, why, mend))
}

// tellOwners tells each owner a sentence about a channel or a server once, in
// their own conversation with the bot.
func (p *Platform) tellOwners(about, sentence string) {
	if !p.troubles.news(about) {
		return
	}
	p.log.Warn("discord lost a place", "place", about, "mend", sentence)
	if !p.lobby.Admit(ownersRoom) {
		return // it is in the log
	}
	p.lobby.Start(ownersRoom, func(ctx context.Context) {
		owners, err := p.owners(ctx)
		if err != nil {
			p.log.Warn("discord owners not told", "error", err)
		}
		day := time.Now().UTC().Format(time.DateOnly)
		for _, owner := range owners {
			if err := p.tellOwner(ctx, owner, sentence, nonceFor(about+" "+day, owner)); err != nil {
				p.log.Warn("discord owner not told", "owner", owner, "error", err)
			}
		}
	})
}

// ownersRoom is in whose name the owners are told.
const ownersRoom = "owners"

// tellOwner writes to one owner, unless somebody before a restart has done so on
// the same day: the key on the shelf is the message's nonce.
func (p *Platform) tellOwner(ctx context.Context, owner, sentence, nonce string) error {
	if p.cfg.Shelf != nil {
		if _, done, err := p.cfg.Shelf.Get(ctx, nonce); done && err == nil {
			return nil
		}
	}
	channel, err := p.rest.createDM(ctx, owner)
	if err != nil {
		return err
	}
	if _, err = p.rest.createMessage(ctx, channel, message{Content: sentence, Flags: flagQuietLinks}, nonce, false); err != nil {
		return err
	}
	if p.cfg.Shelf != nil {
		return p.cfg.Shelf.Put(ctx, nonce, sentence)
	}
	return nil
}

// owners returns who is told when something is wrong: the owners of the
// settings, else whoever owns the application.
func (p *Platform) owners(ctx context.Context) ([]string, error) {
	if len(p.cfg.Owners) > 0 {
		return slices.Compact(slices.Sorted(slices.Values(p.cfg.Owners))), nil
	}
	app, err := p.rest.application(ctx)
	if err != nil {
		return nil, err
	}
	if app.owner() == "" {
		return nil, errors.New("nobody owns the application")
	}
	return []string{app.owner()}, nil
}

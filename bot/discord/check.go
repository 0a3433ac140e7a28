package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"attache/bot/intake"
	"attache/briefings"
)

// mostSkew is how far the clock may be off. Discord's signatures are good for
// five minutes; half of that leaves room for what is on its way.
const mostSkew = 150 * time.Second

// Check asks Discord whether the settings are good, and changes nothing there:
// is the token that of an application, do its interactions come by the road of
// the settings, is the bot in the servers that are trusted and do they have the
// roles, may a session be opened, and is the clock right. It returns a clause
// that says who the bot is and where. The error is of kind Unusable and says how
// to mend what is wrong.
func Check(ctx context.Context, cfg Config) (string, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return "", err
	}
	clock := &clockReader{next: cfg.HTTPClient.Transport}
	client := *cfg.HTTPClient
	client.Transport = clock
	cfg.HTTPClient = &client
	p, err := New(cfg, nil)
	if err != nil {
		return "", err
	}
	app, err := p.rest.application(ctx)
	if err != nil {
		return "", unasked("discord.token", err)
	}
	if err := rightClock(clock.date, time.Now()); err != nil {
		return "", err
	}
	if err := cfg.rightRoad(app); err != nil {
		return "", err
	}
	names, err := p.checkServers(ctx)
	if err != nil {
		return "", err
	}
	if cfg.Mode == Gateway {
		if err := p.checkGateway(ctx); err != nil {
			return "", err
		}
	}
	where := fmt.Sprintf("in %d servers, of which none is trusted while anybody may invite the bot", len(names))
	switch {
	case len(cfg.Servers) > 0 || app.closed():
		where = "in " + countOf(names)
	case len(names) == 0:
		where = "in no server yet"
	}
	return fmt.Sprintf("%s %s, by the mode %s", short(app.Name), where, cfg.Mode), nil
}

// countOf names servers, or counts them when they are many.
func countOf(names []string) string {
	switch len(names) {
	case 0:
		return "no server yet"
	case 1:
		return fmt.Sprintf("the server %q", names[0])
	}
	return fmt.Sprintf("%d servers", len(names))
}

// short returns what Discord calls something, as one short line for a terminal.
func short(name string) string { return briefings.Shorten(oneLine(name), 60) }

// A clockReader keeps the date that Discord puts on its last answer. One check
// calls it, one call after the other.
type clockReader struct {
	next http.RoundTripper
	date string
}

// RoundTrip makes the call.
func (c *clockReader) RoundTrip(r *http.Request) (*http.Response, error) {
	next := c.next
	if next == nil {
		next = http.DefaultTransport
	}
	resp, err := next.RoundTrip(r)
	if err == nil {
		c.date = resp.Header.Get("Date")
	}
	return resp, err
}

// rightClock compares the clock with Discord's; an unreadable date says nothing.
func rightClock(date string, now time.Time) error {
	at, err := http.ParseTime(date)
	if err != nil {
		return nil
	}
	if skew := now.Sub(at).Abs(); skew > mostSkew {
		return briefings.Errorf(briefings.Unusable, "The clock is %s away from Discord's; set it, or what Discord sends is taken for old.", skew.Round(time.Second))
	}
	return nil
}

// rightRoad reports whether interactions come by the road of the settings: an
// application with an address for them gets none by the gateway.
func (c Config) rightRoad(app application) error {
	switch {
	case c.Mode == Gateway && app.Endpoint != "":
		return briefings.Errorf(briefings.Unusable, "discord.mode: The application sends interactions to an address and not to the gateway; empty Interactions Endpoint URL on its page General Information, or choose http.")
	case c.Mode == HTTP && app.VerifyKey != "" && !strings.EqualFold(app.VerifyKey, c.PublicKey):
		return briefings.Errorf(briefings.Unusable, "discord.public_key: The application has another one; copy it from its page General Information.")
	case c.Mode == HTTP && app.Endpoint == "":
		return briefings.Errorf(briefings.Unusable, "discord.mode: The application sends interactions to the gateway; start Attaché, then set Interactions Endpoint URL on its page General Information to your address with %s, or choose gateway.", Path)
	case c.Mode == HTTP && !strings.HasSuffix(app.Endpoint, Path):
		return briefings.Errorf(briefings.Unusable, "discord.mode: Interactions Endpoint URL of the application does not end in %s, where Attaché listens; mend it on the page General Information.", Path)
	}
	return nil
}

// checkServers returns the names of the servers that the bot is in: of those
// that are trusted, where the settings name some. It is an error if the bot is not
// in one of these, or if no server has a role of the settings.
func (p *Platform) checkServers(ctx context.Context) ([]string, error) {
	joined, err := p.rest.getGuilds(ctx)
	if err != nil {
		return nil, unasked("discord.token", err)
	}
	missing := slices.Clone(p.cfg.Servers)
	absent := map[string]bool{}
	for id := range p.cfg.Roles {
		absent[id] = true
	}
	var names []string
	for _, g := range joined {
		if len(p.cfg.Servers) > 0 && !slices.Contains(p.cfg.Servers, g.ID) {
			continue
		}
		missing = slices.DeleteFunc(missing, func(id string) bool { return id == g.ID })
		names = append(names, short(g.Name))
		if len(absent) == 0 {
			continue
		}
		roles, err := p.rest.getRoles(ctx, g.ID)
		if err != nil {
			return nil, unasked("discord.roles", err)
		}
		for _, r := range roles {
			delete(absent, r.ID)
		}
	}
	if len(missing) > 0 {
		return nil, briefings.Errorf(briefings.Unusable, "discord.servers: The bot is not in %s; invite it there with the address that attache manifest discord prints, or leave these out.", strings.Join(missing, ", "))
	}
	if len(absent) > 0 && len(names) > 0 {
		var ids []string
		for id := range absent {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		return nil, briefings.Errorf(briefings.Unusable, "discord.roles: No server has the roles %s; copy the IDs again from the server's settings, with Developer Mode switched on.", strings.Join(ids, ", "))
	}
	return names, nil
}

// checkGateway reports whether a session may be opened now. Attaché hears of
// servers alone, which needs nothing switched on.
func (p *Platform) checkGateway(ctx context.Context) error {
	gateway, err := p.rest.gatewayBot(ctx)
	if err != nil {
		return unasked("discord.token", err)
	}
	limit := gateway.SessionStartLimit
	if limit.Total > 0 && limit.Remaining == 0 {
		return briefings.Errorf(briefings.Unusable, "Discord lets the bot open no session for another %s, because it has opened %d today; wait, and see in the log why it starts so often.",
			(time.Duration(limit.ResetAfter) * time.Millisecond).Round(time.Minute), limit.Total)
	}
	return nil
}

// unasked returns what to mend when Discord did not answer a question. The
// setting is the one to look at when Discord refused it; no address stands there.
func unasked(setting string, err error) error {
	var told *said
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		return briefings.Errorf(briefings.Unusable, "%s: %s", setting, refused.sentence())
	case errors.As(err, &told):
		return briefings.Errorf(briefings.Unusable, "Discord answers with %s; look at discord.api, or try again in a moment.", told)
	}
	return briefings.Errorf(briefings.Unusable, "Discord cannot be reached (%v); look at the network and at discord.api.", intake.Bare(err))
}

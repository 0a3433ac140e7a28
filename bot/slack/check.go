package slack

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/briefings"
)

// mostSkew is how far the clock may be off. Slack's signatures are good for five
// minutes; half of that leaves room for what is on its way.
const mostSkew = 150 * time.Second

// Check asks Slack whether the settings are good, and changes nothing there: are
// the tokens those of an app that is installed, may it do all that it does, and
// is the clock right. It returns a clause that says where the app is installed.
// The error is of kind Unusable and says how to mend what is wrong.
func Check(ctx context.Context, cfg Config) (string, error) {
	cfg = cfg.withDefaults()
	if err := cfg.validate(); err != nil {
		return "", err
	}
	var who struct{ Team, User string }
	header, err := cfg.ask(ctx, "auth.test", "slack.bot_token", cfg.BotToken, &who)
	if err != nil {
		return "", err
	}
	if err := rightClock(header.Get("Date"), time.Now()); err != nil {
		return "", err
	}
	if granted := header.Get("X-OAuth-Scopes"); granted != "" {
		if missing := lacking(strings.Split(granted, ",")); len(missing) > 0 {
			return "", briefings.Errorf(briefings.Unusable, "The app lacks %s; give it the manifest that attache manifest slack prints, and install it again.", strings.Join(missing, ", "))
		}
	}
	if cfg.Mode == Socket {
		if _, err := cfg.ask(ctx, "apps.connections.open", "slack.app_token", cfg.AppToken, nil); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%s in the workspace %q, by the mode %s", oneLine(who.User), oneLine(who.Team), cfg.Mode), nil
}

// oneLine returns what Slack calls something, as one short line for a terminal.
func oneLine(name string) string {
	return briefings.Shorten(strings.Join(strings.Fields(name), " "), 60)
}

// ask makes one call of the Web API with the token, and decodes its answer. The
// setting names the token in errors; neither it nor an address stands there.
func (c Config) ask(ctx context.Context, method, setting string, token intake.Secret, into any) (http.Header, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, cmp.Or(c.API, slack.APIURL)+method, nil)
	if err != nil {
		return nil, briefings.Errorf(briefings.Unusable, "slack.api: The address cannot be used; leave it empty for Slack's own.")
	}
	req.Header.Set("Authorization", "Bearer "+string(token))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := c.HTTPClient.Do(req)
	if err != nil {
		return nil, briefings.Errorf(briefings.Unusable, "Slack cannot be reached (%v); look at the network and at slack.api.", intake.Bare(err))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return nil, briefings.Errorf(briefings.Unusable, "Slack broke off its answer (%v); try again in a moment.", intake.Bare(err))
	}
	var said struct {
		OK    bool
		Error string
	}
	switch err := json.Unmarshal(body, &said); {
	case err != nil || resp.StatusCode != http.StatusOK:
		return nil, briefings.Errorf(briefings.Unusable, "Slack answers %s with status %d; look at slack.api, or try again in a moment.", method, resp.StatusCode)
	case !said.OK && final(said.Error):
		return nil, briefings.Errorf(briefings.Unusable, "%s: %s", setting, (&refusal{code: said.Error}).sentence())
	case !said.OK:
		return nil, briefings.Errorf(briefings.Unusable, "%s: Slack answers %s with %q; give the app the manifest that attache manifest slack prints, and install it again.", setting, method, oneLine(said.Error))
	}
	if into != nil {
		if err := json.Unmarshal(body, into); err != nil {
			return nil, briefings.Errorf(briefings.Unusable, "Slack's answer to %s cannot be read; look at slack.api.", method)
		}
	}
	return resp.Header, nil
}

// lacking returns the scopes that the app needs and was not granted.
func lacking(granted []string) []string {
	for i := range granted {
		granted[i] = strings.TrimSpace(granted[i])
	}
	return slices.DeleteFunc(scopes(), func(s string) bool { return slices.Contains(granted, s) })
}

// rightClock compares the clock with Slack's; an unreadable date says nothing.
func rightClock(date string, now time.Time) error {
	at, err := http.ParseTime(date)
	if err != nil {
		return nil
	}
	if skew := now.Sub(at).Abs(); skew > mostSkew {
		return briefings.Errorf(briefings.Unusable, "The clock is %s away from Slack's; set it, or what Slack signs is taken for old.", skew.Round(time.Second))
	}
	return nil
}

package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/bot"
	"attache/bot/slack/slackfake"
)

// fakeSlack returns a fake on loopback and settings that lead to it.
func fakeSlack(t *testing.T, cfg slackfake.Config) (*slackfake.Slack, string) {
	t.Helper()
	forgetEnvironment(t)
	fake := slackfake.New(cfg)
	if err := fake.Listen(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(fake.Close)
	return fake, write(t, fmt.Sprintf("store: mem\nslack:\n  bot_token: %s\n  app_token: %s\n  api: %s\npeople:\n  owners: [slack/T_FAKE/U_ANNA]\n",
		slackfake.BotToken, slackfake.AppToken, fake.API()))
}

// eventually waits for what another process, or a socket, brings about.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%s does not come", what)
		}
	}
}

// A notebook is a stream that may be written to by many goroutines at once.
type notebook struct {
	mu   sync.Mutex
	text strings.Builder
}

func (n *notebook) Write(text []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.Write(text)
}

func (n *notebook) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.text.String()
}

// serving runs Serve beside the test and returns how to stop it, which gives
// what it returned, and what it wrote to the log.
func serving(t *testing.T, settings string) (stop func() error, log *notebook) {
	t.Helper()
	log = &notebook{}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- bot.Serve(ctx, bot.Terminal{In: strings.NewReader(""), Out: log, Err: log}, settings) }()
	return func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(20 * time.Second):
			return fmt.Errorf("serve does not stop")
		}
	}, log
}

// With two tokens the whole program answers in Slack: it knows the owner of the
// settings, draws the App Home and stops in good order.
func TestServeAnswersInSlack(t *testing.T) {
	fake, settings := fakeSlack(t, slackfake.Config{})
	stop, log := serving(t, settings)
	eventually(t, "a socket", func() bool { return len(fake.Sockets()) > 0 })
	fake.Command("U_ANNA", "C_DESK", "/brief whoami").Wait()
	eventually(t, "an answer", func() bool {
		seen := fake.Seen("C_DESK", "U_ANNA")
		return len(seen) > 0 && strings.Contains(seen[len(seen)-1].Text, "owner")
	})
	fake.Command("U_BEN", "C_DESK", "/brief whoami").Wait()
	eventually(t, "an answer to another", func() bool {
		seen := fake.Seen("C_DESK", "U_BEN")
		return len(seen) > 0 && strings.Contains(seen[len(seen)-1].Text, "reader")
	})
	if err := stop(); err != nil {
		t.Errorf("serve ended with %v\n%s", err, log)
	}
	for _, v := range fake.Violations() {
		t.Errorf("against Slack's rules: %+v", v)
	}
	if strings.Contains(log.String(), slackfake.BotToken) || strings.Contains(log.String(), slackfake.AppToken) {
		t.Errorf("the log shows a token:\n%s", log)
	}
}

// Tokens that Slack refuses end the program with the code of unusable settings.
func TestServeStopsAtRefusedTokens(t *testing.T) {
	fake, settings := fakeSlack(t, slackfake.Config{})
	fake.Revoke("token_revoked")
	stop, log := serving(t, settings)
	eventually(t, "a refusal", func() bool { return strings.Contains(log.String(), "token_revoked") })
	err := stop()
	if bot.ExitCode(err) != bot.Unusable || !strings.Contains(bot.Explain(err), "token_revoked") {
		t.Errorf("serve ended with %v and code %d, want %d", err, bot.ExitCode(err), bot.Unusable)
	}
}

// check asks Slack: a line says where the app is installed, or what is wrong.
func TestCheckAsksSlack(t *testing.T) {
	for _, tt := range []struct {
		name string
		cfg  slackfake.Config
		done func(*slackfake.Slack)
		want string
	}{
		{"good", slackfake.Config{}, nil, "good   slack     "},
		{"revoked", slackfake.Config{}, func(s *slackfake.Slack) { s.Revoke("token_revoked") }, "wrong  slack     slack.bot_token: Slack refused a token (token_revoked)"},
		{"another bot token", slackfake.Config{BotToken: "xoxb-other-bot"}, nil, "wrong  slack     slack.bot_token: Slack refused a token (invalid_auth)"},
		{"another app token", slackfake.Config{AppToken: "xapp-other-app"}, nil, "wrong  slack     slack.app_token: Slack refused a token (invalid_auth)"},
		{"gone", slackfake.Config{}, (*slackfake.Slack).Close, "wrong  slack     Slack cannot be reached"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fake, settings := fakeSlack(t, tt.cfg)
			if tt.done != nil {
				tt.done(fake)
			}
			var out strings.Builder
			err := bot.Check(t.Context(), bot.Terminal{Out: &out, Err: &out}, settings)
			if !strings.Contains(out.String(), "\n"+tt.want) {
				t.Errorf("check says\n%s\nwant a line %q", &out, tt.want)
			}
			if good := strings.HasPrefix(tt.want, "good"); good != (err == nil) {
				t.Errorf("check ends with %v", err)
			}
			if strings.Contains(out.String(), slackfake.BotToken) || strings.Contains(out.String(), "http://") {
				t.Errorf("check shows a token or an address:\n%s", &out)
			}
		})
	}
}

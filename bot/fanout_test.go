package bot

import (
	"fmt"
	"log/slog"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord"
	"attache/bot/discord/discordfake"
	"attache/bot/slack"
	"attache/bot/slack/slackfake"
	"attache/briefings"
	"attache/store"
)

// fanned is how many channels a digest goes to.
const fanned = 10_000

// TestFanOut posts to ten thousand channels at once, in virtual time, and comes
// close to the pace that each platform allows without ever being told to wait.
func TestFanOut(t *testing.T) {
	if testing.Short() {
		t.Skip("a pace is measured over many posts, which takes too long for short runs")
	}
	t.Run("slack", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			const perMinute = 600
			fake := slackfake.New(slackfake.Config{})
			defer fake.Close()
			p, err := slack.New(slack.Config{BotToken: slackfake.BotToken, AppToken: slackfake.AppToken, API: fake.API(), HTTPClient: fake.HTTPClient(), PostsPerMinute: perMinute}, nil)
			if err != nil {
				t.Fatal(err)
			}
			var channels []briefings.Channel
			for i := range fanned {
				id := fmt.Sprintf("C_FAN%05d", i)
				fake.SetChannel(slackfake.Channel{ID: id, Name: fmt.Sprintf("fan-%d", i), EveryoneIsMember: true})
				channels = append(channels, briefings.Channel{Platform: "slack", Workspace: slackfake.DefaultWorld().Team, ID: id})
			}
			took := fanOut(t, slackPlatform{p}, channels)
			limited := 0
			for _, c := range fake.Log("chat.postMessage") {
				if c.Status == 429 {
					limited++
				}
			}
			floor := time.Duration(len(channels)) * time.Minute / perMinute
			ratio := took.Seconds() / floor.Seconds()
			t.Logf("%d posts at %d a minute: %v, %.3f of the floor, %d answers of 429", len(channels), perMinute, took, ratio, limited)
			if ratio > 1.05 || limited > 0 {
				t.Errorf("%.3f of the floor, %d answers of 429", ratio, limited)
			}
			for _, ch := range channels {
				if n := len(fake.Messages(ch.ID)); n != 1 {
					t.Fatalf("%d messages in %s", n, ch)
				}
			}
			if v := fake.Violations(); len(v) > 0 {
				t.Errorf("%d violations, the first: %v", len(v), v[0])
			}
			fake.HTTPClient().CloseIdleConnections()
		})
	})
	for _, sliding := range []bool{false, true} {
		for _, render := range []string{discord.Embeds, discord.Components} {
			t.Run(fmt.Sprintf("discord, %s, sliding %t", render, sliding), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) { fanOutOnDiscord(t, sliding, render) })
			})
		}
	}
}

// fanOutOnDiscord posts on a Discord that counts in one of the two ways. A digest
// in embeds is one call; one in components is created as a line and then dressed,
// which is two. The floor is that of the calls.
func fanOutOnDiscord(t *testing.T, sliding bool, render string) {
	fake := discordfake.New(discordfake.Config{Sliding: sliding})
	defer fake.Close()
	config := DefaultConfig()
	config.Discord.Token, config.Discord.API, config.Discord.Servers = NewSecret(discordfake.BotToken), fake.API(), []string{discordfake.GuildID}
	config.Discord.Render = render
	cfg := discordConfig(config, slog.New(slog.DiscardHandler))
	cfg.HTTPClient, cfg.Dialer = fake.HTTPClient(), fake.Dialer()
	p, err := discord.New(cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	var channels []briefings.Channel
	n := fanned
	if render == discord.Components && !*long {
		n /= 5 // it is the same pace for twice as many calls
	}
	for i := range n {
		id := fmt.Sprint(1600000000000000000 + i)
		fake.SetChannel(discordfake.Channel{ID: id, Guild: discordfake.GuildID, Name: fmt.Sprint("fan-", i)})
		channels = append(channels, briefings.Channel{Platform: "discord", Workspace: discordfake.GuildID, ID: id})
	}
	took := fanOut(t, discordPlatform{p}, channels)
	calls := fake.Requests()
	limited := 0
	for _, c := range calls {
		if c.Status == http.StatusTooManyRequests {
			limited++
		}
	}
	each := map[string]int{discord.Embeds: 1, discord.Components: 2}[render]
	ratio := took.Seconds() / (float64(each*len(channels)) / 50)
	t.Logf("%d digests in %d calls: %v, %.3f of the floor, %d answers of 429", len(channels), len(calls), took, ratio, limited)
	if ratio > 1.12 || limited > 0 {
		t.Errorf("%.3f of the floor, %d answers of 429", ratio, limited)
	}
	for _, ch := range channels {
		if n := len(fake.Messages(ch.ID)); n != 1 {
			t.Fatalf("%d messages in %s", n, ch)
		}
	}
	if v := fake.Violations(); len(v) > 0 {
		t.Errorf("%d violations, the first: %v", len(v), v[0])
	}
	fake.HTTPClient().CloseIdleConnections()
}

// fanOut has an outbox post one message to each channel, and returns how long
// that takes.
func fanOut(t *testing.T, poster Poster, channels []briefings.Channel) time.Duration {
	t.Helper()
	h := openHarbour(t)
	const atOnce = 25 // as many as a subscription has targets
	var last briefings.SubscriptionID
	for i := 0; i < len(channels); i += atOnce {
		sub := h.subscribe("daily 00:10", 0, func(s *briefings.Subscription) {
			for _, ch := range channels[i:min(i+atOnce, len(channels))] {
				s.Targets = append(s.Targets, briefings.Target{Channel: ch})
			}
		})
		last = sub.ID
	}
	time.Sleep(time.Until(bubbleStart.Add(10 * time.Minute)))
	if h.scheduler().round(t.Context(), time.Now()); h.states(last)[briefings.Planned] == 0 {
		t.Fatalf("nothing is planned: %v", h.states(last))
	}
	if owed, _, err := h.store.Pending(t.Context(), time.Now(), 0); err != nil || len(owed) != len(channels) {
		t.Fatalf("%d are owed, %v\n%s", len(owed), err, h.log)
	}
	o := newOutbox(h.store, letter, slog.New(slog.DiscardHandler), poster)
	start := time.Now()
	h.run(o.run)
	for tick := time.NewTicker(100 * time.Millisecond); ; <-tick.C {
		if !owing(t, h.store) {
			break
		}
		if time.Since(start) > 12*time.Hour {
			t.Fatal("it does not end")
		}
	}
	took := time.Since(start)
	h.stop()
	synctest.Wait()
	return took
}

// owing reports whether anything is owed. A delivery that moves while it is looked
// for can be missed, so nothing has to be found three times.
func owing(t *testing.T, st *store.Store) bool {
	t.Helper()
	for range 3 {
		left, _, err := st.Pending(t.Context(), time.Now().AddDate(1, 0, 0), 64)
		if err != nil {
			t.Fatal(err)
		}
		if len(left) > 0 {
			return true
		}
	}
	return false
}

package bot

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"attache/bot/discord"
	"attache/bot/discord/discordfake"
	"attache/briefings"
	"attache/store"
)

// landOnDiscord opens a Discord at which deliveries are going to arrive. It knows
// a nonce for so short a time that what is not settled at once has to be looked for.
// A channel takes more at once than Discord's do, so that a run has an end.
func landOnDiscord(t *testing.T, rng *rand.Rand, deliveries int) platformSide {
	t.Helper()
	fake := discordfake.New(discordfake.Config{NonceWindow: time.Second, GlobalRate: -1, RouteRates: map[string]discordfake.Rate{"POST /channels/{channel_id}/messages": {}, "GET /channels/{channel_id}/messages": {}}})
	t.Cleanup(fake.Close)
	s := &discordSide{fake: fake}
	for i := range 60 {
		id := fmt.Sprint(1600000000000000000 + i)
		fake.SetChannel(discordfake.Channel{ID: id, Guild: discordfake.GuildID, Name: fmt.Sprint("kills-", i)})
		s.all = append(s.all, briefings.Channel{Platform: "discord", Workspace: discordfake.GuildID, ID: id})
	}
	for range 2 * deliveries {
		f := discordFault(rng)
		f.Route = "POST /channels/{channel_id}/messages"
		fake.Inject(f)
	}
	if err := fake.Listen(); err != nil {
		t.Fatal(err)
	}
	return s
}

// discordFault is slackFault for Discord.
func discordFault(rng *rand.Rand) discordfake.Fault {
	switch rng.IntN(64) {
	case 0:
		return discordfake.Fault{Drop: true}
	case 1:
		return discordfake.Fault{Status: 502}
	case 2:
		return discordfake.Fault{RetryAfter: time.Second}
	case 3:
		return discordfake.Fault{Drop: true, AfterEffect: true}
	case 4, 5:
		return discordfake.Fault{Status: 503, AfterEffect: true}
	case 6, 7, 8, 9, 10:
		return discordfake.Fault{Late: upTo(rng, latestEffect)}
	}
	return discordfake.Fault{Delay: upTo(rng, 10*time.Millisecond)}
}

type discordSide struct {
	fake *discordfake.Discord
	all  []briefings.Channel
}

func (s *discordSide) api() string                   { return s.fake.API() }
func (s *discordSide) channels() []briefings.Channel { return s.all }
func (s *discordSide) settle()                       { <-time.After(2 * latestEffect) }

// arrived counts the messages by their nonce, in the channels and their threads.
func (s *discordSide) arrived() map[briefings.DeliveryID][]time.Time {
	got := map[briefings.DeliveryID][]time.Time{}
	count := func(channel string) (threads []string) {
		for _, m := range s.fake.Messages(channel) {
			if m.Nonce != "" {
				got[briefings.DeliveryID(m.Nonce)] = append(got[briefings.DeliveryID(m.Nonce)], m.At)
			}
			if m.Thread != "" {
				threads = append(threads, m.Thread)
			}
		}
		return threads
	}
	for _, ch := range s.all {
		for _, thread := range count(ch.ID) {
			count(thread)
		}
	}
	return got
}

// discordCourier returns the Discord that a courier posts on.
func discordCourier(t *testing.T, j courier, st *store.Store, client *http.Client) Poster {
	t.Helper()
	config := DefaultConfig()
	config.Discord.Token, config.Discord.API, config.Discord.Servers = NewSecret(discordfake.BotToken), j.API, []string{discordfake.GuildID}
	cfg := discordConfig(config, slog.New(slog.DiscardHandler))
	cfg.HTTPClient, cfg.Ledger, cfg.Shelf = client, ledger{st}, shelf{st}
	p, err := discord.New(cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	return discordPlatform{p}
}

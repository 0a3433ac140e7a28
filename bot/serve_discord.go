package bot

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"attache/bot/discord"
	"attache/bot/intake"
	"attache/store"
)

// A discordPlatform is Discord in the words of the process.
type discordPlatform struct{ *discord.Platform }

// newDiscord returns the Discord of the settings, not yet running.
func newDiscord(config Config, st *store.Store, known *directory, log *slog.Logger) (discordPlatform, error) {
	c := discordConfig(config, log)
	c.Ledger, c.Shelf, c.ChannelClearance = ledger{st}, shelf{st}, known.channelClearance
	c.Posted = remembering(st, log)
	p, err := discord.New(c, widgets{known})
	return discordPlatform{p}, err
}

// Counts implements [reporting]; [discord.Metrics] says what each counts.
func (p discordPlatform) Counts() map[string]int64 { return fieldCounts(p.Metrics()) }

// Trouble implements [reporting].
func (p discordPlatform) Trouble() string { return p.Health().Text }

// discordConfig returns the settings in the platform's own words.
func discordConfig(config Config, log *slog.Logger) discord.Config {
	d := config.Discord
	return discord.Config{
		Token:           intake.Secret(d.Token.Reveal()),
		PublicKey:       d.PublicKey.Reveal(),
		Mode:            d.Mode,
		Listen:          d.Listen,
		API:             d.API,
		Render:          d.Render,
		Servers:         d.Servers,
		Roles:           d.Roles,
		Owners:          ownersOn("discord", config.People.Owners),
		Role:            config.People.Role,
		Clearance:       config.Places.Clearance,
		DirectClearance: config.Places.Direct,
		Log:             log.With("platform", "discord"),
	}
}

// sessions is the name of the meter of sessions opened, and rationed how long
// Discord counts one.
const (
	sessions = "discord-sessions"
	rationed = 24 * time.Hour
)

// ledger counts sessions in the store.
type ledger struct{ store *store.Store }

// Opened implements [discord.Ledger].
func (l ledger) Opened(ctx context.Context) ([]time.Time, error) {
	all, err := l.store.Meter(ctx, sessions)
	now := time.Now()
	return slices.DeleteFunc(all, func(at time.Time) bool { return now.Sub(at).Abs() >= rationed }), err
}

// Note implements [discord.Ledger].
func (l ledger) Note(ctx context.Context, at time.Time) error {
	return l.store.NoteMeter(ctx, sessions, at, rationed)
}

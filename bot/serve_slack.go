package bot

import (
	"log/slog"

	"attache/bot/intake"
	"attache/bot/slack"
	"attache/store"
)

// A slackPlatform is Slack in the words of the process.
type slackPlatform struct{ *slack.Platform }

// newSlack returns the Slack of the settings, not yet running.
func newSlack(config Config, st *store.Store, known *directory, log *slog.Logger) (slackPlatform, error) {
	c := slackConfig(config, log)
	c.Shelf, c.ChannelClearance = shelf{st}, known.channelClearance
	c.Posted = remembering(st, log)
	p, err := slack.New(c, widgets{known})
	return slackPlatform{p}, err
}

// Counts implements [reporting]; [slack.Metrics] says what each counts.
func (p slackPlatform) Counts() map[string]int64 { return fieldCounts(p.Metrics()) }

// Trouble implements [reporting].
func (p slackPlatform) Trouble() string { return p.Health().Text }

// slackConfig returns the settings in the platform's own words.
func slackConfig(config Config, log *slog.Logger) slack.Config {
	s := config.Slack
	return slack.Config{
		BotToken:        intake.Secret(s.BotToken.Reveal()),
		AppToken:        intake.Secret(s.AppToken.Reveal()),
		SigningSecret:   intake.Secret(s.SigningSecret.Reveal()),
		Mode:            s.Mode,
		Listen:          s.Listen,
		API:             s.API,
		Roles:           s.Roles,
		Owners:          ownersOn("slack", config.People.Owners),
		Role:            config.People.Role,
		Clearance:       config.Places.Clearance,
		DirectClearance: config.Places.Direct,
		AllowExternal:   s.External,
		AllowGuests:     s.Guests,
		PostsPerMinute:  s.Posts,
		PingInterval:    s.Ping,
		Log:             log.With("platform", "slack"),
	}
}

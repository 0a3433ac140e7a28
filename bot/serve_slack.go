package bot

import (
	"context"
	"log/slog"
	"reflect"
	"strings"

	"attache/bot/intake"
	"attache/bot/slack"
	"attache/commands"
)

// A slackPlatform is Slack in the words of the process.
type slackPlatform struct{ *slack.Platform }

// newSlack returns the Slack of the settings, not yet running.
func newSlack(config Config, known *directory, log *slog.Logger) (slackPlatform, error) {
	p, err := slack.New(slackConfig(config, log), widgets{known})
	return slackPlatform{p}, err
}

// Counts implements [reporting]. The names are those of the fields of
// [slack.Metrics], which says what each counts.
func (p slackPlatform) Counts() map[string]int64 {
	counts := map[string]int64{}
	of := reflect.ValueOf(p.Metrics())
	for i := range of.NumField() {
		counts[strings.ToLower(of.Type().Field(i).Name)] = of.Field(i).Int()
	}
	return counts
}

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
		PingInterval:    s.Ping,
		Log:             log.With("platform", "slack"),
	}
}

// widgets is the directory in the words of the platforms' widgets.
type widgets struct{ known *directory }

// Complete implements [intake.Directory].
func (d widgets) Complete(_ context.Context, what, prefix string, place commands.Place, limit int) []intake.Choice {
	entries := d.known.Complete(what, prefix, place, limit)
	choices := make([]intake.Choice, len(entries))
	for i, e := range entries {
		choices[i] = intake.Choice{Value: e.value, Label: e.label}
	}
	return choices
}

// New implements [intake.Directory].
func (d widgets) New(_ context.Context, place commands.Place) []string {
	return d.known.New(place)
}

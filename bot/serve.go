package bot

import (
	"context"
	"log/slog"
	"strings"

	"attache/briefings"
)

// Serve answers on the platforms that the settings name until ctx ends or one
// of them fails. Without one there is nobody to serve, and the error of kind
// Unusable says so; it also says which setting a platform refuses.
func Serve(ctx context.Context, t Terminal, path string) (err error) {
	config, err := LoadConfig(path)
	if err != nil {
		return err
	}
	if !config.Slack.on() && !config.Discord.on() {
		return briefings.Errorf(briefings.Unusable, "No chat platform is configured, so there is nobody to serve; set the tokens of Slack or that of Discord, or use demo or run on this machine.")
	}
	log := newLog(t.Err, config.Log)
	office, err := openOffice(ctx, config, "", log)
	if err != nil {
		return err
	}
	defer func() { err = office.close(err) }()
	office.checksAnchor(ctx, log)
	defer office.logsHead(ctx, log)()
	known := newDirectory(office.store, log)
	if known.set, err = newClearances(ctx, office.store, log); err != nil {
		return err
	}
	platforms, err := office.platforms(known, log)
	if err != nil {
		return err
	}
	end, err := metrics{&office.counts, platforms}.served(ctx, config.Metrics.Listen, log)
	if err != nil {
		return err
	}
	defer end()
	defer known.kept(ctx)()
	defer known.set.kept(ctx)()
	defer office.delivers(ctx, platforms, log)()
	names := make([]string, len(platforms))
	for i, p := range platforms {
		names[i] = p.Name()
	}
	log.Info("serving", "platforms", strings.Join(names, ", "))
	answer := Guard(known.touching(office.recognising(log)), config.Limits.Answer, log, &office.counts)
	return runPlatforms(ctx, answer, platforms...)
}

// platforms returns the platforms that the settings name, not yet running.
func (o *office) platforms(known *directory, log *slog.Logger) ([]Platform, error) {
	var all []Platform
	if o.config.Slack.on() {
		p, err := newSlack(o.config, o.store, known, log)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	if o.config.Discord.on() {
		p, err := newDiscord(o.config, o.store, known, log)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

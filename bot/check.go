package bot

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"attache/bot/discord"
	"attache/bot/slack"
	"attache/briefings"
)

// earliest is a time that every right clock has passed.
var earliest = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// Check looks at the settings, the store, the clock and the time zone, asks each
// platform that is set whether it takes the settings, and writes one line for
// each: what is right, or what is wrong and how to mend it. It creates nothing.
// The error is of kind Unusable when something is wrong.
func Check(ctx context.Context, t Terminal, path string) error {
	wrong := 0
	line := func(what, good string, err error) error {
		if err != nil {
			wrong++
			return t.Print("wrong  %-9s %s", what, strings.ReplaceAll(Explain(err), "\n", "\n                 "))
		}
		return t.Print("good   %-9s %s", what, good)
	}
	config, err := LoadConfig(path)
	good := "the defaults; no file was named"
	if path != "" {
		good = path
	}
	if failed := line("settings", good, err); failed != nil {
		return failed
	}
	if err == nil {
		good, err := checkStore(ctx, t, config)
		if failed := line("store", good, err); failed != nil {
			return failed
		}
		good, err = checkZone(config, time.Now())
		if failed := line("zone", good, err); failed != nil {
			return failed
		}
		good, err = checkSlack(ctx, config)
		if failed := line("slack", good, err); failed != nil {
			return failed
		}
		good, err = checkDiscord(ctx, config)
		if failed := line("discord", good, err); failed != nil {
			return failed
		}
	}
	good, err = checkClock(time.Now())
	if failed := line("clock", good, err); failed != nil {
		return failed
	}
	if wrong > 0 {
		return briefings.Errorf(briefings.Unusable, "%d of the above must be mended first.", wrong)
	}
	return nil
}

// checkStore opens the store of the settings, unless that would create it.
func checkStore(ctx context.Context, t Terminal, config Config) (string, error) {
	spec, err := config.StoreSpec()
	if err != nil {
		return "", err
	}
	if missing(spec) {
		return spec + " is not there yet; the first import makes it", nil
	}
	st, err := openStore(ctx, spec, config.Audit.Anchor, quietLog(t.Err))
	if err != nil {
		return "", err
	}
	defer st.Close()
	sources, err := st.Sources(ctx)
	if err != nil {
		return "", fmt.Errorf("list the sources: %w", err)
	}
	return fmt.Sprintf("%s opens and holds %d sources", spec, len(sources)), nil
}

func checkZone(config Config, now time.Time) (string, error) {
	zone, err := time.LoadLocation(config.Console.Zone)
	if err != nil {
		return "", briefings.Errorf(briefings.Unusable, "The zone %s is not known to this machine; install its time zone data.", config.Console.Zone)
	}
	return zone.String() + ", where it is " + now.In(zone).Format("Monday 15:04"), nil
}

// asking is how long a platform may take to say whether it takes the settings.
const asking = 20 * time.Second

// checkSlack asks Slack about its settings, when there are any.
func checkSlack(ctx context.Context, config Config) (string, error) {
	if !config.Slack.on() {
		return "not used: no token is set", nil
	}
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	return slack.Check(ctx, slackConfig(config, slog.New(slog.DiscardHandler)))
}

// checkDiscord asks Discord about its settings, when there are any.
func checkDiscord(ctx context.Context, config Config) (string, error) {
	if !config.Discord.on() {
		return "not used: no token is set", nil
	}
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	return discord.Check(ctx, discordConfig(config, slog.New(slog.DiscardHandler)))
}

func checkClock(now time.Time) (string, error) {
	if now.Before(earliest) {
		return "", briefings.Errorf(briefings.Unusable, "The clock says %s; set it, or documents and digests get wrong dates.", now.UTC().Format(time.DateOnly))
	}
	return now.UTC().Format(time.RFC3339), nil
}

package bot

import (
	"io"
	"log/slog"
)

// newLog returns the log of the process as the settings want it.
func newLog(w io.Writer, settings Log) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(settings.Level)); err != nil {
		panic("log level " + settings.Level + " passed validation") // [Config.Validate] has looked at it
	}
	options := &slog.HandlerOptions{Level: level}
	if settings.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}

// quietLog returns the log of a command that a person waits for at a terminal:
// warnings only, so that nothing stands between question and answer.
func quietLog(w io.Writer) *slog.Logger {
	return newLog(w, Log{Level: "warn", Format: "text"})
}

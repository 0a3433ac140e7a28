package discord

import (
	"cmp"
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// blank is a directory that knows nothing.
type blank struct{}

func (blank) Complete(context.Context, string, string, commands.Place, int) []intake.Choice {
	return nil
}
func (blank) New(context.Context, commands.Place) []string { return nil }

func (blank) Granted(briefings.PersonID) briefings.Role { return "" }

// openPlatform returns a platform with credentials that open nothing.
func openPlatform(t testing.TB, cfg Config) *Platform {
	t.Helper()
	cfg.Token = cmp.Or(cfg.Token, "token-of-a-test")
	cfg.PublicKey = cmp.Or(cfg.PublicKey, strings.Repeat("ab", 32))
	p, err := New(cfg, blank{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A diary is a log that a test reads.
type diary struct {
	mu   sync.Mutex
	text strings.Builder
}

func (d *diary) Write(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.text.Write(b)
}

func (d *diary) log() *slog.Logger {
	return slog.New(slog.NewTextHandler(d, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func (d *diary) count(part string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Count(d.text.String(), part)
}

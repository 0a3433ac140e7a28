package bot_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot"
	"attache/briefings"
	"attache/commands"
)

// guarded asks an answer once behind the guard, and returns the reply, the
// counts and the log.
func guarded(ctx context.Context, answer commands.Answer) (commands.Reply, *bot.Counts, string) {
	var log strings.Builder
	var counts bot.Counts
	guard := bot.Guard(answer, 10*time.Second, slog.New(slog.NewTextHandler(&log, nil)), &counts)
	return guard(ctx, commands.Request{Text: "ask"}), &counts, log.String()
}

func TestGuardPassesReplies(t *testing.T) {
	reply, counts, log := guarded(t.Context(), func(context.Context, commands.Request) commands.Reply {
		return commands.Reply{Title: "fine"}
	})
	if reply.Title != "fine" || counts.Answered.Load() != 1 || counts.Refused.Load() != 0 || log != "" {
		t.Errorf("reply %+v, answered %d, refused %d, log %q", reply, counts.Answered.Load(), counts.Refused.Load(), log)
	}
	_, counts, _ = guarded(t.Context(), func(context.Context, commands.Request) commands.Reply {
		return commands.Reply{Error: briefings.Errorf(briefings.Forbidden, "No.")}
	})
	if counts.Refused.Load() != 1 {
		t.Errorf("%d refused, want 1", counts.Refused.Load())
	}
}

func TestGuardRecovers(t *testing.T) {
	reply, counts, log := guarded(t.Context(), func(context.Context, commands.Request) commands.Reply { panic("promise broken") })
	if reply.Error == nil || !reply.Private || counts.Broken.Load() != 1 {
		t.Errorf("reply %+v, broken %d", reply, counts.Broken.Load())
	}
	if strings.Count(log, "promise broken") != 1 {
		t.Errorf("the panic is not logged once: %q", log)
	}
}

// An answer that pays no attention to its context is given up at the deadline.
func TestGuardGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		start := time.Now()
		reply, counts, log := guarded(t.Context(), func(context.Context, commands.Request) commands.Reply {
			<-release
			return commands.Reply{}
		})
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("gave up after %v, want 10s", took)
		}
		if reply.Error == nil || !strings.Contains(reply.Error.Text, "10s") || counts.Late.Load() != 1 {
			t.Errorf("reply %+v, late %d", reply, counts.Late.Load())
		}
		if strings.Count(log, "gave up") != 1 {
			t.Errorf("the delay is not logged once: %q", log)
		}
		close(release)
	})
}

func TestGuardWhenTheAskerLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		release := make(chan struct{})
		reply, counts, _ := guarded(ctx, func(context.Context, commands.Request) commands.Reply {
			<-release
			return commands.Reply{}
		})
		close(release)
		if reply.Error == nil || counts.Late.Load() != 0 {
			t.Errorf("reply %+v, late %d", reply, counts.Late.Load())
		}
	})
}

// A reply above the clearance of its place does not leave, and the log says so.
func TestGuardHoldsBack(t *testing.T) {
	for _, c := range []struct {
		marking, clearance briefings.Marking
		held               bool
	}{{"", "", false}, {briefings.Clear, "", false}, {briefings.Green, "", true}, {briefings.Green, briefings.Green, false},
		{briefings.Red, briefings.AmberStrict, true}, {"TLP:PINK", briefings.Red, true}} {
		var log strings.Builder
		var counts bot.Counts
		guard := bot.Guard(func(context.Context, commands.Request) commands.Reply {
			return commands.Reply{Verb: "find", Title: "canary", Marking: c.marking}
		}, time.Second, slog.New(slog.NewTextHandler(&log, nil)), &counts)
		reply := guard(t.Context(), commands.Request{Text: "find", Place: commands.Place{Platform: "console", Clearance: c.clearance}})
		if held := reply.Error != nil; held != c.held || held == (reply.Title == "canary") || held != strings.Contains(log.String(), "held back") || held && !reply.Private {
			t.Errorf("%q in a place of %q: %+v, %s", c.marking, c.clearance, reply, log.String())
		}
	}
}

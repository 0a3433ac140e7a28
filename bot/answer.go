package bot

import (
	"context"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"

	"attache/briefings"
	"attache/commands"
)

// Counts says how requests have ended. It may be read and written by many
// goroutines at once.
type Counts struct {
	Answered atomic.Int64 // with a reply, whatever it says
	Refused  atomic.Int64 // those of them whose reply is an error
	Late     atomic.Int64 // given up at the deadline
	Broken   atomic.Int64 // ended by a panic
}

// Guard returns an answer that keeps the promises of [commands.Answer] around
// one that may not: it always replies, at the latest when limit has passed;
// a panic becomes a reply; what is above the clearance of the place is held back;
// and whatever ends badly is logged, once. An answer
// that pays no attention to its context goes on in the background after its
// deadline, and its reply is dropped.
func Guard(answer commands.Answer, limit time.Duration, log *slog.Logger, counts *Counts) commands.Answer {
	return func(ctx context.Context, request commands.Request) commands.Reply {
		ctx, cancel := context.WithTimeout(ctx, limit)
		defer cancel()
		start := time.Now()
		done := make(chan commands.Reply, 1)
		go func() {
			defer func() {
				if broken := recover(); broken != nil {
					counts.Broken.Add(1)
					log.Error("answer broke", "platform", request.Place.Platform, "panic", broken, "stack", string(debug.Stack()))
					done <- sorry("internal", "Something went wrong here and is in the log; try again, or ask another way.")
				}
			}()
			done <- answer(ctx, request)
		}()
		select {
		case reply := <-done:
			reply = within(request.Place, reply, log)
			counts.count(reply)
			log.Debug("answered", "platform", request.Place.Platform, "verb", reply.Verb, "took", time.Since(start), "error", codeOf(reply))
			return reply
		case <-ctx.Done():
			return gaveUp(ctx, request, limit, log, counts)
		}
	}
}

// within holds a reply to the clearance of the place once more, just before it
// leaves. A reply above it is a broken promise of whoever wrote it.
func within(place commands.Place, reply commands.Reply, log *slog.Logger) commands.Reply {
	if reply.Marking == "" || reply.Marking.Within(clearanceOf(place)) {
		return reply
	}
	log.Error("a reply above the clearance of its place was held back", "platform", place.Platform, "verb", reply.Verb,
		"marking", reply.Marking, "clearance", clearanceOf(place))
	held := sorry("internal", "What was to be shown here may not be, and that is in the log; ask where more may be shown.")
	held.Verb = reply.Verb
	return held
}

func (c *Counts) count(reply commands.Reply) {
	c.Answered.Add(1)
	if reply.Error != nil {
		c.Refused.Add(1)
	}
}

// gaveUp returns the reply to a request whose answer did not come in time, or
// whose asker has left.
func gaveUp(ctx context.Context, request commands.Request, limit time.Duration, log *slog.Logger, counts *Counts) commands.Reply {
	if context.Cause(ctx) == context.Canceled {
		return sorry(briefings.Conflict, "Stopped before the answer was ready; ask again.")
	}
	counts.Late.Add(1)
	log.Warn("answer gave up", "platform", request.Place.Platform, "limit", limit)
	return sorry(briefings.Limit, "The answer took longer than "+limit.String()+"; ask again in a moment, or about less.")
}

func sorry(kind briefings.Kind, text string) commands.Reply {
	return commands.Reply{Private: true, Error: briefings.Errorf(kind, "%s", text)}
}

func codeOf(reply commands.Reply) string {
	if reply.Error == nil {
		return ""
	}
	return reply.Error.Code()
}

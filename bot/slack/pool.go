package slack

import (
	"context"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"
)

// The bounds of what is in hand at once. Work mostly waits, for an answer or
// for Slack, so it is bounded by memory rather than by processors; and no work
// waits for other work to end, because what opens a view has three seconds.
const (
	roomFor   = 64
	roomEach  = 16 // of one person, so that nobody can take all of it
	workLimit = time.Minute

	// lobbyFor bounds the messages, in hand at once, that tell people there is no room.
	lobbyFor = 8
)

// A room bounds the work in hand. It may be used from many goroutines at once.
type room struct {
	places int
	most   int // of one person
	log    *slog.Logger
	counts *counters
	ctx    context.Context // of all work
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu    sync.Mutex
	taken int
	each  map[string]int
}

func newRoom(places, most int, log *slog.Logger, counts *counters) *room {
	r := &room{places: places, most: most, log: log, counts: counts, each: map[string]int{}}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	return r
}

// admit takes a place for a person's work, and reports false if there is none.
func (r *room) admit(who string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.taken >= r.places || r.each[who] >= r.most {
		return false
	}
	r.taken++
	r.each[who]++
	r.wg.Add(1)
	return true
}

func (r *room) leave(who string) {
	r.mu.Lock()
	r.taken--
	if r.each[who]--; r.each[who] == 0 {
		delete(r.each, who)
	}
	r.mu.Unlock()
	r.wg.Done()
}

// start does work in a place that admit has taken, and then leaves the place.
func (r *room) start(who string, work func(ctx context.Context)) {
	go func() {
		defer r.leave(who)
		ctx, cancel := context.WithTimeout(r.ctx, workLimit)
		defer cancel()
		r.safely(func() { work(ctx) })
	}()
}

// safely keeps a panic from ending the process, and reports whether there was none.
func (r *room) safely(do func()) (well bool) {
	defer func() {
		if broken := recover(); broken != nil {
			r.counts.broken.Add(1)
			r.log.Error("slack broke", "panic", broken, "stack", string(debug.Stack()))
		}
	}()
	do()
	return true
}

// close waits for the work in hand, at most grace long, then cancels the rest
// and waits for it to return.
func (r *room) close(grace time.Duration) {
	timer := time.AfterFunc(grace, r.cancel)
	defer timer.Stop()
	r.wg.Wait()
	r.cancel()
}

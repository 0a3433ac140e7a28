package intake

import (
	"context"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// The bounds of what is in hand at once. Work mostly waits, for an answer or
// for Slack, so it is bounded by memory rather than by processors; and no work
// waits for other work to end, because what opens a view has three seconds.
const (
	RoomFor   = 64
	RoomEach  = 16 // of one person, so that nobody can take all of it
	WorkLimit = time.Minute

	// LobbyFor bounds the messages, in hand at once, that tell people there is no room.
	LobbyFor = 8
)

// A Room bounds the work in hand. It may be used from many goroutines at once.
type Room struct {
	places int
	most   int // of one person
	log    *slog.Logger
	broken *atomic.Int64
	ctx    context.Context // of all work
	cancel context.CancelFunc
	wg     sync.WaitGroup

	mu    sync.Mutex
	taken int
	each  map[string]int
}

// NewRoom returns a room with so many places, of which one person takes at most
// the second number. Broken counts the panics of the work in it.
func NewRoom(places, most int, log *slog.Logger, broken *atomic.Int64) *Room {
	r := &Room{places: places, most: most, log: log, broken: broken, each: map[string]int{}}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	return r
}

// Admit takes a place for a person's work, and reports false if there is none.
func (r *Room) Admit(who string) bool {
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

// Leave gives back a place that Admit has taken, for work that is not started.
func (r *Room) Leave(who string) {
	r.mu.Lock()
	r.taken--
	if r.each[who]--; r.each[who] == 0 {
		delete(r.each, who)
	}
	r.mu.Unlock()
	r.wg.Done()
}

// Start does work in a place that Admit has taken, and then leaves the place.
func (r *Room) Start(who string, work func(ctx context.Context)) {
	go func() {
		defer r.Leave(who)
		ctx, cancel := context.WithTimeout(r.ctx, WorkLimit)
		defer cancel()
		r.Safely(func() { work(ctx) })
	}()
}

// Safely keeps a panic from ending the process, and reports whether there was none.
func (r *Room) Safely(do func()) (well bool) {
	defer func() {
		if broken := recover(); broken != nil {
			r.broken.Add(1)
			r.log.Error("work broke", "panic", broken, "stack", string(debug.Stack()))
		}
	}()
	do()
	return true
}

// Wait returns when nothing is in hand.
func (r *Room) Wait() { r.wg.Wait() }

// Close waits for the work in hand, at most grace long, then cancels the rest
// and waits for it to return.
func (r *Room) Close(grace time.Duration) {
	timer := time.AfterFunc(grace, r.cancel)
	defer timer.Stop()
	r.wg.Wait()
	r.cancel()
}

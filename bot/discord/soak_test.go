package discord

import (
	"context"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/commands"
)

// A register counts how often each command was answered.
type register struct {
	mu       sync.Mutex
	answered map[string]int
}

func (r *register) answer(_ context.Context, asked commands.Request) commands.Reply {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answered[asked.Text]++
	return commands.Reply{Verb: "ask", Private: true, Title: "Answer", Text: "To " + asked.Text}
}

// A soak is a month of commands, resumes, outages and dead connections.
type soak struct {
	t      *testing.T
	fake   *discordfake.Discord
	p      *Platform
	book   *register
	random *rand.Rand
	sent   map[string]*discordfake.Delivery // today's, by what was asked
	lost   map[string]bool                  // of them, those that nothing could bring in time
	total  int
	again  int // deliveries that came again after the first had been taken in
	late   int // deliveries that came in too late to be answered
}

// TestSoak30Days runs the whole platform for 30 virtual days on a gateway that
// asks for another connection every few hours, breaks, goes silent, refuses
// and forgets, with REST calls that fail: no command that comes in time is lost,
// none takes effect twice, nothing leaks. A short run has three days.
func TestSoak30Days(t *testing.T) {
	days := 30
	if testing.Short() {
		days = 3
	}
	schema, err := discordfake.FindSchema()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		fake := discordfake.New(discordfake.Config{Schema: schema})
		defer fake.Close()
		cfg := cabled(fake, &diary{})
		cfg.Log = nil
		p := openPlatform(t, cfg)
		s := &soak{t: t, fake: fake, p: p, book: &register{answered: map[string]int{}}, random: rand.New(rand.NewPCG(30, 1)),
			sent: map[string]*discordfake.Delivery{}, lost: map[string]bool{}}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Run(ctx, s.book.answer) }()
		time.Sleep(10 * time.Second) // until the commands are registered
		first, last := s.day(1), 0
		for day := 2; day <= days; day++ {
			last = s.day(day)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error("Run:", err)
		}
		m := p.Metrics()
		t.Logf("%d commands, %d deliveries too late to be answered; %d connections, %d resumes, %d sessions, %d dead connections, %d duplicates, %d calls, %d invalid; %d goroutines on day 1 and %d on day %d",
			s.total, s.late, m.Connects, m.Resumes, m.Identifies, m.Zombies, m.Duplicates, m.Calls, m.Invalid, first, last, days)
		if last > first {
			t.Errorf("%d goroutines more on the last day than on the first", last-first)
		}
		if m.Zombies < int64(2*days) || m.Resumes < int64(10*days) || m.Duplicates != int64(s.again) || m.Stale != int64(s.late) ||
			m.Identifies > int64(4*days+1) || m.Sockets != 0 || m.Dropped != 0 || m.Broken != 0 {
			t.Errorf("%d sent again by hand; %+v", s.again, m)
		}
	})
}

// day lets a day pass, checks all that was asked on it, and returns the fewest
// goroutines that there were at any full hour.
func (s *soak) day(day int) (goroutines int) {
	goroutines = 1 << 20
	for hour := range 24 {
		for n := range 12 {
			s.ask(fmt.Sprintf("day %d hour %d number %d", day, hour, n))
			time.Sleep(time.Second)
			s.disturb(hour, n)
			time.Sleep(5 * time.Minute)
		}
		synctest.Wait()
		goroutines = min(goroutines, runtime.NumGoroutine())
	}
	s.settle()
	return goroutines
}

// ask sends one command.
func (s *soak) ask(question string) *discordfake.Delivery {
	s.total++
	d := s.fake.Command(discordfake.Anna, discordfake.Desk, "brief", discordfake.Sub("ask", discordfake.Str("question", question)))
	s.sent[question] = d
	return d
}

// miss sends one command that the platform cannot hear of in time.
func (s *soak) miss(question string) {
	s.ask(question)
	s.lost[question] = true
}

// disturb does what a day of Discord does to a session.
func (s *soak) disturb(hour, n int) {
	switch {
	case n == 0: // what was taken in comes again, at once and too late
		d := s.ask(fmt.Sprintf("twice at %d", s.total))
		time.Sleep(time.Second)
		s.fake.Replay(d)
		s.again++
		time.Sleep(time.Minute)
		s.fake.Replay(d)
		s.late++
	case n == 1 && hour%2 == 0: // another connection is asked for, with commands on their way
		s.fake.Reconnect(0)
		for i := range 10 {
			s.ask(fmt.Sprintf("reconnect %d at %d", i, s.total))
			time.Sleep(100 * time.Millisecond)
		}
	case n == 2 && hour%8 == 1: // the connection goes silent with commands on it
		s.fake.Mute(0)
		s.miss(fmt.Sprintf("into silence at %d", s.total))
		s.late++
		time.Sleep(3 * time.Minute)
	case n == 3 && hour%6 == 2: // the connection is cut with commands on their way
		s.ask(fmt.Sprintf("before the cut at %d", s.total))
		time.Sleep(time.Millisecond)
		s.fake.Drop(0)
		s.ask(fmt.Sprintf("after the cut at %d", s.total))
	case n == 4 && hour%12 == 3: // heartbeats are not acknowledged any more
		s.fake.Deafen(0)
	case n == 5 && hour%12 == 4: // nobody can connect for a while
		s.fake.RefuseLinks(503)
		s.fake.Drop(0)
		s.miss(fmt.Sprintf("into an outage at %d", s.total))
		s.late++
		time.Sleep(time.Duration(10+s.random.IntN(20)) * time.Second)
		s.fake.RefuseLinks(0)
		time.Sleep(2 * time.Minute)
	case n == 6 && hour%12 == 5: // the session ends
		s.fake.Invalidate(0, false)
		time.Sleep(time.Minute)
	case n == 7 && hour%12 == 6: // resumes are refused
		s.fake.RefuseResume("drop")
		s.fake.Drop(0)
		time.Sleep(2 * time.Minute)
		s.fake.RefuseResume("")
	case n == 8 && hour%3 == 0: // calls fail
		s.fake.Fail("POST /interactions/{interaction_id}/{interaction_token}/callback", 502, 0, 1)
		s.ask(fmt.Sprintf("into a bad gateway at %d", s.total))
	case n == 9 && hour%3 == 1:
		s.fake.Fail("PATCH /webhooks/{application_id}/{interaction_token}/messages/@original", 503, 0, 1)
	case n == 10: // odd frames
		s.fake.Raw(0, []byte(`{"op":0,"t":"THOUGHT","d":{}}`))
		s.fake.AskHeartbeat(0)
	}
}

// settle checks everything that was asked today and forgets it.
func (s *soak) settle() {
	s.t.Helper()
	shown := map[string]int{}
	for _, e := range s.fake.Effects() {
		if e.Interaction != "" {
			shown[e.Interaction]++
		}
	}
	s.book.mu.Lock()
	defer s.book.mu.Unlock()
	for question, d := range s.sent {
		want := 1
		if s.lost[question] {
			want = 0
		}
		text := commands.Invocation{Verb: "ask", Values: map[string]string{"question": question}}.String()
		if n, r := s.book.answered[text], d.Response(); r.OK != (want == 1) || n != want || shown[d.ID] < want || shown[d.ID] > 2*want {
			s.t.Errorf("%s: %q (%s) got %+v, answered %d times, shown %d times", time.Now().Format("2 15:04"), question, d.Refused, r, n, shown[d.ID])
		}
	}
	for _, v := range s.fake.Violations() {
		s.t.Error("violation:", v)
	}
	clear(s.sent)
	clear(s.lost)
	clear(s.book.answered)
	s.fake.Forget()
}

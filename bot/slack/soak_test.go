package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/slack/slackfake"
	"attache/commands"
)

// A ledger counts how often each command was answered.
type ledger struct {
	mu       sync.Mutex
	answered map[string]int
}

func (l *ledger) answer(_ context.Context, r commands.Request) commands.Reply {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answered[r.Text]++
	return commands.Reply{Verb: "ask", Private: true, Title: "Answer", Text: "To " + r.Text}
}

// A soak is a month of commands, refreshes, outages and redeliveries.
type soak struct {
	t      *testing.T
	fake   *slackfake.Slack
	p      *Platform
	ledger *ledger
	random *rand.Rand
	sent   map[string]*slackfake.Delivery // today's, by what was asked
	total  int
	again  int // deliveries that Slack made again after the first had been taken in
}

// TestSoak30Days runs the whole platform for 30 virtual days on sockets that
// live two hours, with cut and half-open sockets, refused connections and
// redeliveries: no command is lost, none takes effect twice, nothing leaks. A
// short run has three days.
func TestSoak30Days(t *testing.T) {
	days := 30
	if testing.Short() {
		days = 3
	}
	synctest.Test(t, func(t *testing.T) {
		fake := slackfake.New(slackfake.Config{Life: 2 * time.Hour, Ping: time.Minute, FreshEnvelopes: true, Seed: 30})
		defer fake.Close()
		p := openPlatform(t, Config{BotToken: slackfake.BotToken, AppToken: slackfake.AppToken,
			API: fake.API(), HTTPClient: fake.HTTPClient(), Dialer: fake.Dialer()})
		s := &soak{t: t, fake: fake, p: p, ledger: &ledger{answered: map[string]int{}},
			random: rand.New(rand.NewPCG(30, 1)), sent: map[string]*slackfake.Delivery{}}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Run(ctx, s.ledger.answer) }()
		time.Sleep(time.Second)
		first, last := s.day(1), 0
		for day := 2; day <= days; day++ {
			last = s.day(day)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error("Run:", err)
		}
		m := p.Metrics()
		t.Logf("%d commands, %d sockets replaced, %d half open, %d duplicates turned away, %d goroutines on day 1 and %d on day %d",
			s.total, m.Reconnects, m.HalfOpen, m.Duplicates, first, last, days)
		if last > first {
			t.Errorf("%d goroutines more on the last day than on the first", last-first)
		}
		if m.Reconnects < int64(22*days) || m.HalfOpen < int64(days) || m.Duplicates < int64(s.again) || m.Sockets != 0 || m.Dropped != 0 {
			t.Errorf("%d sent again by hand; %+v", s.again, m)
		}
	})
}

// day lets a day pass, checks all that was asked on it, and returns the fewest
// goroutines that there were at any full hour.
func (s *soak) day(day int) (goroutines int) {
	goroutines = 1 << 20
	for hour := range 24 {
		for n := range 6 {
			s.ask(fmt.Sprintf("day %d hour %d number %d", day, hour, n))
			s.disturb(hour, n)
			time.Sleep(10 * time.Minute)
		}
		synctest.Wait()
		goroutines = min(goroutines, runtime.NumGoroutine())
	}
	time.Sleep(10 * time.Minute) // for the last redelivery
	s.settle()
	return goroutines
}

// ask sends one command.
func (s *soak) ask(question string) {
	s.total++
	s.sent["ask "+question] = s.fake.Command("U_ANNA", "C_DESK", "/brief ask "+question)
}

// disturb does what a day of Slack does to its sockets.
func (s *soak) disturb(hour, n int) {
	switch {
	case n == 0: // what was taken in is sent again, on any socket, at once and later
		s.resend()
	case n == 1 && hour%6 == 0: // Slack asks for a refresh with commands on their way
		s.fake.Disconnect(0, "refresh_requested")
		for i := range 10 {
			s.ask(fmt.Sprintf("refresh %d at %d", i, s.total))
			time.Sleep(900 * time.Millisecond)
		}
	case n == 2 && hour%8 == 1: // a socket goes silent with a command on it
		live := s.live()
		s.fake.Mute(live)
		s.fake.Steer(live)
		s.ask(fmt.Sprintf("into silence at %d", s.total))
		s.fake.Steer(0)
	case n == 3 && hour%8 == 2: // all sockets are cut with commands on their way
		s.ask(fmt.Sprintf("before the cut at %d", s.total))
		s.fake.Drop(0)
		s.ask(fmt.Sprintf("after the cut at %d", s.total))
	case n == 4 && hour%12 == 3: // Slack opens no socket for a while
		s.fake.Inject(slackfake.Fault{Method: "apps.connections.open", Status: 503, Times: 3 + s.random.IntN(4)})
		s.fake.Drop(0)
	case n == 5 && hour%12 == 4:
		s.fake.Inject(slackfake.Fault{Method: "response_url", RetryAfter: 5 * time.Second, Times: 2})
	}
}

// live returns the number of an open socket.
func (s *soak) live() int {
	for _, so := range s.fake.Sockets() {
		if !so.Closed && !so.Refreshing && !so.Muted {
			return so.Number
		}
	}
	s.t.Fatal("no socket is open")
	return 0
}

// resend has the newest command come again on all sockets at once, and once more
// five minutes later, as Slack does when an acknowledgement gets lost.
func (s *soak) resend() {
	question := fmt.Sprintf("twice at %d", s.total)
	s.ask(question)
	d := s.sent["ask "+question]
	frame, err := json.Marshal(map[string]any{"type": kindCommand, "envelope_id": d.ID, "accepts_response_payload": true, "retry_attempt": 1,
		"payload": map[string]string{"command": "/brief", "text": "ask " + question, "user_id": "U_ANNA", "channel_id": "C_DESK",
			"team_id": "T_FAKE", "trigger_id": d.Trigger, "response_url": d.Hook}})
	if err != nil {
		s.t.Fatal(err)
	}
	for range 2 {
		s.fake.Frame(s.live(), frame)
		s.again++
		time.Sleep(5 * time.Minute)
	}
}

// settle checks everything that was asked today and forgets it.
func (s *soak) settle() {
	s.t.Helper()
	shown := map[string]int{}
	for _, e := range s.fake.Effects() {
		shown[e.Delivery]++
	}
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	for question, d := range s.sent {
		if n, ack := s.ledger.answered[question], d.Ack(); !ack.OK || n != 1 || shown[d.ID] != 1 {
			s.t.Errorf("%s: %q acknowledged %t after %d attempts, answered %d times, shown %d times",
				time.Now().Format("2 15:04"), question, ack.OK, ack.Attempts, n, shown[d.ID])
		}
	}
	if len(s.ledger.answered) != len(s.sent) {
		s.t.Errorf("%d questions answered of %d asked", len(s.ledger.answered), len(s.sent))
	}
	for _, v := range s.fake.Violations() {
		s.t.Error("violation:", v)
	}
	clear(s.sent)
	clear(s.ledger.answered)
	s.fake.Forget()
}

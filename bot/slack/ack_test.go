package slack

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

const (
	askers    = 16 // commands at once
	ackP99    = 150 * time.Millisecond
	ackMax    = 1500 * time.Millisecond
	viewAfter = 500 * time.Millisecond // a trigger is good for 3 s, most of which are Slack's own
)

// A stalled index is a real one in which every search takes ten seconds.
type stalled struct{ search.Index }

func (s stalled) Search(ctx context.Context, q search.Query) (search.Result, error) {
	if err := intake.Sleep(ctx, 10*time.Second); err != nil {
		return search.Result{}, err
	}
	return s.Index.Search(ctx, q)
}

// openDesk returns a desk over a store in memory that holds so many sources.
func openDesk(t *testing.T, index search.Index, sources int) (*commands.Desk, *store.Store) {
	t.Helper()
	st, err := store.Open(t.Context(), "mem", store.Options{Index: index})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	desk := commands.New(st, commands.Options{SelfApproval: true})
	owner := briefings.Person{ID: "slack/T_FAKE/U_OWEN", Role: briefings.Owner}
	for n := range sources {
		var paper strings.Builder
		fmt.Fprintf(&paper, "# Dues at Quay %d\n\nBy Ines Faber\n\n2 June 2025\n\n## 1. Costs\n\n", n)
		for i := range 30 {
			fmt.Fprintf(&paper, "The levy of harbour %d covered %d per cent of inspection costs in season %d. ", n, (n*31+i*7)%100, i)
		}
		file := commands.File{Name: fmt.Sprintf("quay-%d.md", n), Data: []byte(paper.String())}
		if _, err := desk.Import(t.Context(), file, owner, time.Now(), true); err != nil {
			t.Fatal(err)
		}
	}
	return desk, st
}

// fakeOfMany returns a fake workspace with one person for each asker.
func fakeOfMany(t *testing.T) *slackfake.Slack {
	fake := slackfake.New(slackfake.Config{})
	t.Cleanup(fake.Close)
	for i := range askers {
		fake.SetUser(slackfake.User{ID: asker(i), Name: fmt.Sprintf("asker%d", i)})
	}
	return fake
}

func asker(i int) string { return fmt.Sprintf("U_ASKER%02d", i) }

// burst sends a command from every asker at once and waits for all the acknowledgements.
func burst(t *testing.T, fake *slackfake.Slack, round int) {
	t.Helper()
	var sent []*slackfake.Delivery
	for i := range askers {
		text := fmt.Sprintf("/brief ask what did the levy of harbour %d cover in season %d?", i, round)
		if i == 0 {
			text = "/brief"
		}
		sent = append(sent, fake.Command(asker(i), "C_DESK", text))
	}
	for _, d := range sent {
		if ack := d.Wait(); !ack.OK || ack.Attempts != 1 || len(ack.Body) != 0 {
			t.Errorf("a command was acknowledged %t after %d attempts with %s", ack.OK, ack.Attempts, ack.Body)
		}
	}
}

// acks returns how long the acknowledgements of so many commands took, 99 in a
// hundred of them and at most.
func acks(t *testing.T, fake *slackfake.Slack, want int) (p99, most time.Duration) {
	t.Helper()
	var took []time.Duration
	for _, l := range fake.AckLatencies() {
		took = append(took, l.Took)
	}
	if len(took) != want {
		t.Fatalf("%d acknowledgements, want %d", len(took), want)
	}
	slices.Sort(took)
	p99, most = took[(len(took)*99+99)/100-1], took[len(took)-1]
	t.Logf("%d acknowledgements: p50 %v, p99 %v, max %v", len(took), took[len(took)/2], p99, most)
	return p99, most
}

// TestAckUnderLoad shows that an acknowledgement waits for nothing: in virtual
// time for no store that stalls, by either road, and in real time for no index
// that is rebuilt on every processor.
func TestAckUnderLoad(t *testing.T) {
	t.Run("store stalls, socket", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { underStall(t, Socket) })
	})
	t.Run("store stalls, http", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { underStall(t, HTTP) })
	})
	t.Run("index rebuilds", func(t *testing.T) {
		if raced() {
			t.Skip("the race detector takes more time than the goal leaves")
		}
		// What else the machine does can only add to a measurement, so the
		// lowest of three counts.
		for try := 1; ; try++ {
			p99, most := underRebuild(t)
			if p99 <= ackP99 && most <= ackMax {
				return
			}
			if try == 3 {
				t.Fatalf("p99 %v and max %v, want at most %v and %v", p99, most, ackP99, ackMax)
			}
		}
	})
}

// raced reports whether the race detector watches.
func raced() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.ContainsFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "-race" && s.Value == "true" })
}

// underStall sends three bursts while every search takes ten seconds.
func underStall(t *testing.T, mode string) {
	const rounds = 3
	desk, _ := openDesk(t, stalled{search.NewScan()}, 2)
	fake := fakeOfMany(t)
	p := openPlatform(t, Config{Mode: mode, Listen: "127.0.0.1:0", BotToken: slackfake.BotToken, AppToken: slackfake.AppToken,
		SigningSecret: slackfake.SigningSecret, API: fake.API(), HTTPClient: fake.HTTPClient(), Dialer: fake.Dialer()})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	if mode == HTTP {
		p.answer = desk.Answer
		fake.Serve(p.handler(p.doors()))
		ended <- nil
	} else {
		go func() { ended <- p.Run(ctx, desk.Answer) }()
		time.Sleep(time.Second)
	}
	start := time.Now()
	for round := range rounds {
		burst(t, fake, round)
		time.Sleep(time.Second)
	}
	if _, most := acks(t, fake, rounds*askers); most != 0 || p.Metrics().LateAcks != 0 {
		t.Errorf("an acknowledgement waited %v, and %d did not wait for their door", most, p.Metrics().LateAcks)
	}
	time.Sleep(30 * time.Second)
	views, answered := 0, map[string]bool{}
	for _, e := range fake.Effects() {
		switch after := e.At.Sub(start); {
		case e.Kind != "view" && after >= 10*time.Second:
			answered[e.Delivery] = true
		case e.Kind == "view":
			views++
			if after%time.Second > viewAfter { // bursts are a second apart
				t.Errorf("a form opened %v after it was asked for", after%time.Second)
			}
		}
	}
	if views != rounds || len(answered) != rounds*(askers-1) {
		t.Errorf("%d forms opened and %d commands answered after the stall, want %d and %d", views, len(answered), rounds, rounds*(askers-1))
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error("Run:", err)
	}
	p.room.Close(grace)
	for _, v := range fake.Violations() {
		t.Error("violation:", v)
	}
}

// underRebuild sends bursts, in real time, while the index of a real store is
// built again and again. It returns how long the acknowledgements took.
func underRebuild(t *testing.T) (p99, most time.Duration) {
	const rounds = 12
	desk, st := openDesk(t, nil, 40)
	fake := fakeOfMany(t)
	p := openPlatform(t, Config{BotToken: slackfake.BotToken, AppToken: slackfake.AppToken,
		API: fake.API(), HTTPClient: fake.HTTPClient(), Dialer: fake.Dialer()})
	ctx, cancel := context.WithCancel(t.Context())
	ended, rebuilt := make(chan error, 1), make(chan int, 1)
	go func() { ended <- p.Run(ctx, desk.Answer) }()
	go func() {
		times := 0
		for ctx.Err() == nil {
			if st.Reindex(ctx, nil) == nil {
				times++
			}
		}
		rebuilt <- times
	}()
	for round := range rounds {
		burst(t, fake, round) // the first waits until a socket is open
		p.room.Wait()         // so that each burst finds room
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error("Run:", err)
	}
	times := <-rebuilt
	t.Logf("the index was built %d times meanwhile", times)
	if times == 0 {
		t.Error("the index was not built meanwhile")
	}
	return acks(t, fake, rounds*askers)
}

package discord

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

const (
	askers = 16 // commands at once
	ackP99 = 150 * time.Millisecond
	ackMax = 1500 * time.Millisecond
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
	owner := briefings.Person{ID: "discord/" + discordfake.GuildID + "/" + discordfake.Owen, Role: briefings.Owner}
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

// fakeOfMany returns a fake whose home server has one editor for each asker.
func fakeOfMany(t *testing.T) *discordfake.Discord {
	fake := discordfake.New(discordfake.Config{AnyCommand: true})
	t.Cleanup(fake.Close)
	fake.SetRole(discordfake.Role{ID: discordfake.RoleEditors, Guild: discordfake.GuildID, Permissions: discordfake.ManageGuild})
	for i := range askers {
		fake.SetUser(discordfake.User{ID: asker(i), Name: fmt.Sprintf("asker%d", i)})
		fake.SetMember(discordfake.Member{Guild: discordfake.GuildID, User: asker(i), Roles: []string{discordfake.RoleEditors}})
	}
	return fake
}

// trusting returns the settings of a platform that trusts the home server.
func trusting(fake *discordfake.Discord) Config {
	cfg := cabled(fake, &diary{})
	cfg.Servers = []string{discordfake.GuildID}
	cfg.Roles = map[string]briefings.Role{discordfake.RoleEditors: briefings.Editor}
	return cfg
}

func asker(i int) string { return fmt.Sprintf("17000000000000000%02d", i) }

// burst sends a command from every asker at once and waits for all the first
// responses. The first of them asks for a form, the second for completions.
func burst(t *testing.T, fake *discordfake.Discord, round int) {
	t.Helper()
	var sent []*discordfake.Delivery
	for i := range askers {
		question := discordfake.Str("question", fmt.Sprintf("what did the levy of harbour %d cover in season %d?", i, round))
		switch i {
		case 0:
			sent = append(sent, fake.Command(asker(i), discordfake.Desk, "brief-admin", discordfake.Sub("import")))
		case 1:
			sent = append(sent, fake.Autocomplete(asker(i), discordfake.Desk, "brief", discordfake.Sub("summary", discordfake.Focus(discordfake.Str("of", "q")))))
		default:
			sent = append(sent, fake.Command(asker(i), discordfake.Desk, "brief", discordfake.Sub("ask", question)))
		}
	}
	for i, d := range sent {
		if r := d.Wait(); !r.OK {
			t.Errorf("command %d of round %d (%s) got %+v", i, round, d.Refused, r)
		}
	}
}

// acks returns how long the first responses to so many commands took, 99 in a
// hundred of them and at most.
func acks(t *testing.T, fake *discordfake.Discord, want int) (p99, most time.Duration) {
	t.Helper()
	var took []time.Duration
	for _, l := range fake.AckLatencies() {
		took = append(took, l.Took)
	}
	if len(took) != want {
		t.Fatalf("%d first responses, want %d", len(took), want)
	}
	slices.Sort(took)
	p99, most = took[(len(took)*99+99)/100-1], took[len(took)-1]
	t.Logf("%d first responses: p50 %v, p99 %v, max %v", len(took), took[len(took)/2], p99, most)
	return p99, most
}

// TestAckUnderLoad shows that a first response waits for nothing: in virtual
// time for no store that stalls, by either road, and in real time for no index
// that is rebuilt on every processor.
func TestAckUnderLoad(t *testing.T) {
	t.Run("store stalls, gateway", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { underStall(t, Gateway) })
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
	cfg := trusting(fake)
	cfg.Mode, cfg.Listen = mode, "127.0.0.1:0"
	p := openPlatform(t, cfg)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	if mode == HTTP {
		p.answer = desk.Answer
		fake.Serve(p.handler(p.doors()))
		ended <- nil
	} else {
		go func() { ended <- p.Run(ctx, desk.Answer) }()
		time.Sleep(5 * time.Second)
	}
	start := time.Now()
	for round := range rounds {
		burst(t, fake, round)
		time.Sleep(time.Second)
	}
	if _, most := acks(t, fake, rounds*askers); most > deferAfter {
		t.Errorf("a first response waited %v", most)
	}
	time.Sleep(30 * time.Second)
	answered := map[string]bool{}
	for _, e := range fake.Effects() {
		if e.At.Sub(start) >= 10*time.Second && e.Interaction != "" {
			answered[e.Interaction] = true
		}
	}
	if len(answered) != rounds*(askers-2) {
		t.Errorf("%d commands answered after the stall, want %d", len(answered), rounds*(askers-2))
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

// A bell is a log that rings when something is said in it.
type bell struct {
	part string
	once sync.Once
	rung chan struct{}
}

func (b *bell) Write(line []byte) (int, error) {
	if strings.Contains(string(line), b.part) {
		b.once.Do(func() { close(b.rung) })
	}
	return len(line), nil
}

// underRebuild sends bursts, in real time, while the index of a real store is
// built again and again. It returns how long the first responses took.
func underRebuild(t *testing.T) (p99, most time.Duration) {
	const rounds = 12
	desk, st := openDesk(t, nil, 40)
	fake := fakeOfMany(t)
	cfg, up := trusting(fake), &bell{part: "discord connected", rung: make(chan struct{})}
	cfg.Log = slog.New(slog.NewTextHandler(up, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p := openPlatform(t, cfg)
	ctx, cancel := context.WithCancel(t.Context())
	ended, rebuilt := make(chan error, 1), make(chan int, 1)
	go func() { ended <- p.Run(ctx, desk.Answer) }()
	<-up.rung // what is sent before then reaches nobody
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
		burst(t, fake, round)
		p.room.Wait() // so that each burst finds room
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

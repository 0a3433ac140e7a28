package discord

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/briefings"
)

// After a close code that forbids it nobody comes back; what is wrong is said in
// the log, in the metrics and by Health.
func TestRefusedForGood(t *testing.T) {
	for _, code := range []int{closeToken, closeShard, closeSharded, closeVersion, closeIntents, closeUnpermitted} {
		plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
			links := len(k.fake.Links())
			k.fake.Shut(0, code)
			time.Sleep(time.Hour)
			<-k.done
			if n := len(k.fake.Links()); n != links {
				t.Errorf("%d: %d connections since", code, n-links)
			}
			h := k.p.Health()
			if !h.Stopped || h.Connected || !strings.Contains(h.Text, fmt.Sprint(code)) || k.p.Metrics().Revoked != 1 {
				t.Errorf("%d: health %+v, revoked %d", code, h, k.p.Metrics().Revoked)
			}
			calls := len(k.fake.Requests())
			if _, err := k.p.rest.gatewayBot(context.Background()); err == nil || len(k.fake.Requests()) != calls {
				t.Errorf("%d: a call went through afterwards", code)
			}
			if n := k.log.count("discord stopped"); n != 1 {
				t.Errorf("%d: said %d times in the log, want once", code, n)
			}
			k.clean(t)
		})
	}
}

// A token that is refused before anything could come in ends Run, after one call.
func TestRunWithBadToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake, log := discordfake.New(discordfake.Config{}), &diary{}
		defer fake.Close()
		fake.RevokeToken()
		p := openPlatform(t, cabled(fake, log))
		if err := p.Run(t.Context(), nil); briefings.KindOf(err) != briefings.Unusable {
			t.Errorf("Run returned %v, want an unusable setting", err)
		}
		if n := len(fake.Requests()); n < 1 || n > 2 {
			t.Errorf("%d calls, want one by the gateway and at most one beside it", n)
		}
		if log.count(discordfake.BotToken) != 0 {
			t.Error("the token is in the log")
		}
	})
}

// After a close code that ends the session a new one is opened, and after op 9
// whatever it says.
func TestNewSession(t *testing.T) {
	for name, c := range map[string]struct {
		end     func(*discordfake.Discord)
		resumed int64
	}{
		"sequence":      {func(d *discordfake.Discord) { d.Shut(0, closeSequence) }, 0},
		"timeout":       {func(d *discordfake.Discord) { d.Shut(0, closeTimeout) }, 0},
		"invalid":       {func(d *discordfake.Discord) { d.Invalidate(0, false) }, 0},
		"still there":   {func(d *discordfake.Discord) { d.Invalidate(0, true) }, 1},
		"not so inside": {func(d *discordfake.Discord) { d.Raw(0, []byte(`{"op":9,"d":{}}`)) }, 0},
	} {
		plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
			time.Sleep(10 * time.Minute)
			start, before := time.Now(), len(k.fake.Links())
			c.end(k.fake)
			time.Sleep(10 * time.Second)
			m := k.p.Metrics()
			if m.Resumes != c.resumed || m.Identifies != 2-c.resumed || !k.p.Health().Connected {
				t.Errorf("%s: %+v, health %+v", name, m, k.p.Health())
			}
			fresh := k.fake.Links()[before:]
			if len(fresh) != 1 {
				t.Fatalf("%s: %d connections", name, len(fresh))
			}
			if after := fresh[0].Opened.Sub(start); strings.Contains(name, "i") && name != "timeout" && (after < time.Second || after > 5*time.Second) {
				t.Errorf("%s: came back after %v, want 1 to 5 s", name, after)
			}
			k.clean(t)
		})
	}
}

// A session that Discord will not take up again is given up after three tries or
// a minute, however it refuses.
func TestResumeRefused(t *testing.T) {
	for _, how := range []string{"drop", "silent", "invalid", "4000", "4007", "4009"} {
		plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
			time.Sleep(10 * time.Minute)
			start, before := time.Now(), len(k.fake.Links())
			k.fake.RefuseResume(how)
			k.fake.Drop(0)
			time.Sleep(70 * time.Second)
			m := k.p.Metrics()
			if m.Identifies != 2 || m.Resumes != 0 || !k.p.Health().Connected {
				t.Errorf("%s: %+v, health %+v", how, m, k.p.Health())
			}
			fresh := k.fake.Links()[before:]
			if n := len(fresh); n > mostRefusals+1 {
				t.Errorf("%s: %d connections", how, n)
			}
			t.Logf("%s: a new session after %v and %d connections", how, fresh[len(fresh)-1].Opened.Sub(start), len(fresh))
			k.clean(t)
		})
	}
}

// An outage of the gateway or of the address that names it is outlasted.
func TestOutage(t *testing.T) {
	for name, c := range map[string]struct {
		down func(*discordfake.Discord)
		up   func(*discordfake.Discord)
	}{
		"refused":   {func(d *discordfake.Discord) { d.RefuseLinks(503) }, func(d *discordfake.Discord) { d.RefuseLinks(0) }},
		"cut":       {func(d *discordfake.Discord) { d.RefuseLinks(-1) }, func(d *discordfake.Discord) { d.RefuseLinks(0) }},
		"identify":  {func(d *discordfake.Discord) { d.RefuseResume("invalid"); d.RefuseIdentify(4000) }, func(d *discordfake.Discord) { d.RefuseIdentify(0) }},
		"too often": {func(d *discordfake.Discord) { d.RefuseResume("invalid"); d.RefuseIdentify(closeRate) }, func(d *discordfake.Discord) { d.RefuseIdentify(0) }},
	} {
		plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
			time.Sleep(10 * time.Minute)
			c.down(k.fake)
			k.fake.Drop(0)
			before := len(k.fake.Links())
			time.Sleep(30 * time.Minute)
			if h := k.p.Health(); h.Connected || h.Stopped || h.Text == "" {
				t.Errorf("%s: health %+v", name, h)
			}
			if n := len(k.fake.Links()) - before; n > 60 {
				t.Errorf("%s: %d connections in half an hour", name, n)
			}
			if n := k.log.count("discord not connected"); n < 1 || n > 3 {
				t.Errorf("%s: said %d times in the log", name, n)
			}
			c.up(k.fake)
			time.Sleep(20 * time.Minute)
			if !k.p.Health().Connected || k.p.Health().Text != "" {
				t.Errorf("%s: health %+v afterwards", name, k.p.Health())
			}
			k.clean(t)
		})
	}
}

// A connection that ends as soon as it stands is tried ever more rarely.
func TestFlapping(t *testing.T) {
	plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
		before := len(k.fake.Links())
		for end := time.Now().Add(time.Hour); time.Now().Before(end); {
			k.fake.Reconnect(0)
			time.Sleep(100 * time.Millisecond)
		}
		if n := len(k.fake.Links()) - before; n < 10 || n > 120 {
			t.Errorf("%d connections in an hour of being asked to reconnect", n)
		}
		k.clean(t)
	})
}

// A notebook is a ledger that outlives the process, and fails when it is told to.
type notebook struct {
	memory
	mu    sync.Mutex
	fails bool
}

var errNotebook = errors.New("the notebook is stuck")

func (d *notebook) stuck(on bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fails = on
}

func (d *notebook) bad() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.fails {
		return errNotebook
	}
	return nil
}

func (d *notebook) Opened(ctx context.Context) ([]time.Time, error) {
	if err := d.bad(); err != nil {
		return nil, err
	}
	return d.memory.Opened(ctx)
}

func (d *notebook) Note(ctx context.Context, at time.Time) error {
	if err := d.bad(); err != nil {
		return err
	}
	return d.memory.Note(ctx, at)
}

// crashes starts a platform again and again for so long, each time ending it
// some seconds after it was started, and returns when sessions were opened.
func crashes(t *testing.T, fake *discordfake.Discord, ledger Ledger, lasts, most time.Duration) []time.Time {
	t.Helper()
	for end := time.Now().Add(most); time.Now().Before(end); {
		settings := cabled(fake, &diary{})
		settings.Ledger = ledger
		p := openPlatform(t, settings)
		ctx, cancel := context.WithTimeout(t.Context(), lasts)
		p.connect(ctx, (&tally{}).door())
		p.room.Close(0)
		p.lobby.Close(0)
		cancel()
	}
	return fake.Identifies()
}

// busiest returns the most sessions opened within any day.
func busiest(at []time.Time) int {
	most := 0
	for i := range at {
		n := 0
		for _, other := range at[i:] {
			if other.Sub(at[i]) < day {
				n++
			}
		}
		most = max(most, n)
	}
	return most
}

// A process that crashes all day opens at most 50 sessions, and still comes
// back all day.
func TestCrashLoop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := discordfake.New(discordfake.Config{})
		defer fake.Close()
		at := crashes(t, fake, &notebook{}, 20*time.Second, 3*day)
		n := busiest(at)
		longest := time.Duration(0)
		for i := 1; i < len(at); i++ {
			longest = max(longest, at[i].Sub(at[i-1]))
		}
		t.Logf("%d sessions in three days, %d in the busiest; the longest wait was %v", len(at), n, longest)
		if n > 50 || n < 30 || longest > 4*time.Hour {
			t.Errorf("%d in a day, and none for %v", n, longest)
		}
		for _, v := range fake.Violations() {
			t.Error("violation:", v)
		}
	})
}

// A ledger that takes no notes, or cannot be looked up, is no reason to stay
// away, and Discord's own count stands in for it.
func TestCrashLoopWithoutLedger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake, ledger := discordfake.New(discordfake.Config{}), &notebook{}
		defer fake.Close()
		ledger.stuck(true)
		at := crashes(t, fake, ledger, 20*time.Second, 2*day)
		t.Logf("%d sessions in the busiest day", busiest(at))
		if n := busiest(at); n > 500 || n < 10 {
			t.Errorf("%d sessions in a day", n)
		}
		for _, v := range fake.Violations() {
			t.Error("violation:", v)
		}
	})
}

// When Discord has no sessions left to give, none is asked for until it has.
func TestBudgetSpent(t *testing.T) {
	plug(t, discordfake.Config{}, (&tally{}).door(), func(k *cable) {
		time.Sleep(10 * time.Minute)
		k.fake.SetBudget(0)
		k.fake.Shut(0, closeSequence)
		time.Sleep(23 * time.Hour)
		if m := k.p.Metrics(); m.Identifies != 1 || !strings.Contains(k.p.Health().Text, "within a day") {
			t.Errorf("%d sessions asked for, health %+v", m.Identifies, k.p.Health())
		}
		time.Sleep(2 * time.Hour)
		if m := k.p.Metrics(); m.Identifies != 2 || !k.p.Health().Connected {
			t.Errorf("%d sessions asked for the next day, health %+v", m.Identifies, k.p.Health())
		}
		k.clean(t)
	})
}

func TestDue(t *testing.T) {
	now := time.Date(2025, 11, 24, 9, 0, 0, 0, time.UTC)
	times := func(n int, last time.Duration) []time.Time {
		var out []time.Time
		for i := range n {
			out = append(out, now.Add(-last-time.Duration(n-1-i)*time.Minute))
		}
		return out
	}
	for _, c := range []struct {
		opened []time.Time
		want   time.Duration
	}{
		{nil, 0},
		{times(1, time.Second), apart - time.Second},
		{times(1, time.Minute), 0},
		{times(freeOpens-1, 10*time.Second), 0},
		{times(freeOpens, 0), longerBy},
		{times(freeOpens+4, time.Minute), 5*longerBy - time.Minute},
		{times(mostOpens-1, 0), time.Duration(mostOpens-freeOpens) * longerBy},
		{times(mostOpens, 0), day - time.Duration(mostOpens-1)*time.Minute},
		{times(mostOpens+3, 0), day - time.Duration(mostOpens-1)*time.Minute},
	} {
		if got := due(c.opened, now); got != c.want {
			t.Errorf("after %d, %v; want %v", len(c.opened), got, c.want)
		}
	}
}

// A time that lies ahead, by a clock that was wrong, keeps nobody away for long.
func TestLedgerAhead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ledger := &memory{opened: []time.Time{time.Now().AddDate(5, 0, 0), time.Now().Add(-time.Hour)}}
		s := newStarts(openPlatform(t, Config{Ledger: ledger}))
		if got := s.wait(t.Context(), allowance{}); got != apart {
			t.Errorf("wait %v, want %v", got, apart)
		}
		if got := s.wait(t.Context(), allowance{total: 1000, left: 1000}); got != apart {
			t.Errorf("with all of it left, wait %v, want %v", got, apart)
		}
		if got := s.wait(t.Context(), allowance{total: 1000, left: 500}); got != gap(mostOpens/2) {
			t.Errorf("with half of it left, wait %v, want %v", got, gap(mostOpens/2))
		}
		if got := s.wait(t.Context(), allowance{total: 1000, left: 0, until: 5 * time.Hour}); got != 5*time.Hour {
			t.Errorf("with none left, wait %v, want 5h", got)
		}
	})
}

package discord

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

// What is announced notifies with one line and is then dressed; the same nonce
// posts it once.
func TestAnnounce(t *testing.T) {
	for name, tt := range map[string]struct {
		fault discordfake.Fault // none without a route
		v2    bool
		shows string
	}{
		"well":                     {discordfake.Fault{}, true, "### Levy"},
		"the edit is refused once": {discordfake.Fault{Route: routePatch, Status: 400, Code: 50035}, false, "### Levy"},
		"the edit is refused":      {discordfake.Fault{Route: routePatch, Status: 400, Code: 50035, Times: -1}, false, "Levy — The levy covers the cost"},
		"the edit fails":           {discordfake.Fault{Route: routePatch, Status: 503, Times: -1}, false, "Levy — The levy covers the cost"},
		"the creation hiccups":     {discordfake.Fault{Route: routeCreate, Status: 502, AfterEffect: true}, true, "### Levy"},
	} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
				if tt.fault.Route != "" {
					b.fake.Inject(tt.fault)
				}
				m := drawn("Levy")
				m.Ephemeral = false
				first, err := b.p.announce(t.Context(), discordfake.Desk, m, "n-1")
				if err != nil {
					t.Fatal(err)
				}
				shown, _ := b.fake.Message(first)
				if shown.V2() != tt.v2 || !strings.HasPrefix(unescape(shown.Text()), tt.shows) {
					t.Errorf("shows %q, components %t", shown.Text(), shown.V2())
				}
				again, err := b.p.announce(t.Context(), discordfake.Desk, m, "n-1")
				if n := len(b.fake.Messages(discordfake.Desk)); err != nil || first != again || n != 1 {
					t.Errorf("%s, then %s (%v): %d messages", first, again, err, n)
				}
			})
		})
	}
}

// A place that is lost is told to the owners once, and again after it was mended.
func TestOwnersTold(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		b.p.cfg.Owners = []string{discordfake.Owen, discordfake.Owen}
		m := drawn("Levy")
		m.Ephemeral = false
		post := func(nonce string) error {
			_, err := b.p.announce(t.Context(), discordfake.Desk, m, nonce)
			time.Sleep(10 * time.Minute) // longer than a nonce is remembered
			synctest.Wait()
			return err
		}
		mail := func() []discordfake.Message { return b.fake.Messages(b.fake.Direct(discordfake.Owen)) }
		b.fake.RemovePermission(discordfake.Desk, discordfake.SendMessages)
		for _, nonce := range []string{"n-1", "n-2", "n-3"} {
			if err := post(nonce); !barred(err) {
				t.Errorf("posts where it may not: %v", err)
			}
		}
		if all := mail(); len(all) != 1 || !strings.Contains(all[0].Content, "<#"+discordfake.Desk+">") || !strings.Contains(all[0].Content, "Send Messages") {
			t.Fatalf("the owner is told %+v", all)
		}
		b.fake.GrantPermission(discordfake.Desk, discordfake.SendMessages)
		if err := post("n-4"); err != nil {
			t.Error(err)
		}
		time.Sleep(24 * time.Hour)
		b.fake.RemovePermission(discordfake.Desk, discordfake.SendMessages)
		post("n-5")
		if all := mail(); len(all) != 2 {
			t.Errorf("the owner is told %d times", len(all))
		}
	})
}

// A pile is a shelf in memory.
type pile struct{ kept map[string]string }

func (p *pile) Put(_ context.Context, key, text string) error {
	p.kept[key] = text
	return nil
}

func (p *pile) Get(_ context.Context, key string) (string, bool, error) {
	text, ok := p.kept[key]
	return text, ok, nil
}

// A server that is lost is told once, even over a restart; without owners in the
// settings the application's is told.
func TestKicked(t *testing.T) {
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		b.p.cfg.Owners = []string{discordfake.Owen}
		b.p.cfg.Shelf = &pile{kept: map[string]string{}}
		for range 3 {
			b.p.kicked(discordfake.OtherGuildID)
			time.Sleep(10 * time.Second)
		}
		time.Sleep(10 * time.Minute) // no nonce is remembered
		synctest.Wait()
		b.p.troubles = newTroubles() // a restart
		b.p.kicked(discordfake.OtherGuildID)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		all := b.fake.Messages(b.fake.Direct(discordfake.Owen))
		if len(all) != 1 || !strings.Contains(all[0].Content, discordfake.OtherGuildID) {
			t.Errorf("the owner is told %+v", all)
		}
		b.p.cfg.Owners = nil
		if owners, err := b.p.owners(t.Context()); err != nil || len(owners) != 1 {
			t.Errorf("owners %v, %v", owners, err)
		}
		b.p.kicked("@everyone")
		if n := b.log.count("everyone"); n != 0 {
			t.Error("what is no ID is repeated")
		}
	})
}

package discord

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/briefings"
)

// Many digests go out at the pace that Discord allows by either way of counting.
func TestFanOut(t *testing.T) {
	for name, sliding := range map[string]bool{"windows": false, "refilling": true} {
		t.Run(name, func(t *testing.T) {
			onBench(t, discordfake.Config{Sliding: sliding}, func(t *testing.T, b *bench) { fanOut(t, b, 1000) })
		})
	}
}

// fanOut posts one line to each of n channels, 32 at once as the outbox does, and
// holds the pace to an eighth over what Discord allows without one refusal.
func fanOut(t *testing.T, b *bench, n int) {
	t.Helper()
	queue := make(chan briefings.Delivery, n)
	for i := range n {
		id := fmt.Sprint(1600000000000000000 + i)
		b.fake.SetChannel(discordfake.Channel{ID: id, Guild: discordfake.GuildID, Name: fmt.Sprint("c", i)})
		d := b.owed(t, id)[0]
		d.Payload = []byte(`{"line":{"content":"x","allowed_mentions":{"parse":[]}}}`)
		queue <- d
	}
	close(queue)
	began := time.Now()
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			for d := range queue {
				if err := b.p.Turn(t.Context(), d.Channel); err != nil {
					t.Error(err)
				}
				if _, err := b.p.Post(t.Context(), d, intake.NewDeadline(10*time.Second)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	took, least := time.Since(began), time.Duration(n)*time.Second/50
	refused := 0
	for _, r := range b.fake.Requests() {
		if r.Status == http.StatusTooManyRequests {
			refused++
		}
	}
	t.Logf("%d posts in %s, %.3f of the least, %d refused", n, took, float64(took)/float64(least), refused)
	if float64(took) > 1.12*float64(least) || refused > 0 {
		t.Errorf("%d posts take %s; %d are refused", n, took, refused)
	}
}

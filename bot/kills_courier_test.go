package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/bot/intake"
	"attache/bot/slack"
	"attache/bot/slack/slackfake"
	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

// The times of a courier, in proportion as they are in earnest: an attempt, what
// a platform does with it afterwards, and the quarantine after both.
const (
	courierLimit      = 250 * time.Millisecond
	latestEffect      = 300 * time.Millisecond
	courierQuarantine = 800 * time.Millisecond
)

// TestCourier is the child of [TestDeliveryUnderKills]: it delivers what is owed
// and ends when nothing is.
func TestCourier(t *testing.T) {
	told := os.Getenv(courierVariable)
	if told == "" {
		t.Skip("it is the child of another test")
	}
	var j courier
	if err := json.Unmarshal([]byte(told), &j); err != nil {
		t.Fatal(err)
	}
	st, err := store.Open(t.Context(), j.Store, store.Options{Index: search.NewScan()})
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	journal, err := os.OpenFile(j.Journal, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer journal.Close()
	poster := Poster(noting{j.poster(t, st), journal})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var wg sync.WaitGroup
	switch j.Strategy {
	case exactly, hasty:
		o := newOutbox(st, letter, slog.New(slog.DiscardHandler), poster)
		o.limit, o.quarantine = courierLimit, courierQuarantine
		if j.Strategy == hasty {
			o.quarantine = 0
		}
		wg.Go(func() { o.run(ctx) })
	default:
		wg.Go(func() { naive(ctx, t, st, poster, j.Strategy) })
	}
	for tick := time.NewTicker(50 * time.Millisecond); ; <-tick.C {
		if !owing(t, st) {
			break
		}
	}
	cancel()
	wg.Wait()
}

// noting is a platform that notes in a file what is asked of it.
type noting struct {
	Poster
	journal *os.File
}

func (n noting) note(d briefings.Delivery, format string, args ...any) {
	fmt.Fprintf(n.journal, "%s %s %d %s\n", d.ID, time.Now().UTC().Format(momentForm), os.Getpid(), fmt.Sprintf(format, args...))
}

// momentForm shows what a tally is about: thousandths of a second.
const momentForm = "15:04:05.000"

func (n noting) Post(ctx context.Context, d briefings.Delivery, until intake.Deadline) (string, error) {
	n.note(d, "posts, attempt %d", d.Attempt)
	message, err := n.Poster.Post(ctx, d, until)
	n.note(d, "posted %q, %v", message, err)
	return message, err
}

func (n noting) Find(ctx context.Context, d briefings.Delivery) (string, bool, error) {
	n.note(d, "looks, attempt %d of %s", d.Attempt, d.Started.Format(momentForm))
	message, found, err := n.Poster.Find(ctx, d)
	n.note(d, "looked: %q, %v, %v", message, found, err)
	return message, found, err
}

// journalOf returns what was noted of one delivery.
func (j courier) journalOf(t *testing.T, id briefings.DeliveryID) string {
	text, err := os.ReadFile(j.Journal)
	if err != nil {
		t.Log(err)
	}
	var of strings.Builder
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, string(id)) {
			of.WriteString(line)
		}
	}
	return of.String()
}

// letter composes a digest; every fifth has a second part.
func letter(_ context.Context, _ briefings.Subscription, d briefings.Delivery, _ commands.Place) ([]commands.Reply, error) {
	parts := []commands.Reply{{Verb: "digest", Title: fmt.Sprintf("Harbour desk %d", d.Edition), Text: "The levy vote moved to December."}}
	if d.Edition%5 == 0 {
		parts = append(parts, commands.Reply{Verb: "digest", Title: "Sources", Text: "Two sources."})
	}
	return parts, nil
}

// poster returns the platform that the courier posts on.
func (j courier) poster(t *testing.T, st *store.Store) Poster {
	t.Helper()
	client := &http.Client{Timeout: courierLimit}
	if j.Platform == "slack" {
		p, err := slack.New(slack.Config{BotToken: slackfake.BotToken, AppToken: slackfake.AppToken, API: j.API, PostsPerMinute: 6000, HTTPClient: client}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return slackPlatform{p}
	}
	return discordCourier(t, j, st, client)
}

// naive delivers as one would who has not thought about it: it posts until it is
// told that it has, and then writes that down; or the other way round, and then
// waits for its turn.
func naive(ctx context.Context, t *testing.T, st *store.Store, poster Poster, strategy string) {
	for ctx.Err() == nil {
		due, _, err := st.Pending(ctx, time.Now(), 32)
		if err != nil {
			return
		}
		var wg sync.WaitGroup
		for _, d := range due {
			wg.Go(func() {
				d.Attempt++
				frozen, err := poster.Freeze(d, []commands.Reply{{Verb: "digest", Title: "Harbour desk", Text: "The levy vote moved to December."}})
				if err != nil {
					return
				}
				d.Payload = frozen[0]
				sent := d
				sent.State, sent.Finished = briefings.Sent, time.Now()
				if strategy == markThenPost {
					if _, err := st.Move(ctx, sent); err == nil && poster.Turn(ctx, d.Channel) == nil {
						poster.Post(context.WithoutCancel(ctx), d, intake.NewDeadline(time.Second))
					}
					return
				}
				if poster.Turn(ctx, d.Channel) != nil {
					return
				}
				for ctx.Err() == nil {
					if sent.Message, err = poster.Post(ctx, d, intake.NewDeadline(time.Second)); err == nil {
						break
					}
				}
				if _, err := st.Move(ctx, sent); err != nil && ctx.Err() == nil {
					t.Errorf("not marked: %v", err)
				}
			})
		}
		wg.Wait()
		if len(due) == 0 && intake.Sleep(ctx, 20*time.Millisecond) != nil {
			return
		}
	}
}

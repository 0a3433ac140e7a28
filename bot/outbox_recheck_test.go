package bot

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// What was frozen for a channel is not posted there once the channel shows less.
func TestOutboxLooksAgain(t *testing.T) {
	for name, c := range map[string]struct {
		lowered  bool
		messages int
		state    briefings.DeliveryState
	}{"as it was": {false, 1, briefings.Sent}, "lowered": {true, 0, briefings.Failed}} {
		t.Run(name, func(t *testing.T) {
			inHarbour(t, func(t *testing.T, h *harbour) {
				sub := h.subscribe("daily 00:10", 1, nil)
				h.marking = briefings.Green
				h.pier.fails(notSent)
				h.start()
				time.Sleep(10*time.Minute + 2*time.Second)
				synctest.Wait()
				if got := h.states(sub.ID); got[briefings.Ready] != 1 {
					t.Fatalf("after a try that sent nothing, states %v\n%s", got, h.log)
				}
				if c.lowered {
					h.pier.shows(briefings.Clear)
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				if messages, _ := h.pier.counts(); messages != c.messages || h.states(sub.ID)[c.state] != 1 {
					t.Errorf("%d messages, states %v\n%s", messages, h.states(sub.ID), h.log)
				}
			})
		})
	}
}

// A digest that was frozen before a source was marked stricter is made anew, and
// what it was made of for the further parts with it.
func TestOutboxMakesAnew(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		desk := commands.New(h.store, commands.Options{SelfApproval: true})
		owner := briefings.Person{ID: "pier/w/owner", Role: briefings.Owner}
		for _, doc := range []string{"# Dues\n\nThe levy should rise by 2027.\n", "# Pilots\n\nThe pilots should buy two boats by 2026.\n"} {
			if _, err := desk.Import(t.Context(), commands.File{Name: doc[2:6] + ".md", Data: []byte(doc)}, owner, time.Now(), true); err != nil {
				t.Fatal(err)
			}
		}
		sub := h.subscribe("daily 00:10", 1, nil)
		h.pier.fails(notSent)
		log := slog.New(slog.NewTextHandler(h.log, nil))
		box := newOutbox(h.store, (&office{store: h.store, desk: desk}).compose, log, h.pier)
		h.run(h.scheduler().run, box.run)
		time.Sleep(10*time.Minute + 2*time.Second)
		synctest.Wait()
		all, err := h.store.DeliveriesOf(t.Context(), sub.ID, 0)
		if err != nil || len(all) < 2 || all[0].State != briefings.Ready || all[0].Marking != briefings.Green || len(all[0].Cites) == 0 {
			t.Fatalf("frozen are %+v, %v\n%s", all, err, h.log)
		}
		if _, err := h.store.SetHandling(context.WithoutCancel(t.Context()), briefings.Handling{Source: "S-0002", Marking: briefings.Red}, store.Stamp{By: owner.ID, At: time.Now()}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		posted := ""
		for _, m := range h.pier.posted {
			posted += m[0].payload
		}
		if messages, twice := h.pier.counts(); messages == 0 || twice != 0 || strings.Contains(posted, "pilots") || !strings.Contains(posted, "levy") {
			t.Errorf("%d messages, %d twice: %s\n%s", messages, twice, posted, h.log)
		}
		if got := h.states(sub.ID); got[briefings.Sent] == 0 || got[briefings.Ready]+got[briefings.Waiting]+got[briefings.Sending] != 0 {
			t.Errorf("states %v\n%s", got, h.log)
		}
	})
}

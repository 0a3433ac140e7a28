package bot

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// What is under embargo comes into force at its time and not before, once,
// whatever stops and starts meanwhile and however many processes wait for it.
func TestEmbargo(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		desk := commands.New(h.store, commands.Options{SelfApproval: true})
		owner := briefings.Person{ID: "console/local/maria", Role: briefings.Owner}
		report, err := desk.Import(t.Context(), commands.File{Name: "dues.md", Data: []byte("# Dues\n\nThe levy should rise by 2027.\n")}, owner, time.Now(), false)
		if err != nil {
			t.Fatal(err)
		}
		draft, err := h.store.Draft(t.Context(), report.Slug)
		if err != nil {
			t.Fatal(err)
		}
		at := bubbleStart.Add(30*time.Hour + 20*time.Second)
		draft.Text.Embargo = at
		if err := h.store.SaveDraft(t.Context(), draft, store.Stamp{By: owner.ID, At: time.Now()}); err != nil {
			t.Fatal(err)
		}
		if e, err := h.store.Approve(t.Context(), report.Slug, 0, store.Stamp{By: "console/local/ida", At: time.Now()}); err != nil || e.N != 0 {
			t.Fatalf("approved under embargo it is edition %d, %v", e.N, err)
		}
		process := func() func(context.Context) {
			return (&embargo{store: h.store, log: slog.New(slog.NewTextHandler(h.log, nil))}).run
		}
		asks := func() commands.Reply {
			return desk.Answer(t.Context(), commands.Request{Text: "find levy", At: time.Now(), Person: briefings.Person{ID: "console/local/ana"},
				Place: commands.Place{Platform: "console", Clearance: briefings.Red}})
		}
		h.run(process(), process())
		time.Sleep(10 * time.Hour)
		h.stop()
		h.run(process(), process())
		time.Sleep(time.Until(at) - time.Second)
		synctest.Wait()
		if reply := asks(); len(reply.Hits) != 0 {
			t.Errorf("a second before the end of the embargo a reader is shown %+v", reply)
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if reply := asks(); len(reply.Hits) != 1 {
			t.Errorf("a second after it a reader is shown %+v\n%s", reply, h.log)
		}
		time.Sleep(time.Hour)
		changes, err := h.store.Changes(t.Context(), 0, 0)
		if err != nil || len(changes) != 1 {
			t.Errorf("there are %d changes, %v", len(changes), err)
		}
		if e, err := h.store.Edition(t.Context(), report.Slug, 1); err != nil || e.By != "console/local/ida" || e.At.Sub(at) > time.Second || e.At.Before(at) {
			t.Errorf("the edition is %+v, %v", e, err)
		}
	})
}

// A new approval is learned of at once, and one that was taken back by an edit is
// not published.
func TestEmbargoIsTakenBack(t *testing.T) {
	inHarbour(t, func(t *testing.T, h *harbour) {
		h.run((&embargo{store: h.store, log: slog.New(slog.NewTextHandler(h.log, nil))}).run)
		desk := commands.New(h.store, commands.Options{SelfApproval: true})
		owner := briefings.Person{ID: "console/local/maria", Role: briefings.Owner}
		time.Sleep(time.Second)
		for name, edited := range map[string]bool{"dues": true, "pilots": false} {
			report, err := desk.Import(t.Context(), commands.File{Name: name + ".md", Data: []byte("# " + name + "\n\nThe levy of " + name + " should rise.\n")}, owner, time.Now(), false)
			if err != nil {
				t.Fatal(err)
			}
			draft, _ := h.store.Draft(t.Context(), report.Slug)
			draft.Text.Embargo = bubbleStart.Add(5 * time.Second)
			if err := h.store.SaveDraft(t.Context(), draft, store.Stamp{By: owner.ID, At: time.Now()}); err != nil {
				t.Fatal(err)
			}
			if _, err := h.store.Approve(t.Context(), report.Slug, 0, store.Stamp{By: owner.ID, At: time.Now()}); err != nil {
				t.Fatal(err)
			}
			if edited {
				draft, _ = h.store.Draft(t.Context(), report.Slug)
				draft.Text.Title = "Other dues"
				if err := h.store.SaveDraft(t.Context(), draft, store.Stamp{By: owner.ID, At: time.Now()}); err != nil {
					t.Fatal(err)
				}
			}
		}
		time.Sleep(6 * time.Second)
		synctest.Wait()
		changes, err := h.store.Changes(t.Context(), 0, 0)
		if err != nil || len(changes) != 1 || changes[0].Slug != "pilots" {
			t.Errorf("the changes are %+v, %v\n%s", changes, err, h.log)
		}
	})
}

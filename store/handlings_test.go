package store_test

import (
	"strings"
	"testing"

	"attache/briefings"
	"attache/store"
)

func TestHandling(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		src := document("ports.md", "The levy pays for little.")
		src.Marking = briefings.Green
		kept, _, err := s.AddSource(ctx, src, stamp(1))
		if err != nil {
			t.Fatal(err)
		}
		h, err := s.Handling(ctx, kept.ID)
		if err != nil || h != briefings.AsImported(kept) || h.Marking != briefings.Green {
			t.Errorf("as imported it is %+v, %v", h, err)
		}
		same, err := s.SetHandling(ctx, h, stamp(2))
		if seq, _ := s.Seq(ctx); err != nil || same != h || seq != 0 {
			t.Errorf("setting what holds makes change %d of it, %+v, %v", seq, same, err)
		}
		h.Marking, h.Unattributed, h.Note = briefings.Red, true, "asked for by the author"
		set, err := s.SetHandling(ctx, h, stamp(3))
		if err != nil || set.Marking != briefings.Red || !set.Unattributed || set.Rev == 0 || set.By != stamp(3).By {
			t.Errorf("set is %+v, %v", set, err)
		}
		_, err = s.SetHandling(ctx, h, stamp(4))
		wantKind(t, "a stale handling", err, briefings.Conflict)
		_, err = s.SetHandling(ctx, briefings.Handling{Source: kept.ID, Marking: "RED"}, stamp(4))
		wantKind(t, "no marking", err, briefings.Invalid)
		_, err = s.SetHandling(ctx, briefings.Handling{Source: "S-0099"}, stamp(4))
		wantKind(t, "no source", err, briefings.NotFound)
		changes, err := s.Changes(ctx, 0, 0)
		if err != nil || len(changes) != 1 || changes[0].Kind != briefings.Handled || changes[0].Sources[0] != kept.ID || changes[0].Slug != "" {
			t.Errorf("the change is %+v, %v", changes, err)
		}
		if again, err := s.Source(ctx, kept.ID); err != nil || again.Marking != briefings.Green || again.Unattributed {
			t.Errorf("the source itself has become %s, %v", again.Marking, err)
		}
		if all, err := s.Handlings(ctx); err != nil || len(all) != 1 || all.Of(kept) != set {
			t.Errorf("all are %+v, %v", all, err)
		}
		if problems, err := s.Verify(ctx); err != nil || len(problems) > 0 {
			t.Errorf("verify says %v, %v", problems, err)
		}
		wantActions(t, s, "import "+string(kept.ID), "handling "+string(kept.ID))
	})
}

// A change of handling takes nothing out of the index and puts nothing in.
func TestHandlingKeepsTheIndex(t *testing.T) {
	s := open(t, "mem")
	ctx := t.Context()
	in, _, _ := s.AddSource(ctx, document("in.md", "The levy pays for pilots."), stamp(1))
	out, _, _ := s.AddSource(ctx, document("out.md", "The levy pays for tugs."), stamp(1))
	content := briefings.Content{Title: "Dues", Marking: briefings.Green, Sources: []briefings.SourceID{in.ID}}
	if err := s.SaveDraft(ctx, briefings.Draft{Slug: "dues", Text: content}, stamp(2)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Approve(ctx, "dues", 0, stamp(3)); err != nil {
		t.Fatal(err)
	}
	for i, id := range []briefings.SourceID{in.ID, out.ID} {
		if _, err := s.SetHandling(ctx, briefings.Handling{Source: id, Marking: briefings.Amber}, stamp(4+i)); err != nil {
			t.Fatal(err)
		}
	}
	for word, want := range map[string]int{"pilots": 1, "tugs": 0} {
		if got, err := s.Search(ctx, store.Query{Text: word, Limit: 5, Loose: true}); err != nil || len(got.Hits) != want {
			t.Errorf("%s is found %d times, %v", word, len(got.Hits), err)
		}
	}
}

// What names who may not be named is not published, whatever says it.
func TestPublishKeepsTheRule(t *testing.T) {
	s := open(t, "mem")
	ctx := t.Context()
	src := document("closed-door-notes.md", "The levy pays for pilots.")
	src.Unattributed, src.Meta.Publisher, src.Meta.Authors = true, "Harbour Institute", []string{"Ines Faber"}
	kept, _, err := s.AddSource(ctx, src, stamp(1))
	if err != nil {
		t.Fatal(err)
	}
	plain := briefings.Content{Title: "Dues", Marking: briefings.Green, Sources: []briefings.SourceID{kept.ID}}
	own := func(text string) briefings.Statement { return briefings.Statement{Text: text, Own: true} }
	for slug, change := range map[briefings.Slug]func(*briefings.Content){
		"in-the-title": func(c *briefings.Content) { c.Title = "What INES  FABER says" },
		"in-a-topic":   func(c *briefings.Content) { c.Topics = []string{"harbour institute"} },
		"in-a-statement": func(c *briefings.Content) {
			c.Judgements = []briefings.Statement{own("As Faber’s paper says, dues rise.")}
		},
		"in-a-watch-item": func(c *briefings.Content) {
			c.Watch = []briefings.WatchItem{{Statement: own("See harbourinstitute.example.")}}
		},
		"in-an-addressee": func(c *briefings.Content) {
			c.Recommendations = []briefings.Recommended{{Statement: own("Pay."), Addressee: "Harbour Institute"}}
		},
		"ines-faber-on-dues": func(*briefings.Content) {},
	} {
		c := plain
		change(&c)
		if err := s.SaveDraft(ctx, briefings.Draft{Slug: slug, Text: c}, stamp(2)); err != nil {
			t.Fatal(err)
		}
		_, err := s.Approve(ctx, slug, 0, stamp(3))
		wantKind(t, string(slug), err, briefings.Invalid)
		if err == nil || !strings.Contains(err.Error(), "may not be attributed") {
			t.Errorf("%s: %v", slug, err)
		}
	}
	plain.Judgements = []briefings.Statement{own("A fabric of dues holds the harbours.")}
	if err := s.SaveDraft(ctx, briefings.Draft{Slug: "dues", Text: plain}, stamp(2)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Approve(ctx, "dues", 0, stamp(3)); err != nil {
		t.Errorf("what names nobody: %v", err)
	}
}

func TestClearances(t *testing.T) {
	s := open(t, "mem")
	for i, m := range []briefings.Marking{briefings.Clear, "", briefings.Red} {
		if _, err := s.SaveChannelSettings(t.Context(), briefings.ChannelSettings{Channel: channel(i), Topic: "ports", Clearance: m}, stamp(i)); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Clearances(t.Context())
	if err != nil || len(got) != 2 || got[channel(0)] != briefings.Clear || got[channel(2)] != briefings.Red {
		t.Errorf("clearances are %v, %v", got, err)
	}
	_, err = s.SaveChannelSettings(t.Context(), briefings.ChannelSettings{Channel: channel(9), Clearance: "amber"}, stamp(3))
	wantKind(t, "no marking", err, briefings.Invalid)
}

package store_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
)

func TestPublish(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		one := mustAdd(t, s, document("one.txt", "Ports are slow.", "Ships wait."))
		two := mustAdd(t, s, document("two.txt", "Tariffs rise."))

		want := draft("ports", 0, one.ID, two.ID)
		want.By, want.At = stamp(1).By, stamp(1).At
		want.N, want.Saved, want.State, want.Authors = 1, 1, briefings.Drafting, []briefings.PersonID{stamp(1).By}
		if err := s.SaveDraft(ctx, draft("ports", 0, one.ID, two.ID), stamp(1)); err != nil {
			t.Fatal(err)
		}
		got, err := s.Draft(ctx, "ports")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("draft (-want +got):\n%s", diff)
		}
		if _, err := s.Briefing(ctx, "ports"); briefings.KindOf(err) != briefings.NotFound {
			t.Errorf("a draft made a briefing: %v", err)
		}

		edition, err := s.Approve(ctx, "ports", 0, stamp(2))
		if err != nil {
			t.Fatal(err)
		}
		wantEdition := briefings.Edition{Slug: "ports", N: 1, Text: want.Text, At: stamp(2).At, By: stamp(2).By, Authors: want.Authors}
		if diff := cmp.Diff(wantEdition, edition); diff != "" {
			t.Errorf("edition returned (-want +got):\n%s", diff)
		}
		kept, err := s.Edition(ctx, "ports", 1)
		if diff := cmp.Diff(wantEdition, kept); err != nil || diff != "" {
			t.Errorf("edition kept: %v (-want +got):\n%s", err, diff)
		}
		briefing, err := s.Briefing(ctx, "ports")
		wantBriefing := briefings.Briefing{Slug: "ports", Title: "About ports", Topics: []string{"trade"}, Marking: briefings.Green, Latest: 1, Owner: stamp(2).By}
		if diff := cmp.Diff(wantBriefing, briefing); err != nil || diff != "" {
			t.Errorf("briefing: %v (-want +got):\n%s", err, diff)
		}
		_, err = s.Draft(ctx, "ports")
		wantKind(t, "the published draft", err, briefings.NotFound)
		if published, err := s.Published(ctx); err != nil || ids(published) != "S-0001 S-0002" {
			t.Errorf("published sources are %s, %v", ids(published), err)
		}
	})
}

// TestGone walks through editions and retirements and watches which sources
// leave force.
func TestGone(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		var id []briefings.SourceID
		for i := range 4 {
			id = append(id, mustAdd(t, s, document(fmt.Sprint(i, ".txt"), fmt.Sprintf("Text %d.", i))).ID)
		}
		mustPublish(t, s, "a", 0, id[0], id[1])
		mustPublish(t, s, "b", 0, id[1], id[2])
		if published, err := s.Published(ctx); err != nil || ids(published) != "S-0001 S-0002 S-0003" {
			t.Errorf("published sources are %s, %v", ids(published), err)
		}
		mustPublish(t, s, "a", 1, id[3])
		if got, err := s.Retire(ctx, "b", " old ", stamp(3)); err != nil || !got.Retired || got.Latest != 1 {
			t.Fatalf("Retire = %+v, %v", got, err)
		}
		_, err := s.Retire(ctx, "b", "", stamp(3))
		wantKind(t, "retiring twice", err, briefings.Conflict)
		mustPublish(t, s, "b", 1, id[2])
		by := stamp(0).By
		want := []briefings.Change{
			{Seq: 1, Kind: briefings.Published, Slug: "a", Edition: 1, Sources: id[0:2], At: stamp(2).At, By: by},
			{Seq: 2, Kind: briefings.Published, Slug: "b", Edition: 1, Sources: id[1:3], At: stamp(2).At, By: by},
			{Seq: 3, Kind: briefings.Revised, Slug: "a", Edition: 2, Sources: id[3:], Gone: id[0:1], At: stamp(2).At, By: by},
			{Seq: 4, Kind: briefings.Withdrawn, Slug: "b", Edition: 1, Sources: id[1:3], Gone: id[1:3], At: stamp(3).At, By: by, Note: "old"},
			{Seq: 5, Kind: briefings.Revised, Slug: "b", Edition: 2, Sources: id[2:3], At: stamp(2).At, By: by},
		}
		got, err := s.Changes(ctx, 0, 0)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("changes: %v (-want +got):\n%s", err, diff)
		}
		page, err := s.Changes(ctx, 2, 2)
		if diff := cmp.Diff(want[2:4], page); err != nil || diff != "" {
			t.Errorf("two changes after 2: %v (-want +got):\n%s", err, diff)
		}
		if seq, err := s.Seq(ctx); seq != 5 || err != nil {
			t.Errorf("Seq = %d, %v", seq, err)
		}
		if published, err := s.Published(ctx); err != nil || ids(published) != "S-0003 S-0004" {
			t.Errorf("published sources are %s, %v", ids(published), err)
		}
		all, err := s.Briefings(ctx)
		if err != nil || len(all) != 2 || all[0].Slug != "a" || all[0].Latest != 2 || all[1].Retired {
			t.Errorf("Briefings = %+v, %v", all, err)
		}
	})
}

func TestPublishRefuses(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		id := mustAdd(t, s, document("one.txt", "Ports are slow.")).ID
		other := mustAdd(t, s, document("two.txt", "Ports are fast.")).ID
		mustPublish(t, s, "taken", 0, id)
		wantKind(t, "base too old", s.SaveDraft(ctx, draft("taken", 0, id), stamp(1)), briefings.Conflict)
		wantKind(t, "base never reached", s.SaveDraft(ctx, draft("fresh", 3, id), stamp(1)), briefings.Conflict)
		for _, test := range []struct {
			name  string
			draft briefings.Draft
			kind  briefings.Kind
			edit  func(*briefings.Content)
		}{
			{"no title", draft("x", 0, id), briefings.Invalid, func(c *briefings.Content) { c.Title = " " }},
			{"no source", draft("x", 0), briefings.Invalid, func(*briefings.Content) {}},
			{"unknown source", draft("x", 0, id), briefings.NotFound, func(c *briefings.Content) { c.Sources = append(c.Sources, "S-0099") }},
			{"citation of another source", draft("x", 0, id), briefings.Invalid, func(c *briefings.Content) { c.Judgements[0].Citations[0].Source = other }},
			{"citation beyond the end", draft("x", 0, id), briefings.Invalid, func(c *briefings.Content) { c.Judgements[0].Citations[0].N = 2 }},
			{"unknown marking", draft("x", 0, id), briefings.Invalid, func(c *briefings.Content) { c.Marking = "SECRET" }},
		} {
			test.edit(&test.draft.Text)
			if was, err := s.Draft(ctx, test.draft.Slug); err == nil {
				test.draft.N = was.N
			}
			if err := s.SaveDraft(ctx, test.draft, stamp(1)); err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			before, _ := s.Seq(ctx)
			_, err := s.Approve(ctx, test.draft.Slug, 0, stamp(2))
			wantKind(t, test.name, err, test.kind)
			if after, _ := s.Seq(ctx); after != before {
				t.Errorf("%s: made change %d all the same", test.name, after)
			}
		}
		_, err := s.Approve(ctx, "nothing", 0, stamp(2))
		wantKind(t, "no draft", err, briefings.NotFound)
		_, err = s.Retire(ctx, "nothing", "", stamp(2))
		wantKind(t, "no briefing", err, briefings.NotFound)
		_, err = s.Edition(ctx, "taken", 2)
		wantKind(t, "no edition", err, briefings.NotFound)
		wantKind(t, "bad slug", s.SaveDraft(ctx, draft("Not/A slug", 0), stamp(1)), briefings.Invalid)
	})
}

package store_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/store"
)

// by returns a stamp of somebody else than ana.
func by(who string, minute int) store.Stamp {
	return store.Stamp{By: briefings.PersonID("console/local/" + who), At: stamp(minute).At}
}

// told returns the revisions of a briefing, oldest first, as "1 saved ana".
func told(t *testing.T, s *store.Store, slug briefings.Slug) []string {
	t.Helper()
	all, err := s.Revisions(t.Context(), slug, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, r := range slices.Backward(all) {
		line := fmt.Sprint(r.N, " ", r.Kind, " ", strings.TrimPrefix(string(r.By), "console/local/"))
		if r.Edition > 0 {
			line += fmt.Sprint(" edition ", r.Edition)
		}
		lines = append(lines, line)
	}
	return lines
}

// TestRevisions takes a briefing through its life; every step is a revision, and
// nobody writes over what they have not seen.
func TestRevisions(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		id := mustAdd(t, s, document("one.txt", "Ports are slow.", "Ships wait.")).ID
		save := store.Save{Slug: "ports", Text: draft("ports", 0, id).Text}
		d, err := s.SaveRevision(ctx, save, by("ana", 1))
		if err != nil || d.N != 1 || d.Saved != 1 || d.State != briefings.Drafting {
			t.Fatalf("the first revision is %+v, %v", d, err)
		}
		_, err = s.SaveRevision(ctx, save, by("ben", 2))
		wantKind(t, "a second beginning", err, briefings.Conflict)
		save.Seen, save.Text.Title, save.Note = 1, "Ports, slowly", " clearer "
		if d, err = s.SaveRevision(ctx, save, by("ben", 2)); err != nil || d.N != 2 || !slices.Equal(d.Authors, []briefings.PersonID{"console/local/ana", "console/local/ben"}) {
			t.Fatalf("the second revision is %+v, %v", d, err)
		}
		_, err = s.SaveRevision(ctx, save, by("cyn", 2))
		wantKind(t, "a save on an older revision", err, briefings.Conflict)
		_, err = s.Submit(ctx, "ports", 1, "", by("ana", 3))
		wantKind(t, "submitting an older revision", err, briefings.Conflict)
		if d, err = s.Submit(ctx, "ports", 2, "", by("ana", 3)); err != nil || d.N != 3 || d.Saved != 2 || d.State != briefings.InReview {
			t.Fatalf("submitted it is %+v, %v", d, err)
		}
		_, err = s.Submit(ctx, "ports", 3, "", by("ana", 3))
		wantKind(t, "submitting twice", err, briefings.Conflict)
		if d, err = s.Return(ctx, "ports", 3, "say more", by("dan", 4)); err != nil || d.State != briefings.Drafting {
			t.Fatalf("returned it is %+v, %v", d, err)
		}
		_, err = s.Return(ctx, "ports", 4, "", by("dan", 4))
		wantKind(t, "returning twice", err, briefings.Conflict)
		// Revision 2 is still the text that is there: sending it round changes none.
		save.Seen, save.Text.Title = 2, "Ports, very slowly"
		if d, err = s.SaveRevision(ctx, save, by("ana", 5)); err != nil || d.N != 5 {
			t.Fatalf("the fifth revision is %+v, %v", d, err)
		}
		save.Seen = 9
		_, err = s.SaveRevision(ctx, save, by("ana", 5))
		wantKind(t, "a save on a revision to come", err, briefings.Conflict)
		if edition, err := s.Approve(ctx, "ports", 5, by("dan", 6)); err != nil || edition.N != 1 || edition.By != "console/local/dan" || len(edition.Authors) != 2 {
			t.Fatalf("the edition is %+v, %v", edition, err)
		}
		save.Seen = 5
		_, err = s.SaveRevision(ctx, save, by("ana", 7))
		wantKind(t, "a save on a draft that is gone", err, briefings.Conflict)
		save.Seen, save.Base = 0, 1
		if d, err = s.SaveRevision(ctx, save, by("cyn", 8)); err != nil || d.N != 7 || !slices.Equal(d.Authors, []briefings.PersonID{"console/local/cyn"}) {
			t.Fatalf("the next draft is %+v, %v", d, err)
		}
		wantKind(t, "discarding an older revision", s.Discard(ctx, "ports", 6, "", by("cyn", 9)), briefings.Conflict)
		if err := s.Discard(ctx, "ports", 7, "", by("cyn", 9)); err != nil {
			t.Fatal(err)
		}
		wantKind(t, "discarding what is gone", s.Discard(ctx, "ports", 0, "", by("cyn", 9)), briefings.NotFound)
		want := []string{"1 saved ana", "2 saved ben", "3 submitted ana", "4 returned dan", "5 saved ana", "6 published dan edition 1", "7 saved cyn", "8 discarded cyn"}
		if diff := cmp.Diff(want, told(t, s, "ports")); diff != "" {
			t.Errorf("revisions (-want +got):\n%s", diff)
		}
		page, err := s.Revisions(ctx, "ports", 6, 2)
		if err != nil || len(page) != 2 || page[0].N != 5 || page[1].N != 4 || page[1].Note != "say more" || page[0].Text.Title != "Ports, very slowly" {
			t.Errorf("two before revision 6 are %+v, %v", page, err)
		}
		_, err = s.Revision(ctx, "ports", 9)
		wantKind(t, "no revision", err, briefings.NotFound)
		wantSound(t, s)
	})
}

// TestEmbargo: what is approved under an embargo is published when that ends, by
// whoever comes first, and as its approver's.
func TestEmbargo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		id := mustAdd(t, s, document("one.txt", "Ports are slow.")).ID
		d := draft("ports", 0, id)
		d.Text.Embargo = stamp(60).At
		if err := s.SaveDraft(ctx, d, by("ana", 1)); err != nil {
			t.Fatal(err)
		}
		_, err := s.Publish(ctx, "ports", by("bot", 99))
		wantKind(t, "publishing what is not approved", err, briefings.Conflict)
		edition, err := s.Approve(ctx, "ports", 1, by("dan", 2))
		if err != nil || edition.N != 0 {
			t.Fatalf("approved it is edition %d, %v", edition.N, err)
		}
		if got, err := s.Draft(ctx, "ports"); err != nil || got.State != briefings.Approved || got.Approver != "console/local/dan" {
			t.Errorf("the draft is %+v, %v", got, err)
		}
		_, err = s.Publish(ctx, "ports", by("bot", 59))
		wantKind(t, "publishing too early", err, briefings.Conflict)
		if edition, err = s.Publish(ctx, "ports", by("bot", 60)); err != nil || edition.N != 1 || edition.By != "console/local/dan" {
			t.Fatalf("the edition is %+v, %v", edition, err)
		}
		if all, err := s.Changes(ctx, 0, 0); err != nil || len(all) != 1 || all[0].By != "console/local/dan" {
			t.Errorf("changes are %+v, %v", all, err)
		}
		_, err = s.Publish(ctx, "ports", by("bot", 61))
		wantKind(t, "publishing twice", err, briefings.NotFound)
		wantSound(t, s)
	})
}

// TestApprovalIsOfOneText: a save takes an approval away, so that nothing else
// than what was approved can come into force.
func TestApprovalIsOfOneText(t *testing.T) {
	s, ctx := open(t, "mem"), t.Context()
	id := mustAdd(t, s, document("one.txt", "Ports are slow.")).ID
	d := draft("ports", 0, id)
	d.Text.Embargo = stamp(60).At
	if err := s.SaveDraft(ctx, d, by("ana", 1)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Approve(ctx, "ports", 0, by("dan", 2)); err != nil {
		t.Fatal(err)
	}
	d.N, d.Text.Title = 2, "Another"
	if err := s.SaveDraft(ctx, d, by("ben", 3)); err != nil {
		t.Fatal(err)
	}
	_, err := s.Publish(ctx, "ports", by("bot", 99))
	wantKind(t, "publishing what was changed after approval", err, briefings.Conflict)
	_, err = s.Approve(ctx, "ports", 2, by("dan", 99))
	wantKind(t, "approving what is no longer there", err, briefings.Conflict)
	if edition, err := s.Approve(ctx, "ports", 3, by("dan", 99)); err != nil || edition.Text.Title != "Another" {
		t.Errorf("the edition is %+v, %v", edition, err)
	}
}

func TestRollback(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		one := mustAdd(t, s, document("one.txt", "Ports are slow.")).ID
		two := mustAdd(t, s, document("two.txt", "Ports are fast.")).ID
		mustPublish(t, s, "ports", 0, one)
		mustPublish(t, s, "ports", 1, two)
		if err := s.SaveDraft(ctx, draft("ports", 2, two), by("ben", 3)); err != nil {
			t.Fatal(err)
		}
		_, err := s.Rollback(ctx, "ports", 1, 1, "", by("dan", 4))
		wantKind(t, "rolling back behind somebody's back", err, briefings.Conflict)
		_, err = s.Rollback(ctx, "ports", 2, 2, "", by("dan", 4))
		wantKind(t, "rolling back to the newest", err, briefings.Conflict)
		_, err = s.Rollback(ctx, "ports", 7, 2, "", by("dan", 4))
		wantKind(t, "rolling back to nothing", err, briefings.NotFound)
		edition, err := s.Rollback(ctx, "ports", 1, 2, " it was wrong ", by("dan", 4))
		if err != nil || edition.N != 3 || edition.By != "console/local/dan" {
			t.Fatalf("the edition is %+v, %v", edition, err)
		}
		first, _ := s.Edition(ctx, "ports", 1)
		if diff := cmp.Diff(first.Text, edition.Text); diff != "" {
			t.Errorf("the text that came back (-want +got):\n%s", diff)
		}
		changes, err := s.Changes(ctx, 2, 0)
		if err != nil || len(changes) != 1 || changes[0].Kind != briefings.Revised || changes[0].Note != "it was wrong" || !slices.Equal(changes[0].Gone, []briefings.SourceID{two}) {
			t.Errorf("changes are %+v, %v", changes, err)
		}
		_, err = s.Approve(ctx, "ports", 0, by("dan", 5))
		wantKind(t, "approving what stands on an older edition", err, briefings.Conflict)
		wantSound(t, s)
	})
}

func TestVerifyBriefing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		id := mustAdd(t, s, document("one.txt", "Ports are slow.")).ID
		mustPublish(t, s, "ports", 0, id)
		_, err := s.VerifyBriefing(ctx, "ports", 1, "soon", "", by("ben", 3))
		wantKind(t, "no day", err, briefings.Invalid)
		_, err = s.VerifyBriefing(ctx, "ports", 2, "", "", by("ben", 3))
		wantKind(t, "an edition to come", err, briefings.Conflict)
		_, err = s.VerifyBriefing(ctx, "docks", 1, "", "", by("ben", 3))
		wantKind(t, "no briefing", err, briefings.NotFound)
		b, err := s.VerifyBriefing(ctx, "ports", 1, "2026-09-01", "", by("ben", 3))
		if err != nil || b.ReviewBy != "2026-09-01" || b.Verifier != "console/local/ben" || !b.Verified.Equal(stamp(3).At) {
			t.Errorf("verified it is %+v, %v", b, err)
		}
		changes, err := s.Changes(ctx, 1, 0)
		if err != nil || len(changes) != 1 || changes[0].Kind != briefings.Verified || changes[0].Kind.News() {
			t.Errorf("changes are %+v, %v", changes, err)
		}
		mustPublish(t, s, "ports", 1, id)
		if b, err := s.Briefing(ctx, "ports"); err != nil || !b.Verified.IsZero() || b.ReviewBy != "" {
			t.Errorf("a new edition is verified already: %+v, %v", b, err)
		}
		mustRetire(t, s, "ports")
		_, err = s.VerifyBriefing(ctx, "ports", 2, "", "", by("ben", 4))
		wantKind(t, "a retired briefing", err, briefings.NotFound)
		wantSound(t, s)
	})
}

// TestBeforeRevisions opens a store of the time before there were revisions: its
// draft is its own first revision, and goes on from there.
func TestBeforeRevisions(t *testing.T) {
	dump, err := os.Open("testdata/schema-1-before-revisions.dump")
	if err != nil {
		t.Fatal(err)
	}
	defer dump.Close()
	s, ctx := open(t, "mem"), t.Context()
	if err := s.Load(ctx, dump); err != nil {
		t.Fatal(err)
	}
	wantSound(t, s)
	d, err := s.Draft(ctx, "next")
	if err != nil || d.N != 1 || d.Saved != 1 || d.State != briefings.Drafting || len(d.Authors) != 1 {
		t.Fatalf("the old draft is %+v, %v", d, err)
	}
	stale := draft("next", 0, "S-0002")
	wantKind(t, "beginning anew", s.SaveDraft(ctx, stale, by("ben", 9)), briefings.Conflict)
	d.Text.Title = "What is next"
	if err := s.SaveDraft(ctx, d, by("ben", 9)); err != nil {
		t.Fatal(err)
	}
	if edition, err := s.Rollback(ctx, "ports", 1, 2, "", by("dan", 9)); err != nil || edition.N != 3 {
		t.Errorf("rolled back to %d, %v", edition.N, err)
	}
	if _, err := s.Approve(ctx, "next", 2, by("dan", 10)); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff([]string{"1 saved ana", "2 saved ben", "3 published dan edition 1"}, told(t, s, "next")); diff != "" {
		t.Errorf("revisions (-want +got):\n%s", diff)
	}
	wantSound(t, s)
}

// TestBeforeRevisionsElsewhere: what is done about the editions of such a store
// puts the draft's first revision on record too, before its own.
func TestBeforeRevisionsElsewhere(t *testing.T) {
	s, ctx := open(t, "mem"), t.Context()
	dump, err := os.ReadFile("testdata/schema-1-before-revisions.dump")
	if err != nil {
		t.Fatal(err)
	}
	renamed := strings.ReplaceAll(string(dump), "draft/next", "draft/ports")
	renamed = strings.Replace(renamed, `{"slug":"next","n":0`, `{"slug":"ports","n":2`, 1)
	if err := s.Load(ctx, strings.NewReader(renamed)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.VerifyBriefing(ctx, "ports", 2, "", "", by("ben", 9)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1 saved ana", "2 verified ben edition 2"}, told(t, s, "ports")); diff != "" {
		t.Errorf("revisions (-want +got):\n%s", diff)
	}
	wantSound(t, s)
}

// TestProposals: an edit that was shown is saved once, whoever presses how often.
func TestProposals(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		id := mustAdd(t, s, document("one.txt", "Ports are slow.")).ID
		p := briefings.Proposal{Slug: "ports", Text: draft("ports", 0, id).Text, By: "console/local/ana", At: stamp(1).At}
		first, err := s.SaveProposal(ctx, p)
		if err != nil || len(first.ID) != 4 {
			t.Fatalf("the proposal is %+v, %v", first, err)
		}
		p.At = stamp(2).At
		again, err := s.SaveProposal(ctx, p)
		if err != nil || again.ID != first.ID || !again.At.Equal(p.At) {
			t.Errorf("proposed again it is %+v, %v", again, err)
		}
		p.By = "console/local/ben"
		other, err := s.SaveProposal(ctx, p)
		if err != nil || other.ID == first.ID {
			t.Errorf("another's is %+v, %v", other, err)
		}
		if _, err := s.Draft(ctx, "ports"); briefings.KindOf(err) != briefings.NotFound {
			t.Errorf("a proposal made a draft: %v", err)
		}
		for i, want := range []bool{true, false} {
			d, n, fresh, err := s.AcceptProposal(ctx, strings.ToLower(first.ID), by("ana", 3+i))
			if err != nil || n != 1 || fresh != want || d.N != 1 {
				t.Errorf("press %d: revision %d, fresh is %v, %+v, %v", i, n, fresh, d, err)
			}
		}
		_, _, _, err = s.AcceptProposal(ctx, other.ID, by("ben", 4))
		wantKind(t, "an edit that comes too late", err, briefings.Conflict)
		if kept, err := s.Proposal(ctx, other.ID); err != nil || kept.Revision != 0 {
			t.Errorf("it is lost: %+v, %v", kept, err)
		}
		_, _, _, err = s.AcceptProposal(ctx, "Z0ZZ", by("ben", 4))
		wantKind(t, "an edit that never was", err, briefings.NotFound)
		if diff := cmp.Diff([]string{"1 saved ana"}, told(t, s, "ports")); diff != "" {
			t.Errorf("revisions (-want +got):\n%s", diff)
		}
		wantSound(t, s)
	})
}

// TestSweepProposals forgets old edits in more than one commit, and no others.
func TestSweepProposals(t *testing.T) {
	s, ctx := open(t, "mem"), t.Context()
	const days = 100
	for i := range days {
		p := briefings.Proposal{Slug: "ports", Seen: i, By: "console/local/ana", At: day.AddDate(0, 0, i)}
		if _, err := s.SaveProposal(ctx, p); err != nil {
			t.Fatal(err)
		}
	}
	for want := range 2 {
		n, err := s.SweepProposals(ctx, day.Add(93*24*time.Hour-time.Second))
		if err != nil || n != 93*(1-want) {
			t.Errorf("sweep %d forgot %d, %v", want, n, err)
		}
	}
	last := briefings.Proposal{Slug: "ports", Seen: days - 1, By: "console/local/ana", At: day}
	if kept, err := s.SaveProposal(ctx, last); err != nil || kept.At.Before(day) {
		t.Errorf("the last one is %+v, %v", kept, err)
	}
	wantSound(t, s)
}

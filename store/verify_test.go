package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/store"
	"attache/store/bolt"
	"attache/store/kv"
	"attache/store/search"
)

// fill puts one of everything into the store.
func fill(t *testing.T, s *store.Store) {
	t.Helper()
	one := mustAdd(t, s, document("one.txt", "Ports are slow.", "Ships wait."))
	two := mustAdd(t, s, document("two.txt", lines(40)...))
	mustPublish(t, s, "ports", 0, one.ID)
	mustPublish(t, s, "ports", 1, one.ID, two.ID)
	mustPublish(t, s, "old", 0, two.ID)
	mustRetire(t, s, "old")
	err := errors.Join(
		s.SaveDraft(t.Context(), draft("next", 0, two.ID), stamp(3)),
		s.SavePerson(t.Context(), briefings.Person{ID: "slack/T/U", Role: briefings.Editor}, stamp(4)),
		s.SaveAnswer(t.Context(), store.Answer{ID: "A7K2", Text: "ask ports", Seq: 2, Citations: []briefings.PassageRef{{Source: two.ID, N: 40}}}, entry(5)),
		s.NoteMeter(t.Context(), "sessions", stamp(6).At, time.Hour),
		s.NoteMeter(t.Context(), "sessions", stamp(7).At, time.Hour),
		s.KeepText(t.Context(), "K7", "find since:2024 query:ports"),
	)
	if err != nil {
		t.Fatal(err)
	}
	fillDrafts(t, s)
	fillDigests(t, s)
	fillDesk(t, s)
}

// fillDesk puts a message that others can see into the store, a correction of it,
// a request for information and two entries of the register.
func fillDesk(t *testing.T, s *store.Store) {
	t.Helper()
	mustRemember(t, s, post(channel(1), "1.1", 9))
	_, err := s.SaveCorrection(t.Context(), correction(1), 0, stamp(10))
	_, _, asking := s.NewRFI(t.Context(), asked("Who pays?", 11), stamp(11))
	first, set := s.SetRec(t.Context(), briefings.RecEntry{ID: "S-0001#1", Status: briefings.RecAdopted}, stamp(12))
	first.Status = briefings.RecRejected
	_, reset := s.SetRec(t.Context(), first, stamp(13))
	if err := errors.Join(err, s.Spread(t.Context()), asking, set, reset); err != nil {
		t.Fatal(err)
	}
}

// fillDrafts takes the draft that there is through a review, and keeps an edit of
// it that was only shown.
func fillDrafts(t *testing.T, s *store.Store) {
	t.Helper()
	d, err := s.Draft(t.Context(), "next")
	if err != nil {
		t.Fatal(err)
	}
	text := d.Text
	text.Title = "What is next"
	if d, err = s.SaveRevision(t.Context(), store.Save{Slug: "next", Seen: d.N, Text: text, Note: "a better title"}, stamp(4)); err != nil {
		t.Fatal(err)
	}
	if d, err = s.Submit(t.Context(), "next", d.N, "", stamp(5)); err != nil {
		t.Fatal(err)
	}
	text.Title = "What comes next"
	if _, err := s.SaveProposal(t.Context(), briefings.Proposal{Slug: "next", Seen: d.N, Text: text, By: stamp(6).By, At: stamp(6).At}); err != nil {
		t.Fatal(err)
	}
	_, verr := s.VerifyBriefing(t.Context(), "ports", 2, "2026-09-01", "", stamp(6))
	_, rerr := s.Rollback(t.Context(), "old", 1, 1, "still of use", stamp(7))
	if err := errors.Join(verr, rerr); err != nil {
		t.Fatal(err)
	}
}

// fillDigests puts a channel with settings into the store, one subscription that
// never falls due and one that owes three parts of a digest.
func fillDigests(t *testing.T, s *store.Store) {
	t.Helper()
	settings := briefings.ChannelSettings{Channel: channel(1), Topic: "ports", Zone: "Europe/London", PerDay: 2, Quiet: briefings.Quiet{From: "22:00", To: "07:00", Zone: "UTC"}}
	if _, err := s.SaveChannelSettings(t.Context(), settings, stamp(8)); err != nil {
		t.Fatal(err)
	}
	mustSubscribe(t, s, time.Time{}, channel(1))
	sub := mustSubscribe(t, s, day, channel(1))
	head := owed(sub, day, channel(1), 0, 2)
	mustPlan(t, s, sub, day.Add(24*time.Hour), head)
	head = kept(t, s, head.ID)
	head.State, head.Payload, head.Attempt, head.Owner, head.Started = briefings.Sending, []byte("{\"text\":\"\xff\"}"), 1, "one", day
	rest := []briefings.Delivery{part(head, 1, briefings.Waiting), part(head, 2, briefings.Waiting)}
	moved := mustMove(t, s, head, rest[0], rest[1])
	moved[0].State, moved[0].Message, moved[0].Finished = briefings.Sent, "1.2", day.Add(time.Minute)
	moved[1].State, moved[1].NotBefore, moved[1].Thread = briefings.Ready, day.Add(time.Second), "1.2"
	mustMove(t, s, moved[0], moved[1])
}

// filled makes a store file with one of everything, and returns its path and
// its keys with what they hold.
func filled(t *testing.T) (path string, items []kv.Item) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "store.db")
	s := open(t, "bolt:"+path)
	fill(t, s)
	if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
		t.Fatalf("a sound store has problems %v, %v", problems, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if items, err = db.Scan(t.Context(), "", "", 0); err != nil {
		t.Fatal(err)
	}
	return path, items
}

func TestVerifySound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		for range 2 {
			if problems, err := s.Verify(t.Context()); err != nil || len(problems) > 0 {
				t.Errorf("problems %v, %v", problems, err)
			}
			if seq, _ := s.Seq(t.Context()); seq == 0 {
				fill(t, s)
			}
		}
	})
}

// TestVerifyFlips flips one bit in the value of every key, wherever the file
// holds that value, and expects Verify to name the key.
func TestVerifyFlips(t *testing.T) {
	path, items := filled(t)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(items) < 25 {
		t.Fatalf("only %d keys", len(items))
	}
	for i, item := range items {
		at := (i * 7) % len(item.Value)
		flipped := bytes.Clone(item.Value)
		flipped[at] ^= 1 << (i % 8)
		damaged := bytes.ReplaceAll(file, item.Value, flipped)
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := store.Open(t.Context(), "bolt:"+path, store.Options{Index: search.NewScan()})
		if item.Key == "meta/schema" {
			wantKind(t, "a damaged schema", err, briefings.Unusable)
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", item.Key, err)
		}
		problems, err := s.Verify(t.Context())
		named := slices.ContainsFunc(problems, func(p store.Problem) bool { return p.Key == item.Key && p.What == "the value is damaged" })
		if err != nil || !named {
			t.Errorf("%s flipped at %d: problems %v, %v", item.Key, at, problems, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestDamagedSource damages the body of one source: it is refused, the others
// are served.
func TestDamagedSource(t *testing.T) {
	path, items := filled(t)
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(items, func(item kv.Item) bool { return item.Key == "source/S-0002/000000" })
	flipped := bytes.Clone(items[i].Value)
	flipped[20] ^= 4
	if err := os.WriteFile(path, bytes.ReplaceAll(file, items[i].Value, flipped), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, "bolt:"+path)
	_, err = s.Source(t.Context(), "S-0002")
	wantKind(t, "the damaged source", err, briefings.Unusable)
	if !errors.Is(err, kv.ErrCorrupt) {
		t.Errorf("%v is not ErrCorrupt", err)
	}
	if published, err := s.Published(t.Context()); err != nil || ids(published) != "S-0001" {
		t.Errorf("published are %s, %v", ids(published), err)
	}
	if all, err := s.Sources(t.Context()); err != nil || ids(all) != "S-0001" {
		t.Errorf("sources are %s, %v", ids(all), err)
	}
	if _, err := s.Search(t.Context(), search.Query{Text: "ports", Loose: true}); err != nil {
		t.Errorf("Search: %v", err)
	}
}

// TestVerifyReferences removes or bends records in ways that leave every
// checksum right.
func TestVerifyReferences(t *testing.T) {
	replace := func(key, old, new string) func(*kv.Batch, map[string]string) {
		return func(b *kv.Batch, all map[string]string) {
			if !strings.Contains(all[key], old) {
				t.Fatalf("%s holds %q, not %q", key, all[key], old)
			}
			b.Put(key, []byte(strings.Replace(all[key], old, new, 1)))
		}
	}
	remove := func(key string) func(*kv.Batch, map[string]string) {
		return func(b *kv.Batch, all map[string]string) {
			if _, there := all[key]; !there {
				t.Fatalf("there is no %s", key)
			}
			b.Delete(key)
		}
	}
	const change2 = "change/00000000000000000002"
	const edition1 = "edition/ports/000000001"
	const advised = "recommendation/S-0001#1/00000000"
	const proposal = "proposal/B77D"
	const tomorrow = "due/2026-03-05T05:06:07.000000000Z/D-0002"
	id := string(briefings.NewDeliveryID("D-0002", day, channel(1), 1))
	second, pending := "delivery/"+id, "pending/2026-03-04T05:06:08.000000000Z/"+id
	history := fmt.Sprintf("history/D-0002/%020d/%s", uint64(math.MaxInt64-day.UnixNano()), id)
	for _, test := range []struct {
		name, key, what string
		wrong           func(*kv.Batch, map[string]string)
	}{
		{"source removed", edition1, "refers to S-0001, which is missing", remove("source/S-0001")},
		{"part removed", "source/S-0001", "damaged at source/S-0001/000000", remove("source/S-0001/000000")},
		{"part of another", "source/S-0001", "damaged", func(b *kv.Batch, all map[string]string) {
			b.Put("source/S-0001/000000", []byte(all["source/S-0002/000000"]))
		}},
		{"digest removed", "source/S-0001", "digest/", func(b *kv.Batch, all map[string]string) {
			for key, value := range all {
				if strings.HasPrefix(key, "digest/") && strings.Contains(value, "S-0001") {
					b.Delete(key)
				}
			}
		}},
		{"edition removed", "briefing/ports", "edition/ports/000000002, which is missing", remove("edition/ports/000000002")},
		{"briefing removed", edition1, "briefing/ports, which is missing", remove("briefing/ports")},
		{"sources of a briefing", "briefing/ports", "not those of edition 2", replace("briefing/ports", `["S-0001","S-0002"]`, `["S-0001"]`)},
		{"change removed", "change/00000000000000000003", "change 2 is missing", remove(change2)},
		{"change misplaced", change2, "belongs to", replace(change2, `"seq":2`, `"seq":9`)},
		{"last change", "meta/seq", "says 7", replace("meta/seq", "6", "7")},
		{"citation", edition1, "passage 9 of S-0001, which has 2", replace(edition1, `"n":1}]`, `"n":9}]`)},
		{"answer", "answer/A7K2", "passage 41 of S-0002, which has 40", replace("answer/A7K2", `"n":40`, `"n":41`)},
		{"draft", "draft/next", "S-0009, which is missing", replace("draft/next", `"sources":["S-0002"]`, `"sources":["S-0009"]`)},
		{"revision removed", "revision/next/000000003", "revision 2 is missing", remove("revision/next/000000002")},
		{"last revision", "revised/next", "says 7, but the last revision is 3", replace("revised/next", "3", "7")},
		{"count of revisions", "revised/next", "there are 3 revisions and no count", remove("revised/next")},
		{"revision of another", "revision/next/000000001", "belongs to revision/next/000000009", replace("revision/next/000000001", `"n":1,"kind"`, `"n":9,"kind"`)},
		{"revision without text", "revision/next/000000003", "has a text or lacks one", replace("revision/next/000000003", "submitted", "saved")},
		{"revision of an edition", "revision/old/000000004", "edition/old/000000009, which is missing", replace("revision/old/000000004", `"edition":2`, `"edition":9`)},
		{"citation of a revision", "revision/next/000000001", "passage 99 of S-0002", replace("revision/next/000000001", `"n":1}]`, `"n":99}]`)},
		{"draft of another revision", "draft/next", "not that of revision 1", replace("draft/next", `"saved":2`, `"saved":1`)},
		{"draft of no revision", "draft/next", "was written by revision 8", replace("draft/next", `"saved":2`, `"saved":8`)},
		{"draft bent", "draft/next", "not that of revision 2", replace("draft/next", "What is next", "What is last")},
		{"proposal bent", proposal, "does not bear the ID", replace(proposal, "What comes next", "What comes last")},
		{"role", "person/slack/T/U", "king", replace("person/slack/T/U", "editor", "king")},
		{"meter out of order", "meter/sessions", "not in order", replace("meter/sessions", "05:12:07", "05:14:07")},
		{"meter of another", "meter/sessions", "belongs to meter/other", replace("meter/sessions", `"sessions"`, `"other"`)},
		{"text of another", "text/K7", "belongs to text/K8", replace("text/K7", `"K7"`, `"K8"`)},
		{"text too long", "text/K7", "262144 is the most", replace("text/K7", "ports", strings.Repeat("ports", 53000))},
		{"settings of another", "channel/slack/T1/C001", "belongs to channel/slack/T1/C002", replace("channel/slack/T1/C001", "C001", "C002")},
		{"settings without sense", "channel/slack/T1/C001", "time zone", replace("channel/slack/T1/C001", "Europe", "Atlantis")},
		{"subscription of another", "subscription/D-0002", "belongs to subscription/D-0003", replace("subscription/D-0002", "D-0002", "D-0003")},
		{"schedule", "subscription/D-0002", "schedule", replace("subscription/D-0002", "daily 09:00", "daily 25:00")},
		{"subscription not due", "subscription/D-0002", tomorrow + ", which is missing", remove(tomorrow)},
		{"due without subscription", tomorrow, "subscription/D-0002, which is missing", remove("subscription/D-0002")},
		{"due at another time", tomorrow, "belongs to due/2026-03-06", replace("subscription/D-0002", `"due":"2026-03-05`, `"due":"2026-03-06`)},
		{"due and never", tomorrow, "D-0002 never falls due", replace("subscription/D-0002", `"due":`, `"was":`)},
		{"delivery not pending", second, "pending/2026-03-04T05:06:08.000000000Z/", remove(pending)},
		{"delivery not in the history", second, "history/D-0002/", remove(history)},
		{"pending without delivery", pending, "which is missing", remove(second)},
		{"pending and waiting", pending, "is waiting, so it is not pending", replace(second, "ready", "waiting")},
		{"pending at another time", pending, "belongs to pending/2026-03-04T05:06:09", replace(second, "05:06:08", "05:06:09")},
		{"history without delivery", history, "which is missing", remove(second)},
		{"history of another", history, "belongs to history/D-0001", replace(second, "D-0002", "D-0001")},
		{"delivery of another", second, "does not bear the ID", replace(second, `"part":1`, `"part":2`)},
		{"state", second, "which there is not", replace(second, "ready", "eager")},
		{"posting of another", "posting/slack/T1/C001/1.1", "belongs to posting/slack/T1/C001/1.9", replace("posting/slack/T1/C001/1.1", `"1.1"`, `"1.9"`)},
		{"posting of nothing", "posting/slack/T1/C001/1.1", "passage 7 of S-0001, which has 2", replace("posting/slack/T1/C001/1.1", `"n":1`, `"n":7`)},
		{"correction of another", "correction/C-0001", "belongs to correction/C-0002", replace("correction/C-0001", `"C-0001"`, `"C-0002"`)},
		{"way of a correction", "correction/C-0001", "choose reply or edit", replace("correction/C-0001", `"reply"`, `"shout"`)},
		{"request of another", "rfi/RFI-0001", "belongs to rfi/RFI-0002", replace("rfi/RFI-0001", `"RFI-0001"`, `"RFI-0002"`)},
		{"state of a request", "rfi/RFI-0001", "which there is not", replace("rfi/RFI-0001", `"open"`, `"ajar"`)},
		{"register's first removed", advised + "2", "entry 1 is missing", remove(advised + "1")},
		{"register of another", advised + "1", "belongs to recommendation/S-0001#2/000000001", replace(advised+"1", "S-0001#1", "S-0001#2")},
		{"status in the register", advised + "2", "choose open, adopted", replace(advised+"2", `"rejected"`, `"done"`)},
		{"advice of nothing", advised + "2", "which is missing or damaged", remove("source/S-0001")},
		{"not JSON", "person/slack/T/U", "cannot be read", replace("person/slack/T/U", "{", "[")},
		{"stray key", "stray/key", "no such key", func(b *kv.Batch, _ map[string]string) { b.Put("stray/key", []byte("{}")) }},
		{"stray note", "meta/stray", "no such key", func(b *kv.Batch, _ map[string]string) { b.Put("meta/stray", []byte("{}")) }},
	} {
		t.Run(test.name, func(t *testing.T) {
			path, _ := filled(t)
			tamper(t, path, test.wrong)
			problems, err := open(t, "bolt:"+path).Verify(t.Context())
			found := slices.ContainsFunc(problems, func(p store.Problem) bool { return p.Key == test.key && strings.Contains(p.What, test.what) })
			if err != nil || !found {
				t.Errorf("problems %v, %v; want %s: %s", problems, err, test.key, test.what)
			}
		})
	}
}

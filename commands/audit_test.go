package commands_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

// TestEveryCommandIsRecorded does everything that the table has, as somebody who
// may and as somebody who may not, and wrongly; each leaves one entry of its own,
// beside those of what it did.
func TestEveryCommandIsRecorded(t *testing.T) {
	desk, st := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	at := start()
	ask := func(ctx context.Context, verb string, role briefings.Role, text string) store.AuditEntry {
		t.Helper()
		before, err := st.AuditHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		at = at.Add(time.Second)
		r := request(role, text)
		r.At, r.Person.ID = at, briefings.PersonID("slack/T1/"+string(role))
		reply := desk.Answer(ctx, r)
		added, err := st.AuditEntries(t.Context(), before.Seq, 0)
		if err != nil {
			t.Fatal(err)
		}
		own := slices.DeleteFunc(added, func(e store.AuditEntry) bool {
			return e.Action != verb || !strings.HasPrefix(e.Detail, verb) && !strings.HasPrefix(e.Detail, "E-")
		})
		if len(own) != 1 || own[0].By != r.Person.ID || !own[0].At.Equal(at) || (reply.Error != nil) != strings.HasPrefix(own[0].Detail, "E-") {
			t.Errorf("%s as %s leaves %+v", text, role, own)
			return store.AuditEntry{}
		}
		return own[0]
	}
	for _, row := range commands.Verbs() {
		for _, text := range row.Examples {
			if e := ask(t.Context(), row.Name, briefings.Owner, text); strings.HasPrefix(e.Detail, "E-") && !strings.Contains(e.Detail, text) {
				t.Errorf("%s is recorded as %q", text, e.Detail)
			}
		}
		if below := slices.Index(briefings.Roles(), row.Role) - 1; below >= 0 {
			if e := ask(t.Context(), row.Name, briefings.Roles()[below], row.Examples[0]); !strings.HasPrefix(e.Detail, "E-ROLE ") {
				t.Errorf("%s as %s is recorded as %q", row.Name, briefings.Roles()[below], e.Detail)
			}
		}
		if len(row.Options) > 0 {
			ask(t.Context(), row.Name, briefings.Owner, row.Name+` `+row.Options[0].Name+`:"never closed`)
		}
		gone, leave := context.WithCancel(t.Context())
		leave()
		ask(gone, row.Name, briefings.Owner, row.Examples[0])
	}
	ask(t.Context(), "unknown", briefings.Reader, "summry")
	if err := st.VerifyAudit(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestNoSecretIsRecorded types what should not be typed, in every way in which it
// could come into the audit.
func TestNoSecretIsRecorded(t *testing.T) {
	desk, st := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	secret := "xo" + "xb-123456789012-" + strings.Repeat("a", 24)
	long := strings.Repeat("harbour ", 4000)
	for _, text := range []string{"ask " + secret, "find query:" + secret, "publish of:" + secret, "retire dues-at-the-quay note:" + secret + " confirm:yes",
		"ask " + strings.Repeat("x", 190) + " " + secret, "ask " + long, "summry " + secret, "import https://user:" + "hunter2@example.org/a.md"} {
		desk.Answer(t.Context(), request(briefings.Owner, text))
	}
	var dump bytes.Buffer
	if err := st.Dump(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(dump.String()) {
		if !strings.HasPrefix(line, "audit/") {
			continue
		}
		if strings.Contains(line, secret[:12]) || strings.Contains(line, "hunter2") {
			t.Errorf("a secret is recorded: %s", line)
		}
		if len(line) > 1000 {
			t.Errorf("a long text is recorded: %.200s", line)
		}
	}
}

// TestAuditAccepted restores a backup. Everything goes on and is told of, until an
// owner accepts it, which is recorded; what comes after is anchored again.
func TestAuditAccepted(t *testing.T) {
	anchor := filepath.Join(t.TempDir(), "anchor")
	open := func() (*commands.Desk, *store.Store) {
		st, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan(), Anchor: anchor})
		if err != nil {
			t.Fatal(err)
		}
		return commands.New(st, commands.Options{}), st
	}
	desk, st := open()
	seed(t, desk, "levy.md", levyPaper, start())
	var backup bytes.Buffer
	if err := st.Dump(t.Context(), &backup); err != nil {
		t.Fatal(err)
	}
	says := func(desk *commands.Desk, text, want string) {
		t.Helper()
		reply := desk.Answer(t.Context(), request(briefings.Owner, text))
		got := reply.Text
		if reply.Error != nil {
			got = reply.Error.Text
		}
		if !strings.Contains(got, want) || !reply.Private {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	for range 5 {
		says(desk, "ops audit", "The audit is whole.")
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	desk, st = open()
	if err := st.Load(t.Context(), &backup); err != nil {
		t.Fatal(err)
	}
	if err := st.CheckAnchor(t.Context()); briefings.KindOf(err) != briefings.Unusable {
		t.Errorf("a restored backup is told as %v", err)
	}
	says(desk, "ops audit", "The audit ends at entry 3, but its anchor knows entry ")
	for range 8 { // the last of them beyond what the anchor knew
		says(desk, "whoami", "")
	}
	says(desk, "ops audit", "Entry 5 of the audit is not the one that its anchor knows")
	says(desk, "ops audit do:accept", "Accepting takes the audit as it stands, 13 entries")
	says(desk, "ops audit do:accept confirm:yes", "Accepted: the anchor begins anew at entry 15, which says so.")
	says(desk, "ops audit", "The audit is whole.")
	says(desk, "ops audit do:accept confirm:yes", "there is nothing to accept")
	entries, err := st.AuditEntries(t.Context(), 14, 1)
	if err != nil || len(entries) != 1 || entries[0].Action != "accept" || !strings.Contains(entries[0].Detail, "another entry 5") {
		t.Errorf("accepting is recorded as %+v, %v", entries, err)
	}
	if text, err := os.ReadFile(anchor); err != nil || strings.Count(string(text), `"accepted":true`) != 1 {
		t.Errorf("%v in the anchor:\n%s", err, text)
	}
	if err := st.CheckAnchor(t.Context()); err != nil {
		t.Error(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}

// A file that would be too large is refused, with the parts that are not.
func TestAuditExportInParts(t *testing.T) {
	desk, st := openDesk(t)
	for i := range 2400 {
		e := store.AuditEntry{At: start().Add(time.Duration(i) * time.Minute), By: "console/local/ana", Action: "ask", Detail: strings.Repeat("harbour ", 450)}
		if err := st.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	r := request(briefings.Owner, "ops audit do:export")
	r.Place.Clearance = briefings.Red
	reply := desk.Answer(t.Context(), r)
	if len(reply.Files) != 0 || len(reply.Actions) != 2 || !strings.Contains(reply.Text, "more than a file of 8 MiB holds") {
		t.Fatalf("%+v", reply)
	}
	entries, next := uint64(0), uint64(1)
	for _, part := range reply.Actions {
		r.Text = part.Text
		got := desk.Answer(t.Context(), r)
		if len(got.Files) != 1 || len(got.Files[0].Data) > 8<<20 {
			t.Fatalf("%s: %s", part.Text, got.Text)
		}
		first, report, err := store.CheckAuditExport(got.Files[0].Data, nil)
		if err != nil || report.Err() != nil || first != next {
			t.Errorf("%s: from %d, %+v, %v", part.Text, first, report, err)
		}
		entries, next = entries+report.Head.Seq+1-first, report.Head.Seq+1
	}
	if entries != 2400 {
		t.Errorf("both parts hold %d entries", entries)
	}
}

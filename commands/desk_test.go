package commands_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

const levyPaper = `# Dues at the Quay

By Ines Faber

Publisher: Harbour Institute

2 June 2025

## 1. Costs

The levy covered 62 per cent of inspection costs in 2024. Ports may lose money next year if nothing changes.

## 2. Advice

Coastal states must publish the result of every inspection. The ministry should raise the levy by the end of 2027.
`

const secretPaper = `# Closed Harbours

2 July 2025

The closed harbours pay no levy at all. The admiralty should end that arrangement before 2026.
`

// request returns what somebody with a role asks in a place cleared to TLP:GREEN.
func request(role briefings.Role, text string) commands.Request {
	return commands.Request{Text: text, At: start(), Person: briefings.Person{ID: "console/local/somebody", Role: role},
		Place: commands.Place{Platform: "console", Clearance: briefings.Green}}
}

// TestProvenance asks every example and more, and holds what is shown to the
// bytes of the sources.
func TestProvenance(t *testing.T) {
	desk, st := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	seed(t, desk, "closed.md", secretPaper, start())
	asked := []string{"ask Who should raise the levy?", "ask submarines", "find levy", "summary of:S-0001 depth:full", `summary of:"chapter 2"`, "summary levy",
		"recs format:list", "recs", "recs kind:reported", "timeline", "cite S-0001#2"}
	for _, r := range commands.Verbs() {
		if r.Role == briefings.Reader {
			asked = append(asked, r.Examples...)
		}
	}
	cited := 0
	for _, text := range asked {
		reply := desk.Answer(t.Context(), request(briefings.Reader, text))
		for i, c := range reply.Citations {
			src, err := st.Source(t.Context(), c.Ref.Source)
			if err != nil {
				t.Fatalf("%s: citation %d: %v", text, c.N, err)
			}
			if c.N != i+1 || c.File != src.File || c.Source == "" || briefings.Normal(briefings.Quote(src.Text, c.Spans)) != c.Text {
				t.Errorf("%s: citation %+v is not what its source says", text, c)
			}
			cited++
		}
		checkCites(t, text, reply)
	}
	if cited < 40 {
		t.Errorf("only %d citations were looked at", cited)
	}
}

// checkCites demands that every sentence that is not Attaché's own is cited,
// and that what is in quotation marks is what the citation says.
func checkCites(t *testing.T, text string, reply commands.Reply) {
	t.Helper()
	byNumber := map[int]string{}
	for _, c := range reply.Citations {
		byNumber[c.N] = c.Text
	}
	quoted := func(s string, cites []int) {
		words := strings.TrimSuffix(strings.TrimPrefix(s, "“"), "”")
		if len(cites) != 1 || byNumber[cites[0]] != words && byNumber[cites[0]] != s {
			t.Errorf("%s: %q is not what %v says", text, s, cites)
		}
	}
	for _, s := range reply.Statements {
		if strings.HasPrefix(s.Text, "“") || len(s.Cites) > 0 {
			quoted(s.Text, s.Cites)
		}
	}
	for _, h := range reply.Hits {
		if byNumber[h.Cite] == "" {
			t.Errorf("%s: hit %+v has no citation", text, h)
		}
	}
	for _, table := range reply.Tables {
		if len(table.Cites) != len(table.Rows) {
			t.Errorf("%s: a table of %d rows has citations for %d", text, len(table.Rows), len(table.Cites))
		}
	}
	if n := len([]rune(reply.Text)); n > 280 {
		t.Errorf("%s: the bottom line has %d characters", text, n)
	}
	for _, a := range reply.Actions {
		if n := len([]rune(a.Label)); n == 0 || n > 24 {
			t.Errorf("%s: label %q has %d characters", text, a.Label, n)
		}
		if _, err := commands.Parse(a.Text); err != nil {
			t.Errorf("%s: button %q carries %q: %v", text, a.Label, a.Text, err)
		}
	}
}

// TestClearance asks everything in a place that may not see one of two
// briefings; nothing of that one may come back.
func TestClearance(t *testing.T) {
	desk, _ := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	secret := request(briefings.Approver, "import marking:red publish:yes")
	secret.Files = []commands.File{{Name: "closed.md", Data: []byte(secretPaper)}}
	if reply := desk.Answer(t.Context(), secret); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	inRed := request(briefings.Reader, "ask Who should end the arrangement of the closed harbours?")
	inRed.Place.Clearance = briefings.Red
	open := desk.Answer(t.Context(), inRed)
	if len(open.Hits) == 0 {
		t.Fatalf("nothing is found where everything may be seen: %+v", open)
	}
	id := open.Footer[strings.LastIndex(open.Footer, " ")+1:]
	for _, role := range []briefings.Role{briefings.Reader, briefings.Owner} {
		for _, text := range []string{inRed.Text, "find harbours", "find admiralty limit:100", "summary of:S-0002", "summary of:closed-harbours", "summary of:closed.md", "summary closed harbours",
			"recs", "recs actor:admiralty", "timeline", "topics", "topics name:closed", "latest", "cite S-0002#1", "cite " + id + "#1", "help", "whoami",
			"ask harbours source:S-0002", "ask harbours topic:closed", "report of:S-0002", "publish closed-harbours", "retire closed-harbours", "drafts"} {
			reply := desk.Answer(t.Context(), request(role, text))
			plain := reply.Plain()
			for _, word := range []string{"admiralty should", "closed harbours pay", "Closed Harbours", "closed.md", "2 sources"} {
				if strings.Contains(plain, word) && !strings.Contains(text, word) {
					t.Errorf("%s as %s shows %q:\n%s", text, role, word, plain)
				}
			}
		}
	}
	none := request(briefings.Reader, "topics")
	none.Place.Clearance = ""
	if reply := desk.Answer(t.Context(), none); len(reply.Tables) > 0 {
		t.Errorf("a place without clearance shows TLP:GREEN:\n%s", reply.Plain())
	}
}

// TestClearanceOfDrafts looks as an editor at sources that are kept but not
// shown: one of a strict draft, and one whose own label is wider than that of
// the briefing it went into.
func TestClearanceOfDrafts(t *testing.T) {
	desk, _ := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	ask := func(text, file, data string) commands.Reply {
		r := request(briefings.Approver, text)
		r.Place.Clearance = briefings.Red
		if file != "" {
			r.Files = []commands.File{{Name: file, Data: []byte(data)}}
		}
		reply := desk.Answer(t.Context(), r)
		if reply.Error != nil {
			t.Fatalf("%s: %v", text, reply.Error)
		}
		return reply
	}
	const other = "# Other Dues\n\nOther dues should be paid at once. Nobody may wait until 2031.\n"
	ask("import marking:red", "closed.md", secretPaper)                                         // S-0002, a draft
	ask("import", "other.md", other)                                                            // S-0003, a draft
	ask("import marking:red publish:yes", "third.md", "# Third\n\nThis third paper is shut.\n") // S-0004
	for text, refused := range map[string]bool{"cite S-0002#1": true, "report of:S-0002": true, "cite S-0003#1": false, "report of:S-0003": false} {
		if reply := desk.Answer(t.Context(), request(briefings.Editor, text)); (reply.Error != nil) != refused {
			t.Errorf("%s of a draft: %v", text, reply.Error)
		}
	}
	ask("import into:third publish:yes", "other.md", other)
	if reply := desk.Answer(t.Context(), request(briefings.Editor, "cite S-0003#1")); reply.Error == nil {
		t.Errorf("a source of a TLP:RED briefing is shown under TLP:GREEN:\n%s", reply.Plain())
	}
}

// TestAnswerIDs holds IDs to what they follow from.
func TestAnswerIDs(t *testing.T) {
	desk, _ := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	id := func(r commands.Request) string {
		footer := desk.Answer(t.Context(), r).Footer
		return footer[strings.LastIndex(footer, " ")+1:]
	}
	first := request(briefings.Reader, "ask Who should raise the levy?")
	same := request(briefings.Owner, "/brief ask Who should raise the levy? share:yes")
	same.At, same.Person.ID = start().Add(time.Hour), "slack/T1/U2"
	if a, b := id(first), id(same); a != b || len(a) != 4 {
		t.Errorf("the same question by another person has ID %s after %s", b, a)
	}
	if a, b := id(first), id(request(briefings.Reader, "ask Who must publish results?")); a == b {
		t.Errorf("two questions share the ID %s", a)
	}
	before := id(first)
	seed(t, desk, "closed.md", secretPaper, start())
	if after := id(first); after == before {
		t.Errorf("the ID %s stays after the store has changed", after)
	}
}

// TestAudit holds every command, refusals and misreadings too, to one entry.
func TestAudit(t *testing.T) {
	desk, st := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	entries := func() []store.AuditEntry {
		all, err := st.AuditEntries(t.Context(), 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	for _, tt := range []struct {
		role                 briefings.Role
		text, action, detail string
	}{
		{briefings.Reader, "topics", "topics", "topics"},
		{briefings.Reader, "retire dues-at-the-quay confirm:yes", "brief retire", "E-ROLE"},
		{briefings.Reader, "summry x", "unknown", "E-INVALID"},
		{briefings.Reader, "find levy limit:x", "find", "E-INVALID"},
		{briefings.Approver, "retire dues-at-the-quay confirm:yes", "brief retire", "confirm:yes"},
	} {
		desk.Answer(t.Context(), request(tt.role, tt.text))
		all := entries()
		if last := all[len(all)-1]; last.Action != tt.action || !strings.Contains(last.Detail, tt.detail) || last.By != "console/local/somebody" || !last.At.Equal(start()) {
			t.Errorf("%s leaves %+v", tt.text, last)
		}
	}
	if err := st.VerifyAudit(t.Context()); err != nil {
		t.Error(err)
	}
}

// broken is an index that panics or fails when it is asked.
type broken struct {
	*search.Scan
	err error
}

func (b broken) Search(context.Context, search.Query) (search.Result, error) {
	if b.err == nil {
		panic("the index broke")
	}
	return search.Result{}, b.err
}

// TestFailures holds failures of the world and broken promises to a reply, one
// log line, and no detail in the reply.
func TestFailures(t *testing.T) {
	for _, tt := range []struct {
		name string
		err  error
		log  string
	}{{"a panic", nil, "the index broke"}, {"a failure", fmt.Errorf("disk on fire"), "disk on fire"}} {
		t.Run(tt.name, func(t *testing.T) {
			var log bytes.Buffer
			st, err := store.Open(t.Context(), "mem", store.Options{Index: broken{search.NewScan(), tt.err}})
			if err != nil {
				t.Fatal(err)
			}
			defer st.Close()
			desk := commands.New(st, commands.Options{SelfApproval: true, Log: slog.New(slog.NewTextHandler(&log, nil))})
			seed(t, desk, "levy.md", levyPaper, start())
			reply := desk.Answer(t.Context(), request(briefings.Reader, "ask Who pays?"))
			if reply.Error == nil || reply.Error.Code() != "E-INTERNAL" || strings.Contains(reply.Error.Text, tt.log) || !reply.Private {
				t.Errorf("the reply is %+v, error %v", reply, reply.Error)
			}
			if n := strings.Count(log.String(), "level=ERROR"); n != 1 || !strings.Contains(log.String(), tt.log) {
				t.Errorf("%d lines are logged:\n%s", n, log.String())
			}
		})
	}
}

func TestDeadline(t *testing.T) {
	desk, _ := openDesk(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if reply := desk.Answer(ctx, request(briefings.Reader, "topics")); reply.Error == nil || reply.Error.Kind != briefings.Limit {
		t.Errorf("after the deadline the reply is %+v", reply)
	}
}

// TestLongInput types 10,000 characters at every verb.
func TestLongInput(t *testing.T) {
	desk, _ := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	for _, r := range commands.Verbs() {
		for _, unit := range []string{"x", "levy ", "한국 ", `"`, "a:b ", "\u202e", "=", "e\u0301\u0301"} {
			reply := desk.Answer(t.Context(), request(briefings.Owner, r.Name+" "+strings.Repeat(unit, 10_000)[:10_000]))
			if reply.Error != nil && (reply.Error.Code() == "E-INTERNAL" || len(reply.Error.Text) > 600) {
				t.Errorf("%s with %q: %v", r.Name, unit, reply.Error)
			}
			if len([]rune(reply.Title)) > 150 || len([]rune(reply.Text)) > 280 {
				t.Errorf("%s with %q: title %d, text %d characters", r.Name, unit, len([]rune(reply.Title)), len([]rune(reply.Text)))
			}
		}
	}
}

// TestAtOnce answers and changes the store from many goroutines; the race
// detector and the citations say whether that is safe.
func TestAtOnce(t *testing.T) {
	desk, _ := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 5 {
				if i == 0 {
					seed(t, desk, fmt.Sprintf("extra-%d.md", j), fmt.Sprintf("# Extra %d\n\nThe levy should be raised %d times before 2030.\n", j, j+2), start())
					continue
				}
				for _, text := range []string{"ask Who should raise the levy?", "recs", "summary of:S-0001", "latest", "topics"} {
					if reply := desk.Answer(t.Context(), request(briefings.Reader, text)); reply.Error != nil {
						t.Errorf("%s: %v", text, reply.Error)
					}
				}
			}
		})
	}
	all.Wait()
}

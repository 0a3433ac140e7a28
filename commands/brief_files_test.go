package commands_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"attache/briefings"
	"attache/commands"
	"attache/store"
	"attache/store/search"
)

// The file of a briefing is the same before and after its store was dumped and
// loaded, and brought back unchanged it changes nothing there.
func TestFilesAgreeWithDumps(t *testing.T) {
	open := func() (*store.Store, *commands.Desk) {
		st, err := store.Open(t.Context(), "mem", store.Options{Index: search.NewScan()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { st.Close() })
		return st, commands.New(st, commands.Options{SelfApproval: true})
	}
	owner := briefings.Person{ID: "console/local/maria", Name: "Maria", Role: briefings.Owner}
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	asks := func(desk *commands.Desk, text string, files ...commands.File) commands.Reply {
		reply := desk.Answer(t.Context(), commands.Request{Text: text, Person: owner, At: at, Files: files,
			Place: commands.Place{Platform: "console", Workspace: "local", Clearance: briefings.Red}})
		if reply.Error != nil {
			t.Fatalf("%s: %v", text, reply.Error)
		}
		return reply
	}
	first, desk := open()
	doc := commands.File{Name: "quay.md", Data: []byte("# Quay dues\n\n## Dues\n\nThe council should freeze quay dues until 2028. Dues rose twice in 2024.\n")}
	asks(desk, "import publish:yes", doc)
	asks(desk, `brief edit of:quay-dues judgements:"Dues are likely to rise again. [S-0001#2]`+"\n"+`  Confidence: low, because one year says so." watch:"2028-01-01: The freeze ends. [desk]" review-by:2027-01-01 confirm:yes`)
	asks(desk, "brief approve of:quay-dues confirm:yes")
	before := asks(desk, "brief export of:quay-dues").Files

	var dump bytes.Buffer
	if err := first.Dump(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	second, again := open()
	if err := second.Load(t.Context(), &dump); err != nil {
		t.Fatal(err)
	}
	after := asks(again, "brief export of:quay-dues").Files
	if len(before) != 1 || len(after) != 1 || !bytes.Equal(before[0].Data, after[0].Data) || !strings.Contains(string(after[0].Data), "because one year says so") {
		t.Fatalf("the file before:\n%s\nand after:\n%s", before, after)
	}
	if reply := asks(again, "brief edit of:quay-dues", after[0]); !strings.Contains(strings.ToLower(reply.Text), "nothing") {
		t.Errorf("brought back unchanged it is told %q", reply.Text)
	}
	if _, err := second.Draft(t.Context(), "quay-dues"); briefings.KindOf(err) != briefings.NotFound {
		t.Errorf("a draft of it: %v", err)
	}
}

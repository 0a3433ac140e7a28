package commands_test

import (
	"encoding/json"
	"strings"
	"testing"

	"attache/briefings"
	"attache/commands"
)

// full is a reply that has every part.
func full() commands.Reply {
	return commands.Reply{
		Verb: "ask", Title: "Port inspections", Text: "“Flag states pay.” [1]", Private: true,
		Statements: []commands.Statement{
			{Text: "“Coastal states must not pay, however long it takes to agree on it and however many of them would rather do so at once.”", Label: "recommendation · journal article", Group: "Key statements", Cites: []int{1, 2}},
			{Text: "“그것은 항만세이다.”", Group: "Key statements", Cites: []int{2}},
		},
		Tables: []commands.Table{{Caption: "Costs", Header: []string{"who", "share"}, Rows: [][]string{{"flag states", "62 per cent"}, {"항만", "38"}}, Cites: [][]int{{1}, nil}}},
		Hits:   []commands.Hit{{Cite: 2, Score: 1.5}},
		Citations: []commands.Citation{
			{N: 1, Ref: briefings.PassageRef{Source: "S-0001", N: 4}, File: "a.txt", Spans: []briefings.Span{{Start: 10, End: 27}}, Text: "Flag states pay.", Section: []string{"Costs"}, Source: "Research paper · Harbour Institute · ch. 3, p. 27 ¶4 · 2025-05"},
			{N: 2, Ref: briefings.PassageRef{Source: "S-0002", N: 1}, File: "b.txt", Spans: []briefings.Span{{Start: 0, End: 9}, {Start: 12, End: 20}}, Text: "x", Source: "Journal article", Before: "Before it.", After: "After it.", Notes: []string{"Note 3: see elsewhere"}},
		},
		Footer:  "Searched 2 sources",
		Actions: []commands.Action{{Label: "1", Text: "cite ref:A7K2#1"}, {Label: "2", Text: "cite ref:A7K2#2"}, {Label: "Retire", Text: "retire of:x confirm:yes", Confirm: "Retire x?"}},
		Files:   []commands.File{{Name: "a.csv", Data: []byte("n,who\n1,\x1b[2Jflag\n")}},
	}
}

func TestReplyPlain(t *testing.T) {
	want := strings.Join([]string{
		"Port inspections",
		"“Flag states pay.” [1]",
		"",
		"Key statements",
		"• “Coastal states must not pay, however long it takes to agree on it and however many of them would",
		"  rather do so at once.” [1][2] (recommendation · journal article)",
		"• “그것은 항만세이다.” [2]",
		"",
		"Costs",
		"who              share",
		"---------------  -----------",
		"flag states [1]  62 per cent",
		"항만             38",
		"",
		"[1] Research paper · Harbour Institute · ch. 3, p. 27 ¶4 · 2025-05",
		"[2] Journal article",
		"    before: Before it.",
		"    after:  After it.",
		"    Note 3: see elsewhere",
		"",
		"Searched 2 sources",
		"( 1 ) to ( 2 )  cite ref:A7K2#1 … cite ref:A7K2#2",
		"( Retire )  retire of:x confirm:yes — Retire x?",
		"",
		"File a.csv, 17 bytes:",
		"n,who",
		"1,[2Jflag",
		"",
	}, "\n")
	if got := full().Plain(); got != want {
		t.Errorf("Plain() =\n%s\nwant\n%s", got, want)
	}
}

// TestReplyPlainIsSafe puts hostile text into every part of a reply.
func TestReplyPlainIsSafe(t *testing.T) {
	const bad = "x\x1b]0;owned\x07\u202e\u200b\u009b31m\nSecond: line"
	r := commands.Reply{Title: bad, Text: bad, Footer: bad, Statements: []commands.Statement{{Text: bad, Label: bad, Group: bad}},
		Tables:    []commands.Table{{Caption: bad, Header: []string{bad}, Rows: [][]string{{bad}}, Cites: [][]int{nil}}},
		Citations: []commands.Citation{{N: 1, Source: bad, Before: bad, After: bad, Notes: []string{bad}}},
		Actions:   []commands.Action{{Label: bad, Text: bad, Confirm: bad}}, Files: []commands.File{{Name: bad, Data: []byte(bad)}},
		Error: briefings.Errorf(briefings.Invalid, bad)}
	got := r.Plain()
	for _, mark := range []string{"\x1b", "\x07", "\u202e", "\u200b", "\u009b"} {
		if strings.Contains(got, mark) {
			t.Errorf("the plain text holds %q:\n%q", mark, got)
		}
	}
	if n := strings.Count(got, "\nSecond"); n != 1 { // the file's own second line
		t.Errorf("a line end in a part began %d lines of its own", n-1)
	}
}

func TestReplyPlainWidth(t *testing.T) {
	r := commands.Reply{Private: true, Text: strings.Repeat("한글", 80) + " " + strings.Repeat("word ", 60),
		Tables: []commands.Table{{Header: []string{"a", "b", "c"}, Rows: [][]string{{strings.Repeat("long ", 40), strings.Repeat("x", 150), "z"}}}}}
	for line := range strings.Lines(r.Plain()) {
		wide := 0
		for _, c := range strings.TrimRight(line, "\n") {
			if wide++; c >= 0xac00 {
				wide++
			}
		}
		if wide > 100 {
			t.Errorf("a line takes %d columns: %s", wide, line)
		}
	}
}

// TestReplyPlainAddress keeps an address in one piece, longer than a line.
func TestReplyPlainAddress(t *testing.T) {
	address := "https://example.org/" + strings.Repeat("long-", 30)
	if got := (commands.Reply{Private: true, Text: "See <" + address + "> for more."}).Plain(); !strings.Contains(got, "\n<"+address+">\nfor more.") {
		t.Errorf("the address is cut:\n%s", got)
	}
}

func TestReplyJSON(t *testing.T) {
	got, err := json.Marshal(full().JSON("ask who pays"))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"command":"ask who pays","title":"Port inspections","text":"“Flag states pay.” [1]","private":true,` +
		`"hits":[{"source":"S-0002","file":"b.txt","spans":[[0,9],[12,20]],"text":"x","section":[],"score":1.5}],` +
		`"citations":[{"n":1,"source":"S-0001","file":"a.txt","spans":[[10,27]],"text":"Flag states pay.","section":["Costs"]},` +
		`{"n":2,"source":"S-0002","file":"b.txt","spans":[[0,9],[12,20]],"text":"x","section":[]}],` +
		`"tables":[{"caption":"Costs","header":["who","share"],"rows":[["flag states","62 per cent"],["항만","38"]],"cites":[[1],[]]}],` +
		`"files":[{"name":"a.csv","text":"n,who\n1,\u001b[2Jflag\n"}],"error":null}`
	if string(got) != want {
		t.Errorf("JSON =\n%s\nwant\n%s", got, want)
	}
	empty, err := json.Marshal(commands.Reply{Private: true, Error: briefings.Errorf(briefings.NotFound, "There is none.")}.JSON("cite x"))
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"command":"cite x","title":"","text":"","private":true,"hits":[],"citations":[],"tables":[],"error":"There is none."}`; string(empty) != want {
		t.Errorf("JSON of a refusal = %s, want %s", empty, want)
	}
}

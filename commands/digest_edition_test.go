package commands_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/commands"
)

// deskEdition publishes an edition of dues-at-the-quay that the desk wrote.
func deskEdition(t *testing.T, desk *commands.Desk, parts string) {
	t.Helper()
	for _, text := range []string{"brief edit of:dues-at-the-quay confirm:yes " + parts, "brief review of:dues-at-the-quay", "brief approve of:dues-at-the-quay confirm:yes"} {
		if reply := desk.Answer(t.Context(), request(briefings.Approver, text)); reply.Error != nil {
			t.Fatalf("%s: %v", text, reply.Error)
		}
	}
}

// written is what the desk writes in deskEdition: a judgement of its own, one in
// its own words with a confidence, advice, and what to watch for.
const written = `bottom-line:"Ports run out of money before the levy rises. [desk]
Confidence: low, because one paper says so."
judgements:"The levy pays for less than two thirds of the work. [S-0001#1]
Confidence: moderate, because the count is public."
recommendations:"The ministry: Raise the levy in one step. [S-0001#4] (by 2027)
Harbour towns: Budget for the rest. [desk]"
watch:"2025-12-15: The council votes on the dues. [desk]
A port stops inspecting. [desk]
2025-10: The autumn count. [desk]"`

// TestDigestTellsWhatTheDeskWrote holds a digest to the text of an edition: whose
// each sentence is, what it rests on and how sure the desk is.
func TestDigestTellsWhatTheDeskWrote(t *testing.T) {
	desk, _ := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	deskEdition(t, desk, written)
	parts := compose(t, desk, dailySub(), 1, 0, deskPlace())
	if len(parts) != 3 {
		t.Fatalf("%d parts, want the message, the recommendations and the sources: %+v", len(parts), parts)
	}
	if want := "The desk's judgement: Ports run out of money before the levy rises."; parts[0].Text != want {
		t.Errorf("the bottom line is %q, want %q", parts[0].Text, want)
	}
	if got, want := parts[0].Statements[0].Text, "Confidence in the bottom line: low."; got != want {
		t.Errorf("the body begins with %q, want %q", got, want)
	}
	at := slices.IndexFunc(parts[0].Statements, func(s commands.Statement) bool {
		return s.Text == "The levy pays for less than two thirds of the work."
	})
	if at != 1 {
		t.Fatalf("the judgement stands at %d: %+v", at, parts[0].Statements)
	}
	if s := parts[0].Statements[at]; s.Label != "confidence: moderate" || len(s.Cites) != 1 || s.Group != "Key judgements" {
		t.Errorf("the judgement is %+v", s)
	}
	table := parts[1].Tables[0]
	want := [][]string{
		{"The ministry", "Raise the levy in one step.", "2027", "dues-at-the-quay, edition 2"},
		{"Harbour towns", "Budget for the rest.", "–", "dues-at-the-quay, edition 2 · the desk's own judgement"},
	}
	if diff := cmp.Diff(want, table.Rows); diff != "" {
		t.Errorf("the recommendations (-want +got):\n%s", diff)
	}
	if len(table.Cites[0]) != 1 || len(table.Cites[1]) != 0 {
		t.Errorf("the recommendations cite %v", table.Cites)
	}
	var watch []string
	for _, s := range parts[1].Statements {
		watch = append(watch, s.Label+": "+s.Text)
	}
	if diff := cmp.Diff([]string{"15 Dec 2025 · the desk's judgement: The council votes on the dues.", "the desk's judgement: A port stops inspecting."}, watch); diff != "" {
		t.Errorf("what to watch for (-want +got):\n%s", diff)
	}
	for _, part := range parts {
		if strings.Contains(part.Plain(), "because") {
			t.Errorf("a digest gives the reasons of a confidence:\n%s", part.Plain())
		}
	}
}

// TestDigestRepeatsNoAdviceOfTheDesk revises an edition; what readers know of its
// advice is not told again.
func TestDigestRepeatsNoAdviceOfTheDesk(t *testing.T) {
	desk, _ := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	deskEdition(t, desk, written)
	deskEdition(t, desk, `recommendations:"Harbour towns: Budget for the rest. [desk]
Shipowners: Pay in time. [desk]"`)
	parts := compose(t, desk, dailySub(), 2, 0, deskPlace())
	var advice []string
	for _, part := range parts {
		for _, table := range part.Tables {
			for _, row := range table.Rows {
				advice = append(advice, row[0])
			}
		}
	}
	if !slices.Equal(advice, []string{"Shipowners"}) {
		t.Errorf("the advice is to %q, want only what is new", advice)
	}
}

// TestDigestLeavesOutWhatItMayNotShow handles a source of an edition more
// strictly than the place of the digest.
func TestDigestLeavesOutWhatItMayNotShow(t *testing.T) {
	desk, _ := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	deskEdition(t, desk, written)
	red := request(briefings.Approver, "source mark of:S-0001 marking:red confirm:yes")
	if reply := desk.Answer(t.Context(), red); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	for _, part := range compose(t, desk, dailySub(), 0, 0, deskPlace()) {
		if text := part.Plain(); strings.Contains(text, "levy") || strings.Contains(text, "Ports") {
			t.Errorf("a digest tells what rests on a source that may not be shown:\n%s", text)
		}
	}
}

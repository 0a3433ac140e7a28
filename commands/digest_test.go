package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"attache/briefings"
	"attache/commands"
	"attache/store"
)

const viewsPaper = `# Leave the Quays Alone

By Jonas Weir

Opinion

Publisher: Coast Daily

10 November 2025

Nobody asked the hauliers. The dues punish the wrong ships. The ministry should scrap the dues at once.
`

// deskPlace is a channel cleared to TLP:GREEN.
func deskPlace() commands.Place {
	return commands.Place{Platform: "slack", Workspace: "T1", Channel: "C1", Clearance: briefings.Green, Zone: "Europe/London"}
}

// dailySub is a subscription to everything, in its third edition.
func dailySub(topics ...string) briefings.Subscription {
	return briefings.Subscription{ID: "D-0001", Name: "Fisheries desk", By: "slack/T1/U1", Topics: topics, Edition: 3,
		Targets: []briefings.Target{{Channel: briefings.Channel{Platform: "slack", Workspace: "T1", ID: "C1"}}},
		Timing:  briefings.Timing{Rule: "weekdays 07:30", Zone: "Asia/Seoul"}}
}

// compose returns a digest of everything after from.
func compose(t *testing.T, desk *commands.Desk, sub briefings.Subscription, from, to briefings.Seq, place commands.Place) []commands.Reply {
	t.Helper()
	parts, err := desk.Digest(t.Context(), sub, from, to, place, start(), time.Date(2025, 11, 24, 22, 30, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return parts
}

// TestDigest holds a digest to its sources and to the numbers that its parts
// share.
func TestDigest(t *testing.T) {
	desk, st := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start().Add(-time.Hour))
	seed(t, desk, "views.md", viewsPaper, start())
	parts := compose(t, desk, dailySub(), 0, 0, deskPlace())
	if len(parts) != 3 {
		t.Fatalf("%d parts, want the message, the recommendations and the sources", len(parts))
	}
	front := parts[0]
	if want := "Fisheries desk · digest 3 · 24 Nov 2025 · TLP:GREEN"; front.Title != want {
		t.Errorf("the title is %q, want %q", front.Title, want)
	}
	texts := map[int]string{}
	for i, part := range parts {
		for _, c := range part.Citations {
			src, err := st.Source(t.Context(), c.Ref.Source)
			if err != nil || briefings.Normal(briefings.Quote(src.Text, c.Spans)) != c.Text {
				t.Errorf("part %d: citation %d is not what its source says: %v", i, c.N, err)
			}
			if texts[c.N] != "" && texts[c.N] != c.Text {
				t.Errorf("the number %d stands for two passages", c.N)
			}
			texts[c.N] = c.Text
		}
		if i < 2 {
			checkCites(t, fmt.Sprint("part ", i), part)
		}
		if part.Private || len([]rune(part.Title)) > 150 {
			t.Errorf("part %d: private %v, title %q", i, part.Private, part.Title)
		}
		checkNamed(t, i, part)
	}
	if strings.HasPrefix(front.Text, "The author argues") || !strings.HasSuffix(front.Text, "[1]") {
		t.Errorf("an opinion leads before a paper: %q", front.Text)
	}
	if got := front.Instants[len(front.Instants)-1]; got.Text != "Tue 25 Nov 2025 07:30" || !got.At.Equal(time.Date(2025, 11, 24, 22, 30, 0, 0, time.UTC)) {
		t.Errorf("the next time is %+v, want it in the zone of the schedule", got)
	}
	id := front.Footer[strings.LastIndex(front.Footer, " ")+1:]
	for n, text := range texts {
		reply := desk.Answer(t.Context(), request(briefings.Reader, fmt.Sprintf("cite %s#%d", id, n)))
		if reply.Error != nil || reply.Citations[0].Text != text {
			t.Errorf("cite %s#%d: %v", id, n, reply.Error)
		}
	}
	if diff := cmp.Diff(parts, compose(t, desk, dailySub(), 0, 0, deskPlace())); diff != "" {
		t.Errorf("the same digest composed again differs:\n%s", diff)
	}
}

// checkNamed demands that a part holds the citations that it names, and no other.
func checkNamed(t *testing.T, i int, part commands.Reply) {
	t.Helper()
	named := map[int]bool{}
	for _, s := range part.Statements {
		for _, n := range s.Cites {
			named[n] = true
		}
	}
	for _, table := range part.Tables {
		for _, row := range table.Cites {
			if len(row) == 0 {
				t.Errorf("part %d: a row cites nothing", i)
			}
			for _, n := range row {
				named[n] = true
			}
		}
	}
	for _, c := range part.Citations {
		if !named[c.N] && !strings.Contains(part.Text, fmt.Sprintf("[%d]", c.N)) {
			t.Errorf("part %d holds citation %d and does not name it", i, c.N)
		}
		delete(named, c.N)
	}
	if len(named) > 0 {
		t.Errorf("part %d names %v and does not hold them", i, named)
	}
}

// TestDigestWindow holds what changed in a window to what is left of it.
func TestDigestWindow(t *testing.T) {
	desk, st := openDesk(t)
	by := store.Stamp{By: "console/local/seed", At: start()}
	seed(t, desk, "levy.md", levyPaper, start()) // 1
	seed(t, desk, "other.md", secretPaper, start())
	if _, err := st.Retire(t.Context(), "closed-harbours", "", by); err != nil { // 3
		t.Fatal(err)
	}
	revise := request(briefings.Approver, "import into:dues-at-the-quay publish:yes") // 4
	revise.Files = []commands.File{{Name: "views.md", Data: []byte(viewsPaper)}}
	if reply := desk.Answer(t.Context(), revise); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	for _, tt := range []struct {
		from, to briefings.Seq
		want     string // "" is no digest
	}{
		{0, 4, "1 new · 0 revised · 0 withdrawn"},
		{0, 0, "1 new · 0 revised · 0 withdrawn"},
		{1, 3, ""}, // published and withdrawn
		{1, 2, ""}, // withdrawn since
		{2, 3, "0 new · 0 revised · 1 withdrawn"},
		{3, 4, "0 new · 1 revised · 0 withdrawn"},
		{2, 4, "0 new · 1 revised · 1 withdrawn"},
		{4, 0, ""},
	} {
		parts := compose(t, desk, dailySub(), tt.from, tt.to, deskPlace())
		got := ""
		if len(parts) > 0 {
			got = "?"
			for _, s := range parts[0].Statements {
				if rest, ok := strings.CutPrefix(s.Group, "What changed: "); ok {
					got = rest
				}
			}
		}
		if got != tt.want {
			t.Errorf("from %d to %d: %q, want %q", tt.from, tt.to, got, tt.want)
		}
	}
	revised := compose(t, desk, dailySub(), 3, 4, deskPlace())
	if lead := revised[0].Citations[0].Ref.Source; lead != "S-0003" {
		t.Errorf("a revision begins with %s, which readers know; want the source that is new with it", lead)
	}
	for _, part := range revised {
		for _, table := range part.Tables {
			if len(table.Rows) != 1 {
				t.Errorf("a revision repeats advice that readers know: %v", table.Rows)
			}
		}
	}
	idle := dailySub()
	idle.Idle = true
	parts := compose(t, desk, idle, 4, 4, deskPlace())
	if len(parts) != 1 || parts[0].Text != "Nothing has changed since the last digest." {
		t.Errorf("an idle digest is %+v", parts)
	}
}

// TestDigestShowsNoMoreThanItsPlace composes digests where some briefings may not
// be shown, or do not concern the subscription.
func TestDigestShowsNoMoreThanItsPlace(t *testing.T) {
	desk, _ := openDesk(t)
	seed(t, desk, "levy.md", levyPaper, start())
	secret := request(briefings.Approver, "import marking:red publish:yes")
	secret.Files = []commands.File{{Name: "closed.md", Data: []byte(secretPaper)}}
	if reply := desk.Answer(t.Context(), secret); reply.Error != nil {
		t.Fatal(reply.Error)
	}
	shown := func(sub briefings.Subscription, clearance briefings.Marking) string {
		place := deskPlace()
		place.Clearance = clearance
		var all strings.Builder
		for _, part := range compose(t, desk, sub, 0, 0, place) {
			all.WriteString(part.Plain())
		}
		return all.String()
	}
	for _, tt := range []struct {
		sub           briefings.Subscription
		clearance     briefings.Marking
		open, secrets bool
	}{
		{dailySub(), briefings.Green, true, false},
		{dailySub(), briefings.Red, true, true},
		{dailySub(), briefings.Clear, false, false},
		{dailySub(), "", false, false},
		{dailySub("quay"), briefings.Red, true, false},
		{dailySub("astronomy", "closed"), briefings.Red, false, true},
		{dailySub("closed"), briefings.Green, false, false},
	} {
		text := shown(tt.sub, tt.clearance)
		if got := strings.Contains(text, "Dues at the Quay"); got != tt.open {
			t.Errorf("topics %v at %q: the open briefing is there: %v", tt.sub.Topics, tt.clearance, got)
		}
		if got := strings.Contains(text, "arbours pay") || strings.Contains(text, "Closed Harbours"); got != tt.secrets {
			t.Errorf("topics %v at %q: the secret is there: %v\n%s", tt.sub.Topics, tt.clearance, got, text)
		}
		if marked := strings.Contains(text, "TLP:RED"); marked != tt.secrets {
			t.Errorf("topics %v at %q: marked TLP:RED: %v", tt.sub.Topics, tt.clearance, marked)
		}
	}
}

// TestDigestIsShort composes a digest of more than it has room for.
func TestDigestIsShort(t *testing.T) {
	desk, _ := openDesk(t)
	for i := range 9 {
		var text strings.Builder
		fmt.Fprintf(&text, "# Paper %d\n\n*Harbour Institute, 2 June 2025*\n", i)
		for _, port := range []string{"Alder", "Birch", "Cedar", "Dogwood"} {
			fmt.Fprintf(&text, "\n## %s\n\n%s %d lost a quarter of its trade in the bad year. The board of %s %d should publish its accounts. The vote in %s %d is set for %d December 2025.\n",
				port, port, i, port, i, port, i, 10+len(port))
		}
		seed(t, desk, fmt.Sprintf("paper-%d.md", i), text.String(), start())
	}
	parts := compose(t, desk, dailySub(), 0, 0, deskPlace())
	if len(parts) != 3 {
		t.Fatalf("%d parts: %+v", len(parts), parts)
	}
	items := map[string]int{}
	rest := ""
	for _, part := range parts[:2] {
		for _, s := range part.Statements {
			group, _, _ := strings.Cut(s.Group, ":")
			items[group]++
			if group == "Not shown here" {
				rest = s.Text
			}
		}
		for _, table := range part.Tables {
			items["Recommendations"] += len(table.Rows)
		}
	}
	want := map[string]int{"Key judgements": 3, "What changed": 3, "Recommendations": 4, "Watch": 2, "Not shown here": 1, "Next": 1}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Errorf("the items are not those of a short digest (-want +got):\n%s", diff)
	}
	if want := "6 more changes, 32 more recommendations and "; !strings.HasPrefix(rest, want) {
		t.Errorf("left out is said to be %q, want %q and the dates", rest, want)
	}
	var labels []string
	for _, a := range parts[0].Actions {
		labels = append(labels, a.Label)
	}
	for _, label := range []string{"1", "All changes", "All recommendations", "All dates", "Follow", "Ask"} {
		if !slices.Contains(labels, label) {
			t.Errorf("no button %q among %v", label, labels)
		}
	}
}

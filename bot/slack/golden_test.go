package slack

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

var update = flag.Bool("update", false, "rewrite the payloads in testdata")

// A recorded reply is what the desk answered to a request.
type recorded struct {
	Asked string
	Reply commands.Reply
}

// replies returns the recorded replies by name.
func replies(t *testing.T) map[string]recorded {
	t.Helper()
	files, err := filepath.Glob("testdata/golden/*.reply.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded replies: ", err)
	}
	out := map[string]recorded{}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var r recorded
		if err := json.Unmarshal(data, &r); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out[strings.TrimSuffix(filepath.Base(path), ".reply.json")] = r
	}
	return out
}

// TestGolden renders a recorded reply of every verb, in every way in which it
// can be shown. Run it with -update after a change and review what differs.
func TestGolden(t *testing.T) {
	for name, r := range replies(t) {
		t.Run(name, func(t *testing.T) {
			opts := renderOpts{Asked: r.Asked}
			if !r.Reply.Private {
				opts.Public, opts.SharedBy = true, "Ines Faber"
			}
			golden(t, name, payloads(render(r.Reply, opts)))
		})
	}
}

// TestGoldenViews does the same for the modals and App Home.
func TestGoldenViews(t *testing.T) {
	for _, name := range []string{"ask", "import", "brief retire", "brief edit"} {
		row, _ := intake.Row(name)
		opts := modalOpts{Role: "editor", Meta: "m", Files: true, Values: map[string]string{"of": "dues-at-the-quay"}}
		golden(t, "modal-"+strings.ReplaceAll(name, " ", "-"), verbModal(row, opts))
	}
	golden(t, "modal-brief", briefModal(commands.Brief, "summary", modalOpts{Role: "reader"}))
	golden(t, "modal-family", briefModal(commands.BriefAdmin, "channel quiet-hours", modalOpts{Role: "editor"}))
	golden(t, "home", homeView(homeOpts{Admin: true, Fresh: []string{"Dues at the Quay · edition 1 · 2 June 2025"},
		Watches: commands.Reply{Title: "What is followed", Tables: []commands.Table{{Header: []string{"", "name", "topics", "when", "to", "next"},
			Rows: [][]string{{"D-0001", "inspections", "inspections", "weekdays 08:00 Europe/London", "you alone", "Wed 26 Nov 2025 08:00"}}}}},
		Steps: []homeStep{{Done: true, Text: "Bot token accepted"}, {Text: "Map a user group to the role editor", How: "set slack.roles in the settings"}}}))
	golden(t, "home-reader", homeView(homeOpts{}))
}

// payloads returns what a message sends in each way of its chain.
func payloads(m message) any {
	type payload struct {
		Text   string `json:"text"`
		Blocks any    `json:"blocks,omitempty"`
	}
	var out []payload
	for _, way := range chain(m) {
		p := payload{Text: way.Text}
		if way.Blocks != nil {
			p.Blocks = way.Blocks
		}
		out = append(out, p)
	}
	return out
}

// golden compares a payload with testdata/golden/NAME.json.
func golden(t *testing.T, name string, payload any) {
	t.Helper()
	data, err := json.MarshalIndent(payload, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	got := readable(string(data)) + "\n"
	path := filepath.Join("testdata", "golden", name+".json")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got); run with -update and review:\n%s", path, diff)
	}
	if secret := regexp.MustCompile(`xox[a-z]-|xapp-|hooks\.slack\.com`).FindString(got); secret != "" {
		t.Errorf("%s holds something like a secret: %s", path, secret)
	}
}

// Every verb has a recorded reply, and every payload its reply.
func TestGoldenComplete(t *testing.T) {
	recorded := replies(t)
	for _, row := range commands.Verbs() {
		if !slices.ContainsFunc(slices.Collect(func(yield func(string) bool) {
			for _, r := range recorded {
				if !yield(r.Reply.Verb) {
					return
				}
			}
		}), func(verb string) bool { return verb == row.Name }) {
			t.Errorf("no recorded reply of %s", row.Name)
		}
	}
}

// The most that the message of a digest in the channel may take: what a phone
// shows without much scrolling.
const (
	digestBlocks = 14
	digestText   = 3000
)

// TestGoldenDigest freezes a recorded digest: what is in the channel fits on a
// phone, and everything is there in every form that Slack may have to be offered.
func TestGoldenDigest(t *testing.T) {
	data, err := os.ReadFile("testdata/golden/digest.parts.json")
	if err != nil {
		t.Fatal(err)
	}
	var parts []commands.Reply
	if err := json.Unmarshal(data, &parts); err != nil {
		t.Fatal(err)
	}
	messages, err := openPlatform(t, Config{}).Freeze(briefings.Delivery{}, parts)
	if err != nil || len(messages) != len(parts) {
		t.Fatalf("%d messages of %d parts: %v", len(messages), len(parts), err)
	}
	for i, m := range messages {
		var f frozen
		if err := json.Unmarshal(m, &f); err != nil {
			t.Fatal(err)
		}
		golden(t, fmt.Sprintf("digest-part-%d", i), f.Forms)
		for n, form := range f.Forms {
			blocks, said := shownBy(t, form)
			for _, s := range parts[i].Statements {
				if !strings.Contains(said, inertOf(s.Text).escaped) {
					t.Errorf("part %d, form %d does not say %q", i, n, s.Text)
				}
			}
			if i == 0 && (blocks > digestBlocks || units(said) > digestText) {
				t.Errorf("form %d of the message has %d blocks and %d characters, more than %d and %d", n, blocks, units(said), digestBlocks, digestText)
			}
		}
	}
}

// shownBy returns how many blocks a form has and all that it says.
func shownBy(t *testing.T, form frozenForm) (blocks int, said string) {
	t.Helper()
	if len(form.Blocks) == 0 {
		return 0, form.Text
	}
	var all []any
	if err := json.Unmarshal(form.Blocks, &all); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	words(all, &b)
	return len(all), b.String()
}

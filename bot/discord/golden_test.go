package discord

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"attache/bot/intake"
	"attache/commands"
)

var update = flag.Bool("update", false, "rewrite the payloads in testdata")

// A recorded reply is what the desk answered to a request. They are the same for
// every platform.
type recorded struct {
	Asked string
	Reply commands.Reply
}

// replies returns the recorded replies by name.
func replies(t *testing.T) map[string]recorded {
	t.Helper()
	files, err := filepath.Glob("../slack/testdata/golden/*.reply.json")
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

// optsOf returns how a recorded reply is shown: the public ones as shared copies.
func (r recorded) optsOf() renderOpts {
	opts := renderOpts{Asked: r.Asked}
	if !r.Reply.Private {
		opts.Public, opts.SharedBy = true, "Ines Faber"
	}
	return opts
}

// TestGolden renders a recorded reply of every verb, in every way in which it
// can be shown. Run it with -update after a change and review what differs.
func TestGolden(t *testing.T) {
	for name, r := range replies(t) {
		t.Run(name, func(t *testing.T) {
			golden(t, name, payloads(t, render(r.Reply, r.optsOf())))
		})
	}
}

// TestGoldenForms does the same for the forms, and for what leads on from them.
func TestGoldenForms(t *testing.T) {
	for _, name := range []string{"ask", "find", "import", "brief retire", "brief edit"} {
		row, _ := intake.Row(name)
		for step := 1; step <= steps(row); step++ {
			form, ok := formOf(row, modalOpts{Step: step, Values: map[string]string{"of": "dues-at-the-quay", "query": "levy"}})
			if !ok {
				t.Fatalf("%s has no form", name)
			}
			golden(t, "modal-"+strings.ReplaceAll(name, " ", "-")+strings.Repeat("-more", step-1), form)
		}
	}
	find, _ := intake.Row("find")
	golden(t, "next", payloads(t, nextMessage(find, 1, map[string]string{"query": "levy", "type": "table"}, nil)))
	golden(t, "sure", payloads(t, sureMessage(commands.Action{Label: "Retire", Confirm: "Retire dues-at-the-quay with 1 source?", Text: "retire confirm:yes of:dues-at-the-quay"}, nil)))
}

// payloads returns what is sent for a message in each way of its chain, and
// demands that nothing of it would be refused.
func payloads(t *testing.T, m message) any {
	t.Helper()
	type sent struct {
		Notification string    `json:"notification"`
		Payloads     []payload `json:"payloads"`
	}
	var out []sent
	for _, way := range chain(m) {
		s := sent{Notification: way.notification()}
		for _, part := range append([]message{way}, way.More...) {
			for _, fault := range judged(part) {
				t.Error(fault)
			}
			s.Payloads = append(s.Payloads, part.payload(true))
		}
		out = append(out, s)
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
	if secret := regexp.MustCompile(`Bot [\w-]|/webhooks/|[\w-]{24}\.[\w-]{6}\.`).FindString(got); secret != "" {
		t.Errorf("%s holds something like a secret: %s", path, secret)
	}
}

// readable returns JSON with <, > and & as they are.
func readable(s string) string {
	return strings.NewReplacer(`\u003c`, "<", `\u003e`, ">", `\u0026`, "&").Replace(s)
}

// Every verb has a recorded reply, and every payload is still made.
func TestGoldenComplete(t *testing.T) {
	recorded := replies(t)
	for _, row := range commands.Verbs() {
		shown := false
		for _, r := range recorded {
			shown = shown || r.Reply.Verb == row.Name
		}
		if !shown {
			t.Errorf("no recorded reply of %s", row.Name)
		}
	}
	files, err := filepath.Glob("testdata/golden/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		_, known := recorded[name]
		if !known && !slices.Contains([]string{"next", "sure"}, name) && !strings.HasPrefix(name, "modal-") && !strings.HasPrefix(name, "delivery-") {
			t.Errorf("%s is made by nothing", path)
		}
	}
}

package slack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"attache/bot/intake"
	"attache/bot/slack"
	"attache/briefings"
	"attache/commands"
	"attache/store"
)

// TestLocalSlack runs the platform against local-slack, by both roads: a slash
// command, a button, a form with a mistake in it, the App Home, a mention in a
// thread, the app's own conversation and a digest.
func TestLocalSlack(t *testing.T) {
	needsRig(t)
	t.Run("socket", func(t *testing.T) {
		r := startRig(t, "socket", "http://127.0.0.1:1/")
		drive(t, r, slack.Config{Mode: slack.Socket})
	})
	t.Run("http", func(t *testing.T) {
		listen := fmt.Sprintf("127.0.0.1:%d", freePort(t))
		r := startRig(t, "events", "http://"+listen+slack.Path)
		drive(t, r, slack.Config{Mode: slack.HTTP, Listen: listen})
	})
}

// The people and the channel of the rig.
const (
	alice   = "U01ALICE"
	general = "C01GEN"
	botUser = "U0BOT"
)

// quay is the one document that the desk of the stage knows, and paid the
// passage that every question is about.
const (
	paid = "The port authority should pay for the new quay."
	quay = "# The quay of Brevik\n\n" + paid + " Its dues rose twice in 2024.\n\n" +
		"Fishermen use the quay in winter. The state inspects it every spring.\n"
)

// drive lets Alice do everything once and looks at what the channel shows.
func drive(t *testing.T, r *rig, cfg slack.Config) {
	t.Helper()
	log := &loud{t: t}
	cfg.BotToken, cfg.AppToken, cfg.SigningSecret = rigBotToken, rigAppToken, rigSigning
	cfg.API, cfg.Owners, cfg.Log = r.base+"/api/", []string{alice}, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	p, err := slack.New(cfg, quayDirectory{})
	if err != nil {
		t.Fatal(err)
	}
	defer runs(t, p)()
	r.await("a connection", func() bool { return p.Health().Connected })

	answer := command(r)
	button(r, answer)
	form(r)
	appHome(r)
	thread(r)
	conversation(r)
	digest(r, p)
	r.await("the last acknowledgement", func() bool { m := p.Metrics(); return m.Acks == m.Inbounds })
	if m := p.Metrics(); m.Inbounds < 7 || m.Unknown+m.Malformed+m.Refused+m.Shed+m.Broken+m.LateAcks+m.FailedAcks != 0 {
		t.Errorf("the platform counts %+v", m)
	}
	for _, line := range log.lines {
		t.Errorf("the platform warns: %s", line)
	}
}

// runs runs the platform on a desk with the document, and returns what ends it.
func runs(t *testing.T, p *slack.Platform) (end func()) {
	t.Helper()
	st, err := store.Open(t.Context(), "mem", store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	desk := commands.New(st, commands.Options{SelfApproval: true})
	owner := briefings.Person{ID: "console/local/maria", Role: briefings.Owner}
	if _, err := desk.Import(t.Context(), commands.File{Name: "quay.md", Data: []byte(quay)}, owner, time.Now(), true); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx, desk.Answer) }()
	return func() {
		cancel()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("the platform ended with %v", err)
			}
		case <-time.After(briskness):
			t.Errorf("the platform does not end within %v", briskness)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
}

// command asks a question with a slash command. The answer is for Alice alone,
// holds the passage and has a text for notifications.
func command(r *rig) shown {
	r.t.Helper()
	r.does("command", map[string]any{"channel": general, "user": alice, "command": "/brief", "text": "ask Who should pay for the new quay?"})
	answer := r.awaitMessage(general, "the answer to a slash command", func(m shown) bool {
		return m.User == botUser && strings.Contains(all(m.Blocks), paid)
	})
	if answer.Ephemeral != alice {
		r.t.Errorf("the answer is for %q, want %s alone", answer.Ephemeral, alice)
	}
	if !strings.Contains(answer.Text, "quay") {
		r.t.Errorf("the text for notifications is %q", answer.Text)
	}
	return answer
}

// button presses the number of the first passage. What comes shows the passage
// in its place: with what follows it in the document.
func button(r *rig, answer shown) {
	r.t.Helper()
	block, element := buttonFor(r, answer, "cite")
	r.does("interact", map[string]any{"channel": general, "messageTs": answer.TS, "user": alice, "action": map[string]any{
		"type": "button", "block_id": block, "action_id": element["action_id"], "value": element["value"], "text": element["text"]}})
	cited := r.awaitMessage(general, "the passage of a button", func(m shown) bool {
		return m.User == botUser && strings.Contains(all(m.Blocks), paid) && strings.Contains(all(m.Blocks), "Its dues rose twice in 2024.")
	})
	if cited.Ephemeral != alice {
		r.t.Errorf("the passage is for %q, want %s alone", cited.Ephemeral, alice)
	}
}

// buttonFor returns the first button of a message whose value holds a word, and
// the block it stands in.
func buttonFor(r *rig, m shown, word string) (block string, element map[string]any) {
	r.t.Helper()
	for _, raw := range m.Blocks {
		var b struct {
			Type     string           `json:"type"`
			BlockID  string           `json:"block_id"`
			Elements []map[string]any `json:"elements"`
		}
		if json.Unmarshal(raw, &b) != nil || b.Type != "actions" {
			continue
		}
		at := slices.IndexFunc(b.Elements, func(e map[string]any) bool {
			value, _ := e["value"].(string)
			return e["type"] == "button" && strings.Contains(value, word)
		})
		if at >= 0 {
			return b.BlockID, b.Elements[at]
		}
	}
	r.t.Fatalf("no button of the message holds %q:\n%s", word, all(m.Blocks))
	return "", nil
}

// form fills in a form with a mistake in it. The mistake is said at its field,
// the form stays, and once it is mended the answer comes.
func form(r *rig) {
	r.t.Helper()
	r.does("command", map[string]any{"channel": general, "user": alice, "command": "/brief", "text": "find"})
	r.await("the form", func() bool { return len(r.stack) == 1 && strings.Contains(all(r.stack[0].Blocks), `"find.since"`) })
	fill := func(since string) map[string]map[string]any {
		return map[string]map[string]any{
			"find.query": {"value.query": map[string]any{"type": "plain_text_input", "value": "fishermen"}},
			"find.since": {"value.since": map[string]any{"type": "plain_text_input", "value": since}},
		}
	}
	r.submits(alice, fill("some day soon"))
	r.await("the mistake at its field", func() bool { return r.wrong["find.since"] != "" })
	if len(r.wrong) != 1 || len(r.stack) != 1 {
		r.t.Errorf("%d fields are wrong in %d forms, want 1 in 1: %q", len(r.wrong), len(r.stack), r.wrong)
	}
	r.submits(alice, fill(""))
	r.await("the form closes", func() bool { return len(r.stack) == 0 })
	r.awaitMessage(general, "the answer to a form", func(m shown) bool {
		return m.User == botUser && m.Ephemeral == alice && strings.Contains(all(m.Blocks), "Fishermen use the quay in winter.")
	})
}

// appHome opens the App Home. It shows what is new and, to an owner, the set-up.
func appHome(r *rig) {
	r.t.Helper()
	r.does("open-home", map[string]any{"user": alice})
	r.await("the App Home", func() bool { return len(r.home.Blocks) > 0 })
	for _, want := range []string{"The quay of Brevik", "an owner is named"} {
		if !strings.Contains(all(r.home.Blocks), want) {
			r.t.Errorf("the App Home does not hold %q:\n%s", want, all(r.home.Blocks))
		}
	}
}

// thread mentions the app in a channel. The answer comes in the thread of the
// mention.
func thread(r *rig) {
	r.t.Helper()
	r.does("message", map[string]any{"channel": general, "user": alice, "text": "<@" + botUser + "> who inspects the quay?"})
	asked := r.awaitMessage(general, "the mention", func(m shown) bool { return strings.Contains(m.Text, "who inspects the quay?") && m.User == alice })
	r.awaitMessage(general, "the answer in the thread", func(m shown) bool {
		return m.User == botUser && m.ThreadTS == asked.TS && strings.Contains(all(m.Blocks), "The state inspects it every spring.")
	})
}

// conversation asks in the app's own conversation.
func conversation(r *rig) {
	r.t.Helper()
	var state struct {
		Channels []struct {
			ID      string   `json:"id"`
			IM      bool     `json:"is_im"`
			Members []string `json:"members"`
		} `json:"channels"`
	}
	if err := json.Unmarshal(r.get("/_control/state"), &state); err != nil {
		r.t.Fatal(err)
	}
	direct := ""
	for _, c := range state.Channels {
		if c.IM && slices.Contains(c.Members, alice) {
			direct = c.ID
		}
	}
	r.does("message", map[string]any{"channel": direct, "user": alice, "text": "topics"})
	r.awaitMessage(direct, "the answer in the app's own conversation", func(m shown) bool {
		return m.User == botUser && strings.Contains(all(m.Blocks), "the-quay-of-brevik")
	})
}

// digest posts a digest with its thread, as the outbox does. local-slack keeps no
// metadata, so that what is posted there cannot be found: a look only succeeds.
func digest(r *rig, p *slack.Platform) {
	r.t.Helper()
	data, err := os.ReadFile("testdata/golden/digest.parts.json")
	if err != nil {
		r.t.Fatal(err)
	}
	var parts []commands.Reply
	if err := json.Unmarshal(data, &parts); err != nil {
		r.t.Fatal(err)
	}
	frozen, err := p.Freeze(briefings.Delivery{}, parts)
	if err != nil {
		r.t.Fatal(err)
	}
	to := briefings.Channel{Platform: "slack", Workspace: "T01TEST", ID: general}
	if facts, err := p.Look(r.t.Context(), to); err != nil || !facts.Postable {
		r.t.Errorf("the channel is %+v, %v", facts, err)
	}
	slot, parent := time.Now(), ""
	for i, payload := range frozen {
		d := briefings.Delivery{Channel: to, Slot: slot, Started: time.Now(), Part: i, Payload: payload, Thread: parent}
		d.ID = briefings.NewDeliveryID("D-0001", slot, to, i)
		if err := p.Turn(r.t.Context(), to); err != nil {
			r.t.Fatal(err)
		}
		ts, err := p.Post(r.t.Context(), d, intake.NewDeadline(briskness))
		if err != nil {
			r.t.Fatal(err)
		}
		shows := r.awaitMessage(general, "a part of a digest", func(m shown) bool { return m.TS == ts })
		if shows.ThreadTS != parent || shows.Ephemeral != "" || shows.User != botUser || shows.Text == "" {
			r.t.Errorf("part %d is shown as %+v", i, shows)
		}
		if got, found, err := p.Find(r.t.Context(), d); found || err != nil {
			r.t.Errorf("part %d is found as %q, %t, %v, where no metadata is kept", i, got, found, err)
		}
		if parent == "" {
			parent = ts
		}
	}
}

// quayDirectory knows the one briefing of the stage.
type quayDirectory struct{}

func (quayDirectory) Complete(_ context.Context, what, _ string, _ commands.Place, _ int) []intake.Choice {
	if what == commands.CompletesSource {
		return []intake.Choice{{Value: "S-0001", Label: "The quay of Brevik"}}
	}
	return nil
}

func (quayDirectory) New(context.Context, commands.Place) []string {
	return []string{"The quay of Brevik · edition 1"}
}

func (quayDirectory) Granted(briefings.PersonID) briefings.Role { return "" }

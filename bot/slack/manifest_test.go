package slack

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"attache/commands"
)

func manifestOf(t *testing.T, address string) slack.Manifest {
	t.Helper()
	var m slack.Manifest
	if err := json.Unmarshal(Manifest(address), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// The manifest follows from the table of verbs and stays within what Slack
// takes. docs.slack.dev/reference/app-manifest
func TestManifest(t *testing.T) {
	m := manifestOf(t, "")
	if !m.Settings.SocketModeEnabled || !m.Settings.Interactivity.IsEnabled {
		t.Errorf("settings %+v", m.Settings)
	}
	for _, r := range commands.Verbs() {
		i := slices.IndexFunc(m.Features.SlashCommands, func(c slack.ManifestSlashCommand) bool { return c.Command == "/"+r.Group })
		first, _, _ := strings.Cut(r.Name, " ")
		if i < 0 || !strings.Contains(m.Features.SlashCommands[i].UsageHint, first) {
			t.Errorf("%s is under no slash command", r.Name)
		}
	}
	if !strings.Contains(string(Manifest("")), `"messages_tab_read_only_enabled": false`) || !m.Features.AppHome.MessagesTabEnabled {
		t.Error("people cannot write to the app")
	}
	within := func(what, text string, least, most int) {
		if n := utf8.RuneCountInString(text); n < least || n > most {
			t.Errorf("%s has %d characters, not %d to %d", what, n, least, most)
		}
	}
	within("name", m.Display.Name, 1, 35)
	within("description", m.Display.Description, 1, 140)
	within("long description", m.Display.LongDescription, 175, 4000)
	within("agent description", m.Features.AgentView.AgentDescription, 1, 300)
	for _, c := range m.Features.SlashCommands {
		within(c.Command, c.Command, 2, 32)
		within(c.Command+" description", c.Description, 1, 2000)
		within(c.Command+" usage", c.UsageHint, 1, 120)
	}
	for _, s := range m.Features.Shortcuts {
		within(s.Name, s.Name, 1, 24)
		within(s.Name+" description", s.Description, 1, 150)
	}
	if n := len(m.Features.AgentView.SuggestedPrompts); n != mostPrompts {
		t.Errorf("%d prompts, want %d", n, mostPrompts)
	}
	for _, p := range prompts() {
		if _, err := commands.Parse(p.message); err != nil {
			t.Errorf("the prompt %q asks %q: %v", p.title, p.message, err)
		}
	}
	if !slices.IsSorted(m.OAuthConfig.Scopes.Bot) {
		t.Error("the scopes are not in order")
	}
}

// Every event that is subscribed to has a door, and the scope that it needs.
func TestManifestEvents(t *testing.T) {
	p := openPlatform(t, Config{})
	needs := map[string]string{"app_mention": "app_mentions:read", "message.im": "im:history", "app_home_opened": ""}
	for _, event := range manifestOf(t, "").Settings.EventSubscriptions.BotEvents {
		scope, known := needs[event]
		if !known || scope != "" && !slices.Contains(scopes(), scope) {
			t.Errorf("%s needs the scope %q", event, scope)
		}
		kind, _, _ := strings.Cut(event, ".")
		payload := `{"team_id":"T","event":{"type":"` + kind + `","user":"U","channel":"D1","channel_type":"im","text":"x","ts":"1.1"}}`
		if _, work := p.doors()(inbound{Kind: kindEvent, Payload: json.RawMessage(payload)}); work == nil {
			t.Errorf("nothing is done about %s", event)
		}
	}
}

func TestManifestHTTP(t *testing.T) {
	m := manifestOf(t, "https://brief.example.org/")
	at := "https://brief.example.org" + Path
	if m.Settings.SocketModeEnabled || m.Settings.EventSubscriptions.RequestUrl != at || m.Settings.Interactivity.RequestUrl != at || m.Settings.Interactivity.MessageMenuOptionsUrl != at {
		t.Errorf("settings %+v", m.Settings)
	}
	for _, c := range m.Features.SlashCommands {
		if c.Url != at {
			t.Errorf("%s goes to %q", c.Command, c.Url)
		}
	}
}

package main_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"attache/bot"
	"attache/commands"
)

// manifest returns what the program prints for an app at an address.
func manifest(t *testing.T, address string) string {
	t.Helper()
	var out strings.Builder
	if err := bot.Manifest(bot.Terminal{Out: &out}, bot.ManifestOptions{Platform: "slack", Address: address}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestReadmeShowsTheManifest keeps the manifest in the README the one that the
// program prints.
func TestReadmeShowsTheManifest(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- manifest:begin -->\n```json\n", "```\n<!-- manifest:end -->"
	before, rest, ok := strings.Cut(string(readme), begin)
	shown, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("README.md has no manifest between %q and %q", begin, end)
	}
	switch got := manifest(t, ""); {
	case shown == got:
	case *update:
		if err := os.WriteFile("README.md", []byte(before+begin+got+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("README.md shows another manifest than the program prints; -update writes this one:\n%s", got)
	}
}

// The manifest is JSON, names every verb of the table, and asks for the road
// that its reader has chosen.
func TestManifest(t *testing.T) {
	for address, socket := range map[string]bool{"": true, "https://brief.example.org/": false} {
		var m struct {
			Features struct {
				SlashCommands []struct {
					Command   string `json:"command"`
					URL       string `json:"url"`
					UsageHint string `json:"usage_hint"`
				} `json:"slash_commands"`
			} `json:"features"`
			Settings struct {
				SocketModeEnabled bool `json:"socket_mode_enabled"`
				Interactivity     struct {
					RequestURL string `json:"request_url"`
				} `json:"interactivity"`
			} `json:"settings"`
		}
		if err := json.Unmarshal([]byte(manifest(t, address)), &m); err != nil {
			t.Fatal(err)
		}
		want := "https://brief.example.org/slack/events"
		if socket {
			want = ""
		}
		if m.Settings.SocketModeEnabled != socket || m.Settings.Interactivity.RequestURL != want {
			t.Errorf("with %q: socket mode %t, address %q", address, m.Settings.SocketModeEnabled, m.Settings.Interactivity.RequestURL)
		}
		hints := map[string]string{}
		for _, c := range m.Features.SlashCommands {
			hints[c.Command] = c.UsageHint
			if c.URL != want {
				t.Errorf("with %q: %s is sent to %q, want %q", address, c.Command, c.URL, want)
			}
		}
		for _, row := range commands.Verbs() {
			if first, _, _ := strings.Cut(row.Name, " "); !strings.Contains(hints["/"+row.Group], first) {
				t.Errorf("the hint of /%s does not name %s: %q", row.Group, first, hints["/"+row.Group])
			}
		}
	}
	for _, address := range []string{"brief.example.org", "http://brief.example.org", "https://", "https://u:p@brief.example.org", "https://brief.example.org/?a=b"} {
		for _, platform := range []string{"slack", "discord"} {
			o := bot.ManifestOptions{Platform: platform, Address: address, Application: "900000000000000100"}
			if err := bot.Manifest(bot.Terminal{Out: new(strings.Builder)}, o); bot.ExitCode(err) != bot.Usage {
				t.Errorf("%s at the address %q gives %v, want a mistake of usage", platform, address, err)
			}
		}
	}
}

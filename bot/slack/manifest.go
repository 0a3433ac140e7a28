package slack

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"attache/commands"
)

// Manifest returns what Slack has to be told to make the app, as JSON that can
// be pasted where an app is made from a manifest. It follows from the table of
// verbs. Without an address the app uses Socket Mode; with one, such as
// https://brief.example.org, Slack posts to [Path] there.
func Manifest(address string) []byte {
	m := slack.Manifest{
		Metadata: slack.ManifestMetadata{MajorVersion: 1, MinorVersion: 1},
		Display: slack.Display{
			Name:        "Attaché",
			Description: "Answers from your briefings, each sentence with the passage it comes from",
			LongDescription: "Attaché answers questions from the briefings that your team keeps. Every sentence it shows can be traced to the exact " +
				"passage of the source it came from. It runs on your own machine, sends nothing elsewhere and uses no model to word its answers.",
			BackgroundColor: "#1f3a4d",
		},
		Features: features(),
		OAuthConfig: slack.OAuthConfig{
			Scopes: slack.OAuthScopes{Bot: scopes()},
		},
		Settings: slack.Settings{
			EventSubscriptions: &slack.EventSubscriptions{BotEvents: []string{"app_home_opened", "app_mention", "message.im"}},
			Interactivity:      &slack.Interactivity{IsEnabled: true},
			SocketModeEnabled:  address == "",
		},
	}
	if address != "" {
		at := strings.TrimRight(address, "/") + Path
		m.Settings.EventSubscriptions.RequestUrl = at
		m.Settings.Interactivity.RequestUrl = at
		m.Settings.Interactivity.MessageMenuOptionsUrl = at
		for i := range m.Features.SlashCommands {
			m.Features.SlashCommands[i].Url = at
		}
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(writable(m)); err != nil {
		panic("slack: the manifest cannot be encoded: " + err.Error())
	}
	return out.Bytes()
}

// A manifest is the library's with what that leaves out: a false that differs
// from nothing. Unless it says that its messages can be answered, people cannot
// write to the app.
type manifest struct {
	slack.Manifest
	Features struct {
		slack.Features
		AppHome struct {
			slack.AppHome
			ReadOnly bool `json:"messages_tab_read_only_enabled"`
		} `json:"app_home"`
	} `json:"features"`
}

func writable(m slack.Manifest) manifest {
	out := manifest{Manifest: m}
	out.Features.Features, out.Features.AppHome.AppHome = m.Features, m.Features.AppHome
	return out
}

// scopes returns what the app may do, each with the reason for it.
func scopes() []string {
	return []string{
		"app_mentions:read", // @attache in a channel
		"assistant:write",   // the prompts of its own conversation
		"channels:history",  // whether a digest arrived
		"channels:read",     // whether a channel is shared with others
		"chat:write",        // replies
		"commands",          // slash commands and shortcuts
		"files:read",        // documents to import
		"files:write",       // tables as files
		"groups:history",    // whether a digest arrived in a private channel
		"groups:read",       // whether a private channel is shared with others
		"im:history",        // what is written in its own conversation
		"im:read",           // whether a conversation is its own
		"im:write",          // to show privately what a channel does not take
		"mpim:read",         // whether a group conversation is shared with others
		"usergroups:read",   // who has which role
		"users:read",        // who is a guest or a stranger
	}
}

func features() slack.Features {
	f := slack.Features{
		AppHome: slack.AppHome{HomeTabEnabled: true, MessagesTabEnabled: true},
		BotUser: slack.BotUser{DisplayName: "attache", AlwaysOnline: true},
		AgentView: &slack.AgentView{
			AgentDescription: "Ask in your own words, or begin with a verb. Every sentence of an answer names the passage it comes from.",
		},
	}
	for _, p := range prompts() {
		f.AgentView.SuggestedPrompts = append(f.AgentView.SuggestedPrompts, slack.ManifestSuggestedPrompt{Title: p.title, Message: p.message})
	}
	for _, s := range shortcuts() {
		f.Shortcuts = append(f.Shortcuts, slack.Shortcut{Name: s.name, CallbackID: s.id, Description: s.does, Type: s.kind})
	}
	about := map[string]string{
		commands.Brief:      "Ask the briefings, trace what they hold, and follow topics",
		commands.BriefAdmin: "Import documents, publish or retire briefings, and set up digests",
	}
	for _, group := range []string{commands.Brief, commands.BriefAdmin} {
		f.SlashCommands = append(f.SlashCommands, slack.ManifestSlashCommand{Command: "/" + group, Description: about[group], UsageHint: usage(group),
			ShouldEscape: true}) // a person who is mentioned comes as an ID
	}
	return f
}

// usage returns the hint beside a slash command: the first words of its verbs.
func usage(group string) string {
	var words []string
	for _, r := range commands.Verbs() {
		first := r.Name
		if family, _ := r.Words(); family != "" {
			first = family
		}
		if r.Group == group && !slices.Contains(words, first) {
			words = append(words, first)
		}
	}
	return "[" + strings.Join(words, " | ") + "]"
}

package bot

import (
	"bytes"
	"net/url"
	"strings"

	"attache/bot/discord"
	"attache/bot/slack"
	"attache/briefings"
)

// ManifestOptions say for which app a manifest is.
type ManifestOptions struct {
	Platform    string // slack or discord
	Address     string // where the platform reaches the listener; empty when it is dialled
	Application string // the ID of Discord's application; Slack's has none before it is made
}

// Manifest writes what a platform has to be told to make the app: Slack's to be
// pasted as it is, Discord's as an address to invite the bot by and what to
// switch on. An address that the platform could not use, a platform that has no
// manifest and an application without its ID are mistakes of usage.
func Manifest(t Terminal, o ManifestOptions) error {
	if o.Address != "" {
		u, err := url.Parse(o.Address)
		if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return UsageError(briefings.Errorf(briefings.Invalid, "Chat platforms post to https addresses only; write one such as https://brief.example.org."))
		}
	}
	switch o.Platform {
	case "slack":
		return t.Print("%s", bytes.TrimSpace(slack.Manifest(o.Address)))
	case "discord":
		if !snowflake.MatchString(o.Application) {
			return UsageError(briefings.Errorf(briefings.Invalid, "Name the application by its ID, a long number on its page General Information, as -application ID."))
		}
		return t.Print("%s", discordManifest(o))
	}
	return UsageError(briefings.Errorf(briefings.Invalid, "There is no such platform; choose slack or discord."))
}

// discordManifest returns what there is to do by hand: Discord has no manifest to
// paste, and the commands are registered by serve itself.
func discordManifest(o ManifestOptions) string {
	endpoint := "empty: the program dials out (discord.mode: gateway)"
	if o.Address != "" {
		endpoint = strings.TrimRight(o.Address, "/") + discord.Path + " once the program runs (discord.mode: http)"
	}
	return strings.Join([]string{
		"Invite the bot to a server that you manage:",
		"  " + discord.Invite(o.Application),
		"",
		"On https://discord.com/developers/applications/" + o.Application + ":",
		"  Installation         Install Link: None",
		"  Bot                  Public Bot: off, so that nobody else can invite it",
		"  Bot                  Privileged Gateway Intents: all off; it reads no messages",
		"  General Information  Interactions Endpoint URL: " + endpoint,
	}, "\n")
}

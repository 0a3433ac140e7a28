package bot

import (
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"attache/briefings"
)

// Discord says how a bot on Discord is reached. Without a token it is not.
type Discord struct {
	Token Secret `yaml:"token"`
	// PublicKey is none to keep, but what is put in its place by mistake may be.
	PublicKey Secret                    `yaml:"public_key"` // for the mode http
	Mode      string                    `yaml:"mode"`       // gateway or http
	Listen    string                    `yaml:"listen"`     // address of the listener, for the mode http
	API       string                    `yaml:"api"`        // base address of the REST API; empty is Discord's own
	Render    string                    `yaml:"render"`     // components or embeds
	Servers   []string                  `yaml:"servers"`    // IDs of the servers that are trusted
	Roles     map[string]briefings.Role `yaml:"roles"`      // by the ID of a role
}

// What Discord and its replies can be set to; httpMode is a mode of Discord too.
const (
	gatewayMode     = "gateway"
	componentsDrawn = "components"
	embedsDrawn     = "embeds"
)

func defaultDiscord() Discord {
	return Discord{
		Mode:    gatewayMode,
		Listen:  "127.0.0.1:3001",
		Render:  componentsDrawn,
		Servers: []string{},
		Roles:   map[string]briefings.Role{},
	}
}

// on reports whether somebody wants Discord. A public key alone cannot answer
// anybody, but whoever gives one wants it and has forgotten the token.
func (d Discord) on() bool { return anyGiven(d.credentials()) }

func (d *Discord) credentials() []credential {
	return []credential{
		{"discord.token", "ATTACHE_DISCORD_TOKEN", "a bot token", "Bot", discordToken, &d.Token},
		{"discord.public_key", "ATTACHE_DISCORD_PUBLIC_KEY", "a public key", "General Information", discordKey, &d.PublicKey},
	}
}

var (
	tokenForm = regexp.MustCompile(`^[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+\.[0-9A-Za-z_-]+$`)
	snowflake = regexp.MustCompile(`^[1-9][0-9]{14,19}$`)
)

// discordToken returns what is wrong with a bot token, or "".
func discordToken(text string) string {
	switch {
	case strings.HasPrefix(text, "Bot "):
		return "stands here without the word Bot before it"
	case snowflake.MatchString(text):
		return "has three parts with dots between them, and what stands here is the ID of something"
	case discordKey(text) == "":
		return "has three parts with dots between them, and what stands here is a public key"
	case strings.ContainsAny(text, " \t\r\n"):
		return "has no space and no line end"
	case !tokenForm.MatchString(text):
		return "has three parts with dots between them, which a client secret or an ID has not"
	case len(text) < 3*shortest:
		return cutOff
	}
	return ""
}

// discordKey returns what is wrong with a public key, or "".
func discordKey(text string) string {
	if key, err := hex.DecodeString(text); err != nil || len(key) != 32 {
		return "has 64 digits from 0 to 9 and a to f"
	}
	return ""
}

// problems returns what is wrong with the settings of Discord, in their order.
func (d Discord) problems() []problem {
	var found []problem
	add := func(path, format string, args ...any) {
		found = append(found, problem{path, fmt.Sprintf(format, args...)})
	}
	for _, k := range d.credentials() {
		if text := k.problem(d.on() && (k.setting == "discord.token" || d.Mode == httpMode)); text != "" {
			add(k.setting, "%s", text)
		}
	}
	if !oneOf(d.Mode, gatewayMode, httpMode) {
		add("discord.mode", "Choose gateway or http.")
	}
	if !isListener(d.Listen) {
		add("discord.listen", listenerText)
	}
	if d.API != "" && !(mayHoldTokens(d.API) && !strings.HasSuffix(d.API, "/")) {
		add("discord.api", "Give an https address without a slash at its end, such as https://discord.com/api/v10, or leave it empty.")
	}
	if !oneOf(d.Render, componentsDrawn, embedsDrawn) {
		add("discord.render", "Choose components or embeds.")
	}
	for i, server := range d.Servers {
		if !snowflake.MatchString(server) {
			add(fmt.Sprintf("discord.servers[%d]", i), "Name a server by its ID, a long number; Copy Server ID in its menu gives it, once Developer Mode is on.")
		}
	}
	for _, role := range slices.Sorted(maps.Keys(d.Roles)) {
		switch {
		case !snowflake.MatchString(role):
			add("discord.roles", "Name a role by its ID, a long number; Copy Role ID in its menu gives it, once Developer Mode is on.")
		case !d.Roles[role].AtLeast(briefings.Reader):
			add("discord.roles."+role, rolesText)
		}
	}
	return found
}

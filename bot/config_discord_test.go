package bot_test

import (
	"strings"
	"testing"

	"attache/bot"
	"attache/briefings"
)

// A token and a key in the right form that are none.
const (
	discordToken = "none-such." + "none-such.hunter2"
	discordKey   = "0123456789abcdef0123456789ABCDEF0123456789abcdef0123456789abcdef"
)

// Every mistake in the settings of Discord names its key, says what to do and
// shows no part of a token.
func TestDiscordSettingsNameEveryMistake(t *testing.T) {
	forgetEnvironment(t)
	const given = "discord:\n  token: " + discordToken + "\n"
	const parts = `:2:10: discord.token: A bot token has three parts with dots between them`
	tests := []struct {
		name, text string
		want       []string
	}{
		{"off", "discord:\n", nil},
		{"off with settings", "discord: {mode: http, listen: ':3001'}\n", nil},
		{"gateway", given, nil},
		{"http", given + "  mode: http\n  public_key: " + discordKey + "\n", nil},
		{"both platforms", given + "slack:\n  bot_token: " + botToken + "\n  app_token: " + appToken + "\n", nil},
		{"token missing", "discord:\n  public_key: " + discordKey + "\n",
			[]string{`:2:3: discord.token: A bot token is missing; copy it from the app's page "Bot" and set it here or in ATTACHE_DISCORD_TOKEN.`}},
		{"key missing", given + "  mode: http\n",
			[]string{`:2:3: discord.public_key: A public key is missing; copy it from the app's page "General Information" and set it here or in ATTACHE_DISCORD_PUBLIC_KEY.`}},
		{"the word Bot", strings.Replace(given, discordToken, `"Bot `+discordToken+`"`, 1), []string{`:2:10: discord.token: A bot token stands here without the word Bot before it; `}},
		{"line end", strings.Replace(given, discordToken, `"`+discordToken+`\n"`, 1), []string{`:2:10: discord.token: A bot token has no space and no line end; `}},
		{"client secret", strings.Replace(given, discordToken, strings.Repeat("hunter2-", 4), 1), []string{parts + `, which a client secret or an ID has not; `}},
		{"application ID", strings.Replace(given, discordToken, `"900000000000000100"`, 1), []string{parts + `, and what stands here is the ID of something; `}},
		{"public key", strings.Replace(given, discordToken, discordKey, 1), []string{parts + `, and what stands here is a public key; `}},
		{"cut off", strings.Replace(given, discordToken, "none-such.hunter2.x", 1), []string{`:2:10: discord.token: A bot token is longer than what stands here; copy it from the app's page "Bot".`}},
		{"short key", given + "  public_key: " + discordKey[2:] + "\n", []string{`:3:15: discord.public_key: A public key has 64 digits`}},
		{"token for a key", given + "  public_key: " + discordToken + "\n", []string{`:3:15: discord.public_key: A public key has 64 digits`}},
		{"mode", given + "  mode: socket\n", []string{`:3:9: discord.mode: Choose gateway or http.`}},
		{"listen", given + "  listen: 3001\n", []string{`:3:11: discord.listen: Write an address`}},
		{"api with a slash", given + "  api: https://discord.com/api/v10/\n", []string{`:3:8: discord.api: Give an https address without a slash`}},
		{"api in the clear", given + "  api: http://discord.com/api/v10\n", []string{`:3:8: discord.api: Give an https address`}},
		{"api with a password", given + "  api: https://hunter2@discord.com/api\n", []string{`:3:8: discord.api: Give an https address`}},
		{"api on this machine", given + "  api: http://127.0.0.1:3711/api/v10\n", nil},
		{"render", given + "  render: hunter2\n", []string{`:3:11: discord.render: Choose components or embeds.`}},
		{"server by name", given + "  servers: [900000000000000001, hunter2]\n", []string{`:3:33: discord.servers[1]: Name a server by its ID`}},
		{"server as a number", given + "  servers: 900000000000000001\n", []string{`:3:12: discord.servers is a list`}},
		{"role by name", given + "  roles:\n    editors: editor\n", []string{`:4:5: discord.roles: Name a role by its ID`}},
		{"role", given + "  roles:\n    900000000000000001: hunter2\n", []string{`:4:25: discord.roles.900000000000000001: Choose reader`}},
		{"one listener for two", given + "  mode: http\n  public_key: " + discordKey + "\n  listen: :3000\nslack: {mode: http, listen: ':3000', bot_token: " + botToken + ", signing_secret: " + signing + "}\n",
			[]string{`:5:11: discord.listen: Slack is listened for at this address already`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantMistakes(t, tt.text, tt.want) })
	}
}

// A container sets the token in the environment and needs no file; a file that
// gives it wins.
func TestDiscordTokenFromTheEnvironment(t *testing.T) {
	forgetEnvironment(t)
	t.Setenv("ATTACHE_DISCORD_TOKEN", discordToken)
	t.Setenv("ATTACHE_DISCORD_PUBLIC_KEY", discordKey)
	for _, path := range []string{"", write(t, "log: {level: debug}\n"), write(t, "discord: {token: ''}\n")} {
		config, err := bot.LoadConfig(path)
		if err != nil || config.Discord.Token.Reveal() != discordToken || config.Discord.PublicKey.Reveal() != discordKey {
			t.Errorf("%q gives %q and %q, %v", path, config.Discord.Token.Reveal(), config.Discord.PublicKey.Reveal(), err)
		}
	}
	config, err := bot.LoadConfig(write(t, "discord: {token: "+discordToken+"2}\n"))
	if err != nil || config.Discord.Token.Reveal() != discordToken+"2" {
		t.Errorf("the file gives %q, %v; it should win", config.Discord.Token.Reveal(), err)
	}

	t.Setenv("ATTACHE_DISCORD_TOKEN", "hunter2")
	for _, path := range []string{"", write(t, "log: {level: debug}\n")} {
		_, err := bot.LoadConfig(path)
		want := "discord.token, from the environment variable ATTACHE_DISCORD_TOKEN: A bot token has three parts"
		if briefings.KindOf(err) != briefings.Unusable || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q gives %v, want %s", path, err, want)
		}
	}
}

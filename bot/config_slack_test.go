package bot_test

import (
	"strings"
	"testing"

	"attache/bot"
	"attache/briefings"
)

// Tokens in the right form that are none. They are made of parts so that no
// token stands in the tree.
const (
	botToken = "xoxb-" + "000-hunter2-bot"
	appToken = "xapp-" + "1-A0-000-hunter2-app"
	signing  = "hunter2000111222333"
)

// forgetEnvironment takes the variables of the machine away from a test.
func forgetEnvironment(t *testing.T) {
	t.Helper()
	for _, name := range []string{"ATTACHE_SLACK_BOT_TOKEN", "ATTACHE_SLACK_APP_TOKEN", "ATTACHE_SLACK_SIGNING_SECRET", "ATTACHE_DISCORD_TOKEN", "ATTACHE_DISCORD_PUBLIC_KEY"} {
		t.Setenv(name, "")
	}
}

// Every mistake in the settings of Slack names its key, says what to do and
// shows no part of a secret.
func TestSlackSettingsNameEveryMistake(t *testing.T) {
	forgetEnvironment(t)
	const both = "slack:\n  bot_token: " + botToken + "\n  app_token: " + appToken + "\n"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"off", "slack:\n", nil},
		{"off with settings", "slack: {mode: http, listen: ':3000'}\n", nil},
		{"socket", both, nil},
		{"http", "slack: {mode: http, bot_token: " + botToken + ", signing_secret: " + signing + "}\n", nil},
		{"app token missing", "slack:\n  bot_token: " + botToken + "\n",
			[]string{`:2:3: slack.app_token: An app-level token is missing; copy it from the app's page "Basic Information, App-Level Tokens" and set it here or in ATTACHE_SLACK_APP_TOKEN.`}},
		{"bot token missing", "slack:\n  app_token: " + appToken + "\n", []string{`:2:3: slack.bot_token: A bot token is missing; `}},
		{"signing secret missing", both + "  mode: http\n", []string{`:2:3: slack.signing_secret: A signing secret is missing; `}},
		{"tokens swapped", "slack:\n  bot_token: " + appToken + "\n  app_token: " + botToken + "\n", []string{
			`:2:14: slack.bot_token: A bot token begins with xoxb-, and what stands here is an app-level token; `,
			`:3:14: slack.app_token: An app-level token begins with xapp-, and what stands here is a bot token; `}},
		{"user token", strings.Replace(both, "xoxb-", "xoxp-", 1), []string{`:2:14: slack.bot_token: A bot token begins with xoxb-, and what stands here is a user token; `}},
		{"rotating token", strings.Replace(both, "xoxb-", "xoxe.xoxb-", 1), []string{`:2:14: slack.bot_token: A bot token begins with xoxb-, and what stands here is a token that rotates; `}},
		{"no token at all", strings.Replace(both, "xoxb-", "", 1), []string{`:2:14: slack.bot_token: A bot token begins with xoxb-, and what stands here is none; `}},
		{"token for a secret", both + "  signing_secret: " + botToken + "\n", []string{`:4:19: slack.signing_secret: A signing secret has no prefix, and what stands here is a bot token; `}},
		{"line end", strings.Replace(both, botToken, `"`+botToken+`\nx"`, 1), []string{`:2:14: slack.bot_token: A bot token has letters, digits and hyphens only`}},
		{"placeholder", strings.Replace(both, botToken, "xoxb-...", 1), []string{`:2:14: slack.bot_token: A bot token is longer than what stands here; copy it from the app's page "OAuth & Permissions".`}},
		{"mode", both + "  mode: webhook\n", []string{`:4:9: slack.mode: Choose socket or http.`}},
		{"listen", both + "  listen: 3000\n", []string{`:4:11: slack.listen: Write an address`}},
		{"api without slash", both + "  api: https://slack.com/api\n", []string{`:4:8: slack.api: Give an https address`}},
		{"api in the clear", both + "  api: http://slack.com/api/\n", []string{`:4:8: slack.api: Give an https address`}},
		{"api with a password", both + "  api: https://hunter2@slack.com/api/\n", []string{`:4:8: slack.api: Give an https address`}},
		{"handle for a group", both + "  roles:\n    editors: editor\n", []string{`:5:5: slack.roles: Name a user group by its ID`}},
		{"odd name", both + "  roles:\n    '@hunter2': editor\n", []string{`:5:5: slack.roles: A name is one word`}},
		{"group twice", both + "  roles:\n    S0614: editor\n    S0614: reader\n", []string{`:6:5: slack.roles: This name stands here a second time`}},
		{"role", both + "  roles:\n    S0614: hunter2\n", []string{`:5:12: slack.roles.S0614: Choose reader`}},
		{"list for roles", both + "  roles: [S0614]\n", []string{`:4:10: slack.roles holds lines`}},
		{"yes for true", both + "  guests: yes\n", []string{`:4:11: slack.guests: Choose true or false.`}},
		{"posts", both + "  posts: 0\n", []string{`:4:10: slack.posts: Choose a number from 1 to 6000; Slack advises 60.`}},
		{"ping", both + "  ping: 1m\n", []string{`:4:9: slack.ping: Choose a time from 1s to 15s.`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { wantMistakes(t, tt.text, tt.want) })
	}
}

// wantMistakes loads the settings and wants each mistake to begin so, in order,
// after the path of the file. None may show the word that stands where a value
// could.
func wantMistakes(t *testing.T, text string, want []string) {
	t.Helper()
	path := write(t, text)
	_, err := bot.LoadConfig(path)
	if len(want) == 0 {
		if err != nil {
			t.Errorf("refused: %v", err)
		}
		return
	}
	if bot.ExitCode(err) != bot.Unusable {
		t.Fatalf("error %v exits with %d, want %d", err, bot.ExitCode(err), bot.Unusable)
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("the error shows a value:\n%v", err)
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != len(want) {
		t.Fatalf("%d mistakes, want %d:\n%v", len(lines), len(want), err)
	}
	for i, want := range want {
		if !strings.HasPrefix(lines[i], path+want) {
			t.Errorf("mistake %d: %s\nwant %s", i+1, lines[i], path+want)
		}
	}
}

// A container sets its secrets in the environment and needs no file; a file
// that gives them wins.
func TestSlackSecretsFromTheEnvironment(t *testing.T) {
	forgetEnvironment(t)
	t.Setenv("ATTACHE_SLACK_BOT_TOKEN", botToken)
	t.Setenv("ATTACHE_SLACK_APP_TOKEN", appToken)
	for _, path := range []string{"", write(t, "log: {level: debug}\n"), write(t, "slack: {bot_token: ''}\n")} {
		config, err := bot.LoadConfig(path)
		if err != nil || config.Slack.BotToken.Reveal() != botToken || config.Slack.AppToken.Reveal() != appToken {
			t.Errorf("%q gives %q and %q, %v", path, config.Slack.BotToken.Reveal(), config.Slack.AppToken.Reveal(), err)
		}
	}
	config, err := bot.LoadConfig(write(t, "slack: {bot_token: "+botToken+"2}\n"))
	if err != nil || config.Slack.BotToken.Reveal() != botToken+"2" {
		t.Errorf("the file gives %q, %v; it should win", config.Slack.BotToken.Reveal(), err)
	}

	t.Setenv("ATTACHE_SLACK_APP_TOKEN", botToken)
	for _, path := range []string{"", write(t, "log: {level: debug}\n")} {
		_, err := bot.LoadConfig(path)
		want := "slack.app_token, from the environment variable ATTACHE_SLACK_APP_TOKEN: An app-level token begins with xapp-"
		if briefings.KindOf(err) != briefings.Unusable || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q gives %v, want %s", path, err, want)
		}
	}
}

package bot

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"attache/briefings"
)

// Slack says how a workspace of Slack is reached. Without a token it is not.
type Slack struct {
	BotToken      Secret                    `yaml:"bot_token"`
	AppToken      Secret                    `yaml:"app_token"`      // for the mode socket
	SigningSecret Secret                    `yaml:"signing_secret"` // for the mode http
	Mode          string                    `yaml:"mode"`           // socket or http
	Listen        string                    `yaml:"listen"`         // address of the listener, for the mode http
	API           string                    `yaml:"api"`            // base address of the Web API; empty is Slack's own
	Roles         map[string]briefings.Role `yaml:"roles"`          // by the ID of a user group
	External      bool                      `yaml:"external"`       // answer in channels shared with other organisations
	Guests        bool                      `yaml:"guests"`         // answer guests
	Posts         int                       `yaml:"posts"`          // of digests, in the whole workspace, in a minute
	Ping          time.Duration             `yaml:"ping"`           // between two signs of life on a socket
}

// The ways in which Slack brings what people do.
const (
	socketMode = "socket"
	httpMode   = "http"
)

func defaultSlack() Slack {
	return Slack{
		Mode:   socketMode,
		Listen: "127.0.0.1:3000",
		Roles:  map[string]briefings.Role{},
		Posts:  60,
		Ping:   15 * time.Second,
	}
}

// on reports whether somebody wants Slack: one of its secrets is given.
func (s Slack) on() bool { return anyGiven(s.credentials()) }

func (s *Slack) credentials() []credential {
	return []credential{
		{"slack.bot_token", "ATTACHE_SLACK_BOT_TOKEN", "a bot token", "OAuth & Permissions", prefixed("xoxb-"), &s.BotToken},
		{"slack.app_token", "ATTACHE_SLACK_APP_TOKEN", "an app-level token", "Basic Information, App-Level Tokens", prefixed("xapp-"), &s.AppToken},
		{"slack.signing_secret", "ATTACHE_SLACK_SIGNING_SECRET", "a signing secret", "Basic Information, App Credentials", prefixed(""), &s.SigningSecret},
	}
}

// problems returns what is wrong with the settings of Slack, in their order.
func (s Slack) problems() []problem {
	var found []problem
	add := func(path, format string, args ...any) {
		found = append(found, problem{path, fmt.Sprintf(format, args...)})
	}
	for _, k := range s.credentials() {
		if text := k.problem(s.needs(k)); text != "" {
			add(k.setting, "%s", text)
		}
	}
	if !oneOf(s.Mode, socketMode, httpMode) {
		add("slack.mode", "Choose socket or http.")
	}
	if !isListener(s.Listen) {
		add("slack.listen", listenerText)
	}
	if s.API != "" && !(mayHoldTokens(s.API) && strings.HasSuffix(s.API, "/")) {
		add("slack.api", "Give an https address that ends with a slash, such as https://slack.com/api/, or leave it empty.")
	}
	for _, group := range slices.Sorted(maps.Keys(s.Roles)) {
		switch {
		case !groupForm.MatchString(group):
			add("slack.roles", "Name a user group by its ID, which begins with S, and not by its handle.")
		case !s.Roles[group].AtLeast(briefings.Reader):
			add("slack.roles."+group, rolesText)
		}
	}
	if s.Posts < 1 || s.Posts > 6000 {
		add("slack.posts", "Choose a number from 1 to 6000; Slack advises 60.")
	}
	if s.Ping < time.Second || s.Ping > 15*time.Second {
		add("slack.ping", "Choose a time from 1s to 15s.")
	}
	return found
}

// needs reports whether Slack cannot be reached without the secret.
func (s Slack) needs(k credential) bool {
	switch k.setting {
	case "slack.app_token":
		return s.on() && s.Mode == socketMode
	case "slack.signing_secret":
		return s.on() && s.Mode == httpMode
	}
	return s.on()
}

var (
	groupForm  = regexp.MustCompile(`^S[0-9A-Z]{2,30}$`)
	secretForm = regexp.MustCompile(`^[0-9A-Za-z.-]+$`)
)

// shortest is how many characters the shortest secret has after its prefix. It
// finds what was cut in copying; Slack does not promise any length.
const shortest = 8

// slackTokens are the kinds of token that people take for another, by what they
// begin with. The first that fits counts.
var slackTokens = []struct{ prefix, name string }{
	{"xoxb-", "a bot token"},
	{"xapp-", "an app-level token"},
	{"xoxp-", "a user token"},
	{"xoxe", "a token that rotates; switch token rotation off"},
	{"xox", "another kind of token"},
}

// prefixed returns what is wrong with one of Slack's secrets that begins with
// the prefix, or with none of those that others have when the prefix is empty.
func prefixed(prefix string) func(text string) string {
	return func(text string) string {
		switch rest, ok := strings.CutPrefix(text, prefix); {
		case prefix == "" && tokenName(text) != "":
			return "has no prefix, and what stands here is " + tokenName(text)
		case !ok:
			return fmt.Sprintf("begins with %s, and what stands here is %s", prefix, cmp.Or(tokenName(text), "none"))
		case !secretForm.MatchString(rest):
			return "has letters, digits and hyphens only, and no space or line end"
		case len(rest) < shortest:
			return cutOff
		}
		return ""
	}
}

// tokenName returns what sort of token the text is, or "" for none.
func tokenName(text string) string {
	for _, t := range slackTokens {
		if strings.HasPrefix(text, t.prefix) {
			return t.name
		}
	}
	return ""
}

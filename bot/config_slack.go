package bot

import (
	"cmp"
	"fmt"
	"maps"
	"net"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
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
		Ping:   15 * time.Second,
	}
}

// on reports whether somebody wants Slack: one of its secrets is given.
func (s Slack) on() bool {
	return slices.ContainsFunc(s.secrets(), func(k slackSecret) bool { return k.value.Reveal() != "" })
}

// A slackSecret is one of the secrets that Slack gives out: which setting holds
// it, which environment variable stands in for the setting, and how it looks.
type slackSecret struct {
	setting, variable string
	name              string // with its article
	prefix            string // what it begins with; empty when it has no such mark
	page              string // where an app's owner finds it
	value             *Secret
}

func (s *Slack) secrets() []slackSecret {
	return []slackSecret{
		{"slack.bot_token", "ATTACHE_SLACK_BOT_TOKEN", "a bot token", "xoxb-", "OAuth & Permissions", &s.BotToken},
		{"slack.app_token", "ATTACHE_SLACK_APP_TOKEN", "an app-level token", "xapp-", "Basic Information, App-Level Tokens", &s.AppToken},
		{"slack.signing_secret", "ATTACHE_SLACK_SIGNING_SECRET", "a signing secret", "", "Basic Information, App Credentials", &s.SigningSecret},
	}
}

// fromEnvironment fills the secrets that no file gives from the environment, so
// that a container needs no file. It returns which setting came from where.
func (s *Slack) fromEnvironment() map[string]string {
	origin := map[string]string{}
	for _, k := range s.secrets() {
		if text := os.Getenv(k.variable); text != "" && k.value.Reveal() == "" {
			*k.value = NewSecret(text)
			origin[k.setting] = k.variable
		}
	}
	return origin
}

// problems returns what is wrong with the settings of Slack, in their order.
func (s Slack) problems() []problem {
	var found []problem
	add := func(path, format string, args ...any) {
		found = append(found, problem{path, fmt.Sprintf(format, args...)})
	}
	for _, k := range s.secrets() {
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
	if s.API != "" && !isAPI(s.API) {
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
	if s.Ping < time.Second || s.Ping > 15*time.Second {
		add("slack.ping", "Choose a time from 1s to 15s.")
	}
	return found
}

// needs reports whether Slack cannot be reached without the secret.
func (s Slack) needs(k slackSecret) bool {
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

// problem returns what is wrong with the secret, or "". It never holds any of it.
func (k slackSecret) problem(needed bool) string {
	text := k.value.Reveal()
	kind := capital(k.name)
	where := fmt.Sprintf("copy it from the app's page %q", k.page)
	switch rest, ok := strings.CutPrefix(text, k.prefix); {
	case text == "" && needed:
		return fmt.Sprintf("%s is missing; %s and set it here or in %s.", kind, where, k.variable)
	case text == "":
		return ""
	case !ok || k.prefix == "" && tokenName(text) != "":
		stands := cmp.Or(tokenName(text), "none")
		if k.prefix == "" {
			return fmt.Sprintf("%s has no prefix, and what stands here is %s; %s.", kind, stands, where)
		}
		return fmt.Sprintf("%s begins with %s, and what stands here is %s; %s.", kind, k.prefix, stands, where)
	case !secretForm.MatchString(rest):
		return fmt.Sprintf("%s has letters, digits and hyphens only, and no space or line end; %s.", kind, where)
	case len(rest) < shortest:
		return fmt.Sprintf("%s is longer than this; %s whole.", kind, where)
	}
	return ""
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

// capital returns the text with its first letter as a capital.
func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

func isListener(address string) bool {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// isAPI reports whether tokens may be sent to the address: it is encrypted, or
// leads to this machine.
func isAPI(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || !strings.HasSuffix(u.Path, "/") {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && local
}

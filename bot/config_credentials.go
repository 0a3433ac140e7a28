package bot

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"attache/briefings"
)

// A credential is something that a platform gives out for an app: which setting
// holds it, which environment variable stands in for the setting, and how it looks.
type credential struct {
	setting, variable string
	name              string // with its article
	page              string // where an app's owner finds it
	// wrong returns what is wrong with the form of a text that stands in its
	// place, reading on after the name, or "". It never holds any of the text.
	wrong func(text string) string
	value *Secret
}

// cutOff is what is wrong with a credential that is too short to be whole.
const cutOff = "is longer than what stands here"

// anyGiven reports whether one of the credentials is set.
func anyGiven(all []credential) bool {
	return slices.ContainsFunc(all, func(k credential) bool { return k.value.Reveal() != "" })
}

// fromEnvironment fills the credentials that no file gives from the environment,
// so that a container needs no file. It returns which setting came from where.
func (c *Config) fromEnvironment() map[string]string {
	origin := map[string]string{}
	for _, k := range slices.Concat(c.Slack.credentials(), c.Discord.credentials()) {
		if text := os.Getenv(k.variable); text != "" && k.value.Reveal() == "" {
			*k.value = NewSecret(text)
			origin[k.setting] = k.variable
		}
	}
	return origin
}

// problem returns what is wrong with the credential, or "". It never holds any of
// it.
func (k credential) problem(needed bool) string {
	text, name := k.value.Reveal(), strings.ToUpper(k.name[:1])+k.name[1:]
	where := fmt.Sprintf("copy it from the app's page %q", k.page)
	if text == "" {
		if !needed {
			return ""
		}
		return fmt.Sprintf("%s is missing; %s and set it here or in %s.", name, where, k.variable)
	}
	if wrong := k.wrong(text); wrong != "" {
		return fmt.Sprintf("%s %s; %s.", name, wrong, where)
	}
	return ""
}

func isListener(address string) bool {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// mayHoldTokens reports whether tokens may be sent to the address: it is
// encrypted, or leads to this machine.
func mayHoldTokens(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	local := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Scheme == "https" || u.Scheme == "http" && local
}

// ownersOn returns the user IDs of those owners who are on a platform.
func ownersOn(platform string, owners []briefings.PersonID) []string {
	var users []string
	for _, id := range owners {
		if parts := strings.Split(string(id), "/"); len(parts) == 3 && parts[0] == platform {
			users = append(users, parts[2])
		}
	}
	return users
}

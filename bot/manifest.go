package bot

import (
	"bytes"
	"net/url"

	"attache/bot/slack"
	"attache/briefings"
)

// Manifest writes what Slack has to be told to make the app, to be pasted as it
// is. The address is where Slack reaches the listener, such as
// https://brief.example.org; it is empty for the mode socket. An address that
// Slack could not use is a mistake of usage.
func Manifest(t Terminal, address string) error {
	if address != "" {
		u, err := url.Parse(address)
		if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
			return UsageError(briefings.Errorf(briefings.Invalid, "Slack posts to https addresses only; write one such as https://brief.example.org."))
		}
	}
	return t.Print("%s", bytes.TrimSpace(slack.Manifest(address)))
}

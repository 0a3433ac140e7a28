package discord

import (
	"net/url"
	"strconv"
)

// The rights that a bot needs in a channel to post what it shares there.
// discord.com/developers/docs/topics/permissions
const (
	viewChannel           = 1 << 10
	sendMessages          = 1 << 11
	embedLinks            = 1 << 14
	attachFiles           = 1 << 15
	sendMessagesInThreads = 1 << 38

	neededRights = viewChannel | sendMessages | embedLinks | attachFiles | sendMessagesInThreads
)

// Invite returns the address at which whoever manages a server adds the bot of
// an application to it, with its commands and no more rights than it uses. The
// application is named by its ID.
func Invite(application string) string {
	query := url.Values{
		"client_id":   {application},
		"permissions": {strconv.Itoa(neededRights)},
		"scope":       {"bot applications.commands"},
	}
	return "https://discord.com/oauth2/authorize?" + query.Encode()
}

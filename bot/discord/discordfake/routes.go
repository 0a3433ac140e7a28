package discordfake

import (
	"net/http"
	"strings"
	"time"
)

// A route is one operation of the REST interface: the path as Discord's OpenAPI
// document writes it, the rate it bears, and what it does. It runs under the
// fake's lock.
type route struct {
	method, path string
	rate         Rate
	open         bool // asks for no bot token: the token in the address is enough
	run          func(*call) answer
}

// name returns what faults, rates and records call the route.
func (r *route) name() string { return r.method + " " + r.path }

// An answer is what a route answers: a status and a body, or an error.
type answer struct {
	status int
	body   any
	header http.Header
}

// okay answers 200 with a body.
func okay(body any) answer { return answer{status: http.StatusOK, body: body} }

// done answers 204.
func done() answer { return answer{status: http.StatusNoContent} }

// Discord's usual rates; it promises none of them, and an app reads headers.
var (
	usual    = Rate{50, time.Second}
	posting  = Rate{5, 5 * time.Second}
	hooking  = Rate{5, 2 * time.Second}
	removing = Rate{5, time.Second}
	register = Rate{5, 20 * time.Second}
)

// webhook is the path under which an interaction is answered.
const webhook = "/webhooks/{webhook_id}/{webhook_token}"

// routes lists what the fake knows.
func routes() []route {
	const app, guildApp = "/applications/{application_id}/commands", "/applications/{application_id}/guilds/{guild_id}/commands"
	return []route{
		{"GET", "/gateway", usual, true, (*call).gateway},
		{"GET", "/gateway/bot", Rate{2, 5 * time.Second}, false, (*call).gatewayBot},
		{"GET", "/users/@me", usual, false, (*call).me},
		{"GET", "/users/@me/guilds", usual, false, (*call).myGuilds},
		{"GET", "/users/{user_id}", usual, false, (*call).user},
		{"POST", "/users/@me/channels", Rate{10, 10 * time.Second}, false, (*call).openDirect},
		{"GET", "/applications/@me", usual, false, (*call).application},
		{"GET", "/oauth2/applications/@me", usual, false, (*call).application},

		{"GET", "/guilds/{guild_id}", usual, false, (*call).guild},
		{"GET", "/guilds/{guild_id}/channels", usual, false, (*call).guildChannels},
		{"GET", "/guilds/{guild_id}/roles", usual, false, (*call).guildRoles},
		{"GET", "/guilds/{guild_id}/members/{user_id}", Rate{5, time.Second}, false, (*call).member},
		{"GET", "/guilds/{guild_id}/threads/active", usual, false, (*call).activeThreads},
		{"DELETE", "/users/@me/guilds/{guild_id}", usual, false, (*call).leave},

		{"GET", app, usual, false, (*call).listCommands},
		{"PUT", app, register, false, (*call).putCommands},
		{"POST", app, register, false, (*call).addCommand},
		{"GET", app + "/{command_id}", usual, false, (*call).oneCommand},
		{"PATCH", app + "/{command_id}", register, false, (*call).editCommand},
		{"DELETE", app + "/{command_id}", register, false, (*call).removeCommand},
		{"GET", guildApp, usual, false, (*call).listCommands},
		{"PUT", guildApp, register, false, (*call).putCommands},
		{"POST", guildApp, register, false, (*call).addCommand},
		{"GET", guildApp + "/{command_id}", usual, false, (*call).oneCommand},
		{"PATCH", guildApp + "/{command_id}", register, false, (*call).editCommand},
		{"DELETE", guildApp + "/{command_id}", register, false, (*call).removeCommand},
		{"GET", guildApp + "/permissions", usual, false, (*call).commandPermissions},

		{"POST", "/interactions/{interaction_id}/{interaction_token}/callback", Rate{}, true, (*call).respond},
		{"POST", webhook, hooking, true, (*call).followUp},
		{"GET", webhook + "/messages/@original", hooking, true, (*call).hookMessage},
		{"PATCH", webhook + "/messages/@original", hooking, true, (*call).editHookMessage},
		{"DELETE", webhook + "/messages/@original", hooking, true, (*call).removeHookMessage},
		{"GET", webhook + "/messages/{message_id}", hooking, true, (*call).hookMessage},
		{"PATCH", webhook + "/messages/{message_id}", hooking, true, (*call).editHookMessage},
		{"DELETE", webhook + "/messages/{message_id}", hooking, true, (*call).removeHookMessage},

		{"GET", "/channels/{channel_id}", usual, false, (*call).channel},
		{"PATCH", "/channels/{channel_id}", posting, false, (*call).editChannel},
		{"GET", "/channels/{channel_id}/messages", usual, false, (*call).listMessages},
		{"POST", "/channels/{channel_id}/messages", posting, false, (*call).createMessage},
		{"GET", "/channels/{channel_id}/messages/{message_id}", usual, false, (*call).getMessage},
		{"PATCH", "/channels/{channel_id}/messages/{message_id}", posting, false, (*call).editMessage},
		{"DELETE", "/channels/{channel_id}/messages/{message_id}", removing, false, (*call).deleteMessage},
		{"POST", "/channels/{channel_id}/messages/{message_id}/threads", posting, false, (*call).startThread},
		{"POST", "/channels/{channel_id}/threads", posting, false, (*call).startThread},
		{"POST", "/channels/{channel_id}/typing", posting, false, (*call).typing},
	}
}

// find returns the route of a request and what its path holds by name. A path
// without names wins over one with them.
func find(known []route, method, path string) (*route, map[string]string) {
	parts := strings.Split(path, "/")
	var best *route
	var held map[string]string
	for i := range known {
		r := &known[i]
		if r.method != method {
			continue
		}
		if params, ok := match(strings.Split(r.path, "/"), parts); ok && (best == nil || len(params) < len(held)) {
			best, held = r, params
		}
	}
	return best, held
}

// match compares a path with a pattern, segment by segment.
func match(pattern, parts []string) (map[string]string, bool) {
	if len(pattern) != len(parts) {
		return nil, false
	}
	params := map[string]string{}
	for i, p := range pattern {
		switch {
		case strings.HasPrefix(p, "{"):
			params[strings.Trim(p, "{}")] = parts[i]
		case p != parts[i]:
			return nil, false
		}
	}
	return params, true
}

// exempt reports whether the global rate leaves the route out: the ones that
// answer interactions.
func (r *route) exempt() bool {
	return strings.HasPrefix(r.path, "/interactions/") || strings.HasPrefix(r.path, "/webhooks/")
}

package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"attache/bot/intake"
)

// ackWithin is how soon Discord wants the first response to an interaction, and
// ackTry how long one try of it may take, so that there is time for another.
const (
	ackWithin = 3 * time.Second
	ackTry    = 1200 * time.Millisecond
)

// callback sends the first response to an interaction.
func (r *rest) callback(ctx context.Context, id, token string, resp response) error {
	ctx, cancel := context.WithTimeout(ctx, ackWithin)
	defer cancel()
	// Made twice it has one effect: Discord takes one first response alone.
	return r.do(ctx, call{name: "respond", method: http.MethodPost, path: "/interactions/" + id + "/" + token + "/callback",
		body: resp, files: resp.Files, hook: true, single: true, again: true, draft: resp.Draft, limit: ackTry}, nil)
}

// A hookRef names an interaction whose first response has been sent.
type hookRef struct {
	app   string // ID of the application
	token string
}

// editOriginal changes the first response to an interaction, or the message
// whose component was used when that was only acknowledged.
func (r *rest) editOriginal(ctx context.Context, h hookRef, m message, draft bool) error {
	return r.do(ctx, call{name: "edit response", resource: h.token, method: http.MethodPatch,
		path: "/webhooks/" + h.app + "/" + h.token + "/messages/@original",
		body: m.payload(false), files: m.Files, hook: true, again: true, draft: draft}, nil)
}

// deleteOriginal takes away the first response to an interaction.
func (r *rest) deleteOriginal(ctx context.Context, h hookRef) error {
	err := r.do(ctx, call{name: "delete response", resource: h.token, method: http.MethodDelete,
		path: "/webhooks/" + h.app + "/" + h.token + "/messages/@original", hook: true, again: true}, nil)
	if codeOf(err) == codeNoMessage {
		return nil
	}
	return err
}

// followUp shows one more message to an interaction and returns its ID. It is
// not certain to be shown once only: Discord knows no nonce here, so that it is
// not made again when it is unclear what became of it.
func (r *rest) followUp(ctx context.Context, h hookRef, m message) (string, error) {
	var made struct {
		ID string `json:"id"`
	}
	err := r.do(ctx, call{name: "follow up", resource: h.token, method: http.MethodPost,
		path: "/webhooks/" + h.app + "/" + h.token, body: m.payload(true), files: m.Files, hook: true}, &made)
	return made.ID, err
}

// A created is a message as it is made in a channel.
type created struct {
	payload
	Nonce   string `json:"nonce"`
	Enforce bool   `json:"enforce_nonce"`
}

// routeOfCreate is the name of the calls that post a message in a channel.
const routeOfCreate = "create message"

// createMessage posts a message in a channel and returns its ID. The nonce has
// 25 characters at most; the same one within some minutes returns the message
// that was posted first and posts none.
func (r *rest) createMessage(ctx context.Context, channel string, m message, nonce string, draft bool) (string, error) {
	var made struct {
		ID string `json:"id"`
	}
	err := r.do(ctx, call{name: routeOfCreate, resource: channel, method: http.MethodPost,
		path: "/channels/" + channel + "/messages", body: created{m.payload(true), nonce, true}, files: m.Files, again: true, draft: draft}, &made)
	return made.ID, err
}

// editMessage changes a message of the bot in a channel.
func (r *rest) editMessage(ctx context.Context, channel, id string, m message, draft bool) error {
	return r.do(ctx, call{name: "edit message", resource: channel, method: http.MethodPatch,
		path: "/channels/" + channel + "/messages/" + id, body: m.payload(false), files: m.Files, again: true, draft: draft}, nil)
}

// createOnce is one attempt to create a message, whatever comes of it: the body
// holds its nonce. No byte of it leaves after the deadline.
func (r *rest) createOnce(ctx context.Context, channel string, body any, until intake.Deadline) (string, error) {
	var began atomic.Bool // as long as nothing of the body is read, nothing of it has left
	c := call{name: routeOfCreate, resource: channel, method: http.MethodPost,
		path: "/channels/" + channel + "/messages", body: body, limit: ownLimit, until: &until, began: &began}
	kind, text, err := encode(c.body, nil)
	if err != nil {
		return "", fmt.Errorf("%s: %w", c.name, err)
	}
	var made struct {
		ID string `json:"id"`
	}
	err = r.once(ctx, c, kind, text, &made)
	switch {
	case err == nil && made.ID == "":
		return "", errors.New("the answer names no message")
	case err != nil && !began.Load() && unclear(err):
		return "", notBegun{err}
	}
	return made.ID, err
}

// editOnce is one attempt to change a message of the bot, whatever comes of it.
// No byte of it leaves after the deadline.
func (r *rest) editOnce(ctx context.Context, channel, id string, form json.RawMessage, until intake.Deadline) error {
	var began atomic.Bool
	c := call{name: "edit message", resource: channel, method: http.MethodPatch,
		path: "/channels/" + channel + "/messages/" + id, body: form, limit: ownLimit, until: &until, began: &began}
	kind, text, err := encode(c.body, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	if err = r.once(ctx, c, kind, text, nil); err != nil && !began.Load() && unclear(err) {
		return notBegun{err}
	}
	return err
}

// ownLimit leaves the time that a call may take to its context.
const ownLimit = time.Minute

// editRaw changes a message of the bot into a payload in Discord's form.
func (r *rest) editRaw(ctx context.Context, channel, id string, form json.RawMessage, draft bool) error {
	return r.do(ctx, call{name: "edit message", resource: channel, method: http.MethodPatch,
		path: "/channels/" + channel + "/messages/" + id, body: form, again: true, draft: draft}, nil)
}

// self returns the ID of the bot's own user.
func (r *rest) self(ctx context.Context) (string, error) {
	var out struct {
		ID string `json:"id"`
	}
	err := r.do(ctx, call{name: "get self", method: http.MethodGet, path: "/users/@me", again: true}, &out)
	return out.ID, err
}

// getMessages returns the messages of a channel after one, the newest first, at
// most 100. Of more, they are those that follow it closest.
func (r *rest) getMessages(ctx context.Context, channel, after string, limit int) ([]listing, error) {
	var out []listing
	err := r.do(ctx, call{name: "get messages", resource: channel, method: http.MethodGet, again: true,
		path: fmt.Sprintf("/channels/%s/messages?after=%s&limit=%d", channel, after, limit)}, &out)
	return out, err
}

// createThread starts a thread at a message and returns its ID. A message has
// one thread at most, so that it is not made again when it is unclear what
// became of it.
func (r *rest) createThread(ctx context.Context, channel, id, name string) (string, error) {
	var made struct {
		ID string `json:"id"`
	}
	err := r.do(ctx, call{name: "create thread", resource: channel, method: http.MethodPost,
		path: "/channels/" + channel + "/messages/" + id + "/threads", body: map[string]string{"name": name}}, &made)
	return made.ID, err
}

// createDM returns the ID of a person's conversation with the bot.
func (r *rest) createDM(ctx context.Context, user string) (string, error) {
	var made struct {
		ID string `json:"id"`
	}
	err := r.do(ctx, call{name: "open conversation", method: http.MethodPost, path: "/users/@me/channels",
		body: map[string]string{"recipient_id": user}, again: true}, &made)
	return made.ID, err
}

// getGuild returns a server that the bot is in.
func (r *rest) getGuild(ctx context.Context, id string) (*discordgo.Guild, error) {
	out := &discordgo.Guild{}
	err := r.do(ctx, call{name: "get server", resource: id, method: http.MethodGet, path: "/guilds/" + id, again: true}, out)
	return out, err
}

// getGuilds returns the servers that the bot is in, at most 200, by ID, name and
// features alone.
func (r *rest) getGuilds(ctx context.Context) ([]*discordgo.UserGuild, error) {
	var out []*discordgo.UserGuild
	err := r.do(ctx, call{name: "get servers", method: http.MethodGet, path: "/users/@me/guilds?limit=200", again: true}, &out)
	return out, err
}

// getRoles returns the roles of a server.
func (r *rest) getRoles(ctx context.Context, guild string) ([]*discordgo.Role, error) {
	var out []*discordgo.Role
	err := r.do(ctx, call{name: "get roles", resource: guild, method: http.MethodGet, path: "/guilds/" + guild + "/roles", again: true}, &out)
	return out, err
}

// getChannels returns the channels of a server that the bot can see, but not its
// threads.
func (r *rest) getChannels(ctx context.Context, guild string) ([]*discordgo.Channel, error) {
	var out []*discordgo.Channel
	err := r.do(ctx, call{name: "get channels", resource: guild, method: http.MethodGet, path: "/guilds/" + guild + "/channels", again: true}, &out)
	return out, err
}

// getMember returns a member of a server; the error has the code 10007 for who
// is none.
func (r *rest) getMember(ctx context.Context, guild, user string) (*discordgo.Member, error) {
	out := &discordgo.Member{}
	err := r.do(ctx, call{name: "get member", resource: guild, method: http.MethodGet, path: "/guilds/" + guild + "/members/" + user, again: true}, out)
	return out, err
}

// getChannel returns a channel that the bot can see.
func (r *rest) getChannel(ctx context.Context, id string) (*discordgo.Channel, error) {
	out := &discordgo.Channel{}
	err := r.do(ctx, call{name: "get channel", resource: id, method: http.MethodGet, path: "/channels/" + id, again: true}, out)
	return out, err
}

// An application is what Discord says about the bot's own; the library knows
// less of it.
type application struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	VerifyKey string `json:"verify_key"`
	Public    *bool  `json:"bot_public"`
	Endpoint  string `json:"interactions_endpoint_url"` // empty when interactions come by the gateway
	Owner     struct {
		ID string `json:"id"`
	} `json:"owner"`
	Team *struct {
		Owner string `json:"owner_user_id"`
	} `json:"team"`
}

// closed reports whether nobody but its owner may invite the bot. Where Discord
// does not say, anybody may.
func (a application) closed() bool { return a.Public != nil && !*a.Public }

// owner returns who owns the application: of a team, the one who made it.
func (a application) owner() string {
	if a.Team != nil {
		return a.Team.Owner
	}
	return a.Owner.ID
}

// application returns the bot's own.
func (r *rest) application(ctx context.Context) (application, error) {
	var out application
	err := r.do(ctx, call{name: "get application", method: http.MethodGet, path: "/applications/@me", again: true}, &out)
	return out, err
}

// commands returns the commands that Discord knows of the application, as it
// writes them.
func (r *rest) commands(ctx context.Context, app string) ([]json.RawMessage, error) {
	var out []json.RawMessage
	err := r.do(ctx, call{name: "get commands", resource: app, method: http.MethodGet, again: true,
		path: "/applications/" + app + "/commands?with_localizations=true"}, &out)
	return out, err
}

// putCommands replaces all commands of the application.
func (r *rest) putCommands(ctx context.Context, app string, all []command) error {
	return r.do(ctx, call{name: "put commands", resource: app, method: http.MethodPut, again: true,
		path: "/applications/" + app + "/commands", body: all}, nil)
}

// gatewayBot returns where the gateway is and how many sessions may be opened.
func (r *rest) gatewayBot(ctx context.Context) (*discordgo.GatewayBotResponse, error) {
	out := &discordgo.GatewayBotResponse{}
	err := r.do(ctx, call{name: "get gateway", method: http.MethodGet, path: "/gateway/bot", again: true}, out)
	return out, err
}

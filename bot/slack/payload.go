package slack

import (
	"cmp"
	"strings"

	"github.com/slack-go/slack"
)

// The payloads below hold the parts of Slack's that are used, and no more: a
// part that nobody reads cannot make a payload unreadable.

// A commandPayload is a slash command as it was typed.
type commandPayload struct {
	Command     string `json:"command"`
	Text        string `json:"text"`
	Team        string `json:"team_id"`
	Enterprise  string `json:"enterprise_id"`
	Channel     string `json:"channel_id"`
	User        string `json:"user_id"`
	Name        string `json:"user_name"`
	ResponseURL string `json:"response_url"`
	Trigger     string `json:"trigger_id"`
}

func (c commandPayload) origin() origin {
	return origin{team: cmp.Or(c.Team, c.Enterprise), enterprise: c.Enterprise, user: c.User, channel: c.Channel,
		responseURL: c.ResponseURL, trigger: c.Trigger}
}

type identified struct {
	ID   string `json:"id"`
	Team string `json:"team_id"`
}

// An actionPayload is a press of a button, a shortcut, what is typed into a
// select, or a view that was sent.
type actionPayload struct {
	Type        string          `json:"type"`
	Callback    string          `json:"callback_id"`
	Trigger     string          `json:"trigger_id"`
	ResponseURL string          `json:"response_url"`
	Team        *identified     `json:"team"`
	Enterprise  *identified     `json:"enterprise"`
	User        identified      `json:"user"`
	Channel     identified      `json:"channel"`
	Message     *messagePayload `json:"message"`
	Container   struct {
		Message   string `json:"message_ts"`
		Channel   string `json:"channel_id"`
		Thread    string `json:"thread_ts"`
		Ephemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []pressPayload `json:"actions"`
	View    *viewPayload   `json:"view"`
	Action  string         `json:"action_id"` // of the select that is typed into
	Block   string         `json:"block_id"`
	Value   string         `json:"value"`
}

// A pressPayload is one element that was used, or the state of one.
type pressPayload struct {
	Action   string    `json:"action_id"`
	Block    string    `json:"block_id"`
	Type     string    `json:"type"`
	Text     shownText `json:"text"` // on a button
	Value    string    `json:"value"`
	Selected *picked   `json:"selected_option"`
	Several  []picked  `json:"selected_options"`
	Date     string    `json:"selected_date"`
	Files    []fileOf  `json:"files"`
}

type shownText struct {
	Text string `json:"text"`
}

type picked struct {
	Value string `json:"value"`
}

// text returns what was typed or chosen, "" for nothing.
func (e pressPayload) text() string {
	switch {
	case e.Selected != nil:
		return e.Selected.Value
	case len(e.Several) > 0:
		values := make([]string, len(e.Several))
		for i, p := range e.Several {
			values[i] = p.Value
		}
		return strings.Join(values, ", ")
	}
	return cmp.Or(e.Date, e.Value)
}

// A viewPayload is a modal or the App Home.
type viewPayload struct {
	ID       string `json:"id"`
	Type     string `json:"type"`
	Callback string `json:"callback_id"`
	Metadata string `json:"private_metadata"`
	Hash     string `json:"hash"`
	State    struct {
		Values map[string]map[string]pressPayload `json:"values"`
	} `json:"state"`
}

// slack returns the view in the library's form, with what was filled in.
func (v viewPayload) slack() slack.View {
	values := map[string]map[string]slack.BlockAction{}
	for block, fields := range v.State.Values {
		values[block] = map[string]slack.BlockAction{}
		for id, f := range fields {
			values[block][id] = slack.BlockAction{Value: f.text()}
		}
	}
	return slack.View{ID: v.ID, CallbackID: v.Callback, State: &slack.ViewState{Values: values}}
}

// files returns what was attached to the form of a verb.
func (v viewPayload) files(verb string) []fileOf {
	for _, f := range v.State.Values[blockID(verb, filesOption)] {
		return f.Files
	}
	return nil
}

func (a actionPayload) origin() origin {
	o := origin{user: a.User.ID, trigger: a.Trigger, responseURL: a.ResponseURL,
		channel: cmp.Or(a.Channel.ID, a.Container.Channel), thread: a.Container.Thread,
		message: a.Container.Message, ephemeral: a.Container.Ephemeral}
	if a.Enterprise != nil {
		o.enterprise = a.Enterprise.ID
	}
	if a.Team != nil {
		o.team = a.Team.ID
	}
	o.team = cmp.Or(o.team, a.User.Team, o.enterprise)
	if a.Message != nil {
		o.thread = cmp.Or(o.thread, a.Message.Thread)
		o.message = cmp.Or(o.message, a.Message.TS)
	}
	return o
}

// A messagePayload is what somebody wrote.
type messagePayload struct {
	Type        string   `json:"type"`
	Subtype     string   `json:"subtype"`
	User        string   `json:"user"`
	Bot         string   `json:"bot_id"`
	Text        string   `json:"text"`
	TS          string   `json:"ts"`
	Thread      string   `json:"thread_ts"`
	Channel     string   `json:"channel"`
	ChannelType string   `json:"channel_type"`
	Tab         string   `json:"tab"` // of an App Home that was opened
	Hidden      bool     `json:"hidden"`
	Files       []fileOf `json:"files"`
}

// A fileOf is a file as a message or a form names it.
type fileOf struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Size     int64  `json:"size"`
	Mode     string `json:"mode"`
	Access   string `json:"file_access"`
	External bool   `json:"is_external"`
	Private  string `json:"url_private"`
	Download string `json:"url_private_download"`
}

// An eventPayload is an event in its wrapper.
type eventPayload struct {
	Team       string         `json:"team_id"`
	Enterprise string         `json:"enterprise_id"`
	Shared     bool           `json:"is_ext_shared_channel"`
	Event      messagePayload `json:"event"`
	Authorised []struct {
		User string `json:"user_id"`
		Bot  bool   `json:"is_bot"`
	} `json:"authorizations"`
}

func (e eventPayload) origin() origin {
	return origin{team: cmp.Or(e.Team, e.Enterprise), enterprise: e.Enterprise, user: e.Event.User,
		channel: e.Event.Channel, external: e.Shared}
}

// bot returns the user ID of the app's bot, or "" when the event does not say.
func (e eventPayload) bot() string {
	for _, a := range e.Authorised {
		if a.Bot {
			return a.User
		}
	}
	return ""
}

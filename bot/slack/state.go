package slack

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/slack-go/slack"

	"attache/bot/intake"
)

// state is what the doors remember between two inbounds. Nothing in it is lost
// with the process that matters: a button carries its invocation in its value
// or under a key of the shelf, a modal its origin in its private metadata, and the rest is asked of Slack
// again.
type state struct {
	homes    *intake.Lookup[home] // of the token; its only ID is empty
	members  *intake.Lookup[member]
	groups   *intake.Lookup[map[string]bool]
	channels *intake.Lookup[channel]
	joined   *intake.Lookup[map[string]slack.Channel] // that the app is in; its only ID is empty
	directs  *intake.Lookup[string]
	brake    *brake
	presses  *intake.Presses
	texts    *intake.Texts
	key      []byte // seals memos; the same after a restart
}

// newState returns the state of a platform whose settings and client are set.
func newState(p *Platform) *state {
	mac := hmac.New(sha256.New, []byte(p.cfg.BotToken))
	mac.Write([]byte("seal of memos"))
	return &state{
		homes:    intake.NewLookup(aDay, aDay, p.askHome),
		members:  intake.NewLookup(intake.FreshFor, staleFor, p.askMember),
		groups:   intake.NewLookup(intake.FreshFor, 0, p.askGroup),
		channels: intake.NewLookup(intake.FreshFor, staleFor, p.askChannel),
		joined:   intake.NewLookup(intake.FreshFor, 0, p.askJoined),
		directs:  intake.NewLookup(aDay, aDay, p.askDirect),
		brake:    newBrake(p.cfg.PostsPerMinute),
		presses:  intake.NewPresses(),
		texts:    intake.NewTexts(p.cfg.Shelf, p.log),
		key:      mac.Sum(nil),
	}
}

// A memo is what a modal remembers of the inbound that opened it. It travels in
// the modal's private metadata.
type memo struct {
	Team    string `json:"team"`
	User    string `json:"user"`
	Channel string `json:"channel,omitempty"`
	Thread  string `json:"thread,omitempty"`
	URL     string `json:"url,omitempty"`
	// Verb and Values are what the form of a verb brings along unseen.
	Verb   string            `json:"verb,omitempty"`
	Values map[string]string `json:"values,omitempty"`
}

// seal returns the memo as text, with a code that only this app can make.
func (s *state) seal(m memo) string {
	text, err := json.Marshal(m)
	if err != nil {
		panic("slack: a memo cannot be encoded: " + err.Error())
	}
	body := base64.RawURLEncoding.EncodeToString(text)
	if sealed := body + "." + s.code(body); len(sealed) <= maxMetadata {
		return sealed
	}
	if m.URL == "" && m.Thread == "" {
		m.Verb, m.Values = "", nil // a client made them up: nothing that is carried is that long
	}
	m.URL, m.Thread = "", "" // a memo too long for Slack keeps what says where it came from
	return s.seal(m)
}

// unseal reads a memo that was sealed for the same person. It reports false for
// one that was not.
func (s *state) unseal(text string, o origin) (memo, bool) {
	body, code, _ := strings.Cut(text, ".")
	if !hmac.Equal([]byte(code), []byte(s.code(body))) {
		return memo{}, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil {
		return memo{}, false
	}
	var m memo
	if json.Unmarshal(raw, &m) != nil || m.User != o.user || m.Team != o.team {
		return memo{}, false
	}
	return m, true
}

func (s *state) code(body string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(body))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// welcomed asks Slack about whoever and wherever an inbound comes from, so that
// what is typed next can be completed from memory.
func (p *Platform) welcomed(ctx context.Context, o origin) (person, error) {
	who, err := p.person(ctx, o)
	if err != nil {
		return person{}, err
	}
	_, err = p.place(ctx, o, who)
	return who, err
}

package slack

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"attache/commands"
)

// What a button does, as the first part of its action_id. The second is a
// number that sets it apart in its message; of a page's button it is the page.
const (
	actionRun     = "run"     // its value is run as if it had been typed
	actionPage    = "page"    // the invocation in its value is answered again and another page shown
	actionShare   = "share"   // the invocation in its value is answered again, for the channel to see
	actionProblem = "problem" // the reader reports a problem with the answer to the invocation in its value
	actionOpen    = "open"    // the form of the invocation in its value is opened, filled in with it
)

// keyMark begins the value of a button whose text is kept under a key.
const keyMark = "!"

// value returns what a button carries for a text: the text, or the key under
// which one is kept that is too long; empty when it can do neither.
func (o renderOpts) value(text string) string {
	switch {
	case text == "" || strings.HasPrefix(text, keyMark):
		return ""
	case units(text) <= maxButtonValue:
		return text
	case o.Keep == nil:
		return ""
	}
	if key := o.Keep(text); key != "" {
		return keyMark + key
	}
	return ""
}

// keeping returns the function by which the buttons of a message have their
// texts kept.
func (p *Platform) keeping(ctx context.Context) func(text string) string {
	return func(text string) string { return p.state.texts.Keep(ctx, text) }
}

// carried returns the text that a button stands for, or false when it is gone.
func (p *Platform) carried(ctx context.Context, value string) (string, bool) {
	key, kept := strings.CutPrefix(value, keyMark)
	if !kept {
		return value, value != ""
	}
	return p.state.texts.Kept(ctx, key)
}

func actionID(kind string, n int) string { return kind + "." + strconv.Itoa(n) }

// actionOf returns what an action_id says, or false when it is none of a button.
func actionOf(id string) (kind string, n int, ok bool) {
	kind, number, found := strings.Cut(id, ".")
	n, err := strconv.Atoi(number)
	switch kind {
	case actionRun, actionPage, actionShare, actionProblem, actionOpen:
		return kind, n, found && err == nil
	}
	return "", 0, false
}

// A button is one button of a message. Its value is never shown.
type button struct {
	id      string
	label   inert
	value   string
	text    string // what can be typed in its place; empty when nothing can
	confirm inert  // asked first; empty when nothing is
}

// maxButtonsText is what all buttons of a message may take of its text.
const maxButtonsText = 1800

const (
	confirmTitle = "Please confirm"
	confirmDeny  = "Cancel"
)

// cost returns the text that a button takes.
func (b button) cost() int {
	text := b.label.size()
	if !b.confirm.empty() {
		text += len(confirmTitle) + b.confirm.size() + b.label.size() + len(confirmDeny)
	}
	return text
}

// buttonsOf returns the buttons of a page: the passages that it shows, what the
// reply offers, the other pages, Share and Report. What is too long for a
// button, or one too many, is left out.
func buttonsOf(reply commands.Reply, opts renderOpts, p *page) []button {
	var last []button
	asked := opts.value(opts.Asked)
	add := func(kind string, n int, label string) {
		last = append(last, button{id: actionID(kind, n), label: inertOf(label), value: asked})
	}
	if asked != "" {
		if p.number > 1 {
			add(actionPage, p.number-1, "Previous page")
		}
		if p.number < p.of {
			add(actionPage, p.number+1, "Next page")
		}
		if reply.Error == nil && len(reply.Citations) > 0 {
			if reply.Private && !opts.Public && !opts.NoShare {
				add(actionShare, 0, "Share")
			}
			add(actionProblem, 0, "Report")
		}
	}
	room, text := maxActions-len(last), maxButtonsText
	for _, b := range last {
		text -= b.cost()
	}
	var out []button
	for i, a := range offered(reply, p) {
		b := button{id: actionID(actionRun, i), label: inertOf(a.Label).shortened(maxButtonLabel), value: opts.value(a.Text),
			text: a.Typed(), confirm: inertOf(a.Confirm).shortened(maxConfirmText)}
		switch {
		case a.Label == askLabel && a.Text == howToAsk():
			b.id, b.value, b.text = actionID(actionOpen, i), "ask", ""
		case a.Form:
			b.id, b.confirm = actionID(actionOpen, i), inert{}
		}
		if len(out) == room || b.label.empty() || b.value == "" || b.cost() > text {
			continue
		}
		text -= b.cost()
		out = append(out, b)
	}
	return append(out, last...)
}

// askLabel is on the button of a reply that explains how to ask. Where there are
// forms it opens one.
const askLabel = "Ask"

func howToAsk() string {
	return commands.Invocation{Verb: "help", Values: map[string]string{"verb": "ask"}}.String()
}

// mostPassages is how many passages of a page have a button.
const mostPassages = 8

// offered returns the actions of a page. The buttons of passages bear a number;
// a further page has those of the passages that it shows.
func offered(reply commands.Reply, p *page) []commands.Action {
	if p.number == 1 {
		return reply.Actions
	}
	var out, rest []commands.Action
	for _, a := range reply.Actions {
		if strings.Trim(a.Label, "0123456789") != "" {
			rest = append(rest, a)
		}
	}
	if len(rest) == len(reply.Actions) {
		return rest
	}
	for _, c := range reply.Citations {
		for _, n := range p.cites {
			if c.N == n && len(out) < mostPassages {
				out = append(out, commands.Action{Label: strconv.Itoa(n), Text: "cite ref:" + c.Ref.String()})
			}
		}
	}
	return append(out, rest...)
}

// buttonsBlock returns the buttons as a block, or nil without any.
func buttonsBlock(buttons []button) slack.Block {
	if len(buttons) == 0 {
		return nil
	}
	var elements []slack.BlockElement
	for _, b := range buttons {
		elements = append(elements, b.element())
	}
	return slack.NewActionBlock("", elements...)
}

func (b button) element() *slack.ButtonBlockElement {
	e := slack.NewButtonBlockElement(b.id, b.value, b.label.object())
	if strings.Trim(b.label.escaped, "0123456789") == "" {
		// A number alone says nothing to somebody who hears it.
		e.AccessibilityLabel = fmt.Sprintf("Passage %s", b.label.escaped)
	}
	if b.confirm.empty() {
		return e
	}
	ask := slack.NewConfirmationBlockObject(inertOf(confirmTitle).object(), b.confirm.object(), b.label.object(), inertOf(confirmDeny).object())
	ask.Style = slack.StyleDanger
	return e.WithStyle(slack.StyleDanger).WithConfirm(ask)
}

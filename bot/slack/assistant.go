package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"attache/briefings"
	"attache/commands"
)

// directMessage returns the work for a message in the app's own conversation
// with a person. The reply goes into the thread that the message begins or
// stands in.
func (p *Platform) directMessage(e eventPayload, in inbound) func(context.Context) {
	m := e.Event
	if e.fromBot() || m.ChannelType != "im" || m.Subtype != "" && m.Subtype != "file_share" {
		return nil
	}
	o := e.origin()
	o.message, o.thread = m.TS, cmp.Or(m.Thread, m.TS)
	return p.said(o, e, in)
}

// homeOpened returns the work for a look at the app: its Home is drawn anew, and
// its conversation is offered what may be asked.
func (p *Platform) homeOpened(e eventPayload) func(context.Context) {
	if e.Event.User == "" {
		return nil
	}
	o := e.origin()
	o.channel = "" // Home belongs to the person, whatever the event names
	if e.Event.Tab == "messages" {
		return func(ctx context.Context) { p.prompt(ctx, o, e.Event.Channel) }
	}
	return func(ctx context.Context) { p.publishHome(ctx, o) }
}

// mostPrompts is how many prompts Slack shows.
const mostPrompts = 4

// A prompt is what a press in the app's conversation asks.
type prompt struct{ title, message string }

// prompts returns what the app's conversation offers to everybody.
func prompts() []prompt {
	return []prompt{
		{"What is new?", "latest"},
		{"What is covered?", "topics"},
		{"Who is advised to do what?", "recs"},
		{"What can I ask?", "help"},
	}
}

// prompt offers what may be asked, about the newest briefing first. Without one
// the prompts of the manifest stand.
func (p *Platform) prompt(ctx context.Context, o origin, channel string) {
	who, err := p.person(ctx, o)
	if err != nil || channel == "" {
		return
	}
	place, err := p.place(ctx, o, who)
	if err != nil {
		return
	}
	fresh := p.dir.Complete(ctx, commands.CompletesBriefing, "", place, 1)
	if len(fresh) == 0 {
		return
	}
	params := slack.AssistantThreadsSetSuggestedPromptsParameters{ChannelID: channel, Title: "Try one of these"}
	title := briefings.Shorten(commands.Clean(cmp.Or(fresh[0].Label, fresh[0].Value)), 60)
	text := commands.Invocation{Verb: "summary", Values: map[string]string{"of": fresh[0].Value}}.String()
	params.AddPrompt("Sum up "+title, text)
	for _, pr := range prompts()[:mostPrompts-1] {
		params.AddPrompt(pr.title, pr.message)
	}
	err = p.call(ctx, "assistant.threads.setSuggestedPrompts", func(ctx context.Context) error {
		return p.api.SetAssistantThreadsSuggestedPromptsContext(ctx, params)
	})
	if err != nil {
		p.log.Debug("slack took no prompts", "error", err)
	}
}

// publishHome draws a person's App Home.
func (p *Platform) publishHome(ctx context.Context, o origin) {
	view, err := p.home(ctx, o)
	if err != nil {
		return
	}
	err = p.call(ctx, "views.publish", func(ctx context.Context) error {
		_, err := p.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: o.user, View: view})
		return err
	})
	if err != nil {
		p.lost(fmt.Errorf("app home: %w", err))
	}
}

// home returns a person's App Home. The error is a silence.
func (p *Platform) home(ctx context.Context, o origin) (slack.HomeTabViewRequest, error) {
	who, err := p.person(ctx, o)
	var quiet silence
	if errors.As(err, &quiet) {
		return slack.HomeTabViewRequest{}, err
	}
	if err != nil {
		return slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "home", Blocks: slack.Blocks{BlockSet: []slack.Block{textBlock(sentence(err))}}}, nil
	}
	place := p.placeOf(o, channel{direct: true}, who)
	opts := homeOpts{Fresh: p.dir.New(ctx, place), Admin: who.Role.AtLeast(briefings.Editor)}
	opts.Watches = p.answer(ctx, commands.Request{Text: "watch list", Person: who.Person, Place: place, At: time.Now()})
	if who.Role.AtLeast(briefings.Owner) {
		opts.Steps = p.steps(len(opts.Fresh) > 0)
	}
	return homeView(opts), nil
}

// steps returns the set-up checklist.
func (p *Platform) steps(published bool) []homeStep {
	now := p.Health()
	return []homeStep{
		{Done: now.Connected && !now.Stopped, Text: "Slack reaches Attaché", How: now.Text},
		{Done: len(p.cfg.Owners) > 0, Text: "an owner is named", How: "set slack.owners to user IDs"},
		{Done: len(p.cfg.Roles) > 0, Text: "user groups give roles", How: "set slack.roles to user group IDs and roles"},
		{Done: published, Text: "a briefing is published", How: "import a document and publish its draft"},
	}
}

package slack

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// An origin is who did something, where, and by what their reply can reach
// them. It is Slack's word, but for what a modal remembers, which is sealed.
type origin struct {
	team, enterprise string
	user             string
	channel          string // empty is the person's own conversation with the app
	thread           string // the message under which the reply belongs
	message          string // the message whose button was pressed
	responseURL      string
	trigger          string
	ephemeral        bool // the message whose button was pressed is seen by the person alone
	external         bool // Slack says that the channel is shared with another organisation
	open             bool // it was asked where everybody in the channel could see it
}

// An ask is something a person wants answered.
type ask struct {
	origin
	text    string
	files   []fileOf
	given   []commands.File // texts that are no files of Slack's
	at      time.Time
	page    int  // of the reply, from 1; 0 is the first
	share   bool // the channel is to see the reply
	replace bool // the reply takes the place of the message whose button was pressed
}

// request returns the request that an ask makes, after Slack has said who asks
// and where. The error is the sentence for the asker, or a silence.
func (p *Platform) request(ctx context.Context, a ask) (commands.Request, person, error) {
	who, err := p.person(ctx, a.origin)
	if err != nil {
		return commands.Request{}, who, err
	}
	place, err := p.place(ctx, a.origin, who)
	if err != nil {
		return commands.Request{}, who, err
	}
	if need := intake.Needed(a.text); who.doubt && !intake.Perhaps(p.dir, who.Person).AtLeast(need) {
		return commands.Request{}, who, briefings.Errorf(briefings.Conflict, "Slack did not say just now whether you have the role %s; try again in a moment.", need)
	}
	files, err := p.filesOf(ctx, a, who)
	if err != nil {
		return commands.Request{}, who, err
	}
	return commands.Request{Text: a.text, Person: who.Person, Place: place, At: a.at, Files: files}, who, nil
}

// filesOf returns the files that belong to an ask. They are fetched only for
// who may bring them, and only when the verb takes any.
func (p *Platform) filesOf(ctx context.Context, a ask, who person) ([]commands.File, error) {
	r, ok := intake.RowAsked(a.text)
	if len(a.files) == 0 || !ok || !r.Files {
		return a.given, nil
	}
	if !intake.Perhaps(p.dir, who.Person).AtLeast(r.Role) {
		return nil, intake.MayNot(r, who.Role)
	}
	return p.fetch(ctx, a.files)
}

// serve answers an ask and shows the reply where it belongs.
func (p *Platform) serve(ctx context.Context, a ask) {
	request, who, err := p.request(ctx, a)
	if err != nil {
		p.tell(ctx, a, err)
		return
	}
	still := p.waiting(ctx, a)
	reply := p.answer(ctx, request)
	a.replace = still() || a.replace && reply.Error == nil
	p.deliver(ctx, a, request, who, reply)
}

// deliver shows a reply: to the asker alone, or to the channel when it was asked
// in the open or is to be shared.
func (p *Platform) deliver(ctx context.Context, a ask, request commands.Request, who person, reply commands.Reply) {
	direct := request.Place.Channel == ""
	at := spot{channel: a.channel, thread: a.thread, user: a.user, url: a.responseURL, message: a.message, direct: direct, replace: a.replace}
	if direct && a.message != "" && !a.replace {
		at.url = "" // what stands in a conversation lasts longer than what answers a press
	}
	opts := renderOpts{Asked: intake.AskedOf(request.Text), Page: a.page, NoShare: direct, Keep: p.keeping(ctx)}
	at.posted = p.remembering(ctx, request, reply, a.thread)
	if reply.Error != nil {
		opts.Asked = ""
		reply = intake.OpensForm(intake.KeepText(reply, a.text), a.text)
	}
	switch shown := reply.Error == nil; {
	case shown && !direct && (a.share || !reply.Private):
		p.share(ctx, at, reply, opts, who.Name, a)
		return
	case shown && !direct && a.open && intake.InTheOpen(reply):
		at.open, opts.Public = true, true
	case a.open && a.thread == a.message:
		at.thread = "" // a thread that nobody has answered in yet hides what is for one person
	}
	p.showAll(ctx, at, reply, opts)
}

// remembering returns what has an open message remembered: the first of a reply,
// which the others follow. It is nil when nobody wants to.
func (p *Platform) remembering(ctx context.Context, request commands.Request, reply commands.Reply, thread string) func(ts string) {
	if p.cfg.Posted == nil {
		return nil
	}
	done := false
	return func(ts string) {
		if !done {
			p.cfg.Posted(context.WithoutCancel(ctx), intake.PostingOf(request, reply, ts, thread))
		}
		done = true
	}
}

// share posts a clean copy of a reply in the channel, says who shared it, and
// takes the button away that did it unless it failed.
func (p *Platform) share(ctx context.Context, at spot, reply commands.Reply, opts renderOpts, name string, a ask) {
	opts.Asked = intake.Unshared(opts.Asked)
	copied := reply
	copied.Private, copied.Actions = false, nil
	for _, act := range reply.Actions {
		if strings.Trim(act.Label, "0123456789") == "" {
			copied.Actions = append(copied.Actions, act)
		}
	}
	at.replace, reply.Private = true, true
	if a.ephemeral {
		// The button goes first: a response address answers for the message that
		// was last shown by it.
		once := opts
		once.NoShare = true
		if err := p.respond(ctx, at, render(reply, once)); err != nil {
			p.log.Debug("slack left a button as it was", "error", err)
		}
	}
	open := at
	open.open, open.replace = true, false
	shown := renderOpts{Asked: opts.Asked, SharedBy: name, Public: true, NoShare: true, Keep: opts.Keep}
	if err := p.show(ctx, open, render(copied, shown)); err != nil {
		p.lost(err)
		if a.ephemeral {
			p.respond(ctx, at, render(reply, opts))
		}
		p.tell(ctx, a, briefings.Errorf(briefings.Conflict, "The answer could not be posted in this channel; invite Attaché with /invite and share again."))
	}
}

// showAll shows a reply with all that follows its first message.
func (p *Platform) showAll(ctx context.Context, at spot, reply commands.Reply, opts renderOpts) {
	m := render(reply, opts)
	for _, part := range append([]message{m}, m.More...) {
		if err := p.show(ctx, at, part); err != nil {
			p.lost(err)
			return
		}
		at.replace = false
	}
}

// lost notes that somebody did not see what they should have seen.
func (p *Platform) lost(err error) {
	if !errors.Is(err, context.Canceled) {
		p.log.Error("slack did not show a reply", "error", err)
	}
}

// tell shows the asker alone why there is no answer, and what they had written.
func (p *Platform) tell(ctx context.Context, a ask, err error) {
	var quiet silence
	if errors.As(err, &quiet) {
		p.log.Debug("slack inbound left alone", "reason", quiet.why)
		return
	}
	var told *briefings.Error
	if !errors.As(err, &told) {
		p.log.Error("slack request failed", "error", err)
		told = briefings.Errorf("internal", "%s", broke)
	}
	at := spot{channel: a.channel, thread: a.thread, user: a.user, url: a.responseURL, direct: a.channel == ""}
	if a.open && a.thread == a.message {
		at.thread = ""
	}
	p.showAll(ctx, at, intake.KeepText(commands.Reply{Private: true, Error: told}, a.text), renderOpts{NoShare: true})
}

// placeholderAfter is how long an answer may take before the asker is told that
// it is being looked for.
const placeholderAfter = 1500 * time.Millisecond

// waiting shows the asker that an answer is being looked for, if it takes long.
// What it returns has to be called when the answer is there: it reports whether
// the answer is to take the place of that note.
func (p *Platform) waiting(ctx context.Context, a ask) func() bool {
	var note func() bool
	switch {
	case a.responseURL != "" && !a.replace && a.message == "":
		at := spot{channel: a.channel, thread: a.thread, user: a.user, url: a.responseURL}
		note = func() bool {
			return p.respond(ctx, at, message{Text: "Still looking; the answer will stand here."}) == nil
		}
	case a.responseURL == "" && a.thread != "" && a.message != "":
		note = func() bool { return p.status(ctx, a, "is looking it up…") }
	default:
		return func() bool { return false }
	}
	shown := make(chan bool, 1)
	stop := make(chan struct{})
	go func() {
		timer := time.NewTimer(placeholderAfter)
		defer timer.Stop()
		select {
		case <-stop:
			shown <- false
		case <-timer.C:
			shown <- note()
		}
	}()
	return func() bool {
		close(stop)
		noted := <-shown
		if a.responseURL == "" {
			// A thread's status goes by itself only when everybody sees the answer.
			if noted {
				p.status(ctx, a, "")
			}
			return false
		}
		return noted
	}
}

// status shows in a thread what the app is doing, or nothing any more, and
// reports whether that worked.
func (p *Platform) status(ctx context.Context, a ask, text string) bool {
	err := p.call(ctx, "assistant.threads.setStatus", func(ctx context.Context) error {
		return p.api.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{ChannelID: a.channel, ThreadTS: a.thread, Status: text})
	})
	if err != nil {
		p.log.Debug("slack shows no status", "error", err)
	}
	return err == nil
}

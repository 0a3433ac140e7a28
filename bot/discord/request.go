package discord

import (
	"context"
	"errors"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// An ask is something a person wants answered.
type ask struct {
	interaction
	text    string
	files   []attachmentPayload
	given   []commands.File // texts that are no files of Discord's
	page    int             // of the reply, from 1; 0 is the first
	share   bool            // the channel is to see the reply
	replace bool            // the reply takes the place of the message whose component was used
}

// request returns the request that an ask makes. The error is the sentence for
// the asker.
func (p *Platform) request(ctx context.Context, a ask) (commands.Request, error) {
	who, place, err := p.place(ctx, a.interaction)
	if err != nil {
		return commands.Request{}, err
	}
	files, err := p.filesFor(ctx, a, who)
	if err != nil {
		return commands.Request{}, err
	}
	return commands.Request{Text: a.text, Person: who, Place: place, At: a.At, Files: files}, nil
}

// filesFor returns the files that belong to an ask. They are fetched only for
// who may bring them, and only when the verb takes any.
func (p *Platform) filesFor(ctx context.Context, a ask, who briefings.Person) ([]commands.File, error) {
	r, ok := intake.RowAsked(a.text)
	if len(a.files) == 0 || !ok || !r.Files {
		return a.given, nil
	}
	if !intake.Perhaps(p.dir, who).AtLeast(r.Role) {
		return nil, intake.MayNot(r, who.Role)
	}
	return p.fetch(ctx, a.files)
}

// serve answers an ask and shows the reply where it belongs.
func (p *Platform) serve(ctx context.Context, t *turn, a ask) {
	if a.share {
		if err := a.mayShare(); err != nil {
			p.tell(ctx, t, a, err)
			return
		}
	}
	request, err := p.request(ctx, a)
	if err != nil {
		p.tell(ctx, t, a, err)
		return
	}
	p.deliver(ctx, t, a, request, p.answer(ctx, request))
}

// deliver shows a reply: to the asker alone, and to the channel when it is to be
// shared.
func (p *Platform) deliver(ctx context.Context, t *turn, a ask, request commands.Request, reply commands.Reply) {
	if reply.Error != nil {
		p.told(ctx, t, a, reply)
		return
	}
	opts := renderOpts{Asked: intake.AskedOf(request.Text), Page: a.page, NoShare: a.direct(), Keep: p.keeping(ctx)}
	if shared := a.share && len(reply.Citations) > 0 || !reply.Private; shared && !a.direct() {
		p.share(ctx, t, a, request, reply, opts)
		return
	}
	opts.Forms = offers(request.Text, reply, intake.Perhaps(p.dir, request.Person))
	p.show(ctx, t, a, render(reply, opts))
}

// tell shows the asker alone why there is no answer.
func (p *Platform) tell(ctx context.Context, t *turn, a ask, err error) {
	var told *briefings.Error
	if !errors.As(err, &told) {
		p.log.Error("discord request failed", "error", err)
		told = briefings.Errorf("internal", "%s", broke)
	}
	p.told(ctx, t, a, commands.Reply{Private: true, Error: told})
}

// told shows the asker alone a reply without an answer, what they had written,
// and the way to mend it. The message whose component was used stays.
func (p *Platform) told(ctx context.Context, t *turn, a ask, reply commands.Reply) {
	m := render(intake.KeepText(reply, a.text), renderOpts{NoShare: true, Forms: repairs(a.text, reply), Keep: p.keeping(ctx)})
	if !a.replace {
		p.show(ctx, t, a, m)
	} else if err := t.follow(ctx, privately(m, a.direct()), a.direct()); err != nil {
		p.lost(err)
	}
}

// show shows a message to the asker alone, in the place that the ask says.
func (p *Platform) show(ctx context.Context, t *turn, a ask, m message) {
	m = privately(m, a.direct())
	send := t.answer
	if a.replace {
		send = t.update
	}
	if err := send(ctx, m); err != nil {
		p.lost(err)
	}
}

// privately returns a message for the asker alone. In their own conversation
// with the bot that is every message, and one that stays is better.
func privately(m message, direct bool) message {
	m.Ephemeral = !direct
	more := make([]message, len(m.More))
	for n, part := range m.More {
		more[n] = privately(part, direct)
	}
	m.More = more
	return m
}

// lost notes that somebody did not see what they should have seen.
func (p *Platform) lost(err error) {
	if !errors.Is(err, context.Canceled) && !errors.Is(err, errOver) {
		p.log.Error("discord did not show a reply", "error", err)
	}
}

package discord

import (
	"context"
	"slices"
	"strings"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// sendsInto reports whether the bot may post in the channel of an interaction,
// and whether the person may.
func (i interaction) sendsInto() (bot, person bool) {
	need := mayView | maySend
	if i.inThread() {
		need = mayView | maySendInThreads
	}
	bot = i.installed() && i.May.has(need)
	return bot, i.Member == nil || i.Member.May.has(need)
}

// mayShare returns why somebody cannot share an answer where they are, or nil:
// nobody says more through the bot than Discord lets them say.
func (i interaction) mayShare() error {
	if _, person := i.sendsInto(); !person {
		return briefings.Errorf(briefings.Forbidden, "You may not write in this channel, so nothing is shared here; share it in a channel of yours.")
	}
	return nil
}

// share shows the channel a clean copy of a reply that says who shared it, and
// the asker the reply without the button that did it.
func (p *Platform) share(ctx context.Context, t *turn, a ask, request commands.Request, reply commands.Reply, opts renderOpts) {
	if err := a.mayShare(); err != nil {
		p.tell(ctx, t, a, err)
		return
	}
	opts.Asked = intake.Unshared(opts.Asked)
	copied := reply
	copied.Private = false
	copied.Actions = slices.DeleteFunc(slices.Clone(reply.Actions), func(act commands.Action) bool {
		return strings.Trim(act.Label, "0123456789") != ""
	})
	// The asker's own copy goes first: it ends the wait, and takes away the button
	// that would share again.
	reply.Private = true
	once := opts
	once.NoShare = true
	p.show(ctx, t, a, render(reply, once))
	shown := renderOpts{Asked: opts.Asked, SharedBy: request.Person.Name, Public: true, NoShare: true, Keep: opts.Keep}
	id, err := p.publish(ctx, t, a.interaction, render(copied, shown))
	if err == nil {
		if id != "" && p.cfg.Posted != nil {
			p.cfg.Posted(context.WithoutCancel(ctx), intake.PostingOf(request, reply, id, ""))
		}
		return
	}
	p.lost(err)
	if a.replace {
		p.show(ctx, t, a, render(reply, opts))
	}
	sorry := commands.Reply{Private: true, Error: briefings.Errorf(briefings.Conflict, "The answer could not be posted in this channel; let Attaché send messages here and share again.")}
	if err := t.follow(ctx, privately(render(sorry, renderOpts{NoShare: true}), false), false); err != nil {
		p.lost(err)
	}
}

// publish shows a message to everybody in the channel of an interaction: as a
// message of its own where the bot may post, else as one that follows what was
// said to the asker, whose ID is not known: "".
func (p *Platform) publish(ctx context.Context, t *turn, i interaction, m message) (id string, err error) {
	if bot, _ := i.sendsInto(); bot {
		id, err := p.announce(ctx, i.ChannelID, m, nonceFor("share", i.ID))
		if err == nil || !barred(err) {
			return id, err
		}
	}
	return "", t.follow(ctx, m, true)
}

// maxNonce is the longest nonce that Discord takes.
const maxNonce = 25

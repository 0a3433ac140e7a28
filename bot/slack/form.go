package slack

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// A form is a modal to be opened: that of one verb, or that of a group with a
// choice among its verbs.
type form struct {
	group  string            // empty for the form of one verb
	verb   string            // in a group, the one chosen; empty is the first
	values map[string]string // filled in already, by option
}

// formOf returns the form of a command, filled in with what it says. Nothing has
// to be complete yet.
func formOf(text string) form {
	inv, _ := commands.Parse(text)
	return form{verb: inv.Verb, values: inv.Values}
}

func (f form) view(role briefings.Role, meta string) slack.ModalViewRequest {
	opts := modalOpts{Role: role, Values: f.values, Meta: meta, Files: true}
	if row, ok := intake.Row(f.verb); ok && f.group == "" {
		return verbModal(row, opts)
	}
	return briefModal(cmp.Or(f.group, commands.Brief), f.verb, opts)
}

// triggerLife is how long a trigger may be used, and longestOpen what is kept of
// that for the call itself.
const (
	triggerLife = 3 * time.Second
	openReserve = 300 * time.Millisecond
)

// openForm opens a form. That is the first thing done, because a trigger lives
// three seconds; who asks is looked up while they read the form. When it is too
// late a message says what to type instead.
func (p *Platform) openForm(ctx context.Context, o origin, in inbound, f form) {
	role, known := p.rememberedRole(o.user)
	if !known {
		role = briefings.Owner
	}
	m := memo{Team: o.team, User: o.user, Channel: o.channel, Thread: o.thread, URL: o.responseURL}
	if row, ok := intake.Row(f.verb); ok && len(f.values) > 0 {
		m.Verb, m.Values = row.Name, intake.Carried(row, f.values)
	}
	meta := p.state.seal(m)
	id, err := p.openView(ctx, o.trigger, in.Received, f.view(role, meta))
	if err != nil {
		p.log.Warn("slack opened no form", "error", err)
		p.tell(ctx, ask{origin: o}, p.unopened(f))
		return
	}
	who, err := p.welcomed(ctx, o)
	if row, ok := intake.Row(f.verb); err == nil && ok && f.group == "" && !who.doubt && !intake.Perhaps(p.dir, who.Person).AtLeast(row.Role) {
		err = intake.MayNot(row, who.Role)
	}
	switch {
	case err != nil:
		p.updateView(ctx, id, "", sayModal(f.title(), sentence(err)))
	case f.group != "" && intake.Perhaps(p.dir, who.Person) != role:
		p.updateView(ctx, id, "", f.view(intake.Perhaps(p.dir, who.Person), meta))
	}
}

// openView opens a view and returns its ID.
func (p *Platform) openView(ctx context.Context, trigger string, received time.Time, view slack.ModalViewRequest) (string, error) {
	ctx, cancel := context.WithDeadline(ctx, received.Add(triggerLife-openReserve))
	defer cancel()
	var id string
	err := p.call(ctx, "views.open", func(ctx context.Context) error {
		got, err := p.api.OpenViewContext(ctx, trigger, view)
		if err == nil {
			id = got.ID
		}
		return err
	})
	return id, err
}

// updateView shows another view in place of one. A view that has been closed or
// changed meanwhile is left alone.
func (p *Platform) updateView(ctx context.Context, id, hash string, view slack.ModalViewRequest) {
	err := p.call(ctx, "views.update", func(ctx context.Context) error {
		_, err := p.api.UpdateViewContext(ctx, view, "", hash, id)
		return err
	})
	switch slackWord(err) {
	case "not_found", "hash_conflict", "view_not_found":
		return
	}
	if err != nil {
		p.lost(err)
	}
}

// unopened says what to type when a form could not be opened.
func (p *Platform) unopened(f form) *briefings.Error {
	row, ok := intake.Row(cmp.Or(f.verb, "ask"))
	if !ok || len(row.Examples) == 0 {
		return briefings.Errorf(briefings.Conflict, "Slack gave no time to open the form; send the command again.")
	}
	example := strings.TrimPrefix(row.Examples[0], "/"+row.Group+" ")
	if len(f.values) > 0 {
		example = commands.Action{Text: commands.Invocation{Verb: row.Name, Values: f.values}.String(), Form: true}.Typed()
	}
	return briefings.Errorf(briefings.Conflict, "Slack gave no time to open the form; send the command again, or write it on one line, such as /%s %s.", row.Group, example)
}

func (f form) title() string {
	if f.verb != "" && f.group == "" {
		return upperFirst(f.verb)
	}
	return "Attaché"
}

// sayModal returns a modal that says something and takes nothing.
func sayModal(title, text string) slack.ModalViewRequest {
	view := modal(title, "notice", modalOpts{}, textBlock(text))
	view.Submit, view.Close = nil, inertOf("Close").object()
	return view
}

// sentence returns what a person is told of an error.
func sentence(err error) string {
	var told *briefings.Error
	if errors.As(err, &told) {
		return told.Text + "  " + told.Code()
	}
	return "Attaché does not answer here."
}

// rememberedRole returns the role that somebody has, as far as memory says.
func (p *Platform) rememberedRole(user string) (briefings.Role, bool) {
	best := briefings.Reader
	m, known := p.state.members.Remembered(user)
	here, at := p.state.homes.Remembered("")
	switch {
	case !known || !at:
	case m.guest || m.strange(here):
		return best, true
	default:
		best = p.cfg.Role
	}
	for _, owner := range p.cfg.Owners {
		if owner == user {
			return briefings.Owner, true
		}
	}
	for id, role := range p.cfg.Roles {
		members, ok := p.state.groups.Remembered(id)
		if !ok {
			return best, false
		}
		if members[user] && role.AtLeast(best) {
			best = role
		}
	}
	return best, true
}

// chosen returns the work for a verb that was chosen in the form of a group: its
// fields are shown, with what is filled in already.
func (p *Platform) chosen(a actionPayload, press pressPayload) func(context.Context) {
	if press.Action != verbBlock {
		return nil
	}
	o, v := a.origin(), *a.View
	f := form{group: v.Callback, verb: press.text(), values: map[string]string{}}
	for block, fields := range v.State.Values {
		_, option, _ := strings.Cut(block, ".")
		for _, field := range fields {
			if text := field.text(); text != "" {
				f.values[option] = text
			}
		}
	}
	return func(ctx context.Context) {
		who, err := p.person(ctx, o)
		if err != nil {
			p.updateView(ctx, v.ID, "", sayModal(f.title(), sentence(err)))
			return
		}
		p.updateView(ctx, v.ID, v.Hash, f.view(who.Role, v.Metadata))
	}
}

// submitted returns the acknowledgement and the work for a form that was sent.
// What is wrong with a field is said at the field. Role and place are looked up
// again, whatever was allowed when the form was opened.
func (p *Platform) submitted(a actionPayload, in inbound) (any, func(context.Context)) {
	if a.View == nil {
		p.unknown(a.Type)
		return nil, nil
	}
	inv, ok := submitted(a.View.slack())
	if !ok {
		// The form is of another day, when there was such a verb.
		view := form{}.view(briefings.Reader, p.state.seal(memo{Team: a.origin().team, User: a.User.ID}))
		return slack.NewUpdateViewSubmissionResponse(&view), nil
	}
	o, m, mine := p.openedBy(a)
	if !mine {
		return slack.NewErrorsViewSubmissionResponse(map[string]string{firstBlock(inv.Verb): notOurs}), nil
	}
	if m.Verb == inv.Verb {
		maps.Copy(inv.Values, m.Values)
	}
	if wrong := fieldErrors(inv); len(wrong) > 0 {
		return slack.NewErrorsViewSubmissionResponse(wrong), nil
	}
	q := ask{origin: o, text: intake.AskedOf(inv.String()), files: a.View.files(inv.Verb), at: in.Received}
	work := func(ctx context.Context) { p.serve(ctx, q) }
	if o.channel != "" {
		return nil, work
	}
	view := sayModal(upperFirst(inv.Verb), "The answer comes in a moment, in our own conversation: see Messages in the app.")
	return slack.NewUpdateViewSubmissionResponse(&view), work
}

// notOurs is said in a form whose memo is not the one that it was opened with. What
// was written stays in it.
const notOurs = "This form is not as it was opened here, so nothing is done; copy what you wrote, open the form again and send it."

// firstBlock returns the block_id of the first field of a verb's form.
func firstBlock(verb string) string {
	row, _ := intake.Row(verb)
	asked := intake.Asked(row)
	switch {
	case row.Files:
		return blockID(verb, filesOption)
	case len(asked) > 0:
		return blockID(verb, asked[0].Name)
	}
	return verbBlock
}

// openedBy returns the origin of whatever opened a form, or false when its memo
// cannot be trusted: the origin is then the sender's own conversation.
func (p *Platform) openedBy(a actionPayload) (origin, memo, bool) {
	o := origin{team: a.origin().team, enterprise: a.origin().enterprise, user: a.User.ID}
	m, ok := p.state.unseal(a.View.Metadata, o)
	if !ok {
		p.log.Warn("slack form without a memo of ours", "callback", a.View.Callback)
		return o, memo{}, false
	}
	o.channel, o.thread, o.responseURL = m.Channel, m.Thread, m.URL
	return o, m, true
}

// completeIn is how long it may take to complete what is typed.
const completeIn = 300 * time.Millisecond

// suggestions returns what a select offers for what was typed into it, from
// memory. Nobody is offered anything before Slack has said who they are.
func (p *Platform) suggestions(a actionPayload) any {
	what, ok := completing(a.Action)
	if !ok || a.View == nil {
		return suggestions(nil, a.Value)
	}
	verb, name, _ := strings.Cut(a.Block, ".")
	row, _ := intake.Row(verb)
	option, _ := row.Option(name)
	o, _, _ := p.openedBy(a)
	place, ok := p.recalled(o)
	if !ok {
		if p.room.Admit(o.user) {
			p.room.Start(o.user, func(ctx context.Context) { p.welcomed(ctx, o) })
		}
		return suggestions(nil, a.Value)
	}
	if role, known := p.rememberedRole(o.user); option.Completes != what || !intake.Offers(row, option, role) || !known && row.Role != briefings.Reader {
		return suggestions(nil, a.Value)
	}
	ctx, cancel := context.WithTimeout(context.Background(), completeIn)
	defer cancel()
	return suggestions(p.dir.Complete(ctx, what, a.Value, place, maxOptions-1), a.Value)
}

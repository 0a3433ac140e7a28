package commands

import (
	"context"
	"fmt"

	"attache/briefings"
	"attache/briefings/redline"
	"attache/store"
)

// A merge is a change of a text, brought together with what others have made of
// the same text meanwhile.
type merge struct {
	ours
	theirs    briefings.Content  // what is there
	now       briefings.Content  // both, with theirs where both changed the same
	mine      briefings.Content  // both, with ours there
	conflicts []redline.Conflict // where that is
	moved     bool               // what is there is not what the change was made on
}

// merged brings a change together with what is there. A draft that stands on an
// older edition than the newest is brought on top of that one first.
func (d *Desk) merged(ctx context.Context, c *call, w *work, change ours) (merge, error) {
	m := merge{ours: change, theirs: w.text()}
	if err := d.fits(ctx, c, change.now); err != nil {
		return m, err
	}
	keeps := m.theirs
	rebased := m.theirs
	if w.drafted && w.draft.Base != w.briefing.Latest {
		m.moved = true
		base, err := d.standing(ctx, c, w.slug, 0, w.draft.Base)
		if err != nil {
			return m, err
		}
		rebased, m.conflicts = redline.Merge(base, m.theirs, w.edition.Text)
		keeps, _ = redline.Merge(base, w.edition.Text, m.theirs)
	}
	m.moved = m.moved || len(redline.Compare(change.was, m.theirs)) > 0
	now, conflicts := redline.Merge(change.was, change.now, rebased)
	m.now, m.conflicts = now, append(m.conflicts, conflicts...)
	m.mine, _ = redline.Merge(change.was, keeps, change.now)
	return m, nil
}

// still reports whether saving would change nothing.
func (m merge) still(w *work) bool {
	return len(redline.Compare(w.text(), m.now)) == 0 && len(m.conflicts) == 0 && (!w.drafted || w.draft.Base == w.briefing.Latest)
}

// The most that a briefing holds, so that it can be read and reviewed at all.
const (
	mostStatements = 250
	mostSources    = 60
	mostTopics     = 20
)

// fits refuses a text that is too large to work on, or rests on a source that may
// not be shown here. What is wrong with its statements is told beside them.
func (d *Desk) fits(ctx context.Context, c *call, text briefings.Content) error {
	statements := text.Statements()
	switch {
	case len([]rune(text.Title)) > maxTitle:
		return briefings.Errorf(briefings.Limit, "A title may have %d characters; yours has %d.", maxTitle, len([]rune(text.Title)))
	case len(statements) > mostStatements:
		return briefings.Errorf(briefings.Limit, "A briefing may have %d statements; yours has %d. Divide it.", mostStatements, len(statements))
	case len(text.Sources) > mostSources:
		return briefings.Errorf(briefings.Limit, "A briefing may rest on %d sources; yours has %d. Divide it.", mostSources, len(text.Sources))
	case len(text.Topics) > mostTopics:
		return briefings.Errorf(briefings.Limit, "A briefing may have %d topics; yours has %d.", mostTopics, len(text.Topics))
	}
	if err := text.Marking.Validate(); err != nil {
		return err
	}
	if !text.Marking.Within(clearanceOf(c)) {
		return briefings.Errorf(briefings.Forbidden, "This place shows up to %s; change the briefing to %s where that may be shown.", clearanceOf(c), text.Marking)
	}
	for _, id := range text.Sources {
		if _, err := d.seen(ctx, c, id); briefings.KindOf(err) == briefings.NotFound {
			return briefings.Errorf(briefings.NotFound, "There is no source %s here; leave it out, or import it first.", id)
		} else if err != nil {
			return err
		}
	}
	return nil
}

// propose shows what a change would change and keeps it, so that saving saves
// just that.
func (d *Desk) propose(ctx context.Context, c *call, w *work, m merge) (Reply, error) {
	p := d.page(c, w.title())
	if m.still(w) {
		p.reply.Text = fmt.Sprintf("Nothing changes: %s says this already.", w.slug)
		p.act("Show it", "brief edit of:"+string(w.slug))
		return p.reply, nil
	}
	keep := func(text briefings.Content) (briefings.Proposal, error) {
		kept, err := d.store.SaveProposal(ctx, briefings.Proposal{Slug: w.slug, Seen: w.draft.N, Base: w.briefing.Latest, Text: text, Note: m.note, By: c.Person.ID, At: c.At})
		if err != nil {
			return kept, fmt.Errorf("keep an edit of %q: %w", w.slug, err)
		}
		return kept, nil
	}
	one, err := keep(m.now)
	if err != nil {
		return Reply{}, err
	}
	if one.Revision > 0 {
		return d.savedAlready(c, w, one.Revision), nil
	}
	warnings, err := d.lint(ctx, c, m.now)
	if err != nil {
		return Reply{}, err
	}
	changes := redline.Compare(w.text(), m.now)
	p.reply.Text = count(len(changes), "change") + "; nothing is saved yet."
	if m.moved {
		p.reply.Text = d.whoMoved(ctx, c, w) + " meanwhile; nothing is overwritten, and nothing is saved yet."
		if since := redline.Compare(m.was, m.theirs); len(since) > 0 {
			p.redline(since, "Theirs, since you began")
		}
	}
	save := "Save"
	if m.moved {
		save = "Save merged"
	}
	p.redline(changes, "Yours")
	p.warn(m.now, warnings)
	p.act(save, d.proposed(w, one.ID).String())
	if len(m.conflicts) > 0 {
		p.conflicts(m.conflicts)
		other, err := keep(m.mine)
		if err != nil {
			return Reply{}, err
		}
		p.act("Save with my words", d.proposed(w, other.ID).String())
	}
	if own := unsupported(m.now); len(own) > 0 {
		p.reply.Text += " " + count(len(own), "statement") + " cites nothing: cite a passage, or mark it as the desk's judgement."
		p.act("Mark as the desk's own", d.proposed(w, one.ID).with("own", numbersOf(own)).String())
	}
	p.form("Edit", w, m.now)
	p.act("Discard", Invocation{Verb: "brief edit", Values: map[string]string{"of": string(w.slug), "forget": one.ID}}.String())
	p.reply.Footer = joined("Edit "+one.ID, w.stands(), "kept for a week")
	return p.reply, nil
}

// proposed returns the command that saves an edit.
func (d *Desk) proposed(w *work, id string) Invocation {
	return Invocation{Verb: "brief edit", Values: map[string]string{"of": string(w.slug), "proposal": id}}
}

// stands says which revision and edition there are.
func (w *work) stands() string {
	revision, edition := "no draft", "no edition"
	if w.drafted {
		revision = fmt.Sprintf("revision %d", w.draft.N)
	}
	if w.briefing.Latest > 0 {
		edition = fmt.Sprintf("edition %d in force", w.briefing.Latest)
		if w.briefing.Retired {
			edition = fmt.Sprintf("edition %d retired", w.briefing.Latest)
		}
	}
	return joined(revision, edition)
}

// whoMoved says who changed what is there.
func (d *Desk) whoMoved(ctx context.Context, c *call, w *work) string {
	if !w.drafted || w.draft.Base != w.briefing.Latest {
		return fmt.Sprintf("Edition %d of %s appeared", w.edition.N, w.slug)
	}
	return fmt.Sprintf("%s saved revision %d of %s", d.who(ctx, c, w.draft.Authors[len(w.draft.Authors)-1]), w.draft.Saved, w.slug)
}

// proposal returns an edit of a briefing that was shown to the asker.
func (d *Desk) proposal(ctx context.Context, c *call, slug briefings.Slug, id string) (briefings.Proposal, error) {
	p, err := d.store.Proposal(ctx, fold(id))
	switch {
	case err == nil && p.Slug != slug:
		return p, briefings.Errorf(briefings.NotFound, "There is no edit %q of %s; it is kept for a week, so make it again.", shown(id), slug)
	case err == nil && p.By != c.Person.ID:
		return p, briefings.Errorf(briefings.Forbidden, "Edit %s was shown to somebody else, and only they can save it; make it yourself with brief edit of:%s.", p.ID, slug)
	}
	return p, err
}

// briefSave saves an edit that was shown. When the draft has moved on, it shows
// what came of both instead, as a new edit on top of what is there.
func (d *Desk) briefSave(ctx context.Context, c *call, id string) (Reply, error) {
	w, err := d.work(ctx, c, c.value("of"))
	if err != nil {
		return Reply{}, err
	}
	p, err := d.proposal(ctx, c, w.slug, id)
	if err != nil {
		return Reply{}, err
	}
	if p.Revision > 0 {
		return d.savedAlready(c, w, p.Revision), nil
	}
	was, err := d.standing(ctx, c, w.slug, p.Seen, p.Base)
	if err != nil {
		return Reply{}, err
	}
	if err := d.fits(ctx, c, p.Text); err != nil {
		return Reply{}, err
	}
	draft, n, fresh, err := d.store.AcceptProposal(ctx, p.ID, c.stamp())
	switch {
	case err == nil && !fresh:
		return d.savedAlready(c, w, n), nil
	case err == nil:
		return d.saved(ctx, c, draft, was)
	case briefings.KindOf(err) != briefings.Conflict:
		return Reply{}, fmt.Errorf("save edit %s: %w", p.ID, err)
	}
	return d.overtaken(ctx, c, ours{was: was, now: p.Text, revision: p.Seen, edition: p.Base, note: p.Note}, err)
}

// overtaken shows a change that could not be saved together with what is there
// by now. When nothing is different there, the store was busy: told says so.
func (d *Desk) overtaken(ctx context.Context, c *call, change ours, told error) (Reply, error) {
	w, err := d.work(ctx, c, c.value("of"))
	if err != nil {
		return Reply{}, err
	}
	m, err := d.merged(ctx, c, w, change)
	if err != nil {
		return Reply{}, err
	}
	if !m.moved && change.revision == w.draft.N && change.edition == w.briefing.Latest {
		return Reply{}, told
	}
	m.moved = true
	return d.propose(ctx, c, w, m)
}

// saveNow saves a change of what is there without showing it first.
func (d *Desk) saveNow(ctx context.Context, c *call, w *work, m merge) (Reply, error) {
	if m.still(w) {
		return d.propose(ctx, c, w, m)
	}
	draft, err := d.store.SaveRevision(ctx, store.Save{Slug: w.slug, Seen: w.draft.N, Base: w.briefing.Latest, Text: m.now, Note: m.note}, c.stamp())
	if briefings.KindOf(err) == briefings.Conflict {
		m.revision, m.edition = w.draft.N, w.briefing.Latest
		return d.overtaken(ctx, c, m.ours, err)
	}
	if err != nil {
		return Reply{}, fmt.Errorf("save %q: %w", w.slug, err)
	}
	return d.saved(ctx, c, draft, w.text())
}

// saved says that a revision is saved, what is different in it, and what can be
// done next.
func (d *Desk) saved(ctx context.Context, c *call, draft briefings.Draft, was briefings.Content) (Reply, error) {
	w, err := d.work(ctx, c, string(draft.Slug))
	if err != nil {
		return Reply{}, err
	}
	p := d.page(c, w.title())
	p.reply.Text = fmt.Sprintf("Saved as revision %d of %s.", draft.N, draft.Slug)
	p.redline(redline.Compare(was, draft.Text), "Changed")
	warnings, err := d.lint(ctx, c, draft.Text)
	if err != nil {
		return Reply{}, err
	}
	p.warn(draft.Text, warnings)
	p.act("Send to review", reviewOf(w).String())
	p.form("Edit", w, w.text())
	p.act("History", "brief history of:"+string(w.slug))
	p.reply.Footer = w.stands()
	return p.reply, nil
}

// savedAlready says that an edit is saved, and changes nothing.
func (d *Desk) savedAlready(c *call, w *work, n int) Reply {
	p := d.page(c, w.title())
	p.reply.Text = fmt.Sprintf("That is saved already, as revision %d of %s.", n, w.slug)
	p.act("Show it", "brief edit of:"+string(w.slug))
	p.reply.Footer = w.stands()
	return p.reply
}

// briefForget lets go of an edit that was shown.
func (d *Desk) briefForget(ctx context.Context, c *call, id string) (Reply, error) {
	w, err := d.work(ctx, c, c.value("of"))
	if err != nil {
		return Reply{}, err
	}
	kept, err := d.proposal(ctx, c, w.slug, id)
	if err != nil && briefings.KindOf(err) != briefings.NotFound {
		return Reply{}, err
	}
	if kept.Revision > 0 {
		return d.savedAlready(c, w, kept.Revision), nil
	}
	if err == nil {
		if err := d.store.ForgetProposal(ctx, kept.ID); err != nil {
			return Reply{}, fmt.Errorf("forget edit %s: %w", kept.ID, err)
		}
	}
	p := d.page(c, w.title())
	p.reply.Text = fmt.Sprintf("The change is gone; %s stays as it is.", w.slug)
	p.act("Show it", "brief edit of:"+string(w.slug))
	p.reply.Footer = w.stands()
	return p.reply, nil
}

package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache/briefings"
	"attache/briefings/analysis"
	"attache/commands/documents"
	"attache/store"
)

// Import reads a file, keeps it as a source and drafts a briefing of it; with
// publish the draft becomes an edition at once where by may approve what they
// wrote, and is sent to review otherwise. The same bytes again are not
// kept again: the report then says which source they are, and there is no new
// draft unless none is left and none was published.
//
// The error is a [*briefings.Error] when by has too low a role or the file
// cannot be read, and a wrapped failure of the store otherwise. When it fails
// after the source was kept, importing the file again goes on from there.
func (d *Desk) Import(ctx context.Context, file File, by briefings.Person, at time.Time, publish bool) (ImportReport, error) {
	return d.importFile(ctx, file, by, at, order{publish: publish, marking: d.marking})
}

// order is how an import is to be done.
type order struct {
	publish bool
	closed  bool           // the source may not be attributed
	into    briefings.Slug // the briefing to add to; empty for a new one
	marking briefings.Marking
}

func (d *Desk) importFile(ctx context.Context, file File, by briefings.Person, at time.Time, o order) (ImportReport, error) {
	if !by.Role.AtLeast(briefings.Editor) {
		return ImportReport{}, briefings.Errorf(briefings.Forbidden, "You may not import here: it needs the role %s, and yours is %s.", briefings.Editor, by.Role)
	}
	read, err := documents.Read(file.Name, file.Data)
	if err != nil {
		return ImportReport{}, err
	}
	stamp := store.Stamp{By: by.ID, At: at}
	source := *read
	source.Imported, source.By, source.Marking, source.Unattributed = at, by.ID, o.marking, o.closed
	kept, added, err := d.store.AddSource(ctx, source, stamp)
	if err != nil {
		return ImportReport{}, fmt.Errorf("keep %q: %w", file.Name, err)
	}
	if kept, err = d.received(ctx, kept, o, stamp); err != nil {
		return ImportReport{}, err
	}
	report := d.reportOn(kept)
	report.Known = !added
	draft, exists, err := d.draftFor(ctx, kept, o)
	if err != nil {
		return ImportReport{}, err
	}
	report.Slug, report.Title, report.Statements = draft.Slug, draft.Text.Title, len(draft.Text.BottomLine)+len(draft.Text.Judgements)
	report.Marking = stricter(kept.Marking, draft.Text.Marking)
	if report.Edition, err = d.editionWith(ctx, draft.Slug, kept.ID); err != nil || report.Edition > 0 {
		return report, err
	}
	if !exists {
		draft.At, draft.By = at, by.ID
		if err := d.store.SaveDraft(ctx, draft, stamp); err != nil {
			return ImportReport{}, fmt.Errorf("draft %q: %w", draft.Slug, err)
		}
	}
	if o.publish {
		err = d.release(ctx, &report, by, stamp)
	}
	return report, err
}

// release publishes the draft of an import for somebody who may approve what they
// wrote. Anybody else's is sent to review, and the report says so.
func (d *Desk) release(ctx context.Context, report *ImportReport, by briefings.Person, stamp store.Stamp) error {
	if !d.selfApproval || !by.Role.AtLeast(briefings.Approver) {
		_, err := d.store.Submit(ctx, report.Slug, 0, "", stamp)
		if err != nil && briefings.KindOf(err) != briefings.Conflict { // it is in review already
			return fmt.Errorf("review %q: %w", report.Slug, err)
		}
		report.Review = true
		return nil
	}
	edition, err := d.store.Approve(ctx, report.Slug, 0, stamp)
	if err != nil {
		return fmt.Errorf("publish %q: %w", report.Slug, err)
	}
	report.Edition, report.Fresh = edition.N, edition.N > 0
	return nil
}

// received returns a source that was imported as it may be shown. One that was
// kept already as attributable is so no longer when this import says that it may
// not be: the stricter word holds.
func (d *Desk) received(ctx context.Context, kept *briefings.Source, o order, stamp store.Stamp) (*briefings.Source, error) {
	h, err := d.store.Handling(ctx, kept.ID)
	if err != nil {
		return nil, fmt.Errorf("handling of %s: %w", kept.ID, err)
	}
	if o.closed && !h.Unattributed {
		h.Unattributed = true
		if h, err = d.store.SetHandling(ctx, h, stamp); err != nil {
			return nil, fmt.Errorf("handling of %s: %w", kept.ID, err)
		}
	}
	return d.veils.handled(kept, h), nil
}

// draftFor returns the draft of a source and whether it exists already. For a
// source that is in force it returns the draft's form of what is in force.
func (d *Desk) draftFor(ctx context.Context, src *briefings.Source, o order) (briefings.Draft, bool, error) {
	if o.into != "" {
		return d.draftInto(ctx, src, o)
	}
	drafts, err := d.store.Drafts(ctx)
	if err != nil {
		return briefings.Draft{}, false, fmt.Errorf("list drafts: %w", err)
	}
	for _, draft := range drafts {
		if slices.Contains(draft.Text.Sources, src.ID) {
			return draft, true, nil
		}
	}
	content := d.content(src, o.marking)
	base := briefings.MakeSlug(content.Title)
	for n := 1; ; n++ {
		slug := numberedSlug(base, n)
		taken, edition, err := d.taken(ctx, slug)
		if err != nil {
			return briefings.Draft{}, false, err
		}
		if !taken {
			return briefings.Draft{Slug: slug, Text: content}, false, nil
		}
		if slices.Contains(edition.Text.Sources, src.ID) {
			return briefings.Draft{Slug: slug, Base: edition.N, Text: edition.Text}, false, nil
		}
	}
}

// numberedSlug returns the n-th short name for a title: port-inspections,
// port-inspections-2, and so on, none longer than a slug may be.
func numberedSlug(base briefings.Slug, n int) briefings.Slug {
	if n == 1 {
		return base
	}
	tail := "-" + strconv.Itoa(n)
	runes := []rune(base)
	for len(runes)+len(tail) > 64 || len(runes) > 0 && runes[len(runes)-1] == '-' {
		runes = runes[:len(runes)-1]
	}
	return briefings.Slug(string(runes) + tail)
}

// taken reports whether a slug belongs to a briefing or a draft, and returns
// the newest edition if there is one in force.
func (d *Desk) taken(ctx context.Context, slug briefings.Slug) (bool, briefings.Edition, error) {
	none := briefings.Edition{}
	if _, err := d.store.Draft(ctx, slug); err == nil {
		return true, none, nil
	} else if briefings.KindOf(err) != briefings.NotFound {
		return false, none, fmt.Errorf("draft %q: %w", slug, err)
	}
	b, err := d.store.Briefing(ctx, slug)
	switch {
	case briefings.KindOf(err) == briefings.NotFound:
		return false, none, nil
	case err != nil:
		return false, none, fmt.Errorf("briefing %q: %w", slug, err)
	case b.Retired || b.Latest == 0:
		return true, none, nil
	}
	edition, err := d.store.Edition(ctx, slug, b.Latest)
	if err != nil {
		return false, none, fmt.Errorf("edition %d of %q: %w", b.Latest, slug, err)
	}
	return true, edition, nil
}

// draftInto returns the draft of a briefing's next edition with the source
// added to it.
func (d *Desk) draftInto(ctx context.Context, src *briefings.Source, o order) (briefings.Draft, bool, error) {
	draft, err := d.store.Draft(ctx, o.into)
	if briefings.KindOf(err) == briefings.NotFound {
		b, berr := d.store.Briefing(ctx, o.into)
		if berr != nil || b.Retired {
			return briefings.Draft{}, false, orNotFound(berr, o.into)
		}
		edition, eerr := d.store.Edition(ctx, o.into, b.Latest)
		if eerr != nil {
			return briefings.Draft{}, false, fmt.Errorf("edition %d of %q: %w", b.Latest, o.into, eerr)
		}
		draft, err = briefings.Draft{Slug: o.into, Base: b.Latest, Text: edition.Text}, nil
	}
	if err != nil {
		return briefings.Draft{}, false, fmt.Errorf("draft %q: %w", o.into, err)
	}
	if slices.Contains(draft.Text.Sources, src.ID) {
		return draft, false, nil
	}
	draft.Text.Sources = append(slices.Clone(draft.Text.Sources), src.ID)
	draft.Text.Judgements = append(slices.Clone(draft.Text.Judgements), d.content(src, o.marking).BottomLine...)
	return draft, false, nil
}

// orNotFound returns the error for a briefing that cannot be added to.
func orNotFound(err error, slug briefings.Slug) error {
	if err != nil && briefings.KindOf(err) != briefings.NotFound {
		return fmt.Errorf("briefing %q: %w", slug, err)
	}
	return briefings.Errorf(briefings.NotFound, "No briefing is called %q; the verb topics lists them.", shown(string(slug)))
}

// editionWith returns the number of the newest edition of a briefing in force
// when it uses the source, and 0 otherwise.
func (d *Desk) editionWith(ctx context.Context, slug briefings.Slug, id briefings.SourceID) (int, error) {
	b, err := d.store.Briefing(ctx, slug)
	if briefings.KindOf(err) == briefings.NotFound || err == nil && (b.Retired || b.Latest == 0) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("briefing %q: %w", slug, err)
	}
	edition, err := d.store.Edition(ctx, slug, b.Latest)
	if err != nil {
		return 0, fmt.Errorf("edition %d of %q: %w", b.Latest, slug, err)
	}
	if !slices.Contains(edition.Text.Sources, id) {
		return 0, nil
	}
	return edition.N, nil
}

// The most statements and topics of a new draft.
const (
	draftJudgements = 4
	draftTopics     = 5
)

// content proposes a briefing of one source: its statements are the source's
// own sentences, each with its citation.
func (d *Desk) content(src *briefings.Source, marking briefings.Marking) briefings.Content {
	title := src.Label()
	if src.Unattributed {
		title = briefings.Untitled(src.ID)
	}
	topics := slices.DeleteFunc(analysis.Topics(src, draftTopics), func(t string) bool { return t == strings.Trim(briefings.Withheld, "[]") })
	content := briefings.Content{Title: title, Topics: topics, Marking: marking, Sources: []briefings.SourceID{src.ID}}
	ranked := d.readings.of(src).summary()
	for i, n := range ranked[:min(1+draftJudgements, len(ranked))] {
		p, _ := src.Passage(n)
		statement := briefings.Statement{Text: p.Text, Citations: []briefings.PassageRef{{Source: src.ID, N: n}}}
		if i == 0 {
			content.BottomLine = append(content.BottomLine, statement)
		} else {
			content.Judgements = append(content.Judgements, statement)
		}
	}
	return content
}

// importFiles reads the attachments of a request.
func (d *Desk) importFiles(ctx context.Context, c *call) (Reply, error) {
	if c.Values["address"] != "" {
		return Reply{}, briefings.Errorf(briefings.Unsupported, "Fetching addresses is not offered yet; save the page and attach the file.")
	}
	if len(c.Files) == 0 {
		return Reply{}, briefings.Errorf(briefings.Invalid, "Attach the document to import and send again.")
	}
	o := order{publish: c.yes("publish"), marking: d.marking, closed: c.value("attributed") == "no"}
	if m := c.Values["marking"]; m != "" {
		o.marking, _ = briefings.ParseMarking(m)
	}
	if into := c.Values["into"]; into != "" {
		slug, err := briefings.ParseSlug(fold(into))
		if err != nil {
			return Reply{}, err
		}
		b, err := d.store.Briefing(ctx, slug)
		if err != nil || b.Retired || !b.Marking.Within(clearanceOf(c)) {
			return Reply{}, orNotFound(err, slug)
		}
		o.into, o.marking = slug, b.Marking
	}
	if len(c.Files) == 1 {
		report, err := d.importFile(ctx, c.Files[0], c.Person, c.At, o)
		if err != nil {
			return Reply{}, err
		}
		return d.imported(c, report), nil
	}
	return d.importMany(ctx, c, o)
}

// imported returns the reply to an import. Of what may not be shown in the place
// it says no more than that it is kept.
func (d *Desk) imported(c *call, report ImportReport) Reply {
	if report.Marking.Within(clearanceOf(c)) {
		c.mark(report.Marking)
		return report.Reply()
	}
	p := d.page(c, "Import")
	p.reply.Text = report.elsewhere(clearanceOf(c))
	return p.reply
}

// elsewhere says that a document is kept and may not be shown here.
func (r ImportReport) elsewhere(here briefings.Marking) string {
	return fmt.Sprintf("It is kept as %s under %s, and this place shows up to %s; ask for it where that may be shown.", r.Source, r.Marking, here)
}

// importMany imports several files; one that cannot be read is named and does
// not hold up the others.
func (d *Desk) importMany(ctx context.Context, c *call, o order) (Reply, error) {
	p := d.page(c, "Import of "+count(len(c.Files), "file"))
	read := 0
	for _, file := range c.Files {
		report, err := d.importFile(ctx, file, c.Person, c.At, o)
		var told *briefings.Error
		switch {
		case errors.As(err, &told):
			p.say(told.Text, "Not read")
		case err != nil:
			return Reply{}, err
		default:
			read++
			if !report.Marking.Within(clearanceOf(c)) {
				p.say(report.elsewhere(clearanceOf(c)), "Read")
				continue
			}
			c.mark(report.Marking)
			p.say(report.outcome(), "Read")
			if report.Edition == 0 && len(p.reply.Actions) < 3 {
				p.act("Open "+string(report.Slug), "brief edit of:"+string(report.Slug))
			}
		}
	}
	p.reply.Text = fmt.Sprintf("%d of %s read.", read, count(len(c.Files), "file"))
	return p.reply, nil
}

package commands

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"attache/briefings"
)

// cite shows one passage in its place: what stands before and after it, where
// it is, and the footnotes that hang on it with the works they lead to.
func (d *Desk) cite(ctx context.Context, c *call) (Reply, error) {
	src, n, answer, err := d.referred(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	passage, ok := src.Passage(n)
	if !ok {
		return Reply{}, briefings.Errorf(briefings.NotFound, "%s has no passage %d; its last is %d.", src.ID, n, len(src.Passages))
	}
	p := d.page(c, src.Label())
	p.cite(src, n)
	cited := &p.reply.Citations[0]
	cited.Before, cited.After = neighbours(src, n)
	cited.Notes = notesOf(src, passage)
	p.reply.Text = located(src, passage)
	p.reply.Statements = []Statement{{Text: inQuotes(passage), Cites: []int{1},
		Label: d.label(src, passage)}}
	p.reply.Footer = joined(string(src.ID)+"#"+strconv.Itoa(n), src.File, bytesOf(passage.Spans))
	if answer != "" {
		p.reply.Footer = joined(answer, p.reply.Footer)
	}
	if n > 1 {
		p.act("Previous", fmt.Sprintf("cite ref:%s#%d", src.ID, n-1))
	}
	if n < len(src.Passages) {
		p.act("Next", fmt.Sprintf("cite ref:%s#%d", src.ID, n+1))
	}
	for _, note := range passage.Footnotes[:min(len(passage.Footnotes), 3)] {
		if _, ok := notePassage(src, note); ok {
			p.act("Note "+strconv.Itoa(note), fmt.Sprintf(`cite ref:"%s note %d"`, src.ID, note))
		}
	}
	return p.reply, nil
}

// located says in words where a passage stands.
func located(src *briefings.Source, p briefings.Passage) string {
	where := strings.Join(p.Section, " › ")
	if where == "" && p.InMainText() {
		where = "before the first heading"
	}
	return briefings.Shorten(joined(locator(src, p), where), maxBottomLine)
}

// bytesOf says where the passage's bytes are in the imported text.
func bytesOf(spans []briefings.Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, fmt.Sprintf("%d–%d", s.Start, s.End))
	}
	return "bytes " + strings.Join(parts, " and ")
}

// neighbours returns the passages of the same kind before and after passage n,
// empty at the ends of the text, of a table and of the notes. What stands
// between two sentences of the text, such as a table, is passed over.
func neighbours(src *briefings.Source, n int) (before, after string) {
	here, _ := src.Passage(n)
	alike := func(p briefings.Passage) bool {
		return p.InMainText() && here.InMainText() || p.Kind == here.Kind && p.Table == here.Table
	}
	for i := n - 2; i >= 0 && before == ""; i-- {
		if alike(src.Passages[i]) {
			before = src.Passages[i].Text
		}
	}
	for i := n; i < len(src.Passages) && after == ""; i++ {
		if alike(src.Passages[i]) {
			after = src.Passages[i].Text
		}
	}
	return before, after
}

// notesOf returns the footnotes of a passage, or of a note itself, each with
// the work that an "Ibid." stands for and the addresses it leads to.
func notesOf(src *briefings.Source, p briefings.Passage) []string {
	var out []string
	for _, n := range p.Footnotes {
		if f, ok := src.Footnote(n); ok {
			out = append(out, fmt.Sprintf("Note %d: %s", n, noteText(src, f, true)))
		}
	}
	if p.Kind == briefings.Note {
		if f, ok := src.Footnote(p.NoteN); ok {
			if more := noteText(src, f, false); more != "" {
				out = append(out, more)
			}
		}
	}
	return out
}

// noteText returns a note's own text, when asked for, and what it leads to.
func noteText(src *briefings.Source, f briefings.Footnote, own bool) string {
	var parts []string
	if own {
		parts = append(parts, f.Text)
	}
	if f.Ibid > 0 {
		if of, ok := src.Footnote(f.Ibid); ok {
			parts = append(parts, fmt.Sprintf("the same work as note %d: %s", of.N, of.Text))
		}
	}
	for _, url := range f.Resolved {
		if !strings.Contains(f.Text+strings.Join(parts, " "), url) {
			parts = append(parts, "leads to "+url)
		}
	}
	return strings.Join(parts, " — ")
}

// notePassage returns the number of the passage that is note n.
func notePassage(src *briefings.Source, n int) (int, bool) {
	for _, p := range src.Passages {
		if p.Kind == briefings.Note && p.NoteN == n {
			return p.N, true
		}
	}
	return 0, false
}

var (
	answerRef = regexp.MustCompile(`^([0-9A-Z]{4,12})(?:#|\s+)(\d{1,4})$`)
	answerID  = regexp.MustCompile(`^[0-9A-Z]{4,12}$`)
	noteRef   = regexp.MustCompile(`^(S-\d{4,9}),?\s*(?:NOTE|FOOTNOTE|FN|N)\.?\s*(\d{1,5})$`)
)

// referred returns the passage that the option ref names and the answer it was
// named by, if any: A7K2#3, S-0001#12 or S-0001 note 12.
func (d *Desk) referred(ctx context.Context, c *call) (src *briefings.Source, n int, answer string, err error) {
	ref := strings.ToUpper(strings.Trim(fold(c.value("ref")), "[]()"))
	if m := noteRef.FindStringSubmatch(ref); m != nil {
		if src, err = d.seen(ctx, c, briefings.SourceID(m[1])); err != nil {
			return nil, 0, "", err
		}
		note, _ := strconv.Atoi(m[2])
		n, ok := notePassage(src, note)
		if !ok {
			return nil, 0, "", briefings.Errorf(briefings.NotFound, "%s has no note %d; it has %s.", src.ID, note, count(len(src.Footnotes), "note"))
		}
		return src, n, "", nil
	}
	if got, refErr := briefings.ParsePassageRef(ref); refErr == nil {
		src, err = d.seen(ctx, c, got.Source)
		return src, got.N, "", err
	}
	if m := answerRef.FindStringSubmatch(ref); m != nil {
		return d.fromAnswer(ctx, c, m[1], m[2])
	}
	if answerID.MatchString(ref) {
		return d.fromAnswer(ctx, c, ref, "1")
	}
	return nil, 0, "", briefings.Errorf(briefings.Invalid, "%q names no passage; write cite A7K2#1, cite S-0001#12 or cite S-0001 note 3.", shown(c.value("ref")))
}

// fromAnswer returns the passage that was number n of a saved answer.
func (d *Desk) fromAnswer(ctx context.Context, c *call, id, number string) (*briefings.Source, int, string, error) {
	kept, err := d.store.Answer(ctx, id)
	if briefings.KindOf(err) == briefings.NotFound {
		return nil, 0, "", briefings.Errorf(briefings.NotFound, "No answer is called %s; the ID stands at the end of an answer's last line.", id)
	}
	if err != nil {
		return nil, 0, "", fmt.Errorf("answer %s: %w", id, err)
	}
	n, _ := strconv.Atoi(number)
	if n < 1 || n > len(kept.Citations) {
		return nil, 0, "", briefings.Errorf(briefings.NotFound, "Answer %s has %s, no number %d.", id, count(len(kept.Citations), "passage"), n)
	}
	ref := kept.Citations[n-1]
	src, err := d.seen(ctx, c, ref.Source)
	return src, ref.N, fmt.Sprintf("%s#%d", id, n), err
}

// seen returns a source that the asker may see: one in force in the place's
// view, and for an editor any kept one within the place's clearance. What may
// not be seen is reported in the same words as what is not there.
func (d *Desk) seen(ctx context.Context, c *call, id briefings.SourceID) (*briefings.Source, error) {
	if src, ok := c.view.byID[id]; ok {
		return src, nil
	}
	gone := briefings.Errorf(briefings.NotFound, "%s is not published here; the verb topics lists what is.", id)
	if !c.Person.Role.AtLeast(briefings.Editor) {
		return nil, gone
	}
	src, err := d.source(ctx, c.view, id)
	if briefings.KindOf(err) == briefings.NotFound {
		return nil, gone
	}
	if err != nil {
		return nil, err
	}
	if src.Marking != "" && !src.Marking.Within(clearanceOf(c)) || d.hidden(c, id) {
		return nil, gone
	}
	return src, nil
}

// hidden reports whether a source is in force but above the place's clearance.
func (d *Desk) hidden(c *call, id briefings.SourceID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, inForce := d.shelf.views[briefings.Red].byID[id]
	return inForce && c.view.byID[id] == nil
}

package commands

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"attache/briefings"
)

// recPage begins a reply about a recommendation: what it says, in its own words,
// and what the register says of it.
func (d *Desk) recPage(c *call, a advice, e briefings.RecEntry) *page {
	p := d.page(c, "Register · "+string(e.ID))
	p.reply.Text = fmt.Sprintf("%s: %s.", e.ID, e.State())
	if e.N == 0 {
		p.reply.Text = fmt.Sprintf("%s: open; nobody has set anything.", e.ID)
	}
	switch {
	case a.own() && a.made.Text == "":
		p.say(fmt.Sprintf("Edition %d of %s no longer says it.", a.in.edition.N, a.in.Slug), "")
	default:
		p.advise(a, "")
	}
	return p
}

// registerTable adds what the register says of a recommendation.
func (p *page) registerTable(ctx context.Context, a advice, e briefings.RecEntry) {
	t := Table{Header: []string{"", ""}}
	for _, row := range [][]string{{"status", string(e.State())}, {"owner", p.ownerOf(ctx, e.Owner)}, {"due", e.Due}, {"note", p.noteOn(a, e.Note)}} {
		if row[1] != "" {
			t.Rows, t.Cites = append(t.Rows, row), append(t.Cites, nil)
		}
	}
	p.reply.Tables = append(p.reply.Tables, t)
}

// recDifference is a table of what changes in the register.
func (p *page) recDifference(ctx context.Context, a advice, was, now briefings.RecEntry) Table {
	t := Table{Header: []string{"", "was", "becomes"}}
	add := func(what string, changes bool, before, after string) {
		if changes {
			t.Rows, t.Cites = append(t.Rows, []string{what, orDash(before), orDash(after)}), append(t.Cites, nil)
		}
	}
	add("status", was.State() != now.State(), string(was.State()), string(now.State()))
	add("owner", was.Owner != now.Owner, p.ownerOf(ctx, was.Owner), p.ownerOf(ctx, now.Owner))
	add("due", was.Due != now.Due, was.Due, now.Due)
	add("note", was.Note != now.Note, p.noteOn(a, was.Note), p.noteOn(a, now.Note))
	return t
}

// mayUndo reports whether the asker may be shown all that would be set again.
func (p *page) mayUndo(a advice, was, now briefings.RecEntry) bool {
	owner := was.Owner == now.Owner || was.Owner == "" || p.c.knows(was.Owner)
	return owner && (was.Note == now.Note || p.noteOn(a, was.Note) == was.Note)
}

// undoRec returns the command that sets what was there before, as long as nobody
// has set anything else.
func undoRec(was, now briefings.RecEntry) Invocation {
	values := map[string]string{"of": string(now.ID), "change": strconv.Itoa(now.N + 1)}
	set := func(option string, changes bool, value string) {
		if changes && value == "" {
			value = nothing
		}
		if changes {
			values[option] = value
		}
	}
	set("status", was.State() != now.State(), string(was.State()))
	set("owner", was.Owner != now.Owner, string(was.Owner))
	set("due", was.Due != now.Due, was.Due)
	set("note", was.Note != now.Note, was.Note)
	return Invocation{Verb: "rec set", Values: values}
}

// markAction opens the form of rec set with what the register says, except whom
// and what not everybody may read. What is left empty stays; the form does nothing
// once the register says something else.
func markAction(label string, e briefings.RecEntry, id briefings.RecID) Action {
	values := map[string]string{"of": string(id), "change": strconv.Itoa(e.N + 1), "status": string(e.State())}
	if e.Due != "" {
		values["due"] = e.Due
	}
	return Action{Label: label, Text: Invocation{Verb: "rec set", Values: values}.String(), Form: true}
}

// ownerOf returns how a person of the register is named to the asker: nobody of
// another workspace by name, and nobody at all for no person.
func (p *page) ownerOf(ctx context.Context, id briefings.PersonID) string {
	if id == "" {
		return ""
	}
	if !p.c.knows(id) {
		return elsewhere
	}
	who, err := p.d.store.Person(ctx, id)
	if err != nil {
		who = briefings.Person{ID: id} // a name is a courtesy
	}
	return calledPerson(who)
}

// setWhen says which change of the register this is, and when it was made.
func setWhen(p *page, e briefings.RecEntry) string {
	if e.N == 0 {
		return ""
	}
	return fmt.Sprintf("change %d, %s", e.N, p.moment(e.At.In(zone(p.c.Place.Zone)), minute+" MST"))
}

// noteOn returns a note of the register as it may be shown: without the names that
// the sources of the recommendation withhold.
func (p *page) noteOn(a advice, note string) string {
	sources := []*briefings.Source{a.source}
	if a.own() {
		sources = nil
		for _, id := range a.in.edition.Text.Sources {
			sources = append(sources, p.c.view.byID[id])
		}
	}
	for _, src := range sources {
		if src != nil && src.Unattributed {
			note = p.d.veils.of(src).veil.Text(note)
		}
	}
	return strings.Join(strings.Fields(note), " ")
}

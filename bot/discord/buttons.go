package discord

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// A button is one button of a message.
type button struct {
	id     string
	label  string // as people read it; no markdown is read there
	text   string // what it runs; empty when that cannot be typed
	danger bool
}

// The most buttons of a message beside those of the passages, and the most
// passages of a page that have a button each: more are listed in a select.
const (
	maxButtons   = 2 * maxRowButtons
	mostPassages = maxRowButtons
)

// citing is the verb that shows a passage.
const citing = "cite"

// rows are the components that can be used, as they stand below a page.
type rows struct {
	passages []button // of each passage that the page shows
	more     []button // what the reply offers, the other pages, Share and Report
	forms    []button // that open the form of a verb
}

// rowsOf returns what can be pressed on a page. What is too long for a component
// and cannot be kept, or is one too many, is left out.
func rowsOf(d *drafter, p *page) rows {
	reply, k := d.reply, d.keys
	var out rows
	numbered, others := offered(reply)
	for i, n := range p.cites {
		if reply.Verb == citing {
			break // the passage is what is shown
		}
		text, ok := numbered[n]
		if !ok {
			text = refOf(reply, n)
		}
		if id, fits := k.id(kindRun, i, text); fits && text != "" {
			out.passages = append(out.passages, button{id: id, label: "[" + strconv.Itoa(n) + "]", text: text})
		}
	}
	last := lastButtons(d, p)
	for i, a := range others {
		if len(out.more) == maxButtons-len(last) {
			break
		}
		label := shortPlain(a.Label, maxButtonLabel)
		if label == "" || a.Text == "" {
			continue
		}
		id, fits := k.action(len(p.cites)+i, a)
		if twice := slices.ContainsFunc(out.more, func(b button) bool { return b.id == id }); fits && !twice {
			out.more = append(out.more, button{id: id, label: label, text: a.Typed(), danger: a.Confirm != "" && !a.Form})
		}
	}
	out.more = append(out.more, last...)
	out.forms = formButtons(d.opts.Forms, k)
	return out
}

// action returns the custom_id of an action's button, or false when there is none.
func (k *keeper) action(n int, a commands.Action) (string, bool) {
	switch {
	case a.Form:
		inv, _ := commands.Parse(a.Text)
		if row, ok := intake.Row(inv.Verb); !ok || inv.Assumed || len(fieldsOf(row)) == 0 {
			return "", false
		}
		return k.id(kindOpen, 1, formText(inv.Verb, inv.Values))
	case a.Confirm != "":
		return k.id(kindSure, n, sureText(a))
	}
	return k.id(kindRun, n, a.Text)
}

// formButtons returns a button for each form that can be opened.
func formButtons(forms []string, k *keeper) []button {
	var out []button
	for _, text := range forms[:min(len(forms), maxOptions)] {
		row, _, ok := parseFormText(text)
		id, fits := k.id(kindOpen, 1, text)
		if f, is := familyNamed(text); is {
			// It has many forms, which the help about it offers.
			row, ok = commands.Row{Name: f.Name, Summary: f.Summary}, true
			id, fits = k.id(kindRun, maxOptions+len(out), "help verb:"+f.Name)
		}
		if ok && fits && !slices.ContainsFunc(out, func(b button) bool { return b.id == id }) {
			out = append(out, button{id: id, label: row.Name + " — " + row.Summary})
		}
	}
	if len(forms) == 1 && len(out) == 1 {
		out[0].label = "Open form"
	}
	return out
}

// lastButtons returns the buttons that ask for the same again.
func lastButtons(d *drafter, p *page) []button {
	reply, opts := d.reply, d.opts
	var out []button
	add := func(kind string, n int, label string) {
		if id, fits := d.keys.id(kind, n, opts.Asked); fits && opts.Asked != "" {
			out = append(out, button{id: id, label: label})
		}
	}
	if p.number > 1 && d.carried {
		add(kindPage, p.number-1, "◀ Page "+strconv.Itoa(p.number-1))
	}
	if p.number < p.of && d.carried {
		add(kindPage, p.number+1, "Page "+strconv.Itoa(p.number+1)+" ▶")
	}
	if opts.Delivery != nil {
		return append(out, reportButton(opts.Delivery(p.number)))
	}
	if reply.Error == nil && len(reply.Citations) > 0 {
		if reply.Private && !opts.Public && !opts.NoShare {
			add(kindShare, 0, "Share")
		}
		add(kindProblem, 0, "Report")
	}
	return out
}

// reportButton returns the button by which a reader reports a problem with a
// delivery, and by which the message that brought it is found again.
func reportButton(id briefings.DeliveryID) button {
	text, fits := customID(kindProblem, 0, "delivery "+string(id))
	if !fits {
		panic("discord: the ID of a delivery is too long")
	}
	return button{id: text, label: "Report"}
}

// offered returns the actions of a reply: those of its passages by number, which
// name the answer and so lead back to it, and the others.
func offered(reply commands.Reply) (numbered map[int]string, others []commands.Action) {
	numbered = map[int]string{}
	for _, a := range reply.Actions {
		n, err := strconv.Atoi(a.Label)
		if err == nil && a.Confirm == "" && slices.ContainsFunc(reply.Citations, func(c commands.Citation) bool { return c.N == n }) {
			numbered[n] = a.Text
			continue
		}
		others = append(others, a)
	}
	return numbered, others
}

// refOf returns the invocation that shows a passage.
func refOf(reply commands.Reply, n int) string {
	for _, c := range reply.Citations {
		if c.N == n {
			return "cite ref:" + c.Ref.String()
		}
	}
	return ""
}

// drawn returns the rows as components; sources name the options of the select
// that lists many passages.
func (r rows) drawn(sources map[int]inert) []component {
	var out []component
	if len(r.passages) > mostPassages {
		out = append(out, selectRow(0, "Passages", withSources(r.passages, sources)))
	} else {
		out = append(out, buttonRows(r.passages)...)
	}
	out = append(out, buttonRows(r.more)...)
	if len(r.forms) == 1 {
		return append(out, buttonRows(r.forms)...)
	} else if len(r.forms) > 1 {
		return append(out, selectRow(1, "Open a form", r.forms))
	}
	return out
}

// buttonRows returns buttons in rows of five.
func buttonRows(buttons []button) []component {
	var out []component
	for row := range slices.Chunk(buttons, maxRowButtons) {
		var parts []component
		for _, b := range row {
			style := discordgo.SecondaryButton
			if b.danger {
				style = discordgo.DangerButton
			}
			parts = append(parts, discordgo.Button{Label: b.label, Style: style, CustomID: b.id})
		}
		out = append(out, discordgo.ActionsRow{Components: parts})
	}
	return out
}

// selectRow returns a select among buttons, of which there are at most 25; the
// number sets it apart in its message.
func selectRow(n int, placeholder string, among []button) component {
	id, _ := customID(kindSelect, n, "")
	s := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: id, Placeholder: placeholder}
	for _, b := range among {
		s.Options = append(s.Options, discordgo.SelectMenuOption{Label: shortPlain(b.label, maxOptionText), Value: b.id})
	}
	return discordgo.ActionsRow{Components: []component{s}}
}

// withSources returns the buttons of passages with their source lines as labels.
func withSources(passages []button, sources map[int]inert) []button {
	out := slices.Clone(passages)
	for i, b := range out {
		if n, err := strconv.Atoi(strings.Trim(b.label, "[]")); err == nil && !sources[n].empty() {
			out[i].label = sources[n].plain()
		}
	}
	return out
}

package commands

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"attache/briefings"
)

// recs lists who is advised to do what: the authors' own advice, after that of the
// briefings, or what the authors report others to demand.
func (d *Desk) recs(ctx context.Context, c *call) (Reply, error) {
	noun := "recommendation"
	if c.value("kind") == "reported" {
		noun = "reported demand"
		if c.Values["status"] != "" {
			return Reply{}, briefings.Errorf(briefings.Invalid, "Reported demands have no status; leave out status: or kind:.")
		}
	}
	got, err := d.advised(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	p := d.page(c, recsTitle(c, noun))
	switch {
	case len(got.scope) == 0:
		return p.nothingHere(), nil
	case len(got.list) == 0:
		p.reply.Text = fmt.Sprintf("None of %s in %s fits.", count(got.total, noun), count(len(got.scope), "source"))
		if got.total == 0 {
			p.reply.Text = fmt.Sprintf("%s no %s.", gives(len(got.scope)), noun)
		}
		p.reply.Text += timeless(got.unstated)
		return p.keep(ctx, p.searched(len(got.scope))), nil
	}
	where := count(len(got.scope), "source")
	if n := got.briefings(); n > 0 {
		where += " and " + count(n, "briefing")
	}
	p.reply.Text = fmt.Sprintf("%s in %s.", count(len(got.list), noun), where)
	if len(got.list) < got.total {
		p.reply.Text = fmt.Sprintf("%d of %s in %s.", len(got.list), count(got.total, noun), where)
	}
	p.reply.Text += timeless(got.unstated)
	if noun != "recommendation" {
		p.reply.Text += " Others ask for these; the authors do not."
	}
	switch c.value("format") {
	case "list":
		p.listAdvice(got)
	case "csv":
		p.fileAdvice(ctx, got)
	default:
		p.tableAdvice(got.list, got.register, c.Values["status"] != "")
	}
	p.offerAdvice(got)
	return p.keep(ctx, p.searched(len(got.scope))), nil
}

// offerAdvice adds the buttons that lead on from a list of advice.
func (p *page) offerAdvice(got counsel) {
	c := p.c
	if c.value("format") != "csv" {
		p.act("CSV", c.Invocation.with("format", "csv").String())
	}
	if c.value("kind") != "advice" {
		return
	}
	p.act("Reported demands", c.Invocation.with("kind", "reported").with("status", "").String())
	if c.Values["status"] == "" && settled(got.list, got.register) {
		p.act("Only open", c.Invocation.with("status", string(briefings.RecOpen)).String())
	}
	if c.Person.Role.AtLeast(briefings.Editor) {
		p.reply.Actions = append(p.reply.Actions, markAction("Mark 1", got.register[got.list[0].id()], got.list[0].id()))
	}
}

// settled reports whether the register has closed any of the recommendations.
func settled(list []advice, register map[briefings.RecID]briefings.RecEntry) bool {
	return slices.ContainsFunc(list, func(a advice) bool { return register[a.id()].State() != briefings.RecOpen })
}

// timeless says how much cannot be told to have a horizon.
func timeless(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return " 1 says nothing of when and has no horizon."
	}
	return fmt.Sprintf(" %d say nothing of when and have no horizon.", n)
}

func recsTitle(c *call, noun string) string {
	title := strings.ToUpper(noun[:1]) + noun[1:] + "s"
	if actor := c.Values["actor"]; actor != "" {
		title += " to " + actor
	}
	if topic := c.Values["topic"]; topic != "" {
		title += " on " + topic
	}
	return title
}

func gives(sources int) string {
	if sources == 1 {
		return "The one source gives"
	}
	return fmt.Sprintf("The %d sources give", sources)
}

// tableAdvice lays the advice out as a table, a citation with each row. The
// status stands in it when it is asked for, or when that of any row is not open.
func (p *page) tableAdvice(list []advice, register map[briefings.RecID]briefings.RecEntry, status bool) {
	t := Table{Header: []string{"who", "does what", "by", "in"}}
	for _, a := range list {
		t.Rows = append(t.Rows, []string{orDash(a.who()), a.text(), orDash(a.Horizon), a.standing()})
		t.Cites = append(t.Cites, p.citesOf(a))
	}
	dropEmptyColumn(&t, 3)
	dropEmptyColumn(&t, 2)
	if status || settled(list, register) {
		t.Header = append(t.Header, "status")
		for i, a := range list {
			t.Rows[i] = append(t.Rows[i], string(register[a.id()].State()))
		}
	}
	p.reply.Tables = append(p.reply.Tables, t)
}

// dropEmptyColumn takes out a column in which no row says anything.
func dropEmptyColumn(t *Table, column int) {
	for _, r := range t.Rows {
		if r[column] != "–" {
			return
		}
	}
	t.Header = slices.Delete(t.Header, column, column+1)
	for i := range t.Rows {
		t.Rows[i] = slices.Delete(t.Rows[i], column, column+1)
	}
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// listAdvice lays the advice out as sentences under their addressees, in the
// order in which these are first addressed.
func (p *page) listAdvice(got counsel) {
	var order []string
	by := map[string][]advice{}
	for _, a := range got.list {
		who := a.who()
		if who == "" {
			who = "Nobody named"
		}
		if by[who] == nil {
			order = append(order, who)
		}
		by[who] = append(by[who], a)
	}
	for _, who := range order {
		for _, a := range by[who] {
			p.advise(a, who)
			if state := got.register[a.id()].State(); state != briefings.RecOpen {
				s := &p.reply.Statements[len(p.reply.Statements)-1]
				s.Label = joined(s.Label, string(state))
			}
		}
	}
}

// advise adds a recommendation to the body, in its own words.
func (p *page) advise(a advice, group string) {
	if !a.own() {
		p.quote(a.source, a.Passage, group)
		return
	}
	p.reply.Statements = append(p.reply.Statements, Statement{Text: a.made.Text, Group: group, Cites: p.citesOf(a), Label: joined("recommendation", a.standing())})
}

// fileAdvice lays the advice out as a CSV file, with all that the register says.
func (p *page) fileAdvice(ctx context.Context, got counsel) {
	var rows [][]string
	for _, a := range got.list {
		var n, passage, where, file string
		for i, number := range p.citesOf(a) {
			cited := p.reply.Citations[number-1]
			if i == 0 {
				n, passage, where, file = strconv.Itoa(number), cited.Ref.String(), cited.Source, cited.File
			} else {
				passage += " " + cited.Ref.String()
			}
		}
		if a.own() {
			where = a.standing()
		}
		e := got.register[a.id()]
		id, status := string(a.id()), string(e.State())
		if p.c.value("kind") != "advice" {
			id, status, e = "", "", briefings.RecEntry{} // the register holds advice alone
		}
		rows = append(rows, []string{n, id, a.who(), a.text(), a.Horizon, status, p.ownerOf(ctx, e.Owner), e.Due, p.noteOn(a, e.Note), passage, where, file})
	}
	p.reply.Files = append(p.reply.Files, csvFile("recommendations.csv",
		[]string{"n", "id", "who", "does what", "by", "status", "owner", "due", "note", "passage", "where", "file"}, rows))
}

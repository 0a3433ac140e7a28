package commands

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"attache/briefings"
	"attache/briefings/redline"
	"attache/commands/manuscript"
)

// mostLines is how many lines of a redline one reply shows.
const mostLines = 80

// redline adds what differs between two texts to the body: a line that begins
// with a minus for what was and one with a plus for what is now, under the
// heading of each part. The headings begin with whose change it is.
func (p *page) redline(changes []redline.Change, whose string) {
	lines := 0
	for i, ch := range changes {
		if lines >= mostLines {
			p.say(fmt.Sprintf("… and %s more; brief export gives all of it as a file.", count(len(changes)-i, "change")), whose)
			return
		}
		add := func(text, label string) {
			p.reply.Statements = append(p.reply.Statements, Statement{Text: text, Group: whose + " · " + ch.Part, Label: label})
			lines++
		}
		if ch.Kind == redline.Moved {
			add(oneLine(ch.Now), fmt.Sprintf("moved to place %d", ch.N))
			continue
		}
		if ch.Was != "" {
			add("− "+oneLine(ch.Was), "")
		}
		if ch.Now != "" {
			add("+ "+oneLine(ch.Now), "")
		}
	}
}

// conflicts adds what both sides changed, each in its own words.
func (p *page) conflicts(all []redline.Conflict) {
	for _, one := range all {
		group := "Both changed this · " + one.Part
		add := func(sign, text, label string) {
			if text == "" {
				text = "(nothing)"
			}
			p.reply.Statements = append(p.reply.Statements, Statement{Text: sign + oneLine(text), Group: group, Label: label})
		}
		add("− ", one.Base, "as it was")
		add("+ ", one.Theirs, "theirs, which stays if you save merged")
		add("+ ", one.Mine, "yours")
	}
}

// oneLine returns a text that an editor wrote as one clean line, as it is shown.
func oneLine(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }

// mostForm is how many bytes the command behind a form's button may have; with
// what it is wrapped in it has to fit in what platforms are lent for buttons.
const mostForm = 7000

// form adds the button that opens the form of brief edit, filled with a text.
// What does not fit is left out of it: left empty, a field stays as it is.
func (p *page) form(label string, w *work, text briefings.Content) {
	values := map[string]string{"of": string(w.slug)}
	if w.drafted {
		values["revision"] = fmt.Sprint(w.draft.N)
	} else if w.briefing.Latest > 0 {
		values["edition"] = fmt.Sprint(w.briefing.Latest)
	}
	for option, value := range frameOf(text) {
		if was := frameOf(w.text())[option]; value != was {
			values[option] = cmp.Or(value, "none")
		}
	}
	size := len(Invocation{Verb: "brief edit", Values: values}.String())
	for _, field := range []struct{ name, value string }{
		{"title", text.Title},
		{"bottom-line", manuscript.WriteStatements(text.BottomLine)},
		{"judgements", manuscript.WriteStatements(text.Judgements)},
		{"recommendations", manuscript.WriteRecommendations(text.Recommendations)},
		{"watch", manuscript.WriteWatchItems(text.Watch)},
	} {
		if more := len(field.name) + len(quoted(field.value)) + 2; field.value != "" && len(field.value) <= maxPart && size+more <= mostForm {
			values[field.name] = field.value
			size += more
		}
	}
	p.reply.Actions = append(p.reply.Actions, Action{Label: label, Text: Invocation{Verb: "brief edit", Values: values}.String(), Form: true})
}

// frameOf returns what holds for a text as a whole, as options say it.
func frameOf(c briefings.Content) map[string]string {
	var ids []string
	for _, id := range c.Sources {
		ids = append(ids, string(id))
	}
	embargo := ""
	if !c.Embargo.IsZero() {
		embargo = c.Embargo.UTC().Format(time.RFC3339)
	}
	return map[string]string{
		"topics": strings.Join(c.Topics, ", "), "marking": strings.ToLower(strings.TrimPrefix(string(c.Marking), "TLP:")), "sources": strings.Join(ids, " "),
		"review-by": c.ReviewBy, "owner": string(c.Owner), "embargo": embargo, "scale": string(c.Scale),
	}
}

package commands

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"attache/briefings"
)

// asSettings is what takes a channel's own clearance away again.
const asSettings = "default"

// channelClearance says up to which label a channel shows things, and sets it. It
// shows the difference first, whichever way it goes: lower hides what people there
// are used to see, higher shows them what they have not seen.
func (d *Desk) channelClearance(ctx context.Context, c *call) (Reply, error) {
	ch, err := c.channelIn(c.value("of"))
	if err != nil {
		return Reply{}, err
	}
	if _, own := ch.Person(); own {
		return Reply{}, briefings.Errorf(briefings.Invalid, "What your own conversation shows is in the settings of the process; use this in a channel.")
	}
	if c.Place.Platform != "console" && (ch.Platform != c.Place.Platform || ch.Workspace != c.Place.Workspace) {
		return Reply{}, briefings.Errorf(briefings.NotFound, "There is no channel %q here; write here, or a channel's ID.", shown(c.value("of")))
	}
	facts, err := d.look(ctx, c, ch)
	if err != nil {
		return Reply{}, err
	}
	was, err := d.store.ChannelSettings(ctx, ch)
	if err != nil {
		return Reply{}, fmt.Errorf("settings of %s: %w", ch, err)
	}
	called := cmp.Or(name(facts.Name), ch.ID)
	now, given := was, c.Values["marking"]
	switch {
	case given == asSettings:
		now.Clearance = ""
	case given != "":
		if now.Clearance, err = briefings.ParseMarking(given); err != nil {
			return Reply{}, err
		}
	}
	if facts.Open && now.Clearance != was.Clearance && now.Clearance != "" && now.Clearance != briefings.Clear {
		return Reply{}, briefings.Errorf(briefings.Forbidden, "People from outside may be in %s, so it shows %s and nothing above; choose another channel.", called, briefings.Clear)
	}
	p := d.page(c, "Clearance of "+called)
	switch {
	case now.Clearance == was.Clearance:
		p.reply.Text = clearanceText(called, facts, was)
	case !c.yes("confirm"):
		p.reply.Text = fmt.Sprintf("Not set yet: %s would show up to another label.", called)
		p.reply.Tables = append(p.reply.Tables, clearances(was, now))
		p.reply.Actions = []Action{{Label: "Set", Text: clearanceOrder(ch, now).with("confirm", "yes").String(), Confirm: clearanceQuestion(called, was, now)}}
	default:
		if _, err := d.store.SaveChannelSettings(ctx, now, c.stamp()); err != nil {
			return Reply{}, fmt.Errorf("save settings of %s: %w", ch, err)
		}
		p.reply.Text = fmt.Sprintf("Set; it holds for every answer and digest in %s within a minute.", called)
		p.reply.Tables = append(p.reply.Tables, clearances(was, now))
		p.reply.Actions = []Action{{Label: "Undo", Text: clearanceOrder(ch, was).with("confirm", "yes").String(), Confirm: clearanceQuestion(called, now, was)}}
	}
	return p.reply, nil
}

// clearanceText says what holds.
func clearanceText(called string, facts ChannelFacts, s briefings.ChannelSettings) string {
	switch {
	case facts.Open:
		return fmt.Sprintf("%s shows %s and nothing above: people from outside may be in it.", called, briefings.Clear)
	case s.Clearance != "":
		return fmt.Sprintf("%s shows up to %s, as was set for it.", called, s.Clearance)
	}
	return fmt.Sprintf("%s shows up to %s, as the settings of the process say.", called, orDash(string(facts.Clearance)))
}

func clearanceQuestion(called string, was, now briefings.ChannelSettings) string {
	return fmt.Sprintf("Let %s show up to %s, not %s?", called, clearanceWord(now), clearanceWord(was))
}

func clearanceWord(s briefings.ChannelSettings) string {
	return cmp.Or(string(s.Clearance), "what the settings say")
}

func clearances(was, now briefings.ChannelSettings) Table {
	return Table{Header: []string{"", "was", "becomes"}, Rows: [][]string{{"shows up to", clearanceWord(was), clearanceWord(now)}}, Cites: [][]int{nil}}
}

// clearanceOrder returns the command that gives a channel the clearance.
func clearanceOrder(ch briefings.Channel, s briefings.ChannelSettings) Invocation {
	marking := cmp.Or(strings.ToLower(strings.TrimPrefix(string(s.Clearance), "TLP:")), asSettings)
	return Invocation{Verb: "channel clearance", Values: map[string]string{"of": ch.String(), "marking": marking}}
}

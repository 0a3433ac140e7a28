package commands

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"

	"attache/briefings"
)

// channelBind gives a channel its topic and its time zone, or shows what is set.
func (d *Desk) channelBind(ctx context.Context, c *call) (Reply, error) {
	s, err := d.channelSettings(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	was, undo := s, map[string]string{}
	var notes []string
	if v, given := c.Values["topic"]; given {
		topics := topicsIn(v)
		s.Topic, notes = strings.Join(topics, ", "), c.unknownTopics(topics)
		undo["topic"] = orWord(topicsIn(was.Topic), ", ", "all")
	}
	if v, given := c.Values["zone"]; given {
		if s.Zone = v; strings.EqualFold(v, "none") {
			s.Zone = ""
		} else if _, err := briefings.LoadZone(v); err != nil {
			return Reply{}, err
		}
		undo["zone"] = orWord(strings.Fields(was.Zone), "", "none")
	}
	p, err := d.setChannel(ctx, c, was, s, undo)
	if err != nil {
		return Reply{}, err
	}
	p.notes(notes)
	return p.reply, nil
}

// channelLimits sets how many digests a day a channel gets, or shows what is set.
func (d *Desk) channelLimits(ctx context.Context, c *call) (Reply, error) {
	s, err := d.channelSettings(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	was, undo := s, map[string]string{}
	if v, given := c.Values["per-day"]; given {
		if s.PerDay, err = strconv.Atoi(v); strings.EqualFold(v, "off") {
			s.PerDay = 0
		} else if err != nil || s.PerDay < 1 || s.PerDay > 24 {
			return Reply{}, briefings.Errorf(briefings.Invalid, "per-day: is a number from 1 to 24, or off, not %q.", shown(v))
		}
		if undo["per-day"] = "off"; was.PerDay > 0 {
			undo["per-day"] = strconv.Itoa(was.PerDay)
		}
	}
	p, err := d.setChannel(ctx, c, was, s, undo)
	if err != nil {
		return Reply{}, err
	}
	return p.reply, nil
}

// channelQuietHours sets when nothing is posted to a channel, or shows what is
// set.
func (d *Desk) channelQuietHours(ctx context.Context, c *call) (Reply, error) {
	s, err := d.channelSettings(ctx, c)
	if err != nil {
		return Reply{}, err
	}
	was, undo := s, map[string]string{}
	v, given := c.Values["hours"]
	switch {
	case given && strings.EqualFold(v, "off"):
		s.Quiet = briefings.Quiet{}
	case given:
		if s.Quiet, err = briefings.ParseQuiet(v, cmp.Or(c.value("zone"), s.Zone, c.Place.Zone, "UTC")); err != nil {
			return Reply{}, err
		}
	case c.value("zone") != "":
		return Reply{}, briefings.Errorf(briefings.Invalid, "Say which hours the zone is for: channel quiet-hours hours:22:00-07:00 zone:%s.", shown(c.value("zone")))
	}
	if given {
		if undo["hours"] = "off"; was.Quiet.From != "" {
			undo["hours"], undo["zone"] = was.Quiet.From+"-"+was.Quiet.To, was.Quiet.Zone
		}
	}
	p, err := d.setChannel(ctx, c, was, s, undo)
	if err != nil {
		return Reply{}, err
	}
	return p.reply, nil
}

// setChannel keeps the settings of a channel if they differ from what they were,
// and shows them. Undo holds the values of the options that take it back.
func (d *Desk) setChannel(ctx context.Context, c *call, was, now briefings.ChannelSettings, undo map[string]string) (*page, error) {
	called := d.called(ctx, c, now.Channel)
	p := d.page(c, "Settings of "+called)
	switch {
	case now != was:
		if _, err := d.store.SaveChannelSettings(ctx, now, c.stamp()); err != nil {
			return nil, fmt.Errorf("save settings of %s: %w", now.Channel, err)
		}
		p.reply.Text = "Set; it holds for every digest that comes to " + called + "."
		p.act("Undo", Invocation{Verb: c.Verb, Values: undo}.String())
	case len(undo) > 0:
		p.reply.Text = "That is how it is set already."
	default:
		p.reply.Text = "What holds for every digest that comes to " + called + "."
	}
	limit, quiet := "none", "none"
	if now.PerDay > 0 {
		limit = count(now.PerDay, "digest") + " a day"
	}
	if now.Quiet.From != "" {
		quiet = now.Quiet.From + "–" + now.Quiet.To + " " + now.Quiet.Zone
	}
	t := Table{Header: []string{"", ""}, Cites: make([][]int, 5)}
	t.Rows = [][]string{{"topic", orWord(topicsIn(now.Topic), ", ", "all")}, {"zone", cmp.Or(now.Zone, "the asker's")}, {"at most", limit}, {"quiet hours", quiet}, {"shows up to", clearanceWord(now)}}
	p.reply.Tables = append(p.reply.Tables, t)
	return p, nil
}

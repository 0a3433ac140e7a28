package discord

import (
	"testing"

	"attache/bot/discord/discordfake"
	"attache/briefings"
)

// What was set for a channel holds there and in its threads; a server that is not
// trusted shows nothing but TLP:CLEAR, whatever was set.
func TestChannelClearance(t *testing.T) {
	set := func(c briefings.Channel) (briefings.Marking, bool) {
		m, ok := map[string]briefings.Marking{discordfake.Desk: briefings.Red, discordfake.OtherDesk: briefings.Red, "7": briefings.Clear}[c.ID]
		return m, ok && c.Platform == "discord"
	}
	p := openPlatform(t, Config{Clearance: briefings.Green, DirectClearance: briefings.Amber, ChannelClearance: set})
	in := func(server, channel, parent string) interaction {
		return interaction{GuildID: server, ChannelID: channel, Channel: channelPayload{ID: channel, Parent: parent}}
	}
	for _, c := range []struct {
		at      interaction
		trusted bool
		want    briefings.Marking
	}{
		{in("1", discordfake.Desk, ""), true, briefings.Red}, {in("1", discordfake.Desk, ""), false, briefings.Clear},
		{in("1", "5", discordfake.Desk), true, briefings.Red}, {in("1", "7", discordfake.Desk), true, briefings.Clear},
		{in("1", "6", ""), true, briefings.Green},
	} {
		if got := p.placeOf(c.at, c.trusted).Clearance; got != c.want {
			t.Errorf("%+v, trusted %v, shows up to %s, want %s", c.at.Channel, c.trusted, got, c.want)
		}
	}
	onBench(t, discordfake.Config{}, func(t *testing.T, b *bench) {
		b.p.cfg.Servers = []string{discordfake.GuildID}
		b.p.cfg.Clearance, b.p.cfg.ChannelClearance = briefings.Green, set
		b.fake.SetChannel(discordfake.Channel{ID: "1500000000000000093", Guild: discordfake.GuildID, Name: "talk", Kind: discordfake.PublicThread, Parent: discordfake.Desk})
		for id, want := range map[string]briefings.Marking{discordfake.Desk: briefings.Red, "1500000000000000093": briefings.Red, discordfake.Closed: briefings.Green, discordfake.OtherDesk: briefings.Clear} {
			facts, err := b.p.Look(t.Context(), briefings.Channel{Platform: "discord", Workspace: discordfake.GuildID, ID: id})
			if err != nil || facts.Clearance != want || facts.Open != (id == discordfake.OtherDesk) {
				t.Errorf("%s: %+v, %v, want %s", id, facts, err, want)
			}
		}
	})
}

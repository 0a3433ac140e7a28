package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"attache/bot/discord"
	"attache/bot/discord/discordfake"
	"attache/briefings"
	"attache/commands"
)

const discordOwnerID = briefings.PersonID("discord/" + discordfake.GuildID + "/" + discordfake.Owen)

// A discordHall is a channel of the fake Discord.
type discordHall struct {
	t    *testing.T
	fake *discordfake.Discord
	p    discordPlatform
}

// hallOnDiscord opens a server that keeps nobody from the commands of editors, so
// that the desk itself has to.
func hallOnDiscord(t *testing.T, o *office, known *directory) hall {
	schema, err := discordfake.FindSchema()
	if err != nil {
		t.Fatal(err)
	}
	world := discordfake.DefaultWorld()
	for i := range world.Roles {
		world.Roles[i].Permissions |= discordfake.ManageGuild
	}
	fake := discordfake.New(discordfake.Config{Schema: schema, World: world})
	config := o.config
	config.Discord.Token, config.Discord.API, config.Discord.Servers = NewSecret(discordfake.BotToken), fake.API(), []string{discordfake.GuildID}
	config.Discord.Roles = map[string]briefings.Role{discordfake.RoleEditors: briefings.Editor}
	cfg := discordConfig(config, newLog(t.Output(), Log{Level: "error"}))
	cfg.HTTPClient, cfg.Dialer, cfg.Ledger, cfg.Shelf = fake.HTTPClient(), fake.Dialer(), ledger{o.store}, shelf{o.store}
	p, err := discord.New(cfg, widgets{known})
	if err != nil {
		t.Fatal(err)
	}
	return &discordHall{t: t, fake: fake, p: discordPlatform{p}}
}

func (h *discordHall) platform() Platform { return h.p }

func (h *discordHall) close() {
	for _, v := range h.fake.Violations() {
		h.t.Errorf("against Discord's rules: %v", v)
	}
	h.fake.Close()
}

func (h *discordHall) user(who string) string {
	return map[string]string{theEditor: discordfake.Ben, theApprover: discordfake.Cara, theOwner: discordOwner, theReader: discordfake.Anna}[who]
}

func (h *discordHall) mention(who string) string { return "<@" + h.user(who) + ">" }

// sent waits for an interaction, and reports what Discord's client would not have sent.
func (h *discordHall) sent(d *discordfake.Delivery) *discordfake.Delivery {
	h.t.Helper()
	if d.Refused != "" {
		h.t.Fatalf("Discord does not send it: %s", d.Refused)
	}
	if r := d.Wait(); r.Failed {
		h.t.Errorf("nothing answers: %+v", r)
	}
	return d
}

func (h *discordHall) types(who, command string, file *commands.File) {
	h.t.Helper()
	row, ok := rowOf(command)
	inv, err := commands.Parse(command)
	if !ok || err != nil {
		h.t.Fatalf("%q is no command: %v", command, err)
	}
	var filled []discordfake.Opt
	for _, o := range row.Options {
		if v := inv.Values[o.Name]; v != "" {
			filled = append(filled, option(o, v))
		}
	}
	if file != nil {
		filled = append(filled, discordfake.Attach("file", h.fake.Upload(file.Name, file.Data)))
	}
	h.sent(h.fake.Command(h.user(who), discordDesk, row.Group, verbOf(row, filled)))
}

// visible returns our messages that somebody sees, oldest first.
func (h *discordHall) visible(who string) []discordfake.Message {
	all := h.fake.Messages(discordDesk)
	return slices.DeleteFunc(slices.Clone(all), func(m discordfake.Message) bool {
		return m.Via == "person" || m.Loading || m.ForUser != "" && m.ForUser != h.user(who)
	})
}

func (h *discordHall) seen(who string) string {
	all := h.visible(who)
	if len(all) == 0 {
		return ""
	}
	return readable(all[len(all)-1])
}

func (h *discordHall) presses(who, label string) {
	h.t.Helper()
	for _, m := range slices.Backward(h.visible(who)) {
		for _, c := range controlsOf(m.Components) {
			if c.label != label {
				continue
			}
			d := h.sent(h.fake.Press(h.user(who), m.ID, c.id))
			time.Sleep(time.Second)
			if question, ok := d.Original(); ok && question.ID != m.ID {
				if asked := controlsOf(question.Components); len(asked) == 1 && strings.Contains(question.Text(), "?") {
					h.sent(h.fake.Press(h.user(who), question.ID, asked[0].id))
				}
			}
			return
		}
	}
	h.t.Fatalf("the %s sees no button %q but:\n%s", who, label, h.seen(who))
}

func (h *discordHall) fills(who, label string, meanwhile func(), option, value string) {
	h.t.Helper()
	for _, m := range slices.Backward(h.visible(who)) {
		for _, c := range controlsOf(m.Components) {
			if c.label != label {
				continue
			}
			opened := h.sent(h.fake.Press(h.user(who), m.ID, c.id))
			if opened.Modal() == nil {
				h.t.Fatalf("%s opens no form but %q", label, h.seen(who))
			}
			meanwhile()
			part := h.sent(h.fake.Submit(h.user(who), opened, discordfake.Text(option, value)))
			time.Sleep(time.Second)
			if m, ok := part.Original(); ok { // the form has more parts, which are left out
				for _, c := range controlsOf(m.Components) {
					if c.label == "Send as it is" {
						h.sent(h.fake.Press(h.user(who), m.ID, c.id))
					}
				}
			}
			return
		}
	}
	h.t.Fatalf("the %s sees no button %q but:\n%s", who, label, h.seen(who))
}

func (h *discordHall) posted() (messages, replies []string) {
	for _, m := range h.fake.Messages(discordDesk) {
		if m.Via == "person" || m.Ephemeral || m.ForUser != "" {
			continue
		}
		if m.Reply != "" {
			replies = append(replies, readable(m))
		} else {
			messages = append(messages, readable(m))
		}
		if m.Thread != "" {
			for _, under := range h.fake.Messages(m.Thread) {
				replies = append(replies, readable(under))
			}
		}
	}
	return messages, replies
}

// readable returns what a message shows, as people read it.
func readable(m discordfake.Message) string { return strings.ReplaceAll(m.Text(), `\`, "") }

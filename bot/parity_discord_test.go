package bot

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"attache/bot/discord"
	"attache/bot/discord/discordfake"
	"attache/commands"
)

// A discordSeat is the owner of a server, in a channel.
type discordSeat struct {
	*rehearsal
	fake *discordfake.Discord
}

const (
	discordOwner = discordfake.Owen
	discordDesk  = discordfake.Desk
)

func openDiscord(s *rehearsal) seat {
	schema, err := discordfake.FindSchema()
	if err != nil {
		s.t.Fatal(err)
	}
	fake := discordfake.New(discordfake.Config{Schema: schema})
	config := DefaultConfig()
	config.Discord.Token, config.Discord.API, config.Discord.Servers = NewSecret(discordfake.BotToken), fake.API(), []string{discordfake.GuildID}
	config.People.Owners = append(config.People.Owners, "discord/"+discordfake.GuildID+"/"+discordOwner)
	cfg := discordConfig(config, newLog(s.t.Output(), Log{Level: "error"}))
	cfg.HTTPClient, cfg.Dialer, cfg.Ledger, cfg.Shelf = fake.HTTPClient(), fake.Dialer(), ledger{s.store}, shelf{s.store}
	p, err := discord.New(cfg, widgets{s.known})
	if err != nil {
		s.t.Fatal(err)
	}
	s.runs(discordPlatform{p})
	return &discordSeat{rehearsal: s, fake: fake}
}

func (k *discordSeat) ends() {
	for _, v := range k.fake.Violations() {
		k.t.Errorf("against Discord's rules: %v", v)
	}
	k.stop = slices.Insert(k.stop, 0, k.fake.Close)
}

// sent reports what Discord's own client would not have sent.
func (k *discordSeat) sent(d *discordfake.Delivery) *discordfake.Delivery {
	k.t.Helper()
	if d.Refused != "" {
		k.t.Fatalf("Discord does not send it: %s", d.Refused)
	}
	if r := d.Wait(); r.Failed {
		k.t.Errorf("nothing answers: %+v", r)
	}
	return d
}

// option returns an option of a command as it is filled in.
func option(o commands.Option, value string) discordfake.Opt {
	switch o.Kind {
	case commands.Number:
		n, _ := strconv.Atoi(value)
		return discordfake.Int(o.Name, n)
	case commands.YesNo:
		return discordfake.Bool(o.Name, value == "yes")
	}
	return discordfake.Str(o.Name, value)
}

// verbOf returns a verb as it is chosen: one of two words stands in a group.
func verbOf(row commands.Row, filled []discordfake.Opt) discordfake.Opt {
	family, word := row.Words()
	chosen := discordfake.Sub(word, filled...)
	if family == "" {
		return chosen
	}
	return discordfake.Group(family, chosen)
}

func (k *discordSeat) types(row commands.Row, values map[string]string) {
	var filled []discordfake.Opt
	for _, o := range row.Options {
		if v := values[o.Name]; v != "" {
			filled = append(filled, option(o, v))
		}
	}
	k.sent(k.fake.Command(discordOwner, discordDesk, row.Group, verbOf(row, filled)))
}

func (k *discordSeat) presses(on shown, c control) {
	if c.value != "" {
		k.sent(k.fake.Select(discordOwner, on.id, c.id, c.value))
		return
	}
	d := k.sent(k.fake.Press(discordOwner, on.id, c.id))
	if c.confirm == "" {
		return
	}
	time.Sleep(time.Second)
	question, ok := d.Original()
	if controls := controlsOf(question.Components); ok && len(controls) == 1 {
		k.sent(k.fake.Press(discordOwner, question.ID, controls[0].id))
		return
	}
	k.t.Errorf("nothing is asked before %q: %+v", c.label, question)
}

func (k *discordSeat) opens(on shown, c control) map[string]string {
	d := k.sent(k.fake.Press(discordOwner, on.id, c.id))
	modal := d.Modal()
	if modal == nil {
		k.t.Fatalf("%s opens no form", c.label)
	}
	got := map[string]string{}
	for _, field := range modal.Controls() {
		if field.CustomID != "files" {
			got[field.CustomID] = field.Preset()
		}
	}
	return got
}

func (k *discordSeat) visible() []shown {
	var out []shown
	for _, m := range k.fake.Messages(discordDesk) {
		if m.Via == "person" || m.Loading || m.ForUser != "" && m.ForUser != discordOwner {
			continue
		}
		s := shown{id: m.ID, text: m.Text(), controls: controlsOf(m.Components)}
		for _, a := range m.Attachments {
			s.files = append(s.files, commands.File{Name: a.Name, Data: a.Data})
		}
		out = append(out, s)
	}
	return out
}

// passageLabel is how the choice of a passage begins.
var passageLabel = regexp.MustCompile(`^\[(\d+)\]`)

// controlsOf returns what can be pressed or chosen in a message. The number of a
// passage is its label, however it is drawn.
func controlsOf(components []byte) []control {
	type part struct {
		Type       int    `json:"type"`
		CustomID   string `json:"custom_id"`
		Label      string `json:"label"`
		Style      int    `json:"style"`
		Components []part `json:"components"`
		Options    []struct{ Label, Value string }
	}
	var top []part
	if len(components) == 0 || json.Unmarshal(components, &top) != nil {
		return nil
	}
	var out []control
	var visit func([]part)
	visit = func(some []part) {
		for _, p := range some {
			visit(p.Components)
			switch p.Type {
			case 2:
				c := control{label: p.Label, id: p.CustomID}
				if p.Style == 4 && strings.HasPrefix(p.CustomID, "sure") {
					c.confirm = "asks first"
				}
				out = append(out, c)
			case 3:
				for _, o := range p.Options {
					out = append(out, control{label: o.Label, id: p.CustomID, value: o.Value})
				}
			}
		}
	}
	visit(top)
	for i, c := range out {
		if m := passageLabel.FindStringSubmatch(c.label); m != nil {
			out[i].label = m[1]
		}
	}
	return out
}

func (k *discordSeat) next(s shown) (control, bool) {
	at := slices.IndexFunc(s.controls, func(c control) bool { return strings.HasSuffix(c.label, "▶") })
	if at < 0 {
		return control{}, false
	}
	return s.controls[at], true
}

// fills opens the form of a verb, by the button under what help says of it.
func (k *discordSeat) fills(row commands.Row, values map[string]string, file *commands.File) []string {
	help := k.sent(k.fake.Command(discordOwner, discordDesk, commands.Brief, discordfake.Sub("help", discordfake.Str("verb", row.Name))))
	time.Sleep(time.Second)
	m, _ := help.Original()
	controls := controlsOf(m.Components)
	at := slices.IndexFunc(controls, func(c control) bool { return c.label == "Open form" })
	if at < 0 {
		k.t.Fatalf("help offers no form of %s: %+v", row.Name, controls)
	}
	k.mark()
	opened := k.sent(k.fake.Press(discordOwner, m.ID, controls[at].id))
	var fields []string
	for {
		modal := opened.Modal()
		if modal == nil {
			k.t.Fatalf("no form of %s opens", row.Name)
		}
		var filled []discordfake.Field
		for _, c := range modal.Controls() {
			fields = append(fields, c.CustomID)
			o, _ := row.Option(c.CustomID)
			switch v := values[c.CustomID]; {
			case c.CustomID == "files" && file != nil:
				filled = append(filled, discordfake.Files("files", k.fake.Upload(file.Name, file.Data)))
			case v == "":
			case o.Kind == commands.Choice || o.Kind == commands.YesNo:
				filled = append(filled, discordfake.Choose(c.CustomID, v))
			default:
				filled = append(filled, discordfake.Text(c.CustomID, v))
			}
		}
		next := k.sent(k.fake.Submit(discordOwner, opened, filled...))
		time.Sleep(time.Second)
		m, _ := next.Original()
		controls := controlsOf(m.Components)
		at := slices.IndexFunc(controls, func(c control) bool { return c.label == "More options" })
		if at < 0 {
			return fields
		}
		k.mark() // what leads to the next part is no answer; see differences
		opened = k.sent(k.fake.Press(discordOwner, m.ID, controls[at].id))
	}
}

func (k *discordSeat) completes(row commands.Row, name, typed string) []string {
	var filled []discordfake.Opt
	for _, o := range row.Options {
		if o.Name == name {
			filled = append(filled, discordfake.Focus(discordfake.Str(name, typed)))
		}
	}
	d := k.sent(k.fake.Autocomplete(discordOwner, discordDesk, row.Group, verbOf(row, filled)))
	var values []string
	for _, c := range d.Response().Choices() {
		values = append(values, c.Value.(string))
	}
	return values
}

func (k *discordSeat) onMessage(command, text string, file *commands.File) {
	var files []discordfake.Attachment
	if file != nil {
		files = append(files, k.fake.Upload(file.Name, file.Data))
	}
	m := k.fake.Say(discordfake.Anna, discordDesk, text, files...)
	k.sent(k.fake.MessageCommand(discordOwner, discordDesk, command, m.ID))
}

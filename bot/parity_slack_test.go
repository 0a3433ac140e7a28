package bot

import (
	"slices"
	"strings"
	"time"

	"attache/bot/slack"
	"attache/bot/slack/slackfake"
	"attache/commands"
)

// A slackSeat is the owner of a workspace, in a channel.
type slackSeat struct {
	*rehearsal
	fake *slackfake.Slack
}

const (
	slackOwner = "U_OWEN"
	slackDesk  = "C_DESK"
)

func openSlack(s *rehearsal) seat {
	fake := slackfake.New(slackfake.Config{Rates: map[string]int{"chat.postMessage": 0}})
	config := DefaultConfig()
	config.Slack.BotToken, config.Slack.AppToken, config.Slack.API = NewSecret(slackfake.BotToken), NewSecret(slackfake.AppToken), fake.API()
	config.People.Owners = append(config.People.Owners, "slack/T_FAKE/"+slackOwner)
	cfg := slackConfig(config, newLog(s.t.Output(), Log{Level: "error"}))
	cfg.HTTPClient, cfg.Dialer = fake.HTTPClient(), fake.Dialer()
	p, err := slack.New(cfg, widgets{s.known})
	if err != nil {
		s.t.Fatal(err)
	}
	s.runs(slackPlatform{p})
	return &slackSeat{rehearsal: s, fake: fake}
}

func (k *slackSeat) ends() {
	for _, v := range k.fake.Violations() {
		k.t.Errorf("against Slack's rules: %v", v)
	}
	for _, a := range k.fake.Actives() {
		k.t.Errorf("active on Slack: %v", a)
	}
	k.stop = slices.Insert(k.stop, 0, k.fake.Close)
}

func (k *slackSeat) types(row commands.Row, values map[string]string) {
	k.fake.Command(slackOwner, slackDesk, "/"+row.Group+" "+commands.Invocation{Verb: row.Name, Values: values}.String()).Wait()
}

// message returns the message with an ID, as it stands now.
func (k *slackSeat) message(id string) slackfake.Message {
	all := k.fake.Seen(slackDesk, slackOwner)
	return all[slices.IndexFunc(all, func(m slackfake.Message) bool { return m.TS == id })]
}

func (k *slackSeat) presses(on shown, c control) {
	if c.confirm != "" {
		time.Sleep(time.Second) // to read the question, as on the other seat
	}
	k.fake.Press(slackOwner, k.message(on.id), c.id)
}

func (k *slackSeat) visible() []shown {
	var out []shown
	for _, m := range slices.Concat(k.fake.Seen(slackDesk, slackOwner), k.fake.Seen(k.fake.Direct(slackOwner), slackOwner)) {
		if m.From != "U_ATTACHE" {
			continue
		}
		s := shown{id: m.TS, text: m.Plain()}
		for _, b := range m.Buttons() {
			s.controls = append(s.controls, control{label: b.Label, id: b.ActionID, confirm: b.Confirm})
		}
		for _, f := range m.Files {
			s.files = append(s.files, commands.File{Name: f.Name, Data: f.Data})
		}
		out = append(out, s)
	}
	return out
}

func (k *slackSeat) next(s shown) (control, bool) {
	at := slices.IndexFunc(s.controls, func(c control) bool { return c.label == "Next page" })
	if at < 0 {
		return control{}, false
	}
	return s.controls[at], true
}

// opened opens the form of a verb, by the choice among all of its group.
func (k *slackSeat) opened(row commands.Row) slackfake.View {
	k.fake.Command(slackOwner, slackDesk, "/"+row.Group).Wait()
	time.Sleep(time.Second)
	k.fake.SelectView(slackOwner, k.top(), "verb", row.Name).Wait()
	time.Sleep(time.Second)
	return k.top()
}

func (k *slackSeat) opens(on shown, c control) map[string]string {
	k.presses(on, c)
	time.Sleep(time.Second)
	form, got := k.top(), map[string]string{}
	for block, value := range form.Presets() {
		if _, option, is := strings.Cut(block, "."); is && option != "files" {
			got[option] = value
		}
	}
	k.fake.CloseView(slackOwner, form)
	return got
}

func (k *slackSeat) top() slackfake.View {
	views := k.fake.Views(slackOwner)
	if len(views) == 0 {
		k.t.Fatal("no form is open on Slack")
	}
	return views[len(views)-1]
}

func (k *slackSeat) fills(row commands.Row, values map[string]string, file *commands.File) []string {
	form := k.opened(row)
	filled := map[string][]string{}
	for name, v := range values {
		filled[row.Name+"."+name] = []string{v}
	}
	if file != nil {
		filled[row.Name+".files"] = []string{k.fake.Upload(file.Name, file.Data).ID}
	}
	var fields []string
	for _, id := range form.Fields() {
		if name, ok := strings.CutPrefix(id, row.Name+"."); ok {
			fields = append(fields, name)
		}
	}
	d := k.fake.Submit(slackOwner, form, filled)
	if d.Refused != "" {
		k.t.Fatalf("Slack does not send the form of %s: %s", row.Name, d.Refused)
	}
	if ack := d.Wait(); len(ack.Errors()) > 0 {
		k.t.Errorf("the form of %s: %q", row.Name, ack.Errors())
	}
	return fields
}

func (k *slackSeat) completes(row commands.Row, option, typed string) []string {
	form := k.opened(row)
	o, _ := row.Option(option)
	ack := k.fake.Options(slackOwner, form, "complete."+o.Completes+"."+option, typed).Wait()
	var values []string
	for _, offered := range ack.Options() {
		values = append(values, offered.Value)
	}
	k.fake.CloseView(slackOwner, k.top())
	values = values[:min(len(values), 25)] // Discord offers no more; see differences
	if n := len(values); typed != "" && n > 0 && values[n-1] == typed {
		return values[:n-1] // what was typed can be chosen too; see differences
	}
	return values
}

func (k *slackSeat) onMessage(command, text string, file *commands.File) {
	id := map[string]string{"Check against briefings": "check", "Save to briefing draft": "draft"}[command]
	m := k.fake.Say("U_ANNA", slackDesk, "", text)
	if file != nil {
		m.Files = append(m.Files, k.fake.Upload(file.Name, file.Data))
	}
	k.fake.MessageShortcut(slackOwner, id, m).Wait()
}

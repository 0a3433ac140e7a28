package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"attache/bot/slack"
	"attache/bot/slack/slackfake"
	"attache/briefings"
	"attache/commands"
)

// A slackHall is a channel of the fake Slack.
type slackHall struct {
	t    *testing.T
	fake *slackfake.Slack
	p    slackPlatform
}

func hallOnSlack(t *testing.T, o *office, known *directory) hall {
	fake := slackfake.New(slackfake.Config{Rates: map[string]int{"chat.postMessage": 0}})
	config := o.config
	config.Slack.BotToken, config.Slack.AppToken, config.Slack.API = NewSecret(slackfake.BotToken), NewSecret(slackfake.AppToken), fake.API()
	config.Slack.Roles = map[string]briefings.Role{"S_EDITORS": briefings.Editor}
	cfg := slackConfig(config, newLog(t.Output(), Log{Level: "error"}))
	cfg.HTTPClient, cfg.Dialer, cfg.Shelf = fake.HTTPClient(), fake.Dialer(), shelf{o.store}
	p, err := slack.New(cfg, widgets{known})
	if err != nil {
		t.Fatal(err)
	}
	return &slackHall{t: t, fake: fake, p: slackPlatform{p}}
}

func (h *slackHall) platform() Platform { return h.p }

func (h *slackHall) close() {
	for _, v := range h.fake.Violations() {
		h.t.Errorf("against Slack's rules: %v", v)
	}
	for _, a := range h.fake.Actives() {
		h.t.Errorf("active on Slack: %v", a)
	}
	h.fake.Close()
}

func (h *slackHall) user(who string) string {
	return map[string]string{theEditor: "U_BEN", theApprover: "U_CARA", theOwner: slackOwner, theReader: "U_ANNA"}[who]
}

func (h *slackHall) mention(who string) string { return "<@" + h.user(who) + ">" }

// types enters a command. A file comes with the form of the verb.
func (h *slackHall) types(who, command string, file *commands.File) {
	h.t.Helper()
	row, ok := rowOf(command)
	if !ok {
		h.t.Fatalf("%q is no command", command)
	}
	h.fake.Command(h.user(who), slackDesk, "/"+row.Group+" "+command).Wait()
	if file == nil {
		return
	}
	time.Sleep(time.Second) // the form opens
	views := h.fake.Views(h.user(who))
	if len(views) == 0 {
		h.t.Fatalf("no form is open for %q", command)
	}
	h.fake.Submit(h.user(who), views[len(views)-1], map[string][]string{row.Name + ".files": {h.fake.Upload(file.Name, file.Data).ID}}).Wait()
}

// visible returns our messages that somebody sees, oldest first.
func (h *slackHall) visible(who string) []slackfake.Message {
	user := h.user(who)
	all := slices.Concat(h.fake.Seen(slackDesk, user), h.fake.Seen(h.fake.Direct(user), user))
	all = slices.DeleteFunc(all, func(m slackfake.Message) bool { return m.From != "U_ATTACHE" })
	slices.SortStableFunc(all, func(a, b slackfake.Message) int { return strings.Compare(a.TS, b.TS) })
	return all
}

func (h *slackHall) seen(who string) string {
	all := h.visible(who)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].Plain()
}

func (h *slackHall) presses(who, label string) {
	h.t.Helper()
	for _, m := range slices.Backward(h.visible(who)) {
		for _, b := range m.Buttons() {
			if b.Label == label {
				h.fake.Press(h.user(who), m, b.ActionID).Wait()
				return
			}
		}
	}
	h.t.Fatalf("the %s sees no button %q but:\n%s", who, label, h.seen(who))
}

func (h *slackHall) fills(who, label string, meanwhile func(), option, value string) {
	h.t.Helper()
	h.presses(who, label)
	time.Sleep(time.Second)
	views := h.fake.Views(h.user(who))
	if len(views) == 0 {
		h.t.Fatalf("%s opens no form", label)
	}
	form := views[len(views)-1]
	at := slices.IndexFunc(form.Fields(), func(f string) bool { return strings.HasSuffix(f, "."+option) })
	if at < 0 {
		h.t.Fatalf("the form has no field for %s but %q", option, form.Plain())
	}
	meanwhile()
	h.fake.Submit(h.user(who), form, map[string][]string{form.Fields()[at]: {value}}).Wait()
}

func (h *slackHall) posted() (messages, replies []string) {
	for _, m := range h.fake.Messages(slackDesk) {
		switch {
		case m.From != "U_ATTACHE" || m.Ephemeral() || m.Deleted:
		case m.Thread != "" && m.Thread != m.TS:
			replies = append(replies, m.Plain())
		default:
			messages = append(messages, m.Plain())
		}
	}
	return messages, replies
}

// rowOf returns the row of the verb of a command.
func rowOf(command string) (commands.Row, bool) {
	inv, _ := commands.Parse(command)
	rows := commands.Verbs()
	i := slices.IndexFunc(rows, func(r commands.Row) bool { return r.Name == inv.Verb })
	if i < 0 {
		return commands.Row{}, false
	}
	return rows[i], true
}

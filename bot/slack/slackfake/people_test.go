package slackfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"attache/bot/slack/slackfake"
)

// heard lets one thing happen and returns the envelope that the app got of it.
func (l *line) heard(d *slackfake.Delivery) envelope {
	l.Helper()
	if d.Refused != "" {
		l.Fatalf("refused: %s", d.Refused)
	}
	e := l.next()
	if e.EnvelopeID != d.ID {
		l.Fatalf("the app got %q, want %q", e.EnvelopeID, d.ID)
	}
	return e
}

// at returns a part of a payload by its path, as text.
func (e envelope) at(path string) string {
	var v any = e.Payload
	for _, step := range strings.Split(path, ".") {
		switch here := v.(type) {
		case map[string]any:
			v = here[step]
		case []any:
			v = here[0]
			if o, ok := v.(map[string]any); ok && step != "0" {
				v = o[step]
			}
		default:
			return ""
		}
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// expect fails the test unless a payload has these parts.
func (l *line) expect(e envelope, parts map[string]string) {
	l.Helper()
	for path, want := range parts {
		if got := e.at(path); got != want {
			l.Errorf("%s is %q, want %q in %s", path, got, want, e.raw)
		}
	}
}

func TestSpeaking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		l := a.dial()
		e := l.heard(a.fake.Mention("U_ANNA", "C_DESK", "1.000002", "who pays?"))
		l.expect(e, map[string]string{
			"type": "event_callback", "event.type": "app_mention", "event.user": "U_ANNA", "event.channel": "C_DESK",
			"event.text": "<@U_ATTACHE> who pays?", "event.thread_ts": "1.000002", "team_id": "T_FAKE",
		})
		l.ack(e.EnvelopeID, "")
		e = l.heard(a.fake.DirectMessage("U_BEN", "", "help"))
		l.expect(e, map[string]string{"event.type": "message", "event.channel_type": "im", "event.channel": "D_U_BEN", "event.text": "help"})
		l.ack(e.EnvelopeID, "")
		e = l.heard(a.fake.OpenHome("U_BEN"))
		l.expect(e, map[string]string{"event.type": "app_home_opened", "event.tab": "home", "event.user": "U_BEN"})
		l.ack(e.EnvelopeID, "")
		d := a.fake.OpenThread("U_ANNA", "C_DESK")
		e = l.heard(d)
		l.expect(e, map[string]string{
			"event.type": "assistant_thread_started", "event.assistant_thread.user_id": "U_ANNA",
			"event.assistant_thread.thread_ts": d.Thread, "event.assistant_thread.context.channel_id": "C_DESK",
		})
		l.ack(e.EnvelopeID, "")
		e = l.heard(a.fake.Event("moon_rise", object{"phase": "full"}))
		l.expect(e, map[string]string{"event.type": "moon_rise", "event.phase": "full"})
		l.ack(e.EnvelopeID, "")
		if d := a.fake.Mention("U_ANNA", "C_QUIET", "", "hello?"); d.Refused == "" {
			t.Error("the app hears of a channel it is no member of")
		}
		synctest.Wait()
		a.violations()
	})
}

func TestEcho(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{Echo: true})
		l := a.dial()
		a.say("C_DESK", "not here")
		a.say(a.fake.Direct("U_ANNA"), "hello")
		e := l.next()
		l.expect(e, map[string]string{"event.type": "message", "event.channel": "D_U_ANNA", "event.text": "hello", "event.bot_id": "B_ATTACHE"})
		l.ack(e.EnvelopeID, "")
		synctest.Wait()
		a.violations()
	})
}

func TestAssistant(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		a.dial().serve("")
		d := a.fake.OpenThread("U_ANNA", "")
		where := object{"channel_id": "D_U_ANNA", "thread_ts": d.Thread}
		prompts := func(n int) object {
			return with(where, object{"prompts": times(n, func(i int) any { return object{"title": "t", "message": "m"} })})
		}
		for n, want := range map[int]string{0: "invalid_arguments", 1: "", 4: "", 5: "invalid_arguments"} {
			if got := a.call("assistant.threads.setSuggestedPrompts", prompts(n)); got.Error != want {
				t.Errorf("%d prompts: %q, want %q", n, got.Error, want)
			}
		}
		a.call("assistant.threads.setSuggestedPrompts", prompts(4))
		a.call("assistant.threads.setTitle", with(where, object{"title": "Port fees"}))
		a.call("assistant.threads.setStatus", with(where, object{"status": "is reading"}))
		if got := a.fake.Thread("D_U_ANNA", d.Thread); got.Title != "Port fees" || got.Status != "is reading" || len(got.Prompts) != 4 {
			t.Errorf("thread %+v", got)
		}
		a.violations("1 to 4", "1 to 4")
	})
}

func TestShortcuts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		l := a.dial()
		m := a.fake.Say("U_BEN", "C_DESK", "", "the levy was doubled")
		d := a.fake.MessageShortcut("U_ANNA", "check_against", m)
		e := l.heard(d)
		l.expect(e, map[string]string{
			"type": "message_action", "callback_id": "check_against", "message.text": "the levy was doubled", "message.ts": m.TS,
			"channel.id": "C_DESK", "user.id": "U_ANNA", "trigger_id": d.Trigger, "response_url": d.Hook,
		})
		l.ack(e.EnvelopeID, "")
		e = l.heard(a.fake.GlobalShortcut("U_ANNA", "search"))
		l.expect(e, map[string]string{"type": "shortcut", "callback_id": "search", "channel": "", "response_url": ""})
		l.ack(e.EnvelopeID, "")
		synctest.Wait()
		a.violations()
	})
}

func TestPressing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		l := a.dial()
		posted := message(section(object{"block_id": "s"}), with(actions(
			button(object{"text": object{"type": "plain_text", "text": "Share"}, "value": "share A7K2"}),
			selectOf("static_select", 3),
		), object{"block_id": "b"}))
		a.call("chat.postEphemeral", with(posted, object{"channel": "C_DESK", "user": "U_ANNA"}))
		m := a.fake.Seen("C_DESK", "U_ANNA")[0]
		if b := m.Buttons(); len(b) != 1 || b[0].Label != "Share" || b[0].Value != "share A7K2" || b[0].BlockID != "b" {
			t.Fatalf("buttons %+v", b)
		}
		d := a.fake.Press("U_ANNA", m, "Share")
		e := l.heard(d)
		l.expect(e, map[string]string{
			"type": "block_actions", "actions.action_id": "go", "actions.block_id": "b", "actions.value": "share A7K2", "actions.type": "button",
			"container.type": "message", "container.message_ts": m.TS, "container.is_ephemeral": "true", "response_url": d.Hook, "message": "",
		})
		l.ack(e.EnvelopeID, "")
		a.post(d.Hook, `{"replace_original":true,"text":"Shared."}`)
		if now := a.fake.Seen("C_DESK", "U_ANNA"); len(now) != 1 || now[0].Text != "Shared." {
			t.Errorf("messages %+v", now)
		}
		e = l.heard(a.fake.Select("U_ANNA", m, "pick", letters(2)))
		l.expect(e, map[string]string{"actions.selected_option.value": letters(2), "state.values.b.pick.selected_option.value": letters(2)})
		l.ack(e.EnvelopeID, "")
		for name, wrong := range map[string]func(){
			"no such button":  func() { a.fake.Press("U_ANNA", m, "Burn") },
			"not for Ben":     func() { a.fake.Press("U_BEN", m, "Share") },
			"no such option":  func() { a.fake.Select("U_ANNA", m, "pick", "none") },
			"no such user":    func() { a.fake.Command("U_NONE", "C_DESK", "/brief") },
			"no such channel": func() { a.fake.Command("U_ANNA", "C_NONE", "/brief") },
		} {
			if !panics(wrong) {
				t.Errorf("%s: the test is not told", name)
			}
		}
		synctest.Wait()
		a.violations()
	})
}

func panics(do func()) (yes bool) {
	defer func() { yes = recover() != nil }()
	do()
	return false
}

// form is a modal with one field of each kind that the product uses.
func form(more object) object {
	field := func(id string, optional bool, element object) object {
		return object{"type": "input", "block_id": id, "optional": optional, "label": plain(5), "element": with(element, object{"action_id": id + "_in"})}
	}
	return with(object{"type": "modal", "callback_id": "digest", "private_metadata": "id-7", "title": plain(10), "submit": plain(4), "blocks": list{
		field("name", false, object{"type": "plain_text_input", "max_length": 10}),
		field("topic", true, object{"type": "external_select", "min_query_length": 0}),
		field("time", true, object{"type": "timepicker", "initial_time": "07:30"}),
		field("parts", true, with(selectOf("checkboxes", 2), nil)),
		field("where", true, object{"type": "conversations_select"}),
	}}, more)
}

func TestModal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		l := a.dial()
		d := a.fake.Command("U_ANNA", "C_DESK", "/brief-admin digest new")
		l.ack(l.heard(d).EnvelopeID, "")
		if got := a.call("views.open", object{"trigger_id": d.Trigger, "view": form(nil)}); !got.OK {
			t.Fatal(got.raw)
		}
		v := a.fake.Views("U_ANNA")[0]
		if got := fmt.Sprint(v.Fields(), v.CallbackID, v.Private); got != "[name topic time parts where]digestid-7" {
			t.Errorf("view %s", got)
		}
		offered := a.fake.Options("U_ANNA", v, "topic_in", "gr")
		e := l.heard(offered)
		l.expect(e, map[string]string{"type": "block_suggestion", "value": "gr", "action_id": "topic_in", "block_id": "topic", "view.callback_id": "digest"})
		l.ack(e.EnvelopeID, `{"options":[{"text":{"type":"plain_text","text":"Grain"},"value":"grain"}]}`)
		if got := offered.Wait().Options(); len(got) != 1 || got[0].Text != "Grain" {
			t.Errorf("options %+v", got)
		}
		if d := a.fake.Submit("U_ANNA", v, nil); d.Refused == "" {
			t.Error("a modal without its required name is submitted")
		}
		if d := a.fake.Submit("U_ANNA", v, map[string][]string{"name": {"eleven char"}}); d.Refused == "" {
			t.Error("a name of 11 characters is submitted where 10 are allowed")
		}
		sent := a.fake.Submit("U_ANNA", v, map[string][]string{"name": {"Desk"}, "topic_in": {"grain"}, "parts": {letters(1), letters(2)}, "where": {"C_DESK"}})
		e = l.heard(sent)
		l.expect(e, map[string]string{
			"type": "view_submission", "view.callback_id": "digest", "view.private_metadata": "id-7",
			"view.state.values.name.name_in.value":                       "Desk",
			"view.state.values.topic.topic_in.selected_option.value":     "grain",
			"view.state.values.topic.topic_in.selected_option.text.text": "Grain",
			"view.state.values.time.time_in.selected_time":               "07:30",
			"view.state.values.parts.parts_in.selected_options.value":    letters(1),
			"view.state.values.where.where_in.selected_conversation":     "C_DESK",
		})
		l.ack(e.EnvelopeID, `{"response_action":"errors","errors":{"name":"That name is taken."}}`)
		if got := sent.Wait().Errors()["name"]; got != "That name is taken." {
			t.Errorf("errors %q", got)
		}
		open := a.fake.Views("U_ANNA")
		if len(open) != 1 || open[0].Errors["name"] == "" {
			t.Errorf("views %+v", open)
		}
		again := a.fake.Submit("U_ANNA", v, map[string][]string{"name": {"Desk 2"}})
		e = l.heard(again)
		l.expect(e, map[string]string{"view.state.values.topic.topic_in.selected_option.value": "grain"})
		l.ack(e.EnvelopeID, "")
		again.Wait()
		if open := a.fake.Views("U_ANNA"); len(open) != 0 {
			t.Errorf("%d modals are still open", len(open))
		}
		a.violations()
	})
}

func TestModalStack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		l := a.dial()
		d := a.fake.Command("U_ANNA", "C_DESK", "/brief")
		l.ack(l.heard(d).EnvelopeID, "")
		press := modal(object{"external_id": "root", "blocks": list{actions(button(nil))}, "notify_on_close": true})
		a.call("views.open", object{"trigger_id": d.Trigger, "view": press})
		for depth := 2; depth <= 4; depth++ {
			open := a.fake.Views("U_ANNA")
			top := open[len(open)-1]
			pressed := a.fake.PressView("U_ANNA", top, "go")
			l.ack(l.heard(pressed).EnvelopeID, "")
			got := a.call("views.push", object{"trigger_id": pressed.Trigger, "view": with(press, object{"external_id": fmt.Sprint("v", depth)})})
			if want := map[bool]string{true: "push_limit_reached"}[depth == 4]; got.Error != want {
				t.Errorf("modal %d: %q, want %q", depth, got.Error, want)
			}
		}
		open := a.fake.Views("U_ANNA")
		if len(open) != 3 || open[2].Previous != open[1].ID || open[2].Root != open[0].ID {
			t.Fatalf("views %+v", open)
		}
		fresh := modal(object{"title": object{"type": "plain_text", "text": "Fresh"}})
		if got := a.call("views.update", object{"view_id": open[1].ID, "hash": "stale", "view": fresh}); got.Error != "hash_conflict" {
			t.Errorf("stale hash: %q", got.Error)
		}
		if got := a.call("views.update", object{"external_id": "root", "view": with(fresh, object{"external_id": "root"})}); !got.OK {
			t.Error(got.raw)
		}
		if got := a.fake.Views("U_ANNA")[0].Title; got != "Fresh" {
			t.Errorf("title %q", got)
		}
		closed := a.fake.CloseView("U_ANNA", open[2])
		e := l.heard(closed)
		l.expect(e, map[string]string{"type": "view_closed", "view.external_id": "v3"})
		l.ack(e.EnvelopeID, "")
		if got := len(a.fake.Views("U_ANNA")); got != 2 {
			t.Errorf("%d modals are open, want 2", got)
		}
		if got := a.call("views.update", object{"view_id": open[2].ID, "view": fresh}); got.Error != "not_found" {
			t.Errorf("a closed modal: %q", got.Error)
		}
		synctest.Wait()
		a.violations("more than 3 modals")
	})
}

func TestSubmissionAnswers(t *testing.T) {
	next, _ := json.Marshal(modal(object{"title": object{"type": "plain_text", "text": "Next"}}))
	for _, c := range []struct{ body, titles, violation string }{
		{`{"response_action":"push","view":` + string(next) + `}`, "First Next", ""},
		{`{"response_action":"update","view":` + string(next) + `}`, "Next", ""},
		{`{"response_action":"clear"}`, "", ""},
		{`{"response_action":"errors","errors":{"nobody":"x"}}`, "First", "which is no input of the modal"},
		{`{"response_action":"errors","errors":{"q":""}}`, "First", "is empty"},
		{`{"response_action":"dance"}`, "First", "is none of errors"},
		{`{"response_action":"push","view":{"type":"modal"}}`, "First", "title"},
	} {
		synctest.Test(t, func(t *testing.T) {
			a := openApp(t, slackfake.Config{})
			l := a.dial()
			d := a.fake.Command("U_ANNA", "C_DESK", "/brief")
			l.ack(l.heard(d).EnvelopeID, "")
			first := modal(object{"title": object{"type": "plain_text", "text": "First"}, "submit": plain(3), "blocks": list{input(object{"type": "plain_text_input", "action_id": "q"})}})
			a.call("views.open", object{"trigger_id": d.Trigger, "view": first})
			sent := a.fake.Submit("U_ANNA", a.fake.Views("U_ANNA")[0], map[string][]string{"q": {"x"}})
			l.ack(l.heard(sent).EnvelopeID, c.body)
			sent.Wait()
			var titles []string
			for _, v := range a.fake.Views("U_ANNA") {
				titles = append(titles, v.Title)
			}
			if got := strings.Join(titles, " "); got != c.titles {
				t.Errorf("%s: modals %q, want %q", c.body, got, c.titles)
			}
			got := a.fake.Violations()
			if c.violation == "" && len(got) > 0 || c.violation != "" && (len(got) == 0 || !strings.Contains(got[0].Rule, c.violation)) {
				t.Errorf("%s: violations %v, want %q", c.body, got, c.violation)
			}
		})
	}
}

func TestHome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, slackfake.Config{})
		l := a.dial()
		if _, ok := a.fake.Home("U_ANNA"); ok {
			t.Error("there is a home before one is published")
		}
		home := object{"type": "home", "blocks": list{section(nil), actions(button(nil))}}
		first := a.call("views.publish", object{"user_id": "U_ANNA", "view": home})
		if got := a.call("views.publish", object{"user_id": "U_ANNA", "view": home, "hash": first.View.Hash}); !got.OK {
			t.Error(got.raw)
		}
		if got := a.call("views.publish", object{"user_id": "U_ANNA", "view": home, "hash": first.View.Hash}); got.Error != "hash_conflict" {
			t.Errorf("stale hash: %q", got.Error)
		}
		v, ok := a.fake.Home("U_ANNA")
		if !ok || len(v.Buttons()) != 1 || !strings.Contains(v.Plain(), letters(5)) {
			t.Fatalf("home %+v", v)
		}
		e := l.heard(a.fake.PressView("U_ANNA", v, "go"))
		l.expect(e, map[string]string{"container.type": "view", "view.type": "home", "response_url": "", "channel": ""})
		l.ack(e.EnvelopeID, "")
		synctest.Wait()
		a.violations()
	})
}

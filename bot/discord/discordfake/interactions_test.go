package discordfake_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
)

var anyCommand = discordfake.Config{AnyCommand: true}

func ask(a *app) *discordfake.Delivery {
	return a.fake.Command(discordfake.Anna, discordfake.Desk, "brief", discordfake.Sub("ask", discordfake.Str("question", "who pays?")))
}

// TestReply follows a command from the person to the answer in the channel.
func TestReply(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := openApp(t, anyCommand)
		a.dial().answering(discordfake.Reply, with(quiet("The harbour pays."), object{"flags": 64}))
		d := ask(a)
		r := d.Wait()
		if !r.OK || r.Failed || !r.Delivered || r.Type != discordfake.Reply || r.Took >= time.Second {
			t.Errorf("response %+v", r)
		}
		m, ok := d.Original()
		if !ok || !m.Ephemeral || m.ForUser != discordfake.Anna || m.Content != "The harbour pays." || m.Interaction != d.ID {
			t.Errorf("message %+v", m)
		}
		if seen := a.fake.Messages(discordfake.Desk); len(seen) != 1 || seen[0].ID != m.ID {
			t.Errorf("the channel shows %+v", seen)
		}
		if l := a.fake.AckLatencies(); len(l) != 1 || l[0].Missed || l[0].Interaction != d.ID {
			t.Errorf("latencies %+v", l)
		}
		a.violations()
	})
}

// Three seconds after it was sent an interaction is gone, and one moment before
// it is not.
func TestThreeSeconds(t *testing.T) {
	for wait, want := range map[time.Duration]int{discordfake.AckLimit - time.Millisecond: 204, discordfake.AckLimit: 404} {
		in(t, anyCommand, func(a *app) {
			a.dial()
			d := ask(a)
			time.Sleep(wait)
			got := a.respond(d, discordfake.Reply, quiet("late"))
			if got.Status != want || want == 404 && got.Code != 10062 {
				t.Errorf("after %v: %d %d, want %d", wait, got.Status, got.Code, want)
			}
			if r := d.Wait(); r.OK != (want == 204) || r.Failed != (want == 404) || r.Took != wait {
				t.Errorf("after %v: %+v", wait, r)
			}
			if l := a.fake.AckLatencies(); len(l) != 1 || l[0].Missed != (want == 404) {
				t.Errorf("latencies %+v", l)
			}
			if want == 404 {
				if got := a.hook(d, "POST", "", quiet("later")); got.Status != 404 || got.Code != 10015 {
					t.Errorf("a follow-up: %d %d, want 404 10015", got.Status, got.Code)
				}
				a.violations()
				time.Sleep(time.Second)
				a.hook(d, "PATCH", "/messages/@original", quiet("later"))
				a.violations("refused before")
			}
		})
	}
}

func TestRespondOnce(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		a.dial()
		d := ask(a)
		if got := a.respond(d, discordfake.DeferredReply, object{"flags": 64}); got.Status != 204 {
			t.Errorf("first: %d %s", got.Status, got.raw)
		}
		if got := a.respond(d, discordfake.Reply, quiet("again")); got.Status != 400 || got.Code != 40060 {
			t.Errorf("second: %d %d, want 400 40060", got.Status, got.Code)
		}
		stranger := *d
		stranger.Token = "made-up"
		if got := a.respond(&stranger, discordfake.Reply, quiet("x")); got.Code != 10062 {
			t.Errorf("a made-up token: %d, want 10062", got.Code)
		}
		a.violations()
	})
}

// With with_response the app learns which message it made.
func TestWithResponse(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		a.dial()
		d := ask(a)
		got := a.callAs("", "POST", "/interactions/"+d.ID+"/"+d.Token+"/callback?with_response=true", object{"type": 4, "data": quiet("x")})
		m, _ := d.Original()
		if got.Status != 200 || !strings.Contains(got.raw, `"response_message_id":"`+m.ID+`"`) {
			t.Errorf("%d %s, want message %s", got.Status, got.raw, m.ID)
		}
	})
}

// The first follow-up of a deferred response becomes it and keeps its ephemeral
// flag; the second is a message of its own.
func TestFollowUps(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		a.dial().serve(func(payload) {})
		d := ask(a)
		a.respond(d, discordfake.DeferredReply, object{"flags": 64})
		if m, _ := d.Original(); !m.Loading || !m.Ephemeral || m.ForUser != discordfake.Anna {
			t.Errorf("deferred: %+v", m)
		}
		first := a.hook(d, "POST", "", quiet("one"))
		m, _ := d.Original()
		if first.ID != m.ID || m.Content != "one" || m.Loading || !m.Ephemeral || m.Edits != 1 {
			t.Errorf("the first follow-up made %s, the response is %+v", first.ID, m)
		}
		second := a.hook(d, "POST", "", quiet("two"))
		if second.ID == m.ID || len(a.fake.Messages(discordfake.Desk)) != 2 {
			t.Errorf("the second follow-up made %s", second.ID)
		}
		if got := a.hook(d, "PATCH", "/messages/"+second.ID, quiet("three")); got.Content != "three" {
			t.Errorf("an edit: %+v", got)
		}
		if got := a.hook(d, "GET", "/messages/@original", nil); got.Content != "one" || got.Flags&64 == 0 {
			t.Errorf("the original: %+v", got)
		}
		if got := a.hook(d, "DELETE", "/messages/@original", nil); got.Status != 204 {
			t.Errorf("delete: %d", got.Status)
		}
		if _, there := d.Original(); there {
			t.Error("the original is still there")
		}
		if got := a.hook(d, "PATCH", "/messages/@original", quiet("x")); got.Code != 10008 {
			t.Errorf("edit of a deleted message: %d, want 10008", got.Code)
		}
		time.Sleep(discordfake.TokenLife)
		if got := a.hook(d, "POST", "", quiet("late")); got.Status != 401 || got.Code != 50027 {
			t.Errorf("after 15 minutes: %d %d, want 401 50027", got.Status, got.Code)
		}
		a.violations()
	})
}

// Each kind of interaction has responses of its own; any other is refused.
func TestUnfitResponses(t *testing.T) {
	choices, modal := object{"choices": list{}}, inRow(nil)
	fits := map[string][]int{"command": {4, 5, 9}, "autocomplete": {8}, "component": {4, 5, 6, 7, 9}, "modal": {4, 5, 6, 7}}
	for kind, right := range fits {
		for response := 1; response <= 10; response++ {
			in(t, anyCommand, func(a *app) {
				a.dial()
				d := arrive(a, kind)
				data := map[int]object{4: quiet("x"), 7: quiet("x"), 8: choices, 9: modal}[response]
				before := len(a.fake.Violations())
				got := a.respond(d, response, data)
				if want := slices.Contains(right, response); (got.Status == 204) != want {
					t.Errorf("%s answered with %d: %d %s, want it to fit: %t", kind, response, got.Status, got.raw, want)
				} else if broken := len(a.fake.Violations()) - before; (broken == 0) != want {
					t.Errorf("%s answered with %d: %d violations", kind, response, broken)
				}
			})
		}
	}
}

// arrive sends an interaction of a kind.
func arrive(a *app, kind string) *discordfake.Delivery {
	a.Helper()
	if kind == "command" {
		return ask(a)
	}
	if kind == "autocomplete" {
		return a.fake.Autocomplete(discordfake.Anna, discordfake.Desk, "brief", discordfake.Focus(discordfake.Str("question", "wh")))
	}
	d := ask(a)
	a.respond(d, discordfake.Reply, with(quiet("x"), rows(button(nil), buttonNo(1))))
	m, _ := d.Original()
	d = a.fake.Press(discordfake.Anna, m.ID, "go")
	if kind == "modal" {
		a.respond(d, discordfake.ShowModal, inRow(nil))
		d = a.fake.Submit(discordfake.Anna, d, discordfake.Text("q", "who pays?"))
	}
	if d.Refused != "" || d.Kind != kind {
		a.Fatalf("%s: %s", d.Kind, d.Refused)
	}
	return d
}

func TestComponents(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		l := a.dial()
		d := ask(a)
		l.next()
		components := list{row(button(nil), button(object{"custom_id": "off", "disabled": true}), link(30)), row(menu(3, object{"max_values": 2}))}
		a.respond(d, discordfake.Reply, with(quiet("x"), object{"flags": 64, "components": components}))
		m, _ := d.Original()
		if c := m.Controls(); len(c) != 4 || c[0].CustomID != "go" || c[3].Type != 3 || len(c[3].Values) != 3 {
			t.Errorf("controls %+v", c)
		}
		for why, d := range map[string]*discordfake.Delivery{
			"for another user alone": a.fake.Press(discordfake.Ben, m.ID, "go"),
			"is disabled":            a.fake.Press(discordfake.Anna, m.ID, "off"),
			"has no other":           a.fake.Press(discordfake.Anna, m.ID, "other"),
			"no message 1":           a.fake.Press(discordfake.Anna, "1", "go"),
			"is no button":           a.fake.Press(discordfake.Anna, m.ID, "pick"),
			"is no select":           a.fake.Select(discordfake.Anna, m.ID, "go", "v1"),
			"has no option":          a.fake.Select(discordfake.Anna, m.ID, "pick", "v9"),
			"1 to 2 values, not 3":   a.fake.Select(discordfake.Anna, m.ID, "pick", "v0", "v1", "v2"),
		} {
			if !strings.Contains(d.Refused, why) || !d.Wait().Failed {
				t.Errorf("%q, want %q", d.Refused, why)
			}
		}
		chosen := a.fake.Select(discordfake.Anna, m.ID, "pick", "v2", "v0")
		if p := l.next(); !strings.Contains(string(p.Data), `"values":["v2","v0"]`) || !strings.Contains(string(p.Data), `"message":{`) {
			t.Errorf("came %s", p.Data)
		}
		a.respond(chosen, discordfake.Update, with(quiet("chosen"), object{"components": list{}}))
		if m, _ := d.Original(); m.Content != "chosen" || m.Components != nil || !m.Ephemeral || m.Edits != 1 {
			t.Errorf("updated: %+v", m)
		}
		a.violations()
	})
}

func TestModalFields(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		l := a.dial()
		file := a.fake.Upload("paper.txt", []byte("text"))
		open := func() *discordfake.Delivery {
			d := ask(a)
			l.next()
			got := a.respond(d, discordfake.ShowModal, form(
				labelled(input(object{"min_length": 3})), labelled(menu(2, object{"required": false})),
				labelled(object{"type": 19, "custom_id": "file", "max_values": 2}), labelled(object{"type": 5, "custom_id": "who"}),
				labelled(object{"type": 23, "custom_id": "sure"})))
			if got.Status != 204 {
				t.Fatalf("modal: %s", got.raw)
			}
			return d
		}
		d := open()
		if m := d.Modal(); m == nil || m.Title != "Ask" || len(m.Controls()) != 5 || len(a.fake.Modals(discordfake.Anna)) != 1 {
			t.Errorf("modal %+v", m)
		}
		who, files := discordfake.Choose("who", discordfake.Ben), discordfake.Files("file", file)
		for why, d := range map[string]*discordfake.Delivery{
			"3 to 4000 characters": a.fake.Submit(discordfake.Anna, d, discordfake.Text("q", "ab"), who, files),
			"another user":         a.fake.Submit(discordfake.Ben, d),
			"no field x":           a.fake.Submit(discordfake.Anna, d, discordfake.Text("q", "abc"), who, files, discordfake.Text("x", "")),
			"1 to 2 values, not 0": a.fake.Submit(discordfake.Anna, d, discordfake.Text("q", "abc"), who),
			"has no option":        a.fake.Submit(discordfake.Anna, d, discordfake.Text("q", "abc"), who, files, discordfake.Choose("pick", "v7")),
		} {
			if !strings.Contains(d.Refused, why) {
				t.Errorf("%q, want %q", d.Refused, why)
			}
		}
		sent := a.fake.Submit(discordfake.Anna, d, discordfake.Text("q", "abc"), who, files, discordfake.Choose("sure", "true"))
		p := string(l.next().Data)
		for _, want := range []string{
			`"custom_id":"q"`, `"value":"abc"`, `"values":["` + file.ID + `"]`, `"filename":"paper.txt"`, file.URL[:40],
			`"values":["` + discordfake.Ben + `"]`, `"username":"ben"`, `"value":true`, `"values":[]`,
		} {
			if !strings.Contains(strings.ReplaceAll(p, `\u0026`, "&"), want) {
				t.Errorf("%s lacks %s (%s)", p, want, sent.Refused)
			}
		}
		if again := a.fake.Submit(discordfake.Anna, d); !strings.Contains(again.Refused, "sent before") {
			t.Errorf("sent twice: %q", again.Refused)
		}
		a.violations()
	})
}

// A person can type what was registered, as it was registered.
func TestTypedAsRegistered(t *testing.T) {
	in(t, discordfake.Config{}, func(a *app) {
		a.dial()
		if d := ask(a); !strings.Contains(d.Refused, "not registered") {
			t.Errorf("%q, want it not registered", d.Refused)
		}
		a.fake.Register("", list{
			slash(object{"options": list{
				sub("ask", opt(object{"required": true, "max_length": 5}), opt(object{"name": "count", "type": 4, "min_value": 1, "max_value": 9})),
				sub("find", opt(object{"autocomplete": true}), opt(object{"name": "kind", "choices": list{object{"name": "News", "value": "news"}}})),
			}}),
			slash(object{"name": "brief-admin", "default_member_permissions": "32", "contexts": list{0}}),
			object{"name": "Brief this", "type": 3},
		})
		anna, desk, str := discordfake.Anna, discordfake.Desk, discordfake.Str
		brief := func(o ...discordfake.Opt) *discordfake.Delivery { return a.fake.Command(anna, desk, "brief", o...) }
		said := a.fake.Say(discordfake.Ben, desk, "long text")
		for _, tt := range []struct {
			d    *discordfake.Delivery
			want string
		}{
			{brief(discordfake.Sub("ask", str("question", "who?"))), ""},
			{brief(discordfake.Sub("ask", str("question", "who?"), discordfake.Int("count", 9))), ""},
			{brief(discordfake.Sub("ask", str("question", "who?"), discordfake.Int("count", 10))), "above 9"},
			{brief(discordfake.Sub("ask", str("question", "who??!"))), "above 5"},
			{brief(discordfake.Sub("ask")), "required"},
			{brief(discordfake.Sub("ask", str("other", "x"))), `no option "other"`},
			{brief(discordfake.Sub("gone")), `no subcommand "gone"`},
			{brief(), "exactly one subcommand"},
			{brief(discordfake.Sub("find", str("kind", "news"))), ""},
			{brief(discordfake.Sub("find", str("kind", "old"))), "no choice old"},
			{brief(discordfake.Sub("find", discordfake.Int("kind", 1))), "of type 3, not 4"},
			{a.fake.Autocomplete(anna, desk, "brief", discordfake.Sub("find", discordfake.Focus(str("question", "")))), ""},
			{a.fake.Autocomplete(anna, desk, "brief", discordfake.Sub("ask", discordfake.Focus(str("question", "")))), "offers nothing"},
			{a.fake.Command(anna, desk, "brief-admin"), "permissions"},
			{a.fake.Command(discordfake.Owen, desk, "brief-admin"), ""},
			{a.fake.Command(discordfake.Owen, a.fake.Direct(discordfake.Owen), "brief-admin"), "kind of channel"},
			{a.fake.MessageCommand(anna, desk, "Brief this", said.ID), ""},
			{a.fake.MessageCommand(anna, desk, "Brief this", "1"), "no message 1"},
			{a.fake.MessageCommand(anna, desk, "Brief that", said.ID), "not registered"},
		} {
			if (tt.d.Refused == "") != (tt.want == "") || !strings.Contains(tt.d.Refused, tt.want) {
				t.Errorf("%s: %q, want %q", tt.d.Kind, tt.d.Refused, tt.want)
			}
		}
	})
}

// An autocomplete is answered with what may be chosen.
func TestAutocomplete(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		a.dial()
		d := arrive(a, "autocomplete")
		a.respond(d, discordfake.Choices, object{"choices": list{object{"name": "Harbour", "value": "01"}}})
		if c := d.Wait().Choices(); len(c) != 1 || c[0].Name != "Harbour" || c[0].Value != "01" {
			t.Errorf("choices %+v", c)
		}
		d = arrive(a, "autocomplete")
		many := times(26, func(i int) any { return object{"name": string(rune('a' + i)), "value": "v"} })
		if got := a.respond(d, discordfake.Choices, object{"choices": many}); got.Status != 400 || got.Code != 50035 {
			t.Errorf("26 choices: %d %d, want 400 50035", got.Status, got.Code)
		}
		a.violations("25 or fewer")
	})
}

// What a modified client sends arrives as it stands, and a replay comes again.
func TestForgeAndReplay(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		l := a.dial()
		d := a.fake.Forge(discordfake.Anna, discordfake.Desk, 3, object{"custom_id": "stolen", "component_type": 2})
		first := l.next()
		a.fake.Replay(d)
		second := l.next()
		if !strings.Contains(string(first.Data), "stolen") || string(first.Data) != string(second.Data) || second.Seq != first.Seq+1 {
			t.Errorf("came %s and %s", first.Data, second.Data)
		}
	})
}

// Without a connection an interaction waits in its session; without a session
// it is lost.
func TestUndelivered(t *testing.T) {
	in(t, anyCommand, func(a *app) {
		if r := ask(a).Wait(); r.Delivered || !r.Failed {
			t.Errorf("without a session: %+v", r)
		}
		l := a.dial()
		a.fake.Drop(0)
		d := ask(a)
		time.Sleep(2 * time.Second)
		again := a.hello(l.resume)
		again.again(l, l.seq)
		if p := again.next(); p.Kind != "INTERACTION_CREATE" {
			t.Fatalf("came %+v, want the interaction", p)
		}
		a.respond(d, discordfake.Reply, quiet("in time"))
		if r := d.Wait(); !r.OK || r.Took < 2*time.Second {
			t.Errorf("replayed: %+v", r)
		}
		a.violations()
	})
}

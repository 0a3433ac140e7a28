package slack

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/briefings"
	"attache/commands"
)

// A drawer is a shelf that outlives a platform.
type drawer map[string]string

func (d drawer) Put(_ context.Context, key, text string) error {
	d[key] = text
	return nil
}

func (d drawer) Get(_ context.Context, key string) (string, bool, error) {
	text, ok := d[key]
	return text, ok, nil
}

// editing has every answer offer a form that holds a note of its own.
func editing(note string) func(commands.Request, commands.Reply) commands.Reply {
	text := commands.Invocation{Verb: "brief discard", Values: map[string]string{"of": "levy", "note": note}}.String()
	return func(_ commands.Request, r commands.Reply) commands.Reply {
		r.Actions = []commands.Action{{Label: "Edit", Text: text, Form: true, Confirm: "Sure?"}}
		return r
	}
}

// A button with a form opens it filled in, and nothing is done before it is sent.
func TestFormButton(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.desk.reply = editing("superseded by \"harbour\" & <b>")
		answer := s.asked("U_BEN", "C_DESK")
		s.after(s.fake.Press("U_BEN", answer, "Edit"))
		form := s.view("U_BEN")
		if got := form.Presets(); got["brief discard.of"] != "levy" || got["brief discard.note"] != "superseded by \"harbour\" & <b>" || got["brief discard.confirm"] != "no" {
			t.Errorf("the form holds %q", got)
		}
		if n := len(s.desk.requests()); n != 1 {
			t.Errorf("%d requests before the form is sent", n)
		}
		s.after(s.fake.Submit("U_BEN", form, map[string][]string{"brief discard.confirm": {"yes"}}))
		if r := s.desk.requests()[1]; r.Text != `brief discard confirm:yes note:"superseded by \"harbour\" & <b>" of:levy` || r.Place.Channel != "C_DESK" {
			t.Errorf("asked %q in %+v", r.Text, r.Place)
		}
	})
}

// What no button can hold is kept on the shelf, and its form opens after a
// restart too; without it a sentence says what to do.
func TestLongFormButton(t *testing.T) {
	shelf := drawer{}
	synctest.Test(t, func(t *testing.T) {
		note := strings.TrimSpace(strings.Repeat("superseded ", 25))
		var answer slackfake.Message
		play := func(cfg Config, act func(s *scene)) { playIn(t, cfg, act) }
		play(Config{Shelf: shelf}, func(s *scene) {
			s.desk.reply = func(r commands.Request, reply commands.Reply) commands.Reply {
				reply.Actions = []commands.Action{{Label: "Edit", Form: true, Text: commands.Invocation{Verb: "brief discard",
					Values: map[string]string{"of": strings.Repeat("levy ", 400), "note": note}}.String()}}
				return reply
			}
			answer = s.asked("U_BEN", "C_DESK")
		})
		if len(shelf) != 1 {
			t.Fatalf("%d texts are kept", len(shelf))
		}
		play(Config{Shelf: shelf}, func(s *scene) {
			s.asked("U_BEN", "C_DESK")
			s.after(s.fake.Press("U_BEN", answer, "Edit"))
			if got := s.view("U_BEN").Presets()["brief discard.note"]; got != note {
				t.Errorf("after a restart the form holds %q", got)
			}
		})
		play(Config{}, func(s *scene) {
			s.asked("U_BEN", "C_DESK")
			s.after(s.fake.Press("U_BEN", answer, "Edit"))
			s.says(s.last("C_DESK", "U_BEN"), "from before a restart")
			if n := len(s.fake.Views("U_BEN")); n != 0 {
				t.Errorf("%d forms open", n)
			}
		})
	})
}

// A form that comes too late is replaced by what can be typed.
func TestFormButtonTooLate(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.desk.reply = editing("superseded")
		answer := s.asked("U_BEN", "C_DESK")
		s.fake.Inject(slackfake.Fault{Method: "views.open", Error: "expired_trigger_id"})
		s.after(s.fake.Press("U_BEN", answer, "Edit"))
		s.says(s.last("C_DESK", "U_BEN"), "/brief-admin brief discard note:superseded of:levy", "E-CONFLICT")
	})
}

// An input with several lines keeps them, and one that is too long for a form is
// not cut: the field says what can be done.
func TestLongField(t *testing.T) {
	row := commands.Row{Name: "edit", Files: true}
	long := commands.Option{Name: "judgements", Kind: commands.Text, Summary: "one statement a line", Max: 20_000, Long: true}
	row.Options = []commands.Option{long}
	lines := "The levy is owed. [S-0001#4]\n\nIt is paid. [desk]"
	of := func(value string) (*slack.InputBlock, *slack.PlainTextInputBlockElement) {
		block := fields(row, modalOpts{Values: map[string]string{"judgements": value}})[0].(*slack.InputBlock)
		return block, block.Element.(*slack.PlainTextInputBlockElement)
	}
	if _, input := of(lines); !input.Multiline || input.MaxLength != maxInput || input.InitialValue != lines {
		t.Errorf("the input is %+v", input)
	}
	whole := strings.Repeat("가", maxInput)
	if _, input := of(whole); input.InitialValue != whole {
		t.Error("a text that just fits is not there")
	}
	block, input := of(whole + "나")
	if input.InitialValue != "" || !strings.Contains(block.Hint.Text, "3,001 characters") || !strings.Contains(block.Hint.Text, "attach it here") {
		t.Errorf("a text that is too long gives %q, hint %q", briefings.Shorten(input.InitialValue, 40), block.Hint.Text)
	}
	if got := intake.Filled(long, "  a\r\n\r\n b \n"); got != "a\n\n b" {
		t.Errorf("filled in is %q", got)
	}
}

// A memo that is not the one that a form was opened with has it refused at the
// field, so that nothing that was written is lost, and nothing is done.
func TestForgedForm(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		view := viewPayload{ID: "V1", Type: "modal", Callback: "verb.brief discard"}
		view.State.Values = map[string]map[string]pressPayload{"brief discard.of": {"complete.draft.of": {Selected: &picked{"levy"}}}}
		for name, memo := range map[string]string{
			"no memo": "", "a made-up memo": "e30.Zm9yZ2Vk", "a memo of another": s.p.state.seal(memo{Team: "T_FAKE", User: "U_OWEN", Channel: "G_CLOSED"}),
		} {
			view.Metadata = memo
			ack, work := s.p.submitted(actionPayload{Type: "view_submission", Team: &identified{ID: "T_FAKE"}, User: identified{ID: "U_BEN"}, View: &view}, inbound{})
			told, ok := ack.(*slack.ViewSubmissionResponse)
			if work != nil || !ok || !strings.Contains(told.Errors["brief discard.of"], "nothing is done") {
				t.Errorf("%s: acknowledged with %+v, and there is work: %t", name, ack, work != nil)
			}
		}
		view.Metadata = s.p.state.seal(memo{Team: "T_FAKE", User: "U_BEN", Channel: "C_DESK"})
		if _, work := s.p.submitted(actionPayload{Type: "view_submission", Team: &identified{ID: "T_FAKE"}, User: identified{ID: "U_BEN"}, View: &view}, inbound{}); work == nil {
			t.Error("an honest memo is refused")
		}
	})
}

// A button of a verb that there is no longer is told so; it is not taken for a
// question.
func TestButtonOfAnotherDay(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.desk.reply = func(_ commands.Request, r commands.Reply) commands.Reply {
			r.Actions = []commands.Action{{Label: "Juggle", Text: "juggle of:levy"}, {Label: "Fill in", Text: "juggle of:levy", Form: true},
				{Label: "Odd", Text: `brief discard of:levy colour:red`}}
			return r
		}
		answer := s.asked("U_BEN", "C_DESK")
		for _, label := range []string{"Juggle", "Fill in"} {
			s.after(s.fake.Press("U_BEN", answer, label))
			s.says(s.last("C_DESK", "U_BEN"), "no longer offered", "E-NOTFOUND")
		}
		if n := len(s.desk.requests()); n != 1 || len(s.fake.Views("U_BEN")) != 0 {
			t.Errorf("the desk is asked %d times, and a form opens", n)
		}
		s.after(s.fake.Press("U_BEN", answer, "Odd"))
		s.says(s.last("C_DESK", "U_BEN"), "E-INVALID")
	})
}

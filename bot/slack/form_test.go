package slack

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"attache/bot/intake"
	"attache/bot/slack/slackfake"
	"attache/briefings"
)

func TestForm(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief"))
		form := s.view("U_ANNA")
		s.after(s.fake.SelectView("U_ANNA", form, verbBlock, "find"))
		form = s.view("U_ANNA")
		if !strings.Contains(strings.Join(form.Fields(), " "), "find.query") {
			t.Fatalf("the fields are %q", form.Fields())
		}
		ack := s.after(s.fake.Submit("U_ANNA", form, map[string][]string{"find.query": {"levy"}, "find.since": {"last week"}}))
		if got := ack.Errors(); len(got) != 1 || !strings.Contains(got["find.since"], "is not a date") {
			t.Errorf("errors %q", got)
		}
		form = s.view("U_ANNA")
		s.after(s.fake.Submit("U_ANNA", form, map[string][]string{"find.query": {"levy \"vote\""}, "find.since": {"7d"}}))
		if r := s.only(); r.Text != `find query:"levy \"vote\"" since:7d` || r.Place.Channel != "C_DESK" {
			t.Errorf("asked %q in %+v", r.Text, r.Place)
		}
		if m := s.last("C_DESK", "U_ANNA"); m.To != "U_ANNA" {
			t.Errorf("the answer is for %q", m.To)
		}
		if n := len(s.fake.Views("U_ANNA")); n != 0 {
			t.Errorf("%d forms are still open", n)
		}
	})
}

// The form of a verb opens when it is typed without what it needs, and says
// who may not use it.
func TestFormOfVerb(t *testing.T) {
	for _, test := range []struct{ user, typed, title, says string }{
		{"U_BEN", "/brief-admin brief discard", "Brief discard", "Throw a draft away; its revisions stay in the history."},
		{"U_ANNA", "/brief-admin report", "Report", "You may not use report here: it needs the role editor, and yours is reader."},
		{"U_GUEST", "/brief ask", "Ask", "Guests are not answered here"},
		{"U_BEN", "/brief-admin import", "Import", "Documents"},
		{"U_BEN", "/brief-admin", "Attaché for editors", "What do you want to do?"},
		{"U_ANNA", "/brief-admin", "Attaché for editors", "Nothing here can be used with the role reader."},
		{"U_ANNA", "/brief watch add", "Watch add", "Send you what changes on a topic."},
		{"U_BEN", "/brief-admin  Digest   New", "Digest new", "Post what changes to channels, on a schedule."},
		{"U_ANNA", "/brief-admin digest new", "Digest new", "You may not use digest new here: it needs the role editor, and yours is reader."},
		{"U_ANNA", "/brief watch", "Attaché", "What to follow: a topic or a briefing."},
		{"U_BEN", "/brief-admin channel", "Attaché for editors", "The topic of digests ordered here; all for none."},
		{"U_ANNA", "/brief-admin digest", "Attaché for editors", "Nothing here can be used with the role reader."},
	} {
		play(t, Config{}, func(s *scene) {
			s.after(s.fake.Command(test.user, "C_DESK", test.typed))
			if v := s.view(test.user); v.Title != test.title || !strings.Contains(v.Plain(), test.says) {
				t.Errorf("%s, %s: %q says %q", test.user, test.typed, v.Title, v.Plain())
			}
		})
	}
}

// A form of a verb of two words, sent from the choice of its group, asks what the
// verb asks.
func TestFormOfTwoWords(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_BEN", "C_DESK", "/brief-admin channel"))
		form := s.view("U_BEN")
		s.after(s.fake.SelectView("U_BEN", form, "verb", "channel quiet-hours"))
		form = s.view("U_BEN")
		s.after(s.fake.Submit("U_BEN", form, map[string][]string{"verb": {"channel quiet-hours"}, "channel quiet-hours.hours": {"22:00-07:00"}, "channel quiet-hours.zone": {"Asia/Seoul"}}))
		if r := s.only(); r.Text != `channel quiet-hours hours:"22:00-07:00" zone:"Asia/Seoul"` || r.Place.Channel != "C_DESK" {
			t.Errorf("asked %q in %+v", r.Text, r.Place)
		}
	})
}

func TestFormSuggestions(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_BEN", "C_DESK", "/brief-admin brief review"))
		form := s.view("U_BEN")
		ack := s.after(s.fake.Options("U_BEN", form, "complete.draft.of", "le"))
		if got := ack.Options(); len(got) != 2 || got[0].Value != "draft-1" || got[0].Text != "TLP:GREEN le" || got[1].Value != "le" {
			t.Errorf("offered %+v", got)
		}
		calls := len(s.fake.Log())
		time.Sleep(intake.FreshFor)
		// Memory knows too little now: nothing is offered, and Slack is asked for the next time.
		if got := s.after(s.fake.Options("U_BEN", form, "complete.draft.of", "le")).Options(); len(got) != 1 || got[0].Value != "le" {
			t.Errorf("offered to nobody known: %+v", got)
		}
		if len(s.fake.Log()) == calls {
			t.Error("Slack was not asked who types")
		}
		if got := s.after(s.fake.Options("U_BEN", form, "complete.draft.of", "le")).Options(); len(got) != 2 {
			t.Errorf("offered the second time: %+v", got)
		}
		s.after(s.fake.Command("U_ANNA", "C_DESK", "/brief-admin brief review"))
	})
}

// Private metadata that is not this app's, or another person's, opens nothing: it
// is the sender's own conversation that the form is taken to come from.
func TestForgedMemo(t *testing.T) {
	for _, forge := range []func(*scene) string{
		func(*scene) string { return "" },
		func(*scene) string { return "bm8.code" },
		func(s *scene) string {
			return s.p.state.seal(memo{Team: "T_FAKE", User: "U_OWEN", Channel: "G_CLOSED"})
		},
		func(s *scene) string {
			honest := s.p.state.seal(memo{Team: "T_FAKE", User: "U_ANNA", Channel: "C_DESK"})
			other := s.p.state.seal(memo{Team: "T_FAKE", User: "U_ANNA", Channel: "G_CLOSED"})
			body, _, _ := strings.Cut(other, ".")
			_, code, _ := strings.Cut(honest, ".")
			return body + "." + code
		},
	} {
		play(t, Config{}, func(s *scene) {
			o, _, mine := s.p.openedBy(actionPayload{Team: &identified{ID: "T_FAKE"}, User: identified{ID: "U_ANNA"},
				View: &viewPayload{Metadata: forge(s)}})
			if mine || o.channel != "" || o.responseURL != "" || o.user != "U_ANNA" {
				t.Errorf("opened by %+v", o)
			}
		})
	}
}

// A memo outlives the process, and stays within what Slack carries.
func TestMemo(t *testing.T) {
	before, after := openPlatform(t, Config{}), openPlatform(t, Config{})
	m := memo{Team: "T", User: "U", Channel: "C", Thread: "1.2", URL: "https://hooks.slack.com/x", Verb: "brief edit", Values: map[string]string{"revision": "3"}}
	if got, ok := after.state.unseal(before.state.seal(m), origin{team: "T", user: "U"}); !ok || !reflect.DeepEqual(got, m) {
		t.Errorf("after a restart the memo is %+v, %t", got, ok)
	}
	other := openPlatform(t, Config{BotToken: "xoxb-another"})
	if _, ok := other.state.unseal(before.state.seal(m), origin{team: "T", user: "U"}); ok {
		t.Error("another app's memo is taken")
	}
	m.URL += strings.Repeat("x", maxMetadata)
	if sealed := before.state.seal(m); len(sealed) > maxMetadata {
		t.Errorf("a memo of %d characters", len(sealed))
	}
}

// A form that belongs to no channel is answered in the sender's own
// conversation, and says so.
func TestGlobalShortcut(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.GlobalShortcut("U_ANNA", shortcutSearch))
		s.after(s.fake.Submit("U_ANNA", s.view("U_ANNA"), map[string][]string{"find.query": {"levy"}}))
		if v := s.view("U_ANNA"); !strings.Contains(v.Plain(), "in our own conversation") {
			t.Errorf("the form says %q", v.Plain())
		}
		s.says(s.last(s.fake.Direct("U_ANNA"), "U_ANNA"), "The levy covers the cost.")
		if r := s.only(); r.Place.Clearance != briefings.Amber || r.Text != "find query:levy" {
			t.Errorf("asked %q in %+v", r.Text, r.Place)
		}
	})
}

// An error of the desk after a form was sent is private and keeps what was
// written in it.
func TestFormError(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_BEN", "C_DESK", "/brief-admin brief discard"))
		form := s.view("U_BEN")
		s.fake.SetGroup(slackfake.Group{ID: "S_EDITORS"})
		time.Sleep(intake.FreshFor)
		s.after(s.fake.Submit("U_BEN", form, map[string][]string{"brief discard.of": {"levy"}, "brief discard.note": {"it is superseded"}}))
		m := s.last("C_DESK", "U_BEN")
		s.says(m, "E-ROLE", "it is superseded")
		if m.To != "U_BEN" {
			t.Errorf("shown to %q", m.To)
		}
	})
}

// Documents that are attached to the form are fetched and imported.
func TestImportForm(t *testing.T) {
	play(t, Config{}, func(s *scene) {
		s.after(s.fake.Command("U_BEN", "C_DESK", "/brief-admin import"))
		f := s.fake.Upload("review.txt", []byte("The levy was raised."))
		s.after(s.fake.Submit("U_BEN", s.view("U_BEN"), map[string][]string{blockID(intake.Import, filesOption): {f.ID}, "import.marking": {"amber"}}))
		if r := s.only(); r.Text != "import marking:amber" || len(r.Files) != 1 || r.Files[0].Name != "review.txt" || r.Place.Channel != "C_DESK" {
			t.Errorf("request %q with %d files in %+v", r.Text, len(r.Files), r.Place)
		}
	})
}

package discord

import (
	"strings"
	"testing"

	"attache/bot/discord/discordfake"
	"attache/commands"
)

func TestShare(t *testing.T) {
	play(t, home(), func(s *scene) {
		answer := s.asked(discordfake.Anna, discordfake.Desk)
		s.after(s.press(discordfake.Anna, answer, "Share"))
		all := s.fake.Messages(discordfake.Desk)
		if len(all) != 2 {
			t.Fatalf("%d messages, want the private one and the copy; log:\n%s", len(all), s.log.text.String())
		}
		copied := all[1]
		s.says(copied, "Shared by Anna Reader", "The levy covers the cost.")
		if copied.ForUser != "" || copied.Via != "channel" || copied.Nonce == "" {
			t.Errorf("the copy is for %q, via %s with nonce %q", copied.ForUser, copied.Via, copied.Nonce)
		}
		for _, label := range []string{"Longer", "Publish levy", "Retire levy", "Share"} {
			if _, ok := control(copied, label); ok {
				t.Errorf("the copy has the button %q", label)
			}
		}
		if _, ok := control(all[0], "Share"); ok || !strings.Contains(plain(all[0]), "The levy covers") {
			t.Error("the private answer can be shared again")
		}
		// A passage of the copy is for the one who asks for it.
		s.after(s.press(discordfake.Cara, copied, "[1]"))
		if m := s.last(discordfake.Desk, discordfake.Cara); m.ForUser != discordfake.Cara {
			t.Errorf("the passage is shown to %q", m.ForUser)
		}
		if r := s.desk.requests()[1]; !strings.Contains(r.Text, "share:yes") {
			t.Errorf("the record would say %q", r.Text)
		}
	})
}

// An answer that is asked for to be shared is shown to the asker and to all.
func TestShareOption(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.ask(discordfake.Anna, discordfake.Desk, "ask", discordfake.Str("question", "who pays?"), discordfake.Bool("share", true))
		if m := s.last(discordfake.Desk, discordfake.Ben); m.ForUser != "" {
			t.Errorf("for %q", m.ForUser)
		}
		if n := len(s.seen(discordfake.Desk, discordfake.Anna)); n != 2 {
			t.Errorf("Anna sees %d messages", n)
		}
	})
}

// Where the bot may not post, the copy follows the answer.
func TestShareWithoutPermission(t *testing.T) {
	play(t, home(), func(s *scene) {
		answer := s.asked(discordfake.Anna, discordfake.ReadOnly)
		s.after(s.press(discordfake.Anna, answer, "Share"))
		m := s.last(discordfake.ReadOnly, discordfake.Ben)
		s.says(m, "Shared by Anna Reader")
		if m.Via != "followup" {
			t.Errorf("posted via %s", m.Via)
		}
		if n := len(s.fake.InvalidRequests()); n != 0 {
			t.Errorf("%d refused requests", n)
		}
	})
}

// Nobody says through the bot what Discord does not let them say.
func TestShareWhereSilenced(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.fake.SetChannel(discordfake.Channel{ID: discordfake.News, Guild: discordfake.GuildID, Kind: discordfake.NewsChannel,
			Overwrites: []discordfake.Overwrite{{ID: discordfake.GuildID, Deny: discordfake.SendMessages}, {ID: discordfake.BotID, User: true, Allow: discordfake.SendMessages}}})
		answer := s.asked(discordfake.Anna, discordfake.News)
		s.after(s.press(discordfake.Anna, answer, "Share"))
		s.says(s.last(discordfake.News, discordfake.Anna), "You may not write in this channel")
		s.ask(discordfake.Anna, discordfake.News, "ask", discordfake.Str("question", "who pays?"), discordfake.Bool("share", true))
		s.says(s.last(discordfake.News, discordfake.Anna), "You may not write in this channel")
		for _, m := range s.fake.Messages(discordfake.News) {
			if m.ForUser == "" {
				t.Errorf("everybody sees %q", plain(m))
			}
		}
	})
}

// When the copy cannot be posted the one who shared is told, and may try again.
func TestShareFails(t *testing.T) {
	play(t, home(), func(s *scene) {
		answer := s.asked(discordfake.Anna, discordfake.Desk)
		s.fake.Inject(discordfake.Fault{Route: "POST /channels/{channel_id}/messages", Status: 403, Code: 50013})
		s.fake.Inject(discordfake.Fault{Route: "POST /webhooks/{webhook_id}/{webhook_token}", Status: 400, Code: 50006, Times: 3})
		s.after(s.press(discordfake.Anna, answer, "Share"))
		all := s.seen(discordfake.Desk, discordfake.Anna)
		s.says(all[len(all)-1], "could not be posted in this channel")
		if _, ok := control(all[0], "Share"); !ok {
			t.Error("the answer cannot be shared again")
		}
		if n := len(s.seen(discordfake.Desk, discordfake.Ben)); n != 0 {
			t.Errorf("Ben sees %d messages", n)
		}
	})
}

// What rests on no source is not shared, whatever a client makes of a button.
func TestShareOfAnError(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.after(s.fake.Forge(discordfake.Anna, discordfake.Desk, typeComponent, map[string]any{"custom_id": "share.0:publish of:levy", "component_type": 2}))
		s.says(s.last(discordfake.Desk, discordfake.Anna), "E-ROLE")
		s.desk.reply = func(_ commands.Request, r commands.Reply) commands.Reply {
			r.Private, r.Citations = true, nil
			return r
		}
		s.after(s.fake.Forge(discordfake.Anna, discordfake.Desk, typeComponent, map[string]any{"custom_id": "share.0:whoami", "component_type": 2}))
		if n := len(s.seen(discordfake.Desk, discordfake.Ben)); n != 0 {
			t.Errorf("Ben sees %d messages", n)
		}
	})
}

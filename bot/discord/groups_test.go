package discord

import (
	"testing"
	"time"

	"attache/bot/discord/discordfake"
	"attache/commands"
)

// A verb of two words is chosen as a subcommand in a group; its options complete
// and fill as those of any other.
func TestGroups(t *testing.T) {
	play(t, home(), func(s *scene) {
		s.fake.Register("", desired())
		s.after(s.fake.Command(discordfake.Anna, discordfake.Desk, commands.Brief, discordfake.Group("watch",
			discordfake.Sub("add", discordfake.Str("topic", "port levy"), discordfake.Str("when", "Mon 09:00"), discordfake.Bool("here", true)))))
		inv, err := commands.Parse(s.only().Text)
		if err != nil || inv.Verb != "watch add" || inv.Values["topic"] != "port levy" || inv.Values["when"] != "Mon 09:00" || inv.Values["here"] != "yes" {
			t.Errorf("asked %+v, %v", inv, err)
		}
		s.after(s.fake.Command(discordfake.Ben, discordfake.Desk, commands.BriefAdmin, discordfake.Group("channel",
			discordfake.Sub("quiet-hours", discordfake.Str("hours", "22:00-07:00")))))
		all := s.desk.requests()
		if inv, err := commands.Parse(all[len(all)-1].Text); err != nil || inv.Verb != "channel quiet-hours" || inv.Values["hours"] != "22:00-07:00" {
			t.Errorf("asked %+v, %v", inv, err)
		}
		r := s.fake.Autocomplete(discordfake.Anna, discordfake.Desk, commands.Brief, discordfake.Group("watch",
			discordfake.Sub("remove", discordfake.Focus(discordfake.Str("of", "fish"))))).Wait()
		if got := r.Choices(); len(got) != 1 || got[0].Value != commands.CompletesSubscription+"-1" || r.Took > completeIn {
			t.Errorf("offered %v after %s", got, r.Took)
		}
		before := len(s.desk.requests())
		s.forged(discordfake.Anna, discordfake.Desk, map[string]any{"name": "watch", "type": 2, "options": []any{}})
		s.forged(discordfake.Anna, discordfake.Desk, map[string]any{"name": "watch", "type": 2, "options": []any{map[string]any{"name": "juggle", "type": 1}}})
		time.Sleep(time.Second)
		if n := len(s.desk.requests()); n != before {
			t.Errorf("what is no verb is asked %d times", n-before)
		}
	})
}

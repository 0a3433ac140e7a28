package discord

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"attache/bot/discord/discordfake"
	"attache/bot/intake"
	"attache/commands"
)

// offeredTo returns what somebody is offered who types into an option.
func (s *scene) offeredTo(user, channel, verb, option, typed string) []discordfake.Choice {
	s.t.Helper()
	group := commands.Brief
	if row, ok := intake.Row(verb); ok {
		group = row.Group
	}
	family, word, two := strings.Cut(verb, " ")
	typing := discordfake.Sub(verb, discordfake.Focus(discordfake.Str(option, typed)))
	if two {
		typing.Name = word
		typing = discordfake.Group(family, typing)
	}
	d := s.fake.Autocomplete(user, channel, group, typing)
	if d.Refused != "" {
		s.t.Fatal("the client refused:", d.Refused)
	}
	r := d.Wait()
	if !r.OK || r.Type != discordfake.Choices || r.Took > completeIn {
		s.t.Errorf("%s %s: type %d after %s", verb, option, r.Type, r.Took)
	}
	return r.Choices()
}

func TestComplete(t *testing.T) {
	play(t, home(), func(s *scene) {
		got := s.offeredTo(discordfake.Anna, discordfake.Desk, "ask", "source", "har")
		if len(got) != 1 || got[0].Value != "source-1" || got[0].Name != "TLP:GREEN har" {
			t.Errorf("offered %v", got)
		}
		if got := s.offeredTo(discordfake.Ben, discordfake.Desk, "brief review", "of", "l"); len(got) != 1 {
			t.Errorf("an editor is offered the drafts %v", got)
		}
		d := s.fake.Forge(discordfake.Anna, discordfake.Desk, typeAutocomplete, map[string]any{"name": "brief-admin", "type": 1,
			"options": []any{map[string]any{"name": "brief", "type": 2, "options": []any{map[string]any{"name": "review", "type": 1, "options": []any{map[string]any{"name": "of", "type": 3, "value": "l", "focused": true}}}}}}})
		if got := d.Wait().Choices(); len(got) != 0 {
			t.Errorf("a reader is offered the drafts %v", got)
		}
		if got := s.offeredTo(discordfake.Stranger, discordfake.OtherDesk, "ask", "source", "h"); len(got) != 1 || got[0].Name != "TLP:CLEAR h" {
			t.Errorf("where nobody is trusted %v", got)
		}
		if n := len(s.fake.Requests("GET /guilds/{guild_id}/members/{user_id}")); n != 0 {
			t.Errorf("Discord was asked %d times", n)
		}
	})
}

// Somebody who writes to the bot alone is offered what is for everybody until
// Discord has said who they are, which is soon.
func TestCompleteDirect(t *testing.T) {
	play(t, home(), func(s *scene) {
		own := s.fake.Direct(discordfake.Anna)
		for n, want := range []string{"TLP:CLEAR h", "TLP:AMBER h"} {
			if got := s.offeredTo(discordfake.Anna, own, "ask", "topic", "h"); len(got) != 1 || got[0].Name != want {
				t.Errorf("time %d: offered %v", n, got)
			}
			time.Sleep(time.Second)
		}
	})
}

// Whatever is typed, something is answered that Discord takes.
func TestCompleteOddities(t *testing.T) {
	play(t, home(), func(s *scene) {
		for _, data := range []map[string]any{
			{"name": "brief", "type": 1},
			{"name": "brief", "type": 1, "options": []any{map[string]any{"name": "ask", "type": 1}}},
			{"name": "brief", "type": 1, "options": []any{map[string]any{"name": "ask", "type": 1, "options": []any{map[string]any{"name": "question", "type": 3, "value": "x", "focused": true}}}}},
			{"name": "brief", "type": 1, "options": []any{map[string]any{"name": "juggle", "type": 1, "options": []any{map[string]any{"name": "of", "type": 3, "value": "x", "focused": true}}}}},
			{"name": "brief", "type": 1, "options": []any{map[string]any{"name": "ask", "type": 1, "options": []any{map[string]any{"name": "none", "type": 3, "value": 7, "focused": true}}}}},
		} {
			if r := s.fake.Forge(discordfake.Anna, discordfake.Desk, typeAutocomplete, data).Wait(); !r.OK || len(r.Choices()) != 0 || !strings.Contains(string(r.Data), `"choices":[]`) {
				t.Errorf("%v: %+v %s", data, r, r.Data)
			}
		}
		s.p.dir = slow{}
		if got := s.offeredTo(discordfake.Anna, discordfake.Desk, "ask", "source", "h"); len(got) != 0 {
			t.Errorf("offered %v", got)
		}
	})
}

// slow is a directory that takes as long as it is let.
type slow struct{ oneBriefing }

func (slow) Complete(ctx context.Context, _, _ string, _ commands.Place, _ int) []intake.Choice {
	<-ctx.Done()
	return nil
}

// Choices are within Discord's limits, and their values are whole.
func TestOffering(t *testing.T) {
	long := strings.Repeat("ü", 99)
	from := []intake.Choice{{Value: "", Label: "nothing"}, {Value: long + "xx", Label: "too long"}, {Value: long, Label: long + "\nlevy"}, {Value: "bare"}}
	for n := range 40 {
		from = append(from, intake.Choice{Value: fmt.Sprint("v", n), Label: "<@1> *levy*"})
	}
	got := offering(from).Now.Data.(choices).Choices
	if len(got) != maxOptions || got[0].Value != long || units(got[0].Name) > maxChoice || got[1].Name != "bare" || got[2].Name != "<@1> *levy*" {
		t.Errorf("%d choices: %+v", len(got), got[:3])
	}
}

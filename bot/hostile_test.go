package bot

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"attache/bot/discord/discordfake"
	"attache/commands"
)

// hostile are values that have pinged, spoofed, hidden or broken something
// somewhere, by what they try.
func hostile() map[string]string {
	return map[string]string{
		"mass mentions":         "@everyone @here <!channel> <!here> <!everyone> <@&1> <@1> <#1> <!subteam^S1|team>",
		"a spoofed link":        "[the bank](https://evil.example) <https://evil.example|https://bank.example> https://bank.example@evil.example/",
		"right to left":         "\u202egnp.exe\u202c \u2066evil\u2069 \u200f",
		"zero width":            "le\u200bvy \ufeff\u2060\u00ad\u180e",
		"control characters":    "levy\x00\x07\x1b[31mred\x1b[0m\u0085\u2028",
		"markup":                "# *levy* ||hidden|| ```code``` ~~no~~ > quote :warning: <t:0:R> </help:1>",
		"quotation marks":       `levy" of:other confirm:yes "`,
		"a long name":           strings.Repeat("levy ", 2000),
		"a long word":           strings.Repeat("가", 10_000),
		"only what is not seen": "\u3164\u115f",
	}
}

// TestHostileInput gives every verb every hostile value in each of its texts, on
// both platforms, by its command. Each is refused with a sentence or rendered
// harmless: the fakes find nothing against the platform's rules and nothing that
// is active, and nothing breaks.
func TestHostileInput(t *testing.T) {
	if testing.Short() {
		t.Skip("it walks the whole table with every value")
	}
	for name, open := range map[string]func(*rehearsal) seat{"slack": openSlack, "discord": openDiscord} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newRehearsal(t)
				defer s.end()
				s.seat = open(s)
				said := 0
				for _, row := range commands.Verbs() {
					for what, value := range hostile() {
						said += s.tries(row, what, value)
					}
				}
				if said < 100 {
					t.Errorf("only %d values were answered", said)
				}
			})
		})
	}
}

// tries gives the value to each text of a verb and returns how often there was an
// answer to see.
func (s *rehearsal) tries(row commands.Row, what, value string) int {
	said := 0
	for _, o := range row.Options {
		if o.Kind != commands.Text || o.Carried {
			continue
		}
		values := map[string]string{o.Name: value}
		for _, other := range row.Options {
			if other.Required && other.Name != o.Name {
				values[other.Name] = sample(row, other)
			}
		}
		s.mark()
		form := s.seat.shoves(row, values)
		time.Sleep(10 * time.Second)
		_, told := s.clerk.take()
		seen := slices.ContainsFunc(s.seat.visible(), func(m shown) bool { return s.before[m.id] != m.text })
		if !seen && !form {
			s.t.Errorf("%s in %s of %s: nothing is said", what, o.Name, row.Name)
			continue
		}
		said++
		for _, r := range told {
			if r.Error != nil && r.Error.Code() == "E-INTERNAL" {
				s.t.Errorf("%s in %s of %s: %s", what, o.Name, row.Name, r.Error)
			}
		}
	}
	return said
}

// shoves types a command without regard for what a client would not send.
func (k *slackSeat) shoves(row commands.Row, values map[string]string) bool {
	k.types(row, values)
	return len(k.fake.Views(slackOwner)) > 0
}

// shoves sends a command, made up where Discord's own client would not send it.
func (k *discordSeat) shoves(row commands.Row, values map[string]string) bool {
	var filled []discordfake.Opt
	var made []any
	for _, o := range row.Options {
		if v := values[o.Name]; v != "" {
			filled = append(filled, option(o, v))
			made = append(made, map[string]any{"name": o.Name, "type": 3, "value": v})
		}
	}
	if d := k.fake.Command(discordOwner, discordDesk, row.Group, verbOf(row, filled)); d.Refused == "" {
		return d.Wait().Type == discordfake.ShowModal
	}
	family, word := row.Words()
	verb := map[string]any{"name": word, "type": 1, "options": made}
	if family != "" {
		verb = map[string]any{"name": family, "type": 2, "options": []any{verb}}
	}
	forged := map[string]any{"name": row.Group, "type": 1, "options": []any{verb}}
	return k.fake.Forge(discordOwner, discordDesk, 2, forged).Wait().Type == discordfake.ShowModal
}

package discordfake_test

import (
	"fmt"
	"strings"
	"testing"

	"attache/bot/discord/discordfake"
)

func slash(more object) object {
	return with(object{"name": "brief", "description": "Ask the desk"}, more)
}

func numbered(n int, kind int) list {
	return times(n, func(i int) any {
		o := object{"name": fmt.Sprint("c", i), "type": kind}
		if kind == 1 {
			o["description"] = "d"
		}
		return o
	})
}

func opt(more object) object {
	return with(object{"type": 3, "name": "question", "description": "What to ask"}, more)
}

func optNo(i int) any { return opt(object{"name": fmt.Sprint("o", i)}) }

func sub(name string, options ...any) object {
	return object{"type": 1, "name": name, "description": "d", "options": append(list{}, options...)}
}

func options(v ...any) any { return list{slash(object{"options": append(list{}, v...)})} }

// commandEdges are the limits of what is registered.
func commandEdges() []edge {
	choice := func(i int) any { return object{"name": fmt.Sprint("n", i), "value": "v"} }
	group := func(inner ...any) object {
		return object{"type": 2, "name": "g", "description": "d", "options": append(list{}, inner...)}
	}
	named := func(name string) any { return list{slash(object{"name": name})} }
	// 24 options of 300 characters, and one that fills the rest of 8,000.
	volume := func(n int) any {
		out := times(24, func(i int) any {
			return opt(object{"name": fmt.Sprintf("o%031d", i), "description": strings.Repeat("a", 100), "choices": list{
				object{"name": strings.Repeat("b", 68), "value": strings.Repeat("c", 100)}}})
		})
		rest := n - 24*300 - len("brief") - len("Ask the desk")
		return options(append(out, opt(object{"name": "z", "description": "d", "choices": list{
			object{"name": strings.Repeat("b", 100), "value": strings.Repeat("c", 100)},
			object{"name": strings.Repeat("d", 100), "value": strings.Repeat("e", 100)},
			object{"name": strings.Repeat("f", 100), "value": strings.Repeat("g", 100)},
			object{"name": strings.Repeat("h", 90), "value": strings.Repeat("i", rest-2-690)}}}))...)
	}
	return []edge{
		upTo("slash commands", 100, func(n int) any { return numbered(n, 1) }),
		upTo("user commands", 15, func(n int) any { return numbered(n, 2) }),
		upTo("message commands", 15, func(n int) any { return numbered(n, 3) }),
		{"same name", append(numbered(1, 1), object{"name": "c0", "type": 3}), append(numbered(1, 1), object{"name": "c0", "description": "d"})},
		upTo("name", 32, func(n int) any { return named(strings.Repeat("a", n)) }),
		atLeast("no name", 1, func(n int) any { return named(strings.Repeat("a", n)) }),
		{"capital", named("brief"), named("Brief")}, {"space", named("brief-admin"), named("brief admin")},
		{"dot", named("briefly"), named("brief.ly")}, {"Korean", named("브리핑"), named("브리핑!")},
		upTo("description", 100, func(n int) any { return list{slash(object{"description": letters(n)})} }),
		{"no description", list{slash(nil)}, list{slash(object{"description": nil})}},
		{"menu", list{object{"name": "Brief this", "type": 3}}, list{object{"name": "Brief this", "type": 3, "description": "d"}}},
		upTo("menu name", 32, func(n int) any { return list{object{"name": letters(n), "type": 3}} }),
		{"locale", list{slash(object{"name_localizations": object{"ko": "브리핑"}})}, list{slash(object{"name_localizations": object{"kr": "브리핑"}})}},
		{"localised name", list{slash(object{"name_localizations": object{"de": "frage"}})}, list{slash(object{"name_localizations": object{"de": "Frage"}})}},
		upTo("localised description", 100, func(n int) any {
			return list{slash(object{"description_localizations": object{"ko": letters(n)}})}
		}),
		upTo("options", 25, func(n int) any { return options(times(n, optNo)...) }),
		{"same option", options(optNo(0), optNo(1)), options(optNo(0), optNo(0))},
		{"required first", options(with(optNo(0).(object), object{"required": true}), optNo(1)), options(optNo(0), with(optNo(1).(object), object{"required": true}))},
		{"option type", options(opt(object{"type": 11})), options(opt(object{"type": 12}))},
		{"option description", options(opt(nil)), options(opt(object{"description": ""}))},
		upTo("choices", 25, func(n int) any { return options(opt(object{"choices": times(n, choice)})) }),
		{"same choice", options(opt(object{"choices": list{choice(0), choice(1)}})), options(opt(object{"choices": list{choice(0), choice(0)}}))},
		{"autocomplete and choices", options(opt(object{"autocomplete": true})), options(opt(object{"autocomplete": true, "choices": list{choice(0)}}))},
		{"autocomplete of a user", options(opt(object{"autocomplete": true})), options(opt(object{"type": 6, "autocomplete": true}))},
		upTo("length", 6000, func(n int) any { return options(opt(object{"max_length": n})) }),
		{"length of a number", options(opt(object{"max_length": 3})), options(opt(object{"type": 4, "max_length": 3}))},
		{"mixed", options(sub("a"), sub("b")), options(sub("a"), optNo(1))},
		{"groups", options(group(sub("a", optNo(0)))), options(group(group(sub("a"))))},
		{"empty group", options(group(sub("a"))), options(group())},
		{"subcommand in a subcommand", options(sub("a", optNo(0))), options(sub("a", sub("b")))},
		{"permissions", list{slash(object{"default_member_permissions": "32"})}, list{slash(object{"default_member_permissions": "admin"})}},
		upTo("volume", 8000, volume),
	}
}

func TestCheckCommandsEdges(t *testing.T) {
	for _, e := range commandEdges() {
		if got := discordfake.CheckCommands(e.good); len(got) > 0 {
			t.Errorf("%s: at the limit %v, want nothing", e.name, got)
		}
		if got := discordfake.CheckCommands(e.evil); len(got) == 0 {
			t.Errorf("%s: past the limit nothing, want a problem", e.name)
		}
	}
}

// The longest language of a text alone counts against the 8,000 characters.
func TestCheckCommandsVolume(t *testing.T) {
	text := strings.Repeat("a", 100)
	big := func(n int) any {
		return options(times(n, func(i int) any {
			return sub(fmt.Sprint("s", i), times(25, func(j int) any {
				return opt(object{"name": fmt.Sprint("o", j), "description": "d", "description_localizations": object{"ko": text, "de": text[:50]}})
			})...)
		})...)
	}
	if got := discordfake.CheckCommands(big(3)); len(got) > 0 { // 3 x 25 x 102 and a little
		t.Errorf("three subcommands: %v", got)
	}
	if got := discordfake.CheckCommands(big(4)); len(got) != 1 || !strings.Contains(got[0].Rule, "exceeds maximum size") {
		t.Errorf("four subcommands: %v, want one problem", got)
	}
}

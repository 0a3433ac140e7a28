package discordfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"attache/bot/discord/discordfake"
)

func letters(n int) string { return strings.Repeat("é", n) }

// times returns a list of n things.
func times(n int, one func(i int) any) list {
	out := list{}
	for i := range n {
		out = append(out, one(i))
	}
	return out
}

func v2(components ...any) object {
	return object{"flags": 1 << 15, "components": append(list{}, components...)}
}

func display(text string) object { return object{"type": 10, "content": text} }

func row(components ...any) object {
	return object{"type": 1, "components": append(list{}, components...)}
}

func button(more object) object {
	return with(object{"type": 2, "style": 1, "label": "Go", "custom_id": "go"}, more)
}

func buttonNo(i int) any { return button(object{"custom_id": fmt.Sprint("go", i)}) }

func rows(components ...any) object { return object{"components": list{row(components...)}} }

func link(n int) object {
	return button(object{"style": 5, "custom_id": nil, "url": "https://e.org/" + strings.Repeat("a", n-14)})
}

func option(i int) any {
	return object{"label": "One", "value": fmt.Sprint("v", i), "description": "first"}
}

func menu(n int, more object) object {
	return with(object{"type": 3, "custom_id": "pick", "options": times(n, option)}, more)
}

// optioned returns a select whose one option has a field of n characters.
func optioned(field string) func(int) any {
	return func(n int) any {
		return rows(menu(0, object{"options": list{with(option(0).(object), object{field: letters(n)})}}))
	}
}

func embed(more object) object { return object{"embeds": list{with(object{"title": "t"}, more)}} }

func field(name, value int) object { return object{"name": letters(name), "value": letters(value)} }

func section(texts, text int) object {
	return object{"type": 9, "components": times(texts, func(int) any { return display(letters(text)) }), "accessory": button(nil)}
}

func gallery(n, description int) object {
	return object{"type": 12, "items": times(n, func(int) any {
		return object{"media": object{"url": "https://e.org/a.png"}, "description": letters(description)}
	})}
}

// An edge is a payload at a limit and the next one, which breaks it.
type edge struct {
	name       string
	good, evil any
}

func upTo(name string, n int, build func(int) any) edge { return edge{name, build(n), build(n + 1)} }

func atLeast(name string, n int, build func(int) any) edge {
	return edge{name, build(n), build(n - 1)}
}

// messageEdges are the limits of a message.
func messageEdges() []edge {
	return []edge{
		upTo("content", 2000, func(n int) any { return object{"content": letters(n)} }),
		atLeast("no content", 1, func(n int) any { return object{"content": letters(n)} }),
		{"blank", object{"content": "a"}, object{"content": " \n "}},
		upTo("nonce", 25, func(n int) any { return object{"content": "a", "nonce": letters(n)} }),
		upTo("embeds", 10, func(n int) any {
			return object{"embeds": times(n, func(int) any { return object{"title": "t"} })}
		}),
		upTo("embed title", 256, func(n int) any { return embed(object{"title": letters(n)}) }),
		upTo("embed description", 4096, func(n int) any { return embed(object{"description": letters(n)}) }),
		upTo("embed footer", 2048, func(n int) any { return embed(object{"footer": object{"text": letters(n)}}) }),
		upTo("embed author", 256, func(n int) any { return embed(object{"author": object{"name": letters(n)}}) }),
		upTo("embed fields", 25, func(n int) any { return embed(object{"fields": times(n, func(int) any { return field(3, 3) })}) }),
		upTo("field name", 256, func(n int) any { return embed(object{"fields": list{field(n, 3)}}) }),
		atLeast("no field name", 1, func(n int) any { return embed(object{"fields": list{field(n, 3)}}) }),
		upTo("field value", 1024, func(n int) any { return embed(object{"fields": list{field(3, n)}}) }),
		atLeast("no field value", 1, func(n int) any { return embed(object{"fields": list{field(3, n)}}) }),
		upTo("embeds together", 6000, func(n int) any {
			return object{"embeds": list{object{"description": letters(4000)}, object{"description": letters(n - 4000)}}}
		}),
		upTo("colour", 0xFFFFFF, func(n int) any { return embed(object{"color": n}) }),
		{"empty embed", embed(nil), embed(object{"title": nil})},
		upTo("rows", 5, func(n int) any { return object{"components": times(n, func(i int) any { return row(buttonNo(i)) })} }),
		upTo("row", 5, func(n int) any { return rows(times(n, buttonNo)...) }),
		atLeast("no row", 1, func(n int) any { return rows(times(n, buttonNo)...) }),
		upTo("label", 80, func(n int) any { return rows(button(object{"label": letters(n)})) }),
		upTo("custom_id", 100, func(n int) any { return rows(button(object{"custom_id": letters(n)})) }),
		{"no custom_id", rows(button(nil)), rows(button(object{"custom_id": nil}))},
		{"same custom_id", rows(buttonNo(0), buttonNo(1)), rows(buttonNo(0), buttonNo(0))},
		{"no label", rows(button(object{"label": nil, "emoji": object{"name": "🔎"}})), rows(button(object{"label": nil}))},
		{"link with custom_id", rows(link(20)), rows(with(link(20), object{"custom_id": "x"}))},
		{"url without link", rows(link(20)), rows(button(object{"url": "https://e.org"}))},
		{"scheme", rows(link(20)), rows(with(link(20), object{"url": "javascript:alert(1)"}))},
		upTo("style", 6, func(n int) any { return rows(button(object{"style": n, "custom_id": nil, "sku_id": "1"})) }),
		upTo("url", 512, func(n int) any { return rows(link(n)) }),
		upTo("options", 25, func(n int) any { return rows(menu(n, nil)) }),
		atLeast("no options", 1, func(n int) any { return rows(menu(n, nil)) }),
		upTo("option label", 100, optioned("label")), upTo("option value", 100, optioned("value")),
		upTo("option description", 100, optioned("description")),
		{"same value", rows(menu(2, nil)), rows(menu(0, object{"options": list{option(1), option(1)}}))},
		upTo("placeholder", 150, func(n int) any { return rows(menu(2, object{"placeholder": letters(n)})) }),
		upTo("max_values", 3, func(n int) any { return rows(menu(3, object{"max_values": n})) }),
		upTo("min_values", 2, func(n int) any { return rows(menu(3, object{"max_values": 2, "min_values": n})) }),
		{"select beside a button", rows(menu(2, nil)), rows(menu(2, nil), button(nil))},
		{"text input", rows(button(nil)), rows(object{"type": 4, "custom_id": "x", "style": 1})},
	}
}

// v2Edges are the limits of a message made of components.
func v2Edges() []edge {
	shown := func(n int) any { return v2(display(letters(n))) }
	ascii := func(total, parts int) object {
		return v2(times(parts, func(i int) any {
			return display(strings.Repeat("€", total/parts/3) + strings.Repeat("a", total/parts%3))
		})...)
	}
	return []edge{
		upTo("text", 4000, shown), atLeast("no text", 1, shown),
		upTo("text together", 4000, func(n int) any { return v2(display(letters(2000)), display(letters(n-2000))) }),
		{"bytes", ascii(10170-12, 1), ascii(10170-11, 1)},
		{"bytes of many", ascii(10170-36, 3), ascii(10170-33, 3)},
		upTo("components", 40, func(n int) any { return v2(times(n, func(int) any { return display("a") })...) }),
		upTo("components inside", 40, func(n int) any {
			return v2(object{"type": 17, "components": times(n-1, func(int) any { return display("a") })})
		}),
		{"content", v2(display("a")), with(v2(display("a")), object{"content": "a"})},
		{"embeds", v2(display("a")), with(v2(display("a")), object{"embeds": list{object{"title": "a"}}})},
		{"no flag", v2(display("a")), with(v2(display("a")), object{"flags": 0})},
		{"empty", v2(display("a")), v2()},
		upTo("section", 3, func(n int) any { return v2(section(n, 3)) }),
		atLeast("no section", 1, func(n int) any { return v2(section(n, 3)) }),
		{"no accessory", v2(section(1, 3)), v2(with(section(1, 3), object{"accessory": nil}))},
		{"section in section", v2(section(1, 3)), v2(with(section(1, 3), object{"components": list{section(1, 3)}}))},
		upTo("gallery", 10, func(n int) any { return v2(gallery(n, 3)) }),
		atLeast("no gallery", 1, func(n int) any { return v2(gallery(n, 3)) }),
		upTo("media description", 1024, func(n int) any { return v2(gallery(1, n)) }),
		upTo("spacing", 2, func(n int) any { return v2(object{"type": 14, "spacing": n}) }),
		{"file", v2(object{"type": 13, "file": object{"url": "attachment://a.csv"}}), v2(object{"type": 13, "file": object{"url": "https://e.org/a.csv"}})},
		{"same id", v2(with(display("a"), object{"id": 0}), with(display("a"), object{"id": 0})), v2(with(display("a"), object{"id": 2}), with(display("a"), object{"id": 2}))},
		{"container in container", v2(object{"type": 17, "components": list{display("a")}}), v2(object{"type": 17, "components": list{object{"type": 17, "components": list{display("a")}}}})},
		{"empty container", v2(object{"type": 17, "components": list{display("a")}}), v2(object{"type": 17, "components": list{}})},
		upTo("accent", 0xFFFFFF, func(n int) any {
			return v2(object{"type": 17, "accent_color": n, "components": list{display("a")}})
		}),
		{"button alone", v2(row(button(nil))), v2(button(nil))},
	}
}

func TestCheckMessageEdges(t *testing.T) {
	for _, e := range append(messageEdges(), v2Edges()...) {
		if got := discordfake.CheckMessage(e.good); len(got) > 0 {
			t.Errorf("%s: at the limit %v, want nothing", e.name, got)
		}
		if got := discordfake.CheckMessage(e.evil); len(got) == 0 {
			t.Errorf("%s: past the limit nothing, want a problem", e.name)
		}
	}
}

func form(components ...any) object {
	return object{"title": "Ask", "custom_id": "ask", "components": append(list{}, components...)}
}

func labelled(component object) object {
	return object{"type": 18, "label": "Question", "component": component}
}

func input(more object) object {
	return with(object{"type": 4, "custom_id": "q", "style": 1}, more)
}

func inRow(more object) object {
	return form(row(input(with(object{"label": "Question"}, more))))
}

func inputNo(i int) any {
	return labelled(input(object{"custom_id": fmt.Sprint("q", i)}))
}

func modalEdges() []edge {
	upload := func(more object) any {
		return form(labelled(with(object{"type": 19, "custom_id": "f"}, more)))
	}
	group := func(kind, n int) any {
		return form(labelled(object{"type": kind, "custom_id": "g", "options": times(n, option)}))
	}
	return []edge{
		upTo("title", 45, func(n int) any { return with(inRow(nil), object{"title": letters(n)}) }),
		atLeast("no title", 1, func(n int) any { return with(inRow(nil), object{"title": letters(n)}) }),
		upTo("custom_id", 100, func(n int) any { return with(inRow(nil), object{"custom_id": letters(n)}) }),
		{"no custom_id", inRow(nil), with(inRow(nil), object{"custom_id": nil})},
		upTo("components", 5, func(n int) any { return form(times(n, inputNo)...) }),
		atLeast("no components", 1, func(n int) any { return form(times(n, inputNo)...) }),
		upTo("row label", 45, func(n int) any { return inRow(object{"label": letters(n)}) }),
		{"no row label", inRow(nil), inRow(object{"label": nil})},
		{"two inputs", inRow(nil), form(row(input(object{"label": "a"}), input(object{"label": "b", "custom_id": "r"})))},
		upTo("label", 45, func(n int) any { return form(with(labelled(input(nil)), object{"label": letters(n)})) }),
		upTo("description", 100, func(n int) any { return form(with(labelled(input(nil)), object{"description": letters(n)})) }),
		{"label twice", form(labelled(input(nil))), form(labelled(input(object{"label": "x"})))},
		upTo("placeholder", 100, func(n int) any { return inRow(object{"placeholder": letters(n)}) }),
		upTo("max_length", 4000, func(n int) any { return inRow(object{"max_length": n}) }),
		upTo("min_length", 10, func(n int) any { return inRow(object{"max_length": 10, "min_length": n}) }),
		upTo("value", 10, func(n int) any { return inRow(object{"max_length": 10, "value": letters(n)}) }),
		upTo("style", 2, func(n int) any { return inRow(object{"style": n}) }),
		upTo("files", 10, func(n int) any { return upload(object{"max_values": n}) }),
		upTo("file types", 10, func(n int) any {
			return upload(object{"file_types": times(n, func(i int) any { return fmt.Sprint(".t", i) })})
		}),
		{"no file required", upload(object{"min_values": 0, "required": false}), upload(object{"min_values": 0, "required": true})},
		upTo("radio", 10, func(n int) any { return group(21, n) }), atLeast("one radio", 2, func(n int) any { return group(21, n) }),
		upTo("boxes", 10, func(n int) any { return group(22, n) }), atLeast("no boxes", 1, func(n int) any { return group(22, n) }),
		{"same custom_id", form(inputNo(0), inputNo(1)), form(inputNo(0), inputNo(0))},
		{"button", form(inputNo(0)), form(row(button(nil)))},
		{"select in a row", form(labelled(menu(2, nil))), form(row(menu(2, nil)))},
	}
}

func TestCheckModalEdges(t *testing.T) {
	for _, e := range modalEdges() {
		if got := discordfake.CheckModal(e.good); len(got) > 0 {
			t.Errorf("%s: at the limit %v, want nothing", e.name, got)
		}
		if got := discordfake.CheckModal(e.evil); len(got) == 0 {
			t.Errorf("%s: past the limit nothing, want a problem", e.name)
		}
	}
}

func TestCheckChoicesEdges(t *testing.T) {
	choice := func(i int) any { return object{"name": fmt.Sprint("n", i), "value": fmt.Sprint("v", i)} }
	one := func(more object) object {
		return object{"choices": list{with(object{"name": "n", "value": "v"}, more)}}
	}
	for _, e := range []edge{
		upTo("choices", 25, func(n int) any { return object{"choices": times(n, choice)} }),
		upTo("name", 100, func(n int) any { return one(object{"name": letters(n)}) }),
		atLeast("no name", 1, func(n int) any { return one(object{"name": letters(n)}) }),
		upTo("value", 100, func(n int) any { return one(object{"value": letters(n)}) }),
		{"no value", one(object{"value": 3}), one(object{"value": nil})},
		{"no choices", object{"choices": list{}}, object{}},
		{"locale", one(object{"name_localizations": object{"ko": "가"}}), one(object{"name_localizations": object{"xx": "a"}})},
	} {
		if got := discordfake.CheckChoices(e.good); len(got) > 0 {
			t.Errorf("%s: at the limit %v, want nothing", e.name, got)
		}
		if got := discordfake.CheckChoices(e.evil); len(got) == 0 {
			t.Errorf("%s: past the limit nothing, want a problem", e.name)
		}
	}
}

// The check takes whatever encodes to JSON, and says so of what does not.
func TestCheckTakesAnything(t *testing.T) {
	for _, v := range []any{`{"content":"a"}`, []byte(`{"content":"a"}`), json.RawMessage(`{"content":"a"}`), struct {
		Content string `json:"content"`
	}{"a"}} {
		if got := discordfake.CheckMessage(v); len(got) > 0 {
			t.Errorf("%T: %v", v, got)
		}
	}
	for _, v := range []any{nil, 7, "[]", "{", func() {}} {
		if got := discordfake.CheckMessage(v); len(got) != 1 || !strings.Contains(got[0].Rule, "not a JSON object") {
			t.Errorf("%v: %v, want one problem", v, got)
		}
	}
}

package slackfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"attache/bot/slack/slackfake"
)

type object = map[string]any
type list = []any

func letters(n int) string { return strings.Repeat("é", n) }

func plain(n int) object { return object{"type": "plain_text", "text": letters(n)} }

func mrkdwn(n int) object { return object{"type": "mrkdwn", "text": letters(n)} }

// times returns a list of n things.
func times(n int, one func(i int) any) list {
	out := list{}
	for i := range n {
		out = append(out, one(i))
	}
	return out
}

func message(blocks ...any) object {
	return object{"text": "notification", "blocks": append(list{}, blocks...)}
}

func with(o object, more object) object {
	out := object{}
	for k, v := range o {
		out[k] = v
	}
	for k, v := range more {
		out[k] = v
	}
	return out
}

func section(more object) object { return with(object{"type": "section", "text": mrkdwn(5)}, more) }

func button(more object) object {
	return with(object{"type": "button", "text": plain(5), "action_id": "go"}, more)
}

func actions(elements ...any) object {
	return object{"type": "actions", "elements": append(list{}, elements...)}
}

func input(element object) object {
	return object{"type": "input", "block_id": "q", "label": plain(5), "element": element}
}

func option(text, value, info int) object {
	o := object{"text": plain(text), "value": letters(value)}
	if info > 0 {
		o["description"] = plain(info)
	}
	return o
}

func selectOf(kind string, n int) object {
	return object{"type": kind, "action_id": "pick", "options": times(n, func(i int) any { return option(3, i+1, 0) })}
}

func cell(n int) object { return object{"type": "raw_text", "text": letters(n)} }

func rows(n, width, size int) list {
	return times(n, func(int) any { return times(width, func(int) any { return cell(size) }) })
}

func dataTable(rows list, more object) object {
	return with(object{"type": "data_table", "caption": "Who does what", "rows": rows}, more)
}

func confirm(title, text, yes, no int) object {
	return button(object{"confirm": object{"title": plain(title), "text": mrkdwn(text), "confirm": plain(yes), "deny": plain(no)}})
}

func modal(more object) object {
	return with(object{"type": "modal", "title": plain(10), "blocks": list{section(nil)}}, more)
}

// TestCheckEdges holds the validator to each limit at both of its sides: what
// stands at the limit passes, one more does not.
func TestCheckEdges(t *testing.T) {
	sized := func(n int, build func(n int) any) [2]any { return [2]any{build(n), build(n + 1)} }
	below := func(n int, build func(n int) any) [2]any { return [2]any{build(n), build(n - 1)} }
	numbered := func(n int) list {
		return times(n, func(i int) any { return button(object{"action_id": fmt.Sprint("go", i)}) })
	}
	bareMetadata := len(encoded(object{"event_type": "d", "event_payload": object{"d": ""}}))
	for name, edge := range map[string][2]any{
		"blocks":        sized(50, func(n int) any { return message(times(n, func(int) any { return object{"type": "divider"} })...) }),
		"no blocks":     below(1, func(n int) any { return message(times(n, func(int) any { return section(nil) })...) }),
		"text":          sized(40_000, func(n int) any { return object{"text": letters(n)} }),
		"no text":       below(1, func(n int) any { return object{"text": letters(n)} }),
		"section":       sized(3_000, func(n int) any { return message(section(object{"text": mrkdwn(n)})) }),
		"empty section": below(1, func(n int) any { return message(section(object{"text": mrkdwn(n)})) }),
		"fields": sized(10, func(n int) any {
			return message(section(object{"fields": times(n, func(int) any { return plain(3) })}))
		}),
		"field":  sized(2_000, func(n int) any { return message(section(object{"fields": list{plain(n)}})) }),
		"header": sized(150, func(n int) any { return message(object{"type": "header", "text": plain(n)}) }),
		"level":  sized(4, func(n int) any { return message(object{"type": "header", "text": plain(3), "level": n}) }),
		"context": sized(10, func(n int) any {
			return message(object{"type": "context", "elements": times(n, func(int) any { return mrkdwn(3) })})
		}),
		"actions":      sized(25, func(n int) any { return message(actions(numbered(n)...)) }),
		"no actions":   below(1, func(n int) any { return message(actions(numbered(n)...)) }),
		"button":       sized(75, func(n int) any { return message(actions(button(object{"text": plain(n)}))) }),
		"empty button": below(1, func(n int) any { return message(actions(button(object{"text": plain(n)}))) }),
		"value":        sized(2_000, func(n int) any { return message(actions(button(object{"value": letters(n)}))) }),
		"url":          sized(3_000, func(n int) any { return message(actions(button(object{"url": "https://" + letters(n-8)}))) }),
		"action_id":    sized(255, func(n int) any { return message(actions(button(object{"action_id": letters(n)}))) }),
		"block_id":     sized(255, func(n int) any { return message(section(object{"block_id": letters(n)})) }),
		"markdown":     sized(12_000, func(n int) any { return message(object{"type": "markdown", "text": letters(n)}) }),
		"markdowns": sized(6_000, func(n int) any {
			return message(object{"type": "markdown", "text": letters(n)}, object{"type": "markdown", "text": letters(6_000)})
		}),
		"markdown_text": sized(12_000, func(n int) any { return object{"markdown_text": letters(n)} }),
		"everything": sized(1_200, func(n int) any {
			return message(append(times(4, func(int) any { return section(object{"text": mrkdwn(3_000)}) }), section(object{"text": mrkdwn(n)}))...)
		}),
		"confirm title": sized(100, func(n int) any { return message(actions(confirm(n, 3, 3, 3))) }),
		"confirm text":  sized(300, func(n int) any { return message(actions(confirm(3, n, 3, 3))) }),
		"confirm yes":   sized(30, func(n int) any { return message(actions(confirm(3, 3, n, 3))) }),
		"confirm no":    sized(30, func(n int) any { return message(actions(confirm(3, 3, 3, n))) }),
		"no deny":       below(1, func(n int) any { return message(actions(confirm(3, 3, 3, n))) }),
		"options":       sized(100, func(n int) any { return message(actions(selectOf("static_select", n))) }),
		"no options":    below(1, func(n int) any { return message(actions(selectOf("static_select", n))) }),
		"checkboxes":    sized(10, func(n int) any { return message(actions(selectOf("checkboxes", n))) }),
		"radio buttons": sized(10, func(n int) any { return message(actions(selectOf("radio_buttons", n))) }),
		"overflow":      sized(5, func(n int) any { return message(actions(selectOf("overflow", n))) }),
		"option text": sized(75, func(n int) any {
			return message(actions(with(selectOf("static_select", 1), object{"options": list{option(n, 3, 0)}})))
		}),
		"option value": sized(150, func(n int) any {
			return message(actions(with(selectOf("static_select", 1), object{"options": list{option(3, n, 0)}})))
		}),
		"option info": sized(75, func(n int) any {
			return message(actions(with(selectOf("static_select", 1), object{"options": list{option(3, 3, n)}})))
		}),
		"option groups": sized(100, func(n int) any {
			return message(actions(object{"type": "static_select", "action_id": "p", "option_groups": times(n, func(int) any { return object{"label": plain(75), "options": list{option(3, 3, 0)}} })}))
		}),
		"group label": sized(75, func(n int) any {
			return message(actions(object{"type": "static_select", "action_id": "p", "option_groups": list{object{"label": plain(n), "options": list{option(3, 3, 0)}}}}))
		}),
		"placeholder": sized(150, func(n int) any {
			return message(actions(with(selectOf("static_select", 1), object{"placeholder": plain(n)})))
		}),
		"image url": sized(3_000, func(n int) any { return message(object{"type": "image", "alt_text": "x", "image_url": letters(n)}) }),
		"alt text": sized(2_000, func(n int) any {
			return message(object{"type": "image", "alt_text": letters(n), "image_url": "https://x"})
		}),
		"no alt text": below(1, func(n int) any {
			return message(object{"type": "image", "alt_text": letters(n), "image_url": "https://x"})
		}),
		"table rows":    sized(100, func(n int) any { return message(object{"type": "table", "rows": rows(n, 2, 3)}) }),
		"table columns": sized(20, func(n int) any { return message(object{"type": "table", "rows": rows(2, n, 3)}) }),
		"table text": sized(5_000, func(n int) any {
			return message(object{"type": "table", "rows": list{list{cell(5_000)}, list{cell(n)}}})
		}),
		"empty cell": below(1, func(n int) any { return message(object{"type": "table", "rows": rows(2, 2, n)}) }),
		"tables": sized(1, func(n int) any {
			return message(times(n, func(int) any { return object{"type": "table", "rows": rows(2, 2, 3)} })...)
		}),
		"data rows":         sized(101, func(n int) any { return message(dataTable(rows(n, 2, 3), nil)) }),
		"data header alone": below(2, func(n int) any { return message(dataTable(rows(n, 2, 3), nil)) }),
		"data columns":      sized(20, func(n int) any { return message(dataTable(rows(2, n, 3), nil)) }),
		"data text":         sized(5_000, func(n int) any { return message(dataTable(list{list{cell(5_000)}, list{cell(n)}}, nil)) }),
		"caption":           below(1, func(n int) any { return message(dataTable(rows(2, 2, 3), object{"caption": letters(n)})) }),
		"page size":         sized(100, func(n int) any { return message(dataTable(rows(2, 2, 3), object{"page_size": n})) }),
		"no page size":      below(1, func(n int) any { return message(dataTable(rows(2, 2, 3), object{"page_size": n})) }),
		"row header":        sized(1, func(n int) any { return message(dataTable(rows(2, 2, 3), object{"row_header_column_index": n})) }),
		"container": sized(10, func(n int) any {
			return message(object{"type": "container", "child_blocks": times(n, func(int) any { return section(nil) })})
		}),
		"container title": sized(150, func(n int) any {
			return message(object{"type": "container", "title": plain(n), "child_blocks": list{section(nil)}})
		}),
		"card title": sized(150, func(n int) any { return message(object{"type": "card", "title": plain(n)}) }),
		"card body":  sized(200, func(n int) any { return message(object{"type": "card", "body": plain(n)}) }),
		"carousel": sized(10, func(n int) any {
			return message(object{"type": "carousel", "elements": times(n, func(int) any { return object{"type": "card", "title": plain(3)} })})
		}),
		"charts":           sized(2, func(n int) any { return message(times(n, func(int) any { return chart(3, 2, 2) })...) }),
		"chart title":      sized(50, func(n int) any { return message(chart(n, 2, 2)) }),
		"chart series":     sized(12, func(n int) any { return message(chart(3, n, 2)) }),
		"chart categories": sized(20, func(n int) any { return message(chart(3, 2, n)) }),
		"metadata": sized(8_000, func(n int) any {
			return object{"text": "x", "metadata": object{"event_type": "d", "event_payload": object{"d": strings.Repeat("x", n-bareMetadata)}}}
		}),
	} {
		hold(t, name, slackfake.Check, edge)
	}
}

func chart(title, series, points int) object {
	return object{"type": "data_visualization", "title": letters(title), "chart": object{
		"type": "bar", "axis_config": object{"categories": times(points, func(int) any { return "c" })},
		"series": times(series, func(int) any {
			return object{"name": "s", "data": times(points, func(int) any { return object{"label": "c", "value": 1} })}
		}),
	}}
}

// hold fails the test unless the first payload passes and the second does not.
func hold(t *testing.T, name string, check func(any) []slackfake.Problem, edge [2]any) {
	t.Helper()
	if problems := check(edge[0]); len(problems) > 0 {
		t.Errorf("%s: at the limit: %v", name, problems)
	}
	if problems := check(edge[1]); len(problems) == 0 || problems[0].Code == "" {
		t.Errorf("%s: past the limit: %v, want a refusal", name, problems)
	}
}

func TestCheckViewEdges(t *testing.T) {
	typed := func(more object) any {
		return modal(object{"submit": plain(3), "blocks": list{input(with(object{"type": "plain_text_input", "action_id": "a"}, more))}})
	}
	sized := func(n int, build func(n int) any) [2]any { return [2]any{build(n), build(n + 1)} }
	bare := len(encoded(modal(object{"pad": ""})))
	for name, edge := range map[string][2]any{
		"title":            sized(24, func(n int) any { return modal(object{"title": plain(n)}) }),
		"no title":         {modal(nil), modal(object{"title": nil})},
		"submit":           sized(24, func(n int) any { return modal(object{"submit": plain(n)}) }),
		"close":            sized(24, func(n int) any { return modal(object{"close": plain(n)}) }),
		"private_metadata": sized(3_000, func(n int) any { return modal(object{"private_metadata": letters(n)}) }),
		"callback_id":      sized(255, func(n int) any { return modal(object{"callback_id": letters(n)}) }),
		"external_id":      sized(255, func(n int) any { return modal(object{"external_id": letters(n)}) }),
		"blocks":           sized(100, func(n int) any { return modal(object{"blocks": times(n, func(int) any { return section(nil) })}) }),
		"home blocks": sized(100, func(n int) any {
			return object{"type": "home", "blocks": times(n, func(int) any { return section(nil) })}
		}),
		"max_length":      sized(3_000, func(n int) any { return typed(object{"max_length": n}) }),
		"initial_value":   sized(3_000, func(n int) any { return typed(object{"initial_value": letters(n)}) }),
		"initial and max": sized(20, func(n int) any { return typed(object{"initial_value": letters(n), "max_length": 20}) }),
		"hint": sized(2_000, func(n int) any {
			return modal(object{"submit": plain(3), "blocks": list{with(input(selectOf("static_select", 2)), object{"hint": plain(n)})}})
		}),
		"label": sized(2_000, func(n int) any {
			return modal(object{"submit": plain(3), "blocks": list{with(input(selectOf("static_select", 2)), object{"label": plain(n)})}})
		}),
		"max_files": sized(10, func(n int) any {
			return modal(object{"submit": plain(3), "blocks": list{input(object{"type": "file_input", "action_id": "a", "max_files": n})}})
		}),
		"inputs alone":     {typed(nil), with(typed(nil).(object), object{"submit": nil})},
		"home's title":     {object{"type": "home", "blocks": list{section(nil)}}, modal(object{"type": "home"})},
		"table in a modal": {modal(nil), modal(object{"blocks": list{object{"type": "table", "rows": rows(2, 2, 3)}}})},
		"bytes":            sized(250_000-bare, func(n int) any { return modal(object{"pad": strings.Repeat("x", n)}) }),
	} {
		hold(t, name, slackfake.CheckView, edge)
	}
}

func encoded(v any) []byte {
	out, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return out
}

func TestCheckShape(t *testing.T) {
	for name, payload := range map[string]any{
		"not JSON":              "{",
		"a list":                "[]",
		"unknown block":         message(object{"type": "marquee"}),
		"alert in a message":    message(object{"type": "alert", "text": plain(3)}),
		"input element":         message(actions(object{"type": "plain_text_input", "action_id": "a"})),
		"same block_id":         message(section(object{"block_id": "b"}), section(object{"block_id": "b"})),
		"same action_id":        message(actions(button(nil), button(nil))),
		"unknown field":         message(section(object{"colour": "red"})),
		"emoji in mrkdwn":       message(section(object{"text": object{"type": "mrkdwn", "text": "x", "emoji": true}})),
		"mrkdwn header":         message(object{"type": "header", "text": mrkdwn(3)}),
		"mrkdwn button":         message(actions(button(object{"text": mrkdwn(3)}))),
		"bare text":             message(section(object{"text": "words"})),
		"blank text":            message(section(object{"text": object{"type": "mrkdwn", "text": " \n"}})),
		"section of nothing":    message(object{"type": "section"}),
		"style":                 message(actions(button(object{"style": "loud"}))),
		"address":               message(actions(button(object{"url": "nowhere"}))),
		"initial option":        message(actions(with(selectOf("static_select", 2), object{"initial_option": option(3, 9, 0)}))),
		"options and groups":    message(actions(with(selectOf("static_select", 2), object{"option_groups": list{}}))),
		"uneven data table":     message(dataTable(list{list{cell(1), cell(1)}, list{cell(1)}}, nil)),
		"rich header cell":      message(dataTable(list{list{object{"type": "rich_text", "elements": list{object{"type": "rich_text_section", "elements": list{object{"type": "text", "text": "x"}}}}}}, list{cell(1)}}, nil)),
		"cell kind":             message(object{"type": "table", "rows": list{list{object{"type": "image"}}}}),
		"table and data table":  message(object{"type": "table", "rows": rows(2, 2, 3)}, dataTable(rows(2, 2, 3), nil)),
		"container within":      message(object{"type": "container", "child_blocks": list{object{"type": "container", "child_blocks": list{section(nil)}}}}),
		"image of nothing":      message(object{"type": "image", "alt_text": "x"}),
		"metadata without type": object{"text": "x", "metadata": object{"event_payload": object{}}},
		"date":                  message(actions(object{"type": "datepicker", "action_id": "d", "initial_date": "1 May"})),
		"time":                  message(actions(object{"type": "timepicker", "action_id": "d", "initial_time": "25:00"})),
	} {
		if problems := slackfake.Check(payload); len(problems) == 0 || problems[0].Code == "" {
			t.Errorf("%s: %v, want a refusal", name, problems)
		}
	}
	if problems := slackfake.Check(object{"blocks": list{section(nil)}}); len(problems) != 1 || problems[0].Code != "" {
		t.Errorf("blocks without text: %v, want a word about manners only", problems)
	}
}

func TestCheckOptions(t *testing.T) {
	answer := func(n int) any { return object{"options": times(n, func(int) any { return option(75, 150, 75) })} }
	hold(t, "options", slackfake.CheckOptions, [2]any{answer(100), answer(101)})
	hold(t, "option", slackfake.CheckOptions, [2]any{object{"options": list{}}, object{"options": list{option(76, 3, 0)}}})
	hold(t, "shape", slackfake.CheckOptions, [2]any{object{"options": list{}}, object{}})
}

func TestFindActive(t *testing.T) {
	for text, want := range map[string]string{
		"a &lt;!channel&gt; b":            "",
		"2 < 3 and <b>":                   "",
		"@channel":                        "",
		"<!channel>":                      "broadcast",
		"<!here|here>":                    "broadcast",
		"<!subteam^S1>":                   "group",
		"<@U1> <#C1|x>":                   "user channel",
		"<https://evil.example|the bank>": "link",
		"<mailto:a@b.example>":            "link",
		"<!date^1^{date}|x>":              "date",
	} {
		var kinds []string
		for _, a := range slackfake.FindActive(message(section(object{"text": object{"type": "mrkdwn", "text": text}}))) {
			kinds = append(kinds, a.Kind)
		}
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
		literal := message(section(object{"text": object{"type": "plain_text", "text": text}}))
		if got := slackfake.FindActive(literal); len(got) != 0 {
			t.Errorf("plain %q: %v, want none", text, got)
		}
	}
	masked := message(object{"type": "markdown", "text": "[the bank](https://evil.example)"})
	if got := slackfake.FindActive(masked); len(got) != 1 || got[0].Kind != "link" {
		t.Errorf("markdown: %v, want a link", got)
	}
	rich := message(object{"type": "rich_text", "elements": list{object{"type": "rich_text_section", "elements": list{object{"type": "broadcast", "range": "here"}}}}})
	if got := slackfake.FindActive(rich); len(got) != 1 || got[0].Kind != "broadcast" {
		t.Errorf("rich text: %v, want a broadcast", got)
	}
}

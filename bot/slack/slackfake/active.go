package slackfake

import (
	"fmt"
	"regexp"
	"strings"
)

var (
	// control matches what Slack reads as a mention, a special command or a link.
	control = regexp.MustCompile(`<([@#!][^<>\s][^<>]*|[A-Za-z][A-Za-z0-9+.-]*:[^<>]+)>`)
	// masked matches a link of Markdown, whose text may hide where it leads.
	masked = regexp.MustCompile(`!?\[[^\[\]]*\]\([^()\s]+\)`)
)

// FindActive returns the control sequences of any payload that Slack would act
// on: those in formatted text, not those in plain text, where they are only
// characters. A payload that is no JSON object has none.
func FindActive(payload any) []Active {
	v, err := encode(payload)
	o, ok := v.(map[string]any)
	if err != nil || !ok {
		return nil
	}
	var out []Active
	for _, name := range []string{"text", "markdown_text"} {
		out = append(out, activeIn(word(o, name), name, name == "markdown_text")...)
	}
	return append(out, activeBelow(o["blocks"], "blocks")...)
}

// activeBelow looks through blocks and what they hold.
func activeBelow(v any, path string) []Active {
	var out []Active
	switch v := v.(type) {
	case []any:
		for i, item := range v {
			out = append(out, activeBelow(item, fmt.Sprintf("%s[%d]", path, i))...)
		}
	case map[string]any:
		switch kind := word(v, "type"); kind {
		case "mrkdwn":
			return activeIn(word(v, "text"), path, false)
		case "markdown":
			return activeIn(word(v, "text"), path, true)
		case "user", "usergroup", "channel", "broadcast", "link", "date":
			return []Active{{Kind: richKind(kind), Text: kind + " " + word(v, kind+"_id") + word(v, "range") + word(v, "url"), Where: path}}
		}
		for _, name := range sortedKeys(v) {
			out = append(out, activeBelow(v[name], path+"."+name)...)
		}
	}
	return out
}

func richKind(kind string) string {
	if kind == "usergroup" {
		return "group"
	}
	return kind
}

// activeIn looks through one formatted text.
func activeIn(text, path string, markdown bool) []Active {
	var out []Active
	for _, m := range control.FindAllStringSubmatch(text, -1) {
		kind := "link"
		switch inner := m[1]; {
		case strings.HasPrefix(inner, "!subteam^"):
			kind = "group"
		case strings.HasPrefix(inner, "!date^"):
			kind = "date"
		case inner[0] == '!':
			kind = "broadcast"
		case inner[0] == '@':
			kind = "user"
		case inner[0] == '#':
			kind = "channel"
		}
		out = append(out, Active{Kind: kind, Text: m[0], Where: path})
	}
	if markdown {
		for _, m := range masked.FindAllString(text, -1) {
			out = append(out, Active{Kind: "link", Text: m, Where: path})
		}
	}
	return out
}

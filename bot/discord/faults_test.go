package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"attache/bot/discord/discordfake"
	"attache/commands"
)

func xs(n int) string { return strings.Repeat("x", n) }

// parts returns a message of components v2.
func parts(c ...component) message { return message{Components: c, Flags: flagComponents} }

func show(text string) component { return discordgo.TextDisplay{Content: text} }

// shows returns a message of n text displays.
func shows(n int, text string) message {
	return parts(slices.Repeat([]component{show(text)}, n)...)
}

func pressable(n int, label, id string) component {
	var all []component
	for i := range n {
		all = append(all, discordgo.Button{Label: label, Style: discordgo.SecondaryButton, CustomID: strings.Replace(id, "#", fmt.Sprint(i), 1)})
	}
	return discordgo.ActionsRow{Components: all}
}

func choosing(n int, label, value, placeholder string) component {
	s := discordgo.SelectMenu{MenuType: discordgo.StringSelectMenu, CustomID: "select.0:", Placeholder: placeholder}
	for i := range n {
		s.Options = append(s.Options, discordgo.SelectMenuOption{Label: label, Value: strings.Replace(value, "#", fmt.Sprint(i), 1)})
	}
	return discordgo.ActionsRow{Components: []component{s}}
}

func boxed(description, footer string) embed {
	e := embed{Description: description}
	if footer != "" {
		e.Footer = &embedFooter{Text: footer}
	}
	return e
}

// attached returns a message that shows n files.
func attached(n int) message {
	m := parts()
	for i := range n {
		m.Files = append(m.Files, commands.File{Name: fmt.Sprintf("f%d.csv", i)})
		m.Components = append(m.Components, discordgo.FileComponent{File: discordgo.UnfurledMediaItem{URL: fmt.Sprintf("attachment://f%d.csv", i)}})
	}
	return m
}

// TestFaults tries every limit of the table at both sides of its edge, and
// demands that the fake of Discord has the same edge.
func TestFaults(t *testing.T) {
	rows := func(n int) []component {
		var out []component
		for i := range n {
			out = append(out, pressable(1, "x", fmt.Sprintf("run.%d:", i)))
		}
		return out
	}
	tests := []struct {
		name string
		at   func(n int) message
		most int
		ours bool // the fake takes more, or does not look at it
	}{
		{"components", func(n int) message { return shows(n, "x") }, 40, false},
		{"components, nested", func(n int) message {
			return parts(discordgo.Container{Components: slices.Repeat([]component{show("x")}, n)})
		}, 39, false},
		{"text display", func(n int) message { return parts(show(xs(n))) }, 4000, false},
		{"text of all displays", func(n int) message { return parts(show(xs(2000)), show(xs(n))) }, 2000, false},
		{"bytes of all displays", func(n int) message { return parts(show(strings.Repeat("가", 3300)), show(xs(n))) }, 10170 - 9900 - 2*12, false},
		{"content", func(n int) message { return message{Content: xs(n)} }, 2000, false},
		{"buttons of a row", func(n int) message { return parts(pressable(n, "x", "run.#:")) }, 5, false},
		{"rows", func(n int) message { return message{Content: "x", Components: rows(n)} }, 5, false},
		{"label of a button", func(n int) message { return parts(pressable(1, xs(n), "run.0:")) }, 80, false},
		{"custom_id", func(n int) message { return parts(pressable(1, "x", "run.0:"+xs(n))) }, 94, false},
		{"options", func(n int) message { return parts(choosing(n, "x", "v#", "p")) }, 25, false},
		{"label of an option", func(n int) message { return parts(choosing(1, xs(n), "v", "p")) }, 100, false},
		{"value of an option", func(n int) message { return parts(choosing(1, "x", xs(n), "p")) }, 100, false},
		{"placeholder", func(n int) message { return parts(choosing(1, "x", "v", xs(n))) }, 150, false},
		{"embeds", func(n int) message { return message{Embeds: slices.Repeat([]embed{boxed("x", "")}, n)} }, 10, false},
		{"description of an embed", func(n int) message { return message{Embeds: []embed{boxed(xs(n), "")}} }, 4096, false},
		{"footer of an embed", func(n int) message { return message{Embeds: []embed{boxed("x", xs(n))}} }, 2048, false},
		{"text of all embeds", func(n int) message {
			return message{Embeds: []embed{boxed(xs(4000), xs(1000)), boxed(xs(n), "")}}
		}, 1000, false},
		{"files", attached, 10, true},
	}
	for _, tt := range tests {
		if got := judged(tt.at(tt.most)); len(got) > 0 && !strings.HasPrefix(got[0], "a notification") {
			t.Errorf("%s: %d is refused: %q", tt.name, tt.most, got)
		}
		over := tt.at(tt.most + 1)
		if got := faults(over); len(got) == 0 {
			t.Errorf("%s: %d is let pass", tt.name, tt.most+1)
		}
		if got := discordfake.CheckMessage(over.payload(true)); len(got) == 0 && !tt.ours {
			t.Errorf("%s: the fake lets %d pass", tt.name, tt.most+1)
		}
	}
}

// TestFaultsOfKind tries what is wrong whatever its size.
func TestFaultsOfKind(t *testing.T) {
	button := discordgo.Button{Label: "x", Style: discordgo.SecondaryButton, CustomID: "run.0:"}
	leading := discordgo.Button{Label: "x", Style: discordgo.LinkButton, URL: "https://evil.example"}
	file := message{Components: []component{show("x")}, Flags: flagComponents, Files: []commands.File{{Name: "a.csv"}}}
	tests := map[string]message{
		"nothing":                          {},
		"blank content":                    {Content: " "},
		"content beside components":        {Content: "x", Components: []component{show("x")}, Flags: flagComponents},
		"embeds beside components":         {Embeds: []embed{boxed("x", "")}, Components: []component{show("x")}, Flags: flagComponents},
		"a text display beside content":    {Content: "x", Components: []component{show("x")}},
		"an empty text display":            parts(show(" ")),
		"an empty container":               parts(discordgo.Container{Components: []component{}}),
		"a container in a container":       parts(discordgo.Container{Components: []component{discordgo.Container{Components: []component{show("x")}}}}),
		"a button outside a row":           parts(button),
		"a button without a label":         parts(pressable(1, "", "run.0:")),
		"a button without custom_id":       parts(pressable(1, "x", "")),
		"a button that leads away":         parts(discordgo.ActionsRow{Components: []component{leading}}),
		"an empty row":                     parts(discordgo.ActionsRow{Components: []component{}}),
		"a select that shares its row":     parts(discordgo.ActionsRow{Components: []component{button, discordgo.SelectMenu{CustomID: "a", Options: []discordgo.SelectMenuOption{{Label: "x", Value: "v"}}}}}),
		"a select of users":                parts(discordgo.ActionsRow{Components: []component{discordgo.SelectMenu{MenuType: discordgo.UserSelectMenu, CustomID: "a"}}}),
		"a select without options":         parts(choosing(0, "x", "v", "p")),
		"an option twice":                  parts(choosing(2, "x", "v", "p")),
		"a custom_id twice":                parts(pressable(2, "x", "run.0:")),
		"a picture":                        parts(discordgo.MediaGallery{Items: []discordgo.MediaGalleryItem{{Media: discordgo.UnfurledMediaItem{URL: "https://evil.example/x.png"}}}}),
		"a file that is not there":         parts(discordgo.FileComponent{File: discordgo.UnfurledMediaItem{URL: "attachment://a.csv"}}),
		"a file from elsewhere":            parts(discordgo.FileComponent{File: discordgo.UnfurledMediaItem{URL: "https://evil.example/a.csv"}}),
		"a file that nothing shows":        file,
		"two files of one name":            {Content: "x", Files: []commands.File{{Name: "a.csv"}, {Name: "a.csv"}}},
		"an embed that says nothing":       {Content: "x", Embeds: []embed{boxed("", "x")}},
		"a label with characters unseen":   parts(pressable(1, "x\u202ey", "run.0:")),
		"text with characters unseen":      parts(show("x\u200by")),
		"markup in content":                {Content: "@everyone"},
		"markup in an embed":               {Embeds: []embed{boxed("<@1>", "")}},
		"markup in a text display":         parts(show("[a](https://evil.example)")),
		"a footer with characters unseen ": {Embeds: []embed{boxed("x", "a\u202eb")}},
	}
	for name, m := range tests {
		if len(faults(m)) == 0 {
			t.Errorf("%s is let pass", name)
		}
	}
}

// TestActiveIn finds each markup of Discord's, and lets ours pass.
func TestActiveIn(t *testing.T) {
	for _, line := range []string{
		"*a", "**a*", "a**", "_a_", "~~a~~", "`a`", "||a||", "> a", "a # b", "# a", "#### a", "- - a", "-# -# a", "1. a", "- 1. a", "[a](b)", "a]", "<@1>", "<t:1:R>", "<#1>",
		"https://a.example", "<ftp://a.example>", "<https://a@b.example>", "<https://localhost>", "@here", ":smile:", "a/b", `\a_`, `a\`, `**a\**`, `\\*a`, "+ a", "<:a:1>", "<t:99999999999999:f>",
	} {
		if activeIn(line) == "" {
			t.Errorf("%q is let pass", line)
		}
	}
	for _, line := range []string{
		"", "a", "### a", "- a", "-# a", "**a**", "- **a** b  *(c)*", `\*a\*`, `\\`, `**\***`, `\<\@1\>`, "<t:1:f>", "<t:-1:f>", "<https://a.example/b_c>", "1.5 a", `1\. a`, "a 1. b",
	} {
		if fault := activeIn(line); fault != "" {
			t.Error(fault)
		}
	}
}

// TestModalFaults tries the limits of modals at both sides.
func TestModalFaults(t *testing.T) {
	least := 0
	input := field{Type: typeInput, ID: "a", Style: styleShort, MaxLength: 10}
	upload := field{Type: typeUpload, ID: "a", MinValues: &least, MaxValues: 1}
	with := func(fields ...field) modal {
		m := modal{ID: "form.1:ask", Title: "Ask"}
		for i, f := range fields {
			f.ID = strings.Replace(f.ID, "#", fmt.Sprint(i), 1)
			m.Labels = append(m.Labels, label{Type: typeLabel, Label: "x", Field: f})
		}
		return m
	}
	changed := func(change func(m *modal)) modal {
		m := with(input)
		change(&m)
		return m
	}
	pick := func(n int) field {
		f := field{Type: typeSelect, ID: "a", MinValues: &least, MaxValues: 1}
		for i := range n {
			f.Options = append(f.Options, fieldOption{Label: "x", Value: fmt.Sprint(i)})
		}
		return f
	}
	tests := []struct {
		name string
		at   func(n int) modal
		most int
	}{
		{"title", func(n int) modal { return changed(func(m *modal) { m.Title = xs(n) }) }, 45},
		{"custom_id", func(n int) modal { return changed(func(m *modal) { m.ID = xs(n) }) }, 100},
		{"custom_id of a field", func(n int) modal { return changed(func(m *modal) { m.Labels[0].Field.ID = xs(n) }) }, 100},
		{"fields", func(n int) modal { f := input; f.ID = "a#"; return with(slices.Repeat([]field{f}, n)...) }, 5},
		{"label", func(n int) modal { return changed(func(m *modal) { m.Labels[0].Label = xs(n) }) }, 45},
		{"hint", func(n int) modal { return changed(func(m *modal) { m.Labels[0].Hint = xs(n) }) }, 100},
		{"max_length", func(n int) modal { return changed(func(m *modal) { m.Labels[0].Field.MaxLength = n }) }, 4000},
		{"value", func(n int) modal { return changed(func(m *modal) { m.Labels[0].Field.Value = xs(n) }) }, 10},
		{"placeholder", func(n int) modal { return changed(func(m *modal) { m.Labels[0].Field.Placeholder = xs(n) }) }, 100},
		{"options", func(n int) modal { return with(pick(n)) }, 25},
		{"files", func(n int) modal { f := upload; f.MaxValues = n; return with(f) }, 10},
	}
	for _, tt := range tests {
		if got := judgedModal(tt.at(tt.most)); len(got) > 0 {
			t.Errorf("%s: %d is refused: %q", tt.name, tt.most, got)
		}
		if got := modalFaults(tt.at(tt.most + 1)); len(got) == 0 {
			t.Errorf("%s: %d is let pass", tt.name, tt.most+1)
		}
		if got := discordfake.CheckModal(tt.at(tt.most + 1)); len(got) == 0 {
			t.Errorf("%s: the fake lets %d pass", tt.name, tt.most+1)
		}
	}
	twice, must := with(input, input), pick(1)
	must.Required = true
	for name, m := range map[string]modal{"no fields": with(), "a field twice": twice, "a field of another type": with(field{Type: 5, ID: "a"}), "a select that must be answered with nothing": with(must), "no title": changed(func(m *modal) { m.Title = "" })} {
		if len(modalFaults(m)) == 0 {
			t.Errorf("%s is let pass", name)
		}
	}
}

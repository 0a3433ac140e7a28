package slack

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"
)

// TestFaults tries every limit of the table at both sides of its edge.
func TestFaults(t *testing.T) {
	text := func(n int) *slack.TextBlockObject { return own(strings.Repeat("x", n)).object() }
	button := func(id string, label, value int) *slack.ButtonBlockElement {
		return slack.NewButtonBlockElement(id, strings.Repeat("v", value), text(label))
	}
	actions := func(n int) slack.Block {
		var all []slack.BlockElement
		for i := range n {
			all = append(all, button(fmt.Sprint(i), 1, 1))
		}
		return slack.NewActionBlock("", all...)
	}
	confirm := func(title, ask, yes int) slack.Block {
		return slack.NewActionBlock("", button("a", 1, 1).WithConfirm(slack.NewConfirmationBlockObject(text(title), text(ask), text(yes), text(1))))
	}
	rich := func(n int) slack.Block {
		return slack.NewRichTextBlock("", section(own(strings.Repeat("x", n)).rich(nil)))
	}
	grid := func(rows, columns, size int) slack.Block {
		b := slack.NewDataTableBlock("c").WithPageSize(10)
		for range rows + 1 {
			var cells []slack.DataTableCell
			for range columns {
				cells = append(cells, slack.NewDataTableRawTextCell(strings.Repeat("x", size)))
			}
			b.AddRow(cells...)
		}
		return b
	}
	one := func(b slack.Block) message { return message{Text: "t", Blocks: []slack.Block{b}} }
	blocks := func(n, size int) message {
		return message{Text: "t", Blocks: slices.Repeat([]slack.Block{slack.NewSectionBlock(text(size), nil, nil)}, n)}
	}
	tests := []struct {
		name string
		at   func(n int) message
		most int
	}{
		{"blocks", func(n int) message { return blocks(n, 1) }, 50},
		{"text of all blocks", func(n int) message { return blocks(n, 1000) }, 11},
		{"section", func(n int) message { return one(slack.NewSectionBlock(text(n), nil, nil)) }, 3000},
		{"fields", func(n int) message {
			return one(slack.NewSectionBlock(nil, slices.Repeat([]*slack.TextBlockObject{text(1)}, n), nil))
		}, 10},
		{"field", func(n int) message { return one(slack.NewSectionBlock(nil, []*slack.TextBlockObject{text(n)}, nil)) }, 2000},
		{"header", func(n int) message { return one(slack.NewHeaderBlock(text(n))) }, 150},
		{"context", func(n int) message {
			return one(slack.NewContextBlock("", slices.Repeat([]slack.MixedElement{text(1)}, n)...))
		}, 10},
		{"text of a context", func(n int) message { return one(slack.NewContextBlock("", text(n))) }, 2000},
		{"actions", func(n int) message { return one(actions(n)) }, 25},
		{"button", func(n int) message { return one(slack.NewActionBlock("", button("a", n, 1))) }, 75},
		{"value", func(n int) message { return one(slack.NewActionBlock("", button("a", 1, n))) }, 2000},
		{"action_id", func(n int) message { return one(slack.NewActionBlock("", button(strings.Repeat("a", n), 1, 1))) }, 255},
		{"block_id", func(n int) message { return one(slack.NewActionBlock(strings.Repeat("a", n), button("a", 1, 1))) }, 255},
		{"confirm: title", func(n int) message { return one(confirm(n, 1, 1)) }, 100},
		{"confirm: text", func(n int) message { return one(confirm(1, n, 1)) }, 300},
		{"confirm: button", func(n int) message { return one(confirm(1, 1, n)) }, 30},
		{"rich text", func(n int) message { return one(rich(n)) }, 3000},
		{"rows", func(n int) message { return one(grid(n, 1, 1)) }, 100},
		{"columns", func(n int) message { return one(grid(1, n, 1)) }, 20},
		{"text of a table", func(n int) message { return one(grid(1, 2, n)) }, 2500},
		{"tables", func(n int) message { return message{Text: "t", Blocks: slices.Repeat([]slack.Block{grid(1, 1, 1)}, n)} }, 1},
		{"fallback", func(n int) message { return message{Text: strings.Repeat("x", n)} }, 40000},
	}
	for _, tt := range tests {
		if got := faults(tt.at(tt.most)); len(got) > 0 {
			t.Errorf("%s: %d is refused: %q", tt.name, tt.most, got)
		}
		if got := faults(tt.at(tt.most + 1)); len(got) == 0 {
			t.Errorf("%s: %d is let pass", tt.name, tt.most+1)
		}
	}
}

// TestFaultsOfKind tries what is wrong whatever its size.
func TestFaultsOfKind(t *testing.T) {
	word := inertOf("x").object()
	link := slack.NewRichTextSectionLinkElement("https://evil.example", "https://good.example", nil)
	run := slack.NewActionBlock("", slack.NewButtonBlockElement("a", "v", word), slack.NewButtonBlockElement("a", "v", word))
	ragged := slack.NewTableBlock("").AddRow(slack.NewTableRawTextCell("a")).AddRow(slack.NewTableRawTextCell("a"), slack.NewTableRawTextCell("b"))
	tests := map[string]message{
		"no text":           {Blocks: []slack.Block{slack.NewHeaderBlock(word)}},
		"unescaped text":    {Text: "<!channel>"},
		"half an escape":    {Text: "R&D"},
		"mrkdwn":            {Text: "t", Blocks: []slack.Block{slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "x", false, false), nil, nil)}},
		"unescaped block":   {Text: "t", Blocks: []slack.Block{slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, "<!here>", false, false))}},
		"empty section":     {Text: "t", Blocks: []slack.Block{slack.NewSectionBlock(nil, nil, nil)}},
		"empty header":      {Text: "t", Blocks: []slack.Block{slack.NewHeaderBlock(own(" ").object())}},
		"empty context":     {Text: "t", Blocks: []slack.Block{slack.NewContextBlock("")}},
		"empty rich text":   {Text: "t", Blocks: []slack.Block{slack.NewRichTextBlock("")}},
		"a lying link":      {Text: "t", Blocks: []slack.Block{slack.NewRichTextBlock("", section([]slack.RichTextSectionElement{link}))}},
		"a mention":         {Text: "t", Blocks: []slack.Block{slack.NewRichTextBlock("", section([]slack.RichTextSectionElement{slack.NewRichTextSectionUserElement("U01", nil)}))}},
		"an action twice":   {Text: "t", Blocks: []slack.Block{run}},
		"rows of no length": {Text: "t", Blocks: []slack.Block{ragged}},
		"an empty cell":     {Text: "t", Blocks: []slack.Block{slack.NewTableBlock("").AddRow(slack.NewTableRawTextCell("a")).AddRow(slack.NewTableRawTextCell(""))}},
		"no caption":        {Text: "t", Blocks: []slack.Block{slack.NewDataTableBlock("").WithPageSize(5).AddRow(slack.NewDataTableRawTextCell("a")).AddRow(slack.NewDataTableRawTextCell("a"))}},
		"a markdown block":  {Text: "t", Blocks: []slack.Block{slack.NewMarkdownBlock("", "x")}},
	}
	for name, m := range tests {
		if len(faults(m)) == 0 {
			t.Errorf("%s is let pass", name)
		}
	}
}

// TestViewFaults tries the limits of views at both sides.
func TestViewFaults(t *testing.T) {
	text := func(n int) *slack.TextBlockObject { return own(strings.Repeat("x", n)).object() }
	view := func(change func(v *slack.ModalViewRequest)) any {
		v := modal("Ask", "brief", modalOpts{}, slack.NewDividerBlock())
		change(&v)
		return v
	}
	pick := func(n int) slack.Block {
		var all []*slack.OptionBlockObject
		for i := range n {
			all = append(all, choice(fmt.Sprint(i), "x", ""))
		}
		return slack.NewInputBlock("b", text(1), nil, slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "a", all...))
	}
	with := func(b ...slack.Block) any {
		return view(func(v *slack.ModalViewRequest) { v.Blocks.BlockSet = b })
	}
	tests := []struct {
		name string
		at   func(n int) any
		most int
	}{
		{"title", func(n int) any { return view(func(v *slack.ModalViewRequest) { v.Title = text(n) }) }, 24},
		{"submit", func(n int) any { return view(func(v *slack.ModalViewRequest) { v.Submit = text(n) }) }, 24},
		{"private_metadata", func(n int) any {
			return view(func(v *slack.ModalViewRequest) { v.PrivateMetadata = strings.Repeat("x", n) })
		}, 3000},
		{"callback_id", func(n int) any {
			return view(func(v *slack.ModalViewRequest) { v.CallbackID = strings.Repeat("x", n) })
		}, 255},
		{"blocks", func(n int) any { return with(slices.Repeat([]slack.Block{slack.NewDividerBlock()}, n)...) }, 100},
		{"options", func(n int) any { return with(pick(n)) }, 100},
		{"label of an option", func(n int) any {
			return with(slack.NewInputBlock("b", text(1), nil, slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "a", slack.NewOptionBlockObject("v", text(n), nil))))
		}, 75},
		{"value of an option", func(n int) any {
			return with(slack.NewInputBlock("b", text(1), nil, slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, "a", slack.NewOptionBlockObject(strings.Repeat("v", n), text(1), nil))))
		}, 150},
		{"max_length", func(n int) any { return with(slack.NewInputBlock("b", text(1), nil, textInput("a", "", "", n, false))) }, 3000},
		{"placeholder", func(n int) any {
			return with(slack.NewInputBlock("b", text(1), nil, textInput("a", strings.Repeat("x", n), "", 9, false)))
		}, 150},
	}
	for _, tt := range tests {
		if got := viewFaults(tt.at(tt.most)); len(got) > 0 {
			t.Errorf("%s: %d is refused: %q", tt.name, tt.most, got)
		}
		if got := viewFaults(tt.at(tt.most + 1)); len(got) == 0 {
			t.Errorf("%s: %d is let pass", tt.name, tt.most+1)
		}
	}
	if got := viewFaults(view(func(v *slack.ModalViewRequest) { v.Submit = nil; v.Blocks.BlockSet = []slack.Block{pick(1)} })); len(got) == 0 {
		t.Error("a modal with a field and without submit is let pass")
	}
}

package slack

import (
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"attache/bot/intake"
	"attache/briefings"
	"attache/commands"
)

// modalOpts are what a modal does not know from the table of verbs.
type modalOpts struct {
	Role   briefings.Role    // verbs above it are not offered
	Values map[string]string // what is filled in already, by option
	Meta   string            // private_metadata, brought back as it is
	Files  bool              // documents can be attached here
}

// The parts of the IDs in a modal. A block_id is VERB.OPTION, so that what was
// filled in for one verb is not taken for a value of the next.
const (
	verbBlock   = "verb"      // of the select that chooses the verb; its action_id too
	verbModalID = "verb."     // callback_id of the modal of one verb, before its name
	completeID  = "complete." // action_id of a select that asks what it may offer
	valueID     = "value."    // action_id of every other field
	filesOption = "files"
)

func blockID(verb, option string) string { return verb + "." + option }

// briefModal returns the modal of a bare slash command: a choice among the
// group's verbs and the fields of the one that is chosen, at first the first.
func briefModal(group, verb string, opts modalOpts) slack.ModalViewRequest {
	var rows []commands.Row
	for _, r := range commands.Verbs() {
		if r.Group == group && opts.Role.AtLeast(r.Role) {
			rows = append(rows, r)
		}
	}
	title := "Attaché"
	if group == commands.BriefAdmin {
		title = "Attaché for editors"
	}
	if len(rows) == 0 {
		view := modal(title, group, opts, slack.NewSectionBlock(inertOf("Nothing here can be used with the role "+string(opts.Role)+".").object(), nil, nil))
		view.Submit = nil
		return view
	}
	at := max(0, slices.IndexFunc(rows, func(r commands.Row) bool { return r.Name == verb }))
	first := slack.NewInputBlock(verbBlock, inertOf("What do you want to do?").object(), nil, verbSelect(rows, at))
	first.DispatchAction = true
	return modal(title, group, opts, append([]slack.Block{first}, fields(rows[at], opts)...)...)
}

// verbSelect returns the choice among verbs, of which one is chosen at first. Those
// of a family stand together, under what it is for.
func verbSelect(rows []commands.Row, at int) slack.BlockElement {
	pick := slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, inertOf("Choose").object(), verbBlock)
	under := map[string]*slack.OptionGroupBlockObject{}
	for i, r := range rows {
		family, _ := r.Words()
		if under[family] == nil {
			under[family] = slack.NewOptionGroupBlockElement(familyLabel(family).object())
			pick.OptionGroups = append(pick.OptionGroups, under[family])
		}
		o := choice(r.Name, r.Name, r.Summary)
		under[family].Options = append(under[family].Options, o)
		if i == at {
			pick.InitialOption = o
		}
	}
	return pick
}

// familyLabel says what the verbs of a family are for; those of none are about
// the briefings.
func familyLabel(name string) inert {
	for _, f := range commands.Families() {
		if f.Name == name {
			return inertOf(upperFirst(f.Name) + ": " + f.Summary).shortened(maxOptionText)
		}
	}
	return inertOf("Briefings")
}

// verbModal returns the modal of one verb.
func verbModal(row commands.Row, opts modalOpts) slack.ModalViewRequest {
	blocks := fields(row, opts)
	summary := inertOf(upperFirst(row.Summary) + ".")
	return modal(upperFirst(row.Name), verbModalID+row.Name, opts, append([]slack.Block{contextBlock(summary)}, blocks...)...)
}

func modal(title, callback string, opts modalOpts, blocks ...slack.Block) slack.ModalViewRequest {
	meta := opts.Meta
	if units(meta) > maxMetadata {
		panic("slack: private_metadata of more than 3,000 characters")
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, CallbackID: callback, PrivateMetadata: meta,
		Title: inertOf(title).shortened(maxModalTitle).object(), Submit: inertOf("Send").object(), Close: inertOf("Cancel").object(),
		Blocks: slack.Blocks{BlockSet: blocks},
	}
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// fields returns an input for each option of a verb.
func fields(row commands.Row, opts modalOpts) []slack.Block {
	var out []slack.Block
	if row.Files && opts.Files {
		input := slack.NewFileInputBlockElement(valueID + filesOption)
		input.MaxFiles = min(intake.MostFiles(row), maxInputFiles)
		block := slack.NewInputBlock(blockID(row.Name, filesOption), inertOf(filesLabel(row)).object(), inertOf(intake.FilesHint(row)+".").object(), input)
		block.Optional = row.Name != intake.Import
		out = append(out, block)
	}
	for _, o := range intake.Asked(row) {
		value, hint := opts.Values[o.Name], upperFirst(o.Summary)+"."
		if intake.Overlong(o, value, maxInput) {
			value, hint = "", intake.OverlongHint(row, value, maxInput, true)
		}
		block := slack.NewInputBlock(blockID(row.Name, o.Name), inertOf(upperFirst(o.Name)).object(), inertOf(hint).object(), field(o, value))
		block.Optional = !o.Required
		out = append(out, block)
	}
	return out
}

// filesLabel names the field that takes a verb's files.
func filesLabel(row commands.Row) string {
	if intake.MostFiles(row) == 1 {
		return "File"
	}
	return "Documents"
}

// field returns the input for an option. A value that it cannot hold is left out.
func field(o commands.Option, value string) slack.BlockElement {
	id := valueID + o.Name
	switch o.Kind {
	case commands.Choice:
		return selectOf(id, o.Choices, value, o.Default)
	case commands.YesNo:
		return selectOf(id, []string{"yes", "no"}, value, o.Default)
	case commands.Number:
		input := slack.NewNumberInputBlockElement(nil, id, false)
		input.MinValue, input.MaxValue, input.InitialValue = "1", strconv.Itoa(o.Max), o.Default
		if n, err := strconv.Atoi(value); err == nil && n >= 1 && n <= o.Max {
			input.InitialValue = value
		}
		return input
	case commands.Date:
		return textInput(id, "2025-06-30 or 30d", value, 20, false)
	}
	if o.Completes == "" {
		return textInput(id, "", value, min(o.Max, maxInput), o.Long || o.Max > 150)
	}
	input := slack.NewOptionsSelectBlockElement(slack.OptTypeExternal, inertOf("Type to search").object(), completeID+o.Completes+"."+o.Name)
	least := 0
	input.MinQueryLength = &least
	if value = strings.TrimSpace(value); value != "" && units(value) <= maxOptionValue {
		input.InitialOption = choice(value, value, "")
	}
	return input
}

func textInput(id, placeholder, value string, most int, multiline bool) slack.BlockElement {
	var hint *slack.TextBlockObject
	if placeholder != "" {
		hint = inertOf(placeholder).object()
	}
	input := slack.NewPlainTextInputBlockElement(hint, id)
	input.MaxLength, input.Multiline = most, multiline
	if units(value) <= most {
		input.InitialValue = value
	}
	return input
}

// selectOf returns a select among words; the chosen one, or else the usual one,
// is there at first.
func selectOf(id string, words []string, chosen, usual string) slack.BlockElement {
	input := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, inertOf("Choose").object(), id)
	for _, w := range words {
		o := choice(w, w, "")
		input.Options = append(input.Options, o)
		if w == chosen || w == usual && !slices.Contains(words, chosen) {
			input.InitialOption = o
		}
	}
	return input
}

// choice returns an option of a select. The value is at most 150 units.
func choice(value, label, summary string) *slack.OptionBlockObject {
	text := inertOf(label).shortened(maxOptionText)
	if text.empty() {
		text = inertOf(none)
	}
	o := slack.NewOptionBlockObject(value, text.object(), nil)
	if s := inertOf(summary).shortened(maxOptionText); !s.empty() {
		o.Description = s.object()
	}
	return o
}

// completing returns what completes the select with an action_id, or false.
func completing(id string) (what string, ok bool) {
	rest, ok := strings.CutPrefix(id, completeID)
	what, _, found := strings.Cut(rest, ".")
	return what, ok && found
}

// An optionsAnswer answers a select that asks what it may offer. The list is
// there even when it is empty: Slack reports a fault without one.
type optionsAnswer struct {
	Options []*slack.OptionBlockObject `json:"options"`
}

// suggestions returns the answer to a select that asks what it may offer. What
// was typed can always be chosen, since an option may also name a chapter.
func suggestions(choices []intake.Choice, typed string) optionsAnswer {
	out := optionsAnswer{Options: []*slack.OptionBlockObject{}}
	typed = strings.TrimSpace(typed)
	known := typed == "" || units(typed) > maxOptionValue || inertOf(typed).empty()
	for _, c := range choices {
		if inertOf(c.Value).empty() || units(c.Value) > maxOptionValue || len(out.Options) == maxOptions-1 {
			continue
		}
		known = known || strings.EqualFold(c.Value, typed)
		label := c.Label
		if inertOf(label).empty() {
			label = c.Value
		}
		out.Options = append(out.Options, choice(c.Value, label, ""))
	}
	if !known {
		out.Options = append(out.Options, choice(typed, "“"+inertOf(typed).shortened(maxOptionText-4).plain()+"”", ""))
	}
	return out
}

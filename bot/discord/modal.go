package discord

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"attache/bot/intake"
	"attache/commands"
)

// The types of the components of a modal that the client library does not know,
// or knows only in their old form.
const (
	typeSelect = 3
	typeInput  = 4
	typeLabel  = 18
	typeUpload = 19
)

// A modal is a form as Discord takes it.
type modal struct {
	ID     string  `json:"custom_id"`
	Title  string  `json:"title"`
	Labels []label `json:"components"`
}

// A label names the field that stands in it.
type label struct {
	Type  int    `json:"type"`
	Label string `json:"label"`
	Hint  string `json:"description,omitempty"`
	Field field  `json:"component"`
}

// A field takes one value: a text input, a select or a file upload. Which parts
// are there depends on its type.
type field struct {
	Type        int           `json:"type"`
	ID          string        `json:"custom_id"` // the name of the option
	Required    bool          `json:"required"`
	Placeholder string        `json:"placeholder,omitempty"`
	Style       int           `json:"style,omitempty"`
	Value       string        `json:"value,omitempty"`
	MaxLength   int           `json:"max_length,omitempty"`
	MinValues   *int          `json:"min_values,omitempty"`
	MaxValues   int           `json:"max_values,omitempty"`
	Options     []fieldOption `json:"options,omitempty"`
}

// A fieldOption is an option of a select.
type fieldOption struct {
	Label   string `json:"label"`
	Value   string `json:"value"`
	Default bool   `json:"default,omitempty"`
}

// The styles of a text input: one line or several.
const (
	styleShort     = 1
	styleParagraph = 2
)

// longInput is from where on an input has several lines.
const longInput = 150

// filesOption is the field that takes the documents of the verb that reads them.
const filesOption = "files"

// modalOpts are what a modal does not know from the table of verbs.
type modalOpts struct {
	Step   int               // which part, from 1; 0 is the first, and one too high the last
	Values map[string]string // what is filled in already, by option, in this part and in the others
	Keep   func(text string) string
}

// steps returns in how many modals a verb's options fit; at least one.
func steps(row commands.Row) int { return max(1, (len(fieldsOf(row))+maxModalParts-1)/maxModalParts) }

// fieldsOf returns the options in the order in which they are asked for: what is
// required first, then the others as the table has them, which is by use.
func fieldsOf(row commands.Row) []commands.Option {
	out := intake.Asked(row)
	slices.SortStableFunc(out, func(a, b commands.Option) int {
		switch {
		case a.Required == b.Required:
			return 0
		case a.Required:
			return -1
		}
		return 1
	})
	if row.Files {
		out = slices.Insert(out, 0, commands.Option{Name: filesOption, Summary: intake.FilesHint(row), Max: intake.MostFiles(row)})
	}
	return out
}

// formOf returns one part of the form of a verb, or false when the verb has no
// options, so that there is nothing to fill in, or when what the other parts hold
// can neither be carried nor kept.
func formOf(row commands.Row, opts modalOpts) (modal, bool) {
	fields := fieldsOf(row)
	if len(fields) == 0 {
		return modal{}, false
	}
	of := steps(row)
	step := min(max(opts.Step, 1), of)
	first := (step - 1) * maxModalParts
	last := min(first+maxModalParts, len(fields))
	others := intake.Carried(row, opts.Values)
	for i, o := range fields {
		if v := opts.Values[o.Name]; v != "" && (i < first || i >= last) {
			others[o.Name] = v
		}
	}
	id, fits := newKeeper(opts.Keep).id(kindForm, step, formText(row.Name, others))
	if !fits {
		return modal{}, false
	}
	title := upperFirst(row.Name)
	if of > 1 {
		title += ", part " + strconv.Itoa(step) + " of " + strconv.Itoa(of)
	}
	m := modal{ID: id, Title: shortPlain(title, maxModalTitle)}
	for _, o := range fields[first:last] {
		value, hint := opts.Values[o.Name], upperFirst(o.Summary)+"."
		if intake.Overlong(o, value, maxInput) {
			value, hint = "", intake.OverlongHint(row, value, maxInput, false)+"."
		}
		m.Labels = append(m.Labels, label{Type: typeLabel, Label: shortPlain(upperFirst(o.Name), maxLabel),
			Hint: shortPlain(hint, maxLabelHint), Field: fieldOf(o, value)})
	}
	return m, true
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// fieldOf returns the field of an option. A value that it cannot hold is left out.
func fieldOf(o commands.Option, value string) field {
	f := field{Type: typeInput, ID: o.Name, Required: o.Required, Style: styleShort}
	switch {
	case o.Name == filesOption:
		least := 0
		return field{Type: typeUpload, ID: o.Name, MinValues: &least, MaxValues: min(o.Max, maxInputFiles)}
	case o.Kind == commands.Choice:
		return selectOf(o, o.Choices, value)
	case o.Kind == commands.YesNo:
		return selectOf(o, []string{"yes", "no"}, value)
	case o.Kind == commands.Number:
		f.Placeholder, f.MaxLength = "1 to "+strconv.Itoa(o.Max), len(strconv.Itoa(o.Max))
		f.Value = o.Default
		if n, err := strconv.Atoi(value); err == nil && n >= 1 && n <= o.Max {
			f.Value = strconv.Itoa(n)
		}
		return f
	case o.Kind == commands.Date:
		f.Placeholder, f.MaxLength = "2025-06-30 or 30d", 20
	default:
		f.MaxLength = min(o.Max, maxInput)
	}
	if o.Long || f.MaxLength > longInput {
		f.Style = styleParagraph
	}
	if units(value) <= f.MaxLength {
		f.Value = value
	}
	return f
}

// selectOf returns a select among words; the chosen one, or else the usual one,
// is there at first.
func selectOf(o commands.Option, words []string, chosen string) field {
	least := 0
	if o.Required {
		least = 1
	}
	f := field{Type: typeSelect, ID: o.Name, Required: o.Required, MinValues: &least, MaxValues: 1}
	for _, w := range words[:min(len(words), maxOptions)] {
		first := w == chosen || w == o.Default && !slices.Contains(words, chosen)
		f.Options = append(f.Options, fieldOption{Label: shortPlain(w, maxOptionText), Value: w, Default: first})
	}
	return f
}

// formText returns the form of a verb with what is filled in so far, as the text
// of a custom_id. Nothing has to be complete yet, so that it is no invocation.
func formText(verb string, values map[string]string) string {
	if len(values) == 0 {
		return verb
	}
	var filled []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		filled = append(filled, name+"="+formEscapes.Replace(values[name]))
	}
	return verb + "?" + strings.Join(filled, "&")
}

// formEscapes escapes what means something in a query, and line ends, which no
// custom_id holds. Everything else stays as it is: most of it would take three
// times the room.
var formEscapes = strings.NewReplacer("%", "%25", "&", "%26", "=", "%3D", "+", "%2B", ";", "%3B", "#", "%23", "\n", "%0A", "\r", "%0D", "\t", "%09")

// parseFormText reads what formText has written: the verb's row and the values
// of its options. It is false when there is no such verb. Nothing else is
// checked: a client may send anything.
func parseFormText(text string) (commands.Row, map[string]string, bool) {
	verb, query, _ := strings.Cut(text, "?")
	row, ok := intake.Row(verb)
	if !ok {
		return commands.Row{}, nil, false
	}
	filled, err := url.ParseQuery(query)
	if err != nil {
		return commands.Row{}, nil, false
	}
	values := map[string]string{}
	for _, o := range row.Options {
		if v := filled.Get(o.Name); v != "" {
			values[o.Name] = v
		}
	}
	return row, values, true
}

// nextMessage returns what is shown between two parts of a form, for a modal
// cannot open another: a button that runs what is filled in so far, and one that
// opens the next part. step is that of the part which was sent.
func nextMessage(row commands.Row, step int, values map[string]string, keep func(string) string) message {
	k := newKeeper(keep)
	filled := commands.Invocation{Verb: row.Name, Values: values}.String()
	s := &sheet{title: own(upperFirst(row.Name) + ", part " + strconv.Itoa(step) + " of " + strconv.Itoa(steps(row))),
		marks: own("Only you can see this"),
		page:  &page{lead: statementPieces(piece{text: own("Filled in so far: ").plus(inertOf(filled).shortened(maxPiece / 2))}), number: 1, of: 1}}
	s.notice = joinInert([]inert{s.title, s.page.lead[0].text}, " — ").shortened(maxNotice)
	if id, fits := k.id(kindRun, 0, filled); fits {
		s.rows.more = append(s.rows.more, button{id: id, label: "Send as it is", text: filled})
	}
	if id, fits := k.id(kindOpen, step+1, formText(row.Name, values)); fits && step < steps(row) {
		s.rows.more = append(s.rows.more, button{id: id, label: "More options"})
	}
	m := s.message()
	m.Ephemeral = true
	return m
}
